"""What all sentences share: numbers of types, quotation marks, formats."""

from __future__ import annotations

from typfrage.results.language import speaker
from typfrage.results.markdown import escaped
from typfrage.results.numbers import Format, formatted
from typfrage.results.values import SMALLEST_P, p_number

DECIMAL = Format("decimal", 2)
SHARE = Format("share", 1)
ROUND_SHARE = Format("share")
COUNT = Format()


def capitalised(sentence: str) -> str:
    """Begin a sentence with a capital, leaving the rest as it is."""
    return sentence[:1].upper() + sentence[1:]


def short(name: str) -> str:
    """Return a type's name without the items that mark one without reference: „Typ 1“."""
    return name.partition(":")[0]


def types(k: int, language: str) -> str:
    """Return a number of types as an object: „einen einzigen Typ“, „vier Typen“."""
    say = speaker(language)
    return say.many("einen einzigen Typ", "{count} Typen", k, count=say.number(k))


def k_equals(k: int) -> str:
    """Return „k = 4“ that never breaks."""
    return f"k\u202f=\u202f{k}"


def p_equals(p: float, language: str) -> str:
    """Return „p = 0,005“ or „p < 0,001“ that never breaks."""
    sign = "<" if p < SMALLEST_P else "="
    return f"p\u202f{sign}\u202f{p_number(p, language)}"


def decimal(value: float, language: str) -> str:
    """Write an index with two digits."""
    return formatted(value, DECIMAL, language)


def told(value: float, kind: str, language: str) -> str:
    """Write a share or a mean in a sentence, where zero is „0 %“ and no sign of a table."""
    return formatted(value, ROUND_SHARE if kind == "share" else Format("decimal", 1), language)


def quoted(label: str, language: str) -> str:
    """Return a label from data between quotation marks, as plain text in Markdown."""
    return speaker(language)("„{label}“", label=escaped(label))
