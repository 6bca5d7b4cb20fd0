"""What the accessibility statement says of one publication: its day, and whom to write to.

They come from ``_quarto.yml`` and ``CITATION.cff``, so that nobody types them into a chapter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from typfrage.publish.embedded.settings import FILE as BOOK_FILE
from typfrage.publish.embedded.settings import get
from typfrage.publish.imprint import CITATION_FILE
from typfrage.results.language import speaker
from typfrage.results.markdown import escaped

FACTS_FILE = "accessibility.md"
"""What the statement's chapter includes, beside the wave's results."""

_ADDRESSES = ("repository-code", "repository", "url")
"""Keys of ``CITATION.cff`` under which a publisher can be reached, if no contact is named."""


def write_accessibility_facts(root: Path, results: Path, language: str) -> None:
    """Write the facts as Markdown; nothing where the study has no book.

    Args:
        root: The folder of ``_quarto.yml``; ``CITATION.cff`` may lie beside it and name a
            ``contact`` (https://citation-file-format.github.io).
        results: ``_results/<wave>``.
        language: Language of the statement.
    """
    if not (root / BOOK_FILE).is_file():
        return
    say = speaker(language)
    published = get(_read(root / BOOK_FILE), "book.date")
    facts = []
    if isinstance(published, date):
        day = escaped(say.day(published))
        facts.append(f"**{say('Stand der Erklärung')}:** {day}")
    reached = " · ".join(_contacts(_read(root / CITATION_FILE)))
    missing = say("Die herausgebende Stelle hat noch keine Anschrift eingetragen.")
    facts.append(f"**{say('Kontakt')}:** {reached or escaped(missing)}")
    (results / FACTS_FILE).write_text("\n\n".join(facts) + "\n", encoding="utf-8")


def _contacts(citation: Mapping[str, Any]) -> Iterator[str]:
    """Who is named as contact; without one, where the project lies."""
    named = citation.get("contact")
    for one in named if isinstance(named, list) else []:
        parts = (one.get("given-names"), one.get("family-names"), one.get("name"))
        name = " ".join(str(part) for part in parts if part)
        reached = [_link(f"mailto:{one['email']}", str(one["email"]))] if "email" in one else []
        reached += [_link(str(one["website"]), str(one["website"]))] if "website" in one else []
        yield ", ".join([escaped(name), *reached] if name else reached)
    if not named:
        found = next((str(citation[key]) for key in _ADDRESSES if citation.get(key)), "")
        yield from [_link(found, found)] if found else []


def _link(target: str, text: str) -> str:
    return f"[{escaped(text)}](<{target}>)"


def _read(path: Path) -> dict[str, Any]:
    content = yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return content if isinstance(content, dict) else {}
