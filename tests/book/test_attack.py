"""Nothing that the shipped waves withhold follows from what they publish."""

from __future__ import annotations

from tests.attack.public import read_publication
from tests.attack.wave_attack import WaveAttack
from tests.book.conftest import Built


def test_no_withheld_count_of_the_shipped_waves_is_recovered(either: Built) -> None:
    """Rung: an integer programme over all tables of a wave at once."""
    public = read_publication(either.root, either.wave, either.results)
    verdict = WaveAttack(public).run()
    assert verdict.withheld > 0
    assert (verdict.recovered, verdict.told) == ((), ())
