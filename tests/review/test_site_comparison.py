"""Two renderings of a report: a page is judged by what a reader finds on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from typfrage.review.differences import LAYOUT, Difference, Item, Outcome
from typfrage.review.site_comparison import rendered_by_quarto, site_items

PAGE = (
    "<html><body><p>Es sind <b>412</b> Kommunen,\n29,6\u202f%.</p>"
    '<img src="a.svg" alt="Vier Balken"><a href="b.html">Daten</a></body></html>'
)


@pytest.fixture
def sites(tmp_path: Path) -> tuple[Path, Path]:
    for name in ("published", "now"):
        chapters = tmp_path / name / "chapters"
        chapters.mkdir(parents=True)
        (chapters / "a.html").write_text(PAGE, encoding="utf-8")
        (tmp_path / name / "index.html").write_text(PAGE, encoding="utf-8")
        (tmp_path / name / "report.pdf").write_bytes(b"%PDF")
        (tmp_path / name / "_results" / "current").mkdir(parents=True)
        (tmp_path / name / "_results" / "current" / "own.csv").write_text(name, encoding="utf-8")
    return tmp_path / "published", tmp_path / "now"


def test_the_results_in_a_site_are_compared_elsewhere(sites: tuple[Path, Path]) -> None:
    assert [*site_items(*sites, ",")] == [
        Item("page", "chapters/a.html", Outcome.IDENTICAL),
        Item("page", "index.html", Outcome.IDENTICAL),
        Item("file", "report.pdf", Outcome.IDENTICAL),
    ]


@pytest.mark.parametrize(
    ("old", "new", "outcome"),
    [
        ("412", "413", Outcome.DIFFERENT),
        ("Vier Balken", "Drei Balken", Outcome.DIFFERENT),
        ('href="b.html"', 'href="https://example.org"', Outcome.DIFFERENT),
        ("</body>", "<script>document.title = 1</script></body>", Outcome.DIFFERENT),
        ("29,6", "29,7", Outcome.WITHIN),
        ("<b>412</b>", "<strong>412</strong>", Outcome.WITHIN),
    ],
)
def test_a_page_that_was_changed_by_hand_is_found(
    sites: tuple[Path, Path], old: str, new: str, outcome: Outcome
) -> None:
    page = sites[0] / "chapters" / "a.html"
    page.write_text(page.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    first, *others = site_items(*sites, ",")
    assert first.outcome is outcome
    assert {item.outcome for item in others} == {Outcome.IDENTICAL}


def test_other_markup_of_the_same_words_says_so(sites: tuple[Path, Path]) -> None:
    page = sites[0] / "index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("b>", "i>"), encoding="utf-8")
    told = next(item for item in site_items(*sites, ",") if item.id == "index.html").differences
    assert [one.tolerated for one in told] == [LAYOUT]


def test_other_bytes_and_other_files_are_found(sites: tuple[Path, Path]) -> None:
    (sites[0] / "report.pdf").write_bytes(b"%PDF forged")
    (sites[0] / "extra.js").write_text("1")
    (sites[0] / "chapters" / "a.html").unlink()
    found = {item.id: item.outcome for item in site_items(*sites, ",")}
    assert found == {
        "chapters/a.html": Outcome.NEW,
        "extra.js": Outcome.MISSING,
        "index.html": Outcome.IDENTICAL,
        "report.pdf": Outcome.DIFFERENT,
    }
    pdf = next(item for item in site_items(*sites, ",") if item.id == "report.pdf")
    assert isinstance(pdf.differences[0], Difference)
    assert pdf.differences[0].place == "its bytes"


def test_pages_of_quarto_are_known_as_such(sites: tuple[Path, Path]) -> None:
    assert not rendered_by_quarto(sites[0])
    head = '<meta name="generator" content="quarto-1.9.38">'
    (sites[0] / "index.html").write_text(head + PAGE, encoding="utf-8")
    assert rendered_by_quarto(sites[0])
