"""What the types do besides their goals: shares and means by type, with tests, released."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import numpy as np
import pandas as pd

from typfrage.profiles.comparison import Comparison
from typfrage.profiles.disclosure import Column, Released
from typfrage.profiles.linked_disclosure import (
    asked,
    release_linked,
    steps_from_end,
    told_bases,
    with_sums,
)
from typfrage.results.language import SOURCE, speaker
from typfrage.results.type_names import TypeName
from typfrage.survey.indicators.indicator_values import Indicators

Kind = Literal["share", "scale"]
KINDS: tuple[Kind, ...] = ("share", "scale")
TESTED = ["effect", "p", "p_bh", "p_holm"]


def compared(
    comparison: Comparison,
    indicators: Indicators,
    names: Sequence[TypeName],
    sizes: pd.Series[int],
    minimum_cases: int,
    language: str,
) -> Released:
    """Show every indicator in every type beside all municipalities.

    What a test says of a withheld count is withheld with it. Where a filter leaves so few of a
    type out that their number must be kept secret, the whole row is; where it leaves so few out
    of all, the whole indicator is. What follows from other indicators is withheld with them.

    Args:
        comparison: Shares, means and tests.
        indicators: What was compared.
        names: The types.
        sizes: Municipalities of each type, by its id.
        minimum_cases: Threshold of the disclosure rules.
        language: Language of the words.

    Returns:
        Rows of indicator × type in the order of both: ``indicator``, ``label``, ``type`` (ids),
        ``kind``, ``count``, ``value``, ``low``, ``high``, ``overall``, ``rest``, ``difference``,
        ``effect``, ``p``, ``p_bh``, ``p_holm``, ``residual`` and ``base``.
    """
    whole = comparison.overall.set_index("indicator")
    bases = told_bases(whole, indicators, int(sizes.sum()), minimum_cases)
    steps = steps_from_end(whole.reset_index(), indicators, minimum_cases).set_axis(whole.index)
    frame = comparison.by_type.assign(
        label=lambda rows: rows["indicator"].map(indicators.labels),
        overall=lambda rows: rows["indicator"].map(whole["value"]),
        overall_count=lambda rows: rows["indicator"].map(whole["count"]),
        overall_base=lambda rows: rows["indicator"].map(bases),
        asked=lambda rows: asked(rows, indicators, sizes),
        size=lambda rows: rows["type"].map(_told_sizes(sizes, minimum_cases)),
        steps=lambda rows: steps_from_end(rows, indicators, minimum_cases),
        overall_steps=lambda rows: rows["indicator"].map(steps),
        order=lambda rows: rows["type"].map({name.id: at for at, name in enumerate(names)}),
        place=lambda rows: rows["indicator"].map({n: at for at, n in enumerate(indicators.labels)}),
    ).sort_values(["place", "order"])
    parts = [
        release_linked(
            frame[frame["kind"] == kind],
            _columns(kind, language),
            indicators.links,
            minimum_cases,
        )
        for kind in KINDS
    ]
    rows = pd.concat([part.frame for part in parts], ignore_index=True)
    withheld = pd.concat([part.withheld for part in parts], ignore_index=True)
    withheld = with_sums(rows["indicator"], withheld, indicators.links)
    order = rows["indicator"].map({name: at for at, name in enumerate(indicators.labels)})
    order = order.sort_values(kind="stable").index
    columns = _columns("scale", language)
    numbers = {column.key: "float64" for column in columns if column.kind == "number"}
    return Released(
        rows.loc[order].mask(withheld).reset_index(drop=True).astype(numbers),
        columns,
        withheld.loc[order].reset_index(drop=True),
        minimum_cases,
        tuple(dict.fromkeys(one for part in parts for one in part.partitions)),
    )


def _told_sizes(sizes: pd.Series[int], minimum_cases: int) -> pd.Series[float]:
    """Sizes as readers know them: where one is withheld, so are others."""
    few = bool((sizes < minimum_cases).any())
    return pd.Series(np.inf if few else sizes, sizes.index, dtype="float64")


def _columns(kind: Kind, language: str) -> tuple[Column, ...]:
    """The columns; the share's rules where the value is one, else those of a mean."""
    say = speaker(language)
    count = "count" if kind == "share" else "steps"
    whole = "overall_count" if kind == "share" else "overall_steps"
    how: Literal["share", "number"] = "share" if kind == "share" else "number"

    def tested(key: str, label: str, digits: int) -> Column:
        return Column(key, label, "number", digits, count=count, base="base")

    return (
        Column("indicator", say("Merkmal")),
        Column("label", say("Bezeichnung")),
        Column("type", say("Typ")),
        Column("kind", say("Art")),
        Column("count", say("Nennungen"), "count" if kind == "share" else "tally", base="base"),
        Column("value", say("Wert"), how, 2, count=count, base="base"),
        Column("low", say("untere Grenze"), how, 2, count=count, base="base"),
        Column("high", say("obere Grenze"), how, 2, count=count, base="base"),
        Column("overall", say("alle"), how, 2, count=whole, base="overall_base"),
        tested("rest", say("die anderen"), 2),
        tested("difference", say("Unterschied"), 2),
        tested("effect", say("Effekt"), 2),
        tested("p", "p", 3),
        tested("p_bh", say("p (BH)"), 3),
        tested("p_holm", say("p (Holm)"), 3),
        tested("residual", say("Residuum"), 1),
        Column("base", say("Basis"), "count", base="asked"),
    )


def without_secrets(
    comparison: Comparison,
    indicators: Indicators,
    names: Sequence[TypeName],
    sizes: pd.Series[int],
    minimum_cases: int,
) -> Comparison:
    """Adjust the p-values anew, so that they do not tell those of withheld cells.

    Args:
        comparison: Shares, means and tests.
        indicators: What was compared.
        names: The types.
        sizes: Municipalities of each type, by its id.
        minimum_cases: Threshold of the disclosure rules.
    """
    told = compared(comparison, indicators, names, sizes, minimum_cases, SOURCE)
    keys = ["indicator", "type"]
    hidden = told.withheld["value"].set_axis(pd.MultiIndex.from_frame(told.frame[keys]))
    rows = pd.MultiIndex.from_frame(comparison.by_type[keys])
    by_type = hidden.reindex(rows).set_axis(comparison.by_type.index).astype(bool)
    secret = overall_tests(comparison, told)["withheld"]
    overall = comparison.overall["indicator"].map(secret).astype(bool)
    return comparison.without(by_type, overall)


def selected(data: Released, keys: Sequence[str]) -> Released:
    """Return the rows of some indicators, in their order."""
    return data.rows(data.frame.index[data.frame["indicator"].isin(list(keys))])


def part(data: Released, keys: Sequence[str], kind: Kind, language: str) -> Released:
    """Return the rows of some indicators that are of one kind, the highest overall value first."""
    wanted = data.frame["indicator"].isin(list(keys)) & (data.frame["kind"] == kind)
    rows = data.frame[wanted].sort_values(
        "overall", ascending=False, kind="stable", na_position="last"
    )
    return replace(data.rows(rows.index), columns=_columns(kind, language))


def shown(data: Released, names: Sequence[TypeName]) -> Released:
    """Return the same rows as readers get them: names instead of ids, no count of a scale."""
    called = {name.id: name.name for name in names}
    left_out = ["indicator", "kind"]
    if (data.frame["kind"] == "scale").any():
        left_out.append("count")
    columns = tuple(c for c in data.columns if c.key not in left_out)
    keys = [column.key for column in columns]
    frame = data.frame.assign(type=data.frame["type"].map(called))
    return replace(data, frame=frame[keys], columns=columns, withheld=data.withheld[keys])


def overall_tests(comparison: Comparison, data: Released) -> pd.DataFrame:
    """Return the tests of all types against each other, none where a cell is withheld.

    Args:
        comparison: Shares, means and tests.
        data: As :func:`compared` returns it.

    Returns:
        By indicator: ``base``, missing where that of a type is withheld; ``withheld``, whether the
        test could tell a withheld count; ``effect``, ``p``, ``p_bh``, ``p_holm``, missing where it
        could or where there is none.
    """
    tests = comparison.overall.set_index("indicator")[["base", *TESTED]].astype("float64")
    hidden = data.withheld[["value", "overall", "base"]].groupby(data.frame["indicator"]).any()
    hidden = hidden.reindex(tests.index, fill_value=True).astype(bool)
    secret = hidden.any(axis=1)
    tests[TESTED] = tests[TESTED].where(~secret, axis=0)
    tests["base"] = tests["base"].where(~hidden[["overall", "base"]].any(axis=1))
    return tests.assign(withheld=secret)
