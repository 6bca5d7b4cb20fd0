"""Notebooks get the key numbers that they come to now, and nothing else of them changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from typfrage.problems import BuildError, InputError
from typfrage.review.check_value_cells import MARK, Change
from typfrage.review.refresh import refresh_notebooks
from typfrage.survey.waves.study import Study, open_study

Make = Callable[..., Path]
VALUES = "from typfrage.results.check_values import CheckValues\n"


def _write(root: Path, name: str, *cells: str, stored: str) -> bytes:
    """Write a notebook with key numbers, and return its bytes."""
    outputs = [new_output("execute_result", {"text/plain": stored}, execution_count=1)]
    parameters = new_code_cell('study = ".."\nwave = "2019"', metadata={"tags": ["parameters"]})
    last = new_code_cell(f"{MARK}\n{cells[-1]}", outputs=outputs, execution_count=1)
    every = [parameters, *map(new_code_cell, cells[:-1]), last]
    notebook = new_notebook(cells=every)
    notebook.metadata["kernelspec"] = {
        "name": "python3",
        "display_name": "Python 3",
        "language": "python",
    }
    for number, cell in enumerate(every):
        cell["id"] = f"cell-{number}"
    path = root / "analysis" / f"{name}.ipynb"
    path.parent.mkdir(exist_ok=True)
    path.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")
    return path.read_bytes()


@pytest.fixture
def study(tiny_study: Make) -> Study:
    return open_study(tiny_study())


def test_what_changed_is_stored_and_told_and_all_else_stays(study: Study) -> None:
    kept = "import os\nfrom pathlib import Path\nstudy_there = Path(study, 'data', 'codebook.yml')"
    made = "Path(study, '_results').mkdir()\nprint('shown in passing')"
    end = f"{VALUES}CheckValues((('there', str(study_there.is_file())), ('wave', wave)))"
    before = _write(study.root, "01_a", kept, made, end, stored="there: perhaps\nwave: 2019")
    same = _write(study.root, "02_b", f"{VALUES}CheckValues((('n', '2'),))", stored="n: 2")
    told: list[str] = []

    changed = refresh_notebooks(study, told.append)

    assert told == ["01_a", "02_b"]
    assert changed == (Change("01_a", "there", "perhaps", "True"),)
    after = (study.root / "analysis" / "01_a.ipynb").read_bytes()
    assert after == before.replace(b"there: perhaps", b"there: True")
    assert (study.root / "analysis" / "02_b.ipynb").read_bytes() == same
    assert not (study.root / "_results").exists()
    assert (study.data / "waves" / "2019" / "raw.csv").is_file()
    assert list((study.root / "_work").rglob("*.refresh*")) == []
    assert {path.name for path in (study.root / "analysis").iterdir()} == {
        "01_a.ipynb",
        "02_b.ipynb",
    }


@pytest.mark.parametrize(
    ("end", "error", "message"),
    [
        ("values['fehlt']", BuildError, r"02_b\.ipynb failed"),
        ("print('n: 3')", InputError, "02_b.ipynb: the last cell shows no key numbers"),
    ],
)
def test_an_error_in_one_notebook_leaves_all_of_them_as_they_were(
    study: Study, end: str, error: type[Exception], message: str
) -> None:
    first = _write(study.root, "01_a", "2", stored="n: 1")
    second = _write(study.root, "02_b", end, stored="n: 2")

    with pytest.raises(error, match=message):
        refresh_notebooks(study, lambda _: None)

    assert (study.root / "analysis" / "01_a.ipynb").read_bytes() == first
    assert (study.root / "analysis" / "02_b.ipynb").read_bytes() == second


def test_a_study_without_notebooks_of_its_own_has_nothing_to_renew(study: Study) -> None:
    with pytest.raises(InputError, match="no notebooks of its own"):
        refresh_notebooks(study, lambda _: None)


def test_every_notebook_that_cannot_be_renewed_is_named_before_any_runs(study: Study) -> None:
    broken = {
        "01_a": (MARK, "# nothing"),
        "02_b": ('wave = \\"2019\\"', "wave = max(1, 2)"),
        "03_c": ('"language": "python"', '"comment": ""'),
        "04_d": ('"cells"', "cells"),
        "05_e": ("", ""),
    }
    for name, (sound, wrong) in broken.items():
        _write(study.root, name, "1", stored="n: 1")
        path = study.root / "analysis" / f"{name}.ipynb"
        assert sound in path.read_text("utf-8")
        path.write_text(path.read_text("utf-8").replace(sound, wrong), encoding="utf-8")
    with pytest.raises(InputError) as refused:
        refresh_notebooks(study, lambda name: pytest.fail(f"{name} runs"))
    named = [Path(problem.where).stem for problem in refused.value.problems]
    assert named == ["01_a", "02_b", "03_c", "04_d"]
