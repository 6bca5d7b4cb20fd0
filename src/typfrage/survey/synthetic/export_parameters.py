"""Parameters of a synthetic wave's raw file: in what form, and with what people do to it."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from typfrage.survey.questionnaire.codebook import Identifier
from typfrage.survey.synthetic.rules import Share
from typfrage.survey.yaml_files.yaml_file import Strict


class _Export(Strict):
    """What people do to the answers, and how the tool numbers them.

    Attributes:
        questions: Question code of every item; ``M1[2]`` for a row of an array.
        not_shown: What stands for a question that was not shown.
        first_id: Number of the first answer.
        id_gap: Chance that a number was given to an answer that was deleted.
        break_offs: Break-offs for each complete answer.
        test_entries: Entries of the study team.
        test_key: The key in test entries.
        lost_zero: Share of keys with leading zero that lose it.
        thousands: Share of inhabitants written with a dot.
        blanks: Share of typed cells with a stray blank.
        remarked: Share of complete answers with a remark.
        remarks: Remarks; the first ones are each used at least once.
        mistyped: Question whose code is mistyped once, with what follows the right code.
    """

    questions: dict[Identifier, str]
    not_shown: str
    first_id: Annotated[int, Field(ge=1)]
    id_gap: Share
    break_offs: Share
    test_entries: Annotated[int, Field(ge=1)]
    test_key: str
    lost_zero: Share
    thousands: Share
    blanks: Share
    remarked: Share
    remarks: Annotated[tuple[str, ...], Field(min_length=1, strict=False)]
    mistyped: Identifier


class CsvExport(_Export):
    """An export of LimeSurvey as CSV, with the codebook's codes.

    Attributes:
        delimiter: Between cells.
    """

    file: ClassVar[str] = "raw.csv"
    format: Literal["csv"]
    delimiter: Annotated[str, Field(min_length=1, max_length=1)]

    @property
    def unseen(self) -> str:
        """What stands for a question behind a break-off."""
        return ""


class SpssExport(_Export):
    """An export of EFS (Unipark) as SPSS file, with codes of its own: 1 for the first option.

    Attributes:
        not_answered: What stands for a question that was left out; -99 in EFS.
        dont_know: What stands for "don't know".
        text_not_shown: What stands for a text box that was not shown; -66 in EFS.
        label: Title in the file's header.
    """

    file: ClassVar[str] = "raw.sav"
    format: Literal["spss"]
    not_answered: str
    dont_know: str
    text_not_shown: str
    label: Annotated[str, Field(max_length=64)]

    @property
    def unseen(self) -> str:
        """What stands for a question behind a break-off."""
        return self.not_shown


Export = Annotated[CsvExport | SpssExport, Field(discriminator="format")]
