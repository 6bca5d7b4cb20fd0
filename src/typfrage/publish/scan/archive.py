"""Archives and workbooks: every member, and of workbooks every cell with its heading."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Sequence

from typfrage.publish.scan.passage import Inner, Passage, Read, Unread

MOST_BYTES = 500_000_000
"""A member that unpacks to more is not read."""

_CELLS = ("xl/worksheets/sheet", "xl/sharedStrings")


def read_archive(file: str, content: bytes) -> Read:
    """Read a zip file's members, their names and the comments."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except zipfile.BadZipFile:
        yield Unread(file, "it is no zip file")
        return
    yield Passage(file, "comment", archive.comment.decode("utf-8", "replace"), "metadata")
    for member in archive.infolist():
        name = f"{file}!{member.filename}"
        yield Passage(name, "name", member.filename, "metadata")
        yield Passage(name, "comment", member.comment.decode("utf-8", "replace"), "metadata")
        if member.is_dir():
            continue
        if member.file_size > MOST_BYTES:
            yield Unread(name, f"it unpacks to more than {MOST_BYTES:,} bytes")
            continue
        try:
            yield Inner(name, archive.read(member))
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, zlib.error):
            yield Unread(name, "it is encrypted or broken")


def read_workbook(file: str, content: bytes) -> Read:
    """Read a workbook: its cells, and then whatever else it holds, as an archive."""
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        for sheet in book.sheet_names:
            yield from _sheet(file, sheet, book.get_sheet_by_name(sheet).to_python())
    except (python_calamine.CalamineError, OSError) as error:
        yield Unread(file, f"its cells cannot be read ({type(error).__name__})")
    for one in read_archive(file, content):
        if not one.file.startswith(tuple(f"{file}!{name}" for name in _CELLS)):
            yield one


def _sheet(file: str, sheet: str, rows: Sequence[Sequence[object]]) -> Read:
    headings = [str(cell) for cell in rows[0]] if rows else []
    for number, row in enumerate(rows, start=1):
        for at, cell in enumerate(row):
            if cell not in ("", None):
                place = f"{sheet}, row {number}, column {at + 1}"
                heading = headings[at] if number > 1 and at < len(headings) else ""
                yield Passage(file, place, _written(cell), "text", heading)


def _written(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
