"""``typfrage classify``: what it writes, what it refuses, and how it ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.project import typfrage
from typer.testing import CliRunner

from typfrage.cli import app
from typfrage.problems import InputError
from typfrage.profiles.possible_answers import as_points, possible_answers
from typfrage.profiles.type_check import Named, TypeCheck, classify, type_check
from typfrage.results.type_check import type_check_json

GOALS = tuple(Named(f"ziel_{letter}", f"Ziel {letter}") for letter in "abc")
TYPES = (Named("alphas", "die Alphas"), Named("betas", "die Betas"))


@pytest.fixture
def check() -> TypeCheck:
    answers = possible_answers(3, 2)
    return type_check(
        [[0.9, 0.1, 0.4], [0.2, 0.8, 0.5]],
        np.tile([0.7, 0.3], (len(answers), 1)),
        answers,
        goals=GOALS,
        types=TYPES,
        max_choices=2,
        threshold=0.75,
    )


@pytest.fixture
def study(tiny_study: Callable[..., Path], check: TypeCheck) -> Path:
    """A study whose wave has a Typ-Check."""
    root = tiny_study()
    folder = root / "_results" / "2019"
    folder.mkdir(parents=True)
    (folder / "type_check.json").write_text(json.dumps(type_check_json(check)), "utf-8")
    return root


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    """Every possible answer, in a file with a key."""
    frame = pd.DataFrame(as_points(possible_answers(3, 2), 3).astype(int))
    frame.columns = pd.Index([goal.id for goal in GOALS])
    frame.insert(0, "ags", [f"0{number}001000" for number in range(1, len(frame) + 1)])
    path = tmp_path / "answers.csv"
    frame.to_csv(path, sep=";", index=False)
    return path


def complaint(*words: str | Path) -> str:
    """Return what the command line refuses, and see that it is told as bad input."""
    result = CliRunner().invoke(app, ["classify", *map(str, words)])
    assert isinstance(result.exception, InputError), result.output
    return str(result.exception)


def test_the_types_are_those_of_the_python_function(
    study: Path, answers: Path, check: TypeCheck, tmp_path: Path
) -> None:
    out = tmp_path / "types.csv"
    done = typfrage(
        "classify", answers, "--wave", "2019", "--study", study, "--id", "ags", "--out", out,
        cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Types of 6 answers" in done.stdout
    text = {"dtype": {"ags": str}, "keep_default_na": False}
    given = pd.read_csv(answers, sep=";", **text).set_index("ags")  # type: ignore[call-overload]
    found = pd.read_csv(out, **text).set_index("ags")  # type: ignore[call-overload]

    pd.testing.assert_frame_equal(found, classify(given, check), check_dtype=False)
    assert found.loc["01001000"].to_list() == [
        "alphas", "die Alphas", 0.7, True, "betas", "die Betas", "ziel_a", "",
    ]  # fmt: skip


def test_without_a_key_rows_have_their_numbers(study: Path, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("ziel_c,ziel_b,ziel_a\n0,0,1\n0,1,0\n", "utf-8")
    out = tmp_path / "out.csv"
    words = ["classify", str(tmp_path / "in.csv"), "--study", str(study), "--out", str(out)]
    result = CliRunner().invoke(app, words)

    assert result.exit_code == 0, result.output
    found = pd.read_csv(out)
    assert found["row"].to_list() == [2, 3]
    assert found["type"].to_list() == ["alphas", "betas"]


def test_bad_input_ends_with_2_and_writes_nothing(study: Path, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("ziel_a,ziel_b,ziel_c\n1,1,1\n0,0,0\n1,x,0\n", "utf-8")
    done = typfrage("classify", "in.csv", "--study", study, "--out", "out.csv", cwd=tmp_path)
    assert done.returncode == 2
    assert "Traceback" not in done.stdout + done.stderr
    for fragment in ("row 2 (3)", "row 3 (0)", '"x" in row 4', 'column "ziel_b"'):
        assert fragment in done.stderr
    assert not (tmp_path / "out.csv").exists()


def test_the_answers_are_never_overwritten(study: Path, answers: Path) -> None:
    before = answers.read_bytes()
    message = complaint(answers, "--study", study, "--id", "ags", "--out", answers)
    assert "this file is the data" in message
    assert answers.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "fragment"),
    [
        (["--wave", "2018"], "there is no wave '2018'"),
        (["--id", "key"], 'there is no column "key"'),
        (["--id", "ziel_a"], '"ziel_a" is an option'),
        ([], 'the column "ags" is unknown'),
    ],
)
def test_wrong_options_are_refused(
    study: Path, answers: Path, tmp_path: Path, words: list[str], fragment: str
) -> None:
    message = complaint(answers, "--study", study, "--out", tmp_path / "out.csv", *words)
    assert fragment in message


@pytest.mark.parametrize(
    ("content", "fragment"),
    [(None, "has no Typ-Check yet"), ({"refused": "too_many_answers"}, "more than 10,000 answers")],
)
def test_a_wave_without_typ_check_says_why(
    study: Path, answers: Path, content: dict[str, Any] | None, fragment: str
) -> None:
    path = study / "_results" / "2019" / "type_check.json"
    path.unlink()
    if content is not None:
        path.write_text(json.dumps(content), "utf-8")
    assert fragment in complaint(answers, "--study", study, "--out", answers.with_name("out.csv"))
