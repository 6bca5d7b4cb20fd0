"""Whether the clean answers of a wave suffice for what ``wave.yml`` asks of them."""

from __future__ import annotations

from collections.abc import Iterator

from typfrage.problems import Problem
from typfrage.survey.clean_answers import CleanAnswers
from typfrage.survey.questionnaire.codebook import Codebook
from typfrage.survey.waves.study import Wave


def number_problems(cleaned: CleanAnswers, wave: Wave) -> Iterator[Problem]:
    """Find why so many answers cannot be published.

    Args:
        cleaned: The clean answers.
        wave: Their wave.
    """
    answers, minimum = len(cleaned.answers), wave.file.analysis.minimum_cases
    if answers < minimum:
        yield Problem(
            f"minimum_cases is {minimum}, but only {answers} answers count",
            f"{wave.id}/wave.yml, analysis.minimum_cases",
            f"at most the number of answers, {answers}",
            "lower it as far as their protection allows, or see whether the screening "
            "leaves out too many",
        )
    if answers > wave.file.contacted:
        yield Problem(
            f"{answers} municipalities answered, but only {wave.file.contacted} were contacted",
            f"{wave.id}/wave.yml, contacted",
            f"at least the number of answers, {answers}",
            "enter how many were asked, or see whether the screening lets too many pass",
        )


def goal_problems(cleaned: CleanAnswers, wave: Wave, codebook: Codebook) -> Iterator[Problem]:
    """Find why no types can be formed of the answers.

    Args:
        cleaned: The clean answers.
        wave: Their wave.
        codebook: The questionnaire.
    """
    analysis = wave.file.analysis
    matrix = cleaned.answers[list(wave.file.type_items(codebook))]
    where = f"{wave.id}/wave.yml, analysis"
    silent = int(matrix.isna().any(axis=1).sum())
    if silent:
        yield Problem(
            f"municipalities without an answer to {analysis.types_from!r}: {silent}",
            where,
            "an answer of every municipality to the question that forms the types",
            f"exclude them by a screening rule with unanswered: {analysis.types_from}, or "
            f"set choices.{analysis.types_from}.nothing to none",
        )
    distinct, most = len(matrix.drop_duplicates()), max(analysis.k, analysis.k_range[1])
    if distinct < most:
        yield Problem(
            f"{len(matrix)} municipalities gave only {distinct} different answers to "
            f"{analysis.types_from!r}",
            where,
            f"at least {most}, the largest number of types that is looked for",
            "let k and k_range end at a smaller number",
        )
