"""Which reader an export needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from typfrage.problems import InputError, Problem, one_of
from typfrage.survey.formats.content import refuse_contradiction
from typfrage.survey.formats.delimited_export import read_delimited
from typfrage.survey.formats.export import Declaration, Export
from typfrage.survey.formats.parquet import read_parquet
from typfrage.survey.formats.spss import read_spss
from typfrage.survey.formats.workbook import read_workbook
from typfrage.survey.raw_table import RawTable
from typfrage.survey.waves.source import Format, Source

FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        ".csv": "delimited",
        ".tsv": "delimited",
        ".tab": "delimited",
        ".txt": "delimited",
        ".dat": "delimited",
        ".xlsx": "workbook",
        ".xlsm": "workbook",
        ".sav": "spss",
        ".zsav": "spss",
        ".parquet": "parquet",
    }
)
"""How a file is built, by its suffix."""

_READERS: Mapping[Format, Callable[[Path, Declaration], Export]] = MappingProxyType(
    {
        "delimited": read_delimited,
        "workbook": read_workbook,
        "spss": read_spss,
        "parquet": read_parquet,
    }
)
_DECLARABLE: Mapping[Format, tuple[str, ...]] = MappingProxyType(
    {
        "delimited": ("encoding", "delimiter", "header_rows"),
        "workbook": ("sheet", "header_rows"),
        "spss": ("encoding",),
        "parquet": (),
    }
)


def read_export(path: Path, source: Source) -> RawTable:
    """Read an export as a wave declares it.

    Args:
        path: The file.
        source: How it is written; what is left out is recognised.

    Raises:
        InputError: The file is not what its suffix or the source says, or cannot be read.
    """
    return describe_export(
        path,
        format=source.format,
        sheet=source.sheet,
        encoding=source.encoding,
        delimiter=source.delimiter,
        header_rows=source.header_rows,
    ).table


def describe_export(
    path: Path,
    *,
    format: Format | None = None,
    sheet: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    header_rows: int = 1,
) -> Export:
    """Read an export, and say how it is written.

    Args:
        path: The file.
        format: How it is built; its suffix says so if left out.
        sheet: Name of the sheet of a workbook; needed only where several hold something.
        encoding: Python's name of the encoding of a text file or SPSS file.
        delimiter: One character between the cells of a text file.
        header_rows: Rows above the answers.

    Raises:
        InputError: The file is not what its suffix or the declaration says, or cannot be read.
    """
    found = format or _by_suffix(path)
    declared = Declaration(found, sheet, encoding, delimiter, header_rows)
    refuse_contradiction(path, found)
    if problems := _undeclarable(path, found, declared):
        raise InputError(problems)
    return _READERS[found](path, declared)


def _by_suffix(path: Path) -> Format:
    suffix = path.suffix.lower()
    if suffix in FORMATS:
        return FORMATS[suffix]
    raise InputError(
        Problem(
            f"the suffix {suffix!r} does not say how the file is built",
            path.name,
            one_of(FORMATS),
            f"declare the format ({', '.join(_READERS)}): format under source in wave.yml, "
            "or --format; or export the answers in a format that is read",
        )
    )


def _undeclarable(path: Path, format: Format, declared: Declaration) -> list[Problem]:
    """What is declared though files of this format have no such thing."""
    given = {
        name: value
        for name in ("sheet", "encoding", "delimiter", "header_rows")
        if (value := getattr(declared, name)) != getattr(Declaration(), name)
    }
    return [
        Problem(
            f"{name} is declared as {value!r}, but a file in the format {format!r} has none"
            if name != "header_rows"
            else f"{value} header rows are declared, but a file in the format {format!r} has one",
            path.name,
            f"no {name} under source in wave.yml, or another format",
            f"remove {name}, or correct the format",
        )
        for name, value in given.items()
        if name not in _DECLARABLE[format]
    ]
