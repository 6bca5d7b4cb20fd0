"""What the found types are called, and how they look in every figure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from typfrage.results.language import speaker
from typfrage.results.marking_items import marking_items, published_deviations
from typfrage.survey.questionnaire.codebook import Codebook
from typfrage.survey.waves.reference_types import ReferenceType, Typology
from typfrage.typology import TypeSolution, match_types
from typfrage.typology.matching import row_correlations
from typfrage.validity import Certainty

UNMATCHED_COLOURS = ("#5b5b5b", "#8c6d31", "#7b4173", "#3182bd", "#31a354", "#e6550d", "#636363")
MARKERS = ("circle", "square", "triangle", "diamond", "pentagon", "cross")


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
        correlation: Correlation of its published shares with the reference type's signature; NaN
            without one.
        head: The name as the head of a column: without article, or a number without items.
        signature: Labels of the items that mark its reference type.
    """

    id: str
    label: int
    name: str
    colour: str
    marker: str
    reference: ReferenceType | None
    correlation: float
    head: str = ""
    signature: tuple[str, ...] = ()

    @property
    def short(self) -> str:
        """The shortest name."""
        return self.head or self.name.partition(":")[0]


def name_types(
    solution: TypeSolution,
    codebook: Codebook,
    typology: Typology | None,
    threshold: float,
    minimum_cases: int,
) -> tuple[TypeName, ...]:
    """Name the types of a solution.

    A type that matches a reference type bears its name. A type without counterpart is numbered,
    says so, and is named by the two items in which it stands out most by what is published: from
    withheld shares a name would tell that they are larger than others.

    Args:
        solution: k types.
        codebook: For the labels of the items.
        typology: The reference types; ``None`` where the study has none.
        threshold: Smallest correlation that counts as a match.
        minimum_cases: Threshold of the disclosure rules.

    Returns:
        The types, those with counterpart first in the order of the typology.
    """
    matched = (
        [] if typology is None else _matched(solution, codebook, typology, threshold, minimum_cases)
    )
    labels = {name.label for name in matched}
    taken = {name.marker for name in matched}
    markers = [marker for marker in MARKERS if marker not in taken]
    free = (label for label in range(solution.k) if label not in labels)
    marking = marking_items(solution, signed_by(matched), minimum_cases)
    without = [
        _numbered(label, marking[label], codebook, typology is not None, markers[at % len(markers)])
        for at, label in enumerate(free)
    ]
    return (*matched, *without)


def signatures(typology: Typology, items: tuple[str, ...]) -> pd.DataFrame:
    """Return the 0/1 signatures of the reference types, (types × items)."""
    rows = {type_.id: [int(i in type_.signature) for i in items] for type_ in typology.types}
    return pd.DataFrame.from_dict(rows, orient="index", columns=list(items))


def signed_by(names: Iterable[TypeName]) -> dict[int, tuple[str, ...]]:
    """Return the items that mark the types in the study, by the types' numbers."""
    return {name.label: name.reference.signature for name in names if name.reference is not None}


def named_types(solution: TypeSolution, names: tuple[TypeName, ...]) -> pd.Series:
    """Return the id of each municipality's type as a category, in the order of the names."""
    ids = {name.label: name.id for name in names}
    series = pd.Series(solution.labels, index=solution.cases).map(ids)
    return series.astype(pd.CategoricalDtype([name.id for name in names]))


def types_of_municipalities(
    solution: TypeSolution, names: tuple[TypeName, ...], certainty: Certainty
) -> pd.DataFrame:
    """Return the type of every municipality and how sure it is; microdata, never published.

    Args:
        solution: k types.
        names: What they are called.
        certainty: How sure the type of each answer pattern is.

    Returns:
        Indexed by the municipalities' keys: ``type`` and ``second_type`` (ids), ``certainty``
        (share of the resamples that agree), ``silhouette`` and ``mixed`` (between two types).
    """
    ids = {name.label: name.id for name in names}
    pattern = solution.patterns.of_case
    columns = {
        "type": pd.Series(solution.labels).map(ids).to_numpy(),
        "certainty": certainty.own[pattern],
        "second_type": pd.Series(certainty.second[pattern]).map(ids).to_numpy(),
        "silhouette": certainty.silhouette[pattern],
        "mixed": certainty.mixed[pattern],
    }
    return pd.DataFrame(columns, index=solution.cases)


def _matched(
    solution: TypeSolution,
    codebook: Codebook,
    typology: Typology,
    threshold: float,
    minimum_cases: int,
) -> list[TypeName]:
    """The types with a counterpart, in the order of the typology."""
    marks = signatures(typology, solution.items)
    matching = match_types(solution, marks, threshold=threshold)
    found = {name: label for label, name in enumerate(matching.reference) if name is not None}
    signed = {found[one.id]: one.signature for one in typology.types if one.id in found}
    known = published_deviations(solution, signed, minimum_cases)
    likeness = pd.DataFrame(
        row_correlations(known, marks.to_numpy(dtype=np.float64)), columns=marks.index
    )
    labels = codebook.labels()
    return [
        TypeName(
            id=reference.id,
            label=found[reference.id],
            name=codebook.label(reference.name),
            colour=reference.colour,
            marker=reference.marker,
            reference=reference,
            correlation=float(likeness.at[found[reference.id], reference.id]),
            head=codebook.label(reference.short or reference.name),
            signature=tuple(labels[item] for item in reference.signature if item in labels),
        )
        for reference in typology.types
        if reference.id in found
    ]


def _numbered(
    label: int, marking: tuple[str, ...], codebook: Codebook, says_so: bool, marker: str
) -> TypeName:
    """A type without counterpart, called by its number and the items that mark it."""
    labels = codebook.labels()
    items = " · ".join(labels[item] for item in marking)
    number = label + 1
    say = speaker(codebook.languages[0])
    plain = say("Typ {number}", number=number)
    called = say("Typ {number} ohne Entsprechung", number=number) if says_so else plain
    return TypeName(
        id=f"typ_{number}",
        label=label,
        name=f"{called}: {items}" if items else called,
        colour=UNMATCHED_COLOURS[label % len(UNMATCHED_COLOURS)],
        marker=marker,
        reference=None,
        correlation=float("nan"),
        head=plain,
    )
