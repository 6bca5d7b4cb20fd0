"""Sentences about one type: its size, and what marks it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

from typfrage.profiles.disclosure import Released
from typfrage.results.language import speaker
from typfrage.results.markdown import escaped
from typfrage.results.numbers import formatted
from typfrage.results.wording.phrases import COUNT, ROUND_SHARE, SHARE, capitalised, quoted


def type_portrait(
    row: pd.Series, goals: Released, base: int, language: str, signature: Collection[str] = ()
) -> str:
    """Introduce a type: its share, and the goals that mark it.

    Args:
        row: ``count`` and ``share`` of the type; missing where withheld.
        goals: One row a goal of this type: ``label``, ``share``, ``overall``, ``deviation``.
        base: Municipalities in all.
        language: Language of the sentences.
        signature: Labels of the goals that mark its counterpart in the study.
    """
    say = speaker(language)
    if pd.isna(row["count"]):
        size = say(
            "Wie viele Kommunen zu diesem Typ gehören, wird nicht veröffentlicht, damit keine "
            "einzelne zu erkennen ist."
        )
    else:
        size = say(
            "Zu diesem Typ gehören {count} der {base} Kommunen ({share}).",
            count=formatted(row["count"], COUNT, language),
            base=formatted(base, COUNT, language),
            share=formatted(row["share"], SHARE, language),
        )
    if not goals.frame["deviation"].isna().all():
        return " ".join(
            (size, _marked_by(goals, language), *_secret_marks(goals, signature, language))
        )
    if pd.isna(row["count"]):
        return f"{size} {say('Auch die Anteile seiner Ziele werden nicht veröffentlicht.')}"
    return f"{size} {say('Die Anteile seiner Ziele werden nicht veröffentlicht.')}"


def _marked_by(goals: Released, language: str) -> str:
    """Say which goals set a type apart; a withheld one might do so more."""
    say = speaker(language)
    secret = bool(goals.frame["deviation"].isna().any())
    marks = [
        say(
            "{goal} ({share} gegenüber {overall} im Durchschnitt)",
            goal=quoted(goal.label, language),
            share=formatted(goal.share, ROUND_SHARE, language),
            overall=formatted(goal.overall, ROUND_SHARE, language),
        )
        for goal in _most_marked(goals).itertuples()
    ]
    if not marks and secret:
        return say("Soweit veröffentlicht, hebt ihn kein Ziel vom Durchschnitt ab.")
    if not marks:
        return say("Kein Ziel hebt ihn vom Durchschnitt ab.")
    if secret:
        return say.many(
            "Soweit veröffentlicht, hebt ihn am stärksten das Ziel {goals} vom Durchschnitt ab.",
            "Soweit veröffentlicht, heben ihn am stärksten die Ziele {goals} vom Durchschnitt ab.",
            len(marks),
            goals=say.listed(marks),
        )
    return say.many(
        "Am stärksten hebt ihn das Ziel {goals} vom Durchschnitt ab.",
        "Am stärksten heben ihn die Ziele {goals} vom Durchschnitt ab.",
        len(marks),
        goals=say.listed(marks),
    )


def _secret_marks(goals: Released, signature: Collection[str], language: str) -> list[str]:
    """Say which goals mark the type in the study and are withheld here, lest others seem to."""
    labels = _withheld_labels(goals, signature)
    if not labels:
        return []
    say = speaker(language)
    sentence = say.many(
        "Geheim bleibt der Anteil des Ziels {goals}, das ihn in der Studie kennzeichnet.",
        "Geheim bleiben die Anteile der Ziele {goals}, die ihn in der Studie kennzeichnen.",
        len(labels),
        goals=say.listed([quoted(label, language) for label in labels]),
    )
    return [sentence]


def _withheld_labels(goals: Released, signature: Collection[str]) -> list[str]:
    """Labels of a signature whose share is withheld."""
    frame = goals.frame
    return list(frame.loc[frame["label"].isin(signature) & frame["share"].isna(), "label"])


def _most_marked(goals: Released) -> pd.DataFrame:
    """The two goals that a type chose most above the average."""
    frame = goals.frame[(goals.frame["deviation"] > 0).fillna(False)]
    return frame.sort_values("deviation", ascending=False, kind="stable").head(2)


def card(
    row: pd.Series,
    goals: Released,
    strong: pd.DataFrame,
    sentences: Mapping[str, str],
    language: str,
    signature: Collection[str] = (),
) -> str:
    """Say of a type in three lines how large it is, what it wants and what it is strong in.

    A fourth names what is withheld of the goals that mark it in the study.

    Args:
        row: ``count`` and ``share`` of the type; missing where withheld.
        goals: One row a goal of this type: ``label``, ``share``, ``deviation``.
        strong: Its strengths, the largest first.
        sentences: How each strength is worded, by indicator.
        language: Language of the lines.
        signature: Labels of the goals that mark its counterpart in the study.
    """
    say = speaker(language)
    if pd.isna(row["count"]):
        size = capitalised(say("Zahl nicht veröffentlicht"))
    else:
        size = say.many(
            "{number} Kommune, {share}",
            "{number} Kommunen, {share}",
            row["count"],
            number=formatted(row["count"], COUNT, language),
            share=formatted(row["share"], SHARE, language),
        )
    best = (
        say("Größte Stärke: keine bekannt")
        if strong.empty
        else say(
            "Größte Stärke: {strength}", strength=escaped(sentences[strong["indicator"].iloc[0]])
        )
    )
    lines = [size, _wants(goals, language)]
    if secret := [escaped(label) for label in _withheld_labels(goals, signature)]:
        lines.append(say("Kennzeichnend, aber geheim: {goals}", goals=say.listed(secret)))
    return "\n\n".join((*lines, best))


def _wants(goals: Released, language: str) -> str:
    say = speaker(language)
    marks = [
        f"{escaped(goal.label)} ({formatted(goal.share, ROUND_SHARE, language)})"
        for goal in _most_marked(goals).itertuples()
    ]
    known = goals.frame["deviation"].notna()
    if not known.any():
        return say("Ziele: nicht veröffentlicht")
    if not marks and not known.all():
        return say("Ziele, soweit veröffentlicht: kein Schwerpunkt")
    if not marks:
        return say("Ziele: kein Schwerpunkt")
    if not known.all():
        return say("Ziele, soweit veröffentlicht: {goals}", goals=say.listed(marks))
    return say("Ziele: {goals}", goals=say.listed(marks))


def absent_type(name: str, language: str) -> str:
    """Say that a reference type was not found in this wave."""
    return speaker(language)(
        "In dieser Welle entspricht kein gefundener Typ den Zielen, die {type} in der Studie "
        "kennzeichnen.",
        type=escaped(name),
    )
