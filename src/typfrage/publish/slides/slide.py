"""One slide, and what of a text becomes its headline, its picture and its lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from typfrage.publish.embedded.tree import Element, attr_of, walk


@dataclass(frozen=True)
class Sign:
    """What tells a type in every figure.

    Attributes:
        colour: ``#rrggbb``.
        marker: Shape that tells it without colour.
    """

    colour: str
    marker: str


@dataclass(frozen=True)
class Picture:
    """A stored figure.

    Attributes:
        path: Where it lies, from the root.
        alt: What one sees.
    """

    path: str
    alt: str


@dataclass(frozen=True)
class Slide:
    """One slide.

    Attributes:
        topic: What it is about, above the headline.
        headline: Its message.
        text: Its lines.
        picture: Its figure, if it has one.
        sign: The type that it is about, if any.
    """

    topic: str
    headline: list[Element]
    text: list[Element]
    picture: Picture | None = None
    sign: Sign | None = None


def sign_of(element: Element) -> Sign:
    """Return the sign of a type's portrait or card."""
    attr = attr_of(element)
    return Sign(attr.get("style").partition(":")[2].strip(" ;"), attr.get("marker"))


def pictures(blocks: Sequence[Element]) -> list[Picture]:
    """Return all figures in order."""
    found = []
    for element in walk(list(blocks)):
        if element["t"] == "Figure":
            (image,) = (inner for inner in walk(element["c"][2]) if inner["t"] == "Image")
            alt = attr_of(image).get("fig-alt") or attr_of(element).get("fig-alt")
            found.append(Picture(image["c"][2][0], alt))
    return found


def text_of(blocks: Sequence[Element], most: int | None = None) -> list[Element]:
    """Return the lines without figures.

    Args:
        blocks: The content of a slide.
        most: So many paragraphs and lists at most.
    """
    return [block for block in blocks if block["t"] != "Figure"][:most]


def headline_and_rest(blocks: Sequence[Element]) -> tuple[list[Element], list[Element]]:
    """Part a headline from its lines: the heading, or the first sentence where there is none."""
    if not blocks or blocks[0]["t"] not in ("Header", "Para"):
        return [], list(blocks)
    first, *others = blocks
    if first["t"] == "Header":
        return first["c"][2], others
    headline, rest = first_sentence(first["c"])
    return headline, [*([{"t": "Para", "c": rest}] if rest else []), *others]


def first_sentence(inlines: list[Element]) -> tuple[list[Element], list[Element]]:
    """Part the first sentence, up to its full stop or colon, from the rest of a paragraph.

    Returns:
        The sentence without the mark that ends it, and what follows.
    """
    for at, (word, following) in enumerate(zip(inlines, [*inlines[1:], None], strict=True)):
        ends = word["t"] == "Str" and word["c"].endswith((".", ":"))
        if ends and (following is None or following["t"] in ("Space", "SoftBreak")):
            last = {"t": "Str", "c": word["c"][:-1]}
            return [*inlines[:at], last], inlines[at + 2 :]
    return inlines, []


def enclosed(class_: str, blocks: Sequence[Element]) -> list[Element]:
    """Return the content of the first div of a class, empty where there is none."""
    for element in walk(list(blocks)):
        if element["t"] == "Div" and class_ in attr_of(element).classes:
            content: list[Element] = element["c"][1]
            return content
    return []
