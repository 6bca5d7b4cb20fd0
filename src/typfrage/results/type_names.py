"""What the found types are called, and how they look in every figure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from typfrage.survey.codebook import Codebook
from typfrage.survey.reference_types import ReferenceType, Typology
from typfrage.typology import TypeSolution, distinguishing_items, match_types

UNMATCHED_COLOURS = ("#5b5b5b", "#8c6d31", "#7b4173", "#3182bd", "#31a354", "#e6550d", "#636363")
UNMATCHED_MARKERS = ("circle", "square", "triangle", "diamond", "pentagon", "cross")


@dataclass(frozen=True)
class TypeName:
    """One found type as readers meet it.

    Attributes:
        id: ``id`` of its reference type, else ``typ_<number>``.
        label: Its label in the solution, from 0.
        name: Its name.
        colour: ``#rrggbb``.
        marker: Shape that tells it without colour.
        reference: The reference type that it matches, or ``None``.
        correlation: Correlation with the reference type's signature; NaN without one.
    """

    id: str
    label: int
    name: str
    colour: str
    marker: str
    reference: ReferenceType | None
    correlation: float


def name_types(
    solution: TypeSolution, codebook: Codebook, typology: Typology | None, threshold: float
) -> tuple[TypeName, ...]:
    """Name the types of a solution.

    A type that matches a reference type bears its name. A type without counterpart is numbered,
    says so, and is named by the two items in which it stands out most.

    Args:
        solution: k types.
        codebook: For the labels of the items.
        typology: The reference types; ``None`` where the study has none.
        threshold: Smallest correlation that counts as a match.

    Returns:
        The types, those with counterpart first in the order of the typology.
    """
    references: tuple[str | None, ...] = (None,) * solution.k
    correlation = np.full(solution.k, np.nan)
    if typology is not None:
        matching = match_types(solution, signatures(typology, solution.items), threshold=threshold)
        references, correlation = matching.reference, matching.correlation
    marks = distinguishing_items(solution)
    labels = codebook.labels()
    names = []
    for label in range(solution.k):
        items = " · ".join(labels[item] for item in marks[label])
        reference = None
        if typology is not None and references[label] is not None:
            reference = next(type_ for type_ in typology.types if type_.id == references[label])
        names.append(_name(label, reference, correlation[label], items, codebook, typology))
    order = [] if typology is None else [type_.id for type_ in typology.types]
    return tuple(
        sorted(names, key=lambda name: order.index(name.id) if name.id in order else len(order))
    )


def signatures(typology: Typology, items: tuple[str, ...]) -> pd.DataFrame:
    """Return the 0/1 signatures of the reference types, (types × items)."""
    rows = {type_.id: [int(i in type_.signature) for i in items] for type_ in typology.types}
    return pd.DataFrame.from_dict(rows, orient="index", columns=list(items))


def named_types(solution: TypeSolution, names: tuple[TypeName, ...]) -> pd.Series:
    """Return the id of each municipality's type as a category, in the order of the names."""
    ids = {name.label: name.id for name in names}
    series = pd.Series(solution.labels, index=solution.cases).map(ids)
    return series.astype(pd.CategoricalDtype([name.id for name in names]))


def _name(
    label: int,
    reference: ReferenceType | None,
    correlation: float,
    items: str,
    codebook: Codebook,
    typology: Typology | None,
) -> TypeName:
    if reference is not None:
        return TypeName(
            id=reference.id,
            label=label,
            name=codebook.label(reference.name),
            colour=reference.colour,
            marker=reference.marker,
            reference=reference,
            correlation=float(correlation),
        )
    number = label + 1
    plain = f"Typ {number}" if codebook.languages[0] == "de" else f"Type {number}"
    without = " ohne Entsprechung" if typology is not None else ""
    return TypeName(
        id=f"typ_{number}",
        label=label,
        name=f"{plain}{without}: {items}" if items else f"{plain}{without}",
        colour=UNMATCHED_COLOURS[label % len(UNMATCHED_COLOURS)],
        marker=UNMATCHED_MARKERS[label % len(UNMATCHED_MARKERS)],
        reference=None,
        correlation=float("nan"),
    )
