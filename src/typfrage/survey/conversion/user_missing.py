"""Codes that the file itself declares missing and that nothing else explains."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from typfrage.survey.audit import AuditLog


def declared_missing(position: int, log: AuditLog) -> tuple[str, ...]:
    """Return the codes of a column that its file declares to stand for an empty answer."""
    described = log.table.described
    return described[position].missing if described else ()


def refuse_unexplained(
    cells: pd.Series, position: int, item: str, explained: Collection[str], log: AuditLog
) -> pd.Series:
    """Note every code that is missing by the file and has no reason, once a column.

    Without a reason such a code is neither an answer nor nothing: "don't know" and "not asked" are
    different reasons, and the file does not say which.

    Args:
        cells: (answers,) text of one column.
        position: The column's position in the raw file.
        item: The codebook item.
        explained: Codes and signs with a meaning.
        log: Where the problems go.

    Returns:
        The cells without these codes, so that nobody complains about them twice.
    """
    for code in declared_missing(position, log):
        rows = cells.index[cells == code] if code not in explained else cells.index[:0]
        if len(rows):
            label = log.table.described[position].values.get(code, "")
            called = f"calls {label!r}" if label else "gives no label"
            log.problem(
                rows[:1],
                position,
                f"the file declares {code!r} a missing value, which it {called}, and nothing says "
                f"why {item!r} is empty there ({len(rows)} answers)",
                "a reason for each user-missing value",
                f"give {code!r} a reason under source.missing in wave.yml, or enter it among the "
                f"missing codes of {item!r} in codebook.yml",
            )
            cells = cells.mask(cells == code, "")
    return cells
