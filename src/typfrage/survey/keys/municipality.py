"""What an answer says of its municipality beside the key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from typfrage.problems import InputError, Problem
from typfrage.survey.answer_cells import AnswerCells
from typfrage.survey.population.frame import ARTEN, KIND
from typfrage.survey.questionnaire.codebook import Codebook, SingleItem
from typfrage.survey.raw_table import RawTable
from typfrage.survey.waves.source import ColumnRef, ItemColumns
from typfrage.survey.waves.study import Wave


@dataclass(frozen=True)
class AboutTheMunicipality:
    """What an answer says of its municipality beside the key.

    Attributes:
        land: (answers,) code of the Land that was answered, empty where it was not answered;
            ``None`` where it was not asked.
        kind: (answers,) one of :data:`typfrage.survey.population.frame.ARTEN`, empty where it was
            not answered; ``None`` where it was not asked.
        gebietsstand: Day whose keys the wave uses.
    """

    land: pd.Series | None
    kind: pd.Series | None
    gebietsstand: date


def about_the_municipality(
    cells: AnswerCells, raw: RawTable, wave: Wave, codebook: Codebook
) -> AboutTheMunicipality:
    """Return what the answers say of their municipalities.

    Args:
        cells: (answers × columns) text of the answers that are not screened out.
        raw: The raw file.
        wave: Column map and Gebietsstand.
        codebook: The questionnaire.
    """
    return AboutTheMunicipality(
        _partner(cells, raw, wave, codebook),
        _kind(cells, raw, wave, codebook),
        wave.file.gebietsstand,
    )


def only_column(where: ItemColumns) -> ColumnRef:
    """Return the one column of an item.

    Raises:
        InputError: It stands in several columns.
    """
    if where.column is None:
        raise InputError(
            Problem(
                "the key, or the item that it agrees with, stands in several columns",
                "wave.yml, columns",
                "column, for each of both",
                "name the one column that holds the code",
            )
        )
    return where.column


def _partner(cells: AnswerCells, raw: RawTable, wave: Wave, codebook: Codebook) -> pd.Series | None:
    """(answers,) code of the option that the key must agree with; empty where none was chosen."""
    name = codebook.key.agrees_with
    if name is None or name not in wave.file.columns:
        return None
    codes = _codes(cells, raw, wave, name)
    item = codebook.item(name)
    assert isinstance(item, SingleItem)
    return codes.where(codes.isin([option.code for option in item.options]), "")


def _kind(cells: AnswerCells, raw: RawTable, wave: Wave, codebook: Codebook) -> pd.Series | None:
    """(answers,) what kind of municipality answered; empty where that was not answered."""
    item = next((one for one in codebook.items if one.id == KIND), None)
    where = wave.file.columns.get(KIND)
    if not isinstance(item, SingleItem) or where is None or where.column is None:
        return None
    kinds = {option.code: option.id for option in item.options if option.id in ARTEN}
    return _codes(cells, raw, wave, KIND).map(kinds).fillna("").astype("str")


def _codes(cells: AnswerCells, raw: RawTable, wave: Wave, name: str) -> pd.Series:
    """(answers,) codes of an item in the raw file, as the codebook has them."""
    where = wave.file.columns[name]
    codes = cells[raw.position(only_column(where))].str.strip()
    return codes.replace(where.recode) if where.recode else codes
