"""Types of two waves: their matching, and what leaving out goals does to them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from typfrage.profiles.common_goals import NotComparable, NotComparableError
from typfrage.profiles.correspondence import correspondence
from typfrage.profiles.wave_types import WaveTypes, wave_types
from typfrage.typology import assign, find_types

GOALS = list("abcdefgh")
# The goals that each planted type chooses.
MARKS = {0: "abc", 1: "def", 2: "gh", 3: "ag"}


def answers(sizes: dict[int, int], seed: int, first: int = 0, noise: float = 0.05) -> pd.DataFrame:
    """Goals of municipalities of planted types, some goals chosen or not by chance."""
    rng = np.random.default_rng(seed)
    rows = [
        [goal in MARKS[type_] for goal in GOALS]
        for type_, size in sizes.items()
        for _ in range(size)
    ]
    chosen = np.array(rows) ^ (rng.random((len(rows), len(GOALS))) < noise)
    return pd.DataFrame(chosen.astype(float), columns=GOALS, index=range(first, first + len(rows)))


def compared(
    earlier: pd.DataFrame, later: pd.DataFrame, k1: int, k2: int, **rest: object
) -> WaveTypes:
    return wave_types(earlier, later, rest.pop("common", GOALS), k1, k2, starts=20, seed=1, **rest)  # type: ignore[arg-type]


def test_the_same_answers_have_the_same_types() -> None:
    """Rung 3."""
    wave = answers({0: 60, 1: 40, 2: 30}, seed=0)
    found = compared(wave, wave, 3, 3)
    assert found.pairs == ((0, 0), (1, 1), (2, 2))
    assert [pair.correlation for pair in found.matched] == pytest.approx([1, 1, 1])
    assert [pair.jaccard for pair in found.matched] == [1, 1, 1]
    for part in (found.earlier_effect, found.later_effect, found.carried_agreement):
        assert (part.adjusted_rand, part.matched_share) == (1, 1)
        assert part.jaccard.tolist() == [1, 1, 1]
    assert found.vanished == found.new == ()


def test_types_are_matched_by_their_goals_not_by_their_size() -> None:
    """Rung 4: the largest planted type has become the smallest."""
    found = compared(
        answers({0: 80, 1: 50, 2: 20}, 0), answers({0: 20, 1: 50, 2: 80}, 1, 500), 3, 3
    )
    assert found.pairs == ((0, 2), (1, 1), (2, 0))
    assert min(pair.correlation for pair in found.matched) > 0.8
    assert min(pair.jaccard for pair in found.matched) > 0.8


def test_a_type_vanishes_and_another_is_new() -> None:
    """Rung 4: type 2 is gone, type 3 was not there."""
    earlier, later = (
        answers({0: 80, 1: 50, 2: 30}, 0, noise=0.02),
        answers({0: 80, 1: 50, 3: 30}, 1, 500, 0.02),
    )
    found = compared(earlier, later, 3, 3, match_threshold=0.8)
    assert found.pairs == ((0, 0), (1, 1))
    assert found.vanished == (2,)
    assert found.new == (2,)


def test_numbers_of_types_may_differ() -> None:
    earlier, later = answers({0: 80, 1: 50}, 0), answers({0: 60, 1: 50, 2: 40}, 1, 500)
    found = compared(earlier, later, 2, 3)
    assert found.correlations.shape == (2, 3)
    assert found.pairs == ((0, 0), (1, 1))
    assert found.vanished == ()
    assert found.new == (2,)


def test_correlations_are_those_of_numpy() -> None:
    """Rung 1: numpy.corrcoef of the deviations."""
    found = compared(
        answers({0: 40, 1: 40, 2: 30}, 0, noise=0.2), answers({0: 30, 1: 40, 2: 40}, 1), 3, 3
    )
    expected = np.corrcoef(found.earlier.deviations, found.later.deviations)[:3, 3:]
    np.testing.assert_allclose(found.correlations, expected, atol=1e-12)


def test_municipalities_without_a_common_goal_are_counted_and_in_no_type() -> None:
    earlier = answers({0: 30, 1: 30}, 0, noise=0)
    later = answers({0: 30, 1: 30, 2: 7}, 1, 500, noise=0)
    # Only municipalities of type 2 chose g and h, and nothing else.
    found = compared(earlier, later, 2, 2, common=list("abcdef"))
    assert found.without_goals == (0, 7)
    assert len(found.later.cases) == len(found.carried) == 60
    assert found.common == tuple("abcdef")


def test_leaving_out_what_marks_a_type_shows_as_an_effect() -> None:
    """Rung 2: agreement of the two typologies of one wave, from its labels."""
    wave = answers({0: 50, 1: 40, 2: 40, 3: 30}, 0)
    found = compared(wave, wave, 4, 4, common=list("bcdef"))
    kept = wave[(wave[list("bcdef")] != 0).any(axis=1)]
    everything = find_types(wave, 4, starts=20, seed=1).series().loc[kept.index]
    assert found.earlier_effect.adjusted_rand < 0.95
    assert found.earlier_effect.adjusted_rand == pytest.approx(
        correspondence(found.earlier.labels, everything, 4).adjusted_rand
    )


def test_the_earlier_model_is_carried_on_by_the_nearest_centre() -> None:
    """Rung 3: carried on to its own answers, it assigns them as the assignment rule does."""
    earlier, later = answers({0: 60, 1: 40}, 0), answers({0: 20, 1: 60}, 1, 500)
    found = compared(earlier, later, 2, 2)
    expected = assign(later, found.earlier.centres).labels
    assert found.carried.to_list() == expected.tolist()
    assert found.carried.index.equals(later.index)


def test_nothing_depends_on_the_order_of_rows() -> None:
    earlier, later = answers({0: 60, 1: 40}, 0), answers({0: 20, 1: 60}, 1, 500)
    found, again = (
        compared(earlier, each, 2, 2) for each in (later, later.sample(frac=1, random_state=0))
    )
    assert again.matched == found.matched
    assert again.carried.sort_index().equals(found.carried)


@pytest.mark.parametrize(
    ("common", "later", "k", "reason"),
    [
        (["a"], answers({0: 9, 1: 9}, 1), 2, NotComparable.FEW_COMMON_GOALS),
        ([], answers({0: 9, 1: 9}, 1), 2, NotComparable.FEW_COMMON_GOALS),
        (["a", "b"], answers({0: 9, 1: 9}, 1), 4, NotComparable.FEW_PATTERNS),
        (["g", "h"], answers({0: 9, 1: 9}, 1, noise=0), 2, NotComparable.NO_ANSWERS),
        (GOALS, answers({0: 9, 1: 9}, 1).iloc[:0], 2, NotComparable.NO_ANSWERS),
    ],
)
def test_waves_that_cannot_be_compared_say_why(
    common: list[str], later: pd.DataFrame, k: int, reason: NotComparable
) -> None:
    earlier = answers({0: 20, 1: 20, 2: 20, 3: 20}, 0, noise=0.3)
    with pytest.raises(NotComparableError, match="allowed") as caught:
        compared(earlier, later, k, k, common=common)
    assert caught.value.reason is reason


def test_wrong_arguments_are_refused() -> None:
    wave = answers({0: 9, 1: 9}, 0)
    with pytest.raises(ValueError, match="goals of both"):
        compared(wave, wave, 2, 2, common=["a", "z"])
    with pytest.raises(ValueError, match="at most 1"):
        compared(wave, wave, 2, 2, match_threshold=0.0)
    with pytest.raises(ValueError, match="missing"):
        compared(wave.where(wave["a"] == 0), wave, 2, 2)


def test_partitions_of_other_types_correspond_as_far_as_they_overlap() -> None:
    """Rung 2: by hand; type 2 of the second partition has no case, type 1 of the first no match."""
    found = correspondence([0, 0, 0, 1, 2, 2], [3, 3, 0, 3, 0, 0], 4)
    assert found.counterpart.tolist() == [3, -1, 0, -1]
    assert found.matched_share == pytest.approx(4 / 6)
    assert found.jaccard[[0, 2]].tolist() == pytest.approx([2 / 4, 2 / 3])
    assert np.isnan(found.jaccard[[1, 3]]).all()
