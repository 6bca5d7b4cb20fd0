"""Render the book where Quarto is not installed, with the engines that Quarto drives itself.

pandoc reads the chapters and writes HTML and Typst; Typst sets the PDF. In between are the
constructs that Quarto adds to pandoc and that the chapters use. Whatever is not known here is an
error that names the construct, its file and its line; nothing is rendered wrongly.

The way of a chapter: :mod:`reader` splices includes and shortcodes, :mod:`pandoc` parses,
:mod:`edition` resolves what pandoc does not know (one module each), :mod:`website` and :mod:`pdf`
write.
"""

from typfrage.publish.embedded.book import Book, Chapter, read_book
from typfrage.publish.embedded.render import RenderedBook, render_book

__all__ = ["Book", "Chapter", "RenderedBook", "read_book", "render_book"]
