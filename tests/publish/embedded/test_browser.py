"""The site in a real browser, opened from the disk and offline, as a reader does it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from typfrage.publish.embedded import RenderedBook

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ColorScheme, Page

pytestmark = [pytest.mark.book, pytest.mark.browser]

DESKTOP = (1440, 900)
PHONE = (360, 740)
NARROWEST = (220, 740)
"""Too narrow even for a table of three columns."""

Open = Callable[..., Page] if TYPE_CHECKING else Callable


@pytest.fixture
def open_page(browser: Browser, rendered: RenderedBook) -> Iterator[Open]:
    """Open a page of the site; no request may leave the disk, no script may fail."""
    strays: list[str] = []
    contexts = []

    def open_(
        name: str, size: tuple[int, int] = DESKTOP, color_scheme: ColorScheme = "light"
    ) -> Page:
        assert rendered.site is not None
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, color_scheme=color_scheme, offline=True
        )
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda r: None if r.url.startswith("file:") else strays.append(r.url))
        page.on("pageerror", lambda error: strays.append(str(error)))
        page.on("requestfailed", lambda request: strays.append(request.url))
        page.goto((rendered.site.parent / name).as_uri())
        return page

    yield open_
    for context in contexts:
        context.close()
    assert not strays


@pytest.mark.parametrize("typed", ["straßen", "Strassen", "STRASSEN"])
def test_search_forgives_umlauts_and_finds_by_keyboard(open_page: Open, typed: str) -> None:
    page = open_page("chapters/methode.html")
    page.keyboard.press("Control+k")
    page.keyboard.type(typed)
    assert page.locator(".search-count").inner_text() == "1 Treffer"
    assert page.locator(".snippet mark").inner_text() == "Straßen"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/index.html")


@pytest.mark.parametrize("typed", ["städte gemeinden", "staedte gemeinden", "stadte gemeinden"])
def test_search_for_several_words(open_page: Open, typed: str) -> None:
    page = open_page("index.html")
    page.get_by_label("Im Bericht suchen").fill(typed)
    first = page.locator("#search-results a").first
    assert first.locator("strong").inner_text() == "Einleitung"
    assert "Städte" in first.locator("mark").all_inner_texts()
    page.keyboard.press("Escape")
    assert page.locator("#search-results").is_hidden()


def test_search_without_result(open_page: Open) -> None:
    page = open_page("index.html")
    page.get_by_label("Im Bericht suchen").fill("Quastenflosser")
    assert page.locator(".search-count").inner_text() == "Keine Treffer"


def test_reference_leads_to_its_table(open_page: Open) -> None:
    page = open_page("chapters/einleitung.html")
    page.get_by_role("link", name="Tabelle 3.1").first.click()
    page.wait_for_url("**/typen.html#tbl-typen")
    assert page.locator("#tbl-typen").is_visible()


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_banner_is_seen_first(open_page: Open, size: tuple[int, int]) -> None:
    page = open_page("chapters/typen.html", size)
    banner = page.get_by_role("note", name="Datenstand")
    assert "Synthetische Daten." in banner.inner_text()
    box = banner.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < 300


def test_banner_is_printed(open_page: Open) -> None:
    page = open_page("chapters/typen.html")
    page.emulate_media(media="print")
    assert page.get_by_role("note", name="Datenstand").is_visible()
    assert page.locator(".sidebar").is_hidden()


def background(page: Page) -> str:
    body = page.locator("body")
    return str(body.evaluate("body => getComputedStyle(body).backgroundColor"))


def test_dark_colours_are_remembered(open_page: Open) -> None:
    page = open_page("chapters/typen.html")
    assert background(page) == "rgb(255, 255, 255)"
    button = page.get_by_role("button", name="Dunkel")
    button.click()
    assert button.get_attribute("aria-pressed") == "true"
    dark = background(page)
    assert dark == "rgb(18, 25, 27)"
    page.get_by_role("link", name="Einleitung").first.click()
    page.wait_for_url("**/einleitung.html")
    assert background(page) == dark
    card = page.locator("figure img").first
    colour = card.evaluate("image => getComputedStyle(image).backgroundColor")
    assert colour == "rgb(255, 255, 255)"


def test_dark_system(open_page: Open) -> None:
    page = open_page("index.html", color_scheme="dark")
    assert background(page) == "rgb(18, 25, 27)"
    page.get_by_role("button", name="Dunkel").click()
    assert background(page) == "rgb(255, 255, 255)"


@pytest.mark.parametrize("name", ["index", "chapters/einleitung", "chapters/methode"])
def test_no_page_is_wider_than_a_phone(open_page: Open, name: str) -> None:
    page = open_page(f"{name}.html", PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]


def test_menu_on_a_phone(open_page: Open) -> None:
    page = open_page("chapters/methode.html", PHONE)
    sidebar = page.locator("#sidebar")
    assert sidebar.is_hidden()
    page.get_by_role("button", name="Kapitel").click()
    first = sidebar.get_by_role("link", name="Vorwort").bounding_box()
    bar = page.locator(".topbar").bounding_box()
    assert first is not None
    assert bar is not None
    assert first["y"] >= bar["height"]
    sidebar.get_by_role("link", name="Die vier Typen").click()
    page.wait_for_url("**/typen.html")


def test_skip_link_comes_first(open_page: Open) -> None:
    page = open_page("chapters/methode.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Zum Inhalt springen"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_wide_table_scrolls_in_its_own_box(open_page: Open) -> None:
    page = open_page("chapters/methode.html", NARROWEST)
    box = page.locator("#tbl-lang .table-box")
    assert box.evaluate("box => box.scrollWidth > box.clientWidth")


def test_text_lines_are_not_too_long(open_page: Open) -> None:
    page = open_page("chapters/methode.html")
    paragraph = page.locator("article p").first
    size = paragraph.evaluate("p => parseFloat(getComputedStyle(p).maxWidth) / 0.45 / 17")
    assert size < 80
