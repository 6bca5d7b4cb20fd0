"""The shipped cases come out of the shipped waves as they say, types and all."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.book.conftest import Built
from tests.project import ROOT, typfrage

pytestmark = [pytest.mark.book, pytest.mark.end_to_end]

CASES = {"2019": ROOT / "docs" / "cases-2019.yml", "2024": ROOT / "tests/review/cases/2024.yml"}


def test_every_case_comes_out_as_it_says(either: Built) -> None:
    done = typfrage("assure", CASES[either.wave], cwd=either.root)

    assert done.returncode == 0, done.stdout + done.stderr
    said = CASES[either.wave].read_text(encoding="utf-8").count("  - case: ")
    lines = done.stdout.splitlines()
    assert len(lines) == said >= 5
    assert all(line.startswith("✓ ") and line.endswith(" as expected") for line in lines)


def test_a_wrong_expectation_is_told_with_what_came_instead(built: Built, tmp_path: Path) -> None:
    text = CASES["2019"].read_text(encoding="utf-8")
    changed = text.replace("certainty: 0.35", "certainty: 0.50").replace(
        "fim_hilfreich: not_asked", "fim_hilfreich: dont_know"
    )
    path = tmp_path / "cases.yml"
    path.write_text(changed, encoding="utf-8")

    done = typfrage("assure", path, cwd=built.root)

    assert done.returncode == 1, done.stderr
    assert "  certainty: expected 0.5, got 0.35\n" in done.stdout
    assert "  fim_hilfreich: expected missing: dont_know, got missing: not_asked\n" in done.stdout
    assert done.stdout.count("✗ ") == 2
    assert done.stdout.endswith("Not as expected: 2 of 11\n")


def test_a_broken_file_ends_with_code_2(built: Built, tmp_path: Path) -> None:
    path = tmp_path / "cases.yml"
    text = CASES["2019"].read_text(encoding="utf-8")
    path.write_text(text.replace("einwohner: 12000", "einwoner: 12000"), encoding="utf-8")

    done = typfrage("assure", path, cwd=built.root)

    assert done.returncode == 2
    assert "this wave has no item 'einwoner'" in done.stderr
    assert "perhaps einwohner" in done.stderr
    assert "Traceback" not in done.stderr


def test_executed_notebooks_end_with_their_key_numbers(either: Built) -> None:
    for page in sorted((either.results / "notebooks").glob("*.html")):
        text = page.read_text(encoding="utf-8")
        assert 'id="pruefwerte"' in text
        assert text.count("NBVAL_CHECK_OUTPUT") == 1
    first = (either.results / "notebooks" / "01_cleaning.html").read_text(encoding="utf-8")
    number = {"2019": "412", "2024": "380"}[either.wave]
    assert f"wave.n: {number}\n" in first
    assert f"Ausgewertete Kommunen · answers: {number}\n" in first
