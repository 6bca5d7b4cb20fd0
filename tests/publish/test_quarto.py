"""What real Quarto, which is not at hand here, would do with the settings of the books."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.project import ROOT

BOOKS = [ROOT, ROOT / "templates/study/de", ROOT / "templates/study/en"]


@pytest.fixture(params=BOOKS, ids=lambda folder: folder.name)
def settings(request: pytest.FixtureRequest) -> dict[str, Any]:
    folder: Path = request.param
    text = (folder / "_quarto.yml").read_text(encoding="utf-8").replace("@@", "")
    content: dict[str, Any] = yaml.safe_load(text)
    return content


def test_no_page_fetches_a_font(settings: dict[str, Any]) -> None:
    """The style sheets of Quarto's other themes, "cosmo" among them, import theirs from Google."""
    assert settings["format"]["html"]["theme"] == "default"


def test_data_below_figures_stay_the_tables_they_are(settings: dict[str, Any]) -> None:
    """Quarto would else read every raw table anew, one process for each in the PDF."""
    assert settings["html-table-processing"] == "none"


def test_sections_are_numbered_alike_in_the_pdf_and_on_the_site() -> None:
    """Quarto asks Typst for "1.1.a" where sections are numbered; the look does not listen."""
    look = ROOT / "_extensions" / "typfrage"
    assert "section-numbering" not in (look / "typst-show.typ").read_text(encoding="utf-8")
    assert 'numbering: "1.1"' in (look / "typst-template.typ").read_text(encoding="utf-8")


@pytest.mark.parametrize("ignored", [".gitignore", "templates/study/shared/gitignore"])
def test_quarto_has_nothing_to_add_to_what_git_ignores(ignored: str) -> None:
    """It looks for these very lines when it renders, and else writes the file anew."""
    lines = (ROOT / ignored).read_text(encoding="utf-8").splitlines()
    assert {"/.quarto/", "**/*.quarto_ipynb"} <= set(lines)
