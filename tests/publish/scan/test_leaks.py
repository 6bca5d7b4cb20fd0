"""Every kind of leak, planted in every place, is found; what surrounds it is not shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.publish.scan.conftest import INHABITANTS, KEY, NAME, TEXT, TIME
from tests.publish.scan.leaky_files import PLACES, archive

from typfrage.publish.scan.of_study import scanner_of
from typfrage.publish.scan.scanner import Scanner
from typfrage.survey.waves.study import open_study, open_wave
from typfrage.survey.waves.wave import Microdata

HOME = "/" + "home/ada"
"""Put together: no file of the project names a folder of a machine."""

LEAKS = {
    f"Schlüssel {KEY} genannt": KEY,
    f"Schlüssel {KEY[1:]} genannt": f" {KEY[1:]}",
    f"kommune_{KEY}_neu": f"_{KEY}_",
    f"Regionalschlüssel {KEY[:5]}0003{KEY[5:]} genannt": f"{KEY[:5]}0003{KEY[5:]}",
    "Schlüssel 09162000 genannt": "09162000",
    f"die Stadt {NAME} sagt": NAME,
    f"sagt: {TEXT}!": "Uns fehlt vor",
    "sagt also: " + " ".join(TEXT.split()[2:9]): "vor allem eines",
    f"am {TIME} Uhr": TIME,
    f"hat {INHABITANTS} Personen": INHABITANTS,
    f"hat {INHABITANTS[:2]}.{INHABITANTS[2:]} Personen": f"{INHABITANTS[:2]}.{INHABITANTS[2:]}",
    f"aus {HOME}/typfrage/raw.csv gelesen": HOME,
    r"aus C:\Users\Ada\raw.csv gelesen": "C:",
    "aus file:///daten/raw.csv gelesen": "file:///",
    "aus tmpab12_x9z gelesen": "tmpab12_x9z",
    "aus ipykernel_4711 gelesen": "ipykernel_4711",
    "fragen Sie ada.lovelace@stadt.example oder": "ada.lovelace@stadt.example",
}
"""Texts, and what of them must be found and masked."""

SMALL = {
    "Basis sind n = 3 Antworten": "n = 3",
    "in 3 Kommunen war": "3 Kommunen",
    "in drei kleinen Gemeinden war": "drei kleinen Gemeinden",
    "in nur zwei Kommunen war": "nur zwei",
    "in 4 municipalities was": "4 municipalities",
}
"""The same of counts, which are looked for in what people read."""

READ = [
    place
    for place in PLACES
    if place
    not in {
        *("attribute", "comment", "program", "JSON in a page", "metadata of a figure"),
        *("attribute of a figure", "comment of a figure", "tEXt", "zTXt", "iTXt"),
        *("behind a picture", "source of a notebook", "text beside it", "picture of a notebook"),
        *("metadata of an output", "metadata of a cell", "metadata of a notebook", "style"),
        *("information of a PDF", "comment of an archive", "key in JSON", "settings"),
        *("index of the search", "XMP of a PDF"),
    }
]


@pytest.mark.parametrize("place", PLACES)
def test_every_leak_is_found_in_every_place_and_masked(scanner: Scanner, place: str) -> None:
    leaks = LEAKS | (SMALL if place in READ else {})
    report = scanner.scan_content(*PLACES[place](". ".join(leaks)))

    shown = " ".join(one.shown for one in report.findings)
    masked = " ".join(one.excerpt for one in report.findings)
    for leak, value in leaks.items():
        assert value in shown, leak
        assert value not in masked, leak


@pytest.mark.parametrize("place", PLACES)
def test_what_tells_nothing_is_no_finding(scanner: Scanner, place: str) -> None:
    text = (
        "412 Kommunen, n = 412, n = 30, 20201020, 10.1080/01621459.1963.10500845, Kommunen "
        "sagten: keine Anmerkung von uns. 3 Typen, 12000 Personen, 3,5 Kommunen im Mittel, "
        "zwei Kommunen im Vergleich, 0.05995003, redaktion@studie.example, tmp_path, 23 Kommunen"
    )
    assert scanner.scan_content(*PLACES[place](text)).findings == ()


def test_a_name_of_a_file_leaks_too(scanner: Scanner, tmp_path: Path) -> None:
    (tmp_path / KEY).mkdir()
    (tmp_path / KEY / f"{NAME}.svg").write_text("<svg/>")

    kinds = {one.kind for one in scanner.scan(tmp_path).findings}

    assert kinds == {"key", "name"}


def test_coordinates_are_no_keys(scanner: Scanner) -> None:
    svg = b'<svg><path d="M 09162000 5 L 0.05995003 1" transform="scale(09162000)"/></svg>'
    assert scanner.scan_content("figure.svg", svg).clean


def test_a_key_among_coordinates_is_found(scanner: Scanner) -> None:
    svg = f'<svg><path d="M 1 {KEY}"/></svg>'.encode()
    assert [one.kind for one in scanner.scan_content("figure.svg", svg).findings] == ["key"]


def test_a_hash_is_no_key(scanner: Scanner) -> None:
    hashed = b'{"sha256": "a0599500316200009162000b0916200012345678cdef000009162000cafe0123"}'
    assert {one.kind for one in scanner.scan_content("m.json", hashed).findings} <= {"key"}
    assert scanner.scan_content("m.json", hashed.replace(b"05995003", b"15995003")).clean


def test_what_nobody_sees_hides_no_word(scanner: Scanner) -> None:
    page = f"<p>{KEY[:4]}&shy;{KEY[4:]} {NAME[:3]}&#8203;{NAME[3:]}</p>".encode()
    assert [one.kind for one in scanner.scan_content("p.html", page).findings] == ["key", "name"]


def test_released_answers_may_lie_where_their_wave_says(study_root: Path) -> None:
    study = open_study(study_root)
    wave = open_wave(study)
    terms = Microdata(released=True, licence="CC-BY-4.0", statement={"de": "x" * 20})
    zipped = archive({"microdata/answers.csv": KEY.encode(), "tables/a.md": b"x"})
    elsewhere = archive({"tables/answers.csv": KEY.encode()})
    released = replace(wave, file=wave.file.model_copy(update={"microdata": terms}))

    assert not scanner_of(study, wave).scan_content("b.zip", zipped).clean
    assert scanner_of(study, released).scan_content("b.zip", zipped).clean
    assert not scanner_of(study, released).scan_content("b.zip", elsewhere).clean


def test_words_that_anybody_could_say_are_likely_and_not_certain(
    write_tiny_study: Callable[..., Path], tmp_path: Path
) -> None:
    texts = ("Mehr Personal bitte", "Digitalisierung", "Frau Ada Ärgerlich ist dagegen", "Raum 12b")
    root = write_tiny_study(tmp_path, [{"TX": text} for text in texts])
    study = open_study(root)
    report = scanner_of(study, open_wave(study)).scan_content("a.md", "\n\n".join(texts).encode())

    assert [(one.shown, one.certain) for one in report.findings] == [
        (texts[0], False),
        (texts[2], True),
    ]
    assert any("too short or too common" in one for one in report.not_looked_for)
