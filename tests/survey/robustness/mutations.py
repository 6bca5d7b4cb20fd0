"""Broken variants of valid files: the same ones for the same seed."""

from __future__ import annotations

import copy
import io
import random
import zipfile
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

import yaml

ODD_BYTES = b"\x00\x01\t\n\r\x1a \"',;$&()*-./0<=>[\\]{|}\x7f\x80\xa0\xbf\xc3\xef\xfe\xff"
ODD_NUMBERS = (0, 1, 255, 2**15, 2**16, 2**24, 2**31 - 1, 2**31, 2**32 - 1)
ODD_TEXTS = (
    *(b"", b'"', b"\r", b"\n\n", b"\xef\xbb\xbf", b"\xff\xfe", b"sep=;\n", b"=1+1", b"-" * 300),
    *(b"9" * 5000, b"0x" + b"f" * 5000, b"1e999999", b"-1.0e+999999", b".nan", b".inf", b"1:1:1"),
    *(b"0001-01-01T00:00:00+23:59", b"2001-02-30", b"~", b"null", b"no", b"=", b"<<: {a: 1}"),
    *(b"!!python/object:os.system x", b"!!set {a}", b"!!bool x", b"!!int ''", b"!!timestamp x"),
    *(b"&a [*a]", b"*a", b"[" * 3000, b"{a: " * 500, b"- " * 500, b"? ", b"--- \n", b"%YAML 9.9\n"),
    *(b"(a+)+$", b"[", b"(?P<", b"{0.__class__}", b"%s%n", b"../../x", b"/etc/passwd", b"~/x"),
    *(b'r="XFD1048576"', b'r="A99999999999999999999"', b't="s"', b"<v>-1</v>", b"<v>1e400</v>"),
    *(
        b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
        b"&b;",
        b"\xed\xa0\x80",
        b"\xe2\x80\xae",
        b"\\0",
        b'"\\0"',
    ),
)
"""What parsers of text, YAML and XML trip over."""

Mutation = Callable[[bytes, random.Random, Sequence[bytes]], bytes]


def _span(content: bytes, draw: random.Random) -> tuple[int, int]:
    start = draw.randrange(len(content) + 1)
    return start, min(len(content), start + draw.choice((1, 2, 4, 8, 32, 256, 4096)))


def _flip(content: bytes, draw: random.Random, _: Sequence[bytes]) -> bytes:
    changed = bytearray(content)
    for _ in range(draw.choice((1, 1, 2, 8))):
        changed[draw.randrange(len(changed))] ^= 1 << draw.randrange(8)
    return bytes(changed)


def _odd_byte(content: bytes, draw: random.Random, _: Sequence[bytes]) -> bytes:
    changed = bytearray(content)
    changed[draw.randrange(len(changed))] = draw.choice(ODD_BYTES)
    return bytes(changed)


def _odd_number(content: bytes, draw: random.Random, _: Sequence[bytes]) -> bytes:
    at, size = draw.randrange(len(content)), draw.choice((2, 4, 8))
    number = draw.choice(ODD_NUMBERS) % 2 ** (8 * size)
    order = draw.choice(("little", "big"))
    return content[:at] + number.to_bytes(size, order) + content[at + size :]  # type: ignore[arg-type]


def _cut(content: bytes, draw: random.Random, _: Sequence[bytes]) -> bytes:
    return content[: draw.randrange(len(content))]


def _drop(content: bytes, draw: random.Random, _: Sequence[bytes]) -> bytes:
    start, end = _span(content, draw)
    return content[:start] + content[end:]


def _repeat(content: bytes, draw: random.Random, _: Sequence[bytes]) -> bytes:
    start, end = _span(content, draw)
    return content[:end] + content[start:end] * draw.choice((1, 2, 50)) + content[end:]


def _insert(content: bytes, draw: random.Random, _: Sequence[bytes]) -> bytes:
    start, end = _span(content, draw)
    return content[:start] + draw.choice(ODD_TEXTS) + content[draw.choice((start, end)) :]


def _replace_line(content: bytes, draw: random.Random, _: Sequence[bytes]) -> bytes:
    """Put something odd behind the colon of a line, as in YAML."""
    lines = content.split(b"\n")
    at = draw.randrange(len(lines))
    key, colon, _rest = lines[at].partition(b":")
    lines[at] = key + colon + b" " + draw.choice(ODD_TEXTS)
    return b"\n".join(lines)


def _splice(content: bytes, draw: random.Random, others: Sequence[bytes]) -> bytes:
    other = draw.choice(others)
    return content[: draw.randrange(len(content))] + other[draw.randrange(len(other) + 1) :]


def _noise(_: bytes, draw: random.Random, __: Sequence[bytes]) -> bytes:
    return draw.randbytes(draw.choice((0, 1, 3, 16, 300)))


_MUTATIONS: tuple[Mutation, ...] = (
    *(_flip, _flip, _odd_byte, _odd_byte, _odd_number, _odd_number, _cut, _drop, _repeat),
    *(_insert, _insert, _replace_line, _replace_line, _splice, _noise),
)


def mutated(seeds: Sequence[bytes], draw: random.Random) -> bytes:
    """Return one of several files with one to four things broken.

    Args:
        seeds: Valid files.
        draw: What is broken.
    """
    content = draw.choice(seeds)
    for _ in range(draw.choice((1, 1, 2, 4))):
        if not content:
            break
        content = draw.choice(_MUTATIONS)(content, draw, seeds)
    return content


ODD_VALUES: tuple[Any, ...] = (
    *(None, True, 0, 1, -1, 99, 10**18, 0.5, -1e300, "", " ", "0", "1", "Y", "N/A", "\u202e=1+1"),
    *(
        "a" * 3000,
        "A1",
        "05",
        "05995001",
        "1e400",
        "9999-12-31 00:00:00",
        "(a+)+$",
        "../x",
        "case 1",
    ),
    *([], {}, [[]], ["a", "a"], {"a": {}}, {"column": 1}),
)
"""What may stand in YAML in place of what is meant."""


def mutated_yaml(seeds: Sequence[bytes], draw: random.Random) -> bytes:
    """Return YAML whose bytes, or as often whose values, are broken in one to four places.

    Args:
        seeds: Valid YAML files.
        draw: What is broken.
    """
    if draw.random() < 0.5:
        return mutated(seeds, draw)
    content = copy.deepcopy(_loaded(draw.choice(seeds)))
    for _ in range(draw.choice((1, 1, 2, 4))):
        places = list(_places(content))
        parts, key = draw.choice(places)
        others, other = draw.choice(places)
        match draw.randrange(4):
            case 0:
                del parts[key]
            case 1:
                parts[key] = copy.deepcopy(others[other])
            case 2 if isinstance(parts, list):
                parts.append(copy.deepcopy(parts[key]))
            case 2:
                parts[draw.choice(("a", other, " ", 1))] = parts.pop(key)
            case _:
                parts[key] = copy.deepcopy(draw.choice(ODD_VALUES))
        if not content:
            break
    return yaml.dump(content, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False).encode()


@cache
def _loaded(content: bytes) -> Any:
    return yaml.load(content, Loader=yaml.CSafeLoader)


def _places(parts: Any) -> Iterator[tuple[Any, Any]]:
    """Every list or mapping with each of its positions or keys."""
    keys = list(parts) if isinstance(parts, dict) else range(len(parts))
    for key in keys:
        yield parts, key
        if isinstance(parts[key], list | dict):
            yield from _places(parts[key])


def mutated_archive(seeds: Sequence[bytes], draw: random.Random) -> bytes:
    """Return an archive one of whose members is broken, though the archive itself is whole."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(draw.choice(seeds))) as archive,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as written,
    ):
        names = [name for name in archive.namelist() if name.startswith("xl/")]
        broken = draw.choice([*names, *(n for n in names if "sheet" in n or "workbook" in n)])
        for name in archive.namelist():
            content = archive.read(name)
            written.writestr(name, mutated([content], draw) if name == broken else content)
    return stream.getvalue()
