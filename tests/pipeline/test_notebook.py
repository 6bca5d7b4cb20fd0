"""The strict runner: real notebooks, a real kernel, and every failure told in full."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from typfrage.compiled import NOT_KEPT
from typfrage.pipeline.notebook import ENVIRONMENT, run_notebook, strip_volatile
from typfrage.problems import BuildError, InputError

Write = Callable[..., Path]
GIVEN = {"study": ".", "wave": "2019"}


def _ignore(_done: int, _total: int) -> None:
    pass


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (
            {**GIVEN, "wafe": "2021"},
            "01.ipynb has no parameter 'wafe', only study, wave; did you mean 'wave'?",
        ),
        ({**GIVEN, "zzz": "1"}, "01.ipynb has no parameter 'zzz', only study, wave"),
        ({"study": "."}, "01.ipynb needs a value for wave"),
        ({}, "01.ipynb needs a value for study, wave"),
    ],
)
def test_parameters_must_be_those_of_the_notebook(
    tmp_path: Path, write_notebook: Write, given: dict[str, str], message: str
) -> None:
    source = write_notebook(tmp_path / "01.ipynb", "print(1)")
    with pytest.raises(BuildError) as refused:
        run_notebook(
            source, tmp_path / "out" / "01.ipynb", given, tmp_path, tmp_path / "drafts", _ignore
        )
    assert str(refused.value) == message
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("content", [None, "no json", "{}"])
def test_what_is_no_notebook_is_refused(tmp_path: Path, content: str | None) -> None:
    source = tmp_path / "01.ipynb"
    if content is not None:
        source.write_text(content, encoding="utf-8")
    with pytest.raises(BuildError, match=r"01\.ipynb"):
        run_notebook(source, tmp_path / "out.ipynb", GIVEN, tmp_path, tmp_path / "drafts", _ignore)


def _home_with_settings(home: Path) -> Path:
    """The home of somebody who has set up IPython, Python and matplotlib for other work."""
    startup = home / ".ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "00.py").write_text("import builtins; builtins.mine = 1", encoding="utf-8")
    (home / "startup.py").write_text("import builtins; builtins.mine = 2", encoding="utf-8")
    settings = home / ".config" / "matplotlib"
    settings.mkdir(parents=True)
    (settings / "matplotlibrc").write_text("font.size: 31\n", encoding="utf-8")
    return home


def test_two_runs_give_the_same_bytes_and_leave_the_environment_alone(
    tmp_path: Path, write_notebook: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    source = write_notebook(
        tmp_path / "01.ipynb",
        "# Titel",
        "import os\nfrom pathlib import Path\nprint(wave, os.environ['TZ'])",
        "import builtins, matplotlib\n"
        "print(getattr(builtins, 'mine', 0), matplotlib.rcParams['font.size'])",
        "print(os.environ['OMP_NUM_THREADS'], hash('a'), Path.cwd() == Path(study).resolve())",
    )
    done: list[tuple[int, int]] = []
    home = _home_with_settings(tmp_path / "home")
    for name in ("a", "b"):
        if name == "b":
            monkeypatch.setenv("HOME", str(home))
            monkeypatch.setenv("PYTHONSTARTUP", str(home / "startup.py"))
        run_notebook(
            source,
            tmp_path / name / "01.ipynb",
            {"study": ".", "wave": "2021"},
            tmp_path,
            tmp_path / "drafts",
            lambda *step: done.append(step),
        )
    assert (tmp_path / "a" / "01.ipynb").read_bytes() == (tmp_path / "b" / "01.ipynb").read_bytes()
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["01.ipynb"]
    notebook = nbformat.read(tmp_path / "a" / "01.ipynb", as_version=4)
    printed = "".join(out["text"] for cell in notebook.cells for out in cell.get("outputs", []))
    assert printed.startswith("2021 UTC\n0 10.0\n1 ")
    assert printed.endswith("True\n")
    assert os.environ["TZ"] == "Asia/Tokyo"
    assert "OMP_NUM_THREADS" not in os.environ
    assert set(ENVIRONMENT) >= {"TZ", "OMP_NUM_THREADS", "PYTHONHASHSEED"}
    assert done[0] == (0, 6)
    assert done[-1] == (5, 6)
    text = (tmp_path / "a" / "01.ipynb").read_text(encoding="utf-8")
    assert "papermill" not in text
    assert "start_time" not in text
    assert "iopub" not in text


def test_what_packages_say_of_the_machine_is_no_output(
    tmp_path: Path, write_notebook: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody's home can be written, as in a container; or the fonts are listed for the first time.

    What a notebook prints is not published, so that a build would end there.
    """
    monkeypatch.setenv("MPLCONFIGDIR", os.devnull)
    source = write_notebook(
        tmp_path / "01.ipynb",
        "import matplotlib.font_manager as fonts\nfonts._log.warning('building the font cache')",
        f"import warnings\nwarnings.warn('{NOT_KEPT}: it is compiled anew')",
    )
    target = tmp_path / "out.ipynb"
    run_notebook(source, target, GIVEN, tmp_path, tmp_path / "drafts", _ignore)
    cells = nbformat.read(target, as_version=4).cells
    assert [output for cell in cells for output in cell.get("outputs", [])] == []


def test_sockets_fit_where_the_path_of_temporary_files_is_long(
    tmp_path: Path, write_notebook: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A socket's path may have 107 bytes, on macOS 103."""
    long = tmp_path / ("x" * 100)
    long.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(long))
    source = write_notebook(tmp_path / "01.ipynb", "print(1)")
    target = tmp_path / "out.ipynb"
    run_notebook(source, target, GIVEN, tmp_path, tmp_path / "drafts", _ignore)
    assert target.is_file()


def test_a_failed_cell_is_told_with_all_that_leads_to_it(
    tmp_path: Path, write_notebook: Write
) -> None:
    source = write_notebook(
        tmp_path / "02_x.ipynb",
        "# Erster Teil",
        "#| label: gut\nsettings = {'label': 1}",
        "# Zweiter Teil",
        "#| label: schlecht\nvalues = {'label: x': 1}\nvalues['fehlt']",
        "never = True",
    )
    target = tmp_path / "out" / "02_x.ipynb"
    target.parent.mkdir()
    target.write_text("the last good run", encoding="utf-8")
    with pytest.raises(BuildError) as failed:
        run_notebook(source, target, GIVEN, tmp_path, tmp_path / "drafts", _ignore)
    message = str(failed.value)
    assert message.startswith("02_x.ipynb failed under „Zweiter Teil“, cell schlecht:\n")
    assert "    values['fehlt']\n  KeyError: 'fehlt'\n" in message
    partial = tmp_path / "drafts" / target.name
    assert str(partial) in message
    assert partial.is_file()
    assert target.read_text(encoding="utf-8") == "the last good run"


def test_a_cell_without_heading_and_label_is_told_by_its_number(
    tmp_path: Path, write_notebook: Write
) -> None:
    source = write_notebook(tmp_path / "02.ipynb", "x = 'label: y'\n1 / 0")
    with pytest.raises(BuildError) as failed:
        run_notebook(source, tmp_path / "out.ipynb", GIVEN, tmp_path, tmp_path / "drafts", _ignore)
    assert str(failed.value).startswith("02.ipynb failed under „–“, cell 2:\n")


def test_a_complaint_about_an_input_stays_one(tmp_path: Path, write_notebook: Write) -> None:
    source = write_notebook(
        tmp_path / "01.ipynb",
        "from typfrage.problems import InputError, Problem\n"
        "raise InputError([Problem('kaputt', 'raw.csv, row 3', 'heil', 'flicken')] * 2)",
    )
    with pytest.raises(InputError) as refused:
        run_notebook(source, tmp_path / "out.ipynb", GIVEN, tmp_path, tmp_path / "drafts", _ignore)
    assert str(refused.value).count("raw.csv, row 3: kaputt\n  expected: heil\n  to do:") == 2


def test_a_kernel_that_dies_is_a_failed_build(tmp_path: Path, write_notebook: Write) -> None:
    source = write_notebook(tmp_path / "01.ipynb", "import os\nos._exit(9)")
    with pytest.raises(BuildError, match="the kernel died"):
        run_notebook(source, tmp_path / "out.ipynb", GIVEN, tmp_path, tmp_path / "drafts", _ignore)


def test_timings_and_random_ids_are_stripped(tmp_path: Path, write_notebook: Write) -> None:
    notebook = nbformat.read(write_notebook(tmp_path / "a.ipynb", "1"), as_version=4)
    notebook.metadata["papermill"] = {"start_time": "now"}
    notebook.metadata["widgets"] = {}
    for cell in notebook.cells:
        cell.metadata["papermill"] = {"duration": 1}
        cell.metadata["execution"] = {"iopub.status.busy": "now"}
    notebook.cells[0].metadata["tags"] = ["injected-parameters"]
    strip_volatile(notebook)
    assert set(notebook.metadata) <= {"kernelspec", "language_info"}
    assert [dict(cell.metadata) for cell in notebook.cells] == [
        {"tags": ["injected-parameters"]},
        {},
    ]
    assert notebook.cells[0]["id"] == "injected-parameters-0"
