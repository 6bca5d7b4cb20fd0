"""``typfrage wave check``: every problem of a wave at once."""

from __future__ import annotations

import json
import sys
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from typfrage.cli.application import out
from typfrage.cli.study import StudyOption
from typfrage.cli.wave import wave_app
from typfrage.problems import InputError

if TYPE_CHECKING:
    from typfrage.survey.wave_check import WaveCheck


@wave_app.command(
    "check",
    epilog="Examples:  [bold]typfrage wave check 2024[/bold]   "
    "[bold]typfrage wave check 2024 --json > problems.json[/bold]",
)
def wave_check(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the wave.")],
    study: StudyOption = Path(),
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the problems as JSON, and nothing else.")
    ] = False,
) -> None:
    """List every problem of a wave at once, without running it.

    The output quotes cells of the raw file, also texts and keys: it is confidential.
    """
    from typfrage.survey.study import open_study
    from typfrage.survey.wave_check import Finding, WaveCheck, check_wave

    try:
        check = check_wave(open_study(study), name)
    except InputError as error:
        if not as_json:
            raise
        check = WaveCheck(name, tuple(Finding("error", each) for each in error.problems))
    (_print_json if as_json else _print_findings)(check)
    if not check.ok:
        raise typer.Exit(2)


def _print_json(check: WaveCheck) -> None:
    problems = [
        {
            "severity": one.severity,
            "what": one.problem.what,
            "where": one.problem.where,
            "file": one.cell.file,
            "row": one.cell.row,
            "column": one.cell.column or None,
            "value": one.cell.value,
            "expected": one.problem.expected,
            "mend": one.problem.mend,
        }
        for one in check.findings
    ]
    content = {
        "wave": check.wave,
        "ok": check.ok,
        "problems": problems,
        "unchecked": list(check.unchecked),
    }
    json.dump(content, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


def _print_findings(check: WaveCheck) -> None:
    by_file = sorted(check.findings, key=lambda one: (one.severity, one.cell.file))
    for (severity, file), group in groupby(by_file, key=lambda one: (one.severity, one.cell.file)):
        ones = list(group)
        colour = "red" if severity == "error" else "yellow"
        out.print(f"[bold {colour}]{file}: {len(ones)} {severity}{'s' if len(ones) > 1 else ''}[/]")
        for one in ones:
            out.print(str(one.problem), markup=False, soft_wrap=True)
    for what in check.unchecked:
        out.print(f"Not checked: {what}", markup=False, soft_wrap=True)
    if check.ok:
        out.print(f"The wave {check.wave} can be built: typfrage build {check.wave}")
