"""``typfrage evaluate``: is there a typology in anyone's data, and with how many types?"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from typfrage.cli.application import app, err, examples, out
from typfrage.cli.arguments import (
    DataArgument,
    EncodingOption,
    ItemsOption,
    JsonOption,
    SeedOption,
    StartsOption,
    check_enough,
    chosen_names,
    listed_items,
    number_of_jobs,
    range_of,
)
from typfrage.cli.options import DelimiterOption, delimiter_of
from typfrage.cli.outputs import check_outputs, write_json, write_whole
from typfrage.cli.progress import shown_progress
from typfrage.cli.scheduler import on_cluster
from typfrage.problems import InputError, Problem

if TYPE_CHECKING:
    import pandas as pd

    from typfrage.typology import TypeSolution


@app.command(
    epilog=examples(
        "typfrage evaluate data.csv --items a,b,c",
        "typfrage evaluate data.csv --items a,b,c --k 2-5 --criteria silhouette,jaccard "
        "--json out.json --labels types.csv",
    )
)
def evaluate(
    data: DataArgument,
    items: ItemsOption,
    k: Annotated[
        str, typer.Option("--k", metavar="2-8", help="Numbers of types to compare.")
    ] = "2-8",
    method: Annotated[
        Literal["kmeans", "pam", "ward"], typer.Option("--method", help="How types are found.")
    ] = "kmeans",
    criteria: Annotated[
        str, typer.Option("--criteria", metavar="all|A,B", help="E.g. silhouette,gap,jaccard.")
    ] = "all",
    bootstrap: Annotated[
        int, typer.Option("--bootstrap", min=1, help="Resamples of the Jaccard stability.")
    ] = 1000,
    duplicates: Annotated[
        Literal["drop", "keep"],
        typer.Option("--duplicates", help="What becomes of cases drawn again; fpc drops them."),
    ] = "drop",
    gap_samples: Annotated[
        int, typer.Option("--gap-samples", min=2, help="Reference samples of the gap statistic.")
    ] = 500,
    gap_reference: Annotated[
        Literal["range", "principal"],
        typer.Option("--gap-reference", help="Uniform over columns, or principal components."),
    ] = "range",
    gap_power: Annotated[
        int,
        typer.Option("--gap-power", min=1, max=2, help="Power of its distances; R's default is 1."),
    ] = 2,
    splits: Annotated[
        int, typer.Option("--splits", min=1, help="Splits of the prediction strength.")
    ] = 50,
    pairs: Annotated[
        int, typer.Option("--pairs", min=1, help="Pairs of resamples of the instability.")
    ] = 50,
    classification: Annotated[
        Literal["averagedist", "centroid"],
        typer.Option("--classification", help="How it classifies cases that were not drawn."),
    ] = "averagedist",
    null_samples: Annotated[
        int, typer.Option("--null-samples", min=1, help="Matrices of the null benchmark.")
    ] = 200,
    starts: StartsOption = 50,
    resample_starts: Annotated[
        int, typer.Option("--resample-starts", min=1, help="Random starts in each resample.")
    ] = 30,
    reference_starts: Annotated[
        int,
        typer.Option("--reference-starts", min=1, help="Random starts in each generated data set."),
    ] = 10,
    seed: SeedOption = 1,
    jobs: Annotated[int, typer.Option("--jobs", help="Threads; -1 = one for each core.")] = 2,
    scheduler: Annotated[
        str | None,
        typer.Option(
            "--scheduler", metavar="tcp://HOST:PORT", help="Compute on this Dask cluster instead."
        ),
    ] = None,
    json: JsonOption = None,
    labels: Annotated[
        Path | None,
        typer.Option(
            "--labels",
            metavar="OUT.csv",
            help="Write the type of every case, a column for each k; type 1 is the largest.",
        ),
    ] = None,
    delimiter: DelimiterOption = None,
    encoding: EncodingOption = None,
) -> None:
    """Find types in numeric or yes/no (1/0) items, and hold them against all criteria."""
    from typfrage.cli.evaluation_table import print_evaluation
    from typfrage.results.evaluation_json import evaluation_json
    from typfrage.survey.plain_tables.matrix import read_items
    from typfrage.validity.evaluation import evaluate as evaluated
    from typfrage.validity.registry import CRITERIA
    from typfrage.validity.task import Settings

    numbers = range_of(k, "--k")
    names = listed_items(items)
    wanted = chosen_names(criteria, CRITERIA, "--criteria")
    jobs = number_of_jobs(jobs)
    check_outputs(data, {"--json": json, "--labels": labels})
    frame = read_items(data, names, delimiter=delimiter_of(delimiter), encoding=encoding)
    check_enough(data, frame, numbers, "--k")
    _check_method(data, frame, method)
    settings = Settings(
        starts=starts,
        resample_starts=resample_starts,
        reference_starts=reference_starts,
        bootstrap=bootstrap,
        duplicates=duplicates,
        gap_samples=gap_samples,
        gap_reference=gap_reference,
        gap_power=gap_power,
        splits=splits,
        pairs=pairs,
        classification=classification,
        null_samples=null_samples,
    )
    with on_cluster(scheduler) as workers, shown_progress(err) as tell:
        evaluation = evaluated(
            frame,
            numbers,
            method=method,
            criteria=wanted,
            settings=settings,
            seed=seed,
            jobs=workers or jobs,
            progress=tell,
        )
    print_evaluation(evaluation, out)
    if json is not None:
        write_json(json, evaluation_json(evaluation))
        out.print(f"JSON: {json}", soft_wrap=True)
    if labels is not None:
        write_whole(labels, lambda part: _write_labels(part, evaluation.solutions))
        out.print(f"Types of the cases: {labels}", soft_wrap=True)


def _check_method(data: Path, frame: pd.DataFrame, method: str) -> None:
    """Refuse PAM where the distances of all pairs would not fit into memory."""
    from typfrage.typology.pam import MOST_POINTS

    if method != "pam" or len(frame) <= MOST_POINTS:
        return
    distinct = len(frame.drop_duplicates())
    if distinct > MOST_POINTS:
        raise InputError(
            Problem(
                f"{distinct:,} distinct answers are too many for PAM",
                str(data),
                f"at most {MOST_POINTS:,}: the distances of all pairs are held in memory",
                "take --method kmeans, which has no such limit, or fewer items",
            )
        )


def _write_labels(path: Path, solutions: Mapping[int, TypeSolution]) -> None:
    """Write a row for each case in the file's order, a column for each k, types from 1."""
    import pandas as pd

    columns = {f"k{k}": solution.labels + 1 for k, solution in solutions.items()}
    pd.DataFrame(columns).to_csv(path, index=False, lineterminator="\n")
