"""A study in English gets English captions, tables and headings, not one German word."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from tests.results.small_wave import (
    FIELD,
    LEVEL,
    PLAN,
    SIZE,
    SmallWave,
    answers,
    open_small_wave,
    section,
)

from typfrage.results.portraits import store_cards, store_portraits
from typfrage.results.sections import store_sections, store_tests
from typfrage.results.structure import store_regression, store_structure, store_weighting
from typfrage.results.team import store_team

GERMAN = re.compile(
    r"[äöüßÄÖÜ„]|\b(alle|auf|Anteil|bis|das|der|ein|im|Kommunen?|mit|nach|nicht|oder|Typen|und|von)\b"
)


def _with_english(node: Any, number: Iterator[int]) -> None:
    """Give every German text of a file an English one beside it."""
    if isinstance(node, dict) and "de" in node:
        node["en"] = f"Text {next(number)}"
    elif isinstance(node, dict | list):
        for inner in node.values() if isinstance(node, dict) else node:
            _with_english(inner, number)


def _rows() -> list[dict[str, str]]:
    """Every third answers from an office; sizes differ within the classes."""
    rows = answers()
    for at, row in enumerate(rows):
        row["EW"] = str(int(row["EW"]) + 37 * (at * 29 % 100))
        if at % 3 == 0:
            row |= {"R[1]": "", "R[2]": "Y"}
    return rows


@pytest.fixture
def wave(tiny_study: Callable[..., Path]) -> SmallWave:
    number = count(1)

    def english(codebook: dict[str, Any]) -> None:
        codebook["languages"] = ["en", "de"]
        _with_english(codebook, number)

    sections = deepcopy(
        [
            section(PLAN, FIELD, LEVEL, portrait=True),
            section(SIZE, id="struktur", structure=True),
        ]
    )
    _with_english(sections, number)
    return open_small_wave(
        tiny_study,
        *sections,
        rows=_rows(),
        regression={"categories": ["rolle"], "logarithms": ["einwohner"]},
        codebook=english,
        wave=lambda file: _with_english(file, number),
    )


def test_no_german_word_is_stored(wave: SmallWave) -> None:
    run, described, store = wave.run, wave.described, wave.run.store
    store_sections(store, described, run.study.indicators)
    store_tests(store, described)
    store_structure(run, described)
    store_regression(run, described, wave.clean, wave.solution)
    store_weighting(run, described, wave.clean, wave.solution)
    store_portraits(store, None, described, wave.sizes, wave.profile)
    store_cards(store, described, wave.sizes, wave.profile)
    store_team(store, described, 5)
    texts = wave.texts()

    assert {id_: GERMAN.findall(text) for id_, text in texts.items() if GERMAN.search(text)} == {}
    assert "Source: notebook" in texts["tbl-tests"]
    assert "All types against each other" in texts["tbl-tests"]
    assert "Who can learn from whom" in texts["fig-d-team"]
    assert "(per doubling)" in texts["fig-regression"]
    assert [name.short for name in wave.names] == ["Type 1", "Type 2"]
