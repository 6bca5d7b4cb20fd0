"""Files that stand inside other files as ``data:`` addresses."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import replace
from urllib.parse import unquote_to_bytes

from typfrage.publish.scan.passage import Inner, Passage, Read, Unread

_ADDRESS = re.compile(
    r"data:([a-z]+/[a-z0-9.+-]+)?(?:;[a-z0-9=-]+)*?(;base64)?,([^\s\"')]*)", re.IGNORECASE
)
_SUFFIXES = {
    "image/png": ".png",
    "image/svg+xml": ".svg",
    "text/html": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/csv": ".csv",
    "application/json": ".json",
    "application/pdf": ".pdf",
    "font/woff2": ".woff2",
}


def suffix_of(mime: str) -> str:
    """Return the suffix of a kind of file; where it is not known, one that says the kind."""
    return _SUFFIXES.get(mime.lower(), f".{mime.rpartition('/')[2]}")


def inline_files(passage: Passage) -> Read:
    """Yield the files that stand in a passage as ``data:`` addresses."""
    if "data:" not in passage.text:
        return
    for number, found in enumerate(_ADDRESS.finditer(passage.text), start=1):
        mime, is_base64, address = found.groups()
        suffix = suffix_of(mime or "text/plain")
        name = f"{passage.file}!{passage.place}, inline file {number}{suffix}"
        content = unquote_to_bytes(address)
        try:
            yield Inner(name, base64.b64decode(content) if is_base64 else content)
        except binascii.Error:
            yield Unread(name, "its base64 is broken")


def without_inline_files(passage: Passage) -> Passage:
    """Return a passage without the letters of its inline files, which are no text."""
    if "base64," not in passage.text:
        return passage
    return replace(passage, text=_ADDRESS.sub("data:", passage.text))
