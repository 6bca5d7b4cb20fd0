"""What in ``typology.yml`` contradicts the codebook."""

from __future__ import annotations

from collections.abc import Iterator

from typfrage.problems import one_of
from typfrage.survey.questionnaire.codebook import Codebook, MultipleItem
from typfrage.survey.waves.reference_types import Typology
from typfrage.survey.yaml_files.yaml_file import Flaw


def typology_flaws(typology: Typology, codebook: Codebook) -> Iterator[Flaw]:
    """Find reference types that rest on what the questionnaire does not ask.

    Args:
        typology: Its parts are each well-formed.
        codebook: The questionnaire.
    """
    multiple = {item.id: item for item in codebook.items if isinstance(item, MultipleItem)}
    if typology.types_from not in multiple:
        yield Flaw(
            ("types_from",),
            f"{typology.types_from!r} is no multiple-choice item of the codebook",
            one_of(multiple),
        )
        return
    allowed = multiple[typology.types_from].substantive
    for at, type_ in enumerate(typology.types):
        for number, goal in enumerate(type_.signature):
            if goal not in allowed:
                yield Flaw(
                    ("types", at, "signature", number), f"{goal!r} is no such goal", one_of(allowed)
                )
