"""Sentences in the language of the report: German stands in the code, others in a catalogue.

A sentence stands in the code in German, whole, with named gaps, so that whoever reads the code
reads the report. ``locale/<language>.po`` holds it in other languages, in gettext's format, which
translators know; ``tests/results/test_language.py`` fails where a sentence lacks its translation.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

SOURCE = "de"
"""The language of the sentences in the code."""

FALLBACK = "en"
"""The language of reports whose own has no catalogue."""

CATALOGUES = Path(__file__).resolve().parent / "locale"

_LOCALES = {"de": "de", "en": "en_GB"}
_WORDS = {
    "de": (
        "null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn",
        "elf", "zwölf",
    ),
    "en": (
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve",
    ),
}  # fmt: skip


class UntranslatedError(LookupError):
    """A sentence has no translation; the report would mix languages."""


class Speaker:
    """Says sentences in one language; :func:`speaker` returns it.

    Args:
        language: A language with a catalogue, or that of the code.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._catalogue = None if language == SOURCE else catalogue_of(language)

    def __call__(self, sentence: str, /, **values: object) -> str:
        """Say a sentence.

        Args:
            sentence: In German, with ``{name}`` for each value.
            values: What fills the gaps, already written as readers see it.

        Raises:
            UntranslatedError: The catalogue lacks the sentence.
        """
        return self._translated(sentence).format(**values)

    def many(self, one: str, many: str, number: int, /, **values: object) -> str:
        """Say one of two sentences, as the number asks for; ``{number}`` is written in digits.

        Args:
            one: The sentence for one.
            many: The sentence for none and for several.
            number: How many.
            values: What fills the gaps.
        """
        chosen = one if number == 1 else many
        if self._catalogue is not None:
            chosen = self._plural(one, many, number)
        return chosen.format(**{"number": number} | values)

    def listed(self, words: list[str] | tuple[str, ...]) -> str:
        """Join words: „a, b und c“."""
        return format_list(list(words), locale=_LOCALES[self.language]) if words else ""

    def number(self, number: int) -> str:
        """Write a small number in words: up to twelve."""
        words = _WORDS[self.language]
        if 0 <= number < len(words):
            return words[number]
        return f"{number:,}".replace(",", "." if self.language == "de" else ",")

    def day(self, of: date) -> str:
        """Write a day: „31. Dezember 2018“."""
        return str(format_date(of, "long", locale=_LOCALES[self.language]))

    def month(self, of: date) -> str:
        """Write a month: „Dezember 2018“."""
        return str(format_skeleton("yMMMM", of, locale=_LOCALES[self.language]))

    def _translated(self, sentence: str) -> str:
        if self._catalogue is None:
            return sentence
        message = self._catalogue.get(sentence)
        if message is None or not message.string or not isinstance(message.string, str):
            raise UntranslatedError(f"no {self.language!r} for {sentence!r}")
        return message.string

    def _plural(self, one: str, many: str, number: int) -> str:
        assert self._catalogue is not None
        message = self._catalogue.get(one)
        if message is None or message.id != (one, many) or not all(message.string):
            raise UntranslatedError(f"no {self.language!r} for {one!r} and {many!r}")
        return str(message.string[0 if number == 1 else 1])


def mark(sentence: str) -> str:
    """Mark a sentence that stands in a constant, so that the catalogue knows it; say it later."""
    return sentence


@cache
def speaker(language: str) -> Speaker:
    """Return who speaks a language.

    Args:
        language: ISO 639-1 code; English is spoken where it has no catalogue.
    """
    return Speaker(language if language == SOURCE or _path(language).is_file() else FALLBACK)


def _path(language: str) -> Path:
    return CATALOGUES / f"{language}.po"


@cache
def catalogue_of(language: str) -> Catalog:
    """Return all translations into a language that has a catalogue."""
    with _path(language).open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)
