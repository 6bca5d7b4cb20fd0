"""Cells of a workbook that a reader of values takes for empty: errors, and formulas never computed.

The structure is that of ISO/IEC 29500-1 (Office Open XML), 18.3.1.4 (cell) and 18.3.1.40 (formula).
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from string import ascii_uppercase, digits
from xml.etree import ElementTree
from xml.parsers import expat

_WORTH_A_LOOK = re.compile(rb"""\bt=["']e["']|<(\w+:)?f[ >/]""")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


Position = tuple[int, int]
"""Row and column of a cell, from 0."""


@dataclass(frozen=True)
class SpecialCells:
    """Cells that are not what their value seems.

    Attributes:
        errors: What the spreadsheet shows (#N/A), by position.
        without_value: Positions of formulas whose value is not stored.
    """

    errors: Mapping[Position, str]
    without_value: tuple[Position, ...]


def special_cells(workbook: bytes, sheet: str) -> SpecialCells:
    """Find the errors and the formulas without value of a sheet.

    Args:
        workbook: The workbook, unpacked.
        sheet: Name of the sheet.

    Raises:
        Exception: One of those of :mod:`zipfile` and XML, or ``LookupError``; it is damaged.
    """
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        content = archive.read(_part_of(archive, sheet))
    found = _Found()
    if _WORTH_A_LOOK.search(content):
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = found.start
        parser.EndElementHandler = found.end
        parser.CharacterDataHandler = found.characters
        parser.Parse(content, True)
    return SpecialCells(found.errors, tuple(found.without_value))


@dataclass
class _Found:
    errors: dict[Position, str] = field(default_factory=dict)
    without_value: list[Position] = field(default_factory=list)
    _row: int = -1
    _column: int = -1
    _is_error: bool = False
    _has_formula: bool = False
    _in_value: bool = False
    _value: str = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        # Where rows and cells do not say their place, each follows the one before.
        match name.rpartition(" ")[2]:
            case "row":
                self._row = int(attributes["r"]) - 1 if "r" in attributes else self._row + 1
                self._column = -1
            case "c":
                self._column = _column(attributes["r"]) if "r" in attributes else self._column + 1
                self._is_error = attributes.get("t") == "e"
                self._has_formula, self._value = False, ""
            case "f":
                self._has_formula = True
            case "v" | "t":
                self._in_value = True

    def characters(self, text: str) -> None:
        if self._in_value:
            self._value += text

    def end(self, name: str) -> None:
        match name.rpartition(" ")[2]:
            case "v" | "t":
                self._in_value = False
            case "c" if self._is_error:
                self.errors[self._row, self._column] = self._value
            case "c" if self._has_formula and not self._value:
                self.without_value.append((self._row, self._column))


def letters(column: int) -> str:
    """Return how a spreadsheet calls a column, counted from 0: A to Z, then AA."""
    name, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        name = ascii_uppercase[letter] + name
    return name


def _column(place: str) -> int:
    """The column, from 0, of a place such as B7."""
    column = 0
    for letter in place.rstrip(digits):
        column = column * 26 + ascii_uppercase.index(letter) + 1
    return column - 1


def _part_of(archive: zipfile.ZipFile, sheet: str) -> str:
    """Name of the part of the archive that holds a sheet."""
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    relation = next(
        each.get(_RELATION) or each.get(_STRICT_RELATION)
        for each in book.iter()
        if each.tag.endswith("}sheet") and each.get("name") == sheet
    )
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    target = next(each.get("Target", "") for each in relations if each.get("Id") == relation)
    return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
