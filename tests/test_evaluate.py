"""``typfrage evaluate``: what it prints and writes, what it refuses, and how it ends."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.project import ROOT, started, typfrage, wait_for
from typer.testing import CliRunner

from typfrage.cli import app
from typfrage.problems import InputError
from typfrage.typology import find_types
from typfrage.validity import CRITERIA, Settings
from typfrage.validity import evaluate as evaluated

CHOICES = ROOT / "tests" / "references" / "stored" / "choices.csv"
IRIS = ROOT / "tests" / "references" / "stored" / "iris.csv"
ITEMS = [f"X{number}" for number in range(1, 13)]
FEW = (
    "--k", "2-3", "--bootstrap", "20", "--gap-samples", "10", "--splits", "5", "--pairs", "5",
    "--null-samples", "10", "--starts", "5", "--resample-starts", "3", "--reference-starts", "3",
)  # fmt: skip
SETTINGS = Settings(
    starts=5,
    resample_starts=3,
    reference_starts=3,
    bootstrap=20,
    gap_samples=10,
    splits=5,
    pairs=5,
    null_samples=10,
)
SECONDS_TO_END = 120
"""Ctrl-C may take so long on a machine that is busy; usually it is less than one."""

KEYS_OF_ISSUE = {
    "k", "sizes", "total_within_ss", "silhouette", "silhouette_by_type", "calinski_harabasz",
    "gap", "gap_se", "prediction_strength", "jaccard", "jaccard_dissolved", "jaccard_recovered",
    "instability",
}  # fmt: skip

Evaluated = Callable[..., dict[str, Any]]


def call(*words: str | Path) -> Any:
    """Call the command line within this process."""
    return CliRunner().invoke(app, ["evaluate", *map(str, words)])


def complaint(*words: str | Path) -> str:
    """Return what the command line refuses, and see that it is told as bad input."""
    result = call(*words)
    assert isinstance(result.exception, InputError), result.output
    return str(result.exception)


def forbid(constant: str) -> None:
    """NaN and Infinity are no JSON."""
    raise ValueError(f"{constant} in JSON")


@pytest.fixture(scope="module")
def complete(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], Path, str]:
    """All criteria of the choices as a user computes them: JSON, labels, and what is printed."""
    folder = tmp_path_factory.mktemp("complete")
    done = typfrage(
        "evaluate", CHOICES, "--items", ",".join(ITEMS), *FEW, "--seed", "3",
        "--json", "out.json", "--labels", "types.csv", cwd=folder,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    text = (folder / "out.json").read_text("utf-8")
    return json.loads(text, parse_constant=forbid), folder / "types.csv", done.stdout


class TestWhatIsWritten:
    def test_json_has_the_keys_that_are_promised(
        self, complete: tuple[dict[str, Any], Path, str]
    ) -> None:
        content = complete[0]
        assert {"n", "p", "patterns", "seed", "method", "k", "chosen", "null"} <= set(content)
        assert (content["n"], content["p"], content["patterns"]) == (400, 12, 139)
        assert (content["seed"], content["method"]) == (3, "kmeans")
        assert [entry["k"] for entry in content["k"]] == [2, 3]
        for entry in content["k"]:
            assert set(entry) >= KEYS_OF_ISSUE
            assert None not in entry.values()
            for key in ("sizes", "silhouette_by_type", "jaccard", "jaccard_dissolved"):
                assert len(entry[key]) == entry["k"], key
        assert "gap_1se" in content["chosen"]
        assert content["undefined"] == {}
        assert content["settings"]["bootstrap"] == 20

    def test_the_numbers_are_those_of_the_library(
        self, complete: tuple[dict[str, Any], Path, str]
    ) -> None:
        content = complete[0]
        frame = pd.read_csv(CHOICES)[ITEMS].astype(float)
        same = evaluated(frame, range(2, 4), settings=SETTINGS, seed=3)
        table = same.table()
        for entry in content["k"]:
            row = table.loc[entry["k"]]
            for column in set(row.index) & set(entry):
                assert entry[column] == row[column], column
            assert entry["jaccard"] == same.results["jaccard"][entry["k"]].mean.tolist()
        assert content["chosen"] == same.chosen()
        assert content["null"]["p_any_jaccard"] == same.results["null"].p_any_jaccard

    def test_labels_are_a_row_for_each_case_in_the_file_s_order(
        self, complete: tuple[dict[str, Any], Path, str]
    ) -> None:
        content, path, _ = complete
        labels = pd.read_csv(path)
        frame = pd.read_csv(CHOICES)[ITEMS]
        assert list(labels.columns) == ["k2", "k3"]
        for k in (2, 3):
            own = find_types(frame, k, starts=5, seed=3).labels + 1
            assert labels[f"k{k}"].tolist() == own.tolist()
            assert (
                labels[f"k{k}"].value_counts().sort_index().tolist() == content["k"][k - 2]["sizes"]
            )

    def test_the_screen_shows_criteria_choices_and_the_null_benchmark(
        self, complete: tuple[dict[str, Any], Path, str]
    ) -> None:
        content, _, shown = complete
        assert "400 cases, 12 items, 139 patterns; kmeans, seed 3" in shown
        assert f"{content['k'][0]['silhouette']:.3f}" in shown
        assert "Number of types by criterion" in shown
        assert "10 matrices with the same sums of rows and columns" in shown

    def test_what_does_not_apply_is_null_with_its_reason(self, tmp_path: Path) -> None:
        out = tmp_path / "out.json"
        items = "Sepal.Length,Petal.Length"
        result = call(IRIS, "--items", items, *FEW, "--k", "1-2", "--method", "ward", "--json", out)
        content = json.loads(out.read_text("utf-8"), parse_constant=forbid)
        one = content["k"][0]
        assert result.exit_code == 0
        assert content["method"] == "ward"
        assert one["sizes"] == [150]
        assert one["silhouette"] is one["silhouette_by_type"] is one["bic"] is None
        assert content["null"] is None
        assert set(content["undefined"]) == {"information", "null"}
        assert "null benchmark: not computed" in result.output

    def test_only_the_criteria_that_were_asked_for(self, tmp_path: Path) -> None:
        out = tmp_path / "out.json"
        result = call(
            IRIS, "--items", "Sepal.Length", "--k", "2", "--criteria", "jaccard,silhouette",
            "--bootstrap", "5", "--json", out,
        )  # fmt: skip
        (entry,) = json.loads(out.read_text("utf-8"))["k"]
        assert result.exit_code == 0
        assert entry["silhouette"] > 0.5
        assert len(entry["jaccard"]) == 2
        assert entry["gap"] is entry["instability"] is None
        assert "prediction" not in result.output

    def test_the_order_of_rows_and_the_number_of_threads_change_nothing(
        self, tmp_path: Path
    ) -> None:
        frame = pd.read_csv(CHOICES).sample(frac=1, random_state=1)
        frame.to_csv(tmp_path / "shuffled.csv", index=False, sep=";")
        contents = []
        for data, jobs in ((CHOICES, "1"), (tmp_path / "shuffled.csv", "2")):
            out = tmp_path / "out.json"
            words = ("--items", ",".join(ITEMS), *FEW, "--jobs", jobs, "--json", out)
            assert call(data, *words).exit_code == 0
            contents.append(out.read_text("utf-8"))
        assert contents[0] == contents[1]

    def test_a_file_that_was_there_keeps_its_content_when_writing_fails(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        out = tmp_path / "out.json"
        out.write_text("before")

        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(Path, "replace", full)
        result = call(IRIS, "--items", "Sepal.Length", "--k", "2", "--criteria", "silhouette",
                      "--json", out)  # fmt: skip
        assert "No space left on device" in str(result.exception)
        assert out.read_text() == "before"
        assert [path.name for path in tmp_path.iterdir()] == ["out.json"]

    def test_json_to_a_pipe(self) -> None:
        done = typfrage(
            "evaluate", IRIS, "--items", "Sepal.Length", "--k", "2", "--criteria", "silhouette",
            "--json", "/dev/stdout", cwd=ROOT,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert '"method": "kmeans"' in done.stdout


class TestBadInput:
    """Each is told before anything is computed."""

    @pytest.mark.parametrize(
        ("words", "fragments"),
        [
            (("--k", "2-"), ("'2-' is no range", "--k 2-8")),
            (("--k", "8-2"), ("'8-2' is no range",)),
            (("--k", "0-3"), ("'0-3' is no range",)),
            (("--k", "two"), ("'two' is no range",)),
            (("--k", "2-80"), ("150 cases are too few for 80 types", "at least 160", "--k 2-35")),
            (("--k", "40"), ("35 distinct answers are too few for 40 types", "--k 35")),
            (("--criteria", "silouette"), ('there is no "silouette"', 'mean "silhouette"')),
            (("--criteria", ""), ('there is no ""', "all, or one of")),
            (("--jobs", "0"), ("0 is no number of threads", "at least 1, or -1")),
            (("--jobs", "-2"), ("-2 is no number of threads",)),
            (("--items", "Sepal.Length,Sepal.Length"), ("named 2 times",)),
            (("--items", "Sepal.Length,,x"), ("empty name",)),
            (("--items", ""), ("no item is named",)),
            (("--items", '"Sepal.Length'), ("open quote",)),
            (("--items", "sepal.length"), ("there is no column", 'did you mean "Sepal.Length"?')),
            (("--delimiter", "ab"), ("'ab' is no delimiter",)),
            (("--json", "."), ("this is a folder",)),
            (("--json", "nowhere/out.json"), ("its folder is missing", "mkdir -p nowhere")),
            (("--labels", "nowhere/out.csv"), ("its folder is missing",)),
            (("--json", "x.out", "--labels", "x.out"), ("this file is --json",)),
            (("--json", str(IRIS)), ("this file is the data", "choose another name")),
            (("--scheduler", "nonsense"), ("no scheduler answers at 'nonsense'",)),
        ],
        ids=lambda each: " ".join(each),
    )
    def test_one_clear_message(self, words: tuple[str, ...], fragments: tuple[str, ...]) -> None:
        given = (IRIS, "--items", "Sepal.Length", *words)
        for fragment in fragments:
            assert fragment in complaint(*given)

    @pytest.mark.parametrize(
        ("content", "fragment"),
        [
            ("a,b\n1,ja\n0,2\n1,3\n0,4\n", '"ja" in row 2 is no number'),
            ("a,b\n1,\n0,2\n1,3\n0,4\n", "the answer is missing in row 2"),
            ("a,b\n1,inf\n0,2\n1,3\n0,4\n", "the number is infinite in row 2"),
            ("a,b\n1,2\n0,2\n1,2\n0,2\n", 'every answer is "2"'),
            ("a,b\n1,2\n0\n", "row 3 has 1 cells"),
            ("a,b,b\n1,2,3\n", "stands there 2 times"),
            ("a,b\n1,0\n0,1\n1,0\n", "3 cases are too few for 2 types"),
            ("a,b\n", "a header and no row"),
            ("", "the file is empty"),
        ],
    )
    def test_of_a_file(self, tmp_path: Path, content: str, fragment: str) -> None:
        path = tmp_path / "data.csv"
        path.write_text(content)
        assert fragment in complaint(path, "--items", "a,b", "--k", "2")

    @pytest.mark.parametrize(
        "words",
        [
            ("--method", "kmedoids"), ("--duplicates", "maybe"), ("--gap-reference", "all"),
            ("--gap-power", "3"), ("--bootstrap", "0"), ("--gap-samples", "1"), ("--splits", "0"),
            ("--null-samples", "0"), ("--starts", "0"), ("--seed", "-1"), ("--bootstrap", "many"),
        ],
        ids=" ".join,
    )  # fmt: skip
    def test_options_outside_their_range_name_it(self, words: tuple[str, ...]) -> None:
        result = call(IRIS, "--items", "Sepal.Length", *words)
        assert result.exit_code == 2
        assert words[0] in result.output

    def test_too_many_distinct_answers_for_pam(self, tmp_path: Path) -> None:
        path = tmp_path / "data.csv"
        pd.DataFrame({"a": np.arange(20_000) / 7}).to_csv(path, index=False)
        found = complaint(path, "--items", "a", "--k", "2", "--method", "pam")
        assert "20,000 distinct answers are too many for PAM" in found

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
    def test_a_folder_that_may_not_be_written(self, tmp_path: Path) -> None:
        tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
        found = complaint(IRIS, "--items", "Sepal.Length", "--json", tmp_path / "out.json")
        assert "may not be written" in found

    def test_ends_with_code_2_without_traceback_and_writes_nothing(self, tmp_path: Path) -> None:
        done = typfrage("evaluate", "data.csv", "--items", "a", "--json", "out.json", cwd=tmp_path)
        assert done.returncode == 2
        assert done.stderr.splitlines() == [
            "Bad input",
            "data.csv: there is no such file",
            "  expected: a delimited text file",
            "  to do: correct the path",
        ]
        assert done.stdout == ""
        assert list(tmp_path.iterdir()) == []


def loading(process: subprocess.Popen[str]) -> None:
    """Wait until a process has begun to load packages; Linux shows what it has mapped."""
    maps = Path(f"/proc/{process.pid}/maps")
    while "numpy" not in maps.read_text("utf-8"):
        assert process.poll() is None
        time.sleep(0.005)


def said(words: str) -> Callable[[subprocess.Popen[str]], None]:
    return lambda process: wait_for(words, process.stderr)


@pytest.mark.parametrize(
    "moment",
    [
        pytest.param(
            loading,
            marks=pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells"),
            id="loading packages",
        ),
        pytest.param(said("… solutions"), id="loading compiled code"),
        pytest.param(said("… gap"), id="computing in threads"),
    ],
)
def test_ctrl_c_ends_with_one_line_and_leaves_nothing(
    tmp_path: Path, moment: Callable[[subprocess.Popen[str]], None]
) -> None:
    words = (
        "evaluate", CHOICES, "--items", ",".join(ITEMS), "--gap-samples", "1000",
        "--bootstrap", "1000000", "--null-samples", "100000", "--json", "out.json",
    )  # fmt: skip
    with started(*words, cwd=tmp_path) as running:
        moment(running)
        running.send_signal(signal.SIGINT)
        printed, told = running.communicate(timeout=SECONDS_TO_END)

        assert running.returncode == 130
        assert "Traceback" not in told
        assert told.splitlines()[-1] == "Interrupted; what was there before is untouched."
        assert printed == ""
        assert list(tmp_path.iterdir()) == []
        with pytest.raises(ProcessLookupError):
            os.killpg(running.pid, 0)


def test_progress_is_a_line_for_each_criterion_where_there_is_no_terminal() -> None:
    done = typfrage("evaluate", CHOICES, "--items", ",".join(ITEMS), *FEW, cwd=ROOT)
    lines = done.stderr.splitlines()
    assert len(lines) == len(CRITERIA) + 1
    assert len(set(lines)) == len(lines)


def test_help_names_the_examples_and_the_exit_codes() -> None:
    shown = typfrage("evaluate", "--help", cwd=ROOT)
    assert shown.returncode == 0
    assert "typfrage evaluate data.csv --items a,b,c" in shown.stdout
