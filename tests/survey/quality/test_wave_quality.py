"""Answers of a wave against those of the wave before: counted by hand, and each warning alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.stats import hypergeom

from typfrage.survey.audit import Audit
from typfrage.survey.clean_answers import CleanAnswers
from typfrage.survey.conversion.reasons import REASONS
from typfrage.survey.quality.wave_quality import WaveQuality, compare_quality
from typfrage.survey.questionnaire.codebook import (
    Item,
    KeyItem,
    MissingReason,
    MultipleItem,
    NumberItem,
    Option,
    ScaleItem,
    SingleItem,
    TextItem,
)

ANSWERS = 100
BASIC: dict[str, Any] = {"block": "b", "wording": {"de": "?"}, "evidence": "R"}


def options(*names: str) -> tuple[Option, ...]:
    return tuple(Option(id=name, code=name, label={"de": name}) for name in names)


ITEMS: tuple[Item, ...] = (
    KeyItem(id="key", kind="key", format="pattern", pattern=".*", **BASIC),
    SingleItem(id="land", kind="single", options=options("nord", "sued"), **BASIC),
    NumberItem(id="einwohner", kind="number", unit={"de": "E"}, **BASIC),
    ScaleItem(id="stufe", kind="scale", options=options("wenig", "mehr", "viel"), **BASIC),
    MultipleItem(id="ziele", kind="multiple", options=options("z1", "z2"), **BASIC),
    TextItem(id="anmerkung", kind="text", **BASIC),
)


def clean(number: int = ANSWERS, first: int = 0, **columns: Any) -> CleanAnswers:
    """Clean answers with keys from ``first`` on; what is missing was not answered."""
    at = np.arange(first, first + number)
    values = {
        "land": pd.Categorical(np.where(at % 2 == 0, "nord", "sued"), ["nord", "sued"]),
        "einwohner": pd.array(1000 + at, dtype="Int64"),
        "stufe": pd.array(at % 3 + 1, dtype="Int8"),
        "z1": pd.array(at % 2, dtype="Int8"),
        "z2": pd.array((at % 4 == 0).astype(int), dtype="Int8"),
        "anmerkung": pd.array(["x"] * number, dtype="str"),
    } | columns
    reasons = values.pop("reasons", MissingReason.NOT_ANSWERED)
    answers = pd.DataFrame(values, index=pd.Index([f"{key:04}" for key in at], name="key"))
    why = pd.DataFrame(
        {name: column.isna().map({True: reasons, False: None}) for name, column in answers.items()}
    )
    nothing = pd.DataFrame()
    return CleanAnswers(answers, why.astype(REASONS), Audit(number, nothing, nothing, nothing))


def quality(earlier: CleanAnswers, later: CleanAnswers, **rest: Any) -> WaveQuality:
    arguments: dict[str, Any] = {
        "contacted": (400, 400),
        "structure": ["land"],
        "unchanging": ["land"],
    }
    return compare_quality(earlier, later, ITEMS, **(arguments | rest))


def codes(found: WaveQuality) -> list[tuple[str, str, str]]:
    return [(each.code.value, each.item, each.option) for each in found.warnings]


def missing(number: int, of: int = ANSWERS) -> Any:
    """A scale that the first ones did not answer."""
    return pd.array([None] * number + [at % 3 + 1 for at in range(of - number)], dtype="Int8")


def test_the_same_answers_are_no_cause_for_a_warning() -> None:
    """Rung 3."""
    found = quality(clean(), clean())
    assert found.warnings == ()
    assert found.coverage.panel == ANSWERS
    assert found.composition.set_index("item")["distance"].to_dict() == {"land": 0}
    assert found.magnitude.loc[0, ["ratio", "panel_ratio", "panel_jumps"]].tolist() == [1, 1, 0]
    assert (found.non_response["difference"] == 0).all()
    assert list(found.non_response["item"]) == ["land", "einwohner", "stufe", "ziele"]


def test_coverage_counts_who_is_there_again() -> None:
    coverage = quality(clean(), clean(80, first=40), contacted=(200, 400)).coverage
    assert (coverage.answers, coverage.contacted, coverage.panel) == ((100, 80), (200, 400), 60)


def test_composition_is_the_total_variation_of_shares() -> None:
    """Rung 2: 50 % and 50 % become 20 % and 80 %."""
    other = pd.Categorical(["nord"] * 20 + ["sued"] * 80, ["nord", "sued"])
    found = quality(clean(), clean(first=500, land=other))
    assert found.composition["distance"].tolist() == pytest.approx([0.3])
    table = found.categories.set_index("option")
    assert table.loc["sued", ["earlier_count", "later_count", "later_base"]].tolist() == [
        50,
        80,
        100,
    ]


def test_numbers_are_described_by_their_quantiles() -> None:
    """Rung 1: numpy's quantiles."""
    numbers = np.random.default_rng(0).integers(500, 90_000, ANSWERS)
    found = quality(clean(), clean(einwohner=pd.array(numbers, dtype="Int64"))).magnitude.loc[0]
    quantiles = np.quantile(numbers, [0.5, 0.05, 0.95])
    assert found[["later_median", "later_p5", "later_p95"]].tolist() == pytest.approx(
        quantiles.tolist()
    )
    ratios = numbers / (1000 + np.arange(ANSWERS))
    assert found["panel_jumps"] == ((ratios > 2) | (ratios < 0.5)).sum()
    assert found["panel_ratio"] == pytest.approx(np.median(ratios))


def test_non_response_leaves_out_who_was_not_asked() -> None:
    asked = quality(clean(), clean(stufe=missing(30))).non_response.set_index("item").loc["stufe"]
    assert asked[["later_not_answered", "later_base", "later_share"]].tolist() == [30, 100, 0.3]
    for reason in (MissingReason.NOT_ASKED, MissingReason.NOT_APPLICABLE):
        unasked = quality(clean(), clean(stufe=missing(30), reasons=reason)).non_response
        row = unasked.set_index("item").loc["stufe"]
        assert row[["later_not_answered", "later_base", "later_share"]].tolist() == [0, 70, 0]


def test_dont_know_counts_as_no_answer_but_is_told_apart() -> None:
    found = quality(clean(), clean(stufe=missing(30), reasons=MissingReason.DONT_KNOW))
    row = found.non_response.set_index("item").loc["stufe"]
    assert row[["later_not_answered", "later_dont_know", "later_share"]].tolist() == [0, 30, 0.3]
    assert codes(found) == [("non_response_up", "stufe", "")]


def test_p_of_non_response_is_that_of_the_hypergeometric_distribution() -> None:
    """Rung 1."""
    found = quality(clean(stufe=missing(4)), clean(stufe=missing(11))).non_response
    p = found.set_index("item").loc["stufe", "p"]
    assert p == pytest.approx(hypergeom.sf(10, 200, 15, 100))


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        (lambda: clean(49), ("fewer_answers", "", "")),
        (lambda: clean(first=1000), ("no_panel", "", "")),
        (lambda: clean(stufe=missing(12)), ("non_response_up", "stufe", "")),
        (
            lambda: clean(einwohner=pd.array((1000 + np.arange(100)) * 1000, dtype="Int64")),
            ("median_changed", "einwohner", ""),
        ),
        (
            lambda: clean(einwohner=pd.array([9_000] * 6 + list(range(1006, 1100)), dtype="Int64")),
            ("panel_jumps", "einwohner", ""),
        ),
        (lambda: clean(z2=pd.array([0] * 100, dtype="Int8")), ("category_empty", "ziele", "z2")),
        (
            lambda: clean(stufe=pd.array(np.arange(100) % 2 + 1, dtype="Int8")),
            ("category_empty", "stufe", "viel"),
        ),
        (
            lambda: clean(
                land=pd.Categorical(["sued"] + ["nord", "sued"] * 49 + ["nord"], ["nord", "sued"])
            ),
            ("other_identity", "land", ""),
        ),
    ],
)
def test_each_warning_has_its_cause(
    later: Callable[[], CleanAnswers], expected: tuple[str, str, str]
) -> None:
    assert expected in codes(quality(clean(), later()))


@pytest.mark.parametrize(
    "later",
    [
        lambda: clean(50),
        lambda: clean(stufe=missing(9)),
        lambda: clean(einwohner=pd.array([9_000] * 5 + list(range(1005, 1100)), dtype="Int64")),
        lambda: clean(einwohner=pd.array((1000 + np.arange(100)) * 2, dtype="Int64")),
    ],
)
def test_just_inside_the_thresholds_there_is_no_warning(later: Callable[[], CleanAnswers]) -> None:
    assert codes(quality(clean(), later())) == []


def test_a_rare_category_or_few_answers_are_no_cause_for_a_warning() -> None:
    rare = clean(z2=pd.array([1] * 4 + [0] * 96, dtype="Int8"))
    none = clean(z2=pd.array([0] * 100, dtype="Int8"))
    assert codes(quality(rare, none)) == []
    usual = clean(z2=pd.array([1] * 6 + [0] * 94, dtype="Int8"))
    few = clean(60, z2=pd.array([0] * 60, dtype="Int8"))
    assert codes(quality(usual, few)) == []


def test_an_option_that_is_no_longer_offered_is_not_comparable() -> None:
    later = clean()
    gone = CleanAnswers(
        later.answers.drop(columns="z2"), later.reasons.drop(columns="z2"), later.audit
    )
    found = quality(clean(), gone)
    row = found.categories.set_index("option").loc["z2"]
    assert not row["comparable"]
    assert row[["earlier_count", "later_base"]].tolist() == [25, 0]
    assert codes(found) == []


def test_numbers_that_are_not_positive_have_no_ratio() -> None:
    zeros = clean(einwohner=pd.array([0] * 100, dtype="Int64"))
    found = quality(zeros, clean()).magnitude.loc[0]
    assert np.isnan(found["ratio"])
    assert found["panel"] == 0
    assert np.isnan(found["panel_ratio"])


def test_an_item_that_nobody_answered_has_no_shares() -> None:
    silent = clean(stufe=pd.array([None] * 100, dtype="Int8"), reasons=MissingReason.NOT_ASKED)
    found = quality(silent, clean())
    assert np.isnan(
        found.non_response.set_index("item").loc["stufe", ["earlier_share", "p"]].astype(float)
    ).all()
    assert codes(found) == []


@pytest.mark.parametrize(
    ("rest", "message"),
    [
        ({"contacted": (99, 400)}, "at least the number of answers"),
        ({"structure": ["stufe"]}, "comparable single choices"),
        ({"unchanging": ["bundesland"]}, "comparable single choices"),
    ],
)
def test_wrong_arguments_are_refused(rest: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        quality(clean(), clean(), **rest)


def test_an_item_of_one_wave_is_refused() -> None:
    later = clean()
    gone = CleanAnswers(
        later.answers.drop(columns="stufe"), later.reasons.drop(columns="stufe"), later.audit
    )
    with pytest.raises(ValueError, match="items of both waves"):
        quality(clean(), gone)
