"""A copy of the book for Quarto, without some of its chapters."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from tests.project import ROOT, contents, copy_project

from typfrage.publish.staged_book import stage_book, without

SETTINGS = (ROOT / "_quarto.yml").read_text(encoding="utf-8")


def _chapters(text: str, left_out: set[str]) -> object:
    settings = without(f"book: {text}", left_out)
    return yaml.safe_load(settings)["book"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{chapters: [a.qmd, x.qmd]}", {"chapters": ["a.qmd"]}),
        ("{chapters: [/x.qmd, b.qmd]}", {"chapters": ["b.qmd"]}),
        (
            "{chapters: [a.qmd], appendices: [x.qmd, y.qmd]}",
            {"chapters": ["a.qmd"], "appendices": []},
        ),
        ("{chapters: [{part: P, chapters: [x.qmd, y.qmd]}, a.qmd]}", {"chapters": ["a.qmd"]}),
        (
            "{chapters: [{part: P, chapters: [x.qmd, a.qmd]}, {part: Q, chapters: []}]}",
            {"chapters": [{"part": "P", "chapters": ["a.qmd"]}, {"part": "Q", "chapters": []}]},
        ),
        ("{chapters: [{text: T, file: x.qmd}, {text: U, file: a.qmd}]}",
         {"chapters": [{"text": "U", "file": "a.qmd"}]}),
        ("{title: x.qmd, chapters: [a.qmd]}", {"title": "x.qmd", "chapters": ["a.qmd"]}),
    ],
)  # fmt: skip
def test_chapters_are_taken_out_wherever_they_stand(before: str, after: object) -> None:
    assert _chapters(before, {"x.qmd", "y.qmd"}) == after


def test_nothing_else_of_the_settings_changes() -> None:
    before = yaml.safe_load(SETTINGS)
    assert yaml.safe_load(without(SETTINGS, {"chapters/keines.qmd"})) == before
    after = yaml.safe_load(without(SETTINGS, {"chapters/d-team.qmd", "chapters/typ-check.qmd"}))
    parts = before["book"]["chapters"]
    gone = [part for part in parts if "Voneinander lernen" in str(part)]
    assert after["book"].pop("chapters") == [part for part in parts if part not in gone]
    before["book"].pop("chapters")
    assert after == before


def test_words_that_yaml_reads_as_something_else_keep_their_form() -> None:
    text = 'lang: no\ndate: 2026-11-23\ncode: "01"\nbook: {chapters: [a.qmd]}\n'
    lines = without(text, set()).splitlines()
    assert {"lang: no", "date: 2026-11-23", 'code: "01"'} <= set(lines)


def test_the_copy_holds_what_a_renderer_reads_and_no_answers(tmp_path: Path) -> None:
    root, stage = copy_project(tmp_path / "project"), tmp_path / "stage"
    results = root / "_results" / "2019"
    (results / "notebooks").mkdir(parents=True)
    (results / "notebooks" / "01.html").write_text("Seite", encoding="utf-8")
    (root / "_results" / "current").symlink_to("2019")
    (root / "_variables.yml").write_text("a: b\n", encoding="utf-8")
    (root / "_work").mkdir()
    (root / "_work" / "types.csv").write_text("05000001", encoding="utf-8")
    stage.mkdir()
    before = contents(root)

    stage_book(root, stage, {"chapters/grenzen.qmd"})

    copied = contents(stage)
    assert contents(root) == before
    assert "chapters/grenzen.qmd" not in copied
    assert "chapters/grenzen.qmd" not in copied.pop("_quarto.yml").decode("utf-8")
    assert copied["_results/current/notebooks/01.html"] == b"Seite"
    assert all(before[name] == text for name, text in copied.items() if name in before)
    assert {name.split("/")[0] for name in copied} == {
        "index.qmd", "references.bib", "_variables.yml", "chapters", "assets", "_extensions",
        "_results",
    }  # fmt: skip
