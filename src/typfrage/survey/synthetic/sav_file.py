"""The raw file of a synthetic wave as an SPSS file with labels and user-missing values."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pandas as pd

from typfrage.problems import InputError, Problem
from typfrage.survey.questionnaire.codebook import (
    ClosedItem,
    Codebook,
    Item,
    MissingReason,
    MultipleItem,
)
from typfrage.survey.synthetic.efs_table import (
    FINISHED,
    NUMBER,
    SUSPENDED,
    TICKED,
    UNTICKED,
    efs_signs,
)
from typfrage.survey.synthetic.export_parameters import SpssExport

CREATED = slice(92, 109)
"""Bytes of the header that hold day and time of writing, as in "31 May 2417:00:00".

Source: PSPP, System File Format, https://www.gnu.org/software/pspp/pspp-dev/html_node/
System-File-Format.html (64 + 7 × 4 bytes stand before ``creation_date``).
"""
MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec"
NOT_ASKED, NO_ANSWER = "Nicht gestellt", "Keine Angabe"
DATES = ("datetime", "date_of_last_access")
"""Columns that SPSS keeps as moments."""
WHOLE = "F8.0"


@dataclass(frozen=True)
class _Variable:
    """What the file says of a column.

    Attributes:
        label: The question, and the option of a multiple choice.
        values: Label of each code; none for text.
        missing: Codes that stand for an empty answer.
    """

    label: str
    values: dict[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()


def write_sav(table: pd.DataFrame, codebook: Codebook, export: SpssExport, day: date) -> bytes:
    """Write a table as SPSS file; the same table gives the same bytes.

    The header holds the moment of writing, which is replaced by the given day.

    Args:
        table: (answers × columns) text as from :func:`efs_table`.
        codebook: The questionnaire, for labels.
        export: The export's names and codes.
        day: Day on which the file is said to be written.

    Raises:
        InputError: The library that writes SPSS files is not installed.
    """
    try:
        import pyreadstat
    except ImportError:
        raise InputError(
            Problem(
                "SPSS files cannot be written",
                "synthesis.yml, export.format",
                "the Python package pyreadstat",
                'install it: pip install "typfrage[spss]"',
            )
        ) from None
    variables = dict(_variables(codebook, export))
    coded = [name for name, one in variables.items() if one.values]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / export.file
        pyreadstat.write_sav(
            _typed(table, [NUMBER, "lastpage", "duration", *coded]),
            path,
            file_label=export.label,
            column_labels={name: one.label for name, one in variables.items()},
            row_compress=True,
            variable_value_labels={name: _by_number(variables[name].values) for name in coded},
            missing_ranges={
                name: [float(code) for code in one.missing]
                for name, one in variables.items()
                if one.missing
            },
            variable_measure=dict.fromkeys(coded, "nominal"),
            variable_format=dict.fromkeys([NUMBER, "lastpage", "duration", *coded], WHOLE),
        )
        written = bytearray(path.read_bytes())
    month = MONTHS[3 * (day.month - 1) : 3 * day.month]
    written[CREATED] = f"{day.day:02d} {month} {day.year % 100:02d}00:00:00".encode()
    return bytes(written)


def _by_number(labels: dict[str, str]) -> dict[float, str]:
    return {float(code): label for code, label in labels.items()}


def _typed(table: pd.DataFrame, numbers: list[str]) -> pd.DataFrame:
    """The table with numbers, moments and text as SPSS keeps them apart."""
    columns = {
        name: pd.to_datetime(table[name])
        if name in DATES
        else table[name].astype(float)
        if name in numbers
        else table[name].astype(object)
        for name in table
    }
    return pd.DataFrame(columns).reset_index(drop=True)


def _variables(codebook: Codebook, export: SpssExport) -> Iterator[tuple[str, _Variable]]:
    yield "dispcode", _Variable("Status", {FINISHED: "Beendet", SUSPENDED: "Unterbrochen"})
    columns = efs_signs(codebook, export).columns
    for item in codebook.items:
        wording = codebook.label(item.wording)
        if isinstance(item, MultipleItem):
            values = {UNTICKED: "Nicht gewählt", TICKED: "Gewählt", export.not_shown: NOT_ASKED}
            for option in item.options:
                label = f"{codebook.label(option.label)} | {wording}"
                yield columns[option.id], _Variable(label, values, (export.not_shown,))
        elif isinstance(item, ClosedItem):
            empty = _empty_codes(item, codebook, export)
            places = enumerate(item.options, start=1)
            values = {str(at): codebook.label(option.label) for at, option in places}
            yield columns[item.id], _Variable(wording, values | empty, tuple(empty))
        else:
            yield columns[item.id], _Variable(wording)


def _empty_codes(item: Item, codebook: Codebook, export: SpssExport) -> dict[str, str]:
    """Label of each code of a question that stands for an empty answer."""
    labels = {export.not_shown: NOT_ASKED, export.not_answered: NO_ANSWER}
    for one in item.missing:
        if one.reason is MissingReason.DONT_KNOW:
            labels[export.dont_know] = codebook.label(one.label)
    return labels
