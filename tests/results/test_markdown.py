"""What comes from data stays text, whatever it contains: read back by pandoc itself."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest

from typfrage.publish.embedded.pandoc import read_markdown
from typfrage.publish.embedded.tree import stringify, walk
from typfrage.results import markdown

HOSTILE = (
    "<script>alert(1)</script>",
    "<b>fett</b> & &amp; &lt; &copy;",
    "{{< include /etc/passwd >}}",
    "{{< var goals.n >}}",
    "a | b | c",
    "`code` und ```zaun```",
    "@fig-x, @tbl-y und [@zitat]",
    "$x^2$ und $$y$$",
    "[Verweis](http://example.org) ![Bild](x.png)",
    "*fett* _kursiv_ ~~weg~~ H~2~O x^2^",
    "[Text]{.klasse} ::: {.callout}",
    "# Titel",
    "- Punkt",
    "1. Punkt",
    "> Zitat",
    r"\newpage \` C:\Temp\x",
    "\"Anführung\" und 'einfach' -- --- ...",
    "Fußnote[^1] ^[innen]",
    "=SUMME(A1)",
    "+49 30 123",
    "Zeile\nneue Zeile\r\n\tnoch eine",
    ": Beschreibung",
    "{#tbl-other}",
    "",
)


def _text(inlines: list[dict[str, Any]]) -> str:
    """The plain text of inlines; any mark-up but text and space is a failure."""
    words = []
    for inline in inlines:
        assert inline["t"] in ("Str", "Space", "SoftBreak"), inline
        words.append(inline["c"] if inline["t"] == "Str" else " ")
    return "".join(words)


def _parsed(text: str) -> list[dict[str, Any]]:
    return read_markdown(text, "a test")[0]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def test_a_hostile_table_is_read_back_word_for_word() -> None:
    rows = [[text, text] for text in HOSTILE]
    source = markdown.table("tbl-x", list(HOSTILE[:2]), rows, [False, True], HOSTILE[2])
    (table,) = _parsed(source)
    assert table["t"] == "Table"
    cells = [
        [_text(cell[4][0]["c"]) if cell[4] else "" for cell in row[1]]
        for row in table["c"][4][0][3]
    ]
    assert cells == [[_one_line(text)] * 2 for text in HOSTILE]
    head = [_text(cell[4][0]["c"]) for cell in table["c"][3][1][0][1]]
    assert head == list(HOSTILE[:2])
    caption = table["c"][1][1][0]["c"]
    assert _text(caption).startswith(HOSTILE[2])


@pytest.mark.parametrize("text", HOSTILE[:-1])
def test_hostile_captions_and_alternative_texts_stay_text(text: str) -> None:
    source = markdown.figure("fig-x", "/_results/current/fig-x.svg", f"Titel {text}", text)
    (figure,) = _parsed(source)
    image = figure["c"][2][0]["c"][0] if figure["t"] == "Figure" else figure["c"][0]
    attributes, caption, _ = image["c"]
    assert _text(caption) == _one_line(f"Titel {text}")
    identifier = figure["c"][0][0] if figure["t"] == "Figure" else attributes[0]
    assert identifier == "fig-x"
    alt = dict(attributes[2])["fig-alt"]
    assert alt.replace("{ {<", "{{<").replace(">} }", ">}}") == _one_line(text)


def test_no_shortcode_survives_in_the_source_itself() -> None:
    for text in HOSTILE:
        sources = (
            markdown.escaped(text),
            markdown.attribute(text),
            markdown.table("tbl-x", [text], [[text]], [False], text),
        )
        for source in sources:
            assert "{{<" not in source
            assert "\n#" not in source


@pytest.mark.parametrize("rows", [[], [["a", "1"]], [["", ""]]])
def test_tables_of_any_length_are_tables(rows: list[list[str]]) -> None:
    source = markdown.table("tbl-x", ["Typ", "n"], rows, [False, True], "Titel")
    (table,) = _parsed(source)
    assert table["t"] == "Table"
    assert len(table["c"][4][0][3]) == len(rows)
    assert [column[0]["t"] for column in table["c"][2]] == ["AlignDefault", "AlignRight"]


def test_long_cells_do_not_spoil_the_columns() -> None:
    source = markdown.table("tbl-x", ["a", "b"], [["wort " * 60, "1"]], [False, True], "T")
    (table,) = _parsed(source)
    widths = [column[1].get("c", 0) for column in table["c"][2]]
    assert widths[0] > widths[1]


@pytest.mark.parametrize(
    ("language", "words"),
    [("de", "Quelle: Notebook 02_clustering, Zelle „a*b“, Daten fig-x.csv"),
     ("fr", "Source: notebook 02_clustering, cell “a*b”, data fig-x.csv")],
)  # fmt: skip
def test_the_evidence_names_and_links_notebook_cell_and_data(language: str, words: str) -> None:
    source = markdown.evidence("02_clustering", "a*b", "fig-x.csv", "/results", language)
    (div,) = _parsed(source)
    assert div["c"][0][1] == ["evidence"]
    assert stringify(div) == words
    targets = [link["c"][2][0] for link in walk(div) if link["t"] == "Link"]
    assert targets == ["/results/notebooks/02_clustering.html#a%2Ab", "/results/fig-x.csv"]


def test_the_evidence_of_no_cell_links_to_the_notebook_alone() -> None:
    source = markdown.evidence("02_clustering", "", "fig-x.csv", "/results", "de")
    assert "02_clustering.html)" in source


def test_a_hostile_data_table_is_read_back_word_for_word() -> None:
    """Rung 3: what a browser's parser reads is what was written."""
    rows = [[text, text] for text in HOSTILE]
    source = markdown.data_table(list(HOSTILE[:2]), rows, [False, True], HOSTILE[0], "de")
    (div,) = _parsed(source)
    (raw,) = div["c"][1]
    assert div["c"][0][1:] == [["content-visible"], [["when-format", "html"]]]
    assert raw["t"] == "RawBlock"
    assert raw["c"][0] == "html"
    table = ElementTree.fromstring(raw["c"][1]).find(".//table")
    assert table is not None
    cells = [[cell.text or "" for cell in row] for row in table.iter("tr")]
    assert cells == [[_one_line(text) for text in row] for row in [HOSTILE[:2], *rows]]
    assert "{{<" not in source


def test_a_data_table_can_be_read_aloud_and_is_not_counted() -> None:
    rows = [["a", "1.200"], ["b", "."]]
    source = markdown.data_table(["Typ", "n"], rows, [False, True], "Wie groß", "de")
    details = ElementTree.fromstring(source.split("```{=html}\n")[1].split("```")[0])
    assert details.tag == "details"
    assert details.attrib == {"class": "figure-data"}
    assert details.findtext("summary") == "Daten als Tabelle"
    box = details.find("div")
    assert box is not None
    assert box.get("aria-label") == "Daten als Tabelle: Wie groß"
    scopes = [cell.get("scope") for cell in details.iter("th")]
    assert scopes == ["col", "col", "row", "row"]
    assert [cell.get("class") for cell in details.iter("td")] == ["number", "number"]
    assert details.findtext("p") == ". geheim gehalten, – nichts vorhanden, x nicht sinnvoll"
    assert details.find(".//caption") is None
    assert not [element for element in details.iter() if "id" in element.attrib]


def test_no_line_ends_between_a_sign_and_its_number() -> None:
    text = "Anteil mit 95-%-Intervall \\(n = 1.200 bis 1.300\\), k-Means, Kommunen = alle"
    assert markdown.kept_together(text) == (
        "Anteil mit 95\u2011%\u2011Intervall \\(n\u202f=\u202f1.200 bis 1.300\\), k-Means, "
        "Kommunen = alle"
    )
