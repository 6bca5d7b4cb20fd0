"""A text file of anyone's as UTF-8, whatever encoding it has."""

from __future__ import annotations

import difflib
from pathlib import Path

from typfrage.problems import InputError, Problem
from typfrage.survey.ordinary_files import LARGEST, read_whole
from typfrage.survey.text_lines import refuse_endless_line

_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_NOT_TEXT = (
    (b"PK\x03\x04", "a workbook or an archive"),
    (b"\xd0\xcf\x11\xe0", "a workbook of an old format"),
    (b"\x1f\x8b", "a compressed file"),
    (b"PAR1", "a Parquet file"),
)


def read_as_utf8(path: Path, encoding: str | None = None, largest: int = LARGEST) -> bytes:
    """Read a file as UTF-8 without byte order mark; UTF-8 itself is checked where it is used.

    Args:
        path: The file: UTF-8, or UTF-16 with a byte order mark.
        encoding: Python's name of another encoding, e.g. ``cp1252``.
        largest: Bytes that it may have.

    Raises:
        InputError: The file is missing, unreadable, too large, no ordinary file, has a line that no
            table has, or is no text in this encoding.
    """
    raw = _bytes_of(path, largest)
    refuse_endless_line(raw, str(path))
    return _as_utf8(path, raw, encoding)


def _bytes_of(path: Path, largest: int) -> bytes:
    try:
        return read_whole(path, str(path), largest)
    except FileNotFoundError:
        near = difflib.get_close_matches(path.name, _names_beside(path), n=1)
        mend = f"did you mean {path.parent / near[0]}?" if near else "correct the path"
        problem = Problem("there is no such file", str(path), "a delimited text file", mend)
    except OSError as error:
        problem = Problem(
            f"the file cannot be read: {error.strerror}",
            str(path),
            "a file that this user may read",
            "change its permissions, or copy it",
        )
    raise InputError(problem)


def _names_beside(path: Path) -> list[str]:
    try:
        return [each.name for each in path.parent.iterdir()]
    except OSError:
        return []


def _as_utf8(path: Path, raw: bytes, encoding: str | None) -> bytes:
    for mark, what in _NOT_TEXT:
        if raw.startswith(mark):
            raise InputError(
                Problem(
                    f"this is {what}",
                    str(path),
                    "a delimited text file",
                    'save it as "CSV UTF-8" and name that file',
                )
            )
    mark, marked = next(
        ((mark, name) for mark, name in _BYTE_ORDER_MARKS if raw.startswith(mark)), (b"", "")
    )
    name = marked or encoding or "utf-8"
    if name.lower().replace("_", "-") in ("utf-8", "utf8", "utf-8-sig", "ascii"):
        content = raw[len(mark) :] if mark else raw
    else:
        try:
            content = raw.decode(name).removeprefix("\ufeff").encode()
        except (UnicodeError, LookupError) as error:
            raise InputError(
                Problem(
                    f"cannot be read as {name!r}: {error}",
                    str(path),
                    "text in this encoding",
                    "say which it is, e.g. --encoding cp1252 for Windows, or save it as UTF-8",
                )
            ) from None
    if b"\0" in content:
        raise InputError(
            Problem(
                "the file holds NUL bytes",
                f"{path}, byte {content.index(0)}",
                "text in UTF-8, or UTF-16 with a byte order mark",
                "save it as UTF-8; if it is UTF-16, say --encoding utf-16-le",
            )
        )
    return content
