"""A line a step, and no line of success for a step that failed."""

from __future__ import annotations

import io
import re

import pytest
from rich.console import Console

from typfrage.pipeline.progress import Steps


def _console() -> tuple[Steps, io.StringIO]:
    text = io.StringIO()
    return Steps(Console(file=text, width=100)), text


def test_a_step_tells_its_beginning_and_its_end_in_a_log() -> None:
    steps, text = _console()
    with steps.step("01_cleaning") as update:
        assert text.getvalue() == "  … 01_cleaning\n"
        update("cell 1 of 3")
    assert re.fullmatch(r"  ✓ 01_cleaning \d+\.\d s", text.getvalue().splitlines()[1])


def test_a_step_that_fails_is_not_ticked() -> None:
    steps, text = _console()
    with pytest.raises(RuntimeError), steps.step("01_cleaning"):
        raise RuntimeError
    assert "✓" not in text.getvalue()


def test_a_terminal_shows_what_a_running_step_does() -> None:
    text = io.StringIO()
    steps = Steps(Console(file=text, width=100, force_terminal=True))
    with steps.step("01_cleaning") as update:
        update("cell 1 of 3")
    assert "…" not in text.getvalue().splitlines()[0]
    assert "✓" in text.getvalue()


def test_unchanged_steps_stand_in_one_line() -> None:
    steps, text = _console()
    steps.unchanged([])
    assert text.getvalue() == ""
    steps.unchanged(["01_a", "02_b"])
    assert text.getvalue() == "  · unchanged: 01_a, 02_b\n"
