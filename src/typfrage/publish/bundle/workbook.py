"""All published tables as one workbook: a sheet each, numbers as numbers, texts never formulas."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime, time
from types import ModuleType
from typing import Any

from typfrage.problems import InputError, Problem
from typfrage.publish.bundle.facts import Facts
from typfrage.publish.bundle.published import Table, TableColumn
from typfrage.results.language import speaker
from typfrage.results.numbers import NOT_COMPUTABLE, WITHHELD
from typfrage.results.store import no_formula

_LONGEST_NAME = 31
"""Characters that Excel allows in the name of a sheet."""

_WIDEST, _NARROWEST = 60, 8
_OPENING = 4
"""Rows above the cells: caption, data status, an empty one, headings."""


def tables_workbook(tables: Sequence[Table], facts: Facts) -> bytes:
    """Return a workbook, the same bytes for the same tables.

    Args:
        tables: The published tables.
        facts: Title, day, language and data status.

    Raises:
        InputError: XlsxWriter is not installed.
    """
    buffer = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = _xlsxwriter().Workbook(buffer, {"in_memory": True, **plain})
    book.set_properties(
        {
            "title": facts.name,
            "author": ", ".join(facts.authors),
            "comments": facts.status,
            "created": datetime.combine(facts.published, time()),
        }
    )
    looks = _looks(book, tables)
    names = sheet_names([table.id for table in tables])
    _contents(book, tables, names, facts, looks)
    for table, name in zip(tables, names, strict=True):
        _sheet(book.add_worksheet(name), table, facts, looks)
    book.close()
    return buffer.getvalue()


def sheet_names(ids: Sequence[str]) -> list[str]:
    """Return names of sheets: the ids, shortened where Excel asks for it, each once."""
    names: list[str] = []
    for id_ in ids:
        name, number = id_[:_LONGEST_NAME], 2
        while name in names:
            ending = f"~{number}"
            name, number = id_[: _LONGEST_NAME - len(ending)] + ending, number + 1
        names.append(name)
    return names


def _contents(
    book: Any, tables: Sequence[Table], names: Sequence[str], facts: Facts, looks: dict[str, Any]
) -> None:
    say = speaker(facts.language)
    sheet = book.add_worksheet(say("Inhalt"))
    sheet.write_string(0, 0, facts.name, looks["caption"])
    sheet.write_string(1, 0, facts.status)
    for row, (table, name) in enumerate(zip(tables, names, strict=True), _OPENING - 1):
        sheet.write_url(row, 0, f"internal:'{name}'!A1", string=table.id)
        sheet.write_string(row, 1, table.caption)
    sheet.set_column(0, 0, _LONGEST_NAME + 4)
    sheet.set_column(1, 1, 2 * _WIDEST)


def _sheet(sheet: Any, table: Table, facts: Facts, looks: dict[str, Any]) -> None:
    say = speaker(facts.language)
    sheet.write_string(0, 0, table.caption, looks["caption"])
    sheet.write_string(1, 0, facts.status)
    for at, column in enumerate(table.columns):
        sheet.write_string(_OPENING - 1, at, column.label, looks["heading"])
        sheet.set_column(at, at, _width([column.label, *(row[at] for row in table.rows)]))
        for down, row in enumerate(table.rows, _OPENING):
            _cell(sheet, (down, at), row[at], column, looks)
    signs = (
        say("{sign} geheim gehalten", sign=WITHHELD),
        say("{sign} nicht sinnvoll", sign=NOT_COMPUTABLE),
    )
    sheet.write_string(_OPENING + len(table.rows) + 1, 0, "; ".join(signs), looks["legend"])
    sheet.freeze_panes(_OPENING, 1)
    last = _OPENING + len(table.rows)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{last}"})


def _cell(
    sheet: Any, place: tuple[int, int], text: str, column: TableColumn, looks: dict[str, Any]
) -> None:
    if column.kind == "text":
        plain = _without_guard(text)
        guarded = looks["guarded"] if plain != no_formula(plain) else None
        sheet.write_string(*place, plain, guarded)
    elif text == WITHHELD:
        sheet.write_string(*place, WITHHELD, looks["sign"])
    elif text == "":
        sheet.write_string(*place, NOT_COMPUTABLE, looks["sign"])
    else:
        sheet.write_number(*place, float(text), looks[_number_format(column)])


def _without_guard(text: str) -> str:
    """Return a text as it was before the store kept spreadsheets from taking it for a formula."""
    bare = text.removeprefix("'")
    return bare if no_formula(bare) == text else text


def _number_format(column: TableColumn) -> str:
    digits = "." + "0" * column.digits if column.digits else ""
    match column.kind:
        case "share":
            return f"0{digits}%"
        case "number":
            return f"#,##0{digits}"
        case _:
            return "#,##0"


def _looks(book: Any, tables: Iterable[Table]) -> dict[str, Any]:
    """The formats of cells by name; those of numbers by their pattern."""
    numbers = {_number_format(column) for table in tables for column in table.columns}
    named = {
        "caption": {"bold": True},
        "heading": {"bold": True, "bottom": 1},
        "legend": {"italic": True},
        "sign": {"align": "right"},
        "guarded": {"quote_prefix": True},
    }
    patterns = {pattern: {"num_format": pattern} for pattern in sorted(numbers)}
    return {name: book.add_format(look) for name, look in (named | patterns).items()}


def _width(cells: Iterable[str]) -> int:
    return max(_NARROWEST, min(_WIDEST, 2 + max(map(len, cells), default=0)))


def _xlsxwriter() -> ModuleType:
    try:
        import xlsxwriter
    except ImportError:
        what = "a bundle holds a workbook, and the package XlsxWriter, which writes it, is missing"
        mend = 'pip install "typfrage[bundle]"'
        raise InputError(Problem(what, "", "XlsxWriter, of the extra 'bundle'", mend)) from None
    module: ModuleType = xlsxwriter
    return module
