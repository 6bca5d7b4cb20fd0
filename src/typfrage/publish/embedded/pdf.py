"""Set the book as PDF: one Typst document, in the shape that Quarto gives it, set by Typst."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import typst

from typfrage.problems import BuildError
from typfrage.publish.embedded.book import Book
from typfrage.publish.embedded.extension import lua_filters, template_partials
from typfrage.publish.embedded.manuscript import Manuscript
from typfrage.publish.embedded.pandoc import document, run_pandoc
from typfrage.publish.embedded.tree import (
    Attr,
    Element,
    attr_of,
    rewrite,
    text,
    with_attr,
)
from typfrage.results.language import speaker

_TEMPLATE = "document.typ"
_EPOCH = datetime.date(1980, 1, 1)
_GLOBAL_IDENTIFIERS = ("fig-", "tbl-", "sec-", "ref-")


def write_pdf(book: Book, manuscripts: Sequence[Manuscript], workshop: Path, output: Path) -> None:
    """Write the book as PDF.

    Args:
        book: The book's title page and look.
        manuscripts: All chapters, resolved for Typst.
        workshop: An empty folder for intermediate files.
        output: The PDF to be written.

    Raises:
        BuildError: pandoc or Typst failed.
    """
    output.write_bytes(set_pdf(book, typst_source(book, manuscripts, workshop), book.root))


def set_pdf(book: Book, source: str, root: Path) -> bytes:
    """Set a Typst document with the book's fonts, dated as the book is.

    Args:
        book: Names the fonts, the date, and whether the PDF must meet PDF/UA-1.
        source: The document.
        root: Where its absolute paths begin.

    Returns:
        The PDF; the same for the same document.

    Raises:
        BuildError: Typst failed.
    """
    day = book.date or _EPOCH
    try:
        compiler = typst.Compiler(
            root=root,
            font_paths=[str(book.root / folder) for folder in book.font_paths],
            ignore_system_fonts=True,
        )
        pdf = compiler.compile(
            source.encode(),
            format="pdf",
            timestamp=datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC),
            pdf_standards="ua-1" if book.accessible_pdf else None,
        )
    except (typst.TypstError, RuntimeError, ValueError) as error:
        raise BuildError(f"setting the PDF: Typst failed: {error}") from error
    if not isinstance(pdf, bytes):
        raise BuildError("setting the PDF: Typst gave no single file")
    return pdf


def typst_source(book: Book, manuscripts: Sequence[Manuscript], workshop: Path) -> str:
    """Return the whole book as a Typst document."""
    template = files(__package__).joinpath(_TEMPLATE).read_text(encoding="utf-8")
    (workshop / _TEMPLATE).write_text(template, encoding="utf-8")
    for partial in template_partials(book.root):
        shutil.copyfile(partial, workshop / partial.name)
    arguments = ["--from", "json", "--to", "typst", "--wrap", "none"]
    arguments += ["--syntax-highlighting", "idiomatic", f"--template={workshop / _TEMPLATE}"]
    arguments += [f"--lua-filter={path}" for path in lua_filters(book.root)]
    whole = document(_whole_book(manuscripts, book.language), _metadata(book))
    return run_pandoc(arguments, whole, "writing the PDF's source")


def _whole_book(manuscripts: Sequence[Manuscript], language: str) -> list[Element]:
    say = speaker(language)
    blocks: list[Element] = []
    part, in_appendix = None, False
    for manuscript in manuscripts:
        chapter = manuscript.chapter
        if chapter.part and chapter.part != part:
            blocks.append(_divider(chapter.part, "part"))
        if chapter.appendix and not in_appendix:
            blocks.append(_divider(say("Anhänge"), "appendix"))
        part, in_appendix = chapter.part, chapter.appendix
        blocks += _chapter(manuscript)
    return blocks


def _divider(title: str, item: str) -> Element:
    """Return the heading that Quarto puts before a part's or the appendices' first chapter."""
    attr = Attr(classes=("unnumbered",), pairs=(("book-item", item),))
    return {"t": "Header", "c": [1, attr.json(), [text(title)]]}


def _metadata(book: Book) -> dict[str, object]:
    say = speaker(book.language)
    return {
        "title": book.title,
        "subtitle": book.subtitle,
        "by-author": [{"name": {"literal": author}} for author in book.authors],
        "date": book.printed_date,
        "lang": book.language,
        "toc-title": say("Inhaltsverzeichnis"),
        "toc-depth": str(book.toc_depth),
    }


def _chapter(manuscript: Manuscript) -> list[Element]:
    """Make identifiers unique in the book that are so far unique on their page."""
    prefix = str(manuscript.chapter.path.with_suffix("")).replace("/", "-")

    def rename(element: Element) -> Element | None:
        attr = attr_of(element)
        if element["t"] == "Link":
            target = element["c"][2][0]
            if target.startswith("#") and not target[1:].startswith(_GLOBAL_IDENTIFIERS):
                return {"t": "Link", "c": [*element["c"][:2], [f"#{prefix}-{target[1:]}", ""]]}
        elif attr.identifier and not attr.identifier.startswith(_GLOBAL_IDENTIFIERS):
            renamed = Attr(f"{prefix}-{attr.identifier}", attr.classes, attr.pairs)
            return with_attr(element, renamed)
        return None

    renamed: list[Element] = rewrite(manuscript.blocks, rename)
    return renamed
