"""A study whose answers are known, and its scanner."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import TINY_ANSWER

from typfrage.publish.scan.of_study import scanner_of
from typfrage.publish.scan.scanner import Scanner
from typfrage.survey.waves.study import open_study, open_wave

ANSWERS = 30
KEY = "05995003"
TEXT = "Uns fehlt vor allem eines: Personal; nicht Geld, nicht Technik"
NAME = "Musterstedt"
INHABITANTS = "19839"
TIME = "2019-01-15 10:28:17"


def raw_file() -> bytes:
    """Thirty answers, the third of which is told of above, with columns that no item maps."""
    text = io.StringIO()
    columns = [*TINY_ANSWER, "GEMEINDENAME", "zuletzt"]
    writer = csv.DictWriter(text, columns, delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    for number in range(1, ANSWERS + 1):
        own = {"id": str(number), "AGS": f"059{95_000 + number}", "EW": "12000"}
        own |= {"GEMEINDENAME": f"Gemeinde{'x' * number}", "TX": "keine Anmerkung von uns"}
        if number == 3:
            own |= {"TX": TEXT, "EW": INHABITANTS, "GEMEINDENAME": NAME, "zuletzt": TIME}
        writer.writerow({**TINY_ANSWER, **own})
    return text.getvalue().encode("utf-8-sig")


@pytest.fixture(scope="session")
def study_root(
    tmp_path_factory: pytest.TempPathFactory, write_tiny_study: Callable[..., Path]
) -> Path:
    root = write_tiny_study(tmp_path_factory.mktemp("scanned") / "study", raw=raw_file())
    (root / "CITATION.cff").write_text("contact: redaktion@studie.example\n", encoding="utf-8")
    return root


@pytest.fixture(scope="session")
def scanner(study_root: Path) -> Scanner:
    study = open_study(study_root)
    return scanner_of(study, open_wave(study))
