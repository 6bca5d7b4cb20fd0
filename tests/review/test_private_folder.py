"""Folders of microdata, and what is left of them where processes are killed or names are taken."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.blows import every_blow

from typfrage.review.private_folder import private_folder, remove_abandoned

PREFIX = "typfrage-test-"
HOLD = """
import sys, time
from pathlib import Path
from typfrage.review.private_folder import private_folder
with private_folder(Path(sys.argv[1]), sys.argv[2]) as folder:
    (folder / "raw.csv").write_text("answers")
    print("held", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A process with answers in a private folder."""
    words = [sys.executable, "-c", HOLD, str(tmp_path), PREFIX]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.wait()


def _abandoned(parent: Path, name: str, mode: int = 0o700) -> Path:
    """A folder such as a killed process leaves."""
    folder = parent / f"{PREFIX}{name}"
    folder.mkdir(mode=0o700)
    (folder / "lock").touch()
    (folder / "content").mkdir()
    (folder / "content" / "raw.csv").write_text("answers", encoding="utf-8")
    folder.chmod(mode)
    return folder


def _answers(parent: Path) -> list[Path]:
    return sorted(parent.rglob("raw.csv"))


def test_only_its_user_can_look_into_it_and_nothing_is_left(tmp_path: Path) -> None:
    with private_folder(tmp_path, PREFIX) as folder:
        assert folder.parent.stat().st_mode & 0o777 == 0o700
        assert folder.parent.parent == tmp_path.resolve()
        (folder / "raw.csv").touch()
    assert list(tmp_path.iterdir()) == []


def test_what_a_process_holds_stays_and_goes_when_it_was_killed(
    tmp_path: Path, holder: subprocess.Popen[str]
) -> None:
    with private_folder(tmp_path, PREFIX):
        assert len(_answers(tmp_path)) == 1
    assert len(_answers(tmp_path)) == 1
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    assert len(_answers(tmp_path)) == 1
    with private_folder(tmp_path, PREFIX) as folder:
        assert list(tmp_path.iterdir()) == [folder.parent]


def test_after_a_blow_at_any_step_the_next_one_removes_all_answers(tmp_path: Path) -> None:
    _abandoned(tmp_path, "before")

    def hold() -> None:
        with private_folder(tmp_path, PREFIX) as folder:
            (folder / "raw.csv").write_text("answers", encoding="utf-8")

    steps = []
    for step in every_blow(tmp_path, hold):
        steps.append(step)
        remove_abandoned(tmp_path, PREFIX)
        assert _answers(tmp_path) == [], step
        _abandoned(tmp_path, f"{len(steps)}")
    assert len(steps) > 8, steps


def test_links_folders_that_others_can_open_and_files_are_not_touched(tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.mkdir()
    elsewhere = _abandoned(tmp_path, "elsewhere").rename(tmp_path / "elsewhere")
    (there / f"{PREFIX}link").symlink_to(elsewhere, target_is_directory=True)
    (there / f"{PREFIX}file").touch()
    for mode in (0o770, 0o707, 0o755):
        _abandoned(there, f"{mode:o}", mode)
    within = there / f"{PREFIX}within"
    within.mkdir(mode=0o700)
    (within / "content").symlink_to(elsewhere / "content", target_is_directory=True)
    before = sorted(there.rglob("*"))
    remove_abandoned(there, PREFIX)
    assert set(before) <= {*there.rglob("*")}
    assert (elsewhere / "content" / "raw.csv").is_file()


@pytest.mark.skipif(os.name != "posix" or os.getuid() != 0, reason="only root can give away")
def test_folders_of_other_users_are_not_touched(tmp_path: Path) -> None:
    folder = _abandoned(tmp_path, "others")
    os.chown(folder, 65534, 65534)
    remove_abandoned(tmp_path, PREFIX)
    assert _answers(tmp_path) == [folder / "content" / "raw.csv"]


def test_a_link_in_what_was_left_is_removed_and_not_followed(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "raw.csv").touch()
    folder = _abandoned(tmp_path, "left")
    (folder / "content" / "data").symlink_to(kept, target_is_directory=True)
    remove_abandoned(tmp_path, PREFIX)
    assert not folder.exists()
    assert (kept / "raw.csv").is_file()
