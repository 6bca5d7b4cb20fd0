"""The store: the one door through which a figure, table, number or text reaches the book.

Each notebook has its part of the store. Opening it clears what the notebook stored before, so that
nothing stale remains; closing it writes the part's manifest, by which the pipeline sees that the
notebook is done.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from typfrage.profiles.disclosure import Column, DisclosureError, Released, is_small
from typfrage.results import markdown
from typfrage.results.decisions import WORDED, named_in, number_rule, table_decision
from typfrage.results.numbers import NOTHING, WITHHELD, Format, formatted
from typfrage.results.stored_files import part_path, remove_part, sha256, write_json

if TYPE_CHECKING:
    from matplotlib.figure import Figure

CURRENT = "/_results/current"
"""Where chapters find the results of the wave that is being rendered."""

_ID = re.compile(r"(fig|tbl|txt)-[a-z0-9]+(-[a-z0-9]+)*")
_NUMBER_PATH = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)+")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula. Source: OWASP, CSV Injection,
https://owasp.org/www-community/attacks/CSV_Injection."""

_SYNTHETIC = {"de": "Synthetische Daten.", "en": "Synthetic data."}


@dataclass
class Store:
    """One notebook's part of a wave's results.

    Attributes:
        folder: ``_results/<wave>``.
        notebook: Name of the notebook, without suffix.
        synthetic: Whether captions must say that the data are synthetic.
        minimum_cases: Threshold of the disclosure rules.
        language: Language of captions and numbers.
        inputs: sha256 of the files that the results rest on.
        cell: Returns the label of the notebook cell that is being executed.
    """

    folder: Path
    notebook: str
    synthetic: bool
    minimum_cases: int
    language: str
    inputs: dict[str, str]
    cell: Callable[[], str]
    _entries: dict[str, dict[str, Any]] = field(default_factory=dict)
    _numbers: dict[str, str] = field(default_factory=dict)
    _number_cells: dict[str, str] = field(default_factory=dict)
    _number_rules: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        remove_part(self.folder, self.notebook)

    def figure(self, id_: str, figure: Figure, caption: str, alt: str, data: Released) -> None:
        """Store a figure with the data that it shows.

        Args:
            id_: ``fig-…``.
            figure: The figure, drawn from ``data``.
            caption: What it shows, without number; the data status is added.
            alt: What one sees, made from the data.
            data: The data, after the disclosure rules.
        """
        # Loaded only here: the pipeline reads the store without drawing.
        import matplotlib.pyplot as plt

        from typfrage.results.plots.theme import theme

        self._check(id_, "fig")
        if not alt.strip():
            raise ValueError(f"the figure {id_!r} has no alternative text")
        self._check_released(id_, data)
        files = [self.folder / f"{id_}{suffix}" for suffix in (".svg", ".png", ".csv")]
        with theme():
            figure.savefig(files[0], metadata={"Date": None, "Creator": None})
            figure.savefig(files[1], metadata={"Software": None}, dpi=200)
        plt.close(figure)
        self._write_csv(files[2], data)
        text = markdown.figure(id_, f"{CURRENT}/{id_}.svg", self._caption(caption), alt)
        parts = (text, self._evidence(id_), self._data_table(data, caption))
        self._store(id_, "\n".join(parts), files, data, self._caption(caption))

    def table(self, id_: str, data: Released, caption: str, *, of_answers: bool = True) -> None:
        """Store a table.

        Args:
            id_: ``tbl-…``.
            data: The table, after the disclosure rules.
            caption: What it shows, without number.
            of_answers: Whether it shows answers, so that the data status is added.
        """
        self._check(id_, "tbl")
        self._check_released(id_, data)
        path = self.folder / f"{id_}.csv"
        self._write_csv(path, data)
        rows = [
            [self._cell_text(data, row, at) for at in range(len(data.columns))]
            for row in range(len(data.frame))
        ]
        said = self._caption(caption) if of_answers else _sentence(caption)
        text = markdown.table(
            id_,
            [column.label for column in data.columns],
            rows,
            [column.kind != "text" or column.flush for column in data.columns],
            said,
        )
        self._store(id_, text + "\n" + self._evidence(id_), [path], data, said)

    def number(self, path: str, value: float, how: Format, base: int | None = None) -> None:
        """Store a number for ``{{< var path >}}``.

        Args:
            path: Dotted path, such as ``goals.n``.
            value: The number.
            how: Its format.
            base: Municipalities that a share rests on; required for shares.

        Raises:
            DisclosureError: The number is a small count, a share that tells one (of those counted
                or of the others), or a share on a small or unnamed base.
        """
        if how.kind == "count" and self._is_small(value):
            raise DisclosureError(f"{path!r} counts fewer than {self.minimum_cases} cases")
        if how.kind in ("share", "points") and (base is None or base < self.minimum_cases):
            raise DisclosureError(f"{path!r} rests on too small or unnamed a base: {base}")
        counts = (value * (base or 0), (1 - value) * (base or 0))
        if how.kind == "share" and any(self._is_small(count) for count in counts):
            raise DisclosureError(f"{path!r} tells a count of fewer than {self.minimum_cases}")
        self._say(path, formatted(value, how, self.language), number_rule(how))

    def word(self, path: str, text: str) -> None:
        """Store a word, date or name for ``{{< var path >}}``."""
        self._say(path, text, WORDED)

    def _say(self, path: str, text: str, rule: str) -> None:
        if not _NUMBER_PATH.fullmatch(path):
            raise ValueError(f"{path!r} is no dotted path of small letters")
        if path in self._numbers:
            raise ValueError(f"{path!r} is stored already")
        self._numbers[path] = text
        self._number_rules[path] = rule
        self._number_cells[path] = self.cell()

    def text(self, id_: str, text: str) -> None:
        """Store a paragraph of Markdown that was worded from released values."""
        self._check(id_, "txt")
        self._store(id_, text.strip() + "\n", [], None)
        self._entries[id_]["made_from"] = named_in(text)

    def model(self, name: str, content: Any, *, made_from: Sequence[str]) -> None:
        """Store what programs read, as ``<name>.json``.

        Args:
            name: An identifier.
            content: Values of strict JSON, made from released values only.
            made_from: Ids of the figures and tables that hold these values.
        """
        if not name.isidentifier() or name in self._entries:
            raise ValueError(f"{name!r} is stored already or no identifier")
        path = self.folder / f"{name}.json"
        write_json(path, content)
        self._register(name, [path], None)
        self._entries[name]["made_from"] = sorted(made_from)

    def close(self) -> None:
        """Write the part's manifest; without it the notebook does not count as done."""
        part = {
            "notebook": self.notebook,
            "inputs": self.inputs,
            "entries": self._entries,
            "numbers": self._numbers,
            "number_cells": self._number_cells,
            "number_rules": self._number_rules,
        }
        write_json(part_path(self.folder, self.notebook), part)

    def _check(self, id_: str, prefix: str) -> None:
        if not _ID.fullmatch(id_) or not id_.startswith(prefix + "-"):
            raise ValueError(f"{id_!r} must read {prefix}-… in small letters, digits and hyphens")
        if id_ in self._entries:
            raise ValueError(f"{id_!r} is stored already")

    def _is_small(self, count: float) -> bool:
        """Tell whether a count is small as it would be written, rounded."""
        return math.isfinite(count) and is_small(round(count), self.minimum_cases)

    def _check_released(self, id_: str, data: Released) -> None:
        if not isinstance(data, Released):
            raise DisclosureError(f"{id_!r} has not passed the disclosure rules: {type(data)}")
        if data.minimum_cases < self.minimum_cases:
            raise DisclosureError(
                f"{id_!r} was released at {data.minimum_cases} cases, "
                f"the wave's threshold is {self.minimum_cases}"
            )

    def _caption(self, caption: str) -> str:
        status = _SYNTHETIC.get(self.language, _SYNTHETIC["en"])
        return f"{_sentence(caption)} {status}" if self.synthetic else _sentence(caption)

    def _evidence(self, id_: str) -> str:
        return markdown.evidence(self.notebook, self.cell(), f"{id_}.csv", CURRENT, self.language)

    def _data_table(self, data: Released, caption: str) -> str:
        columns = data.columns
        return markdown.data_table(
            [column.label for column in columns],
            [
                [self._cell_text(data, row, at, repeat=True) for at in range(len(columns))]
                for row in range(len(data.frame))
            ],
            [column.kind != "text" or column.flush for column in columns],
            caption,
            self.language,
        )

    def _cell_text(self, data: Released, row: int, at: int, *, repeat: bool = False) -> str:
        column, value = data.columns[at], data.frame.iat[row, at]
        if data.withheld.iat[row, at]:
            return WITHHELD
        if column.kind == "text":
            repeated = column.grouped and row > 0 and value == data.frame.iat[row - 1, at]
            return "" if repeated and not repeat else str(value)
        if value == 0 and column.kind in ("count", "share"):
            return NOTHING
        return formatted(value, _format(column), self.language)

    def _write_csv(self, path: Path, data: Released) -> None:
        frame = data.rounded.astype("object").where(~data.withheld, WITHHELD)
        for column in data.columns:
            if column.kind == "text":
                frame[column.key] = frame[column.key].map(no_formula)
        path.write_text(frame.to_csv(index=False, lineterminator="\n"), encoding="utf-8")

    def _store(
        self, id_: str, text: str, files: list[Path], data: Released | None, caption: str = ""
    ) -> None:
        path = self.folder / f"{id_}.md"
        path.write_text(markdown.kept_together(text), encoding="utf-8")
        self._register(id_, [path, *files], data, caption)

    def _register(
        self, id_: str, files: list[Path], data: Released | None, caption: str = ""
    ) -> None:
        self._entries[id_] = {
            "notebook": self.notebook,
            "cell": self.cell(),
            "synthetic": self.synthetic,
            "disclosure": None if data is None else table_decision(data),
            "files": {file.name: sha256(file) for file in files},
        } | ({} if data is None else _described(data, caption))


def _described(data: Released, caption: str) -> dict[str, Any]:
    """What a reader of the data file needs: the caption, and what each column holds."""
    told = ("key", "label", "kind", "digits")
    columns = [{name: getattr(column, name) for name in told} for column in data.columns]
    return {"caption": caption, "columns": columns}


def no_formula(cell: object) -> object:
    """Keep a spreadsheet from taking a text for a formula."""
    return f"'{cell}" if str(cell).startswith(_FORMULA) else cell


def _sentence(caption: str) -> str:
    return caption.strip().rstrip(".") + "."


def _format(column: Column) -> Format:
    if column.kind == "share":
        return Format("share", column.digits)
    if column.kind == "number":
        return Format("decimal", column.digits)
    return Format("count")
