"""The page in front of all waves: which are published, on which data, and where they lie."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template
from types import MappingProxyType
from urllib.parse import quote

from typfrage.problems import BuildError, InputError
from typfrage.publish.embedded.footer import FooterLink, read_footer
from typfrage.publish.publication import find_publication
from typfrage.results.assembly import MANIFEST_FILE
from typfrage.results.provenance import day
from typfrage.results.run import results_folder
from typfrage.shipped import shipped
from typfrage.survey.waves.study import Study, open_wave

FILE = "index.html"
BOOKS, SLIDES = "_book", "_slides"
"""Folders of the publications and of the slides, below a study's root."""

_TEMPLATE = "start_page.html"
_FONTS = {400: "SourceSans3-Regular.ttf.woff2", 700: "SourceSans3-Bold.ttf.woff2"}
WORDS = {
    "de": {
        "all_waves": "Alle Wellen",
        "lead": "Alle veröffentlichten Wellen, die neueste zuerst.",
        "period": "Feldzeit",
        "answers": "Ausgewertete Antworten",
        "status": "Datenstand",
        "synthetic": "Synthetische Daten: Keine Kommune hat diese Antworten gegeben.",
        "real": "Antworten der Befragten",
        "unknown": "steht im Bericht",
        "wave": "Welle",
        "site": "Bericht lesen",
        "pdf": "Bericht als PDF",
        "slides": "Folien als PDF",
    },
    "en": {
        "all_waves": "All waves",
        "lead": "All published waves, the newest first.",
        "period": "Field period",
        "answers": "Answers analysed",
        "status": "Data status",
        "synthetic": "Synthetic data: no municipality gave these answers.",
        "real": "Answers of the respondents",
        "unknown": "see the report",
        "wave": "Wave",
        "site": "Read the report",
        "pdf": "Report as PDF",
        "slides": "Slides as PDF",
    },
}


@dataclass(frozen=True)
class PublishedWave:
    """What the start page says of a wave.

    Attributes:
        id: Name of the wave.
        title: What the wave is; empty where its ``wave.yml`` cannot be read now.
        field_period: First and last day, if they can be read.
        synthetic: Whether nobody gave the answers, by the published results or else by
            ``wave.yml``; ``None`` where neither can be read.
        answers: Number of answers as the report writes it; empty where no results lie there.
        site: Path of its first page from the start page.
        pdf: The same of its PDF.
        slides: The same of its slides; empty where there are none.
    """

    id: str
    title: str
    field_period: tuple[date, date] | None
    synthetic: bool | None
    answers: str
    site: str
    pdf: str
    slides: str


def write_start_page(study: Study) -> Path:
    """Write the start page of all waves that are published now, whole or not at all.

    Args:
        study: The study; each of its waves may have a folder in ``_book``.

    Returns:
        The page.
    """
    books = study.root / BOOKS
    books.mkdir(exist_ok=True)
    draft, target = books / f".{FILE}.draft", books / FILE
    language = study.codebook.languages[0]
    title = study.codebook.label(study.codebook.title)
    waves = published_waves(study)
    footer = _footer(books, waves, read_footer(study.root))
    draft.write_text(start_page(title, waves, language, footer), encoding="utf-8")
    draft.replace(target)
    return target


def published_waves(study: Study) -> tuple[PublishedWave, ...]:
    """Return the waves with a complete publication, the newest first."""
    return tuple(_published(study))


def _footer(
    books: Path, waves: tuple[PublishedWave, ...], links: tuple[FooterLink, ...]
) -> dict[str, str]:
    """Where the newest publication keeps the pages that the foot of every page links to."""
    newest = waves[0].id if waves else ""
    there = (link for link in links if newest and (books / newest / link.page).is_file())
    return {link.text: quote(f"{newest}/{link.page}") for link in there}


def start_page(
    title: str,
    waves: tuple[PublishedWave, ...],
    language: str,
    footer: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """Write the page; it needs no other file.

    Args:
        title: Title of the study.
        waves: What is published, in the order of the page.
        language: Language of the study; where the page has no words in it, it is English.
        footer: Links at its foot: what they say, and where they lead.
    """
    language = language if language in WORDS else "en"
    words = WORDS[language]
    template = (files("typfrage.publish") / _TEMPLATE).read_text(encoding="utf-8")
    return Template(template).substitute(
        lang=language,
        title=escape(title),
        all_waves=words["all_waves"],
        lead=words["lead"],
        fonts="\n".join(_fonts()),
        light=_declarations(":root"),
        dark=_declarations(':root[data-theme="dark"]'),
        waves="\n".join(_entry(wave, words, language) for wave in waves),
        footer="".join(
            f'<li><a href="{escape(to)}">{escape(text)}</a></li>' for text, to in footer.items()
        ),
    )


def _published(study: Study) -> Iterator[PublishedWave]:
    for name in reversed(study.waves):
        try:
            publication = find_publication(study.root / BOOKS / name)
        except BuildError:
            continue
        slides = study.root / SLIDES / f"{name}.pdf"
        title, period, synthetic = _facts(study, name)
        answers, published_as = _told(results_folder(study, name) / MANIFEST_FILE)
        yield PublishedWave(
            name,
            title,
            period,
            # What was published as synthetic stays so, whatever wave.yml says now.
            True if published_as else synthetic,
            answers,
            quote(f"{name}/{publication.site.name}"),
            quote(f"{name}/{publication.pdf.name}"),
            quote(f"../{SLIDES}/{slides.name}") if slides.is_file() else "",
        )


def _facts(study: Study, name: str) -> tuple[str, tuple[date, date] | None, bool | None]:
    """Title, field period and data status; none of them where the wave cannot be read now."""
    try:
        file = open_wave(study, name).file
    except InputError:
        return "", None, None
    period = (file.field_period.first, file.field_period.last)
    return study.codebook.label(file.title), period, file.synthetic


def _told(manifest: Path) -> tuple[str, bool]:
    """Number of answers as the results tell it, and whether they call themselves synthetic."""
    try:
        content = json.loads(manifest.read_text(encoding="utf-8"))
        return str(content["numbers"]["wave.n"]), content.get("synthetic") is True
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return "", False


def _fonts() -> Iterator[str]:
    folder = shipped("assets/fonts")
    for weight, name in _FONTS.items():
        content = base64.b64encode((folder / name).read_bytes()).decode("ascii")
        yield (
            f'@font-face {{ font-family: "Source Sans 3"; font-weight: {weight}; '
            f'src: url("data:font/woff2;base64,{content}") format("woff2"); }}'
        )


def _declarations(selector: str) -> str:
    """The colours and sizes of the site in a look, by the selector of the look."""
    css = (shipped("assets") / "typfrage.css").read_text(encoding="utf-8")
    return css.partition(f"{selector} {{")[2].partition("}")[0].strip()


def _entry(wave: PublishedWave, words: Mapping[str, str], language: str) -> str:
    status = {True: words["synthetic"], False: words["real"], None: words["unknown"]}
    facts = []
    if wave.field_period is not None:
        first, last = (day(one, language) for one in wave.field_period)
        facts.append((words["period"], f"{first} – {last}", ""))
    if wave.answers:
        facts.append((words["answers"], wave.answers, ""))
    look = ' class="data-status"' if wave.synthetic else ""
    facts.append((words["status"], status[wave.synthetic], look))
    rows = "".join(f"<dt>{what}</dt><dd{look}>{escape(fact)}</dd>" for what, fact, look in facts)
    title = wave.title or f"{words['wave']} {wave.id}"
    links = [("site", wave.site), ("pdf", wave.pdf), ("slides", wave.slides)]
    items = "".join(
        f'<li><a href="{escape(to)}" aria-label="{words[what]}: {escape(title)}">{words[what]}</a>'
        "</li>"
        for what, to in links
        if to
    )
    return f'<li><h2>{escape(title)}</h2><dl>{rows}</dl><ul class="links">{items}</ul></li>'
