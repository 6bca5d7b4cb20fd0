"""Two waves of one study, published side by side; the later one is compared with the earlier.

The tests build on each other in their order: what one leaves must survive the next.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import shutil
import signal
from pathlib import Path

import pytest
import yaml
from tests.project import contents, started, typfrage, wait_for

pytestmark = pytest.mark.end_to_end

EARLIER, LATER = "2019", "2021"
FEWER = 5
SECONDS_TO_END = 120
"""Ctrl-C may take so long on a machine that is busy; usually it is less than one."""

CHAPTER = """\
---
typfrage: {only-with: earlier-wave}
---

# Was sich änderte {#sec-wandel}

Nur mit einer früheren Welle.
"""
PAGE = Path("chapters", "wandel.html")


@pytest.fixture(scope="module")
def two(tiny: Path) -> Path:
    """The tiny wave, and a later one of most of its answers; a chapter needs an earlier wave."""
    waves = tiny / "data" / "waves"
    for folder in waves.iterdir():
        if folder.name != EARLIER:
            shutil.rmtree(folder)
    folder = shutil.copytree(waves / EARLIER, waves / LATER)
    text = (folder / "wave.yml").read_text(encoding="utf-8")
    old = re.findall(r"sha256: (\w+)", text)[0]
    text = text.replace("2018-12", "2020-12").replace("2019", "2021").replace("2018", "2020")
    text = text.replace(old.replace("2019", "2021").replace("2018", "2020"), _leave_out(folder))
    (folder / "wave.yml").write_text(text, encoding="utf-8")
    (tiny / "chapters" / "wandel.qmd").write_text(CHAPTER, encoding="utf-8")
    settings = (tiny / "_quarto.yml").read_text(encoding="utf-8")
    part = '    - part: "Wandel"\n      chapters:\n        - chapters/wandel.qmd\n  appendices:\n'
    (tiny / "_quarto.yml").write_text(settings.replace("  appendices:\n", part), encoding="utf-8")
    return tiny


def _leave_out(folder: Path) -> str:
    """Take some answers from a raw file, none that is corrected, and let two years pass.

    Returns:
        The new hash.
    """
    path = folder / "raw.csv"
    rows = [*csv.DictReader(io.StringIO(path.read_text("utf-8-sig")), delimiter=";")]
    corrections = yaml.safe_load((folder / "corrections.yml").read_text(encoding="utf-8"))
    corrected = {one["answer"] for one in (corrections or {}).get("corrections", ())}
    spare = [row["id"] for row in rows if row["id"] not in corrected][-FEWER:]
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0], delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    for row in rows:
        row["submitdate"] = row["submitdate"].replace("2019", "2021").replace("2018", "2020")
    writer.writerows(row for row in rows if row["id"] not in spare)
    path.write_bytes(text.getvalue().encode("utf-8-sig"))
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _build(root: Path, *words: str) -> str:
    done = typfrage("build", *words, "--renderer", "embedded", cwd=root)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _start_page(root: Path) -> str:
    return (root / "_book" / "index.html").read_text(encoding="utf-8")


def _links(root: Path) -> list[str]:
    links = re.findall(r'href="([^"]+)"', _start_page(root))
    assert all((root / "_book" / link).is_file() for link in links)
    main = re.findall(r'href="([^"]+)"', _start_page(root).partition("<footer")[0])
    return [link.partition("/")[0] for link in main]


def test_the_earlier_wave_is_published_without_the_chapter_that_needs_one(two: Path) -> None:
    _build(two, EARLIER)

    book = two / "_book" / EARLIER
    assert (book / "chapters" / "grenzen.html").is_file()
    assert not (book / PAGE).exists()
    assert "Wandel" not in (book / "index.html").read_text(encoding="utf-8")
    assert _links(two) == [EARLIER, EARLIER]


def test_the_later_wave_stands_beside_it(two: Path) -> None:
    before = contents(two / "_book" / EARLIER)

    told = _build(two)

    assert f"wave {LATER}" in told
    assert contents(two / "_book" / EARLIER) == before
    assert "Nur mit einer früheren Welle" in (two / "_book" / LATER / PAGE).read_text("utf-8")
    assert _links(two) == [LATER, LATER, EARLIER, EARLIER]
    answers = re.findall(r"Ausgewertete Antworten</dt><dd>(\d+)", _start_page(two))
    assert int(answers[1]) == 60
    assert 60 - FEWER <= int(answers[0]) < 60
    assert _start_page(two).count("Synthetische Daten") == 2


def test_all_waves_are_up_to_date(two: Path) -> None:
    before = contents(two / "_book")

    told = _build(two, "--all")

    assert told.index(f"wave {EARLIER}") < told.index(f"wave {LATER}")
    assert "✓" not in told
    assert contents(two / "_book") == before


def test_quarto_alone_is_told_that_a_chapter_has_no_results(two: Path) -> None:
    done = typfrage("run", EARLIER, "--whole-book", cwd=two)

    assert done.returncode == 2
    assert "chapters/wandel.qmd: this chapter needs an earlier wave" in done.stderr


def test_an_unfinished_wave_is_named_and_passed_over(two: Path) -> None:
    draft = two / "data" / "waves" / "0-entwurf"
    draft.mkdir()
    (draft / "wave.yml").write_text('id: "0-entwurf"\ncontacted:\n', encoding="utf-8")

    told = typfrage("explain", cwd=two).stdout

    assert "The wave 0-entwurf is unfinished" in told
    assert "typfrage wave check 0-entwurf" in told
    assert "render" in told
    shutil.rmtree(draft)


def test_a_wave_that_is_no_more_is_not_listed(two: Path) -> None:
    shutil.rmtree(two / "_book" / EARLIER)

    done = typfrage("render", LATER, "--renderer", "embedded", cwd=two)

    assert done.returncode == 0, done.stderr
    assert _links(two) == [LATER, LATER]


def test_an_interrupted_build_leaves_publications_and_start_page(two: Path) -> None:
    before = contents(two / "_book")
    wave = two / "data" / "waves" / LATER / "wave.yml"
    text = wave.read_text(encoding="utf-8")
    wave.write_text(text.replace("(synthetische Welle)", "(neu)"), encoding="utf-8")
    with started("build", LATER, "--renderer", "embedded", cwd=two) as process:
        wait_for("✓ 01_cleaning", process.stdout)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=SECONDS_TO_END)
    wave.write_text(text, encoding="utf-8")

    assert process.returncode == 130
    assert contents(two / "_book") == before
