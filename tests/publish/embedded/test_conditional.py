"""Content for one format only: the whole truth table."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from typfrage.publish.embedded.book import Chapter
from typfrage.publish.embedded.conditional import keep_visible
from typfrage.publish.embedded.manuscript import Format, Manuscript
from typfrage.publish.embedded.pandoc import read_markdown
from typfrage.publish.embedded.source import Source
from typfrage.publish.embedded.tree import stringify

PATH = PurePosixPath("c.qmd")


def manuscript(markdown: str) -> Manuscript:
    return Manuscript(Chapter(PATH), Source(PATH, ()), read_markdown(markdown, "test")[0])


@pytest.mark.parametrize(
    ("classes", "in_html", "in_typst"),
    [
        ('.content-visible when-format="html"', True, False),
        ('.content-visible when-format="typst"', False, True),
        ('.content-visible unless-format="html"', False, True),
        ('.content-visible unless-format="typst"', True, False),
        ('.content-hidden when-format="html"', False, True),
        ('.content-hidden when-format="typst"', True, False),
        ('.content-hidden unless-format="html"', True, False),
        ('.content-hidden unless-format="typst"', False, True),
    ],
)
@pytest.mark.parametrize("form", ["::: {{{0}}}\nText\n:::\n", "[Text]{{{0}}}\n"])
def test_truth_table(classes: str, in_html: bool, in_typst: bool, form: str) -> None:
    formats: dict[Format, bool] = {"html": in_html, "typst": in_typst}
    for format_, expected in formats.items():
        kept, problems = keep_visible(manuscript(form.format(classes)), format_)
        assert not problems
        assert stringify(kept.blocks) == ("Text" if expected else "")


@pytest.mark.parametrize(
    "classes",
    [
        ".content-visible",
        '.content-visible when-format="pdf"',
        '.content-visible when-profile="x"',
        '.content-visible when-format="html" unless-format="typst"',
        '.content-visible .evidence when-format="html"',
        '#id .content-visible when-format="html"',
    ],
)
def test_conditions_that_are_not_understood(classes: str) -> None:
    _, [problem] = keep_visible(manuscript(f"::: {{{classes}}}\nText\n:::\n"), "html")
    assert "does not know this condition" in problem.what
