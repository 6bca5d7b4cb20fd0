"""What of the book is known to fail is told before anything is computed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.project import ROOT, copy_project

from typfrage.pipeline.book import absent_texts, chapter_texts, check_book, section_ids, type_ids
from typfrage.problems import InputError
from typfrage.survey.study import open_study, open_wave

Make = Callable[..., Path]

LINES = """\
# Titel

{{< include /_results/current/txt-steckbrief-community-manager.md >}}
  {{<include "/_results/current/txt-feld-e-government.md">}}

{{< include /_results/current/txt-urteil.md >}}
{{< include /_results/current/fig-feld-anderes.md >}}
{{{< include /_results/current/txt-feld-gezeigt.md >}}}
"""


def test_texts_of_known_types_and_sections_are_no_problem() -> None:
    assert [*absent_texts({"a.qmd": LINES}, ["community_manager"], ["e_government"])] == []


def test_a_text_that_will_not_be_written_is_told_with_chapter_line_and_way_out() -> None:
    type_, section = absent_texts({"a.qmd": "", "b.qmd": LINES}, ["typ_1", "typ_2"], [])
    assert type_.what.startswith("the study has no type 'community_manager'")
    assert type_.where == "b.qmd, line 3"
    assert type_.expected == "one of typ_1, typ_2"
    assert "data/typology.yml" in type_.mend
    assert "_quarto.yml" in type_.mend
    assert section.what.startswith("the study has no section 'e_government'")
    assert section.where == "b.qmd, line 4"
    assert "data/indicators.yml" in section.mend


@pytest.mark.parametrize(
    ("settings", "paths"),
    [
        ("book: {chapters: [a.qmd, {part: P, chapters: [b.qmd]}]}", ["a.qmd", "b.qmd"]),
        ("book: {chapters: [{part: b.qmd, chapters: []}], appendices: a.qmd}", ["b.qmd", "a.qmd"]),
        ("book:\n  chapters:\n    - a.qmd\n    # - b.qmd\n    - no-file.qmd", ["a.qmd"]),
        ("book: {chapters: [{text: T, file: a.qmd}, 3, null]}", ["a.qmd"]),
        ("- a.qmd", []),
        ("", []),
    ],
)
def test_chapters_are_those_that_the_settings_list(
    tmp_path: Path, settings: str, paths: list[str]
) -> None:
    (tmp_path / "_quarto.yml").write_text(settings, encoding="utf-8")
    for name in ("a.qmd", "b.qmd", "c.qmd"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    assert chapter_texts(tmp_path) == {path: path for path in paths}


def test_settings_that_are_no_yaml_are_told(tmp_path: Path) -> None:
    (tmp_path / "_quarto.yml").write_text("book: [", encoding="utf-8")
    with pytest.raises(InputError, match=r"_quarto\.yml: not readable as YAML"):
        chapter_texts(tmp_path)


def test_without_files_there_are_numbered_types_and_a_section_for_each_block_asked(
    tiny_study: Make,
) -> None:
    def codebook(file: dict[str, list[dict[str, object]]]) -> None:
        file["blocks"] += [
            {"id": "spaeter", "label": {"de": "S"}},
            {"id": "leer", "label": {"de": "L"}},
        ]
        later = {"id": "neu", "block": "spaeter", "valid": {"first": "2022-01-01"}}
        file["items"].append({**file["items"][4], **later})

    study = open_study(tiny_study(codebook=codebook))
    wave = open_wave(study)
    assert type_ids(study, wave) == ["typ_1", "typ_2"]
    assert section_ids(study, wave) == ["teil"]


def test_a_study_without_book_is_told_what_is_missing(tiny_study: Make) -> None:
    study = open_study(tiny_study())
    with pytest.raises(InputError, match=r"_quarto\.yml and index\.qmd missing"):
        check_book(study, open_wave(study), [])


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copy_project(tmp_path / "project")


def _check(root: Path) -> None:
    study = open_study(root)
    check_book(study, open_wave(study), sorted((root / "analysis").glob("[0-9]*.ipynb")))


def test_the_shipped_book_is_sound(project: Path) -> None:
    _check(project)


@pytest.mark.parametrize(("file", "number"), [("typology.yml", 4), ("indicators.yml", 3)])
def test_a_deleted_file_is_told_for_all_chapters_at_once(
    project: Path, file: str, number: int
) -> None:
    (project / "data" / file).unlink()
    with pytest.raises(InputError) as refused:
        _check(project)
    assert len(refused.value.problems) == number
    assert all(f"data/{file}" in problem.mend for problem in refused.value.problems)


def test_what_a_notebook_of_ones_own_stores_may_be_included(project: Path) -> None:
    chapter, line = project / "chapters" / "grenzen.qmd", "/_results/current/txt-feld-eigenes.md"
    with chapter.open("a", encoding="utf-8") as file:
        file.write(f"\n{{{{< include {line} >}}}}\n")
    with pytest.raises(InputError, match="no section 'eigenes'"):
        _check(project)
    shutil.copy(ROOT / "analysis" / "05_fields.ipynb", project / "analysis" / "09_own.ipynb")
    own = project / "analysis" / "09_own.ipynb"
    text = own.read_text(encoding="utf-8").replace(
        "store.close()", "store.text('txt-feld-eigenes')"
    )
    own.write_text(text, encoding="utf-8")
    _check(project)
