"""Every page of the shipped study is for everybody: WCAG 2.1 AA, as far as a machine can tell.

axe-core looks at pages that show every construct; benchmarks/accessibility.py at every page in
every look. What has structure is read on all pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

import pytest
from tests.accessibility import (
    CONTRAST_ALONE,
    MOVING,
    REFLOW,
    SPACING,
    covering,
    lost,
    shorten_tables,
    violations,
)
from tests.book.conftest import WAVES, Built
from tests.keyboard import walk
from tests.publish.embedded.conftest import parse_page, text_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 360, "height": 740}
SCROLLS = ("scrollable-region-focusable",)
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
STATEMENT = "barrierefreiheit.html"
OPEN_ALL = """() => {
  document.querySelector(".typ-check input").click();
  document.querySelectorAll("details").forEach(box => { box.open = true; });
}"""
"""Shows all there is, and leaves the focus at the beginning of the page."""


@pytest.fixture(scope="module")
def pages(built_study: tuple[Path, str]) -> dict[Path, Element]:
    """All pages of both waves and the one before them, parsed."""
    return {path: parse_page(path) for path in _paths(built_study[0])}


@pytest.fixture(scope="module")
def covered(built_study: tuple[Path, str]) -> list[Path]:
    """Few pages that show every construct."""
    return covering(_paths(built_study[0]))


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(offline=True, viewport=DESKTOP)
    yield context.new_page()
    context.close()


def _paths(root: Path) -> list[Path]:
    pages = sorted((root / "_book").rglob("*.html"))
    assert {page.relative_to(root / "_book").parts[0] for page in pages} == {*WAVES, "index.html"}
    return pages


@pytest.mark.book
@pytest.mark.browser
def test_axe_finds_nothing_light_dark_or_on_a_phone(page: Page, covered: list[Path]) -> None:
    """Rung 1: axe-core, with all its rules, best practices among them."""
    for path in covered:
        page.set_viewport_size(DESKTOP)
        page.emulate_media(color_scheme="light")
        page.goto(path.as_uri())
        shorten_tables(page)
        assert violations(page) == [], path
        page.emulate_media(color_scheme="dark")
        assert violations(page, CONTRAST_ALONE) == [], f"{path}, dark"
        page.set_viewport_size(PHONE)
        assert violations(page, SCROLLS) == [], f"{path}, on a phone"


@pytest.mark.book
@pytest.mark.browser
def test_axe_finds_nothing_in_any_state_of_the_typ_check(page: Page, built: Built) -> None:
    page.set_viewport_size(DESKTOP)
    page.emulate_media(color_scheme="light")
    page.goto((built.book / "chapters" / "typ-check.html").as_uri())
    boxes = page.locator(".typ-check input")
    for ticked in range(4):
        if ticked:
            boxes.nth(ticked).check()
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            rules = CONTRAST_ALONE if ticked in (1, 2) else ()
            assert violations(page, rules) == [], f"{ticked} goals, {scheme}"
    assert boxes.nth(5).get_attribute("aria-disabled") == "true"


@pytest.mark.book
@pytest.mark.browser
def test_the_tabulator_reaches_everything_on_pages_of_each_kind(page: Page, built: Built) -> None:
    page.set_viewport_size(DESKTOP)
    page.emulate_media(color_scheme="light")
    for name in ("../index", "chapters/typ-check", "_results/current/notebooks/07_typ_check"):
        page.goto((built.book / f"{name}.html").resolve().as_uri())
        if name.startswith("chapters"):
            page.evaluate(OPEN_ALL)
        walked = walk(page)
        assert (walked.missed, walked.unmarked, walked.covered) == ([], [], []), name
        assert not walked.trapped, name


@pytest.mark.book
@pytest.mark.browser
def test_axe_finds_what_is_wrong(page: Page) -> None:
    page.set_content("<main><h1>A</h1><img src='x'><p style='color: #ccc'>grau</p></main>")
    found = {one.partition(":")[0] for one in violations(page)}
    assert {"image-alt", "color-contrast", "html-has-lang"} <= found


@pytest.mark.book
@pytest.mark.browser
def test_nothing_is_lost_enlarged_four_times_or_with_wide_spacing(
    page: Page, covered: list[Path]
) -> None:
    page.set_viewport_size({"width": REFLOW[0], "height": REFLOW[1]})
    for path in covered:
        page.goto(path.as_uri())
        assert lost(page) == [], path
        page.add_style_tag(content=SPACING)
        assert lost(page) == [], f"{path}, with wide spacing"
        assert page.evaluate(MOVING) == [], path


@pytest.mark.book
@pytest.mark.browser
def test_what_is_lost_is_found(page: Page) -> None:
    page.set_viewport_size({"width": REFLOW[0], "height": REFLOW[1]})
    page.set_content(
        "<p style='width: 20px; overflow: hidden; white-space: nowrap'>abgeschnitten</p>"
        "<p style='width: 900px; transition: color 1s'>breit</p>"
    )
    found = lost(page)
    assert [one.split(":")[0] for one in found] == ["the page is 908 wide", "cut", "outside"]
    assert page.evaluate(MOVING) == ["P"]


@pytest.mark.book
def test_every_page_has_one_title_and_headings_in_order(pages: dict[Path, Element]) -> None:
    for path, page in pages.items():
        levels = [int(element.tag[1]) for element in page.iter() if element.tag in HEADINGS]
        assert levels.count(1) == 1, path
        assert all(deeper <= level + 1 for level, deeper in pairwise(levels)), (path, levels)
        assert text_of(page.find(".//title")), path
        assert page.get("lang") == "de", path


@pytest.mark.book
def test_every_identifier_is_given_once(pages: dict[Path, Element]) -> None:
    for path, page in pages.items():
        given = [element.get("id") for element in page.iter() if element.get("id")]
        assert len(given) == len(set(given)), path


@pytest.mark.book
def test_every_table_has_a_name_and_headed_rows_and_columns(pages: dict[Path, Element]) -> None:
    tables = 0
    for path, page in pages.items():
        named = {element.get("id"): text_of(element) for element in page.iter("figcaption")}
        for box in _with_class(page, "table-box"):
            name = box.get("aria-label") or named[box.get("aria-labelledby")]
            for table in box.iter("table"):
                tables += 1
                assert name.strip(), path
                _assert_headed(table, f"{path}, {name}")
        boxed = sum(len(list(box.iter("table"))) for box in _with_class(page, "table-box"))
        assert boxed == len(list(page.iter("table"))), path
    assert tables > 100


def _assert_headed(table: Element, where: str) -> None:
    heads = [cell for head in table.iter("thead") for cell in head.iter("th")]
    assert {cell.get("scope") for cell in heads} <= {"col"}, where
    rows = [cell for body in table.iter("tbody") for cell in body.iter("th")]
    assert {cell.get("scope") for cell in rows} == {"row"}, where
    assert all(text_of(cell) for cell in (*heads, *rows)), where


@pytest.mark.book
def test_every_figure_has_an_alternative_text_and_its_data(pages: dict[Path, Element]) -> None:
    figures = 0
    for path, page in pages.items():
        assert all("alt" in image.attrib for image in page.iter("img")), path
        for figure in _with_class(page, "quarto-float-fig"):
            (image,) = figure.iter("img")
            caption = text_of(figure.find("figcaption"))
            assert len(image.get("alt", "")) > len("Abbildung"), (path, caption)
            assert image.get("alt") not in caption, path
            figures += 1
        data = [d for d in page.iter("details") if d.get("class") == "figure-data"]
        if "notebooks" not in path.parts:
            drawn = list(_with_class(page, "quarto-float-fig"))
            assert len(data) == len(drawn), f"{path}: a figure without its data"
    assert figures > 50


@pytest.mark.book
def test_works_in_english_say_so(either: Built) -> None:
    page = parse_page(either.book / "chapters" / "literatur.html")
    languages = {entry.get("id"): entry.get("lang") for entry in _with_class(page, "csl-entry")}
    assert languages["ref-oefit2020"] is None
    assert languages["ref-rousseeuw1987"] == "en"


@pytest.mark.book
def test_the_statement_can_be_reached_from_every_page(
    built_study: tuple[Path, str], pages: dict[Path, Element]
) -> None:
    """§ 7 BITV 2.0: from the start page and from every page of a website."""
    for path, page in pages.items():
        (foot,) = page.iter("footer")
        found = [link.get("href", "") for link in foot.iter("a")]
        assert [target.rpartition("/")[2] for target in found] == [STATEMENT], path
        assert (path.parent / found[0]).resolve().is_file(), path


@pytest.mark.book
def test_the_statement_says_what_the_law_asks_for(either: Built) -> None:
    """§ 12b BGG: gaps with reasons and alternatives, contact, conciliation; and its day."""
    page = parse_page(either.book / "chapters" / STATEMENT)
    whole = text_of(page.find(".//article"))
    for words in ("Stand der Erklärung: ", "Kontakt: ", "teilweise vereinbar", "Selbstbewertung"):
        assert words in whole
    links = [link.get("href") for link in page.iter("a")]
    assert "https://www.schlichtungsstelle-bgg.de" in links


def _with_class(page: Element, name: str) -> Iterator[Element]:
    return (element for element in page.iter() if name in element.get("class", "").split())
