"""The imprint's facts: how to cite the report, under which licences, on which data it rests.

They come from ``_quarto.yml``, ``CITATION.cff`` and the wave's file, so that nobody types them.
"""

from __future__ import annotations

from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from typfrage.publish.book_files import read_book_yaml
from typfrage.publish.embedded.settings import FILE as BOOK_FILE
from typfrage.publish.embedded.settings import get
from typfrage.results.language import mark, speaker
from typfrage.results.markdown import escaped
from typfrage.results.provenance import day, period
from typfrage.survey.waves.wave import WaveFile

IMPRINT_FILE = "imprint.md"
"""What the imprint's chapter includes, beside the wave's results."""

CITATION_FILE = "CITATION.cff"

_COVERED = {
    "MIT": (mark("Programm und Notebooks"), "MIT"),
    "CC-BY-4.0": (mark("Text, Abbildungen, Tabellen und Fragebogen"), "CC BY 4.0"),
    "OFL-1.1": (mark("Schrift Source Sans 3"), "SIL OFL 1.1"),
}
"""What each licence of ``CITATION.cff`` is for, and how it is written."""


def write_imprint(root: Path, results: Path, wave: WaveFile, language: str) -> None:
    """Write the imprint's facts as Markdown; nothing where the study has no book.

    Args:
        root: The folder of ``_quarto.yml``; ``CITATION.cff`` may lie beside it.
        results: ``_results/<wave>``.
        wave: The wave's file.
        language: Language of the imprint.
    """
    if not (root / BOOK_FILE).is_file():
        return
    book = get(_read(root / BOOK_FILE), "book", {})
    say = speaker(language)
    fieldwork = say("{wave}, Feldzeit {period}", wave=wave.id, period=period(wave, language))
    facts = [
        (say("So zitieren"), _citation(book, wave, language)),
        (say("Herausgabe"), escaped(", ".join(_authors(book)))),
        (say("Stand"), escaped(_day(book, language))),
        (say("Welle"), escaped(fieldwork)),
        (say("Gebietsstand"), escaped(day(wave.gebietsstand, language))),
        (say("Daten"), _data(wave, language)),
        (say("Programm"), escaped(f"typfrage {_version()}")),
        (say("Lizenzen"), _licences(root / CITATION_FILE, language)),
    ]
    text = "\n\n".join(f"**{what}:** {fact}" for what, fact in facts if fact)
    (results / IMPRINT_FILE).write_text(text + "\n", encoding="utf-8")


def _citation(book: dict[str, Any], wave: WaveFile, language: str) -> str:
    parts = (str(book.get(key, "")) for key in ("title", "subtitle"))
    title = " ".join(as_sentence(part) for part in parts if part)
    published = book.get("date")
    year = f" ({published.year})" if isinstance(published, date) else ""
    who = escaped(", ".join(_authors(book)) + year)
    say = speaker(language)
    what = say("Welle {wave}, typfrage {version}.", wave=wave.id, version=_version())
    return f"{who}: *{escaped(title)}* {escaped(what)}"


def as_sentence(title: str) -> str:
    """Return a title with a mark at its end, so that something may follow."""
    return title if title.endswith((".", "?", "!")) else f"{title}."


def _version() -> str:
    return version("typfrage")


def _authors(book: dict[str, Any]) -> list[str]:
    named = book.get("author", [])
    listed = named if isinstance(named, list) else [named]
    return [str(one["name"] if isinstance(one, dict) else one) for one in listed]


def _day(book: dict[str, Any], language: str) -> str:
    published = book.get("date")
    if isinstance(published, date):
        return speaker(language).day(published)
    return str(published or "")


def _data(wave: WaveFile, language: str) -> str:
    say = speaker(language)
    if wave.synthetic:
        return say("synthetisch erzeugte Antworten, die keine Kommune gegeben hat")
    return say("Antworten der befragten Kommunen")


def _licences(path: Path, language: str) -> str:
    if not path.is_file():
        return ""
    named = _read(path).get("license", [])
    licences = named if isinstance(named, list) else [named]
    say = speaker(language)
    covered = [_COVERED.get(one, ("", str(one))) for one in licences]
    return escaped("; ".join(f"{say(what)}: {name}" if what else name for what, name in covered))


def _read(path: Path) -> dict[str, Any]:
    document = read_book_yaml(path.parent, path.name)
    content = None if document is None else document.content
    return content if isinstance(content, dict) else {}
