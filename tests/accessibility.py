"""What axe-core finds on a page, and what it does not look at: reflow, cut text, motion."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")

CONTRAST_ALONE = ("color-contrast",)
"""All that a change of colours can break."""

REFLOW = (320, 256)
"""A window of 1280 by 1024 enlarged four times, in CSS pixels (WCAG 2.1, 1.4.10)."""

SPACING = """
* { letter-spacing: 0.12em !important; line-height: 1.5 !important; }
* { word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }
"""
"""The text spacing that nothing may be lost by (WCAG 2.1, 1.4.12)."""

ROWS = 3

_SHORTEN = """rows => document.querySelectorAll("tbody").forEach(body => {
  if (![...body.querySelectorAll("[rowspan]")].length)
    [...body.rows].slice(rows).forEach(row => row.remove());
})"""

_RUN = """async rules => {
  for (const _ of [1, 2]) await new Promise(requestAnimationFrame); // what the page fits by itself
  const options = {resultTypes: ["violations", "incomplete"], preload: false};
  if (rules.length) options.runOnly = rules;
  const {violations, incomplete} = await axe.run(document, options);
  const why = node => [...node.any, ...node.all, ...node.none].map(one => one.message)[0];
  return {
    broken: violations.flatMap(({id, nodes}) => nodes.map(node => `${id}: ${node.target}`)),
    open: incomplete.flatMap(({id, nodes}) => nodes.map(node => [id, why(node) || ""])),
  };
}"""

_LOST = """() => {
  const root = document.documentElement, lost = [];
  if (root.scrollWidth > root.clientWidth) lost.push(`the page is ${root.scrollWidth} wide`);
  for (const node of document.querySelectorAll("body *")) {
    const look = getComputedStyle(node);
    if (look.display === "none" || node.closest(".visually-hidden")) continue;
    const name = `${node.tagName} ${node.className} ${node.textContent.trim().slice(0, 30)}`;
    const hides = [look.overflowX, look.overflowY].some(way => way === "hidden" || way === "clip");
    const wide = node.scrollWidth > node.clientWidth + 1;
    const cut = wide || node.scrollHeight > node.clientHeight + 1;
    if (hides && cut) lost.push(`cut: ${name}`);
    const box = node.getBoundingClientRect();
    const scrolls = node.closest(".table-box, figure, pre, .output, math");
    if (box.width && box.right > root.clientWidth + 1 && !scrolls) lost.push(`outside: ${name}`);
  }
  return lost;
}"""

MOVING = """() => [...document.querySelectorAll("*")].filter(node => {
  const look = getComputedStyle(node);
  return look.animationName !== "none" || look.scrollBehavior === "smooth"
    || look.transitionDuration.split(",").some(time => parseFloat(time) > 0);
}).map(node => node.tagName)"""

_CONSTRUCT = re.compile(r"<(\w+)((?:\s+[\w:-]+(?:=\"[^\"]*\")?)*)")
_TELLING = re.compile(r'\b(class|role|type)="([^"]*)"')


def shorten_tables(page: Page) -> None:
    """Leave the first rows of each table: the others are built alike, and axe is slow on them."""
    page.evaluate(_SHORTEN, ROWS)


@dataclass(frozen=True)
class Audit:
    """What axe-core says of a page.

    Attributes:
        violations: For each element that breaks a rule, the rule and the element.
        undecided: For each element that is left to people, the rule and the reason.
    """

    violations: list[str]
    undecided: list[tuple[str, str]]


def audit(page: Page, rules: tuple[str, ...] = ()) -> Audit:
    """Run axe-core on a page: all its rules, or some."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE)
    found = page.evaluate(_RUN, list(rules))
    return Audit(found["broken"], [(rule, reason) for rule, reason in found["open"]])


def violations(page: Page, rules: tuple[str, ...] = ()) -> list[str]:
    """Return what of a page breaks a rule of axe-core, by rule and element."""
    return audit(page, rules).violations


def axe_version() -> str:
    """Return the version of axe-core."""
    return re.findall(r"axe v([\d.]+)", AXE)[0]


def lost(page: Page) -> list[str]:
    """Return what of a page cannot be seen: what is cut, or sticks out at its side."""
    found: list[str] = page.evaluate(_LOST)
    return found


def covering(pages: Iterable[Path]) -> list[Path]:
    """Choose few pages that show all constructs that any page has.

    A construct is an element with its classes, role and type. Greedily, so that the number is
    small and the choice always the same; a new construct brings its page in by itself.
    """
    constructs = {page: _constructs(page.read_text(encoding="utf-8")) for page in pages}
    return list(_greedy(constructs))


def _greedy(constructs: Mapping[Path, frozenset[Any]]) -> Iterable[Path]:
    missing = frozenset().union(*constructs.values())
    while missing:
        best = max(sorted(constructs), key=lambda page: len(constructs[page] & missing))
        missing -= constructs[best]
        yield best


def _constructs(html: str) -> frozenset[tuple[str, tuple[tuple[str, str], ...]]]:
    return frozenset(
        (tag, tuple(_TELLING.findall(attributes))) for tag, attributes in _CONSTRUCT.findall(html)
    )
