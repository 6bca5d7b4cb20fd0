"""A small book with every construct, laid out as the real one is."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from typfrage.problems import InputError
from typfrage.publish.embedded import RenderedBook, render_book

HERE = Path(__file__).parent
PROJECT = HERE.parents[2]
VOID = frozenset({"meta", "link", "img", "input", "br", "hr", "col", "wbr"})

Page = ElementTree.Element


def lay_out_sample(root: Path) -> Path:
    """Copy the sample book; its results are kept in git under other names than generated ones."""
    shutil.copytree(HERE / "sample", root, dirs_exist_ok=True)
    (root / "_results").mkdir()
    (root / "results").rename(root / "_results/2026")
    (root / "_results/current").symlink_to("2026", target_is_directory=True)
    (root / "variables.yml").rename(root / "_variables.yml")
    for name in ("assets", "_extensions"):
        (root / name).symlink_to(PROJECT / name, target_is_directory=True)
    return root


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A fresh copy of the sample book, to be damaged by a test."""
    return lay_out_sample(tmp_path / "book")


@pytest.fixture(scope="session")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> RenderedBook:
    """The sample book, rendered once."""
    root = lay_out_sample(tmp_path_factory.mktemp("sample") / "book")
    return render_book(root, root / "_book")


class _TreeBuilder(HTMLParser):
    """Builds a tree of a page that closes all its tags."""

    def __init__(self) -> None:
        super().__init__()
        self.builder = ElementTree.TreeBuilder()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.builder.start(tag, {key: value or "" for key, value in attrs})
        if tag in VOID:
            self.builder.end(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.builder.end(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.builder.end(tag)

    def handle_data(self, data: str) -> None:
        self.builder.data(data)


def parse_page(path: Path) -> Page:
    """Parse a page; a tag that is never closed, or closed twice, is an error."""
    parser = _TreeBuilder()
    parser.feed(path.read_text(encoding="utf-8"))
    return parser.builder.close()


@pytest.fixture(scope="session")
def pages(rendered: RenderedBook) -> dict[str, Page]:
    """All pages of the rendered sample by their file name without suffix."""
    return {path.stem: parse_page(path) for path in rendered.pages}


def text_of(element: Page | None) -> str:
    """Return the text of an element with single spaces."""
    assert element is not None
    return " ".join("".join(element.itertext()).split(" ")).strip()


@pytest.fixture(scope="session")
def text() -> Callable[[Page | None], str]:
    """The function that reads an element's text."""
    return text_of


@pytest.fixture
def complaints(sample: Path) -> Callable[[], list[str]]:
    """Render the damaged sample and return what is complained about, one text for each problem."""

    def render() -> list[str]:
        with pytest.raises(InputError) as caught:
            render_book(sample, sample / "_book", formats=["pdf"])
        assert not (sample / "_book").exists(), "a refused book leaves nothing behind"
        return [str(problem) for problem in caught.value.problems]

    return render


@pytest.fixture
def add(sample: Path) -> Callable[..., int]:
    """Append text to a chapter of the sample; returns the number of its first line."""

    def append(text: str, chapter: str = "chapters/einleitung.qmd") -> int:
        path = sample / chapter
        before = path.read_text(encoding="utf-8")
        path.write_text(f"{before}\n{text}\n", encoding="utf-8")
        return len(before.splitlines()) + 2

    return append


@pytest.fixture(scope="session")
def files_of() -> Callable[[Path], Iterator[Path]]:
    """All files under a folder, relative to it, in order."""

    def walk(folder: Path) -> Iterator[Path]:
        return (p.relative_to(folder) for p in sorted(folder.rglob("*")) if p.is_file())

    return walk
