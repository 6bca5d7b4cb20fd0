"""``typfrage build``, its two halves ``run`` and ``render``, and ``explain``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from typfrage.cli.application import app, examples, out
from typfrage.cli.options import StudyOption, WaveArgument
from typfrage.problems import InputError, Problem

if TYPE_CHECKING:
    from typfrage.pipeline.tasks import Plan
    from typfrage.publish.publication import Publication, Renderer

RendererOption = Annotated[
    str | None,
    typer.Option("--renderer", help="quarto or embedded; Quarto where it is on the PATH."),
]


@app.command(
    epilog=examples(
        "typfrage build", "typfrage build 2019 --renderer embedded", "typfrage build --all"
    )
)
def build(
    wave: WaveArgument = None,
    study: StudyOption = Path(),
    renderer: RendererOption = None,
    every: Annotated[
        bool, typer.Option("--all", help="Every wave, the oldest first, each beside the others.")
    ] = False,
) -> None:
    """Clean, cluster, validate and render a wave, as far as something has changed."""
    from typfrage.publish.publication import choose_renderer

    chosen = choose_renderer(renderer)
    if every:
        _build_all(study, wave, chosen)
    else:
        _build(_plan(study, wave, chosen))


@app.command(epilog=examples("typfrage run 2019", "typfrage run --study tests/studies/japan"))
def run(
    wave: WaveArgument = None,
    study: StudyOption = Path(),
    whole_book: Annotated[
        bool,
        typer.Option(
            "--whole-book", help="Refuse chapters that the wave has no results for, for Quarto."
        ),
    ] = False,
) -> None:
    """Execute the notebooks and fill the results, without rendering."""
    from typfrage.pipeline.progress import Steps
    from typfrage.publish.publication import ALREADY_RUN

    if ALREADY_RUN in os.environ:
        return
    plan = _plan(study, wave, None)
    if whole_book:
        plan.check_book(whole=True)
    out.print(f"[bold]{plan.study.codebook.id}[/bold], wave {plan.wave.id}")
    plan.run(Steps(out))
    out.print(f"Results: {plan.results}", soft_wrap=True)


@app.command(epilog=examples("typfrage render --renderer embedded"))
def render(
    wave: WaveArgument = None, study: StudyOption = Path(), renderer: RendererOption = None
) -> None:
    """Render the book anew from the results that are there."""
    from typfrage.pipeline.progress import Steps
    from typfrage.publish.publication import choose_renderer

    plan = _plan(study, wave, choose_renderer(renderer))
    _tell(plan.render(Steps(out)))


@app.command(epilog=examples("typfrage explain 2019"))
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


def _plan(study: Path, wave: str | None, renderer: Renderer | None) -> Plan:
    from typfrage.pipeline.tasks import Plan
    from typfrage.survey.waves.study import open_study, open_wave
    from typfrage.survey.waves.wave_series import unfinished_after

    opened = open_study(study)
    its_wave = open_wave(opened, wave)
    if wave is None:
        _tell_unfinished(unfinished_after(opened, its_wave))
    return Plan(opened, its_wave, renderer)


def _build(plan: Plan) -> None:
    from typfrage.pipeline.progress import Steps
    from typfrage.publish.publication import find_publication

    out.print(f"[bold]{plan.study.codebook.id}[/bold], wave {plan.wave.id}")
    plan.run(Steps(out))
    _tell(find_publication(plan.book))


def _build_all(study: Path, wave: str | None, renderer: Renderer) -> None:
    from typfrage.pipeline.tasks import Plan
    from typfrage.survey.waves.study import open_study, open_wave
    from typfrage.survey.waves.wave_series import open_waves

    if wave is not None:
        what, mend = f"--all builds every wave, not only {wave!r}", "leave out one of both"
        raise InputError(Problem(what, "--all", "no name of a wave", mend))
    opened = open_study(study)
    series = open_waves(opened)
    _tell_unfinished(series.unfinished)
    for one in series.waves or (open_wave(opened),):
        _build(Plan(opened, one, renderer))
    if series.problems:
        raise InputError(series.problems)


def _tell(publication: Publication) -> None:
    out.print(f"Site: {publication.site}\nPDF:  {publication.pdf}", soft_wrap=True)


def _tell_unfinished(waves: tuple[str, ...]) -> None:
    for name in waves:
        what = f"The wave {name} is unfinished and left out"
        out.print(f"{what}: `typfrage wave check {name}` says what it lacks.", soft_wrap=True)
