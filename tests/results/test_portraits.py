"""Every reference type has a portrait in every wave, also where it was not found."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from typfrage.profiles import goals as profiles
from typfrage.results import tables
from typfrage.results.portraits import store_portraits
from typfrage.results.store import Store
from typfrage.results.type_names import name_types, named_types
from typfrage.survey.codebook import Codebook
from typfrage.survey.reference_types import Typology
from typfrage.typology import TypeSolution


def test_found_and_absent_types_have_their_texts(
    tmp_path: Path, solve: Callable[..., TypeSolution], codebook: Codebook, typology: Typology
) -> None:
    solution = solve(("100", 60), ("001", 40))
    names = name_types(solution, codebook, typology, 0.3)
    points = solution.patterns.points[solution.patterns.of_case]
    frame = pd.DataFrame(points, index=solution.cases, columns=list(solution.items))
    profile = tables.goal_profile(
        profiles.goal_profile(frame, named_types(solution, names)), names, codebook, 5
    )
    store = Store(tmp_path, "04_profiles", True, 5, "de", {}, lambda: "steckbriefe")
    sizes = tables.type_sizes(solution, names, 5)
    store_portraits(store, typology, names, sizes, profile, "de")
    texts = {path.stem: path.read_text(encoding="utf-8") for path in tmp_path.glob("txt-*.md")}
    found = texts["txt-steckbrief-alphas"]
    assert "60 der 100 Kommunen" in found
    assert "{{< include /_results/current/fig-steckbrief-alphas.md >}}" in found
    assert "entspricht kein gefundener Typ" in texts["txt-steckbrief-betas"]
    assert "40 der 100 Kommunen" in texts["txt-steckbrief-typ-2"]
    assert (tmp_path / "fig-steckbrief-typ-2.svg").is_file()
