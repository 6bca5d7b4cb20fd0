"""Markdown that chapters include: what comes from data stays text, whatever it contains."""

from __future__ import annotations

import re

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+!|~^$@\"'])")


_SPACES = re.compile(r"[ \t\r\n\f\v]+")
"""The breaking ones: a narrow no-break space stays, also at the end of a cell."""

LINE = 100
"""Characters that a table's row may hold on a page, about; wider cells are wrapped."""

_NARROWEST = 8


def escaped(text: str) -> str:
    """Return a text from data so that pandoc and Quarto read it as plain text on one line."""
    special = _SPECIAL.sub(r"\\\1", _one_line(text))
    return special.replace("...", r"\...").replace("--", r"\-\-")


def attribute(text: str) -> str:
    """Return a text as the value of an attribute, with its quotes."""
    plain = _one_line(text).replace("{{<", "{ {<").replace(">}}", ">} }")
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'


def figure(id_: str, path: str, caption: str, alt: str) -> str:
    """Return a figure with its caption, label and alternative text."""
    return f"![{escaped(caption)}]({path}){{#{id_} fig-alt={attribute(alt)}}}\n"


def table(
    id_: str, header: list[str], rows: list[list[str]], right: list[bool], caption: str
) -> str:
    """Return a pipe table with its caption and label.

    Args:
        id_: Label, ``tbl-…``.
        header: Headings.
        rows: Cells as text.
        right: Whether a column is aligned to the right.
        caption: Caption.
    """
    head = [escaped(cell) for cell in header]
    body = [[escaped(cell) for cell in row] for row in rows]
    rule = [
        "-" * width + (":" if flush else "-")
        for width, flush in zip(column_widths([header, *rows], right), right, strict=True)
    ]
    lines = [f"| {' | '.join(row)} |" for row in (head, *body)]
    lines.insert(1, f"|{'|'.join(rule)}|")
    return "\n".join(lines) + f"\n\n: {escaped(caption)} {{#{id_}}}\n"


def column_widths(rows: list[list[str]], right: list[bool]) -> list[int]:
    """Share the line among the columns.

    A column of numbers gets what its longest cell and the longest word of its heading need; the
    columns of text share the rest by the length of their longest cells.

    Args:
        rows: Cells as text, the headings first.
        right: Whether a column holds numbers.

    Returns:
        Widths in characters, one a column.
    """
    columns = list(zip(*rows, strict=True))
    longest = [max(len(_one_line(cell)) for cell in column) for column in columns]
    word = [
        max(len(part) for cell in column for part in cell.split() or [""]) for column in columns
    ]
    numbers = [
        max(max(map(len, column[1:]), default=0), word[at]) for at, column in enumerate(columns)
    ]
    rest = LINE - sum(numbers[at] + 2 for at in range(len(columns)) if right[at])
    text = sum(longest[at] for at in range(len(columns)) if not right[at])
    scale = min(1.0, max(rest, 0) / text) if text else 1.0
    return [
        numbers[at] + 2
        if right[at]
        else max(round(longest[at] * scale), min(word[at] + 1, longest[at]), _NARROWEST)
        for at in range(len(columns))
    ]


def _one_line(text: str) -> str:
    return _SPACES.sub(" ", text).strip(" ")


def evidence(notebook: str, cell: str, download: str, language: str) -> str:
    """Return the line below a figure or table that says where it comes from."""
    source, data = _EVIDENCE.get(language, _EVIDENCE["en"])
    where = source.format(notebook=notebook, cell=escaped(cell))
    link = f"[{data}]({download})"
    return f'::: {{.evidence}}\n{where}[ · {link}]{{.content-visible when-format="html"}}\n:::\n'


_EVIDENCE = {
    "de": ("Quelle: Notebook `{notebook}`, Zelle „{cell}“", "Daten als CSV"),
    "en": ("Source: notebook `{notebook}`, cell “{cell}”", "Data as CSV"),
}
