"""A slide for each type of the wave, made from its stored portrait."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from typfrage.problems import InputError, Problem
from typfrage.publish.embedded.tree import Element, rewrite, stringify, text
from typfrage.publish.slides.manuscript import read_manuscript
from typfrage.publish.slides.slide import Sign, Slide, enclosed, first_sentence, pictures, sign_of
from typfrage.results.assembly import MANIFEST_FILE
from typfrage.results.store import CURRENT

_FOLDER = PurePosixPath(CURRENT.lstrip("/"))
_CARDS = "txt-typen-karten"
_TEXT, _GOALS = "txt-steckbrief-", "fig-steckbrief-"
_STRENGTHS = "Stärken"
_MOST = 4
_FURTHER = "Weitere stehen im Bericht."


def type_slides(workshop: Path, topic: str) -> list[Slide]:
    """Make a slide of each type that the wave has, in the order of the report.

    Args:
        workshop: The folder of :func:`typfrage.publish.slides.manuscript.lay_out`.
        topic: What stands above the headlines.

    Raises:
        InputError: A type has no portrait.
    """
    portraits = dict(_portraits(workshop))
    slides = []
    for sign, name in _named(workshop):
        if sign not in portraits:
            raise InputError(
                Problem(
                    f"{stringify(name)} has no portrait",
                    f"{_CARDS}.md",
                    f"one {_TEXT}….md of the same colour and marker for each card",
                    "run `typfrage run` again",
                )
            )
        slides.append(_slide(topic, sign, name, portraits[sign]))
    return slides


def _named(workshop: Path) -> Iterator[tuple[Sign, list[Element]]]:
    """Yield sign and name of each type, from the cards that show them side by side."""
    cards = read_manuscript(workshop, _FOLDER / f"{_CARDS}.md").blocks
    for card in enclosed("karten", cards):
        (name,) = card["c"][1][0]["c"]
        yield sign_of(card), name["c"]


def _portraits(workshop: Path) -> Iterator[tuple[Sign, list[Element]]]:
    """Yield the portraits of the types that were found; only they have a figure of their goals."""
    manifest = json.loads((workshop / _FOLDER / MANIFEST_FILE).read_text(encoding="utf-8"))
    for entry in manifest["entries"]:
        if entry.startswith(_GOALS):
            path = _FOLDER / f"{_TEXT}{entry.removeprefix(_GOALS)}.md"
            (portrait,) = read_manuscript(workshop, path).blocks
            yield sign_of(portrait), portrait["c"][1]


def _slide(topic: str, sign: Sign, name: list[Element], portrait: Sequence[Element]) -> Slide:
    *heading, about = enclosed("steckbrief-kopf", portrait)
    headline = name
    for paragraph in heading:
        headline = [*headline, text(": "), *rewrite(paragraph["c"], _plain)]
    goals = next(one for one in pictures(portrait) if f"/{_GOALS}" in one.path)
    size, _ = first_sentence(about["c"])
    lines = [{"t": "Para", "c": [*size, text(".")]}, *_strengths(portrait)]
    return Slide(topic, headline, lines, goals, sign)


def _plain(element: Element) -> list[Element] | None:
    """Take the weight from words that stand in a headline."""
    content: list[Element] = element["c"] if element["t"] == "Strong" else []
    return content or None


def _strengths(portrait: Sequence[Element]) -> list[Element]:
    """Return the computed strengths, the largest first, or why there are none."""
    columns = enclosed("steckbrief-spalten", portrait)
    first, *further = [block for column in columns for block in _section(column["c"][1])]
    if first["t"] != "BulletList":
        return [first, *further]
    shown = {"t": "BulletList", "c": first["c"][:_MOST]}
    complete = len(first["c"]) <= _MOST and not further
    return [shown] if complete else [shown, {"t": "Para", "c": [text(_FURTHER)]}]


def _section(blocks: Sequence[Element]) -> Iterator[Element]:
    """Yield what stands below the heading of the strengths, up to the next one."""
    below = False
    for block in blocks:
        if block["t"] == "Header":
            below = stringify(block["c"][2]) == _STRENGTHS
        elif below:
            yield block
