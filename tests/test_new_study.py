"""``typfrage study new``: a folder that a person completes, from an export or from nothing."""

from __future__ import annotations

import csv
import re
import shutil
from pathlib import Path

import pytest
import yaml
from tests.project import ROOT, contents

from typfrage.cli import main
from typfrage.problems import BuildError, InputError
from typfrage.publish.embedded.settings import read_settings
from typfrage.survey.indicators.indicators import IndicatorFile
from typfrage.survey.new_study import Wanted, begin, begin_study
from typfrage.survey.new_study.skeleton import LANGUAGES, Language
from typfrage.survey.proposal import Declared
from typfrage.survey.questionnaire.codebook import Codebook
from typfrage.survey.questionnaire.codebook_flaws import codebook_flaws
from typfrage.survey.waves.study import open_study
from typfrage.survey.yaml_files.yaml_file import load_yaml

RAW = ROOT / "data" / "waves" / "2019" / "raw.csv"
INCLUDE = re.compile(r"{{< include /_results/current/([a-z0-9-]+)\.md >}}")
VARIABLE = re.compile(r"{{< var ([a-z_.]+) >}}")
BY_THE_PROGRAM = {"status", "imprint", "accessibility"}
"""What is no entry of the store but written beside it."""


def _wanted(language: Language = "en", **more: object) -> Wanted:
    return Wanted("Our study", language, "2026", **more)  # type: ignore[arg-type]


def _run(monkeypatch: pytest.MonkeyPatch, *words: object) -> int:
    monkeypatch.setattr("sys.argv", ["typfrage", "study", "new", *map(str, words)])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_an_export_there_is_a_book_and_an_explained_questionnaire(
    tmp_path: Path, language: Language
) -> None:
    begun = begin_study(tmp_path / "study", _wanted(language))
    root = begun.folder
    assert begun.draft is None
    study = open_study(root)
    assert study.codebook.id == "our-study"
    assert study.codebook.label(study.codebook.title) == "Our study"
    assert study.waves == ()
    settings = read_settings(root)
    assert (settings["book"]["title"], settings["lang"]) == ("Our study", language)
    assert (root / ".gitignore").read_text(encoding="utf-8").count("raw.*") == 1
    assert (root / "data" / "schema" / "codebook.schema.json").is_file()
    assert "@@" not in "".join(
        path.read_text(encoding="utf-8") for path in root.rglob("*.[qymb]*") if path.is_file()
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_examples_in_comments_are_right(tmp_path: Path, language: Language) -> None:
    root = begin_study(tmp_path / "study", _wanted(language)).folder
    path = root / "data" / "codebook.yml"
    text = re.sub(r"^  # (?=- id|  +\S)", "  ", path.read_text(encoding="utf-8"), flags=re.M)
    path.write_text(text, encoding="utf-8")
    codebook = load_yaml(path, Codebook, codebook_flaws)
    assert [item.kind for item in codebook.items] == [
        *("key", "multiple", "single", "scale", "number", "text")
    ]
    example = load_yaml(root / "examples" / "indicators.yml", IndicatorFile)
    asked = {item.id for item in codebook.items}
    assert all(set(one.items) <= asked for one in example.indicators.values())
    shutil.copy(root / "examples" / "indicators.yml", root / "data")
    assert open_study(root).indicators == example


def _chapters(language: Language) -> str:
    folder = ROOT / "templates" / "study" / language
    return "\n".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.qmd"))


def test_both_languages_show_the_same_results() -> None:
    german, english = _chapters("de"), _chapters("en")
    assert set(INCLUDE.findall(german)) == set(INCLUDE.findall(english))
    assert set(VARIABLE.findall(german)) == set(VARIABLE.findall(english))


@pytest.mark.parametrize("language", LANGUAGES)
def test_references_lead_to_chapters_and_to_what_chapters_show(language: Language) -> None:
    text = _chapters(language)
    labels = set(re.findall(r"{[^}]*#(sec-[a-z-]+)}", text)) | set(INCLUDE.findall(text))
    assert set(re.findall(r"@((?:sec|fig|tbl)-[a-z-]+)", text)) <= labels


@pytest.mark.parametrize("name", ["datenaufbereitung", "veraenderung"])
def test_chapters_that_hold_for_any_study_are_those_of_the_project(name: str) -> None:
    own = ROOT / "chapters" / f"{name}.qmd"
    template = ROOT / "templates" / "study" / "de" / "chapters" / f"{name}.qmd"
    assert template.read_text(encoding="utf-8") == own.read_text(encoding="utf-8")


def test_chapters_name_nothing_that_depends_on_types_or_questions() -> None:
    stored = "".join(
        path.read_text(encoding="utf-8")
        for folder, ending in (("src/typfrage/results", "py"), ("analysis", "ipynb"))
        for path in (ROOT / folder).rglob(f"*.{ending}")
    )
    for name in set(INCLUDE.findall(_chapters("en"))) - BY_THE_PROGRAM:
        assert f'"{name}"' in stored or f'\\"{name}\\"' in stored, name
    for name in set(VARIABLE.findall(_chapters("en"))):
        assert f'"{name}"' in stored or f'\\"{name}\\"' in stored, name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_chapter_is_listed_and_every_listed_chapter_is_there(
    tmp_path: Path, language: Language
) -> None:
    folder = begin_study(tmp_path / "study", _wanted(language)).folder
    book = read_settings(folder)["book"]
    listed = re.findall(r"[\w/-]+\.qmd", yaml.safe_dump([book["chapters"], book["appendices"]]))
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*.qmd")}
    assert sorted(listed) == sorted(there)


def test_references_are_those_of_the_project() -> None:
    ours = (ROOT / "references.bib").read_text(encoding="utf-8")
    shared = (ROOT / "templates/study/shared/references.bib").read_text(encoding="utf-8")
    entries = [f"@{entry.strip()}" for entry in shared.split("\n@")]
    assert all(entry.replace("@@", "@") in ours for entry in entries)
    cited = set(re.findall(r"@([a-z]+\d{4})", _chapters("en") + _chapters("de")))
    assert cited == set(re.findall(r"@\w+{(\w+),", shared))


def test_from_an_export_questionnaire_and_wave_are_drafted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "study"
    assert _run(monkeypatch, root, "--from", RAW, "--language", "de", "--wave", "2019") == 0
    said = capsys.readouterr().out
    assert "1 key" in said
    assert "typfrage wave check 2019" in said
    wave = root / "data" / "waves" / "2019"
    assert {path.name for path in wave.iterdir()} == {
        *("wave.yml", "checklist.md", "raw.csv", ".gitattributes", ".gitignore")
    }
    assert (wave / "raw.csv").read_bytes() == RAW.read_bytes()
    text = (wave / "wave.yml").read_text(encoding="utf-8")
    assert "types_from:  # the multiple-choice question" in text
    assert 'z1: { template: "Z1[{code}]" }' in text
    path = root / "data" / "codebook.yml"
    with pytest.raises(InputError, match=r"unit\.de: nothing stands here"):
        open_study(root)
    path.write_text(path.read_text(encoding="utf-8").replace("{ de: }", "{ de: x }"), "utf-8")
    assert open_study(root).codebook.item("z1").kind == "multiple"


def test_no_free_text_and_no_key_is_written_anywhere_but_in_the_raw_file(tmp_path: Path) -> None:
    root = begin_study(tmp_path / "study", _wanted("de", export=RAW)).folder
    with RAW.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    keys = {row["AGS"] for row in rows}
    remarks = {list(row.values())[-1] for row in rows} - {"", "Test"}
    assert len(keys) > 400
    assert len(remarks) > 5
    for path in root.rglob("*.*"):
        if path.suffix in (".yml", ".md", ".qmd"):
            text = path.read_text(encoding="utf-8")
            assert not [key for key in keys if len(key) > 4 and key in text], path.name
            assert not [remark for remark in remarks if len(remark) > 8 and remark in text]


def test_an_external_export_stays_where_it_is(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    root = begin_study(tmp_path / "deep" / "study", _wanted("de", export=RAW, external=True))
    wave = root.folder / "data" / "waves" / "2026"
    assert not (wave / "raw.csv").exists()
    content = yaml.safe_load((wave / "wave.yml").read_text(encoding="utf-8"))
    assert (wave / content["source"]["file"]).resolve() == RAW.resolve()
    assert content["source"]["external"] is True


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "study").mkdir()
    assert (begin_study(tmp_path / "study", _wanted()).folder / "index.qmd").is_file()


def test_nothing_is_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "study").mkdir()
    (tmp_path / "study" / "mine.txt").write_text("mine", encoding="utf-8")
    assert _run(monkeypatch, tmp_path / "study") == 2
    assert "the folder is not empty; nothing is overwritten" in capsys.readouterr().err
    assert contents(tmp_path) == {"study/mine.txt": b"mine"}


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["file"], "this is no folder"),
        (["none/study"], "there is no such folder"),
        (["study", "--language", "fr"], "no chapters in the language 'fr'"),
        (["study", "--from", "none.csv"], "the export cannot be read"),
        (["study", "--from", "file"], "does not say how the file is built"),
        (["study", "--from", "empty.csv"], "the file holds no answer"),
        (["study", "--from", "empty.csv", "--wave", "previous"], "is no name of a wave"),
    ],
)
def test_what_is_wrong_is_told_once_and_leaves_nothing(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("x", encoding="utf-8")
    (tmp_path / "empty.csv").write_text("", encoding="utf-8")
    before = contents(tmp_path)
    assert _run(monkeypatch, *words) == 2
    assert message in capsys.readouterr().err
    assert contents(tmp_path) == before
    assert {path.name for path in tmp_path.iterdir()} == {"file", "empty.csv"}


def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(begin, "write_json_schemas", full)
    with pytest.raises(BuildError, match="No space left on device; nothing is left"):
        begin_study(tmp_path / "study", _wanted())
    assert list(tmp_path.iterdir()) == []


def test_an_export_in_another_encoding_is_read_as_declared(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_bytes(RAW.read_text(encoding="utf-8-sig").encode("utf-16"))
    declared = Declared(encoding="utf-8")
    with pytest.raises(InputError):
        begin_study(tmp_path / "study", _wanted("de", export=path, declared=declared))
    assert begin_study(tmp_path / "study", _wanted("de", export=path)).draft is not None
