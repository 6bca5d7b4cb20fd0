"""Files of every kind that say a text in every place where one can stand."""

from __future__ import annotations

import base64
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable
from html import escape

import openpyxl
import typst
from openpyxl.comments import Comment
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Text
from pypdf.generic import NameObject, StreamObject

Maker = Callable[[str], tuple[str, bytes]]


def _page(body: str) -> bytes:
    head = "<!DOCTYPE html><html><head><title>Bericht</title></head>"
    return f"{head}<body>{body}</body></html>".encode()


def _html(body: str) -> Maker:
    return lambda text: ("page.html", _page(body.replace("LEAK", escape(text))))


def _across_tags(text: str) -> tuple[str, bytes]:
    words = "</em> <strong>".join(escape(word) for word in text.split(" "))
    return "page.html", _page(f"<p><em>{words}</strong></p>")


def _script(text: str) -> tuple[str, bytes]:
    return "page.html", _page(f"<script>var x = {json.dumps(text)};</script>")


def _json_in_page(text: str) -> tuple[str, bytes]:
    data = json.dumps({"a": [text]}, ensure_ascii=False)
    return "page.html", _page(f'<script type="application/ld+json">{data}</script>')


def _inline_svg(text: str) -> tuple[str, bytes]:
    address = base64.b64encode(_svg("<text>LEAK</text>")(text)[1]).decode()
    return "page.html", _page(f'<img alt="" src="data:image/svg+xml;base64,{address}">')


def _svg(body: str) -> Maker:
    def make(text: str) -> tuple[str, bytes]:
        inner = body.replace("LEAK", escape(text))
        return "figure.svg", f'<svg xmlns="http://www.w3.org/2000/svg">{inner}</svg>'.encode()

    return make


def _broken_svg(text: str) -> tuple[str, bytes]:
    return "figure.svg", f"<svg><text>{escape(text)}</svg>".encode()


def png(kind: bytes, data: bytes, behind: bytes = b"") -> bytes:
    """One grey pixel with a text."""

    def chunk(name: bytes, content: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + content))
        return struct.pack(">I", len(content)) + name + content + check

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(b"\0\0"))
    parts = (head, chunk(kind, data) if kind else b"", pixels, chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts) + behind


def _png(kind: bytes) -> Maker:
    def make(text: str) -> tuple[str, bytes]:
        content = text.encode()
        data = {
            b"tEXt": b"Comment\0" + text.encode("latin-1", "replace"),
            b"zTXt": b"Comment\0\0" + zlib.compress(text.encode("latin-1", "replace")),
            b"iTXt": b"Comment\0\1\0de\0Kommentar\0" + zlib.compress(content),
        }[kind]
        return "figure.png", png(kind, data)

    return make


def _behind_png(text: str) -> tuple[str, bytes]:
    return "figure.png", png(b"", b"", text.encode("latin-1", "replace"))


def _notebook(change: Callable[[dict[str, object], str], None]) -> Maker:
    def make(text: str) -> tuple[str, bytes]:
        output: dict[str, object] = {"output_type": "display_data", "data": {}, "metadata": {}}
        cell = {"cell_type": "code", "source": [], "metadata": {}, "outputs": [output]}
        notebook: dict[str, object] = {"cells": [cell], "metadata": {}, "nbformat": 4}
        change({"notebook": notebook, "cell": cell, "output": output}, text)
        return "02.ipynb", json.dumps(notebook).encode()

    return make


def _put(where: str, key: str, value: Callable[[str], object]) -> Maker:
    def change(parts: dict[str, object], text: str) -> None:
        part = parts[where]
        assert isinstance(part, dict)
        part[key] = value(text)

    return _notebook(change)


def _picture(text: str) -> dict[str, str]:
    return {"image/png": base64.b64encode(_png(b"iTXt")(text)[1]).decode()}


def _typst(source: str) -> Maker:
    def make(text: str) -> tuple[str, bytes]:
        said = json.dumps(text, ensure_ascii=False)
        head = '#set document(title: "Bericht")\n#set text(lang: "de")\n'
        return "report.pdf", typst.compile((head + source.replace("LEAK", said)).encode())

    return make


def _pdf(change: Callable[[PdfWriter, str], object]) -> Maker:
    def make(text: str) -> tuple[str, bytes]:
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(_typst("Seite")("")[1])))
        change(writer, text)
        target = io.BytesIO()
        writer.write(target)
        return "report.pdf", target.getvalue()

    return make


def _xmp(writer: PdfWriter, text: str) -> None:
    stream = StreamObject()
    stream.set_data(f"<rdf><dc>{escape(text)}</dc></rdf>".encode())
    stream[NameObject("/Type")] = NameObject("/Metadata")
    writer.root_object[NameObject("/Metadata")] = writer._add_object(stream.flate_encode())


def _workbook(change: Callable[[openpyxl.Workbook, str], object]) -> Maker:
    def make(text: str) -> tuple[str, bytes]:
        book = openpyxl.Workbook()
        change(book, text)
        target = io.BytesIO()
        book.save(target)
        return "tables.xlsx", target.getvalue()

    return make


def _cell(book: openpyxl.Workbook, text: str) -> None:
    book.active["B2"] = text


def _note(book: openpyxl.Workbook, text: str) -> None:
    book.active["A1"].comment = Comment(text, "x")


def _hidden_sheet(book: openpyxl.Workbook, text: str) -> None:
    sheet = book.create_sheet("Daten")
    sheet["C3"] = text
    sheet.sheet_state = "veryHidden"


def _subject(book: openpyxl.Workbook, text: str) -> None:
    book.properties.subject = text


def archive(members: dict[str, bytes], comment: str = "") -> bytes:
    """A zip file."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.comment = comment.encode()
        for name, content in members.items():
            zipped.writestr(name, content)
    return target.getvalue()


def _zipped(text: str) -> tuple[str, bytes]:
    inner = archive({"tables/tbl.csv": f'a,b\n1,"{text}"\n'.encode()})
    return "bundle.zip", archive({"inner.zip": inner})


def _plain(name: str, content: str) -> Maker:
    return lambda text: (name, content.replace("LEAK", text).encode())


PLACES: dict[str, Maker] = {
    "text of a page": _html("<p>LEAK</p>"),
    "text across inline elements": _across_tags,
    "text without its ending": _html("<p>LEAK"),
    "attribute": _html('<p data-note="LEAK">x</p>'),
    "alternative text": _html('<img src="x.png" alt="LEAK">'),
    "comment": _html("<!-- LEAK -->"),
    "program": _script,
    "JSON in a page": _json_in_page,
    "picture in an address": _inline_svg,
    "text of a figure": _svg("<text><tspan>LEAK</tspan></text>"),
    "description of a figure": _svg("<desc>LEAK</desc>"),
    "metadata of a figure": _svg("<metadata><x>LEAK</x></metadata>"),
    "attribute of a figure": _svg('<g id="LEAK"/>'),
    "comment of a figure": _svg("<!-- LEAK -->"),
    "figure that is not well-formed": _broken_svg,
    "tEXt": _png(b"tEXt"),
    "zTXt": _png(b"zTXt"),
    "iTXt": _png(b"iTXt"),
    "behind a picture": _behind_png,
    "source of a notebook": _put("cell", "source", lambda text: [f"# {text}"]),
    "stream of a notebook": _put("output", "text", lambda text: [text]),
    "table of a notebook": _put("output", "data", lambda t: {"text/html": [f"<td>{escape(t)}"]}),
    "text beside it": _put("output", "data", lambda t: {"text/html": "x", "text/plain": t}),
    "picture of a notebook": _put("output", "data", _picture),
    "metadata of an output": _put("output", "metadata", lambda text: {"a": text}),
    "metadata of a cell": _put("cell", "metadata", lambda text: {"papermill": [text]}),
    "metadata of a notebook": _put("notebook", "metadata", lambda text: {"a": {text: 1}}),
    "text of a PDF": _typst("#LEAK"),
    "alternative text of a PDF": _typst(
        '#figure(alt: LEAK, rect())'
    ),
    "bookmark of a PDF": _typst("#heading(LEAK)"),
    "information of a PDF": _pdf(lambda w, text: w.add_metadata({"/Anything": text})),
    "XMP of a PDF": _pdf(_xmp),
    "note in a PDF": _pdf(lambda w, text: w.add_annotation(0, Text(rect=(0, 0, 9, 9), text=text))),
    "attachment of a PDF": _pdf(lambda w, text: w.add_attachment("a.csv", f"a\n{text}\n".encode())),
    "cell of a workbook": _workbook(_cell),
    "note in a workbook": _workbook(_note),
    "hidden sheet": _workbook(_hidden_sheet),
    "properties of a workbook": _workbook(_subject),
    "archive in an archive": _zipped,
    "comment of an archive": lambda text: ("bundle.zip", archive({"a.md": b"x"}, text)),
    "cell of a CSV": _plain("table.csv", 'a,b\n1,"LEAK"\n'),
    "heading of a CSV": _plain("table.csv", '"LEAK",b\n1,2\n'),
    "value in JSON": lambda text: ("index.json", json.dumps({"a": [0, text]}).encode()),
    "key in JSON": lambda text: ("index.json", json.dumps({text: None}).encode()),
    "Markdown": _plain("text.md", "# Titel\n\nLEAK\n"),
    "style": _plain("site.css", "/* LEAK */"),
    "index of the search": lambda text: ("search.js", f"var i = {json.dumps(text)};".encode()),
    "settings": _plain("settings.yml", "a: LEAK\n"),
}  # fmt: skip
"""A maker of a file for each place."""
