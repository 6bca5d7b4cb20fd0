"""One visual language: style sheet, PDF template and figures share colours, fonts, type sizes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from typfrage.results.plots import theme

ROOT = Path(__file__).resolve().parents[2]
CSS = (ROOT / "assets/typfrage.css").read_text(encoding="utf-8")
TYPST = (ROOT / "_extensions/typfrage/typst-template.typ").read_text(encoding="utf-8")
SITE = (ROOT / "src/typfrage/publish/embedded/site/site.css").read_text(encoding="utf-8")
LIGHT = dict(re.findall(r"--tf-([\w-]+): ([^;]+);", CSS.partition("@media")[0]))
DARK = dict(re.findall(r"--tf-([\w-]+): ([^;]+);", CSS.partition('[data-theme="dark"] {')[2]))
PRINTED = dict(re.findall(r"#let ([\w-]+) = (.+)", TYPST))

COLORS = {
    "ink": ("ink", theme.INK),
    "muted": ("muted", theme.MUTED),
    "line": ("hairline", theme.RULE),
    "tint": ("tint", theme.TINT),
    "accent": ("accent", theme.ACCENT),
    "accent-strong": ("accent-strong", None),
    "status": ("status-color", None),
    **{
        kind: (f"{kind}-color", None) for kind in ("note", "tip", "warning", "important", "caution")
    },
}
"""Name in the style sheet: name in the PDF's template, and the figures' colour."""

HALF_A_POINT_IN_TEN = 0.05
"""matplotlib's sizes are whole points, those of the PDF are multiples of its basic size."""

AA = 4.5
"""Contrast of small text that WCAG 2.2 asks for, level AA."""


@pytest.mark.parametrize("name", COLORS)
def test_a_color_is_the_same_on_the_site_in_the_pdf_and_in_figures(name: str) -> None:
    printed, drawn = COLORS[name]
    assert PRINTED[printed] == f'rgb("{LIGHT[name]}")'
    assert drawn in (None, LIGHT[name])


def test_the_font_is_the_same() -> None:
    assert PRINTED["body-font"] == f'"{theme.FONT}"'
    assert LIGHT["font"].startswith(f'"{theme.FONT}"')
    assert LIGHT["code-font"].startswith(PRINTED["code-font"])


@pytest.mark.parametrize("step", ["h1", "h2", "h3", "h4", "lead", "small", "tiny"])
def test_the_type_scale_is_the_same(step: str) -> None:
    assert LIGHT[f"size-{step}"] == f"{_scale(step):g}rem"


def _scale(step: str) -> float:
    scale, _, base = PRINTED[f"size-{step}"].partition(" * ")
    assert base == "size-base"
    return float(scale)


def test_type_in_figures_has_the_small_sizes_of_the_pdf() -> None:
    base = float(PRINTED["size-base"].removesuffix("pt"))
    assert pytest.approx(base * _scale("small"), rel=HALF_A_POINT_IN_TEN) == theme.SIZE
    assert pytest.approx(base * _scale("tiny"), rel=HALF_A_POINT_IN_TEN) == theme.SIZE_TINY


def test_figures_are_as_wide_as_the_text_and_as_a_column_of_a_steckbrief() -> None:
    text = 21 - 2 * float(PRINTED["side-margin"].removesuffix("cm"))
    column = (text - float(PRINTED["column-gap"].removesuffix("cm"))) / 2
    assert pytest.approx(text / 2.54, abs=0.01) == theme.FULL_WIDTH
    assert pytest.approx(column / 2.54, abs=0.01) == theme.COLUMN_WIDTH


def test_colors_and_sizes_stand_in_the_theme_alone() -> None:
    components = CSS.partition("body { font-family")[2].replace("#ffffff", "")
    assert not re.findall(r"#[0-9a-f]{3,8}\b", components)
    assert not re.findall(r"#[0-9a-f]{6}\b", SITE)
    # Those that remain are Quarto's own colours of callouts, which the template translates.
    body = TYPST.partition(
        "// ---------------------------------------------------------------- data"
    )[2]
    assert "rgb(" not in body


@pytest.mark.parametrize("colors", [LIGHT, {**LIGHT, **DARK}], ids=["light", "dark"])
@pytest.mark.parametrize(
    "name",
    ["ink", "muted", "accent", "accent-strong", "code-word", "code-text", "code-number",
     "note", "tip", "warning", "important", "caution"],
)  # fmt: skip
def test_text_can_be_read_on_paper_and_on_tint(name: str, colors: dict[str, str]) -> None:
    """Rung 3: the contrast of WCAG 2.2, computed from its definition."""
    assert _contrast(colors[name], colors["paper"]) >= AA
    assert _contrast(colors[name], colors["tint"]) >= AA


@pytest.mark.parametrize("colors", [LIGHT, {**LIGHT, **DARK}], ids=["light", "dark"])
def test_the_data_status_can_be_read(colors: dict[str, str]) -> None:
    assert _contrast(colors["status"], colors["status-tint"]) >= AA
    assert _contrast(colors["status"], colors["paper"]) >= AA


def test_dark_replaces_every_color() -> None:
    colors = {name for name, value in LIGHT.items() if value.startswith("#")}
    assert colors <= set(DARK)
    system = CSS.partition("@media screen and (prefers-color-scheme: dark)")[2].partition("\n}\n")[
        0
    ]
    assert dict(re.findall(r"--tf-([\w-]+): ([^;]+);", system)) == DARK


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(color: str) -> float:
    channels = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
