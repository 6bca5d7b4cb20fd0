"""The Typ-Check of a wave: model, page, worksheet, and what becomes of it on the disk."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from typfrage.problems import InputError
from typfrage.profiles.disclosure import Released
from typfrage.profiles.goals import goal_profile
from typfrage.profiles.possible_answers import as_points
from typfrage.profiles.type_check import Named, TypeCheck
from typfrage.results import tables
from typfrage.results.run import Run, open_run
from typfrage.results.type_check import (
    Refusal,
    check_types,
    open_type_check,
    type_check_json,
    type_check_of,
)
from typfrage.results.type_check_page import type_check_page
from typfrage.results.type_check_store import store_type_check
from typfrage.results.type_check_words import page_words
from typfrage.results.type_names import TypeName, name_types, named_types
from typfrage.survey.waves.reference_types import Typology
from typfrage.typology import TypeSolution, assign, find_types
from typfrage.validity import type_shares

GOALS = ["ziel_a", "ziel_b", "ziel_c"]
Solve = Callable[..., TypeSolution]
Made = tuple[Run, TypeSolution, tuple[TypeName, ...], Released]


@pytest.fixture
def made(tiny_study: Callable[..., Path], typology: Typology) -> Callable[..., Made]:
    """Open a wave of the tiny study with types of its own."""

    def make(solution: TypeSolution, **study: Any) -> Made:
        run = open_run(str(tiny_study(**study)), "2019", "07_typ_check")
        names = name_types(solution, run.study.codebook, typology, 0.3, 5)
        goals = solution.patterns.points[solution.patterns.of_case]
        frame = tables.goal_profile(
            goal_profile(_frame(goals, solution), named_types(solution, names)),
            names,
            run.study.codebook,
            5,
            "de",
        )
        return run, solution, names, frame

    return make


def _frame(goals: np.ndarray, solution: TypeSolution) -> pd.DataFrame:
    return pd.DataFrame(goals, index=solution.cases, columns=GOALS)


def test_the_model_holds_the_nearest_type_and_the_certainty_of_every_answer(
    solve: Solve, made: Callable[..., Made]
) -> None:
    """Brute force: where nothing is withheld, types by the solution's own centres.

    Here the answers that the shares let one expect are the answers themselves, so that the
    certainty is that of samples of them.
    """
    run, solution, names, profile = made(solve(("110", 30), ("011", 20)))
    check = check_types(run, solution, names, profile)
    assert isinstance(check, TypeCheck)
    analysis = run.wave.file.analysis
    points = as_points(tuple(check.answers), 3)
    near = assign(points, solution.centres)
    shares = type_shares(
        solution,
        points,
        replicates=analysis.certainty_replicates,
        starts=analysis.resample_starts,
        seed=analysis.seed,
    )

    assert len(check.answers) == 3 + 3
    assert check.max_choices == 2
    label_of = [name.label for name in names]
    for row, answer in enumerate(check.answers.values()):
        assert label_of[answer.type] == near.labels[row]
        assert label_of[answer.second] == near.second[row]
        assert answer.certainty == int(shares[row, near.labels[row]] * 100 + 1e-9)


def test_a_withheld_count_changes_nothing(solve: Solve, made: Callable[..., Made]) -> None:
    """One and four, or four and one: the published table is the same, and so is the model.

    Certainties from samples of the answers told which it was, always (benchmarks/certainty_attack).
    """
    models, tables_ = [], []
    for few in ((1, 4), (4, 1)):
        groups = [("100", 26 - few[0]), ("101", few[0]), ("010", 24 - few[1]), ("011", few[1])]
        four = solve(*groups)
        points = four.patterns.points[four.patterns.of_case]
        solution = find_types(_frame(points, four), 2, starts=5, seed=1)
        assert sorted(solution.sizes) == [24, 26]
        run, solution, names, profile = made(solution)
        models.append(type_check_json(check_types(run, solution, names, profile)))
        tables_.append(repr(profile))
    assert tables_[0] == tables_[1]
    assert models[0] == models[1]


def test_json_gives_the_same_model_back(solve: Solve, made: Callable[..., Made]) -> None:
    check = check_types(*made(solve(("110", 30), ("011", 20))))
    content = json.loads(json.dumps(type_check_json(check), allow_nan=False))

    assert type_check_of(content) == check
    assert type_check_of(type_check_json(Refusal.SMALL_TYPE)) is Refusal.SMALL_TYPE
    assert set(content) == {"goals", "types", "max_choices", "answers"}


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content.clear(),
        lambda content: content["answers"].pop("0"),
        lambda content: content["answers"].update({"0": [1, 2]}),
        lambda content: content.update(refused="for no reason"),
        lambda content: content.update(max_choices="2"),
        lambda content: content.update(goals=content["goals"] * 20, max_choices=None),
        lambda content: content["answers"].update({"0": [2, 1, 90, False, [], []]}),
        lambda content: content["answers"].update({"0": [0, 1, 101, False, [], []]}),
        lambda content: content["answers"].update({"0": [0, 1, 90, False, [3], []]}),
    ],
)
def test_what_is_no_model_is_refused(
    solve: Solve, made: Callable[..., Made], change: Callable[[dict[str, Any]], object]
) -> None:
    content = type_check_json(check_types(*made(solve(("110", 30), ("011", 20)))))
    change(content)
    with pytest.raises(ValueError, match="this is no Typ-Check"):
        type_check_of(content)


def test_a_small_type_leaves_the_wave_without_typ_check(
    solve: Solve, made: Callable[..., Made]
) -> None:
    run, solution, names, profile = made(solve(("110", 30), ("011", 4)))
    check = check_types(run, solution, names, profile)
    assert check is Refusal.SMALL_TYPE
    store_type_check(run, check, names, profile)
    run.store.close()

    text = (run.store.folder / "txt-typ-check.md").read_text(encoding="utf-8")
    assert "keinen Typ-Check" in text
    assert not (run.store.folder / "tbl-arbeitsblatt.md").exists()
    with pytest.raises(InputError, match="has no Typ-Check: one of its types has so few"):
        open_type_check(run.store.folder)


def test_too_many_answers_leave_the_wave_without_typ_check(
    solve: Solve, made: Callable[..., Made], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("typfrage.results.type_check.MOST_ANSWERS", 5)
    check = check_types(*made(solve(("110", 30), ("011", 20))))
    assert check is Refusal.TOO_MANY_ANSWERS


def test_the_store_gets_model_page_worksheet_and_explanation(
    solve: Solve, made: Callable[..., Made]
) -> None:
    run, solution, names, profile = made(solve(("110", 30), ("011", 20)))
    check = check_types(run, solution, names, profile)
    store_type_check(run, check, names, profile)
    run.store.close()
    folder = run.store.folder
    part = json.loads((folder / "parts" / "07_typ_check.json").read_text(encoding="utf-8"))

    assert open_type_check(folder) == check
    assert set(part["entries"]) == {
        "type_check", "txt-typ-check", "txt-typ-check-rechnung", "tbl-arbeitsblatt",
    }  # fmt: skip
    assert list(part["entries"]["type_check"]["files"]) == ["type_check.json"]
    page = (folder / "txt-typ-check.md").read_text(encoding="utf-8")
    assert page.index('when-format="html"') < page.index('when-format="typst"')
    assert "tbl-arbeitsblatt.md >}}" in page
    sheet = (folder / "tbl-arbeitsblatt.csv").read_text(encoding="utf-8").splitlines()
    assert [line.split(",")[0] for line in sheet] == [
        "goal", "Startpunkte", "Vorgabe ziel_a", "Vorgabe ziel_b", "Vorgabe ziel_c", "Summe",
    ]  # fmt: skip
    assert re.search(
        r"bei \d von 6 möglichen Antworten",
        (folder / "txt-typ-check-rechnung.md").read_text(encoding="utf-8"),
    )


def test_a_missing_or_broken_model_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="has no Typ-Check yet") as caught:
        open_type_check(tmp_path / "2019")
    assert "typfrage run" in str(caught.value)
    for broken in (b"[", b"[]", b"5", b"\xff"):
        (tmp_path / "type_check.json").write_bytes(broken)
        with pytest.raises(InputError, match="typfrage run"):
            open_type_check(tmp_path)


def page_of(made: Made, **changes: Any) -> str:
    names = made[2]
    check = check_types(*made)
    assert isinstance(check, TypeCheck)
    arguments: dict[str, Any] = {
        "question": "Welche Ziele?", "wave": "Welle", "synthetic": True, "language": "de",
    }  # fmt: skip
    return type_check_page(check, names, **(arguments | changes))


def test_the_page_holds_form_types_and_model_but_no_centres(
    solve: Solve, made: Callable[..., Made]
) -> None:
    page = page_of(made(solve(("110", 30), ("011", 20))))

    assert page.count('type="checkbox"') == 3
    assert "<legend>Welche Ziele?</legend>" in page
    assert "Wählen Sie ein bis zwei Ziele" in page
    assert 'href="steckbrief-alphas.html"' in page
    assert page.count("Synthetische Daten") == 1
    model = re.search(r'<script type="application/json"[^>]*>(.*?)</script>', page, re.S)
    assert model is not None
    content = json.loads(model[1])
    assert isinstance(type_check_of(content), TypeCheck)
    assert all(
        isinstance(value, int | list) for row in content["answers"].values() for value in row
    )
    assert "http" not in page


def test_real_data_are_not_called_synthetic(solve: Solve, made: Callable[..., Made]) -> None:
    page = page_of(made(solve(("110", 30), ("011", 20))), synthetic=False)
    assert "Synthetische" not in page


def test_the_page_speaks_the_language_of_the_study(solve: Solve, made: Callable[..., Made]) -> None:
    run, solution, names, profile = made(solve(("110", 30), ("011", 20)))
    without_heading = tuple(replace(name, reference=None) for name in names)
    page = page_of((run, solution, without_heading, profile), language="en")
    words = re.search(r'class="typ-check-worte">(.*?)</script>', page, re.S)
    said = page.partition('class="typ-check-modell"')[0]

    assert words is not None
    assert json.loads(words[1])["chosen"] == "{count} of at most 2 goals chosen."
    assert json.loads(words[1])["pair"] == "{first} and {last}"
    assert "Choose one to two goals. Your choice stays in your browser." in said
    assert "<strong>Synthetic data.</strong>" in said
    assert not re.search("[äöüß„]|Ihre|Typ-Check:", said)


@pytest.mark.parametrize(
    ("most", "chosen", "full"),
    [
        (1, "{count} von höchstens 1 Ziel gewählt.", "wählen Sie zuerst eines ab."),
        (2, "{count} von höchstens 2 Zielen gewählt.", "wählen Sie zuerst eines ab."),
        (None, "{count} von höchstens 3 Zielen gewählt.", "3 Zielen gewählt."),
    ],
)
def test_the_page_counts_the_goals_that_may_be_chosen(
    most: int | None, chosen: str, full: str
) -> None:
    goals = tuple(Named(letter, letter) for letter in "abc")
    words = page_words(TypeCheck(goals, (), most, {}), "de")

    assert words["chosen"] == chosen
    assert words["all_chosen"].endswith(full)
    assert words["goal_and_absent"].endswith("{present} und dass Sie {absent} nicht gewählt haben")


def test_labels_stay_text_whatever_they_hold(solve: Solve, made: Callable[..., Made]) -> None:
    evil = '</script><b>& "{{< x >}}" ``` '

    def rename(codebook: dict[str, Any]) -> None:
        item = next(item for item in codebook["items"] if item["id"] == "ziele")
        item["options"][0]["label"]["de"] = evil

    page = page_of(made(solve(("110", 30), ("011", 20)), codebook=rename), question=evil)
    inside = page.split("```{=html}", 1)[1].rsplit("```", 1)[0]

    assert "<b>" not in inside
    assert "{{<" not in inside
    assert "```" not in inside
    assert inside.count("</script>") == 2
    model = re.search(r'application/json"[^>]*>(.*?)</script>', inside, re.S)
    assert model is not None
    assert json.loads(model[1])["goals"][0]["name"] == evil


def test_a_type_without_counterpart_has_no_steckbrief(
    solve: Solve, made: Callable[..., Made]
) -> None:
    run, solution, _, profile = made(solve(("110", 30), ("011", 20)))
    names = name_types(solution, run.study.codebook, None, 0.3, 5)
    renamed = profile.frame.assign(
        type=profile.frame["type"].map(
            dict(zip(profile.frame["type"].unique(), [name.id for name in names], strict=True))
        )
    )
    data = Released(renamed, profile.columns, profile.withheld, profile.minimum_cases)
    assert "href" not in page_of((run, solution, names, data))
