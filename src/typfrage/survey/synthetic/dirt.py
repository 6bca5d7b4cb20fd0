"""What people do to a survey's answers: lost zeros, dots, blanks, remarks, two plain errors."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from typfrage.survey.questionnaire.codebook import Codebook, MultipleItem, NumberItem, TextItem
from typfrage.survey.synthetic.draws import ranked, some, uniform
from typfrage.survey.synthetic.export import Signs
from typfrage.survey.synthetic.export_parameters import Export
from typfrage.survey.waves.corrections import Correction, Corrections

LEADING_ZERO = "0"
GROUP = 3
"""Digits between two separators of thousands."""
BLANKS = (" {}", "{} ", "  {}")
MISTYPED_REASON = "Telefonisch nacherfasst und dabei vertippt; Erfassungsbogen geprüft."
TOO_MANY_REASON = (
    "Ein Ziel mehr angekreuzt als erlaubt; auf Rückfrage hat die Kommune es gestrichen."
)


def add_remarks(
    cells: pd.DataFrame, codebook: Codebook, export: Export, rng: np.random.Generator
) -> pd.DataFrame:
    """Return the cells with a remark in some of them; every remark is used if there is room."""
    marked = cells.copy()
    for item in codebook.items:
        if isinstance(item, TextItem):
            rows = some(rng, np.ones(len(cells), dtype=bool), export.remarked)
            remarks = [export.remarks[at % len(export.remarks)] for at in range(len(rows))]
            column = np.full(len(cells), "", dtype=object)
            column[rows] = remarks
            marked[item.id] = column
    return marked


def soil(
    cells: pd.DataFrame, codebook: Codebook, export: Export, rng: np.random.Generator
) -> pd.DataFrame:
    """Return the cells with lost zeros, dots in numbers, and stray blanks.

    Args:
        cells: (answers × columns of the clean answers) text.
        codebook: The questionnaire; its key and numbers are what people type.
        export: How much of it.
        rng: Source of randomness.
    """
    soiled = cells.copy()
    key = codebook.key.id
    keys = soiled[key].to_numpy(object)
    short = some(rng, np.array([str(k).startswith(LEADING_ZERO) for k in keys]), export.lost_zero)
    keys[short] = [str(k)[1:] for k in keys[short]]
    soiled[key] = _blanked(keys, export.blanks, rng)
    for item in codebook.items:
        if isinstance(item, NumberItem):
            numbers = soiled[item.id].to_numpy(object)
            dotted = some(rng, np.array([len(str(n)) > GROUP for n in numbers]), export.thousands)
            numbers[dotted] = [f"{int(n):,}".replace(",", ".") for n in numbers[dotted]]
            soiled[item.id] = _blanked(numbers, export.blanks, rng)
    return soiled


def plant_errors(
    table: pd.DataFrame,
    signs: Signs,
    item: MultipleItem,
    mistyped: str,
    again: int,
    rng: np.random.Generator,
) -> tuple[pd.DataFrame, Corrections]:
    """Return the raw table with one mistyped code and one goal too many, and their corrections.

    Args:
        table: Raw table, indexed by complete answer, or -1 for all others.
        signs: Its columns and signs.
        item: The multiple choice that gets one tick too many.
        mistyped: The item whose code is mistyped.
        again: Complete answer that stays as it is.
        rng: Source of randomness.
    """
    free = np.asarray((table.index >= 0) & (table.index != again))
    errors = (
        _mistyped_code(table, signs, signs.columns[mistyped], free, rng),
        _tick_too_many(table, signs, item, free, rng),
    )
    damaged = table.copy()
    for row, correction in errors:
        damaged.iloc[row, damaged.columns.get_loc(correction.column)] = correction.expect
    return damaged, Corrections(corrections=tuple(correction for _, correction in errors))


def _mistyped_code(
    table: pd.DataFrame,
    signs: Signs,
    column: str,
    free: NDArray[np.bool_],
    rng: np.random.Generator,
) -> tuple[int, Correction]:
    """A code whose last character was typed twice."""
    filled = free & ~table[column].isin(signs.empty).to_numpy()
    row = int(some(rng, filled, 1.0)[0])
    right = str(table[column].iloc[row])
    answer = str(table[signs.answer].iloc[row])
    return row, _correction(answer, column, right + right[-1], right, MISTYPED_REASON)


def _tick_too_many(
    table: pd.DataFrame,
    signs: Signs,
    item: MultipleItem,
    free: NDArray[np.bool_],
    rng: np.random.Generator,
) -> tuple[int, Correction]:
    """A tick beside as many as are allowed."""
    ticks = table[[signs.columns[name] for name in item.columns]] == signs.tick
    full = free & (ticks.sum(axis=1) == item.max_choices).to_numpy()
    row = int(some(rng, full, 1.0)[0])
    empty = ticks.columns[~ticks.iloc[row].to_numpy()]
    column = str(empty[ranked(uniform(rng, len(empty)))[0]])
    answer = str(table[signs.answer].iloc[row])
    return row, _correction(answer, column, signs.tick, signs.no_tick, TOO_MANY_REASON)


def _correction(answer: str, column: str, expect: str, becomes: str, reason: str) -> Correction:
    return Correction(
        answer=answer,
        column=column,
        expect=expect,
        becomes=becomes,
        reason=reason,
        status="confirmed",
    )


def _blanked(
    cells: NDArray[np.object_], share: float, rng: np.random.Generator
) -> NDArray[np.object_]:
    blanked = cells.copy()
    rows = some(rng, np.ones(len(cells), dtype=bool), share)
    blanked[rows] = [BLANKS[at % len(BLANKS)].format(cells[row]) for at, row in enumerate(rows)]
    return blanked
