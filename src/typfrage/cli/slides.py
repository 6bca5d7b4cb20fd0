"""``typfrage slides``: the central results of a wave as slides."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from typfrage.cli.application import app, out
from typfrage.cli.outputs import check_outputs, write_whole
from typfrage.cli.study import StudyOption, WaveArgument


@app.command(
    epilog="Examples:  [bold]typfrage slides[/bold]   "
    "[bold]typfrage slides 2019 --out results.pdf[/bold]"
)
def slides(
    wave: WaveArgument = None,
    study: StudyOption = Path(),
    target: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="FILE", help="Write the PDF here, not to _slides/<wave>.pdf."
        ),
    ] = None,
) -> None:
    """Make slides of the central results from what `typfrage run` stored."""
    from typfrage.publish.slides import make_slides
    from typfrage.survey.study import open_study, open_wave

    opened = open_study(study)
    its_wave = open_wave(opened, wave)
    check_outputs(its_wave.raw_file, {"--out": target})
    pdf = make_slides(opened, its_wave)
    if target is None:
        target = opened.root / "_slides" / f"{its_wave.id}.pdf"
        target.parent.mkdir(exist_ok=True)
    write_whole(target, lambda part: part.write_bytes(pdf))
    out.print(f"Slides: {target}", soft_wrap=True)
