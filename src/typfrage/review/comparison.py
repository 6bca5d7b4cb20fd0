"""Published results beside those of a second run: what is the same, and what is not."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from typfrage.review.differences import VERSIONS, Difference, Item, Outcome, outcome_of
from typfrage.review.entry_comparison import entry_differences
from typfrage.review.integrity import changed_after_publication
from typfrage.review.notebook_comparison import notebook_differences
from typfrage.review.published_results import PublishedResults
from typfrage.review.table_comparison import table_differences
from typfrage.review.text_comparison import text_differences

VERSIONS_TABLE = "tbl-versionen"
"""The table of what computes. Where only it differs, the results are the same."""

KINDS = {"fig": "figure", "tbl": "table", "txt": "text"}


@dataclass(frozen=True)
class Comparison:
    """What a second run says of published results.

    Attributes:
        wave: Name of the wave.
        changed: What was changed after publication, by the name of the file.
        inputs: Inputs that are not those of the publication: name, published and new sha256.
        versions: Programs whose versions are others.
        items: Everything that was published or came out now.
    """

    wave: str
    changed: Mapping[str, str]
    inputs: tuple[Difference, ...]
    versions: tuple[Difference, ...]
    items: tuple[Item, ...]

    @property
    def counts(self) -> dict[Outcome, int]:
        """Return the number of items of each outcome."""
        found = Counter(item.outcome for item in self.items)
        return {outcome: found[outcome] for outcome in Outcome}

    def beside(self, items: Iterable[Item]) -> Comparison:
        """Return the same with more items."""
        return replace(self, items=(*self.items, *items))

    @property
    def confirmed(self) -> bool:
        """Whether all items are identical or within tolerance, and none was changed."""
        tolerable = (Outcome.IDENTICAL, Outcome.WITHIN)
        return not self.changed and all(item.outcome in tolerable for item in self.items)


def compare(published: PublishedResults, now: PublishedResults, decimal_mark: str) -> Comparison:
    """Compare published results with those of a second run.

    Args:
        published: The published results.
        now: Those of the second run.
        decimal_mark: How numbers are written in the report, ``,`` or ``.``.
    """
    return Comparison(
        published.manifest.wave,
        changed_after_publication(published),
        tuple(_input_differences(published.manifest.inputs, now.manifest.inputs)),
        _version_differences(published, now),
        (
            *_numbers(published.manifest.numbers, now.manifest.numbers, decimal_mark),
            *_entries(published, now, decimal_mark),
            *_notebooks(published, now, decimal_mark),
        ),
    )


def _input_differences(
    published: Mapping[str, str], now: Mapping[str, str]
) -> Iterator[Difference]:
    for name in sorted(published.keys() | now.keys()):
        if published.get(name) != now.get(name):
            yield Difference(name, published.get(name, ""), now.get(name, ""))


def _version_differences(
    published: PublishedResults, now: PublishedResults
) -> tuple[Difference, ...]:
    name = f"{VERSIONS_TABLE}.csv"
    if not (name in published.files and name in now.files):
        return ()
    before, after = (one.files[name].decode("utf-8", "replace") for one in (published, now))
    return table_differences(before, after, decimal_mark=".")


def _numbers(
    published: Mapping[str, str], now: Mapping[str, str], decimal_mark: str
) -> Iterator[Item]:
    for path in sorted(published.keys() | now.keys()):
        if path not in now:
            yield Item("number", path, Outcome.MISSING, (Difference("", published[path], ""),))
        elif path not in published:
            yield Item("number", path, Outcome.NEW, (Difference("", "", now[path]),))
        else:
            words = text_differences(published[path], now[path], decimal_mark)
            excuse = words[0].tolerated if all(one.tolerated for one in words) and words else ""
            told = (Difference("", published[path], now[path], excuse),) if words else ()
            yield Item("number", path, outcome_of(told), told)


def _entries(
    published: PublishedResults, now: PublishedResults, decimal_mark: str
) -> Iterator[Item]:
    before, after = published.manifest.entries, now.manifest.entries
    for id_ in sorted(before.keys() | after.keys()):
        kind = KINDS.get(id_.partition("-")[0], "model")
        if id_ not in after or id_ not in before:
            yield Item(kind, id_, Outcome.MISSING if id_ in before else Outcome.NEW)
            continue
        hashes = _hashes(published, id_), _hashes(now, id_)
        found = entry_differences(*hashes, published.files, now.files, decimal_mark)
        if id_ == VERSIONS_TABLE:
            found = _excused(found)
        yield Item(kind, id_, outcome_of(found), found)


def _hashes(results: PublishedResults, id_: str) -> dict[str, str]:
    """Return what the files of an entry are: by their content, or by the manifest alone."""
    return {
        name: hashlib.sha256(results.files[name]).hexdigest() if name in results.files else hash_
        for name, hash_ in results.manifest.entries[id_].files.items()
    }


def _notebooks(
    published: PublishedResults, now: PublishedResults, decimal_mark: str
) -> Iterator[Item]:
    before, after = published.notebooks, now.notebooks
    shows_versions = now.manifest.entries.get(VERSIONS_TABLE)
    for name in sorted(before.keys() | after.keys()):
        if name not in after or name not in before:
            yield Item("notebook", name, Outcome.MISSING if name in before else Outcome.NEW)
            continue
        found: tuple[Difference, ...] = ()
        for cell, told in notebook_differences(before[name], after[name], decimal_mark).items():
            versions = shows_versions and (shows_versions.notebook, shows_versions.cell)
            found += _excused(told) if (name, cell) == versions else told
        yield Item("notebook", name, outcome_of(found), found)


def _excused(differences: tuple[Difference, ...]) -> tuple[Difference, ...]:
    return tuple(replace(one, tolerated=one.tolerated or VERSIONS) for one in differences)
