"""The gate and the command: what leaks is refused, kept for the team, and told masked."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import typer
from tests.publish.scan.conftest import KEY, TEXT

from typfrage.cli.scan import scan
from typfrage.problems import BuildError, InputError
from typfrage.publish.scan.gate import TOLD, check_draft, check_file
from typfrage.survey.waves.study import Study, Wave, open_study, open_wave


@pytest.fixture
def opened(study_root: Path, tmp_path: Path) -> tuple[Study, Wave]:
    root = tmp_path / "study"
    shutil.copytree(study_root, root)
    study = open_study(root)
    return study, open_wave(study)


def _draft(study: Study, text: str) -> Path:
    return _pages(study.root / "_book" / ".2019.draft", text)


def _pages(place: Path, text: str) -> Path:
    place.mkdir(parents=True)
    (place / "index.html").write_text(f"<p>{text}</p>", encoding="utf-8")
    return place


def test_a_clean_draft_passes_and_stays_where_it_is(opened: tuple[Study, Wave]) -> None:
    draft = _draft(opened[0], "412 Kommunen")
    check_draft(draft, *opened)
    assert (draft / "index.html").is_file()


def test_a_leaking_draft_is_refused_and_put_aside(opened: tuple[Study, Wave]) -> None:
    draft = _draft(opened[0], f"{KEY} sagt: {TEXT}")

    with pytest.raises(BuildError) as refused:
        check_draft(draft, *opened)

    told = str(refused.value)
    assert KEY not in told
    assert "Personal" not in told
    assert "key: index.html, line 1" in told
    assert "single answer: index.html, line 1" in told
    assert "typfrage scan _work/2019/refused --show" in told
    assert not draft.exists()
    assert KEY in (opened[0].root / "_work/2019/refused/index.html").read_text("utf-8")


def test_a_refused_draft_takes_the_place_of_an_older_one(opened: tuple[Study, Wave]) -> None:
    for text in (KEY, f"nun {KEY}"):
        with pytest.raises(BuildError):
            check_draft(_draft(opened[0], text), *opened)
    assert "nun" in (opened[0].root / "_work/2019/refused/index.html").read_text("utf-8")


def test_many_findings_are_counted_and_not_all_told(opened: tuple[Study, Wave]) -> None:
    text = "</p><p>".join(f"059{95_001 + number} und" for number in range(TOLD + 5))
    with pytest.raises(BuildError, match="and 5 more"):
        check_draft(_draft(opened[0], text), *opened)


def test_what_is_only_likely_does_not_stop_a_build(opened: tuple[Study, Wave]) -> None:
    check_draft(_draft(opened[0], "in drei Kommunen"), *opened)


def test_a_leaking_file_is_refused_and_a_copy_kept(opened: tuple[Study, Wave]) -> None:
    check_file("slides.md", b"412 Kommunen", *opened)
    with pytest.raises(BuildError, match=r"slides\.md would tell"):
        check_file("slides.md", KEY.encode(), *opened)
    assert (opened[0].root / "_work/2019/refused-slides.md").read_text() == KEY


def test_the_command_finds_masks_and_exits_with_one(
    opened: tuple[Study, Wave], capsys: pytest.CaptureFixture[str]
) -> None:
    study, _ = opened
    published = study.root / "_book" / "2019"
    _pages(published, f"Schlüssel {KEY}. {TEXT}. in drei Kommunen")

    with pytest.raises(typer.Exit) as ended:
        scan(published, json_file=study.root / "found.json")
    printed = capsys.readouterr().out
    with pytest.raises(typer.Exit):
        scan(published, show=True)
    shown = capsys.readouterr().out

    assert ended.value.exit_code == 1
    told = json.loads((study.root / "found.json").read_text("utf-8"))
    assert [one["kind"] for one in told["findings"]] == ["key", "single answer", "small count"]
    assert [one["certain"] for one in told["findings"]] == [True, True, False]
    assert told["clean"] is False
    for text in (printed, json.dumps(told, ensure_ascii=False)):
        assert KEY not in text
        assert "Personal" not in text
    assert KEY in shown
    assert TEXT in shown


def test_without_a_study_the_command_says_what_it_cannot_look_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.html").write_text("<p>Schlüssel 09162000, in 3 Kommunen</p>")
    (tmp_path / "a.bin").write_bytes(b"\0")

    with pytest.raises(typer.Exit) as ended:
        scan(tmp_path)

    told = capsys.readouterr().out
    assert ended.value.exit_code == 1
    assert "key-like number" in told
    assert "small count" in told
    assert "Not looked for: keys, names and answers" in told
    assert "Not read, files of the kind '.bin' cannot be read: a.bin" in told


def test_a_missing_raw_file_is_told(
    opened: tuple[Study, Wave], capsys: pytest.CaptureFixture[str]
) -> None:
    study, wave = opened
    wave.raw_file.unlink()

    scan(_pages(study.root / "_book" / "2019", "x"))

    assert "Not looked for: the raw file of 2019" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("path", "options", "fragment"),
    [
        ("nowhere", {}, "no such file"),
        (".", {"wave": "2019"}, "no study is at hand"),
        (".", {"study": Path("nowhere")}, "codebook.yml"),
        (".", {"json_file": Path("nowhere/a.json")}, "folder is missing"),
    ],
)
def test_bad_input_is_refused(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
    options: dict[str, Any],
    fragment: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match=fragment):
        scan(Path(path), **options)
