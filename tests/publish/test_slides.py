"""The slides: made from a small store that is laid out as a run leaves it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2
import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject
from tests.project import ROOT, contents, typfrage
from typer.testing import CliRunner

from typfrage.cli import app
from typfrage.problems import InputError
from typfrage.publish.slides import make_slides
from typfrage.publish.slides.slide import first_sentence
from typfrage.results.markdown import escaped
from typfrage.results.markdown import figure as figure_text
from typfrage.results.run import input_hashes
from typfrage.results.stored_files import sha256
from typfrage.survey.waves.study import open_study, open_wave

STATUS = "Synthetische Daten. Alle Antworten sind erzeugt."
LONG = "Typ 1 ohne Entsprechung: " + " · ".join(
    ["Leistungsangebot der Verwaltung erweitern", "Zufriedenheit der Beschäftigten erhöhen"]
)
MARKERS = ("square", "triangle", "circle", "diamond", "pentagon", "cross")
BOOK = """
project: { type: book }
book:
  title: "Digitale Kommune: Eine Typfrage?"
  subtitle: Forschungsbericht
  author: [Erika Muster]
  date: 2026-03-01
  chapters: [index.qmd]
bibliography: references.bib
lang: de
number-sections: true
crossref: { chapters: true }
format:
  typfrage-typst: { citeproc: true, font-paths: [assets/fonts], pdf-standard: ua-1 }
"""
FIGURES = {
    "fig-ziele": (450, 310), "fig-ohne-typen": (450, 165), "fig-zwischen": (450, 165),
    "fig-feld-managementfelder": (450, 290), "fig-feld-struktur": (450, 270),
    "fig-d-team": (450, 230),
}  # fmt: skip
"""Width and height in points."""
TEXTS = {
    "txt-zuordnung": "Jeder gefundene Typ entspricht einem Typ der Studie.",
    "txt-urteil": "In den Antworten steckt mehr als Zufall: Gruppen ohne Typen sind seltener.",
    "txt-zwischen": "Von 412 Kommunen stehen 46 (11,2 %) zwischen zwei Typen. Das sind wenige.",
    "txt-veraenderung-folie": "",
    "txt-struktur-kurz": "Nach Art und Größe unterscheiden sich die Typen nicht gesichert.",
    "txt-d-team-staerken": "295 Vergleiche ergaben 16 Stärken. Acht davon halten stand.",
    "txt-feld-managementfelder": "Bei sieben Merkmalen ist ein Unterschied gesichert: bei „Daten“."
    "\n\n{{< include /_results/current/fig-feld-managementfelder.md >}}\n\n- **Erste:** viel."
    "\n\n| Feld | Wert |\n|---|---|\n| Daten | 3 |\n\n: Tabelle {#tbl-feld}",
}
ELSEWHERE = ("{{<", "@", "??", "Quelle: Notebook", "Beschriftung", "Feld Wert")
VARIABLES = {
    "wave": {"n": "412", "response": "22,5 %", "contacted": "1.828", "period": "Winter 2018"},
    "goals": {"items": "zwölf"},
    "types": {"k": "vier"},
}


@dataclass
class Deck:
    """A study whose wave has results.

    Attributes:
        root: The study.
        names: What its types are called.
        texts: Stored files by their id.
    """

    root: Path
    names: list[str]
    texts: dict[str, str] = field(default_factory=dict)

    @property
    def results(self) -> Path:
        return self.root / "_results" / "2019"

    def store(self) -> None:
        """Write the results and their manifest anew."""
        self.results.mkdir(parents=True, exist_ok=True)
        for name, text in self.texts.items():
            (self.results / f"{name}.md").write_text(text + "\n", encoding="utf-8")
        study = open_study(self.root)
        entries = {
            path.stem: {"notebook": "04", "cell": "", "files": {path.name: sha256(path)}}
            for path in self.results.glob("*.md")
            if path.stem in self.texts
        }
        inputs = input_hashes(study, open_wave(study, "2019"))
        manifest = {"wave": "2019", "inputs": inputs, "numbers": {}, "entries": entries}
        (self.results / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
        (self.results / "_variables.yml").write_text(json.dumps(VARIABLES), encoding="utf-8")

    def figure(self, id_: str, width: int, height: int, alt: str) -> None:
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}pt" height="{height}pt">'
            f'<rect width="{width}pt" height="{height}pt" fill="#eff5f6"/></svg>'
        )
        self.results.mkdir(parents=True, exist_ok=True)
        (self.results / f"{id_}.svg").write_text(svg, encoding="utf-8")
        shown = figure_text(id_, f"/_results/current/{id_}.svg", "Beschriftung", alt)
        self.texts[id_] = f"{shown}\n::: {{.evidence}}\nQuelle: Notebook\n:::"

    def make(self) -> bytes:
        study = open_study(self.root)
        return make_slides(study, open_wave(study, "2019"))

    def problems(self) -> str:
        with pytest.raises(InputError) as caught:
            self.make()
        return str(caught.value)


def lay_out(write_tiny_study: Callable[..., Path], folder: Path, names: list[str]) -> Deck:
    """Lay out a study with the project's slides and the results of so many types."""
    root = write_tiny_study(folder / "study")
    (root / "_quarto.yml").write_text(BOOK, encoding="utf-8")
    (root / "index.qmd").write_text("# Bericht\n", encoding="utf-8")
    for name in ("folien.qmd", "references.bib"):
        (root / name).write_bytes((ROOT / name).read_bytes())
    for name in ("assets", "_extensions"):
        (root / name).symlink_to(ROOT / name, target_is_directory=True)
    deck = Deck(root, names, dict(TEXTS))
    for id_, size in FIGURES.items():
        deck.figure(id_, *size, f"Man sieht {id_}.")
    deck.texts["status"] = f"::: {{.data-status}}\n{STATUS}\n:::"
    deck.texts["imprint"] = "**So zitieren:** Projekt typfrage.\n\n**Stand:** heute"
    deck.texts["txt-typen-karten"] = _cards(names)
    for at, name in enumerate(names):
        deck.figure(f"fig-steckbrief-typ-{at}", 450, 200, f"Ziele von {name}.")
        deck.texts[f"txt-steckbrief-typ-{at}"] = _portrait(at)
    deck.texts["txt-steckbrief-fehlend"] = "::: {.steckbrief}\nIn dieser Welle nicht.\n:::"
    deck.store()
    return deck


def _look(at: int) -> str:
    return f'style="--type-color: #1111{at:02}" marker="{MARKERS[at % len(MARKERS)]}"'


def _cards(names: list[str]) -> str:
    cards = "\n\n".join(
        f"::: {{.karte {_look(at)}}}\n\n**{escaped(name)}**\n\n95 Kommunen, 23,1 %\n\n"
        f"Ziele: {escaped(name)} (80 %)\n\nGrößte Stärke: Sie lernen.\n\n"
        f"Steckbrief: @sec-typ-{at}\n\n:::"
        for at, name in enumerate(names)
    )
    return f":::: {{.karten}}\n\n{cards}\n\n::::"


def _portrait(at: int, strengths: int = 6) -> str:
    """As ``results.portraits`` stores it; the second type has no heading, the third no strength."""
    heading = "" if at == 1 else "**„Recht bewahren“** *(belegt)*\n\n"
    lines = "\n".join(f"- Stärke {n} von {at}. *(3,8 zu 3,2)*" for n in range(1, strengths + 1))
    strong = "Er hebt sich in nichts ab." if at == 2 else lines
    return (
        f"::::: {{.steckbrief {_look(at)}}}\n\n::: {{.steckbrief-kopf}}\n\n{heading}"
        "Zu diesem Typ gehören 95 der 412 Kommunen (23,1 %). Am stärksten hebt ihn etwas ab.\n\n"
        ":::\n\n:::: {.steckbrief-spalten}\n\n::: {.steckbrief-spalte}\n\n"
        f"{{{{< include /_results/current/fig-steckbrief-typ-{at}.md >}}}}\n\n:::\n\n"
        f"::: {{.steckbrief-spalte}}\n\n## Stärken\n\n{strong}\n\n## In der Studie\n\n"
        "- Aus der Studie.\n\n:::\n\n::::\n\n:::::"
    )


FOUR = ["Die Ersten", "Die Zweiten", "Die Dritten", "Die Vierten"]


def _pages(path: Path) -> list[str]:
    return [
        " ".join(page.extract_text().split()).replace("\xad", "-") for page in PdfReader(path).pages
    ]


@pytest.fixture
def four(write_tiny_study: Callable[..., Path], tmp_path: Path) -> Deck:
    """A study with four types, to be damaged by a test."""
    return lay_out(write_tiny_study, tmp_path, FOUR)


@pytest.fixture(scope="module")
def made(write_tiny_study: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its slides, made once."""
    folder = tmp_path_factory.mktemp("slides")
    pdf = folder / "slides.pdf"
    pdf.write_bytes(lay_out(write_tiny_study, folder, FOUR).make())
    return pdf


@pytest.fixture(scope="module")
def pages(made: Path) -> list[str]:
    return _pages(made)


@pytest.mark.parametrize("k", [2, 3, 4, 5, 6])
def test_so_many_slides_that_an_hour_suffices_whatever_the_number_of_types(
    write_tiny_study: Callable[..., Path], tmp_path: Path, k: int
) -> None:
    deck = lay_out(write_tiny_study, tmp_path, [f"{LONG} {at}" for at in range(k)])
    pdf = tmp_path / "slides.pdf"
    pdf.write_bytes(deck.make())
    shown = _pages(pdf)

    assert len(shown) == 16
    assert "Diese Folien zeigen ein Verfahren" in shown[1], "as long as the data are synthetic"
    for name in deck.names:
        assert sum(page.startswith(f"Die Typen {name}") for page in shown) == 1
    _assert_nothing_beside_the_slides(pdf)


def _assert_nothing_beside_the_slides(path: Path) -> None:
    """Look between lines and foot, and into the margins; what overflows shows there."""
    for number, page in enumerate(pypdfium2.PdfDocument(path), start=1):
        width, height = page.get_size()
        text = page.get_textpage()
        strips = [
            (0, 42, width, 49),
            (width - 40, 60, width, height),
            (0, height - 25, width, height),
        ]
        found = [text.get_text_bounded(*strip).strip() for strip in strips]
        assert found == ["", "", ""], f"slide {number}"


def test_every_slide_states_the_status_and_no_slide_holds_what_leads_elsewhere(
    pages: list[str],
) -> None:
    cards = next(page for page in pages if page.startswith("Die Typen im Überblick"))

    assert "Größte Stärke: Sie lernen. " in cards
    assert "Steckbrief" not in cards
    for page in pages:
        assert STATUS in page
        assert [mark for mark in ELSEWHERE if mark in page] == []


def test_a_wave_of_real_answers_says_nothing_of_generated_ones(four: Deck, tmp_path: Path) -> None:
    four.texts["status"] = ""
    four.store()
    (tmp_path / "slides.pdf").write_bytes(four.make())
    shown = _pages(tmp_path / "slides.pdf")

    assert "Synthetische" not in " ".join(shown)
    assert not any("zeigen ein Verfahren" in page for page in shown)
    assert "Welle 2019" in shown[1]


def test_headlines_are_made_of_what_is_stored(pages: list[str]) -> None:
    whole = " ".join(pages)

    assert (
        "Wie verlässlich sind die Typen? In den Antworten steckt mehr als Zufall Gruppen" in whole
    )
    assert "Das D-Team 295 Vergleiche ergaben 16 Stärken Acht davon halten stand." in whole
    assert "Ausgewertet sind 412 Kommunen, 22,5 % der angeschriebenen" in whole
    assert "Die Ersten: „Recht bewahren“ (belegt) Zu diesem Typ" in whole


def test_a_type_shows_few_strengths_and_says_that_there_are_more(pages: list[str]) -> None:
    of = {page[10:20]: page for page in pages}

    assert "Stärke 4 von 0. (3,8 zu 3,2) Weitere stehen im Bericht." in of["Die Ersten"]
    assert "Stärke 5" not in of["Die Ersten"]
    assert "Zu diesem Typ gehören 95 der 412 Kommunen (23,1 %)." in of["Die Zweite"]
    assert "Er hebt sich in nichts ab." in of["Die Dritte"]
    assert "Aus der Studie" not in " ".join(pages)


def test_pictures_can_be_read_aloud(made: Path) -> None:
    pdf = PdfReader(made)
    told = _alternative_texts(pdf.root_object["/StructTreeRoot"])

    assert [alt for alt in told if alt.startswith("Ziele von")] == [
        f"Ziele von {name}." for name in FOUR
    ]
    assert "Man sieht fig-d-team." in told
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Digitale Kommune: Eine Typfrage?"


def _alternative_texts(node: object) -> list[str]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return [alt for child in node for alt in _alternative_texts(child)]
    if not isinstance(node, DictionaryObject):
        return []
    own = [str(node["/Alt"])] if "/Alt" in node else []
    return own + _alternative_texts(node.get("/K"))


def test_the_same_results_make_the_same_bytes(four: Deck, made: Path) -> None:
    assert made.read_bytes() == four.make()


def test_each_further_type_is_one_more_slide_and_the_data_s_status_stays(
    write_tiny_study: Callable[..., Path], tmp_path: Path
) -> None:
    deck = lay_out(write_tiny_study, tmp_path, [f"Typ {at}" for at in range(8)])
    pdf = tmp_path / "slides.pdf"
    pdf.write_bytes(deck.make())
    shown = _pages(pdf)

    assert len(shown) == 18
    assert "Diese Folien zeigen ein Verfahren" in shown[1]
    assert [page for page in shown if "Managementfelder" in page] == []
    _assert_nothing_beside_the_slides(pdf)


class TestPortraits:
    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("## Stärken\n\n- ", "- "),
            ("## Stärken", "## Schwächen"),
            (".steckbrief-kopf", ".steckbrief-spalte"),
            ("{{< include /_results/current/fig-steckbrief-typ-0.md >}}", "Kein Bild."),
            (f"::::: {{.steckbrief {_look(0)}}}", "Davor.\n\n::::: {.steckbrief}"),
        ],
    )
    def test_what_is_no_portrait_is_told_with_its_file(
        self, four: Deck, before: str, after: str
    ) -> None:
        text = four.texts["txt-steckbrief-typ-0"]
        four.texts["txt-steckbrief-typ-0"] = text.replace(before, after)
        assert text != four.texts["txt-steckbrief-typ-0"]
        four.store()

        assert "txt-steckbrief-typ-0.md: this file makes no slide of a type" in four.problems()

    def test_two_types_that_look_alike_are_told(self, four: Deck) -> None:
        text = four.texts["txt-steckbrief-typ-1"]
        four.texts["txt-steckbrief-typ-1"] = text.replace(_look(1), _look(0))
        four.store()

        assert "the colour and the marker of another" in four.problems()


def test_a_slide_of_what_was_not_asked_is_left_out(four: Deck, tmp_path: Path) -> None:
    del four.texts["fig-feld-managementfelder"]
    (four.results / "fig-feld-managementfelder.md").unlink()
    four.texts["txt-feld-managementfelder"] = "Danach wurde in dieser Welle nicht gefragt."
    four.store()
    (tmp_path / "slides.pdf").write_bytes(four.make())
    whole = " ".join(_pages(tmp_path / "slides.pdf"))

    assert "Managementfelder" not in whole
    assert "Zwischen den Typen" in whole, "the next slide takes its place"


class TestResultsThatAreNotFresh:
    def test_none(self, four: Deck) -> None:
        (four.results / "manifest.json").unlink()

        assert "no results yet" in four.problems()
        assert "typfrage run 2019" in four.problems()

    def test_of_other_inputs(self, four: Deck) -> None:
        wave = four.root / "data" / "waves" / "2019" / "wave.yml"
        wave.write_text(wave.read_text(encoding="utf-8") + "\n", encoding="utf-8")

        assert "the results are older than data/waves/2019/wave.yml" in four.problems()

    def test_without_their_raw_file_they_still_count(self, four: Deck) -> None:
        (four.root / "data" / "waves" / "2019" / "raw.csv").unlink()

        assert four.make()

    def test_missing_or_changed_all_told_at_once(self, four: Deck) -> None:
        (four.results / "txt-urteil.md").write_text("Anders.\n", encoding="utf-8")
        (four.results / "txt-zwischen.md").unlink()

        told = four.problems()
        assert "a file of the results, txt-urteil.md, is not as a notebook stored it" in told
        assert "a file of the results, txt-zwischen.md, is missing" in told

    def test_many_are_counted_and_the_first_named(self, four: Deck) -> None:
        for path in four.results.glob("fig-*.md"):
            path.unlink()
        told = four.problems()

        assert "10 files of the results, fig-d-team.md, fig-feld-managementfelder.md," in told
        assert "fig-feld-struktur.md and 7 more, are missing" in told
        assert told.count("to do") == 1

    @pytest.mark.parametrize("text", ["", "{", "[]", '{"entries": {}}', '{"entries": 1}'])
    def test_a_manifest_that_is_none(self, four: Deck, text: str) -> None:
        (four.results / "manifest.json").write_text(text, encoding="utf-8")

        assert "manifest.json: this file cannot be read" in four.problems()


class TestTextOfTheDeck:
    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("Frei.", '"Frei." stands on no slide'),
            ('::: {.folie farbe="rot"}\n# Eins\n:::', 'no attribute farbe="rot"'),
            ('::: {.folie rang="bald"}\n# Eins\n:::', 'rang="bald" is no number'),
            ('::: {.folie rang="2" nur-mit="status.md"}\n# Eins\n:::', "cannot be left out"),
            ('::: {.folie thema="Leer"}\n- Eins\n:::', "this slide has no headline"),
            ("::: {.folie}\n# Siehe @fig-ziele\n:::", "@fig-ziele leads nowhere"),
            ("::: {.folie}\n# Eins [@nie2020]\n:::", 'unknown citation "nie2020"'),
            ("::: {.folie}\n# {{< var wave.nichts >}}\n:::", 'unknown variable "wave.nichts"'),
            ("::: {.folie}\n# Eins\n\n::: {.bunt}\nZwei\n:::\n:::", 'the class ".bunt"'),
        ],
    )
    def test_a_flaw_is_told_with_its_line(self, four: Deck, text: str, message: str) -> None:
        path = four.root / "folien.qmd"
        before = path.read_text(encoding="utf-8")
        path.write_text(f"{before}\n{text}\n", encoding="utf-8")

        told = four.problems()
        assert message in told
        assert "folien.qmd, line" in told

    def test_a_study_without_slides_is_told_so(self, four: Deck) -> None:
        (four.root / "folien.qmd").unlink()

        assert "the study has no slides: folien.qmd is missing" in four.problems()


@pytest.mark.parametrize(
    ("words", "headline", "rest"),
    [
        ("Eins ist 1.828 wert. Zwei auch.", "Eins ist 1.828 wert", "Zwei auch."),
        ("Mehr als Zufall: selten so.", "Mehr als Zufall", "selten so."),
        ("Nur ein Satz.", "Nur ein Satz", ""),
        ("Ohne Punkt", "Ohne Punkt", ""),
    ],
)
def test_the_first_sentence_ends_at_full_stop_or_colon(
    words: str, headline: str, rest: str
) -> None:
    inlines = []
    for word in words.split():
        inlines += [{"t": "Str", "c": word}, {"t": "Space"}]
    parts = first_sentence(inlines[:-1])

    assert ["".join(one.get("c", " ") for one in part) for part in parts] == [headline, rest]


class TestCommand:
    def test_it_says_where_the_slides_are(self, four: Deck) -> None:
        done = typfrage("slides", cwd=four.root)

        assert done.returncode == 0, done.stderr
        assert "Slides: " in done.stdout
        assert [path.name for path in (four.root / "_slides").iterdir()] == ["2019.pdf"]

    def test_slides_of_real_answers_are_a_publication_that_is_remembered(self, four: Deck) -> None:
        """Slides may be given out without a report; the next ones can be subtracted from them."""
        wave = four.root / "data" / "waves" / "2019" / "wave.yml"
        text = wave.read_text(encoding="utf-8")
        wave.write_text(text.replace('"synthetic": true', '"synthetic": false'), encoding="utf-8")
        four.store()
        types = four.root / "_work" / "2019" / "types.csv"
        types.parent.mkdir(parents=True, exist_ok=True)
        types.write_text("ags,type\n01001000,a\n", encoding="utf-8")
        done = typfrage("slides", cwd=four.root)

        assert done.returncode == 0, done.stderr
        (kept,) = (types.parent / "published").iterdir()
        assert (kept / types.name).read_bytes() == types.read_bytes()

    def test_what_cannot_be_made_leaves_the_last_slides_untouched(self, four: Deck) -> None:
        target = four.root / "my.pdf"
        target.write_text("before", encoding="utf-8")
        (four.results / "manifest.json").unlink()
        done = typfrage("slides", "2019", "--out", target, cwd=four.root)

        assert done.returncode == 2
        assert "Traceback" not in done.stderr
        assert "typfrage run 2019" in done.stderr
        assert target.read_text(encoding="utf-8") == "before"
        assert not (four.root / "_slides").exists()

    @pytest.mark.parametrize(
        ("name", "message"),
        [
            ("folien.qmd", "slides are a PDF, and this file is none"),
            ("data/codebook.yml", "slides are a PDF, and this file is none"),
            ("slides", "slides are a PDF, and this file is none"),
            ("link.pdf", "slides are a PDF, and this file is none"),
            ("data/questionnaire.pdf", "this file belongs to the study"),
        ],
    )
    def test_nothing_but_slides_is_overwritten(self, four: Deck, name: str, message: str) -> None:
        (four.root / "data" / "questionnaire.pdf").write_text("before", encoding="utf-8")
        (four.root / "link.pdf").symlink_to(four.root / "index.qmd")
        before = contents(four.root)

        assert message in self.refusal(four, "--out", four.root / name)
        assert contents(four.root) == before

    def test_a_file_in_place_of_the_folder_is_told(self, four: Deck) -> None:
        (four.root / "_slides").write_text("before", encoding="utf-8")

        assert "_slides: this is no folder" in self.refusal(four)
        assert (four.root / "_slides").read_text(encoding="utf-8") == "before"

    def test_a_folder_in_place_of_the_slides_is_told(self, four: Deck) -> None:
        (four.root / "_slides" / "2019.pdf").mkdir(parents=True)

        assert "2019.pdf: this is a folder" in self.refusal(four)

    def refusal(self, deck: Deck, *words: str | Path) -> str:
        """Return what the command line refuses, and see that it is told as bad input."""
        done = CliRunner().invoke(app, ["slides", "--study", str(deck.root), *map(str, words)])
        assert isinstance(done.exception, InputError), done.output
        return str(done.exception)


def test_a_deck_in_english_finds_the_strengths_and_says_its_own_words_so(
    four: Deck, tmp_path: Path
) -> None:
    book = four.root / "_quarto.yml"
    book.write_text(BOOK.replace("lang: de", "lang: en"), encoding="utf-8")
    for id_, text in four.texts.items():
        four.texts[id_] = text.replace("## Stärken", "## Strengths")
    four.store()
    pdf = tmp_path / "slides.pdf"
    pdf.write_bytes(four.make())
    pages = _pages(pdf)

    assert "Slides of the report, wave 2019 · Erika Muster · 1 March 2026" in pages[0]
    first = next(page for page in pages if "Die Ersten: „Recht bewahren“" in page)
    assert "Stärke 4 von 0" in first
    assert "The report names more." in first
    assert "Aus der Studie" not in first
