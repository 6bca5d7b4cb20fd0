"""The shipped wave, exported in ten ways, is found again: columns, codes, and every answer.

The truth is known (rung 4): the exports are written from the shipped raw file under other names and
codes, by openpyxl, pyreadstat, pandas and Python's csv.
"""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml
from tests.survey.proposal.conftest import copy_study
from tests.survey.proposal.exports import WRITERS, Cells, Exported

from typfrage.survey.clean_answers import CleanAnswers
from typfrage.survey.cleaning import clean
from typfrage.survey.proposal import Declared, Facts, NewWave, begin_wave
from typfrage.survey.proposal.question import CODES
from typfrage.survey.reader import read_raw
from typfrage.survey.wave_check import check_wave
from typfrage.survey.waves.source import HeaderCell
from typfrage.survey.waves.study import Study, open_wave

FOUND_AT_LEAST = 0.95
SUBMITTED = {
    "spreadsheet": "Abgeschickt am",
    "cp1252": "Datum",
    "spss": "ende",
    "parquet": "submitted",
}
"""Where a person says the tool writes the time of an answer, if no convention tells."""

CONVENTIONS = {
    "limesurvey_csv": "limesurvey_csv",
    "limesurvey_words": "limesurvey_csv",
    "limesurvey_spss": "limesurvey_spss",
    "limesurvey_sav": "limesurvey_sav",
    "spreadsheet": "spreadsheet",
    "cp1252": "spreadsheet",
    "sosci": "sosci",
    "spss": "spss",
    "unipark": "unipark",
    "parquet": "parquet",
}


WITHOUT_WORDS = {"sosci", "limesurvey_spss"}
"""Exports that do not say what their codes mean."""

Begun = tuple[str, Exported, NewWave, Study]


@pytest.fixture(scope="module", params=list(WRITERS))
def begun(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    shipped_cells: tuple[Cells, pd.DataFrame],
    shipped: Study,
) -> Begun:
    """A wave begun with the export of a tool."""
    tool: str = request.param
    folder = tmp_path_factory.mktemp(tool)
    exported = WRITERS[tool](folder, *shipped_cells, shipped.codebook)
    study = copy_study(folder / "study")
    facts = Facts(first=date(2018, 12, 1))
    new = begin_wave(study, "again", exported.path, Declared(), facts, like="2019")
    return tool, exported, new, study


def test_columns_are_found_and_none_is_taken_for_another(begun: Begun) -> None:
    tool, exported, new, _ = begun
    found = {
        (match.target.item.id, match.target.option.id if match.target.option else ""): (
            match.column.ref.header
            if isinstance(match.column.ref, HeaderCell)
            else match.column.ref
        )
        for match in new.proposal.matches
    }

    wrong = {key: name for key, name in found.items() if exported.columns[key] != name}
    assert wrong == {}
    assert len(found) >= FOUND_AT_LEAST * len(exported.columns)
    assert new.proposal.convention.name == CONVENTIONS[tool]


def test_codes_are_told_by_their_words_or_asked_for(begun: Begun) -> None:
    tool, exported, new, _ = begun
    asked = " ".join(question.text for question in new.questions if question.part == CODES)

    for item in new.proposal.items:
        codes = exported.recode.get(item.item.id, {})
        true = {there: here for here, there in codes.items() if there != here}
        assert item.columns is not None
        if tool in WITHOUT_WORDS:
            assert item.columns.recode == {}
            assert not true or f"`{item.item.id}`: what do these codes" in asked
        else:
            assert item.columns.recode == true


def test_a_completed_proposal_gives_the_shipped_answers_cell_by_cell(
    begun: Begun, shipped_answers: CleanAnswers
) -> None:
    tool, exported, new, study = begun
    complete(new, exported, SUBMITTED.get(tool))

    check = check_wave(study, "again")
    assert [str(one.problem) for one in check.findings if one.severity == "error"] == []
    assert check.unchecked == ()
    wave = open_wave(study, "again")
    cleaned = clean(read_raw(wave, study.codebook), wave, study.codebook)
    pd.testing.assert_frame_equal(cleaned.answers, shipped_answers.answers)
    pd.testing.assert_frame_equal(cleaned.reasons, shipped_answers.reasons)


def complete(begun: NewWave, exported: Exported, submitted: str | None) -> None:
    """Fill in what only a person knows, as the checklist asks."""
    path = begun.folder / "wave.yml"
    content: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    content |= {"title": {"de": "Noch einmal", "en": "Again"}, "synthetic": True}
    content |= {"contacted": 1828, "gebietsstand": "2018-12-31"}
    content["field_period"]["last"] = "2019-02-28"
    if submitted is not None:
        label = {"de": "…", "en": "…"}
        content["screening"] += [
            {"reason": "broken_off", "label": label, "column": submitted, "empty": True},
            {"reason": "answered_again", "label": label, "superseded_by": submitted},
        ]
    for item, codes in exported.recode.items():
        own = content["columns"][item]
        own.setdefault("recode", {new: old for old, new in codes.items() if new != old})
        if not own["recode"]:
            del own["recode"]
    write(path, content)


def write(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, default=str), encoding="utf-8")


def test_the_second_shipped_wave_is_proposed_from_its_export_alone(
    shipped: Study, tmp_path: Path
) -> None:
    """Its map was written by hand, for an export whose questions had changed (rung 4)."""
    by_hand = open_wave(shipped, "2024")
    study = copy_study(tmp_path / "study")
    file = by_hand.file
    facts = Facts(
        "Noch einmal", True, file.contacted, file.field_period.first, file.field_period.last,
        file.gebietsstand,
    )  # fmt: skip
    new = begin_wave(study, "again", by_hand.raw_file, Declared(), facts, like="2019")
    shutil.copy(by_hand.folder / "corrections.yml", new.folder)

    assert [question.part for question in new.questions] == [CODES]  # the typing error in G2
    assert check_wave(study, "again").findings == ()
    wave = open_wave(study, "again")
    found = clean(read_raw(wave, study.codebook), wave, study.codebook)
    true = clean(read_raw(by_hand, shipped.codebook), by_hand, shipped.codebook)
    pd.testing.assert_frame_equal(found.answers, true.answers)
    pd.testing.assert_frame_equal(found.reasons, true.reasons)
