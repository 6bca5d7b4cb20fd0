"""``typfrage slides``: the central results of a wave as slides."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from typfrage.cli.application import app, examples, out
from typfrage.cli.generated_file import place_of
from typfrage.cli.options import StudyOption, WaveArgument
from typfrage.cli.outputs import write_whole

_FOLDER = "_slides"


@app.command(epilog=examples("typfrage slides", "typfrage slides 2019 --out results.pdf"))
def slides(
    wave: WaveArgument = None,
    study: StudyOption = Path(),
    target: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="FILE.pdf", help="Write the PDF here, not to _slides/<wave>.pdf."
        ),
    ] = None,
) -> None:
    """Make slides of the central results from what `typfrage run` stored."""
    from typfrage.pipeline.one_at_a_time import one_at_a_time
    from typfrage.publish.scan.gate import check_file
    from typfrage.publish.slides import make_slides
    from typfrage.publish.start_page import BOOKS, write_start_page
    from typfrage.results.republication import check_republication, remember_publication
    from typfrage.survey.waves.study import open_study, open_wave

    opened = open_study(study)
    its_wave = open_wave(opened, wave)
    place = place_of(target, opened, its_wave, _FOLDER, ".pdf", "slides")
    with one_at_a_time(opened.root, f"making slides of wave {its_wave.id}"):
        pdf = make_slides(opened, its_wave)
        check_republication(opened, its_wave)
        check_file(place.name, pdf, opened, its_wave)
        if target is None:
            place.parent.mkdir(exist_ok=True)
        # Before they are in their place: a kill between the two must not leave them unremembered.
        remember_publication(opened, its_wave)
        write_whole(place, lambda part: part.write_bytes(pdf))
        if target is None and (opened.root / BOOKS).is_dir():
            write_start_page(opened)
    out.print(f"Slides: {place}", soft_wrap=True)
