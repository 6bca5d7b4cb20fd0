"""Every figure is a function of printed values: drawn from these alone, it is the same file."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from typfrage.profiles.disclosure import Column, Released
from typfrage.results import plots
from typfrage.results.plots import changes
from typfrage.results.type_names import TypeName

RNG = np.random.default_rng(5)
NAMES = tuple(
    TypeName(id_, at, id_.title(), colour, marker, None, float("nan"))
    for at, (id_, colour, marker) in enumerate(
        [("alpha", "#0b5c6b", "circle"), ("beta", "#7b4173", "square")]
    )
)


def released(digits: int = 2, how: str = "number", **cells: Any) -> Released:
    """Values with all their digits, released with few."""
    frame = pd.DataFrame(cells)
    columns = tuple(
        Column(key, key)
        if frame[key].dtype.kind not in "fi"
        else Column(key, key, "tally")
        if frame[key].dtype.kind == "i"
        else Column(key, key, how, digits, count="n", base="n")  # type: ignore[arg-type]
        for key in frame
    )
    return Released(frame, columns, frame.isna() & False, 5)


def values(number: int) -> Any:
    """Values whose printed digits are the same whether rounded once or twice."""
    return RNG.integers(2, 90, number) / 100 + RNG.uniform(-0.003, 0.003, number)


def by_type(items: int, **more: Any) -> dict[str, Any]:
    rows = [(f"i{at}", f"Merkmal {at}", name.id) for at in range(items) for name in NAMES]
    keys, labels, types = (list(column) for column in zip(*rows, strict=True))
    return {"indicator": keys, "label": labels, "type": types, **more}


FIGURES: dict[str, tuple[Released, Callable[[Released], Figure]]] = {
    "type_sizes": (
        released(type=["a", "b"], count=[40, 60], share=values(2)),
        lambda data: plots.type_sizes(data, NAMES, "de"),
    ),
    "goal_heatmap": (
        released(0, "share", **by_type(3), share=values(6), overall=values(6)),
        lambda data: plots.goal_heatmap(data, NAMES, "de"),
    ),
    "goal_bars": (
        released(0, "share", label=["a", "b", "c"], share=values(3), overall=values(3)),
        lambda data: plots.goal_bars(data, NAMES[0], "de"),
    ),
    "mixed_by_type": (
        released(0, "share", type=list("aabb"), state=list("cmcm"), share=values(4)),
        lambda data: plots.mixed_by_type(data, NAMES, "de"),
    ),
    "field_dots": (
        released(
            2,
            **by_type(3),
            value=values(6),
            overall=np.repeat(values(3), 2),
            p_bh=np.array([0.01, 0.2] * 3),
        ),
        lambda data: plots.field_dots(data, NAMES, "de", significance=0.05),
    ),
    "position": (
        released(
            2,
            label=["a", "b"],
            kind=["share"] * 2,
            value=values(2),
            overall=values(2),
            p_bh=np.array([0.01, 0.2]),
        ),
        lambda data: plots.position([("T", data)], NAMES[0], "de", 0.05),
    ),
    "marginal_effects": (
        released(
            label=["x", "x"],
            type=["Alpha", "Beta"],
            effect=np.array([0.101, -0.052]),
            low=np.array([0.011, -0.123]),
            high=np.array([0.199, 0.031]),
        ),
        lambda data: plots.marginal_effects(data, NAMES, "de"),
    ),
    "stability_of_types": (
        released(type=["a", "b"], jaccard=values(2)),
        lambda data: plots.stability_of_types(data, NAMES, "de"),
    ),
    "agreement_of_methods": (
        released(method=["a", "b"], a=np.array([1.0, 0.251]), b=np.array([0.251, 1.0])),
        lambda data: plots.agreement_of_methods(data, "de"),
    ),
    "agreement_without_items": (
        released(item=["a", "b"], adjusted_rand=values(2)),
        lambda data: plots.agreement_without_items(data, "de"),
    ),
    "without_types": (
        released(4, data=list("abcd"), silhouette=values(4), jaccard=values(4)),
        lambda data: plots.without_types(data, (0.01, 0.2), "de"),
    ),
    "criteria_by_k": (
        released(
            3,
            k=[1, 2, 3],
            **{
                key: values(3)
                for key in (
                    *("silhouette", "calinski_harabasz", "gap", "gap_se", "prediction_strength"),
                    *("mean_jaccard", "smallest_jaccard", "instability", "aic", "bic"),
                    "entropy_r2",
                )
            },
        ),
        lambda data: plots.criteria_by_k(
            data,
            [SimpleNamespace(criterion="silhouette", favoured=2)],  # type: ignore[list-item]
            2,
            "de",
        ),
    ),
    "then_and_now": (
        released(0, "share", earlier_share=values(3), later_share=values(3), difference=values(3)),
        lambda data: changes.then_and_now(data, list("abc"), ("2019", "2024"), "de"),
    ),
}
WHOLE_NUMBERS = {"clustergram", "team_matrix"}


def svg(figure: Figure) -> str:
    text = io.StringIO()
    figure.savefig(text, format="svg", metadata={"Date": None})
    plt.close(figure)
    return text.getvalue()


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_drawn_from_printed_values_is_the_same(name: str) -> None:
    exact, draw = FIGURES[name]
    printed = replace(exact, frame=exact.rounded)
    assert not printed.frame.equals(exact.frame)
    with plt.rc_context({"svg.hashsalt": "x"}):
        assert svg(draw(exact)) == svg(draw(printed))


def test_every_figure_is_looked_at() -> None:
    assert {*FIGURES, *WHOLE_NUMBERS} == {*plots.__all__, "then_and_now"}
