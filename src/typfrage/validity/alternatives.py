"""Would another method, another set of items or another seed have found the same types?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from typfrage.typology import METHODS, TypeSolution, find_types
from typfrage.typology.patterns import Floats, Labels, read_only
from typfrage.typology.search import SAME_TOTAL
from typfrage.validity.agreement import adjusted_rand_index, compare_partitions
from typfrage.validity.jaccard import best_jaccard


@dataclass(frozen=True, eq=False)
class MethodAgreement:
    """How far clustering methods agree.

    Attributes:
        methods: Their names.
        adjusted_rand: Of each pair, shape (M, M).
        matched_share: Share of the cases in matched types, of each pair, shape (M, M).
        per_type: Jaccard similarity of each reported type to its best match in the types of each
            method, shape (M, k).
        undefined: Methods that found no such types, with the reason.
    """

    methods: tuple[str, ...]
    adjusted_rand: Floats
    matched_share: Floats
    per_type: Floats
    undefined: dict[str, str]


@dataclass(frozen=True, eq=False)
class ItemAgreement:
    """How far the types stay the same when one item is left out.

    Attributes:
        items: The item left out.
        adjusted_rand: Agreement with the types from all items, shape (p,).
        matched_share: Share of the cases in matched types, shape (p,); NaN like
            ``adjusted_rand`` where the other items leave fewer distinct answers than types.
    """

    items: tuple[str, ...]
    adjusted_rand: Floats
    matched_share: Floats


@dataclass(frozen=True, eq=False)
class SeedAgreement:
    """How far other random starts lead to the same types.

    Attributes:
        adjusted_rand: Agreement with the reported types, shape (S,).
        totals: Total within sum of squares, shape (S,).
        at_best: Number of seeds that reached the smallest total of all.
    """

    adjusted_rand: Floats
    totals: Floats
    at_best: int


@dataclass(frozen=True, eq=False)
class Alternatives:
    """What other methods, other sets of items and other seeds find.

    Attributes:
        methods: Other methods; the solution's own comes first.
        items: Leaving out one item at a time.
        seeds: Other random starts.
    """

    methods: MethodAgreement
    items: ItemAgreement
    seeds: SeedAgreement


def agreement_of_methods(
    solution: TypeSolution, *, methods: Sequence[str] = tuple(METHODS), starts: int = 50, seed: int
) -> MethodAgreement:
    """Find as many types by each method and compare them.

    Args:
        solution: The reported types; its own method is not run again.
        methods: Names of methods, of :data:`typfrage.typology.METHODS`.
        starts: Random starts of each method.
        seed: Seed of the starts.

    Raises:
        ValueError: If a method is unknown.
    """
    found: dict[str, Labels] = {}
    undefined: dict[str, str] = {}
    for method in dict.fromkeys((solution.method, *methods)):
        if method not in METHODS:
            raise ValueError(f"method is {method!r}; allowed: {', '.join(METHODS)}")
        if method == "latent_classes" and not np.isin(solution.patterns.points, (0, 1)).all():
            undefined[method] = (
                "items hold other values than 0 and 1; latent classes need categories"
            )
            continue
        try:
            found[method] = (
                solution.pattern_labels
                if method == solution.method
                else _again(solution, method=method, starts=starts, seed=seed).labels
            )
        except ValueError as error:
            undefined[method] = str(error)
    weights = solution.patterns.weights
    pairs = [
        [compare_partitions(one, other, weights) for other in found.values()]
        for one in found.values()
    ]
    return MethodAgreement(
        methods=tuple(found),
        adjusted_rand=read_only(np.array([[p.adjusted_rand for p in row] for row in pairs])),
        matched_share=read_only(np.array([[p.matched_share for p in row] for row in pairs])),
        per_type=read_only(np.stack([_best(solution, other) for other in found.values()])),
        undefined=undefined,
    )


def agreement_without_items(
    solution: TypeSolution, *, starts: int = 50, seed: int
) -> ItemAgreement:
    """Leave out each item in turn, find types anew, and compare them with the reported ones.

    Args:
        solution: The reported types.
        starts: Random starts of each clustering.
        seed: Seed of the starts.
    """
    values = np.full((2, len(solution.items)), np.nan)
    for place in range(len(solution.items)):
        rest = np.delete(solution.patterns.points, place, axis=1)
        if rest.shape[1] and len(np.unique(rest, axis=0)) >= solution.k:
            without = _again(solution, points=rest, starts=starts, seed=seed)
            found = compare_partitions(
                solution.pattern_labels, without.labels, solution.patterns.weights
            )
            values[:, place] = found.adjusted_rand, found.matched_share
    return ItemAgreement(solution.items, read_only(values[0]), read_only(values[1]))


def agreement_of_seeds(
    solution: TypeSolution, *, seeds: int = 20, starts: int = 50, seed: int
) -> SeedAgreement:
    """Find the types again from other random starts.

    Args:
        solution: The reported types.
        seeds: Number of other seeds, S.
        starts: Random starts of each search.
        seed: Seed from which the others are drawn.

    Raises:
        ValueError: If ``seeds`` is less than 1.
    """
    if seeds < 1:
        raise ValueError(f"seeds is {seeds}; allowed: at least 1")
    others = np.random.SeedSequence([seed, *b"seeds"]).generate_state(seeds)
    found = [_again(solution, starts=starts, seed=int(other)) for other in others]
    totals = np.array([one.total_within_ss for one in found])
    best = min(solution.total_within_ss, totals.min())
    agreement = [
        adjusted_rand_index(solution.pattern_labels, one.labels, solution.patterns.weights)
        for one in found
    ]
    return SeedAgreement(
        adjusted_rand=read_only(np.array(agreement)),
        totals=read_only(totals),
        at_best=int((totals <= best * (1 + SAME_TOTAL)).sum()),
    )


def _again(
    solution: TypeSolution,
    *,
    points: Floats | None = None,
    method: str | None = None,
    starts: int,
    seed: int,
) -> TypeSolution:
    """Find as many types anew, each of the m patterns of a solution being a row."""
    return find_types(
        solution.patterns.points if points is None else points,
        solution.k,
        method=method or solution.method,
        starts=starts,
        seed=seed,
        weights=solution.patterns.weights,
    )


def _best(solution: TypeSolution, other: Labels) -> Floats:
    """Jaccard similarity of each type to its best match in other types, shape (k,)."""
    return best_jaccard(solution.pattern_labels, other, solution.patterns.weights, solution.k)
