"""From the text of the raw file to the values of the clean answers, one item at a time."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from typfrage.survey.audit import AuditLog
from typfrage.survey.codebook import (
    ClosedItem,
    Item,
    KeyItem,
    MissingReason,
    MultipleItem,
    NumberItem,
    ScaleItem,
    SingleItem,
    TextItem,
)
from typfrage.survey.reader import option_columns
from typfrage.survey.source import ItemColumns, Source
from typfrage.survey.wave import ChoiceRules

REASONS = pd.CategoricalDtype([reason.value for reason in MissingReason])
_LARGEST = 2**53
"""Beyond it a float no longer holds every whole number."""


@dataclass(frozen=True)
class Converted:
    """An item's clean values.

    Attributes:
        values: (answers × columns of the item); empty cells are missing.
        reasons: Same shape; why a cell is missing, and missing itself where there is a value.
    """

    values: pd.DataFrame
    reasons: pd.DataFrame


@dataclass(frozen=True)
class Conversion:
    """Converts the items of one wave.

    Attributes:
        cells: (answers × columns) text of the answers that count.
        source: How the raw file is written.
        log: Where changes and problems go.
    """

    cells: pd.DataFrame
    source: Source
    log: AuditLog

    def convert(
        self, item: Item, where: ItemColumns, asked: pd.Series, rules: ChoiceRules
    ) -> Converted:
        """Convert one item.

        Args:
            item: Any item but the key.
            where: Its columns in the raw file.
            asked: (answers,) whether the question was put.
            rules: What to do with answers that break the rules of a multiple-choice question.
        """
        match item:
            case MultipleItem():
                return self._multiple(item, where, asked, rules)
            case SingleItem() | ScaleItem() if where.ticks is not None or where.template:
                return self._closed(item, *self._chosen_tick(item, where), asked, where)
            case SingleItem() | ScaleItem():
                return self._closed(item, *self._cells_of(item, where), asked, where)
            case NumberItem():
                return self._number(item, where, asked)
            case TextItem():
                return self._text(item, where, asked)
            case KeyItem():
                raise TypeError("keys are converted by typfrage.survey.keys")

    def _cells_of(self, item: Item, where: ItemColumns) -> tuple[pd.Series, int]:
        assert where.column is not None
        position = self.log.table.position(where.column)
        return trimmed(self.cells[position], position, item.id, self.log), position

    def _closed(
        self,
        item: SingleItem | ScaleItem,
        cells: pd.Series,
        position: int,
        asked: pd.Series,
        where: ItemColumns,
    ) -> Converted:
        codes = cells.replace(where.recode) if where.recode else cells
        options = {option.code: option.id for option in item.options}
        reasons = self._reasons(item, codes, position, asked)
        known = codes.isin(list(options))
        self._refuse_unknown(item, codes, position, ~known & reasons.isna(), list(options))
        chosen = codes.map(options)
        if isinstance(item, ScaleItem):
            places = {option.id: place for place, option in enumerate(item.options, start=1)}
            values = chosen.map(places).astype("Int8")
        else:
            values = chosen.astype(pd.CategoricalDtype(list(options.values())))
        return _one_column(item, values.where(reasons.isna()), reasons)

    def _number(self, item: NumberItem, where: ItemColumns, asked: pd.Series) -> Converted:
        cells, position = self._cells_of(item, where)
        reasons = self._reasons(item, cells, position, asked)
        plain = self._without_separators(item, cells, position)
        digits = r"-?[0-9]+" if item.integer else r"-?[0-9]+(\.[0-9]+)?"
        readable = plain.str.fullmatch(digits) & reasons.isna()
        numbers = pd.to_numeric(plain.where(readable), errors="coerce").astype("Float64")
        inside = readable & (numbers.abs() <= _LARGEST).fillna(False)
        if item.minimum is not None:
            inside &= (numbers >= item.minimum).fillna(False)
        if item.maximum is not None:
            inside &= (numbers <= item.maximum).fillna(False)
        wrong = cells.index[~inside & reasons.isna()]
        self.log.problem(
            wrong,
            position,
            "the value " + cells.loc[wrong].map(repr) + f" is no {item.id!r}",
            _number_range(item),
        )
        values = numbers.where(inside)
        return _one_column(item, values.astype("Int64") if item.integer else values, reasons)

    def _text(self, item: TextItem, where: ItemColumns, asked: pd.Series) -> Converted:
        assert where.column is not None
        position = self.log.table.position(where.column)
        cells = trimmed(self.cells[position], position, item.id, self.log)
        reasons = self._reasons(item, cells, position, asked)
        return _one_column(item, cells.where(reasons.isna()), reasons)

    def _multiple(
        self, item: MultipleItem, where: ItemColumns, asked: pd.Series, rules: ChoiceRules
    ) -> Converted:
        positions = [self.log.table.position(ref) for ref in option_columns(item, where)]
        ticks, shown, coded = self._ticks(item, positions)
        answered_unasked = ticks.any(axis=1) & ~asked
        self.log.problem(ticks.index[answered_unasked], positions[0], *_unasked(item, "a tick"))
        unshown = ~shown & asked
        self.log.problem(
            ticks.index[unshown], positions[0], *_not_shown(item, "ticks, or signs for no tick")
        )
        ticks = self._apply_rules(item, ticks, positions, asked, rules)
        empty = ~ticks.any(axis=1)
        reasons = {code.code: code.reason.value for code in item.missing}
        reason = coded.map(reasons).astype(REASONS).where(empty)
        if rules.nothing == "not_answered":
            reason[empty & (coded == "")] = MissingReason.NOT_ANSWERED.value
        else:
            self.log.remark(ticks.index[empty & (coded == "") & asked], item.id, "nothing_ticked")
        reason[~asked] = MissingReason.NOT_ASKED.value
        values = ticks.astype("Int8").where(reason.isna(), axis=0)
        return Converted(values, pd.DataFrame(dict.fromkeys(item.columns, reason)))

    def _ticks(
        self, item: ClosedItem, positions: list[int]
    ) -> tuple[pd.DataFrame, pd.Series, pd.Series]:
        """Read the tick columns of a question.

        Returns:
            (answers × options) ticks; (answers,) whether the question was shown; (answers,) the
            missing code that stands in place of ticks, empty where there is none.
        """
        ticks, not_shown = {}, {}
        missing = [code.code for code in item.missing if code.code not in self.source.unticked]
        allowed = (
            *self.source.ticked,
            *self.source.unticked,
            *self.source.not_shown,
            *missing,
        )
        coded = pd.Series("", index=self.cells.index, dtype="str")
        for option, position in zip(item.options, positions, strict=True):
            cells = trimmed(self.cells[position], position, item.id, self.log)
            wrong = cells.index[~cells.isin(allowed)]
            self.log.problem(
                wrong,
                position,
                "the value " + cells.loc[wrong].map(repr) + " is no tick",
                "one of " + ", ".join(repr(value) for value in allowed),
            )
            ticks[option.id] = cells.isin(self.source.ticked)
            not_shown[option.id] = cells.isin(self.source.not_shown)
            coded = coded.where(~cells.isin(missing), cells)
        hidden = pd.DataFrame(not_shown)
        if not set(self.source.not_shown) & set(self.source.unticked):
            partly = hidden.index[hidden.any(axis=1) & ~hidden.all(axis=1)]
            self.log.problem(
                partly,
                positions[0],
                f"some options of {item.id!r} were shown and some were not",
                "all options shown, or none",
            )
        frame = pd.DataFrame(ticks)
        self.log.problem(
            frame.index[frame.any(axis=1) & (coded != "")],
            positions[0],
            f"{item.id!r} has ticks beside a code for an empty answer",
            "ticks, or the code",
        )
        return frame, ~hidden.all(axis=1), coded

    def _apply_rules(
        self,
        item: MultipleItem,
        ticks: pd.DataFrame,
        positions: list[int],
        asked: pd.Series,
        rules: ChoiceRules,
    ) -> pd.DataFrame:
        ticks = ticks.copy()
        for option, position in zip(item.options, positions, strict=True):
            if not option.exclusive:
                continue
            both = ticks[option.id] & ticks.drop(columns=option.id).any(axis=1) & asked
            rows = ticks.index[both]
            if rules.exclusive == "stop":
                self.log.problem(
                    rows, position, f"{option.id!r} is ticked beside other options", "one of both"
                )
            elif rules.exclusive == "keep":
                self.log.remark(rows, item.id, "exclusive_beside_others")
            else:
                before = self.cells.loc[rows, position]
                unticked = pd.Series(next(iter(self.source.unticked), ""), index=rows)
                self.log.change(before, unticked, position, "drop_exclusive", item.id)
                ticks.loc[rows, option.id] = False
        if item.max_choices is not None:
            chosen = ticks.sum(axis=1)
            rows = ticks.index[(chosen > item.max_choices) & asked]
            if rules.too_many == "stop":
                what = chosen.loc[rows].map("{} options are ticked".format)
                self.log.problem(rows, positions[0], what, f"at most {item.max_choices}")
            else:
                self.log.remark(rows, item.id, "too_many")
        return ticks

    def _chosen_tick(
        self, item: SingleItem | ScaleItem, where: ItemColumns
    ) -> tuple[pd.Series, int]:
        """Code of the one ticked option of a single choice that stands in tick columns."""
        positions = [self.log.table.position(ref) for ref in option_columns(item, where)]
        ticks, shown, coded = self._ticks(item, positions)
        several = ticks.index[ticks.sum(axis=1) > 1]
        self.log.problem(
            several, positions[0], f"several options of {item.id!r} are ticked", "at most one"
        )
        codes = pd.Series("", index=ticks.index, dtype="str")
        for option in item.options:
            codes[ticks[option.id]] = option.code
        if self.source.not_shown:
            codes[~shown] = self.source.not_shown[0]
        codes = codes.where(coded == "", coded)
        return codes, positions[0]

    def _reasons(self, item: Item, codes: pd.Series, position: int, asked: pd.Series) -> pd.Series:
        """Why a cell holds no value; missing where it does."""
        reasons = pd.Series(pd.NA, index=codes.index, dtype=REASONS)
        empty = codes == ""
        reasons[empty] = MissingReason.NOT_ANSWERED.value
        for code in item.missing:
            reasons[codes == code.code] = code.reason.value
        # An empty cell of one column is "not answered" even where empty tick columns are not shown.
        hidden = codes.isin(self.source.not_shown) & ~empty
        unshown = codes.index[hidden & asked]
        self.log.problem(unshown, position, *_not_shown(item, "an answer, or an empty cell"))
        unasked = reasons == MissingReason.NOT_ASKED.value
        answered = codes.index[~asked & ~hidden & ~unasked & ~empty]
        self.log.problem(answered, position, *_unasked(item, "an answer"))
        reasons[hidden | ~asked] = MissingReason.NOT_ASKED.value
        return reasons

    def _refuse_unknown(
        self, item: Item, codes: pd.Series, position: int, unknown: pd.Series, options: list[str]
    ) -> None:
        rows = codes.index[unknown]
        allowed = options + [code.code for code in item.missing]
        self.log.problem(
            rows,
            position,
            "the code " + codes.loc[rows].map(repr) + f" is unknown in {item.id!r}",
            "one of " + ", ".join(repr(code) for code in allowed),
        )

    def _without_separators(self, item: NumberItem, cells: pd.Series, position: int) -> pd.Series:
        """Numbers in the plain form 1234.5, where the separators leave no doubt; else empty."""
        mark, decimal = self.source.thousands, re.escape(self.source.decimal)
        tail = "" if item.integer else rf"({decimal}[0-9]+)?"
        plain = cells.where(cells.str.fullmatch(rf"-?[0-9]+{tail}"), "")
        if mark is not None:
            # 12.500 is in doubt only where the same mark may stand before decimals.
            grouped = cells.str.fullmatch(
                rf"-?[1-9][0-9]{{0,2}}({re.escape(mark)}[0-9]{{3}})+{tail}"
            )
            if mark == self.source.decimal and not item.integer:
                plain = plain.where(~grouped, "")
            else:
                without = cells[grouped].str.replace(mark, "", regex=False)
                self.log.change(cells[grouped], without, position, "thousands_separator", item.id)
                plain = plain.where(~grouped, cells.str.replace(mark, "", regex=False))
        return plain.str.replace(self.source.decimal, ".", regex=False)


def trimmed(cells: pd.Series, position: int, item: str, log: AuditLog) -> pd.Series:
    """Return the cells without blanks at their ends, and note the changed ones."""
    stripped = cells.str.strip()
    changed = stripped != cells
    log.change(cells[changed], stripped[changed], position, "blanks", item)
    return stripped


def _one_column(item: Item, values: pd.Series, reasons: pd.Series) -> Converted:
    return Converted(pd.DataFrame({item.id: values}), pd.DataFrame({item.id: reasons}))


def _unasked(item: Item, thing: str) -> tuple[str, str]:
    filter_ = item.asked_if
    expected = "no answer"
    if filter_ is not None:
        chosen = ", ".join(filter_.chosen)
        expected = f"an answer only where {filter_.item!r} is one of {chosen}"
    return f"{thing} to {item.id!r}, which was not put to this municipality", expected


def _not_shown(item: Item, expected: str) -> tuple[str, str]:
    return f"{item.id!r} was not shown, though the codebook says that it was asked", expected


def _number_range(item: NumberItem) -> str:
    kind = "a whole number" if item.integer else "a number"
    low = "" if item.minimum is None else f" from {item.minimum:g}"
    high = "" if item.maximum is None else f" to {item.maximum:g}"
    return f"{kind}{low}{high}"
