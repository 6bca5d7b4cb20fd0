"""``typfrage slides``: the central results of a wave as slides."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from typfrage.cli.application import app, out
from typfrage.cli.outputs import check_outputs, write_whole
from typfrage.cli.study import StudyOption, WaveArgument
from typfrage.problems import InputError, Problem

if TYPE_CHECKING:
    from typfrage.survey.waves.study import Study, Wave

_FOLDER = "_slides"
_SOURCES = ("_book", "_extensions", "_results", "analysis", "assets", "chapters", "data")
"""Folders of a study whose files are its sources, its results or its publication."""


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
            "--out", metavar="FILE.pdf", help="Write the PDF here, not to _slides/<wave>.pdf."
        ),
    ] = None,
) -> None:
    """Make slides of the central results from what `typfrage run` stored."""
    from typfrage.publish.slides import make_slides
    from typfrage.publish.start_page import BOOKS, write_start_page
    from typfrage.survey.waves.study import open_study, open_wave

    opened = open_study(study)
    its_wave = open_wave(opened, wave)
    if target is None:
        place = _own_place(opened, its_wave)
    else:
        _check_target(target, opened, its_wave)
        place = target
    pdf = make_slides(opened, its_wave)
    if target is None:
        place.parent.mkdir(exist_ok=True)
    write_whole(place, lambda part: part.write_bytes(pdf))
    if target is None and (opened.root / BOOKS).is_dir():
        write_start_page(opened)
    out.print(f"Slides: {place}", soft_wrap=True)


def _own_place(study: Study, wave: Wave) -> Path:
    """Return where slides lie if nothing else is said; their folder is made if need be."""
    folder = study.root / _FOLDER
    if folder.is_dir():
        check_outputs(wave.raw_file, {"--out": folder / f"{wave.id}.pdf"})
    elif folder.exists() or folder.is_symlink():
        what, mend = "this is no folder", "move it away, or say --out FILE.pdf"
        raise InputError(Problem(what, str(folder), "a folder for slides, or nothing", mend))
    else:
        check_outputs(wave.raw_file, {"--out": folder})
    return folder / f"{wave.id}.pdf"


def _check_target(target: Path, study: Study, wave: Wave) -> None:
    """Check that the slides overwrite nothing but slides.

    Raises:
        InputError: The file is no PDF by its name, belongs to the study, or cannot be written.
    """
    place, where = target.resolve(), f"--out {target}"
    if {target.suffix.lower(), place.suffix.lower()} != {".pdf"}:
        what = "slides are a PDF, and this file is none"
        raise InputError(Problem(what, where, "a name that ends in .pdf", "choose another name"))
    sources = [(study.root / name).resolve() for name in _SOURCES]
    if place.exists() and any(place.is_relative_to(source) for source in sources):
        what = "this file belongs to the study"
        raise InputError(Problem(what, where, "a file of its own", "choose another name"))
    check_outputs(wave.raw_file, {"--out": target})
