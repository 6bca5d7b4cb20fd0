"""Run pandoc as a program."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pypandoc

from typfrage.problems import BuildError
from typfrage.publish.embedded.tree import Element

READER = "markdown"
_LIMITED = ("+RTS", "-M4g", "-RTS")
"""Memory that pandoc may take; nested markup can ask for any amount."""
_SECONDS = 600
_API_VERSION = [1, 23, 1]


def pandoc_program() -> Path:
    """Return the pandoc that comes with the packages.

    Not the one on the PATH: another version reads Markdown differently. And not what pypandoc
    would choose, which is the newest of all that it finds and, while it still looks, any of them.

    Raises:
        BuildError: It is not there.
    """
    files = Path(pypandoc.__file__).with_name("files")
    program = files / ("pandoc.exe" if sys.platform == "win32" else "pandoc")
    if not program.is_file():
        raise BuildError(f"{program} is not there; to do: install the package pypandoc_binary")
    return program


def run_pandoc(arguments: Sequence[str], source: str, purpose: str) -> str:
    """Run pandoc on a text.

    Args:
        arguments: Command line arguments.
        source: What pandoc reads from its standard input.
        purpose: What is being done, for the message if it fails.

    Returns:
        What pandoc writes.

    Raises:
        BuildError: pandoc failed, or warned of something that it did not understand.
    """
    written, warnings = _run(arguments, source, purpose)
    if warnings:
        raise BuildError(f"{purpose}: pandoc warns: {'; '.join(warnings)}")
    return written


def read_markdown(source: str, purpose: str) -> tuple[list[Element], list[str]]:
    """Parse Markdown.

    Args:
        source: The Markdown.
        purpose: What is being done, for the message if it fails.

    Returns:
        The blocks, and what pandoc warns of, with line numbers in the text it read.

    Raises:
        BuildError: pandoc failed.
    """
    written, warnings = _run(["--from", READER, "--to", "json"], source, purpose)
    return json.loads(written)["blocks"], warnings


def _run(arguments: Sequence[str], source: str, purpose: str) -> tuple[str, list[str]]:
    try:
        run = subprocess.run(
            [pandoc_program(), *_LIMITED, *arguments],
            input=source,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=_SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise BuildError(f"{purpose}: pandoc did not end within {_SECONDS} seconds") from None
    if run.returncode:
        raise BuildError(f"{purpose}: pandoc failed: {run.stderr.strip()}")
    return run.stdout, [warning.strip() for warning in run.stderr.split("[WARNING]")[1:]]


def document(blocks: Sequence[Element], meta: Mapping[str, Any] | None = None) -> str:
    """Return pandoc's JSON of a document.

    Args:
        blocks: Its blocks.
        meta: Its metadata: texts, truth values, lists, mappings; lists of elements are blocks.
    """
    return json.dumps(
        {
            "pandoc-api-version": _API_VERSION,
            "meta": {key: _meta_value(value) for key, value in (meta or {}).items()},
            "blocks": list(blocks),
        }
    )


def _meta_value(value: Any) -> Element:
    if isinstance(value, bool):
        return {"t": "MetaBool", "c": value}
    if isinstance(value, Mapping):
        return {"t": "MetaMap", "c": {key: _meta_value(child) for key, child in value.items()}}
    if isinstance(value, list):
        if value and all(isinstance(child, dict) and "t" in child for child in value):
            return {"t": "MetaBlocks", "c": value}
        return {"t": "MetaList", "c": [_meta_value(child) for child in value]}
    return {"t": "MetaString", "c": str(value)}
