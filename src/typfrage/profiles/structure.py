"""Who answered: how the municipalities spread over the options of closed questions."""

from __future__ import annotations

import pandas as pd

from typfrage.survey.questionnaire.codebook import Codebook, SingleItem

COLUMNS = ("item", "option", "item_id", "option_id", "count", "base", "share")


def composition(answers: pd.DataFrame, codebook: Codebook, block: str) -> pd.DataFrame:
    """Count the answers to all single-choice questions of a block.

    Args:
        answers: (municipalities × columns) clean answers.
        codebook: The questionnaire.
        block: The block's id.

    Returns:
        One row an option, in the codebook's order: ``item`` and ``option`` as labels, ``item_id``
        and ``option_id``, ``count``, ``base`` (municipalities that answered the question),
        ``share`` of the base (missing without one).
    """
    rows = []
    for item in codebook.items:
        if item.block != block or not isinstance(item, SingleItem) or item.id not in answers:
            continue
        given = answers[item.id].dropna()
        for option in item.options:
            count = int((given == option.id).sum())
            rows.append(
                {
                    "item": codebook.label(item.wording),
                    "option": codebook.label(option.label),
                    "item_id": item.id,
                    "option_id": option.id,
                    "count": count,
                    "base": len(given),
                    "share": count / len(given) if len(given) else float("nan"),
                }
            )
    return pd.DataFrame(rows, columns=list(COLUMNS))
