"""Tables of all criteria for every number of types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from typfrage.profiles.disclosure import Column, Released, release
from typfrage.results.findings import Favour
from typfrage.results.language import mark, speaker
from typfrage.results.marking_items import items_of_types
from typfrage.results.numbers import NOT_COMPUTABLE, NOTHING, WITHHELD, Format, formatted
from typfrage.results.wording import criterion_words
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
    _Row(mark("kleinster Typ"), "smallest_size", _COUNT),
    _Row(mark("Quadratsumme"), "total_within_ss", Format("decimal")),
    _Row(mark("Silhouette"), "silhouette", Format("decimal", 2), "silhouette"),
    _Row(mark("– p ohne Typen"), "p_silhouette", Format("decimal", 3)),
    _Row(mark("Calinski–Harabasz"), "calinski_harabasz", Format("decimal", 1), "calinski_harabasz"),
    _Row(mark("Gap"), "gap", Format("decimal", 2), "gap_1se"),
    _Row(mark("– Standardfehler"), "gap_se", Format("decimal", 3)),
    _Row(
        mark("Vorhersagestärke"), "prediction_strength", Format("decimal", 2), "prediction_strength"
    ),
    _Row(mark("Jaccard, Mittel"), "mean_jaccard", Format("decimal", 2)),
    _Row(mark("Jaccard, schwächster Typ"), "smallest_jaccard", Format("decimal", 2), "jaccard"),
    _Row(mark("– p ohne Typen"), "p_jaccard", Format("decimal", 3)),
    _Row(mark("stabile Typen"), "stable_types", _COUNT),
    _Row(mark("Instabilität"), "instability", Format("decimal", 3), "instability"),
    _Row(mark("AIC"), "aic", Format("decimal"), "aic"),
    _Row(mark("BIC"), "bic", Format("decimal"), "bic"),
    _Row(mark("Entropie-R²"), "entropy_r2", Format("decimal", 2)),
)
_BASES = {"calinski_harabasz": "squares", "gap": "gap_of", "aic": "one_class", "bic": "one_class"}
"""Municipalities that a criterion rests on as far as it may be told, where not all."""


def criteria(evaluation: Evaluation, reported: int, minimum_cases: int, language: str) -> Released:
    """Line up all criteria, one row a number of types.

    Sums of squares are functions of how many chose each item in each type, and a model of one class
    of how many did of all. Where one of these numbers is withheld, so are they: a sum of squares
    would tell two withheld numbers of which readers know the sum.

    Args:
        evaluation: What was computed; a criterion that could not be is missing.
        reported: Number of types of which readers know the items.
        minimum_cases: Threshold of the disclosure rules.
        language: Language of the words.
    """
    columns = _columns(language)
    solutions = evaluation.solutions
    n = int(solutions[min(solutions)].sizes.sum())
    table = evaluation.table().reset_index()
    frame = table.reindex(columns=[column.key for column in columns])
    of_all = items_of_types(solutions[min(solutions)], {}, minimum_cases).withheld["overall"].any()
    of_types = reported in solutions and (
        items_of_types(solutions[reported], {}, minimum_cases).withheld["count"].any()
    )
    alone, own = of_all & (frame["k"] == 1), of_types & (frame["k"] == reported)
    secret = {"squares": own | of_all, "gap_of": own | alone, "one_class": alone}
    bases = {key: n * ~rows for key, rows in secret.items()}
    return release(frame.assign(base=n, **bases), columns, minimum_cases)


def criteria_side_by_side(data: Released, found: Sequence[Favour], language: str) -> Released:
    """Show all criteria, one row a criterion, one column a number of types.

    Args:
        data: As :func:`criteria` returns it.
        found: What each criterion favours.
        language: Language of words and numbers.
    """
    say = speaker(language)
    favoured = {one.criterion: one for one in found}
    numbers = [str(k) for k in data.frame["k"]]
    columns = (
        Column("criterion", say("Kriterium")),
        *(Column(number, number, flush=True) for number in numbers),
        Column("favours", say("spricht für"), flush=True),
    )
    rows = [_cells(row, data, favoured.get(row.criterion), language) for row in _ROWS]
    frame = pd.DataFrame(rows, columns=[column.key for column in columns])
    return Released(
        frame,
        columns,
        pd.DataFrame(False, index=frame.index, columns=frame.columns),
        data.minimum_cases,
        data.partitions,
    )


def criteria_explained(found: Sequence[Favour], minimum_cases: int, language: str) -> Released:
    """Say of each criterion what it favours, what it can see and what it cannot.

    Args:
        found: What each criterion favours.
        minimum_cases: Threshold of the disclosure rules.
        language: Language of the words.
    """
    say = speaker(language)
    told = [(one, criterion_words(one.criterion, language)) for one in found]
    rows = [
        {"criterion": to.name, "favours": _favoured(one), "sees": to.sees, "blind": to.blind}
        for one, to in told
    ]
    return release(
        pd.DataFrame(rows),
        (
            Column("criterion", say("Kriterium")),
            Column("favours", say("spricht für"), flush=True),
            Column("sees", say("sieht")),
            Column("blind", say("sieht nicht")),
        ),
        minimum_cases,
    )


def _columns(language: str) -> tuple[Column, ...]:
    say = speaker(language)
    return (
        Column("k", say("Typen"), "tally"),
        Column("smallest_size", say("kleinster Typ"), "count", base="base"),
        Column("total_within_ss", say("Quadratsumme in den Typen"), "number", 1, base="squares"),
        Column("stable_types", say("stabile Typen"), "tally"),
        *(
            Column(
                row.column,
                say(row.label),
                "number",
                row.how.digits,
                base=_BASES.get(row.column, "base"),
            )
            for row in _ROWS
            if row.column not in ("smallest_size", "total_within_ss", "stable_types")
        ),
    )


def _cells(row: _Row, data: Released, found: Favour | None, language: str) -> list[str]:
    values, hidden = data.frame[row.column], data.withheld[row.column]
    shown = [
        WITHHELD if secret else formatted(value, row.how, language)
        for value, secret in zip(values, hidden, strict=True)
    ]
    return [speaker(language)(row.label), *shown, "" if found is None else _favoured(found)]


def _favoured(one: Favour) -> str:
    if not one.computed:
        return NOT_COMPUTABLE
    return NOTHING if one.favoured is None else str(one.favoured)
