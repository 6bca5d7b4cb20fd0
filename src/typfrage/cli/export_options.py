"""What `wave new` and `study new` take from their options: how an export is written, and facts."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from typfrage.problems import InputError, Problem, one_of

if TYPE_CHECKING:
    from typfrage.survey.waves.source import Format

_DAY = ["%Y-%m-%d"]

FormatOption = Annotated[
    str | None,
    typer.Option(
        "--format",
        help="delimited, workbook, spss or parquet; its suffix says so if left out.",
    ),
]
SheetOption = Annotated[str | None, typer.Option("--sheet", help="Sheet of a workbook.")]
ExportEncodingOption = Annotated[
    str | None, typer.Option("--encoding", help="E.g. cp1252; recognised if left out.")
]
ExportDelimiterOption = Annotated[
    str | None,
    typer.Option("--delimiter", help="One character or 'tab'; recognised if left out."),
]
ExternalOption = Annotated[
    bool, typer.Option("--external", help="Leave the file where it is, pinned by its hash.")
]
SyntheticOption = Annotated[
    bool | None,
    typer.Option("--synthetic/--real", help="Whether the answers are generated."),
]
ContactedOption = Annotated[
    int | None, typer.Option("--contacted", min=1, help="How many were asked.")
]
FirstDayOption = Annotated[
    datetime | None,
    typer.Option("--first", formats=_DAY, help="First day of the field period."),
]
LastDayOption = Annotated[
    datetime | None, typer.Option("--last", formats=_DAY, help="Its last day.")
]
GebietsstandOption = Annotated[
    datetime | None,
    typer.Option("--gebietsstand", formats=_DAY, help="Day whose municipal borders the keys have."),
]


def chosen_format(name: str | None) -> Format | None:
    """Read ``--format``.

    Raises:
        InputError: There is no such format.
    """
    from typfrage.survey.waves.source import Format

    if name is not None and name not in get_args(Format):
        what = f"{name!r} is no format"
        raise InputError(Problem(what, "--format", one_of(get_args(Format)), "choose one"))
    return name  # type: ignore[return-value]


def chosen_delimiter(text: str | None) -> str | None:
    """Read ``--delimiter``.

    Raises:
        InputError: It is no single character.
    """
    character = "\t" if text in ("tab", "\\t") else text
    if character is not None and (len(character) != 1 or character in '"\r\n'):
        what = f"{text!r} is no delimiter"
        raise InputError(Problem(what, "--delimiter", "one character, or tab", "correct it"))
    return character
