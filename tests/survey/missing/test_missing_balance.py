"""What was missing in the raw file is missing in the clean answers, and nothing else is.

The rung: counts made by hand of a few answers, brute force over random ones, and clean answers that
were tampered with.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from typfrage.survey.clean_answers import CleanAnswers
from typfrage.survey.cleaning import clean
from typfrage.survey.missing.missing_balance import MissingBalance, missing_balance
from typfrage.survey.raw_table import ColumnDescription, RawTable
from typfrage.survey.reader import read_raw
from typfrage.survey.waves.study import Study, Wave, open_study, open_wave

NOT_PUT = {"S": "A2", "P": "", "F[1]": "", "F[2]": ""}

Parts = tuple[RawTable, CleanAnswers, Wave, Study]


@pytest.fixture
def parts(tiny_study: Callable[..., Path]) -> Callable[..., Parts]:
    """Raw file, clean answers, wave and study of answers that differ from a complete one."""

    def made(*rows: dict[str, str], **changes: Any) -> Parts:
        study = open_study(tiny_study(list(rows), **changes))
        wave = open_wave(study)
        raw = read_raw(wave, study.codebook)
        return raw, clean(raw, wave, study.codebook), wave, study

    return made


def _balance(parts: Parts) -> MissingBalance:
    raw, cleaned, wave, study = parts
    return missing_balance(raw, cleaned, wave, study.codebook)


def _rows(balance: MissingBalance) -> set[tuple[object, ...]]:
    return {tuple(row) for row in balance.frame.to_numpy().tolist()}


def test_every_cause_is_counted(parts: Callable[..., Parts]) -> None:
    balance = _balance(
        parts(
            {"ST": "", "ANT": "-1"},
            {"ST": " ", **NOT_PUT},
            {"S": "A9", "P": "N/A", "F[1]": "N/A", "F[2]": "N/A"},
            {"F[1]": "-8", "F[2]": "-8", "R[1]": ""},
            {"datum": "", "ST": ""},  # screened out
            {"Z[1]": "", "Z[3]": ""},
        )
    )
    assert balance.balanced
    assert _rows(balance) == {
        ("anteil", "code", "-1", "not_applicable", 1, 1),
        ("rolle", "empty", "", "not_answered", 1, 1),
        ("ziele", "empty", "", "not_answered", 1, 1),
        ("strategie", "code", "A9", "dont_know", 1, 1),
        ("partner", "filter", "", "not_asked", 1, 1),
        ("partner", "sign", "N/A", "not_asked", 1, 1),
        ("felder", "filter", "", "not_asked", 1, 1),
        ("felder", "sign", "N/A", "not_asked", 1, 1),
        ("felder", "code", "-8", "dont_know", 1, 1),
        ("stufe", "empty", "", "not_answered", 2, 2),
        ("anmerkung", "empty", "", "not_answered", 5, 5),
    }


def test_rules_and_corrections_that_change_cells_are_accounted_for(
    parts: Callable[..., Parts],
) -> None:
    def wave(content: dict[str, Any]) -> None:
        content["choices"] = {"ziele": {"exclusive": "drop_exclusive", "nothing": "none"}}

    def codebook(content: dict[str, Any]) -> None:
        items = {item["id"]: item for item in content["items"]}
        items["partner"]["asked_if"] = {"item": "ziele", "chosen": ["kein_ziel"]}

    correction = {
        **{"answer": "2", "column": "ST", "expect": "", "becomes": "3", "status": "confirmed"},
        "reason": "Die Kommune hat es am Telefon gesagt.",
    }
    balance = _balance(
        parts(
            {"Z[9]": "Y", "P": ""},
            {"ST": "", "P": ""},
            {"Z[1]": "", "Z[3]": "", "P": ""},
            {"Z[1]": "", "Z[3]": "", "Z[9]": "Y", "AGS": " 5315000"},
            wave=wave,
            codebook=codebook,
            corrections=[correction],
        )
    )
    assert balance.balanced
    assert _rows(balance) == {
        ("partner", "filter", "", "not_asked", 3, 3),
        ("anmerkung", "empty", "", "not_answered", 4, 4),
    }


@pytest.mark.parametrize("seed", range(4))
def test_random_answers_balance_and_agree_with_a_count_cell_by_cell(
    parts: Callable[..., Parts], seed: int
) -> None:
    draw = random.Random(seed)
    rows = []
    for _ in range(60):
        put = draw.random() < 0.6
        sign = draw.choice(["", "N/A"])
        rows.append(
            {
                **{"ST": draw.choice(["1", "3", "", " "]), "ANT": draw.choice(["-1", "3.5", ""])},
                **{"S": "A1" if put else draw.choice(["A2", "A9", ""])},
                **{"P": draw.choice(["Y", "N", ""]) if put else sign},
                **dict.fromkeys(("F[1]", "F[2]"), draw.choice(["Y", "", "-8"]) if put else sign),
                "datum": draw.choice(["2019-01-15"] * 4 + [""]),
            }
        )
    balance = _balance(parts(*rows))
    kept = [row for row in rows if row["datum"]]
    expected = {
        ("stufe", "empty", ""): sum(not row["ST"].strip() for row in kept),
        ("anteil", "empty", ""): sum(row["ANT"] == "" for row in kept),
        ("anteil", "code", "-1"): sum(row["ANT"] == "-1" for row in kept),
        ("partner", "empty", ""): sum(row["S"] == "A1" and row["P"] == "" for row in kept),
        ("partner", "filter", ""): sum(row["S"] != "A1" and row["P"] == "" for row in kept),
        ("partner", "sign", "N/A"): sum(row["P"] == "N/A" for row in kept),
        ("felder", "code", "-8"): sum(row["F[1]"] == "-8" for row in kept),
    }
    assert balance.balanced
    counted = balance.frame.set_index(["item", "cause", "code"])["after"].to_dict()
    assert {key: counted.get(key, 0) for key in expected} == expected


class TestAMistakeOfCleaningIsFound:
    ROWS = ({"ST": ""}, {}, {"ANT": "-1"}, NOT_PUT)

    def _changed(self, parts: Parts, row: int, column: str, reason: object) -> MissingBalance:
        raw, cleaned, wave, study = parts
        answers, reasons = cleaned.answers.copy(), cleaned.reasons.copy()
        reasons.iloc[row, reasons.columns.get_loc(column)] = reason
        value = pd.NA if reason is not None else 1
        answers.iloc[row, answers.columns.get_loc(column)] = value
        broken = replace(cleaned, answers=answers, reasons=reasons)
        return missing_balance(raw, broken, wave, study.codebook)

    @pytest.mark.parametrize(
        ("row", "column", "reason", "told"),
        [
            (0, "stufe", None, "stufe, empty '': 1 before, 0 after"),
            (0, "stufe", "dont_know", "stufe, empty '': 1 before, 0 after"),
            (1, "stufe", "not_asked", "stufe, none '': 0 before, 1 after"),
            (2, "anteil", "not_answered", "anteil, code '-1': 1 before, 0 after"),
            (3, "partner", "not_answered", "partner, filter '': 1 before, 0 after"),
        ],
    )
    def test_by_item_and_code_with_both_counts(
        self, parts: Callable[..., Parts], row: int, column: str, reason: object, told: str
    ) -> None:
        balance = self._changed(parts(*self.ROWS), row, column, reason)
        assert not balance.balanced
        with pytest.raises(RuntimeError) as raised:
            balance.demand()
        assert told in str(raised.value)

    def test_when_answers_are_mixed_up(self, parts: Callable[..., Parts]) -> None:
        """The sums agree, the answers do not."""
        raw, cleaned, wave, study = parts(*self.ROWS)
        turned = cleaned.reasons.iloc[::-1].set_index(cleaned.reasons.index)
        values = cleaned.answers.iloc[::-1].set_index(cleaned.answers.index)
        broken = replace(cleaned, answers=values, reasons=turned)
        assert not missing_balance(raw, broken, wave, study.codebook).balanced

    def test_when_an_answer_is_another_one(self, parts: Callable[..., Parts]) -> None:
        raw, cleaned, wave, study = parts(*self.ROWS)
        keys = [*cleaned.answers.index[:-1], "01002000"]
        broken = replace(
            cleaned,
            answers=cleaned.answers.set_axis(pd.Index(keys)),
            reasons=cleaned.reasons.set_axis(pd.Index(keys)),
        )
        with pytest.raises(RuntimeError, match="are not those of the clean answers"):
            missing_balance(raw, broken, wave, study.codebook)


def test_user_missing_cells_of_the_file_are_those_with_a_reason(
    parts: Callable[..., Parts],
) -> None:
    def wave(content: dict[str, Any]) -> None:
        content["source"]["missing"] = {"98": "dont_know", "-77": "not_asked"}

    raw, _, opened, study = parts(
        {"ST": "98"}, {"ST": "98"}, {}, {**NOT_PUT, "P": "-77"}, wave=wave
    )
    described = tuple(
        ColumnDescription(missing=("98", "-77") if name in ("ST", "P", "Z[1]") else ())
        for name in raw.header
    )
    raw = replace(raw, described=described)
    balance = missing_balance(raw, clean(raw, opened, study.codebook), opened, study.codebook)
    assert balance.balanced
    found = {tuple(row) for row in balance.declared.to_numpy().tolist()}
    assert {("ST", "98", 2, 2), ("P", "-77", 1, 1), ("ST", "-77", 0, 0)} <= found
