"""Exports as SPSS files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from threading import Timer
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from typfrage.problems import Cell, InputError, Problem
from typfrage.survey.formats import spss_process
from typfrage.survey.formats.columns import raw_table
from typfrage.survey.formats.export import Declaration, Export
from typfrage.survey.formats.header import no_answer
from typfrage.survey.formats.spss_process import BLANK, VALUES
from typfrage.survey.formats.spss_variable import Variable, describe, is_missing, write
from typfrage.survey.ordinary_files import size_of

_SECONDS, _BYTES_A_SECOND = 300, 200_000
"""How long a file may take; a hundredth of it is usual."""
_CRASHED = {"error": "its reader fails, runs out of memory, or does not come to an end"}


def read_spss(path: Path, declared: Declaration) -> Export:
    """Read an SPSS file: codes as they are, those of missing answers too; system-missing is empty.

    Args:
        path: The file.
        declared: Its encoding, where the file itself does not say it rightly.

    Raises:
        InputError: pyreadstat is not installed; the file is damaged, not in the encoding that it
            says or that is declared, or holds no answer.
    """
    _require_pyreadstat(path)
    about, cells = _taken_apart(path, declared.encoding)
    variables = [_variable(each) for each in about["variables"]]
    if not len(cells) or not variables:
        raise InputError(no_answer(path.name))
    columns, described = [], []
    for at, variable in enumerate(variables):
        values = cells[f"{VALUES}{at}"].to_pandas()
        _check_missing(path, variable, values, cells[f"{BLANK}{at}"].to_numpy())
        try:
            columns.append(write(variable, values))
        except (OverflowError, ValueError):
            raise InputError(_no_date(path, variable)) from None
        described.append(describe(variable, values))
    names = [variable.name for variable in variables]
    table = raw_table(columns, names, path.name, first=1, unit="case", described=tuple(described))
    says = "as the SPSS file says" if about["encoding"] else ""
    found = "declared" if declared.encoding else says
    return Export(table, "spss", encoding=about["encoding"], encoding_found=found)


def _require_pyreadstat(path: Path) -> None:
    try:
        import pyreadstat  # noqa: F401
    except ImportError:
        raise InputError(
            Problem(
                "reading SPSS files needs the package pyreadstat, which is not installed",
                path.name,
                "pyreadstat, of the extra 'spss'",
                'pip install "typfrage[spss]", or export the answers as CSV, .xlsx or Parquet',
            )
        ) from None


def _taken_apart(path: Path, encoding: str | None) -> tuple[dict[str, Any], pa.Table]:
    """What the file says of its variables, and its cells, read by a process of its own."""
    # -P: what lies in the current folder is no module. The file itself: the package takes a second.
    words = [sys.executable, "-P", spss_process.__file__, str(path.absolute()), encoding or ""]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    seconds = _SECONDS + size_of(path, path.name) / _BYTES_A_SECOND
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    ) as process:
        assert process.stdout is not None
        watch = Timer(seconds, process.kill)
        watch.start()
        try:
            about = json.loads(process.stdout.readline())
            if "error" in about:
                raise InputError(_unreadable(path, encoding, about))
            cells = pa.ipc.open_stream(process.stdout).read_all()
        except (ValueError, pa.ArrowException, OSError):
            raise InputError(_unreadable(path, encoding, _CRASHED)) from None
        finally:
            watch.cancel()
            process.kill()
    return about, cells


def _variable(about: Mapping[str, Any]) -> Variable:
    return Variable(
        name=about["name"],
        format=about["format"],
        label=about["label"],
        values=dict(about["values"]),
        missing=tuple((low, high) for low, high in about["missing"]),
    )


def _check_missing(path: Path, variable: Variable, values: pd.Series, blank: np.ndarray) -> None:
    """Check by a second reading that exactly the declared codes stand for empty answers."""
    expected = values.isna().to_numpy() | is_missing(variable, values)
    if not np.array_equal(expected, blank):
        what = f"the missing values of {variable.name!r} are read in two ways"
        raise InputError(_unreadable(path, None, {"error": what}))


def _unreadable(path: Path, encoding: str | None, about: Mapping[str, Any]) -> Problem:
    error = about["error"]
    what = f"the SPSS file cannot be read: {error}"
    if "character" in error or "encoding" in error or about.get("of_text"):
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


def _no_date(path: Path, variable: Variable) -> Problem:
    return Problem(
        f"the variable {variable.name!r} holds a number that is no date",
        f'{path.name}, column "{variable.name}"',
        "dates and times from the year 1 to 9999",
        "correct the cell in SPSS, or give the variable a format of numbers",
        Cell(path.name, column=variable.name),
    )
