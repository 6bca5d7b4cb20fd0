from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pandas as pd
import pytest

from typfrage.profiles.deciding import deciding_goals
from typfrage.profiles.possible_answers import as_points, possible_answers
from typfrage.profiles.type_check import Named, TypeCheck, classify, type_check
from typfrage.typology.patterns import Floats

GOALS = tuple(Named(f"ziel_{letter}", f"Ziel {letter.upper()}") for letter in "abcdef")
TYPES = tuple(Named(f"typ_{number}", f"Typ {number}") for number in range(3))
RNG = np.random.default_rng(7)
CENTRES = RNG.random((3, 6))
ANSWERS = possible_answers(6, 3)
SHARES = RNG.dirichlet((1, 1, 1), len(ANSWERS))


def model(**changes: Any) -> TypeCheck:
    arguments: dict[str, Any] = {
        "centres": CENTRES, "shares": SHARES, "answers": ANSWERS, "goals": GOALS, "types": TYPES,
        "max_choices": 3, "threshold": 0.75,
    }  # fmt: skip
    return type_check(**(arguments | changes))


def distances(chosen: tuple[int, ...]) -> list[float]:
    """Squared distances of one answer to the centres, goal by goal."""
    return [
        sum(((goal in chosen) - share) ** 2 for goal, share in enumerate(centre))
        for centre in CENTRES
    ]


def test_types_are_the_nearest_and_the_second_nearest_centre() -> None:
    """Brute force: all answers."""
    found = model().answers
    assert list(found) == list(ANSWERS)
    for chosen, answer in found.items():
        order = np.argsort(distances(chosen), kind="stable").tolist()
        assert [answer.type, answer.second] == order[:2], chosen


def test_the_goals_that_decided_outweigh_what_speaks_against() -> None:
    """Brute force: the contributions of all goals, worked out one by one."""
    for chosen, answer in model().answers.items():
        own, second = CENTRES[answer.type], CENTRES[answer.second]
        weight = {
            goal: ((goal in chosen) - second[goal]) ** 2 - ((goal in chosen) - own[goal]) ** 2
            for goal in range(6)
        }
        gap = distances(chosen)[answer.second] - distances(chosen)[answer.type]
        assert sum(weight.values()) == pytest.approx(gap)
        speaking = sorted((g for g in weight if weight[g] > 0), key=lambda goal: -weight[goal])
        assert list(answer.deciding) == [goal for goal in speaking if goal in chosen]
        absent = [goal for goal in speaking if goal not in chosen]
        assert list(answer.deciding_absent) == absent[: len(answer.deciding_absent)]
        against = -sum(value for value in weight.values() if value < 0)
        named = [*answer.deciding, *answer.deciding_absent]
        assert sum(weight[goal] for goal in named) > against
        if answer.deciding_absent:
            assert sum(weight[goal] for goal in named[:-1]) <= against


def test_goals_that_are_equally_common_decide_nothing() -> None:
    """Special case: two centres that differ in one goal."""
    assert deciding_goals(np.array([0.0, 0.4, 1e-15]), (0, 1, 2)) == ((1,), ())
    assert deciding_goals(np.array([-0.1, 0.4, 0.2]), (0,)) == ((), (1,))


@pytest.mark.parametrize(
    ("share", "percent", "mixed"),
    [(1.0, 100, False), (0.999, 99, False), (0.29, 29, True), (0.745, 74, True), (0.75, 75, False)],
)
def test_certainty_is_never_rounded_up(share: float, percent: int, mixed: bool) -> None:
    answer = model(shares=np.full(SHARES.shape, share)).answers[0,]
    assert (answer.certainty, answer.mixed) == (percent, mixed)


def test_of_equally_near_types_the_first_counts() -> None:
    answer = model(centres=np.full((3, 6), 0.5)).answers[0,]
    assert (answer.type, answer.second, answer.deciding) == (0, 1, ())


def every_row() -> pd.DataFrame:
    """All answers as a data frame, columns in another order than the model's."""
    frame = pd.DataFrame(as_points(ANSWERS, 6), columns=[goal.id for goal in GOALS])
    return frame.set_axis([f"k{at}" for at in range(len(frame))])[frame.columns[::-1]]


def test_classify_says_of_every_answer_what_the_model_says() -> None:
    check, rows = model(), every_row()
    found = classify(rows.sample(frac=3, replace=True, random_state=1), check)
    for key, row in found.iterrows():
        answer = check.answers[ANSWERS[int(str(key)[1:])]]
        assert row["type"] == TYPES[answer.type].id
        assert row["type_name"] == TYPES[answer.type].name
        assert row["second_type"] == TYPES[answer.second].id
        assert row["second_name"] == TYPES[answer.second].name
        assert row["certainty"] == answer.certainty / 100
        assert row["mixed"] == answer.mixed
        assert row["deciding"].split() == [GOALS[at].id for at in answer.deciding]
        assert row["deciding_absent"].split() == [GOALS[at].id for at in answer.deciding_absent]


def test_classify_refuses_every_row_that_is_no_possible_answer() -> None:
    """Brute force: all 64 rows of zeros and ones."""
    check = model()
    columns = [goal.id for goal in GOALS]
    for row in product((0, 1), repeat=6):
        frame = pd.DataFrame([row], columns=columns, index=["x"])
        if 1 <= sum(row) <= 3:
            assert len(classify(frame, check)) == 1
        else:
            with pytest.raises(ValueError, match="row 'x' is refused; allowed: 1 to 3 goals"):
                classify(frame, check)


@pytest.mark.parametrize("cell", [2, 0.5, -1, float("nan"), None])
def test_classify_refuses_other_values(cell: float | None) -> None:
    rows = every_row().astype("object")
    rows.loc["k3", "ziel_a"] = cell
    with pytest.raises(ValueError, match="row 'k3' is refused; allowed: 0 and 1"):
        classify(rows, model())


def test_classify_refuses_other_columns() -> None:
    rows = every_row()
    for wrong in (rows.drop(columns="ziel_a"), rows.assign(ziel_x=0)):
        with pytest.raises(ValueError, match=r"columns are .*; allowed: \['ziel_a'"):
            classify(wrong, model())


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"types": TYPES[:2]}, r"centres have shape \(3, 6\); allowed: \(2, 6\)"),
        ({"centres": CENTRES[:1], "types": TYPES[:1]}, "at least two"),
        ({"shares": SHARES[1:]}, r"shares have shape \(40, 3\); allowed: \(41, 3\)"),
        ({"centres": np.full((3, 6), np.nan)}, "centres holds nan"),
    ],
)
def test_bad_arguments_are_refused(changes: dict[str, Floats], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        model(**changes)
