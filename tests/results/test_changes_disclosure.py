"""What readers of both waves' publications could work out is not among what is published."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from scipy.stats import chi2_contingency
from tests.results.small_wave import NOT_ASKED, section
from tests.results.small_waves import A_B, C_B, A, B, C, Stored, answers, compare

from typfrage.profiles.correspondence import correspondence
from typfrage.profiles.disclosure import Released
from typfrage.results import tables
from typfrage.results.tables import changes_agreement, changes_types
from typfrage.survey.cleaning import clean
from typfrage.survey.missing.missing_balance import missing_balance
from typfrage.survey.reader import read_raw
from typfrage.survey.waves.study import open_study, open_wave

Make = Callable[..., Path]
EARLIER = answers((A, 40), (A_B, 20), (C, 30), (C_B, 10))


def trend_of(stored: Stored, label: str) -> list[str]:
    """Shares then and now, difference, p-value, and the difference of the panel."""
    rows = stored.csv("tbl-veraenderung-trends")
    return next(row[2:] for row in rows if row[1] == label)


@pytest.mark.parametrize(("twice", "told"), [(2, False), (8, True), (0, True)])
def test_an_item_that_few_chose_twice_is_not_told_of_the_panel(
    tiny_study: Make, twice: int, told: bool
) -> None:
    later = answers((A_B, 20), (A, 20), (A_B, twice), (A, 20 - twice), (C, 40))
    row = trend_of(compare(tiny_study, EARLIER, later), "Vorgabe ziel_b")
    assert row[0] == "30\u202f%"
    assert (row[-1] != ".") == told


def test_of_the_panel_is_told_what_is_told_of_all_and_no_more(tiny_study: Make) -> None:
    """Two of sh and eight of bayern add up to ten: eight in the panel would tell of two."""

    def own_keys(codebook: dict[str, Any]) -> None:
        codebook["items"][0].pop("agrees_with")

    places = ["01"] * 2 + ["05"] * 90 + ["09"] * 8
    earlier = [row | {"LAND": land} for row, land in zip(EARLIER, places, strict=True)]
    later = [*answers((A, 22), first=500), *earlier[22:]]
    indicators = [
        {"id": f"in_{land}", "items": ["land"], "chosen": [land], "label": {"de": land}}
        for land in ("sh", "nrw", "bayern")
    ]
    stored = compare(tiny_study, earlier, later, codebook=own_keys, sections=[section(*indicators)])
    for land in ("sh", "bayern"):
        then, *_, panel = trend_of(stored, land)
        assert (then, panel) == (".", ".")


@pytest.mark.parametrize(("leave", "come", "told"), [(3, 2, False), (9, 8, True), (0, 0, True)])
def test_who_stayed_is_not_told_where_it_would_tell_how_few_moved(
    tiny_study: Make, leave: int, come: int, told: bool
) -> None:
    """Of five who moved, one to four went each way."""
    later = answers((C, leave), (A, 60 - leave), (A, come), (C, 40 - come))
    stored = compare(tiny_study, EARLIER, later)
    assert ("bei ihrem Typ (95\u2011%\u2011Intervall" in stored.text("panel")) == told
    assert ("." not in [cell for row in stored.csv("tbl-veraenderung-panel") for cell in row]) == (
        told
    )


@pytest.mark.parametrize(("number", "told"), [(57, False), (60, True)])
def test_shares_of_types_beside_their_reported_sizes_do_not_tell_who_is_in_none(
    tiny_study: Make, number: int, told: bool
) -> None:
    """The report tells 61 of 400, the comparison 14 %: four are left out, for 57 of 396 are."""

    def dropped(codebook: dict[str, Any]) -> None:
        codebook["items"][5]["options"][1]["valid"] = {"last": "2023-12-31"}

    earlier = answers((A, number), (B, 61 - number), (C, 339))
    later = answers((A, 200), (C, 200), first=1000)
    stored = compare(
        tiny_study,
        earlier,
        later,
        codebook=dropped,
        first_wave=lambda file: file.update(contacted=900),
        contacted=900,
    )
    shares = [row[3] for row in stored.csv("fig-veraenderung-typen")[1:]]
    assert ("." not in shares) == told


@pytest.mark.parametrize(("jumps", "said"), [(3, "weniger als fünf"), (12, "vielen")])
def test_few_numbers_that_jumped_are_called_few(tiny_study: Make, jumps: int, said: str) -> None:
    later = [row | ({"EW": "90000"} if at < jumps else {}) for at, row in enumerate(EARLIER[30:80])]
    text = compare(tiny_study, EARLIER, later).text("qualitaet")
    assert f"„Frage einwohner“: Bei {said} Kommunen, die beide Male antworteten" in text


@pytest.mark.parametrize(("number", "told"), [(4, False), (6, True)])
def test_a_median_of_few_is_no_warning(tiny_study: Make, number: int, told: bool) -> None:
    """That the median of four numbers doubled would be told of these four."""
    silent, high = {"EW": ""}, {"EW": "90000"}
    later = [row | (high if at < number else silent) for at, row in enumerate(EARLIER[:80])]
    text = compare(tiny_study, EARLIER, later).text("qualitaet")
    assert ("Median hat sich" in text) == told


@pytest.mark.parametrize(("elsewhere", "told"), [(0, True), (1, False), (4, False), (5, True)])
def test_the_rand_index_does_not_tell_how_few_changed_their_type(
    monkeypatch: pytest.MonkeyPatch, elsewhere: int, told: bool
) -> None:
    """Of 376 in types of the shipped sizes, 0.99 says: one or two are in another type."""
    reported = np.repeat(range(4), [124, 108, 84, 60])
    own = np.where(np.arange(376) < elsewhere, 1, reported)
    found = correspondence(own, reported, 4)
    monkeypatch.setattr(changes_agreement, "correspondences", lambda *_: (found,) * 3)
    solution = SimpleNamespace(cases=range(376))
    waves = SimpleNamespace(language="de", ids=("2019", "2024"), minimum_cases=5)
    data = changes_agreement.agreements(waves, SimpleNamespace(earlier=solution, later=solution))
    assert data.frame["adjusted_rand"].notna().all() == told
    assert data.frame["share"].notna().all() == told


@pytest.mark.parametrize(("number", "told"), [(3, False), (5, True), (36, False), (35, True)])
def test_questions_not_put_to_few_or_to_nearly_all_are_not_told_in_sum(
    tiny_study: Make, number: int, told: bool
) -> None:
    """Two questions hang on the strategy: six of both are three without one."""
    opened = open_study(tiny_study([NOT_ASKED] * number + [{}] * (40 - number)))
    wave = open_wave(opened)
    raw = read_raw(wave, opened.codebook)
    cleaned = clean(raw, wave, opened.codebook)
    balance = missing_balance(raw, cleaned, wave, opened.codebook)
    released = tables.missing_answers(balance, cleaned.audit.kept, 5, "de")
    row = released.frame["reason"] == "Frage nicht gestellt"
    assert released.frame["questions"][row].to_list() == [2]
    assert released.frame["before"][row].notna().to_list() == [told]


def test_p_values_of_types_do_not_tell_the_ranks_of_withheld_ones(
    tiny_study: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of three types one is told; its adjusted p-value is then that of a single test."""
    made: list[Released] = []
    real = changes_types.type_changes

    def kept(*rest: Any) -> Released:
        made.append(real(*rest))
        return made[-1]

    monkeypatch.setattr(changes_types, "type_changes", kept)
    compare(
        tiny_study,
        answers((A, 56), (B, 40), (C, 3)),
        answers((A, 40), (B, 55), (C, 4), first=500),
        analysis={"k": 3, "k_range": [3, 3]},
        first_wave=lambda wave: wave["analysis"].update(k=3, k_range=[3, 3]),
    )
    told = made[0].frame["p_bh"].dropna()
    alone = chi2_contingency([[56, 43], [40, 59]], correction=False).pvalue
    assert told.to_list() == pytest.approx([alone])
