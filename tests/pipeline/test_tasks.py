"""The tasks of a tiny study: what runs, why, and what a failure leaves untouched."""

from __future__ import annotations

import hashlib
import io
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console
from tests.waves import add_wave

from typfrage.pipeline.progress import Steps
from typfrage.pipeline.tasks import Plan
from typfrage.problems import BuildError, InputError
from typfrage.survey.population.population import KREISE_FILE
from typfrage.survey.waves.study import open_study, open_wave

Write = Callable[..., Path]

CLEANING = """\
from typfrage.results.run import open_run
from typfrage.survey.cleaning import clean
from typfrage.survey.reader import read_raw
run = open_run(study, wave, "01_cleaning")
cleaned = clean(read_raw(run.wave, run.study.codebook), run.wave, run.study.codebook)
run.save_clean(cleaned)
run.store.word("wave.n", str(len(cleaned.answers)))
run.store.close()"""

COUNTING = """\
from typfrage.results.run import open_run
run = open_run(study, wave, "02_counting")
goals = run.goals(run.load_clean())
run.store.text("txt-goals", f"{goals.shape[1]} Ziele, Startwert {run.wave.file.analysis.seed}")
run.store.close()"""

MORE = """\
from typfrage.results.run import open_run
run = open_run(study, wave, "03_more")
run.store.text("txt-more", "Mehr")
run.store.close()"""

ALL = ["01_cleaning", "02_counting", "assemble results"]


@pytest.fixture(scope="module")
def root(
    tmp_path_factory: pytest.TempPathFactory, write_tiny_study: Write, write_notebook: Write
) -> Path:
    """A study whose tests tell one story, in order: each finds what the one before left."""
    different = [{}, {"Z[1]": ""}, {"Z[3]": ""}]
    root = write_tiny_study(
        tmp_path_factory.mktemp("story") / "study",
        different,
        wave=lambda wave: wave["analysis"].update(minimum_cases=1),
    )
    write_notebook(root / "analysis" / "01_cleaning.ipynb", CLEANING)
    write_notebook(root / "analysis" / "02_counting.ipynb", COUNTING)
    return root


def _plan(root: Path) -> Plan:
    study = open_study(root)
    return Plan(study, open_wave(study))


def _run(root: Path) -> list[str]:
    """Run the plan and return the titles of the steps that ran."""
    text = io.StringIO()
    _plan(root).run(Steps(Console(file=text, width=200)))
    return [line.split("✓ ")[1].rsplit(" ", 2)[0] for line in text.getvalue().splitlines()
            if "✓" in line]  # fmt: skip


def _reasons(root: Path) -> dict[str, tuple[str, ...]]:
    text = io.StringIO()
    whys = _plan(root).explain(Steps(Console(file=text)))
    assert "✓" not in text.getvalue()
    return {why.task: why.reasons for why in whys}


def _results(root: Path) -> dict[str, bytes]:
    folder = root / "_results" / "2019"
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_at_first_every_task_is_missing_something(root: Path) -> None:
    reasons = _reasons(root)
    assert list(reasons) == ALL
    assert all(reasons.values())


def test_a_run_fills_the_results_and_makes_them_current(root: Path) -> None:
    assert _run(root) == ALL
    assert {"txt-goals.md", "manifest.json", "status.md", "notebooks/01_cleaning.ipynb"} <= set(
        _results(root)
    )
    assert (root / "_results" / "current" / "txt-goals.md").read_text(
        encoding="utf-8"
    ) == "3 Ziele, Startwert 1\n"
    assert "n: '3'" in (root / "_variables.yml").read_text(encoding="utf-8")
    assert (root / "_work" / "2019" / "clean" / "answers.parquet").is_file()


def test_a_second_run_does_nothing(root: Path) -> None:
    before = _results(root)
    assert _run(root) == []
    assert _results(root) == before
    assert _reasons(root) == dict.fromkeys(ALL, ())


def test_the_population_is_a_reason_to_run_again(root: Path) -> None:
    folder = root / "data" / "population"
    folder.mkdir()
    (folder / KREISE_FILE).write_text("land\n", encoding="utf-8")
    assert any("population" in why for why in _reasons(root)["01_cleaning"])
    (folder / KREISE_FILE).unlink()
    assert _reasons(root) == dict.fromkeys(ALL, ())


def test_a_changed_wave_is_the_reason_to_run_again(root: Path) -> None:
    path = root / "data" / "waves" / "2019" / "wave.yml"
    path.write_text(
        path.read_text(encoding="utf-8").replace('"seed": 1', '"seed": 2'), encoding="utf-8"
    )
    reasons = _reasons(root)
    assert any(
        "codebook, typology, population and wave changed" in why for why in reasons["01_cleaning"]
    )
    assert reasons["02_counting"] == ("01_cleaning runs before it",)
    assert reasons["assemble results"]
    assert _run(root) == ALL
    assert b"Startwert 2" in _results(root)["txt-goals.md"]


def test_a_failing_notebook_leaves_the_other_results_untouched(
    root: Path, write_notebook: Write
) -> None:
    before = _results(root)
    path = root / "analysis" / "02_counting.ipynb"
    good = path.read_bytes()
    write_notebook(path, "# Zählen", "#| label: kaputt\nraise RuntimeError('so nicht')")
    with pytest.raises(BuildError, match=r"02_counting\.ipynb failed under „Zählen“, cell kaputt"):
        _run(root)
    assert _results(root) == before
    path.write_bytes(good)
    assert _run(root) == []


def test_a_notebook_that_stores_nothing_is_told_without_traceback(
    root: Path, write_notebook: Write
) -> None:
    before = _results(root)
    path = root / "analysis" / "02_counting.ipynb"
    good = path.read_bytes()
    (root / "_results" / "2019" / "parts" / "02_counting.json").unlink()
    write_notebook(path, "print(study, wave)")
    with pytest.raises(BuildError, match=r"(?s)02_counting failed: .*results of 02_counting"):
        _run(root)
    path.write_bytes(good)
    assert _run(root) == ["02_counting"]
    assert _results(root) == before


def test_a_result_may_move_to_an_earlier_notebook(root: Path, write_notebook: Write) -> None:
    paths = [root / "analysis" / f"{name}.ipynb" for name in ALL[:2]]
    good = [path.read_bytes() for path in paths]
    moved = 'run.store.text("txt-goals", "Anders gezählt")\nrun.store.close()'
    write_notebook(paths[0], CLEANING.replace("run.store.close()", moved))
    write_notebook(paths[1], COUNTING.replace("txt-goals", "txt-others"))
    assert _run(root) == ALL
    assert _results(root)["txt-goals.md"] == b"Anders gez\xc3\xa4hlt\n"
    for path, content in zip(paths, good, strict=True):
        path.write_bytes(content)
    assert _run(root) == ALL
    assert b"Startwert 2" in _results(root)["txt-goals.md"]


def test_a_lost_result_brings_back_its_notebook_alone(root: Path) -> None:
    before = _results(root)
    (root / "_results" / "2019" / "txt-goals.md").unlink()
    reasons = _reasons(root)
    assert reasons["01_cleaning"] == ()
    assert any("results of 02_counting is missing" in why for why in reasons["02_counting"])
    assert _run(root) == ["02_counting"]
    assert _results(root) == before


def test_a_wrong_raw_file_stops_before_anything_runs(root: Path) -> None:
    before = _results(root)
    path = root / "data" / "waves" / "2019" / "raw.csv"
    good = path.read_bytes()
    path.write_bytes(good + b"x")
    with pytest.raises(InputError, match="is another one"):
        _run(root)
    path.unlink()
    with pytest.raises(InputError, match="is missing"):
        _run(root)
    path.write_bytes(good)
    assert _results(root) == before


def test_a_bad_answer_is_told_as_bad_input_and_reaches_no_result(root: Path) -> None:
    folder = root / "data" / "waves" / "2019"
    before = {path: path.read_bytes() for path in folder.iterdir()}
    content = before[folder / "raw.csv"].replace(b"12000", b"viele", 1)
    (folder / "raw.csv").write_bytes(content)
    old, new = (hashlib.sha256(one).hexdigest() for one in (before[folder / "raw.csv"], content))
    wave = before[folder / "wave.yml"].decode().replace(old, new)
    (folder / "wave.yml").write_text(wave, encoding="utf-8")
    with pytest.raises(InputError, match="the value 'viele' is no 'einwohner'"):
        _run(root)
    assert not any(b"viele" in text for text in _results(root).values())
    for path, text in before.items():
        path.write_bytes(text)


def test_a_deleted_notebook_takes_its_results_along(root: Path, write_notebook: Write) -> None:
    _run(root)
    before = _results(root)
    path = write_notebook(root / "analysis" / "03_more.ipynb", MORE)
    assert _run(root) == ["03_more", "assemble results"]
    path.unlink()
    reasons = _reasons(root)
    assert "list of notebooks changed" in reasons.pop("assemble results")
    assert not any(reasons.values())
    assert _run(root) == ["assemble results"]
    assert _results(root) == before


def test_a_later_wave_runs_again_when_the_earlier_one_changes(root: Path) -> None:
    folder = add_wave(root, "2024", "2024-03-01")
    _run(root)
    assert not any(_reasons(root).values())
    raw = root / "data" / "waves" / "2019" / "raw.csv"
    good = raw.read_bytes()
    raw.unlink()
    with pytest.raises(InputError, match="'2024' is compared with '2019'"):
        _run(root)
    raw.write_bytes(good)
    earlier = raw.with_name("wave.yml")
    text = earlier.read_text(encoding="utf-8")
    earlier.write_text(text.replace('"contacted": 100', '"contacted": 90'), encoding="utf-8")
    assert any("wave changed" in why for why in _reasons(root)["01_cleaning"])
    earlier.write_text(text, encoding="utf-8")
    assert not any(_reasons(root).values())
    shutil.rmtree(folder)
