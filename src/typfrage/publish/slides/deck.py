"""The deck: which slides there are in this wave, and in which order.

``folien.qmd`` holds a div of class ``folie`` for each slide and one of class ``folie-je-typ`` where
the slides of the types stand. A slide's headline is its heading, or its first sentence. Attributes:

- ``thema``: what stands above the headline.
- ``rang``: the slide may be left out; the smaller the number, the longer it stays. What says that
  the data are synthetic has none.
- ``nur-mit``: a file of the results without which there is no such slide.
- ``hoechstens``: so many paragraphs and lists at most.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from typfrage.problems import Problem
from typfrage.publish.embedded.manuscript import Manuscript
from typfrage.publish.embedded.tree import Attr, Element, attr_of, stringify
from typfrage.publish.embedded.vocabulary import unknown_constructs
from typfrage.publish.slides.portraits import type_slides
from typfrage.publish.slides.slide import Slide, headline_and_rest, pictures, text_of
from typfrage.results.assembly import STATUS_FILE
from typfrage.results.store import CURRENT

MOST_SLIDES = 16
"""With the title; slides that may be left out fill a deck up to here.

The project's text needs ten slides, of synthetic data, and one for each type: with more than six
types, every further one is a slide more.
"""

_SLIDE, _EACH_TYPE = "folie", "folie-je-typ"
_ATTRIBUTES = {
    _SLIDE: frozenset({"thema", "rang", "nur-mit", "hoechstens"}),
    _EACH_TYPE: frozenset({"thema"}),
}


@dataclass(frozen=True)
class _Planned:
    """A slide, and how readily it is left out: 0 never, else the higher the sooner."""

    slide: Slide
    rank: int = 0


def slides_of(manuscript: Manuscript, workshop: Path, language: str) -> list[Slide]:
    """Return the slides of a wave in order, without the title.

    Args:
        manuscript: ``folien.qmd`` without problems, its citations written.
        workshop: The folder in which the wave is the current one.
        language: Language of the report.

    Raises:
        InputError: A type has no portrait.
    """
    planned = [
        one for element in manuscript.blocks for one in _planned(element, workshop, language)
    ]
    needed = sum(one.rank == 0 for one in planned)
    further = sorted((one for one in planned if one.rank), key=lambda one: one.rank)
    fill = further[: max(0, MOST_SLIDES - 1 - needed)]
    return [one.slide for one in planned if one.rank == 0 or one in fill]


def _planned(element: Element, workshop: Path, language: str) -> Iterator[_Planned]:
    attr = attr_of(element)
    if _EACH_TYPE in attr.classes:
        for slide in type_slides(workshop, attr.get("thema"), language):
            yield _Planned(slide)
    elif _is_filled(workshop, attr.get("nur-mit")):
        headline, rest = headline_and_rest(element["c"][1])
        most = attr.get("hoechstens")
        lines = text_of(rest, int(most) if most else None)
        picture = next(iter(pictures(rest)), None)
        yield _Planned(
            Slide(attr.get("thema"), headline, lines, picture), int(attr.get("rang", "0"))
        )


def _is_filled(workshop: Path, needed: str) -> bool:
    path = workshop / CURRENT.lstrip("/") / needed
    return not needed or (path.is_file() and bool(path.read_text(encoding="utf-8").strip()))


def deck_problems(manuscript: Manuscript) -> Iterator[Problem]:
    """Yield what is wrong with ``folien.qmd``: text on no slide, unknown attributes or divs.

    Args:
        manuscript: It, as parsed.
    """
    for element in manuscript.blocks:
        attr = attr_of(element)
        allowed = _ATTRIBUTES.get(attr.classes[0]) if len(attr.classes) == 1 else None
        shown = stringify(element)[:40]
        if allowed is None:
            needle = shown.partition(" ")[0]
            what = f'"{shown}" stands on no slide'
            yield manuscript.source.problem(
                needle, what, f"::: {{.{_SLIDE}}}, ::: {{.{_EACH_TYPE}}}"
            )
            continue
        yield from _attribute_problems(manuscript, attr, allowed)
        yield from unknown_constructs(manuscript.with_blocks(element["c"][1]), "typst")
        if _SLIDE in attr.classes and not stringify(headline_and_rest(element["c"][1])[0]):
            what = "this slide has no headline"
            yield manuscript.source.problem(_written(attr), what, "a heading, or a paragraph")


def _attribute_problems(
    manuscript: Manuscript, attr: Attr, allowed: frozenset[str]
) -> Iterator[Problem]:
    for key, value in attr.pairs:
        if key not in allowed:
            what = f'a slide has no attribute {key}="{value}"'
            yield manuscript.source.problem(f'{key}="{value}"', what, ", ".join(sorted(allowed)))
        elif key in ("rang", "hoechstens") and not (value.isdecimal() and int(value)):
            what = f'{key}="{value}" is no number of at least 1'
            yield manuscript.source.problem(f'{key}="{value}"', what)
    if attr.get("rang") and attr.get("nur-mit") == STATUS_FILE:
        what = "the slide that says what the data are cannot be left out"
        yield manuscript.source.problem(f'nur-mit="{STATUS_FILE}"', what, "no rang")


def _written(attr: Attr) -> tuple[str, ...]:
    return tuple(f'{key}="{value}"' for key, value in attr.pairs) or (f".{_SLIDE}",)
