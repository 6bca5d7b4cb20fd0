"""What everybody can read of a wave: its published tables and the questionnaire beside them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

WITHHELD = "."
_LANDS = 16


@dataclass(frozen=True)
class Question:
    """A closed question as the wave put it.

    Attributes:
        id: Its id.
        kind: ``single``, ``multiple``, ``scale`` or ``number``.
        wording: Its words.
        options: Words of the options by their id, in their order.
        exclusive: Options that exclude all others.
        most: How many options may be chosen at most.
        asked_if: Question and options that decide who is asked.
        ticked: Who ticked nothing counts as without answer.
    """

    id: str
    kind: str
    wording: str
    options: dict[str, str]
    exclusive: frozenset[str]
    most: int | None
    asked_if: dict[str, Any] | None
    ticked: bool

    @property
    def substantive(self) -> list[str]:
        """Options that are counted."""
        return [option for option in self.options if option not in self.exclusive]


@dataclass(frozen=True)
class Public:
    """A wave's publication.

    Attributes:
        tables: Every table as text, by its id.
        questions: By id.
        indicators: As ``indicators.yml`` plans them, with their label.
        figures: As ``published_figures.yml`` names them.
        forming: The question that forms the types.
        minimum: The threshold.
        language: Language of the tables.
        population: Municipalities of each Land, in the order of the official keys.
    """

    tables: dict[str, pd.DataFrame]
    questions: dict[str, Question]
    indicators: dict[str, dict[str, Any]]
    figures: dict[str, dict[str, Any]]
    forming: str
    minimum: int
    language: str
    population: tuple[int, ...]

    @property
    def types(self) -> list[str]:
        """Names of the types."""
        return self.tables["tbl-typen"]["type"].to_list()


def read_publication(study: Path, wave: str, results: Path) -> Public:
    """Read what is published of a wave.

    Args:
        study: The study's folder, of which only ``data/*.yml`` and ``wave.yml`` are read.
        wave: Name of the wave.
        results: The published tables.
    """
    codebook, indicators = (_yaml(study / "data" / f"{n}.yml") for n in ("codebook", "indicators"))
    own = _yaml(study / "data" / "waves" / wave / "wave.yml")
    published = study / "data" / "published_figures.yml"
    language, day = codebook["languages"][0], _day(own["field_period"]["first"])
    choices = own.get("choices") or {}
    questions = {
        item["id"]: _question(item, language, day, choices.get(item["id"]) or {})
        for item in codebook["items"]
        if item["kind"] in ("single", "multiple", "scale", "number") and _valid(item, day)
    }
    planned = [one for section in indicators["sections"] for one in section["indicators"]]
    figures = _yaml(published)["figures"] if published.is_file() else []
    return Public(
        tables={
            path.stem: pd.read_csv(path, dtype=str, keep_default_na=False)
            for path in sorted(results.glob("*.csv"))
        },
        questions=questions,
        indicators={_label(one, questions, language): one for one in planned},
        figures={one["statement"][language]: one["count"] for one in figures},
        forming=own["analysis"]["types_from"],
        minimum=own["analysis"]["minimum_cases"],
        language=language,
        population=_population(study / "data" / "population"),
    )


def number(text: str) -> float | None:
    """Read a number of a table; nothing where it is withheld or missing."""
    try:
        return float(text)
    except ValueError:
        return None


def half_unit(column: pd.Series) -> float:
    """Half of the last digit that a column is printed with."""
    digits = [len(text.partition(".")[2]) for text in column if number(text) is not None]
    return 0.5 * 10.0 ** -max(digits, default=0)


def _population(folder: Path) -> tuple[int, ...]:
    """Municipalities and counties of each Land."""
    counts = (("gemeinden", "sum"), ("kreise", "kreise"))
    files = [(folder / f"{name}_by_land_and_kgst_class.csv", key) for name, key in counts]
    if not all(path.is_file() for path, _ in files):
        return ()
    lands = [pd.read_csv(path, index_col="land")[key].iloc[:_LANDS] for path, key in files]
    return tuple(int(one) for one in lands[0] + lands[1])


def _question(item: dict[str, Any], language: str, day: date, choice: dict[str, Any]) -> Question:
    options = [one for one in item.get("options", []) if _valid(one, day)]
    return Question(
        id=item["id"],
        kind=item["kind"],
        wording=_words(item, "wording", language, day),
        options={one["id"]: _words(one, "label", language, day) for one in options},
        exclusive=frozenset(one["id"] for one in options if one.get("exclusive")),
        most=item.get("max_choices"),
        asked_if=item.get("asked_if"),
        ticked=choice.get("nothing") == "not_answered",
    )


def _label(one: dict[str, Any], questions: dict[str, Question], language: str) -> str:
    if "label" in one:
        return str(one["label"][language])
    question = questions.get(one["items"][0])
    return one["id"] if question is None else question.options.get(one["chosen"][0], one["id"])


def _words(one: dict[str, Any], key: str, language: str, day: date) -> str:
    former = [old for old in one.get("former", []) if day <= _day(old["last"])]
    old = min(former, key=lambda old: _day(old["last"]), default={})
    return str(old.get(key, one[key])[language])


def _valid(one: dict[str, Any], day: date) -> bool:
    valid = one.get("valid") or {}
    first, last = valid.get("first"), valid.get("last")
    return (first is None or _day(first) <= day) and (last is None or day <= _day(last))


def _day(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def _yaml(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))
