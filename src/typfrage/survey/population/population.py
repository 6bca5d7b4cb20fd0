"""The files that count Germany's municipalities by Land and KGSt size class, read and checked."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from typfrage.problems import InputError, Problem, one_of
from typfrage.survey.plain_tables.delimited import Delimited, open_delimited

GEMEINDEN_FILE = "gemeinden_by_land_and_kgst_class.csv"
KREISE_FILE = "kreise_by_land_and_kgst_class.csv"
GEMEINDEN_COLUMNS = ("1", "2", "3", "4", "5", "6", "7")
KREISE_COLUMNS = ("K1_gt250k", "K2_150_250k", "K3_lt150k")
FREE_CITIES_COLUMN = "kreisfreie_staedte"
LAENDER = {
    **{"SH": "01", "HH": "02", "NI": "03", "HB": "04", "NW": "05", "HE": "06", "RP": "07"},
    **{"BW": "08", "BY": "09", "SL": "10", "BE": "11", "BB": "12", "MV": "13", "SN": "14"},
    **{"ST": "15", "TH": "16"},
}
"""The first two digits of the official municipality key (AGS) by the Land's abbreviation."""

_COUNT = re.compile(r"\d{1,9}", re.ASCII)


@dataclass(frozen=True)
class Population:
    """Counts of municipalities as the files hold them.

    Attributes:
        gemeinden: (Länder × 8) Gemeinden, kreisfreie Städte among them, by abbreviation of the Land
            and by column of the file: seven size classes and their ``sum``.
        kreise: (Länder × 5) Landkreise by size class, their sum ``kreise``, and
            ``kreisfreie_staedte``.
    """

    gemeinden: pd.DataFrame
    kreise: pd.DataFrame


def read_population(folder: Path) -> Population | None:
    """Read the counts of Gemeinden and Kreise.

    Args:
        folder: Holds the two files of counts.

    Returns:
        The counts; ``None`` where the folder has neither file.

    Raises:
        InputError: One of the files is missing; a Land is unknown, listed twice or in one of the
            files only; a count is no whole number from 0; a sum is not that of its row. All
            problems are listed.
    """
    shapes = {
        GEMEINDEN_FILE: ((*GEMEINDEN_COLUMNS, "sum"), GEMEINDEN_COLUMNS),
        KREISE_FILE: ((*KREISE_COLUMNS, "kreise", FREE_CITIES_COLUMN), KREISE_COLUMNS),
    }
    missing = [folder / name for name in shapes if not (folder / name).exists()]
    if len(missing) == len(shapes):
        return None
    problems = [_absent(path) for path in missing]
    tables = {}
    for name, (columns, parts) in shapes.items():
        if folder / name not in missing:
            tables[name] = _read(folder / name, columns, parts, problems)
    if not problems:
        problems += _contradictions(folder, tables[GEMEINDEN_FILE], tables[KREISE_FILE])
    if problems:
        raise InputError(problems)
    return Population(tables[GEMEINDEN_FILE], tables[KREISE_FILE])


def _absent(path: Path) -> Problem:
    return Problem(
        "the file is missing",
        str(path),
        f"{GEMEINDEN_FILE} and {KREISE_FILE}, or neither",
        "add it; a study without a frame of municipalities has neither file",
    )


def _read(
    path: Path, columns: tuple[str, ...], parts: tuple[str, ...], problems: list[Problem]
) -> pd.DataFrame:
    """Counts by Land; what is wrong goes to the problems."""
    counts: dict[str, list[int]] = {}
    try:
        file = open_delimited(path, ("land", *columns), ",")
        for number, cells in file.rows():
            place = f"{path}, row {number}"
            flaws = _flaws_of_row(file, cells, place, columns, set(counts))
            problems += flaws
            if not flaws:
                land, *values = (cells[at].strip() for at in file.places)
                counts[land] = [int(value) for value in values]
                problems += _wrong_sum(counts[land], len(parts), place, columns)
    except InputError as error:
        problems += error.problems
    except csv.Error as error:
        expected = "every quote closed"
        problems.append(Problem(f"not readable: {error}", str(path), expected, "restore the file"))
    return pd.DataFrame.from_dict(counts, orient="index", columns=list(columns))


def _flaws_of_row(
    file: Delimited, cells: list[str], place: str, columns: tuple[str, ...], seen: set[str]
) -> list[Problem]:
    if len(cells) != len(file.header):
        expected = f"{len(file.header)}, as in the header"
        return [Problem(f"{len(cells)} cells", place, expected, "mend the row")]
    land, *values = (cells[at].strip() for at in file.places)
    problems = []
    if land not in LAENDER:
        mend = "use the Land's abbreviation"
        problems.append(Problem(f"unknown Land {land!r}", place, one_of(LAENDER), mend))
    elif land in seen:
        problems.append(Problem(f"{land} again", place, "every Land once", "remove a row"))
    return problems + [
        Problem(
            f"{value!r} is no count",
            f'{place}, column "{column}"',
            "a whole number from 0, in digits alone",
            "correct the cell; 0 where there is no such municipality",
        )
        for column, value in zip(columns, values, strict=True)
        if not _COUNT.fullmatch(value)
    ]


def _wrong_sum(
    values: list[int], parts: int, place: str, columns: tuple[str, ...]
) -> list[Problem]:
    """The sum stands in the column after those that it adds up."""
    total, summed = values[parts], sum(values[:parts])
    if total == summed:
        return []
    where = f'{place}, column "{columns[parts]}"'
    what = f"the sum is {total}, the counts add up to {summed}"
    return [Problem(what, where, str(summed), "correct the counts or their sum")]


def _contradictions(folder: Path, gemeinden: pd.DataFrame, kreise: pd.DataFrame) -> list[Problem]:
    """What the one file says against the other."""
    problems = [
        Problem(
            f"there is no row for {land}, which the other file has",
            str(folder / name),
            "the same Länder in both files",
            "add the row, or remove it there",
        )
        for name, table, other in (
            (GEMEINDEN_FILE, gemeinden, kreise),
            (KREISE_FILE, kreise, gemeinden),
        )
        for land in other.index.difference(table.index, sort=False)
    ]
    for land in kreise.index.intersection(gemeinden.index, sort=False):
        free, all_of_them = kreise.loc[land, FREE_CITIES_COLUMN], gemeinden.loc[land, "sum"]
        if free > all_of_them:
            what = f"{land} has {free} kreisfreie Städte among {all_of_them} Gemeinden"
            where = f"{folder / KREISE_FILE}"
            problems.append(Problem(what, where, f"at most {all_of_them}", "correct one of them"))
    return problems
