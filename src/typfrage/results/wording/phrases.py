"""What all sentences share: enumerations, numbers of types, formats."""

from __future__ import annotations

from collections.abc import Sequence

from typfrage.results.markdown import escaped
from typfrage.results.numbers import Format, formatted, in_words
from typfrage.results.values import SMALLEST_P

DECIMAL = Format("decimal", 2)
PROBABILITY = Format("decimal", 3)
SHARE = Format("share", 1)
ROUND_SHARE = Format("share")
COUNT = Format()
AS_PUBLISHED = ", soweit veröffentlicht"
"""Behind what is the largest or most frequent, where a withheld value may be larger."""


def enumeration(words: Sequence[str]) -> str:
    """Join words as German does: „a, b und c“."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} und {words[-1]}"


def capitalised(sentence: str) -> str:
    """Begin a sentence with a capital, leaving the rest as it is."""
    return sentence[:1].upper() + sentence[1:]


def short(name: str) -> str:
    """Return a type's name without the items that mark one without reference: „Typ 1“."""
    return name.partition(":")[0]


def types(k: int) -> str:
    """Return a number of types as an object: „einen einzigen Typ“, „vier Typen“."""
    return "einen einzigen Typ" if k == 1 else f"{in_words(k)} Typen"


def k_equals(k: int) -> str:
    """Return „k = 4“ that never breaks."""
    return f"k\u202f=\u202f{k}"


def p_equals(p: float) -> str:
    """Return „p = 0,005“ or „p < 0,001“ that never breaks."""
    sign = "<" if p < SMALLEST_P else "="
    return f"p\u202f{sign}\u202f{formatted(max(p, SMALLEST_P), PROBABILITY)}"


def decimal(value: float) -> str:
    """Write an index with two digits."""
    return formatted(value, DECIMAL)


def told(value: float, kind: str) -> str:
    """Write a share or a mean in a sentence, where zero is „0 %“ and no sign of a table."""
    return formatted(value, ROUND_SHARE if kind == "share" else Format("decimal", 1))


def quoted(label: str) -> str:
    """Return a label from data between German quotation marks, as plain text in Markdown."""
    return f"„{escaped(label)}“"
