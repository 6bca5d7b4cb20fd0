"""The attack on one wave: all its tables as one system over the counts that they do not show."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from tests.attack.table_system import TableSystem
from tests.attack.unknowns import Enough


@dataclass(frozen=True)
class Recovered:
    """A withheld or unprinted count that readers can work out.

    Attributes:
        table: Where it is withheld; empty for a count that no table would print.
        name: Which count.
        low: Its least value.
        high: Its greatest.
    """

    table: str
    name: Hashable
    low: int
    high: int


@dataclass(frozen=True)
class Verdict:
    """What an attack found.

    Attributes:
        recovered: Withheld counts whose range is narrower than the threshold, and counts of fewer
            than the threshold that are proven.
        silent: The same for counts of those who gave no answer to a question that they were asked.
        told: Statistics that are printed beside a count that is withheld.
        withheld: Number of withheld counts that were attacked.
    """

    recovered: tuple[Recovered, ...]
    silent: tuple[Recovered, ...]
    told: tuple[tuple[str, str], ...]
    withheld: int


class WaveAttack(TableSystem):
    """Asks what follows from the system of one wave."""

    def run(self, *, whole: bool = True) -> Verdict:
        """Ask for the least and the greatest value of every count that is not printed.

        Args:
            whole: Whether all are taken to be whole numbers at once.
        """
        own = self.unknowns
        counts = [at for at, name in enumerate(own.names) if name[0] in ("ticks", "count", "rest")]
        silences = [at for at, name in enumerate(own.names) if name[0] == "silent"]
        found = own.ranges(
            dict.fromkeys((*counts, *silences), self._unproven)
            | {at: self._wide(at) for at in self.targets},
            whole=whole,
        )
        recovered = [
            Recovered(self.targets.get(at, ""), own.names[at], *found[at])
            for at in dict.fromkeys([*self.targets, *counts])
            # Nobody is published, so a withheld nobody that follows tells nothing that is kept.
            if found[at] != (0, 0)
            and not (self._wide(at) if at in self.targets else self._unproven)(*found[at])
        ]
        silent = [
            Recovered("", own.names[at], *found[at])
            for at in silences
            if not self._unproven(*found[at])
        ]
        return Verdict(
            tuple(recovered),
            tuple(silent),
            tuple(self.told),
            len(self.targets),
        )

    def _unproven(self, low: int, high: int) -> bool:
        return low < 1 or high >= self.public.minimum

    def _wide(self, at: int) -> Enough:
        room = self.unknowns.high[at] - self.unknowns.low[at]
        least = min(self.public.minimum, room)
        return lambda low, high: high - low >= least
