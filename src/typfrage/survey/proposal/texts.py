"""Comparing the words of a questionnaire with those of an export."""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

_TAG = re.compile(r"<[^<>]{1,200}>")
_NO_WORD = re.compile(r"[^\w]+|_+")
_BREAK = re.compile(r"[\[\]\n\t]|[:;?!.](?=\s|$)|\s[-–—|/]\s")
_STEM = 5
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def normal(text: str) -> str:
    """Return the words of a text alone: no case, marks, tags; umlauts as two letters."""
    plain = _TAG.sub(" ", html.unescape(text))
    plain = unicodedata.normalize("NFKC", plain).casefold().translate(_UMLAUTS)
    return _NO_WORD.sub(" ", plain).strip()


def pieces(text: str) -> list[str]:
    """Return the parts of a text between brackets, dashes and marks, each as :func:`normal` does.

    A label often holds a question and an option: "Which goals? [Win funding]".
    """
    return [piece for piece in map(normal, raw_pieces(text)) if piece]


def raw_pieces(text: str) -> list[str]:
    """Return the same parts as they stand there."""
    return [piece.strip() for piece in _BREAK.split(_TAG.sub(" ", text)) if piece.strip()]


def own_texts(texts: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return of each place the words that it shares with no other place.

    The statements of a matrix begin with the same question, which tells nothing about them.

    Args:
        texts: (places,) the wordings of each place.

    Returns:
        (places,) of each wording the parts of its own, joined and one by one; the whole where
        nothing would be left.
    """
    by_place = [[pieces(text) for text in wordings] for wordings in texts]
    used = Counter(piece for parts in by_place for piece in {one for each in parts for one in each})
    own = []
    for parts in by_place:
        found: dict[str, None] = {}
        for each in parts:
            kept = [piece for piece in each if used[piece] == 1] or each
            found |= dict.fromkeys([" ".join(kept), *(one for one in kept if " " in one)])
        own.append(list(found))
    return own


def shared_words(one: str, other: str) -> float:
    """Return the share of the words of two texts that both have, by their first letters.

    "IT security" and "security" share many letters and mean two things; so do texts that differ in
    a number, which share nothing here.

    Args:
        one: A text as :func:`normal` returns it.
        other: The same.
    """
    first = {word[:_STEM] for word in one.split()}
    second = {word[:_STEM] for word in other.split()}
    differing = first ^ second
    if not first or not second or any(map(_has_digit, differing)):
        return 0.0
    return len(first & second) / len(first | second)


def _has_digit(word: str) -> bool:
    return any(letter.isdigit() for letter in word)


class Similarity:
    """Likeness of texts: cosine of the letters that they share, rare sequences counting more.

    Sequences of 3 to 5 letters within words, weighted by inverse document frequency (Salton &
    Buckley 1988, https://doi.org/10.1016/0306-4573(88)90021-0).

    Args:
        texts: All that will be compared, as :func:`normal` returns it.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._places = {text: at for at, text in enumerate(dict.fromkeys(filter(None, texts)))}
        letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
        self._vectors = letters.fit_transform(list(self._places)) if self._places else None

    def best(self, one: Sequence[Sequence[str]], other: Sequence[Sequence[str]]) -> np.ndarray:
        """Return the likeness of the two texts that are most alike.

        Args:
            one: (rows,) texts of each row.
            other: (columns,) texts of each column.

        Returns:
            (rows × columns) from 0, nothing shared, to 1, the same words; 0 without texts.
        """
        result = np.zeros((len(one), len(other)))
        left, right = self._flat(one), self._flat(other)
        if self._vectors is None or not left or not right:
            return result
        rows, columns = np.array(left), np.array(right)
        cosines = (self._vectors[rows[:, 1]] @ self._vectors[columns[:, 1]].T).toarray()
        np.maximum.at(result, (rows[:, :1], columns[:, 0][None, :]), np.minimum(cosines, 1.0))
        return result

    def _flat(self, texts: Sequence[Sequence[str]]) -> list[tuple[int, int]]:
        return [
            (at, self._places[text])
            for at, own in enumerate(texts)
            for text in own
            if text in self._places
        ]
