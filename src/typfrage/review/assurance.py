"""The cases that a reviewer states, beside what cleaning and the Typ-Check make of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from typfrage.problems import InputError, Problem
from typfrage.profiles.type_check import TypeCheck
from typfrage.results.freshness import fresh_results
from typfrage.results.type_check import FILE, open_type_check
from typfrage.review.case_checks import Check, checks, checks_of_type
from typfrage.review.case_flaws import case_flaws, items_by_name
from typfrage.review.case_outcomes import outcomes
from typfrage.review.case_table import case_table
from typfrage.survey.questionnaire.codebook import Codebook
from typfrage.survey.waves.cases import CaseFile
from typfrage.survey.waves.study import Study, Wave, open_wave
from typfrage.survey.yaml_files.yaml_file import load_yaml


@dataclass(frozen=True)
class AssuredCase:
    """What came of one case.

    Attributes:
        case: What it shows, in the words of its file.
        checks: Everything that it expects, and whether the answer counts as it expects.
    """

    case: str
    checks: tuple[Check, ...]

    @property
    def differences(self) -> tuple[Check, ...]:
        """What came out otherwise."""
        return tuple(check for check in self.checks if not check.as_expected)


def assure(study: Study, path: Path, wave: str | None = None) -> tuple[AssuredCase, ...]:
    """Compare what a reviewer expects of raw answers with what comes out.

    Args:
        study: The study.
        path: The file of cases, see :class:`typfrage.survey.waves.cases.CaseFile`.
        wave: The wave, where the file does not name it.

    Returns:
        The cases in the order of the file.

    Raises:
        InputError: The file of cases is wrong, or a type is expected and the wave's results, which
            hold the Typ-Check, are missing or older than its files.
    """
    stated = load_yaml(path, CaseFile)
    its_wave = open_wave(study, _name(stated, path, wave))
    codebook = study.codebook.on(its_wave.file.field_period.first)
    model = None
    if any(case.expect.of_type for case in stated.cases):
        model = open_type_check(fresh_results(study, its_wave, [FILE]))
    types = [] if model is None else [type_.id for type_ in model.types]
    cases = load_yaml(path, CaseFile, lambda read: case_flaws(read, its_wave, codebook, types))
    return tuple(_assured(cases, its_wave, codebook, model, path.name))


def _assured(
    cases: CaseFile, wave: Wave, codebook: Codebook, model: TypeCheck | None, file: str
) -> Iterator[AssuredCase]:
    found = outcomes(case_table(cases, wave, codebook, file), wave, codebook)
    items = items_by_name(wave, codebook)
    for case, outcome in zip(cases.cases, found, strict=True):
        told = [*checks(case.expect, outcome, items)]
        if model is not None and outcome.values is not None:
            told += checks_of_type(case.expect, outcome, model)
        yield AssuredCase(case.case, tuple(told))


def _name(cases: CaseFile, path: Path, wave: str | None) -> str:
    """The wave that is meant: named by the file, by the option, or by both alike."""
    names = {name for name in (cases.wave, wave) if name is not None}
    if len(names) == 1:
        return names.pop()
    if names:
        what = f"the file is about the wave {cases.wave!r}, and --wave says {wave!r}"
        raise InputError(Problem(what, str(path), "one wave", "leave out --wave"))
    what, mend = "no wave is named", "begin the file with wave: …, or give --wave"
    raise InputError(Problem(what, str(path), "the wave whose rules hold", mend))
