"""``typfrage scan``: look through everything published for what it must not tell."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from typfrage.cli.application import app, examples, out
from typfrage.cli.outputs import check_outputs, write_json
from typfrage.problems import InputError, Problem

if TYPE_CHECKING:
    from typfrage.publish.scan.scanner import Report, Scanner
    from typfrage.survey.waves.study import Study

_CODEBOOK = Path("data", "codebook.yml")


@app.command(
    epilog=examples(
        "typfrage scan _book/2019",
        "typfrage scan bundle.zip --study . --json findings.json",
        exit_codes="0 nothing found, 1 findings, 2 bad input",
    )
)
def scan(
    path: Annotated[
        Path,
        typer.Argument(
            metavar="PATH", help="A publication, results, a bundle, slides: any folder or file."
        ),
    ],
    study: Annotated[
        Path | None,
        typer.Option(
            "--study",
            help="The study whose answers are looked for; the one around PATH if left out.",
        ),
    ] = None,
    wave: Annotated[
        str | None,
        typer.Option("--wave", help="Name of the published wave; PATH or the newest says it."),
    ] = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="OUT.json", help="Write all findings here.")
    ] = None,
    show: Annotated[
        bool, typer.Option("--show", help="Unmask what was found: for the study team alone.")
    ] = False,
) -> None:
    """Look through everything published for keys, names, answers, small counts, paths, people."""
    _mend_around(path)
    if not path.exists():
        what = "there is no such file or folder"
        raise InputError(Problem(what, str(path), "a publication", "correct the path"))
    check_outputs(path, {"--json": json_file})
    report = _scanner(path, study, wave).scan(path)
    _tell(report, show=show)
    if json_file is not None:
        write_json(json_file, _as_json(report, show=show))
    if not report.clean:
        raise typer.Exit(1)


def _mend_around(path: Path) -> None:
    """Bring back a publication that a killed build left aside, if the path lies in a study."""
    from typfrage.pipeline.one_at_a_time import mend

    root = _study_around(path)
    if root is not None:
        mend(root)


def _study_around(path: Path) -> Path | None:
    around = (path.resolve(), *path.resolve().parents, Path.cwd())
    return next((one for one in around if (one / _CODEBOOK).is_file()), None)


def _scanner(path: Path, study: Path | None, wave: str | None) -> Scanner:
    from typfrage.publish.scan.of_study import scanner_of, scanner_without_study
    from typfrage.survey.waves.study import open_study, open_wave

    root = study or _study_around(path)
    if root is None:
        if wave is not None:
            what = "a wave is named, but no study is at hand"
            raise InputError(Problem(what, f"--wave {wave}", "--study FOLDER", "name the study"))
        return scanner_without_study(path)
    opened = open_study(root)
    return scanner_of(opened, open_wave(opened, wave or _wave_of(path, opened)))


def _wave_of(path: Path, study: Study) -> str | None:
    """Return the wave that a path names; ``None`` for the newest where it names none."""
    place = path.resolve()
    names = (place.stem, *(part for part in reversed(place.parts)))
    return next((name for name in names if name in study.waves), None)


def _tell(report: Report, *, show: bool) -> None:
    for one in report.findings:
        excerpt = one.shown if show else one.excerpt
        out.print(f"[bold red]{one.kind}[/bold red]", end=" ")
        out.print(f"{one.file}, {one.place}: {excerpt}", markup=False, soft_wrap=True)
    for reason in dict.fromkeys(one.reason for one in report.unread):
        files = [one.file for one in report.unread if one.reason == reason]
        out.print(f"Not read, {reason}: {', '.join(files)}", markup=False, soft_wrap=True)
    for what in report.not_looked_for:
        out.print(f"Not looked for: {what}", markup=False, soft_wrap=True)
    number = len(report.findings)
    found = "nothing found" if report.clean else f"{number} finding{'s' if number > 1 else ''}"
    out.print(f"{report.files} files read: {found}", markup=False)


def _as_json(report: Report, *, show: bool) -> dict[str, object]:
    return {
        "clean": report.clean,
        "files": report.files,
        "findings": [
            {
                "kind": one.kind,
                "file": one.file,
                "place": one.place,
                "excerpt": one.shown if show else one.excerpt,
                "certain": one.certain,
            }
            for one in report.findings
        ],
        "unread": [{"file": one.file, "reason": one.reason} for one in report.unread],
        "not_looked_for": list(report.not_looked_for),
    }
