"""Evidence in both directions, and the same bytes when somebody else does it again."""

from __future__ import annotations

import json
import os
import subprocess
from html import unescape
from pathlib import Path

import pandas as pd
import pytest
from tests.book.conftest import Built
from tests.project import command, contents, copy_project
from tests.publish.embedded.conftest import parse_page, text_of

HOSTILE = {
    "TZ": "Pacific/Kiritimati",
    "LC_ALL": "tr_TR.UTF-8",
    "LANG": "tr_TR.UTF-8",
    "PYTHONHASHSEED": "4711",
    "OMP_NUM_THREADS": "3",
    "OPENBLAS_NUM_THREADS": "5",
    "LOKY_MAX_CPU_COUNT": "1",
    "SOURCE_DATE_EPOCH": "86400",
    "COLUMNS": "30",
    "TERM": "dumb",
}
"""Another machine's settings; the number of threads and the hash seed are unusual on purpose."""


@pytest.mark.book
def test_every_cell_leads_back_to_where_the_report_shows_it(either: Built) -> None:
    manifest = json.loads((either.results / "manifest.json").read_text(encoding="utf-8"))
    pages = {page: page.read_text(encoding="utf-8") for page in either.book.glob("**/*.html")}
    chapters = {page: html for page, html in pages.items() if "notebooks" not in page.parts}
    shown = 0
    for id_, entry in manifest["entries"].items():
        where = [page for page, html in chapters.items() if f'id="{id_}"' in html]
        if not where or id_[:3] not in ("fig", "tbl"):
            continue
        shown += 1
        notebook = either.book / "_results/current/notebooks" / f"{entry['notebook']}.html"
        page = parse_page(notebook)
        cell = next(element for element in page.iter() if element.get("id") == entry["cell"])
        links = {link.get("href") for link in cell.iter("a")}
        assert {
            f"../../../{chapter.relative_to(either.book)}#{id_}" for chapter in where
        } <= links, id_
    assert shown > 50


@pytest.mark.book
def test_every_notebook_says_the_parameters_of_its_run(either: Built) -> None:
    listed = pd.read_csv(either.results / "tbl-parameter.csv", dtype=str)
    expected = dict(listed.itertuples(index=False))
    pages = sorted((either.book / "_results/current/notebooks").glob("*.html"))
    assert len(pages) == 8
    for path in pages:
        page = parse_page(path)
        run = next(one for one in page.iter("details") if "run" in one.get("class", ""))
        rows = {text_of(row.find("th")): text_of(row.find("td")) for row in run.iter("tr")}
        assert unescape(json.dumps(rows)) == json.dumps(expected)


@pytest.mark.book
def test_a_second_run_elsewhere_makes_the_same_bytes(built: Built, tmp_path: Path) -> None:
    """Results, site and PDF, made again in a hostile environment, are those of the first run.

    ``typfrage verify`` executes all notebooks again and renders again, so that this run is its test
    on the whole study, too.
    """
    listed, kept = tmp_path / "found.json", tmp_path / "kept"
    root = copy_project(tmp_path / "another place")
    done = subprocess.run(
        command("verify", "2019", "--against", built.book, "--json", listed, "--keep", kept),
        cwd=root,
        env={**os.environ, **HOSTILE, "HOME": str(_home_with_settings(tmp_path / "home"))},
        umask=0o077,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    first, second = contents(built.results), contents(kept)
    assert first.keys() == second.keys()
    assert [name for name, content in first.items() if second[name] != content] == []
    found = json.loads(listed.read_text(encoding="utf-8"))
    assert {item["outcome"] for item in found["items"]} == {"identical"}
    rendered = {item["id"] for item in found["items"] if item["kind"] in ("page", "file")}
    assert rendered == {name for name in contents(built.book) if not name.startswith("_results")}


def _home_with_settings(home: Path) -> Path:
    """The home of somebody who has set up matplotlib and IPython for other work."""
    settings = home / ".config" / "matplotlib"
    settings.mkdir(parents=True)
    rc = "axes.facecolor: red\nlines.linewidth: 9\nsvg.fonttype: none\nsavefig.dpi: 40\n"
    (settings / "matplotlibrc").write_text(rc, encoding="utf-8")
    startup = home / ".ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    options = "import pandas\npandas.set_option('display.precision', 2, 'display.max_rows', 3)\n"
    (startup / "00.py").write_text(options, encoding="utf-8")
    return home
