"""The site without a mouse: everything is reached, one sees where one is, nothing holds one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect
from tests.keyboard import walk

from typfrage.publish.embedded import RenderedBook

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.book, pytest.mark.browser]

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 360, "height": 740}
FOCUS = "document.activeElement"

Open = Callable[..., "Page"]


@pytest.fixture
def open_page(browser: Browser, rendered: RenderedBook) -> Iterator[Open]:
    contexts = []

    def open_(name: str, **context: Any) -> Page:
        assert rendered.site is not None
        contexts.append(browser.new_context(**{"viewport": DESKTOP, **context}))
        page = contexts[-1].new_page()
        page.goto((rendered.site.parent / name).as_uri())
        return page

    yield open_
    for context in contexts:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_tabulator_reaches_everything_and_leaves_again(open_page: Open, scheme: str) -> None:
    walked = walk(open_page("chapters/methode.html", color_scheme=scheme))
    assert (walked.missed, walked.unmarked, walked.covered) == ([], [], [])
    assert not walked.trapped
    assert walked.stops > 10


def test_a_page_that_holds_the_focus_or_hides_it_is_found(open_page: Open) -> None:
    page = open_page("chapters/methode.html")
    page.set_content(
        "<body style='background: white'><style>:focus { outline: none }</style>"
        "<a href='#a'>unsichtbar</a><a href='#b' id='trap'>Falle</a><a href='#c'>nie</a>"
        "<script>document.querySelector('#trap').addEventListener('keydown', event => {"
        "  if (event.key === 'Tab') event.preventDefault(); });</script>"
    )
    walked = walk(page)
    assert walked.trapped
    assert walked.missed == ["A nie"]
    assert set(walked.unmarked) == {"A unsichtbar", "A Falle"}


def test_the_search_is_left_with_escape_and_by_walking_on(open_page: Open) -> None:
    page = open_page("chapters/methode.html")
    results, box = page.locator("#search-results"), page.get_by_label("Im Bericht suchen")
    page.keyboard.press("Control+k")
    assert page.evaluate(f"{FOCUS}.id") == "search-input"
    page.keyboard.type("Straßen")
    assert results.is_visible()
    assert page.locator(".search-said").inner_text() == "1 Treffer", "told to reading aids"
    page.keyboard.press("Tab")
    assert page.evaluate(f"{FOCUS}.closest('#search-results') !== null")
    page.keyboard.press("Escape")
    assert results.is_hidden()
    assert page.evaluate(f"{FOCUS}.id") == "search-input"
    box.fill("Straßen")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate(f"{FOCUS}.className") == "theme-button"
    assert results.is_hidden(), "it would cover what follows"


def test_no_single_sign_is_a_shortcut(open_page: Open) -> None:
    """WCAG 2.1, 2.1.4: signs that speech input writes must not move the focus."""
    page = open_page("chapters/methode.html")
    for sign in "/?.kKsS1":
        page.keyboard.press(sign)
        assert page.evaluate(f"{FOCUS}.tagName") == "BODY", sign


def test_the_menu_on_a_phone_holds_nobody_and_hides_no_focus(open_page: Open) -> None:
    page = open_page("chapters/methode.html", viewport=PHONE)
    menu, sidebar = page.get_by_role("button", name="Kapitel"), page.locator("#sidebar")
    menu.evaluate("menu => menu.click()")  # leaves the focus at the beginning of the page
    assert menu.get_attribute("aria-expanded") == "true"
    walked = walk(page)
    assert (walked.missed, walked.unmarked, walked.covered) == ([], [], [])
    assert not walked.trapped
    sidebar.get_by_role("link").first.focus()
    page.keyboard.press("Escape")
    assert sidebar.is_hidden()
    assert menu.get_attribute("aria-expanded") == "false"
    assert menu.evaluate(f"menu => menu === {FOCUS}")
    assert page.locator("main").get_attribute("inert") is None


def test_only_what_scrolls_is_a_stop(open_page: Open) -> None:
    wide, narrow = (
        open_page("chapters/methode.html"),
        open_page("chapters/methode.html", viewport=PHONE | {"width": 220}),
    )
    table = "#tbl-lang .table-box"
    expect(narrow.locator(table)).to_have_attribute("tabindex", "0")
    expect(wide.locator(table)).not_to_have_attribute("tabindex", "0")


def test_controls_stay_visible_in_forced_colours(open_page: Open) -> None:
    page = open_page("chapters/methode.html", forced_colors="active")
    for control in (page.locator(".theme-button"), page.locator("#search-input")):
        look = control.evaluate(
            "node => { const look = getComputedStyle(node);"
            " const ground = getComputedStyle(document.body).backgroundColor;"
            " return [look.borderTopStyle, look.borderTopColor !== ground]; }"
        )
        assert look == ["solid", True]
    colours = page.evaluate(
        "() => [...document.querySelectorAll('.sidebar li a')].map(link =>"
        " [link.hasAttribute('aria-current'), getComputedStyle(link).borderLeftColor])"
    )
    current = {colour for is_current, colour in colours if is_current}
    others = {colour for is_current, colour in colours if not is_current}
    assert len(current) == len(others) == 1
    assert current != others, "where one is, is still to be seen"


def test_a_bar_does_not_stay_over_a_page_that_is_much_enlarged(open_page: Open) -> None:
    page = open_page("chapters/methode.html", viewport={"width": 320, "height": 256})
    bar = page.locator(".topbar")
    assert bar.evaluate("bar => getComputedStyle(bar).position") == "static"
    page.get_by_role("button", name="Kapitel").click()
    assert page.locator("#sidebar").get_by_role("link", name="Vorwort").is_visible()


def test_dark_colours_are_not_printed(open_page: Open) -> None:
    page = open_page("chapters/methode.html")
    page.get_by_role("button", name="Dunkel").click()
    page.emulate_media(media="print")
    look = page.evaluate(
        "() => { const {color, backgroundColor} = getComputedStyle(document.body);"
        " return [color, backgroundColor]; }"
    )
    assert look == ["rgb(28, 36, 38)", "rgb(255, 255, 255)"]
