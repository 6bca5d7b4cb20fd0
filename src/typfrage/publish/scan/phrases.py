"""Many phrases looked for at once in one pass over the words of a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from typfrage.publish.scan.finding import Hit, Kind

WINDOW = 6
"""A longer phrase is also found by so many of its words in a row."""

SURE = 4
"""An answer of fewer words, none of which holds a digit, could be anybody's words."""

_WORD = re.compile(r"\w+")

Words = tuple[str, ...]


class PhraseIndex:
    """Finds phrases whatever stands between their words, in time that does not grow with them.

    Args:
        phrases: Phrases and what they are; a phrase without a word is none.
        exact: Whether upper and lower case matter.
    """

    def __init__(self, phrases: Iterable[tuple[str, Kind]], *, exact: bool = False) -> None:
        self._exact = exact
        self._by_first: dict[str, dict[Words, Kind]] = {}
        for phrase, kind in phrases:
            words = words_of(phrase, exact=exact)
            for at in range(max(1, len(words) - WINDOW + 1)):
                window = words[at : at + WINDOW]
                if window:
                    self._by_first.setdefault(window[0], {})[window] = kind

    def without(self, text: str, *, longest: int = WINDOW) -> PhraseIndex:
        """Return an index without the phrases that stand in a text, such as a questionnaire.

        Args:
            text: The text.
            longest: Phrases of more words stay.
        """
        rest = PhraseIndex((), exact=self._exact)
        known = set()
        for hit in self.hits(text):
            known.add(words_of(text[hit.start : hit.end], exact=self._exact))
        for first, windows in self._by_first.items():
            kept = {
                words: kind
                for words, kind in windows.items()
                if words not in known or len(words) > longest
            }
            if kept:
                rest._by_first[first] = kept
        return rest

    def hits(self, text: str) -> Iterator[Hit]:
        """Yield where one of the phrases, or six words of it, stand in a text."""
        if not self._by_first:
            return
        spans = [(found.start(), found.end()) for found in _WORD.finditer(text)]
        words = [text[start:end] for start, end in spans]
        if not self._exact:
            words = [word.casefold() for word in words]
        for at, word in enumerate(words):
            candidates = self._by_first.get(word)
            if candidates is None:
                continue
            ahead = tuple(words[at : at + WINDOW])
            for size in range(1, len(ahead) + 1):
                kind = candidates.get(ahead[:size])
                if kind is not None:
                    sure = kind != "single answer" or _is_sure(ahead[:size])
                    yield Hit(kind, spans[at][0], spans[at + size - 1][1], sure)


def words_of(text: str, *, exact: bool = False) -> Words:
    """Return the words of a text, in lower case if case does not matter."""
    words = _WORD.findall(text)
    return tuple(words if exact else (word.casefold() for word in words))


def _is_sure(words: Words) -> bool:
    return len(words) >= SURE or any(sign.isdigit() for word in words for sign in word)
