"""Published results beside their own manifest: was a file changed after publication?"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import yaml

from typfrage.publish.embedded.variables import flattened
from typfrage.results.assembly import VARIABLES_FILE
from typfrage.review.published_results import PublishedResults


def changed_after_publication(published: PublishedResults) -> dict[str, str]:
    """Find what is not as the manifest says.

    Args:
        published: The published results.

    Returns:
        What is wrong by the name of the file; empty where everything is as it was stored.
    """
    found = {}
    for name, hash_ in sorted(published.manifest.files.items()):
        if name not in published.files:
            if published.complete:
                found[name] = "is missing"
        elif hashlib.sha256(published.files[name]).hexdigest() != hash_:
            found[name] = "is not as a notebook stored it"
    if published.variables is not None:
        others = sorted(_changed_numbers(published.variables, published.manifest.numbers))
        if others:
            found[VARIABLES_FILE] = f"has other numbers than the manifest: {', '.join(others)}"
    return found


def _changed_numbers(variables: bytes, numbers: Mapping[str, str]) -> set[str]:
    """Paths of the numbers that the chapters' file and the manifest do not agree on."""
    try:
        listed = dict(flattened(yaml.safe_load(variables) or {}))
    except (yaml.YAMLError, UnicodeDecodeError):
        return {"it is not readable"}
    return {path for path in listed.keys() | numbers if listed.get(path) != numbers.get(path)}
