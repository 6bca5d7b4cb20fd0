"""The archive itself: the same bytes for the same parts, whatever clock, zone or umask."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from typfrage.publish.bundle.part import Part

SUMS_FILE = "SHA256SUMS"

_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip can hold; it says that none is meant."""

_UNIX, _READABLE = 3, 0o100644 << 16
_LEVEL = 9


def sums(parts: Iterable[Part]) -> bytes:
    """Return the hashes of all parts, as ``sha256sum --check`` reads them."""
    ordered = sorted(parts, key=lambda part: part.path)
    return "".join(f"{part.sha256}  {part.path}\n" for part in ordered).encode("utf-8")


def archive(parts: Sequence[Part]) -> bytes:
    """Return a zip of all parts and their hashes, ordered by path.

    Raises:
        ValueError: Two parts have the same path, or a path leads out of the archive.
    """
    paths = [part.path for part in parts]
    if twice := sorted({path for path in paths if paths.count(path) > 1}):
        raise ValueError(f"two parts lie at {twice[0]!r}")
    if outside := [path for path in paths if path.startswith("/") or ".." in path.split("/")]:
        raise ValueError(f"{outside[0]!r} leads out of the archive")
    listed = {part.path: part.content for part in parts} | {SUMS_FILE: sums(parts)}
    buffer = io.BytesIO()
    with ZipFile(buffer, "w") as zip_file:
        for path in sorted(listed):
            entry = ZipInfo(path, _EARLIEST)
            entry.create_system, entry.external_attr = _UNIX, _READABLE
            entry.compress_type = ZIP_DEFLATED
            zip_file.writestr(entry, listed[path], compresslevel=_LEVEL)
    return buffer.getvalue()
