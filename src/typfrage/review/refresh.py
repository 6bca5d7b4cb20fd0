"""Executing a study's notebooks anew to store their key numbers in them."""

from __future__ import annotations

import ast
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nbformat
import papermill

from typfrage.pipeline.notebook import run_notebook
from typfrage.problems import InputError, Problem
from typfrage.review.check_value_cells import MARK, Change, changes, shown, with_shown
from typfrage.review.private_folder import private_folder
from typfrage.survey.waves.study import Study

ANALYSIS = "analysis"
"""Folder of a study's own notebooks."""

_WORK = "_work"
_DRAFTS = "notebooks"


@dataclass(frozen=True)
class _Notebook:
    """A notebook before it is executed: the key numbers that it stores, and its parameters."""

    path: Path
    stored: str
    parameters: dict[str, str]


def refresh_notebooks(study: Study, tell: Callable[[str], None]) -> tuple[Change, ...]:
    """Execute a study's own notebooks with their default parameters, and store their key numbers.

    Nothing else in the notebooks changes, and one whose numbers stayed keeps its bytes. They are
    executed in a folder of their own beside the microdata, so that no results are touched.

    Args:
        study: The study.
        tell: Called with the name of each notebook before it is executed.

    Returns:
        The numbers that changed.

    Raises:
        InputError: The study has no notebooks of its own, one of them has no cell for key numbers,
            or an input of theirs is wrong; nothing is changed.
        BuildError: A notebook failed; nothing is changed.
    """
    notebooks = _notebooks(study.root / ANALYSIS)
    work = study.root / _WORK
    work.mkdir(exist_ok=True)
    fresh = []
    with private_folder(work, ".refresh-") as copy:
        (copy / ANALYSIS).mkdir()
        (copy / "data").symlink_to(study.data, target_is_directory=True)
        for one in notebooks:
            tell(one.path.stem)
            fresh.append(_executed(one, copy, work / _DRAFTS))
    for one, text in zip(notebooks, fresh, strict=True):
        _write(one.path, with_shown(one.path.read_text(encoding="utf-8"), text))
    return tuple(
        change
        for one, text in zip(notebooks, fresh, strict=True)
        for change in changes(one.path, one.stored, text)
    )


def _notebooks(folder: Path) -> list[_Notebook]:
    paths = sorted(folder.glob("[0-9]*.ipynb"))
    if not paths:
        raise InputError(
            Problem(
                "the study has no notebooks of its own",
                str(folder),
                "notebooks whose names begin with their number",
                "nothing: the notebooks that come with typfrage store the numbers of its own "
                "study, and every build shows yours; copy them there only to change them",
            )
        )
    found, problems = [], []
    for path in paths:
        try:
            found.append(_Notebook(path, _stored(path), _defaults(path)))
        except (ValueError, SyntaxError) as error:
            mend = f"begin it with parameters, end it with a cell that holds {MARK}"
            problems.append(Problem(str(error), str(path), "a notebook of Python", mend))
    if problems:
        raise InputError(problems)
    return found


def _stored(path: Path) -> str:
    return shown(nbformat.read(path, as_version=nbformat.NO_CONVERT))


def _defaults(path: Path) -> dict[str, str]:
    known = papermill.inspect_notebook(str(path))
    return {name: str(ast.literal_eval(one["default"])) for name, one in known.items()}


def _executed(notebook: _Notebook, copy: Path, drafts: Path) -> str:
    """The key numbers of a notebook, executed as by hand in ``analysis``."""
    target = copy / ANALYSIS / notebook.path.name
    run_notebook(notebook.path, target, notebook.parameters, target.parent, drafts, lambda *_: None)
    text = _stored(target)
    if not text:
        what, expected = "the last cell shows no key numbers", "check_values(…) as its last line"
        raise InputError(Problem(what, str(notebook.path), expected, "end the cell with it"))
    return text


def _write(path: Path, text: str) -> None:
    if text.encode() != path.read_bytes():
        draft = path.with_suffix(f".{os.getpid()}.tmp")
        draft.write_text(text, encoding="utf-8", newline="\n")
        draft.replace(path)
