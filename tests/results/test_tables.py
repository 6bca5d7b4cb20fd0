"""Tables show what was counted, and withhold the same in every view of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from typfrage.profiles import goals as profiles
from typfrage.profiles.disclosure import Released
from typfrage.profiles.structure import composition
from typfrage.results import plots, tables, wording
from typfrage.results.numbers import WITHHELD
from typfrage.results.type_names import TypeName, name_types, named_types
from typfrage.survey.cleaning import clean
from typfrage.survey.missing.missing_balance import missing_balance
from typfrage.survey.questionnaire.codebook import Codebook
from typfrage.survey.reader import read_raw
from typfrage.survey.waves.study import open_study, open_wave
from typfrage.typology import TypeSolution

Solve = Callable[..., TypeSolution]
GOALS = ["ziel_a", "ziel_b", "ziel_c"]


def _profile(
    solution: TypeSolution, codebook: Codebook
) -> tuple[Released, tuple[TypeName, ...], Released]:
    """Goals by type, the types, and their sizes."""
    names = name_types(solution, codebook, None, 0.3, 5)
    points = pd.DataFrame(
        solution.patterns.points[solution.patterns.of_case], index=solution.cases, columns=GOALS
    )
    profile = profiles.goal_profile(points, named_types(solution, names))
    return (
        tables.goal_profile(profile, names, codebook, 5, "de"),
        names,
        tables.type_sizes(solution, names, 5, "de"),
    )


def test_sizes_and_shares_are_counted(solve: Solve, codebook: Codebook) -> None:
    profile, _, sizes = _profile(solve(("110", 30), ("011", 20)), codebook)
    assert sizes.frame["count"].to_list() == [30, 20]
    assert sizes.frame["share"].to_list() == [0.6, 0.4]
    rows = profile.frame.set_index(["label", "type"])
    # The goal that most chose stands first.
    assert profile.frame["label"].iloc[0] == "Vorgabe ziel_b"
    row = rows.loc[("Vorgabe ziel_a", "typ_1")]
    assert (row["count"], row["base"], row["share"]) == (30, 30, 1.0)
    assert row["overall"] == pytest.approx(0.6)
    assert row["deviation"] == pytest.approx(0.4)


def test_the_order_of_goals_does_not_tell_which_of_two_withheld_ones_more_chose(
    solve: Solve, codebook: Codebook
) -> None:
    """Two chose the first goal and four the second; both are withheld, and stand as asked."""
    profile, _, _ = _profile(solve(("001", 60), ("100", 2), ("010", 4)), codebook)
    labels = [f"Vorgabe {goal}" for goal in ("ziel_c", "ziel_a", "ziel_b")]
    assert profile.frame["label"].drop_duplicates().to_list() == labels


def test_a_small_type_is_withheld_alike_in_sizes_profile_matrix_and_figures(
    solve: Solve, codebook: Codebook
) -> None:
    profile, names, sizes = _profile(solve(("110", 60), ("011", 30), ("100", 3)), codebook)
    ids = [name.id for name in names]
    hidden = sizes.withheld["count"].to_list()
    assert hidden == [False, True, True]
    of_type = profile.withheld.assign(type=profile.frame["type"]).groupby("type", observed=True)
    assert of_type["base"].all().loc[ids].to_list() == hidden
    assert of_type["deviation"].all().loc[ids].to_list() == hidden
    matrix = tables.goal_matrix(profile, names, "de")
    assert matrix.withheld[ids].all().to_list() == hidden
    figure = plots.type_sizes(sizes, names, "de")
    words = [text.get_text() for text in figure.axes[0].texts]
    assert words[1] == f" {WITHHELD}  (n = {WITHHELD})"
    for name in names:
        plots.goal_bars(tables.goals_of(profile, name), name, "de")
    plots.goal_heatmap(profile, names, "de")
    assert wording.types_overview(sizes, names, "de").count("Zahl nicht veröffentlicht") == 2


def test_a_figure_without_any_size_can_be_drawn(solve: Solve, codebook: Codebook) -> None:
    profile, names, sizes = _profile(solve(("110", 60), ("001", 3)), codebook)
    assert sizes.withheld["count"].all()
    plots.type_sizes(sizes, names, "de")
    for name in names:
        plots.goal_bars(tables.goals_of(profile, name), name, "de")


def test_a_rare_goal_is_withheld_in_every_type_and_in_all(solve: Solve, codebook: Codebook) -> None:
    profile, names, _ = _profile(solve(("110", 60), ("011", 3)), codebook)
    rare = profile.withheld[profile.frame["label"] == "Vorgabe ziel_c"]
    assert rare[["overall", "share", "count", "deviation"]].all(axis=None)
    matrix = tables.goal_matrix(profile, names, "de")
    row = matrix.frame["label"].to_list().index("Vorgabe ziel_c")
    assert matrix.withheld["overall"].iloc[row]
    assert pd.isna(matrix.frame["overall"].iloc[row])


def test_the_matrix_repeats_the_profile(solve: Solve, codebook: Codebook) -> None:
    profile, names, _ = _profile(solve(("110", 30), ("011", 20)), codebook)
    matrix = tables.goal_matrix(profile, names, "de")
    assert [column.label for column in matrix.columns[1:-1]] == [name.short for name in names]
    for _, row in profile.frame.iterrows():
        cell = matrix.frame.set_index("label").at[row["label"], row["type"]]
        assert cell == row["share"]


def test_the_goals_of_a_type_stand_in_the_order_of_their_shares(
    solve: Solve, codebook: Codebook
) -> None:
    profile, names, _ = _profile(solve(("110", 30), ("011", 20)), codebook)
    goals = tables.goals_of(profile, names[1])
    assert goals.frame["type"].unique().tolist() == [names[1].id]
    assert goals.frame["share"].is_monotonic_decreasing
    assert goals.withheld.index.equals(goals.frame.index)


class TestOfTheWave:
    ROWS = [
        *[{"LAND": "05"}] * 12,
        *[{"LAND": "09", "AGS": f"0919500{number}", "EW": "1.000"} for number in range(7)],
        {"LAND": "01", "AGS": "01095001"},
        {"datum": ""},
        {"TX": "lol"},
        {"TX": "lol"},
    ]

    @pytest.fixture
    def study(self, tiny_study: Callable[..., Path]) -> Path:
        return tiny_study(self.ROWS)

    def test_the_balance_of_answers_adds_up(self, study: Path) -> None:
        opened = open_study(study)
        wave = open_wave(opened)
        cleaned = clean(read_raw(wave, opened.codebook), wave, opened.codebook)
        released = tables.exclusions(cleaned.audit, wave.file, 5, "de")
        assert released.frame.to_numpy().tolist() == [
            ["Eingegangene Antworten", 23],
            ["− Test", 0],
            ["− Abbruch; Unfug", 3],
            ["− Noch einmal", 0],
            ["Ausgewertete Kommunen", 20],
        ]
        read, *excluded, kept = released.frame["answers"]
        assert read - sum(excluded) == kept == len(cleaned.answers)
        changes = tables.changes(cleaned.audit, 5, "de")
        assert changes.frame.to_numpy().tolist() == [["Tausenderpunkt entfernt", "Zellen", 7]]
        structure = tables.structure(composition(cleaned.answers, opened.codebook, "teil"), 5, "de")
        land = structure.frame["item"] == "Frage land"
        # One answer from the Land sh: two others go with it, the empty one stays.
        assert structure.withheld.loc[land, "count"].to_list() == [True, True, True, False]

    def test_missing_answers_are_shown_over_all_questions_and_withheld_where_few(
        self, tiny_study: Callable[..., Path]
    ) -> None:
        rows = [{"ST": ""}] * 3 + [{"EW": ""}] * 2 + [{"ANT": "-1"}] * 4 + [{"TX": "x"}] * 3
        opened = open_study(tiny_study(rows))
        wave = open_wave(opened)
        raw = read_raw(wave, opened.codebook)
        cleaned = clean(raw, wave, opened.codebook)
        balance = missing_balance(raw, cleaned, wave, opened.codebook)
        released = tables.missing_answers(balance, cleaned.audit.kept, 5, "de")
        # Three, two and nine of the answers to three questions; four of those to another one.
        assert released.frame[["reason", "found", "questions"]].to_numpy().tolist() == [
            ["keine Angabe", "leer", 3],
            ["trifft nicht zu", "Code -1", 1],
        ]
        assert released.frame["before"].to_list() == [14, pd.NA]
        assert released.withheld["after"].to_list() == [False, True]

    def test_the_rest_of_a_single_question_is_withheld_with_it(
        self, tiny_study: Callable[..., Path]
    ) -> None:
        opened = open_study(tiny_study([{"ANT": "-1"}] * 10 + [{}] * 2))
        wave = open_wave(opened)
        raw = read_raw(wave, opened.codebook)
        cleaned = clean(raw, wave, opened.codebook)
        balance = missing_balance(raw, cleaned, wave, opened.codebook)
        released = tables.missing_answers(balance, cleaned.audit.kept, 5, "de")
        assert released.withheld["before"].to_list() == [False, True]

    def test_every_rule_has_its_words(self) -> None:
        rules = {"blanks", "leading_zero", "thousands_separator", "drop_exclusive"}
        rules |= {"inner_blanks", "decimal_zero", "ars", "kreis_zeros"}
        assert rules < set(tables.RULES)
        assert set(tables.REMARKS) == {"too_many", "nothing_ticked", "exclusive_beside_others"}

    def test_the_questionnaire_lists_every_question_with_its_mark(self, study: Path) -> None:
        opened = open_study(study)
        released = tables.questionnaire(opened.codebook, open_wave(opened).file, 5, "de")
        assert len(released.frame) == len(opened.codebook.items)
        assert set(released.frame["evidence"]) == {"rekonstruiert"}
        assert released.frame["options"].to_list() == [0, 4, 0, 0, 2, 4, 2, 2, 2, 3, 0]

    def test_a_study_without_published_figures_has_an_empty_comparison(self, study: Path) -> None:
        opened = open_study(study)
        wave = open_wave(opened).file
        released = tables.published_against_reproduced(opened, wave, pd.DataFrame(), 5)
        assert released.frame.empty

    def test_facts_about_the_run_are_shown_as_they_are(self) -> None:
        released = tables.key_values({"a": "1"}, "Name", "Wert", 5)
        assert released.frame.to_numpy().tolist() == [["a", "1"]]
        assert [column.label for column in released.columns] == ["Name", "Wert"]
