"""What of the book is known to fail is told before anything is computed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.project import ROOT, copy_project
from tests.waves import add_wave, change_wave

from typfrage.problems import InputError
from typfrage.publish.book_check import absent_texts, check_book, section_ids, type_ids
from typfrage.survey.waves.study import open_study, open_wave

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


CONDITIONAL = (
    "---\ntypfrage: {only-with: earlier-wave}\n---\n\n# Was sich änderte {#sec-aenderung}\n"
)


@pytest.fixture
def book(tiny_study: Make) -> Path:
    """A tiny study whose book has a chapter about the earlier wave, and one that is always in."""
    root = tiny_study()
    settings = "book: {chapters: [index.qmd, chapters/wandel.qmd]}"
    (root / "_quarto.yml").write_text(settings, encoding="utf-8")
    (root / "index.qmd").write_text("# Start\n", encoding="utf-8")
    (root / "chapters").mkdir()
    (root / "chapters" / "wandel.qmd").write_text(CONDITIONAL, encoding="utf-8")
    return root


def _left_out(root: Path, wave: str, *, whole: bool = False) -> frozenset[str]:
    study = open_study(root)
    return check_book(study, open_wave(study, wave), [], whole=whole)


def test_a_conditional_chapter_is_in_the_book_of_a_wave_with_an_earlier_one(book: Path) -> None:
    folder = add_wave(book, "2024", "2024-03-01")
    assert _left_out(book, "2019") == {"chapters/wandel.qmd"}
    assert _left_out(book, "2024") == frozenset()
    assert _left_out(book, "2024", whole=True) == frozenset()
    change_wave(folder, compare_with="none")
    assert _left_out(book, "2024") == {"chapters/wandel.qmd"}


def test_quarto_alone_is_told_that_a_listed_chapter_needs_an_earlier_wave(book: Path) -> None:
    with pytest.raises(InputError) as refused:
        _left_out(book, "2019", whole=True)
    (problem,) = refused.value.problems
    assert problem.where == "chapters/wandel.qmd"
    assert "needs an earlier wave, and the wave 2019 is compared with none" in problem.what
    assert "typfrage build" in problem.mend


def test_a_reference_to_a_chapter_that_is_left_out_is_told(book: Path) -> None:
    (book / "index.qmd").write_text("# Start\n\nSiehe @sec-aenderung.\n", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        _left_out(book, "2019")
    (problem,) = refused.value.problems
    assert problem.where == "index.qmd, line 3"
    assert problem.what.startswith("@sec-aenderung leads to chapters/wandel.qmd")
    add_wave(book, "2024", "2024-03-01")
    assert _left_out(book, "2024") == frozenset()


def test_what_a_chapter_includes_is_not_missed_where_it_is_left_out(book: Path) -> None:
    include = "\n{{< include /_results/current/txt-feld-wandel.md >}}\n"
    (book / "chapters" / "wandel.qmd").write_text(CONDITIONAL + include, encoding="utf-8")
    assert _left_out(book, "2019") == {"chapters/wandel.qmd"}
