"""A wave that differs strongly from the shipped one, from raw file to book.

Most municipalities are of one type, one type is absent, nothing but structure tells the types
apart, and there are three types instead of four. The chapters are the same.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from pypdf import PdfReader
from tests.pdf_layout import beyond_the_margins, headings_left_alone
from tests.project import SETTINGS, copy_project, typfrage

pytestmark = pytest.mark.end_to_end

MUNICIPALITIES = "300"
SHARES = {
    "bedaechtige": {"share": 0.62, "size": -1.0, "maturity": 0},
    "optimierer": {"share": 0.3, "size": 1.0, "maturity": 0},
    "serviceorientierte": {"share": 0.08, "size": 0, "maturity": 0},
    "community_manager": {"share": 0.0, "size": 0, "maturity": 0},
}
STECKBRIEFE = ("Bedächtigen", "Optimierer", "Serviceorientierten", "Community Manager")
BROKEN = re.compile(r"\bnan\b|\bNone\b|<NA>|\bbei die\b|\bvon die\b|\(\)|„“|: \.|  +\.")
"""What a sentence holds that was not made for its case."""


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copy_project(tmp_path_factory.mktemp("other") / "project")
    folder = root / "data" / "waves" / "2019"
    synthesis = yaml.safe_load((folder / "synthesis.yml").read_text(encoding="utf-8"))
    synthesis["types"] = SHARES
    for question in [*synthesis["multiple"], *synthesis["closed"]]:
        if question.get("item") != "ziele":
            _without_types(question)
    (folder / "synthesis.yml").write_text(yaml.safe_dump(synthesis), encoding="utf-8")
    done = typfrage("wave", "synthesise", "2019", "--municipalities", MUNICIPALITIES, cwd=root)
    assert done.returncode == 0, done.stderr
    text = (folder / "wave.yml").read_text(encoding="utf-8")
    for setting, tiny in {**SETTINGS, "\n  k: 4": "\n  k: 3"}.items():
        assert setting in text
        text = text.replace(setting, tiny)
    (folder / "wave.yml").write_text(text, encoding="utf-8")
    done = typfrage("build", "2019", "--renderer", "embedded", cwd=root)
    assert done.returncode == 0, done.stdout + done.stderr
    return root


def _without_types(question: dict[str, Any]) -> None:
    for holder in [question, *(question.get("choices") or {}).values()]:
        holder.get("drivers", {}).pop("types", None)


def _text(root: Path, name: str) -> str:
    return (root / "_results" / "2019" / f"{name}.md").read_text(encoding="utf-8")


def test_no_sentence_is_broken(other: Path) -> None:
    texts = sorted((other / "_results" / "2019").glob("txt-*.md"))

    assert len(texts) > 20
    for path in texts:
        if path.stem != "txt-typ-check":
            found = BROKEN.findall(path.read_text(encoding="utf-8"))
            assert found == [], f"{path.name}: {found}"


def test_what_the_types_do_is_not_called_different(other: Path) -> None:
    assert "kein" in _text(other, "txt-feld-managementfelder").lower()
    assert "Zufall" in _text(other, "txt-feld-managementfelder")


def test_structure_is_called_telling(other: Path) -> None:
    assert "unterscheiden sich die Typen gesichert" in _text(other, "txt-struktur-kurz")


def test_an_absent_type_has_a_page_that_says_so(other: Path) -> None:
    assert "entspricht kein gefundener Typ" in _text(other, "txt-steckbrief-community-manager")


def test_steckbriefe_are_four_pages_again(other: Path) -> None:
    pdf = PdfReader(next((other / "_book" / "2019").glob("*.pdf")))
    pages = [page.extract_text() for page in pdf.pages]
    starts = [
        at
        for name in STECKBRIEFE
        for at, page in enumerate(pages)
        if re.match(rf"\s*Kapitel \d+\s+Die {name}", page)
    ]

    assert starts == list(range(starts[0], starts[0] + len(STECKBRIEFE)))
    assert re.search(r"Teil \d+\s+Was die Typen tun", pages[starts[-1] + 1])


def test_no_page_is_spoilt(other: Path) -> None:
    pdf = next((other / "_book" / "2019").glob("*.pdf"))

    assert list(beyond_the_margins(pdf)) == []
    assert list(headings_left_alone(pdf)) == []
