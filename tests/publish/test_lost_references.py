"""What leads from a book to a chapter that it leaves out."""

from __future__ import annotations

import pytest

from typfrage.publish.lost_references import lost_references

LOST = """\
---
typfrage: {only-with: earlier-wave}
---

# Wandel {.unnumbered #sec-wandel}

![Bild](x.svg){#fig-wandel fig-alt="Bild"}

{{< include /_results/current/tbl-panel.md >}}
"""


def _problems(line: str, path: str = "chapters/a.qmd") -> list[str]:
    texts = {path: f"# Titel\n\n{line}\n", "chapters/wandel.qmd": LOST}
    found = [*lost_references(texts, {"chapters/wandel.qmd"})]
    assert all(one.where == f"{path}, line 3" and one.expected and one.mend for one in found)
    return [one.what.split(" leads to ")[0] for one in found]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Siehe @sec-wandel.", ["@sec-wandel"]),
        ("[@fig-wandel; @tbl-panel]", ["@fig-wandel", "@tbl-panel"]),
        ("(-@sec-wandel)", ["@sec-wandel"]),
        ("@sec-wandel-anders und @sec-wandeln", []),
        ("`@sec-wandel`", []),
        (r"\@sec-wandel", []),
        ("@sec-anderes", []),
        ("[Wandel](wandel.qmd#sec-wandel)", ["wandel.qmd"]),
        ("[Wandel](/chapters/wandel.qmd)", ["/chapters/wandel.qmd"]),
        ("[Wandel](../chapters/wandel.qmd)", ["../chapters/wandel.qmd"]),
        ("[Anderes](../wandel.qmd)", []),
    ],
)
def test_references_and_links_are_found(line: str, told: list[str]) -> None:
    assert _problems(line) == told


def test_a_link_from_the_root_is_found() -> None:
    assert _problems("[Wandel](chapters/wandel.qmd)", "index.qmd") == ["chapters/wandel.qmd"]


def test_a_label_that_another_chapter_gives_too_is_not_lost() -> None:
    texts = {"a.qmd": "@sec-wandel\n\n## Auch {#sec-wandel}", "w.qmd": LOST}
    assert not [*lost_references(texts, {"w.qmd"})]


def test_nothing_is_lost_in_a_whole_book() -> None:
    assert not [*lost_references({"a.qmd": "@sec-wandel", "w.qmd": LOST}, set())]
