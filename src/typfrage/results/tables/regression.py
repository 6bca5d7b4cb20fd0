"""The table of the regression: how structure changes the probability of each type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from typfrage.profiles.disclosure import Column, Released, release
from typfrage.profiles.structure_model import StructureModel
from typfrage.results.language import speaker
from typfrage.results.type_names import TypeName


def marginal_effects(
    model: StructureModel,
    labels: Mapping[str, str],
    names: Sequence[TypeName],
    minimum_cases: int,
    language: str,
) -> Released:
    """Show how much each property changes the probability of each type.

    Args:
        model: The regression; without an estimate the table has no rows.
        labels: What the predictors are called.
        names: The types.
        minimum_cases: Threshold of the disclosure rules.
        language: Language of the words.
    """
    say = speaker(language)
    called = {name.id: name.name for name in names}
    frame = model.effects.assign(
        label=model.effects["predictor"].map(labels),
        type=model.effects["type"].map(called),
        base=model.n,
    )
    return release(
        frame,
        (
            Column("label", say("Merkmal"), grouped=True),
            Column("type", say("Typ")),
            Column("effect", say("Wirkung"), "number", 2, base="base"),
            Column("low", say("untere Grenze"), "number", 2, base="base"),
            Column("high", say("obere Grenze"), "number", 2, base="base"),
            Column("p", "p", "number", 3, base="base"),
            Column("base", "n", "count"),
        ),
        minimum_cases,
    )
