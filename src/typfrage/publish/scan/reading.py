"""Which reader reads which file: by its suffix, and by its first bytes where that says nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from typfrage.publish.scan.archive import read_archive, read_workbook
from typfrage.publish.scan.inline_files import inline_files
from typfrage.publish.scan.markup import read_html, read_xml
from typfrage.publish.scan.passage import Inner, Passage, Read, Reader, Unread
from typfrage.publish.scan.pdf import SIGNATURE as PDF
from typfrage.publish.scan.pdf import read_pdf
from typfrage.publish.scan.plain_text import read_code, read_table, read_text
from typfrage.publish.scan.png import SIGNATURE as PNG
from typfrage.publish.scan.png import read_png
from typfrage.publish.scan.structured import read_json, read_notebook

DEEPEST = 4
"""Files that lie inside so many others are not read."""

FONTS = frozenset({".woff2", ".woff", ".ttf", ".otf"})

_READERS: dict[str, Reader] = {
    **dict.fromkeys((".html", ".htm", ".xhtml"), read_html),
    **dict.fromkeys((".svg", ".xml", ".rdf"), read_xml),
    **dict.fromkeys((".csv", ".tsv"), read_table),
    **dict.fromkeys((".json", ".jsonld", ".geojson"), read_json),
    ".ipynb": read_notebook,
    ".pdf": read_pdf,
    ".png": read_png,
    **dict.fromkeys((".zip",), read_archive),
    **dict.fromkeys((".xlsx", ".xlsm"), read_workbook),
    **dict.fromkeys((".md", ".txt", ".qmd", ".typ", ".bib", ".cff"), read_text),
    **dict.fromkeys((".css", ".js", ".mjs", ".yml", ".yaml", ".toml", ".lock"), read_code),
    **dict.fromkeys((".rels", ".vml", ".xsd"), read_xml),
}
_NAMES: dict[str, Reader] = {
    **dict.fromkeys(("license", "licence", "sha256sums", "makefile"), read_text),
}
_BEGINNINGS: tuple[tuple[bytes, Reader], ...] = (
    (PDF, read_pdf),
    (PNG, read_png),
    (b"PK\x03\x04", read_archive),
    (b"<!DOCTYPE html", read_html),
    (b"<?xml", read_xml),
)


def read(file: str, content: bytes) -> Iterator[Passage | Unread]:
    """Read the passages of a file and of all files inside it.

    Args:
        file: Its path.
        content: What it holds.
    """
    waiting: list[Inner] = [Inner(file, content)]
    while waiting:
        one = waiting.pop()
        if one.file.count("!") > DEEPEST:
            yield Unread(one.file, f"it lies inside more than {DEEPEST} other files")
            continue
        for piece in _read_one(one.file, one.content):
            inside = inline_files(piece) if isinstance(piece, Passage) else ()
            for found in (piece, *inside):
                if isinstance(found, Inner):
                    waiting.append(found)
                else:
                    yield found


def _read_one(file: str, content: bytes) -> Read:
    name = Path(file.rpartition("!")[2])
    if name.suffix.lower() in FONTS:
        yield Unread(file, "fonts are not looked into")
        return
    reader = _READERS.get(name.suffix.lower()) or _NAMES.get(name.name.lower())
    reader = reader or next((one for start, one in _BEGINNINGS if content.startswith(start)), None)
    if reader is None:
        kind = name.suffix or name.name
        yield Unread(file, f"files of the kind {kind!r} cannot be read")
        return
    yield from reader(file, content)


def read_folder(path: Path) -> Iterator[Passage | Unread]:
    """Read all files of a folder, or one file; names are passages too.

    Args:
        path: The folder or file; links are followed, as a web server does.
    """
    files = [path] if path.is_file() else sorted(one for one in path.rglob("*"))
    for one in files:
        name = one.name if one == path else str(one.relative_to(path))
        yield Passage(name, "name", name, "metadata")
        if one.is_file():
            yield from read(name, one.read_bytes())
        elif one.is_symlink() and not one.exists():
            yield Unread(name, "a link that leads nowhere")
