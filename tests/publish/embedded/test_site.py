"""The site: what a reader of the sample book's pages finds."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote
from xml.etree.ElementTree import Element

import pytest
from pypdf import PdfReader
from tests.publish.embedded.conftest import parse_page

from typfrage.problems import InputError
from typfrage.publish.embedded import RenderedBook, render_book

Pages = dict[str, Element]
Text = Callable[[Element | None], str]

pytestmark = pytest.mark.book


def find(page: Element, tag: str, **attributes: str) -> Element:
    wanted = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}
    for element in page.iter(tag):
        if all(value in element.get(key, "").split() for key, value in wanted.items()):
            return element
    raise AssertionError(f"no <{tag}> with {wanted}")


def links(page: Element, class_: str) -> list[tuple[str, str]]:
    return [
        ("".join(link.itertext()), link.get("href", ""))
        for link in page.iter("a")
        if class_ in link.get("class", "").split()
    ]


def test_every_chapter_has_its_page(rendered: RenderedBook, pages: Pages) -> None:
    assert rendered.site is not None
    assert rendered.site.name == "index.html"
    assert list(pages) == ["index", "einleitung", "methode", "typen", "literatur", "fragebogen"]


def test_references_have_german_words_numbers_and_targets(pages: Pages) -> None:
    assert links(find(pages["einleitung"], "article"), "quarto-xref") == [
        ("Abbildung\u00a01.1", "einleitung.html#fig-silhouette"),
        ("1.1", "einleitung.html#fig-silhouette"),
        ("Abb.\u00a01.1", "einleitung.html#fig-silhouette"),
        ("Kapitel\u00a01.1", "einleitung.html#sec-guete"),
        ("Tabelle\u00a03.1", "typen.html#tbl-typen"),
        ("Abbildung\u00a01.1", "einleitung.html#fig-silhouette"),
        ("Tabelle\u00a03.1", "typen.html#tbl-typen"),
        ("Abbildung\u00a01.1", "einleitung.html#fig-silhouette"),
    ]
    assert links(pages["index"], "quarto-xref") == [
        ("Kapitel\u00a01", "chapters/einleitung.html#sec-einleitung"),
        ("Anhang\u00a0A", "chapters/fragebogen.html#sec-fragebogen"),
    ]
    assert [words for words, _ in links(pages["fragebogen"], "quarto-xref")] == [
        "Abbildung\u00a0A.1",
        "Anhang\u00a0A.1",
    ]


def test_headings_are_numbered_in_order(pages: Pages, text: Text) -> None:
    headings = {
        name: [
            (element.tag, text(element))
            for element in find(page, "article").iter()
            if element.tag in ("h1", "h2", "h3", "h4")
        ]
        for name, page in pages.items()
    }
    assert headings["index"] == [("h1", "Vorwort"), ("h2", "Wie man dieses Buch liest")]
    assert headings["einleitung"] == [
        ("h1", "1 Einleitung"),
        ("h2", "1.1 Güte für Die Vernetzenden"),
        ("h3", "1.1.1 Ein Unterabschnitt"),
        ("h3", "Ohne Nummer"),
    ]
    assert headings["methode"][0] == ("h1", "2 Methode: Die Vernetzenden")
    assert headings["typen"][1] == ("h2", "3.1 Die Vernetzenden")
    assert headings["fragebogen"] == [
        ("h1", "Anhang A Fragebogen"),
        ("h2", "A.1 Fragen zur Person"),
    ]


def test_figure_with_number_caption_and_alternative_text(pages: Pages, text: Text) -> None:
    figure = find(pages["einleitung"], "figure", id="fig-silhouette")
    image = find(figure, "img")
    assert image.get("alt") == 'Balken der Vernetzenden: 43,2 % und 12 "Punkte"'
    assert image.get("src") == "../_results/current/fig-silhouette.svg"
    caption = text(figure.find("figcaption"))
    assert caption == ("Abbildung\u00a01.1: Silhouette von Die Vernetzenden nach Rousseeuw (1987)")


def test_table_with_caption_above(pages: Pages, text: Text) -> None:
    figure = find(pages["typen"], "figure", id="tbl-typen")
    assert [child.tag for child in figure] == ["figcaption", "div"]
    assert text(figure[0]) == "Tabelle\u00a03.1: Die Typen nach Größe"
    row = [cell for cell in find(figure, "tbody").iter() if cell.tag in ("th", "td")][:3]
    assert [text(cell) for cell in row] == ["Die Vernetzenden", "12", "43,2 %"]


def test_a_table_says_its_name_and_what_heads_rows_and_columns(pages: Pages) -> None:
    figure = find(pages["typen"], "figure", id="tbl-typen")
    assert figure[0].get("id") == "tbl-typen-caption"
    named = [e.get("aria-labelledby") for e in (figure[1], find(figure, "table"))]
    assert named == ["tbl-typen-caption"] * 2
    scopes = {cell.get("scope") for cell in find(figure, "thead").iter("th")}
    assert scopes == {"col"}
    assert all(row[0].get("scope") == "row" for row in find(figure, "tbody"))


def test_a_repeated_row_header_that_is_left_out_spans_its_rows(sample: Path) -> None:
    rows = "| Ziel | Typ |\n|---|---|\n| A | b |\n| | c |\n| D | e |\n"
    (sample / "chapters/methode.qmd").write_text(f"# Methode\n\n{rows}\n: Alle {{#tbl-lang}}\n")
    book = render_book(sample, sample / "_book", formats=["html"])
    assert book.site is not None
    table = find(parse_page(book.site.parent / "chapters/methode.html"), "tbody")
    cells = [[(cell.tag, cell.get("rowspan"), cell.text) for cell in row] for row in table]
    assert cells == [
        [("th", "2", "A"), ("td", None, "b")],
        [("td", None, "c")],
        [("th", None, "D"), ("td", None, "e")],
    ]


def test_a_work_in_another_language_says_so(sample: Path) -> None:
    path = sample / "references.bib"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("{rousseeuw1987,", "{rousseeuw1987,\n  langid = {english},"))
    book = render_book(sample, sample / "_book", formats=["html"])
    assert book.site is not None
    page = parse_page(book.site.parent / "chapters/literatur.html")
    languages = {
        entry.get("id"): entry.get("lang")
        for entry in page.iter("div")
        if entry.get("class") == "csl-entry"
    }
    assert languages.pop("ref-rousseeuw1987") == "en"
    assert set(languages.values()) == {None}


def test_the_foot_of_every_page_has_the_links_of_the_settings(sample: Path) -> None:
    settings = sample / "_quarto.yml"
    text = settings.read_text(encoding="utf-8")
    entry = "[{text: Zugang, href: chapters/typen.qmd}]"
    footer = f"book:\n  page-footer:\n    center: {entry}\n"
    settings.write_text(text.replace("book:\n", footer, 1), encoding="utf-8")
    book = render_book(sample, sample / "_book", formats=["html"])
    feet = [find(parse_page(page), "footer", class_="site-footer") for page in book.pages]
    links = {(find(foot, "a").text, find(foot, "a").get("href")) for foot in feet}
    assert links == {("Zugang", "chapters/typen.html"), ("Zugang", "typen.html")}


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("[{text: Zugang, href: chapters/nirgends.qmd}]", "leads to no chapter of the book"),
        ("[{text: Zugang, href: https://example.org}]", "cannot use"),
        ("Zugang", "cannot use"),
    ],
)
def test_a_foot_that_cannot_be_made_is_refused(sample: Path, entry: str, said: str) -> None:
    settings = sample / "_quarto.yml"
    footer = f"book:\n  page-footer:\n    center: {entry}\n"
    text = settings.read_text(encoding="utf-8").replace("book:\n", footer, 1)
    settings.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        render_book(sample, sample / "_book", formats=["html"])


def test_floats_in_divs_and_columns(pages: Pages, text: Text) -> None:
    methode = pages["methode"]
    captions = [text(caption) for caption in methode.iter("figcaption")]
    assert captions == [
        "Abbildung\u00a02.1: Links",
        "Abbildung\u00a02.2: Rechts",
        "Abbildung\u00a02.3: Abbildung in einem Div mit Die Vernetzenden",
        "Tabelle\u00a02.1: Tabelle in einem Div",
        "Tabelle\u00a02.2: Eine lange Tabelle",
        "Abbildung\u00a02.4: Zwei Bilder, eine Nummer",
    ]
    pair = find(find(methode, "figure", id="fig-paar"), "div", class_="layout")
    assert [image.get("alt") for image in pair.iter("img")] == ["Erster Balken", "Zweiter Balken"]
    layout = find(methode, "div", class_="layout")
    assert layout.get("style") == "--columns: 2"
    assert len(layout) == 2
    widths = [column.get("style") for column in find(methode, "figure", id="tbl-lang").iter("col")]
    assert widths == ["width: 25%", "width: 15%", "width: 60%"]


def test_callouts_and_their_german_titles(pages: Pages, text: Text) -> None:
    page = pages["einleitung"]
    titles = [text(e) for e in page.iter() if "callout-title" in e.get("class", "")]
    assert titles == ["Lesehilfe", "Titel aus der Überschrift", "Warnung", "Vorsicht"]
    collapsed = find(page, "details", class_="callout-important")
    assert text(collapsed.find("summary")) == "Wichtig"
    assert "open" not in collapsed.attrib


def test_data_status_is_a_banner_on_every_page(pages: Pages, text: Text) -> None:
    for page in pages.values():
        first = find(page, "main")[0]
        assert first.get("class") == "data-status"
        assert text(first).startswith("Synthetische Daten.")


def test_no_banner_without_status(sample: Path) -> None:
    (sample / "_results/current/status.md").write_text("")
    book = render_book(sample, sample / "_book", formats=["html"])
    assert book.pdf is None
    assert all('class="data-status"' not in page.read_text() for page in book.pages)


def test_content_of_the_format(pages: Pages, text: Text) -> None:
    index = text(find(pages["index"], "article"))
    assert "Nur auf der Website" in index
    assert "Nur im PDF" not in index
    assert find(pages["index"], "a", href="https://example.org/studie_2026") is not None
    methode = pages["methode"]
    assert text(find(methode, "p", class_="nur-html")) == "Roher HTML-Block"
    assert "Roher Typst-Block" not in text(methode)


def test_variables_and_escaped_shortcodes(pages: Pages, text: Text) -> None:
    assert "1\u202f234 Kommunen" in text(pages["index"])
    article = text(find(pages["einleitung"], "article"))
    assert "{{< var a.b >}} oder {{< var a.b >}}" in article
    assert "@fig-unbekannt" in text(find(pages["einleitung"], "pre"))
    assert "„gerade Anführungszeichen“" in article


def test_components_keep_class_and_colour(pages: Pages) -> None:
    steckbrief = find(pages["typen"], "section", class_="steckbrief")
    assert steckbrief.get("style") == "--type-color: #b0413e"
    assert find(pages["typen"], "section", class_="anstoesse") is not None
    assert find(pages["einleitung"], "div", class_="kernaussage") is not None
    assert find(pages["einleitung"], "div", class_="evidence") is not None


def test_a_steckbrief_shows_sign_columns_and_boxes(pages: Pages, text: Text) -> None:
    steckbrief = find(pages["typen"], "div", data_marker="diamond")
    assert steckbrief.get("class") == "steckbrief"
    head = find(steckbrief, "div", class_="steckbrief-kopf")
    assert text(find(head, "span", class_="beleg")) == "belegt"
    columns = find(steckbrief, "div", class_="steckbrief-spalten")
    assert [column.get("class") for column in columns] == ["steckbrief-spalte"] * 2
    assert find(columns[0], "img").get("alt") == "Balken in der Spalte"
    assert text(columns[0].find(".//figcaption")) == "Abbildung\u00a03.1: Was sie wollen"
    assert text(find(columns[1], "section", class_="steckbrief-kasten")).startswith("Was sie stark")
    cards = find(pages["typen"], "div", class_="karten")
    assert [card.get("data-marker") for card in cards] == ["square", "triangle"]


def test_citations_link_to_the_list_of_references(pages: Pages, text: Text) -> None:
    article = find(pages["einleitung"], "article")
    assert "Nach Rousseeuw (1987) und anderen (Kaufman und Rousseeuw 1990, 12)" in text(article)
    assert find(article, "a", href="literatur.html#ref-rousseeuw1987") is not None
    assert text(find(pages["literatur"], "div", id="ref-kaufman1990")).startswith("Kaufman, L")


def test_footnote_leads_there_and_back(pages: Pages, text: Text) -> None:
    article = find(pages["einleitung"], "article")
    note = find(article, "li", id="fn1")
    assert text(note).startswith(
        "Eine Fußnote mit Betonung und einem Verweis auf Abbildung\u00a01.1"
    )
    assert find(article, "a", href="#fn1") is not None
    assert find(note, "a", href="#fnref1") is not None


def test_sidebar_shows_parts_and_marks_the_page(pages: Pages, text: Text) -> None:
    sidebar = find(pages["methode"], "nav", id="sidebar")
    parts = [text(p) for p in sidebar.iter("p") if p.get("class") == "part"]
    assert parts == ["Fragestellung", "Ergebnisse", "Anhänge"]
    entries = [text(link) for link in sidebar.iter("a")]
    assert entries == [
        *("Vorwort", "1 Einleitung", "2 Methode: Die Vernetzenden", "3 Die vier Typen"),
        *("Literatur", "A Fragebogen", "Bericht als PDF"),
    ]
    current = [text(link) for link in sidebar.iter("a") if link.get("aria-current") == "page"]
    assert current == ["2 Methode: Die Vernetzenden"]


def test_previous_next_and_contents_of_the_page(pages: Pages, text: Text) -> None:
    page = pages["einleitung"]
    assert find(page, "a", class_="previous").get("href") == "../index.html"
    assert find(page, "a", class_="next").get("href") == "methode.html"
    contents = find(page, "details", class_="page-toc")
    assert [link.get("href") for link in contents.iter("a")] == [
        *("#sec-guete", "#ein-unterabschnitt", "#ohne-nummer"),
    ]


def test_pages_are_german_and_described(pages: Pages, text: Text) -> None:
    for page in pages.values():
        assert page.get("lang") == "de"
        assert len(list(page.iter("h1"))) == 1
        assert find(page, "a", class_="skip-link").get("href") == "#content"
    assert text(find(pages["index"], "title")) == "Digitale Kommune: Eine Typfrage?"
    assert text(find(pages["typen"], "title")).startswith("Die vier Typen – ")


def test_every_local_link_leads_somewhere(rendered: RenderedBook, pages: Pages) -> None:
    for path in rendered.pages:
        page = pages[path.stem]
        targets = [e.get(key) for e in page.iter() for key in ("href", "src") if e.get(key)]
        for target in filter(None, targets):
            if target.startswith("https:"):
                continue
            file, _, anchor = unquote(target).partition("#")
            linked = (path.parent / file).resolve() if file else path
            assert linked.is_file(), f"{target} in {path.name}"
            if anchor:
                assert anchor in {e.get("id") for e in pages[linked.stem].iter()}, target


def test_nothing_is_loaded_from_elsewhere(rendered: RenderedBook, pages: Pages) -> None:
    for page in pages.values():
        loaded = [e.get("src") for e in page.iter() if e.get("src")]
        loaded += [e.get("href") for e in page.iter("link")]
        assert not [target for target in loaded if target and ":" in target]
    assert rendered.site is not None
    for sheet in rendered.site.parent.rglob("*.css"):
        assert "http" not in sheet.read_text(encoding="utf-8")


def test_a_link_to_a_page_of_the_results_keeps_its_anchor(
    sample: Path, add: Callable[..., int]
) -> None:
    (sample / "_results/current/seite.html").write_text('<p id="zelle">Zelle</p>')
    add("Siehe [Zelle](/_results/current/seite.html#zelle).")
    book = render_book(sample, sample / "_book")
    page = (sample / "_book/chapters/einleitung.html").read_text(encoding="utf-8")
    assert 'href="../_results/current/seite.html#zelle"' in page
    assert (sample / "_book/_results/current/seite.html").is_file()
    assert book.pdf is not None
    annotations = [a.get_object() for p in PdfReader(book.pdf).pages for a in p.get("/Annots", [])]
    assert not [a for a in annotations if "seite" in str(a)], "the PDF has no such file beside it"


def test_linked_files_and_resources_are_copied(rendered: RenderedBook) -> None:
    assert rendered.site is not None
    output = rendered.site.parent
    assert (output / "_results/current/fig-silhouette.csv").read_text() == "typ,anteil\nA,43.2\n"
    assert (output / "assets/fonts/SourceSans3-Regular.ttf.woff2").is_file()
    assert not any(path.is_symlink() for path in output.rglob("*"))


def test_search_index_has_an_entry_for_each_section(rendered: RenderedBook) -> None:
    assert rendered.site is not None
    script = (rendered.site.parent / "site/search-index.js").read_text(encoding="utf-8")
    entries = json.loads(script.removeprefix("window.typfrageSearchIndex = ").rstrip(";\n"))
    found = {entry["url"]: entry for entry in entries}
    guete = found["chapters/einleitung.html#sec-guete"]
    assert guete["title"] == "Güte für Die Vernetzenden"
    assert guete["chapter"] == "Einleitung"
    assert "misst die Silhouette die Trennung" in guete["text"]
    assert not any("Synthetische Daten" in entry["text"] for entry in entries)
