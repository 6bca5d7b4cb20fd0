"""The reference types of a published typology, against which found types are named."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from typfrage.survey.prose import Prose
from typfrage.survey.questionnaire.codebook import Evidence, Identifier
from typfrage.survey.questionnaire.wording import Wording
from typfrage.survey.yaml_files.yaml_file import Strict


class MarkedText(Strict):
    """A text of the published portrait with its evidence mark."""

    text: Prose
    evidence: Evidence = Field(strict=False)


class ReferenceType(Strict):
    """One type as the published study describes it.

    Attributes:
        id: Short name.
        name: Name in the plural, as the study uses it.
        short: The same without article, for heads of tables; the name where it is left out.
        heading: A heading for the type, with its evidence in ``heading_evidence``.
        colour: ``#rrggbb``, safe for colour-blind readers.
        marker: Shape that tells the type in print without colour.
        signature: Ids of the goals that mark the type.
        strengths: What the published study says of the type.
        others_learn: What other types learn from it.
        questions: Anstöße: questions for one's own practice.
    """

    id: Identifier
    name: Wording
    short: Wording | None = None
    heading: Wording
    heading_evidence: Evidence = Field(strict=False)
    colour: Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")]
    marker: Literal["circle", "square", "triangle", "diamond", "pentagon", "cross"]
    signature: Annotated[tuple[Identifier, ...], Field(min_length=1, strict=False)]
    strengths: Annotated[tuple[MarkedText, ...], Field(strict=False)]
    others_learn: Annotated[tuple[MarkedText, ...], Field(strict=False)]
    questions: Annotated[tuple[MarkedText, ...], Field(strict=False)]


class Typology(Strict):
    """The reference types and the question whose answers form them."""

    types_from: Identifier
    types: Annotated[tuple[ReferenceType, ...], Field(min_length=2, strict=False)]

    @model_validator(mode="after")
    def _distinct(self) -> Self:
        for attribute in ("id", "colour", "marker"):
            values = [getattr(type_, attribute) for type_ in self.types]
            for value, times in Counter(values).items():
                if times > 1:
                    raise ValueError(f"two types share the {attribute} {value!r}")
        return self
