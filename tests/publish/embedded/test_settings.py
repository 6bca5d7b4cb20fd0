"""``_quarto.yml``: what the book says of itself, and keys that are refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path, PurePosixPath

import pytest

from typfrage.problems import InputError
from typfrage.publish.embedded import read_book


def change(sample: Path, old: str, new: str) -> None:
    path = sample / "_quarto.yml"
    before = path.read_text(encoding="utf-8")
    assert old in before
    path.write_text(before.replace(old, new, 1), encoding="utf-8")


def refusal(sample: Path) -> str:
    with pytest.raises(InputError) as caught:
        read_book(sample)
    return str(caught.value)


def line_of(sample: Path, text: str) -> int:
    lines = (sample / "_quarto.yml").read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


def test_book_as_described(sample: Path) -> None:
    book = read_book(sample)
    assert book.title == "Digitale Kommune: Eine Typfrage?"
    assert book.authors == ("Erika Muster", "Max Beispiel")
    assert book.date == date(2026, 3, 1)
    assert book.printed_date == "1. März 2026"
    assert [chapter.path.stem for chapter in book.chapters] == [
        *("index", "einleitung", "methode", "typen", "literatur", "fragebogen"),
    ]
    assert [chapter.part for chapter in book.chapters] == [
        *(None, "Fragestellung", "Fragestellung", "Ergebnisse", "Ergebnisse", None),
    ]
    assert [chapter.appendix for chapter in book.chapters] == [False] * 5 + [True]
    assert book.chapters[1].page == PurePosixPath("chapters/einleitung.html")


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("lang: de", "lang: de\nnumber-depth: 2", "number-depth"),
        (
            "    theme: cosmo",
            "    theme: cosmo\n    include-in-header: x.html",
            "include-in-header",
        ),
        ("  subtitle:", "  cover-image: x.png\n  subtitle:", "book.cover-image"),
        ("  chapters: true", "  chapters: true\n  fig-title: Bild", "crossref.fig-title"),
    ],
)
def test_unknown_key_is_refused_with_its_line(sample: Path, old: str, new: str, key: str) -> None:
    change(sample, old, new)
    message = refusal(sample)
    line = line_of(sample, key.split(".")[-1])
    assert message.startswith(f"_quarto.yml, line {line}: the embedded renderer does not know the")
    assert key in message
    assert "render with Quarto" in message


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("lang: de", "lang: fr", '"lang: fr"'),
        ("type: book", "type: website", '"project.type: website"'),
        ("citeproc: true", "citeproc: false", "citeproc: False"),
        ("pdf-standard: ua-1", "pdf-standard: a-2b", "pdf-standard: a-2b"),
    ],
)
def test_value_that_is_not_built_is_refused(sample: Path, old: str, new: str, told: str) -> None:
    change(sample, old, new)
    message = refusal(sample)
    assert told in message
    assert "_quarto.yml, line " in message


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("    - index.qmd\n", "", "the book has no start page"),
        ("chapters/typen.qmd", "chapters/typ.qmd", "chapters/typ.qmd does not exist"),
        ("chapters/typen.qmd", "chapters/methode.qmd", "chapters/methode.qmd is listed twice"),
        ("references.bib", "literatur.bib", "literatur.bib does not exist"),
        ("date: 2026-03-01", "date: today", "is no calendar date"),
        ("    - /assets/", "    - assets/", "has no root"),
        ("    - /assets/", "    - /anlagen/", 'the resource "anlagen/" matches no file'),
        ("    - index.qmd", "    - text: Start\n      href: index.qmd", "chapter entry"),
        ("part: Ergebnisse", "part: ergebnisse.qmd", "a part's title, not a part's file"),
        ("    - Erika Muster", "    - {name: E, orcid: 1}", "the author entry"),
        ("    citeproc: true\n", "", '"format.typfrage-typst.citeproc" is missing'),
        ('  title: "Digitale Kommune: Eine Typfrage?"\n', "", '"book.title" is missing'),
    ],
)
def test_incomplete_book_is_refused(sample: Path, old: str, new: str, told: str) -> None:
    change(sample, old, new)
    assert told in refusal(sample)


def test_no_settings_at_all(tmp_path: Path) -> None:
    assert "the book has no settings" in refusal(tmp_path)


def test_look_of_the_pdf_is_missing(sample: Path) -> None:
    (sample / "_extensions").unlink()
    assert "_extensions/typfrage/_extension.yml does not exist" in refusal(sample)


def test_settings_that_are_no_yaml(tmp_path: Path) -> None:
    (tmp_path / "_quarto.yml").write_text("a: [")
    assert "_quarto.yml, line 1" in refusal(tmp_path)


def test_a_chapter_that_is_left_out_takes_its_empty_part_along(sample: Path) -> None:
    left_out = {"chapters/einleitung.qmd", "chapters/methode.qmd", "chapters/fragebogen.qmd"}
    book = read_book(sample, left_out)
    assert [str(chapter.path) for chapter in book.chapters] == [
        "index.qmd", "chapters/typen.qmd", "chapters/literatur.qmd",
    ]  # fmt: skip
    assert {chapter.part for chapter in book.chapters} == {None, "Ergebnisse"}
