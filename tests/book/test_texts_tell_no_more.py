"""Every number in a text stands in a released table too, or is known from elsewhere."""

from __future__ import annotations

import csv
import json
import math
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.book.conftest import Built

pytestmark = pytest.mark.book

NUMBER = re.compile(r"(?<![\w.-])\d[\d.]*(?:,\d+)?(?![\w\u2011-])")
MARKUP = re.compile(
    r"\{\{<.*?>\}\}|<[^>]+>|\]\([^)]*\)|@[a-z-]+|`[^`]*`|\d+\.\d+\.\d{4}", re.DOTALL
)
ATTRIBUTES = re.compile(r"\{[^}]*?fig-alt=")
"""The alternative text is read, too."""

KNOWN = {
    "txt-regression": {"p", "R²"},
    "txt-typ-check": {"Antworten"},
    "txt-typ-check-rechnung": {"Antworten"},
    "txt-veraenderung-panel": {"haben"},
}
"""Texts with numbers of their own → words beside them: the fit of the model, the number of possible
answers, and the number of municipalities that answered twice, which is told or not by a rule of its
own (see tests/results/test_changes_disclosure.py)."""


def printed(value: str) -> Iterator[str]:
    """All ways in which a text may write the cell of a table."""
    yield value
    try:
        number = abs(float(value))
    except ValueError:
        yield from NUMBER.findall(value)
        return
    if math.isfinite(number):
        for digits in range(4):
            for one in (number, 100 * number):
                yield f"{one:,.{digits}f}".translate(str.maketrans(",.", ".,"))


def released(results: Path) -> set[str]:
    """All numbers of a wave's released tables, and those of the text."""
    numbers = json.loads((results / "manifest.json").read_text(encoding="utf-8"))["numbers"]
    cells = [
        cell for data in results.glob("*.csv") for row in csv.reader(data.open()) for cell in row
    ]
    return {text for cell in (*cells, *numbers.values()) for text in printed(cell)}


def prose(path: Path) -> str:
    """A text, or the caption and the alternative text of a figure, without markup."""
    text = path.read_text(encoding="utf-8")
    if path.stem.startswith("fig-"):
        text = ATTRIBUTES.sub(" ", text.split("\n\n")[0])
    return re.sub(r"\{[^}]*\}", " ", MARKUP.sub(" ", text))


def test_numbers_of_texts_stand_in_released_tables(either: Built) -> None:
    told, strange = released(either.results), []
    texts = [*either.results.glob("txt-*.md"), *either.results.glob("fig-*.md")]
    for path in sorted(texts):
        text = prose(path)
        for found in NUMBER.finditer(text):
            number = found.group().rstrip(".")
            beside = text[max(0, found.start() - 70) : found.end() + 40]
            known = any(word in beside for word in KNOWN.get(path.stem, ()))
            if number not in told and not known and path.stem != "fig-teilung":
                strange.append((path.name, number, " ".join(beside.split())))
    assert len(texts) > 40
    assert not strange


def test_superlatives_say_that_they_are_of_what_is_published(either: Built) -> None:
    """Ranks over cells of which some are withheld are ranks among the others."""
    for path in sorted(either.results.glob("fig-*.md")):
        data = path.with_suffix(".csv").read_text(encoding="utf-8").splitlines()
        if any("." in line.split(",") for line in data):
            said = prose(path)
            if re.search(r"Am (häufigsten|meisten)", said):
                assert "soweit veröffentlicht" in said, path.name
