"""Files that a command writes: checked before it computes, and written whole or not at all."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from glob import escape
from pathlib import Path
from typing import Any

from typfrage.problems import BuildError, InputError, Problem


def check_outputs(data: Path, outputs: Mapping[str, Path | None]) -> None:
    """Check that files can be written and that none would overwrite another.

    Args:
        data: The file that is read.
        outputs: The files by the option that names them; none where it was not given.

    Raises:
        InputError: A path is a folder, its folder is missing or may not be written to, or it is
            the data file or another output.
    """
    taken = {os.path.realpath(data): "the data"}
    problems = []
    for option, path in outputs.items():
        if path is None:
            continue
        if problem := _flaw(path, option, taken.get(os.path.realpath(path))):
            problems.append(problem)
        taken[os.path.realpath(path)] = option
    if problems:
        raise InputError(problems)


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Write strict JSON.

    Raises:
        BuildError: The file cannot be written; nothing half-written is left.
    """
    text = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False)
    write_whole(path, lambda part: part.write_text(text + "\n", encoding="utf-8"))


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Write a file beside its place and move it there when it is complete.

    Args:
        path: Its place; something else than a file, such as a pipe, is written to directly.
        write: Writes to the path that it is given.

    Raises:
        BuildError: The file cannot be written; nothing half-written is left.
    """
    if _is_special(path):
        write(path)
        return
    place = Path(os.path.realpath(path))
    part = place.with_name(f".{place.name}.{os.getpid()}.part")
    for left in place.parent.glob(f".{escape(place.name)}.*{part.suffix}"):
        with suppress(OSError):  # Of a process that was killed.
            left.unlink()
    try:
        write(part)
        part.replace(place)
    except OSError as error:
        raise BuildError(
            f"{path} cannot be written: {error.strerror}; what was there before is untouched"
        ) from error
    finally:
        part.unlink(missing_ok=True)


def _is_special(path: Path) -> bool:
    """Tell whether a path is a device or a pipe, such as /dev/stdout."""
    return path.exists() and not path.is_file() and not path.is_dir()


def _flaw(path: Path, option: str, same_as: str | None) -> Problem | None:
    where = f"{option} {path}"
    if same_as is not None:
        return Problem(f"this file is {same_as}", where, "a file of its own", "choose another name")
    if path.is_dir():
        return Problem("this is a folder", where, "a file", "name a file in it")
    if _is_special(path):
        return None
    if not path.parent.is_dir():
        return Problem(
            "its folder is missing",
            where,
            "a file in a folder that is there",
            f"make the folder: mkdir -p {path.parent}",
        )
    if not os.access(path.parent, os.W_OK) or (path.exists() and not os.access(path, os.W_OK)):
        return Problem(
            "it may not be written",
            where,
            "a place that this user may write to",
            "choose another place, or change the permissions",
        )
    return None
