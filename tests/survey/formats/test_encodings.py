"""An encoding is recognised without doubt, or the file is refused."""

from __future__ import annotations

import codecs
from collections.abc import Callable

import pytest
from tests.survey.formats.tables import content

from typfrage.problems import InputError
from typfrage.survey.formats import Export
from typfrage.survey.formats.encodings import detect

TEXT = "id;ort\r\n1;Köln – „Süd“ €\r\n2;Straße\r\n"
ROWS = [["id", "ort"], ["1", "Köln – „Süd“ €"], ["2", "Straße"]]


@pytest.mark.parametrize(
    ("raw", "encoding", "how"),
    [
        (TEXT.encode(), "utf-8", "valid UTF-8"),
        (TEXT.encode("utf-8-sig"), "utf-8-sig", "byte order mark of UTF-8"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16", "byte order mark of UTF-16"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16", "byte order mark of UTF-16"),
        (TEXT.encode("utf-32"), "utf-32", "byte order mark of UTF-32"),
        (TEXT.encode("utf-16-le"), "utf-16-le", "every other byte is NUL"),
        (TEXT.encode("utf-16-be"), "utf-16-be", "every other byte is NUL"),
        (TEXT.encode("cp1252"), "cp1252", "characters of Windows-1252"),
    ],
)
def test_encodings_are_recognised_with_the_reason(
    raw: bytes, encoding: str, how: str, describe: Callable[..., Export]
) -> None:
    export = describe(raw)
    assert export.encoding == encoding
    assert how in export.encoding_found
    assert content(export.table) == ROWS


def test_a_late_umlaut_is_found_too(describe: Callable[..., Export]) -> None:
    export = describe(b"id;ort\n" + b"1;x\n" * 50_000 + "2;Köln\n".encode("cp1252"))
    assert export.encoding == "cp1252"
    assert export.table.cells.iloc[-1, 1] == "Köln"


def test_ascii_needs_no_guess() -> None:
    assert detect(b"id;a\n1;2\n", "raw.csv") == ("utf-8", "ASCII characters only")


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        ("id;ort\n1;Köln\n".encode("cp850"), "cp850"),
        ("id;ort\n1;Überlingen\n2;Fürth\n".encode("cp437"), "cp437"),
        ("id;ort\n1;Lübeck\n".encode("mac_roman"), "mac_roman"),
        ("id;ort\n1;東京\n".encode("shift_jis"), "shift_jis"),
        ("id;ort\n1;Минск\n".encode("cp1251"), "cp1251"),
    ],
)
def test_other_encodings_are_refused_and_read_where_declared(
    raw: bytes, encoding: str, describe: Callable[..., Export]
) -> None:
    with pytest.raises(InputError, match="the encoding is not recognised"):
        describe(raw)
    export = describe(raw, encoding=encoding)
    assert export.encoding_found == "declared"
    assert "\n".join(";".join(row) for row in content(export.table)) == raw.decode(encoding).strip()


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "iso8859-15", "ascii", "utf-8"])
def test_ascii_is_read_in_every_declared_encoding_that_holds_it(
    encoding: str, describe: Callable[..., Export]
) -> None:
    assert content(describe(b"id;a\n1;2\n", encoding=encoding).table)[1] == ["1", "2"]
