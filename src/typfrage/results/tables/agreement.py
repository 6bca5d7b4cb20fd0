"""Tables of agreement: between algorithms, and without single items."""

from __future__ import annotations

import numpy as np
import pandas as pd

from typfrage.profiles.disclosure import Column, Released, release
from typfrage.results.language import speaker
from typfrage.results.wording import method_name
from typfrage.validity.alternatives import ItemAgreement, MethodAgreement


def agreement_of_methods(
    agreement: MethodAgreement, n: int, minimum_cases: int, language: str
) -> Released:
    """Show the adjusted Rand index of every pair of algorithms.

    Args:
        agreement: The reported algorithm first.
        n: Municipalities.
        minimum_cases: Threshold of the disclosure rules.
        language: Language of the words.
    """
    called = {one: method_name(one, language) for one in agreement.methods}
    frame = pd.DataFrame(agreement.adjusted_rand, columns=list(called)).assign(
        method=list(called.values()), base=n
    )
    return release(
        frame,
        (
            Column("method", speaker(language)("Verfahren")),
            *(Column(one, name, "number", 2, base="base") for one, name in called.items()),
        ),
        minimum_cases,
    )


def agreement_without_items(
    agreement: ItemAgreement, labels: dict[str, str], n: int, minimum_cases: int, language: str
) -> Released:
    """Show what becomes of the types without one item, the one that changes most first.

    Args:
        agreement: Adjusted Rand index and share of municipalities in matched types by item.
        labels: What the items are called.
        n: Municipalities.
        minimum_cases: Threshold of the disclosure rules.
        language: Language of the words.
    """
    say = speaker(language)
    frame = pd.DataFrame(
        {
            "item": [labels[item] for item in agreement.items],
            "adjusted_rand": agreement.adjusted_rand,
            "matched_share": agreement.matched_share,
            "matched": np.nan_to_num(agreement.matched_share * n).round(),
            "base": n,
        }
    )
    data = release(
        frame,
        (
            Column("item", say("weggelassen")),
            Column("adjusted_rand", say("Rand-Index"), "number", 2, count="matched", base="base"),
            Column("matched_share", say("im selben Typ"), "share", 1, count="matched", base="base"),
        ),
        minimum_cases,
    )
    # By what is published: the place of a withheld one would tell between which it lies.
    return data.rows(data.rounded.sort_values("adjusted_rand", kind="stable").index)
