"""The texts of PNG files: tEXt, zTXt, iTXt and EXIF, and what is hidden behind the picture.

Source: W3C (2025), Portable Network Graphics (PNG) Specification, third edition,
https://www.w3.org/TR/png-3/.
"""

from __future__ import annotations

import zlib

from typfrage.publish.scan.passage import Passage, Read, Unread

SIGNATURE = b"\x89PNG\r\n\x1a\n"
MOST_BYTES = 50_000_000
"""A compressed text that unpacks to more is not read."""

_HEAD, _CHECK = 8, 4


def read_png(file: str, content: bytes) -> Read:
    """Read the texts of a picture; what the picture shows is not looked at."""
    if not content.startswith(SIGNATURE):
        yield Unread(file, "it is no PNG")
        return
    at = len(SIGNATURE)
    while at + _HEAD <= len(content):
        size, kind = int.from_bytes(content[at : at + 4]), content[at + 4 : at + _HEAD]
        data = content[at + _HEAD : at + _HEAD + size]
        at += _HEAD + size + _CHECK
        if kind in (b"tEXt", b"zTXt", b"iTXt", b"eXIf"):
            yield _text(file, kind.decode("ascii"), data)
        if kind == b"IEND":
            break
    if at < len(content):
        yield Passage(file, "behind the picture", content[at:].decode("latin-1"), "metadata")


def _text(file: str, kind: str, data: bytes) -> Passage | Unread:
    keyword, _, rest = data.partition(b"\0")
    try:
        if kind == "zTXt":
            text = _inflated(rest[1:]).decode("latin-1")
        elif kind == "iTXt":
            flags, rest = rest[:2], rest[2:]
            content = rest.split(b"\0", 2)[-1]
            text = (_inflated(content) if flags[:1] == b"\1" else content).decode(
                "utf-8", "replace"
            )
        else:
            text = data.replace(b"\0", b" ").decode("latin-1")
    except (zlib.error, ValueError):
        return Unread(file, f"its {kind} cannot be unpacked")
    return Passage(file, f"{kind} {keyword.decode('latin-1', 'replace')[:40]}", text, "metadata")


def _inflated(data: bytes) -> bytes:
    unpacked = zlib.decompressobj().decompress(data, MOST_BYTES)
    if len(unpacked) >= MOST_BYTES:
        raise ValueError("too large")
    return unpacked
