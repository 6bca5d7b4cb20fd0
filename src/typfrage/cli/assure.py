"""``typfrage assure``: a reviewer's cases, and what comes out of them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from typfrage.cli.application import app, examples, out
from typfrage.cli.options import StudyOption


@app.command(
    epilog=examples(
        "typfrage assure docs/cases-2019.yml",
        "typfrage assure own.yml --wave 2024",
        exit_codes="0 all as expected, 1 something is not, 2 bad input",
    )
)
def assure(
    cases: Annotated[
        Path,
        typer.Argument(
            metavar="CASE.yml",
            help="Raw answers as they stand in the export, and what should come out of each.",
        ),
    ],
    wave: Annotated[
        str | None, typer.Option("--wave", help="The wave, where the file does not name it.")
    ] = None,
    study: StudyOption = Path(),
) -> None:
    """Clean and classify stated answers, and tell every difference from what should come out."""
    from typfrage.review.assurance import assure as assured
    from typfrage.survey.waves.study import open_study

    found = assured(open_study(study), cases, wave)
    for one in found:
        number = len(one.checks)
        if not one.differences:
            out.print(
                f"✓ {one.case}: {number} of {number} as expected", markup=False, soft_wrap=True
            )
            continue
        out.print(f"✗ {one.case}", markup=False, soft_wrap=True)
        for each in one.differences:
            told = f"expected {each.expected}, got {each.got}"
            out.print(f"  {each.what}: {told}", markup=False, soft_wrap=True)
    if other := sum(bool(one.differences) for one in found):
        out.print(f"Not as expected: {other} of {len(found)}")
        raise typer.Exit(1)
