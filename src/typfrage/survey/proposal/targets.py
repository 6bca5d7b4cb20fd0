"""What the columns of an export are looked for: the questions and options of the codebook."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from typfrage.survey.questionnaire.codebook import ClosedItem, Codebook, Item, MultipleItem, Option
from typfrage.survey.questionnaire.wording import Wording
from typfrage.survey.waves.source import ColumnRef, HeaderCell, ItemColumns
from typfrage.survey.waves.wave import WaveFile

_NO_LETTER = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Target:
    """One column that a wave should have.

    Attributes:
        item: The question, with the options of all days.
        option: Its option, where the question has a column for each.
        former_name: What the column is called in the wave that is taken as an example.
    """

    item: Item
    option: Option | None = None
    former_name: str | None = None

    @property
    def id(self) -> str:
        """Name in the clean answers."""
        return self.item.id if self.option is None else self.option.id

    @property
    def place(self) -> tuple[str, str]:
        """Ids of the question and of its option; empty where it has one column for all."""
        return self.item.id, "" if self.option is None else self.option.id

    @property
    def words(self) -> list[str]:
        """What the codebook says, in all languages and of all days."""
        if self.option is None:
            texts = (self.item.wording, *(text.wording for text in self.item.former))
        else:
            texts = (self.option.label, *(text.label for text in self.option.former))
        return words(*texts)

    @property
    def questions(self) -> list[str]:
        """The wording of the question in all languages and of all days."""
        return words(self.item.wording, *(text.wording for text in self.item.former))


def words(*texts: Wording) -> list[str]:
    """Return texts in all their languages, each once."""
    return list(dict.fromkeys(text for wording in texts for text in wording.values()))


def option_words(option: Option) -> list[str]:
    """Return what an option is called in all languages and of all days."""
    return words(option.label, *(text.label for text in option.former))


def targets_of(codebook: Codebook, like: WaveFile | None) -> tuple[Target, ...]:
    """Return what the columns of a wave may hold, in the order of the codebook.

    Args:
        codebook: The questionnaire of all days.
        like: A wave whose names of columns may be used again.
    """
    return tuple(target for item in codebook.items for target in _of_item(item, like))


def plain_name(name: str) -> str:
    """Return a name by its letters and digits alone: Z1[2], z1_2 and Z1.2 are the same."""
    return _NO_LETTER.sub("_", name.casefold()).strip("_")


def _of_item(item: Item, like: WaveFile | None) -> Iterator[Target]:
    where = like.columns.get(item.id) if like else None
    ticked = isinstance(item, MultipleItem) or (where is not None and where.column is None)
    if not isinstance(item, ClosedItem) or not ticked:
        column = where.column if where else None
        yield Target(item, None, _name(column))
        return
    for option in item.options:
        yield Target(item, option, _tick_name(where, option))


def _tick_name(where: ItemColumns | None, option: Option) -> str | None:
    if where is None:
        return None
    if where.template is not None:
        return where.template.replace("{code}", option.code)
    return _name((where.ticks or {}).get(option.id))


def _name(ref: ColumnRef | None) -> str | None:
    return ref.header if isinstance(ref, HeaderCell) else ref
