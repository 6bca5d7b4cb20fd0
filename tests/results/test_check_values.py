"""The key numbers of a notebook are those that it stored, as they are published."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from typfrage.profiles.disclosure import Column, release
from typfrage.results.check_values import check_values
from typfrage.results.numbers import Format
from typfrage.results.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A closed part of the results with a table in which a small count is withheld."""
    store = Store(
        folder=tmp_path / "_results" / "2019",
        notebook="02_clustering",
        synthetic=False,
        minimum_cases=5,
        language="de",
        inputs={},
        cell=lambda: "",
    )
    frame = pd.DataFrame(
        {
            "type": ["A", "A", "B", "B"],
            "size": ["klein", "100.000 und mehr", "klein", "100.000 und mehr"],
            "count": [40, 3, 30, 4],
            "mean": [0.123456, 0.5, float("nan"), 0.25],
        }
    )
    columns = [
        Column("type", "Typ", "text"),
        Column("size", "Größe", "text"),
        Column("count", "Anzahl", "count"),
        Column("mean", "Mittel", "number", digits=2, base="count"),
    ]
    store.table("tbl-typen", release(frame, columns, 5), "Typen")
    store.number("goals.n", 1412, Format())
    store.word("goals.items", "zwölf")
    store.close()
    return store


def test_numbers_for_the_text_come_first_and_each_has_a_line(store: Store) -> None:
    assert str(check_values(store, {})) == "goals.items: zwölf\ngoals.n: 1.412"


def test_cells_are_named_by_their_table_their_row_and_their_column(store: Store) -> None:
    lines = str(check_values(store, {"tbl-typen": ["mean"]})).splitlines()
    assert lines[2:] == [
        "tbl-typen · A · klein · mean: 0.12",
        "tbl-typen · A · 100.000 und mehr · mean: .",
        "tbl-typen · B · 100.000 und mehr · mean: .",
    ]


def test_nothing_is_told_that_is_not_published(store: Store) -> None:
    values = dict(check_values(store, {"tbl-typen": None}).values)
    assert values["tbl-typen · A · 100.000 und mehr · count"] == "."
    assert "3" not in values.values()
    assert "4" not in values.values()


def test_without_columns_the_rows_are_counted(store: Store) -> None:
    assert check_values(store, {"tbl-typen": []}).values[-1] == ("tbl-typen", "4")


def test_what_a_study_has_not_stored_is_said_to_be_missing(store: Store) -> None:
    found = check_values(store, {"fig-fehlt": ["a"], "tbl-typen": ["nie"]}).values[2:]
    assert found[0] == ("fig-fehlt", "nicht gespeichert")
    assert found[1] == ("tbl-typen · nie", "nicht gespeichert")
    assert len(found) == 2


def test_before_the_store_is_closed_there_is_nothing_to_compare(tmp_path: Path) -> None:
    store = Store(tmp_path, "02", False, 5, "en", {}, lambda: "")
    with pytest.raises(FileNotFoundError):
        check_values(store, {})
