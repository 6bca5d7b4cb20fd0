"""Sentences about municipalities that answered both waves."""

from __future__ import annotations

import numpy as np
import pandas as pd

from typfrage.profiles.disclosure import Released, is_small
from typfrage.profiles.latent_refusal import Uncorrected
from typfrage.profiles.latent_transitions import LatentTransitions
from typfrage.profiles.transitions import Transitions
from typfrage.results.language import mark, speaker
from typfrage.results.tables.changes_panel import STAYED
from typfrage.results.waves import Waves
from typfrage.results.wording.changes_words import count, share
from typfrage.results.wording.phrases import quoted

_WHY_NOT = {
    Uncorrected.FEW_MEMBERS: mark(
        "Wie viel davon auf unsicherer Zuordnung beruht, lässt sich mit so wenigen Kommunen nicht "
        "schätzen."
    ),
    Uncorrected.ONE_TYPE: mark(
        "Wie viel davon auf unsicherer Zuordnung beruht, lässt sich bei einem einzigen Typ nicht "
        "schätzen."
    ),
    Uncorrected.NO_CLASSES: mark(
        "Wie viel davon auf unsicherer Zuordnung beruht, lässt sich nicht schätzen: Die Antworten "
        "sind zu gleich für das Modell, das dazu nötig ist."
    ),
    Uncorrected.OTHER_CLASSES: mark(
        "Wie viel davon auf unsicherer Zuordnung beruht, lässt sich nicht schätzen: Das Modell, "
        "das dazu nötig ist, findet andere Gruppen als die Typen."
    ),
}


def no_panel(waves: Waves) -> str:
    """Say that nothing can be told of municipalities that answered both waves."""
    say = speaker(waves.language)
    values = {"earlier": waves.ids[0], "later": waves.ids[1]}
    if not len(waves.panel):
        return say(
            "Keine Kommune hat {earlier} und {later} geantwortet, soweit die Schlüssel das zeigen; "
            "Wechsel zwischen den Typen lassen sich deshalb nicht verfolgen.",
            **values,
        )
    return say(
        "Zu wenige Kommunen haben {earlier} und {later} geantwortet, als dass Wechsel zwischen den "
        "Typen veröffentlicht werden könnten.",
        **values,
    )


def no_types(waves: Waves) -> str:
    """Say that there is a panel, and no types to follow."""
    say = speaker(waves.language)
    return say(
        "Weil sich die Typen nicht vergleichen lassen, ist auch nicht zu sagen, wie viele Kommunen "
        "den Typ gewechselt haben."
    )


def panel_sentences(data: Released, found: Transitions, waves: Waves, table: str) -> str:
    """Say how many answered twice, and how many stayed in their type.

    Args:
        data: As :func:`typfrage.results.tables.changes_panel.moves` returns it.
        found: How the panel moved.
        waves: The waves.
        table: Reference to the table of moves.
    """
    sentences = [_members(found, waves), _stayed(data, found, waves, table)]
    sentences += _largest(data, waves)
    return " ".join(filter(None, sentences))


def uncertainty_sentences(latent: LatentTransitions, waves: Waves, *, told: bool) -> str:
    """Say what a change means where types are uncertain.

    Args:
        latent: The corrected moves, or why there are none.
        waves: The waves.
        told: Whether enough municipalities could stay for shares to be told.
    """
    say, language = speaker(waves.language), waves.language
    if not told:
        return ""
    begin = say(
        "Ein Wechsel heißt nicht immer, dass sich eine Kommune geändert hat: Wer zwischen zwei "
        "Typen steht, gerät schon durch ein einziges anderes Kreuz in den anderen."
    )
    if latent.reason is not None:
        return f"{begin} {say(_WHY_NOT[latent.reason])}"
    if np.isnan(latent.stayed.value):
        return begin
    seeming = round(latent.expected_if_nobody_changed, 2)
    expected = say(
        "Hätte sich keine Kommune geändert, wäre trotzdem bei etwa {seeming} oder mehr ein "
        "Wechsel zu sehen.",
        seeming=share(seeming, language),
    )
    if not seeming:
        expected = say("Hier aber sind die Typen so klar getrennt, dass das kaum vorkommt.")
    corrected = say(
        "Um diesen Fehler bereinigt, blieben {stayed} bei ihrem Typ (95-%-Intervall: {low} bis "
        "{high}).",
        stayed=share(latent.stayed.value, language),
        low=share(latent.stayed.low, language),
        high=share(latent.stayed.high, language),
    )
    parts = [begin, expected, corrected]
    if latent.limited:
        parts.append(
            say(
                "Die Bereinigung ist eine Schätzung aus einem Modell. Weil nur wenige Ziele "
                "genannt werden durften, gelingt sie nicht ganz, und ihre Intervalle sind etwas zu "
                "eng."
            )
        )
    return " ".join(parts)


def can_be_told(data: Released, found: Transitions, waves: Waves) -> bool:
    """Tell whether the share that stayed may be published: its count, the others, and the base.

    Where it is withheld how many stayed in one of the types, their sum would narrow it, and with it
    the moves from that type.

    Args:
        data: As :func:`typfrage.results.tables.changes_panel.moves` returns it.
        found: How the panel moved.
        waves: The waves.
    """
    if np.isnan(found.stayed.value) or data.withheld["count"][data.frame["stays"] == STAYED].any():
        return False
    stayed = round(found.stayed.value * found.stayed_base)
    rest = found.stayed_base - stayed
    enough = found.stayed_base >= waves.minimum_cases
    return enough and not any(is_small(n, waves.minimum_cases) for n in (stayed, rest))


def alt_moves(data: Released, waves: Waves) -> str:
    """Describe the figure of the moves."""
    say, language = speaker(waves.language), waves.language
    rows = data.frame.dropna(subset=["count"])
    parts = [
        say(
            "von {before} zu {after} {number}",
            before=row["before"],
            after=row["after"],
            number=count(int(row["count"]), language),
        )
        for _, row in rows.iterrows()
    ]
    return say(
        "Flussdiagramm der Wechsel zwischen den Typen von {earlier} links und {later} rechts; "
        "Zahl der Kommunen, soweit veröffentlicht: {moves}.",
        earlier=waves.ids[0],
        later=waves.ids[1],
        moves="; ".join(parts) or say("keine"),
    )


def _members(found: Transitions, waves: Waves) -> str:
    say = speaker(waves.language)
    answers = [len(wave.goals) for wave in waves.both]
    values = {"earlier": waves.ids[0], "later": waves.ids[1]}
    if any(is_small(n - found.members, waves.minimum_cases) for n in answers):
        return say(
            "Fast alle Kommunen einer der beiden Wellen haben {earlier} und {later} geantwortet "
            "und können verglichen werden.",
            **values,
        )
    return say(
        "{number} Kommunen haben {earlier} und {later} geantwortet und gehören in beiden Wellen "
        "zu einem Typ.",
        number=count(found.members, waves.language),
        **values,
    )


def _stayed(data: Released, found: Transitions, waves: Waves, table: str) -> str:
    say, language = speaker(waves.language), waves.language
    if not found.pairs:
        return ""
    if not can_be_told(data, found, waves):
        return say(
            "Wie viele bei ihrem Typ blieben, wird nicht veröffentlicht, damit keine einzelne "
            "Kommune zu erkennen ist ({table}).",
            table=table,
        )
    values = {
        "stayed": share(found.stayed.value, language),
        "low": share(found.stayed.low, language),
        "high": share(found.stayed.high, language),
        "table": table,
    }
    if found.stayed_base == found.members:
        return say(
            "Davon blieben {stayed} bei ihrem Typ (95-%-Intervall: {low} bis {high}; {table}).",
            **values,
        )
    return say(
        "Von denen, deren Typ wiederkehrt, blieben {stayed} bei ihm (95-%-Intervall: {low} bis "
        "{high}; {table}).",
        **values,
    )


def _largest(data: Released, waves: Waves) -> list[str]:
    """Name the most frequent moves to another type."""
    say = speaker(waves.language)
    rows = data.frame[data.frame["stays"] == "left"].dropna(subset=["count"])
    rows = rows[rows["count"] > 0].sort_values("count", ascending=False, kind="stable")
    if rows.empty:
        return []
    top = rows[rows["count"] == rows["count"].iloc[0]]
    values = {
        "moves": say.listed([_move(row, waves) for _, row in top.iterrows()]),
        "each": count(int(top["count"].iloc[0]), waves.language),
    }
    if len(top) == 1:
        return [
            say(
                "Am häufigsten ist, soweit veröffentlicht, der Wechsel {moves} ({each} Kommunen).",
                **values,
            )
        ]
    return [
        say(
            "Am häufigsten sind, soweit veröffentlicht, die Wechsel {moves} (je {each} Kommunen).",
            **values,
        )
    ]


def _move(row: pd.Series, waves: Waves) -> str:
    say, language = speaker(waves.language), waves.language
    return say(
        "von {before} zu {after}",
        before=quoted(row["before"], language),
        after=quoted(row["after"], language),
    )
