"""What must not be told, taken from the raw files and the clean answers of a study's waves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import pandas as pd

from typfrage.problems import InputError
from typfrage.publish.scan.finding import Kind
from typfrage.publish.scan.numbers import KEY_DIGITS, SHORTEST, NumberIndex
from typfrage.publish.scan.phrases import SURE, PhraseIndex, words_of
from typfrage.publish.scan.shapes import looks_like_a_key
from typfrage.results.run import work_folder
from typfrage.survey.formats import read_export
from typfrage.survey.questionnaire.codebook import KeyItem, NumberItem, TextItem
from typfrage.survey.raw_table import RawTable
from typfrage.survey.waves.source import ColumnRef, HeaderCell
from typfrage.survey.waves.study import Study, Wave, check_raw_file
from typfrage.survey.waves.wave_series import open_waves

_NAMING = re.compile(r"name|kommune|gemeinde|stadt|\bort|municipality|town|city", re.IGNORECASE)
_NUMBER = re.compile(r"\d[\d.,’'\u202f\u00a0 ]*")
_SHORTEST_TEXT, _SHORTEST_CODE, _SHORTEST_NAME = 10, 6, 4
_SIGNIFICANT = 3
_WORDS_OF_A_TIME = 5


@dataclass(frozen=True)
class SoughtMicrodata:
    """What a scan looks for by its content.

    Attributes:
        phrases: Texts, times and names of the answers, in any case.
        names: Names that consist of one word, as they are written.
        numbers: Keys and other numbers.
        not_looked_for: What could not be looked for, in words.
    """

    phrases: PhraseIndex = field(default_factory=lambda: PhraseIndex(()))
    names: PhraseIndex = field(default_factory=lambda: PhraseIndex((), exact=True))
    numbers: NumberIndex = field(default_factory=lambda: NumberIndex({}))
    not_looked_for: tuple[str, ...] = ()


NONE_AT_HAND = SoughtMicrodata(
    not_looked_for=("keys, names and answers of the raw data: no study is at hand (--study)",)
)


@dataclass
class _Collected:
    """What the columns hold, sorted by how it is looked for."""

    phrases: list[tuple[str, Kind]] = field(default_factory=list)
    names: list[tuple[str, Kind]] = field(default_factory=list)
    numbers: dict[str, Kind] = field(default_factory=dict)
    too_common: int = 0
    only_ags: bool = False

    def add(self, values: Iterable[str], kind: Kind) -> None:
        for value in values:
            number = _NUMBER.fullmatch(value)
            digits = re.sub(r"\D", "", value)
            if kind == "key" and self.only_ags and not looks_like_a_key(digits.zfill(KEY_DIGITS)):
                continue
            if number and (kind == "key" or _tells(digits)) and len(digits) >= SHORTEST:
                self.numbers.setdefault(digits, kind)
            elif kind == "name" and len(words_of(value)) == 1 and len(value) >= _SHORTEST_NAME:
                self.names.append((value, kind))
            elif not number and (kind == "key" or _distinctive(value)):
                self.phrases.append((value, kind))
            else:
                self.too_common += 1


def microdata_of(study: Study, chapters: Iterable[str] = ()) -> SoughtMicrodata:
    """Collect what must not be told of all waves of a study.

    A wave whose raw file is elsewhere, or another one than it pins, is named in what could not be
    looked for.

    Args:
        study: The study.
        chapters: Texts that somebody wrote by hand; names and short phrases that stand there are
            the writer's own.
    """
    key = study.codebook.key
    found, missing = _Collected(only_ags=key.format == "ags"), []
    for wave in open_waves(study).waves:
        try:
            table = read_export(check_raw_file(wave), wave.file.source)
            _collect_raw(found, table, study, wave)
        except InputError as error:
            missing.append(f"the raw file of {wave.id}: {error.problems[0].what}")
        answers = work_folder(study, wave.id) / "clean" / "answers.parquet"
        if answers.is_file():
            _collect_clean(found, pd.read_parquet(answers), study, wave)
    if found.too_common:
        what = "values that are too short or too common to be told from other words and numbers"
        missing.append(f"{found.too_common:,} {what}")
    codebook = (study.data / "codebook.yml").read_text(encoding="utf-8")
    written = "\n".join((codebook, *chapters))
    phrases = PhraseIndex(found.phrases).without(codebook).without(written, longest=SURE - 1)
    names = PhraseIndex(found.names, exact=True).without(written)
    return SoughtMicrodata(phrases, names, NumberIndex(found.numbers), tuple(missing))


def _collect_raw(found: _Collected, table: RawTable, study: Study, wave: Wave) -> None:
    kinds = _kinds(study, wave)
    source = wave.file.source
    for at, header in enumerate(table.header):
        kind = kinds.get(_column(table, at), "single answer")
        if kind is None:
            continue
        if kind == "single answer" and _NAMING.search(header):
            kind = "name"
        cells = table.cells[at].str.strip()
        values = _rare(cells, len(cells) if kind in ("key", "name") else None, wave)
        signs = {*source.ticked, *source.unticked, *source.not_shown, ""}
        found.add((value for value in values if value not in signs), kind)


def _collect_clean(found: _Collected, answers: pd.DataFrame, study: Study, wave: Wave) -> None:
    found.add(map(str, answers.index), "key")
    for item in wave.file.items(study.codebook):
        if isinstance(item, TextItem | NumberItem) and item.id in answers:
            cells = answers[item.id].dropna().astype("str")
            kind: Kind = "single answer" if isinstance(item, TextItem) else "rare value"
            found.add(_rare(cells, None, wave), kind)


def _kinds(study: Study, wave: Wave) -> dict[ColumnRef, Kind | None]:
    """What the columns of a raw file hold; ``None`` where it is the code of an option."""
    kinds: dict[ColumnRef, Kind | None] = {}
    for item in wave.file.items(study.codebook):
        where = wave.file.columns[item.id]
        kind: Kind | None = None
        if isinstance(item, KeyItem):
            kind = "key"
        elif isinstance(item, NumberItem):
            kind = "rare value"
        elif isinstance(item, TextItem):
            kind = "single answer"
        for ref in _references(where.column, where.ticks):
            kinds[_plain(ref)] = kind
        if where.template is not None:
            for option in getattr(item, "options", ()):
                kinds[where.template.replace("{code}", option.code)] = None
    return kinds


def _references(
    column: ColumnRef | None, ticks: dict[str, ColumnRef] | None
) -> Iterator[ColumnRef]:
    if column is not None:
        yield column
    yield from (ticks or {}).values()


def _plain(ref: ColumnRef) -> ColumnRef:
    return f"#{ref.at}" if isinstance(ref, HeaderCell) else ref


def _column(table: RawTable, at: int) -> str:
    name = table.header[at]
    return name if table.header.count(name) == 1 else f"#{at + 1}"


def _rare(cells: pd.Series, most: int | None, wave: Wave) -> list[str]:
    """Values that stand in at most so many cells; if not said, fewer than may be published."""
    counts = cells.value_counts()
    limit = wave.file.analysis.minimum_cases - 1 if most is None else most
    return [str(value) for value in counts.index[counts <= limit]]


def _tells(digits: str) -> bool:
    """Tell whether a number is not so round that many could have it."""
    return len(digits.strip("0")) >= _SIGNIFICANT


def _distinctive(text: str) -> bool:
    words = words_of(text)
    if all(word.isdecimal() for word in words):
        return len(words) >= _WORDS_OF_A_TIME
    if len(words) == 1:
        return len(text) >= _SHORTEST_CODE and any(sign.isdigit() for sign in text)
    return len(text) >= _SHORTEST_TEXT
