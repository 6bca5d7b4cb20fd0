"""Walk through a page with the tabulator, and look at what shows where one is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

NON_TEXT_CONTRAST = 3.0
"""What marks the focus must stand out from its ground by (WCAG 2.1, 1.4.11)."""

_MOST = 400

_NUMBER = """async () => {
  for (const _ of [1, 2]) await new Promise(requestAnimationFrame); // what the page fits by itself
  const stops = [...document.querySelectorAll(
    'a[href], button, input, select, textarea, summary, [tabindex="0"]')].filter(node =>
    node.checkVisibility() && node.tabIndex >= 0 && !node.closest("[inert]")
    && getComputedStyle(node).visibility === "visible");
  stops.forEach((node, at) => { node.dataset.stop = at; });
  const drawn = node => getComputedStyle(node.closest("label") || node).outlineStyle;
  const name = node => `${node.tagName} ${node.textContent.trim().slice(0, 40)}`;
  return stops.map(node => [name(node), drawn(node)]);
}"""

_HERE = """() => {
  const node = document.activeElement;
  if (!node || node.dataset.stop === undefined) return null;
  const channel = value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const luminance = colour => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map(part => channel(part / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const look = getComputedStyle(node.closest("label") || node);
  const pair = [look.outlineColor, getComputedStyle(document.body).backgroundColor].map(luminance);
  const box = node.getClientRects()[0]; // of a link over two lines the first
  const [x, y] = [box.left + Math.min(box.width, 20) / 2, box.top + Math.min(box.height, 20) / 2];
  const top = document.elementFromPoint(x, y);
  return {
    stop: Number(node.dataset.stop), style: look.outlineStyle, width: parseFloat(look.outlineWidth),
    contrast: (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05),
    seen: Boolean(top) && (node.contains(top) || top.contains(node)),
  };
}"""


@dataclass(frozen=True)
class Walk:
    """What the tabulator reached on a page.

    Attributes:
        missed: What can take the focus and was not reached.
        unmarked: What was reached, and nothing or too little showed it.
        covered: What was reached and lay beneath something else, or outside the window.
        stops: Number of places that were reached.
        trapped: Whether the tabulator did not lead out of the page again.
    """

    missed: list[str]
    unmarked: list[str]
    covered: list[str]
    stops: int
    trapped: bool


def walk(page: Page) -> Walk:
    """Press the tabulator until it leaves the page."""
    listed: list[tuple[str, str]] = page.evaluate(_NUMBER)
    names = [name for name, _ in listed]
    reached, unmarked, covered = set(), [], []
    trapped = True
    for _ in range(min(_MOST, 2 * len(names) + 2)):
        page.keyboard.press("Tab")
        here = page.evaluate(_HERE)
        if here is None:
            trapped = False
            break
        stop = here["stop"]
        reached.add(stop)
        shown = here["style"] != "none" and here["width"] >= 2
        if not shown or here["contrast"] < NON_TEXT_CONTRAST or listed[stop][1] != "none":
            unmarked.append(names[stop])
        if not here["seen"]:
            covered.append(names[stop])
    missed = [name for at, name in enumerate(names) if at not in reached]
    return Walk(missed, unmarked, covered, len(reached), trapped)
