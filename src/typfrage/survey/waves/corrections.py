"""Known errors of a wave's raw file, as a person writes them down."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from typfrage.survey.waves.source import ColumnRef
from typfrage.survey.yaml_files.yaml_file import Strict

CORRECTIONS_FILE = "corrections.yml"


class Correction(Strict):
    """A known error of the raw file and what stands there instead.

    Attributes:
        answer: Identifies the answer by the source's ``answer_id``.
        column: The raw file's column.
        expect: What the raw file says; anything else means that the correction is out of date.
        becomes: What it should say.
        reason: How the error was found out.
        status: ``confirmed`` by the municipality or a document, or ``assumed``.
    """

    answer: str
    column: ColumnRef
    expect: str
    becomes: str
    reason: Annotated[str, Field(min_length=10)]
    status: Literal["confirmed", "assumed"]


class Corrections(Strict):
    """The content of ``corrections.yml``."""

    corrections: Annotated[tuple[Correction, ...], Field(strict=False)] = ()
