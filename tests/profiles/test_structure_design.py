from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from typfrage.profiles.structure_design import collinear, structure_design


def test_numbers_dummies_and_levels_become_columns() -> None:
    kinds = pd.Categorical(["b", "c", "a", "b"], categories=["c", "unused", "a", "b"])
    frame = pd.DataFrame({"size": [3, 1, 2, 2], "kind": kinds, "east": [True, False, True, True]})
    found = structure_design(frame)
    assert found.columns.to_dict("list") == {
        "size": [3, 1, 2, 2],
        "kind=a": [0, 0, 1, 0],
        "kind=b": [1, 0, 0, 1],
        "east": [1, 0, 1, 1],
    }
    assert found.switched == ((), (1, 2), (1, 2), (3,))


def test_a_question_with_one_level_is_a_constant() -> None:
    frame = pd.DataFrame({"kind": pd.Categorical(["a", "a"]), "size": [1.5, 2]})
    found = structure_design(frame)
    assert found.switched == ((0,), ())
    assert collinear(found.columns) == ["kind"]


@pytest.mark.parametrize("column", [["a", "b"], [1, np.nan], [1, np.inf], [None, 1]])
def test_what_is_no_predictor_is_refused(column: list[object]) -> None:
    with pytest.raises(ValueError, match=r"predictor 'a' holds .* allowed: finite numbers, 0/1"):
        structure_design(pd.DataFrame({"a": column}))


def test_names_that_repeat_are_refused() -> None:
    frame = pd.DataFrame({"a=y": [1, 0], "a": pd.Categorical(["x", "y"])})
    with pytest.raises(ValueError, match="each once"):
        structure_design(frame)


def test_collinear_columns_are_named_together() -> None:
    """Special cases: a sum, all levels of a question, a constant; whatever the units."""
    rng = np.random.default_rng(0)
    free = pd.DataFrame(rng.normal(size=(50, 3)) * [1, 1e6, 1e-6], columns=["a", "b", "c"])
    assert collinear(free) == []
    assert collinear(free.assign(d=free["a"] * 2e3 - free["b"] + 7)) == ["a", "b", "d"]
    level = rng.integers(0, 3, 50)
    levels = {f"level={at}": (level == at).astype(float) for at in range(3)}
    assert collinear(free.assign(**levels)) == list(levels)
    assert collinear(free.assign(same=1e9)) == ["same"]


def test_nearly_collinear_columns_are_not() -> None:
    rng = np.random.default_rng(1)
    a = rng.normal(size=50)
    assert collinear(pd.DataFrame({"a": a, "b": a + 1e-4 * rng.normal(size=50)})) == []
