"""What a type is strong in, and what it can learn from the others.

The types are described by what did not form them. A strength must be positive, large enough to
matter and more than chance among all the tests that were made.
"""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd


def strengths(
    by_type: pd.DataFrame,
    eligible: Collection[str],
    *,
    significance: float = 0.05,
    minimum_effect: float = 0.1,
) -> pd.DataFrame:
    """Find in what each type stands out.

    Args:
        by_type: One row an indicator and type, as
            :attr:`typfrage.profiles.comparison.Comparison.by_type`: ``indicator``, ``type``,
            ``difference`` (to the rest), ``effect``, ``p_bh``, ``p_holm``. Rows with missing
            values, withheld ones too, are no strengths.
        eligible: Indicators of which more is better.
        significance: Largest p-value after the adjustment of Benjamini and Hochberg.
        minimum_effect: Smallest effect.

    Returns:
        The rows that are strengths, by type in their order, the largest effect first, with
        ``strict``: whether the difference is significant after Holm's adjustment too.

    References:
        Benjamini & Hochberg (1995). https://doi.org/10.1111/j.2517-6161.1995.tb02031.x
        Holm (1979), A simple sequentially rejective multiple test procedure.
        https://www.jstor.org/stable/4615733
    """
    found = by_type[
        by_type["indicator"].isin(list(eligible))
        & (by_type["difference"] > 0).fillna(False)
        & (by_type["effect"] >= minimum_effect).fillna(False)
        & (by_type["p_bh"] <= significance).fillna(False)
    ]
    found = found.assign(
        strict=(found["p_holm"] <= significance).fillna(False).astype(bool),
        place=found["type"].map({name: at for at, name in enumerate(by_type["type"].unique())}),
    )
    ordered = found.sort_values(["place", "effect"], ascending=[True, False], kind="stable")
    return ordered.drop(columns="place").reset_index(drop=True)


def lessons(
    by_type: pd.DataFrame, strong: pd.DataFrame, *, minimum_effect: float = 0.1
) -> pd.DataFrame:
    """Find for each type the strengths of others in which it lags behind.

    A type lags where its value lies below that of all other types taken together. That it does is
    an estimate; what it may learn is a strength of another type, which is tested.

    Args:
        by_type: As for :func:`strengths`.
        strong: What that function returned.
        minimum_effect: Smallest effect of a lag that is called clear.

    Returns:
        One row a learner, teacher and indicator: ``learner``, ``teacher``, ``indicator``,
        ``effect`` and ``strict`` of the teacher's strength, ``learner_value``, ``teacher_value``
        and ``clear``, whether the learner lags by the smallest effect that matters; by learner and
        teacher in the order of the types, the largest effect first.
    """
    behind = by_type[(by_type["difference"] < 0).fillna(False)]
    pairs = behind.merge(strong, on="indicator", suffixes=("_behind", "_ahead"))
    place = {name: at for at, name in enumerate(by_type["type"].unique())}
    table = pd.DataFrame(
        {
            "learner": pairs["type_behind"],
            "teacher": pairs["type_ahead"],
            "indicator": pairs["indicator"],
            "effect": pairs["effect_ahead"],
            "strict": pairs["strict"],
            "learner_value": pairs["value_behind"],
            "teacher_value": pairs["value_ahead"],
            "clear": (pairs["effect_behind"] >= minimum_effect).fillna(False).astype(bool),
            "row": pairs["type_behind"].map(place),
            "column": pairs["type_ahead"].map(place),
        }
    )
    ordered = table.sort_values(
        ["row", "column", "effect"], ascending=[True, True, False], kind="stable"
    )
    return ordered.drop(columns=["row", "column"]).reset_index(drop=True)
