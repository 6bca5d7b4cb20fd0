"""Questionnaires drafted from exports, against the questionnaire of which the exports were made."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.survey.proposal.exports import WRITERS, Exported

from typfrage.survey.new_study.begin import Wanted, begin_study
from typfrage.survey.new_study.codebook_text import codebook_text
from typfrage.survey.new_study.draft import Draft, draft_codebook
from typfrage.survey.proposal import Declared
from typfrage.survey.proposal.export import read_columns
from typfrage.survey.questionnaire.codebook import ClosedItem, Item, KeyItem, MultipleItem, TextItem
from typfrage.survey.questionnaire.codebook_flaws import codebook_flaws
from typfrage.survey.waves.study import Study, open_wave

Export = Callable[[str], Exported]
Items = tuple[Item, ...]

NAMED_BY_WORDS = ("cp1252", "parquet")
"""Exports whose columns are called by words alone; of some questions one column is left apart."""

NOT_IN_FILE = 1
"""Columns of a question that may be left apart there."""


@pytest.fixture(scope="module")
def asked(shipped: Study) -> Items:
    return open_wave(shipped, "2019").file.items(shipped.codebook)


def draft(path: Path, language: str = "de") -> Draft:
    return draft_codebook(*read_columns(path, Declared()), "study", "Title", language)


def _owners(exported: Exported, drafted: Draft, tool: str) -> list[tuple[str, set[str]]]:
    """Of each drafted question its kind and the true questions whose columns it holds."""
    of_column = {column: item for (item, _), column in exported.columns.items()}
    return [
        (
            one.item.kind,
            {
                of_column.get(column.label if tool == "sosci" else column.name, "of the tool")
                for column, _ in one.columns
            },
        )
        for one in drafted.items
    ]


@pytest.mark.parametrize("tool", WRITERS)
def test_columns_of_a_question_are_gathered_and_never_those_of_two(
    asked: Items, export_as: Export, tool: str
) -> None:
    exported = export_as(tool)
    found = _owners(exported, draft(exported.path), tool)
    assert all(len(owners) == 1 for _, owners in found)
    for item in asked:
        kinds = [kind for kind, owners in found if owners == {item.id}]
        if isinstance(item, MultipleItem):
            apart = NOT_IN_FILE if tool in NAMED_BY_WORDS else 0
            assert kinds.count("multiple") == 1, item.id
            assert len(kinds) <= 1 + apart, item.id
        elif isinstance(item, KeyItem | TextItem):
            assert kinds == [item.kind], item.id


@pytest.mark.parametrize("tool", ["spss", "unipark"])
def test_with_labels_of_all_codes_every_question_is_of_its_kind(
    asked: Items, export_as: Export, tool: str
) -> None:
    exported = export_as(tool)
    found = _owners(exported, draft(exported.path), tool)
    for item in asked:
        assert [kind for kind, owners in found if owners == {item.id}] == [item.kind], item.id


@pytest.mark.parametrize("tool", ["spss", "unipark", "limesurvey_csv", "spreadsheet"])
def test_words_of_options_are_those_of_the_questionnaire(
    shipped: Study, asked: Items, export_as: Export, tool: str
) -> None:
    drafted = draft(export_as(tool).path).codebook
    labels = {
        option.label["de"]
        for item in drafted.items
        if isinstance(item, MultipleItem)
        for option in item.options
    }
    for item in asked:
        if isinstance(item, MultipleItem):
            today = shipped.codebook.item(item.id)
            assert isinstance(today, MultipleItem)
            assert {today.option(one.id).label["de"] for one in item.options} <= labels
    assert any(item.max_choices == 3 for item in drafted.items if isinstance(item, MultipleItem))


@pytest.mark.parametrize("tool", WRITERS)
def test_nothing_stands_there_that_leads_to_a_respondent(export_as: Export, tool: str) -> None:
    """Neither keys nor free texts nor values that fewer than five answers have."""
    path = export_as(tool).path
    _, columns = read_columns(path, Declared())
    drafted = draft(path)
    text = codebook_text(drafted)
    counts = {column.position: column for column in columns}
    for one in drafted.items:
        if isinstance(one.item, ClosedItem):
            for column, name in one.columns:
                codes = {option.code for option in one.item.options}
                shown = codes & set(column.filled) if name is None and not column.values else set()
                assert all(column.filled[code] >= 5 for code in shown)
        else:
            (column,) = [counts[column.position] for column, _ in one.columns]
            assert not any(f'"{value}"' in text for value in column.filled if len(value) > 3)


def test_ids_are_such_as_a_codebook_allows(export_as: Export) -> None:
    assert [*codebook_flaws(draft(export_as("spreadsheet").path).codebook)] == []


HEADER = [
    ["Code", "", "How well do you know it?", "", "", "Which problems? Up to two.", "", "", ""],
    ["", "Name", "Not at all", "A little", "Very well", "Costs", "Staff", "Other", "Other, namely"],
]
ANSWERS = [
    ["○", "", "", "○", "○", "", ""],
    ["", "○", "", "○", "", "", ""],
    ["", "", "○", "", "○", "○", "too little time for "],
    ["", "○", "", "", "", "○", "the law of "],
]


@pytest.fixture
def two_header_rows(tmp_path: Path) -> Path:
    path = tmp_path / "answers.csv"
    rows = [[f"0{number:04d}", f"Town {number}", *ANSWERS[number % 4]] for number in range(40)]
    rows = [[*row[:-1], row[-1] and f"{row[-1]}{row[1]}"] for row in rows]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([*HEADER, *rows])
    return path


def test_a_question_above_its_first_option_is_the_question_of_all(two_header_rows: Path) -> None:
    drafted = draft(two_header_rows, "en")
    key, knowledge, problems, namely = (one.item for one in drafted.items)
    assert drafted.answer_id is not None
    assert (key.kind, drafted.answer_id.name) == ("key", "Name")
    assert (knowledge.kind, knowledge.wording["en"]) == ("scale", "How well do you know it?")
    assert isinstance(problems, MultipleItem)
    assert problems.wording["en"] == "Which problems? Up to two."
    assert problems.max_choices == 2
    assert [(option.label["en"], option.residual) for option in problems.options] == [
        ("Costs", False),
        ("Staff", False),
        ("Other", True),
    ]
    assert namely.kind == "text"


def test_a_table_with_one_header_row_is_not_taken_for_one_with_two(tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    path.write_text(
        "key,a,,\n" + "".join(f"{10000 + n},x,x,x\n" for n in range(9)), encoding="utf-8"
    )
    export, _ = read_columns(path, Declared())
    assert export.header_rows == 1


def test_the_first_word_of_a_question_is_no_code(tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    header = "key,No. 4: Anything else?,Which town is yours?,Q5. Which colour?"
    rows = "".join(f"{10000 + n},text {n // 2},town {n},{'ab'[n % 2]}\n" for n in range(30))
    path.write_text(f"{header}\n{rows}", encoding="utf-8")
    items = draft(path, "en").codebook.items[1:]
    assert [(item.id, item.wording["en"]) for item in items] == [
        ("q1", "No. 4: Anything else?"),
        ("q5", "Which colour?"),
    ]


def test_where_no_column_holds_keys_the_checklist_asks_for_it(tmp_path: Path) -> None:
    rows = [f"r{at:03},{at % 2},{at % 3 % 2}" for at in range(60)]
    export = tmp_path / "export.csv"
    export.write_text("respondent,goal_1,goal_2\n" + "\n".join(rows) + "\n", encoding="utf-8")
    begin_study(tmp_path / "study", Wanted("Study", "en", "2026", export))
    wave = tmp_path / "study" / "data" / "waves" / "2026"
    asked = (wave / "checklist.md").read_text("utf-8")
    assert "Where is `key`" in asked
    assert "It may be `respondent`" in asked
    assert "valid: { last" not in asked
