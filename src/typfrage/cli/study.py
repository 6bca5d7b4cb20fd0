"""The commands of a study: from its raw waves to the published book."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from typfrage.cli.application import app, out
from typfrage.problems import InputError, Problem

if TYPE_CHECKING:
    from typfrage.pipeline.tasks import Plan
    from typfrage.publish.publication import Renderer

wave_app = typer.Typer(name="wave", help="List and make waves.", no_args_is_help=True)
app.add_typer(wave_app)

StudyOption = Annotated[
    Path, typer.Option("--study", help="The study's folder; it holds data/codebook.yml.")
]
WaveArgument = Annotated[
    str | None, typer.Argument(help="Name of the wave; the newest one if left out.")
]
RendererOption = Annotated[
    str | None,
    typer.Option("--renderer", help="quarto or embedded; Quarto where it is on the PATH."),
]


@app.command(
    epilog="Examples:  [bold]typfrage build[/bold]   "
    "[bold]typfrage build 2019 --renderer embedded[/bold]"
)
def build(
    wave: WaveArgument = None, study: StudyOption = Path(), renderer: RendererOption = None
) -> None:
    """Clean, cluster, validate and render a wave, as far as something has changed."""
    from typfrage.pipeline.progress import Steps
    from typfrage.publish.publication import choose_renderer, find_publication

    plan = _plan(study, wave, choose_renderer(renderer))
    out.print(f"[bold]{plan.study.codebook.id}[/bold], wave {plan.wave.id}")
    plan.run(Steps(out))
    publication = find_publication(plan.book)
    out.print(f"Site: {publication.site}\nPDF:  {publication.pdf}", soft_wrap=True)


@app.command(
    epilog="Examples:  [bold]typfrage run 2019[/bold]   "
    "[bold]typfrage run --study tests/studies/japan[/bold]"
)
def run(wave: WaveArgument = None, study: StudyOption = Path()) -> None:
    """Execute the notebooks and fill the results, without rendering."""
    from typfrage.pipeline.progress import Steps
    from typfrage.publish.publication import ALREADY_RUN

    if ALREADY_RUN in os.environ:
        return
    plan = _plan(study, wave, None)
    out.print(f"[bold]{plan.study.codebook.id}[/bold], wave {plan.wave.id}")
    plan.run(Steps(out))
    out.print(f"Results: {plan.results}", soft_wrap=True)


@app.command(epilog="Example:  [bold]typfrage render --renderer embedded[/bold]")
def render(
    wave: WaveArgument = None, study: StudyOption = Path(), renderer: RendererOption = None
) -> None:
    """Render the book anew from the results that are there."""
    from typfrage.pipeline.progress import Steps
    from typfrage.publish.publication import choose_renderer, publish
    from typfrage.results.assembly import MANIFEST_FILE, make_current

    plan = _plan(study, wave, choose_renderer(renderer))
    assert plan.renderer is not None
    if not (plan.results / MANIFEST_FILE).is_file():
        raise InputError(
            Problem(
                f"the wave {plan.wave.id} has no results yet",
                str(plan.results),
                "what the notebooks store",
                "run `typfrage run` first, or `typfrage build` for both",
            )
        )
    make_current(plan.results, plan.study.root)
    with Steps(out).step(f"render with {plan.renderer}") as update:
        publication = publish(plan.study.root, plan.book, plan.renderer, update)
    out.print(f"Site: {publication.site}\nPDF:  {publication.pdf}", soft_wrap=True)


@app.command(epilog="Example:  [bold]typfrage explain 2019[/bold]")
def explain(wave: WaveArgument = None, study: StudyOption = Path()) -> None:
    """Say which steps would run now, and why."""
    from typfrage.pipeline.progress import Steps
    from typfrage.publish.publication import choose_renderer

    book = (study / "_quarto.yml").is_file()
    plan = _plan(study, wave, choose_renderer(None) if book else None)
    for why in plan.explain(Steps(out)):
        out.print(f"[bold]{why.task}[/bold]" + ("" if why.reasons else " – up to date"))
        for reason in why.reasons:
            out.print(f"  • {reason}")


@app.command(epilog="Example:  [bold]typfrage doctor[/bold]")
def doctor() -> None:
    """Report what is installed: Python, packages, kernel, Quarto, pandoc, Typst, fonts."""
    from typfrage.pipeline.doctor import examine

    findings = examine()
    table = Table("what", "found", "state", box=None)
    for finding in findings:
        state = "[green]ok[/green]" if finding.ok else f"[red]{finding.advice}[/red]"
        if finding.ok is None:
            state = f"[dim]{finding.advice}[/dim]"
        table.add_row(finding.what, finding.found, state)
    out.print(table)
    if any(finding.ok is False for finding in findings):
        raise typer.Exit(1)


@wave_app.command("list", epilog="Example:  [bold]typfrage wave list[/bold]")
def wave_list(study: StudyOption = Path()) -> None:
    """List the waves of the study."""
    from typfrage.survey.study import open_study, open_wave

    opened = open_study(study)
    table = Table("wave", "field period", "contacted", "data", "raw file", box=None)
    for name in opened.waves:
        wave = open_wave(opened, name)
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
    epilog="Examples:  [bold]typfrage wave synthesise 2019[/bold]   "
    "[bold]typfrage wave synthesise 2019 --municipalities 60 --out /tmp/tiny[/bold]",
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
    from typfrage.survey.study import open_study
    from typfrage.survey.synthesis import WAVE_FILE, load_parameters, synthesise, write_wave

    opened = open_study(study)
    folder = opened.data / "waves" / wave
    parameters = load_parameters(folder, opened.codebook)
    if municipalities is not None:
        parameters = parameters.model_copy(update={"municipalities": municipalities})
    write_wave(synthesise(opened, parameters), folder / WAVE_FILE, out_folder or folder)
    out.print(f"{parameters.municipalities} municipalities: {out_folder or folder}", soft_wrap=True)


@app.command(epilog="Example:  [bold]typfrage schema[/bold]")
def schema(study: StudyOption = Path()) -> None:
    """Write the JSON Schemas of the study's YAML files, by which editors check them."""
    from typfrage.survey.json_schema import write_json_schemas

    folder = study / "data" / "schema"
    write_json_schemas(folder)
    out.print(f"Schemas: {folder}", soft_wrap=True)


def _plan(study: Path, wave: str | None, renderer: Renderer | None) -> Plan:
    from typfrage.pipeline.tasks import Plan
    from typfrage.survey.study import open_study, open_wave

    opened = open_study(study)
    return Plan(opened, open_wave(opened, wave), renderer)
