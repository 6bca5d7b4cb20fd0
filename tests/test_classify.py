"""``typfrage classify``: what it writes, what it refuses, and how it ends."""

from __future__ import annotations

import json
import re
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
from typfrage.results.run import input_hashes
from typfrage.results.stored_files import sha256
from typfrage.results.type_check import type_check_json
from typfrage.survey.waves.study import open_study, open_wave

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
    store(root, type_check_json(check))
    return root


def store(root: Path, model: dict[str, Any] | None) -> None:
    """Write results as a run leaves them, with a model or without."""
    folder = root / "_results" / "2019"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "type_check.json"
    path.unlink(missing_ok=True)
    entries = {}
    if model is not None:
        path.write_text(json.dumps(model), "utf-8")
        files = {path.name: sha256(path)}
        entries = {"type_check": {"notebook": "07", "cell": "", "files": files}}
    study = open_study(root)
    inputs = input_hashes(study, open_wave(study, "2019"))
    manifest = {"wave": "2019", "inputs": inputs, "numbers": {}, "entries": entries}
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")


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
        (["--id", "type"], '"type" is a column of the output'),
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
    store(study, content)
    assert fragment in complaint(answers, "--study", study, "--out", answers.with_name("out.csv"))


class TestResultsThatAreNotFresh:
    """The same check as that of the slides, of what this command reads."""

    @pytest.fixture
    def refusal(self, study: Path, answers: Path) -> Callable[[], str]:
        out = answers.with_name("out.csv")
        return lambda: complaint(answers, "--study", study, "--id", "ags", "--out", out)

    @pytest.mark.parametrize("name", ["data/codebook.yml", "data/waves/2019/wave.yml"])
    def test_of_other_inputs(self, study: Path, refusal: Callable[[], str], name: str) -> None:
        path = study / name
        path.write_text(path.read_text("utf-8") + "\n", "utf-8")
        assert f"the results are older than {name}" in refusal()
        assert "typfrage run 2019" in refusal()

    def test_of_another_seed(self, study: Path, refusal: Callable[[], str]) -> None:
        path = study / "data" / "waves" / "2019" / "wave.yml"
        before = path.read_text("utf-8")
        changed = re.sub(r'("?seed"?: )1\b', r"\g<1>2", before)
        assert changed != before
        path.write_text(changed, "utf-8")
        assert "the results are older than data/waves/2019/wave.yml" in refusal()

    def test_changed_missing_or_of_another_run(
        self, study: Path, refusal: Callable[[], str], check: TypeCheck
    ) -> None:
        path = study / "_results" / "2019" / "type_check.json"
        path.write_text("{}", "utf-8")
        assert "type_check.json, is not as a notebook stored it" in refusal()
        path.unlink()
        assert "type_check.json, is missing" in refusal()
        store(study, None)
        path.write_text(json.dumps(type_check_json(check)), "utf-8")
        assert "type_check.json, is not as a notebook stored it" in refusal()

    @pytest.mark.parametrize("text", ["", "[", "[]", "{}", '{"entries": [], "inputs": {}}'])
    def test_a_manifest_that_is_none(
        self, study: Path, refusal: Callable[[], str], text: str
    ) -> None:
        (study / "_results" / "2019" / "manifest.json").write_text(text, "utf-8")
        assert "cannot be read as the list of the results" in refusal()

    def test_what_it_does_not_read_may_be_missing(
        self, study: Path, answers: Path, tmp_path: Path
    ) -> None:
        path = study / "_results" / "2019" / "manifest.json"
        manifest = json.loads(path.read_text("utf-8"))
        entry = {"notebook": "02", "cell": "", "files": {"fig-ziele.md": "0"}}
        manifest["entries"]["fig-ziele"] = entry
        path.write_text(json.dumps(manifest), "utf-8")
        words = [answers, "--study", study, "--id", "ags", "--out", tmp_path / "out.csv"]
        assert CliRunner().invoke(app, ["classify", *map(str, words)]).exit_code == 0


def test_no_name_of_a_row_becomes_a_formula(study: Path, tmp_path: Path) -> None:
    names = ["=1+1", "+49", "-1", "@a", "1-1"]
    rows = "".join(f"{name};1;0;0\n" for name in names)
    (tmp_path / "in.csv").write_text(f"sep=;\nk;ziel_a;ziel_b;ziel_c\n{rows};;;\n", "utf-8")
    out = tmp_path / "out.csv"
    words = ["in.csv", "--study", study, "--id", "k", "--out", out]
    done = typfrage("classify", *words, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert pd.read_csv(out)["k"].to_list() == [*(f"'{name}" for name in names[:4]), "1-1"]


def test_the_python_function_names_row_and_column_of_a_wrong_value(check: TypeCheck) -> None:
    frame = pd.DataFrame({"ziel_a": [1, 0], "ziel_b": [0, 1], "ziel_c": [0, "ja"]}, ["x", "y"])
    with pytest.raises(ValueError, match=r"row 'y' is refused; .* column \"ziel_c\" holds 'ja'"):
        classify(frame, check)


def test_the_help_says_which_columns_there_must_be() -> None:
    told = " ".join(CliRunner().invoke(app, ["classify", "--help"]).output.replace("│", "").split())
    assert "All goals are required" in told
