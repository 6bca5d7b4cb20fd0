"""The slides of the shipped wave, and the text that they are made from."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pypdf import PdfReader
from tests.book.conftest import Built
from tests.book.test_sources import NOT_PROSE, YEAR
from tests.book.test_texts_tell_no_more import NUMBER, released
from tests.pdf_tags import assert_well_tagged, read_tags
from tests.project import ROOT, typfrage

from typfrage.survey.waves.study import open_study

SLIDES = range(12, 17)
STATUS = "Synthetische Daten. Die hier ausgewerteten Antworten sind künstlich erzeugt"


@pytest.fixture(scope="module")
def pages(built: Built) -> list[str]:
    done = typfrage("slides", "2019", cwd=built.root)
    assert done.returncode == 0, done.stderr
    pdf: Path = built.root / "_slides" / "2019.pdf"
    return [" ".join(page.extract_text().split()) for page in PdfReader(pdf).pages]


@pytest.mark.book
def test_so_many_slides_each_with_the_status(pages: list[str]) -> None:
    assert len(pages) in SLIDES
    assert "Diese Folien zeigen ein Verfahren" in pages[1]
    for number, page in enumerate(pages, start=1):
        assert STATUS in page, f"slide {number}"


@pytest.mark.book
def test_every_type_has_its_slide_with_heading_and_strengths(pages: list[str]) -> None:
    typology = open_study(ROOT).typology
    assert typology is not None
    for type_ in typology.types:
        name = type_.name["de"].removeprefix("die ")
        (own,) = (page for page in pages if page.startswith(f"Die Typen Die {name}:"))
        assert type_.heading["de"] in own
        assert re.search(r"Zu diesem Typ gehören \d+ der 412 Kommunen", own)
        assert "gesichert)" in own


@pytest.mark.book
def test_they_are_tagged_throughout(pages: list[str], built: Built) -> None:
    pdf = read_tags(built.root / "_slides" / "2019.pdf")
    assert len(pdf.pages) == len(pages)
    assert_well_tagged(pdf, "de")


@pytest.mark.book
def test_nothing_is_left_of_the_report_s_own_constructs(pages: list[str]) -> None:
    whole = " ".join(pages)

    assert [mark for mark in ("{{<", "@fig", "@sec", "??", ":::") if mark in whole] == []
    assert "Kompetenzzentrum Öffentliche IT" in pages[-1], "the study is among the sources"


def test_no_digit_in_the_slides_own_text_can_come_from_the_data() -> None:
    text = (ROOT / "folien.qmd").read_text(encoding="utf-8")
    listed = re.sub(r"^\d\. ", "", NOT_PROSE.sub(" ", text), flags=re.MULTILINE)

    assert re.findall(r".{0,20}\d.{0,20}", YEAR.sub("", listed)) == []
    assert text.count("„") == text.count("“")


@pytest.mark.book
def test_numbers_stand_in_released_tables(pages: list[str], built: Built) -> None:
    """The first and the last slide tell days, versions and licences; others name years."""
    told = released(built.results)
    for page in pages[1:-1]:
        numbers = {found.rstrip(".") for found in NUMBER.findall(page)}
        assert {one for one in numbers - told if not YEAR.fullmatch(one)} == set()
