"""What is new holds a copy of the export: struck by SIGKILL, it leaves none for good."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

from tests.blows import every_blow

from typfrage.survey.new_study import Wanted, begin_study
from typfrage.survey.proposal.folder import write_folder

ANSWERS = b"answers"


def test_a_new_wave_is_whole_or_not_there_and_the_next_one_removes_the_rest(
    tmp_path: Path,
) -> None:
    export = tmp_path / "export.csv"
    export.write_bytes(ANSWERS)
    data = tmp_path / "data"
    place, steps = data / "waves" / "2019 [a]", []
    (data / "waves").mkdir(parents=True)

    def write() -> None:
        write_folder(place, {"wave.yml": "id"}, export, hashlib.sha256(ANSWERS).hexdigest())

    for step in every_blow(data, write):
        steps.append(step)
        assert not place.exists(), step
    assert sorted(os.listdir(place)) == ["raw.csv", "wave.yml"]
    assert os.listdir(data) == ["waves"]
    assert len(steps) > 5, steps


def test_a_new_study_removes_what_a_killed_one_left(tmp_path: Path) -> None:
    left = tmp_path / ".study.123.draft"
    left.mkdir()
    (left / "raw.csv").write_bytes(ANSWERS)
    begun = begin_study(tmp_path / "study", Wanted("T", "en", "2019")).folder
    assert os.listdir(tmp_path) == ["study"]
    shutil.rmtree(begun)
