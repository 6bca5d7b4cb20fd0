"""The command line: help with examples, exit codes, one clear message."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.project import ROOT, copy_project, typfrage

COMMANDS = (
    ("build",), ("run",), ("render",), ("explain",), ("doctor",), ("schema",),
    ("wave", "list"), ("wave", "new"), ("wave", "check"), ("wave", "synthesise"),
    ("evaluate",), ("latent-classes",), ("classify",), ("slides",),
)  # fmt: skip


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_explains_itself_with_an_example(words: tuple[str, ...]) -> None:
    done = typfrage(*words, "--help", cwd=ROOT)

    assert done.returncode == 0
    assert "Example" in done.stdout
    assert f"typfrage {' '.join(words)}" in done.stdout


def test_help_states_the_exit_codes() -> None:
    assert "0 done, 1 failed, 2 bad input" in typfrage("--help", cwd=ROOT).stdout


def test_wave_list_names_the_waves_and_their_data(tmp_path: Path) -> None:
    done = typfrage("wave", "list", cwd=ROOT)

    assert done.returncode == 0
    assert "2019" in done.stdout
    assert "1,828" in done.stdout
    assert "synthetic" in done.stdout


@pytest.mark.parametrize(
    ("words", "fragments"),
    [
        (("build", "1999"), ("'1999'", "one of 2019")),
        (("build", "--renderer", "latex"), ("'latex'", "quarto or embedded")),
        (("run", "--study", "nirgends"), ("codebook.yml", "missing")),
        (("wave", "synthesise", "1999"), ("synthesis.yml", "missing")),
    ],
)
def test_bad_input_ends_with_code_2_and_one_message(
    words: tuple[str, ...], fragments: tuple[str, ...]
) -> None:
    done = typfrage(*words, cwd=ROOT)

    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    for fragment in fragments:
        assert fragment in done.stderr


def test_an_unknown_option_ends_with_code_2() -> None:
    assert typfrage("build", "--nonsense", cwd=ROOT).returncode == 2


def test_render_without_results_says_what_to_do(tmp_path: Path) -> None:
    root = copy_project(tmp_path / "project")
    done = typfrage("render", "--renderer", "embedded", cwd=root)

    assert done.returncode in (1, 2)
    assert "Traceback" not in done.stderr
    assert "typfrage run" in done.stderr


def test_a_study_without_a_book_is_told_so_before_anything_runs(tmp_path: Path) -> None:
    root = copy_project(tmp_path / "project")
    (root / "_quarto.yml").unlink()
    built = typfrage("build", "--study", root, "--renderer", "embedded", cwd=tmp_path)
    explained = typfrage("explain", "--study", root, cwd=tmp_path)

    assert built.returncode == 2
    assert "the study has no book: _quarto.yml missing" in built.stderr
    assert "typfrage run" in built.stderr
    assert not (root / "_results").exists()
    assert explained.returncode == 0
    assert "render" not in explained.stdout
    assert explained.stdout.index("02_clustering") < explained.stdout.index("03_validation")
