"""Which numbers of a table are small counts of municipalities."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.publish.scan.leaky_files import archive

from typfrage.publish.scan.declared import declared_in
from typfrage.publish.scan.microdata import SoughtMicrodata
from typfrage.publish.scan.scanner import Scanner
from typfrage.publish.scan.shapes import Shapes


def _scanner(manifest: Path | None = None, minimum_cases: int | None = None) -> Scanner:
    return Scanner(SoughtMicrodata(), declared_in(manifest, minimum_cases), Shapes((), (), ()))


def _manifest(folder: Path, columns: list[dict[str, Any]] | None) -> Path:
    entry: dict[str, Any] = {"disclosure": {"minimum_cases": 4}, "files": {"tbl-a.csv": "…"}}
    if columns is not None:
        entry["columns"] = columns
    path = folder / "manifest.json"
    path.write_text(json.dumps({"entries": {"tbl-a": entry}}), encoding="utf-8")
    return path


DECLARED = [
    {"key": "type", "label": "Typ", "kind": "text"},
    {"key": "size", "label": "Größe", "kind": "count"},
    {"key": "count", "label": "Anzahl", "kind": "tally"},
]


@pytest.mark.parametrize(("count", "found"), [(0, 0), (1, 1), (4, 1), (5, 0), (14, 0)])
def test_counts_below_the_threshold_are_found(count: int, found: int) -> None:
    table = f"type,count\nA,{count}\n".encode()
    assert len(_scanner().scan_content("tbl-a.csv", table).findings) == found


def test_a_column_that_the_manifest_declares_a_tally_is_exempt(tmp_path: Path) -> None:
    manifest = _manifest(tmp_path, DECLARED)
    report = _scanner(manifest).scan_content("tbl-a.csv", b"type,size,count\nA,3,2\n")

    assert [(one.place, one.certain) for one in report.findings] == [("row 2, column 2", True)]


def test_an_older_manifest_leaves_it_to_the_headings(tmp_path: Path) -> None:
    report = _scanner(_manifest(tmp_path, None)).scan_content("tbl-a.csv", b"size,count\n3,2\n")

    assert [(one.place, one.certain) for one in report.findings] == [("row 2, column 2", False)]


def test_the_threshold_comes_from_the_study_or_from_the_manifest(tmp_path: Path) -> None:
    manifest, table = _manifest(tmp_path, None), b"n\n4\n"

    assert _scanner(manifest).scan_content("tbl-b.csv", table).clean
    assert not _scanner(manifest, 5).scan_content("tbl-b.csv", table).clean
    assert _scanner(manifest, 1).scan_content("tbl-b.csv", b"n\n1\n").clean


def test_tables_of_pages_workbooks_and_archives_are_held_to_the_same(tmp_path: Path) -> None:
    scanner = _scanner(_manifest(tmp_path, DECLARED))
    page = (
        b"<table><thead><tr><th>Typ<th>Gr\xc3\xb6\xc3\x9fe<tbody><tr><td>A</td><td>3</td></table>"
    )

    assert len(scanner.scan_content("page.html", page).findings) == 1
    zipped = archive({"tables/tbl-a.csv": b"type,size,count\nA,3,2\n"})
    assert len(scanner.scan_content("bundle.zip", zipped).findings) == 1


@pytest.mark.parametrize("text", ["3 Kommunen", "n=2", "N = 4", "vier Landkreise", "three towns"])
def test_small_counts_in_words_are_found(text: str) -> None:
    assert len(_scanner().scan_content("a.md", f"Es waren {text}.".encode()).findings) == 1


@pytest.mark.parametrize(
    "text",
    [
        *("13 Kommunen", "1.003 Kommunen", "0,3 Kommunen", "3 % Kommunen", "n = 3,5", "n = 31"),
        *("zwei Kommunen", "eine Kommune", "vier Typen", "3 Fragen", "2 von 4", "fünf Kommunen"),
        *("2\u20133 Kommunenberatungen", "−3 Landkreis"),
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert _scanner().scan_content("a.md", f"Es waren {text}.".encode()).clean


def test_programs_may_count(tmp_path: Path) -> None:
    page = b"<script>var n = 3;</script><style>/* 3 Kommunen */</style>"
    assert _scanner().scan_content("page.html", page).clean


def test_what_stands_side_by_side_in_a_pdf_is_not_certain() -> None:
    import typst

    content = typst.compile(b"7 Anteil 3 Kommunen")
    assert [one.certain for one in _scanner().scan_content("a.pdf", content).findings] == [False]


@pytest.mark.parametrize("content", ["", "[]", '{"entries": 3}', '{"entries": {"a": 3}}'])
def test_a_broken_manifest_declares_nothing(tmp_path: Path, content: str) -> None:
    path = tmp_path / "manifest.json"
    path.write_text(content)
    assert declared_in(path) == declared_in(None)
