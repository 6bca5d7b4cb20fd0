"""``typfrage latent-classes``: latent class models of anyone's categorical data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from typfrage.cli.application import app, err, examples, out
from typfrage.cli.arguments import (
    DataArgument,
    EncodingOption,
    ItemsOption,
    JsonOption,
    SeedOption,
    StartsOption,
    check_enough,
    listed_items,
    range_of,
)
from typfrage.cli.evaluation_table import sizes_of_data
from typfrage.cli.options import DelimiterOption, delimiter_of
from typfrage.cli.outputs import check_outputs, write_json
from typfrage.cli.progress import shown_progress

if TYPE_CHECKING:
    from typfrage.typology.latent_classes import LatentClassModel


@app.command(
    "latent-classes",
    epilog=examples(
        "typfrage latent-classes data.csv --items a,b,c",
        "typfrage latent-classes data.csv --items a,b,c --classes 2-4 --json out.json",
    ),
)
def latent_classes(
    data: DataArgument,
    items: ItemsOption,
    classes: Annotated[
        str, typer.Option("--classes", metavar="1-8", help="Numbers of classes to compare.")
    ] = "1-8",
    starts: StartsOption = 50,
    seed: SeedOption = 1,
    json: JsonOption = None,
    delimiter: DelimiterOption = None,
    encoding: EncodingOption = None,
) -> None:
    """Fit latent classes to categorical answers; each distinct text is a category.

    Missing answers (an empty cell, NA or NaN) stay: the likelihood is that of the answers given.
    """
    from typfrage.results.latent_class_json import chosen_classes, latent_classes_json
    from typfrage.survey.plain_tables.matrix import read_categories
    from typfrage.typology.latent_classes import fit_latent_classes

    numbers = range_of(classes, "--classes")
    names = listed_items(items)
    check_outputs(data, {"--json": json})
    frame = read_categories(data, names, delimiter=delimiter_of(delimiter), encoding=encoding)
    check_enough(data, frame, numbers, "--classes", "class")
    models = []
    with shown_progress(err) as tell:
        for count in numbers:
            title = f"{count} class{'es' if count > 1 else ''}"
            tell(title, 0)
            models.append(fit_latent_classes(frame, count, starts=starts, seed=seed))
            tell(title, 1)
    out.print(sizes_of_data(len(frame), len(names), len(models[0].weights)) + f"; seed {seed}")
    out.print(_table(models))
    smallest = chosen_classes(models)
    out.print(f"Smallest: AIC with {smallest['aic']}, BIC with {smallest['bic']} classes")
    if json is not None:
        write_json(json, latent_classes_json(models, len(frame)))
        out.print(f"JSON: {json}", soft_wrap=True)


def _table(models: Sequence[LatentClassModel]) -> Table:
    from typfrage.results.latent_class_json import chosen_classes

    table = Table(box=None)
    for heading in ("classes", "log-\nlikelihood", "para-\nmeters", "AIC", "BIC", "entropy\nR²"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("starts\nat best", justify="right", no_wrap=True)
    table.add_column("shares")
    chosen = chosen_classes(models)
    for model in models:
        marks = [name for name, classes in chosen.items() if classes == model.classes]
        aic, bic = (
            f"[bold]{value:,.1f}[/bold]" if name in marks else f"{value:,.1f}"
            for name, value in (("aic", model.aic), ("bic", model.bic))
        )
        table.add_row(
            str(model.classes),
            f"{model.log_likelihood:,.3f}",
            str(model.parameters),
            aic,
            bic,
            "–" if model.classes == 1 else f"{model.entropy_r2:.3f}",
            str(model.starts_at_best),
            " ".join(f"{share:.2f}" for share in model.shares),
        )
    return table
