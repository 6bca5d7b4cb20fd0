"""PDF: the text of its pages, and every string of its objects.

Strings of objects are the document's information, XMP, annotations and links, alternative texts,
bookmarks, and whatever else somebody may have put there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from typing import Any

import pypdfium2
from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    StreamObject,
    TextStringObject,
)

from typfrage.publish.scan.passage import Inner, Passage, Read, Role, Unread

SIGNATURE = b"%PDF-"
_READ_OUT = frozenset(
    {"/ActualText", "/Alt", "/Contents", "/E", "/Keywords", "/Subject", "/T", "/Title"}
)
_FINGERPRINTS = frozenset({"/ID", "/CheckSum"})
_BROKEN = re.compile("\ufffe\n?|(?<=[/\\\\])\n|\n(?=[/\\\\])")
"""Ends of lines within a word, which PDFium marks where a hyphen stands, or within a path."""


def read_pdf(file: str, content: bytes) -> Read:
    """Read a PDF: its pages, its attachments, and every string of its objects."""
    try:
        yield from _pages(file, content)
        reader = PdfReader(BytesIO(content))
        objects = dict(_objects(reader))
        attached = dict(_attached(objects))
        for number, found in objects.items():
            place = f"object {number}"
            yield from _strings(file, place, found, "")
            if isinstance(found, StreamObject):
                if found.get("/Type") == "/Metadata":
                    yield Inner(f"{file}!{place}, metadata.xml", found.get_data())
                elif number in attached or found.get("/Type") == "/EmbeddedFile":
                    yield Inner(f"{file}!{attached.get(number, place)}", found.get_data())
    except (pypdfium2.PdfiumError, PyPdfError, ValueError, KeyError, RecursionError) as error:
        yield Unread(file, f"it cannot be read as PDF, or not whole ({type(error).__name__})")


def _pages(file: str, content: bytes) -> Iterator[Passage]:
    document = pypdfium2.PdfDocument(content)
    try:
        for number, page in enumerate(document, start=1):
            text = page.get_textpage().get_text_range()
            yield Passage(file, f"page {number}", _BROKEN.sub("", text.replace("\r\n", "\n")))
    finally:
        document.close()


def _objects(reader: PdfReader) -> Iterator[tuple[int, Any]]:
    """Yield number and value of every object."""
    plain = {(number, generation) for generation, at in reader.xref.items() for number in at}
    for number, generation in sorted({*plain, *((one, 0) for one in reader.xref_objStm)}):
        with suppress(PyPdfError, KeyError):
            yield number, reader.get_object(IndirectObject(number, generation, reader))


def _attached(objects: dict[int, Any]) -> Iterator[tuple[int, str]]:
    """Yield the numbers of the streams that hold attached files, with their names."""
    for found in objects.values():
        if isinstance(found, DictionaryObject) and "/EF" in found:
            for value in found["/EF"].values():  # type: ignore[attr-defined]
                if isinstance(value, IndirectObject):
                    yield value.idnum, str(found.get("/UF", found.get("/F", "attachment")))


def _strings(file: str, place: str, value: Any, key: str) -> Iterator[Passage]:
    if isinstance(value, DictionaryObject):
        for name, inner in value.items():
            if name not in _FINGERPRINTS:
                yield from _strings(file, place, inner, str(name))
    elif isinstance(value, ArrayObject):
        for inner in list.__iter__(value):
            yield from _strings(file, place, inner, key)
    elif isinstance(value, TextStringObject | ByteStringObject):
        text = value if isinstance(value, str) else value.decode("latin-1")
        role: Role = "text" if key in _READ_OUT else "metadata"
        yield Passage(file, f"{place} {key}".strip(), str(text), role)
