"""Archives (ZIP), of which a workbook is one: unpacked only as far as memory bears it."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Collection
from pathlib import Path

from typfrage.problems import InputError, Problem
from typfrage.survey.formats.limits import refuse_bomb
from typfrage.survey.ordinary_files import LARGEST, read_whole

_ENTRY = b"PK\x01\x02"
_MOST_ENTRIES = 10_000
_KNOWN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""How spreadsheets pack; other ways may ask for gigabytes before the first byte."""

DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    KeyError,
    NotImplementedError,
    OverflowError,
    RuntimeError,
    ValueError,
    OSError,
)
"""What reading a damaged, locked or hostile archive raises."""


def names_in_archive(path: Path) -> Collection[str] | None:
    """Return the names in an archive; ``None`` where it is damaged.

    Raises:
        InputError: It has more entries than any workbook, or is too large.
    """
    try:
        with _opened(path) as archive:
            return set(archive.namelist())
    except DAMAGED:
        return None


def without_compression(path: Path) -> bytes:
    """Return an archive with the XML of another, not compressed.

    Whoever reads it finds what was measured here: no size that its head denies, no name twice.

    Args:
        path: The archive.

    Raises:
        InputError: It has more entries than any workbook, or unpacks to more than
            :data:`~typfrage.survey.ordinary_files.LARGEST` bytes.
        Exception: One of :data:`DAMAGED`.
    """
    copy, size = io.BytesIO(), 0
    with _opened(path) as archive, zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as written:
        for name in dict.fromkeys(archive.namelist()):
            if not name.endswith((".xml", ".rels")):
                continue
            entry = archive.getinfo(name)
            if entry.compress_type not in _KNOWN:
                raise zipfile.BadZipFile(f"{name!r} is packed in an unusual way")
            size += entry.file_size
            refuse_bomb(size, path.name, LARGEST)
            written.writestr(name, archive.read(entry))
    return copy.getvalue()


def _opened(path: Path) -> zipfile.ZipFile:
    content = read_whole(path, path.name)
    entries = content.count(_ENTRY)
    if entries > _MOST_ENTRIES:
        what, expected = f"the archive has {entries:,} entries", f"at most {_MOST_ENTRIES:,}"
        raise InputError(Problem(what, path.name, expected, "export the answers again"))
    return zipfile.ZipFile(io.BytesIO(content))
