"""``typfrage bundle``: everything that a wave has published, for reviewers and archives."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from typfrage.cli.application import app, examples, out
from typfrage.cli.generated_file import place_of
from typfrage.cli.options import StudyOption, WaveArgument
from typfrage.cli.outputs import write_whole

_FOLDER = "_bundle"


@app.command(epilog=examples("typfrage bundle", "typfrage bundle 2019 --out review.zip"))
def bundle(
    wave: WaveArgument = None,
    study: StudyOption = Path(),
    target: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="FILE.zip", help="Write the zip here, not to _bundle/<wave>.zip."
        ),
    ] = None,
) -> None:
    """Put results, notebooks, report and their descriptions for archives into one zip."""
    from typfrage.pipeline.one_at_a_time import one_at_a_time
    from typfrage.publish.bundle import make_bundle
    from typfrage.publish.scan.gate import check_file
    from typfrage.survey.waves.study import open_study, open_wave

    opened = open_study(study)
    its_wave = open_wave(opened, wave)
    place = place_of(target, opened, its_wave, _FOLDER, ".zip", "bundles")
    with one_at_a_time(opened.root, f"bundling wave {its_wave.id}"):
        content = make_bundle(opened, its_wave, place.name)
        check_file(place.name, content, opened, its_wave)
        if target is None:
            place.parent.mkdir(exist_ok=True)
        write_whole(place, lambda part: part.write_bytes(content))
    out.print(f"Bundle: {place}", soft_wrap=True)
