"""``typfrage classify``: the types of answers that did not form them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from typfrage.cli.application import app, examples, out
from typfrage.cli.arguments import EncodingOption
from typfrage.cli.options import DelimiterOption, StudyOption, delimiter_of
from typfrage.cli.outputs import check_outputs, write_whole
from typfrage.problems import InputError, Problem


@app.command(
    epilog=examples(
        "typfrage classify answers.csv --out types.csv",
        "typfrage classify answers.csv --wave 2019 --id ags --out types.csv",
    )
)
def classify(
    answers: Annotated[
        Path,
        typer.Argument(
            metavar="ANSWERS.csv",
            help="One row per municipality, a column for each goal by its id: 1 = chosen, 0 = not. "
            "All goals are required; other columns than these and that of --id are refused.",
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
        typer.Option("--id", metavar="COLUMN", help="Column that names the rows, each once."),
    ] = None,
    delimiter: DelimiterOption = None,
    encoding: EncodingOption = None,
) -> None:
    """Say which type of a wave each answer is nearest to, how surely, and which goals decided."""
    import pandas as pd

    from typfrage.profiles.type_check import classify as classified
    from typfrage.results.freshness import fresh_results
    from typfrage.results.store import no_formula
    from typfrage.results.type_check import FILE, open_type_check
    from typfrage.survey.plain_tables.choices import read_choices
    from typfrage.survey.waves.study import open_study, open_wave

    opened = open_study(study)
    model = open_type_check(fresh_results(opened, open_wave(opened, wave), [FILE]))
    check_outputs(answers, {"--out": types})
    _check_key(key)
    frame = read_choices(
        answers,
        [goal.id for goal in model.goals],
        max_choices=model.max_choices,
        key=key,
        delimiter=delimiter_of(delimiter),
        encoding=encoding,
    )
    found = classified(frame, model)
    if key is not None:
        found = found.set_axis(pd.Index(map(no_formula, found.index), name=no_formula(key)))
    write_whole(types, lambda part: found.to_csv(part, lineterminator="\n"))
    out.print(f"Types of {len(found):,} answers: {types}", soft_wrap=True)


def _check_key(key: str | None) -> None:
    """Check that the column of the key does not stand in the output anyway."""
    from typfrage.profiles.type_check import COLUMNS

    if key in COLUMNS:
        what, mend = f'"{key}" is a column of the output', "rename the column in the file"
        expected = f"a column that names the rows, and none of {', '.join(COLUMNS)}"
        raise InputError(Problem(what, "--id", expected, mend))
