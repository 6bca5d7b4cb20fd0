"""What changed in the questionnaire between two days, and which answers stay comparable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from typfrage.survey.questionnaire.codebook import (
    ClosedItem,
    Codebook,
    Condition,
    Item,
    MultipleItem,
    Option,
)
from typfrage.survey.questionnaire.wording import Wording


class Change(StrEnum):
    """What became of a question or an option."""

    KEPT = "kept"
    REWORDED = "reworded"
    DROPPED = "dropped"
    ADDED = "added"


@dataclass(frozen=True)
class TextChange:
    """A question or an option on both days.

    Attributes:
        id: Its name in the codebook.
        change: What became of it.
        before: Its words on the earlier day; ``None`` where it was added.
        after: Its words on the later day; ``None`` where it was dropped.
        residual: Whether it is an option that says nothing about priorities.
    """

    id: str
    change: Change
    before: Wording | None
    after: Wording | None
    residual: bool = False


@dataclass(frozen=True)
class QuestionnaireChange:
    """What changed between two days.

    Attributes:
        items: Every question of either day, in the codebook's order.
        options: For each closed question of both days, every option of either day.
        filter_changed: Questions of both days that were put to others: the filter named other
            options, or its words changed.
        competing: Closed questions of which one option is chosen at the cost of another.
    """

    items: tuple[TextChange, ...]
    options: Mapping[str, tuple[TextChange, ...]]
    filter_changed: frozenset[str]
    competing: frozenset[str]

    def items_that(self, change: Change) -> tuple[str, ...]:
        """Return the questions of which this became."""
        return tuple(one.id for one in self.items if one.change is change)

    def options_that(self, change: Change, item: str) -> tuple[str, ...]:
        """Return the options of a closed question of both days of which this became."""
        return tuple(one.id for one in self._options(item) if one.change is change)

    @property
    def options_changed(self) -> tuple[str, ...]:
        """Questions of both days whose options or filter changed; the codebook dates no others."""
        return tuple(
            one.id
            for one in self.items
            if one.id in self.filter_changed
            or any(option.change is not Change.KEPT for option in self.options.get(one.id, ()))
        )

    @property
    def comparable_items(self) -> tuple[str, ...]:
        """Questions that were put on both days in the same words to the same.

        Of a question of which one answer excludes another, all options must have stayed, too: its
        shares depend on what else could be chosen. Of a multiple choice without a limit the
        options that stayed are comparable, see :meth:`comparable_options`.
        """
        lost = self.filter_changed | (self.competing & set(self.options_changed))
        return tuple(name for name in self.items_that(Change.KEPT) if name not in lost)

    def comparable_options(self, item: str) -> tuple[str, ...]:
        """Return the options that were offered on both days in the same words.

        Raises:
            ValueError: It is no closed question of both days.
        """
        return self.options_that(Change.KEPT, item)

    def common_goals(self, types_from: str) -> tuple[str, ...]:
        """Return the options by which types of both days may be formed.

        Args:
            types_from: The question that forms the types.

        Raises:
            ValueError: It is no closed question of both days.
        """
        return tuple(
            one.id
            for one in self._options(types_from)
            if one.change is Change.KEPT and not one.residual
        )

    def excluded_goals(self, types_from: str) -> dict[str, Change]:
        """Return the other options that say something about priorities, each with its reason.

        Args:
            types_from: The question that forms the types.

        Raises:
            ValueError: It is no closed question of both days.
        """
        return {
            one.id: one.change
            for one in self._options(types_from)
            if one.change is not Change.KEPT and not one.residual
        }

    def _options(self, item: str) -> tuple[TextChange, ...]:
        if item not in self.options:
            raise ValueError(
                f"{item!r} is no closed question of both days; allowed: {', '.join(self.options)}"
            )
        return self.options[item]


def questionnaire_change(codebook: Codebook, earlier: date, later: date) -> QuestionnaireChange:
    """Compare the questionnaires of two days.

    Args:
        codebook: All questions with their validity and former words.
        earlier: A day, e.g. the first one of the earlier wave.
        later: A later day.

    Raises:
        ValueError: The days are in the wrong order.
    """
    if earlier > later:
        raise ValueError(f"the earlier day {earlier} lies after the later one {later}")
    both = [
        item for item in codebook.items if item.valid.covers(earlier) and item.valid.covers(later)
    ]
    closed = [item for item in both if isinstance(item, ClosedItem)]
    before, after = codebook.on(earlier), codebook.on(later)
    return QuestionnaireChange(
        items=_changes(codebook.items, earlier, later),
        options={item.id: _changes(item.options, earlier, later) for item in closed},
        filter_changed=frozenset(one.id for one in both if not _same_filter(one.id, before, after)),
        competing=frozenset(
            item.id
            for item in closed
            if not isinstance(item, MultipleItem) or item.max_choices is not None
        ),
    )


def _changes(ones: Sequence[Item | Option], earlier: date, later: date) -> tuple[TextChange, ...]:
    """What became of each that belonged to one of both days."""
    texts = [(one, _words(one, earlier), _words(one, later)) for one in ones]
    return tuple(
        TextChange(
            id=one.id,
            change=_change(before, after),
            before=before,
            after=after,
            residual=isinstance(one, Option) and one.residual,
        )
        for one, before, after in texts
        if before is not None or after is not None
    )


def _words(one: Item | Option, day: date) -> Wording | None:
    if not one.valid.covers(day):
        return None
    put = one.on(day)
    return put.label if isinstance(put, Option) else put.wording


def _change(before: Wording | None, after: Wording | None) -> Change:
    if before is None:
        return Change.ADDED
    if after is None:
        return Change.DROPPED
    return Change.KEPT if before == after else Change.REWORDED


def _same_filter(name: str, before: Codebook, after: Codebook) -> bool:
    """Tell whether a question was put to the same."""
    then, now = before.item(name).asked_if, after.item(name).asked_if
    return then == now and (then is None or _same_answers(then, before, after))


def _same_answers(condition: Condition, before: Codebook, after: Codebook) -> bool:
    """Tell whether the words of a filter's question and options are the same, and its filter."""
    then, now = (
        {item.id: item for item in codebook.items}.get(condition.item)
        for codebook in (before, after)
    )
    if not isinstance(then, ClosedItem) or not isinstance(now, ClosedItem):
        return False
    labels = [
        {option.id: option.label for option in item.options if option.id in condition.chosen}
        for item in (then, now)
    ]
    same = then.wording == now.wording and labels[0] == labels[1]
    return same and _same_filter(condition.item, before, after)
