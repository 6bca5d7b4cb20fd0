"""The waves of a study in the order of their field periods, also while one is being written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from typfrage.problems import InputError, one_of
from typfrage.survey.ordinary_files import read_whole
from typfrage.survey.waves.wave import WaveFile
from typfrage.survey.yaml_files.yaml_document import LARGEST_FILE, document_of
from typfrage.survey.yaml_files.yaml_file import Flaw

WAVE_FILE = "wave.yml"

NO_COMPARISON, PREVIOUS = "none", "previous"
"""What ``compare_with`` says where it names no wave."""

_DATE = TypeAdapter(date)


def first_days(folder: Path) -> dict[str, date | None]:
    """Return the first day of each wave's field period, the oldest wave first.

    Waves that begin on the same day stand in the order of their names. A ``wave.yml`` that does not
    say its first day, or cannot be read, is being written: its wave comes last, with ``None``.

    Args:
        folder: ``data/waves``.
    """
    paths = (path for path in folder.glob(f"*/{WAVE_FILE}") if path.parent.name[0] != ".")
    days = {path.parent.name: _first_day(path) for path in paths}
    return dict(sorted(days.items(), key=lambda wave: (wave[1] or date.max, wave[0])))


def previous_wave(file: WaveFile, days: Mapping[str, date | None]) -> str | None:
    """Return the wave that a wave is compared with, or ``None``.

    Args:
        file: The wave's file.
        days: First day by wave, the oldest first.
    """
    if file.compare_with == NO_COMPARISON:
        return None
    if file.compare_with != PREVIOUS:
        return file.compare_with
    before = _before(file, days)
    return before[-1] if before else None


def comparison_flaws(file: WaveFile, days: Mapping[str, date | None]) -> Iterator[Flaw]:
    """Find what is wrong with the wave that ``compare_with`` names.

    Args:
        file: The wave's file.
        days: First day by wave, the oldest first.
    """
    name, place = file.compare_with, ("compare_with",)
    if file.id in (NO_COMPARISON, PREVIOUS):
        yield Flaw(("id",), f"{file.id!r} has a meaning of its own in compare_with", "another name")
    if name in (NO_COMPARISON, PREVIOUS):
        return
    allowed = one_of((PREVIOUS, NO_COMPARISON, *_before(file, days)))
    if name == file.id:
        yield Flaw(place, "the wave would be compared with itself", allowed)
    elif name not in days:
        yield Flaw(place, f"the study has no wave {name!r}", allowed)
    elif days[name] is None:
        yield Flaw(place, f"the wave {name!r} is unfinished: its field period is open", allowed)
    elif name not in _before(file, days):
        first = file.field_period.first
        what = f"the wave {name!r} began on {days[name]}, not before this one on {first}"
        yield Flaw(place, what, allowed)


def _before(file: WaveFile, days: Mapping[str, date | None]) -> list[str]:
    first = file.field_period.first
    return [name for name, day in days.items() if day is not None and day < first]


def _first_day(path: Path) -> date | None:
    try:
        return _stated_first_day(read_whole(path, WAVE_FILE, LARGEST_FILE))
    except (InputError, OSError):
        return None


@lru_cache
def _stated_first_day(content: bytes) -> date | None:
    """The first day that a wave's file states, looked for once in each content."""
    try:
        document = document_of(content.decode("utf-8-sig"), WAVE_FILE)
        return (
            None
            if document is None
            else _DATE.validate_python(document.content["field_period"]["first"])
        )
    except (InputError, UnicodeDecodeError, ValidationError, KeyError, TypeError, IndexError):
        return None
