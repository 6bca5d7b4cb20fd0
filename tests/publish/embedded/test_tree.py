"""Reading and rewriting pandoc's syntax tree."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from packaging.version import Version

from typfrage.problems import BuildError
from typfrage.publish.embedded.pandoc import document, pandoc_program, read_markdown, run_pandoc
from typfrage.publish.embedded.tree import (
    Attr,
    Element,
    attr_of,
    map_strings,
    rewrite,
    stringify,
    text,
    walk,
    with_attr,
)


def blocks(markdown: str) -> list[Element]:
    read, warnings = read_markdown(markdown, "test")
    assert not warnings
    return read


def test_rewriting_splices_lists_and_leaves_the_original() -> None:
    tree = blocks("A *b c* d")
    before = str(tree)

    def unwrap(element: Element) -> list[Element] | None:
        return element["c"] if element["t"] == "Emph" else None

    assert stringify(rewrite(tree, unwrap)) == "A b c d"
    assert not any(element["t"] == "Emph" for element in walk(rewrite(tree, unwrap)))
    assert str(tree) == before


def test_rewriting_reaches_cells_captions_and_notes() -> None:
    tree = blocks("| a |\n|---|\n| b^[n] |\n\n: c {#tbl-x}\n")
    seen: list[str] = []

    def collect(element: Element) -> None:
        if element["t"] == "Str":
            seen.append(element["c"])

    rewrite(tree, collect)
    assert sorted(seen) == ["a", "b", "c", "n"]


def test_rewriting_a_tree_without_changes_gives_it_back() -> None:
    tree = blocks("# T {#sec-x .unnumbered}\n\n- a\n- b\n\n::: {.callout-note title='x'}\nT\n:::\n")
    assert rewrite(tree, lambda element: None) == tree


def test_text_is_what_a_reader_sees() -> None:
    tree = blocks("# Über `code`\n\nEins^[Fußnote] zwei\\\ndrei\n\n```{=html}\n<b>x</b>\n```\n")
    assert stringify(tree) == "Über code Eins zwei drei"


def test_attributes_are_read_and_replaced() -> None:
    [heading] = blocks("# T {#sec-x .unnumbered a=b}")
    attr = attr_of(heading)
    assert attr == Attr("sec-x", ("unnumbered",), (("a", "b"),))
    assert attr.get("a") == "b"
    assert attr.get("c", "ohne") == "ohne"
    assert attr_of(with_attr(heading, attr.without("a"))).pairs == ()
    assert attr_of(text("x")) == Attr()


def test_strings_are_changed_in_texts_attributes_and_targets() -> None:
    tree = blocks('[x](x.csv) ![x](x.svg){fig-alt="x"}')
    changed = map_strings(tree, lambda value: value.replace("x", "y"))
    assert "x" not in str([e["c"] for e in walk(changed) if e["t"] in ("Link", "Str", "Image")])


def test_pandoc_warns_while_reading() -> None:
    _, warnings = read_markdown("Text\n\n::: {.x}\nText\n", "test")
    assert len(warnings) == 1
    assert warnings[0].startswith("Div at line 3 column 1 unclosed")


def test_pandoc_warning_while_writing_is_an_error() -> None:
    arguments = ["--from", "json", "--to", "html5", "--mathml"]
    formula = document(blocks(r"$\gibtesnicht{x}$"))
    with pytest.raises(BuildError, match="a page: pandoc warns: Could not convert TeX math"):
        run_pandoc(arguments, formula, "a page")


def test_pandoc_failure_is_an_error() -> None:
    with pytest.raises(BuildError, match=r"a page: pandoc failed: .*nirgendwas"):
        run_pandoc(["--to", "nirgendwas"], "", "a page")


def test_another_pandoc_on_the_path_is_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An old one reads no labels in captions; it was taken now and then, by whoever came first."""
    other = tmp_path / "pandoc"
    other.write_text("#!/bin/sh\necho pandoc 999.0\n", encoding="utf-8")
    other.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)

    told = run_pandoc(["--version"], "", "version")

    assert pandoc_program() != other
    assert Version(told.split()[1]) < Version("999")
