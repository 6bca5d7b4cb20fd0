"""Every sentence of the report has its translation, and every translation its sentence."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import date

import nbformat
import pytest
from tests.project import ROOT

from typfrage.results.language import (
    CATALOGUES,
    SOURCE,
    UntranslatedError,
    catalogue_of,
    mark,
    speaker,
)

GAPS = re.compile(r"{(\w+)[^}]*}")
LANGUAGES = sorted(path.stem for path in CATALOGUES.glob("*.po"))


def _sources() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "src" / "typfrage").rglob("*.py")):
        yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "analysis").glob("*.ipynb")):
        cells = nbformat.read(path, as_version=4).cells
        yield path.name, "\n".join(cell.source for cell in cells if cell.cell_type == "code")


def _said_in(call: ast.Call) -> list[str]:
    """The sentences that a call says or marks: one, or one for one and one for many."""
    match call.func:
        case ast.Name("say" | "mark") | ast.Call(ast.Name("speaker")):
            sentences = call.args[:1]
        case ast.Attribute(attr="many"):
            sentences = call.args[:2]
        case _:
            return []
    values = [one.value for one in sentences if isinstance(one, ast.Constant)]
    return [value for value in values if isinstance(value, str)]


def _sentences() -> dict[str | tuple[str, str], str]:
    """Every sentence that is said, with a place where it stands."""
    found: dict[str | tuple[str, str], str] = {}
    for name, content in _sources():
        for call in ast.walk(ast.parse(content)):
            if isinstance(call, ast.Call) and (said := _said_in(call)):
                message = said[0] if len(said) == 1 else (said[0], said[1])
                found[message] = f"{name}, line {call.lineno}"
    return found


GERMAN = re.compile(
    r"[äöüßÄÖÜ„]|\b(alle|auf|Anteil|bis|das|der|ein|im|Kommunen?|nach|nicht|oder|und|von)\b"
    r"|\bTypen?\b(?!-Check)"
)
NO_SENTENCES = {
    "src/typfrage/results/language.py",  # its tables of words hold both languages
    # what is looked for, in both languages
    "src/typfrage/publish/scan/declared.py",
    "src/typfrage/publish/scan/pdf.py",
    "src/typfrage/publish/scan/small_counts.py",
}


def _unsaid(tree: ast.Module) -> Iterator[ast.Constant]:
    """German texts that are neither said nor marked, neither documentation nor one of two."""
    left_out: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _said_in(node):
            left_out |= set(node.args)
        elif isinstance(node, ast.Expr):
            left_out.add(node.value)
        elif isinstance(node, ast.Dict):
            keys = [key.value for key in node.keys if isinstance(key, ast.Constant)]
            if {"de", "en"} <= set(keys):
                left_out |= {below for value in node.values for below in ast.walk(value)}
    constants = (node for node in ast.walk(tree) if isinstance(node, ast.Constant))
    for node in constants:
        if node not in left_out and isinstance(node.value, str) and GERMAN.search(node.value):
            yield node


def test_german_texts_are_said_so_that_they_can_be_translated() -> None:
    places = ("src/typfrage/results/", "src/typfrage/publish/")
    found = [
        f"{name}, line {text.lineno}: {text.value!r}"
        for name, content in _sources()
        if name.endswith(".ipynb") or (name.startswith(places) and name not in NO_SENTENCES)
        for text in _unsaid(ast.parse(content))
    ]

    assert found == []


def test_an_unsaid_german_text_is_noticed() -> None:
    code = 'say = f\n"""Für alle"""\nx = {"de": "für", "en": "for"}\ny = say("für") + f("für")'

    assert [text.value for text in _unsaid(ast.parse(code))] == ["für"]


def _gaps(text: str) -> set[str]:
    return set(GAPS.findall(text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_translated(language: str) -> None:
    catalogue = catalogue_of(language)
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
        message.id for message in catalogue_of(language) if message.id and message.id not in said
    ] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_fills_the_same_gaps(language: str) -> None:
    for message in catalogue_of(language):
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
