"""Parameters of a synthetic wave: the content of ``synthesis.yml``."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from typfrage.survey.questionnaire.codebook import Identifier
from typfrage.survey.synthetic.export_parameters import Export
from typfrage.survey.synthetic.rules import (
    ClosedRule,
    MultipleRule,
    Positive,
    Real,
    Share,
    refuse_other_sum,
)
from typfrage.survey.yaml_files.yaml_file import Strict


class Land(Strict):
    """A Land: its first two digits in the AGS, and the digits of its Regierungsbezirke."""

    code: Annotated[str, Field(pattern=r"^(0[1-9]|1[0-6])$")]
    regierungsbezirke: Annotated[str, Field(pattern=r"^\d+$")]


class SizeClass(Strict):
    """A KGSt size class.

    Attributes:
        response: Weight of a municipality of this class in the draw: how likely it is a member,
            was asked, and answered, compared with the other classes.
        inhabitants: Smallest and largest number that is drawn.
        size: The class as a driver of answers; about 0 on average.
    """

    response: Positive
    inhabitants: Annotated[tuple[int, int], Field(strict=False)]
    size: Real


class Structure(Strict):
    """How municipalities are drawn from the frame margins.

    Attributes:
        laender: By the abbreviation in the margins; a Land that is not listed is left out.
        gemeinden: Size classes of Gemeinden by their column in the margins.
        landkreise: Size classes of Landkreise by their column in the margins.
        kreis_numbers: Kreis digits of the keys; numbers that are in use nowhere.
        rounded: Share of inhabitants that people give rounded to ``rounded_to``.
        rounded_to: See ``rounded``.
    """

    laender: dict[str, Land]
    gemeinden: dict[str, SizeClass]
    landkreise: dict[str, SizeClass]
    kreis_numbers: Annotated[
        tuple[Annotated[str, Field(pattern=r"^\d\d$")], ...], Field(min_length=1, strict=False)
    ]
    rounded: Share
    rounded_to: Annotated[int, Field(ge=1)]


class PlantedType(Strict):
    """A planted type.

    Attributes:
        share: Share of municipalities at size 0.
        size: Change of its log weight with ``size``.
        maturity: Mean of the latent digital maturity at size 0.
    """

    share: Share
    size: Real = 0
    maturity: Real = 0


class Invitation(Strict):
    """A day on which municipalities were asked or reminded, and the share that answers then."""

    day: date = Field(strict=False)
    share: Share


class Timing(Strict):
    """When answers come in.

    Attributes:
        invitations: Invitation and reminders.
        decay: Days after which the daily number has fallen to 1/e.
        weekend: Weight of a Saturday or Sunday compared with a working day.
        quiet: First and last day of a time when nobody answers.
        last: Last day.
        hours: First and last hour of a working day.
        minutes: Median duration of an answer.
        minutes_spread: Standard deviation of the logarithm of the duration.
        pretest: Day of the test entries.
        second_answer: Days between the two answers of a municipality that answered twice.
    """

    invitations: Annotated[tuple[Invitation, ...], Field(min_length=1, strict=False)]
    decay: Positive
    weekend: Share
    quiet: Annotated[tuple[date, date], Field(strict=False)]
    last: date = Field(strict=False)
    hours: Annotated[tuple[int, int], Field(strict=False)]
    minutes: Positive
    minutes_spread: Positive
    pretest: date = Field(strict=False)
    second_answer: Annotated[int, Field(ge=1)]


class Panel(Strict):
    """Municipalities of an earlier wave that answer again.

    Attributes:
        wave: The earlier wave; it is synthetic, too.
        members: How many of its municipalities.
        transitions: Planted type of the earlier wave → share of each type that it changes to.
        kept_maturity: Correlation of the noise of the digital maturity with the earlier one.
        growth: Standard deviation of the change of the logarithm of the inhabitants.
    """

    wave: str
    members: Annotated[int, Field(ge=1)]
    transitions: dict[Identifier, dict[Identifier, Share]]
    kept_maturity: Share
    growth: Annotated[float, Field(ge=0, strict=False)]

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        for name, row in self.transitions.items():
            refuse_other_sum(f"transitions of {name}", row.values())
        return self


class SynthesisParameters(Strict):
    """Everything a synthetic wave is made of, but codebook and frame margins.

    Attributes:
        seed: Seed of everything random.
        municipalities: Answers that remain after cleaning.
        structure: Which municipalities.
        panel: Those among them that answered an earlier wave; none if left out.
        types: Planted types by id of the reference type; in a panel, those of the new ones.
        maturity_size: Effect of size on the latent digital maturity, whose noise has variance 1.
        closed: Rules of questions with one answer.
        multiple: Rules of multiple choices.
        timing: When.
        export: In what form.
    """

    seed: Annotated[int, Field(ge=0)]
    municipalities: Annotated[int, Field(ge=20)]
    structure: Structure
    panel: Panel | None = None
    types: dict[Identifier, PlantedType]
    maturity_size: Real
    closed: Annotated[tuple[ClosedRule, ...], Field(strict=False)]
    multiple: Annotated[tuple[MultipleRule, ...], Field(strict=False)]
    timing: Timing
    export: Export

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        refuse_other_sum("types", [type_.share for type_ in self.types.values()])
        return self

    @property
    def first_day(self) -> date:
        """Day of the first invitation, whose questionnaire is answered."""
        return self.timing.invitations[0].day

    def resized(self, municipalities: int) -> Self:
        """Return the parameters of a wave of the same kind and another size."""
        update: dict[str, object] = {"municipalities": municipalities}
        if self.panel is not None:
            members = round(self.panel.members * municipalities / self.municipalities)
            update["panel"] = self.panel.model_copy(update={"members": members})
        return self.model_copy(update=update)
