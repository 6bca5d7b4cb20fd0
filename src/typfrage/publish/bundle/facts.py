"""What archives want to know of a study: title, authors, day, licences, what its data are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from importlib.metadata import version

import yaml

from typfrage.problems import InputError, Problem
from typfrage.publish.embedded.book import Book, read_book
from typfrage.publish.embedded.settings import FILE as BOOK_FILE
from typfrage.publish.imprint import CITATION_FILE, as_sentence
from typfrage.results.language import speaker
from typfrage.survey.questionnaire.codebook import Codebook
from typfrage.survey.waves.study import Study, Wave
from typfrage.survey.waves.wave import Microdata, WaveFile


@dataclass(frozen=True)
class Licences:
    """SPDX identifiers of what the study itself made, empty where it states none.

    Attributes:
        content: Of text, figures, tables and questionnaire.
        code: Of notebooks.
    """

    content: str
    code: str


@dataclass(frozen=True)
class Facts:
    """What is told of a study and its wave, in the language of the report where it is prose.

    Attributes:
        study: Short name of the study.
        title: Title of the report.
        wave: The wave's file.
        authors: Names as printed; at least one.
        published: Day of publication.
        description: What the report is about.
        language: Language of the report.
        licences: Of what the study made.
        codebook: The questionnaire as the wave put it.
        program: Version of typfrage.
    """

    study: str
    title: str
    wave: WaveFile
    authors: tuple[str, ...]
    published: date
    description: str
    language: str
    licences: Licences
    codebook: Codebook
    program: str

    @property
    def name(self) -> str:
        """Title of report and wave."""
        say = speaker(self.language)
        return say("{title} Welle {wave}", title=as_sentence(self.title), wave=self.wave.id)

    @property
    def status(self) -> str:
        """Whether the answers are generated or were given."""
        say = speaker(self.language)
        if self.wave.synthetic:
            return say(
                "Synthetische Daten: Die Antworten sind künstlich erzeugt. Keine Kommune hat sie "
                "gegeben."
            )
        return say("Antworten der befragten Kommunen.")

    @property
    def released(self) -> Microdata | None:
        """Under which terms the answers are released, ``None`` where they are not."""
        microdata = self.wave.microdata
        return microdata if microdata is not None and microdata.released else None


def read_facts(study: Study, wave: Wave) -> Facts:
    """Read what a study says of itself.

    Raises:
        InputError: It has no report, or the report names no author or no day.
    """
    if not (study.root / BOOK_FILE).is_file():
        what = f"the study has no report: {BOOK_FILE} is missing"
        mend = "write it; archives ask for title, authors and a day"
        raise InputError(Problem(what, str(study.root), "a Quarto book", mend))
    book = read_book(study.root)
    return Facts(
        study=study.codebook.id,
        title=f"{as_sentence(book.title)} {book.subtitle}".strip() if book.subtitle else book.title,
        wave=wave.file,
        authors=_stated_authors(book),
        published=_stated_day(book),
        description=book.description or study.codebook.label(study.codebook.title),
        language=book.language,
        licences=_licences(study),
        codebook=study.codebook.on(wave.file.field_period.first),
        program=version("typfrage"),
    )


def _stated_authors(book: Book) -> tuple[str, ...]:
    if not book.authors:
        raise InputError(_unstated("book.author", "at least one name"))
    return book.authors


def _stated_day(book: Book) -> date:
    if book.date is None:
        raise InputError(_unstated("book.date", "a day such as 2026-03-01"))
    return book.date


def _unstated(key: str, expected: str) -> Problem:
    what = f"{key} is missing, and archives ask for it"
    return Problem(what, BOOK_FILE, expected, f"add {key}")


def _licences(study: Study) -> Licences:
    """Tell Creative Commons, which are for content, from those of programs."""
    path = study.root / CITATION_FILE
    stated = yaml.safe_load(path.read_text("utf-8")).get("license", []) if path.is_file() else []
    named = [str(one) for one in (stated if isinstance(stated, list) else [stated])]
    content = [one for one in named if one.startswith("CC")]
    code = [one for one in named if one not in content and not one.startswith("OFL")]
    return Licences(next(iter(content or code), ""), next(iter(code or content), ""))
