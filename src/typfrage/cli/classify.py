"""``typfrage classify``: the types of answers that did not form them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from typfrage.cli.application import app, out
from typfrage.cli.arguments import DelimiterOption, EncodingOption, delimiter_of
from typfrage.cli.outputs import check_outputs, write_whole
from typfrage.cli.study import StudyOption


@app.command(
    epilog="Examples:  [bold]typfrage classify answers.csv --out types.csv[/bold]   "
    "[bold]typfrage classify answers.csv --wave 2019 --id ags --out types.csv[/bold]"
)
def classify(
    answers: Annotated[
        Path,
        typer.Argument(
            metavar="ANSWERS.csv",
            help="One row per municipality, a column for each goal by its id: 1 = chosen, 0 = not.",
        ),
    ],
    types: Annotated[
        Path, typer.Option("--out", metavar="TYPES.csv", help="Write the types here.")
    ],
    wave: Annotated[
        str | None,
        typer.Option("--wave", help="The wave whose types are meant; the newest if left out."),
    ] = None,
    study: StudyOption = Path(),
    key: Annotated[
        str | None,
        typer.Option("--id", metavar="COLUMN", help="Column that names the rows, kept in the out."),
    ] = None,
    delimiter: DelimiterOption = None,
    encoding: EncodingOption = None,
) -> None:
    """Say which type of a wave each answer is nearest to, how surely, and which goals decided."""
    from typfrage.profiles.type_check import classify as classified
    from typfrage.results.run import results_folder
    from typfrage.results.type_check import open_type_check
    from typfrage.survey.choices import read_choices
    from typfrage.survey.study import open_study, open_wave

    opened = open_study(study)
    model = open_type_check(results_folder(opened, open_wave(opened, wave).id))
    check_outputs(answers, {"--out": types})
    frame = read_choices(
        answers,
        [goal.id for goal in model.goals],
        max_choices=model.max_choices,
        key=key,
        delimiter=delimiter_of(delimiter),
        encoding=encoding,
    )
    found = classified(frame, model)
    write_whole(types, lambda part: found.to_csv(part, lineterminator="\n"))
    out.print(f"Types of {len(found):,} answers: {types}", soft_wrap=True)
