"""All waves of a study side by side, those that are being written among them."""

from __future__ import annotations

from dataclasses import dataclass

from typfrage.problems import InputError, Problem
from typfrage.survey.waves.study import Study, Wave, check_raw_file, earlier_wave, open_wave
from typfrage.survey.waves.wave_order import WAVE_FILE


@dataclass(frozen=True)
class WaveSeries:
    """The waves of a study.

    Attributes:
        waves: Those whose files are right, the oldest first.
        unfinished: Names of those whose field period is open still.
        problems: What is wrong with the files of the others.
    """

    waves: tuple[Wave, ...]
    unfinished: tuple[str, ...]
    problems: tuple[Problem, ...]


def open_waves(study: Study) -> WaveSeries:
    """Read every wave of a study; one that cannot be read does not keep the others from it."""
    waves, unfinished, problems = [], [], []
    for name, first_day in study.first_days.items():
        try:
            waves.append(open_wave(study, name))
        except InputError as error:
            if first_day is None:
                unfinished.append(name)
            else:
                problems += [_wrong(name), *error.problems]
    return WaveSeries(tuple(waves), tuple(unfinished), tuple(problems))


def unfinished_after(study: Study, wave: Wave) -> tuple[str, ...]:
    """Return the waves that :func:`open_wave` passed over when it took this one as the newest."""
    waves = study.waves
    return waves[waves.index(wave.id) + 1 :]


def check_earlier_raw_file(study: Study, wave: Wave) -> None:
    """Check the raw file of the wave that a wave is compared with, if there is one.

    Raises:
        InputError: It is not the one that the earlier ``wave.yml`` pins.
    """
    earlier = earlier_wave(study, wave)
    if earlier is None:
        return
    try:
        check_raw_file(earlier)
    except InputError as error:
        reason = Problem(
            f"the wave {wave.id!r} is compared with {earlier.id!r}, which needs its raw file",
            f"{wave.id}/{WAVE_FILE}, compare_with",
            f"the raw file of {earlier.id!r} as it was",
            "put it back, or set compare_with: none",
        )
        raise InputError((reason, *error.problems)) from None


def _wrong(name: str) -> Problem:
    return Problem(
        f"the files of the wave {name!r} are wrong",
        f"data/waves/{name}",
        mend=f"correct what follows; `typfrage wave check {name}` lists everything",
    )
