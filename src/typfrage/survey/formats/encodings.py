"""The encoding of a text file: recognised only where there is no doubt."""

from __future__ import annotations

import codecs
import re

from typfrage.problems import InputError, Problem
from typfrage.survey.formats.encoding_complaints import (
    holds_nul,
    other_mark,
    surely_utf8,
    unrecognised,
    wrong_encoding,
)

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_MARK = "\ufeff"
_SAMPLE = 4096
_MOSTLY = 0.4
"""Share of NULs among every other byte that only UTF-16 of Latin script has."""

_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_OTHER_LETTERS = re.compile(rb"[A-Za-z][\x80\x84-\x86\x8a\x8e\x94\x99\x9f][a-z]")
"""Signs between letters as Windows-1252 has them nowhere, where the code page of DOS and that of
old Macs have Ä, Ö, Ü, ä, ö, ü: „K”ln“ for Köln."""

_OTHER_SCRIPT = re.compile(rb"[\x80-\xff]{4}")
"""More umlauts, accents and typographic signs in a row than a text in Latin script has."""


def detect(raw: bytes, file: str) -> tuple[str, str]:
    """Recognise an encoding.

    Args:
        raw: The whole file.
        file: Its name, for the complaint.

    Returns:
        Python's name of the encoding, and how it was found, in words.

    Raises:
        InputError: It is neither UTF-8, UTF-16 nor, without doubt, Windows-1252.
    """
    for mark, name, words in _BYTE_ORDER_MARKS:
        if raw.startswith(mark):
            return name, f"the byte order mark of {words}"
    if name := _without_mark(raw):
        return name, "every other byte is NUL, as in UTF-16 without byte order mark"
    if raw.isascii():
        return "utf-8", "ASCII characters only"
    if _is(raw, "utf-8"):
        return "utf-8", "all bytes are valid UTF-8"
    if doubt := _doubt(raw):
        raise InputError(unrecognised(file, doubt))
    return "cp1252", "not UTF-8; all bytes are characters of Windows-1252"


def as_utf8(raw: bytes, encoding: str, file: str) -> bytes:
    """Return a text as UTF-8, without byte order mark.

    Args:
        raw: The whole file.
        encoding: Python's name of its encoding.
        file: Its name, for the complaint.

    Raises:
        InputError: The file is not in this encoding, or holds NUL characters.
    """
    try:
        content = _recoded(raw, encoding, codecs.lookup(encoding).name, file)
    except (UnicodeError, LookupError) as error:
        raise InputError(wrong_encoding(file, encoding, error)) from None
    if b"\0" in content:
        line = content.count(b"\n", 0, content.index(b"\0")) + 1
        raise InputError(holds_nul(file, encoding, line))
    return content


def _recoded(raw: bytes, encoding: str, codec: str, file: str) -> bytes:
    if problem := _other_mark(raw, encoding, codec, file):
        raise InputError(problem)
    if codec in ("utf-8", "utf-8-sig"):
        raw.decode("utf-8")
        return raw.removeprefix(codecs.BOM_UTF8)
    if raw.isascii() and codec in ("ascii", "cp1252", "iso8859-1"):
        return raw
    text = raw.decode(encoding)
    one_byte_a_character = len(text) == len(raw)
    if one_byte_a_character and not raw.isascii() and _is(raw, "utf-8"):
        raise InputError(surely_utf8(file, encoding))
    return text.removeprefix(_MARK).encode()


def _is(raw: bytes, encoding: str) -> bool:
    try:
        raw.decode(encoding)
    except UnicodeError:
        return False
    return True


def _without_mark(raw: bytes) -> str:
    """The kind of UTF-16 that has no byte order mark; empty where it is none."""
    sample = raw[:_SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = max(1, len(sample) // 2)
    if odd / half > _MOSTLY and even == 0 and _is(raw, "utf-16-le"):
        return "utf-16-le"
    if even / half > _MOSTLY and odd == 0 and _is(raw, "utf-16-be"):
        return "utf-16-be"
    return ""


def _doubt(raw: bytes) -> str:
    """Why the bytes may not be Windows-1252; empty where there is no doubt."""
    try:
        raw.decode("cp1252")
    except UnicodeDecodeError as error:
        byte = raw[error.start]
        return f"byte {error.start} (0x{byte:02x}) is neither UTF-8 nor Windows-1252"
    if found := _CONTROLS.search(raw):
        return f"byte {found.start()} (0x{found[0][0]:02x}) is a control character, not text"
    if found := _OTHER_LETTERS.search(raw):
        at = found.start() + 1
        return f"byte {at} (0x{raw[at]:02x}) is no letter in Windows-1252, but stands in a word"
    if found := _OTHER_SCRIPT.search(raw):
        return f"from byte {found.start()} on several in a row are no ASCII, as in other scripts"
    return ""


def _other_mark(raw: bytes, encoding: str, codec: str, file: str) -> Problem | None:
    """A byte order mark that contradicts the encoding."""
    found = next((each for each in _BYTE_ORDER_MARKS if raw.startswith(each[0])), None)
    if found is None or codec.startswith(found[1].removesuffix("-sig")):
        return None
    _, name, words = found
    return other_mark(file, encoding, words, name)
