"""One command at a time: real processes that get in each other's way."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.project import typfrage

from typfrage.pipeline.one_at_a_time import HOLDER, LOCK, one_at_a_time
from typfrage.problems import BuildError

HOLD = """
import sys, time
from pathlib import Path
from typfrage.pipeline.one_at_a_time import one_at_a_time
with one_at_a_time(Path(sys.argv[1]), "building wave 2019"):
    print("held", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def study(tiny_study: Callable[..., Path]) -> Path:
    return tiny_study()


@pytest.fixture
def holder(study: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(study)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.wait()


@pytest.mark.parametrize("doing", [("run",), ("explain",)])
def test_a_second_command_is_told_who_is_at_work(
    study: Path, holder: subprocess.Popen[str], doing: tuple[str, ...]
) -> None:
    done = typfrage(*doing, "2019", "--study", study, cwd=study)

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert f"building wave 2019, process {holder.pid}, since 20" in done.stderr
    assert "wait until it is done" in done.stderr
    assert not (study / "_results").exists()


def test_a_killed_process_leaves_no_lock(study: Path, holder: subprocess.Popen[str]) -> None:
    with pytest.raises(BuildError), one_at_a_time(study, "building"):
        pass
    holder.send_signal(signal.SIGKILL)
    holder.wait()

    with one_at_a_time(study, "building"):
        assert str(holder.pid) not in (study / HOLDER).read_text(encoding="utf-8")


def test_nothing_is_left_when_it_is_done(study: Path) -> None:
    with one_at_a_time(study, "building"):
        assert (study / LOCK).exists()
    assert not (study / HOLDER).exists()
    with one_at_a_time(study, "building again"):
        pass


def test_other_studies_do_not_wait(
    study: Path, holder: subprocess.Popen[str], tmp_path: Path
) -> None:
    with one_at_a_time(tmp_path / "other", "building"):
        assert holder.poll() is None


def test_children_do_not_keep_the_lock(study: Path) -> None:
    """A notebook's kernel that outlives a killed build must not hold the next one up."""
    with one_at_a_time(study, "building"):
        child = subprocess.Popen(["sleep", "60"], close_fds=False)
    try:
        with one_at_a_time(study, "building again"):
            assert child.poll() is None
    finally:
        child.kill()
        child.wait()
