"""Why the raw cells of an answer are empty, read from them anew and without converting anything."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from typfrage.survey.missing.kept_cells import KeptCells
from typfrage.survey.questionnaire.codebook import (
    ClosedItem,
    Item,
    MissingReason,
    MultipleItem,
    NumberItem,
)
from typfrage.survey.reader import option_columns
from typfrage.survey.waves.wave import ChoiceRules

Cause = tuple[str, str, str]
"""What stands there (``empty``, ``code``, ``sign`` or ``filter``), the code or sign, the reason."""

_ANSWER = -1
_EMPTY: Cause = ("empty", "", MissingReason.NOT_ANSWERED.value)


@dataclass(frozen=True)
class Causes:
    """Why the answers to one question are empty.

    Attributes:
        which: (answers,) position in ``kinds``; -1 where there is an answer.
        kinds: The causes.
    """

    which: npt.NDArray[np.int64]
    kinds: tuple[Cause, ...]


def causes(cells: KeptCells, item: Item) -> Causes:
    """Return why the answers to a question are empty.

    Args:
        cells: The raw cells.
        item: Any item of the wave but the key.
    """
    where = cells.wave.file.columns[item.id]
    found = _in_column(cells, item) if where.column is not None else _in_ticks(cells, item)
    if item.asked_if is None:
        return found
    put = _chosen(cells, item.asked_if.item, item.asked_if.chosen)
    unput = tuple(
        ("filter" if cause == "empty" else cause, text, MissingReason.NOT_ASKED.value)
        for cause, text, _ in (*found.kinds, _EMPTY)
    )
    # An answer to a question that was not put cannot remain; no tick there is nobody's "none".
    silent = len(found.kinds) + np.where(found.which < 0, len(found.kinds), found.which)
    return Causes(np.where(put, found.which, silent), (*found.kinds, *unput))


def _in_column(cells: KeptCells, item: Item) -> Causes:
    where = cells.wave.file.columns[item.id]
    assert where.column is not None
    numbers, texts = cells.texts(where.column)
    position = cells.raw.position(where.column)
    kinds: dict[Cause, int] = {}
    of_text = np.full(len(texts), _ANSWER)
    for at, text in enumerate(texts):
        cause = _cause(cells, item, where.recode.get(text, text), position)
        if cause is not None:
            of_text[at] = kinds.setdefault(cause, len(kinds))
    return Causes(of_text[numbers], tuple(kinds))


def _cause(cells: KeptCells, item: Item, text: str, position: int) -> Cause | None:
    """Why a cell of a column is empty; nothing where it holds an answer."""
    source = cells.wave.file.source
    own = {code.code: code.reason for code in item.missing}
    if text == "":
        return _EMPTY
    if text in source.not_shown:
        return ("sign", text, MissingReason.NOT_ASKED.value)
    if text in own:
        return ("code", text, own[text].value)
    if isinstance(item, ClosedItem):
        if text in {option.code for option in item.options}:
            return None
        if text in source.not_chosen:
            return ("code", text, MissingReason.NOT_ANSWERED.value)
    if isinstance(item, NumberItem) and _is_number(cells, item, text, position):
        return None
    return ("code", text, source.missing[text].value) if text in source.missing else None


def _is_number(cells: KeptCells, item: NumberItem, text: str, position: int) -> bool:
    """Tell whether a code is a number of this question by a file that describes its columns."""
    described = cells.raw.described
    if text not in cells.wave.file.source.missing or not described:
        return False
    low, high = item.minimum or 0, np.inf if item.maximum is None else item.maximum
    return text not in described[position].missing and low <= float(text) <= high


def _in_ticks(cells: KeptCells, item: Item) -> Causes:
    assert isinstance(item, ClosedItem)
    where, source = cells.wave.file.columns[item.id], cells.wave.file.source
    ticked, unticked = where.signs(source)
    own = {code.code: code.reason for code in item.missing if code.code not in unticked}
    codes = [*own, *(code for code in source.missing if code not in (*own, *unticked))]
    codes = [code for code in codes if code not in source.not_shown]
    reasons = dict(source.missing) | own
    signs = [sign for sign in source.not_shown if sign]
    kinds = [("code", code, reasons[code].value) for code in codes]
    kinds += [("sign", sign, MissingReason.NOT_ASKED.value) for sign in signs]
    chosen = np.zeros(len(cells.kept), dtype=bool)
    which = np.full(len(cells.kept), len(kinds))
    for ref in option_columns(item, where):
        numbers, texts = cells.texts(ref)
        chosen |= _flags(texts, ticked)[numbers]
        of_text = np.array([_place(text, (*codes, *signs)) for text in texts])
        found = of_text[numbers]
        which = np.where(found < len(kinds), found, which)
    nothing = cells.wave.file.choices.get(item.id, ChoiceRules()).nothing
    if isinstance(item, MultipleItem) and nothing == "none":
        which = np.where(which == len(kinds), _ANSWER, which)
    return Causes(np.where(chosen, _ANSWER, which), (*kinds, _EMPTY))


def _chosen(cells: KeptCells, name: str, options: Iterable[str]) -> npt.NDArray[np.bool_]:
    """(answers,) whether one of these options was chosen."""
    item, where = cells.items[name], cells.wave.file.columns[name]
    assert isinstance(item, ClosedItem)
    wanted = [option for option in item.options if option.id in set(options)]
    if where.column is not None:
        numbers, texts = cells.texts(where.column)
        codes = [where.recode.get(text, text) for text in texts]
        return _flags(codes, [option.code for option in wanted])[numbers]
    ticked, _ = where.signs(cells.wave.file.source)
    ticks = {
        option.id: _flags(texts, ticked)[numbers]
        for option, ref in zip(item.options, option_columns(item, where), strict=True)
        for numbers, texts in [cells.texts(ref)]
    }
    rules = cells.wave.file.choices.get(name, ChoiceRules())
    for exclusive in item.options if rules.exclusive == "drop_exclusive" else ():
        if exclusive.exclusive:
            beside = np.any([ticks[one] for one in ticks if one != exclusive.id], axis=0)
            ticks[exclusive.id] = ticks[exclusive.id] & ~beside
    return np.asarray(np.any([ticks[option.id] for option in wanted], axis=0), dtype=bool)


def _flags(texts: list[str], wanted: Iterable[str]) -> npt.NDArray[np.bool_]:
    among = set(wanted)
    return np.array([text in among for text in texts], dtype=bool)


def _place(text: str, among: tuple[str, ...]) -> int:
    """Position of a text; behind all of them where it is none of them."""
    return among.index(text) if text in among else len(among)
