"""Options that several commands have."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from typfrage.problems import InputError, Problem, one_of

Name = TypeVar("Name", bound=str)

StudyOption = Annotated[
    Path, typer.Option("--study", help="The study's folder; it holds data/codebook.yml.")
]
WaveArgument = Annotated[
    str | None, typer.Argument(help="Name of the wave; the newest one if left out.")
]
DelimiterOption = Annotated[
    str | None,
    typer.Option("--delimiter", help="One character or 'tab'; recognised if left out."),
]


def delimiter_of(text: str | None) -> str | None:
    """Read ``--delimiter``; a tab can be spelled out.

    Raises:
        InputError: It is no single character, or one that stands for something else in CSV.
    """
    if text is None or text.lower() in ("tab", r"\t"):
        return text and "\t"
    if len(text) != 1 or text in '"\r\n':
        what, mend = f"{text!r} is no delimiter", "correct it, or leave it out: it is recognised"
        raise InputError(Problem(what, "--delimiter", "one character, or tab", mend))
    return text


def named(text: str, known: Iterable[Name], option: str, what: str) -> Name:
    """Read the name of one of few things.

    Args:
        text: What the user wrote.
        known: The names that there are.
        option: The option's name, for the message.
        what: What is wrong with another name.

    Raises:
        InputError: There is no such name.
    """
    names = list(known)
    found = next((name for name in names if name == text), None)
    if found is None:
        raise InputError(Problem(what, option, one_of(names), "choose one"))
    return found
