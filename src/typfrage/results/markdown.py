"""Markdown that chapters include: what comes from data stays text, whatever it contains."""

from __future__ import annotations

import re

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+!|~^$@\"'])")


def escaped(text: str) -> str:
    """Return a text from data so that pandoc and Quarto read it as plain text on one line."""
    return (
        _SPECIAL.sub(r"\\\1", " ".join(text.split())).replace("...", r"\...").replace("--", r"\-\-")
    )


def attribute(text: str) -> str:
    """Return a text as the value of an attribute, with its quotes."""
    plain = " ".join(text.split()).replace("{{<", "{ {<").replace(">}}", ">} }")
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
    widths = [min(max(len(row[at]) for row in [head, *body]), 60) for at in range(len(head))]
    rule = [
        "-" * max(width, 3) + (":" if flush else "-")
        for width, flush in zip(widths, right, strict=True)
    ]
    lines = [f"| {' | '.join(row)} |" for row in (head, *body)]
    lines.insert(1, f"|{'|'.join(rule)}|")
    return "\n".join(lines) + f"\n\n: {escaped(caption)} {{#{id_}}}\n"


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
