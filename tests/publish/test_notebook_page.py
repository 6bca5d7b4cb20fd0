"""Pages of the executed notebooks: what a reader finds who follows an evidence line."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from tests.publish.embedded.conftest import parse_page, text_of

from typfrage.publish.notebook_page import page_paths, write_notebook_pages

STATUS = "::: {.data-status}\n**Synthetische Daten.** Niemand hat sie gegeben.\n:::\n"
FRAME = (
    "<div>\n<style scoped>\n.dataframe th { color: red }\n</style>\n"
    '<table border="1" class="dataframe">\n<thead><tr style="text-align: right;">'
    "<th></th><th>typ</th></tr></thead>\n"
    "<tbody><tr><th>0</th><td>die Optimierer</td></tr></tbody></table></div>"
)
NAMES = ["01_laden", "02_typen"]


@pytest.fixture
def results(tmp_path: Path) -> Path:
    folder = tmp_path / "_results" / "2019"
    (folder / "notebooks").mkdir(parents=True)
    (folder / "status.md").write_text(STATUS, encoding="utf-8")
    shown = {"text/html": FRAME, "text/plain": "0 die Optimierer"}
    outputs = [
        new_output("execute_result", shown, execution_count=1),
        new_output("stream", name="stdout", text="<b>kein HTML</b>"),
    ]
    cells = [
        new_markdown_cell("# 02 Typen\n\nEin *Absatz*."),
        new_markdown_cell("## typen"),
        new_code_cell("#| label: typen\nfrom x import y\ny('<i>')", outputs=outputs),
        new_code_cell("ohne = 1"),
    ]
    nbformat.write(new_notebook(cells=cells), folder / "notebooks" / "02_typen.ipynb")
    first = new_notebook(cells=[new_code_cell("x = 1")])
    nbformat.write(first, folder / "notebooks" / "01_laden.ipynb")
    return folder


def test_a_cell_is_found_by_its_label(results: Path) -> None:
    write_notebook_pages(results, NAMES, "de")
    page = parse_page(results / "notebooks" / "02_typen.html")
    identifiers = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(identifiers) == len(set(identifiers)), "the heading is called as the cell is"
    cell = next(element for element in page.iter() if element.get("id") == "typen")
    assert cell.get("data-label") == "typen"
    assert text_of(cell).startswith("from x import y y('<i>')".replace(" y(", "\ny("))
    assert "#| label" not in text_of(page)


def test_a_page_has_language_title_status_and_the_way_back(results: Path) -> None:
    write_notebook_pages(results, NAMES, "de")
    page = parse_page(results / "notebooks" / "02_typen.html")
    assert page.get("lang") == "de"
    assert text_of(page.find(".//title")) == "02 Typen – 02_typen.ipynb"
    main = page.find(".//main")
    assert main is not None
    assert main[0].get("class") == "data-status"
    assert text_of(main[0]) == "Synthetische Daten. Niemand hat sie gegeben."
    links = {text_of(link): link.get("href") for link in page.iter("a") if text_of(link)}
    assert links == {
        "← Zum Bericht": "../../../index.html",
        "01_laden": "01_laden.html",
        "02_typen": "02_typen.html",
        "Notebook herunterladen": "02_typen.ipynb",
    }


def test_an_output_is_shown_once_as_a_table_that_can_be_read_aloud(results: Path) -> None:
    write_notebook_pages(results, NAMES, "de")
    path = results / "notebooks" / "02_typen.html"
    page = parse_page(path)
    assert text_of(page).count("die Optimierer") == 1
    assert [cell.get("scope") for cell in page.iter("th")] == ["col", "row"]
    assert not list(page.iter("style"))
    assert "<b>kein HTML</b>" in text_of(page)
    box = next(element for element in page.iter("div") if element.get("class") == "table-box")
    assert box.attrib.items() >= {"role": "group", "aria-label": "Ausgabe", "tabindex": "0"}.items()


def test_a_page_loads_the_style_sheet_and_nothing_else(results: Path) -> None:
    write_notebook_pages(results, NAMES, "de")
    for path in page_paths(results, NAMES):
        page = parse_page(path)
        loaded = [e.get("src") for e in page.iter() if e.get("src")]
        loaded += [e.get("href") for e in page.iter("link")]
        assert loaded == ["../../../assets/typfrage.css"]


def test_data_that_people_gave_have_no_banner(results: Path) -> None:
    (results / "status.md").write_text("", encoding="utf-8")
    write_notebook_pages(results, NAMES, "en")
    page = (results / "notebooks" / "01_laden.html").read_text(encoding="utf-8")
    assert "data-status" not in page
    assert '<html lang="en">' in page
    assert "<title>01_laden – 01_laden.ipynb</title>" in page


def test_writing_twice_gives_the_same_bytes(results: Path) -> None:
    write_notebook_pages(results, NAMES, "de")
    before = [path.read_bytes() for path in page_paths(results, NAMES)]
    write_notebook_pages(results, NAMES, "de")
    assert [path.read_bytes() for path in page_paths(results, NAMES)] == before


def test_what_is_left_of_dropped_notebooks_is_removed(results: Path) -> None:
    write_notebook_pages(results, NAMES, "de")
    write_notebook_pages(results, NAMES[:1], "de")
    assert sorted(path.name for path in (results / "notebooks").iterdir()) == [
        "01_laden.html",
        "01_laden.ipynb",
    ]
