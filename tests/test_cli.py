"""The command line: help with examples, exit codes, one clear message."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.project import ROOT, copy_project, typfrage
from typer.core import TyperGroup
from typer.main import get_command
from typer.testing import CliRunner

from typfrage.cli import application

PROGRAM = get_command(application.app)


def commands(group: TyperGroup, *words: str) -> Iterator[tuple[tuple[str, ...], Any]]:
    """All commands with the words by which they are called."""
    for name, command in group.commands.items():
        if isinstance(command, TyperGroup):
            yield from commands(command, *words, name)
        else:
            yield (*words, name), command


assert isinstance(PROGRAM, TyperGroup)
COMMANDS = dict(commands(PROGRAM))


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_explains_itself_with_an_example(words: tuple[str, ...]) -> None:
    done = CliRunner().invoke(application.app, [*words, "--help"])

    assert done.exit_code == 0
    assert "Example" in done.stdout
    assert f"typfrage {' '.join(words)}" in done.stdout


def test_help_lists_every_command_under_a_heading_in_the_order_of_need() -> None:
    assert isinstance(PROGRAM, TyperGroup)
    said = CliRunner().invoke(application.app, ["--help"]).stdout
    listed = [name for names in application.PANELS.values() for name in names]
    places = [said.index(f"│ {name} ") for name in listed]

    assert sorted(listed) == sorted(PROGRAM.commands)
    assert places == sorted(places)
    assert all(f"─ {heading} ─" in said for heading in application.PANELS)


def test_a_json_file_that_is_written_is_named_alike_everywhere() -> None:
    """``wave check --json`` is a switch and names none."""
    named = {
        parameter.metavar
        for command in COMMANDS.values()
        for parameter in command.params
        if "--json" in parameter.opts and not parameter.is_flag
    }
    assert named == {"OUT.json"}


def test_help_states_the_exit_codes() -> None:
    said = typfrage("--help", cwd=ROOT).stdout
    assert "0 done, 1 failed, 2 bad input" in said
    assert "130 interrupted" in " ".join(said.split())


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
        (("schema", "--study", "nirgends"), ("nirgends", "there is no study here", "study new")),
        (("evaluate", "README.md", "--items", "a", "--delimiter", '"'), ("is no delimiter", "tab")),
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


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS, errno.ENOSPC])
def test_a_folder_that_cannot_be_written_is_said_without_a_traceback(
    number: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(**_: object) -> None:
        raise OSError(number, os.strerror(number), "/study/_work")

    monkeypatch.setattr(application, "app", fail)
    with pytest.raises(SystemExit) as ended:
        application.main()

    said = capsys.readouterr().err
    assert ended.value.code == 1
    assert f"/study/_work: {os.strerror(number)}" in said
    assert "to do: " in said


def test_an_error_of_the_program_itself_keeps_its_traceback(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(**_: object) -> None:
        raise FileNotFoundError(errno.ENOENT, "No such file or directory", "own.json")

    monkeypatch.setattr(application, "app", fail)
    with pytest.raises(FileNotFoundError):
        application.main()


def test_an_unknown_option_ends_with_code_2() -> None:
    assert typfrage("build", "--nonsense", cwd=ROOT).returncode == 2


def test_render_without_results_says_what_to_do(tmp_path: Path) -> None:
    root = copy_project(tmp_path / "project")
    done = typfrage("render", "--renderer", "embedded", cwd=root)

    assert done.returncode == 2
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
