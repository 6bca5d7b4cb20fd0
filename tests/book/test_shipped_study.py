"""The published study on the shipped wave: what a reader finds on the site and in the PDF."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pandas as pd
import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader
from tests.book.conftest import Built

from typfrage.publish.embedded.pandoc import pandoc_program
from typfrage.results.run import open_run

STATUS = "Synthetische Daten"
KEPT = {"2019": 412, "2024": 380}
MOST_PAGES = {"2019": 70, "2024": 80}
PRE_RENDER = "_extensions/typfrage/pre-render.lua"
"""Quarto runs it with the Lua of its pandoc; so do we."""
INSTALLED = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"


class _Elements(HTMLParser):
    """Collects start tags with their attributes."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def all(self, tag: str) -> Iterator[dict[str, str]]:
        return (attributes for name, attributes in self.found if name == tag)


def _text(page: Path) -> str:
    text = re.sub(r"<(script|style).*?</\1>", " ", page.read_text(encoding="utf-8"), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def _stored_figures(built: Built) -> int:
    manifest = json.loads((built.results / "manifest.json").read_text("utf-8"))
    return sum(id_.startswith("fig-") for id_ in manifest["entries"])


@pytest.mark.book
def test_a_line_for_each_step_with_its_duration(built: Built) -> None:
    for step in ("01_cleaning", "02_clustering", "03_validation", "04_profiles", "render"):
        assert re.search(rf"✓ {step}.* \d+\.\d s", built.output)
    assert "index.html" in built.output
    assert "digitale-kommune.pdf" in built.output


@pytest.mark.book
def test_every_page_says_that_the_data_are_synthetic(either: Built, pdf_pages: list[str]) -> None:
    notebooks = [page for page in either.pages if page.parent.name == "notebooks"]
    analysis = sorted((either.root / "analysis").glob("[0-9]*.ipynb"))
    assert [page.stem for page in notebooks] == [path.stem for path in analysis]
    for page in either.pages:
        assert STATUS in _text(page), page.name
    for number, text in enumerate(pdf_pages, start=1):
        assert STATUS in text, f"page {number}"


@pytest.mark.book
def test_every_figure_and_every_table_of_answers_says_so_in_its_caption(either: Built) -> None:
    captions = [
        " ".join(re.sub(r"<[^>]+>", "", found).split())
        for page in either.pages
        for found in re.findall(r"<figcaption.*?</figcaption>", page.read_text("utf-8"), re.S)
    ]
    about_answers = [
        caption
        for caption in captions
        if not re.search(
            "Fragen der Welle|am Fragebogen|Parameter|Versionen|Eingangsdateien", caption
        )
    ]

    assert len(
        [caption for caption in captions if caption.startswith("Abbildung")]
    ) == _stored_figures(either)
    assert about_answers
    assert [caption for caption in about_answers if STATUS not in caption] == []


@pytest.mark.book
def test_numbers_reach_the_prose(built: Built) -> None:
    summary = _text(built.book / "chapters" / "zusammenfassung.html")

    assert f"Ausgewertet sind {KEPT[built.wave]} Kommunen" in summary
    assert "1.828" in summary
    assert "22,5\u202f%" in (built.book / "chapters" / "zusammenfassung.html").read_text("utf-8")


@pytest.mark.book
def test_no_page_asks_the_network_for_anything(either: Built) -> None:
    for page in either.pages:
        elements = _Elements(page)
        loaded = [
            a.get("src", "") for tag in ("script", "img", "iframe") for a in elements.all(tag)
        ]
        loaded += [a.get("href", "") for a in elements.all("link")]
        assert [source for source in loaded if urlsplit(source).netloc] == []


@pytest.mark.book
def test_every_link_of_the_site_leads_somewhere(either: Built) -> None:
    ids = {page: {a["id"] for _, a in _Elements(page).found if "id" in a} for page in either.pages}
    dead = []
    for page in either.pages:
        for link in _Elements(page).all("a"):
            parts = urlsplit(link.get("href", ""))
            if parts.scheme or parts.netloc:
                continue
            target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            if not target.is_file() or (parts.fragment and parts.fragment not in ids[target]):
                dead.append((page.name, link["href"]))

    assert dead == []


@pytest.mark.book
def test_every_source_line_leads_to_its_cell_and_its_data(either: Built) -> None:
    manifest = json.loads((either.results / "manifest.json").read_text("utf-8"))
    lines = [
        line
        for page in either.pages
        for line in re.findall(
            r'<div class="evidence">(.*?)</div>', page.read_text("utf-8"), re.DOTALL
        )
    ]
    named = {}
    for line in lines:
        cell, data = (urlsplit(target) for target in re.findall(r'href="([^"]+)"', line))
        notebook = cell.path.removeprefix("../_results/current/notebooks/").removesuffix(".html")
        named[Path(data.path).stem] = (notebook, cell.fragment)
    for id_, where in named.items():
        assert (manifest["entries"][id_]["notebook"], manifest["entries"][id_]["cell"]) == where
    shown = {a["id"] for page in either.pages for _, a in _Elements(page).found if "id" in a}
    assert {
        id_ for id_ in manifest["entries"] if id_ in shown and id_[:3] in ("fig", "tbl")
    } == set(named)


@pytest.mark.book
def test_behind_every_figure_stand_its_data_as_a_table(either: Built) -> None:
    for page in either.pages:
        html = page.read_text(encoding="utf-8")
        figures = re.findall(r'<figure id="(fig-[^"]+)"', html)
        tables = re.findall(r'<details class="figure-data">.*?</details>', html, re.DOTALL)
        assert len(tables) == len(figures), page.name
        for id_, table in zip(figures, tables, strict=True):
            data = pd.read_csv(either.book / "_results/current" / f"{id_}.csv")
            assert table.count("<tr>") == 1 + len(data)


@pytest.mark.book
def test_the_imprint_says_how_to_cite_and_under_which_licence(built: Built) -> None:
    imprint = _text(built.book / "chapters" / "impressum.html")
    assert "So zitieren: Projekt typfrage (2026): Digitale Kommune: Eine Typfrage?" in imprint
    assert "CC BY 4.0" in imprint
    assert "Welle: 2019" in imprint


@pytest.mark.book
def test_no_page_of_the_pdf_holds_a_source_line_alone(pdf_pages: list[str]) -> None:
    for number, text in enumerate(pdf_pages, start=1):
        lines = [line for line in text.splitlines() if line.strip()]
        at = [place for place, line in enumerate(lines) if line.startswith("Quelle: Notebook")]
        assert not at or at[0] >= 2, f"page {number}"


@pytest.mark.book
def test_every_image_has_an_alternative_text_made_from_the_data(either: Built) -> None:
    alternatives = [image["alt"] for page in either.pages for image in _Elements(page).all("img")]

    assert len(alternatives) == _stored_figures(either)
    assert all(re.search(r"\d", alternative) for alternative in alternatives)


@pytest.mark.book
def test_the_pdf_is_complete(either: Built, pdf_pages: list[str]) -> None:
    pdf = PdfReader(either.pdf)
    text = "\n".join(pdf_pages)

    assert 40 <= len(pdf.pages) <= MOST_PAGES[either.wave]
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Digitale Kommune: Eine Typfrage?"
    titles = [str(entry.title) for entry in pdf.outline if not isinstance(entry, list)]
    assert any("Zusammenfassung" in title for title in titles)
    assert "Inhaltsverzeichnis" in text
    for found in ("Abbildung 4.1", "Tabelle 3.1", "Tabelle C.1", "Anhang D", "Literatur"):
        assert found in text
    assert "{{<" not in text
    assert "??" not in text


@pytest.mark.book
def test_each_steckbrief_fills_one_page_of_the_pdf(pdf_pages: list[str]) -> None:
    starts = []
    for name in ("Bedächtigen", "Optimierer", "Serviceorientierten", "Community Manager"):
        pages = [
            number
            for number, text in enumerate(pdf_pages)
            if re.match(rf"\s*Kapitel \d\s+Die {name}", text)
        ]
        assert len(pages) == 1
        starts += pages

    assert starts == list(range(starts[0], starts[0] + 4))
    assert "Die Community Manager" not in pdf_pages[starts[-1] + 1]


@pytest.mark.book
def test_the_manifest_knows_every_stored_file(either: Built) -> None:
    results = either.results
    manifest = json.loads((results / "manifest.json").read_text(encoding="utf-8"))

    assert manifest["synthetic"] is True
    assert {"fig-ziele", "fig-teilung", "tbl-typen", "txt-kriterien", "txt-urteil"} <= set(
        manifest["entries"]
    )
    for entry in manifest["entries"].values():
        assert entry["notebook"]
        assert entry["cell"]
        for name, digest in entry["files"].items():
            assert hashlib.sha256((results / name).read_bytes()).hexdigest() == digest


@pytest.mark.book
def test_downloads_hold_what_the_figures_show(either: Built) -> None:
    sizes = pd.read_csv(either.book / "_results" / "current" / "fig-typen.csv")

    assert sizes["count"].sum() == KEPT[either.wave]
    assert len(sizes) == 4


@pytest.mark.book
def test_nothing_published_holds_a_key_or_a_place_of_the_machine(either: Built) -> None:
    run = open_run(str(either.root), either.wave, "nothing")
    keys = {key.encode() for key in run.load_clean().answers.index}
    published = [path for path in either.book.rglob("*") if path.is_file()]
    published += [p for p in (either.results).rglob("*") if p.is_file()]
    for path in published:
        content = path.read_bytes()
        digits = (
            set(re.findall(rb"(?<!\d)\d{8}(?!\d)", content)) if path.suffix != ".svg" else set()
        )
        assert not digits & keys, path.name
        assert str(either.root).encode() not in content, path.name


@pytest.mark.book
def test_nothing_published_has_more_digits_than_a_table(either: Built) -> None:
    """From a mean or an effect with all its digits the counts behind it can be worked out."""
    results = either.results
    for path in [*results.rglob("*.csv"), *results.rglob("*.ipynb"), *results.rglob("*.html")]:
        many = re.findall(r"(?<![\w.])\d+\.\d{5,}", path.read_text(encoding="utf-8"))
        assert many == [], path.name


@pytest.mark.book
def test_executed_notebooks_carry_no_timings(either: Built) -> None:
    for path in sorted((either.results / "notebooks").glob("*.ipynb")):
        text = path.read_text(encoding="utf-8")
        assert '"papermill"' not in text
        assert "start_time" not in text
        assert "iopub" not in text


@pytest.fixture
def page(browser: Browser, built: Built) -> Iterator[Page]:
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto((built.book / "index.html").as_uri())
    yield page
    context.close()


@pytest.mark.browser
@pytest.mark.book
def test_a_reader_sees_the_banner_first(page: Page) -> None:
    banner = page.locator(".data-status").first

    expect(banner).to_be_visible()
    expect(banner).to_contain_text(STATUS)
    box = banner.bounding_box()
    assert box is not None
    assert box["y"] < 450


@pytest.mark.browser
@pytest.mark.book
def test_a_reader_searches_and_finds(page: Page) -> None:
    page.get_by_role("searchbox").or_(page.get_by_role("combobox")).first.fill("daseinsvorsorge")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("/chapters/"))
    expect(page.locator("main")).to_contain_text("Daseinsvorsorge")


@pytest.mark.browser
@pytest.mark.book
def test_a_reader_follows_a_cross_reference(page: Page, built: Built) -> None:
    page.goto((built.book / "chapters" / "vorgehen.html").as_uri())
    page.get_by_role("link", name="Anhang B").first.click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Fragebogen")


def _pre_render(root: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [pandoc_program(), "lua", PRE_RENDER],
        cwd=root,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.book
def test_quarto_finds_the_results_up_to_date(built: Built) -> None:
    (built.root / "_variables.yml").unlink()
    done = _pre_render(
        built.root, PATH=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    )

    assert done.returncode == 0, done.stderr
    assert "unchanged" in done.stdout
    assert (built.root / "_variables.yml").is_file()


@pytest.mark.book
def test_quarto_stops_where_the_results_cannot_be_made(built: Built) -> None:
    done = _pre_render(built.root, PATH="/usr/bin:/bin")

    assert done.returncode == 1
    assert "make study" in done.stderr


@pytest.mark.book
def test_a_build_through_quarto_does_not_run_the_notebooks_twice(built: Built) -> None:
    done = _pre_render(built.root, PATH=INSTALLED, TYPFRAGE_ALREADY_RUN="1")

    assert done.returncode == 0
    assert done.stdout == ""
