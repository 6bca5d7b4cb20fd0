"""Everything that describes the types besides their goals, as it may be published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from typfrage.profiles.comparison import Comparison, compare_types
from typfrage.profiles.disclosure import Released
from typfrage.profiles.strengths import lessons, strengths
from typfrage.results.run import Run
from typfrage.results.tables import fields
from typfrage.results.type_names import TypeName, named_types
from typfrage.survey.indicators.indicator_values import (
    Indicators,
    default_indicators,
    indicators_of,
)
from typfrage.typology import TypeSolution


@dataclass(frozen=True, eq=False)
class Description:
    """What the types do, how sure that is, and what follows from it.

    Attributes:
        names: The types.
        indicators: The indicators of the wave.
        comparison: Shares, means and tests, before the disclosure rules; never published as it is.
        compared: Rows of indicator × type after them.
        tests: Tests of all types against each other by indicator; missing where they would tell.
        strong: The strengths of all types.
        taught: What each type may learn from the others, with the ``kind`` of each indicator.
        sentences: How each strength is worded, by indicator.
        lessons: What others may learn from it, by indicator.
        significance: Largest adjusted p-value of a difference that counts.
        language: Language of the report.
    """

    names: tuple[TypeName, ...]
    indicators: Indicators
    comparison: Comparison
    compared: Released
    tests: pd.DataFrame
    strong: pd.DataFrame
    taught: pd.DataFrame
    sentences: Mapping[str, str]
    lessons: Mapping[str, str]
    significance: float
    language: str

    def has_secrets(self, type_id: str | None = None) -> bool:
        """Tell whether values of what may be a strength are withheld, of one type or of any."""
        rows = self.compared.frame["indicator"].isin(list(self.sentences))
        if type_id is not None:
            rows &= self.compared.frame["type"] == type_id
        return bool(self.compared.withheld["value"][rows].any())


def describe(
    run: Run, answers: pd.DataFrame, solution: TypeSolution, names: tuple[TypeName, ...]
) -> Description:
    """Compare the types in everything that did not form them.

    Args:
        run: The wave.
        answers: (municipalities × columns) clean answers.
        solution: The types.
        names: What they are called.
    """
    codebook, analysis = run.codebook, run.wave.file.analysis
    file = run.study.indicators or default_indicators(codebook, analysis.types_from)
    indicators = indicators_of(answers, codebook, file)
    comparison = compare_types(
        indicators.values,
        named_types(solution, names),
        scales=indicators.scales,
        seed=analysis.seed,
    )
    sizes = pd.Series({name.id: int(solution.sizes[name.label]) for name in names})
    comparison = fields.without_secrets(comparison, indicators, names, sizes, run.minimum_cases)
    language = codebook.languages[0]
    compared = fields.compared(comparison, indicators, names, sizes, run.minimum_cases, language)
    worded = {
        key: codebook.label(one.strength)
        for key, one in indicators.plan.items()
        if one.strength is not None
    }
    strong = strengths(
        compared.frame,
        worded,
        significance=analysis.significance,
        minimum_effect=analysis.minimum_effect,
    )
    taught = lessons(compared.frame, strong, minimum_effect=analysis.minimum_effect)
    kinds = comparison.overall.set_index("indicator")["kind"]
    return Description(
        names=names,
        indicators=indicators,
        comparison=comparison,
        compared=compared,
        tests=fields.overall_tests(comparison, compared),
        strong=strong,
        taught=taught.assign(kind=taught["indicator"].map(kinds)),
        sentences=worded,
        lessons={
            key: indicators.labels[key] if one.lesson is None else codebook.label(one.lesson)
            for key, one in indicators.plan.items()
        },
        significance=analysis.significance,
        language=language,
    )


def rows_of(data: Released, type_id: str) -> Released:
    """Return the rows of one type."""
    return data.rows(data.frame.index[data.frame["type"] == type_id])
