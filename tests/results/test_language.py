"""Every sentence of the report has its translation, and every translation its sentence."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date

import nbformat
import pytest
from babel.messages.extract import extract
from tests.project import ROOT

from typfrage.results.language import (
    CATALOGUES,
    SOURCE,
    UntranslatedError,
    _catalogue,
    mark,
    speaker,
)

KEYWORDS = {"say": None, "many": (1, 2), "mark": None}
GAPS = re.compile(r"{(\w+)[^}]*}")
LANGUAGES = sorted(path.stem for path in CATALOGUES.glob("*.po"))


def _sources() -> Iterator[tuple[str, bytes]]:
    for path in sorted((ROOT / "src" / "typfrage").rglob("*.py")):
        yield str(path.relative_to(ROOT)), path.read_bytes()
    for path in sorted((ROOT / "analysis").glob("*.ipynb")):
        cells = nbformat.read(path, as_version=4).cells
        code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
        yield path.name, code.encode()


def _sentences() -> dict[str | tuple[str, str], str]:
    """Every sentence that is said, with a place where it stands."""
    found: dict[str | tuple[str, str], str] = {}
    for name, content in _sources():
        for line, message, _, _ in extract("python", io.BytesIO(content), keywords=KEYWORDS):
            found[message] = f"{name}, line {line}"
    return found


def _gaps(text: str) -> set[str]:
    return set(GAPS.findall(text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_translated(language: str) -> None:
    catalogue = _catalogue(language)
    missing = [
        f"{place}: {sentence!r}"
        for sentence, place in _sentences().items()
        if not _said(catalogue.get(sentence if isinstance(sentence, str) else sentence[0]))
    ]

    assert missing == []


def _said(message: object) -> bool:
    text = getattr(message, "string", "")
    return bool(text) and all([text] if isinstance(text, str) else text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_left_over(language: str) -> None:
    said = set(_sentences())

    assert [
        message.id for message in _catalogue(language) if message.id and message.id not in said
    ] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_fills_the_same_gaps(language: str) -> None:
    for message in _catalogue(language):
        if message.id and isinstance(message.id, str):
            assert _gaps(message.string) == _gaps(message.id), message.id
        elif message.id:
            every = set().union(*map(_gaps, message.id)) | {"number"}
            for said in message.string:
                assert _gaps(said) <= every, message.id


def test_german_says_what_the_code_says() -> None:
    say = speaker(SOURCE)

    assert say(mark("Am größten ist {what}."), what="{x}") == "Am größten ist {x}."
    assert say.many("{number} Kommune", "{number} Kommunen", 1) == "1 Kommune"
    assert say.many("{number} Kommune", "{number} Kommunen", 0) == "0 Kommunen"
    assert say.listed(["a", "b", "c"]) == "a, b und c"
    assert say.listed([]) == ""
    assert say.month(date(2018, 12, 1)) == "Dezember 2018"


def test_a_language_without_catalogue_is_english() -> None:
    say = speaker("ja")

    assert say.listed(["a", "b", "c"]) == "a, b and c"
    assert (say.number(4), say.number(1234)) == ("four", "1,234")
    assert say.day(date(2018, 12, 1)) == "1 December 2018"


def test_a_sentence_without_translation_is_an_error() -> None:
    with pytest.raises(UntranslatedError, match="no 'en'"):
        speaker("en")("".join(["Das steht ", "nirgends."]))
