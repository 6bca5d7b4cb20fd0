"""What stands in for parts of ``wave.yml`` that are open, so that the others can be checked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Any

from typfrage.survey.questionnaire.codebook import Codebook, MultipleItem
from typfrage.survey.waves.study import Wave
from typfrage.survey.yaml_files.yaml_document import Place

_ENDLESS = 10**12
_PERIOD = {"first": date.max, "last": date.max}


def harmless_values(codebook: Codebook, name: str) -> dict[Place, Any]:
    """Return what stands in for each part that must be there: nothing is found wrong with it.

    Without a first day the newest questionnaire holds.

    Args:
        codebook: The questionnaire.
        name: Name of the wave's folder.
    """
    multiple = [item.id for item in codebook.items if isinstance(item, MultipleItem)]
    analysis = {"types_from": next(iter(multiple), ""), "k": 2, "seed": 0}
    return {
        ("id",): name,
        ("title",): dict.fromkeys(codebook.languages, "…"),
        ("synthetic",): True,
        ("contacted",): _ENDLESS,
        ("field_period",): _PERIOD,
        **{("field_period", end): day for end, day in _PERIOD.items()},
        ("gebietsstand",): date.max,
        ("columns",): {},
        ("analysis",): analysis,
        **{("analysis", part): value for part, value in analysis.items()},
        ("source", "sha256"): "0" * 64,
        ("source", "answer_id"): {"at": 1, "header": ""},
    }


def without_bounds(wave: Wave, lost: Collection[Place]) -> Wave:
    """Return the wave with a field period without a beginning where that is still open.

    Args:
        wave: The wave with what stands in for open parts.
        lost: The open parts.
    """
    period = wave.file.field_period
    if not {("field_period",), ("field_period", "first")} & set(lost):
        return wave
    opened = period.model_copy(update={"first": date.min})
    return replace(wave, file=wave.file.model_copy(update={"field_period": opened}))
