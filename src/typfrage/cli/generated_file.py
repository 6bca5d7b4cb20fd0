"""A file that a command makes of a wave: in a folder of its own, or where ``--out`` says."""

from __future__ import annotations

from pathlib import Path

from typfrage.cli.outputs import check_outputs
from typfrage.problems import InputError, Problem
from typfrage.survey.waves.study import Study, Wave

_SOURCES = ("_book", "_extensions", "_results", "analysis", "assets", "chapters", "data")
"""Folders of a study whose files are its sources, its results or its publication."""


def place_of(
    target: Path | None, study: Study, wave: Wave, folder: str, suffix: str, what: str
) -> Path:
    """Return where a file of a wave goes, checked before anything is made.

    Args:
        target: What ``--out`` says.
        study: The study.
        wave: The wave.
        folder: Folder below the study for what ``--out`` does not place; it may be missing.
        suffix: Suffix of such files, with its dot.
        what: What they are, for messages, in the plural.

    Raises:
        InputError: The place cannot be written, belongs to the study, or has another suffix.
    """
    if target is not None:
        _check_target(target, study, wave, suffix, what)
        return target
    own = study.root / folder
    if own.is_dir():
        check_outputs(wave.raw_file, {"--out": own / f"{wave.id}{suffix}"})
    elif own.exists() or own.is_symlink():
        mend = f"move it away, or say --out FILE{suffix}"
        problem = Problem("this is no folder", str(own), f"a folder for {what}, or nothing", mend)
        raise InputError(problem)
    else:
        check_outputs(wave.raw_file, {"--out": own})
    return own / f"{wave.id}{suffix}"


def _check_target(target: Path, study: Study, wave: Wave, suffix: str, what: str) -> None:
    """Check that a file overwrites nothing but files of its kind."""
    place, where = target.resolve(), f"--out {target}"
    if {target.suffix.lower(), place.suffix.lower()} != {suffix}:
        other = f"{what} are a {suffix[1:].upper()}, and this file is none"
        expected = f"a name that ends in {suffix}"
        raise InputError(Problem(other, where, expected, "choose another name"))
    sources = [(study.root / name).resolve() for name in _SOURCES]
    if place.exists() and any(place.is_relative_to(source) for source in sources):
        belongs = "this file belongs to the study"
        raise InputError(Problem(belongs, where, "a file of its own", "choose another name"))
    check_outputs(wave.raw_file, {"--out": target})
