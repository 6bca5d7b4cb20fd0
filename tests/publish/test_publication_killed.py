"""A publication and what goes with it, struck by SIGKILL before every single step.

Brute force over all moments: what lies at a place is the last thing or the new one, byte for byte,
or is brought back by whichever command comes next; the one after that leaves nothing behind.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console
from tests.blows import every_blow
from tests.project import contents
from tests.publish.programs import put_on_path
from tests.results.small_waves import A, C, answers
from tests.results.test_publishing_again import real
from typer.testing import CliRunner

from typfrage.cli import app
from typfrage.cli.outputs import write_whole
from typfrage.pipeline.one_at_a_time import mend, one_at_a_time
from typfrage.pipeline.progress import Steps
from typfrage.pipeline.tasks import Plan
from typfrage.problems import InputError
from typfrage.publish.publication import publish
from typfrage.publish.start_page import write_start_page
from typfrage.results.assembly import assemble, make_current
from typfrage.results.freshness import fresh_results
from typfrage.results.republication import remember_publication
from typfrage.results.run import Run, open_run
from typfrage.survey.cleaning import clean
from typfrage.survey.reader import read_raw
from typfrage.survey.waves.study import open_study

Make = Callable[..., Path]

QUARTO = """#!/bin/sh
echo "$TEXT" > "$4/index.html"; echo "$TEXT" > "$4/book.pdf"; mkdir "$4/site"; : > "$4/site/a.js"
"""
"""A program that is called like Quarto and takes no time."""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    put_on_path("quarto", QUARTO, tmp_path, monkeypatch)
    (tmp_path / "study").mkdir()
    return tmp_path / "study"


def _publish(root: Path, text: str) -> None:
    with one_at_a_time(root, "building"):
        os.environ["TEXT"] = text
        publish(root, root / "_book" / "2019", "quarto", lambda _: None)


def test_a_publication_is_whole_after_a_blow_at_any_step(root: Path) -> None:
    book = root / "_book" / "2019"
    _publish(root, "new")
    new = contents(book)
    _publish(root, "old")
    old, steps, gaps = contents(book), [], 0
    for step in every_blow(root, lambda: _publish(root, "new")):
        steps.append(step)
        gaps += not book.exists()
        mend(root)
        assert contents(book) in (old, new), step
        assert os.listdir(book.parent) == ["2019"], step
        _publish(root, "old")
        assert contents(root / "_book") == {f"2019/{name}": each for name, each in old.items()}
    assert gaps == 1, "nothing lies there between two renames"
    assert len(steps) > 15, steps


@pytest.mark.parametrize(
    "words",
    [
        ("build", "2019", "--renderer", "embedded"),
        ("render", "2019", "--renderer", "embedded"),
        ("explain", "2019"),
        ("bundle", "2019"),
        ("slides", "2019"),
        ("verify", "--all"),
        ("scan", "_book/2024"),
    ],
    ids=lambda words: words[0],
)
def test_every_command_brings_back_what_was_left_also_of_other_waves(
    tiny_study: Make, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    """There is nothing yet that these commands could read: most end with what is missing."""
    root = tiny_study([{}] * 7)
    monkeypatch.chdir(root)
    (root / "_book" / ".2024-old").mkdir(parents=True)
    done = CliRunner().invoke(app, words)
    assert isinstance(done.exception, InputError | SystemExit | None), done.exception
    assert os.listdir(root / "_book") == ["2024"]


def test_a_command_at_work_is_left_alone(root: Path) -> None:
    _publish(root, "old")
    with one_at_a_time(root, "building"):
        aside = (root / "_book" / "2019").rename(root / "_book" / ".2019-old")
        mend(root)
        assert aside.is_dir()
    mend(root)
    assert os.listdir(root / "_book") == ["2019"]


def _run(root: Path, *texts: str) -> Run:
    """Run one notebook that stores texts."""
    run = open_run(str(root), "2019", "01")
    for number, text in enumerate(texts):
        run.store.text(f"txt-{number}", text)
    run.store.word("wave.n", texts[-1])
    run.store.close()
    return run


def _assemble(run: Run) -> None:
    folder = run.store.folder
    assemble(
        folder, ["01"], run.wave.file, "de", others=lambda: _write(folder / "imprint.md", "whole")
    )


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _is_fresh(run: Run) -> bool:
    try:
        fresh_results(run.study, run.wave)
    except InputError:
        return False
    return True


def test_results_are_whole_or_refused_after_a_blow_at_any_step(
    tiny_study: Make, tmp_path: Path
) -> None:
    root = tiny_study([{}] * 7)
    results, kept = root / "_results", tmp_path / "kept"
    _assemble(_run(root, "old"))
    shutil.copytree(results, kept)
    old, refused = contents(results), 0
    new: dict[str, bytes] = {}
    steps: list[str] = []
    run = open_run(str(root), "2019", "none")
    for step in every_blow(results, lambda: _assemble(_run(root, "new"))):
        steps.append(step)
        there, whole = contents(results), _is_fresh(run)
        refused += not whole
        _assemble(_run(root, "new"))
        new = new or contents(results)
        assert contents(results) == new, step
        assert there in (old, new) or not whole, step
        shutil.rmtree(results)
        shutil.copytree(kept, results)
    assert refused > len(steps) / 2 > 10, steps


def test_the_start_page_is_whole_after_a_blow_at_any_step(tiny_study: Make) -> None:
    root = tiny_study()
    study, page = open_study(root), root / "_book" / "index.html"
    write_start_page(study)
    old = page.read_bytes()
    book = root / "_book" / "2019"
    book.mkdir()
    for name in ("index.html", "a.pdf"):
        (book / name).touch()
    steps = []
    for step in every_blow(root, lambda: write_start_page(study)):
        steps.append(step)
        assert page.read_bytes() == old, step
        mend(root)
        assert sorted(os.listdir(root / "_book")) == ["2019", "index.html"], step
    assert page.read_bytes() != old
    assert len(steps) == 4, steps


def test_what_was_published_is_remembered_whole_or_not_yet(tiny_study: Make) -> None:
    run = open_run(str(tiny_study(answers((A, 20), (C, 20)), wave=real)), "2019", "01")
    run.save_clean(clean(read_raw(run.wave, run.study.codebook), run.wave, run.study.codebook))
    root = run.study.root
    kept, steps = root / "_work" / "2019" / "published", []
    for step in every_blow(root, lambda: remember_publication(run.study, run.wave)):
        steps.append(step)
        whole = [path for path in kept.glob("*") if path.suffix != ".tmp"]
        assert whole == [], step
        # The answers change before it goes on, so that the name of what was left is another one.
        (root / "_work" / "2019" / "clean" / "answers.parquet").write_bytes(str(steps).encode())
    (whole,) = kept.iterdir()
    assert (whole / "answers.parquet").read_bytes() == str(steps).encode()
    assert len(steps) > 4, steps


def test_what_lies_in_its_place_is_remembered_whenever_the_build_is_struck(
    root: Path, tiny_study: Make
) -> None:
    """And what is not whole is not rendered: whoever subtracts two publications has both."""
    root = tiny_study(answers((A, 20), (C, 20)), wave=real)
    _write(root / "_quarto.yml", "{project: {type: book}, book: {title: T, chapters: [index.qmd]}}")
    _write(root / "index.qmd", "# T\n")
    run = open_run(str(root), "2019", "01")
    run.save_clean(clean(read_raw(run.wave, run.study.codebook), run.wave, run.study.codebook))
    _assemble(_run(root, "text"))
    os.environ["TEXT"] = "new"
    plan, steps = Plan(run.study, run.wave, "quarto"), []
    make_current(plan.results, root)
    published = plan.work / "published"
    for step in every_blow(root, lambda: plan.render(Steps(Console(quiet=True))), "os.rename"):
        steps.append(step)
        assert not plan.book.exists() or [path.suffix for path in published.iterdir()] == [""], step
        for folder in (plan.book, published):
            shutil.rmtree(folder, ignore_errors=True)
    assert any("published" in step for step in steps), steps
    assert plan.book.is_dir()
    _write(plan.results / "txt-0.md", "half")
    with pytest.raises(InputError, match="not as a notebook stored it"):
        plan.render(Steps(Console(quiet=True)))


def test_current_results_and_variables_are_whole_after_a_blow_at_any_step(tmp_path: Path) -> None:
    for wave in ("2019", "2024"):
        (tmp_path / "_results" / wave).mkdir(parents=True)
        _write(tmp_path / "_results" / wave / "_variables.yml", wave)
    current, variables = tmp_path / "_results" / "current", tmp_path / "_variables.yml"

    def choose(wave: str) -> None:
        make_current(tmp_path / "_results" / wave, tmp_path)

    choose("2019")
    before = sorted(tmp_path.rglob("*"))
    for step in every_blow(tmp_path, lambda: choose("2024")):
        assert os.readlink(current) in ("2019", "2024"), step
        assert variables.read_text(encoding="utf-8") in ("2019", "2024"), step
        choose("2019")
        assert variables.read_text(encoding="utf-8") == "2019"
    assert variables.read_text(encoding="utf-8") == "2024"
    assert sorted(tmp_path.rglob("*")) == before


def test_a_zip_or_pdf_is_whole_after_a_blow_at_any_step(tmp_path: Path) -> None:
    place, steps = tmp_path / "[2019].zip", []
    _write(place, "old")
    for step in every_blow(tmp_path, lambda: write_whole(place, lambda part: _write(part, "new"))):
        steps.append(step)
        assert place.read_text(encoding="utf-8") in ("old", "new"), step
    assert place.read_text(encoding="utf-8") == "new"
    assert os.listdir(tmp_path) == ["[2019].zip"]
    assert len(steps) > 4, steps
