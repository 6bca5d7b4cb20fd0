"""``typfrage study new``: begin a study of one's own."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from typfrage.cli.application import app, examples, out
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
from typfrage.cli.options import DelimiterOption, delimiter_of, named

if TYPE_CHECKING:
    from typfrage.survey.new_study import NewStudy
    from typfrage.survey.new_study.skeleton import Language

study_app = typer.Typer(name="study", no_args_is_help=True)
app.add_typer(study_app)


@study_app.callback()
def study() -> None:
    """Begin a study of your own."""


@study_app.command(
    "new",
    epilog=examples(
        "typfrage study new my-study --from export.sav",
        "typfrage study new my-study --language de --title 'Unsere Befragung'",
    ),
)
def study_new(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="The study's new folder.")],
    export: Annotated[
        Path | None,
        typer.Option(
            "--from", metavar="FILE", help="The answers: questionnaire and first wave are drafted."
        ),
    ] = None,
    title: Annotated[str | None, typer.Option(help="Title of study and report.")] = None,
    language: Annotated[str, typer.Option(help="Language of the report: de or en.")] = "en",
    wave: Annotated[
        str | None, typer.Option(help="Name of the first wave; the year if left out.")
    ] = None,
    format: FormatOption = None,
    sheet: SheetOption = None,
    encoding: ExportEncodingOption = None,
    delimiter: DelimiterOption = None,
    external: ExternalOption = False,
    synthetic: SyntheticOption = None,
    contacted: ContactedOption = None,
    first: FirstDayOption = None,
    last: LastDayOption = None,
    gebietsstand: GebietsstandOption = None,
) -> None:
    """Make the folder of a new study: questionnaire, chapters, look, and the first wave."""
    from typfrage.survey.new_study import Wanted, begin_study
    from typfrage.survey.proposal import Declared, Facts

    days = [day.date() if day else None for day in (first, last, gebietsstand)]
    name = wave or str((days[0] or date.today()).year)
    declared = Declared(chosen_format(format), sheet, encoding, delimiter_of(delimiter))
    facts = Facts(title and f"{title}, {name}", synthetic, contacted, *days)
    wanted = Wanted(title, _language(language), name, export, declared, facts, external)
    _tell(begin_study(path, wanted), path, name)


def _tell(begun: NewStudy, path: Path, wave: str) -> None:
    """Say what is there, and what comes next."""
    out.print(f"Study:         {path}", soft_wrap=True)
    out.print(f"Questionnaire: {path / 'data' / 'codebook.yml'}", soft_wrap=True)
    if begun.draft is None:
        out.print("Next: write the questionnaire; README.md in the folder says how. Then, there:")
        out.print(f"  typfrage wave new {wave} --from EXPORT", soft_wrap=True)
        return
    kinds = [one.item.kind for one in begun.draft.items]
    counted = ", ".join(f"{kinds.count(kind)} {kind}" for kind in dict.fromkeys(kinds))
    out.print(f"Questions:     {len(kinds)} drafted ({counted})", soft_wrap=True)
    out.print(f"Wave:          {path / 'data' / 'waves' / wave}", soft_wrap=True)
    out.print("Next: correct the questionnaire and fill in wave.yml. Then, in the folder:")
    out.print(f"  typfrage wave check {wave}\n  typfrage build {wave}", soft_wrap=True)


def _language(text: str) -> Language:
    from typfrage.survey.new_study.skeleton import LANGUAGES

    what = f"there are no chapters in the language {text!r}"
    return named(text, LANGUAGES, "--language", what)
