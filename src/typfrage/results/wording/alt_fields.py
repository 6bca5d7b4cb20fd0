"""Alternative texts of the figures that show what the types do besides their goals."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from typfrage.profiles.disclosure import Released
from typfrage.results.language import speaker
from typfrage.results.type_names import TypeName
from typfrage.results.wording.phrases import short, told


def alt_field(data: Released, names: Sequence[TypeName], language: str) -> str:
    """Describe a figure of dots: the highest type in every row."""
    say = speaker(language)
    drawn = say("Punktdiagramm, je Zeile ein Merkmal, je Typ ein Zeichen.")
    highest = "; ".join(_highest(data, names, language))
    if not highest:
        return f"{drawn} {say('Alle Werte sind geheim (.).')}"
    if data.frame["value"].isna().any():
        most = say("Am höchsten, soweit veröffentlicht – {highest}.", highest=highest)
    else:
        most = say("Am höchsten – {highest}.", highest=highest)
    return f"{drawn} {most}"


def _highest(data: Released, names: Sequence[TypeName], language: str) -> list[str]:
    """The highest type of every row that has values."""
    say = speaker(language)
    called = {name.id: short(name.name) for name in names}
    parts = []
    for _, rows in data.frame.groupby("indicator", sort=False):
        shown = rows.dropna(subset=["value"])
        if len(shown):
            top = shown.loc[shown["value"].idxmax()]
            part = say(
                "{label}: {type} {value} (alle {overall})",
                label=top["label"],
                type=called[top["type"]],
                value=told(top["value"], top["kind"], language),
                overall=told(top["overall"], top["kind"], language),
            )
            parts.append(part)
    return parts


def alt_position(panels: Sequence[tuple[str, Released]], name: TypeName, language: str) -> str:
    """Describe the figure of one type's position: its largest gap upwards and downwards."""
    return speaker(language)(
        "Balken nach links und rechts vom Durchschnitt für {type}. {panels}.",
        type=name.name,
        panels="; ".join(_panel(title, data.frame, language) for title, data in panels),
    )


def _panel(title: str, frame: pd.DataFrame, language: str) -> str:
    say = speaker(language)
    gaps = frame.assign(gap=(frame["value"] - frame["overall"]).astype(float))
    known = gaps.dropna(subset=["gap"])
    extremes = _extremes(known, language)
    if 0 < len(known) < len(frame):
        return say(
            "{title} ({number} Merkmale, soweit veröffentlicht): {extremes}",
            title=title,
            number=len(frame),
            extremes=extremes,
        )
    return say.many(
        "{title} ({number} Merkmal): {extremes}",
        "{title} ({number} Merkmale): {extremes}",
        len(frame),
        title=title,
        extremes=extremes,
    )


def _extremes(frame: pd.DataFrame, language: str) -> str:
    """The largest gap upwards and downwards, where there is one."""
    say = speaker(language)
    if frame.empty:
        return say("nicht veröffentlicht")
    top, bottom = frame.loc[frame["gap"].idxmax()], frame.loc[frame["gap"].idxmin()]
    found = []
    if top["gap"] > 0:
        value = told(top["value"], top["kind"], language)
        found.append(
            say(
                "am weitesten über dem Durchschnitt {label} ({value})",
                label=top["label"],
                value=value,
            )
        )
    if bottom["gap"] < 0:
        value = told(bottom["value"], bottom["kind"], language)
        found.append(
            say(
                "am weitesten unter dem Durchschnitt {label} ({value})",
                label=bottom["label"],
                value=value,
            )
        )
    return ", ".join(found) or say("überall wie der Durchschnitt")


def alt_team(data: Released, language: str) -> str:
    """Describe the matrix of the D-Team: the pair with the most lessons."""
    say = speaker(language)
    frame = data.frame[data.frame["learner"] != data.frame["teacher"]]
    if not int(frame["lessons"].sum()):
        return say("Matrix, wer von wem lernen kann. In allen Feldern stehen 0 Stärken.")
    top = frame.loc[frame["lessons"].idxmax()]
    return say(
        "Matrix mit {number} Feldern, wer von wem lernen kann. Die meisten Stärken ({most}): Zeile "
        "„{learner}“, Spalte „{teacher}“.",
        number=len(data.frame),
        most=top["lessons"],
        learner=top["learner"],
        teacher=top["teacher"],
    )
