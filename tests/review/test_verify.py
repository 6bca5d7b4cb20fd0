"""``typfrage verify`` as a reviewer calls it, on a study whose one notebook takes a moment."""

from __future__ import annotations

import io
import json
import os
import signal
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from tests.project import BLOW, contents, typfrage
from typer.testing import CliRunner

from typfrage.cli import app
from typfrage.cli.terminal import Terminal
from typfrage.cli.verdict import comparison_json, tell_comparison
from typfrage.problems import InputError
from typfrage.review.comparison import compare
from typfrage.review.published_results import read_published
from typfrage.review.second_run import copy_sources, ended_by_signals
from typfrage.survey.waves.study import open_study, open_wave

NOTEBOOK = """\
#| label: antworten
from typfrage.results.run import open_run
from typfrage.survey.cleaning import clean
from typfrage.survey.reader import read_raw
run = open_run(study, wave, "01_antworten")
cleaned = clean(read_raw(run.wave, run.study.codebook), run.wave, run.study.codebook)
run.save_clean(cleaned)
run.store.word("wave.n", str(len(cleaned.answers)))
run.store.text("txt-antworten", f"Es antworteten {len(cleaned.answers)} Kommunen.")
run.store.close()"""
INTERRUPTED = 130

ANSWERS: list[dict[str, str]] = [{} for _ in range(7)]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory, write_tiny_study: Callable[..., Path]) -> Path:
    """A study whose raw file lies outside it, built."""
    root = write_tiny_study(
        tmp_path_factory.mktemp("verify") / "study",
        ANSWERS,
        wave=lambda wave: wave["source"].update(file="../../../../private/raw.csv", external=True),
    )
    private = root.parent / "private"
    private.mkdir()
    (root / "data" / "waves" / "2019" / "raw.csv").rename(private / "raw.csv")
    first = new_code_cell('#| label: parameters\nstudy = "."\nwave = "2019"')
    first.metadata["tags"] = ["parameters"]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    cells = [first, *map(new_code_cell, (NOTEBOOK, BLOW))]
    notebook = new_notebook(cells=cells, metadata={"kernelspec": kernel})
    (root / "analysis").mkdir()
    nbformat.write(notebook, root / "analysis" / "01_antworten.ipynb")
    done = typfrage("run", "2019", cwd=root)
    assert done.returncode == 0, done.stderr
    return root


def test_a_forged_value_is_named_with_both_values_and_nothing_is_left(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "place"
    place.mkdir()
    monkeypatch.setenv("TMPDIR", str(place))
    results = root / "_results" / "2019"
    manifest, text = results / "manifest.json", results / "txt-antworten.md"
    before = contents(results)
    manifest.write_text(manifest.read_text().replace('"wave.n": "7"', '"wave.n": "9"'))
    text.write_text(text.read_text().replace("7", "8"))
    listed, kept = tmp_path / "found.json", tmp_path / "kept"
    done = typfrage("verify", "2019", "--json", listed, "--keep", kept, cwd=root)
    for name, content in before.items():
        (results / name).write_bytes(content)
    assert done.returncode == 1, done.stderr
    assert "Wave 2019 NOT confirmed: 1 identical, 0 within tolerance, 2 different" in done.stdout
    assert "txt-antworten.md is not as a notebook stored it" in done.stdout
    assert "number wave.n: different\n  • 9 → 7" in done.stdout
    assert "text txt-antworten: different" in done.stdout
    assert "8 → 7" in done.stdout
    found = json.loads(listed.read_text(encoding="utf-8"))
    assert {item["id"]: item["outcome"] for item in found["items"]} == {
        "wave.n": "different",
        "txt-antworten": "different",
        "01_antworten": "identical",
    }
    assert contents(kept) == before, "the second run makes the bytes of the first"
    assert [path.name for path in place.iterdir() if path.name.startswith("typfrage")] == []


def test_microdata_are_removed_when_it_is_interrupted_and_by_the_next_one_when_it_is_killed(
    root: Path, tmp_path: Path
) -> None:
    """The notebook strikes the command that runs it, when microdata lie in its place."""

    def struck(blow: signal.Signals) -> int:
        where = {"TMPDIR": str(tmp_path), "BLOW": str(int(blow))}
        return typfrage("verify", "--all", cwd=root, **where).returncode

    assert struck(signal.SIGKILL) == -signal.SIGKILL
    (left,) = tmp_path.glob("typfrage-verify-*")
    for name in ("raw.csv", "answers.parquet"):
        assert list(left.rglob(name)), "a killed process removes nothing"
    assert struck(signal.SIGINT) == INTERRUPTED
    assert not list(tmp_path.glob("typfrage-verify-*"))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_request_to_end_is_taken_as_an_interrupt_and_only_meanwhile(number: int) -> None:
    own = signal.signal(number, signal.SIG_DFL)
    with pytest.raises(KeyboardInterrupt), ended_by_signals():
        os.kill(os.getpid(), number)
    assert signal.signal(number, own) == signal.SIG_DFL


def test_what_nohup_lets_it_ignore_does_not_end_it() -> None:
    own = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    with ended_by_signals():
        os.kill(os.getpid(), signal.SIGHUP)
    assert signal.signal(signal.SIGHUP, own) == signal.SIG_IGN


def test_what_cannot_be_compared_is_told_before_anything_runs(root: Path, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    for arguments, told in (
        (("--against", tmp_path), "no published results: no manifest.json lies there"),
        (("--keep", tmp_path / "full"), "this is not empty"),
        (("2019", "--all"), "--all verifies every wave, without a wave"),
    ):
        words = ["verify", "--study", str(root), *map(str, arguments)]
        done = CliRunner().invoke(app, words)
        assert isinstance(done.exception, InputError)
        assert told in str(done.exception)


def test_the_copy_holds_sources_alone(root: Path, tmp_path: Path) -> None:
    study = open_study(root)
    copy = copy_sources(study, open_wave(study, "2019"), tmp_path.resolve())
    assert open_wave(open_study(copy), "2019").raw_file.is_relative_to(tmp_path.resolve())
    names = {path.name for path in copy.iterdir()}
    assert names == {"data", "analysis"}


def test_terminals_are_not_steered_by_what_others_published(
    write_results: Callable[..., Path],
) -> None:
    forged = write_results(numbers={"goals.n": "\x1b[31m[red]412" + "9" * 500})
    comparison = compare(read_published(forged), read_published(write_results("now")), ",")
    written = io.StringIO()
    tell_comparison(comparison, "place", Terminal(file=written, highlight=False))
    assert "\x1b" not in written.getvalue()
    assert "[red]412" in written.getvalue()
    assert max(map(len, written.getvalue().splitlines())) < 250
    assert comparison_json(comparison, "place")["items"][0]["differences"][0]["now"] == "412"
