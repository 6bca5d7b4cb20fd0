"""``typfrage wave new``, ``check`` and ``list`` as a person meets them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.project import ROOT, contents, typfrage

from typfrage.cli import main
from typfrage.cli.wave_check import SHOWN_ALIKE

RAW = ROOT / "data" / "waves" / "2019" / "raw.csv"
SAID = (
    "--title", "Neue Welle", "--real", "--contacted", "1700", "--first", "2018-12-01", "--last",
    "2019-02-28", "--gebietsstand", "2018-12-31",
)  # fmt: skip


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """A copy of the shipped study without its second wave."""
    root = tmp_path / "study"
    shutil.copytree(ROOT / "data", root / "data", ignore=lambda *_: ["2024"])
    return root


def test_from_an_export_to_a_wave_that_can_be_built(study: Path) -> None:
    """What is left after `wave new` is the one code that nobody but a person can explain."""
    begun = typfrage("wave", "new", "neu", "--from", RAW, *SAID, cwd=study)
    assert (begun.returncode, begun.stderr) == (0, "")
    assert "found by name" in begun.stdout
    assert "typfrage wave check neu" in begun.stdout
    assert "Hint" not in begun.stdout

    left = typfrage("wave", "check", "neu", cwd=study)
    assert left.returncode == 2
    assert "raw.csv: 2 errors" in left.stdout
    assert "'A33'" in left.stdout
    shutil.copy(RAW.with_name("corrections.yml"), study / "data" / "waves" / "neu")

    done = typfrage("wave", "check", "neu", cwd=study)
    assert (done.returncode, done.stdout) == (
        0,
        "The wave neu can be built: typfrage build neu\n",
    )


def test_an_older_wave_of_the_same_tool_is_pointed_at(tmp_path: Path) -> None:
    """The newest wave used EFS; the export has the names of LimeSurvey, as wave 2019."""
    root = tmp_path / "study"
    shutil.copytree(ROOT / "data", root / "data")
    begun = typfrage("wave", "new", "neu", "--from", RAW, *SAID, cwd=root).stdout
    again = typfrage("wave", "new", "neu-2", "--from", RAW, *SAID, "--like", "2019", cwd=root)

    assert "begin again with --like 2019" in begun
    assert "Hint" not in again.stdout


def test_an_unfinished_wave_is_listed_and_checked_with_everything_open(study: Path) -> None:
    first = ("--first", "2018-12-01")
    assert typfrage("wave", "new", "neu", "--from", RAW, *first, cwd=study).returncode == 0
    listed = typfrage("wave", "list", cwd=study)
    assert listed.returncode == 0
    assert "1,828" in listed.stdout
    assert "unfinished, see typfrage wave check neu" in listed.stdout

    before = contents(study)
    checked = typfrage("wave", "check", "neu", "--json", cwd=study)
    found = json.loads(checked.stdout)
    assert checked.returncode == 2
    assert checked.stderr == ""
    assert contents(study) == before
    assert (found["wave"], found["ok"]) == ("neu", False)
    open_fields = {one["column"] for one in found["problems"] if one["file"] == "neu/wave.yml"}
    assert open_fields == {
        *("title.de", "title.en", "synthetic", "contacted", "field_period.last", "gebietsstand"),
    }
    cells = [one for one in found["problems"] if one["file"] == "raw.csv" and one["column"] == "S3"]
    assert [(one["severity"], one["value"]) for one in cells] == [("error", "A33")]
    keys = {"severity", "what", "where", "file", "row", "column", "value", "expected", "mend"}
    assert all(set(one) == keys for one in found["problems"])


def test_the_json_of_a_sound_wave_is_all_that_is_printed(study: Path) -> None:
    done = typfrage("wave", "check", "2019", "--json", cwd=study)

    assert done.returncode == 0
    assert json.loads(done.stdout) == {
        "wave": "2019",
        "ok": True,
        "problems": [],
        "unchecked": [],
    }


def test_complaints_of_one_kind_are_counted_and_the_cause_stands_first(study: Path) -> None:
    """The raw file was replaced: that is said before what follows from it, and 412 times once."""
    folder = study / "data" / "waves" / "2019"
    text = (folder / "raw.csv").read_text("utf-8-sig")
    (folder / "raw.csv").write_text(text.replace(';"de";', ';"fr";').replace('"N/A"', '"?"'))
    said = typfrage("wave", "check", "2019", cwd=study).stdout
    found = json.loads(typfrage("wave", "check", "2019", "--json", cwd=study).stdout)["problems"]
    kind = [one for one in found if one["column"] == "S2" and one["value"] == "?"]

    assert said.startswith("2019/wave.yml: 1 error\n2019/wave.yml, source.sha256: ")
    assert len(kind) > SHOWN_ALIKE
    assert said.count('column "S2": ') == SHOWN_ALIKE
    assert f"  … and {len(kind) - SHOWN_ALIKE} more of this kind; --json lists them all\n" in said


def test_an_unknown_wave_is_json_too(study: Path) -> None:
    done = typfrage("wave", "check", "1999", "--json", cwd=study)
    (problem,) = json.loads(done.stdout)["problems"]

    assert (done.returncode, done.stderr) == (2, "")
    assert problem["what"] == "there is no wave '1999'"


@pytest.mark.parametrize(
    ("words", "fragments"),
    [
        (("2019", "--from", RAW), ("'2019' is there already", "nothing is overwritten")),
        (("Neu", "--from", RAW), ("'Neu' is no name of a wave", "small letters")),
        (("neu", "--from", "nirgends.csv"), ("nirgends.csv", "correct the path")),
        (("neu", "--from", RAW, "--format", "excel"), ("'excel' is no format", "workbook")),
        (("neu", "--from", RAW, "--delimiter", ";;"), ("';;' is no delimiter", "tab")),
        (("neu", "--from", RAW, "--delimiter", '"'), ("is no delimiter", "tab")),
        (("neu", "--from", RAW, "--like", "1999"), ("there is no wave '1999'", "one of 2019")),
        (("neu", "--from", ROOT / "README.md"), ("suffix '.md'", "--format")),
    ],
)
def test_bad_input_ends_with_code_2_and_writes_nothing(
    study: Path,
    words: tuple[str | Path, ...],
    fragments: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = contents(study)
    monkeypatch.chdir(study)
    monkeypatch.setattr("sys.argv", ["typfrage", "wave", "new", *map(str, words)])
    with pytest.raises(SystemExit) as ended:
        main()

    assert ended.value.code == 2
    said = capsys.readouterr()
    assert said.out == ""
    for fragment in fragments:
        assert fragment in said.err
    assert contents(study) == before


def test_a_study_without_codebook_is_told_what_it_lacks(tmp_path: Path) -> None:
    done = typfrage("wave", "new", "neu", "--from", RAW, cwd=tmp_path)

    assert done.returncode == 2
    assert "the study has no codebook" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_help_says_that_the_output_is_confidential() -> None:
    assert "confidential" in typfrage("wave", "check", "--help", cwd=ROOT).stdout


def test_a_broken_codebook_is_told_as_json(tiny_study: Callable[..., Path]) -> None:
    root = tiny_study(codebook=lambda content: content.pop("blocks"))
    done = typfrage("wave", "check", "2019", "--json", "--study", root, cwd=root)

    assert done.returncode == 2
    assert json.loads(done.stdout)["problems"][0]["file"] == "codebook.yml"
