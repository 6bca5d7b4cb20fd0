from __future__ import annotations

from itertools import permutations

import numpy as np
import pandas as pd
import pytest

from typfrage.typology import find_types, match_types

ITEMS = [f"goal_{item}" for item in range(8)]
NAMES = ["cautious", "optimisers", "service", "community"]
SIGNATURES = pd.DataFrame(np.repeat(np.eye(4, dtype=int), 2, axis=1), index=NAMES, columns=ITEMS)
# Correlations of eight deviations in double precision.
ROUNDING = 1e-12


def pure_types(sizes: list[int]) -> pd.DataFrame:
    """Cases that tick exactly the goals of their type."""
    rows = np.repeat(SIGNATURES.to_numpy()[: len(sizes)], sizes, axis=0)
    return pd.DataFrame(rows, columns=ITEMS)


def test_pure_types_match_their_signatures() -> None:
    """Special case: the types tick what marks them; the order of sizes tells who is who."""
    matching = match_types(find_types(pure_types([10, 40, 20, 30]), 4, seed=0), SIGNATURES)
    assert matching.reference == ("optimisers", "community", "service", "cautious")
    assert (matching.correlation > 0.9).all()


def test_correlations_are_those_of_numpy(choices: pd.DataFrame) -> None:
    """Brute force: corrcoef pair by pair; and no one-to-one assignment has a larger sum."""
    X = choices.iloc[:, :8].set_axis(ITEMS, axis=1)
    solution = find_types(X, 4, seed=1)
    matching = match_types(solution, SIGNATURES, threshold=0.01)
    expected = [
        [np.corrcoef(deviation, signature)[0, 1] for signature in SIGNATURES.to_numpy()]
        for deviation in X.groupby(solution.labels).mean().to_numpy() - X.mean().to_numpy()
    ]
    np.testing.assert_allclose(matching.correlations, expected, atol=ROUNDING)
    worth = np.where(matching.correlations >= 0.01, matching.correlations, 0)
    best = max(sum(worth[range(4), order]) for order in permutations(range(4)))
    assert np.nansum(matching.correlation) == pytest.approx(best)


def test_order_of_signatures_and_items_changes_nothing() -> None:
    solution = find_types(pure_types([10, 40, 20, 30]), 4, seed=0)
    shuffled = SIGNATURES.iloc[[2, 0, 3, 1], [5, 0, 7, 1, 6, 2, 4, 3]]
    assert match_types(solution, SIGNATURES).reference == match_types(solution, shuffled).reference


def test_more_types_than_references() -> None:
    solution = find_types(pure_types([40, 30, 20, 10]), 4, seed=0)
    matching = match_types(solution, SIGNATURES.iloc[:2])
    assert matching.reference == ("cautious", "optimisers", None, None)
    assert np.isnan(matching.correlation[2:]).all()


def test_more_references_than_types() -> None:
    solution = find_types(pure_types([40, 30]), 2, seed=0)
    assert match_types(solution, SIGNATURES).reference == ("cautious", "optimisers")


def test_one_type_deviates_in_nothing_and_matches_nothing() -> None:
    matching = match_types(find_types(pure_types([40, 30]), 1, seed=0), SIGNATURES)
    assert matching.reference == (None,)
    assert np.isnan(matching.correlations).all()


def test_under_the_threshold_there_is_no_match(choices: pd.DataFrame) -> None:
    X = choices.iloc[:, :8].set_axis(ITEMS, axis=1)
    solution = find_types(X, 4, seed=1)
    strongest = np.nanmax(match_types(solution, SIGNATURES, threshold=0.01).correlations)
    assert match_types(solution, SIGNATURES, threshold=strongest).reference.count(None) == 3
    above = np.nextafter(strongest, 1)
    assert match_types(solution, SIGNATURES, threshold=above).reference == (None,) * 4


@pytest.mark.parametrize(
    ("signatures", "threshold", "message"),
    [
        (SIGNATURES, 0, "threshold is 0"),
        (SIGNATURES, 1.1, "threshold is 1.1"),
        (SIGNATURES.iloc[:, 1:], 0.5, r"\['goal_0'\] are not in both"),
        (SIGNATURES.rename(columns={"goal_1": "x"}), 0.5, r"\['goal_1', 'x'\]"),
        (SIGNATURES * 0, 0.5, "constant row"),
        (SIGNATURES * 2, 0.5, "other values"),
        (SIGNATURES.set_axis(["a", "a", "b", "c"]), 0.5, "each name once"),
        (SIGNATURES.replace(0, np.nan), 0.5, "signatures holds nan"),
    ],
)
def test_bad_signatures_are_refused(
    signatures: pd.DataFrame, threshold: float, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        match_types(find_types(pure_types([4, 3]), 2, seed=0), signatures, threshold=threshold)
