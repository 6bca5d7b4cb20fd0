"""Answers and labels that are programs somewhere come out as text everywhere.

A store is filled with them and rendered as a book; a browser reads every page.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib.pyplot as plt
import nbformat
import pandas as pd
import pypdfium2
import pytest
import typer
import yaml
from nbformat.v4 import new_code_cell, new_notebook, new_output
from tests.publish.embedded.conftest import lay_out_sample

from typfrage.cli.wave_check import wave_check
from typfrage.cli.wave_new import wave_new
from typfrage.problems import InputError
from typfrage.profiles.disclosure import Column, release
from typfrage.publish.embedded import RenderedBook, render_book
from typfrage.publish.notebook_page import write_notebook_pages
from typfrage.publish.start_page import PublishedWave, start_page
from typfrage.results.markdown import escaped
from typfrage.results.plots.labels import wrapped
from typfrage.results.plots.theme import theme
from typfrage.results.store import Store, no_formula
from typfrage.survey.waves.study import open_study

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.end_to_end

HIT = "window.hit"
HOSTILE = (
    f"<script>{HIT}=1</script>",
    f"<img src=x onerror={HIT}=1>",
    f'"><svg onload={HIT}=1>',
    f"'><a href='javascript:{HIT}=1'>klick</a>",
    f"</script><script>{HIT}=1</script>",
    f"</title></style></textarea><script>{HIT}=1</script>",
    "--> <!-- ]]>",
    "&lt;b&gt; &amp; &#65;",
    "**fett** _kursiv_ ~~weg~~ H~2~O",
    f"[Verweis](javascript:{HIT}=1) <https://evil.example>",
    f'[x]{{onclick="{HIT}=1"}} ::: {{.x}}',
    "{{< include /references.bib >}}",
    "{{< var goals.n >}} {{{< var goals.n >}}}",
    f"`<script>{HIT}=1</script>`{{=html}}",
    "```{=html} <b> ```",
    "@fig-hostile [@tbl-hostile] <label>",
    '#eval("1+1") #read("/etc/passwd") #import "x.typ": *',
    r"$x^2$ \(y\) \textbf{z} \newline",
    '=HYPERLINK("https://evil.example";"x")',
    "+1+1",
    "-2+3",
    "@SUMME(A1)",
    "${HOME} %s %(a)s {0} {name} {x!r}",
    "| a | b |",
    ": Titel {#tbl-x}",
    "^[Fußnote] [^1]",
    "# Titel",
    "1. eins",
    "> Zitat",
    "x" * 200,
)
COLUMNS = (Column("a", '<b>A</b> {{< var x >}} | "'), Column("b", "Kommunen", "count"))


def _release(texts: tuple[str, ...]) -> Any:
    return release(pd.DataFrame({"a": texts, "b": [412] * len(texts)}), COLUMNS, 5)


def _fill(folder: Path) -> None:
    """Store every text as cell, caption, alternative text, label in a figure and paragraph."""
    store = Store(folder, "02_x", True, 5, "de", {}, lambda: "zelle")
    store.table("tbl-hostile", _release(HOSTILE), " ".join(HOSTILE[:-1]))
    for number, text in enumerate(HOSTILE):
        store.text(f"txt-{number}", escaped(text))
    with theme():
        figure, axes = plt.subplots()
        axes.barh(list(HOSTILE[:-1]), range(len(HOSTILE) - 1))
        axes.set_title(HOSTILE[0])
    store.figure("fig-hostile", figure, HOSTILE[0], " ".join(HOSTILE[:-1]), _release(HOSTILE))
    store.close()


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> RenderedBook:
    root = lay_out_sample(tmp_path_factory.mktemp("hostile") / "book")
    results = root / "_results" / "2026"
    _fill(results)
    output = new_output(
        "execute_result",
        {"text/html": pd.DataFrame({"a": HOSTILE}).to_html(), "text/plain": " ".join(HOSTILE)},
        execution_count=1,
    )
    stream = new_output("stream", name="stdout", text="\n".join(HOSTILE))
    cell = new_code_cell(f"#| label: zelle\nx = {HOSTILE[0]!r}", outputs=[output, stream])
    (results / "notebooks").mkdir()
    nbformat.write(new_notebook(cells=[cell]), results / "notebooks" / "02_x.ipynb")
    write_notebook_pages(results, ["02_x"], "de", {HOSTILE[0]: HOSTILE[1]})
    parts = ["tbl-hostile", "fig-hostile", *(f"txt-{n}" for n in range(len(HOSTILE)))]
    included = "\n\n".join(f"{{{{< include /_results/current/{one}.md >}}}}" for one in parts)
    chapter = root / "chapters" / "einleitung.qmd"
    chapter.write_text(f"{chapter.read_text('utf-8')}\n\n{included}\n", encoding="utf-8")
    return render_book(root, root / "_book")


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _squeezed(text: str) -> str:
    """A text without blanks and without the points at which a line may break."""
    return re.sub(r"[\s\u200b\u00ad\ufffe]", "", text).replace("…", "...")


@pytest.mark.browser
def test_pages_execute_nothing_and_read_as_written(
    book: RenderedBook, browser: Browser, tmp_path: Path
) -> None:
    wave = PublishedWave("2019", HOSTILE[0], None, True, "412", "2019/index.html", "a.pdf", "")
    page_of_all = tmp_path / "index.html"
    waves = tuple(replace(wave, id=str(n), title=text) for n, text in enumerate(HOSTILE))
    page_of_all.write_text(start_page(HOSTILE[5], waves, "de"), encoding="utf-8")
    read: dict[str, str] = {}
    for path in (*book.pages, *book.pages[0].parent.rglob("02_x.html"), page_of_all):
        page = browser.new_page()
        told: list[str] = []
        page.on("dialog", lambda dialog, told=told: (told.append("dialog"), dialog.dismiss()))
        page.on("pageerror", lambda error, told=told: told.append(str(error)))
        page.on(
            "request",
            lambda asked, told=told: (
                told.append(asked.url) if not asked.url.startswith(("file:", "data:")) else None
            ),
        )
        page.goto(path.as_uri())
        assert page.evaluate(HIT) is None, path.name
        assert page.locator("[onerror],[onload],[onclick],[src=x]").count() == 0, path.name
        assert page.locator("a[href^=javascript],a[href*='evil.example']").count() == 0, path.name
        assert not told, path.name
        read[path.name] = _spaced(page.evaluate("document.body.textContent"))
        page.close()
    for text in HOSTILE:
        for name in ("einleitung.html", "02_x.html", "index.html"):
            assert _spaced(text) in read[name], f"{name}: {text}"


@pytest.mark.browser
def test_the_search_shows_what_it_finds_as_text(book: RenderedBook, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(book.pages[0].as_uri())
    page.locator("input[type=search]").first.fill("script")
    page.locator("#search-results li").first.wait_for()
    assert page.evaluate(HIT) is None
    assert page.locator("[onerror],[onload],[src=x]").count() == 0
    page.close()


def test_the_pdf_reads_as_written(book: RenderedBook) -> None:
    assert book.pdf is not None
    document = pypdfium2.PdfDocument(book.pdf)
    read = _squeezed("".join(page.get_textpage().get_text_range() for page in document))
    for text in HOSTILE:
        assert _squeezed(text) in read, text


def test_no_cell_of_a_data_file_is_a_formula(book: RenderedBook) -> None:
    files = sorted(book.pages[0].parent.rglob("*-hostile.csv"))
    assert len(files) == 2
    for path in files:
        with path.open(encoding="utf-8", newline="") as handle:
            cells = [row[0] for row in csv.reader(handle)][1:]
        assert cells == list(map(no_formula, HOSTILE))
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize("sign", "=+-@\t\r\n＝＋－＠")
def test_every_beginning_of_a_formula_is_quoted(sign: str) -> None:
    assert no_formula(f"{sign}1") == f"'{sign}1"


ESCAPES = "\x1b[31m\x1b]0;titel\x07\x9b2J\u202e"


def test_a_cell_cannot_command_the_terminal(
    tiny_study: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [{}, {"EW": f"viele{ESCAPES}[/red]"}, {"LAND": f"{ESCAPES}[bold]", "ST": "=1+1"}]
    root = tiny_study(rows, corrections=[])

    with pytest.raises(typer.Exit) as ended:
        wave_check("2019", root)

    printed = capsys.readouterr().out
    assert ended.value.exit_code == 2
    assert "viele" in printed
    assert "[/red]" in printed
    assert printed.replace("\n", "").isprintable()


def test_names_of_an_export_stay_values_of_yaml(
    tiny_study: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    root = tiny_study()
    evil = [
        'x"\n  synthetic: true\n#',
        "!!python/object/apply:os.system [id]",
        "{{< x >}}",
        "&a *a",
    ]
    export = root / "export.csv"
    with export.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows([["id", "AGS", *evil], *[[str(n)] * 6 for n in range(30)]])

    wave_new("2031", export, root)

    assert capsys.readouterr().out.replace("\n", "").isprintable()
    proposed = yaml.safe_load((root / "data/waves/2031/wave.yml").read_text("utf-8"))
    assert proposed["id"] == "2031"
    assert proposed.get("synthetic") is not True


@pytest.mark.parametrize("sign", ["\x1b", "\x00", "\x85", "\u202e", "\u2066", "\u2028"])
def test_labels_that_command_or_turn_lines_are_refused_with_their_place(
    tiny_study: Callable[..., Path], sign: str
) -> None:
    root = tiny_study(codebook=lambda content: content["title"].update(de=f"Studie {sign}x"))
    path = root / "data" / "codebook.yml"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8"))), encoding="utf-8")

    with pytest.raises(InputError, match=f"U\\+{ord(sign):04X}"):
        open_study(root)


def test_what_is_longer_than_a_word_leaves_room_for_the_figure() -> None:
    assert max(map(len, wrapped("x" * 200, 30).splitlines())) <= 45
    assert wrapped("Digitalisierungsstrategieverantwortliche", 20).count("\n") == 0
