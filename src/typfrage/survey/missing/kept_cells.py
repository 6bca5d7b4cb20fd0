"""The raw cells of the answers that were kept, read anew and without converting anything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from typfrage.survey.audit import Audit
from typfrage.survey.questionnaire.codebook import ClosedItem, Codebook, Item, MultipleItem
from typfrage.survey.raw_table import RawTable
from typfrage.survey.reader import option_columns
from typfrage.survey.waves.source import ColumnRef
from typfrage.survey.waves.study import Wave


@dataclass(frozen=True)
class KeptCells:
    """The raw cells of the answers that were kept, with the known errors corrected.

    Attributes:
        raw: The raw file.
        wave: Column map, signs, codes, rules and corrections.
        items: The wave's items by id.
        kept: Positions of the kept answers among the rows of the raw file.
    """

    raw: RawTable
    wave: Wave
    items: dict[str, Item]
    kept: npt.NDArray[np.intp]

    @classmethod
    def of_kept(cls, raw: RawTable, audit: Audit, wave: Wave, codebook: Codebook) -> KeptCells:
        """Return the cells of the answers that no rule excluded."""
        kept = np.flatnonzero(~raw.cells.index.isin(audit.exclusions["row"]))
        return cls(raw, wave, {item.id: item for item in wave.file.items(codebook)}, kept)

    def texts(self, ref: ColumnRef) -> tuple[npt.NDArray[np.intp], list[str]]:
        """Return the cells of a column as (answers,) positions in a list of distinct texts."""
        position = self.raw.position(ref)
        numbers, distinct = pd.factorize(self.raw.cells[position])
        texts = [text.strip() for text in distinct]
        for correction in self.wave.corrections.corrections:
            if self.raw.position(correction.column) == position:
                ids = self.raw.column(self.wave.file.source.answer_id)
                numbers[(ids == correction.answer).to_numpy()] = len(texts)
                texts.append(correction.becomes.strip())
        return numbers[self.kept], texts

    def keys(self, name: str, audit: Audit) -> list[str]:
        """Return the key of each kept answer: what stands there, or what the audit made of it."""
        where = self.wave.file.columns[name]
        assert where.column is not None
        numbers, texts = self.texts(where.column)
        changed = audit.changes[audit.changes["item"] == name]
        became = dict(zip(changed["row"], changed["after"], strict=True))
        rows = self.raw.cells.index[self.kept]
        return [became.get(row, texts[number]) for row, number in zip(rows, numbers, strict=True)]

    def columns(self, item: Item) -> Iterator[tuple[ColumnRef, str, set[str]]]:
        """Yield a question's raw columns, their clean ones, and what stands there as an answer."""
        where = self.wave.file.columns[item.id]
        if where.column is not None:
            codes = (
                {option.code for option in item.options} if isinstance(item, ClosedItem) else set()
            )
            recoded = {was for was, becomes in where.recode.items() if becomes in codes}
            yield where.column, item.id, (codes - where.recode.keys()) | recoded
        elif isinstance(item, ClosedItem):
            ticked, unticked = where.signs(self.wave.file.source)
            for option, ref in zip(item.options, option_columns(item, where), strict=True):
                column = option.id if isinstance(item, MultipleItem) else item.id
                yield ref, column, {*ticked, *unticked}
