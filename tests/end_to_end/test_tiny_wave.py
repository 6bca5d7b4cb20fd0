"""A tiny wave from raw file to book, then everything that can go wrong on the way.

The tests build on each other in their order: one build is made, and must survive the rest.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from pypdf import PdfReader
from tests.project import BLOW, ROOT, command, contents, typfrage

pytestmark = pytest.mark.end_to_end

BUILD = ("build", "2019", "--renderer", "embedded")


@pytest.fixture(scope="module")
def book(tiny: Path) -> Path:
    done = typfrage(*BUILD, cwd=tiny)
    assert done.returncode == 0, done.stdout + done.stderr
    return tiny / "_book" / "2019"


def _published(book: Path) -> list[str]:
    return sorted(path.name for path in book.parent.iterdir())


def test_the_tiny_wave_becomes_a_book(book: Path) -> None:
    assert "60 Kommunen" in (book / "chapters" / "zusammenfassung.html").read_text("utf-8")
    assert "60 Kommunen" in " ".join(
        " ".join(page.extract_text().split()) for page in PdfReader(next(book.glob("*.pdf"))).pages
    )


def test_a_second_build_has_nothing_to_do(tiny: Path, book: Path) -> None:
    before = contents(book)
    done = typfrage(*BUILD, cwd=tiny)

    assert done.returncode == 0
    assert "✓" not in done.stdout
    assert "unchanged: 01_cleaning" in done.stdout
    assert contents(book) == before


def test_explain_names_what_changed(tiny: Path, book: Path) -> None:
    chapter = tiny / "chapters" / "grenzen.qmd"
    text = chapter.read_text(encoding="utf-8")
    chapter.write_text(text + "\nEin Satz mehr.\n", encoding="utf-8")
    try:
        done = typfrage("explain", "2019", cwd=tiny)
    finally:
        chapter.write_text(text, encoding="utf-8")

    assert "01_cleaning – up to date" in done.stdout
    assert "chapters changed" in done.stdout


def test_a_broken_chapter_leaves_the_last_publication_in_place(tiny: Path, book: Path) -> None:
    before = contents(book)
    chapter = tiny / "chapters" / "grenzen.qmd"
    text = chapter.read_text(encoding="utf-8")
    chapter.write_text(text + "\nSiehe @sec-nirgends.\n", encoding="utf-8")
    try:
        done = typfrage(*BUILD, cwd=tiny)
    finally:
        chapter.write_text(text, encoding="utf-8")

    assert done.returncode == 2
    assert "Traceback" not in done.stdout + done.stderr
    assert "chapters/grenzen.qmd, line" in done.stderr
    assert "sec-nirgends" in done.stderr
    assert contents(book) == before
    assert _published(book) == ["2019", "index.html"]


def test_a_leaking_chapter_is_refused_and_kept_for_the_team(tiny: Path, book: Path) -> None:
    before = contents(book)
    answers = pd.read_parquet(tiny / "_work" / "2019" / "clean" / "answers.parquet")
    key = str(answers.index[0])
    chapter = tiny / "chapters" / "grenzen.qmd"
    text = chapter.read_text(encoding="utf-8")
    chapter.write_text(f"{text}\nGemeint ist {key}.\n", encoding="utf-8")
    try:
        done = typfrage("render", "2019", "--renderer", "embedded", cwd=tiny)
    finally:
        chapter.write_text(text, encoding="utf-8")

    assert done.returncode == 1
    assert key not in done.stdout + done.stderr
    assert "key: chapters/grenzen.html, line" in done.stderr
    assert re.search(r"key: [\w-]+\.pdf, page", done.stderr)
    assert "key: site/search-index.js" in done.stderr
    assert contents(book) == before
    assert _published(book) == ["2019", "index.html"]
    refused = tiny / "_work" / "2019" / "refused" / "chapters" / "grenzen.html"
    assert key in refused.read_text(encoding="utf-8")


def test_bad_input_is_told_at_once_and_changes_nothing(tiny: Path, book: Path) -> None:
    before = contents(book)
    wave = tiny / "data" / "waves" / "2019" / "wave.yml"
    text = wave.read_text(encoding="utf-8")
    broken = text.replace("k_range: [2, 4]", "k_range: [4, 2]").replace("S1", "S99")
    wave.write_text(broken.replace("contacted:", "kontaktiert:"), encoding="utf-8")
    try:
        done = typfrage(*BUILD, cwd=tiny)
    finally:
        wave.write_text(text, encoding="utf-8")

    assert done.returncode == 2
    assert "Traceback" not in done.stdout + done.stderr
    for fragment in ("kontaktiert", "contacted", "k_range", "wave.yml, line"):
        assert fragment in done.stderr
    assert contents(book) == before


@pytest.mark.parametrize("file", ["typology.yml", "indicators.yml"])
def test_a_lost_file_that_chapters_rest_on_is_told_before_anything_runs(
    tiny: Path, book: Path, file: str
) -> None:
    before = contents(book)
    path = tiny / "data" / file
    text = path.read_bytes()
    path.unlink()
    try:
        done = typfrage(*BUILD, cwd=tiny)
    finally:
        path.write_bytes(text)

    assert done.returncode == 2
    assert "…" not in done.stdout
    assert f"data/{file}" in done.stderr
    assert contents(book) == before


@pytest.mark.parametrize(
    ("blow", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)]
)
def test_an_interrupted_notebook_loses_nothing(
    tiny: Path, book: Path, blow: signal.Signals, code: int
) -> None:
    """The notebook itself strikes the build."""
    before = contents(book)
    _add_a_blow(tiny / "analysis" / "07_typ_check.ipynb", blow.name.lower())
    struck = typfrage(*BUILD, cwd=tiny, BLOW=str(int(blow)))

    assert struck.returncode == code
    assert "Traceback" not in struck.stderr
    assert contents(book) == before

    done = typfrage(*BUILD, cwd=tiny)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "✓ 07_typ_check" in done.stdout
    assert "unchanged: 01_cleaning" in done.stdout
    assert _published(book) == ["2019", "index.html"]
    assert not list(tiny.glob("kernel*"))


def test_a_book_that_is_killed_stays_whole_or_is_brought_back(tiny: Path, book: Path) -> None:
    """All steps of a swap are struck in `tests/publish/test_publication_killed.py`."""
    before = contents(book)
    chapter = tiny / "chapters" / "grenzen.qmd"
    text = chapter.read_text(encoding="utf-8")
    chapter.write_text(f"{text}\nEin Satz mehr.\n", encoding="utf-8")

    _killed_before(tiny, "open", 50)
    assert contents(book) == before

    _killed_before(tiny, "os.rename", 1)
    assert not book.exists()
    scanned = typfrage("scan", "_book/2019", cwd=tiny)
    assert scanned.returncode == 0, scanned.stdout + scanned.stderr
    assert contents(book) == before
    assert _published(book) == ["2019", "index.html"]

    _killed_before(tiny, "os.rename", 2)
    assert "Ein Satz mehr" in (book / "chapters" / "grenzen.html").read_text(encoding="utf-8")
    chapter.write_text(text, encoding="utf-8")

    done = typfrage(*BUILD, cwd=tiny)

    assert done.returncode == 0, done.stdout + done.stderr
    assert contents(book) == before
    assert _published(book) == ["2019", "index.html"]


FULL = """
cp -a _book "$1" && mount -t tmpfs -o size=$(($(du -sk _book | cut -f1) + 512))k tmpfs _book &&
cp -a "$1/." _book && shift && "$@"; code=$?; diff -r "$KEPT" _book || exit 99; exit $code
"""
READ_ONLY = """
cp -a _book "$1" && mount --bind _book _book && mount -o remount,bind,ro _book &&
shift && "$@"; code=$?; diff -r "$KEPT" _book || exit 99; exit $code
"""


@pytest.mark.parametrize(
    ("script", "told"),
    [(FULL, "No space left on device"), (READ_ONLY, "Read-only file system")],
    ids=["full disk", "read-only"],
)
def test_a_disk_that_takes_nothing_is_told_and_loses_nothing(
    tiny: Path, book: Path, tmp_path: Path, script: str, told: str
) -> None:
    unshare = ("unshare", "--mount", "--map-root-user")
    if subprocess.run([*unshare, "true"], capture_output=True, check=False).returncode:
        pytest.skip("mounting is not allowed here")
    kept = str(tmp_path / "kept")
    done = subprocess.run(
        [*unshare, "sh", "-c", script, "sh", kept, *command("render", *BUILD[1:])],
        cwd=tiny,
        env={**os.environ, "KEPT": kept, "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1, done.stdout + done.stderr
    assert told in done.stderr
    assert "to do: correct the permissions, or free space" in done.stderr
    assert "Traceback" not in done.stderr


def _add_a_blow(notebook: Path, name: str) -> None:
    content = nbformat.read(notebook, as_version=4)
    content.cells.append(nbformat.v4.new_code_cell(f"#| label: {name}\n{BLOW}", id=name))
    nbformat.write(content, notebook)


def _killed_before(root: Path, kind: str, number: int) -> None:
    """Kill a build before the step of that kind and number in the folder of publications."""
    words = ("-m", "tests.blows", "_book", str(number), kind, *BUILD)
    done = subprocess.run(
        [sys.executable, *words],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL, done.stdout + done.stderr
