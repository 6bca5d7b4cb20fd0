"""Complaints about the encoding of a text file.

Every one names the declaration in wave.yml and the option of the command line that mend it.
"""

from __future__ import annotations

from typfrage.problems import Cell, Problem


def holds_nul(file: str, encoding: str, line: int) -> Problem:
    """Complain about NUL characters."""
    return Problem(
        "the file holds NUL characters",
        f"{file}, line {line}",
        f"text in the encoding {encoding!r}, every character of it readable",
        "restore the export; if it is UTF-16, declare utf-16 (source.encoding, --encoding)",
        Cell(file, line),
    )


def other_mark(file: str, encoding: str, words: str, name: str) -> Problem:
    """Complain about a byte order mark of another encoding than declared."""
    return Problem(
        f"the file begins with the byte order mark of {words}, not as {encoding!r} does",
        file,
        f"text in the encoding {encoding!r} that is declared",
        f"declare {name} (source.encoding in wave.yml, --encoding), or leave the encoding out",
    )


def unrecognised(file: str, doubt: str) -> Problem:
    """Complain about bytes of no encoding that is recognised."""
    return Problem(
        f"the encoding is not recognised: {doubt}",
        file,
        "text in UTF-8, UTF-16 or Windows-1252",
        'save the export as "CSV UTF-8", or declare its encoding (source.encoding in wave.yml, '
        "--encoding), e.g. cp850 of DOS or mac_roman",
    )


def surely_utf8(file: str, encoding: str) -> Problem:
    """Complain about UTF-8 that is declared to be something else."""
    return Problem(
        f"{encoding!r} is declared, but all bytes are valid UTF-8, which no such text is by chance",
        file,
        f"text in the encoding {encoding!r} that is declared",
        "declare utf-8 (source.encoding in wave.yml, --encoding), or leave the encoding out",
    )


def wrong_encoding(file: str, encoding: str, error: Exception) -> Problem:
    """Complain about bytes that the declared encoding does not have, or about its name."""
    if isinstance(error, UnicodeDecodeError):
        what = f"byte {error.start} (0x{error.object[error.start]:02x}) is not {encoding}"
    else:
        what = f"cannot be read as {encoding!r}: {error}"
    return Problem(
        what,
        file,
        f"text in the encoding {encoding!r} that is declared",
        "declare the true encoding (source.encoding in wave.yml, --encoding), e.g. cp1252 or "
        "utf-16, or leave it out: UTF-8, UTF-16 and Windows-1252 are recognised",
    )
