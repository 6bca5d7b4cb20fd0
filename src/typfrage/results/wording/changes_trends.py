"""Sentences about what rose, what fell, and what did not change measurably."""

from __future__ import annotations

import pandas as pd

from typfrage.profiles.disclosure import Released
from typfrage.results.language import speaker
from typfrage.results.waves import Waves
from typfrage.results.wording.changes_words import MOST_NAMED, points, share
from typfrage.results.wording.phrases import capitalised, quoted


def trend_sentences(data: Released, waves: Waves, table: str) -> str:
    """Say what rose and what fell, the largest change first.

    Args:
        data: As :func:`typfrage.results.tables.changes_trends.trends` returns it.
        waves: The waves.
        table: Reference to the table with all.
    """
    say = speaker(waves.language)
    sentences = [
        say.many(
            "Ein Merkmal lässt sich vergleichen ({table}).",
            "{number} Merkmale lassen sich vergleichen ({table}).",
            len(data.frame),
            table=table,
        )
    ]
    rising, falling, same, unknown = _numbers(data, waves)
    sentences += [_listed(data, waves, rising=rises) for rises in (True, False)]
    if same and not rising and not falling:
        sentences.append(
            say("Soweit veröffentlicht, hat sich keines über den Zufall hinaus geändert.")
            if unknown
            else say("Keine Änderung geht über den Zufall hinaus.")
        )
    elif same:
        sentences.append(
            say.many(
                "Bei einem weiteren ist keine Änderung über den Zufall hinaus zu sehen.",
                "Bei {number} weiteren ist keine Änderung über den Zufall hinaus zu sehen.",
                same,
            )
        )
    if unknown:
        sentences.append(
            say.many(
                "Bei einem Merkmal wird die Änderung nicht veröffentlicht oder lässt sich nicht "
                "berechnen.",
                "Bei {number} Merkmalen wird die Änderung nicht veröffentlicht oder lässt sich "
                "nicht berechnen.",
                unknown,
            )
        )
    return " ".join(map(capitalised, filter(None, sentences)))


def goals_note(waves: Waves) -> str:
    """Say that a goal may be chosen less because another stands beside it; empty if none does."""
    if not waves.common:
        return ""
    question = waves.later.wave.file.analysis.types_from
    if not waves.change.excluded_goals(question) or question not in waves.change.competing:
        return ""
    say = speaker(waves.language)
    return say(
        "Bei den Zielen ist Vorsicht geboten: Weil nur wenige genannt werden durften und {earlier} "
        "und {later} nicht dieselben zur Wahl standen, kann ein Ziel auch deshalb häufiger oder "
        "seltener genannt sein.",
        earlier=waves.ids[0],
        later=waves.ids[1],
    )


def left_out_note(scales: int, language: str) -> str:
    """Say that scales are no part of the comparison; empty if there are none."""
    if not scales:
        return ""
    say = speaker(language)
    return say("Verglichen werden nur Anteile, nicht die Mittelwerte von Skalen und Anzahlen.")


def panel_note(data: Released, waves: Waves) -> str:
    """Say whether the same holds of those who answered twice.

    Args:
        data: As :func:`typfrage.results.tables.changes_trends.trends` returns it.
        waves: The waves.
    """
    say = speaker(waves.language)
    sure = _sure(data, waves)
    both = sure[sure["panel_difference"].notna()]
    if both.empty:
        return ""
    same = (both["panel_difference"].astype("float64") * both["difference"].astype("float64")) > 0
    if same.all():
        return say.many(
            "Diese Änderung geht auch unter den Kommunen, die beide Male antworteten, in dieselbe "
            "Richtung. Das spricht dagegen, dass sie allein daher kommt, dass andere geantwortet "
            "haben.",
            "Diese Änderungen gehen, soweit veröffentlicht, auch unter den Kommunen, die beide "
            "Male antworteten, in dieselbe Richtung. Das spricht dagegen, dass sie allein daher "
            "kommen, dass andere geantwortet haben.",
            len(both),
        )
    odd = say.listed([quoted(label, waves.language) for label in both["label"][~same]])
    return say(
        "Unter den Kommunen, die beide Male antworteten, ist das nicht so bei {items}; hier kann "
        "die Änderung daher kommen, dass andere geantwortet haben.",
        items=odd,
    )


def alt_trends(data: Released, waves: Waves) -> str:
    """Describe the figure of the largest changes."""
    say, language = speaker(waves.language), waves.language
    parts = [
        say(
            "{item} von {first} auf {second}",
            item=row["label"],
            first=share(row["earlier_share"], language),
            second=share(row["later_share"], language),
        )
        for _, row in data.frame.iterrows()
    ]
    return say(
        "Punktdiagramm der Anteile {earlier} und {later}: {items}.",
        earlier=waves.ids[0],
        later=waves.ids[1],
        items="; ".join(parts),
    )


def _listed(data: Released, waves: Waves, *, rising: bool) -> str:
    say, language = speaker(waves.language), waves.language
    sure = _sure(data, waves)
    difference = sure["difference"].astype("float64")
    rows = sure.loc[difference[difference > 0 if rising else difference < 0].abs().sort_values(
        ascending=False, kind="stable"
    ).index]  # fmt: skip
    if rows.empty:
        return ""
    told = [
        say(
            "{item} ({points} Prozentpunkte auf {share})",
            item=quoted(row["label"], language),
            points=points(row["difference"], language),
            share=share(row["later_share"], language),
        )
        for _, row in rows.head(MOST_NAMED).iterrows()
    ]
    values = {"items": say.listed(told), "rows": say.number(len(rows))}
    if len(rows) > MOST_NAMED and rising:
        return say("Häufiger geworden sind {rows} Merkmale, am stärksten {items}.", **values)
    if len(rows) > MOST_NAMED:
        return say("Seltener geworden sind {rows} Merkmale, am stärksten {items}.", **values)
    return _few(values, waves, rising=rising)


def _few(values: dict[str, str], waves: Waves, *, rising: bool) -> str:
    say = speaker(waves.language)
    if rising:
        return say("Häufiger geworden: {items}.", items=values["items"])
    return say("Seltener geworden: {items}.", items=values["items"])


def _sure(data: Released, waves: Waves) -> pd.DataFrame:
    significance = waves.later.wave.file.analysis.significance
    return data.frame[data.frame["p_bh"].astype("float64") <= significance]


def _numbers(data: Released, waves: Waves) -> tuple[int, int, int, int]:
    """How many rose, fell, did not change measurably, and are unknown."""
    difference = _sure(data, waves)["difference"].astype("float64")
    known = int(data.frame["p_bh"].notna().sum())
    rising, falling = int((difference > 0).sum()), int((difference < 0).sum())
    return rising, falling, known - rising - falling, len(data.frame) - known
