"""What may be told of indicators that follow from each other, by type and of all."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from typfrage.profiles.disclosure import Column, Partition, Released, release
from typfrage.survey.indicators.indicator_links import Links, option_sums
from typfrage.survey.indicators.indicator_values import Indicators

_REST = "rest of the question "
_AT_TYPES = Partition(
    across="type", within=("indicator",), count="count", total="overall", most="size"
)
_BASES = Partition(across="type", within=("indicator",), count="base", most="size")
_AT_OPTIONS = Partition(
    across="indicator", within=("question", "type"), count="count", unseen="unseen"
)
_AT_SHARED = Partition(
    across="indicator", within=("shared", "type"), count="count", overlapping=True
)
_PASSES = 3
"""What is withheld for its row may need company in its column, and so on."""


def option_partitions(
    frame: pd.DataFrame,
    sums: Mapping[str, Sequence[Collection[str]]],
    count: str = "count",
    total: str = "base",
) -> tuple[pd.DataFrame, tuple[Partition, ...]]:
    """Name the sums that readers know of the options of single-choice questions.

    Args:
        frame: One row an option: ``item_id``, ``option_id``, counts and bases.
        sums: By question the sets of options whose number is published, too.
        count: Column of the counts.
        total: Column of the bases.

    Returns:
        The rows with a mark for each sum, and the partitions for :func:`release`.
    """
    places = range(max(map(len, sums.values()), default=0))
    pairs = list(zip(frame["item_id"], frame["option_id"], strict=True))
    marks = {
        f"sum {at}": [
            option in dict(enumerate(sums.get(item, ()))).get(at, ()) for item, option in pairs
        ]
        for at in places
    }
    whole = Partition(across="option", within=("item_id",), count=count, total=total)
    parts = (replace(whole, within=("item_id", mark), total=None) for mark in marks)
    return frame.assign(**marks), (whole, *parts) * _PASSES


def told_bases(
    whole: pd.DataFrame,
    indicators: Indicators,
    n: int,
    minimum_cases: int,
    choices: pd.DataFrame | None = None,
) -> pd.Series[int]:
    """Return the bases of all municipalities, 0 where the value of all must be kept secret.

    It must where a filter leaves few out of all, and where it would tell another option's; where a
    table of all options would withhold one, so must it.

    Args:
        whole: By indicator: ``count`` (missing for scales) and ``base``.
        indicators: The indicators.
        n: Municipalities in all.
        minimum_cases: Threshold of the disclosure rules.
        choices: ``indicators.choices`` of these municipalities alone, where they are not all.
    """
    left_out = n - whole["base"]
    secret = (left_out > 0) & (left_out < minimum_cases)
    secret &= whole.index.isin(list(indicators.filtered))
    shares = whole[whole["count"].notna()].reset_index().assign(type="all")
    rows = _with_questions(shares[["indicator", "type", "count", "base"]], indicators.links)
    columns = (
        Column("indicator", ""),
        Column("count", "", "count", base="base"),
        Column("base", "", "count"),
    )
    told = release(rows, columns, minimum_cases, *[_AT_OPTIONS, _AT_SHARED] * _PASSES)
    hidden = set(told.frame["indicator"][told.withheld["count"]])
    hidden |= _hidden_options(
        indicators, indicators.choices if choices is None else choices, minimum_cases
    )
    return whole["base"].mask(secret | whole.index.isin(list(hidden)), 0)


def _hidden_options(indicators: Indicators, choices: pd.DataFrame, minimum_cases: int) -> set[str]:
    """Indicators that count an option which a table of all options withholds."""
    rows = [
        {"item_id": item, "option_id": option, "count": count, "base": choices[item].count()}
        for item in choices
        for option, count in choices[item].value_counts(sort=False).items()
    ]
    if not rows:
        return set()
    frame, partitions = option_partitions(pd.DataFrame(rows), option_sums(indicators.plan.values()))
    columns = (
        Column("item_id", ""),
        Column("option_id", ""),
        Column("count", "", "count", base="base"),
        Column("base", "", "count"),
    )
    told = release(frame, columns, minimum_cases, *partitions)
    secret = told.frame[told.withheld["count"]]
    hidden = set(zip(secret["item_id"], secret["option_id"], strict=True))
    return {
        name
        for name, one in indicators.plan.items()
        if one.among is None
        and len(one.items) == 1
        and len(one.chosen or ()) == 1
        and (one.items[0], (one.chosen or ("",))[0]) in hidden
    }


def asked(rows: pd.DataFrame, indicators: Indicators, sizes: pd.Series[int]) -> pd.Series[int]:
    """Return the municipalities that a base is a part of: a filtered type, or all that answered.

    Args:
        rows: ``indicator``, ``type``, ``base``.
        indicators: The indicators.
        sizes: Municipalities of each type.
    """
    filtered = rows["indicator"].isin(indicators.filtered)
    answered = rows.groupby("indicator")["base"].transform("sum")
    return answered.where(~filtered, rows["type"].map(sizes).astype("Int64"))


def steps_from_end(
    rows: pd.DataFrame, indicators: Indicators, minimum_cases: int
) -> pd.Series[float]:
    """Count the steps that all answers together stand off the nearer end of their scale.

    From a mean next to an end readers learn how few did not answer with that end. The means of
    the other types would tell it, too, for together they add up to the mean of all.

    Args:
        rows: ``indicator``, ``value`` (mean), ``base``.
        indicators: The indicators.
        minimum_cases: Threshold of the disclosure rules.

    Returns:
        The fewest steps of an indicator's rows where they are fewer than the threshold, 0 where
        there are none, or more, or there is no scale.
    """
    highest = rows["indicator"].map(indicators.highest).astype("float64")
    lowest = (~rows["indicator"].isin(list(indicators.links.summed))).astype("float64")
    value, base = rows["value"].astype("float64"), rows["base"].astype("float64")
    steps = (base * pd.concat([value - lowest, highest - value], axis=1).min(axis=1)).round()
    few = steps.where((steps > 0) & (steps < minimum_cases))
    return few.groupby(rows["indicator"]).transform("min").fillna(0)


def release_linked(
    frame: pd.DataFrame, columns: tuple[Column, ...], links: Links, minimum_cases: int
) -> Released:
    """Withhold what must be kept secret, by type, by option of a question, and in turn.

    Args:
        frame: Rows of indicator × type of one kind: ``count``, ``base`` and what rests on them,
            ``size`` (municipalities of the type).
        columns: What its columns hold.
        links: Indicators that follow from each other.
        minimum_cases: Threshold of the disclosure rules.
    """
    if not (frame["kind"] == "share").any():
        return release(frame, columns, minimum_cases, _BASES)
    rows = _with_questions(frame, links)
    in_turn = [_AT_TYPES, _AT_OPTIONS, _AT_SHARED] * _PASSES
    released = release(rows, columns, minimum_cases, _BASES, *in_turn)
    seen = ~released.frame["indicator"].str.startswith(_REST)
    return released.rows(released.frame.index[seen])


def with_sums(indicator: pd.Series, withheld: pd.DataFrame, links: Links) -> pd.DataFrame:
    """Withhold the mean number of options where one of the options is withheld.

    A mean times its base is the sum of the options' counts.

    Args:
        indicator: The indicator of each row.
        withheld: (rows × columns) whether a cell is withheld.
        links: Indicators that follow from each other.

    Returns:
        The same with further cells; the base and the words stay.
    """
    withheld = withheld.copy()
    kept = ["indicator", "label", "type", "kind", "base"]
    for name, options in links.summed.items():
        of_options = withheld[indicator.isin(options)]
        own = indicator == name
        if of_options["value"].any():
            withheld.loc[own, [c for c in withheld if c not in (*kept, "overall")]] = True
        if of_options["overall"].any():
            withheld.loc[own, "overall"] = True
    return withheld


def _with_questions(frame: pd.DataFrame, links: Links) -> pd.DataFrame:
    """Name the group of each row, and add what none of a question's options counts."""
    rows = frame.assign(
        question=[links.alternatives.get(key, key) for key in frame["indicator"]],
        shared=[links.overlapping.get(key, key) for key in frame["indicator"]],
        unseen=False,
    )
    grouped = rows[rows["indicator"].isin(list(links.alternatives))]
    numbers = [key for key in ("count", "overall_count") if key in rows]
    whole = [key for key in ("base", "overall_base", "asked", "size") if key in rows]
    by = grouped.groupby(["question", "type"], sort=False, observed=True)
    rest = by.agg({**dict.fromkeys(numbers, "sum"), **dict.fromkeys(whole, "max")}).reset_index()
    if rest.empty:
        return rows
    rest["count"] = rest["base"] - rest["count"]
    if "overall_count" in rest:
        rest["overall_count"] = (rest["overall_base"] - rest["overall_count"]).clip(lower=0)
    # Each of them stands alone in its column: of other types' rests nothing is published either.
    name = _REST + rest["question"].astype(str) + rest["type"].astype(str)
    rest = rest.assign(indicator=name, shared=name, unseen=True)
    return pd.concat([rows, rest[rest["count"] > 0]], ignore_index=True)
