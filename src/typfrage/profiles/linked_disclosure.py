"""What may be told of indicators that follow from each other, by type and of all."""

from __future__ import annotations

import pandas as pd

from typfrage.profiles.disclosure import Column, Partition, Released, release
from typfrage.survey.indicators.indicator_links import Links
from typfrage.survey.indicators.indicator_values import Indicators

_REST = "rest of the question "
_AT_TYPES = Partition(across="type", within=("indicator",), count="count", total="overall")
_AT_OPTIONS = Partition(
    across="indicator", within=("question", "type"), count="count", unseen="unseen"
)
_AT_SHARED = Partition(
    across="indicator", within=("shared", "type"), count="count", overlapping=True
)
_PASSES = 3
"""What is withheld for its row may need company in its column, and so on."""


def told_bases(
    whole: pd.DataFrame, indicators: Indicators, n: int, minimum_cases: int
) -> pd.Series[int]:
    """Return the bases of all municipalities, 0 where the value of all must be kept secret.

    It must where a filter leaves few out of all, and where it would tell another option's.

    Args:
        whole: By indicator: ``count`` (missing for scales) and ``base``.
        indicators: The indicators.
        n: Municipalities in all.
        minimum_cases: Threshold of the disclosure rules.
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
    hidden = told.frame["indicator"][told.withheld["count"]]
    return whole["base"].mask(secret | whole.index.isin(hidden), 0)


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


def release_linked(
    frame: pd.DataFrame, columns: tuple[Column, ...], links: Links, minimum_cases: int
) -> Released:
    """Withhold what must be kept secret, by type, by option of a question, and in turn.

    Args:
        frame: Rows of indicator × type of one kind: ``count``, ``base`` and what rests on them.
        columns: What its columns hold.
        links: Indicators that follow from each other.
        minimum_cases: Threshold of the disclosure rules.
    """
    bases = Partition(across="type", within=("indicator",), count="base")
    if not (frame["kind"] == "share").any():
        return release(frame, columns, minimum_cases, bases)
    rows = _with_questions(frame, links)
    in_turn = [_AT_TYPES, _AT_OPTIONS, _AT_SHARED] * _PASSES
    released = release(rows, columns, minimum_cases, bases, *in_turn)
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
    whole = [key for key in ("base", "overall_base", "asked") if key in rows]
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
