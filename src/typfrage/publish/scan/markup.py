"""HTML, SVG and XML: text, attributes, comments, programs and what is embedded in them."""

from __future__ import annotations

from html.parser import HTMLParser
from xml.parsers import expat

from typfrage.publish.scan.passage import Passage, Read, Role
from typfrage.publish.scan.plain_text import decoded

DRAWN = frozenset(
    {
        *("d", "points", "transform", "viewbox", "x", "y", "x1", "x2", "y1", "y2"),
        *("cx", "cy", "h", "height", "r", "rx", "ry", "w", "width"),
    }
)
"""Attributes that hold coordinates and sizes."""

_INLINE = frozenset(
    {
        *("a", "abbr", "b", "bdi", "bdo", "cite", "code", "dfn", "em", "i", "kbd", "mark", "q"),
        *("s", "samp", "small", "span", "strong", "sub", "sup", "tspan", "u", "var", "wbr"),
    }
)
"""Elements that do not interrupt a sentence."""

_CODE = frozenset({"script", "style"})
_WITHOUT_END = frozenset({"br", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
_READ_OUT = frozenset({"alt", "title", "aria-label", "aria-description", "desc", "content"})
"""Attributes that are read as text."""


def read_html(file: str, content: bytes) -> Read:
    """Read a page; the cells of its tables know their headings."""
    text = decoded(content)
    pieces = _Pieces(file)
    page = _Page(pieces)
    page.feed(text)
    page.close()
    pieces.end()
    yield from pieces.found


def read_xml(file: str, content: bytes) -> Read:
    """Read SVG or XML; what is not well-formed is read as a browser would."""
    pieces = _Pieces(file)
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def here() -> _Pieces:
        pieces.line = parser.CurrentLineNumber
        return pieces

    parser.StartElementHandler = lambda tag, found: here().start(tag, list(found.items()))
    parser.EndElementHandler = lambda tag: here().end_element(tag)
    parser.CharacterDataHandler = lambda text: here().characters(text)
    parser.CommentHandler = lambda text: here().comment(text)
    parser.ProcessingInstructionHandler = lambda target, text: here().instruction(target, text)
    try:
        parser.Parse(content, True)
    except expat.ExpatError:
        yield from read_html(file, content)
        return
    pieces.end()
    yield from pieces.found


class _Pieces:
    """Collects passages: a sentence across inline elements is one, a cell knows its heading."""

    def __init__(self, file: str) -> None:
        self.file, self.line = file, 1
        self.found: list[Passage] = []
        self._open: list[str] = []
        self._text: list[str] = []
        self._begun = 1
        self._headings: list[str] = []
        self._column = -1

    def start(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        name = _local(tag)
        if name not in _INLINE:
            self.end()
        if name == "tbody" and "thead" in self._open:
            self.end_element("thead")
        if name not in _WITHOUT_END:
            self._open.append(name)
        self._count_cells(name)
        for key, value in attributes:
            if value:
                self._add(f"line {self.line}, <{name}> {key}", value, _role_of(_local(key)))

    def end_element(self, tag: str) -> None:
        name = _local(tag)
        if name not in _INLINE:
            self.end()
        if name in self._open:
            while self._open and self._open.pop() != name:
                pass

    def characters(self, text: str) -> None:
        if not self._text:
            self._begun = self.line
        self._text.append(text)

    def comment(self, text: str) -> None:
        self._add(f"line {self.line}, comment", text, "metadata")

    def instruction(self, *words: str) -> None:
        self._add(f"line {self.line}, instruction", " ".join(words), "metadata")

    def end(self) -> None:
        """End a sentence."""
        text, self._text = "".join(self._text), []
        if not text.strip():
            return
        name = next((one for one in reversed(self._open) if one not in _INLINE), "")
        role: Role = "code" if name in _CODE else "text"
        if "metadata" in self._open:
            role = "metadata"
        cell = name in ("td", "th")
        if name == "th" and "thead" in self._open:
            self._headings += [""] * (self._column + 1 - len(self._headings))
            self._headings[self._column] = text.strip()
        heading = self._headings[self._column] if cell and self._in_table() else ""
        self._add(f"line {self._begun}, <{name}>", text, role, heading)

    def _in_table(self) -> bool:
        return "thead" not in self._open and 0 <= self._column < len(self._headings)

    def _count_cells(self, name: str) -> None:
        if name == "table":
            self._headings = []
        elif name == "tr":
            self._column = -1
        elif name in ("td", "th"):
            self._column += 1

    def _add(self, place: str, text: str, role: Role, heading: str = "") -> None:
        self.found.append(Passage(self.file, place, text, role, heading))


class _Page(HTMLParser):
    """Tells :class:`_Pieces` what a page holds."""

    def __init__(self, pieces: _Pieces) -> None:
        super().__init__(convert_charrefs=True)
        self._pieces = pieces

    def _here(self) -> _Pieces:
        self._pieces.line = self.getpos()[0]
        return self._pieces

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._here().start(tag, attrs)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._here().start(tag, attrs)
        self._here().end_element(tag)

    def handle_endtag(self, tag: str) -> None:
        self._here().end_element(tag)

    def handle_data(self, data: str) -> None:
        self._here().characters(data)

    def handle_comment(self, data: str) -> None:
        self._here().comment(data)

    def handle_decl(self, decl: str) -> None:
        self._here().instruction(decl)

    def handle_pi(self, data: str) -> None:
        self._here().instruction(data)

    def unknown_decl(self, data: str) -> None:
        self._here().instruction(data)


def _local(name: str) -> str:
    return name.rpartition(":")[2].lower()


def _role_of(attribute: str) -> Role:
    if attribute in DRAWN:
        return "drawing"
    if attribute == "style" or attribute.startswith("on"):
        return "code"
    return "text" if attribute in _READ_OUT else "metadata"
