r"""Regular expressions of a study's files: matched in time that grows with the cell, not beyond it.

They are those of RE2, which Arrow brings along: without look-around and references to groups, whose
cost can double with every character, so that a pattern such as ``(a+)+b`` would hang on a cell of
forty. ``\d``, ``\w`` and ``\s`` mean ASCII; ``\p{L}`` is any letter. Beyond RE2, an expression
may begin with ``(?!…)``: what no cell that matches begins with.

Source: https://github.com/google/re2/wiki/Syntax
"""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

LONGEST = 1000
"""Characters of a pattern."""

_NOT = "(?!"


def check_pattern(pattern: str) -> None:
    """Check a regular expression.

    Raises:
        ValueError: It is none, or uses what RE2 does not know.
    """
    if len(pattern) > LONGEST:
        raise ValueError(f"the regular expression has more than {LONGEST} characters")
    excluded, rest = _parts(pattern)
    if reason := _flaw(rest) or _flaw(excluded or ""):
        raise ValueError(f"{pattern!r} is no regular expression that is known: {reason}")


def matches_whole(cells: pd.Series, pattern: str) -> pd.Series:
    """Tell which cells a regular expression matches from their first to their last character.

    Args:
        cells: (answers,) text, none missing.
        pattern: The expression.
    """
    texts = pa.array(cells.to_numpy(object), pa.large_string())
    excluded, rest = _parts(pattern)
    found = pc.match_substring_regex(texts, rf"\A(?:{rest})\z")
    if excluded is not None:
        begins = pc.match_substring_regex(texts, rf"\A(?:{excluded})")
        found = pc.and_(found, pc.invert(begins))
    return pd.Series(found.to_numpy(zero_copy_only=False), index=cells.index)


def _parts(pattern: str) -> tuple[str | None, str]:
    """What a cell must not begin with, and the rest of a pattern."""
    if pattern.startswith(_NOT):
        for end in (at for at, sign in enumerate(pattern) if sign == ")"):
            excluded, rest = pattern[len(_NOT) : end], pattern[end + 1 :]
            if not _flaw(excluded) and not _flaw(rest):
                return excluded, rest
    return None, pattern


def _flaw(pattern: str) -> str:
    """Why RE2 refuses a pattern; empty where it does not."""
    try:
        pc.match_substring_regex(pa.array([""]), pattern)
    except pa.ArrowInvalid as error:
        return str(error).removeprefix("Invalid regular expression: ")
    except UnicodeEncodeError:
        return "it holds half a character"
    return ""
