"""The D-Team: what each type brings and may learn, counted and worded."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.results.small_wave import (
    FIELD,
    LEVEL,
    PLAN,
    SmallWave,
    answers,
    open_small_wave,
    section,
)

from typfrage.results.team import store_team, team_matrix

Make = Callable[..., Path]
SMALL = {
    "id": "klein",
    "items": ["einwohner"],
    "within": {"below": 20000},
    "label": {"de": "Kleine"},
    "strength": {"de": "Sie sind überschaubar."},
    "lesson": {"de": "überschaubar bleiben"},
}


def _stored(wave: SmallWave) -> dict[str, str]:
    store_team(wave.run.store, wave.described, 5)
    return wave.texts()


def _both_strong(tiny_study: Make) -> SmallWave:
    """The first type plans, of the second more are small."""
    rows = answers(planning=(50, 10), small=(10, 35))
    return open_small_wave(tiny_study, section(PLAN, LEVEL, SMALL, FIELD), rows=rows)


def test_the_matrix_counts_who_lags_in_whose_strengths(tiny_study: Make) -> None:
    """Brute force over the rows of the lessons."""
    wave = _both_strong(tiny_study)
    matrix = team_matrix(wave.described, 5)
    taught = wave.described.taught
    ids = {name.name: name.id for name in wave.names}
    for row in matrix.frame.itertuples():
        own = taught[
            (taught["learner"] == ids[row.learner]) & (taught["teacher"] == ids[row.teacher])
        ]
        assert (row.lessons, row.clear) == (len(own), own["clear"].sum())
    assert matrix.frame["lessons"].to_list() == [0, 1, 2, 0]
    assert not matrix.withheld.any(axis=None)


def test_each_type_says_what_it_brings_and_what_it_may_learn(tiny_study: Make) -> None:
    texts = _stored(_both_strong(tiny_study))
    first, second = texts["txt-d-team"].split("### Typ 2 {.unnumbered .unlisted}")
    brings = "#### Was sie einbringen {.unnumbered .unlisted}\n\n- Sie"
    assert first.startswith(f"### Typ 1 {{.unnumbered .unlisted}}\n\n{brings}")
    assert "- **Typ 2:** überschaubar bleiben (88\u202f% gegenüber 17\u202f%)." in first
    brings, learns = second.split("#### Was sie von anderen lernen können")
    assert "- Sie sind überschaubar. [88\u202f% gegenüber 17\u202f%; streng gesichert]" in brings
    plans = "planen (83\u202f% gegenüber 25\u202f%)"
    assert f"- **Typ 1:** {plans}; Stufe (2,8 gegenüber 1,9)." in learns
    assert texts["txt-d-team-staerken"].strip() == (
        "12 Vergleiche ergaben drei Stärken. Alle halten auch der strengen Prüfung stand."
    )
    assert (
        "(2): Zeile „Typ 2: Vorgabe ziel_c“, Spalte „Typ 1: Vorgabe ziel_a“." in texts["fig-d-team"]
    )


def test_without_strengths_the_team_says_so(tiny_study: Make) -> None:
    wave = open_small_wave(tiny_study, section(FIELD))
    texts = _stored(wave)
    assert texts["txt-d-team"].count("als Stärke gilt, ist nicht festgelegt") == 2
    assert texts["txt-d-team"].count("keine gesicherte Stärke eines anderen") == 2
    assert "als Stärke gilt, ist nicht festgelegt" in texts["txt-d-team-staerken"]
    assert "In allen Feldern stehen 0 Stärken." in texts["fig-d-team"]
    matrix = team_matrix(wave.described, 5)
    assert matrix.frame["lessons"].to_list() == [0] * 4
