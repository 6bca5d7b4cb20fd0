"""Alternative texts of the figures of types and goals."""

from __future__ import annotations

from collections.abc import Sequence

from typfrage.profiles.disclosure import Released
from typfrage.results.language import mark, speaker
from typfrage.results.numbers import formatted
from typfrage.results.type_names import TypeName
from typfrage.results.wording.phrases import ROUND_SHARE
from typfrage.results.wording.types import overview

_NO_SHARES = mark("Die Anteile werden nicht veröffentlicht.")


def alt_types(data: Released, names: Sequence[TypeName], language: str) -> str:
    """Describe the figure of type sizes."""
    drawn = speaker(language)("Balkendiagramm.")
    return f"{drawn} {overview(data, [name.name for name in names], language)}"


def alt_heatmap(data: Released, names: Sequence[TypeName], language: str) -> str:
    """Describe the heat map of goals: the most chosen goal of every type."""
    say = speaker(language)
    parts = []
    for name in names:
        frame = data.frame[data.frame["type"] == name.id].dropna(subset=["share"])
        if len(frame):
            top = frame.loc[frame["share"].idxmax()]
            share = formatted(top["share"], ROUND_SHARE, language)
            parts.append(f"{name.name}: {top['label']} ({share})")
    goals = "; ".join(parts)
    if not parts:
        most = say(_NO_SHARES)
    elif data.frame["share"].isna().any():
        most = say("Am häufigsten gewählt, soweit veröffentlicht – {goals}.", goals=goals)
    else:
        most = say("Am häufigsten gewählt – {goals}.", goals=goals)
    return f"{say('Heatmap der Ziele nach Typen.')} {most}"


def alt_goals(goals: Released, name: TypeName, language: str) -> str:
    """Describe the bars of one type: its three most chosen goals."""
    say = speaker(language)
    top = goals.frame.dropna(subset=["share"]).nlargest(3, "share")
    chosen = say.listed(
        [f"{g.label} {formatted(g.share, ROUND_SHARE, language)}" for g in top.itertuples()]
    )
    drawn = say(
        "Balkendiagramm der Ziele, {type}, mit dem Durchschnitt aller Kommunen als Strich.",
        type=name.name,
    )
    if not chosen:
        most = say(_NO_SHARES)
    elif goals.frame["share"].isna().any():
        most = say("Am häufigsten, soweit veröffentlicht: {goals}.", goals=chosen)
    else:
        most = say("Am häufigsten: {goals}.", goals=chosen)
    return f"{drawn} {most}"
