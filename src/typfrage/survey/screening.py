"""Corrections of known errors, and which answers count."""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd

from typfrage.problems import InputError, Problem
from typfrage.survey.answer_cells import AnswerCells
from typfrage.survey.audit import AuditLog
from typfrage.survey.questionnaire.codebook import Codebook, MultipleItem
from typfrage.survey.raw_table import RawTable
from typfrage.survey.reader import option_columns
from typfrage.survey.waves.corrections import Correction, Corrections
from typfrage.survey.waves.wave import Screening, WaveFile
from typfrage.survey.whole_cell import matches_whole

_DIGIT = re.compile(r"[0-9]")
_YEAR_FIRST = re.compile(r"[0-9]{4}-|[0-9]+$")


def correct(raw: RawTable, corrections: Corrections, log: AuditLog) -> AnswerCells:
    """Return the raw cells with the known errors mended.

    Raises:
        InputError: A correction matches no answer, several answers, another value than it
            expects, or a cell that another one corrects already; all of them are listed.
    """
    cells = raw.cells.copy()
    problems: list[Problem] = []
    done: set[tuple[int, int]] = set()
    for correction in corrections.corrections:
        where = f"corrections.yml, the correction of answer {correction.answer!r}"
        found = _cell(raw, correction, log, where)
        if isinstance(found, Problem):
            problems.append(found)
            continue
        row, position = found
        if found in done:
            problems.append(
                Problem(
                    "the same cell is corrected twice",
                    where,
                    "one correction a cell",
                    "remove one of both",
                )
            )
        done.add(found)
        before = raw.cells.loc[[row], position]
        after = pd.Series(correction.becomes, index=before.index)
        rule = f"correction_{correction.status}"
        log.change(before, after, position, rule, reason=correction.reason)
        cells.loc[row, position] = correction.becomes
    if problems:
        raise InputError(problems)
    return AnswerCells.of_all(cells)


def screen(
    cells: AnswerCells, raw: RawTable, wave: WaveFile, codebook: Codebook, log: AuditLog
) -> AnswerCells:
    """Return the cells of the answers that count; the first rule that applies is the reason."""
    for rule in wave.screening:
        if rule.unanswered is not None:
            out = _unanswered(cells, raw, wave, codebook, rule.unanswered)
        elif rule.column is not None:
            out = _caught(cells[raw.position(rule.column)].str.strip(), rule)
        else:
            continue
        log.exclude(cells.index[out], rule.reason)
        cells = cells.of(cells.index[~out])
    return cells


def _caught(column: pd.Series, rule: Screening) -> pd.Series:
    """(answers,) whether a rule that looks at one column applies."""
    if rule.empty:
        return column == ""
    if rule.matches is not None:
        return matches_whole(column, rule.matches)
    return column.isin(rule.equals or ())


def _unanswered(
    cells: AnswerCells, raw: RawTable, wave: WaveFile, codebook: Codebook, name: str
) -> pd.Series:
    """(answers,) whether a multiple-choice item has no tick."""
    item = next(item for item in wave.items(codebook) if item.id == name)
    assert isinstance(item, MultipleItem)
    where = wave.columns[name]
    ticked, _ = where.signs(wave.source)
    columns = option_columns(item, where)
    ticks = [cells[raw.position(ref)].str.strip().isin(ticked) for ref in columns]
    return ~pd.concat(ticks, axis=1).any(axis=1)


def supersede(
    keys: pd.Series,
    cells: AnswerCells,
    raw: RawTable,
    rules: tuple[Screening, ...],
    log: AuditLog,
) -> pd.Series:
    """Return the keys without the earlier answers of municipalities that answered again.

    The column that gives the order is compared as text, which is right for dates that begin with
    the year and for numbers of one length; anything else there is a problem. A municipality whose
    last answers do not differ there keeps them all, to be refused as doubles.
    """
    for rule in rules:
        if rule.superseded_by is None:
            continue
        position = raw.position(rule.superseded_by)
        order = cells[position].loc[keys.index].str.strip()
        _refuse_unordered(order[keys.duplicated(keep=False) & (order != "")], position, log)
        out = order < order.groupby(keys).transform("max")
        log.exclude(keys.index[out], rule.reason)
        keys = keys[~out]
    return keys


def _refuse_unordered(order: pd.Series, position: int, log: AuditLog) -> None:
    """Note cells whose order as text is not their order in time: 31.12.2018, or 9 beside 10."""
    shapes = order.str.replace(_DIGIT, "0", regex=True)
    if shapes.empty:
        return
    wrong = order.index[(shapes != shapes.iloc[0]) | ~order.str.match(_YEAR_FIRST)]
    log.problem(
        wrong,
        position,
        "the order of answers cannot be read from " + order[wrong].map(repr),
        "dates that begin with the year, or numbers of one length, in the same form everywhere",
        "name another column in superseded_by, or enter the right value in corrections.yml",
    )


def _cell(
    raw: RawTable, correction: Correction, log: AuditLog, where: str
) -> tuple[int, int] | Problem:
    """Row and position of the cell that a correction means, or what is wrong with it."""
    try:
        position = raw.position(correction.column)
    except InputError as error:
        return replace(error.problems[0], where=where, mend="correct the column's name")
    rows = log.answer_ids.index[log.answer_ids == correction.answer]
    if len(rows) != 1:
        return Problem(
            f"{len(rows)} answers are called {correction.answer!r}",
            where,
            "exactly one answer of the raw file",
            "correct the name of the answer, or remove the correction",
        )
    row = int(rows[0])
    value = raw.cells.loc[row, position]
    if value != correction.expect:
        return Problem(
            f"{raw.place(row, position)} says {value!r}",
            where,
            f"{correction.expect!r}, as the correction says",
            "check whether the correction is still needed, then correct or remove it",
        )
    return row, position
