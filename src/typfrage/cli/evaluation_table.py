"""What ``typfrage evaluate`` prints: the criteria side by side, and what they choose."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.console import Console
from rich.measure import Measurement
from rich.table import Table

from typfrage.cli.progress import spelled

if TYPE_CHECKING:
    import pandas as pd

    from typfrage.validity.evaluation import Evaluation


@dataclass(frozen=True)
class Column:
    """A column of the printed table.

    Attributes:
        name: Column of the evaluation's table.
        heading: Its heading; lines are separated as printed.
        digits: Digits after the decimal point.
        chosen_by: The criterion that chooses a number of types by it, if one does.
    """

    name: str
    heading: str
    digits: int
    chosen_by: str = ""


COLUMNS = (
    Column("smallest_size", "smallest\ntype", 0),
    Column("total_within_ss", "within\nSS", 1),
    Column("calinski_harabasz", "Calinski–\nHarabasz", 1, "calinski_harabasz"),
    Column("silhouette", "silhouette", 3, "silhouette"),
    Column("p_silhouette", "p of\nsilhouette", 3),
    Column("gap", "gap", 3, "gap_1se"),
    Column("gap_se", "s_k", 3),
    Column("prediction_strength", "prediction\nstrength", 2, "prediction_strength"),
    Column("mean_jaccard", "Jaccard\nmean", 2),
    Column("smallest_jaccard", "Jaccard\nsmallest", 2, "jaccard"),
    Column("p_jaccard", "p of\nJaccard", 3),
    Column("instability", "instability", 3, "instability"),
    Column("aic", "AIC", 1, "aic"),
    Column("bic", "BIC", 1, "bic"),
    Column("entropy_r2", "entropy\nR²", 2),
    Column("agreement_methods", "agree:\nmethods", 2),
    Column("agreement_items", "agree:\nitems", 2),
    Column("agreement_seeds", "agree:\nseeds", 2),
    Column("starts_at_best", "starts\nat best", 0),
)


def print_evaluation(evaluation: Evaluation, console: Console) -> None:
    """Print an evaluation, in as many tables as the console's width asks for."""
    first = next(iter(evaluation.solutions.values()))
    patterns = first.patterns
    console.print(
        sizes_of_data(len(patterns.of_case), len(first.items), len(patterns.weights))
        + f"; {evaluation.method}, seed {evaluation.seed}"
    )
    chosen = evaluation.chosen()
    for table in tables(evaluation.table(), chosen, console):
        console.print(table)
    if chosen:
        console.print("[bold]Number of types by criterion[/bold]")
        for name, k in chosen.items():
            console.print(f"  {spelled(name)}: {'none' if k is None else k}")
    _print_null(evaluation, console)
    for name, reason in evaluation.undefined.items():
        console.print(f"[dim]{spelled(name)}: not computed, {reason}[/dim]")


def sizes_of_data(n: int, p: int, patterns: int) -> str:
    """Say how many cases, items and patterns there are."""
    counted = ((n, "case"), (p, "item"), (patterns, "pattern"))
    return ", ".join(f"{count:,} {word}{'' if count == 1 else 's'}" for count, word in counted)


def tables(
    values: pd.DataFrame, chosen: dict[str, int | None], console: Console
) -> Iterator[Table]:
    """Lay the columns out that hold anything, a row for each k; the chosen value is bold."""
    shown = [each for each in COLUMNS if each.name in values and values[each.name].notna().any()]
    while shown:
        count = len(shown)
        while count > 1 and _width(_table(values, chosen, shown[:count]), console) > console.width:
            count -= 1
        yield _table(values, chosen, shown[:count])
        shown = shown[count:]


def _table(values: pd.DataFrame, chosen: dict[str, int | None], columns: Sequence[Column]) -> Table:
    table = Table(box=None)
    table.add_column("k", justify="right")
    for column in columns:
        table.add_column(column.heading, justify="right", no_wrap=True)
    for k, row in values.iterrows():
        cells = [
            _cell(row[each.name], each.digits, bold=chosen.get(each.chosen_by) == k)
            for each in columns
        ]
        table.add_row(str(k), *cells)
    return table


def _cell(value: float, digits: int, *, bold: bool) -> str:
    if not math.isfinite(value):
        return "–"
    text = f"{value:,.{digits}f}"
    return f"[bold]{text}[/bold]" if bold else text


def _width(table: Table, console: Console) -> int:
    unlimited = console.options.update(width=10_000)
    return Measurement.get(console, unlimited, table).maximum


def _print_null(evaluation: Evaluation, console: Console) -> None:
    null = evaluation.results.get("null")
    if null is None:
        return
    console.print(
        f"[bold]Null benchmark[/bold]: {len(null.silhouette_null)} matrices with the same sums of "
        "rows and columns and no types"
    )
    for what, p in (("silhouette", null.p_any_silhouette), ("stability", null.p_any_jaccard)):
        if math.isfinite(p):
            console.print(f"  {what}: p = {p:.3f}, corrected for looking at every k")
