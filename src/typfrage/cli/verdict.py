"""What a comparison with published results found, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

from typfrage.cli.terminal import Terminal
from typfrage.review.comparison import Comparison
from typfrage.review.differences import Difference, Item, Outcome

SHOWN = 6
"""Differences of one item that are printed; the list of --json has all."""

LONGEST = 100
"""Characters of a value that are printed."""

HASH = 12
"""Digits of a hash that are printed."""

NOTHING = "(nothing)"


def tell_comparison(comparison: Comparison, place: str, console: Terminal) -> None:
    """Print the verdict, the counts, and what is not identical.

    Args:
        comparison: What was found.
        place: Where the published results lie.
        console: Where it is printed.
    """
    verdict = "confirmed" if comparison.confirmed else "NOT confirmed"
    counts = ", ".join(f"{number} {outcome}" for outcome, number in comparison.counts.items())
    lines = [f"Wave {comparison.wave} {verdict}: {counts}.", f"Compared with {place}"]
    lines += _circumstances(comparison)
    for item in comparison.items:
        if item.outcome is not Outcome.IDENTICAL:
            lines += _item_lines(item)
    for line in lines:
        console.print(line, markup=False, soft_wrap=True)


def comparison_json(comparison: Comparison, place: str) -> dict[str, Any]:
    """Return everything that was compared, for JSON.

    Args:
        comparison: What was found.
        place: Where the published results lie.
    """
    return {
        "wave": comparison.wave,
        "against": place,
        "confirmed": comparison.confirmed,
        "counts": {str(outcome): number for outcome, number in comparison.counts.items()},
        "changed_after_publication": dict(comparison.changed),
        "inputs": [asdict(one) for one in comparison.inputs],
        "versions": [asdict(one) for one in comparison.versions],
        "items": [asdict(item) for item in comparison.items],
    }


def _circumstances(comparison: Comparison) -> Iterator[str]:
    if comparison.changed:
        yield "Changed after publication:"
        yield from (f"  • {name} {what}" for name, what in comparison.changed.items())
    if comparison.inputs:
        yield "Other inputs than those of the publication (sha256), so differences are expected:"
        for one in comparison.inputs:
            yield _line(replace(one, published=one.published[:HASH], now=one.now[:HASH]))
    if comparison.versions:
        yield "Other versions than those of the publication:"
        yield from (_line(one) for one in comparison.versions)


def _item_lines(item: Item) -> Iterator[str]:
    yield f"{item.kind} {item.id}: {item.outcome}"
    yield from (_line(one) for one in item.differences[:SHOWN])
    if len(item.differences) > SHOWN:
        yield f"  • and {len(item.differences) - SHOWN} more; --json lists them"


def _line(one: Difference) -> str:
    place = f"{one.place}: " if one.place else ""
    why = f" ({one.tolerated})" if one.tolerated else ""
    return f"  • {place}{_short(one.published)} → {_short(one.now)}{why}"


def _short(value: str) -> str:
    if not value:
        return NOTHING
    line = value.replace("\n", " ")
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
