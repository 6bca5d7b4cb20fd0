"""The accessibility statement's facts come from the study's files, and only from them."""

from __future__ import annotations

from pathlib import Path

import pytest

from typfrage.publish.accessibility_facts import FACTS_FILE, write_accessibility_facts
from typfrage.publish.embedded.pandoc import read_markdown
from typfrage.publish.embedded.tree import stringify, walk

PERSON = """\
contact:
  - given-names: Erika
    family-names: "Muster & *Söhne*"
    email: erika@example.org
    website: https://example.org/kontakt
  - name: Institut
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "_quarto.yml").write_text("book: {title: T, date: 2026-03-01}", encoding="utf-8")
    return tmp_path


def _told(root: Path, language: str = "de") -> tuple[dict[str, str], list[str]]:
    write_accessibility_facts(root, root, language)
    blocks, warnings = read_markdown((root / FACTS_FILE).read_text(encoding="utf-8"), "a test")
    assert not warnings
    links = [element["c"][2][0] for element in walk(blocks) if element["t"] == "Link"]
    return dict(stringify(block).split(": ", 1) for block in blocks), links


def test_day_and_contact_are_told(root: Path) -> None:
    (root / "CITATION.cff").write_text(PERSON, encoding="utf-8")
    facts, links = _told(root)
    assert facts == {
        "Stand der Erklärung": "1. März 2026",
        "Kontakt": "Erika Muster & *Söhne*, erika@example.org, https://example.org/kontakt "
        "· Institut",
    }
    assert links == ["mailto:erika@example.org", "https://example.org/kontakt"]


def test_without_a_contact_the_place_of_the_project_is_told(root: Path) -> None:
    (root / "CITATION.cff").write_text(
        "repository-code: https://example.org/code\nurl: https://example.org", encoding="utf-8"
    )
    facts, links = _told(root, "en")
    assert facts == {
        "Date of this statement": "1 March 2026",
        "Contact": "https://example.org/code",
    }
    assert links == ["https://example.org/code"]


@pytest.mark.parametrize("citation", [None, "title: T", "contact: []", "- 1"])
def test_without_an_address_the_gap_is_told(root: Path, citation: str | None) -> None:
    if citation is not None:
        (root / "CITATION.cff").write_text(citation, encoding="utf-8")
    facts, links = _told(root)
    assert facts["Kontakt"] == "Die herausgebende Stelle hat noch keine Anschrift eingetragen."
    assert links == []


def test_a_study_without_a_book_has_no_statement(tmp_path: Path) -> None:
    write_accessibility_facts(tmp_path, tmp_path, "de")
    assert not (tmp_path / FACTS_FILE).exists()
