"""Two waves side by side: what was asked, who answered, and the types of both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from typfrage.profiles.common_goals import NotComparable, NotComparableError
from typfrage.profiles.correspondence import correspondence
from typfrage.profiles.latent_transitions import LEAST_OVERLAP
from typfrage.profiles.wave_types import WaveTypes, wave_types
from typfrage.results.language import speaker
from typfrage.results.run import Run
from typfrage.results.type_names import UNMATCHED_COLOURS, TypeName, name_types
from typfrage.survey.clean_answers import CleanAnswers
from typfrage.survey.indicators.indicator_links import option_sums
from typfrage.survey.questionnaire.codebook import Codebook
from typfrage.survey.questionnaire.questionnaire_change import (
    QuestionnaireChange,
    questionnaire_change,
)
from typfrage.survey.waves.study import Wave
from typfrage.typology import TypeSolution, find_types


@dataclass(frozen=True, eq=False)
class WaveAnswers:
    """A wave's answers and the types that its report tells.

    Attributes:
        wave: The wave.
        codebook: Its questionnaire, in its words.
        clean: Its clean answers.
        goals: (municipalities × goals) 0/1 that form its types.
        reported: Its types from all its goals.
        names: What they are called.
    """

    wave: Wave
    codebook: Codebook
    clean: CleanAnswers
    goals: pd.DataFrame
    reported: TypeSolution
    names: tuple[TypeName, ...]


@dataclass(frozen=True, eq=False)
class Waves:
    """All that the comparison of two waves rests on.

    Attributes:
        earlier: The earlier wave.
        later: The later wave.
        change: What changed in the questionnaire.
        types: The types of both from the common goals; ``None`` where they cannot be compared.
        not_comparable: Why not, ``None`` where they can.
        names: What the types from the common goals are called, in both waves, by their number.
        sums: By single-choice question the sets of options that both reports count together.
        minimum_cases: The larger threshold of the two waves.
        language: Language of the report.
    """

    earlier: WaveAnswers
    later: WaveAnswers
    change: QuestionnaireChange
    types: WaveTypes | None
    not_comparable: NotComparable | None
    names: tuple[tuple[TypeName, ...], tuple[TypeName, ...]]
    sums: Mapping[str, tuple[frozenset[str], ...]]
    minimum_cases: int
    language: str

    @property
    def both(self) -> tuple[WaveAnswers, WaveAnswers]:
        """The waves in their order."""
        return self.earlier, self.later

    @property
    def ids(self) -> tuple[str, str]:
        """Names of the waves."""
        return self.earlier.wave.id, self.later.wave.id

    @property
    def full_names(self) -> dict[str, str]:
        """The names of all types from the common goals, by their short ones."""
        return {name.short: name.name.partition(":")[0] for names in self.names for name in names}

    @property
    def common(self) -> list[str]:
        """Goals that both waves offered in the same words."""
        question = self.later.wave.file.analysis.types_from
        same = self.earlier.wave.file.analysis.types_from == question
        asked = same and question in self.change.options
        return list(self.change.common_goals(question)) if asked else []

    @property
    def panel(self) -> pd.Index:
        """Municipalities that answered both waves.

        Where types can be compared, those that have one in both: of two numbers that differ by a
        few, readers would learn how many chose none of the common goals.
        """
        if self.types is None:
            return self.earlier.clean.answers.index.intersection(self.later.clean.answers.index)
        return self.types.earlier.cases.intersection(self.types.later.cases)


def open_waves(run: Run, cleaned: CleanAnswers) -> Waves:
    """Set a wave beside the one that it is compared with.

    Args:
        run: The later wave.
        cleaned: Its clean answers.

    Raises:
        InputError: The earlier wave's files are wrong.
        ValueError: There is no earlier wave.
    """
    before = run.earlier_clean()
    assert run.earlier is not None
    # A run of its own, for what it caches belongs to one wave.
    earlier = _answers(replace(run, wave=run.earlier), before)
    later = _answers(run, cleaned)
    days = (each.wave.file.field_period.first for each in (earlier, later))
    waves = Waves(
        earlier=earlier,
        later=later,
        change=questionnaire_change(run.study.codebook, *days),
        types=None,
        not_comparable=None,
        names=((), ()),
        sums=option_sums(
            one
            for section in (run.study.indicators.sections if run.study.indicators else ())
            for one in section.indicators
        ),
        minimum_cases=max(each.wave.file.analysis.minimum_cases for each in (earlier, later)),
        language=run.codebook.languages[0],
    )
    try:
        types = _types(waves)
    except NotComparableError as error:
        return replace(waves, not_comparable=error.reason)
    names = (
        _named(types.earlier, earlier, waves.language),
        _named(types.later, later, waves.language),
    )
    return replace(waves, types=types, names=names)


def _answers(run: Run, cleaned: CleanAnswers) -> WaveAnswers:
    """Find the types of a wave as its own report does."""
    analysis = run.wave.file.analysis
    goals = run.goals(cleaned)
    reported = find_types(goals, analysis.k, starts=analysis.starts, seed=analysis.seed)
    names = name_types(
        reported, run.codebook, run.study.typology, analysis.match_threshold, analysis.minimum_cases
    )
    return WaveAnswers(run.wave, run.codebook, cleaned, goals, reported, names)


def _types(waves: Waves) -> WaveTypes:
    analysis = waves.later.wave.file.analysis
    return wave_types(
        waves.earlier.goals,
        waves.later.goals,
        waves.common,
        waves.earlier.wave.file.analysis.k,
        analysis.k,
        starts=analysis.starts,
        seed=analysis.seed,
        match_threshold=analysis.match_threshold,
    )


def _named(own: TypeSolution, wave: WaveAnswers, language: str) -> tuple[TypeName, ...]:
    """Call types from the common goals by the names of the wave's reported types.

    A type that shares fewer than half of its municipalities with a reported one gets a letter.
    """
    reported = wave.reported.series().loc[own.cases].to_numpy()
    found = correspondence(own.labels, reported, own.k)
    names = {name.label: _of_wave(name, wave.wave.id, language) for name in wave.names}
    return tuple(
        replace(names[other], label=number)
        if found.jaccard[number] >= LEAST_OVERLAP
        else _lettered(number, wave.wave.id, language)
        for number, other in enumerate(found.counterpart.tolist())
    )


def _of_wave(name: TypeName, wave: str, language: str) -> TypeName:
    """Add the wave to a type that is called by a number, for the other wave has such one, too."""
    if name.reference is not None:
        return name
    say = speaker(language)
    called = say("{type} von {wave}", type=name.short, wave=wave)
    return replace(name, name=called, head=called)


def _lettered(number: int, wave: str, language: str) -> TypeName:
    letter = chr(ord("A") + number)
    say = speaker(language)
    called = say("Typ {letter} von {wave}", letter=letter, wave=wave)
    return TypeName(
        id=f"gemeinsam_{number + 1}",
        label=number,
        name=called,
        colour=UNMATCHED_COLOURS[number % len(UNMATCHED_COLOURS)],
        marker="cross",
        reference=None,
        correlation=float("nan"),
        head=called,
    )
