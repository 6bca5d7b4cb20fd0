"""Markdown that chapters include: what comes from data stays text, whatever it contains."""

from __future__ import annotations

import math
import re
from html import escape
from urllib.parse import quote

from typfrage.results.numbers import NOT_COMPUTABLE, NOTHING, WITHHELD

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+!|~^$@&\"'])")


_SPACES = re.compile(r"[ \t\r\n\f\v]+")
"""The breaking ones: a narrow no-break space stays, also at the end of a cell."""

_BASE = re.compile(r"\bn = (?=\d)")
_PER_CENT_WORD = re.compile(r"(?<=\d)-%-")

LINE = 100
"""Characters that a table's row may hold on a page, about; wider cells are wrapped."""

LONGEST_WORD = 18
"""Longer words are hyphenated rather than given a column of their own."""

PADDING = 3
"""Characters that the space between two columns takes."""

BOLD = 1
"""Characters that a word of a heading is wider than its letters, as it is bold."""


def kept_together(text: str) -> str:
    """Return a text in which no line can end within "n = 412" or "95-%-Intervall"."""
    return _PER_CENT_WORD.sub("\u2011%\u2011", _BASE.sub("n\u202f=\u202f", text))


def escaped(text: str) -> str:
    """Return a text from data so that pandoc and Quarto read it as plain text on one line."""
    special = _SPECIAL.sub(r"\\\1", _one_line(text))
    return special.replace("...", r"\...").replace("--", r"\-\-")


def attribute(text: str) -> str:
    """Return a text as the value of an attribute, with its quotes."""
    plain = _one_line(text).replace("{{<", "{ {<").replace(">}}", ">} }")
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;") + '"'


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

    A column needs its longest cell and the longest word of its heading. Numbers get what they
    need; text gets a part of the rest that grows with the root of its length: no more than it
    needs, and no less than its longest word.

    Args:
        rows: Cells as text, the headings first.
        right: Whether a column holds numbers.

    Returns:
        Widths in characters, one a column.
    """
    widths = [
        PADDING
        + max(
            [len(word) + BOLD for word in head.split()] + [len(_one_line(c)) for c in cells],
            default=0,
        )
        for head, *cells in zip(*rows, strict=True)
    ]
    words = [
        min(PADDING + max(map(len, " ".join(column).split()), default=0), LONGEST_WORD)
        for column in zip(*rows, strict=True)
    ]
    text = sorted((at for at, flush in enumerate(right) if not flush), key=widths.__getitem__)
    rest = LINE - sum(width for width, flush in zip(widths, right, strict=True) if flush)
    for done, at in enumerate(text):
        roots = [math.sqrt(widths[other]) for other in text[done:]]
        widths[at] = min(widths[at], max(round(rest * roots[0] / sum(roots)), words[at]))
        rest -= widths[at]
    return widths


def _one_line(text: str) -> str:
    return _SPACES.sub(" ", text).strip(" ")


def evidence(notebook: str, cell: str, data: str, folder: str, language: str) -> str:
    """Return the line below a figure or table that says where it comes from.

    Args:
        notebook: Name of the notebook, without suffix.
        cell: Label of its cell, or empty.
        data: Name of the data file.
        folder: Folder of the results, as chapters find it.
        language: Language of the line.
    """
    words = _EVIDENCE.get(language, _EVIDENCE["en"])
    anchor = f"#{quote(cell)}" if cell else ""
    where = words.format(
        notebook=f"[`{notebook}`]({folder}/notebooks/{notebook}.html{anchor})",
        cell=escaped(cell),
        data=f"[`{data}`]({folder}/{data})",
    )
    return f"::: {{.evidence}}\n{where}\n:::\n"


_EVIDENCE = {
    "de": "Quelle: Notebook {notebook}, Zelle „{cell}“, Daten {data}",
    "en": "Source: notebook {notebook}, cell “{cell}”, data {data}",
}


def data_table(
    header: list[str], rows: list[list[str]], right: list[bool], caption: str, language: str
) -> str:
    """Return the data behind a figure as a table that a reader of the site can unfold.

    It has no printed caption and no label, so that it is not counted among the report's tables.

    Args:
        header: Headings.
        rows: Cells as text; the first of each row names it.
        right: Whether a column is aligned to the right.
        caption: Caption of the figure, by which reading aids name the table.
        language: Language of the words around the table.
    """
    title, signs = _DATA_TABLE.get(language, _DATA_TABLE["en"])
    name = _html(f"{title}: {caption}")
    classes = [' class="number"' if flush else "" for flush in right]
    head = "".join(
        f'<th scope="col"{class_}>{_html(cell)}</th>'
        for cell, class_ in zip(header, classes, strict=True)
    )
    body = "\n".join(
        f'<tr><th scope="row">{_html(first)}</th>'
        + "".join(
            f"<td{class_}>{_html(cell)}</td>"
            for cell, class_ in zip(cells, classes[1:], strict=True)
        )
        + "</tr>"
        for first, *cells in rows
    )
    return "\n".join(
        (
            '::: {.content-visible when-format="html"}',
            "```{=html}",
            f'<details class="figure-data"><summary>{title}</summary>',
            f'<div class="table-box" role="group" aria-label="{name}" tabindex="0"><table>',
            f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>",
            f'</table></div><p class="signs">{signs}</p></details>',
            "```",
            ":::\n",
        )
    )


_DATA_TABLE = {
    "de": (
        "Daten als Tabelle",
        f"{WITHHELD} geheim gehalten, {NOTHING} nichts vorhanden, {NOT_COMPUTABLE} nicht sinnvoll",
    ),
    "en": ("Data as a table", f"{WITHHELD} withheld, {NOTHING} none, {NOT_COMPUTABLE} no value"),
}


def _html(text: str) -> str:
    """Escape a text from data for raw HTML inside Markdown: no tag, shortcode or end of a block."""
    return escape(_one_line(text)).replace("{{", "&#123;&#123;").replace("`", "&#96;")
