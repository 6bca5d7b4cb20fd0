"""``typfrage wave new``: begin a wave from an export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from typfrage.cli.application import examples, out
from typfrage.cli.export_options import (
    ContactedOption,
    ExportEncodingOption,
    ExternalOption,
    FirstDayOption,
    FormatOption,
    GebietsstandOption,
    LastDayOption,
    SheetOption,
    SyntheticOption,
    chosen_format,
)
from typfrage.cli.options import DelimiterOption, StudyOption, delimiter_of
from typfrage.cli.wave import wave_app
from typfrage.problems import InputError, Problem

if TYPE_CHECKING:
    from typfrage.survey.proposal.new_wave import NewWave


@wave_app.command(
    "new",
    epilog=examples(
        "typfrage wave new 2024 --from export.sav",
        "typfrage wave new 2024 --from export.csv --external --contacted 1830 --real",
    ),
)
def wave_new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the new wave.")],
    export: Annotated[
        Path,
        typer.Option("--from", metavar="FILE", help="The answers as the survey tool wrote them."),
    ],
    study: StudyOption = Path(),
    format: FormatOption = None,
    sheet: SheetOption = None,
    encoding: ExportEncodingOption = None,
    delimiter: DelimiterOption = None,
    external: ExternalOption = False,
    like: Annotated[
        str | None,
        typer.Option(help="Wave whose names, rules and parameters may hold again; the newest."),
    ] = None,
    title: Annotated[str | None, typer.Option(help="What the wave is.")] = None,
    synthetic: SyntheticOption = None,
    contacted: ContactedOption = None,
    first: FirstDayOption = None,
    last: LastDayOption = None,
    gebietsstand: GebietsstandOption = None,
) -> None:
    """Begin a wave from an export: its folder, a proposed wave.yml, a checklist."""
    from typfrage.survey.proposal import Declared, Facts, begin_wave
    from typfrage.survey.proposal.same_names import better_example
    from typfrage.survey.waves.study import open_study

    _refuse_missing_codebook(study)
    declared = Declared(chosen_format(format), sheet, encoding, delimiter_of(delimiter))
    days = [day.date() if day else None for day in (first, last, gebietsstand)]
    facts = Facts(title, synthetic, contacted, *days)
    opened = open_study(study)
    begun = begin_wave(opened, name, export, declared, facts, like=like, external=external)
    _tell(begun)
    if like is None and (other := better_example(opened, begun.proposal)):
        what = f"The wave {other} calls its columns as this export does"
        hint = f"remove {begun.folder} and begin again with --like {other}"
        out.print(f"Hint:       {what}: {hint}", soft_wrap=True)


def _tell(begun: NewWave) -> None:
    """Say how much was found, and what comes next."""
    matches = begun.proposal.matches
    table = Table("columns", "number", box=None)
    for how, words in (("name", "by name"), ("label", "by label"), ("options", "by option texts")):
        table.add_row(f"found {words}", str(sum(match.how == how for match in matches)))
    doubts = sum(len(item.doubts) for item in begun.proposal.items)
    table.add_row("questions or options not found", str(doubts))
    table.add_row("columns without a question", str(len(begun.proposal.unmatched)))
    table.add_row("open questions in all", str(len(begun.questions)))
    out.print(table)
    out.print(f"Convention: {begun.proposal.convention.name}", soft_wrap=True)
    out.print(f"Proposal:   {begun.folder / 'wave.yml'}", soft_wrap=True)
    out.print(f"Questions:  {begun.folder / 'checklist.md'}", soft_wrap=True)
    out.print(f"Next:       typfrage wave check {begun.proposal.name}", soft_wrap=True)


def _refuse_missing_codebook(study: Path) -> None:
    path = study / "data" / "codebook.yml"
    if not path.is_file():
        raise InputError(
            Problem(
                "the study has no codebook, so that no column can be recognised",
                str(path),
                "the questionnaire as data: items, options, codes",
                "begin with `typfrage study new`, or say --study FOLDER",
            )
        )
