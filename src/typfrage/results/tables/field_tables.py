"""Tables of what the types do besides their goals: one column a type, and all tests."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from typfrage.profiles.disclosure import Column, Released
from typfrage.results.language import speaker
from typfrage.results.numbers import WITHHELD, Format, formatted
from typfrage.results.type_names import TypeName
from typfrage.results.values import arrows, p_text, value_text
from typfrage.survey.indicators.indicator_values import Indicators


def all_tests(
    tests: pd.DataFrame, indicators: Indicators, minimum_cases: int, language: str
) -> Released:
    """Show the test of all types against each other for every indicator.

    Args:
        tests: As :func:`typfrage.results.tables.fields.overall_tests` returns it.
        indicators: What was compared.
        minimum_cases: Threshold of the disclosure rules.
        language: Language of words and numbers.
    """
    say = speaker(language)
    titles = {key: indicators.titles[s] for s, keys in indicators.sections.items() for key in keys}
    small = {key: [p_text(p, language) for p in tests[key]] for key in ("p", "p_bh", "p_holm")}
    frame = tests.assign(
        section=tests.index.map(titles), label=tests.index.map(indicators.labels), **small
    ).reset_index(drop=True)
    columns = (
        Column("section", say("Abschnitt"), grouped=True),
        Column("label", say("Merkmal")),
        Column("base", "n", "count"),
        Column("effect", say("Effekt"), "number", 2, base="base"),
        Column("p", "p", flush=True),
        Column("p_bh", say("gesichert: p"), flush=True),
        Column("p_holm", say("streng: p"), flush=True),
    )
    keys = [column.key for column in columns]
    hidden = pd.DataFrame(False, index=frame.index, columns=keys)
    hidden["base"] = frame["base"].isna()
    hidden[keys[3:]] = hidden[keys[3:]].mask(frame["withheld"], True)
    whole = frame[keys].astype({"base": "Int64"})
    return Released(whole, columns, hidden, minimum_cases)


def side_by_side(
    data: Released,
    bases: pd.Series[float],
    names: Sequence[TypeName],
    language: str,
    significance: float,
) -> Released:
    """Show some indicators with one column a type.

    Args:
        data: As :func:`typfrage.results.tables.fields.selected` returns it.
        bases: Municipalities that answered, by indicator; missing where withheld.
        names: The types.
        language: Language of words and numbers.
        significance: Largest adjusted p-value that gets an arrow.
    """
    say = speaker(language)
    columns = (
        Column("label", say("Merkmal")),
        *(Column(name.id, name.short, flush=True) for name in names),
        Column("overall", say("alle"), flush=True),
        Column("base", "n", flush=True),
    )
    rows = [
        _wide(group, data.withheld.loc[group.index], bases[key], language, significance)
        for key, group in data.frame.groupby("indicator", sort=False)
    ]
    frame = pd.DataFrame(rows, columns=[column.key for column in columns])
    hidden = pd.DataFrame(False, index=frame.index, columns=frame.columns)
    return Released(frame, columns, hidden, data.minimum_cases, data.partitions)


def _wide(
    group: pd.DataFrame, hidden: pd.DataFrame, base: float, language: str, significance: float
) -> dict[str, object]:
    first = group.iloc[0]
    told = pd.notna(base)
    overall = value_text(first["overall"], first["kind"], language)
    cells = {
        str(row.type): _cell(row, bool(hidden.at[row.Index, "value"]), language, significance)
        for row in group.itertuples()
    }
    return cells | {
        "label": first["label"],
        "overall": WITHHELD if hidden["overall"].any() else overall,
        "base": formatted(base, Format(), language) if told else WITHHELD,
    }


def _cell(row: object, hidden: bool, language: str, significance: float) -> str:
    if hidden:
        return WITHHELD
    value, kind = row.value, row.kind  # type: ignore[attr-defined]
    return (
        value_text(value, kind, language) + " " * bool(arrow := arrows(row, significance)) + arrow
    )
