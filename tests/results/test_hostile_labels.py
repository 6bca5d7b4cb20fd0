"""Labels of questionnaires stand in figures as they are written: no formula, no markup."""

from __future__ import annotations

import io
import warnings
from dataclasses import replace

import matplotlib.pyplot as plt
import pytest
from matplotlib.text import Text
from tests.results import test_figures_draw_rounded as figures

from typfrage.results.plots.theme import theme

HOSTILE = (
    *("$x_1^2$", "$", "a$b", "$$", r"$\frac{1}{2}$", r"$\undefined{$", r"\$5 – $7", r"\alpha"),
    *(
        "_x",
        "a_b",
        "%s %d {0} {name}",
        "<b>&amp;</b>",
        "]]>",
        "x" * 400,
        "zwei\nZeilen",
        "\u202ex",
        "日本",
    ),
    "=1+1",
)


@pytest.mark.parametrize("name", [n for n, (d, _) in figures.FIGURES.items() if "label" in d.frame])
def test_labels_are_drawn_as_they_are_written(name: str) -> None:
    data, draw = figures.FIGURES[name]
    known = list(dict.fromkeys(data.frame["label"]))
    for start in range(0, len(HOSTILE), len(known)):
        chosen = dict(zip(known, HOSTILE[start:] + HOSTILE, strict=False))
        frame = data.frame.assign(label=data.frame["label"].map(chosen))
        _draw(replace(data, frame=frame), draw, list(chosen.values()))


@pytest.mark.parametrize("name", ["type_sizes", "field_dots"])
@pytest.mark.parametrize("texts", zip(HOSTILE[::2], HOSTILE[1::2], strict=False))
def test_names_of_types_are_drawn_as_they_are_written(
    name: str, texts: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    data, draw = figures.FIGURES[name]
    named = zip(figures.NAMES, texts, strict=True)
    called = tuple(replace(one, name=text, head=text) for one, text in named)
    monkeypatch.setattr(figures, "NAMES", called)
    _draw(data, draw, list(texts))


def _draw(data: object, draw: object, texts: list[str]) -> None:
    with warnings.catch_warnings():
        # A cell that prints a warning is not published.
        warnings.simplefilter("error")
        with theme():
            figure = draw(data)  # type: ignore[operator]
            figure.savefig(io.BytesIO(), format="svg")
    drawn = figure.findobj(Text)
    assert not any(each.get_parse_math() for each in drawn)
    joined = _plain("".join(each.get_text() for each in drawn))
    for text in texts:
        assert _plain(text)[:20] in joined
    plt.close(figure)


def _plain(text: str) -> str:
    """A text without the blanks at which labels are broken into lines."""
    return "".join(text.split())
