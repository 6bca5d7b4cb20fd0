"""Where in the report stands what the notebooks stored: the way back from the evidence."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from typfrage.results.store import CURRENT
from typfrage.results.stored_files import part_path

_INCLUDE = re.compile(rf"\{{\{{<\s*include\s+[\"']?{CURRENT}/([\w-]+)\.md[\"']?\s*>\}}\}}")
_NUMBER = re.compile(r"\{\{<\s*var\s+([\w.]+)\s*>\}\}")
_TITLE = re.compile(r"^# +(.+?)(?: *\{[^{}<]*\})? *$", re.MULTILINE)
_ANCHORED = ("fig-", "tbl-")
_FENCE = re.compile(r"^:{3,}(.*)$")
_CONDITION = re.compile(r"\.content-(visible|hidden)\b.*\b(when|unless)-format=\"?(\w+)")


@dataclass(frozen=True)
class Place:
    """A chapter that shows something of a notebook cell.

    Attributes:
        page: The chapter's page, from the root of the site.
        title: Its heading.
        shown: Ids of the figures and tables there, each an anchor of the page.
    """

    page: str
    title: str
    shown: tuple[str, ...]


@dataclass(frozen=True)
class Chapter:
    """What a chapter takes from the store.

    Attributes:
        page: Its page, from the root of the site.
        title: Its heading.
        uses: Ids of what it includes, and paths of numbers in its text.
    """

    page: str
    title: str
    uses: tuple[str, ...]


def read_chapters(texts: Mapping[str, str], left_out: Collection[str]) -> tuple[Chapter, ...]:
    """Return what each chapter of a wave's book takes from the store.

    Args:
        texts: Text of each listed chapter by its path, in the order of the book.
        left_out: The chapters among them that the book leaves out.
    """
    return tuple(
        Chapter(str(PurePosixPath(path).with_suffix(".html")), _title(text, path), _uses(text))
        for path, text in texts.items()
        if path not in left_out
    )


def places_of_cells(
    chapters: Iterable[Chapter], results: Path, notebook: str
) -> dict[str, tuple[Place, ...]]:
    """Return where the report shows what the cells of a notebook stored.

    Args:
        chapters: What each chapter takes from the store.
        results: ``_results/<wave>``.
        notebook: Name of the notebook, without suffix; it has closed its part of the store.

    Returns:
        The places by the label of the cell, in the order of the book.
    """
    part = json.loads(part_path(results, notebook).read_text(encoding="utf-8"))
    cells = {id_: entry["cell"] for id_, entry in part["entries"].items()} | part["number_cells"]
    found: dict[str, list[Place]] = {}
    for chapter in chapters:
        used = [id_ for id_ in dict.fromkeys(_all_used(chapter.uses, results)) if id_ in cells]
        for cell in dict.fromkeys(cells[id_] for id_ in used):
            here = (id_ for id_ in used if cells[id_] == cell and id_.startswith(_ANCHORED))
            found.setdefault(cell, []).append(Place(chapter.page, chapter.title, tuple(here)))
    return {cell: tuple(places) for cell, places in found.items()}


def _uses(text: str) -> tuple[str, ...]:
    on_site = "\n".join(_lines_on_site(text))
    return (*_INCLUDE.findall(on_site), *_NUMBER.findall(on_site))


def _lines_on_site(text: str) -> Iterator[str]:
    """Lines of a chapter without those that only the PDF shows."""
    opened: list[bool] = []
    for line in text.splitlines():
        if fence := _FENCE.match(line):
            if fence[1].strip():
                opened.append(_hidden_on_site(fence[1]))
            elif opened:
                opened.pop()
        elif not any(opened):
            yield line


def _hidden_on_site(attributes: str) -> bool:
    found = _CONDITION.search(attributes)
    if found is None:
        return False
    is_met = (found[2] == "when") == (found[3] == "html")
    return is_met != (found[1] == "visible")


def _all_used(ids: Iterable[str], results: Path) -> Iterator[str]:
    """What a chapter uses, and what that includes in turn."""
    for id_ in ids:
        yield id_
        path = results / f"{id_}.md"
        if path.is_file():
            yield from _all_used(_uses(path.read_text(encoding="utf-8")), results)


def _title(text: str, path: str) -> str:
    found = _TITLE.search(text)
    return found[1] if found else PurePosixPath(path).stem
