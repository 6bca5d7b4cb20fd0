"""A slide for each type of the wave, made from its stored portrait."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import dropwhile, takewhile
from pathlib import Path, PurePosixPath

from typfrage.problems import InputError, Problem
from typfrage.publish.embedded.tree import Element, rewrite, stringify, text, walk
from typfrage.publish.slides.manuscript import read_manuscript
from typfrage.publish.slides.slide import Sign, Slide, enclosed, first_sentence, pictures, sign_of
from typfrage.results.assembly import MANIFEST_FILE
from typfrage.results.language import speaker
from typfrage.results.store import CURRENT

_FOLDER = PurePosixPath(CURRENT.lstrip("/"))
_CARDS = "txt-typen-karten"
_TEXT, _GOALS = "txt-steckbrief-", "fig-steckbrief-"
_COLUMNS = "steckbrief-spalten"
_MOST = 4
_MEND = "run `typfrage run` again"


def type_slides(workshop: Path, topic: str, language: str) -> list[Slide]:
    """Make a slide of each type that the wave has, in the order of the report.

    Args:
        workshop: The folder of :func:`typfrage.publish.slides.manuscript.lay_out`.
        topic: What stands above the headlines.
        language: Language of the report.

    Raises:
        InputError: A type has no portrait, two types look alike, or a portrait is none.
    """
    portraits = _portraits(workshop)
    slides = []
    for sign, name in _named(workshop):
        if sign not in portraits:
            expected = f"one {_TEXT}….md of the same colour and marker for each card"
            what = f"{stringify(name)} has no portrait"
            raise InputError(Problem(what, f"{_CARDS}.md", expected, _MEND))
        file, portrait = portraits[sign]
        slides.append(_slide(file, topic, sign, name, portrait, language))
    if not slides:
        raise _unusable(f"{_CARDS}.md", "a card for each type")
    return slides


def _named(workshop: Path) -> Iterator[tuple[Sign, list[Element]]]:
    """Yield sign and name of each type, from the cards that show them side by side."""
    file = f"{_CARDS}.md"
    for card in enclosed("karten", read_manuscript(workshop, _FOLDER / file).blocks):
        name = next((one for one in walk(card) if one["t"] == "Strong"), None)
        if name is None:
            raise _unusable(file, "the name of each type in bold")
        yield sign_of(card), name["c"]


def _portraits(workshop: Path) -> dict[Sign, tuple[str, list[Element]]]:
    """Return file and portrait of each type found; only they have a figure of their goals."""
    manifest = json.loads((workshop / _FOLDER / MANIFEST_FILE).read_text(encoding="utf-8"))
    found: dict[Sign, tuple[str, list[Element]]] = {}
    for entry in manifest["entries"]:
        if not entry.startswith(_GOALS):
            continue
        file = f"{_TEXT}{entry.removeprefix(_GOALS)}.md"
        blocks = read_manuscript(workshop, _FOLDER / file).blocks
        if len(blocks) != 1 or blocks[0]["t"] != "Div":
            raise _unusable(file, "one portrait")
        sign = sign_of(blocks[0])
        if sign in found:
            what = "this type has the colour and the marker of another"
            raise InputError(Problem(what, file, f"other ones than in {found[sign][0]}"))
        found[sign] = file, blocks[0]["c"][1]
    return found


def _slide(
    file: str,
    topic: str,
    sign: Sign,
    name: list[Element],
    portrait: Sequence[Element],
    language: str,
) -> Slide:
    say = speaker(language)
    head = enclosed("steckbrief-kopf", portrait)
    goals = next((one for one in pictures(portrait) if f"/{_GOALS}" in one.path), None)
    strengths = _strengths(portrait, language)
    if not head or head[-1]["t"] != "Para" or goals is None or not strengths:
        heading_of_strengths = say("Stärken")
        raise _unusable(
            file, f'head, figure of the goals, and what stands below "{heading_of_strengths}"'
        )
    *heading, about = head
    headline = name
    for paragraph in heading:
        headline = [*headline, text(": "), *rewrite(paragraph["c"], _plain)]
    size, _ = first_sentence(about["c"])
    lines = [{"t": "Para", "c": [*size, text(".")]}, *strengths]
    return Slide(topic, headline, lines, goals, sign)


def _unusable(file: str, expected: str) -> InputError:
    return InputError(Problem("this file makes no slide of a type", file, expected, _MEND))


def _plain(element: Element) -> list[Element] | None:
    """Take the weight from words that stand in a headline."""
    content: list[Element] = element["c"] if element["t"] == "Strong" else []
    return content or None


def _strengths(portrait: Sequence[Element], language: str) -> list[Element]:
    """Return the computed strengths, the largest first, or why there are none.

    Their heading tells them, so that the study's own, which stand beside them, are never shown.
    """
    say = speaker(language)
    title, further = say("Stärken"), say("Weitere stehen im Bericht.")
    columns: list[list[Element]] = [column["c"][1] for column in enclosed(_COLUMNS, portrait)]
    own = next((column for column in columns if title in map(_heading, column)), [])
    below = list(dropwhile(lambda block: _heading(block) != title, own))[1:]
    found = list(takewhile(lambda block: block["t"] != "Header", below))
    if not found or found[0]["t"] != "BulletList":
        return found
    shown = {"t": "BulletList", "c": found[0]["c"][:_MOST]}
    complete = len(found[0]["c"]) <= _MOST and len(found) == 1
    return [shown] if complete else [shown, {"t": "Para", "c": [text(further)]}]


def _heading(block: Element) -> str:
    return stringify(block["c"][2]) if block["t"] == "Header" else ""
