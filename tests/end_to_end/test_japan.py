"""A real survey of 1,788 municipalities becomes a report of its own, in English.

The raw file belongs to its publisher and stays outside the repository; without it there is nothing
to test.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path

import pandas as pd
import pypdf
import pytest
from tests.project import ROOT, typfrage

from typfrage.survey.waves.study import open_study, open_wave

pytestmark = pytest.mark.end_to_end

JAPAN = ROOT / "tests" / "studies" / "japan"
SUBMITTED = 1715
NOT_SUBMITTED = 73
PRIORITY_PROBLEMS = 17
WANTED, MINIMUM = 15, 5
PAGES = range(10, 21)
GENERATED = ("_results", "_book", "_work", "_variables.yml", "*.py")
SECTIONS = (
    *("Summary", "The survey and its analysis", "The types", "How far can the types be trusted?"),
    *("What the types do, and what they want", "References"),
)
GERMAN = re.compile(
    "[äöüßÄÖÜ„]|\\b(alle|auf|Anteil|das|der|ein|Kommunen?|mit|nach|nicht|oder|Typen|und|von)\\b"
)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    wave = open_wave(open_study(JAPAN))
    if not wave.raw_file.is_file():
        pytest.skip(f"the raw file {wave.file.source.file} is not beside the project")
    root = tmp_path_factory.mktemp("japan") / "study"
    shutil.copytree(JAPAN, root, ignore=shutil.ignore_patterns(*GENERATED))
    copied = root / "data" / "waves" / wave.id / "wave.yml"
    text = copied.read_text(encoding="utf-8").replace(wave.file.source.file, str(wave.raw_file))
    copied.write_text(text, encoding="utf-8")
    done = typfrage("build", "--study", root, "--renderer", "embedded", cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    return root / "_results" / wave.id


def test_all_submitted_answers_are_kept_and_the_others_balance(results: Path) -> None:
    steps = pd.read_csv(results / "tbl-ausschluesse.csv")["answers"].to_list()

    assert steps == [SUBMITTED + NOT_SUBMITTED, NOT_SUBMITTED, SUBMITTED]


def test_the_doubled_key_was_corrected_and_the_audit_shows_it(results: Path) -> None:
    audit = pd.read_parquet(results.parents[1] / "_work" / results.name / "clean/changes.parquet")
    corrected = audit[audit["rule"].str.startswith("correction_")]

    assert corrected[["before", "after"]].to_numpy().tolist() == [["132209", "406210"]]


def test_all_notebooks_ran_and_filled_the_store(results: Path) -> None:
    manifest = json.loads((results / "manifest.json").read_text(encoding="utf-8"))
    notebooks = {entry["notebook"] for entry in manifest["entries"].values()}

    assert notebooks == {path.stem for path in (ROOT / "analysis").glob("[0-9]*.ipynb")}
    assert int(manifest["numbers"]["goals.items"]) == PRIORITY_PROBLEMS
    assert manifest["numbers"]["goals.n"] == f"{SUBMITTED:,}"


def test_a_real_wave_is_not_called_synthetic(results: Path) -> None:
    assert (results / "status.md").read_text(encoding="utf-8") == ""
    assert "Synthetic" not in (results / "fig-typen.md").read_text(encoding="utf-8")


def test_all_criteria_reach_text_table_and_figure(results: Path) -> None:
    criteria = pd.read_csv(results / "fig-anzahl.csv")

    assert criteria["k"].to_list() == list(range(1, 9))
    for column in ("silhouette", "gap", "prediction_strength", "smallest_jaccard", "bic"):
        assert criteria[column].iloc[1:].notna().all()
    assert (results / "txt-kriterien.md").read_text(encoding="utf-8").count("- **") == 8
    assert "synthetisch" not in (results / "txt-urteil.md").read_text(encoding="utf-8")


def test_an_english_study_reads_not_one_german_sentence(results: Path) -> None:
    files = [path for kind in ("*.md", "*.csv", "*.yml") for path in results.glob(kind)]
    lines = [
        f"{path.name}: {line}"
        for path in files
        for line in path.read_text(encoding="utf-8").splitlines()
        if GERMAN.search(line)
    ]

    assert len(files) > 60
    assert lines == []


def test_types_are_named_by_their_most_distinguishing_items(results: Path) -> None:
    types = pd.read_csv(results / "tbl-typen.csv")
    labels = pd.read_csv(results / "fig-ziele.csv")["label"].unique()

    assert types["count"].sum() == SUBMITTED
    assert types["correlation"].isna().all()
    for name in types["type"]:
        marks = name.partition(": ")[2].split(" · ")
        assert 1 <= len(marks) <= 2
        assert set(marks) <= set(labels)


@pytest.fixture(scope="module")
def book(results: Path) -> Path:
    return results.parents[1] / "_book" / results.name


def _text(page: Path) -> str:
    """The words of a page of the site."""
    html = page.read_text(encoding="utf-8")
    return re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", html, flags=re.DOTALL)


def test_the_report_is_a_small_english_book(book: Path) -> None:
    (path,) = book.glob("*.pdf")
    pdf = pypdf.PdfReader(path)
    assert len(pdf.pages) in PAGES
    assert pdf.root_object["/Lang"] == "en"
    contents = " ".join((page.extract_text() or "") for page in pdf.pages).replace("\n", " ")
    for title in SECTIONS:
        assert title in contents
    assert GERMAN.findall(contents) == []


def test_no_german_is_left_on_any_page(book: Path) -> None:
    pages = [page for page in book.rglob("*.html") if page.parent.name != "notebooks"]
    assert len(pages) == 1 + len(SECTIONS)
    for page in pages:
        assert GERMAN.findall(_text(page)) == [], page.name
        assert '<html lang="en"' in page.read_text(encoding="utf-8")


def test_source_and_licence_of_the_answers_are_named(book: Path) -> None:
    text = " ".join(_text(book / "index.html").split())
    assert "Government CIO portal of Japan’s Cabinet Secretariat" in text
    assert "Japanese Government Standard Terms of Use 2.0" in text
    assert "Code for FUKUI" in text


def test_no_local_government_is_named(book: Path, results: Path) -> None:
    wave = open_wave(open_study(JAPAN))
    with wave.raw_file.open(encoding="utf-8-sig", newline="") as file:
        names = {row[1] for row in list(csv.reader(file))[2:]}
    assert len(names) == SUBMITTED + NOT_SUBMITTED
    for folder in (book, results):
        for path in folder.rglob("*"):
            if path.suffix in (".html", ".csv", ".md", ".json", ".ipynb"):
                text = path.read_text(encoding="utf-8")
                assert not [name for name in names if name in text], path.name


def test_support_wanted_is_told_by_type_in_released_values_only(results: Path) -> None:
    wanted = pd.read_csv(results / "fig-feld-support.csv")

    assert wanted["label"].nunique() == WANTED
    counts = pd.to_numeric(wanted["count"], errors="coerce")
    assert counts.notna().any()
    assert not counts.between(1, MINIMUM - 1).any()
