"""The balance of empty answers: what was missing in the raw file is missing afterwards, and why.

The raw cells are counted anew, from column map, signs and codes alone and without the code that
converts them. What they say is compared with the clean answers, answer by answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from typfrage.survey.clean_answers import CleanAnswers
from typfrage.survey.missing.kept_cells import KeptCells
from typfrage.survey.missing.missing_causes import Causes, causes
from typfrage.survey.questionnaire.codebook import Codebook, KeyItem, MissingReason
from typfrage.survey.raw_table import RawTable
from typfrage.survey.waves.study import Wave

COLUMNS = ("item", "cause", "code", "reason", "before", "after")


@dataclass(frozen=True)
class MissingBalance:
    """Empty answers before and after cleaning.

    Attributes:
        frame: One row an item, cause, code and reason: ``before`` counts the kept answers whose raw
            cells are missing for that cause, ``after`` those of them that are missing for that
            reason in the clean answers. The cause is ``empty`` (an empty cell, or no tick),
            ``code`` (a code for an empty answer, named in ``code``), ``sign`` (the sign for what
            was not shown), ``filter`` (empty because the question was not put), or ``none``
            (missing afterwards though the raw cells hold an answer).
        declared: One row a column and code that the raw file itself declares missing: ``column``,
            ``code``, ``before`` (cells of kept answers that hold it), ``after`` (those of them that
            are missing in the clean answers).
    """

    frame: pd.DataFrame
    declared: pd.DataFrame

    @property
    def balanced(self) -> bool:
        """Whether what was missing before, and nothing else, is missing after for its reason."""
        return not len(self.gaps)

    @property
    def gaps(self) -> pd.DataFrame:
        """Rows of ``frame`` and ``declared`` that do not balance."""
        rows = pd.concat([self.frame, self.declared.rename(columns={"column": "item"})])
        return rows[rows["before"] != rows["after"]]

    def demand(self) -> None:
        """Insist on the balance.

        Raises:
            RuntimeError: Something does not balance; every such item and code is named.
        """
        if not self.balanced:
            lines = [
                f"{row['item']}, {row['cause']} {row['code']!r}: {row['before']} before, "
                f"{row['after']} after"
                for row in self.gaps.fillna("declared").to_dict("records")
            ]
            raise RuntimeError("empty answers do not balance: " + "; ".join(lines))


def missing_balance(
    raw: RawTable, clean: CleanAnswers, wave: Wave, codebook: Codebook
) -> MissingBalance:
    """Count the empty answers before and after cleaning.

    Args:
        raw: The raw file as it was read.
        clean: What cleaning made of it.
        wave: Column map, signs, codes, rules of choice and corrections.
        codebook: The questionnaire.
    """
    cells = KeptCells.of_kept(raw, clean.audit, wave, codebook)
    keys = cells.keys(codebook.key.id, clean.audit)
    order = clean.answers.index.get_indexer(pd.Index(keys))
    if len(order) != len(clean.answers) or (order < 0).any():
        raise RuntimeError("the kept answers of the raw file are not those of the clean answers")
    parts = [
        part
        for item in wave.file.items(codebook)
        if not isinstance(item, KeyItem)
        for part in _item_rows(
            causes(cells, item), clean.reasons[item.columns[0]].cat.codes.to_numpy()[order], item.id
        )
    ]
    declared = list(_declared_rows(cells, clean, order))
    return MissingBalance(
        pd.DataFrame(parts, columns=list(COLUMNS)),
        pd.DataFrame(declared, columns=["column", "code", "before", "after"]),
    )


def _item_rows(
    found: Causes, after: npt.NDArray[np.int8], item: str
) -> Iterator[tuple[object, ...]]:
    """Rows of one question; ``after`` is the (answers,) position of the reason, -1 for none."""
    reasons = [reason.value for reason in MissingReason]
    width = len(reasons) + 1
    pairs = (found.which + 1) * width + (after.astype(np.int64) + 1)
    counts = np.bincount(pairs, minlength=(len(found.kinds) + 1) * width).reshape(-1, width)
    for reason, number in zip(reasons, counts[0, 1:], strict=True):
        if number:
            yield (item, "none", "", reason, 0, int(number))
    for (cause, code, reason), row in zip(found.kinds, counts[1:], strict=True):
        if row.any():
            yield (item, cause, code, reason, int(row.sum()), int(row[1 + reasons.index(reason)]))


def _declared_rows(
    cells: KeptCells, clean: CleanAnswers, order: npt.NDArray[np.intp]
) -> Iterator[tuple[object, ...]]:
    """Rows of the codes that the raw file declares missing and that are no answers."""
    for item in cells.items.values():
        for ref, column, answers in () if isinstance(item, KeyItem) else cells.columns(item):
            position = cells.raw.position(ref)
            described = cells.raw.described[position].missing if cells.raw.described else ()
            for code in described:
                if code not in answers:
                    numbers, texts = cells.texts(ref)
                    holds = np.isin(numbers, [at for at, text in enumerate(texts) if text == code])
                    missing = clean.reasons[column].notna().to_numpy()[order]
                    name = cells.raw.name(position)
                    yield (name, code, int(holds.sum()), int((holds & missing).sum()))
