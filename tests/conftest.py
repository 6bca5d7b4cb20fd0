"""Fixtures for all tests."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# Generated examples are the same in every run and may take as long as a busy machine needs.
settings.load_profile("ci")

# What a service or a terminal asks for would colour, or break, the lines that are compared.
for name in ("CLICOLOR_FORCE", "COLUMNS", "FORCE_COLOR", "GITHUB_ACTIONS", "PY_COLORS"):
    os.environ.pop(name, None)

# A shell that starts the tests in the background lets them and their children ignore Ctrl-C.
signal.signal(signal.SIGINT, signal.default_int_handler)

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
# Nothing that the browser does on its own account may look like a request of the page.
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


MOST_MILLISECONDS = 60_000
"""So long a busy machine may take to show what a page is expected to show."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium of this machine; where there is none, a gap that CI does not accept."""
    program = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if program is None:
        reason = f"no Chromium on the PATH (looked for {', '.join(CHROMIUM_NAMES)})"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=MOST_MILLISECONDS)
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=program, args=list(QUIET))


@pytest.fixture(scope="session")
def stored() -> Callable[[str], pd.DataFrame]:
    """Read what an R script in tests/references has written."""
    folder = Path(__file__).parent / "references" / "stored"
    return lambda name: pd.read_csv(folder / f"{name}.csv")


@pytest.fixture(scope="session")
def choices(stored: Callable[[str], pd.DataFrame]) -> pd.DataFrame:
    """400 answers to "choose up to three of twelve"."""
    return stored("choices").drop(columns="type")


def _item(id_: str, kind: str, **rest: object) -> dict[str, Any]:
    wording = {"de": f"Frage {id_}"}
    return {"id": id_, "kind": kind, "block": "teil", "evidence": "R", "wording": wording, **rest}


def _options(**codes: str) -> list[dict[str, Any]]:
    return [
        {"id": id_, "code": code, "label": {"de": f"Vorgabe {id_}"}} for id_, code in codes.items()
    ]


_EXCLUSIVE = {"residual": True, "exclusive": True}
_IF_STRATEGY = {"item": "strategie", "chosen": ["ja"]}

TINY_CODEBOOK: dict[str, Any] = {
    "id": "tiny",
    "title": {"de": "Kleine Studie"},
    "languages": ["de"],
    "blocks": [{"id": "teil", "label": {"de": "Teil"}}],
    "items": [
        _item("ags", "key", format="ags", agrees_with="land"),
        _item(
            "land",
            "single",
            options=_options(sh="01", nrw="05", bayern="09", saarland="10"),
            missing=[{"code": "-9", "reason": "not_answered", "label": {"de": "keine Angabe"}}],
        ),
        _item("einwohner", "number", unit={"de": "Personen"}, minimum=1, maximum=4_000_000),
        _item(
            "anteil",
            "number",
            unit={"de": "Prozent"},
            integer=False,
            missing=[{"code": "-1", "reason": "not_applicable", "label": {"de": "entfällt"}}],
        ),
        _item("rolle", "single", options=_options(leitung="1", amt="2")),
        _item(
            "ziele",
            "multiple",
            max_choices=2,
            options=[
                *_options(ziel_a="1", ziel_b="2", ziel_c="3"),
                {"id": "kein_ziel", "code": "9", "label": {"de": "Keines"}, **_EXCLUSIVE},
            ],
        ),
        _item(
            "strategie",
            "single",
            options=_options(ja="A1", nein="A2"),
            missing=[{"code": "A9", "reason": "dont_know", "label": {"de": "weiß nicht"}}],
        ),
        _item("partner", "single", options=_options(ja="Y", nein="N"), asked_if=_IF_STRATEGY),
        _item(
            "felder",
            "multiple",
            options=_options(feld_a="1", feld_b="2"),
            missing=[{"code": "-8", "reason": "dont_know", "label": {"de": "weiß nicht"}}],
            asked_if=_IF_STRATEGY,
        ),
        _item("stufe", "scale", options=_options(gering="1", mittel="2", hoch="3")),
        _item("anmerkung", "text"),
    ],
}

TINY_WAVE: dict[str, Any] = {
    "id": "2019",
    "title": {"de": "Welle"},
    "synthetic": True,
    "contacted": 100,
    "field_period": {"first": "2018-12-01", "last": "2019-02-28"},
    "gebietsstand": "2018-12-31",
    "source": {"file": "raw.csv", "answer_id": "id", "not_shown": ["N/A"], "thousands": "."},
    "screening": [
        {"reason": "test", "label": {"de": "Test"}, "column": "AGS", "equals": ["99999999"]},
        {"reason": "broken_off", "label": {"de": "Abbruch"}, "column": "datum", "empty": True},
        {"reason": "prank", "label": {"de": "Unfug"}, "column": "TX", "matches": "(?i)lol|rofl"},
        {"reason": "again", "label": {"de": "Noch einmal"}, "superseded_by": "datum"},
    ],
    "choices": {},
    "analysis": {"types_from": "ziele", "k": 2, "seed": 1, "k_range": [2, 3]},
    "columns": {
        "ags": {"column": "AGS"},
        "land": {"column": "LAND"},
        "einwohner": {"column": "EW"},
        "anteil": {"column": "ANT"},
        "rolle": {"ticks": {"leitung": "R[1]", "amt": "R[2]"}},
        "ziele": {"template": "Z[{code}]"},
        "strategie": {"column": "S"},
        "partner": {"column": "P"},
        "felder": {"template": "F[{code}]"},
        "stufe": {"column": "ST"},
        "anmerkung": {"column": "TX"},
    },
}

TINY_ANSWER = {
    **{"id": "", "datum": "2019-01-15", "AGS": "", "LAND": "05", "EW": "12000", "ANT": "12.5"},
    **{"R[1]": "Y", "R[2]": "", "Z[1]": "Y", "Z[2]": "", "Z[3]": "Y", "Z[9]": ""},
    **{"S": "A1", "P": "Y", "F[1]": "Y", "F[2]": "", "ST": "2", "TX": ""},
}
"""A complete answer; id and key are counted up."""


@pytest.fixture(scope="session")
def write_tiny_study() -> Callable[..., Path]:
    """Make a study's folder with one wave.

    Its arguments: ``root``, the folder; ``rows``, the cells of each answer that differ from
    :data:`TINY_ANSWER`; ``raw``, the bytes of the raw file instead; ``wave`` and ``codebook``,
    functions that change their content in place; ``corrections``, a list.
    """

    def write(
        root: Path,
        rows: list[dict[str, str]] | None = None,
        *,
        raw: bytes | None = None,
        wave: Callable[[dict[str, Any]], object] = lambda _: None,
        codebook: Callable[[dict[str, Any]], object] = lambda _: None,
        corrections: list[dict[str, str]] | None = None,
    ) -> Path:
        folder = root / "data" / "waves" / "2019"
        folder.mkdir(parents=True, exist_ok=True)
        questionnaire, file = deepcopy(TINY_CODEBOOK), deepcopy(TINY_WAVE)
        codebook(questionnaire)
        content = tiny_raw_file(rows or [{}]) if raw is None else raw
        (folder / "raw.csv").write_bytes(content)
        file["source"]["sha256"] = hashlib.sha256(content).hexdigest()
        wave(file)
        _write_yaml(root / "data" / "codebook.yml", questionnaire)
        _write_yaml(folder / "wave.yml", file)
        if corrections is not None:
            _write_yaml(folder / "corrections.yml", {"corrections": corrections})
        return root

    return write


@pytest.fixture
def tiny_study(tmp_path: Path, write_tiny_study: Callable[..., Path]) -> Callable[..., Path]:
    """The same in the test's own folder."""
    return partial(write_tiny_study, tmp_path / "study")


def tiny_raw_file(rows: list[dict[str, str]]) -> bytes:
    """Write answers as the survey tool does: UTF-8 with BOM, semicolons, CRLF."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(TINY_ANSWER), delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    for number, row in enumerate(rows, start=1):
        own = {"id": str(number), "AGS": f"059{95_000 + number}"}
        writer.writerow({**TINY_ANSWER, **own, **row})
    return text.getvalue().encode("utf-8-sig")


def _write_yaml(path: Path, content: object) -> None:
    """Write JSON, which is YAML too."""
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
