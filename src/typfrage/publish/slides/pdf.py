"""Set the deck: one Typst document in the look of the report, set by Typst."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path, PurePosixPath

from typfrage.problems import InputError, Problem
from typfrage.publish.embedded.book import Book, read_book
from typfrage.publish.embedded.citations import citation_problems, cite
from typfrage.publish.embedded.extension import lua_filters, template_partials
from typfrage.publish.embedded.pandoc import document, run_pandoc
from typfrage.publish.embedded.pdf import set_pdf
from typfrage.publish.embedded.settings import FILE as BOOK_FILE
from typfrage.publish.embedded.tree import Element, plain, raw_block
from typfrage.publish.slides.deck import deck_problems, slides_of
from typfrage.publish.slides.manuscript import SLIDES_FILE, lay_out, read_manuscript
from typfrage.publish.slides.slide import Picture, Sign, Slide
from typfrage.results.assembly import STATUS_FILE
from typfrage.results.freshness import fresh_results
from typfrage.results.language import speaker
from typfrage.results.store import CURRENT
from typfrage.survey.waves.study import Study, Wave

_LOOK = "slides.typ"


def make_slides(study: Study, wave: Wave) -> bytes:
    """Make the deck of a wave from its stored results.

    Args:
        study: A study with ``_quarto.yml`` and ``folien.qmd``.
        wave: The wave.

    Returns:
        A PDF (PDF/UA-1), the same for the same results.

    Raises:
        InputError: Results are missing or stale, or the study's texts are wrong.
        BuildError: pandoc or Typst failed.
    """
    _check_sources(study.root)
    results = fresh_results(study, wave)
    book = read_book(study.root.resolve())
    with tempfile.TemporaryDirectory() as folder:
        workshop = Path(folder).resolve()
        lay_out(workshop, book.root, results)
        manuscript = read_manuscript(workshop, PurePosixPath(SLIDES_FILE))
        problems = [*deck_problems(manuscript), *citation_problems([manuscript], book)]
        if problems:
            raise InputError(problems)
        (cited,) = cite([manuscript], book)
        slides = slides_of(cited, workshop, book.language)
        look = files(__package__).joinpath(_LOOK).read_text(encoding="utf-8")
        status = read_manuscript(workshop, PurePosixPath(CURRENT.lstrip("/")) / STATUS_FILE)
        source = typst_source(book, wave.id, status.blocks, slides)
        # The report's look; the second partial is what calls it.
        shared = template_partials(book.root)[0].relative_to(book.root).as_posix()
        return set_pdf(book, f'#import "/{shared}": *\n{look}\n{source}', workshop)


def typst_source(book: Book, wave: str, status: list[Element], slides: Sequence[Slide]) -> str:
    """Return the deck as a Typst document, without its look.

    Args:
        book: For the title page.
        wave: Name of the wave.
        status: What every slide says of its data; empty where nothing need be said.
        slides: The slides after the title.
    """
    blocks = _opening(book, wave, status)
    for slide in slides:
        blocks += _slide_source(slide)
    arguments = ["--from", "json", "--to", "typst", "--wrap", "none"]
    arguments += [f"--lua-filter={path}" for path in lua_filters(book.root)]
    return run_pandoc(arguments, document(blocks), "writing the slides' source")


def _opening(book: Book, wave: str, status: list[Element]) -> list[Element]:
    """The frame of all slides, and the title page."""
    say = speaker(book.language)
    facts = {"lang": book.language, "title": book.title, "subtitle": book.subtitle}
    facts |= {"authors": ", ".join(book.authors), "date": book.printed_date}
    facts["kind"] = say("Folien zum Bericht, Welle {wave}", wave=wave)
    facts["wave"] = say("Welle {wave}", wave=wave)
    shown = "".join(f"{key}: {_string(value)}, " for key, value in facts.items())
    if not status:
        return [raw_block("typst", f"#show: deck.with({shown})")]
    return [
        raw_block("typst", f"#show: deck.with({shown}status: ["),
        *status,
        raw_block("typst", "])"),
    ]


def _slide_source(slide: Slide) -> list[Element]:
    look = f"{_picture(slide.picture)}{_sign(slide.sign)}"
    return [
        raw_block("typst", f"#slide(topic: {_string(slide.topic)}, {look}headline: ["),
        plain(slide.headline),
        raw_block("typst", "])["),
        *slide.text,
        raw_block("typst", "]"),
    ]


def _picture(picture: Picture | None) -> str:
    if picture is None:
        return ""
    return f"picture: image({_string(picture.path)}, alt: {_string(picture.alt)}), "


def _sign(sign: Sign | None) -> str:
    return (
        ""
        if sign is None
        else f"color: rgb({_string(sign.colour)}), marker: {_string(sign.marker)}, "
    )


def _string(value: str) -> str:
    """Return a text as a string of Typst, which writes them as JSON does."""
    return json.dumps(value, ensure_ascii=False)


def _check_sources(root: Path) -> None:
    problems = [
        Problem(f"the study has no slides: {name} is missing", str(root), what, "write it")
        for name, what in ((BOOK_FILE, "a Quarto book"), (SLIDES_FILE, "the slides' text"))
        if not (root / name).is_file()
    ]
    if problems:
        raise InputError(problems)
