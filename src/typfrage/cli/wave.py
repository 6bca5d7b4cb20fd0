"""``typfrage wave``: list and synthesise the waves of a study."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from typfrage.cli.application import app, examples, out
from typfrage.cli.options import StudyOption
from typfrage.problems import InputError

wave_app = typer.Typer(
    name="wave", help="Begin, check, list and synthesise waves.", no_args_is_help=True
)
app.add_typer(wave_app)


@wave_app.command("list", epilog=examples("typfrage wave list"))
def wave_list(study: StudyOption = Path()) -> None:
    """List the waves of the study."""
    from typfrage.survey.waves.study import open_study, open_wave

    opened = open_study(study)
    table = Table("wave", "field period", "contacted", "data", "raw file", box=None)
    for name in opened.waves:
        try:
            wave = open_wave(opened, name)
        except InputError:
            table.add_row(name, f"unfinished, see typfrage wave check {name}")
            continue
        period = wave.file.field_period
        table.add_row(
            name,
            f"{period.first} – {period.last}",
            f"{wave.file.contacted:,}",
            "synthetic" if wave.file.synthetic else "real",
            wave.file.source.file if wave.raw_file.is_file() else "[red]missing[/red]",
        )
    out.print(table)


@wave_app.command(
    "synthesise",
    epilog=examples(
        "typfrage wave synthesise 2019",
        "typfrage wave synthesise 2019 --municipalities 60 --out /tmp/tiny",
    ),
)
def wave_synthesise(
    wave: Annotated[str, typer.Argument(help="A wave with a synthesis.yml.")],
    study: StudyOption = Path(),
    municipalities: Annotated[
        int | None, typer.Option(help="Size of the wave, if another than synthesis.yml says.")
    ] = None,
    out_folder: Annotated[
        Path | None,
        typer.Option("--out", help="Folder of the new files; the wave's own if left out."),
    ] = None,
) -> None:
    """Make a synthetic wave from its documented model, byte for byte again."""
    from typfrage.survey.proposal.folder import check_name
    from typfrage.survey.synthesis import WAVE_FILE, load_parameters, synthesise, write_wave
    from typfrage.survey.waves.study import open_study

    opened = open_study(study)
    check_name(wave)
    folder = opened.data / "waves" / wave
    parameters = load_parameters(folder, opened.codebook)
    if municipalities is not None:
        parameters = parameters.resized(municipalities)
    write_wave(synthesise(opened, parameters), folder / WAVE_FILE, out_folder or folder)
    out.print(f"{parameters.municipalities} municipalities: {out_folder or folder}", soft_wrap=True)
