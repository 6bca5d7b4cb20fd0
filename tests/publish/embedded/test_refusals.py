"""Specification: what is not known is an error that names construct, file and line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

Add = Callable[..., int]
Complaints = Callable[[], list[str]]

CHAPTER = "chapters/einleitung.qmd"

# What is added to the chapter, the line of it that is wrong (0 is the first), what is said of it.
REFUSED = {
    "unknown shortcode": ("{{< video a.mp4 >}}", 0, "unknown shortcode {{< video a.mp4 >}}"),
    "shortcode in code": ("```\n{{< var goals.n >}}\n```", 1, "shortcode in code"),
    "shortcode in inline code": ("`{{< var goals.n >}}`", 0, "shortcode in code"),
    "unknown variable": ("Es sind {{< var goals.m >}}.", 0, 'unknown variable "goals.m"'),
    "include inside a text": ("Text {{< include x.md >}}", 0, "inside a text"),
    "missing include": ("{{< include /nichts.md >}}", 0, "/nichts.md does not exist"),
    "code cell": ("```{python}\n1 + 1\n```", 0, "executable code cell ```{python}"),
    "open code block": ("```\ncode", 1, "is never closed"),
    "open div": ("::: {.evidence}\nText", 0, "unclosed"),
    "stray end of a div": ("Text\n\n:::\n\nText", 2, '":::" ends nothing'),
    "unresolved figure": ("Siehe\n@fig-nichts.", 1, "the reference @fig-nichts leads nowhere"),
    "unresolved table": ("@tbl-nichts", 0, "the reference @tbl-nichts leads nowhere"),
    "unresolved section": ("@sec-nichts", 0, "the reference @sec-nichts leads nowhere"),
    "reference to no number": ("## X {#sec-x .unnumbered}\n\n@sec-x", 2, "without a number"),
    "equation reference": ("@eq-mittel", 0, "cannot refer to @eq-mittel"),
    "reference among citations": ("[@fig-silhouette; @kaufman1990]", 0, "@kaufman1990 is mixed"),
    "unknown citation": ("Nach @mueller2020.", 0, 'unknown citation "mueller2020"'),
    "missing image": ('![A](/n.svg){#fig-n fig-alt="N"}', 0, '"/n.svg" points to no file'),
    "image without alt text": (
        "![Nur Beschriftung](/_results/current/fig-klein.svg){#fig-n}",
        0,
        "has no alternative text",
    ),
    "image from elsewhere": (
        '![](https://example.org/a.png){fig-alt="A"}',
        0,
        "is not a file of the book",
    ),
    "image width": (
        '![](/_results/current/fig-klein.svg){fig-alt="A" width=halb}',
        0,
        'cannot use the width "halb"',
    ),
    "figure without caption": (
        '::: {#fig-n}\n![](/_results/current/fig-klein.svg){fig-alt="A"}\n:::',
        0,
        '"fig-n" has no caption',
    ),
    "figure within a figure": (
        '::: {#fig-n}\n![B](/_results/current/fig-klein.svg){#fig-m fig-alt="A"}\n\nC\n:::',
        0,
        'captioned figures or tables into "fig-n"',
    ),
    "label of another kind": (
        '![B](/_results/current/fig-klein.svg){#bild-m fig-alt="A"}',
        0,
        'label "bild-m" belongs to a Abbildung',
    ),
    "column widths": (
        '| A | B |\n|---|---|\n| 1 | 2 |\n\n: C {#tbl-n tbl-colwidths="[1]"}',
        4,
        'cannot use tbl-colwidths="[1]"',
    ),
    "tabset": ("::: {.panel-tabset}\nText\n:::", 0, '".panel-tabset"'),
    "misspelt component": ("::: {.steckbreif}\nText\n:::", 0, '".steckbreif"'),
    "unknown attribute": ("::: {.callout-note icon=false}\nText\n:::", 0, 'icon="false"'),
    "attribute without effect": ('::: {.evidence title="T"}\nText\n:::', 0, 'title="T"'),
    "style that is no colour": (
        '::: {.steckbrief style="color: red"}\nText\n:::',
        0,
        'style="color: red"',
    ),
    "unknown sign of a type": ('::: {.steckbrief marker="star"}\nText\n:::', 0, 'marker="star"'),
    "content beside columns": (
        "::: {.steckbrief-spalten}\nText\n:::",
        0,
        "content of .steckbrief-spalten that is no .steckbrief-spalte",
    ),
    "content beside cards": ("::: {.karten}\nText\n:::", 0, ".karten that is no .karte"),
    "numbered code": ("``` {.python .numberLines}\nx\n```", 0, '".numberLines"'),
    "column count": ("::: {layout-ncol=zwei}\nText\n:::", 0, "layout-ncol=zwei"),
    "link to a chapter": ("[M](methode.qmd)", 0, '"methode.qmd" would be dead'),
    "link to a page": ("[M](methode.html#x)", 0, '"methode.html#x" would be dead'),
    "dead anchor": ("[M](#nirgends)", 0, '"#nirgends" leads nowhere'),
    "link to a missing file": ("[CSV](/_results/current/n.csv)", 0, "points to no file"),
    "unknown condition": (
        '::: {.content-visible when-format="docx"}\nText\n:::',
        0,
        'when-format="docx"',
    ),
    "raw LaTeX": ("```{=latex}\n\\x\n```", 0, "raw latex"),
    "tag in a text": ("Zwei<br>Zeilen", 0, "which the PDF would lose"),
    "second title": ("# Noch ein Titel", 0, 'second chapter title "Noch ein Titel"'),
    "skipped heading level": ("## X\n\n#### Zu tief", 2, '"Zu tief" skips a level'),
}


@pytest.mark.book
@pytest.mark.parametrize("case", REFUSED)
def test_refused_with_file_and_line(case: str, add: Add, complaints: Complaints) -> None:
    addition, line, message = REFUSED[case]
    start = add(addition)
    [problem] = complaints()
    assert problem.startswith(f"{CHAPTER}, line {start + line}: ")
    assert message in problem


@pytest.mark.book
def test_all_problems_are_told_at_once(add: Add, complaints: Complaints) -> None:
    add("@fig-nichts")
    add("@mueller2020", "chapters/methode.qmd")
    add("[X](#nirgends)", "index.qmd")
    told = complaints()
    assert len(told) == 3
    assert {problem.split(",")[0] for problem in told} == {
        "index.qmd",
        CHAPTER,
        "chapters/methode.qmd",
    }


@pytest.mark.book
def test_duplicate_label_names_both_places(add: Add, complaints: Complaints) -> None:
    line = add("## Zweimal {#sec-typen}")
    [problem] = complaints()
    assert problem.startswith('chapters/typen.qmd, line 1: the label "sec-typen" is given twice')
    assert f"also given in {CHAPTER}, line {line}" in problem


@pytest.mark.book
def test_problem_in_an_include_names_the_included_file(
    sample: Path, complaints: Complaints
) -> None:
    included = sample / "_results/current/tbl-typen.md"
    included.write_text(included.read_text() + "\nSiehe @fig-nichts.\n")
    [problem] = complaints()
    assert problem.startswith("_results/current/tbl-typen.md, line 8: the reference @fig-nichts")


@pytest.mark.book
def test_include_of_itself(sample: Path, add: Add, complaints: Complaints) -> None:
    (sample / "a.md").write_text("{{< include /b.md >}}\n")
    (sample / "b.md").write_text("Text\n\n{{< include /a.md >}}\n")
    add("{{< include /a.md >}}")
    [problem] = complaints()
    assert problem.startswith("b.md, line 3: /a.md includes itself")
    assert "a.md → b.md → a.md" in problem


@pytest.mark.book
def test_variable_with_markup(sample: Path, complaints: Complaints) -> None:
    variables = sample / "_variables.yml"
    variables.write_text(variables.read_text().replace("Die Vernetzenden", "Die *Vernetzenden*"))
    told = complaints()
    assert 'the variable "type.name" contains markup: Die *Vernetzenden*' in told[0]


@pytest.mark.book
def test_variables_that_are_no_yaml(sample: Path, complaints: Complaints) -> None:
    (sample / "_variables.yml").write_text("a: [")
    [problem] = complaints()
    assert problem.startswith("_variables.yml, line 1")


@pytest.mark.book
def test_label_in_a_chapter_without_number(add: Add, complaints: Complaints) -> None:
    line = add('![A](/_results/current/fig-klein.svg){#fig-n fig-alt="A"}', "index.qmd")
    [problem] = complaints()
    assert problem.startswith(f'index.qmd, line {line}: "fig-n" stands in a chapter without number')


@pytest.mark.book
def test_chapter_without_title(sample: Path, complaints: Complaints) -> None:
    (sample / "chapters/fragebogen.qmd").write_text("Text vor dem Titel {#sec-fragebogen}\n\n# T\n")
    told = complaints()
    assert told[0].startswith("chapters/fragebogen.qmd: the chapter does not begin with its title")


@pytest.mark.book
def test_citations_without_a_place_for_references(sample: Path, complaints: Complaints) -> None:
    (sample / "chapters/literatur.qmd").write_text("# Literatur {.unnumbered}\n")
    [problem] = complaints()
    assert "the list of references has no place" in problem


@pytest.mark.book
@pytest.mark.parametrize("addition", ["toc: false", "a: ["])
def test_front_matter_that_only_quarto_understands(
    sample: Path, complaints: Complaints, addition: str
) -> None:
    methode = sample / "chapters/methode.qmd"
    methode.write_text(methode.read_text().replace("---\n", f"---\n{addition}\n", 1))
    [problem] = complaints()
    assert problem.startswith("chapters/methode.qmd, line 1: ")
    assert "front matter" in problem
