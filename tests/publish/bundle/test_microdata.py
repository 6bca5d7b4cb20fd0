"""The answers leave the study only where its wave says so, and then no more than it may."""

from __future__ import annotations

import csv
import io
import json
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from tests.publish.bundle.conftest import CORRECTIONS, SECRET, STATEMENT, Lay, released

from typfrage.problems import InputError
from typfrage.results.run import open_run
from typfrage.results.stored_files import sha256
from typfrage.survey.cleaning import clean
from typfrage.survey.reader import read_raw
from typfrage.survey.waves.study import open_study

TRACES = (SECRET, "01002000", "98.765", CORRECTIONS[0]["reason"])
"""What municipalities wrote, and what was corrected of it."""


def real(wave: dict[str, Any]) -> None:
    """Release the answers of municipalities."""
    wave["synthetic"] = False
    released(wave)


def everything(bundle: dict[str, bytes]) -> str:
    """Return all text of a bundle, that of its workbook too."""
    with ZipFile(BytesIO(bundle["tables/tables.xlsx"])) as book:
        inside = [book.read(name) for name in book.namelist()]
    return "\n".join(one.decode("utf-8", "replace") for one in [*bundle.values(), *inside])


def rows(bundle: dict[str, bytes]) -> list[dict[str, str]]:
    """Return the released answers."""
    text = bundle["microdata/answers.csv"].decode("utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def test_without_a_release_no_answer_is_there(closed: dict[str, bytes]) -> None:
    text = everything(closed)
    assert [trace for trace in TRACES if trace in text] == []
    assert [name for name in closed if name.startswith("microdata")] == []
    assert "data/waves/2019/corrections.yml" not in closed
    assert "nicht freigegeben" in closed["README.md"].decode("utf-8")


def test_generated_answers_are_given_as_they_are(open_: dict[str, bytes]) -> None:
    assert [name for name in open_ if name.startswith("microdata")] == [
        "microdata/answers.csv",
        "microdata/corrections.yml",
        "microdata/raw.csv",
    ]
    assert SECRET in open_["microdata/raw.csv"].decode("utf-8-sig")
    assert [row["ags"] for row in rows(open_)] == ["01002000", "05995002", "05995003"]
    assert STATEMENT in open_["README.md"].decode("utf-8")


def test_where_an_answer_is_missing_its_reason_stands(open_: dict[str, bytes]) -> None:
    first, second, third = rows(open_)
    assert (first["strategie"], first["partner"]) == ("dont_know", "not_asked")
    assert (second["einwohner"], second["stufe"]) == ("98765", "1")
    assert (third["anteil"], third["strategie"], third["kein_ziel"]) == (
        *("not_applicable", "nein", "1"),
    )


def test_of_real_answers_neither_key_nor_text_nor_order_nor_raw_file(
    lay: Lay, tmp_path: Path
) -> None:
    bundle = lay(tmp_path, real).bundle()
    assert [name for name in bundle if name.startswith("microdata")] == ["microdata/answers.csv"]
    found = rows(bundle)
    assert found[0].keys() & {"ags", "anmerkung"} == set()
    assert [list(row.values()) for row in found] == sorted(list(row.values()) for row in found)
    text = everything(bundle)
    assert [trace for trace in TRACES if trace in text and trace != "98.765"] == []
    schema = json.loads(bundle["data/answers.schema.json"])
    assert [one["name"] for one in schema["fields"]] == list(found[0])
    assert "primaryKey" not in schema


def test_no_hash_of_a_file_with_real_answers_is_told(lay: Lay, tmp_path: Path) -> None:
    """Whoever guesses the last unknown answer right must not learn it from a hash."""
    laid = lay(tmp_path, real)
    text = everything(laid.bundle())
    folder = laid.root / "data" / "waves" / "2019"
    for name in ("raw.csv", "corrections.yml", "wave.yml"):
        assert sha256(folder / name) not in text


def test_a_changed_raw_file_is_noticed_all_the_same(lay: Lay, tmp_path: Path) -> None:
    def wave(content: dict[str, Any]) -> None:
        real(content)
        content["analysis"]["minimum_cases"] = 1

    laid = lay(tmp_path, wave)
    study = open_study(laid.root)
    run = open_run(str(laid.root), "2019", "01_cleaning")
    run.save_clean(clean(read_raw(run.wave, study.codebook), run.wave, study.codebook))
    laid.make()
    folder = laid.root / "data" / "waves" / "2019"
    before = sha256(folder / "raw.csv")
    with (folder / "raw.csv").open("ab") as file:
        file.write(b"\n")
    text = (folder / "wave.yml").read_text("utf-8").replace(before, sha256(folder / "raw.csv"))
    (folder / "wave.yml").write_text(text, "utf-8")
    with pytest.raises(InputError, match=r"older than data/waves/2019/raw\.csv"):
        laid.make()


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"statement": {}}, "statement"),
        ({"statement": {"de": "zu kurz"}}, "statement"),
        ({"statement": {"en": "The municipalities have agreed to it."}}, "statement"),
        ({"statement": {"de": " " * 30}}, "statement"),
        ({"licence": "free for all"}, "licence"),
        ({"released": "yes"}, "released"),
    ],
)
def test_a_release_needs_a_licence_and_a_reason_in_the_studys_language(
    changes: dict[str, Any], where: str, lay: Lay, tmp_path: Path
) -> None:
    def wave(content: dict[str, Any]) -> None:
        real(content)
        content["microdata"] |= changes

    with pytest.raises(InputError) as caught:
        lay(tmp_path, wave)
    assert where in str(caught.value)


def test_what_may_be_released_later_is_not_released_now(lay: Lay, tmp_path: Path) -> None:
    def wave(content: dict[str, Any]) -> None:
        real(content)
        content["microdata"]["released"] = False

    bundle = lay(tmp_path, wave).bundle()
    assert [name for name in bundle if name.startswith("microdata")] == []
