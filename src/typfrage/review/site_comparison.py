"""Two renderings of a report: its pages by their words, everything else by its bytes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path, PurePosixPath

from typfrage.results.store import CURRENT
from typfrage.review.differences import LAYOUT, Difference, Item, Outcome, outcome_of
from typfrage.review.text_comparison import text_differences

FIRST_PAGE = "index.html"
_RESULTS = CURRENT.lstrip("/").split("/")[0]
_QUARTO = re.compile(rb'<meta name="generator" content="quarto', re.IGNORECASE)
_MARKUP = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
_ATTRIBUTES = re.compile(r'\s(?:alt|aria-label|content|title|href|src|value|data-[\w-]+)="([^"]*)"')


def rendered_by_quarto(site: Path) -> bool:
    """Tell whether Quarto rendered a site, whose pages the embedded renderer writes otherwise."""
    return _QUARTO.search((site / FIRST_PAGE).read_bytes()) is not None


def site_items(published: Path, now: Path, decimal_mark: str) -> Iterator[Item]:
    """Compare the files of two renderings, apart from the results and notebooks in them.

    Args:
        published: The published folder.
        now: The new one.
        decimal_mark: How numbers are written in the report, ``,`` or ``.``.
    """
    before, after = _files(published), _files(now)
    for name in sorted(before.keys() | after.keys()):
        kind = "page" if name.endswith(".html") else "file"
        if name not in after or name not in before:
            yield Item(kind, name, Outcome.MISSING if name in before else Outcome.NEW)
            continue
        old, new = before[name].read_bytes(), after[name].read_bytes()
        found = () if old == new else _differences(kind, old, new, decimal_mark)
        yield Item(kind, name, outcome_of(found), found)


def _files(site: Path) -> dict[str, Path]:
    there = {str(PurePosixPath(path.relative_to(site))): path for path in site.rglob("*")}
    return {
        name: path
        for name, path in there.items()
        if path.is_file() and PurePosixPath(name).parts[0] != _RESULTS
    }


def _differences(kind: str, old: bytes, new: bytes, decimal_mark: str) -> tuple[Difference, ...]:
    hashes = (f"sha256 {hashlib.sha256(one).hexdigest()[:12]}…" for one in (old, new))
    whole = Difference("its bytes", *hashes)
    if kind != "page":
        return (whole,)
    texts = (one.decode("utf-8", "replace") for one in (old, new))
    before, after = map(_words, texts)
    return text_differences(before, after, decimal_mark) or (
        Difference(whole.place, whole.published, whole.now, LAYOUT),
    )


def _words(page: str) -> str:
    """What a page says: its text with its scripts, what is read aloud, and where it leads."""
    attributes = " ".join(_ATTRIBUTES.findall(page))
    return unescape(f"{_MARKUP.sub(' ', page)} {attributes}")
