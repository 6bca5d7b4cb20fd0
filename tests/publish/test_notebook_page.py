"""Pages of the executed notebooks: what a reader finds who follows an evidence line."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from tests.publish.embedded.conftest import parse_page, text_of

from typfrage.publish.embedded.footer import FooterLink
from typfrage.publish.notebook_page import page_paths, write_notebook_pages
from typfrage.publish.report_places import Chapter, read_chapters
from typfrage.results.stored_files import part_path, write_json

STATUS = "::: {.data-status}\n**Synthetische Daten.** Niemand hat sie gegeben.\n:::\n"
FRAME = (
    "<div>\n<style scoped>\n.dataframe th { color: red }\n</style>\n"
    '<table border="1" class="dataframe">\n<thead><tr style="text-align: right;">'
    "<th></th><th>typ</th></tr></thead>\n"
    "<tbody><tr><th>0</th><td>die Optimierer</td></tr></tbody></table></div>"
)
NAMES = ["01_laden", "02_typen"]
PARAMETERS = {"Welle": "2019", "Zahl der <Typen> k": "4"}


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
    write_notebook_pages(results, NAMES, "de", PARAMETERS)
    page = parse_page(results / "notebooks" / "02_typen.html")
    identifiers = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(identifiers) == len(set(identifiers)), "the heading is called as the cell is"
    cell = next(element for element in page.iter() if element.get("id") == "typen")
    assert cell.get("data-label") == "typen"
    assert text_of(cell).startswith("from x import y y('<i>')".replace(" y(", "\ny("))
    assert "#| label" not in text_of(page)


def test_a_page_has_language_title_status_and_the_way_back(results: Path) -> None:
    write_notebook_pages(results, NAMES, "de", PARAMETERS)
    page = parse_page(results / "notebooks" / "02_typen.html")
    assert page.get("lang") == "de"
    assert text_of(page.find(".//title")) == "02 Typen – 02_typen.ipynb"
    main = page.find(".//main")
    assert main is not None
    assert main[0].get("class") == "data-status"
    assert text_of(main[0]) == "Synthetische Daten. Niemand hat sie gegeben."
    links = {text_of(link): link.get("href") for link in page.iter("a") if text_of(link)}
    assert links == {
        "Zum Inhalt springen": "#content",
        "← Zum Bericht": "../../../index.html",
        "01_laden": "01_laden.html",
        "02_typen": "02_typen.html",
        "Notebook herunterladen": "02_typen.ipynb",
    }


def test_a_page_has_the_foot_of_the_site(results: Path) -> None:
    link = FooterLink("Zugang", PurePosixPath("chapters/zugang.html"))
    write_notebook_pages(results, NAMES, "de", PARAMETERS, footer=[link])
    foot = parse_page(results / "notebooks" / "02_typen.html").find(".//footer//a")
    assert foot is not None
    assert (foot.text, foot.get("href")) == ("Zugang", "../../../chapters/zugang.html")


def test_an_output_is_shown_once_as_a_table_that_can_be_read_aloud(results: Path) -> None:
    write_notebook_pages(results, NAMES, "de", {})
    path = results / "notebooks" / "02_typen.html"
    page = parse_page(path)
    assert text_of(page).count("die Optimierer") == 1
    assert [cell.get("scope") for cell in page.iter("th")] == ["col", "row"]
    assert not list(page.iter("style"))
    assert "<b>kein HTML</b>" in text_of(page)
    box = next(element for element in page.iter("div") if element.get("class") == "table-box")
    assert box.attrib.items() >= {"role": "group", "aria-label": "Ausgabe", "tabindex": "0"}.items()


def test_a_page_loads_the_style_sheet_and_nothing_else(results: Path) -> None:
    write_notebook_pages(results, NAMES, "de", PARAMETERS)
    for path in page_paths(results, NAMES):
        page = parse_page(path)
        loaded = [e.get("src") for e in page.iter() if e.get("src")]
        loaded += [e.get("href") for e in page.iter("link")]
        assert loaded == ["../../../assets/typfrage.css"]


def test_data_that_people_gave_have_no_banner(results: Path) -> None:
    (results / "status.md").write_text("", encoding="utf-8")
    write_notebook_pages(results, NAMES, "en", PARAMETERS)
    page = (results / "notebooks" / "01_laden.html").read_text(encoding="utf-8")
    assert "data-status" not in page
    assert '<html lang="en">' in page
    assert "<title>01_laden – 01_laden.ipynb</title>" in page


def test_writing_twice_gives_the_same_bytes(results: Path) -> None:
    write_notebook_pages(results, NAMES, "de", PARAMETERS)
    before = [path.read_bytes() for path in page_paths(results, NAMES)]
    write_notebook_pages(results, NAMES, "de", PARAMETERS)
    assert [path.read_bytes() for path in page_paths(results, NAMES)] == before


def test_what_is_left_of_dropped_notebooks_is_removed(results: Path) -> None:
    write_notebook_pages(results, NAMES, "de", PARAMETERS)
    write_notebook_pages(results, NAMES[:1], "de", PARAMETERS)
    assert sorted(path.name for path in (results / "notebooks").iterdir()) == [
        "01_laden.html",
        "01_laden.ipynb",
    ]


def test_the_run_says_its_parameters_as_a_table(results: Path) -> None:
    write_notebook_pages(results, NAMES, "de", PARAMETERS)
    for path in page_paths(results, NAMES):
        page = parse_page(path)
        run = next(element for element in page.iter("details") if "run" in element.get("class", ""))
        assert text_of(run.find("summary")) == "Parameter dieses Laufs"
        rows = {text_of(row.find("th")): text_of(row.find("td")) for row in run.iter("tr")}
        assert rows == PARAMETERS


def test_a_cell_leads_back_to_the_chapters_that_show_what_it_stored(results: Path) -> None:
    entries = {
        "tbl-typen": {"cell": "typen", "files": {}},
        "txt-typen": {"cell": "typen", "files": {}},
        "tbl-mehr": {"cell": "mehr", "files": {}},
    }
    part = {"entries": entries, "numbers": {"typen.k": "4"}, "number_cells": {"typen.k": "typen"}}
    write_json(part_path(results, "02_typen"), part)
    write_json(part_path(results, "01_laden"), {"entries": {}, "number_cells": {}})
    chapters = (
        Chapter("index.html", "Über <diesen> Bericht", ("typen.k",)),
        Chapter("chapters/daten.html", "Daten", ("tbl-fremd", "tbl-mehr")),
        Chapter("chapters/typen.html", "Typen", ("txt-typen", "tbl-typen", "typen.k")),
    )
    write_notebook_pages(results, NAMES, "de", PARAMETERS, chapters)
    page = parse_page(results / "notebooks" / "02_typen.html")
    cell = next(element for element in page.iter() if element.get("id") == "typen")
    back = [element for element in page.iter("div") if "in-report" in element.get("class", "")]
    assert back == [element for element in cell.iter("div") if element in back]
    assert [(text_of(link), link.get("href")) for link in back[0].iter("a")] == [
        ("Über <diesen> Bericht", "../../../index.html"),
        ("Typen", "../../../chapters/typen.html"),
        ("tbl-typen", "../../../chapters/typen.html#tbl-typen"),
    ]
    assert text_of(back[0]) == "Im Bericht: Über <diesen> Bericht · Typen, tbl-typen"
    other = (results / "notebooks" / "01_laden.html").read_text(encoding="utf-8")
    assert "in-report" not in other


def test_chapters_say_what_they_take_from_the_store() -> None:
    texts = {
        "index.qmd": "# Zu *diesem* Bericht {.unnumbered}\n\nEs sind {{< var goals.n >}}.\n",
        "chapters/a.qmd": "---\ntitle: x\n---\n\n{{< include /_results/current/fig-a.md >}}\n",
        "chapters/b.qmd": "# Fort\n{{< include /_results/current/fig-b.md >}}\n",
    }
    assert read_chapters(texts, {"chapters/b.qmd"}) == (
        Chapter("index.html", "Zu *diesem* Bericht", ("goals.n",)),
        Chapter("chapters/a.html", "a", ("fig-a",)),
    )


def test_what_only_the_pdf_shows_is_no_place_of_the_site() -> None:
    text = (
        '::: {.content-visible when-format="typst"}\n::: {.box}\n'
        "{{< include /_results/current/tbl-a.md >}}\n:::\n{{< var goals.k >}}\n:::\n"
        '::: {.content-visible when-format="html"}\n'
        "{{< include /_results/current/tbl-b.md >}}\n:::\n{{< var goals.n >}}\n"
    )
    assert read_chapters({"a.qmd": text}, ())[0].uses == ("tbl-b", "goals.n")


def test_what_an_included_text_includes_stands_in_the_chapter_too(results: Path) -> None:
    (results / "txt-typen.md").write_text(
        "{{< include /_results/current/tbl-typen.md >}}", encoding="utf-8"
    )
    entries = {"tbl-typen": {"cell": "typen", "files": {}}}
    write_json(part_path(results, "02_typen"), {"entries": entries, "number_cells": {}})
    write_json(part_path(results, "01_laden"), {"entries": {}, "number_cells": {}})
    chapters = (Chapter("chapters/typen.html", "Typen", ("txt-typen",)),)
    write_notebook_pages(results, NAMES, "de", PARAMETERS, chapters)
    page = (results / "notebooks" / "02_typen.html").read_text(encoding="utf-8")
    assert 'href="../../../chapters/typen.html#tbl-typen"' in page
