"""When the answers of a synthetic wave come in."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import numpy as np

from typfrage.survey.synthetic.draws import normal, quota_counts, uniform
from typfrage.survey.synthetic.parameters import Timing

SATURDAY = 5


def draw_starts(timing: Timing, number: int, rng: np.random.Generator) -> list[datetime]:
    """Draw when answers begin, in the order of time.

    After the invitation and after each reminder many answer, then fewer every day; few at weekends
    and none in the quiet time.

    Args:
        timing: Parameters.
        number: Answers.
        rng: Source of randomness.
    """
    first = timing.invitations[0].day
    days = [first + timedelta(days=at) for at in range((timing.last - first).days + 1)]
    weights = np.zeros(len(days))
    for invitation in timing.invitations:
        since = np.array([(day - invitation.day).days for day in days])
        weights += invitation.share * np.exp(-since / timing.decay) * (since >= 0)
    for at, day in enumerate(days):
        if timing.quiet[0] <= day <= timing.quiet[1]:
            weights[at] = 0
        elif day.weekday() >= SATURDAY:
            weights[at] *= timing.weekend
    counts = quota_counts(list(weights / weights.sum()), number)
    starts = [
        _at(datetime.combine(day, time()), float(moment), timing)
        for day, count in zip(days, counts, strict=True)
        for moment in uniform(rng, count)
    ]
    return sorted(starts)


def draw_minutes(timing: Timing, number: int, rng: np.random.Generator) -> list[float]:
    """Draw how long answers take, log-normally."""
    return [float(m) for m in timing.minutes * np.exp(timing.minutes_spread * normal(rng, number))]


def pretest_starts(timing: Timing, number: int, rng: np.random.Generator) -> list[datetime]:
    """Draw when the study team makes its test entries, in the order of time."""
    day = datetime.combine(timing.pretest, time())
    return sorted(_at(day, float(moment), timing) for moment in uniform(rng, number))


def stamp(moment: datetime) -> str:
    """Write a moment as the survey tool does."""
    return moment.strftime("%Y-%m-%d %H:%M:%S")


def _at(day: datetime, moment: float, timing: Timing) -> datetime:
    first, last = timing.hours
    seconds = int((first + moment * (last - first)) * 3600)
    return day + timedelta(seconds=seconds)
