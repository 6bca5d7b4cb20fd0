"""The audit of cleaning: what was changed, by which rule, and what was excluded, and why."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from typfrage.problems import InputError, Problem
from typfrage.survey.raw_table import LISTED_PROBLEMS, RawTable

CHANGE_COLUMNS = ("row", "answer", "column", "item", "rule", "before", "after", "reason")
EXCLUSION_COLUMNS = ("row", "answer", "reason")
REMARK_COLUMNS = ("row", "answer", "item", "rule")


@dataclass(frozen=True)
class Audit:
    """What cleaning did.

    Attributes:
        read: Answers in the raw file.
        changes: One row a changed cell: ``row``, ``answer``, ``column``, ``item``, ``rule``,
            ``before``, ``after``, ``reason``.
        exclusions: One row an excluded answer: ``row``, ``answer``, ``reason``.
        remarks: One row an answer that was kept as it is though it breaks a rule of the
            questionnaire: ``row``, ``answer``, ``item``, ``rule``.
    """

    read: int
    changes: pd.DataFrame
    exclusions: pd.DataFrame
    remarks: pd.DataFrame

    @property
    def kept(self) -> int:
        """Answers that remain."""
        return self.read - len(self.exclusions)


@dataclass
class AuditLog:
    """Collects what cleaning does and what it cannot decide; :meth:`close` makes the audit."""

    table: RawTable
    answer_ids: pd.Series
    _changes: list[pd.DataFrame] = field(default_factory=list)
    _exclusions: list[pd.DataFrame] = field(default_factory=list)
    _remarks: list[pd.DataFrame] = field(default_factory=list)
    _problems: list[Problem] = field(default_factory=list)
    _found: int = 0

    def change(
        self,
        before: pd.Series,
        after: pd.Series,
        position: int,
        rule: str,
        item: str = "",
        reason: str = "",
    ) -> None:
        """Note the cells of one column that a rule changed.

        Args:
            before: Text of the changed cells, by row.
            after: What they became, by the same rows.
            position: The column's position in the raw file.
            rule: The rule's name.
            item: The codebook item.
            reason: Grounds of this very change, where they are known.
        """
        if len(before):
            self._changes.append(
                self._rows(
                    before.index,
                    column=self.table.header[position],
                    item=item,
                    rule=rule,
                    before=before.astype("str").to_numpy(),
                    after=after.astype("str").to_numpy(),
                    reason=reason,
                )
            )

    def exclude(self, rows: pd.Index, reason: str) -> None:
        """Note answers that do not count."""
        self._exclusions.append(self._rows(rows, reason=reason))

    def remark(self, rows: pd.Index, item: str, rule: str) -> None:
        """Note answers that are kept though they break a rule."""
        self._remarks.append(self._rows(rows, item=item, rule=rule))

    def problem(
        self, rows: pd.Index, position: int, what: str | pd.Series, expected: str, mend: str = ""
    ) -> None:
        """Note cells that no rule covers.

        Args:
            rows: Where.
            position: The column's position in the raw file.
            what: What is wrong, with the value; one text, or one a row.
            expected: What is allowed.
            mend: What to do; a hint at corrections.yml if left out.
        """
        self._found += len(rows)
        for row in rows[: max(0, LISTED_PROBLEMS - len(self._problems))]:
            self._problems.append(
                Problem(
                    what if isinstance(what, str) else str(what[row]),
                    self.table.place(row, position),
                    expected,
                    mend or "enter the right value in corrections.yml, or a rule in wave.yml",
                    self.table.cell(row, position),
                )
            )

    @property
    def has_problems(self) -> bool:
        """Whether anything could not be decided so far."""
        return self._found > 0

    def close(self) -> Audit:
        """Return the audit.

        Raises:
            InputError: Something could not be decided; all of it is listed.
        """
        unlisted = self._found - len(self._problems)
        if unlisted:
            self._problems.append(
                Problem(
                    f"{unlisted} more cells are wrong; only {LISTED_PROBLEMS} are listed",
                    self.table.file,
                    "the file that wave.yml describes",
                    "look for a common cause first: a wrong column, code, or rule in wave.yml",
                )
            )
        if self._problems:
            raise InputError(self._problems)
        return Audit(
            read=len(self.table.cells),
            changes=_joined(self._changes, CHANGE_COLUMNS),
            exclusions=_joined(self._exclusions, EXCLUSION_COLUMNS),
            remarks=_joined(self._remarks, REMARK_COLUMNS),
        )

    def _rows(self, rows: pd.Index, **columns: object) -> pd.DataFrame:
        frame = pd.DataFrame({"row": rows, "answer": self.answer_ids.loc[rows].to_numpy()})
        return frame.assign(**columns)


def _joined(frames: list[pd.DataFrame], columns: tuple[str, ...]) -> pd.DataFrame:
    filled = [frame for frame in frames if len(frame)]
    if not filled:
        return pd.DataFrame({name: pd.Series(dtype="str") for name in columns})
    joined = pd.concat(filled, ignore_index=True)[list(columns)]
    return joined.sort_values("row", kind="stable", ignore_index=True)
