"""Check the keys of ``_quarto.yml``: used, knowingly ignored, or refused.

A key that Quarto would obey and this renderer would not is an error, never silence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from yaml.constructor import SafeConstructor

from typfrage.problems import InputError, Problem
from typfrage.publish.book_files import read_book_yaml

FILE = "_quarto.yml"

USED = frozenset(
    {
        "project.resources",
        "book.title",
        "book.subtitle",
        "book.author",
        "book.date",
        "book.description",
        "book.output-file",
        "book.page-footer.center",
        "book.chapters",
        "book.appendices",
        "bibliography",
        "csl",
        "format.html.css",
        "format.typfrage-typst.font-paths",
        "format.typfrage-typst.toc-depth",
    }
)
"""Keys whose values change the output, here as in Quarto."""

FIXED: Mapping[str, tuple[Any, ...]] = {
    "project.type": ("book",),
    "lang": ("de", "en"),
    "number-sections": (True,),
    "crossref.chapters": (True,),
    "toc": (True,),
    "link-citations": (True,),
    "citeproc": (True,),
    "html-table-processing": ("none",),
    "format.html.toc": (True,),
    "format.html.toc-depth": (3,),
    "format.html.number-sections": (True,),
    "format.html.html-math-method": ("mathml",),
    "format.typfrage-typst.toc": (True,),
    "format.typfrage-typst.number-sections": (True,),
    "format.typfrage-typst.citeproc": (True,),
    "format.typfrage-typst.papersize": ("a4",),
    "format.typfrage-typst.pdf-standard": ("ua-1",),
    "papersize": ("a4",),
}
"""Keys that must have one of these values, because nothing else is built."""

REQUIRED = (
    "project.type",
    "book.title",
    "book.author",
    "book.chapters",
    "lang",
    "number-sections",
    "crossref.chapters",
    "format.typfrage-typst.citeproc",
)

IGNORED = frozenset(
    {
        "project.output-dir",
        "project.pre-render",
        "project.post-render",
        "project.preview",
        "project.execute-dir",
        "book.sidebar",
        "book.search",
        "book.downloads",
        "book.site-url",
        "book.page-navigation",
        "book.reader-mode",
        "book.favicon",
        "format.html.theme",
        "format.html.toc-location",
        "format.html.anchor-sections",
        "format.html.smooth-scroll",
        "format.html.embed-resources",
        "format.html.link-external-newwindow",
        "format.html.mainfont",
        "format.html.linkcolor",
        "format.html.backgroundcolor",
        "format.html.fontsize",
        "format.html.code-copy",
        "format.html.lightbox",
        "format.typfrage-typst.keep-typ",
        "execute",
        "editor",
        "lightbox",
    }
)
"""Keys that only real Quarto acts on: how and where it renders, or the look of its own site."""


def read_settings(root: Path) -> dict[str, Any]:
    """Read and check ``_quarto.yml``.

    Args:
        root: The project root.

    Returns:
        The settings as YAML gives them; every key in them is known.

    Raises:
        InputError: The file is missing, is no YAML, or has keys or values that are not supported.
    """
    path = root / FILE
    if not path.is_file():
        raise InputError(Problem("the book has no settings", FILE, "a Quarto book project"))
    document = read_book_yaml(root, FILE)
    node = None if document is None else document.root
    settings = None if document is None else document.content
    if not isinstance(settings, dict) or not isinstance(node, yaml.MappingNode):
        raise InputError(Problem("not a mapping of keys to values", FILE))
    problems = [*_refused(node, ""), *_missing(settings)]
    if problems:
        raise InputError(problems)
    return settings


def get(settings: Mapping[str, Any], key: str, default: Any = None) -> Any:
    """Return the value at a dotted key, or ``default``."""
    value: Any = settings
    for part in key.split("."):
        if not isinstance(value, Mapping) or part not in value:
            return default
        value = value[part]
    return value


def _refused(node: yaml.MappingNode, parent: str) -> Iterator[Problem]:
    for key_node, value_node in node.value:
        key = f"{parent}{key_node.value}"
        where = f"{FILE}, line {key_node.start_mark.line + 1}"
        if key in USED or key in IGNORED:
            continue
        if key in FIXED:
            yield from _wrong_value(key, value_node, where)
        elif _is_parent(key) and isinstance(value_node, yaml.MappingNode):
            yield from _refused(value_node, f"{key}.")
        else:
            yield Problem(
                f'the embedded renderer does not know the key "{key}"',
                where,
                f"one of {', '.join(_siblings(parent))}",
                "Remove the key, or render with Quarto.",
            )


def _wrong_value(key: str, node: yaml.Node, where: str) -> Iterator[Problem]:
    value = SafeConstructor().construct_document(node)
    if value not in FIXED[key]:
        yield Problem(
            f'the embedded renderer cannot do "{key}: {value}"',
            where,
            " or ".join(str(allowed) for allowed in FIXED[key]),
            "Change the value, or render with Quarto.",
        )


def _missing(settings: Mapping[str, Any]) -> Iterator[Problem]:
    for key in REQUIRED:
        if get(settings, key) is None:
            yield Problem(f'the key "{key}" is missing', FILE, "", "Add it.")


def _known() -> frozenset[str]:
    return USED | IGNORED | FIXED.keys()


def _is_parent(key: str) -> bool:
    return any(known.startswith(f"{key}.") for known in _known())


def _siblings(parent: str) -> list[str]:
    return sorted(
        {known[len(parent) :].split(".")[0] for known in _known() if known.startswith(parent)}
    )
