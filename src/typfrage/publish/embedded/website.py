"""Write the site: its pages, its navigation, its search, and all files they need."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import as_file, files
from pathlib import Path, PurePosixPath
from typing import Any

from typfrage.publish.book_files import is_book_file
from typfrage.publish.embedded.book import Book, matching
from typfrage.publish.embedded.edition import Edition
from typfrage.publish.embedded.manuscript import Manuscript
from typfrage.publish.embedded.page import page_number, page_title, write_page
from typfrage.publish.embedded.paths import relative
from typfrage.publish.embedded.search import FILE as SEARCH_FILE
from typfrage.publish.embedded.search import search_index
from typfrage.publish.embedded.site_words import site_words
from typfrage.results.language import speaker

_CHROME = "site"
_TEMPLATE = "page.html"
_WORKERS = 4


def write_site(book: Book, edition: Edition, pdf: PurePosixPath | None, output: Path) -> list[Path]:
    """Write all pages of the site and copy what they show.

    Args:
        book: The book.
        edition: Its chapters, resolved for HTML.
        pdf: The PDF beside the pages, to be linked to.
        output: The folder to write to.

    Returns:
        The pages in reading order.
    """
    for path in sorted({*edition.files, *resource_files(book)}):
        _copy(book.root / path, output / path)
    index = output / SEARCH_FILE
    index.parent.mkdir(parents=True, exist_ok=True)
    index.write_text(search_index(edition.manuscripts), encoding="utf-8")
    with as_file(files(__package__) / _CHROME) as chrome, ThreadPoolExecutor(_WORKERS) as pool:
        for file in sorted(chrome.iterdir()):
            if file.name != _TEMPLATE:
                _copy(file, output / _CHROME / file.name)

        def write(place: int) -> Path:
            manuscript = edition.manuscripts[place]
            variables = _page_variables(book, edition.manuscripts, place, pdf)
            path = output / manuscript.chapter.page
            path.parent.mkdir(parents=True, exist_ok=True)
            page = write_page(manuscript, chrome / _TEMPLATE, variables, book.language)
            path.write_text(page, encoding="utf-8")
            return path

        return list(pool.map(write, range(len(edition.manuscripts))))


def resource_files(book: Book) -> frozenset[PurePosixPath]:
    """Return the files that ``project: resources:`` and the style sheets name."""
    found: set[PurePosixPath] = set()
    for pattern in (*book.resources, *book.css):
        for match in matching(book.root, pattern):
            files_in = match.rglob("*") if match.is_dir() else [match]
            paths = (PurePosixPath(file.relative_to(book.root)) for file in files_in)
            found |= {path for path in paths if is_book_file(book.root, path)}
    return frozenset(found)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _page_variables(
    book: Book, manuscripts: Sequence[Manuscript], place: int, pdf: PurePosixPath | None
) -> dict[str, Any]:
    page = manuscripts[place].chapter.page
    before = manuscripts[place - 1] if place else None
    after = manuscripts[place + 1] if place + 1 < len(manuscripts) else None
    return {
        "lang": book.language,
        "words": site_words(book.language),
        "book-title": book.title,
        "book-subtitle": book.subtitle,
        "authors": list(book.authors),
        "date": book.printed_date,
        "description": book.description,
        "is-start": page == PurePosixPath("index.html"),
        "start": relative(PurePosixPath("index.html"), page),
        "root": relative(PurePosixPath("."), page),
        "pdf": relative(pdf, page) if pdf else "",
        "css": [relative(PurePosixPath(sheet), page) for sheet in book.css],
        "navigation": _navigation(manuscripts, page, book.language),
        "previous": _entry(before, page) if before else "",
        "next": _entry(after, page) if after else "",
        "appendix": manuscripts[place].chapter.appendix,
        "footer": [{"text": link.text, "url": relative(link.page, page)} for link in book.footer],
    }


def _navigation(
    manuscripts: Sequence[Manuscript], page: PurePosixPath, language: str
) -> list[dict[str, Any]]:
    """Group the chapters under their parts; a group without title stands alone."""
    say = speaker(language)
    groups: list[dict[str, Any]] = []
    for manuscript in manuscripts:
        chapter = manuscript.chapter
        title = say("Anhänge") if chapter.appendix else chapter.part or ""
        if not groups or groups[-1]["title"] != title:
            groups.append({"title": title, "place": str(len(groups)), "pages": []})
        groups[-1]["pages"].append(_entry(manuscript, page))
    return groups


def _entry(manuscript: Manuscript, page: PurePosixPath) -> dict[str, Any]:
    return {
        "url": relative(manuscript.chapter.page, page),
        "number": page_number(manuscript),
        "title": page_title(manuscript),
        "current": manuscript.chapter.page == page,
    }
