"""What looks like a leak by its shape alone: numbers like keys, paths, names, addresses."""

from __future__ import annotations

import getpass
import re
import socket
from collections.abc import Collection, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

from typfrage.publish.scan.finding import Hit, Kind
from typfrage.survey.keys.ags import AGS, structure_flaw

_DAYS = (date(1991, 1, 1), date(1997, 1, 1), date(2007, 1, 1), date(2026, 1, 1))
"""Days of different structures of the keys, see :mod:`typfrage.survey.keys.ags`."""

_NUMBER = re.compile(r"(?<![\w#])(?<!\d[.,])(?:\d{8}|\d{12})(?![\w]|[.,]\d)")
_DOI = re.compile(r"10\.\d{4,9}/[^\s\"'<>]+")
_PATH = re.compile(
    r"file:/{2,3}[^\s\"'<>)]*"
    r"|(?<![\w.~/:%-])/(?:home|root|Users|tmp|var/folders|var/tmp|mnt|media|opt|srv|usr/lib)/[\w.@+-]+[^\s\"'<>)]*"
    r"|(?<![\w/])[A-Za-z]:\\{1,2}[\w.@+ -]+(?:\\{1,2}[\w.@+ -]+)*"
    r"|\\\\\\\\?[\w.-]+\\{1,2}[\w.$-]+"
)
_TEMPORARY = re.compile(
    r"\b(?:ipykernel_\d+|typfrage-(?=[a-z_]*\d)[a-z0-9_]{8}"
    r"|tmp(?=[a-z_]*\d)(?=[0-9_]*[a-z])[a-z0-9_]{8})\b"
)
_ADDRESS = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)*\.([A-Za-z]{2,24})\b")
_NO_DOMAIN = frozenset({"png", "svg", "jpg", "jpeg", "css", "js", "html", "woff2", "pdf", "typ"})
_COMMON = frozenset(
    {
        *("admin", "administrator", "builder", "debian", "docker", "gitpod", "home", "jovyan"),
        *("localhost", "nobody", "root", "runner", "sandbox", "test", "ubuntu", "user", "users"),
        *("nonexistent", "null", "vagrant", "work"),
    }
)
"""Names of users and machines that are words, too."""

_SHORTEST_NAME = 4


def addresses(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the e-mail addresses of a text in lower case, with their places."""
    for found in _ADDRESS.finditer(text):
        if found[1].lower() not in _NO_DOMAIN:
            yield found[0].lower().rstrip("."), found.start(), found.end()


class Shapes:
    """Finds what looks like a leak.

    Args:
        allowed: E-mail addresses that the imprint names, in lower case.
        folders: Folders whose paths must not be told.
        names: Names of users and machines.
    """

    def __init__(
        self, allowed: Collection[str], folders: Collection[Path], names: Collection[str]
    ) -> None:
        self._allowed = frozenset(allowed)
        own = (str(path) for path in folders if len(path.parts) > 1)
        self._folders = _any_of(own, r"(?<![\w.~-])", r"(?![\w.-])")
        self._names = _any_of(names, r"(?<!\w)", r"(?!\w)")

    def hits(self, text: str, *, drawing: bool) -> Iterator[Hit]:
        """Yield what looks like a leak.

        Args:
            text: The text.
            drawing: Whether the numbers in it are coordinates.
        """
        if not drawing:
            yield from _key_like(text)
        yield from _found(_PATH, text, "path")
        yield from _found(self._folders, text, "path")
        yield from _found(_TEMPORARY, text, "temporary name")
        yield from _found(self._names, text, "user or host name")
        if "@" in text:
            for address, start, end in addresses(text):
                if address not in self._allowed:
                    yield Hit("e-mail address", start, end)


def this_machine() -> frozenset[str]:
    """Return the names of user, home and host that are no words that anybody could write."""
    names = {Path.home().name, socket.gethostname().partition(".")[0]}
    with suppress(OSError, KeyError):
        names.add(getpass.getuser())
    return frozenset(
        name for name in names if len(name) >= _SHORTEST_NAME and name.lower() not in _COMMON
    )


def looks_like_a_key(digits: str) -> bool:
    """Tell whether eight digits could be an AGS, or twelve an ARS, at any time since 1990."""
    ags = digits[:5] + digits[9:] if len(digits) == len("071325003021") else digits
    return bool(AGS.fullmatch(ags)) and any(not structure_flaw(ags, day) for day in _DAYS)


def _key_like(text: str) -> Iterator[Hit]:
    found = [match for match in _NUMBER.finditer(text) if looks_like_a_key(match[0])]
    if not found:
        return
    cited = [match.span() for match in _DOI.finditer(text)]
    for match in found:
        if not any(start <= match.start() < end for start, end in cited):
            yield Hit("key-like number", *match.span())


def _found(pattern: re.Pattern[str], text: str, kind: Kind) -> Iterator[Hit]:
    return (Hit(kind, *match.span()) for match in pattern.finditer(text))


def _any_of(
    texts: Collection[str] | Iterator[str], before: str = "", after: str = ""
) -> re.Pattern[str]:
    """Compile a pattern of any of the texts; of none it matches nothing."""
    choices = "|".join(sorted(map(re.escape, texts), key=len, reverse=True))
    return re.compile(f"{before}(?:{choices}){after}" if choices else r"(?!)", re.IGNORECASE)
