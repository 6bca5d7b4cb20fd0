"""Published results beside those of a second run: each kind of item, each outcome."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.review.conftest import INPUTS, NUMBERS

from typfrage.review.comparison import Comparison, compare
from typfrage.review.differences import DRAWING, ROUNDING, VERSIONS, Difference, Item, Outcome
from typfrage.review.published_results import read_published

Write = Callable[..., Path]


def _compared(published: Path, now: Path) -> Comparison:
    return compare(read_published(published), read_published(now), ",")


def _not_identical(comparison: Comparison) -> list[Item]:
    return [item for item in comparison.items if item.outcome is not Outcome.IDENTICAL]


def test_the_same_results_are_confirmed_item_by_item(write_results: Write) -> None:
    comparison = _compared(write_results(), write_results("now"))
    assert comparison.confirmed
    assert [(item.kind, item.id) for item in comparison.items] == [
        *(("number", path) for path in sorted(NUMBERS)),
        ("figure", "fig-typen"),
        ("table", "tbl-typen"),
        ("table", "tbl-versionen"),
        ("text", "txt-typen"),
        ("model", "type_check"),
        ("notebook", "01_typen"),
    ]
    assert comparison.counts[Outcome.IDENTICAL] == len(comparison.items)


@pytest.mark.parametrize(
    ("file", "old", "new", "item", "place"),
    [
        ("tbl-typen.csv", "128", "129", "tbl-typen", "row 1 (A), column count"),
        ("fig-typen.csv", "0.31", "0.41", "fig-typen", "row 1 (A), column share"),
        ("txt-typen.md", "31,1", "41,1", "txt-typen", "its text, after “Zu A gehören”"),
        ("fig-typen.md", "Typen.", "Gruppen.", "fig-typen", "its text, after “![Die”"),
        ("type_check.json", "66", "67", "type_check", "answers.0 1[2]"),
    ],
)
def test_a_value_that_comes_out_otherwise_is_named_with_both_values(
    write_results: Write, file: str, old: str, new: str, item: str, place: str
) -> None:
    published = write_results()
    text = (published / file).read_text(encoding="utf-8")
    comparison = _compared(published, write_results("now", changed={file: text.replace(old, new)}))
    assert not comparison.confirmed
    (found,) = _not_identical(comparison)
    assert (found.id, found.outcome) == (item, Outcome.DIFFERENT)
    told = next(one for one in found.differences if one.place == place)
    assert (old in told.published, new in told.now) == (True, True)


def test_numbers_are_told_as_printed(write_results: Write) -> None:
    now = NUMBERS | {"goals.n": "411", "wave.response": "22,6\u202f%"}
    comparison = _compared(write_results(), write_results("now", numbers=now))
    assert _not_identical(comparison) == [
        Item("number", "goals.n", Outcome.DIFFERENT, (Difference("", "412", "411"),)),
        Item(
            "number",
            "wave.response",
            Outcome.WITHIN,
            (Difference("", "22,5\u202f%", "22,6\u202f%", ROUNDING),),
        ),
    ]


def test_what_is_missing_and_what_is_new_is_not_confirmed(write_results: Write) -> None:
    fewer = {"goals.n": "412", "types.new": "1"}
    now = write_results("now", numbers=fewer, without=("txt-typen",))
    comparison = _compared(write_results(), now)
    assert [(item.id, item.outcome) for item in _not_identical(comparison)] == [
        ("types.k", Outcome.MISSING),
        ("types.new", Outcome.NEW),
        ("wave.response", Outcome.MISSING),
        ("txt-typen", Outcome.MISSING),
    ]
    assert not comparison.confirmed


def test_another_drawing_of_the_same_data_is_within_tolerance_and_says_so(
    write_results: Write,
) -> None:
    now = write_results("now", changed={"fig-typen.svg": "<svg>2</svg>"})
    comparison = _compared(write_results(), now)
    (found,) = _not_identical(comparison)
    assert found.outcome is Outcome.WITHIN
    assert [one.tolerated for one in found.differences] == [DRAWING]
    assert comparison.confirmed


def test_another_drawing_of_other_data_is_different(write_results: Write) -> None:
    changed = {"fig-typen.svg": "<svg>2</svg>", "fig-typen.csv": "type,share\nA,0.5\nB,0.5\n"}
    comparison = _compared(write_results(), write_results("now", changed=changed))
    (found,) = _not_identical(comparison)
    assert found.outcome is Outcome.DIFFERENT
    assert "" in {one.tolerated for one in found.differences if one.place == "fig-typen.svg"}


def test_a_table_that_is_only_ruled_otherwise_differs_in_nothing_that_is_read(
    write_results: Write,
) -> None:
    changed = {"tbl-typen.md": "| Typ | n |\n|-------|---:|\n| A | 128 |\n| B | 284 |\n"}
    (found,) = _not_identical(_compared(write_results(), write_results("now", changed=changed)))
    assert [one.place for one in found.differences] == ["tbl-typen.md"]
    assert found.outcome is Outcome.WITHIN


def test_other_versions_are_named_and_are_no_other_result(write_results: Write) -> None:
    changed = {
        "tbl-versionen.csv": "key,value\nPython,3.12.1\nnumpy,2.4.6\n",
        "tbl-versionen.md": "| Python | 3.12.1 |\n| numpy | 2.4.6 |\n",
    }
    now = write_results("now", changed=changed, output="3.12.1")
    comparison = _compared(write_results(output="3.11.7"), now)
    assert comparison.confirmed
    assert [(one.published, one.now) for one in comparison.versions] == [("3.11.7", "3.12.1")]
    assert {(item.id, item.outcome) for item in _not_identical(comparison)} == {
        ("tbl-versionen", Outcome.WITHIN),
        ("01_typen", Outcome.WITHIN),
    }
    reasons = {one.tolerated for item in _not_identical(comparison) for one in item.differences}
    assert reasons == {VERSIONS}


def test_other_inputs_are_named_first(write_results: Write) -> None:
    inputs = {"data/codebook.yml": "cc", "data/typology.yml": "dd"}
    comparison = _compared(write_results(), write_results("now", inputs=inputs))
    assert comparison.inputs == (
        Difference("data/codebook.yml", "aa", "cc"),
        Difference("data/typology.yml", "", "dd"),
        Difference("data/waves/2019/raw.csv", INPUTS["data/waves/2019/raw.csv"], ""),
    )


def test_a_value_tampered_with_after_publication_is_found_twice(write_results: Write) -> None:
    """By the hash in the manifest, and by the value that does not come out."""
    published, now = write_results(), write_results("now")
    path = published / "tbl-typen.csv"
    path.write_text(path.read_text().replace("128", "182"))
    comparison = _compared(published, now)
    assert comparison.changed == {"tbl-typen.csv": "is not as a notebook stored it"}
    (found,) = _not_identical(comparison)
    assert found.differences == (Difference("row 1 (A), column count", "182", "128"),)


def test_a_drawing_tampered_with_is_not_confirmed_though_its_data_are_the_same(
    write_results: Write,
) -> None:
    published, now = write_results(), write_results("now")
    (published / "fig-typen.svg").write_text("<svg>forged</svg>")
    comparison = _compared(published, now)
    assert list(comparison.changed) == ["fig-typen.svg"]
    assert not comparison.confirmed


def test_a_number_tampered_with_in_the_chapters_file_or_a_lost_file_is_found(
    write_results: Write,
) -> None:
    published, now = write_results(), write_results("now")
    variables = published / "_variables.yml"
    variables.write_text(variables.read_text().replace("412", "512"))
    (published / "txt-typen.md").unlink()
    assert _compared(published, now).changed == {
        "txt-typen.md": "is missing",
        "_variables.yml": "has other numbers than the manifest: goals.n",
    }
