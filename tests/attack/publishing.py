"""Publishes the tables of a wave from its clean answers, without a build, to be attacked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from tests.project import ROOT

from typfrage.profiles.goals import goal_profile
from typfrage.profiles.structure import composition
from typfrage.results import structure, tables
from typfrage.results.description import describe
from typfrage.results.run import Run
from typfrage.results.store import Store
from typfrage.results.tables import field_tables, fields
from typfrage.results.type_names import name_types, named_types
from typfrage.survey.cleaning import clean
from typfrage.survey.reader import read_raw
from typfrage.survey.waves.study import Study, Wave, open_study, open_wave
from typfrage.typology import find_types
from typfrage.validity import assignment_certainty


@dataclass(frozen=True)
class Answered:
    """The clean answers of a shipped wave.

    Attributes:
        study: The shipped study.
        wave: The wave.
        answers: (municipalities × columns).
    """

    study: Study
    wave: Wave
    answers: pd.DataFrame


def answered(wave: str) -> Answered:
    """Clean the answers of a shipped wave."""
    study = open_study(ROOT)
    opened = open_wave(study, wave)
    return Answered(
        study, opened, clean(read_raw(opened, study.codebook), opened, study.codebook).answers
    )


def publish(source: Answered, answers: pd.DataFrame, folder: Path) -> Path:
    """Publish the tables of a wave that holds these answers alone.

    Args:
        source: The study, and the wave whose rules hold.
        answers: (municipalities × columns) clean answers.
        folder: Where the tables go.
    """
    study, wave = source.study, source.wave
    language, minimum = study.codebook.languages[0], wave.file.analysis.minimum_cases
    store = Store(folder, "05", True, minimum, language, {}, lambda: "zelle")
    run = Run(study, wave, store)
    codebook, analysis = run.codebook, wave.file.analysis
    goals = answers[list(wave.file.type_items(study.codebook))].astype("float64")
    solution = find_types(goals, analysis.k, starts=5, seed=1)
    names = name_types(
        solution, codebook, study.typology, analysis.match_threshold, analysis.minimum_cases
    )
    profile = goal_profile(goals, named_types(solution, names))
    certainty = assignment_certainty(
        solution, replicates=10, threshold=analysis.mixed_below, starts=2, seed=1, jobs=1
    )
    described = describe(run, answers, solution, names)
    own = described.indicators
    published = {
        "tbl-typen": tables.type_sizes(solution, names, minimum, language),
        "tbl-ziele": tables.with_names(
            tables.goal_profile(profile, names, codebook, minimum, language), names
        ),
        "tbl-zwischen": tables.mixed_by_type(certainty, solution, names, minimum, language),
        "tbl-struktur": tables.structure(
            composition(answers, codebook, "struktur"), minimum, language, study.indicators
        ),
        "tbl-veroeffentlicht": tables.published_against_reproduced(
            study, wave.file, answers, minimum
        ),
        "tbl-tests": field_tables.all_tests(described.tests, own, minimum, language),
    }
    for kind in fields.KINDS:
        rows = fields.part(described.compared, list(own.labels), kind, language)
        published[f"tbl-merkmale-{kind}"] = fields.shown(rows, names)
    for section in own.sections:
        published[f"tbl-feld-{section.replace('_', '-')}"] = field_tables.side_by_side(
            fields.selected(described.compared, own.of(section)),
            described.tests["base"],
            names,
            language,
            analysis.significance,
        )
    for id_, table in published.items():
        store.table(id_, table, "Tabelle")
    structure.store_weighting(run, described, answers, solution)
    return folder
