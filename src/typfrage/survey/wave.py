"""A survey wave: where its raw file lies, how to read it, and how it is analysed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from typfrage.problems import one_of
from typfrage.survey.codebook import (
    ClosedItem,
    Codebook,
    Item,
    MissingReason,
    MultipleItem,
    SingleItem,
    Wording,
)
from typfrage.survey.yaml_file import Flaw, Strict


class HeaderCell(Strict):
    """A column by its position, with the header that must stand there.

    Attributes:
        at: Position, counted from 1.
        header: The column's lowest header cell that is not empty; a shifted file is refused by it.
    """

    at: Annotated[int, Field(ge=1)]
    header: str


ColumnRef = Annotated[str, Field(min_length=1)] | HeaderCell
"""A column of the raw file: by its name (one header row), or by position and header."""


class ItemColumns(Strict):
    """Where an item's answers stand in the raw file; exactly one of the three is given.

    Attributes:
        column: One column that holds the code (or, for number, text and key, the value).
        ticks: One column an option, by option id, with a tick where it was chosen.
        template: Names of tick columns with ``{code}`` for the option's code.
        recode: Codes of this export that differ from the codebook's: export → codebook.
    """

    column: ColumnRef | None = None
    ticks: dict[str, ColumnRef] | None = None
    template: str | None = None
    recode: dict[str, str] = {}

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        given = [
            name for name in ("column", "ticks", "template") if getattr(self, name) is not None
        ]
        if len(given) != 1:
            raise ValueError(f"exactly one of column, ticks, template is needed, found {given}")
        if self.template is not None and "{code}" not in self.template:
            raise ValueError(f"the template {self.template!r} lacks {{code}}")
        if self.recode and self.column is None:
            raise ValueError("'recode' belongs to 'column': ticks carry no codes")
        return self


class Source(Strict):
    """The raw file and how it is written.

    Attributes:
        file: Path relative to the wave's folder.
        sha256: Hash of the raw file; another file is refused.
        external: The file stays with its owner outside the study; the hash pins it.
        encoding: Python name of the encoding; ``utf-8-sig`` accepts a byte order mark.
        delimiter: One character.
        header_rows: 1 or 2.
        answer_id: Column that identifies an answer (not the municipality) for corrections.
        ticked: What stands for a tick in tick columns.
        unticked: What stands for no tick.
        not_shown: What stands for a question that was not shown.
        thousands: Separator of thousands that may stand in whole numbers.
        decimal: Decimal mark.
    """

    file: str
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    external: bool = False
    encoding: str = "utf-8-sig"
    delimiter: Annotated[str, Field(min_length=1, max_length=1, pattern=r'^[^"\r\n]$')] = ";"
    header_rows: Literal[1, 2] = 1
    answer_id: ColumnRef
    ticked: Annotated[tuple[str, ...], Field(min_length=1, strict=False)] = ("Y",)
    unticked: Annotated[tuple[str, ...], Field(strict=False)] = ("",)
    not_shown: Annotated[tuple[str, ...], Field(strict=False)] = ()
    thousands: str | None = None
    decimal: str = "."


class Screening(Strict):
    """A reason why an answer does not count; the rules apply in their order.

    Exactly one of the conditions is given.

    Attributes:
        reason: Short name of the reason, as the audit shows it.
        label: The reason in words.
        column: Column that ``empty``, ``matches`` and ``equals`` look at.
        empty: Exclude where the column is empty.
        matches: Exclude where this regular expression matches the whole cell.
        equals: Exclude where the cell is one of these.
        superseded_by: Column by whose order (as text) a municipality's last answer counts.
    """

    reason: Annotated[str, Field(pattern=r"^[a-z][a-z_]*$")]
    label: Wording
    column: ColumnRef | None = None
    empty: Literal[True] | None = None
    matches: str | None = None
    equals: Annotated[tuple[str, ...], Field(strict=False)] | None = None
    superseded_by: ColumnRef | None = None

    @model_validator(mode="after")
    def _one_condition(self) -> Self:
        names = ("empty", "matches", "equals", "superseded_by")
        given = [name for name in names if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError(f"exactly one of {', '.join(names)} is needed, found {given}")
        if (self.column is None) != (given == ["superseded_by"]):
            raise ValueError("'column' belongs to empty, matches and equals, and only to them")
        if self.matches is not None:
            try:
                re.compile(self.matches)
            except re.error as error:
                raise ValueError(f"{self.matches!r} is no regular expression: {error}") from None
        return self


class ChoiceRules(Strict):
    """What to do with answers that break the rules of a multiple-choice question.

    ``stop`` lists them as problems; each of the others is written into the audit.

    Attributes:
        too_many: More options than allowed: ``stop`` or ``keep`` all.
        exclusive: An exclusive option beside others: ``stop``, ``keep`` all, or
            ``drop_exclusive``.
        nothing: No tick at all: the question was ``not_answered``, or ``none`` applied.
    """

    too_many: Literal["stop", "keep"] = "stop"
    exclusive: Literal["stop", "keep", "drop_exclusive"] = "stop"
    nothing: Literal["not_answered", "none"] = "not_answered"


class Analysis(Strict):
    """Parameters of the analysis.

    Attributes:
        types_from: Multiple-choice item whose substantive options form the types.
        k: Number of types.
        k_range: Smallest and largest number of types that are compared.
        seed: Seed of everything random.
        starts: Random starts of each clustering.
        bootstrap: Resamples for the stability of types.
        match_threshold: Smallest correlation with a reference signature that counts as a match.
        minimum_cases: Smallest count that is published.
    """

    types_from: str
    k: Annotated[int, Field(ge=2)]
    k_range: Annotated[tuple[int, int], Field(strict=False)] = (2, 8)
    seed: Annotated[int, Field(ge=0)]
    starts: Annotated[int, Field(ge=1)] = 50
    bootstrap: Annotated[int, Field(ge=10)] = 100
    match_threshold: Annotated[float, Field(gt=0, le=1, strict=False)] = 0.3
    minimum_cases: Annotated[int, Field(ge=1)] = 5

    @model_validator(mode="after")
    def _range_in_order(self) -> Self:
        if not 2 <= self.k_range[0] <= self.k_range[1]:
            raise ValueError(f"k_range {list(self.k_range)} must rise from at least 2")
        return self


class FieldPeriod(Strict):
    """First and last day on which answers came in."""

    first: date = Field(strict=False)
    last: date = Field(strict=False)


class WaveFile(Strict):
    """The content of ``wave.yml``.

    Attributes:
        id: Name of the wave and of its folder.
        title: What the wave is.
        synthetic: No municipality gave these answers; then every page and caption says so.
        contacted: Municipalities that were asked to answer.
        field_period: When.
        gebietsstand: Day whose municipal borders and keys the wave uses.
        source: The raw file.
        columns: Codebook item → columns of the raw file.
        screening: Reasons why an answer does not count.
        choices: Rules by multiple-choice item.
        analysis: Parameters of the analysis.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")]
    title: Wording
    synthetic: bool
    contacted: Annotated[int, Field(ge=1)]
    field_period: FieldPeriod
    gebietsstand: date = Field(strict=False)
    source: Source
    columns: dict[str, ItemColumns]
    screening: Annotated[tuple[Screening, ...], Field(strict=False)] = ()
    choices: dict[str, ChoiceRules] = {}
    analysis: Analysis

    @property
    def numbers_of_types(self) -> range:
        """Numbers of types that are compared."""
        first, last = self.analysis.k_range
        return range(first, last + 1)

    def items(self, codebook: Codebook) -> tuple[Item, ...]:
        """Return the codebook's items that were part of this wave, with the options offered."""
        day = self.field_period.first
        return tuple(_as_offered(item, day) for item in codebook.items if item.valid.covers(day))

    def type_items(self, codebook: Codebook) -> tuple[str, ...]:
        """Return the option ids that form the types in this wave."""
        item = codebook.item(self.analysis.types_from)
        if not isinstance(item, MultipleItem):
            raise TypeError(f"{item.id!r} is no multiple-choice item")
        day = self.field_period.first
        return tuple(o.id for o in item.options if not o.residual and o.valid.covers(day))

    def flaws(self, codebook: Codebook) -> Iterator[Flaw]:
        """Find what contradicts the codebook or itself."""
        if self.field_period.first > self.field_period.last:
            yield Flaw(("field_period",), "the field period ends before it begins")
        asked = {item.id: item for item in self.items(codebook)}
        for name, item in asked.items():
            if name not in self.columns:
                yield Flaw(
                    ("columns",), f"the item {name!r} has no column", "a column for each item"
                )
            else:
                yield from _broken_columns(item, self.columns[name])
            if item.asked_if is not None and item.asked_if.item not in asked:
                yield Flaw(
                    ("columns", name),
                    f"whether {name!r} was asked depends on {item.asked_if.item!r}, which was no "
                    "item of this wave",
                    "a filter of this wave, or other validity dates in codebook.yml",
                )
        for name in self.columns:
            if name not in asked:
                yield Flaw(("columns", name), f"{name!r} was no item of this wave", one_of(asked))
        multiple = [name for name, item in asked.items() if isinstance(item, MultipleItem)]
        for name in self.choices:
            if name not in multiple:
                yield Flaw(
                    ("choices", name), f"{name!r} is no multiple-choice item", one_of(multiple)
                )
        if self.analysis.types_from not in multiple:
            yield Flaw(
                ("analysis", "types_from"),
                f"{self.analysis.types_from!r} is no multiple-choice item of this wave",
                one_of(multiple),
            )


def _as_offered(item: Item, day: date) -> Item:
    """The item with the options of that day; a scale keeps all, so that its places stay."""
    if not isinstance(item, MultipleItem | SingleItem):
        return item
    offered = tuple(option for option in item.options if option.valid.covers(day))
    return item.model_copy(update={"options": offered})


def _broken_columns(item: Item, columns: ItemColumns) -> Iterator[Flaw]:
    place = ("columns", item.id)
    if isinstance(item, MultipleItem) and columns.column is not None:
        yield Flaw(place, "a multiple-choice item stands in several columns", "ticks or template")
    if not isinstance(item, ClosedItem):
        if columns.column is None:
            yield Flaw(place, f"an item of kind {item.kind!r} stands in one column", "column")
        return
    options = [option.id for option in item.options]
    if columns.ticks is not None and list(columns.ticks) != options:
        yield Flaw(
            (*place, "ticks"),
            f"the options are {list(columns.ticks)}",
            f"those of the codebook, in its order: {', '.join(options)}",
        )
    codes = [option.code for option in item.options] + [code.code for code in item.missing]
    for code in columns.recode.values():
        if code not in codes:
            yield Flaw((*place, "recode"), f"{code!r} is no code of {item.id!r}", one_of(codes))


class Correction(Strict):
    """A known error of the raw file and what stands there instead.

    Attributes:
        answer: Identifies the answer by the source's ``answer_id``.
        column: The raw file's column.
        expect: What the raw file says; anything else means that the correction is out of date.
        becomes: What it should say.
        reason: How the error was found out.
        status: ``confirmed`` by the municipality or a document, or ``assumed``.
    """

    answer: str
    column: ColumnRef
    expect: str
    becomes: str
    reason: Annotated[str, Field(min_length=10)]
    status: Literal["confirmed", "assumed"]


class Corrections(Strict):
    """The content of ``corrections.yml``."""

    corrections: Annotated[tuple[Correction, ...], Field(strict=False)] = ()


def missing_reason_label(reason: MissingReason) -> dict[str, str]:
    """Return the reason in words, by language."""
    return _REASON_LABELS[reason]


_REASON_LABELS = {
    MissingReason.NOT_ASKED: {"de": "nicht gefragt", "en": "not asked"},
    MissingReason.NOT_ANSWERED: {"de": "nicht beantwortet", "en": "not answered"},
    MissingReason.DONT_KNOW: {"de": "weiß nicht", "en": "don’t know"},
    MissingReason.NOT_APPLICABLE: {"de": "trifft nicht zu", "en": "not applicable"},
}
