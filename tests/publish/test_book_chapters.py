"""Which chapters the book has, and which of them a wave leaves out."""

from __future__ import annotations

from pathlib import Path

import pytest

from typfrage.problems import InputError
from typfrage.publish.book_chapters import chapter_texts, left_out_chapters

CONDITIONAL = "---\ntitle: Wandel\ntypfrage:\n  only-with: earlier-wave\n---\n\nText\n"


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
    with pytest.raises(InputError, match=r"_quarto\.yml, line 1, column 8: expected the node"):
        chapter_texts(tmp_path)


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        (CONDITIONAL, True),
        (CONDITIONAL.replace("\n", "\r\n"), True),
        ("---\ntypfrage: {only-with: earlier-wave}\n...\nText", True),
        ("---\nformat: html\n---\n", False),
        ("---\na: [\n---\n", False),
        ("---\n- typfrage\n---\n", False),
        ("\n" + CONDITIONAL, False),
        ("# Titel\n\n```yaml\n" + CONDITIONAL + "```\n", False),
        ("", False),
    ],
)
def test_the_condition_stands_in_the_front_matter(text: str, needs: bool) -> None:
    texts = {"index.qmd": "# Start", "a.qmd": text}
    assert left_out_chapters(texts, earlier_wave=False) == ({"a.qmd"} if needs else set())
    assert left_out_chapters(texts, earlier_wave=True) == set()


@pytest.mark.parametrize("value", ["earlier-wave", "{only-with: later-wave}", "{without: x}", ""])
@pytest.mark.parametrize("earlier_wave", [True, False])
def test_an_unknown_condition_is_told_for_all_chapters(value: str, earlier_wave: bool) -> None:
    text = f"---\ntypfrage: {value}\n---\n"
    with pytest.raises(InputError) as refused:
        left_out_chapters({"a.qmd": text, "b.qmd": text}, earlier_wave=earlier_wave)
    assert [one.where for one in refused.value.problems] == [
        "a.qmd, front matter", "b.qmd, front matter",
    ]  # fmt: skip
    assert refused.value.problems[0].expected == "typfrage: {only-with: earlier-wave}"
