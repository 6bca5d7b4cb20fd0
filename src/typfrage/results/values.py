"""Shares, means and p-values of indicators as readers see them in tables, figures and sentences."""

from __future__ import annotations

from typfrage.results.numbers import NOTHING, Format, formatted

HIGHER, LOWER = "↑", "↓"
"""Beside a value that differs from that of the other types by more than chance; twice where Holm's
adjustment says so too."""
SMALLEST_P = 0.001
"""Smaller p-values are written as a bound."""
USUAL_LEVEL = 0.05


def arrows(row: object, significance: float) -> str:
    """Return the arrows beside a value: none where the difference may be chance, or is none."""
    if row.difference == 0:  # type: ignore[attr-defined]
        return ""
    sign = HIGHER if row.difference > 0 else LOWER  # type: ignore[attr-defined]
    strict = row.p_holm <= significance  # type: ignore[attr-defined]
    found = row.p_bh <= significance  # type: ignore[attr-defined]
    return sign * 2 if strict else sign if found else ""


def value_text(value: float, kind: str, language: str) -> str:
    """Write a share in percent, or a mean with one digit."""
    if kind == "share" and value == 0:
        return NOTHING
    how = Format("share") if kind == "share" else Format("decimal", 1)
    return formatted(value, how, language)


def p_text(p: float, language: str) -> str:
    """Write a p-value; very small ones as a bound."""
    return ("< " if p < SMALLEST_P else "") + p_number(p, language)


def p_number(p: float, language: str) -> str:
    """Write the number of a p-value with three digits, as APA's manual asks.

    More where three would write the usual level of significance, 0.05, which p is not: 0.0502 as
    0.050 would look significant. Numbers below :data:`SMALLEST_P` are written as it.
    """
    digits = 3
    while round(p, digits) == USUAL_LEVEL != p:
        digits += 1
    return formatted(max(p, SMALLEST_P), Format("decimal", digits), language)
