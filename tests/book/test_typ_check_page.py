"""The Typ-Check in a real browser, from the disk and offline; and its worksheet in the PDF."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from pypdf import PdfReader
from tests.book.conftest import Built

from typfrage.profiles.possible_answers import as_points
from typfrage.profiles.type_check import TypeCheck, classify
from typfrage.results.type_check import open_type_check

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.book, pytest.mark.browser]

POSSIBLE = 298
"""Up to three of twelve; with the answer that chooses nothing 299."""

ASK_ALL = """answers => {
  const boxes = [...document.querySelectorAll(".typ-check input")];
  const text = name => document.querySelector(".typ-check-" + name).textContent;
  return answers.map(chosen => {
    boxes.forEach((box, at) => { if (box.checked && !chosen.includes(at)) box.click(); });
    boxes.forEach((box, at) => { if (!box.checked && chosen.includes(at)) box.click(); });
    const shown = [...document.querySelectorAll(".typ-check-typ")].filter(type => !type.hidden);
    return {
      ticked: boxes.flatMap((box, at) => box.checked ? [at] : []),
      hidden: document.querySelector(".typ-check-mehr").hidden,
      types: shown.map(type => type.querySelector("h2").textContent),
      links: shown.map(type => type.querySelector("a").getAttribute("href")),
      short: text("kurz"), certainty: text("sicherheit"), second: text("zweiter"),
      reasons: text("gruende"), choice: text("auswahl"),
    };
  });
}"""
CONTRAST = """selectors => {
  const linear = value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const channel = value => linear(value / 255);
  const numbers = colour => colour.match(/[\\d.]+/g).map(Number);
  const luminance = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const behind = node => {
    for (; node; node = node.parentElement) {
      const colour = numbers(getComputedStyle(node).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
  };
  return selectors.map(selector => {
    const node = document.querySelector(selector);
    const pair = [numbers(getComputedStyle(node).color), behind(node)].map(luminance);
    return (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
  });
}"""
TEXTS = [
    ".typ-check legend", "#typ-check-regel", ".typ-check-ziele label:has(:checked)",
    ".typ-check-ziele label:has([aria-disabled])", ".typ-check-stand",
    ".typ-check button[type=reset]",
    ".typ-check-kurz", ".typ-check-daten", ".typ-check-typ:not([hidden]) h2", ".typ-check dd",
    ".typ-check-typ:not([hidden]) a", ".typ-check-drucken",
]  # fmt: skip
AA = 4.5

Open = Callable[..., "Page"]


@pytest.fixture(scope="module")
def check(built: Built) -> TypeCheck:
    return open_type_check(built.root / "_results" / "2019")


@pytest.fixture
def open_page(browser: Browser, built: Built) -> Iterator[Open]:
    """Open the page; no request may leave the disk, no script may fail."""
    strays: list[str] = []
    contexts = []

    def open_(**context: Any) -> Page:
        contexts.append(browser.new_context(offline=True, **context))
        page = contexts[-1].new_page()
        page.on("request", lambda r: None if r.url.startswith("file:") else strays.append(r.url))
        page.on("pageerror", lambda error: strays.append(str(error)))
        page.on("requestfailed", lambda request: strays.append(request.url))
        page.goto((built.book / "chapters" / "typ-check.html").as_uri())
        return page

    yield open_
    for context in contexts:
        context.close()
    assert not strays


def titled(name: str) -> str:
    return name[0].upper() + name[1:]


def quoted(text: str) -> list[str]:
    return re.findall("„(.*?)“", text)


def test_page_and_python_say_the_same_of_every_possible_answer(
    open_page: Open, check: TypeCheck
) -> None:
    answers = list(check.answers)
    assert len(answers) == POSSIBLE
    said = open_page().evaluate(ASK_ALL, [list(answer) for answer in answers])
    points = pd.DataFrame(as_points(answers, 12), columns=[goal.id for goal in check.goals])
    names = {goal.id: goal.name for goal in check.goals}
    for chosen, page, python in zip(
        answers, said, classify(points, check).itertuples(), strict=True
    ):
        percent = f"{round(python.certainty * 100)}\u202f%"
        assert page["ticked"] == list(chosen)
        assert not page["hidden"]
        assert page["types"] == [titled(python.type_name)]
        assert page["links"] == [f"steckbrief-{python.type.replace('_', '-')}.html"]
        assert page["second"] == titled(python.second_name)
        assert f" {percent} der Stichproben" in page["certainty"]
        assert page["certainty"].startswith("Zwischen" if python.mixed else "Eindeutig")
        assert titled(python.type_name) in page["short"]
        assert percent in page["short"]
        deciding = [*python.deciding.split(), *python.deciding_absent.split()]
        assert quoted(page["reasons"]) == [names[goal] for goal in deciding]
        assert ("nicht gewählt" in page["reasons"]) == bool(python.deciding_absent)
        assert quoted(page["choice"]) == [check.goals[at].name for at in chosen]


def test_an_answer_without_goals_is_refused_by_both(open_page: Open, check: TypeCheck) -> None:
    page = open_page()
    for answer in (page.evaluate(ASK_ALL, [[]])[0], page.evaluate(ASK_ALL, [[3], []])[1]):
        assert answer["hidden"]
        assert answer["short"] == ""
    assert "mindestens eines" in page.locator(".typ-check-stand").inner_text()
    nothing = pd.DataFrame(0, index=[0], columns=[goal.id for goal in check.goals])
    with pytest.raises(ValueError, match="1 to 3 goals"):
        classify(nothing, check)


def test_a_fourth_goal_cannot_be_chosen_and_the_page_says_so(open_page: Open) -> None:
    page = open_page()
    boxes = page.get_by_role("checkbox")
    for at in (0, 1, 2):
        boxes.nth(at).check()
    status = page.get_by_role("status").filter(has_text="gewählt")
    assert status.inner_text().startswith("3 von höchstens 3 Zielen gewählt.")
    page.locator(".typ-check-ziele label").nth(3).click(force=True)
    boxes.nth(4).focus()
    page.keyboard.press("Space")
    assert [boxes.nth(at).is_checked() for at in range(12)] == [True] * 3 + [False] * 9
    assert boxes.nth(3).get_attribute("aria-disabled") == "true"
    boxes.nth(0).uncheck()
    boxes.nth(3).check()
    assert status.inner_text().startswith("3 von höchstens 3")


def test_it_works_by_keyboard_alone(open_page: Open) -> None:
    page = open_page()
    page.get_by_role("checkbox").first.focus()
    for key in ("Space", "Tab", "Tab", "Space"):
        page.keyboard.press(key)
    outline = page.locator(".typ-check-ziele label").nth(2)
    assert outline.evaluate("node => getComputedStyle(node).outlineStyle") == "solid"
    assert page.get_by_role("heading", level=2, name="Die Optimierer").is_visible()
    page.get_by_role("button", name="Auswahl löschen").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.matches('.typ-check input')")
    assert page.locator(".typ-check-mehr").is_hidden()


def test_a_screen_reader_learns_question_rule_state_and_result(open_page: Open) -> None:
    page = open_page()
    group = page.get_by_role("group", name="Welche Ziele verfolgt Ihre Kommune")
    assert group.get_by_role("checkbox").count() == 12
    box = page.get_by_role("checkbox", name="Fördermittel gewinnen", exact=True)
    rule = page.locator(f"#{box.get_attribute('aria-describedby')}")
    assert "ein bis drei Ziele" in rule.inner_text()
    live = page.locator(".typ-check-kurz")
    assert live.get_attribute("aria-live") == "polite"
    box.check()
    assert "am nächsten: Die Bedächtigen" in live.inner_text()
    assert page.get_by_role("region", name="Ergebnis des Typ-Checks").is_visible()


def test_the_result_leads_to_the_steckbrief(open_page: Open) -> None:
    page = open_page()
    page.get_by_role("checkbox", name="Örtliche Gemeinschaft fördern").check()
    page.get_by_role("link", name="Zum Steckbrief: Die Community Manager").click()
    page.wait_for_url("**/steckbrief-community-manager.html")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_the_contrast_of_aa(open_page: Open, scheme: str) -> None:
    page = open_page(color_scheme=scheme)
    for at in (0, 4, 7):
        page.get_by_role("checkbox").nth(at).check()
    for selector, ratio in zip(TEXTS, page.evaluate(CONTRAST, TEXTS), strict=True):
        assert ratio >= AA, selector


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_is_wider_than_the_screen(open_page: Open, width: int) -> None:
    page = open_page(viewport={"width": width, "height": 800})
    for at in (0, 4, 7):
        page.get_by_role("checkbox").nth(at).check()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_only_the_summary_is_printed_with_the_data_status(open_page: Open, tmp_path: Path) -> None:
    page = open_page(color_scheme="dark")
    page.get_by_role("checkbox").nth(0).check()
    page.pdf(path=tmp_path / "summary.pdf", format="A4")
    pages = PdfReader(tmp_path / "summary.pdf").pages
    text = " ".join(pages[0].extract_text().split())

    assert len(pages) == 1
    for fragment in ("Welcher Typ ist Ihre Kommune?", "Synthetische Daten", "Die Optimierer",
                     "Entschieden ha", "Ihre Auswahl", "Befragung 2018/2019"):  # fmt: skip
        assert fragment in text
    for fragment in ("Wie der Typ-Check rechnet", "Auswahl löschen", "Suchen", "Zum Steckbrief"):
        assert fragment not in text


def test_the_button_prints(open_page: Open) -> None:
    page = open_page()
    page.evaluate("window.print = () => { window.printed = true; }")
    page.get_by_role("checkbox").nth(0).check()
    page.get_by_role("button", name="Zusammenfassung drucken").click()
    assert page.evaluate("window.printed")


def test_without_scripts_the_page_points_to_the_worksheet(open_page: Open) -> None:
    page = open_page(java_script_enabled=False)
    assert page.get_by_text("hilft das Arbeitsblatt").is_visible()
    assert page.locator(".typ-check-form").is_hidden()
    assert open_page().get_by_text("hilft das Arbeitsblatt").is_hidden()


def test_the_model_in_the_page_holds_whole_numbers_and_no_share(built: Built) -> None:
    page = (built.book / "chapters" / "typ-check.html").read_text(encoding="utf-8")
    model = re.search(r'class="typ-check-modell">(.*?)</script>', page, re.S)
    assert model is not None
    assert not re.search(r"\d\.\d", model[1])


def test_the_worksheet_of_the_pdf_leads_to_the_same_types(built: Built, check: TypeCheck) -> None:
    """Brute force: add up what the table says, for every answer, and compare with the sentence."""
    table = pd.read_csv(built.root / "_results" / "2019" / "tbl-arbeitsblatt.csv").iloc[:-1]
    points = table.drop(columns=["goal", "mark"]).astype(int)
    assert table["goal"].to_list()[1:] == [goal.name for goal in check.goals]
    agreeing = 0
    for chosen, answer in check.answers.items():
        sums = points.iloc[[0, *(at + 1 for at in chosen)]].sum().to_list()
        agreeing += sums.index(max(sums)) == answer.type
    text = " ".join(page.extract_text() for page in PdfReader(built.pdf).pages)
    text = " ".join(text.split())

    assert f"bei {agreeing} von {POSSIBLE} möglichen Antworten" in text
    assert agreeing / POSSIBLE > 0.95
    assert "Startpunkte" in text
