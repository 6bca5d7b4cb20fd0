"""The folder of a new wave: written beside its place and moved there as a whole."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from glob import escape
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from typfrage.problems import BuildError, InputError, Problem
from typfrage.survey.ordinary_files import inside
from typfrage.survey.proposal.export import hash_of
from typfrage.survey.waves.study import Study
from typfrage.survey.waves.wave import WaveName
from typfrage.survey.waves.wave_order import NO_COMPARISON, PREVIOUS

_NAME = TypeAdapter(WaveName)


def place_of(study: Study, name: str) -> Path:
    """Return the folder that a new wave will have.

    Args:
        study: The study.
        name: Name of the wave.

    Raises:
        InputError: The name is none for a wave, is taken, or its place is outside the study.
    """
    check_name(name)
    waves = study.data / "waves"
    place = waves / name
    if place.exists() or place.is_symlink():
        raise InputError(
            Problem(
                f"the wave {name!r} is there already",
                str(place),
                "the name of a new wave; nothing is overwritten",
                f"choose another name, or go on with `typfrage wave check {name}`",
            )
        )
    if not inside(waves, study.root):
        raise InputError(
            Problem(
                "the folder of the waves lies outside the study",
                str(waves),
                "a folder in the study",
                "make it a folder instead of a link",
            )
        )
    return place


def check_name(name: str) -> None:
    """Refuse what cannot be the name of a wave.

    Raises:
        InputError: It cannot be one.
    """
    try:
        _NAME.validate_python(name)
    except ValidationError:
        raise InputError(_no_name(name)) from None
    if name in (NO_COMPARISON, PREVIOUS):
        raise InputError(_no_name(name))


def write_folder(place: Path, texts: Mapping[str, str], raw: Path | None, sha256: str) -> None:
    """Write the folder of a wave, or nothing.

    Args:
        place: The folder.
        texts: Content by name of the text files.
        raw: The export to copy, by the name under which ``wave.yml`` knows it with the same suffix;
            ``None`` where it stays where it is.
        sha256: Hash that the copy must have.

    Raises:
        InputError: The export changed while it was read, or the place was taken meanwhile.
        BuildError: The folder cannot be written.
    """
    draft = place.parent.parent / f".{place.name}.{os.getpid()}.draft"
    try:
        place.parent.mkdir(exist_ok=True)
        begin_draft(draft)
        if raw is not None:
            _copy(raw, draft / raw_name(raw), sha256)
        for name, text in texts.items():
            (draft / name).write_text(text, encoding="utf-8", newline="\n")
        if place.exists():
            raise InputError(Problem("the wave is there already", str(place), "a new name"))
        draft.rename(place)
    except OSError as error:
        raise BuildError(f"{place} cannot be written: {error.strerror}; nothing is left") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def begin_draft(draft: Path) -> None:
    """Make an empty folder, and remove what killed processes left, where exports may lie.

    Args:
        draft: Its path; the name ends in the number of this process and a suffix.
    """
    name, _, suffix = draft.name.rsplit(".", 2)
    for left in draft.parent.glob(f"{escape(name)}.*.{suffix}"):
        shutil.rmtree(left, ignore_errors=True)
    draft.mkdir()


def raw_name(raw: Path) -> str:
    """Return the name that a copied export has in the wave's folder."""
    return f"raw{raw.suffix.lower()}"


def _copy(raw: Path, target: Path, sha256: str) -> None:
    shutil.copyfile(raw, target)
    if hash_of(target) != sha256:
        raise InputError(
            Problem(
                "the export changed while it was read",
                str(raw),
                "a file that stays as it is",
                "wait until it is complete, then try again",
            )
        )


def _no_name(name: str) -> Problem:
    return Problem(
        f"{name!r} is no name of a wave",
        "NAME",
        "small letters, digits, - and _, beginning with a letter or digit, e.g. 2024; not "
        f"{NO_COMPARISON!r} or {PREVIOUS!r}",
        "choose another name",
    )
