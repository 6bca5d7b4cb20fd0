"""Tables of agreement: between algorithms, and without single items."""

from __future__ import annotations

import numpy as np
import pandas as pd

from typfrage.profiles.disclosure import Column, Released, release
from typfrage.results.wording import method_name
from typfrage.validity.alternatives import ItemAgreement, MethodAgreement


def agreement_of_methods(agreement: MethodAgreement, n: int, minimum_cases: int) -> Released:
    """Show the adjusted Rand index of every pair of algorithms.

    Args:
        agreement: The reported algorithm first.
        n: Municipalities.
        minimum_cases: Threshold of the disclosure rules.
    """
    frame = pd.DataFrame(agreement.adjusted_rand, columns=list(agreement.methods)).assign(
        method=[method_name(one) for one in agreement.methods], base=n
    )
    return release(
        frame,
        (
            Column("method", "Verfahren"),
            *(Column(one, method_name(one), "number", 2, base="base") for one in agreement.methods),
        ),
        minimum_cases,
    )


def agreement_without_items(
    agreement: ItemAgreement, labels: dict[str, str], n: int, minimum_cases: int
) -> Released:
    """Show what becomes of the types without one item, the one that changes most first.

    Args:
        agreement: Adjusted Rand index and share of municipalities in matched types by item.
        labels: What the items are called.
        n: Municipalities.
        minimum_cases: Threshold of the disclosure rules.
    """
    frame = pd.DataFrame(
        {
            "item": [labels[item] for item in agreement.items],
            "adjusted_rand": agreement.adjusted_rand,
            "matched_share": agreement.matched_share,
            "matched": np.nan_to_num(agreement.matched_share * n).round(),
            "base": n,
        }
    )
    return release(
        frame.sort_values("adjusted_rand", kind="stable"),
        (
            Column("item", "weggelassen"),
            Column("adjusted_rand", "Rand-Index", "number", 2, count="matched", base="base"),
            Column("matched_share", "im selben Typ", "share", 1, count="matched", base="base"),
        ),
        minimum_cases,
    )
