"""A publication is replaced as a whole or not at all."""

from __future__ import annotations

import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from tests.publish.programs import put_on_path

from typfrage.problems import BuildError, InputError
from typfrage.publish.embedded.pandoc import pandoc_program
from typfrage.publish.publication import (
    ALREADY_RUN,
    choose_renderer,
    find_publication,
    left_behind,
    publish,
    recover,
    swap,
)

QUARTO = f"""#!{sys.executable}
import os, pathlib, sys
command, root, option, output = sys.argv[1:]
assert (command, option) == ("render", "--output-dir")
assert os.environ["{ALREADY_RUN}"] == "1"
folder = pathlib.Path(output)
listed = (pathlib.Path(root) / "_quarto.yml")
if listed.exists():
    (folder / "seen.txt").write_text(root + " " + listed.read_text())
if (pathlib.Path(root) / "chapters" / "broken.qmd").exists():
    print("ERROR: " + root + "/chapters/broken.qmd", file=sys.stderr)
    sys.exit(1)
if (pathlib.Path(root) / "broken").exists():
    (folder / "index.html").write_text("half")
    print("\\n".join(f"line {{number}}" for number in range(100)))
    print("ERROR: chapter 3", file=sys.stderr)
    sys.exit(1)
(folder / "index.html").write_text("site")
if not (pathlib.Path(root) / "no-pdf").exists():
    (folder / "book.pdf").write_text("pdf")
"""
"""A program that is called like Quarto and answers like it."""


@pytest.fixture
def quarto(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_on_path("quarto", QUARTO, tmp_path, monkeypatch)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "study"
    folder.mkdir()
    return folder


def _publication(folder: Path, text: str = "old") -> Path:
    folder.mkdir(parents=True)
    (folder / "index.html").write_text(text, encoding="utf-8")
    (folder / "book.pdf").write_text(text, encoding="utf-8")
    return folder


def _book(root: Path, chapters: str) -> None:
    (root / "_quarto.yml").write_text(f"book: {{chapters: {chapters}}}", encoding="utf-8")
    for name in set(re.findall(r"[\w/]+\.qmd", chapters)):
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(f"# {name}\n", encoding="utf-8")


def _left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


class TestChoice:
    def test_quarto_is_taken_where_it_is(self, quarto: None) -> None:
        assert choose_renderer(None) == "quarto"
        assert choose_renderer("quarto") == "quarto"
        assert choose_renderer("embedded") == "embedded"

    def test_without_quarto_the_embedded_renderer_is_taken(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))
        assert choose_renderer(None) == "embedded"
        with pytest.raises(InputError, match="Quarto is not on the PATH") as refused:
            choose_renderer("quarto")
        assert "--renderer embedded" in refused.value.problems[0].mend

    def test_an_unknown_renderer_is_refused_with_those_that_there_are(self) -> None:
        with pytest.raises(InputError, match="no renderer 'latex'") as refused:
            choose_renderer("latex")
        assert refused.value.problems[0].expected == "quarto or embedded"


class TestSwap:
    def test_two_folders_change_places(self, tmp_path: Path) -> None:
        target, new = _publication(tmp_path / "2019"), _publication(tmp_path / "new", "new")
        (target / "stale.html").touch()
        swap(new, target)
        assert (target / "index.html").read_text(encoding="utf-8") == "new"
        assert _left(target) == ["book.pdf", "index.html"]
        assert _left(new) == ["book.pdf", "index.html", "stale.html"]
        assert _left(tmp_path) == ["2019", "new"]

    def test_the_first_publication_replaces_nothing(self, tmp_path: Path) -> None:
        swap(_publication(tmp_path / "new", "new"), tmp_path / "2019")
        assert _left(tmp_path) == ["2019"]

    def test_a_swap_that_fails_puts_the_old_folder_back(self, tmp_path: Path) -> None:
        target = _publication(tmp_path / "2019")
        with pytest.raises(FileNotFoundError):
            swap(tmp_path / "absent", target)
        assert (target / "index.html").read_text(encoding="utf-8") == "old"
        assert _left(tmp_path) == ["2019"]

    def test_what_was_set_aside_comes_back_where_its_place_is_empty(self, tmp_path: Path) -> None:
        for name in (".2019-old", ".2024-old", "2024", ".2019.abc123.draft"):
            _publication(tmp_path / name, name)
        (tmp_path / ".index.html.draft").touch()
        (tmp_path / ".git").mkdir()
        assert len(left_behind(tmp_path)) == 4
        recover(tmp_path)
        assert (tmp_path / "2019" / "index.html").read_text(encoding="utf-8") == ".2019-old"
        assert (tmp_path / "2024" / "index.html").read_text(encoding="utf-8") == "2024"
        assert _left(tmp_path) == [".git", "2019", "2024"]
        assert left_behind(tmp_path) == left_behind(tmp_path / "absent") == []


class TestPublish:
    def test_what_quarto_renders_is_published(
        self, quarto: None, root: Path, tmp_path: Path
    ) -> None:
        told: list[str] = []
        publication = publish(root, tmp_path / "book" / "2019", "quarto", told.append)
        assert publication.site == tmp_path / "book" / "2019" / "index.html"
        assert publication.pdf.name == "book.pdf"
        assert stat.S_IMODE((tmp_path / "book" / "2019").stat().st_mode) == 0o755
        assert _left(tmp_path / "book") == ["2019"]
        assert told == ["quarto render"]

    def test_quarto_sees_a_copy_of_the_book_without_what_is_left_out(
        self, quarto: None, root: Path, tmp_path: Path
    ) -> None:
        _book(root, "[index.qmd, {part: P, chapters: [chapters/x.qmd]}]")
        target = tmp_path / "book" / "2019"
        publish(root, target, "quarto", lambda _: None, {"chapters/x.qmd"})
        place, _, settings = (target / "seen.txt").read_text("utf-8").partition(" ")
        assert not Path(place).exists()
        assert "index.qmd" in settings
        assert "chapters/x.qmd" not in settings
        assert "part: P" not in settings
        publish(root, target, "quarto", lambda _: None)
        assert (target / "seen.txt").read_text("utf-8").startswith(f"{root} ")

    def test_what_quarto_says_of_the_copy_names_the_files_of_the_study(
        self, quarto: None, root: Path, tmp_path: Path
    ) -> None:
        _book(root, "[index.qmd, chapters/x.qmd, chapters/broken.qmd]")
        with pytest.raises(BuildError, match=r"ERROR: chapters/broken\.qmd$"):
            publish(root, tmp_path / "b" / "2019", "quarto", lambda _: None, {"chapters/x.qmd"})

    @pytest.mark.parametrize(
        ("flaw", "message"),
        [("broken", "ERROR: chapter 3"), ("no-pdf", "no complete publication")],
    )
    def test_a_failing_renderer_leaves_the_old_publication_untouched(
        self, quarto: None, root: Path, tmp_path: Path, flaw: str, message: str
    ) -> None:
        target = _publication(tmp_path / "book" / "2019")
        (root / flaw).touch()
        with pytest.raises(BuildError, match=message) as failed:
            publish(root, target, "quarto", lambda _: None)
        assert "line 1\n" not in str(failed.value)
        assert (target / "index.html").read_text(encoding="utf-8") == "old"
        assert _left(tmp_path / "book") == ["2019"]

    def test_a_wrong_chapter_leaves_the_old_publication_untouched(
        self, root: Path, tmp_path: Path
    ) -> None:
        target = _publication(tmp_path / "book" / "2019")
        (root / "_quarto.yml").write_text(
            "project: { type: book }\n"
            "book: { title: T, chapters: [index.qmd] }\n"
            "format: { html: default, typst: default }\n",
            encoding="utf-8",
        )
        (root / "index.qmd").write_text("# Eins\n\n{{< unknown x >}}\n", encoding="utf-8")
        with pytest.raises(InputError):
            publish(root, target, "embedded", lambda _: None)
        assert (target / "book.pdf").read_text(encoding="utf-8") == "old"
        assert _left(tmp_path / "book") == ["2019"]


@pytest.mark.parametrize("names", [[], ["index.html"], ["a.pdf"], ["index.html", "a.pdf", "b.pdf"]])
def test_half_a_publication_is_none(tmp_path: Path, names: list[str]) -> None:
    for name in names:
        (tmp_path / name).touch()
    with pytest.raises(BuildError, match="no complete publication"):
        find_publication(tmp_path)


@pytest.mark.parametrize(("already", "code"), [("1", 0), (None, 1)])
def test_quartos_own_step_does_nothing_where_the_results_are_up_to_date(
    tmp_path: Path, already: str | None, code: int
) -> None:
    script = Path(__file__).resolve().parents[2] / "_extensions/typfrage/pre-render.lua"
    environment = {"PATH": str(tmp_path), **({ALREADY_RUN: already} if already else {})}
    done = subprocess.run(
        [pandoc_program(), "lua", script], cwd=tmp_path, env=environment, capture_output=True
    )
    assert done.returncode == code
    assert (b"make study" in done.stderr) == bool(code)


@pytest.mark.usefixtures("quarto")
def test_what_the_gate_refuses_is_not_published(root: Path) -> None:
    target = root / "_book" / "2026"
    publish(root, target, "quarto", print)
    before = (target / "index.html").stat().st_ino

    def refuse(draft: Path) -> None:
        assert find_publication(draft).site.read_text("utf-8") == "site"
        raise BuildError("a leak")

    with pytest.raises(BuildError, match="a leak"):
        publish(root, target, "quarto", print, gate=refuse)

    assert (target / "index.html").stat().st_ino == before
    assert [path.name for path in target.parent.iterdir()] == ["2026"]
