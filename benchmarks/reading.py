"""A wide export read and cleaned: 150 columns, in every format.

Run by ``make bench``. Every measurement is a fresh process that reads the file, checks and cleans
it by a codebook of its own, and tells seconds and its largest resident memory. Prints what it
finds, and writes ``reading.md`` beside this file.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow as pa
import pyreadstat
import wide_wave
from pyarrow import csv, parquet
from report import bar, markdown, processor, system
from rich.console import Console

from typfrage.survey.cleaning import clean
from typfrage.survey.reader import read_raw
from typfrage.survey.waves.study import open_study, open_wave

HERE = Path(__file__).parent
MOST_SECONDS, MOST_GIGABYTES = 60, 4
PACKAGES = ("numpy", "pandas", "pyarrow", "python-calamine", "pyreadstat")
MEGA = 10**6
# Columns that the tools write as numbers.
NUMERIC = re.compile(r"[MLN][0-9].*|id|seed|lastpage")


@dataclass(frozen=True)
class Case:
    """A file to read.

    Attributes:
        name: What it is.
        rows: Number of answers.
        file: Its name.
        write: How other software writes it.
    """

    name: str
    rows: int
    file: str
    write: Callable[[pa.Table, Path], object]


@dataclass(frozen=True)
class Taken:
    """What reading and cleaning took; ``peak`` is the largest resident memory in bytes."""

    read: float
    clean: float
    processor: float
    peak: int
    size: int


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a hundredth; writes nothing")
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure(options.measure)))
        return 0
    console = Console(width=120, highlight=False)
    found = []
    for case in CASES:
        rows = case.rows // 100 if options.quick else case.rows
        taken = take(case, rows)
        found.append((case, rows, taken))
        console.print(*line(case, rows, taken), sep="  ")
    if not options.quick:
        (HERE / "reading.md").write_text(report(found), encoding="utf-8")
    return 0


def take(case: Case, rows: int) -> Taken:
    """Write a file, and have it read and cleaned by a fresh process."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / case.file
        case.write(pa.table(wide_wave.answers(rows)), file)
        study = wide_wave.write_study(Path(folder) / "study", file)
        command = [sys.executable, __file__, "--measure", str(study)]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        return Taken(**json.loads(told), size=file.stat().st_size)


def measure(root: Path) -> dict[str, float]:
    """Read and clean the study's wave."""
    study = open_study(root)
    wave = open_wave(study)
    began = time.perf_counter()
    raw = read_raw(wave, study.codebook)
    read = time.perf_counter()
    cleaned = clean(raw, wave, study.codebook)
    ended = time.perf_counter()
    assert len(cleaned.answers) == len(raw.cells)
    return {
        **{"read": read - began, "clean": ended - read},
        **{"processor": time.process_time(), "peak": largest_memory()},
    }


def largest_memory() -> int:
    """Read from Linux what getrusage would tell, without what the parent held; 0 elsewhere."""
    status = Path("/proc/self/status")
    found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text()) if status.exists() else None
    return int(found[1]) * 1024 if found else 0


def report(found: list[tuple[Case, int, Taken]]) -> str:
    largest = found[0][2]
    seconds, gigabytes = largest.read + largest.clean, largest.peak / 2**30
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    what = "1,000,000 answers × 150 columns, CSV, read and cleaned"
    bars = [
        bar(f"{what}: under {MOST_SECONDS} s", f"{seconds:.0f} s", seconds < MOST_SECONDS),
        bar(
            f"{what}: memory under {MOST_GIGABYTES} GB",
            f"{gigabytes:.1f} GB",
            gigabytes < MOST_GIGABYTES,
        ),
    ]
    head = ("file", "answers", "MB", "read", "clean", "processor", "peak MB")
    parts = [
        "# Reading and cleaning",
        f"Written by `make bench` on {date.today():%Y-%m-%d}; `benchmarks/reading.py` says how. "
        "150 columns, mostly codes of one or two characters, a tenth of the answers empty.",
        "## Machine",
        f"{processor()}, {os.cpu_count()} cores, {memory:.0f} GB; {system()}; "
        f"Python {platform.python_version()}, {packages}.",
        "## The bars",
        markdown(("bar", "measured", ""), bars),
        "## All formats",
        "One run each, by a fresh process. Processor: seconds of all cores together, from the "
        "start of Python on. Peak: largest resident memory, interpreter and packages included.",
        markdown(head, [line(case, rows, taken) for case, rows, taken in found]),
    ]
    return "\n\n".join(parts) + "\n"


def line(case: Case, rows: int, taken: Taken) -> tuple[str, ...]:
    seconds = (taken.read, taken.clean, taken.processor)
    return (
        case.name,
        f"{rows:,}",
        f"{taken.size / MEGA:.0f}",
        *(f"{each:.1f} s" for each in seconds),
        f"{taken.peak / 2**20:,.0f}",
    )


def write_csv(table: pa.Table, file: Path, quoting: str = "none") -> None:
    options = csv.WriteOptions(delimiter=";", quoting_style=quoting, quoting_header=quoting)
    csv.write_csv(table, file, options)


def write_quoted(table: pa.Table, file: Path) -> None:
    write_csv(table, file, "all_valid")


def write_workbook(table: pa.Table, file: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("answers")
    sheet.append(table.column_names)
    for row in zip(*(column.to_pylist() for column in typed(table).columns), strict=True):
        sheet.append(row)
    book.save(file)


def write_spss(table: pa.Table, file: Path) -> None:
    pyreadstat.write_sav(typed(table).to_pandas(), file)


def write_parquet(table: pa.Table, file: Path) -> None:
    parquet.write_table(typed(table), file)


def typed(table: pa.Table) -> pa.Table:
    """The same with numbers where the codes are numbers, and nothing where they are empty."""
    columns = {}
    for name, column in zip(table.column_names, table.columns, strict=True):
        series = column.to_pandas().astype("str")
        numeric = NUMERIC.fullmatch(name)
        columns[name] = pd.to_numeric(series).astype("Int64") if numeric else series
    return pa.table(columns)


CASES = (
    Case("CSV", 1_000_000, "wide.csv", write_csv),
    Case("CSV, all cells quoted", 1_000_000, "wide.csv", write_quoted),
    Case("XLSX", 10_000, "wide.xlsx", write_workbook),
    Case("SPSS", 100_000, "wide.sav", write_spss),
    Case("Parquet", 100_000, "wide.parquet", write_parquet),
)


if __name__ == "__main__":
    sys.exit(main())
