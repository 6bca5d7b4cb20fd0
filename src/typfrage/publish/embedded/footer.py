"""The links at the foot of every page: ``book: page-footer: center`` of ``_quarto.yml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from typfrage.problems import Problem
from typfrage.publish.embedded.settings import FILE, get

KEY = "book.page-footer.center"
_ENTRY = {"text", "href"}


@dataclass(frozen=True)
class FooterLink:
    """A link at the foot of every page.

    Attributes:
        text: What it says.
        page: The page it leads to, relative to the site's root.
    """

    text: str
    page: PurePosixPath


def footer_links(
    settings: Mapping[str, Any], problems: list[Problem] | None = None
) -> tuple[FooterLink, ...]:
    """Return the links of the footer.

    Args:
        settings: Content of ``_quarto.yml``.
        problems: Receives a problem for each entry that is no link to a chapter.
    """
    entries, links = get(settings, KEY, []), []
    for entry in entries if isinstance(entries, list) else [entries]:
        if isinstance(entry, dict) and set(entry) == _ENTRY and str(entry["href"]).endswith(".qmd"):
            page = PurePosixPath(str(entry["href"]).lstrip("/")).with_suffix(".html")
            links.append(FooterLink(str(entry["text"]), page))
        elif problems is not None:
            problems.append(
                Problem(
                    f'the embedded renderer cannot use "{KEY}: {entry}"',
                    FILE,
                    "a list of entries with text: … and href: a chapter's .qmd file",
                    "Change the entry, or render with Quarto.",
                )
            )
    return tuple(links)


def read_footer(root: Path) -> tuple[FooterLink, ...]:
    """Return the links of the footer of a study's site; none where it has no readable book.

    Args:
        root: The folder that may hold ``_quarto.yml``.
    """
    try:
        settings = yaml.safe_load((root / FILE).read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError):
        return ()
    return footer_links(settings) if isinstance(settings, dict) else ()
