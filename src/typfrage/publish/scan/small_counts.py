"""Counts of municipalities that are too small to be published, in tables and in texts.

A number is taken for a count of municipalities where a column's heading or the words beside it say
so. "Zwei Kommunen" is how one speaks of any pair, and "eine Kommune" of any municipality: these
count only behind words such as "nur" and "genau".
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from typfrage.publish.scan.declared import Declared
from typfrage.publish.scan.finding import Hit
from typfrage.publish.scan.passage import Passage

_WORDS = {
    1: ("eine", "einer", "einem", "einen", "one"),
    2: ("zwei", "two"),
    3: ("drei", "three"),
    4: ("vier", "four"),
    5: ("fünf", "five"),
    6: ("sechs", "six"),
    7: ("sieben", "seven"),
    8: ("acht", "eight"),
    9: ("neun", "nine"),
}
_OFTEN_MEANT_OF_ANY = 2
_NOUN = (
    r"(?:Kommunen?|St(?:adt|ädten?)|Gemeinden?|(?:Land)?[Kk]reisen?|(?:Land)?[Kk]reis"
    r"|municipalit(?:y|ies)|towns?|cit(?:y|ies)|communes?)\b"
)
_SPACE = r"(?: ?\n|[ \u00a0\u202f])"
_ONLY = r"(?:nur|genau|lediglich|only|exactly|just)"


class SmallCounts:
    """Finds counts from 1 up to below the threshold.

    Args:
        declared: What the manifest says of the columns of tables.
    """

    def __init__(self, declared: Declared) -> None:
        minimum_cases = declared.minimum_cases
        self._small = frozenset(map(str, range(1, minimum_cases)))
        self._declared = declared
        numbers = "|".join(self._small) or "(?!)"
        often = [
            word
            for number, words in _WORDS.items()
            if _OFTEN_MEANT_OF_ANY < number < minimum_cases
            for word in words
        ]
        rarely = [
            word
            for number, words in _WORDS.items()
            if number <= min(_OFTEN_MEANT_OF_ANY, minimum_cases - 1)
            for word in words
        ]
        self._text = re.compile(
            rf"(?<![\w.,–−+-])(?:{numbers}|{_either(often)}|{_ONLY}{_SPACE}(?:{_either(rarely)}))"
            rf"{_SPACE}(?:[a-zäöüß]+e[nr]?{_SPACE})?{_NOUN}"
            rf"|\b[nN]\s*=\s*(?:{numbers})(?![\d]|[.,]\d)",
        )

    def hits(self, passage: Passage) -> Iterator[Hit]:
        """Yield the small counts of a passage that people read."""
        if passage.role != "text" or not self._small:
            return
        if passage.heading:
            yield from self._cell(passage)
        # In the text of a page, cells that stand beside each other may look like a sentence.
        on_a_page = passage.place.startswith("page ")
        for found in self._text.finditer(passage.text):
            certain = found[0].strip()[-1].isdigit() or found[0][0].isdigit()
            yield Hit("small count", *found.span(), certain and not on_a_page)

    def _cell(self, passage: Passage) -> Iterator[Hit]:
        if self._declared.counts(passage.file, passage.heading):
            text = passage.text.strip()
            if text.removesuffix(".0") in self._small:
                start = passage.text.index(text)
                certain = self._declared.is_declared(passage.file)
                yield Hit("small count", start, start + len(text), certain)


def _either(words: Collection[str]) -> str:
    return "|".join(words) or "(?!)"
