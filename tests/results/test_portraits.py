"""Every reference type has a portrait in every wave, also where it was not found."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.results.small_wave import LEVEL, PLAN, SIZE, SmallWave, answers, open_small_wave, section

from typfrage.results.portraits import store_cards, store_portraits
from typfrage.survey.waves.reference_types import Typology

Make = Callable[..., Path]
TUN = section(PLAN, LEVEL, portrait=True)
SEIN = section(SIZE, id="sein", structure=True)
FENCE = re.compile(r"^(:{3,})(?: \{\.([a-z-]+).*\})?$")


def _portraits(wave: SmallWave, typology: Typology | None) -> dict[str, str]:
    store_portraits(wave.run.store, typology, wave.described, wave.sizes, wave.profile)
    return {name: text for name, text in wave.texts().items() if name.startswith("txt-steckbrief-")}


def _boxes(text: str) -> list[tuple[str, ...]]:
    """Every fenced div by the path of those that it lies in; each has more colons than inside."""
    open_: list[tuple[str, str]] = []
    found = []
    for line in text.splitlines():
        fence = FENCE.fullmatch(line)
        assert fence or not line.startswith(":::"), line
        if fence and fence[2]:
            assert not open_ or len(fence[1]) < len(open_[-1][0]), line
            open_.append((fence[1], fence[2]))
            found.append(tuple(name for _, name in open_))
        elif fence:
            assert open_.pop()[0] == fence[1]
    assert not open_
    return found


def _headings(text: str) -> list[str]:
    return re.findall(r"^## (.*?) \{\.unnumbered \.unlisted\}$", text, re.MULTILINE)


@pytest.fixture
def typology(typology: Typology) -> Typology:
    """The same with texts: of a type that is found, and of one that is not."""

    def told(text: str) -> list[dict[str, Any]]:
        return [{"text": text, "evidence": mark} for mark in ("F", "D", "R")]

    content = typology.model_dump(mode="json")
    for one in content["types"]:
        for key in ("strengths", "others_learn", "questions"):
            one[key] = told(f"{one['id']}_{key}")
    return Typology.model_validate(content)


def test_found_and_absent_types_have_their_portraits(tiny_study: Make, typology: Typology) -> None:
    wave = open_small_wave(tiny_study, TUN, SEIN, typology=typology)
    texts = _portraits(wave, typology)
    assert set(texts) == {f"txt-steckbrief-{id_}" for id_ in ("alphas", "betas", "typ-2")}
    found = texts["txt-steckbrief-alphas"]
    assert "60 der 100 Kommunen" in found
    assert "**„Titel“** [für diesen Bericht gewählt]{.beleg}" in found
    assert "- Sie planen. [83\u202f% gegenüber 25\u202f%; streng gesichert]{.beleg}" in found
    assert "Kleine 50\u202f% (alle: 50\u202f%)." in found
    assert r"- alphas\_strengths [belegt]{.beleg}" in found
    absent = texts["txt-steckbrief-betas"]
    assert "entspricht kein gefundener Typ" in absent
    assert r"- betas\_questions [rekonstruiert]{.beleg}" in absent
    assert "include" not in absent
    without = texts["txt-steckbrief-typ-2"]
    assert "40 der 100 Kommunen" in without
    assert "In keinem Merkmal hebt sich dieser Typ" in without
    assert "alphas" not in without


def test_a_portrait_has_its_parts_in_order(tiny_study: Make, typology: Typology) -> None:
    texts = _portraits(open_small_wave(tiny_study, TUN, SEIN, typology=typology), typology)
    strengths, structure = ["Stärken", "In der Studie"], ["Struktur"]
    outlook = ["Was andere lernen können", "Anstöße"]
    assert _headings(texts["txt-steckbrief-alphas"]) == strengths + structure + outlook
    assert _headings(texts["txt-steckbrief-typ-2"]) == strengths[:1] + structure
    assert _headings(texts["txt-steckbrief-betas"]) == ["In der Studie", *outlook]


def test_boxes_lie_in_boxes(tiny_study: Make, typology: Typology) -> None:
    texts = _portraits(open_small_wave(tiny_study, TUN, SEIN, typology=typology), typology)
    for text in texts.values():
        boxes = _boxes(text)
        assert boxes[0] == ("steckbrief",)
        assert all(box[0] == "steckbrief" for box in boxes)
        assert ("steckbrief", "steckbrief-kopf") in boxes
    of_found = _boxes(texts["txt-steckbrief-alphas"])
    assert of_found.count(("steckbrief", "steckbrief-spalten", "steckbrief-spalte")) == 4
    assert of_found[-1][-1] == "steckbrief-kasten"
    opening = texts["txt-steckbrief-alphas"].splitlines()[0]
    assert opening.endswith('{.steckbrief style="--type-color: #111111" marker="circle"}')


def test_figures_are_stored_and_included(tiny_study: Make, typology: Typology) -> None:
    wave = open_small_wave(tiny_study, TUN, typology=typology)
    texts = _portraits(wave, typology)
    for id_ in ("alphas", "typ-2"):
        for figure in (f"fig-steckbrief-{id_}", f"fig-position-{id_}"):
            included = f"{{{{< include /_results/current/{figure}.md >}}}}"
            assert included in texts[f"txt-steckbrief-{id_}"]
            assert (wave.run.store.folder / f"{figure}.svg").is_file()
            assert 'fig-alt="Balken' in wave.texts()[figure]


def test_shares_and_scales_do_not_share_an_axis(tiny_study: Make) -> None:
    """A tenth of all is no tenth of a place: each unit has a panel of its own."""
    wave = open_small_wave(tiny_study, TUN)
    _portraits(wave, None)
    alt = wave.texts()["fig-position-typ-1"]
    assert "Teil (1 Merkmal): am weitesten über dem Durchschnitt Plan (83\u202f%); Teil (1 " in alt


def test_without_portrayed_sections_there_is_no_position(tiny_study: Make) -> None:
    wave = open_small_wave(tiny_study, section(PLAN))
    texts = _portraits(wave, None)
    assert set(texts) == {"txt-steckbrief-typ-1", "txt-steckbrief-typ-2"}
    assert not list(wave.run.store.folder.glob("fig-position*"))
    for text in texts.values():
        assert _headings(text) == ["Stärken"]
        assert text.count("{{< include") == 1


def test_more_strengths_than_fit_are_counted(tiny_study: Make) -> None:
    many = [PLAN | {"id": f"plan_{at}"} for at in range(7)]
    text = _portraits(open_small_wave(tiny_study, section(*many)), None)["txt-steckbrief-typ-1"]
    assert text.count("- Sie planen.") == 5
    assert "Zwei weitere stehen in den Kapiteln zu den Feldern." in text


def test_a_type_that_is_withheld_tells_nothing(tiny_study: Make) -> None:
    rows = answers()
    few = [*rows[:60], *rows[60:63]]
    wave = open_small_wave(tiny_study, TUN, SEIN, rows=few)
    for text in _portraits(wave, None).values():
        assert "Wie viele Kommunen zu diesem Typ gehören, wird nicht veröffentlicht" in text
        assert "Wie sich dieser Typ zusammensetzt, wird nicht veröffentlicht." in text
    assert "nicht veröffentlicht" in wave.texts()["fig-position-typ-2"]


class TestCards:
    def _cards(self, wave: SmallWave) -> tuple[str, str]:
        store_cards(wave.run.store, wave.described, wave.sizes, wave.profile)
        texts = wave.texts()
        return texts["txt-typen-karten"], texts["txt-weitere-typen"]

    def test_each_type_has_its_card(self, tiny_study: Make, typology: Typology) -> None:
        cards, further = self._cards(open_small_wave(tiny_study, TUN, typology=typology))
        assert _boxes(cards) == [("karten",), ("karten", "karte"), ("karten", "karte")]
        assert "**Die Alphas**\n\n60 Kommunen, 60,0\u202f%" in cards
        assert "Größte Stärke: Sie planen." in cards
        assert cards.count("Steckbrief: @sec-alphas") == cards.count("@sec-") == 1
        assert further.splitlines() == [
            "## Typen ohne Entsprechung in der Studie",
            "",
            "{{< include /_results/current/txt-steckbrief-typ-2.md >}}",
        ]

    def test_where_every_type_has_its_reference_there_are_no_further_ones(
        self, tiny_study: Make, typology: Typology
    ) -> None:
        content = typology.model_dump(mode="json")
        content["types"][1]["signature"] = ["ziel_c"]
        both = Typology.model_validate(content)
        cards, further = self._cards(open_small_wave(tiny_study, TUN, typology=both))
        assert cards.count("Steckbrief: @sec-") == 2
        assert not further.strip()


def test_all_portraits_stand_in_one_text_below_headings_of_their_own(
    tiny_study: Make, typology: Typology
) -> None:
    """For chapters that do not name types; a long name would not fit a heading."""
    wave = open_small_wave(tiny_study, TUN, SEIN, typology=typology)
    parts = _portraits(wave, typology)
    whole = wave.texts()["txt-steckbriefe"]
    assert re.findall(r"^## (.*)$", whole, re.MULTILINE) == [
        "Die Alphas {#sec-alphas}",
        "Typ 2 {#sec-typ-2}",
        "Die Betas {#sec-betas}",
    ]
    for part in parts.values():
        assert part.strip().replace("\n## ", "\n### ") in whole
