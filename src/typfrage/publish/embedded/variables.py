"""The values of ``{{< var … >}}``, kept out of the Markdown so that none is taken for markup."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from typfrage.publish.book_files import read_book_yaml
from typfrage.publish.embedded.tree import map_strings

_FILE = "_variables.yml"
_OPEN, _CLOSE = "\ue000", "\ue001"
_VARIABLE = re.compile(f"{_OPEN}(.*?){_CLOSE}")
_MARKUP = re.compile(r"[*`\[\]<>\\^~$@{}|]|(?<!\w)_|_(?!\w)")


def place_of(key: str) -> str:
    """Return what keeps a variable's place in the Markdown: a word that pandoc leaves alone."""
    return f"{_OPEN}{key}{_CLOSE}"


def contains_markup(value: str) -> bool:
    """Tell whether Quarto would read a value as Markdown and not as plain text."""
    return bool(_MARKUP.search(value))


def read_variables(root: Path) -> dict[str, str]:
    """Read ``_variables.yml`` as a flat mapping of dotted keys; empty if there is none.

    Raises:
        InputError: The file is no YAML.
    """
    if not (root / _FILE).is_file():
        return {}
    document = read_book_yaml(root, _FILE)
    return {} if document is None else dict(flattened(document.content))


def fill_variables(tree: Any, variables: Mapping[str, str]) -> Any:
    """Put the variables' values in the places that :func:`place_of` kept for them."""
    return map_strings(tree, lambda value: _VARIABLE.sub(lambda key: variables[key[1]], value))


def flattened(value: Any, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Yield the dotted key and the text of every value in a tree of mappings."""
    if isinstance(value, Mapping):
        for key, child in value.items():
            yield from flattened(child, f"{prefix}.{key}" if prefix else str(key))
    else:
        yield prefix, str(value)
