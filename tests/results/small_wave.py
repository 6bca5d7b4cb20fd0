"""A small wave with two plain types, opened as a notebook opens it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from typfrage.profiles import goals as profiles
from typfrage.profiles.disclosure import Released
from typfrage.results import tables
from typfrage.results.description import Description, describe
from typfrage.results.run import Run
from typfrage.results.store import Store
from typfrage.results.type_names import TypeName, name_types, named_types
from typfrage.survey.cleaning import clean
from typfrage.survey.reader import read_raw
from typfrage.survey.waves.reference_types import Typology
from typfrage.survey.waves.study import open_study, open_wave
from typfrage.typology import TypeSolution, find_types

NOT_ASKED = {"S": "A2", "P": "N/A", "F[1]": "N/A", "F[2]": "N/A"}
PLAN = {
    "id": "plan",
    "items": ["strategie"],
    "chosen": ["ja"],
    "label": {"de": "Plan"},
    "strength": {"de": "Sie planen."},
    "lesson": {"de": "planen"},
}
LEVEL = {
    "id": "stufe",
    "items": ["stufe"],
    "label": {"de": "Stufe"},
    "strength": {"de": "Sie stehen hoch."},
}
FIELD = {"id": "feld_b", "items": ["felder"], "chosen": ["feld_b"], "label": {"de": "Feld B"}}
SIZE = {
    "id": "klein",
    "items": ["einwohner"],
    "within": {"below": 20000},
    "label": {"de": "Kleine"},
}


def section(*indicators: dict[str, Any], id: str = "teil", **rest: Any) -> dict[str, Any]:
    """A section as the file has it."""
    return {"id": id, "title": {"de": id.title()}, "indicators": list(indicators), **rest}


def answers(
    planning: tuple[int, int] = (50, 10), small: tuple[int, int] = (30, 20)
) -> list[dict[str, str]]:
    """60 municipalities with the first goal, 40 with the third.

    Args:
        planning: How many of each have a strategy; of these, every other one chose the second
            field, and their level is high.
        small: How many of each have fewer than 20,000 inhabitants.
    """
    rows = []
    for of_type, number in enumerate((60, 40)):
        for at in range(number):
            row = {"Z[1]": "Y" if of_type == 0 else "", "Z[3]": "Y" if of_type else ""}
            row["EW"] = "12000" if at % number < small[of_type] else "30000"
            row["ST"] = "3" if at < planning[of_type] else str(1 + at % 2)
            row["F[2]"] = "Y" if at % 2 else ""
            rows.append(row if at < planning[of_type] else row | NOT_ASKED)
    return rows


@dataclass(frozen=True)
class SmallWave:
    """What the results are made of."""

    run: Run
    clean: pd.DataFrame
    solution: TypeSolution
    names: tuple[TypeName, ...]
    described: Description
    sizes: Released
    profile: Released

    def texts(self) -> dict[str, str]:
        """Return all that was stored, by its id."""
        files = self.run.store.folder.glob("*.md")
        return {path.stem: path.read_text(encoding="utf-8") for path in files}


def open_small_wave(
    make: Callable[..., Path],
    *sections: dict[str, Any],
    rows: list[dict[str, str]] | None = None,
    typology: Typology | None = None,
    regression: dict[str, list[str]] | None = None,
    codebook: Callable[[dict[str, Any]], object] = lambda _: None,
    wave: Callable[[dict[str, Any]], object] = lambda _: None,
) -> SmallWave:
    """Describe the types of such answers.

    Args:
        make: The fixture ``tiny_study``.
        *sections: Sections of ``indicators.yml``; without any, the study has no such file.
        rows: The answers.
        typology: Reference types, if any.
        regression: What may explain the type.
        codebook: Changes the questionnaire in place.
        wave: Changes the wave's file in place.
    """

    def changed(file: dict[str, Any]) -> None:
        file["analysis"]["k_range"] = [2, 2]
        wave(file)

    root = make(answers() if rows is None else rows, wave=changed, codebook=codebook)
    if sections:
        file = {"sections": sections, "regression": regression or {}}
        (root / "data" / "indicators.yml").write_text(json.dumps(file), encoding="utf-8")
    study = open_study(root)
    opened = open_wave(study)
    language = study.codebook.languages[0]
    store = Store(root / "_results", "05", True, 5, language, {}, lambda: "zelle")
    run = Run(study, opened, store)
    cleaned = clean(read_raw(opened, study.codebook), opened, study.codebook)
    goals = run.goals(cleaned)
    solution = find_types(goals, 2, starts=5, seed=1)
    names = name_types(solution, study.codebook, typology, 0.3, 5)
    profile = profiles.goal_profile(goals, named_types(solution, names))
    return SmallWave(
        run=run,
        clean=cleaned.answers,
        solution=solution,
        names=names,
        described=describe(run, cleaned.answers, solution, names),
        sizes=tables.type_sizes(solution, names, 5, language),
        profile=tables.goal_profile(profile, names, study.codebook, 5, language),
    )
