"""The page in front of all waves says which are published, and on which data."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from tests.publish.embedded.conftest import parse_page, text_of
from tests.waves import add_wave, change_wave

from typfrage.publish.start_page import (
    WORDS,
    PublishedWave,
    published_waves,
    start_page,
    write_start_page,
)
from typfrage.survey.waves.study import open_study

Make = Callable[..., Path]

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def root(tiny_study: Make) -> Path:
    """A synthetic wave 2019 and a real one 2024, both published, the first with results."""
    root = tiny_study()
    add_wave(root, "2024", "2024-03-01", synthetic=False, title={"de": "Welle <2024> & mehr"})
    for name in ("2019", "2024"):
        _publish(root, name)
    results = root / "_results" / "2019"
    results.mkdir(parents=True)
    manifest = {"numbers": {"wave.n": "1.412"}}
    (results / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return root


def _publish(root: Path, name: str) -> None:
    folder = root / "_book" / name
    folder.mkdir(parents=True)
    (folder / "index.html").write_text(name, encoding="utf-8")
    (folder / "bericht mit ü.pdf").write_text(name, encoding="utf-8")


def _waves(root: Path) -> tuple[PublishedWave, ...]:
    return published_waves(open_study(root))


def test_published_waves_are_listed_the_newest_first(root: Path) -> None:
    assert _waves(root) == (
        PublishedWave(
            id="2024",
            title="Welle <2024> & mehr",
            field_period=(date(2024, 3, 1), date(2024, 3, 1)),
            synthetic=False,
            answers="",
            site="2024/index.html",
            pdf="2024/bericht%20mit%20%C3%BC.pdf",
            slides="",
        ),
        PublishedWave(
            id="2019",
            title="Welle",
            field_period=(date(2018, 12, 1), date(2019, 2, 28)),
            synthetic=True,
            answers="1.412",
            site="2019/index.html",
            pdf="2019/bericht%20mit%20%C3%BC.pdf",
            slides="",
        ),
    )


def test_what_is_not_wholly_published_or_no_wave_is_not_listed(root: Path) -> None:
    add_wave(root, "2030", "2030-01-01")
    _publish(root, "quarto")
    (root / "_book" / "2019" / "bericht mit ü.pdf").unlink()
    assert [wave.id for wave in _waves(root)] == ["2024"]


def test_a_wave_whose_file_cannot_be_read_now_keeps_its_link(root: Path) -> None:
    change_wave(root / "data/waves/2019", contacted="viele")
    wave = next(wave for wave in _waves(root) if wave.id == "2019")
    assert (wave.title, wave.field_period, wave.synthetic) == ("", None, None)
    page = start_page("T", (wave,), "de")
    assert "<h2>Welle 2019</h2>" in page
    assert "steht im Bericht" in page


def test_what_was_published_as_synthetic_stays_so(root: Path) -> None:
    manifest = {"numbers": {"wave.n": "1.412"}, "synthetic": True}
    (root / "_results/2019/manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    change_wave(root / "data/waves/2019", synthetic=False)
    assert [(wave.id, wave.synthetic) for wave in _waves(root)] == [("2024", False), ("2019", True)]


def test_slides_are_listed_where_they_are(root: Path) -> None:
    (root / "_slides").mkdir()
    (root / "_slides" / "2019.pdf").touch()
    assert [wave.slides for wave in _waves(root)] == ["", "../_slides/2019.pdf"]
    assert "Folien als PDF" in start_page("T", _waves(root), "de")


@pytest.mark.parametrize("content", ["{", "[]", "{}", '{"numbers": []}'])
def test_results_that_cannot_be_read_leave_the_number_of_answers_out(
    root: Path, content: str
) -> None:
    (root / "_results/2019/manifest.json").write_text(content, encoding="utf-8")
    assert [wave.answers for wave in _waves(root)] == ["", ""]


class TestPage:
    def test_all_is_said_and_escaped(self, root: Path) -> None:
        path = write_start_page(open_study(root))
        assert path == root / "_book" / "index.html"
        page = parse_page(path)
        newer, older = page.iter("ol").__next__()
        assert text_of(newer.find("h2")) == "Welle <2024> & mehr"
        assert _facts(newer) == {
            "Feldzeit": "1.3.2024 – 1.3.2024",
            "Datenstand": "Antworten der Befragten",
        }
        assert _facts(older) == {
            "Feldzeit": "1.12.2018 – 28.2.2019",
            "Ausgewertete Antworten": "1.412",
            "Datenstand": WORDS["de"]["synthetic"],
        }
        links = [link.get("href", "") for link in page.iter("a")]
        assert len(links) == 4
        assert all((path.parent / unquote(link)).is_file() for link in links)

    def test_it_is_accessible(self, root: Path) -> None:
        page = parse_page(write_start_page(open_study(root)))
        assert page.get("lang") == "de"
        assert text_of(page.find("head/title")) == "Kleine Studie – Alle Wellen"
        assert [text_of(one) for one in page.iter("h1")] == ["Kleine Studie"]
        assert page.find("body/main") is not None
        names = [link.get("aria-label") for link in page.iter("a")]
        assert len(set(names)) == len(names), "links that lead elsewhere are called otherwise"
        assert all(
            link.get("aria-label", "").startswith(text_of(link)) for link in page.iter("a")
        ), "what one sees is part of what one hears"

    def test_its_foot_leads_to_the_pages_of_the_newest_publication(self, root: Path) -> None:
        center = "[{text: Zugang, href: chapters/zugang.qmd}, {text: Weg, href: weg.qmd}]"
        settings = f"book: {{page-footer: {{center: {center}}}}}"
        (root / "_quarto.yml").write_text(settings, encoding="utf-8")
        for wave in ("2019", "2024"):
            (root / "_book" / wave / "chapters").mkdir(exist_ok=True)
            (root / "_book" / wave / "chapters" / "zugang.html").touch()
        foot = parse_page(write_start_page(open_study(root))).find("body/footer")
        assert foot is not None
        links = {link.text: link.get("href") for link in foot.iter("a")}
        assert links == {"Zugang": "2024/chapters/zugang.html"}

    def test_it_needs_no_other_file(self, root: Path) -> None:
        text = write_start_page(open_study(root)).read_text(encoding="utf-8")
        assert not re.findall(r"https?:|<link|<img| src=|@import", text)
        assert all(url.startswith("data:") for url in re.findall(r'url\("([^"]+)', text))

    def test_other_languages_than_german_are_told_in_english(self, root: Path) -> None:
        page = start_page("調査", _waves(root), "ja")
        assert '<html lang="en">' in page
        assert "Read the report" in page
        assert "1 December 2018 – 28 February 2019" in page
        assert set(WORDS["de"]) == set(WORDS["en"])

    def test_it_is_written_whole_or_not_at_all(
        self, root: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = write_start_page(open_study(root))
        before = path.read_bytes()

        def fail(*_: Any) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(Path, "replace", fail)
        change_wave(root / "data/waves/2019", title={"de": "Anders"})
        with pytest.raises(KeyboardInterrupt):
            write_start_page(open_study(root))
        assert path.read_bytes() == before
        monkeypatch.undo()
        write_start_page(open_study(root))
        assert "Anders" in path.read_text(encoding="utf-8")
        assert sorted(one.name for one in path.parent.iterdir()) == ["2019", "2024", "index.html"]


def _facts(entry: Any) -> dict[str, str]:
    pairs = list(entry.find("dl"))
    return {text_of(pairs[at]): text_of(pairs[at + 1]) for at in range(0, len(pairs), 2)}


def test_it_has_the_colours_of_the_site_in_every_look() -> None:
    """That they can be read on their ground is tested where the site's are."""
    css = (ROOT / "assets/typfrage.css").read_text(encoding="utf-8")
    page = start_page("Studie", (), "de")
    dark = ':root[data-theme="dark"] {'
    assert _tokens(page, ":root {") == _tokens(css, ":root {")
    assert _tokens(page, dark) == _tokens(page, ":root:not([data-theme]) {") == _tokens(css, dark)
    assert set(re.findall(r"var\(--tf-([\w-]+)\)", page)) <= set(_tokens(page, ":root {"))


def _tokens(css: str, selector: str) -> dict[str, str]:
    rule = css.partition(selector)[2].partition("}")[0]
    found = dict(re.findall(r"--tf-([\w-]+): ([^;]+);", rule))
    assert found
    return found
