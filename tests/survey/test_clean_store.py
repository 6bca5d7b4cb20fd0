"""Clean answers on disk: nothing is lost, nothing wrong gets in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa
import pytest
from pandas.testing import assert_frame_equal

from typfrage.survey.clean_answers import CleanAnswers
from typfrage.survey.clean_store import answers_schema, load_clean, save_clean
from typfrage.survey.waves.study import open_study, open_wave

Clean = Callable[..., CleanAnswers]


@pytest.fixture
def schema(tiny_study: Callable[..., Path]) -> pa.DataFrameSchema:
    study = open_study(tiny_study())
    return answers_schema(study.codebook, open_wave(study))


def test_saving_and_loading_loses_nothing(
    clean_rows: Clean, schema: pa.DataFrameSchema, tmp_path: Path
) -> None:
    clean = clean_rows(
        {"TX": " Grüße\n„…“ ", "EW": "", "ANT": "-1"},
        {"S": "A2", "P": "N/A", "F[1]": "N/A", "F[2]": "N/A", "AGS": "5995002"},
        {"datum": ""},
        {"Z[1]": "", "Z[3]": ""},
        wave=lambda wave: wave["choices"].update(ziele={"nothing": "none"}),
    )
    save_clean(clean, tmp_path / "clean", schema)
    loaded = load_clean(tmp_path / "clean", schema)
    assert_frame_equal(loaded.answers, clean.answers)
    assert_frame_equal(loaded.reasons, clean.reasons)
    assert_frame_equal(loaded.audit.changes, clean.audit.changes)
    assert_frame_equal(loaded.audit.exclusions, clean.audit.exclusions)
    assert_frame_equal(loaded.audit.remarks, clean.audit.remarks)
    assert loaded.audit.read == 4


def test_empty_audit_tables_survive(
    clean_rows: Clean, schema: pa.DataFrameSchema, tmp_path: Path
) -> None:
    clean = clean_rows()
    save_clean(clean, tmp_path, schema)
    loaded = load_clean(tmp_path, schema)
    assert_frame_equal(loaded.audit.changes, clean.audit.changes)
    assert loaded.audit.read == 1


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda a: a.drop(columns="stufe"), id="a column is missing"),
        pytest.param(lambda a: a.assign(more=1), id="a column too many"),
        pytest.param(lambda a: a[list(a.columns[::-1])], id="columns in another order"),
        pytest.param(lambda a: a.astype({"ziel_a": "int64"}), id="another type"),
        pytest.param(lambda a: a.assign(ziel_a=a["ziel_a"] + 1), id="a tick that is 2"),
        pytest.param(lambda a: a.assign(stufe=a["stufe"] + 2), id="a place beyond the scale"),
        pytest.param(
            lambda a: a.assign(strategie=a["strategie"].cat.add_categories(["?"])),
            id="an option that the codebook does not know",
        ),
        pytest.param(lambda a: pd.concat([a, a]), id="a key twice"),
        pytest.param(lambda a: a.rename_axis("key"), id="another name of the key"),
        pytest.param(lambda a: a.set_axis([5000001]), id="a key that is a number"),
    ],
)
def test_answers_that_are_not_as_the_codebook_says_are_not_written(
    clean_rows: Clean, schema: pa.DataFrameSchema, tmp_path: Path, spoil: Callable[[Any], Any]
) -> None:
    clean = clean_rows()
    wrong = object.__new__(CleanAnswers)
    for name, value in vars(replace(clean)).items():
        object.__setattr__(wrong, name, value)
    object.__setattr__(wrong, "answers", spoil(clean.answers))
    with pytest.raises(pa.errors.SchemaErrors):
        save_clean(wrong, tmp_path / "clean", schema)
    assert not (tmp_path / "clean").exists()


def test_a_wave_that_was_not_cleaned_says_so(schema: pa.DataFrameSchema, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        load_clean(tmp_path, schema)
