"""Files that would fill the memory or never end are refused with one clear message.

Each is read by a process that may have 3 GB of addresses: the interpreter and its packages take
half of that before the first byte is read. Files of full size are tried by ``benchmarks/bombs.py``.
"""

from __future__ import annotations

import io
import json
import os
import resource
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from string import ascii_uppercase

import numpy as np
import pandas as pd
import pyarrow as pa
import pyreadstat
import pytest
from pyarrow import parquet

from typfrage.problems import InputError
from typfrage.survey import text_lines
from typfrage.survey.formats import archive, describe_export, spss_process
from typfrage.survey.plain_tables.matrix import read_items

MEMORY = 3 << 30
SECONDS = 60
"""Of the processor."""
READ = """
import json, sys
from pathlib import Path
from typfrage.problems import InputError
from typfrage.survey.formats import describe_export
told = {}
for path in map(Path, sys.argv[1:]):
    try:
        describe_export(path)
        told[path.parent.name] = ""
    except InputError as error:
        told[path.parent.name] = str(error)
print(json.dumps(told))
"""


def _workbook(sheet: bytes, strings: bytes = b"") -> bytes:
    """A workbook with this sheet."""
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    kind = "http://schemas.openxmlformats.org/package/2006/relationships"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as written:
        written.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{relations}"><sheets>'
            '<sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        written.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{kind}"><Relationship Id="r1" Type="{relations}/worksheet" '
            f'Target="worksheets/sheet1.xml"/><Relationship Id="r2" '
            f'Type="{relations}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        )
        written.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{kind}"><Relationship Id="r1" '
            f'Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        head, tail = f'<worksheet xmlns="{main}"><sheetData>'.encode(), b"</sheetData></worksheet>"
        written.writestr("xl/worksheets/sheet1.xml", head + sheet + tail)
        sst = f'<sst xmlns="{main}">'.encode() + strings + b"</sst>"
        written.writestr("xl/sharedStrings.xml", strings if b"DOCTYPE" in strings else sst)
    return stream.getvalue()


def _cells(*places: str) -> bytes:
    return "".join(
        f'<row r="{at.lstrip(ascii_uppercase)}"><c r="{at}" t="str"><v>x</v></c></row>'
        for at in places
    ).encode()


def _parquet_of_repeats() -> bytes:
    """A text of 100 KB in each of 300,000 cells: 30 GB in a file of a few KB."""
    stream = io.BytesIO()
    texts = pa.DictionaryArray.from_arrays(np.zeros(300_000, np.int32), ["x" * 100_000])
    parquet.write_table(pa.table({"a": texts}), stream, compression="zstd")
    return stream.getvalue()


def _parquet_of_zeros() -> bytes:
    """Half a billion zeros in a file of a few KB."""
    stream, zeros = io.BytesIO(), pa.array(np.zeros(2_000_000, np.int8))
    with parquet.ParquetWriter(stream, pa.schema({"a": pa.int8()}), compression="zstd") as writer:
        for _ in range(120):
            writer.write_table(pa.table({"a": zeros}))
    return stream.getvalue()


def _many_strings() -> bytes:
    return b"<si><t>x</t></si>" * 1_000_000


def _nested_archive() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as written:
        written.writestr("inner.xlsx", _workbook(_cells("A1", "A2")))
    return stream.getvalue()


def _billion_laughs() -> bytes:
    names = "".join(f'<!ENTITY l{at} "{f"&l{at - 1};" * 10}">' for at in range(1, 12))
    return f'<!DOCTYPE x [<!ENTITY l0 "lol">{names}]><sst>&l11;</sst>'.encode()


BOMBS: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "100,000 columns": (
        "r.csv",
        lambda: b";".join(b"v%d" % at for at in range(100_000)) + b"\n" + b";" * 99_999 + b"\n",
        "has 100,000 columns",
    ),
    "ten million empty rows": ("r.csv", lambda: b"a;b\n1;2\n" + b"\n" * 10_000_000, "0 cells"),
    "only empty rows": ("r.csv", lambda: b"\n" * 10_000_000, "holds no answer"),
    "rows of delimiters": ("r.csv", lambda: b"a;b\n" + b";" * 15_000_000 + b"\n", "15000001 cells"),
    "one cell of many lines": ("r.csv", lambda: b'a;b\n1;"' + b"x\n" * 9_000_000, "larger than"),
    "rows of many lines": ("r.csv", lambda: b"a;b\n1" + b';"\n"' * 5_000_000, "the row is longer"),
    "two distant cells": (
        "r.xlsx",
        lambda: _workbook(_cells("A1", "XFD1048576")),
        "16,384 columns",
    ),
    "a distant cell": ("r.xlsx", lambda: _workbook(_cells("A1", "A2", "A99999999")), "99,999,999"),
    "a distant column": ("r.xlsx", lambda: _workbook(_cells("A1", "ZZZZ2")), "475,254 columns"),
    "cells without place": (
        "r.xlsx",
        lambda: _workbook(b"<row>" + b"<c><v>1</v></c>" * 99_000),
        "99,000 col",
    ),
    "many strings": ("r.xlsx", lambda: _workbook(_cells("A1"), _many_strings()), "no answer"),
    "billion laughs": ("r.xlsx", lambda: _workbook(_cells("A1"), _billion_laughs()), "r.xlsx: the"),
    "nested archives": ("r.xlsx", _nested_archive, "an archive (ZIP)"),
    "one text for all cells": ("r.parquet", _parquet_of_repeats, "unpacks to 30,000,000,000"),
    "zeros": ("r.parquet", _parquet_of_zeros, "240,000,000 rows"),
}


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What is said of each bomb, by one process of bounded memory."""
    folder, paths = tmp_path_factory.mktemp("bombs"), []
    for name, (file, make, _) in BOMBS.items():
        path = folder / name / file
        path.parent.mkdir()
        path.write_bytes(make())
        paths.append(path)
    done = subprocess.run(
        [sys.executable, "-c", READ, *paths],
        capture_output=True,
        text=True,
        preexec_fn=_limit,
        env={**os.environ, "OMP_NUM_THREADS": "1", "ARROW_DEFAULT_MEMORY_POOL": "system"},
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, str] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_within_its_memory(name: str, told: dict[str, str]) -> None:
    assert BOMBS[name][2] in told[name]
    assert told[name].count("to do: ") >= 1


def test_what_a_workbook_unpacks_to_is_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "r.xlsx").write_bytes(_workbook(b" " * 2_000_000))
    monkeypatch.setattr(archive, "LARGEST", 1_000_000)
    with pytest.raises(InputError, match="unpacks to 2,000,"):
        describe_export(tmp_path / "r.xlsx")


def test_the_length_of_a_line_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "r.csv").write_bytes(b"a;b\n1;" + b"x" * 5_000)
    monkeypatch.setattr(text_lines, "LONGEST_ROW", 1_000)
    with pytest.raises(InputError, match=r"line 2: the line has more than 1,000 bytes"):
        describe_export(tmp_path / "r.csv")
    with pytest.raises(InputError, match="more than 1,000 bytes"):
        read_items(tmp_path / "r.csv", ["a"])


@pytest.mark.parametrize(
    ("limit", "lower", "message"),
    [
        ("MOST_CELLS = 100_000_000", "MOST_CELLS = 9_999", "more than 9,999 cells"),
        ("MOST_BYTES = 8 << 30", "MOST_BYTES = 600 << 20", "memory|reader fails|allocate"),
    ],
)
def test_the_process_that_reads_spss_files_is_bounded(
    limit: str, lower: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a limit that is lower than the true one."""
    path, own = tmp_path / "r.zsav", tmp_path / "reader.py"
    frame = pd.DataFrame({f"v{at}": ["x" * 20_000] * 1_000 for at in range(10)})
    pyreadstat.write_sav(frame, path, compress=True)
    text = Path(spss_process.__file__).read_text(encoding="utf-8")
    assert limit in text
    own.write_text(text.replace(limit, lower), encoding="utf-8")
    monkeypatch.setattr(spss_process, "__file__", str(own))
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "1")
    with pytest.raises(InputError, match=rf"r\.zsav: the SPSS file cannot be read.*({message})"):
        describe_export(path)
