"""Includes, shortcodes and the map of lines."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from typfrage.publish.embedded.reader import read_source
from typfrage.publish.embedded.source import Source
from typfrage.publish.embedded.variables import fill_variables, read_variables

VARIABLES = {"a.b": "1 234", "x": "12"}


def read(root: Path, text: str) -> Source:
    (root / "chapters").mkdir(exist_ok=True)
    (root / "chapters/c.qmd").write_text(text, encoding="utf-8")
    source, problems = read_source(root, PurePosixPath("chapters/c.qmd"), VARIABLES)
    assert not problems
    return source


def filled(source: Source) -> str:
    return str(fill_variables(source.text, VARIABLES))


def test_includes_from_the_root_and_from_the_chapter_are_spliced(tmp_path: Path) -> None:
    (tmp_path / "root.md").write_text("Wurzel\n\n{{< include neben.md >}}\n")
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters/neben.md").write_text("Daneben\n")
    source = read(tmp_path, "Vor\n\n{{< include /root.md >}}\n\nNach\n")
    assert source.text == "Vor\n\nWurzel\n\nDaneben\n\nNach\n"


def test_places_survive_includes(tmp_path: Path) -> None:
    (tmp_path / "i.md").write_text("eins\nzwei\n")
    source = read(tmp_path, "Vor\n{{< include /i.md >}}\nNach\n")
    assert source.where("zwei") == "i.md, line 2"
    assert source.where("Nach") == "chapters/c.qmd, line 3"
    assert source.where("fehlt") == "chapters/c.qmd"


def test_place_of_a_label_is_not_that_of_a_longer_one(tmp_path: Path) -> None:
    source = read(tmp_path, "@fig-xy\n@fig-x-y\n@fig-x.\n")
    assert source.where("@fig-x") == "chapters/c.qmd, line 3"


def test_place_is_not_in_code(tmp_path: Path) -> None:
    source = read(tmp_path, "```\n@fig-x\n```\n\n@fig-x\n")
    assert source.where("@fig-x") == "chapters/c.qmd, line 5"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("{{< var a.b >}} Kommunen", "1 234 Kommunen"),
        ("{{<var a.b>}}", "1 234"),
        ("`{{{< var a.b >}}}`", "`{{< var a.b >}}`"),
        ("{{{< var a.b >}}}", r"\{\{\<" + " var a.b " + r"\>\}\}"),
    ],
)
def test_shortcodes_in_a_line(tmp_path: Path, written: str, shown: str) -> None:
    assert filled(read(tmp_path, f"{written}\n")) == f"{shown}\n"


def test_value_is_not_taken_for_markdown(tmp_path: Path) -> None:
    source = read(tmp_path, "{{< var x >}}. Platz\n")
    assert not source.text.startswith("12."), "pandoc would begin a list here"


def test_title_in_front_matter_becomes_the_heading(tmp_path: Path) -> None:
    source = read(tmp_path, '---\ntitle: "Über {{< var x >}}"\n---\n\nText\n')
    assert filled(source) == "# Über 12\n\n\nText\n"
    assert source.where("Text") == "chapters/c.qmd, line 5"


@pytest.mark.parametrize("title", ["", "title: Wandel\n"])
def test_a_condition_in_front_matter_is_no_text(tmp_path: Path, title: str) -> None:
    source = read(tmp_path, f"---\n{title}typfrage: {{only-with: earlier-wave}}\n---\nText\n")
    assert source.text == ("# Wandel\n\nText\n" if title else "Text\n")
    assert source.where("Text") == f"chapters/c.qmd, line {5 if title else 4}"


@pytest.mark.parametrize(
    "matter",
    ["typfrage: {only-with: sunshine}", "typfrage:", "typfrage: {}", "title: A\ntoc: true"],
)
def test_other_front_matter_is_refused(tmp_path: Path, matter: str) -> None:
    (tmp_path / "c.qmd").write_text(f"---\n{matter}\n---\nText\n", encoding="utf-8")
    _, (problem,) = read_source(tmp_path, PurePosixPath("c.qmd"), {})
    assert "front matter" in problem.what
    assert "only-with: earlier-wave" in problem.expected


def test_escaped_shortcode_in_a_block_of_code(tmp_path: Path) -> None:
    source = read(tmp_path, "~~~markdown\n{{{< include x.md >}}}\n~~~\n")
    assert source.text == "~~~markdown\n{{< include x.md >}}\n~~~\n"


def test_variables_are_flattened(tmp_path: Path) -> None:
    (tmp_path / "_variables.yml").write_text("goals:\n  n: '1 234'\n  top: {name: Bürgernähe}\n")
    assert read_variables(tmp_path) == {"goals.n": "1 234", "goals.top.name": "Bürgernähe"}


def test_no_variables(tmp_path: Path) -> None:
    assert read_variables(tmp_path) == {}
