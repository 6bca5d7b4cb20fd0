"""The codes of one column, held against the codes of its question."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import linear_sum_assignment

from typfrage.survey.proposal.columns import SHOWN_COUNT, Column
from typfrage.survey.proposal.reason_words import reason_of
from typfrage.survey.proposal.targets import option_words, words
from typfrage.survey.proposal.texts import Similarity, normal
from typfrage.survey.questionnaire.codebook import ClosedItem, MissingReason, Option

_ALIKE = 0.8
"""Least likeness of an option's words in file and codebook."""

_MARGIN = 0.1


@dataclass(frozen=True)
class Codes:
    """What the codes of a column mean.

    Attributes:
        recode: Code of the codebook by the code in the file, where they differ.
        by_words: Options that were offered and that the file names in words.
        reasons: Why there is no answer, by codes that the codebook does not know.
        reworded: Label in the file by option, where it is another than the codebook's.
        new: Label in the file by code, of what the codebook lacks.
        absent: Options that the file does not name, where it names any.
        unknown: Frequent codes without any meaning.
        rare: Whether there are others that are rarer.
        undecided: Codes with labels mean something else here than in the codebook, and there are
            codes without labels that the codebook knows: the column may not be read by its codes.
    """

    recode: Mapping[str, str] = field(default_factory=dict)
    by_words: int = 0
    reasons: Mapping[str, MissingReason] = field(default_factory=dict)
    reworded: Mapping[str, str] = field(default_factory=dict)
    new: Mapping[str, str] = field(default_factory=dict)
    absent: tuple[Option, ...] = ()
    unknown: tuple[str, ...] = ()
    rare: bool = False
    undecided: bool = False


def compare_codes(
    column: Column,
    item: ClosedItem,
    options: tuple[Option, ...],
    known: Collection[str],
    before: Mapping[str, str],
) -> Codes:
    """Find what the codes in a column mean.

    The labels of the file count before its codes: a scale may run the other way. Without labels,
    a cell may be the text of an option, or a code of the codebook; nothing else is guessed.

    Args:
        column: The column.
        item: Its question, with the options of all days.
        options: The options that were offered.
        known: Signs that the export uses for empty answers.
        before: How the example wave recodes a column of the same name.
    """
    own = _meanings(item)
    labels = dict(column.values) or _texts(column, item)
    found = _by_words(labels, own)
    in_order = sorted(found.items(), key=lambda pair: (pair[1], pair[0]))
    recode = {code: own[at][0] for code, at in in_order if code != own[at][0]}
    left = {code: label for code, label in labels.items() if code not in found}
    reasons = {code: reason for code, label in left.items() if (reason := reason_of(label))}
    new = {code: label for code, label in left.items() if code not in reasons}
    bare = _bare(column, {*labels, *known})
    if not column.values:
        recode |= {code: before[code] for code in bare if code in before}
    codes = {code for code, _ in own}
    undecided = bool(recode) and bool(column.values) and any(code in codes for code in bare)
    clear = {*recode} if undecided else {*recode, *codes}
    unknown = {code: number for code, number in bare.items() if code not in clear}
    named = {own[at][0] for at in found.values()}
    return Codes(
        recode=recode,
        by_words=sum(option.code in named for option in options),
        reasons=reasons,
        reworded=_reworded(labels, found, own),
        new=new if column.values else {},
        absent=tuple(o for o in options if o.code not in named) if column.values else (),
        unknown=tuple(sorted(code for code, n in unknown.items() if n >= SHOWN_COUNT)),
        rare=any(number < SHOWN_COUNT for number in unknown.values()),
        undecided=undecided,
    )


def _bare(column: Column, explained: Collection[str]) -> dict[str, int]:
    """How often each code stands there about which the file says nothing."""
    return {code: number for code, number in column.filled.items() if code not in explained}


def _meanings(item: ClosedItem) -> list[tuple[str, list[str]]]:
    """Codes of the codebook with their words."""
    options = [(option.code, option_words(option)) for option in item.options]
    return options + [(code.code, words(code.label)) for code in item.missing]


def _texts(column: Column, item: ClosedItem) -> dict[str, str]:
    """Cells that are texts of the question's answers, as labels of themselves.

    With them come the texts of all answers in the same language, so that the map does not tell
    which of them somebody gave.
    """
    cells = {normal(value): value for value in column.filled}
    codes = {normal(code) for code, _ in _meanings(item)}
    own = {normal(text) for _, texts in _meanings(item) for text in texts} - codes
    found = {cell: cell for text, cell in cells.items() if text in own}
    if not found:
        return {}
    labels = [option.label for option in item.options] + [code.label for code in item.missing]
    by_language = {
        language: [label[language] for label in labels if language in label]
        for language in labels[0]
    }
    said = max(by_language.values(), key=lambda texts: sum(normal(t) in cells for t in texts))
    return {text: text for text in (*found, *said)}


def _by_words(labels: Mapping[str, str], own: list[tuple[str, list[str]]]) -> dict[str, int]:
    """Place of the meaning by code in the file: the same words, or else words much alike."""
    plain = {normal(text): at for at, (_, texts) in enumerate(own) for text in texts}
    same = {code: plain[normal(label)] for code, label in labels.items() if normal(label) in plain}
    rest = [code for code in labels if code not in same and not reason_of(labels[code])]
    free = [at for at in range(len(own)) if at not in same.values()]
    if not rest or not free:
        return same
    texts = [[normal(labels[code])] for code in rest]
    meanings = [[normal(text) for text in own[at][1]] for at in free]
    similarity = Similarity([text for part in (texts, meanings) for each in part for text in each])
    alike = similarity.best(texts, meanings)
    for code, at in zip(*linear_sum_assignment(-alike), strict=True):
        others = np.append(np.delete(alike[code], at), np.delete(alike[:, at], code))
        if alike[code, at] >= max(_ALIKE, others.max(initial=0) + _MARGIN):
            same[rest[code]] = free[at]
    return same


def _reworded(
    labels: Mapping[str, str], found: Mapping[str, int], own: list[tuple[str, list[str]]]
) -> dict[str, str]:
    return {
        own[at][0]: labels[code]
        for code, at in found.items()
        if normal(labels[code]) not in {normal(text) for text in own[at][1]}
    }
