"""A copy of the book without the chapters that a wave leaves out, for Quarto to render."""

from __future__ import annotations

import shutil
from collections.abc import Collection
from pathlib import Path

import yaml

from typfrage.publish.book_chapters import LISTS, chapter_texts
from typfrage.publish.embedded.settings import FILE
from typfrage.results.assembly import VARIABLES_FILE
from typfrage.results.store import CURRENT

FOLDERS = ("chapters", "assets", "_extensions", CURRENT.lstrip("/"))
"""What chapters show, include or are rendered with; no microdata lie there."""

_PATTERNS = ("*.bib", "*.csl", "_quarto*.yml", VARIABLES_FILE)


def stage_book(root: Path, target: Path, left_out: Collection[str]) -> None:
    """Copy what a book is rendered from.

    Args:
        root: The folder of ``_quarto.yml``.
        target: An empty folder.
        left_out: Paths of the chapters that the copy does not have, relative to the root.
    """
    for name in FOLDERS:
        if (root / name).is_dir():
            shutil.copytree(root / name, target / name)
    files = {path for pattern in _PATTERNS for path in root.glob(pattern)}
    for path in (*files, *(root / name for name in chapter_texts(root))):
        copy = target / path.relative_to(root)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    for name in left_out:
        (target / name).unlink()
    settings = target / FILE
    settings.write_text(without(settings.read_text(encoding="utf-8"), left_out), encoding="utf-8")


def without(settings: str, left_out: Collection[str]) -> str:
    """Return the settings of a book without some of its chapters.

    Args:
        settings: The text of ``_quarto.yml``.
        left_out: Paths of chapters; a part that holds no other is left out with them.
    """
    root = yaml.compose(settings)
    book = _value(root, "book")
    for key in LISTS:
        _prune(_value(book, key), left_out)
    return str(yaml.serialize(root, allow_unicode=True))


def _prune(entries: yaml.Node | None, left_out: Collection[str]) -> None:
    """Take chapters out of a list in place."""
    if not isinstance(entries, yaml.SequenceNode):
        return
    kept = []
    for entry in entries.value:
        inner = _value(entry, "chapters")
        had_chapters = isinstance(inner, yaml.SequenceNode) and bool(inner.value)
        _prune(inner, left_out)
        emptied = had_chapters and inner is not None and not inner.value
        if not emptied and _path(entry) not in left_out:
            kept.append(entry)
    entries.value = kept


def _path(entry: yaml.Node) -> str:
    """Path of the chapter that an entry stands for; empty for a part."""
    file = entry if isinstance(entry, yaml.ScalarNode) else _value(entry, "file")
    return str(file.value).lstrip("/") if isinstance(file, yaml.ScalarNode) else ""


def _value(node: yaml.Node | None, key: str) -> yaml.Node | None:
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return next((value for name, value in pairs if name.value == key), None)
