"""Read a text of the deck: the study's ``folien.qmd``, or a stored portrait."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from typfrage.problems import InputError, Problem
from typfrage.publish.embedded.book import Chapter
from typfrage.publish.embedded.conditional import keep_visible
from typfrage.publish.embedded.extension import FILE as EXTENSION_FILE
from typfrage.publish.embedded.manuscript import Manuscript
from typfrage.publish.embedded.pandoc import read_markdown
from typfrage.publish.embedded.reader import read_source
from typfrage.publish.embedded.tree import Element, attr_of, div, rewrite, walk
from typfrage.publish.embedded.variables import fill_variables, read_variables
from typfrage.results.store import CURRENT

SLIDES_FILE = "folien.qmd"
"""The deck's own text, in the folder of ``_quarto.yml``."""

_LABELS = ("fig-", "tbl-", "sec-")


def lay_out(workshop: Path, root: Path, results: Path) -> None:
    """Make a folder in which the wave is the current one, whichever the chapters include now.

    Args:
        workshop: An empty folder.
        root: The folder of ``_quarto.yml``.
        results: ``_results/<wave>``.
    """
    current = workshop / CURRENT.lstrip("/")
    current.parent.mkdir(parents=True)
    current.symlink_to(results.resolve(), target_is_directory=True)
    (workshop / SLIDES_FILE).symlink_to((root / SLIDES_FILE).resolve())
    extensions = PurePosixPath(EXTENSION_FILE).parts[0]
    (workshop / extensions).symlink_to((root / extensions).resolve(), target_is_directory=True)


def read_manuscript(workshop: Path, path: PurePosixPath) -> Manuscript:
    """Read one text with all that it includes, its variables filled in.

    Args:
        workshop: A folder that :func:`lay_out` has made.
        path: The text, relative to it.

    Returns:
        The text for print, without tables and evidence lines.

    Raises:
        InputError: Includes, variables or divs that cannot be used.
    """
    variables = read_variables(workshop / CURRENT.lstrip("/"))
    source, problems = read_source(workshop, path, variables)
    if problems:
        raise InputError(problems)
    blocks, warnings = read_markdown(source.text, f"reading {path}")
    if warnings:
        raise InputError(source.warning(warning) for warning in warnings)
    filled = Manuscript(Chapter(path), source, fill_variables(blocks, variables))
    visible, problems = keep_visible(filled, "typst")
    manuscript = visible.with_blocks(rewrite(visible.blocks, _without_apparatus))
    if problems := [*problems, *_references(manuscript)]:
        raise InputError(problems)
    return manuscript


def _without_apparatus(element: Element) -> list[Element] | Element | None:
    """Leave out what the report has room for: tables, origins, and ways to its other places."""
    attr = attr_of(element)
    if element["t"] == "Table" or "evidence" in attr.classes:
        return []
    if "data-status" in attr.classes:
        status: list[Element] = element["c"][1]
        return status
    if "karte" in attr.classes:
        return div(attr, [block for block in element["c"][1] if not any(_referred(block))])
    return None


def _referred(node: Element | list[Element]) -> Iterator[str]:
    """Yield the labels of the report that are referred to."""
    for element in walk(node):
        if element["t"] == "Cite":
            keys = (citation["citationId"] for citation in element["c"][0])
            yield from (key for key in keys if key.startswith(_LABELS))


def _references(manuscript: Manuscript) -> Iterator[Problem]:
    for key in _referred(manuscript.blocks):
        what = f"the reference @{key} leads nowhere: slides have no numbers"
        yield manuscript.source.problem(f"@{key}", what, "text without references")
