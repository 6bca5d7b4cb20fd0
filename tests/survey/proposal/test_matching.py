"""Which column holds what: nothing is guessed, whatever the export looks like.

The truth is planted (rung 4): columns are made from the codebook's own words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from typfrage.survey.proposal.columns import Column
from typfrage.survey.proposal.matching import Matching, match_columns
from typfrage.survey.proposal.targets import Target, targets_of
from typfrage.survey.questionnaire.codebook import (
    ClosedItem,
    Codebook,
    KeyItem,
    MultipleItem,
    NumberItem,
)
from typfrage.survey.waves.study import Study, open_wave

DAY = date(2018, 12, 1)
TICKS = {"1": 60, "0": 140}


def column(
    position: int,
    name: str,
    label: str = "",
    counts: Mapping[str, int] = TICKS,
    values: Mapping[str, str] | None = None,
) -> Column:
    return Column(position, name, name, label, values=values or {}, counts=dict(counts))


def answers_to(target: Target) -> dict[str, int]:
    item = target.item
    if isinstance(item, KeyItem):
        return {f"05{number:06}": 1 for number in range(200)}
    if isinstance(item, NumberItem):
        return {str(number): 2 for number in range(1000, 1100)}
    if isinstance(item, ClosedItem) and target.option is None:
        return {option.code: 40 for option in item.options}
    return TICKS if target.option is not None else {"": 190, "Ein Satz.": 1, "Noch einer.": 1}


def labelled(codebook: Codebook, language: str = "de", only_options: bool = False) -> list[Column]:
    """Columns with labels in one language and names that say nothing."""
    made = []
    for position, target in enumerate(targets_of(codebook, None)):
        question = target.item.wording[language]
        label = question
        if target.option is not None:
            label = target.option.label[language]
            label = label if only_options else f"{question} - {label}"
        made.append(column(position, f"v_{position + 1}", label, answers_to(target)))
    return made


def found(matching: Matching) -> dict[str, str]:
    return {match.target.id: match.column.name for match in matching.matches}


def truth(codebook: Codebook) -> dict[str, str]:
    targets = targets_of(codebook, None)
    return {target.id: f"v_{at + 1}" for at, target in enumerate(targets)}


@pytest.fixture(scope="module")
def codebook(shipped: Study) -> Codebook:
    return shipped.codebook.on(DAY)


def test_labels_that_the_tool_cut_off_find_their_column(codebook: Codebook) -> None:
    """The statements of the matrix begin with the same 68 characters; 100 tell them apart."""
    made = labelled(codebook, only_options=True)
    cut = [replace(each, label=each.label[:100]) for each in made]
    matching = match_columns(tuple(cut), targets_of(codebook, None))

    assert found(matching) == truth(codebook)
    assert {match.likeness for match in matching.matches if len(match.column.label) == 100} == {1.0}


def test_the_beginning_that_several_questions_share_is_no_label_of_any(codebook: Codebook) -> None:
    stem = "In welchem Maße trifft die Aussage auf Ihre Kommune zu?"
    scale = {str(number): 40 for number in range(1, 6)}
    matching = match_columns((column(0, "v_1", stem, scale),), targets_of(codebook, None))

    assert found(matching) == {}


@pytest.mark.parametrize("language", ["de", "en"])
def test_words_in_either_language_find_every_column(codebook: Codebook, language: str) -> None:
    matching = match_columns(tuple(labelled(codebook, language)), targets_of(codebook, None))

    assert found(matching) == truth(codebook)
    assert matching.doubts == ()
    assert matching.unmatched == ()


def test_the_order_of_columns_does_not_matter(codebook: Codebook) -> None:
    columns = labelled(codebook)
    order = np.random.default_rng(1).permutation(len(columns))
    shuffled = [
        column(at, columns[n].name, columns[n].label, columns[n].counts)
        for at, n in enumerate(order)
    ]

    assert found(match_columns(tuple(shuffled), targets_of(codebook, None))) == truth(codebook)


def test_equal_options_of_two_questions_are_told_apart_by_the_columns_beside(
    codebook: Codebook,
) -> None:
    matching = match_columns(
        tuple(labelled(codebook, only_options=True)), targets_of(codebook, None)
    )

    assert found(matching) == truth(codebook)


def test_equal_options_without_neighbours_stay_open_with_both_candidates(
    codebook: Codebook,
) -> None:
    none = {"basiskomponenten_keine", "gemeinschaft_keine"}
    columns = [column(at, name, "Keine davon") for at, name in enumerate(["aa", "bb"])]
    targets = tuple(target for target in targets_of(codebook, None) if target.id in none)
    matching = match_columns(tuple(columns), targets)

    assert matching.matches == ()
    assert [{c.name for c in doubt.candidates} for doubt in matching.doubts] == [{"aa", "bb"}] * 2


def test_two_columns_with_the_same_words_stay_open(codebook: Codebook) -> None:
    columns = labelled(codebook)
    twin = next(c for c in columns if c.label == "Wer betreibt das Servicekonto?")
    double = column(len(columns), "v_999", twin.label, twin.counts)
    matching = match_columns((*columns, double), targets_of(codebook, None))

    assert "betrieb_servicekonto" not in found(matching)
    assert len(found(matching)) == len(columns) - 1


@pytest.mark.parametrize(
    ("dropped", "label"),
    [
        ("glasfaser", "Wie steht Ihre Kommune zu einem lokalen Mobilfunknetz nach 5G?"),
        ("glasfaser", "Wie steht Ihre Kommune zu kommunalen Windrädern?"),
        ("betrieb_chatbot", "Wer betreibt die Videokonferenzen?"),
        ("fortbildung", "Plant Ihre Verwaltung Einstellungen von Fachkräften?"),
        ("fim_hilfreich", "Halten Sie das Onlinezugangsgesetz für hilfreich?"),
        (
            "management_finanzen",
            "In welchem Maße trifft die Aussage auf Ihre Kommune zu? Unsere Führungskräfte leben "
            "den Wandel vor.",
        ),
    ],
)
def test_a_new_question_is_not_taken_for_a_dropped_one_with_the_same_options(
    codebook: Codebook, dropped: str, label: str
) -> None:
    targets = targets_of(codebook, None)
    columns = [
        column(c.position, c.name, label, c.counts, option_labels(t)) if t.id == dropped else c
        for c, t in zip(labelled(codebook), targets, strict=True)
    ]
    matching = match_columns(tuple(columns), targets)

    assert dropped not in found(matching)
    assert len(found(matching)) == len(targets) - 1


@pytest.mark.parametrize(
    ("dropped", "label"),
    [
        ("ziel_beteiligung", "Dem Mangel an Fachkräften begegnen"),
        ("ziel_wirtschaft", "Lokale Vereine stärken"),
        ("feld_sicherheit", "Landwirtschaft"),
        ("angebot_beteiligung", "Ratsinformation online"),
    ],
)
def test_a_new_option_is_not_taken_for_a_dropped_one(
    codebook: Codebook, dropped: str, label: str
) -> None:
    targets = targets_of(codebook, None)
    columns = [
        column(c.position, c.name, f"{t.item.wording['de']} [{label}]") if t.id == dropped else c
        for c, t in zip(labelled(codebook), targets, strict=True)
    ]
    matching = match_columns(tuple(columns), targets)

    assert dropped not in found(matching)
    assert len(found(matching)) == len(targets) - 1


def test_an_option_of_another_question_is_not_taken_for_a_dropped_one(codebook: Codebook) -> None:
    targets = targets_of(codebook, None)
    other = "Mit welchen Stellen tauschen Sie sich am häufigsten aus? [Verwaltung]"
    columns = [
        column(c.position, c.name, other) if t.id == "feld_verwaltung" else c
        for c, t in zip(labelled(codebook), targets, strict=True)
    ]

    assert "feld_verwaltung" not in found(match_columns(tuple(columns), targets))


@pytest.mark.parametrize(
    ("dropped", "label"),
    [
        ("feld_sicherheit", "IT-Sicherheit"),
        ("einwohner", "Wie viele Einwohnerinnen und Einwohner über 65 hat Ihre Kommune?"),
    ],
)
def test_alike_letters_are_not_enough_where_words_or_numbers_differ(
    codebook: Codebook, dropped: str, label: str
) -> None:
    targets = tuple(target for target in targets_of(codebook, None) if target.id == dropped)
    columns = (column(0, "v_1", label, answers_to(targets[0])),)

    assert match_columns(columns, targets).matches == ()


def test_names_of_the_last_wave_hold_again_with_other_marks(shipped: Study) -> None:
    like = open_wave(shipped, "2019").file
    codebook = shipped.codebook.on(DAY)
    targets = targets_of(codebook, like)
    columns = [
        column(
            at, str(target.former_name).replace("[", "_").replace("]", ""), "", answers_to(target)
        )
        for at, target in enumerate(targets)
    ]
    matching = match_columns(tuple(columns), targets)

    assert found(matching) == {t.id: c.name for t, c in zip(targets, columns, strict=True)}
    assert {match.how for match in matching.matches} == {"name"}


def test_words_win_against_a_name_that_means_something_else_now(shipped: Study) -> None:
    """The tool numbers its variables anew: S1 and S3 have changed places."""
    like = open_wave(shipped, "2019").file
    codebook = shipped.codebook.on(DAY)
    targets = targets_of(codebook, like)
    swapped = {"strategie": "S3", "verantwortung": "S1"}
    columns = [
        column(
            at,
            swapped.get(target.id, str(target.former_name)),
            " ".join(
                (target.item.wording["de"], target.option.label["de"] if target.option else "")
            ),
            answers_to(target),
        )
        for at, target in enumerate(targets)
    ]
    names = found(match_columns(tuple(columns), targets))

    assert names["strategie"] == "S3"
    assert names["verantwortung"] == "S1"


def test_a_known_name_with_other_words_stays_open(shipped: Study) -> None:
    like = open_wave(shipped, "2019").file
    targets = targets_of(shipped.codebook.on(DAY), like)
    columns = (column(0, "G2", "Wie viele Personen arbeiten bei Ihnen?", {"1": 80, "2": 120}),)

    assert match_columns(columns, targets).matches == ()


def test_a_column_whose_values_cannot_be_answers_is_none(codebook: Codebook) -> None:
    targets = tuple(t for t in targets_of(codebook, None) if t.id in {"ags", "einwohner", "art"})
    texts = {f"Satz Nummer {number}": 1 for number in range(100)}
    columns = tuple(
        column(at, target.id, target.item.wording["de"], texts) for at, target in enumerate(targets)
    )

    assert match_columns(columns, targets).matches == ()


def test_option_texts_alone_tell_a_question_that_no_other_resembles(codebook: Codebook) -> None:
    names = ["glasfaser", "betrieb_apps", "fim_bekannt"]
    targets = targets_of(codebook, None)
    columns = tuple(
        column(at, f"x{at}", "", {"1": 90, "2": 60, "3": 50}, option_labels(target))
        for at, target in enumerate(target for target in targets if target.id in names)
    )
    matching = match_columns(columns, targets)

    assert {match.target.id: match.how for match in matching.matches} == {"glasfaser": "options"}


def option_labels(target: Target) -> dict[str, str]:
    item = target.item
    if not isinstance(item, ClosedItem) or isinstance(item, MultipleItem):
        return {}
    return {str(at): option.label["de"] for at, option in enumerate(item.options, start=1)}
