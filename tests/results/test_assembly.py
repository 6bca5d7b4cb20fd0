"""What the notebooks stored becomes one manifest, one file of variables, one data status."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from typfrage.problems import BuildError
from typfrage.results.assembly import assemble, make_current
from typfrage.results.store import Store
from typfrage.survey.waves.study import open_study, open_wave
from typfrage.survey.waves.wave import WaveFile


@pytest.fixture
def wave(tiny_study: Callable[..., Path]) -> WaveFile:
    return open_wave(open_study(tiny_study())).file


def _store(folder: Path, notebook: str, **words: str) -> Store:
    store = Store(folder, notebook, True, 5, "de", {"raw.csv": "0"}, lambda: "")
    for path, text in words.items():
        store.word(path.replace("__", "."), text)
    return store


def test_parts_become_a_manifest_and_nested_variables(tmp_path: Path, wave: WaveFile) -> None:
    first = _store(tmp_path, "01", wave__n="412", wave__id="2019", wave__ja="yes")
    first.text("txt-a", "A.")
    first.close()
    _store(tmp_path, "02", goals__all__n="12", wave__k="4").close()
    assemble(tmp_path, ["01", "02"], wave, "de")
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["wave"] == "2019"
    assert manifest["synthetic"] is True
    assert manifest["inputs"] == {"raw.csv": "0"}
    assert list(manifest["entries"]) == ["txt-a"]
    assert manifest["numbers"]["goals.all.n"] == "12"
    variables = yaml.safe_load((tmp_path / "_variables.yml").read_text(encoding="utf-8"))
    assert variables == {
        "goals": {"all": {"n": "12"}},
        "wave": {"n": "412", "id": "2019", "ja": "yes", "k": "4"},
    }


def test_what_two_notebooks_store_is_refused(tmp_path: Path, wave: WaveFile) -> None:
    _store(tmp_path, "01", a__b="1").close()
    _store(tmp_path, "02", a__b="2").close()
    with pytest.raises(BuildError, match=r"02 stores again: a\.b"):
        assemble(tmp_path, ["01", "02"], wave, "de")
    for name in ("03", "04"):
        store = _store(tmp_path, name)
        store.text("txt-a", "A.")
        store.close()
    with pytest.raises(BuildError, match="04 stores again: txt-a"):
        assemble(tmp_path, ["03", "04"], wave, "de")


def test_what_a_notebook_stored_that_is_no_more_is_removed(tmp_path: Path, wave: WaveFile) -> None:
    for notebook, texts in (("06_old", ("txt-a", "txt-b")), ("07_new", ("txt-b", "txt-c"))):
        store = _store(tmp_path, notebook)
        for id_ in texts:
            store.text(id_, notebook)
        store.close()
    assemble(tmp_path, ["07_new"], wave, "de")
    stored = sorted(path.name for path in tmp_path.rglob("*") if path.stem[:3] in ("txt", "06_"))
    assert stored == ["txt-b.md", "txt-c.md"]
    assert (tmp_path / "txt-b.md").read_text(encoding="utf-8") == "07_new\n"


def test_what_no_store_let_through_is_not_published(tmp_path: Path, wave: WaveFile) -> None:
    store = _store(tmp_path, "01")
    store.text("txt-a", "A.")
    store.close()
    (tmp_path / "fig-b.csv").write_text("05334002", encoding="utf-8")
    (tmp_path / "note.md").write_text("05334002", encoding="utf-8")
    assemble(tmp_path, ["01"], wave, "de")
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == [
        *("_variables.yml", "manifest.json", "status.md", "txt-a.md"),
    ]
    (tmp_path / "txt-a.md").write_text("Köln sagt: nein.\n", encoding="utf-8")
    with pytest.raises(BuildError, match=r"not as a notebook stored it: txt-a\.md"):
        assemble(tmp_path, ["01"], wave, "de")


def test_the_manifest_says_what_was_decided_of_publishing_again(
    tmp_path: Path, wave: WaveFile
) -> None:
    _store(tmp_path, "01", a__b="1").close()
    assemble(tmp_path, ["01"], wave, "de", "released: so")
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["republication"] == "released: so"
    assert list(manifest["number_rules"]) == ["a.b"]


def test_a_notebook_that_shows_answers_is_not_published(tmp_path: Path, wave: WaveFile) -> None:
    _store(tmp_path, "01").close()
    cell = {
        "cell_type": "code",
        "source": ["#| label: blick\n", "answers.head()"],
        "outputs": [
            {"output_type": "execute_result", "metadata": {}, "data": {"text/plain": ["05334002"]}}
        ],
    }
    (tmp_path / "notebooks").mkdir()
    path = tmp_path / "notebooks" / "01.ipynb"
    cell["outputs"][0]["data"]["text/html"] = "<table>"  # type: ignore[index]
    path.write_text(json.dumps({"cells": [cell]}), encoding="utf-8")
    with pytest.raises(BuildError, match=r"01\.ipynb, cell blick shows text/html and text/plain"):
        assemble(tmp_path, ["01"], wave, "de")
    assert not (tmp_path / "manifest.json").exists()


def test_results_of_different_inputs_are_not_published_together(
    tmp_path: Path, wave: WaveFile
) -> None:
    _store(tmp_path, "01").close()
    other = _store(tmp_path, "02")
    other.inputs = {"raw.csv": "1"}
    other.close()
    with pytest.raises(BuildError, match="02 read other inputs than 01"):
        assemble(tmp_path, ["01", "02"], wave, "de")


@pytest.mark.parametrize("words", [{"a__b": "1", "a__b__c": "2"}, {"a__b__c": "2", "a__b": "1"}])
def test_a_number_below_another_is_refused(
    tmp_path: Path, wave: WaveFile, words: dict[str, str]
) -> None:
    _store(tmp_path, "01", **words).close()
    with pytest.raises(BuildError, match=r"'a\.b\.c' lies below 'b'"):
        assemble(tmp_path, ["01"], wave, "de")


@pytest.mark.parametrize(
    ("language", "words"), [("de", "Synthetische Daten"), ("fr", "Synthetic data")]
)
def test_a_synthetic_wave_says_so_in_its_status(
    tmp_path: Path, wave: WaveFile, language: str, words: str
) -> None:
    assemble(tmp_path, [], wave, language)
    status = (tmp_path / "status.md").read_text(encoding="utf-8")
    assert status.startswith("::: {.data-status}\n**" + words)


def test_a_real_wave_has_an_empty_status(tmp_path: Path, wave: WaveFile) -> None:
    assemble(tmp_path, [], wave.model_copy(update={"synthetic": False}), "de")
    assert (tmp_path / "status.md").read_text(encoding="utf-8") == ""


def test_chapters_find_the_wave_that_was_made_current_last(tmp_path: Path) -> None:
    for name in ("2019", "2021"):
        folder = tmp_path / "_results" / name
        folder.mkdir(parents=True)
        (folder / "_variables.yml").write_text(f"wave: '{name}'\n", encoding="utf-8")
        make_current(folder, tmp_path)
        make_current(folder, tmp_path)
        assert (tmp_path / "_results" / "current").resolve() == folder
        assert (tmp_path / "_variables.yml").read_text(encoding="utf-8") == f"wave: '{name}'\n"


def test_variables_that_stay_are_not_written_again(tmp_path: Path) -> None:
    folder = tmp_path / "_results" / "2019"
    folder.mkdir(parents=True)
    (folder / "_variables.yml").write_text("a: b\n", encoding="utf-8")
    make_current(folder, tmp_path)
    before = (tmp_path / "_variables.yml").stat().st_mtime_ns
    make_current(folder, tmp_path)
    assert (tmp_path / "_variables.yml").stat().st_mtime_ns == before
