"""Nothing outside the folders of a study is read or written, whatever its files and names say.

The one exception is declared: a raw file that is ``external`` and pinned by its hash. Links among
the files of the book are followed, because whoever can lay one can also change the notebooks, which
a build executes; those of a wave are not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.project import contents
from typer.testing import CliRunner

from typfrage.cli import app
from typfrage.problems import InputError
from typfrage.publish.book_chapters import chapter_texts
from typfrage.publish.embedded import reader
from typfrage.publish.embedded.book import read_book
from typfrage.publish.embedded.reader import read_source
from typfrage.publish.staged_book import stage_book
from typfrage.survey.new_study import Wanted, begin_study
from typfrage.survey.proposal import Declared, Facts, begin_wave
from typfrage.survey.waves.study import check_raw_file, open_study, open_wave

OUT = [
    *("../x", "../../x", "/x", "/etc/passwd", "..", ".", "~/x", "~root", "a/b", "a\\b", "C:\\x"),
    *("x\0y", "x\ny", "", " ", "A", "ä", "-x", "_x", ".x", "con/../x", "x" * 300, "%2e%2e%2fx"),
]
"""Names that are none of a wave or item, and places where none may be."""


@pytest.fixture
def guarded(tmp_path: Path, tiny_study: Callable[..., Path]) -> Any:
    """A study beside which nothing changes."""
    root = tiny_study(None)
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "x").write_text("secret")
    before = contents(outside)
    yield root
    assert contents(outside) == before


def _with(root: Path, **changes: Any) -> Path:
    path = root / "data" / "waves" / "2019" / "wave.yml"
    wave = yaml.safe_load(path.read_text(encoding="utf-8"))
    for key, value in changes.items():
        if key == "source":
            wave["source"] |= value
        else:
            wave[key] = value
    path.write_text(yaml.safe_dump(wave, sort_keys=False), encoding="utf-8")
    return root


@pytest.mark.parametrize("name", OUT)
def test_a_wave_is_opened_by_its_name_alone(name: str, guarded: Path) -> None:
    with pytest.raises(InputError, match="there is no wave"):
        open_wave(open_study(guarded), name)


@pytest.mark.parametrize("name", OUT)
def test_a_new_wave_lies_among_the_others(name: str, guarded: Path) -> None:
    export = guarded / "data" / "waves" / "2019" / "raw.csv"
    study, before = open_study(guarded), contents(guarded)
    with pytest.raises(InputError, match="is no name of a wave"):
        begin_wave(study, name, export, Declared(), Facts())
    with pytest.raises(InputError, match="is no name of a wave"):
        begin_study(guarded / "new", Wanted("T", "en", name, export))
    assert contents(guarded) == before


@pytest.mark.parametrize("name", OUT)
@pytest.mark.parametrize("key", ["id", "compare_with"])
def test_a_wave_names_no_other_place(key: str, name: str, guarded: Path) -> None:
    with pytest.raises(InputError):
        open_wave(open_study(_with(guarded, **{key: name})), "2019")


@pytest.mark.parametrize(
    "file",
    ["../x", "../../../outside/x", "{outside}/x", "/etc/passwd", "link", "round", "~/x", ".", ""],
)
def test_the_raw_file_lies_in_the_folder_of_its_wave(
    file: str, guarded: Path, tmp_path: Path
) -> None:
    folder, outside = guarded / "data" / "waves" / "2019", tmp_path / "outside"
    (folder / "link").symlink_to(outside / "x")
    (folder / "round").symlink_to(folder / "round")
    named = file.replace("{outside}", str(outside))
    sha256 = hashlib.sha256(b"secret").hexdigest()
    study = open_study(_with(guarded, source={"file": named, "sha256": sha256}))
    with pytest.raises(InputError) as caught:
        check_raw_file(open_wave(study, "2019"))
    assert "secret" not in str(caught.value)


def test_an_external_raw_file_is_declared_and_pinned(guarded: Path, tmp_path: Path) -> None:
    raw = tmp_path / "outside" / "x"
    source = {"file": str(raw), "sha256": hashlib.sha256(b"secret").hexdigest(), "external": True}
    wave = open_wave(open_study(_with(guarded, source=source)), "2019")
    assert check_raw_file(wave) == raw
    other = {**source, "sha256": "0" * 64}
    with pytest.raises(InputError, match="is another one"):
        check_raw_file(open_wave(open_study(_with(guarded, source=other)), "2019"))


@pytest.mark.parametrize("file", ["a\0b", "x" * 1001, "x" * 300])
def test_a_path_that_no_file_can_have_is_refused(file: str, guarded: Path) -> None:
    with pytest.raises(InputError):
        check_raw_file(open_wave(open_study(_with(guarded, source={"file": file})), "2019"))


def test_a_wave_whose_folder_leads_out_is_refused(guarded: Path, tmp_path: Path) -> None:
    waves = guarded / "data" / "waves"
    (waves / "2019").rename(tmp_path / "elsewhere")
    (waves / "2019").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(InputError, match="lies outside the study"):
        open_wave(open_study(guarded), "2019")


@pytest.mark.parametrize("name", OUT)
@pytest.mark.parametrize("place", [("id",), ("items", 0, "id"), ("items", 5, "options", 0, "id")])
def test_ids_that_become_names_of_files_are_names(
    place: tuple[str | int, ...], name: str, guarded: Path
) -> None:
    path = guarded / "data" / "codebook.yml"
    codebook = yaml.safe_load(path.read_text(encoding="utf-8"))
    inner = codebook
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = name
    path.write_text(yaml.safe_dump(codebook, sort_keys=False), encoding="utf-8")
    with pytest.raises(InputError):
        open_study(guarded)


BOOK = """
project: {type: book, resources: [/assets/x]}
book:
  title: T
  author: A
  output-file: out
  chapters: [index.qmd, chapters/a.qmd]
lang: de
number-sections: true
crossref: {chapters: true}
bibliography: r.bib
csl: s.csl
format:
  html: {css: assets/x}
  typfrage-typst: {citeproc: true, font-paths: [assets]}
"""
CHANGES = {
    "chapter": ("chapters/a.qmd", "{}.qmd"),
    "resource": ("[/assets/x]", "['/{}']"),
    "output": ("output-file: out", "output-file: '{}'"),
    "bibliography": ("bibliography: r.bib", "bibliography: '{}'"),
    "csl": ("csl: s.csl", "csl: '{}'"),
    "css": ("css: assets/x", "css: '{}'"),
    "fonts": ("[assets]", "['{}']"),
}
PLACES = ["../outside/x", "assets/../../outside/x", "/../outside/x", "chapters/../../outside/x"]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    root = tmp_path / "book"
    for name in (
        *("index.qmd", "chapters/a.qmd", "assets/x", "r.bib", "s.csl"),
        *("_extensions/typfrage/_extension.yml", "../outside/x", "../outside/x.qmd"),
    ):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("secret")
    (root / "_quarto.yml").write_text(BOOK)
    return root


def test_the_book_itself_is_read(book: Path) -> None:
    assert len(read_book(book).chapters) == 2


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("key", CHANGES)
def test_the_book_names_only_its_own_files(key: str, place: str, book: Path) -> None:
    old, new = CHANGES[key]
    settings = (book / "_quarto.yml").read_text()
    assert old in settings
    (book / "_quarto.yml").write_text(settings.replace(old, new.format(place)))
    with pytest.raises(InputError) as caught:
        read_book(book)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("place", PLACES)
def test_neither_quarto_gets_a_chapter_from_elsewhere(
    place: str, book: Path, tmp_path: Path
) -> None:
    settings = (book / "_quarto.yml").read_text().replace("chapters/a.qmd", f"{place}.qmd")
    (book / "_quarto.yml").write_text(settings)
    with pytest.raises(InputError, match="lies outside the folder of the book"):
        chapter_texts(book)
    with pytest.raises(InputError, match="lies outside the folder of the book"):
        stage_book(book, tmp_path / "staged", [])


@pytest.mark.parametrize("place", [*PLACES, "/etc/passwd", "../../../../etc/passwd", "x" * 300])
def test_a_chapter_includes_only_files_of_the_book(place: str, book: Path) -> None:
    (book / "chapters" / "a.qmd").write_text(f"{{{{< include {place} >}}}}\n")
    source, problems = read_source(book, read_book(book).chapters[1].path, {})
    assert "secret" not in source.text
    assert "root:" not in source.text
    assert len(problems) == 1


def test_files_that_include_each_other_many_times_are_refused(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A billion laughs of chapters: each includes the next ten times. The limit is lowered."""
    monkeypatch.setattr(reader, "MOST_LINES", 10_000)
    for at in range(8):
        line = f"{{{{< include part{at + 1}.md >}}}}\n"
        (book / "chapters" / f"part{at}.md").write_text(line * 10)
    (book / "chapters" / "part8.md").write_text("lol\n" * 1000)
    (book / "chapters" / "a.qmd").write_text("{{< include part0.md >}}\n")
    with pytest.raises(InputError, match="more than 10,000 lines"):
        read_source(book, read_book(book).chapters[1].path, {})


@pytest.mark.parametrize(
    "arguments",
    [
        ("wave", "synthesise", "../../../outside"),
        ("wave", "check", "../2019"),
        ("wave", "new", "../x", "--from", "data/waves/2019/raw.csv"),
        ("wave", "new", "x", "--from", "/dev/zero"),
        ("wave", "new", "x", "--from", "data/waves/2019/raw.csv", "--like", "../2019"),
        ("build", "../2019", "--renderer", "embedded"),
        ("run", "/etc"),
        ("explain", "..", "--study", "."),
        ("study", "new", "data/codebook.yml"),
        ("evaluate", "/dev/zero", "--items", "a"),
        ("evaluate", "data/waves/2019/raw.csv", "--items", "AGS", "--json", "loop"),
        ("evaluate", "data/waves/2019/raw.csv", "--items", "AGS", "--labels", "data"),
        ("classify", "loop", "--out", "x.csv"),
    ],
    ids=lambda arguments: " ".join(arguments),
)
def test_the_commands_stay_in_the_study(
    arguments: tuple[str, ...], guarded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Refused as an input, which the program turns into exit code 2."""
    monkeypatch.chdir(guarded)
    (guarded / "loop").symlink_to(guarded / "loop")
    before = contents(guarded)
    done = CliRunner().invoke(app, arguments)
    assert isinstance(done.exception, InputError), done.output
    assert contents(guarded) == before
