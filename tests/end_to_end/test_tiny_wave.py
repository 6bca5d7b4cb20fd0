"""A tiny wave from raw file to book, then everything that can go wrong on the way.

The tests build on each other in their order: one build is made, and must survive the rest.
"""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import pytest
from pypdf import PdfReader
from tests.project import command, contents, typfrage

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


@pytest.mark.parametrize("blow", [signal.SIGINT, signal.SIGKILL])
def test_an_interrupted_build_loses_nothing(tiny: Path, book: Path, blow: signal.Signals) -> None:
    before = contents(book)
    wave = tiny / "data" / "waves" / "2019" / "wave.yml"
    text = wave.read_text(encoding="utf-8")
    wave.write_text(f"{text}\n# {blow.name}\n", encoding="utf-8")
    process = subprocess.Popen(
        command(*BUILD),
        cwd=tiny,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    while "✓ 01_cleaning" not in process.stdout.readline():
        assert process.poll() is None
    process.send_signal(blow)
    _, errors = process.communicate(timeout=60)

    assert process.returncode != 0
    assert "Traceback" not in errors
    assert contents(book) == before

    done = typfrage(*BUILD, cwd=tiny)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "✓ render" in done.stdout
    assert _published(book) == ["2019", "index.html"]
