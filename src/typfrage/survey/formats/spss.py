"""Exports as SPSS files."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd

from typfrage.problems import InputError, Problem
from typfrage.survey.formats.columns import raw_table
from typfrage.survey.formats.export import Declaration, Export
from typfrage.survey.formats.header import no_answer
from typfrage.survey.formats.spss_variable import Variable, describe, is_missing, write


def read_spss(path: Path, declared: Declaration) -> Export:
    """Read an SPSS file: codes as they are, those of missing answers too; system-missing is empty.

    Args:
        path: The file.
        declared: Its encoding, where the file itself does not say it rightly.

    Raises:
        InputError: pyreadstat is not installed; the file is damaged, not in the encoding that it
            says or that is declared, or holds no answer.
    """
    pyreadstat = _pyreadstat(path)
    known, _ = _parsed(pyreadstat, path, declared.encoding, user_missing=False)
    blank = {name: known[name].isna().to_numpy() for name in known}
    del known
    cells, meta = _parsed(pyreadstat, path, declared.encoding, user_missing=True)
    if not len(cells) or not len(cells.columns):
        raise InputError(no_answer(path.name))
    columns, described = [], []
    for name in meta.column_names:
        variable, values = _variable(meta, name), cells.pop(name)
        _check_missing(variable, values, blank.pop(name))
        columns.append(write(variable, values))
        described.append(describe(variable, values))
    table = raw_table(
        columns, meta.column_names, path.name, first=1, unit="case", described=tuple(described)
    )
    says = "as the SPSS file says" if meta.file_encoding else ""
    found = "declared" if declared.encoding else says
    return Export(table, "spss", encoding=meta.file_encoding, encoding_found=found)


def _pyreadstat(path: Path) -> ModuleType:
    try:
        import pyreadstat
    except ImportError:
        raise InputError(
            Problem(
                "reading SPSS files needs the package pyreadstat, which is not installed",
                path.name,
                "pyreadstat, of the extra 'spss'",
                'pip install "typfrage[spss]", or export the answers as CSV, .xlsx or Parquet',
            )
        ) from None
    module: ModuleType = pyreadstat
    return module


def _parsed(
    pyreadstat: ModuleType, path: Path, encoding: str | None, *, user_missing: bool
) -> tuple[pd.DataFrame, Any]:
    try:
        cells, meta = pyreadstat.read_sav(
            path,
            encoding=encoding,
            user_missing=user_missing,
            disable_datetime_conversion=True,
        )
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, UnicodeError) as error:
        raise InputError(_unreadable(path, encoding, error)) from None
    return cells, meta


def _variable(meta: Any, name: str) -> Variable:
    return Variable(
        name=name,
        format=meta.original_variable_types[name],
        label=meta.column_names_to_labels[name] or "",
        values=meta.variable_value_labels.get(name, {}),
        missing=tuple((each["lo"], each["hi"]) for each in meta.missing_ranges.get(name, ())),
    )


def _check_missing(variable: Variable, values: pd.Series, blank: np.ndarray) -> None:
    """Check by a second reading that exactly the declared codes stand for empty answers."""
    expected = values.isna().to_numpy() | is_missing(variable, values)
    if not np.array_equal(expected, blank):
        raise RuntimeError(f"the missing values of {variable.name!r} are read in two ways")


def _unreadable(path: Path, encoding: str | None, error: Exception) -> Problem:
    what = f"the SPSS file cannot be read: {error}"
    if "character" in str(error) or "encoding" in str(error) or isinstance(error, UnicodeError):
        return Problem(
            what,
            path.name,
            "text in the encoding that the file says"
            if encoding is None
            else f"text in the encoding {encoding!r} that is declared",
            "declare the true encoding (source.encoding in wave.yml, --encoding), e.g. cp1252, "
            "or save the file as Unicode in SPSS",
        )
    return Problem(
        what,
        path.name,
        "a whole SPSS file (.sav, .zsav) without password",
        "export or copy it again",
    )
