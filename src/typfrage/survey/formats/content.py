"""What a file is by its first bytes, so that none is read as what it is not."""

from __future__ import annotations

from pathlib import Path

from typfrage.problems import InputError, Problem
from typfrage.survey.formats.archive import names_in_archive
from typfrage.survey.ordinary_files import read_whole, size_of
from typfrage.survey.waves.source import Format

_HEAD = 512
_SIGNATURES: tuple[tuple[bytes, str, Format | None], ...] = (
    (b"$FL2", "an SPSS file", "spss"),
    (b"$FL3", "a compressed SPSS file", "spss"),
    (b"PAR1", "a Parquet file", "parquet"),
    (b"PARE", "an encrypted Parquet file", None),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook (.xls), or one with a password", None),
    (b"\x1f\x8b", "a compressed file (gzip)", None),
    (b"BZh", "a compressed file (bzip2)", None),
    (b"\xfd7zXZ", "a compressed file (xz)", None),
    (b"\x28\xb5\x2f\xfd", "a compressed file (zstd)", None),
    (b"7z\xbc\xaf", "an archive (7z)", None),
    (b"%PDF", "a PDF", None),
    (b"{\\rtf", "a text document (RTF)", None),
    (b"<stata_dta>", "a Stata file", None),
)
_MARKUP = (b"<!doctype html", b"<html", b"<?xml")
_EXPECTED: dict[Format, str] = {
    "delimited": "a text file with cells between delimiters (CSV, TSV)",
    "workbook": "an Excel workbook (.xlsx, .xlsm)",
    "spss": "an SPSS file (.sav, .zsav)",
    "parquet": "a Parquet file",
}
_INSIDE_ARCHIVES: tuple[tuple[str, str, Format | None], ...] = (
    ("xl/workbook.xml", "an Excel workbook", "workbook"),
    ("xl/workbook.bin", "a binary Excel workbook (.xlsb)", None),
    ("content.xml", "an OpenDocument file (.ods)", None),
    ("word/document.xml", "a Word document", None),
)


def refuse_contradiction(path: Path, format: Format) -> None:
    """Refuse a file whose content is of another format than it is to be read in.

    Args:
        path: The file.
        format: How it is to be read.

    Raises:
        InputError: The file is missing, unreadable, no ordinary file, too large, or of another
            kind.
    """
    head = _head(path)
    what, found = _kind(path, head)
    if what and found != format:
        raise InputError(_contradiction(path, what, found, format))
    if not what and format != "delimited":
        what = "no text and no file of a known kind" if b"\0" in head else "text"
        if not head:
            what = "empty"
        raise InputError(_contradiction(path, what, "delimited", format))


def whole_file(path: Path) -> bytes:
    """Read an export as a whole.

    Raises:
        InputError: It is missing, unreadable, no ordinary file, too large, or changes meanwhile.
    """
    try:
        return read_whole(path, path.name)
    except OSError as error:
        raise InputError(_unreadable(path, error)) from None


def _head(path: Path) -> bytes:
    try:
        size_of(path, path.name)
        with path.open("rb") as file:
            return file.read(_HEAD)
    except OSError as error:
        raise InputError(_unreadable(path, error)) from None


def _unreadable(path: Path, error: OSError) -> Problem:
    return Problem(
        f"the raw file cannot be read: {error.strerror}",
        path.name,
        "a file that this user may read",
        "correct the path, or change the file's permissions",
    )


def _kind(path: Path, head: bytes) -> tuple[str, Format | None]:
    """What the file is in words, and the format in which it is read; empty words for text."""
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return _archive(path)
    for signature, what, format in _SIGNATURES:
        if head.startswith(signature):
            return what, format
    if b"SPSS PORT FILE" in head:
        return "an SPSS portable file (.por)", None
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP):
        return "a web page or XML, often what a server answers instead of the export", None
    return "", None


def _archive(path: Path) -> tuple[str, Format | None]:
    names = names_in_archive(path)
    if names is None:
        return "a damaged workbook or archive", None
    for name, what, format in _INSIDE_ARCHIVES:
        if name in names:
            return what, format
    return "an archive (ZIP)", None


def _contradiction(path: Path, what: str, found: Format | None, format: Format) -> Problem:
    mend = "export the answers again as CSV, .xlsx, .sav or Parquet"
    if ("compressed" in what and found is None) or what.startswith("an archive"):
        mend = "unpack it, and name the file in it"
    elif "damaged" in what or what == "empty":
        mend = "export or copy the file again"
    elif found is not None and not what.startswith("no "):
        mend = f"correct the suffix, or declare the format {found!r} (source.format, --format)"
    return Problem(f"the file is {what}", path.name, _EXPECTED[format], mend)
