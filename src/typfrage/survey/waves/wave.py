"""A survey wave: where its raw file lies, how to read it, and how it is analysed."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from typfrage.survey.questionnaire.codebook import Codebook, Item, MultipleItem
from typfrage.survey.questionnaire.wording import Wording
from typfrage.survey.waves.source import ColumnRef, ItemColumns, Source
from typfrage.survey.whole_cell import check_pattern
from typfrage.survey.yaml_files.yaml_file import Strict

WaveName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=80)]
"""Name of a wave and of its folder."""

LanguageCode = Annotated[str, Field(pattern=r"^[a-z]{2}$")]
"""ISO 639-1."""


class Screening(Strict):
    """A reason why an answer does not count; the rules apply in their order.

    Exactly one of the conditions is given.

    Attributes:
        reason: Short name of the reason, as the audit shows it.
        label: The reason in words.
        column: Column that ``empty``, ``matches`` and ``equals`` look at.
        empty: Exclude where the column is empty.
        matches: Exclude where this regular expression matches the whole cell, see
            :mod:`typfrage.survey.whole_cell`.
        equals: Exclude where the cell is one of these.
        unanswered: Exclude where this multiple-choice item has no tick; the item that forms the
            types is the usual one.
        superseded_by: Column by whose order (as text) a municipality's last answer counts.
    """

    reason: Annotated[str, Field(pattern=r"^[a-z][a-z_]*$")]
    label: Wording
    column: ColumnRef | None = None
    empty: Literal[True] | None = None
    matches: str | None = None
    equals: Annotated[tuple[str, ...], Field(strict=False)] | None = None
    unanswered: str | None = None
    superseded_by: ColumnRef | None = None

    @model_validator(mode="after")
    def _one_condition(self) -> Self:
        names = ("empty", "matches", "equals", "unanswered", "superseded_by")
        given = [name for name in names if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError(f"exactly one of {', '.join(names)} is needed, found {given}")
        if (self.column is None) != (given[0] in ("unanswered", "superseded_by")):
            raise ValueError("'column' belongs to empty, matches and equals, and only to them")
        if self.matches is not None:
            check_pattern(self.matches)
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
        starts: Random starts of each solution.
        resample_starts: Random starts of each clustering of resampled answers.
        reference_starts: The same for reference samples of the gap and samples of null matrices.
        bootstrap: Bootstrap samples for the stability of types.
        gap_samples: Reference samples of the gap statistic.
        splits: Random halves for the prediction strength.
        pairs: Pairs of bootstrap samples for the instability.
        null_matrices: Matrices without types that the answers are compared with.
        null_replicates: Bootstrap samples of each of them.
        certainty_replicates: Bootstrap samples that ask how sure each municipality's type is.
        mixed_below: Share of them that must agree on a municipality's type; below it stands
            between two types.
        match_threshold: Smallest correlation with a reference signature that counts as a match.
        minimum_cases: Smallest count that is published: 5 or more is usual, and 3 the least that
            protects anyone; 1 withholds nothing and suits generated answers alone. It may not
            exceed the number of answers.
        significance: Largest adjusted p-value of a difference that counts as more than chance.
        minimum_effect: Smallest effect (Cramér's V, or the root of ε²) of a strength.
        trim_weights: Weights beyond so many times the mean are cut, usually 3 to 7.
    """

    types_from: str
    k: Annotated[int, Field(ge=2)]
    k_range: Annotated[tuple[int, int], Field(strict=False)] = (1, 8)
    seed: Annotated[int, Field(ge=0)]
    starts: Annotated[int, Field(ge=1)] = 50
    resample_starts: Annotated[int, Field(ge=1)] = 30
    reference_starts: Annotated[int, Field(ge=1)] = 10
    bootstrap: Annotated[int, Field(ge=10)] = 1000
    gap_samples: Annotated[int, Field(ge=10)] = 500
    splits: Annotated[int, Field(ge=2)] = 50
    pairs: Annotated[int, Field(ge=2)] = 50
    null_matrices: Annotated[int, Field(ge=19)] = 200
    null_replicates: Annotated[int, Field(ge=1)] = 5
    certainty_replicates: Annotated[int, Field(ge=10)] = 200
    mixed_below: Annotated[float, Field(gt=0, le=1, strict=False)] = 0.75
    match_threshold: Annotated[float, Field(gt=0, le=1, strict=False)] = 0.3
    minimum_cases: Annotated[int, Field(ge=1)] = 5
    significance: Annotated[float, Field(gt=0, lt=1, strict=False)] = 0.05
    minimum_effect: Annotated[float, Field(ge=0, lt=1, strict=False)] = 0.1
    trim_weights: Annotated[float, Field(ge=1.5, allow_inf_nan=False, strict=False)] = 7.0

    @model_validator(mode="after")
    def _range_in_order(self) -> Self:
        if not 1 <= self.k_range[0] <= self.k_range[1]:
            raise ValueError(f"k_range {list(self.k_range)} must rise from at least 1")
        return self


class FieldPeriod(Strict):
    """First and last day on which answers came in."""

    first: date = Field(strict=False)
    last: date = Field(strict=False)


class Microdata(Strict):
    """Whether archives and reviewers get the answers themselves.

    Attributes:
        released: They do; otherwise licence and statement wait for the day when they may.
        licence: SPDX identifier under which they are given, such as CC-BY-4.0.
        statement: Why they may be given, in every language of the study: consent, law or contract;
            of generated answers, that they are generated.
    """

    released: bool
    licence: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9.+-]*$")]
    statement: dict[LanguageCode, Annotated[str, Field(min_length=20)]]


class WaveFile(Strict):
    """The content of ``wave.yml``.

    Attributes:
        id: Name of the wave and of its folder.
        title: What the wave is.
        synthetic: No municipality gave these answers; then every page and caption says so.
        contacted: Municipalities that were asked to answer.
        field_period: When.
        gebietsstand: Day whose municipal borders and keys the wave uses.
        compare_with: The earlier wave that this one is compared with: its name, ``previous`` for
            the last one whose field period began before, or ``none``.
        source: The raw file.
        columns: Codebook item → columns of the raw file.
        screening: Reasons why an answer does not count.
        choices: Rules by multiple-choice item.
        analysis: Parameters of the analysis.
        microdata: Whether a bundle may hold the answers themselves; not if left out.
    """

    id: WaveName
    title: Wording
    synthetic: bool
    contacted: Annotated[int, Field(ge=1)]
    field_period: FieldPeriod
    gebietsstand: date = Field(strict=False)
    compare_with: WaveName = "previous"
    source: Source
    columns: dict[str, ItemColumns]
    screening: Annotated[tuple[Screening, ...], Field(strict=False)] = ()
    choices: dict[str, ChoiceRules] = {}
    analysis: Analysis
    microdata: Microdata | None = None

    @property
    def numbers_of_types(self) -> range:
        """Numbers of types that are compared."""
        first, last = self.analysis.k_range
        return range(first, last + 1)

    def items(self, codebook: Codebook) -> tuple[Item, ...]:
        """Return the codebook's items as this wave put them, with the options offered."""
        return codebook.on(self.field_period.first).items

    def type_items(self, codebook: Codebook) -> tuple[str, ...]:
        """Return the option ids that form the types in this wave."""
        item = codebook.on(self.field_period.first).item(self.analysis.types_from)
        if not isinstance(item, MultipleItem):
            raise TypeError(f"{item.id!r} is no multiple-choice item")
        return item.substantive
