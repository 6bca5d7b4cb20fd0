"""``typfrage wave check``: every problem of a wave at once."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from typfrage.cli.application import examples, out
from typfrage.cli.options import StudyOption
from typfrage.cli.wave import wave_app
from typfrage.problems import InputError

SHOWN_ALIKE = 3
"""So many complaints of one kind are printed; the JSON holds them all."""

if TYPE_CHECKING:
    from typfrage.survey.wave_check import Finding, WaveCheck


@wave_app.command(
    "check",
    epilog=examples(
        "typfrage wave check 2024",
        "typfrage wave check 2024 --json > problems.json",
        exit_codes="0 it can be built, 2 it cannot",
    ),
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
    from typfrage.survey.wave_check import Finding, WaveCheck, check_wave
    from typfrage.survey.waves.study import open_study

    try:
        check = check_wave(open_study(study), name)
    except InputError as error:
        if not as_json:
            raise
        check = WaveCheck(name, tuple(Finding("error", each) for each in error.problems))
    (_print_json if as_json else _print_findings)(check)
    if not check.ok:
        raise typer.Exit(2)


def _alike(findings: list[Finding]) -> list[list[Finding]]:
    """Findings together that expect the same of cells of the same column."""
    groups: dict[tuple[str, ...], list[Finding]] = {}
    for one in findings:
        problem, cell = one.problem, one.problem.cell
        kind: tuple[str, ...] = (str(problem),)
        if cell is not None and cell.row is not None:
            kind = (cell.column, problem.expected, problem.mend)
        groups.setdefault(kind, []).append(one)
    return list(groups.values())


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
    groups: dict[tuple[str, str], list[Finding]] = {}
    for one in sorted(check.findings, key=lambda one: one.severity):
        groups.setdefault((one.severity, one.cell.file), []).append(one)
    for (severity, file), ones in groups.items():
        colour = "red" if severity == "error" else "yellow"
        out.print(f"[bold {colour}]{file}: {len(ones)} {severity}{'s' if len(ones) > 1 else ''}[/]")
        for alike in _alike(ones):
            for one in alike[:SHOWN_ALIKE]:
                out.print(str(one.problem), markup=False, soft_wrap=True)
            if more := len(alike[SHOWN_ALIKE:]):
                out.print(f"  … and {more} more of this kind; --json lists them all", markup=False)
    for what in check.unchecked:
        out.print(f"Not checked: {what}", markup=False, soft_wrap=True)
    if check.ok:
        out.print(f"The wave {check.wave} can be built: typfrage build {check.wave}")
