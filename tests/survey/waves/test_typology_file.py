"""Specification: what ``typology.yml`` must look like, and that the shipped one can be seen."""

from __future__ import annotations

import shutil
from itertools import combinations
from pathlib import Path

import pytest

from typfrage.problems import InputError
from typfrage.survey.waves.study import open_study

DATA = Path(__file__).resolve().parents[3] / "data"

CONTRAST_ON_WHITE = 3.0
"""WCAG 2.1, success criterion 1.4.11: graphical objects against what is beside them."""
LIGHTNESS_APART = 8.0
"""Difference in L* of two greys that are told apart side by side in print."""
COLOUR_APART = 20.0
"""Distance in CIELAB; differences from 2 to 3 on are just noticeable."""

COLOUR_BLINDNESS = {
    "none": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
"""Machado, Oliveira & Fernandes (2009), severity 1, on linear RGB."""

BROKEN = {
    "colour by name": ('"#25276b"', "navy", [".colour", "'navy'", "^#[0-9a-f]{6}$"]),
    "two types of one colour": (
        '"#25276b"',
        '"#9b2335"',
        ["two types share the colour '#9b2335'"],
    ),
    "two types of one marker": ("square", "circle", ["two types share the marker 'circle'"]),
    "two types of one id": (
        "id: optimierer",
        "id: bedaechtige",
        ["two types share the id 'bedaechtige'"],
    ),
    "unknown marker": ("square", "star", ["types[0].marker", "'star'", "'diamond'"]),
    "text without mark": (
        '{ evidence: F, text: "Sie nutzen Daten." }',
        '{ text: "Sie nutzen Daten." }',
        ["types[2].strengths[2].evidence", "required key is missing"],
    ),
    "goal that is none": (
        "[ziel_recht, ziel_foerdermittel]",
        "[ziel_recht, ziel_reichtum]",
        ["types[0].signature[1]", "'ziel_reichtum'", "ziel_effizienz"],
    ),
    "no goal": (
        "[ziel_recht, ziel_foerdermittel]",
        "[]",
        ["types[0].signature", "0 entries", "at least 1"],
    ),
    "types from no multiple choice": (
        "types_from: ziele",
        "types_from: strategie",
        ["types_from", "'strategie'", "ziele"],
    ),
}


def _linear(colour: str) -> list[float]:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]


def _times(matrix: tuple[tuple[float, ...], ...], vector: list[float]) -> list[float]:
    return [sum(m * v for m, v in zip(row, vector, strict=True)) for row in matrix]


def _lab(linear: list[float]) -> tuple[float, float, float]:
    to_xyz = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    white = (0.9505, 1.0, 1.089)
    seen = [min(max(c, 0.0), 1.0) for c in linear]
    x, y, z = (
        t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116
        for t in (c / w for c, w in zip(_times(to_xyz, seen), white, strict=True))
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _luminance(colour: str) -> float:
    return _times(((0.2126, 0.7152, 0.0722),), _linear(colour))[0]


@pytest.fixture(scope="module")
def colours() -> list[str]:
    typology = open_study(DATA.parent).typology
    assert typology is not None
    return [type_.colour for type_ in typology.types]


def test_the_four_types_have_their_published_names() -> None:
    typology = open_study(DATA.parent).typology
    assert typology is not None
    assert [type_.name["de"] for type_ in typology.types] == [
        "die Bedächtigen",
        "die Optimierer",
        "die Serviceorientierten",
        "die Community Manager",
    ]


def test_no_goal_marks_two_types() -> None:
    typology = open_study(DATA.parent).typology
    assert typology is not None
    goals = [goal for type_ in typology.types for goal in type_.signature]
    assert len(goals) == len(set(goals))


def test_colours_stand_out_on_white(colours: list[str]) -> None:
    assert min(1.05 / (_luminance(colour) + 0.05) for colour in colours) >= CONTRAST_ON_WHITE


def test_colours_are_told_apart_in_grey(colours: list[str]) -> None:
    lightness = [_lab([_luminance(colour)] * 3)[0] for colour in colours]
    assert min(abs(a - b) for a, b in combinations(lightness, 2)) >= LIGHTNESS_APART


@pytest.mark.parametrize("kind", COLOUR_BLINDNESS)
def test_colours_are_told_apart_by_colour_blind_readers(kind: str, colours: list[str]) -> None:
    seen = [_lab(_times(COLOUR_BLINDNESS[kind], _linear(colour))) for colour in colours]
    apart = [
        sum((a - b) ** 2 for a, b in zip(*pair, strict=True)) for pair in combinations(seen, 2)
    ]
    assert min(apart) >= COLOUR_APART**2


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_typology_is_refused(case: str, tmp_path: Path) -> None:
    old, new, fragments = BROKEN[case]
    text = (DATA / "typology.yml").read_text(encoding="utf-8")
    assert text.count(old) == 1
    (tmp_path / "data").mkdir()
    shutil.copy(DATA / "codebook.yml", tmp_path / "data")
    (tmp_path / "data" / "typology.yml").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError) as refused:
        open_study(tmp_path)
    message = str(refused.value)
    assert [part for part in ["typology.yml, line", *fragments] if part not in message] == []
