"""The bundle as a whole: what it holds, where it goes, and when it is refused."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from tests.publish.bundle.conftest import Laid, Lay
from typer.testing import CliRunner

from typfrage.cli import app
from typfrage.problems import InputError

RESULTS = ("fig-typen.csv", "fig-typen.md", "fig-typen.png", "fig-typen.svg", "manifest.json")


def refusal(study: Laid) -> str:
    with pytest.raises(InputError) as caught:
        study.make()
    return str(caught.value)


def test_it_holds_what_was_published_and_what_describes_it(closed: dict[str, bytes]) -> None:
    assert closed.keys() >= {f"results/{name}" for name in RESULTS}
    others = {name for name in closed if not name.startswith("results/")}
    assert others == {
        *(
            "LICENSE",
            "README.md",
            "SHA256SUMS",
            "datapackage.json",
            "ddi.xml",
            "ro-crate-metadata.json",
        ),
        *("data/codebook.yml", "data/waves/2019/wave.yml", "data/answers.schema.json"),
        *("notebooks/02_types.ipynb", "notebooks/02_types.html", "tables/tables.xlsx"),
        *("lock/sbom.cdx.json", "lock/licences.csv", "report/bericht.pdf"),
    }


def test_the_manifest_vouches_for_the_results(closed: dict[str, bytes]) -> None:
    manifest = json.loads(closed["results/manifest.json"])
    for entry in manifest["entries"].values():
        for name, hash_ in entry["files"].items():
            assert hashlib.sha256(closed[f"results/{name}"]).hexdigest() == hash_


def test_inputs_lie_where_the_manifest_names_them(closed: dict[str, bytes]) -> None:
    inputs = json.loads(closed["results/manifest.json"])["inputs"]
    held = {name: hash_ for name, hash_ in inputs.items() if name in closed}
    assert held.keys() == {"data/codebook.yml", "data/waves/2019/wave.yml"}
    for name, hash_ in held.items():
        assert hashlib.sha256(closed[name]).hexdigest() == hash_


def test_readme_names_no_folder_that_is_not_there(
    closed: dict[str, bytes], open_: dict[str, bytes]
) -> None:
    assert "| `microdata/` |" not in closed["README.md"].decode("utf-8")
    assert "| `microdata/` |" in open_["README.md"].decode("utf-8")
    assert "typfrage verify 2019 --against 2019.zip" in closed["README.md"].decode("utf-8")


def test_made_twice_it_is_the_same(study: Laid, monkeypatch: pytest.MonkeyPatch) -> None:
    first = study.make()
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert study.make() == first


def test_the_place_of_an_external_raw_file_is_no_one_elses_business(
    lay: Lay, tmp_path: Path
) -> None:
    outside = tmp_path / "drive of someone"
    outside.mkdir()

    def wave(content: dict[str, Any]) -> None:
        raw = tmp_path / "study" / "data" / "waves" / "2019" / "raw.csv"
        raw.rename(outside / "raw.csv")
        content["source"] |= {"file": str(outside / "raw.csv"), "external": True}

    bundle = lay(tmp_path, wave).bundle()
    assert [name for name, text in bundle.items() if b"drive of someone" in text] == []
    assert b"file: raw.csv" in bundle["data/waves/2019/wave.yml"]


def test_it_speaks_the_language_of_the_report(study: Laid) -> None:
    path = study.root / "_quarto.yml"
    path.write_text(path.read_text("utf-8").replace("lang: de", "lang: en"), "utf-8")
    bundle = study.bundle()
    assert "## Checking" in bundle["README.md"].decode("utf-8")
    for name in ("README.md", "ddi.xml", "datapackage.json", "ro-crate-metadata.json"):
        assert "Synthetic data: the answers were generated." in bundle[name].decode("utf-8")


class TestRefused:
    def test_results_older_than_an_input(self, study: Laid) -> None:
        path = study.root / "data" / "codebook.yml"
        path.write_text(path.read_text("utf-8").replace("Kleine", "Große"), "utf-8")
        assert "the results are older than data/codebook.yml" in refusal(study)

    def test_a_table_changed_by_hand(self, study: Laid) -> None:
        (study.results / "tbl-typen.csv").write_text("type\nx\n", "utf-8")
        assert "tbl-typen.csv, is not as a notebook stored it" in refusal(study)

    def test_a_file_that_is_gone(self, study: Laid) -> None:
        (study.results / "fig-typen.png").unlink()
        assert "fig-typen.png, is missing" in refusal(study)

    def test_a_notebook_that_is_gone(self, study: Laid) -> None:
        (study.results / "notebooks" / "02_types.html").unlink()
        assert "the executed notebook 02_types is missing" in refusal(study)

    def test_tables_that_nothing_describes(self, study: Laid) -> None:
        path = study.results / "manifest.json"
        manifest = json.loads(path.read_text("utf-8"))
        del manifest["entries"]["tbl-typen"]["columns"]
        path.write_text(json.dumps(manifest), "utf-8")
        assert "did not describe their tables" in refusal(study)

    def test_no_publication(self, study: Laid) -> None:
        (study.root / "_book" / "2019").rename(study.root / "elsewhere")
        assert "has no publication yet" in refusal(study)

    def test_a_publication_of_other_results(self, study: Laid) -> None:
        shown = study.root / "_book" / "2019" / "_results" / "current" / "tbl-typen.csv"
        shown.write_text("type\nx\n", "utf-8")
        assert "the publication shows other results" in refusal(study)

    @pytest.mark.parametrize(
        ("line", "key"),
        [
            ("  date: 2026-03-01\n", "book.date"),
            ("  author: [Erika Muster, Team Nord]\n", "author"),
        ],
    )
    def test_a_report_without_what_archives_ask_for(self, line: str, key: str, study: Laid) -> None:
        path = study.root / "_quarto.yml"
        path.write_text(path.read_text("utf-8").replace(line, ""), "utf-8")
        assert key in refusal(study)

    def test_no_report(self, study: Laid) -> None:
        (study.root / "_quarto.yml").unlink()
        assert "the study has no report" in refusal(study)


class TestCommand:
    def test_it_says_where_the_bundle_is(self, study: Laid) -> None:
        done = CliRunner().invoke(app, ["bundle", "2019", "--study", str(study.root)])
        assert done.exit_code == 0
        assert f"Bundle: {study.root / '_bundle' / '2019.zip'}" in done.output

    def test_it_goes_where_it_is_wanted(self, study: Laid, tmp_path: Path) -> None:
        wanted = tmp_path / "review.zip"
        done = CliRunner().invoke(app, ["bundle", "--study", str(study.root), "--out", str(wanted)])
        assert done.exit_code == 0
        assert wanted.read_bytes()[:2] == b"PK"
        assert not (study.root / "_bundle").exists()

    def test_it_overwrites_nothing_of_another_kind(self, study: Laid, tmp_path: Path) -> None:
        wanted = tmp_path / "review.pdf"
        done = CliRunner().invoke(app, ["bundle", "--study", str(study.root), "--out", str(wanted)])
        assert isinstance(done.exception, InputError)
        assert "a name that ends in .zip" in str(done.exception)
