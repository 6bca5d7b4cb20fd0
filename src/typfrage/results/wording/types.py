"""Sentences about the types: how many belong to each, which one it is, what marks it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from typfrage.profiles.disclosure import Released
from typfrage.results.markdown import escaped
from typfrage.results.numbers import formatted
from typfrage.results.type_names import TypeName
from typfrage.results.wording.phrases import AS_PUBLISHED, COUNT, ROUND_SHARE, SHARE, enumeration

_NO_SHARES = "Die Anteile werden nicht veröffentlicht."


def types_overview(data: Released, names: Sequence[TypeName]) -> str:
    """Say how many municipalities belong to which type.

    Args:
        data: One row a type, in the order of ``names``: ``count``, ``share``, ``base``.
        names: The types.
    """
    return _overview(data, [escaped(name.name) for name in names])


def matching_sentences(names: Sequence[TypeName], expected: Sequence[str]) -> str:
    """Say which reference types were found again.

    Args:
        names: The found types.
        expected: Names of all reference types.
    """
    found = [escaped(name.name) for name in names if name.reference is not None]
    without = [escaped(name.name) for name in names if name.reference is None]
    absent = [name for name in map(escaped, expected) if name not in found]
    if not expected:
        return (
            "Für diese Befragung gibt es keine Referenztypen; die Typen sind nach den zwei "
            "Angaben benannt, die sie am stärksten abheben."
        )
    sentences = []
    if not absent and not without:
        sentences.append("Jeder gefundene Typ entspricht einem Typ der Studie.")
    elif found:
        verb = "entspricht dieser Typ" if len(found) == 1 else "entsprechen diese Typen"
        sentences.append(f"Einem Typ der Studie {verb}: {enumeration(found)}.")
    else:
        sentences.append("Keiner der gefundenen Typen entspricht einem Typ der Studie.")
    if without:
        verb = "bleibt dieser Typ" if len(without) == 1 else "bleiben diese Typen"
        sentences.append(f"Ohne Entsprechung {verb}: {enumeration(without)}.")
    if absent:
        verb = "wurde dieser Typ" if len(absent) == 1 else "wurden diese Typen"
        sentences.append(f"Nicht wiedergefunden {verb}: {enumeration(absent)}.")
    return " ".join(sentences)


def type_portrait(name: TypeName, row: pd.Series, goals: Released, base: int) -> str:
    """Introduce a type: its share, and the goals that mark it.

    Args:
        name: The type.
        row: ``count`` and ``share`` of the type; missing where withheld.
        goals: One row a goal of this type: ``label``, ``share``, ``overall``, ``deviation``.
        base: Municipalities in all.
    """
    if pd.isna(row["count"]):
        size = (
            "Wie viele Kommunen zu diesem Typ gehören, wird nicht veröffentlicht, damit keine "
            "einzelne zu erkennen ist."
        )
    else:
        size = (
            f"Zu diesem Typ gehören {formatted(row['count'], COUNT)} der "
            f"{formatted(base, COUNT)} Kommunen ({formatted(row['share'], SHARE)})."
        )
    frame = goals.frame.dropna(subset=["deviation"]).sort_values(
        "deviation", ascending=False, kind="stable"
    )
    if frame.empty:
        who = "Auch die" if pd.isna(row["count"]) else "Die"
        return f"{size} {who} Anteile seiner Ziele werden nicht veröffentlicht."
    marks = frame[frame["deviation"] > 0].head(2)
    secret = bool(goals.frame["deviation"].isna().any())
    if marks.empty:
        none = "Soweit veröffentlicht, hebt ihn kein Ziel" if secret else "Kein Ziel hebt ihn"
        return f"{size} {none} vom Durchschnitt ab."
    parts = [
        f"„{escaped(goal.label)}“ ({formatted(goal.share, ROUND_SHARE)} gegenüber "
        f"{formatted(goal.overall, ROUND_SHARE)} im Durchschnitt)"
        for goal in marks.itertuples()
    ]
    noun = "das Ziel" if len(parts) == 1 else "die Ziele"
    verb = "hebt" if len(parts) == 1 else "heben"
    most = (
        f"Soweit veröffentlicht, {verb} ihn am stärksten" if secret else f"Am stärksten {verb} ihn"
    )
    return f"{size} {most} {noun} {enumeration(parts)} vom Durchschnitt ab."


def card(
    row: pd.Series, goals: Released, strong: pd.DataFrame, sentences: Mapping[str, str]
) -> str:
    """Say of a type in three lines how large it is, what it wants and what it is strong in.

    Args:
        row: ``count`` and ``share`` of the type; missing where withheld.
        goals: One row a goal of this type: ``label``, ``share``, ``deviation``.
        strong: Its strengths, the largest first.
        sentences: How each strength is worded, by indicator.
    """
    if pd.isna(row["count"]):
        size = "Zahl nicht veröffentlicht"
    else:
        noun = "Kommune" if row["count"] == 1 else "Kommunen"
        size = f"{formatted(row['count'], COUNT)} {noun}, {formatted(row['share'], SHARE)}"
    frame = goals.frame.dropna(subset=["deviation"]).sort_values(
        "deviation", ascending=False, kind="stable"
    )
    marks = [
        f"{escaped(goal.label)} ({formatted(goal.share, ROUND_SHARE)})"
        for goal in frame[frame["deviation"] > 0].head(2).itertuples()
    ]
    wants = enumeration(marks)
    if not marks:
        wants = "nicht veröffentlicht" if frame.empty else "kein Schwerpunkt"
    best = "keine bekannt" if strong.empty else escaped(sentences[strong["indicator"].iloc[0]])
    secret = goals.frame["deviation"].isna().any() and not frame.empty
    what = "Ziele, soweit veröffentlicht" if secret else "Ziele"
    return f"{size}\n\n{what}: {wants}\n\nGrößte Stärke: {best}"


def absent_type(name: str) -> str:
    """Say that a reference type was not found in this wave."""
    return (
        "In dieser Welle entspricht kein gefundener Typ den Zielen, die "
        f"{escaped(name)} in der Studie kennzeichnen."
    )


def alt_types(data: Released, names: Sequence[TypeName]) -> str:
    """Describe the figure of type sizes."""
    return f"Balkendiagramm. {_overview(data, [name.name for name in names])}"


def alt_heatmap(data: Released, names: Sequence[TypeName]) -> str:
    """Describe the heat map of goals: the most chosen goal of every type."""
    parts = []
    for name in names:
        frame = data.frame[data.frame["type"] == name.id].dropna(subset=["share"])
        if len(frame):
            top = frame.loc[frame["share"].idxmax()]
            parts.append(f"{name.name}: {top['label']} ({formatted(top['share'], ROUND_SHARE)})")
    secret = AS_PUBLISHED * bool(data.frame["share"].isna().any())
    most = f"Am häufigsten gewählt{secret} – {'; '.join(parts)}." if parts else _NO_SHARES
    return f"Heatmap der Ziele nach Typen. {most}"


def alt_goals(goals: Released, name: TypeName) -> str:
    """Describe the bars of one type: its three most chosen goals."""
    top = goals.frame.dropna(subset=["share"]).nlargest(3, "share")
    secret = goals.frame["share"].isna().any()
    most = "Am häufigsten, soweit veröffentlicht" if secret else "Am häufigsten"
    parts = [f"{g.label} {formatted(g.share, ROUND_SHARE)}" for g in top.itertuples()]
    return (
        f"Balkendiagramm der Ziele, {name.name}, mit dem Durchschnitt aller Kommunen als "
        f"Strich. {f'{most}: {enumeration(parts)}.' if parts else _NO_SHARES}"
    )


def _overview(data: Released, called: Sequence[str]) -> str:
    parts = []
    for (_, row), name in zip(data.frame.iterrows(), called, strict=True):
        if pd.isna(row["count"]):
            parts.append(f"{name} (Zahl nicht veröffentlicht)")
        else:
            share, count = formatted(row["share"], SHARE), formatted(row["count"], COUNT)
            parts.append(f"{name} ({share}, n\u202f=\u202f{count})")
    return f"Die Kommunen verteilen sich auf {enumeration(parts)}."
