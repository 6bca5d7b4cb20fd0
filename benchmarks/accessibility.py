"""axe-core, reflow, text spacing and keyboard on every page of a built study, in every look.

Run by hand after `typfrage build --all`, from the project's folder:

    .venv/bin/python -m benchmarks.accessibility [FOLDER OF THE PUBLICATIONS]

`make test` looks at the pages that show every construct; this looks at all of them, with tables as
long as they are. Prints what it finds, and writes ``accessibility.md`` beside this file.
"""

from __future__ import annotations

import shutil
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright
from tests.accessibility import (
    MOVING,
    REFLOW,
    SPACING,
    audit,
    axe_version,
    lost,
)
from tests.conftest import CHROMIUM_NAMES, QUIET
from tests.keyboard import walk

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HERE = Path(__file__).parent
LOOKS = {
    "desktop, light": ((1440, 900), "light"),
    "desktop, dark": ((1440, 900), "dark"),
    "phone, light": ((360, 740), "light"),
}
OPEN = "document.querySelectorAll('details').forEach(box => { box.open = true; })"


@dataclass
class Findings:
    """What was found.

    Attributes:
        pages: Number of pages.
        faults: What is wrong, by what was looked at.
        undecided: What axe leaves to people, by rule and reason.
        stops: Places that the tabulator reached on all pages together.
    """

    pages: int = 0
    faults: dict[str, list[str]] = field(default_factory=dict)
    undecided: Counter[tuple[str, str]] = field(default_factory=Counter)
    stops: int = 0


def main() -> int:
    books = Path(sys.argv[1] if len(sys.argv) > 1 else "_book").resolve()
    program = next(filter(None, map(shutil.which, CHROMIUM_NAMES)))
    begun = time.monotonic()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(QUIET))
        browser_version = browser.version
        found = examine(browser, books, sorted(books.rglob("*.html")))
    text = report(found, browser_version, time.monotonic() - begun)
    print(text)
    (HERE / "accessibility.md").write_text(text, encoding="utf-8")
    return int(any(found.faults.values()))


def examine(browser: Browser, books: Path, pages: Sequence[Path]) -> Findings:
    """Look at all pages in all looks."""
    found = Findings(pages=len(pages))
    page = browser.new_context(offline=True).new_page()
    for path in pages:
        name = str(path.relative_to(books))
        print(name, flush=True)
        page.goto(path.as_uri())
        page.evaluate(OPEN)
        for look, (size, scheme) in LOOKS.items():
            _resize(page, size)
            page.emulate_media(color_scheme=scheme)
            told = audit(page)
            _note(found, f"axe, {look}", name, told.violations)
            found.undecided.update(told.undecided)
        _reflow(found, page, path, name)
    page.context.close()
    return found


def _reflow(found: Findings, page: Page, path: Path, name: str) -> None:
    _resize(page, (1440, 900))
    page.goto(path.as_uri())
    walked = walk(page)
    found.stops += walked.stops
    faults = [*walked.missed, *walked.unmarked, *walked.covered]
    _note(found, "keyboard", name, [*faults, *(["holds the focus"] if walked.trapped else [])])
    _resize(page, REFLOW)
    _note(found, "enlarged four times", name, lost(page))
    page.add_style_tag(content=SPACING)
    _note(found, "wide spacing of text", name, lost(page))
    _note(found, "motion", name, page.evaluate(MOVING))


def _resize(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})


def _note(found: Findings, what: str, page: str, faults: Sequence[str]) -> None:
    found.faults.setdefault(what, []).extend(f"{page}: {fault}" for fault in faults)


def report(found: Findings, browser_version: str, seconds: float) -> str:
    """Write everything up."""
    rows = [
        (what, str(found.pages), str(len(faults)), "; ".join(faults[:3]))
        for what, faults in found.faults.items()
    ]
    left = [(rule, why, f"{count:,}") for (rule, why), count in found.undecided.most_common()]
    parts = [
        "# Accessibility of every page",
        f"Written by `python -m benchmarks.accessibility` on {date.today():%Y-%m-%d} in "
        f"{seconds / 60:.0f} min; `benchmarks/accessibility.py` says how. Chromium "
        f"{browser_version}, axe-core {axe_version()} with all its rules "
        f"(axe-playwright-python {version('axe-playwright-python')}); all folded data tables open.",
        "## What was found",
        _table(("looked at", "pages", "faults", "the first"), rows),
        f"The tabulator stopped at {found.stops:,} places on all pages together.",
        "## What axe leaves to people",
        "Elements in all looks together, by rule and reason:",
        _table(("rule", "reason", "elements"), left),
        NOTES,
    ]
    return "\n\n".join(parts) + "\n"


NOTES = """\
Looked at by hand. *Too short*: single digits and signs in cells; they have the colours of the text
beside them, whose contrast `tests/publish/test_look.py` computes. *Obscured*: cells that lie
outside the visible part of a table's box and are scrolled into it, in the same colours.
*Overlapped*: row headers that span several rows and lie partly outside that box, in the same
colours."""


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


if __name__ == "__main__":
    sys.exit(main())
