"""Tables of all criteria for every number of types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from typfrage.profiles.disclosure import Column, Released, release
from typfrage.results.findings import Favour
from typfrage.results.numbers import NOT_COMPUTABLE, NOTHING, WITHHELD, Format, formatted
from typfrage.results.wording import CRITERION_WORDS
from typfrage.validity.evaluation import Evaluation

_COUNT = Format()


@dataclass(frozen=True)
class _Row:
    """A row of the table in which the criteria stand below each other."""

    label: str
    column: str
    how: Format
    criterion: str = ""


_ROWS = (
    _Row("kleinster Typ", "smallest_size", _COUNT),
    _Row("Quadratsumme", "total_within_ss", Format("decimal")),
    _Row("Silhouette", "silhouette", Format("decimal", 2), "silhouette"),
    _Row("– p ohne Typen", "p_silhouette", Format("decimal", 3)),
    _Row("Calinski–Harabasz", "calinski_harabasz", Format("decimal", 1), "calinski_harabasz"),
    _Row("Gap", "gap", Format("decimal", 2), "gap_1se"),
    _Row("– Standardfehler", "gap_se", Format("decimal", 3)),
    _Row("Vorhersagestärke", "prediction_strength", Format("decimal", 2), "prediction_strength"),
    _Row("Jaccard, Mittel", "mean_jaccard", Format("decimal", 2)),
    _Row("Jaccard, schwächster Typ", "smallest_jaccard", Format("decimal", 2), "jaccard"),
    _Row("– p ohne Typen", "p_jaccard", Format("decimal", 3)),
    _Row("stabile Typen", "stable_types", _COUNT),
    _Row("Instabilität", "instability", Format("decimal", 3), "instability"),
    _Row("AIC", "aic", Format("decimal"), "aic"),
    _Row("BIC", "bic", Format("decimal"), "bic"),
    _Row("Entropie-R²", "entropy_r2", Format("decimal", 2)),
)

_COLUMNS = (
    Column("k", "Typen", "tally"),
    Column("smallest_size", "kleinster Typ", "count", base="base"),
    Column("total_within_ss", "Quadratsumme in den Typen", "number", 1, base="base"),
    Column("stable_types", "stabile Typen", "tally"),
    *(
        Column(row.column, row.label, "number", row.how.digits, base="base")
        for row in _ROWS
        if row.column not in ("smallest_size", "total_within_ss", "stable_types")
    ),
)


def criteria(evaluation: Evaluation, minimum_cases: int) -> Released:
    """Line up all criteria, one row a number of types.

    Args:
        evaluation: What was computed; a criterion that could not be is missing.
        minimum_cases: Threshold of the disclosure rules.
    """
    n = int(next(iter(evaluation.solutions.values())).sizes.sum())
    table = evaluation.table().reset_index()
    frame = table.reindex(columns=[column.key for column in _COLUMNS]).assign(base=n)
    return release(frame, _COLUMNS, minimum_cases)


def criteria_side_by_side(data: Released, found: Sequence[Favour], language: str) -> Released:
    """Show all criteria, one row a criterion, one column a number of types.

    Args:
        data: As :func:`criteria` returns it.
        found: What each criterion favours.
        language: Language of the numbers.
    """
    favoured = {one.criterion: one for one in found}
    numbers = [str(k) for k in data.frame["k"]]
    columns = (
        Column("criterion", "Kriterium"),
        *(Column(number, number, flush=True) for number in numbers),
        Column("favours", "spricht für", flush=True),
    )
    rows = [_cells(row, data, favoured.get(row.criterion), language) for row in _ROWS]
    frame = pd.DataFrame(rows, columns=[column.key for column in columns])
    return Released(
        frame,
        columns,
        pd.DataFrame(False, index=frame.index, columns=frame.columns),
        data.minimum_cases,
    )


def criteria_explained(found: Sequence[Favour], minimum_cases: int) -> Released:
    """Say of each criterion what it favours, what it can see and what it cannot.

    Args:
        found: What each criterion favours.
        minimum_cases: Threshold of the disclosure rules.
    """
    rows = [
        {
            "criterion": CRITERION_WORDS[one.criterion].name,
            "favours": _favoured(one),
            "sees": CRITERION_WORDS[one.criterion].sees,
            "blind": CRITERION_WORDS[one.criterion].blind,
        }
        for one in found
    ]
    return release(
        pd.DataFrame(rows),
        (
            Column("criterion", "Kriterium"),
            Column("favours", "spricht für", flush=True),
            Column("sees", "sieht"),
            Column("blind", "sieht nicht"),
        ),
        minimum_cases,
    )


def _cells(row: _Row, data: Released, found: Favour | None, language: str) -> list[str]:
    values, hidden = data.frame[row.column], data.withheld[row.column]
    shown = [
        WITHHELD if secret else formatted(value, row.how, language)
        for value, secret in zip(values, hidden, strict=True)
    ]
    return [row.label, *shown, "" if found is None else _favoured(found)]


def _favoured(one: Favour) -> str:
    if not one.computed:
        return NOT_COMPUTABLE
    return NOTHING if one.favoured is None else str(one.favoured)
