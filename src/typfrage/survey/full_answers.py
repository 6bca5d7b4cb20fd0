"""Exports with answers in words where codes are expected: refused as a whole.

LimeSurvey and other tools can export "answer codes" or "full answers". Of the latter every cell is
an unknown code; what helps is another export and no list of cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from typfrage.problems import Cell, Problem
from typfrage.survey.answer_cells import AnswerCells
from typfrage.survey.questionnaire.codebook import ClosedItem
from typfrage.survey.questionnaire.question_texts import plain
from typfrage.survey.questionnaire.wording import Wording
from typfrage.survey.raw_table import RawTable
from typfrage.survey.reader import option_columns
from typfrage.survey.waves.source import ItemColumns, Source

_ALMOST_ALL = 0.8
"""So many of the unknown cells are labels where a question holds full answers: some wordings were
changed after the codebook was written, or hold signs that the export lost."""

YES_AND_NO = frozenset(
    {"ja", "nein", "yes", "no", "ausgewählt", "nicht ausgewählt", "not selected"}
)
"""What tick columns hold in words, blank- and case-insensitive."""

_MEND = (
    "export the answers again with answer codes; where the tool knows no codes, give the item the "
    "words under recode in wave.yml: words → code of the codebook"
)


def full_answers(
    cells: AnswerCells,
    table: RawTable,
    items: Iterable[ClosedItem],
    columns: Mapping[str, ItemColumns],
    source: Source,
) -> Problem | None:
    """Say that an export holds full answers where it does.

    Args:
        cells: (answers × columns) text of the answers that count.
        table: The raw file.
        items: The closed questions of the wave.
        columns: Where their answers stand.
        source: How the raw file is written.

    Returns:
        One complaint about the file that names the questions; ``None`` where all is well.
    """
    found = {
        item.id: example
        for item in items
        if (example := _example(cells, table, item, columns[item.id], source)) is not None
    }
    if not found:
        return None
    name, (position, value) = next(iter(found.items()))
    return Problem(
        f"the export holds full answers, not answer codes, in {', '.join(found)}",
        f'{table.file}, for instance column "{table.name(position)}": {value!r}',
        f"the codes of the codebook, as for {name!r}",
        _MEND,
        Cell(table.file, column=table.name(position), value=value),
    )


def holds_full_answers(
    counts: pd.Series, known: Iterable[str], labels: Iterable[str]
) -> str | None:
    """Return a label that stands in a column of full answers; ``None`` where it holds codes.

    Args:
        counts: (values,) number of cells by their text.
        known: Texts with a meaning: codes and signs.
        labels: Words that stand for codes, as the codebook writes them.
    """
    counts = counts[counts.index != ""]
    unknown = counts[~counts.index.isin(list(known))]
    words = {plain(label) for label in labels}
    in_words = unknown[[plain(text) in words for text in unknown.index]]
    mostly = in_words.sum() >= _ALMOST_ALL * unknown.sum()
    if in_words.empty or not mostly or 2 * in_words.sum() <= counts.sum():
        return None
    return str(in_words.idxmax())


def _example(
    cells: AnswerCells, table: RawTable, item: ClosedItem, where: ItemColumns, source: Source
) -> tuple[int, str] | None:
    """Position and value of one full answer to a question."""
    missing = {*source.missing, *(code.code for code in item.missing), *source.not_shown}
    if where.column is not None:
        known = {*where.recode, *(option.code for option in item.options), *source.not_chosen}
        labels = _words(option.label for option in item.options)
        looked_at = [(where.column, labels)]
    else:
        known = {sign for signs in where.signs(source) for sign in signs}
        refs = option_columns(item, where)
        looked_at = [
            (ref, YES_AND_NO | _words([option.label]))
            for ref, option in zip(refs, item.options, strict=True)
        ]
    for ref, labels in looked_at:
        position = table.position(ref)
        counts = cells[position].value_counts()
        counts = counts.groupby(counts.index.str.strip()).sum()
        example = holds_full_answers(counts, known | missing, labels)
        if example is not None:
            return position, example
    return None


def _words(labels: Iterable[Wording]) -> frozenset[str]:
    return frozenset(text for label in labels for text in label.values())
