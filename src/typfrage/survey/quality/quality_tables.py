"""Tables that set the answers of two waves side by side, item by item."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import fisher_exact

from typfrage.survey.clean_answers import CleanAnswers
from typfrage.survey.questionnaire.codebook import (
    Item,
    MissingReason,
    MultipleItem,
    NumberItem,
    ScaleItem,
    SingleItem,
)

JUMP = 2.0
"""A number of the same municipality that is so many times as large, or as small, has jumped."""

Row = dict[str, Any]

NON_RESPONSE = ("not_answered", "dont_know", "base", "share")
CATEGORY = ("count", "base", "share")
MAGNITUDE = ("base", "median", "p5", "p95")


def category_shares(
    earlier: CleanAnswers, later: CleanAnswers, items: Sequence[Item]
) -> pd.DataFrame:
    """Count the answers in every category of closed items.

    Args:
        earlier: Clean answers of the earlier wave.
        later: Clean answers of the later wave.
        items: Items of both waves; those without options are left out.

    Returns:
        See :class:`typfrage.survey.quality.wave_quality.WaveQuality`.
    """
    rows: list[Row] = []
    for item in items:
        before, after = (dict(_categories(each.answers, item)) for each in (earlier, later))
        for option in dict.fromkeys([*before, *after]):
            rows.append(
                {
                    "item": item.id,
                    "option": option,
                    "comparable": option in before and option in after,
                }
                | _waves(before.get(option, _UNOFFERED), after.get(option, _UNOFFERED))
            )
    return pd.DataFrame(rows, columns=["item", "option", *_columns(CATEGORY), "comparable"])


_UNOFFERED = {"count": 0, "base": 0, "share": np.nan}


def non_response(earlier: CleanAnswers, later: CleanAnswers, items: Sequence[Item]) -> pd.DataFrame:
    """Count who was asked and gave no answer.

    Args:
        earlier: Clean answers of the earlier wave.
        later: Clean answers of the later wave.
        items: Items of both waves.

    Returns:
        See :class:`typfrage.survey.quality.wave_quality.WaveQuality`.
    """
    rows: list[Row] = []
    for item in items:
        before, after = (_missing(each, item) for each in (earlier, later))
        rows.append(
            {"item": item.id}
            | _waves(before, after)
            | {"difference": after["share"] - before["share"], "p": _larger(before, after)}
        )
    return pd.DataFrame(rows, columns=["item", *_columns(NON_RESPONSE), "difference", "p"])


def magnitudes(
    earlier: CleanAnswers, later: CleanAnswers, items: Sequence[NumberItem]
) -> pd.DataFrame:
    """Compare the size of numbers.

    Args:
        earlier: Clean answers of the earlier wave.
        later: Clean answers of the later wave.
        items: Items of both waves that hold numbers.

    Returns:
        See :class:`typfrage.survey.quality.wave_quality.WaveQuality`. Ratios are those of positive
        numbers, else NaN.
    """
    rows: list[Row] = []
    for item in items:
        before, after = (each.answers[item.id].dropna().astype(float) for each in (earlier, later))
        both = pd.concat([before, after], axis=1, join="inner", keys=["earlier", "later"])
        positive = both[(both > 0).all(axis=1)]
        ratios = positive["later"] / positive["earlier"]
        first, second = _distribution(before), _distribution(after)
        medians = first["median"], second["median"]
        rows.append(
            {"item": item.id}
            | _waves(first, second)
            | {
                "ratio": medians[1] / medians[0] if min(medians) > 0 else np.nan,
                "panel": len(ratios),
                "panel_ratio": ratios.median(),
                "panel_jumps": int(((ratios > JUMP) | (ratios < 1 / JUMP)).sum()),
            }
        )
    names = ["item", *_columns(MAGNITUDE), "ratio", "panel", "panel_ratio", "panel_jumps"]
    return pd.DataFrame(rows, columns=names)


def _columns(names: Sequence[str]) -> list[str]:
    return [f"{wave}_{name}" for wave in ("earlier", "later") for name in names]


def _waves(earlier: Row, later: Row) -> Row:
    return {
        f"{wave}_{name}": value
        for wave, row in (("earlier", earlier), ("later", later))
        for name, value in row.items()
    }


def _categories(answers: pd.DataFrame, item: Item) -> Iterator[tuple[str, Row]]:
    """The categories that a wave offers, with their answers."""
    if isinstance(item, MultipleItem):
        for name in item.columns:
            if name in answers:
                given = answers[name].dropna()
                yield name, _share(int(given.sum()), len(given))
    elif isinstance(item, SingleItem):
        given = answers[item.id].dropna()
        for name in answers[item.id].cat.categories:
            yield str(name), _share(int((given == name).sum()), len(given))
    elif isinstance(item, ScaleItem):
        given = answers[item.id].dropna()
        for place, option in enumerate(item.options, start=1):
            yield option.id, _share(int((given == place).sum()), len(given))


def _share(count: int, base: int) -> Row:
    return {"count": count, "base": base, "share": count / base if base else np.nan}


def _missing(clean: CleanAnswers, item: Item) -> Row:
    reasons = clean.reasons[next(name for name in item.columns if name in clean.reasons)]
    unasked = reasons.isin([MissingReason.NOT_ASKED, MissingReason.NOT_APPLICABLE])
    not_answered = int((reasons == MissingReason.NOT_ANSWERED).sum())
    dont_know = int((reasons == MissingReason.DONT_KNOW).sum())
    base = int((~unasked).sum())
    share = _share(not_answered + dont_know, base)["share"]
    counts = {"not_answered": not_answered, "dont_know": dont_know}
    return counts | {"base": base, "share": share}


def _larger(earlier: Row, later: Row) -> float:
    """One-sided p of Fisher's exact test that the later share is no larger; NaN without a base."""
    if not earlier["base"] or not later["base"]:
        return float("nan")
    table = [
        [
            row["not_answered"] + row["dont_know"],
            row["base"] - row["not_answered"] - row["dont_know"],
        ]
        for row in (later, earlier)
    ]
    return float(fisher_exact(table, alternative="greater").pvalue)


def _distribution(numbers: pd.Series[float]) -> Row:
    quantiles = numbers.quantile([0.05, 0.5, 0.95])
    return {
        "base": len(numbers),
        "median": quantiles[0.5],
        "p5": quantiles[0.05],
        "p95": quantiles[0.95],
    }
