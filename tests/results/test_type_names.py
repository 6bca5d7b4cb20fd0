"""Found types are called by the reference types that they match, or by what marks them."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from typfrage.results.type_names import (
    name_types,
    named_types,
    signatures,
    types_of_municipalities,
)
from typfrage.survey.questionnaire.codebook import Codebook
from typfrage.survey.waves.reference_types import Typology
from typfrage.typology import TypeSolution
from typfrage.validity import assignment_certainty

Solve = Callable[..., TypeSolution]


def test_matched_types_bear_the_name_and_look_of_the_reference(
    solve: Solve, codebook: Codebook, typology: Typology
) -> None:
    names = name_types(solve(("010", 30), ("100", 20)), codebook, typology, 0.3, 5)
    assert [(name.id, name.name, name.marker, name.colour) for name in names] == [
        ("alphas", "die Alphas", "circle", "#111111"),
        ("betas", "die Betas", "square", "#222222"),
    ]
    assert all(name.correlation > 0.5 for name in names)


def test_a_type_without_counterpart_says_so_and_comes_last(
    solve: Solve, codebook: Codebook, typology: Typology
) -> None:
    names = name_types(solve(("001", 50), ("100", 20)), codebook, typology, 0.3, 5)
    assert [name.id for name in names] == ["alphas", "typ_1"]
    other = names[1]
    assert other.name.startswith("Typ 1 ohne Entsprechung: Vorgabe ziel_c")
    assert other.reference is None
    assert math.isnan(other.correlation)
    assert other.marker != names[0].marker


def test_without_typology_all_types_are_numbered_by_size(solve: Solve, codebook: Codebook) -> None:
    names = name_types(solve(("001", 50), ("100", 20)), codebook, None, 0.3, 5)
    assert [name.id for name in names] == ["typ_1", "typ_2"]
    assert names[0].name.startswith("Typ 1: Vorgabe ziel_c")
    assert len({(name.colour, name.marker) for name in names}) == 2


def test_every_municipality_gets_its_type_in_the_order_of_the_names(
    solve: Solve, codebook: Codebook, typology: Typology
) -> None:
    solution = solve(("010", 30), ("100", 20))
    types = named_types(solution, name_types(solution, codebook, typology, 0.3, 5))
    assert types.cat.categories.to_list() == ["alphas", "betas"]
    assert types.value_counts().to_dict() == {"betas": 30, "alphas": 20}
    assert types.index.equals(solution.cases)
    assert types.iloc[0] == "betas"


def test_signatures_mark_the_goals_of_each_reference_type(typology: Typology) -> None:
    table = signatures(typology, ("ziel_b", "ziel_a", "ziel_c"))
    assert table.loc["alphas"].to_list() == [0, 1, 0]
    assert table.loc["betas"].to_list() == [1, 0, 0]


def test_every_municipality_has_its_type_and_how_sure_it_is(
    solve: Solve, codebook: Codebook, typology: Typology
) -> None:
    solution = solve(("001", 50), ("100", 20))
    names = name_types(solution, codebook, typology, 0.3, 5)
    certainty = assignment_certainty(solution, replicates=10, seed=1)
    types = types_of_municipalities(solution, names, certainty)
    assert types.index.equals(solution.cases)
    assert types["type"].to_list() == named_types(solution, names).to_list()
    assert (types["type"] != types["second_type"]).all()
    assert np.array_equal(types["certainty"], np.ones(70))
    assert not types["mixed"].any()
