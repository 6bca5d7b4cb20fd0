"""``typfrage verify``: does a wave come out again as it was published?"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from typfrage.cli.application import app, examples, out
from typfrage.cli.options import StudyOption, WaveArgument
from typfrage.cli.outputs import check_outputs, write_json
from typfrage.problems import InputError, Problem

if TYPE_CHECKING:
    from typfrage.review.published_results import PublishedResults
    from typfrage.survey.waves.study import Study


@app.command(
    epilog=examples(
        "typfrage verify 2019",
        "typfrage verify --all",
        "typfrage verify --against bundle.zip --json found.json",
        exit_codes="0 all identical or within tolerance, 1 something differs, 2 bad input",
    )
)
def verify(
    wave: WaveArgument = None,
    study: StudyOption = Path(),
    against: Annotated[
        Path | None,
        typer.Option(
            "--against",
            metavar="FOLDER|BUNDLE.zip",
            help="Results, a publication or a bundle; the study's own results if left out.",
        ),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Every published wave.")] = False,
    listed: Annotated[
        Path | None,
        typer.Option("--json", metavar="OUT.json", help="List every item here, the same ones too."),
    ] = None,
    keep: Annotated[
        Path | None,
        typer.Option("--keep", metavar="FOLDER", help="Keep the new results here."),
    ] = None,
) -> None:
    """Execute all notebooks again elsewhere, and compare with what was published."""
    from typfrage.pipeline.one_at_a_time import mend
    from typfrage.survey.waves.study import open_study

    opened = open_study(study)
    mend(opened.root)
    _check_options(opened, every, wave, against, listed, keep)
    confirmed = True
    for one in _published_waves(opened) if every else (wave,):
        confirmed &= _verify(opened, one, against, listed, keep)
    if not confirmed:
        raise typer.Exit(1)


def _verify(
    study: Study, name: str | None, against: Path | None, listed: Path | None, keep: Path | None
) -> bool:
    from typfrage.cli.verdict import comparison_json, tell_comparison
    from typfrage.pipeline.progress import Steps
    from typfrage.results.run import results_folder
    from typfrage.review.comparison import compare
    from typfrage.review.published_results import read_published
    from typfrage.review.second_run import second_run
    from typfrage.review.site_comparison import site_items
    from typfrage.survey.waves.study import open_wave

    published = None if against is None else read_published(against)
    wave = open_wave(study, name if published is None else name or published.manifest.wave)
    place = results_folder(study, wave.id) if against is None else against
    published = published or read_published(place)
    _check_wave(published, wave.id, place)
    site = _comparable_site(place)
    mark = "," if study.codebook.languages[0] == "de" else "."
    out.print(f"[bold]{study.codebook.id}[/bold], wave {wave.id}: executing all notebooks again")
    with second_run(study, wave, Steps(out), None if site is None else "embedded") as plan:
        comparison = compare(published, read_published(plan.results), mark)
        if site is not None:
            comparison = comparison.beside(site_items(site, plan.book, mark))
        if keep is not None:
            shutil.copytree(plan.results, keep, dirs_exist_ok=True)
    if listed is not None:
        write_json(listed, comparison_json(comparison, str(place)))
    tell_comparison(comparison, str(place), out)
    return comparison.confirmed


def _comparable_site(place: Path) -> Path | None:
    """Return the publication whose pages can be rendered again, if it is one."""
    from typfrage.review.site_comparison import FIRST_PAGE, rendered_by_quarto

    if not (place / FIRST_PAGE).is_file():
        return None
    if rendered_by_quarto(place):
        out.print("Quarto rendered these pages: their values are compared, not their words.")
        return None
    return place


def _published_waves(study: Study) -> tuple[str, ...]:
    """Return the waves that have results, the oldest first.

    Raises:
        InputError: None has.
    """
    from typfrage.results.assembly import MANIFEST_FILE
    from typfrage.results.run import results_folder

    there = [one for one in study.waves if (results_folder(study, one) / MANIFEST_FILE).is_file()]
    if not there:
        what, mend = "no wave is published here", "run `typfrage build --all` first"
        raise InputError(Problem(what, str(study.root), "results to compare with", mend))
    return tuple(there)


def _check_wave(published: PublishedResults, wave: str, place: Path) -> None:
    found = published.manifest.wave
    if found != wave:
        what = f"these are results of the wave {found!r}"
        mend = f"say `typfrage verify {found}`, or name another place"
        raise InputError(Problem(what, str(place), f"results of the wave {wave!r}", mend))


def _check_options(
    study: Study,
    every: bool,
    wave: str | None,
    against: Path | None,
    listed: Path | None,
    keep: Path | None,
) -> None:
    """Check what can be known before anything is computed.

    Raises:
        InputError: Options contradict each other, or a place cannot be written to.
    """
    given = {"a wave": wave, "--against": against, "--json": listed, "--keep": keep}
    beside = [name for name, value in given.items() if value is not None]
    if every and beside:
        what = f"--all verifies every wave, without {', '.join(beside)}"
        raise InputError(Problem(what, "--all", "nothing beside it", "leave out one of both"))
    check_outputs(study.data / "codebook.yml", {"--json": listed})
    if keep is not None and (keep.exists() and (not keep.is_dir() or any(keep.iterdir()))):
        expected, mend = "a new folder, or an empty one", "choose another name"
        raise InputError(Problem("this is not empty", f"--keep {keep}", expected, mend))
