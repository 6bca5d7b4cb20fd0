"""What can and what cannot be looked into; nothing is passed over in silence."""

from __future__ import annotations

import json
import zlib
from pathlib import Path

import pytest
from tests.publish.scan.conftest import KEY
from tests.publish.scan.leaky_files import archive, png

from typfrage.publish.scan import archive as archives
from typfrage.publish.scan import png as pictures
from typfrage.publish.scan.passage import Passage, Unread
from typfrage.publish.scan.reading import DEEPEST, read, read_folder
from typfrage.publish.scan.scanner import Scanner


def _unread(name: str, content: bytes) -> dict[str, str]:
    return {one.file: one.reason for one in read(name, content) if isinstance(one, Unread)}


def _passages(name: str, content: bytes) -> list[Passage]:
    return [one for one in read(name, content) if isinstance(one, Passage)]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.woff2", b"wOF2", "fonts"),
        ("a.docm", b"\xd0\xcf\x11\xe0", "'.docm'"),
        ("a.parquet", b"PAR1", "'.parquet'"),
        ("raw", b"\0\1\2", "'raw'"),
        ("a.pdf", b"%PDF-1.7 broken", "PDF"),
        ("a.png", b"GIF89a", "no PNG"),
        ("a.zip", b"PK\3\4 broken", "no zip"),
        ("a.json", b'{"a": ', "no JSON"),
        ("a.json", b"[" * 100_000, "no JSON"),
        ("a.ipynb", b'{"cells": 3}', "no notebook"),
        ("a.xlsx", b"PK\3\4", "no zip"),
        ("a.png", png(b"zTXt", b"a\0\0broken"), "zTXt"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_reason(
    name: str, content: bytes, reason: str
) -> None:
    assert any(reason in told for told in _unread(name, content).values())


def test_members_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    members = {"a.md": b"x", "b/c.bin": b"\0", "d.ttf": b"\0"}
    assert set(_unread("z.zip", archive(members))) == {"z.zip!b/c.bin", "z.zip!d.ttf"}


def test_a_file_is_known_by_its_beginning_where_its_name_says_nothing() -> None:
    assert any(KEY in one.text for one in _passages("x.bin", archive({"a.md": KEY.encode()})))


def test_archives_deep_in_archives_are_refused() -> None:
    content = KEY.encode()
    for _ in range(DEEPEST + 2):
        content = archive({"a.zip": content})
    assert any("inside more than" in reason for reason in _unread("a.zip", content).values())


def test_bombs_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_BYTES", 1000)
    monkeypatch.setattr(pictures, "MOST_BYTES", 1000)

    assert "unpacks" in _unread("a.zip", archive({"a.md": b"x" * 2000}))["a.zip!a.md"]
    packed = png(b"zTXt", b"a\0\0" + zlib.compress(b"x" * 2000))
    assert "cannot be unpacked" in _unread("a.png", packed)["a.png"]


def test_xml_that_grows_by_entities_is_no_danger() -> None:
    entities = "".join(
        f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "0123456789"}">' for n in range(12)
    )
    svg = f"<!DOCTYPE svg [{entities}]><svg><text>&e11;</text></svg>"
    assert sum(len(one.text) for one in _passages("a.svg", svg.encode())) < 1_000_000


def test_places_say_where_to_look() -> None:
    head = b"<table><thead><tr><th>Typ</th><th>Kommunen</th></tr></thead>"
    page = head + b"\n<tbody>\n<tr><td>A</td><td>7</td>"
    cell = next(one for one in _passages("p.html", page) if one.text == "7")
    table = next(one for one in _passages("t.csv", b"typ,n\nA,7\n") if one.text == "7")
    value = next(
        one
        for one in _passages("m.json", json.dumps({"a": [{"b": 7}]}).encode())
        if one.text == "7"
    )

    assert (cell.place, cell.heading) == ("line 3, <td>", "Kommunen")
    assert (table.place, table.heading) == ("row 2, column 2", "n")
    assert value.place == "$.a[0].b"


def test_a_folder_is_read_with_the_names_in_it(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b.md").write_text("Text")
    (tmp_path / "lost.md").symlink_to(tmp_path / "nowhere")

    pieces = list(read_folder(tmp_path))

    assert {one.file for one in pieces} == {"a", "a/b.md", "lost.md"}
    assert [one.reason for one in pieces if isinstance(one, Unread)] == [
        "a link that leads nowhere"
    ]


def test_what_a_terminal_would_obey_is_not_shown(scanner: Scanner) -> None:
    (one,) = scanner.scan_content(
        "a\x1b[2J.md", f"\x1b]0;x\x07 {KEY} \u202e\x9b31m".encode()
    ).findings
    assert (str(one) + one.shown).isprintable()
