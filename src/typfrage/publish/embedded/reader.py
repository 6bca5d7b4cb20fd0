"""Read a chapter: splice its includes, replace its shortcodes, refuse its code cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from typfrage.problems import InputError, Problem
from typfrage.publish.book_files import is_book_file, read_book_file
from typfrage.publish.embedded.front_matter import (
    EARLIER_WAVE,
    KEY,
    ONLY_WITH,
    FrontMatter,
    read_front_matter,
)
from typfrage.publish.embedded.paths import inside_root
from typfrage.publish.embedded.source import Line, Source
from typfrage.publish.embedded.variables import contains_markup, place_of

_SHORTCODE = re.compile(r"\{\{<\s*(.*?)\s*>\}\}")
_ESCAPED = re.compile(r"\{\{\{<(.*?)>\}\}\}")
_INLINE_CODE = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_FENCE = re.compile(r"\s*(`{3,}|~{3,})\s*(.*)$")
_DIV = re.compile(r"\s*:{3,}(.*)$")
_CELL = re.compile(r"\{\s*[A-Za-z]")
MOST_LINES = 1_000_000
"""Files that include each other many times would else grow beyond the memory."""

_QUARTO_CAN = "Write it otherwise, or render with Quarto."
_PAGEBREAK = (
    "",
    "```{=typst}",
    "#pagebreak(weak: true)",
    "```",
    "",
    "```{=html}",
    '<div class="page-break"></div>',
    "```",
    "",
)


def read_source(
    root: Path, path: PurePosixPath, variables: Mapping[str, str]
) -> tuple[Source, list[Problem]]:
    """Read one chapter.

    Args:
        root: The project root.
        path: The chapter, relative to the root.
        variables: The known variables; their values are filled in after parsing, so that a value
            can never be taken for Markdown.

    Returns:
        The source and everything that is wrong with its includes, shortcodes and code cells.

    Raises:
        InputError: A file lies outside the book, is no UTF-8, or has too many lines.
    """
    reader = _Reader(root, path, variables)
    lines = tuple(reader.read(path, chain=()))
    return Source(path, lines), reader.problems


class _Reader:
    """Reads a chapter and its includes, collecting problems on the way."""

    def __init__(self, root: Path, chapter: PurePosixPath, variables: Mapping[str, str]) -> None:
        self._root = root
        self._chapter = chapter
        self._variables = variables
        self._open_divs = self._taken = 0
        self.problems: list[Problem] = []

    def read(self, path: PurePosixPath, chain: tuple[PurePosixPath, ...]) -> Iterator[Line]:
        texts = read_book_file(self._root, path).splitlines()
        self._taken += len(texts)
        if self._taken > MOST_LINES:
            raise InputError(
                Problem(
                    f"with all that it includes, the chapter has more than {MOST_LINES:,} lines",
                    str(self._chapter),
                    "a chapter that people read",
                    "include less",
                )
            )
        matter = read_front_matter(texts)
        if matter.lines:
            yield from self._title(texts, matter, path, is_chapter=not chain)
        fence = ""
        for number, text in enumerate(texts[matter.lines :], matter.lines + 1):
            line = Line(text, str(path), number)
            opening = _FENCE.match(text)
            if fence:
                yield Line(self._unescape(line, line.text), line.file, number, code=True)
                if opening and opening[1].startswith(fence) and not opening[2]:
                    fence = ""
            elif opening and not (opening[1][0] == "`" and "`" in opening[2]):
                fence = opening[1]
                self._refuse_cell(line, opening[2])
                yield line
            else:
                yield from self._prose(line, (*chain, path))
        if fence:
            self._complain(line, f"the code block begun with {fence} is never closed")

    def _complain(self, line: Line, what: str, expected: str = "", mend: str = "") -> None:
        where = f"{line.file}, line {line.number}"
        self.problems.append(Problem(what, where, expected, mend))

    def _title(
        self, texts: list[str], matter: FrontMatter, path: PurePosixPath, is_chapter: bool
    ) -> Iterator[Line]:
        if not is_chapter or not _is_usable(matter):
            self._complain(
                Line("", str(path), 1),
                "the embedded renderer cannot use this front matter",
                f'nothing but "title" and "{KEY}: {{{ONLY_WITH}: {EARLIER_WAVE}}}", and in a '
                "chapter only",
                "Move the settings to _quarto.yml, or render with Quarto.",
            )
        elif matter.content and "title" in matter.content:
            number = next((n for n, text in enumerate(texts, 1) if "title" in text), 2)
            title = Line(f"# {matter.content['title']}", str(path), number)
            yield from self._prose(title, (path,))
            yield Line("", str(path), number)

    def _refuse_cell(self, line: Line, info: str) -> None:
        if _CELL.match(info):
            self._complain(
                line,
                f"executable code cell ```{info}",
                "a chapter without computations",
                "Compute in a notebook and include its result.",
            )

    def _unescape(self, line: Line, code: str) -> str:
        bare = _ESCAPED.sub("", code)
        if shortcode := _SHORTCODE.search(bare):
            self._complain(
                line,
                f"shortcode in code: {shortcode[0]}",
                "an escaped shortcode, because Quarto would execute this one",
                f"Write {{{shortcode[0]}}} to show it.",
            )
        return _ESCAPED.sub(r"{{<\1>}}", code)

    def _prose(self, line: Line, chain: tuple[PurePosixPath, ...]) -> Iterator[Line]:
        alone = _SHORTCODE.fullmatch(line.text.strip())
        name, _, argument = alone[1].partition(" ") if alone else ("", "", "")
        if name == "include":
            yield from self._include(line, argument.strip().strip("\"'"), chain)
        elif name == "pagebreak":
            for text in _PAGEBREAK:
                yield Line(text, line.file, line.number, code=True)
        else:
            self._count_divs(line)
            yield Line(self._inline(line), line.file, line.number)

    def _count_divs(self, line: Line) -> None:
        """Refuse an end without a beginning; pandoc itself warns of the opposite."""
        if mark := _DIV.match(line.text):
            self._open_divs += 1 if mark[1].strip(" :") else -1
        if self._open_divs < 0:
            self._open_divs = 0
            self._complain(
                line, f'"{line.text.strip()}" ends nothing', "one end for each beginning"
            )

    def _include(self, line: Line, target: str, chain: tuple[PurePosixPath, ...]) -> Iterator[Line]:
        path = inside_root(target, self._chapter)
        if path in chain:
            trail = " → ".join(str(step) for step in (*chain, path))
            self._complain(line, f"{target} includes itself: {trail}")
        elif not is_book_file(self._root, path):
            self._complain(
                line,
                f"the included file {target} does not exist",
                "a file, from the project root if the path begins with a slash",
                "Run the analysis that writes it, or mend the path.",
            )
        else:
            yield from self.read(path, chain)

    def _inline(self, line: Line) -> str:
        parts: list[str] = []
        end = 0
        for code in _INLINE_CODE.finditer(line.text):
            parts.append(self._replace(line, line.text[end : code.start()]))
            parts.append(self._unescape(line, code[0]))
            end = code.end()
        parts.append(self._replace(line, line.text[end:]))
        return "".join(parts)

    def _replace(self, line: Line, prose: str) -> str:
        kept = _ESCAPED.split(prose)
        for place in range(0, len(kept), 2):
            kept[place] = _SHORTCODE.sub(lambda code: self._variable(line, code), kept[place])
        for place in range(1, len(kept), 2):
            kept[place] = rf"\{{\{{\<{kept[place]}\>\}}\}}"
        return "".join(kept)

    def _variable(self, line: Line, shortcode: re.Match[str]) -> str:
        name, _, argument = shortcode[1].partition(" ")
        key = argument.strip().strip("\"'")
        if name in ("include", "pagebreak"):
            self._complain(line, f"{shortcode[0]} inside a text", "a paragraph of its own")
        elif name != "var":
            self._complain(
                line, f"unknown shortcode {shortcode[0]}", "include, var, pagebreak", _QUARTO_CAN
            )
        elif key not in self._variables:
            self._complain(
                line,
                f'unknown variable "{key}"',
                "a key of _variables.yml",
                "Run the analysis that writes it, or mend the name.",
            )
        elif contains_markup(self._variables[key]):
            self._complain(
                line,
                f'the variable "{key}" contains markup: {self._variables[key]}',
                "a plain text or number",
                _QUARTO_CAN,
            )
        else:
            return place_of(key)
        return ""


def _is_usable(matter: FrontMatter) -> bool:
    try:
        known = {"title", KEY} if matter.needs_earlier_wave else {"title"}
    except ValueError:
        return False
    return bool(matter.content) and set(matter.content or ()) <= known
