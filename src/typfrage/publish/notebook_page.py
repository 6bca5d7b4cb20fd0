"""Executed notebooks as pages of the site, with their cells where the evidence lines point to."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import nbformat

from typfrage.publish.embedded.footer import FooterLink
from typfrage.publish.embedded.pandoc import document, read_markdown, run_pandoc
from typfrage.publish.embedded.tree import Attr, Element, attr_of, div, stringify
from typfrage.publish.report_places import Chapter, Place, places_of_cells
from typfrage.results.assembly import STATUS_FILE
from typfrage.results.cell_label import LABEL_LINE
from typfrage.results.notebook_outputs import FOLDER

ROOT = "../../.."
"""The way from there to the site's root, on the site and in the project alike."""

_TEMPLATE = "notebook.html"
_READER = "ipynb-auto_identifiers"
_LOOK = re.compile(r'<style.*?</style>\n?| border="1"| style="text-align: right;"', re.DOTALL)
_BEST_FIRST = ("text/html", "image/svg+xml", "image/png", "text/markdown", "text/plain")
_WORDS = {
    "de": {
        "back": "Zum Bericht",
        "output": "Ausgabe",
        "download": "Notebook herunterladen",
        "run": "Parameter dieses Laufs",
        "shown": "Im Bericht:",
        "skip": "Zum Inhalt springen",
    },
    "en": {
        "back": "To the report",
        "output": "Output",
        "download": "Download the notebook",
        "run": "Parameters of this run",
        "shown": "In the report:",
        "skip": "Skip to content",
    },
}


def write_notebook_pages(
    results: Path,
    names: Sequence[str],
    language: str,
    parameters: Mapping[str, str],
    chapters: Sequence[Chapter] = (),
    footer: Sequence[FooterLink] = (),
) -> None:
    """Write a page beside each executed notebook; what is left of dropped notebooks is removed.

    Args:
        results: ``_results/<wave>``, with its data status, its executed notebooks and their parts
            of the store.
        names: The notebooks in order, without suffix.
        language: Language of the page's own words.
        parameters: The run's parameters in words.
        chapters: What the chapters take from the store; none where the study has no book.
        footer: Links at the foot of every page of the site.

    Raises:
        BuildError: pandoc failed.
    """
    status = (results / STATUS_FILE).read_text(encoding="utf-8")
    divs, _ = read_markdown(status, STATUS_FILE)
    words = _WORDS.get(language, _WORDS["en"])
    meta = {
        **words,
        "lang": language if language in _WORDS else "en",
        "root": ROOT,
        "status": [block for div in divs for block in div["c"][1]] or "",
        "footer": [{"text": link.text, "page": str(link.page)} for link in footer],
        "parameters": [{"name": key, "value": value} for key, value in parameters.items()],
    }
    for path in (results / FOLDER).iterdir():
        if path.suffix in (".ipynb", ".html") and path.stem not in names:
            path.unlink()
    for name in names:
        path = results / FOLDER / f"{name}.ipynb"
        notebook = nbformat.read(path, as_version=4)
        places = places_of_cells(chapters, results, name) if chapters else {}
        meta["notebooks"] = [{"name": other, "current": other == name} for other in names]
        page = _page(notebook, name, meta, places, words)
        path.with_suffix(".html").write_text(page, encoding="utf-8")


def page_paths(results: Path, names: Sequence[str]) -> list[Path]:
    """Return the pages that :func:`write_notebook_pages` writes."""
    return [results / FOLDER / f"{name}.html" for name in names]


def _page(
    notebook: nbformat.NotebookNode,
    name: str,
    meta: Mapping[str, Any],
    places: Mapping[str, tuple[Place, ...]],
    words: Mapping[str, str],
) -> str:
    for cell in notebook.cells:
        _prepare(cell, words)
    meta = {**meta, "page-title": _title(notebook, name), "file": f"{name}.ipynb"}
    blocks = _blocks(notebook, name)
    for block in blocks:
        if block["t"] == "Div" and (told := places.get(attr_of(block).identifier)):
            block["c"][1].append(_places_block(told, words["shown"]))
    with as_file(files("typfrage.publish") / _TEMPLATE) as template:
        arguments = ["--from", "json", "--to", "html5", "--wrap", "none"]
        arguments += [f"--template={template}"]
        return run_pandoc(arguments, document(blocks, meta), f"writing {name}.html")


def _places_block(places: Sequence[Place], word: str) -> Element:
    """The line below a cell that leads back to the chapters that show what it stored."""
    inlines: list[Element] = [{"t": "Str", "c": word}]
    for number, place in enumerate(places):
        inlines += [{"t": "Str", "c": " "} if number == 0 else {"t": "Str", "c": " · "}]
        inlines.append(_link(place.title, place.page))
        for id_ in place.shown:
            inlines += [{"t": "Str", "c": ", "}, _link(id_, f"{place.page}#{id_}")]
    return div(Attr(classes=("in-report",)), [{"t": "Para", "c": inlines}])


def _link(text: str, to: str) -> Element:
    return {"t": "Link", "c": [Attr().json(), [{"t": "Str", "c": text}], [f"{ROOT}/{to}", ""]]}


def _blocks(notebook: nbformat.NotebookNode, name: str) -> list[Element]:
    arguments = ["--from", _READER, "--to", "json", "--ipynb-output", "all"]
    read = run_pandoc(arguments, nbformat.writes(notebook), f"reading {name}.ipynb")
    blocks: list[Element] = json.loads(read)["blocks"]
    return blocks


def _title(notebook: nbformat.NotebookNode, name: str) -> str:
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and cell.source.startswith("# "):
            return stringify(read_markdown(cell.source.splitlines()[0], name)[0])
    return name


def _prepare(cell: nbformat.NotebookNode, words: Mapping[str, str]) -> None:
    """Give a cell its label as identifier, and keep of each output what reads best."""
    label = LABEL_LINE.search(cell.source)
    cell.metadata = nbformat.from_dict({"label": label[1]} if label else {})
    if label:
        cell["id"] = label[1]
        cell.source = cell.source.replace(label[0], "", 1)
    for output in cell.get("outputs", []):
        if "metadata" in output:
            output.metadata = nbformat.from_dict({})
        if data := output.get("data"):
            best: Any = next((kind for kind in _BEST_FIRST if kind in data), None)
            output.data = nbformat.from_dict({best: data[best]} if best else {})
            if best == "text/html":
                output.data[best] = _plain(data[best], words["output"])


def _plain(html: str, name: str) -> str:
    """Take pandas' own look from a table, name its headings, and let it scroll in a box."""
    head, split, body = _LOOK.sub("", html).partition("</thead>")
    head = head.replace("<th></th>", "<td></td>").replace("<th>", '<th scope="col">')
    body = body.replace("<th>", '<th scope="row">')
    box = f'<div class="table-box" role="group" aria-label="{name}" tabindex="0">'
    return f"{box}{head}{split}{body}</div>"
