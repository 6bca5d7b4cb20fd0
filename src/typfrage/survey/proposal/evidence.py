"""How much speaks for a column holding a question or option."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from typfrage.survey.proposal.columns import Column
from typfrage.survey.proposal.fitting_values import can_hold, telling_options
from typfrage.survey.proposal.targets import Target, plain_name
from typfrage.survey.proposal.texts import Similarity, normal, own_texts, pieces, shared_words

SAME_NAME, LIKE_NAME = 1.1, 1.0
"""A name of the example wave speaks for more than any words; with other marks, for as much as the
same words."""

SAME_OPTIONS = 0.85
"""Just the options of one question, in a column about which the file says nothing else."""

CONTRADICTED = 0.3
"""Below this likeness the words of a column speak against its name or values."""

OF_QUESTION = 0.1
"""Share that the words of the question have in the score of an option."""

OTHER_QUESTION = 0.7
"""Factor where the words beside the option are those of another question."""

HALF_THE_WORDS = 0.5
"""Texts that share no more of their words are not the same, however alike their letters are."""

OTHER_WORDS = 0.7
"""Factor where they do."""

CUT_FROM = 40
"""Characters, without marks, from which on the beginning of a question tells it from others."""

_DOUBTFUL, _SAME = 0.6, 0.995
_QUESTION_WORDS = 3


@dataclass(frozen=True)
class Evidence:
    """What speaks for each pair.

    Attributes:
        score: (targets × columns) from 0; beyond 1 by name.
        words: (targets × columns) likeness of the words alone, from 0 to 1.
        named: (targets × columns) whether the name speaks for the pair and no words against it.
        options: (targets × columns) whether only the texts of the options speak for it.
    """

    score: np.ndarray
    words: np.ndarray
    named: np.ndarray
    options: np.ndarray


def weigh(columns: tuple[Column, ...], targets: tuple[Target, ...]) -> Evidence:
    """Weigh names, words and values of every column for every question and option.

    Args:
        columns: The columns of the export.
        targets: What is looked for.
    """
    words = _words(columns, targets)
    possible = np.array([[can_hold(column, target) for column in columns] for target in targets])
    labelled = np.array([column.labelled for column in columns])
    against = labelled[None, :] & (words < CONTRADICTED)
    names = np.where(against, 0.0, _names(columns, targets))
    told = np.array([" " in normal(column.says) for column in columns])
    options = telling_options(columns, targets) & ~told[None, :]
    score = np.maximum.reduce([words, names, np.where(options, SAME_OPTIONS, 0.0)])
    only_options = options & (score == SAME_OPTIONS)
    return Evidence(np.where(possible, score, 0.0), words, names > 0, only_options)


def _names(columns: tuple[Column, ...], targets: tuple[Target, ...]) -> np.ndarray:
    """(targets × columns) how much the names speak for it."""
    score = np.zeros((len(targets), len(columns)))
    plain = [{plain_name(name) for name in column.names} for column in columns]
    for at, target in enumerate(targets):
        expected = {target.id} | ({target.former_name} if target.former_name else set())
        looks = {plain_name(name) for name in expected}
        for position, column in enumerate(columns):
            if target.former_name in column.names:
                score[at, position] = SAME_NAME
            elif looks & plain[position]:
                score[at, position] = LIKE_NAME
    return score


def _words(columns: tuple[Column, ...], targets: tuple[Target, ...]) -> np.ndarray:
    """(targets × columns) likeness of the words."""
    questions = [target for target in targets if target.option is None]
    options = [target for target in targets if target.option is not None]
    in_columns = own_texts([[column.says] for column in columns])
    own = [[*texts, normal(c.says)] for texts, c in zip(in_columns, columns, strict=True)]
    parts = [_parts(column) for column in columns]
    asked = own_texts([target.words for target in questions])
    labels = [list(map(normal, target.words)) for target in options]
    wordings = [
        [text for one in t.questions for text in (normal(one), *pieces(one))] for t in options
    ]
    every = [
        text for part in (own, parts, asked, labels, wordings) for each in part for text in each
    ]
    similarity = Similarity(every)
    words = np.zeros((len(targets), len(columns)))
    words[[t.option is None for t in targets]] = similarity.best(asked, own)
    about = similarity.best(wordings, parts)
    of_options = _options(similarity, labels, parts, about)
    words[[t.option is not None for t in targets]] = of_options
    texts = iter(asked), iter(labels)
    by_target = [next(texts[target.option is not None]) for target in targets]
    by_kind = (own, parts)
    for t, c in zip(*np.nonzero((words >= _DOUBTFUL) & (words < _SAME)), strict=True):
        heard = by_kind[targets[t].option is not None][c]
        shared = max(shared_words(one, other) for one in by_target[t] for other in heard)
        words[t, c] *= 1 if shared > HALF_THE_WORDS else OTHER_WORDS
    words[_cut_off(columns, targets)] = 1.0
    return words


def _cut_off(columns: tuple[Column, ...], targets: tuple[Target, ...]) -> np.ndarray:
    """(targets × columns) whether a label is the beginning of a question, and of no other one.

    Tools cut labels off; an SPSS file holds 256 bytes of each.
    """
    labels = [normal(column.says) for column in columns]
    begins = np.zeros((len(targets), len(columns)), dtype=bool)
    for at, target in enumerate(targets):
        wordings = tuple(map(normal, target.words)) if target.option is None else ()
        begins[at] = [
            len(label) >= CUT_FROM and any(each.startswith(label) for each in wordings)
            for label in labels
        ]
    begins[:, begins.sum(axis=0) > 1] = False
    return begins


def _options(
    similarity: Similarity,
    labels: Sequence[Sequence[str]],
    parts: Sequence[Sequence[str]],
    about: np.ndarray,
) -> np.ndarray:
    """(options × columns) likeness of the option's words, less where the question is another."""
    of_option = similarity.best(labels, parts)
    score = (1 - OF_QUESTION) * of_option + OF_QUESTION * about
    asks = np.array([_asks(own) for own in parts])
    other = asks[None, :] & (about < CONTRADICTED)
    return np.where(other, score * OTHER_QUESTION, score)


def _asks(parts: Sequence[str]) -> bool:
    """Tell whether a label holds a question beside an option."""
    return len(parts) > 2 and any(len(part.split()) >= _QUESTION_WORDS for part in parts[1:])


def _parts(column: Column) -> list[str]:
    """The whole label and its parts, and the one text that stands for a tick."""
    whole = normal(column.says)
    texts = list(column.filled)
    tick = [normal(texts[0])] if len(texts) == 1 and not texts[0].isalnum() else []
    return list(dict.fromkeys([whole, *pieces(column.says), *tick]))
