"""Text that is read line by line, and tables of text, cell by cell."""

from __future__ import annotations

import csv
import io

from typfrage.publish.scan.passage import Passage, Read, Role

_ENCODINGS = ("utf-8-sig", "cp1252", "latin-1")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_DELIMITERS = ",;\t"
_LARGEST_CELL = 2**30


def decoded(content: bytes) -> str:
    """Decode text: by its byte order mark, as UTF-8, or else as Windows-1252."""
    if content.startswith(_UTF_16):
        return content.decode("utf-16", errors="replace")
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise AssertionError("latin-1 decodes everything")


def read_text(file: str, content: bytes) -> Read:
    """Read prose, such as Markdown; a paragraph is one passage."""
    yield from _paragraphs(file, decoded(content), "text")


def read_code(file: str, content: bytes) -> Read:
    """Read programs, styles and settings, line by line."""
    for number, line in enumerate(decoded(content).splitlines(), start=1):
        if line.strip():
            yield Passage(file, f"line {number}", line, "code")


def read_table(file: str, content: bytes) -> Read:
    """Read a delimited text; each cell is a passage with its heading."""
    text = decoded(content)
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    csv.field_size_limit(_LARGEST_CELL)
    rows = csv.reader(io.StringIO(text), delimiter=delimiter)
    headings: list[str] = []
    for number, row in enumerate(rows, start=1):
        if number == 1:
            headings = row
        for at, cell in enumerate(row):
            heading = headings[at] if at < len(headings) else ""
            if cell:
                place = f"row {number}, column {at + 1}"
                yield Passage(file, place, cell, "text", "" if number == 1 else heading)


def _paragraphs(file: str, text: str, role: Role) -> Read:
    begun, lines = 1, list[str]()
    for number, line in enumerate((*text.splitlines(), ""), start=1):
        if line.strip():
            begun = begun if lines else number
            lines.append(line)
        elif lines:
            yield Passage(file, f"line {begun}", "\n".join(lines), role)
            lines = []
