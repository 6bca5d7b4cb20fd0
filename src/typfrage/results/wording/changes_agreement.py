"""Sentences about how far types of two waves, or of one wave by other goals, are the same."""

from __future__ import annotations

import pandas as pd

from typfrage.profiles.disclosure import Released
from typfrage.profiles.wave_types import WaveTypes
from typfrage.results.language import speaker
from typfrage.results.numbers import Format, formatted
from typfrage.results.tables.changes_agreement import correspondences
from typfrage.results.waves import Waves
from typfrage.results.wording.changes_words import named, share

# Nine in ten in matched types are the same types with other edges.
ALMOST = 0.9
# Three in four are the same by and large.
LARGE = 0.75


def effect_sentences(data: Released, waves: Waves, types: WaveTypes, table: str) -> str:
    """Say what leaving out goals does to the types, in both waves.

    Args:
        data: As :func:`typfrage.results.tables.changes_agreement.agreements` returns it.
        waves: The waves.
        types: Their types.
        table: Reference to it.
    """
    say = speaker(waves.language)
    exact = [found.matched_share for found in correspondences(waves, types)]
    sentences = [
        say(
            "Wie weit die Typen aus den gemeinsamen Zielen die berichteten Typen derselben Welle "
            "sind, zeigt {table}.",
            table=table,
        )
    ]
    for at, id_ in enumerate(waves.ids):
        sentences.append(_effect(data.frame.iloc[at], exact[at], id_, waves))
        lost = [
            name.name.partition(":")[0]
            for name in waves.both[at].names
            if name.id not in {own.id for own in waves.names[at]}
        ]
        if lost:
            sentences.append(
                say(
                    "Nicht wieder bilden sich dort aus den gemeinsamen Zielen: {types}.",
                    types=named(lost, waves.language),
                )
            )
    return " ".join(sentences)


def carried_sentences(data: Released, waves: Waves, types: WaveTypes, table: str) -> str:
    """Say how far types carried on from the earlier wave are those found anew.

    Args:
        data: As :func:`typfrage.results.tables.changes_agreement.agreements` returns it.
        waves: The waves.
        types: Their types.
        table: Reference to it.
    """
    say, language = speaker(waves.language), waves.language
    row = data.frame.iloc[-1]
    values = {"earlier": waves.ids[0], "later": waves.ids[1], "table": table}
    exact = types.carried_agreement.matched_share
    if exact == 1:
        return say(
            "Ordnet man die Antworten von {later} den Typen von {earlier} zu, ergeben sich bei "
            "allen Kommunen dieselben Typen wie bei neuer Suche ({table}).",
            **values,
        )
    if almost_all(row, exact):
        return say(
            "Ordnet man die Antworten von {later} den Typen von {earlier} zu, ergeben sich bei "
            "fast allen Kommunen dieselben Typen wie bei neuer Suche ({table}).",
            **values,
        )
    if pd.isna(row["share"]):
        return ""
    values |= {
        "share": share(row["share"], language),
        "rand": formatted(row["adjusted_rand"], Format("decimal", 2), language),
    }
    if row["share"] >= ALMOST:
        return say(
            "Ordnet man die Antworten von {later} den Typen von {earlier} zu, ergeben sich "
            "weitgehend dieselben Typen wie bei neuer Suche: {share} der Kommunen gehören auf "
            "beiden Wegen zum selben Typ (angepasster Rand-Index {rand}; {table}).",
            **values,
        )
    if row["share"] >= LARGE:
        return say(
            "Ordnet man die Antworten von {later} den Typen von {earlier} zu, ergeben sich im "
            "Großen und Ganzen dieselben Typen wie bei neuer Suche: {share} der Kommunen gehören "
            "auf beiden Wegen zum selben Typ (angepasster Rand-Index {rand}; {table}).",
            **values,
        )
    return say(
        "Ordnet man die Antworten von {later} den Typen von {earlier} zu, ergeben sich andere "
        "Typen als bei neuer Suche: Nur {share} der Kommunen gehören auf beiden Wegen zum selben "
        "Typ (angepasster Rand-Index {rand}; {table}).",
        **values,
    )


def _effect(row: pd.Series, exact: float, id_: str, waves: Waves) -> str:
    say, language = speaker(waves.language), waves.language
    values = {"wave": id_}
    if exact == 1:
        return say("{wave} ist es bei allen Kommunen derselbe Typ.", **values)
    if almost_all(row, exact):
        return say("{wave} ist es bei fast allen Kommunen derselbe Typ.", **values)
    if pd.isna(row["share"]):
        return say("Für {wave} wird der Vergleich nicht veröffentlicht.", **values)
    values |= {
        "share": share(row["share"], language),
        "rand": formatted(row["adjusted_rand"], Format("decimal", 2), language),
    }
    if row["share"] >= ALMOST:
        return say(
            "{wave} sind es weitgehend dieselben Typen: {share} der Kommunen gehören auf beiden "
            "Wegen zum selben Typ (angepasster Rand-Index {rand}).",
            **values,
        )
    if row["share"] >= LARGE:
        return say(
            "{wave} sind es im Großen und Ganzen dieselben Typen: {share} der Kommunen gehören "
            "auf beiden Wegen zum selben Typ (angepasster Rand-Index {rand}).",
            **values,
        )
    return say(
        "{wave} sind es andere Typen als die berichteten: Nur {share} der Kommunen gehören auf "
        "beiden Wegen zum selben Typ (angepasster Rand-Index {rand}).",
        **values,
    )


def almost_all(row: pd.Series, exact: float) -> bool:
    """Tell whether all but a few are in matched types, so that no number may say how many.

    Args:
        row: ``share`` as released.
        exact: The same before.
    """
    return exact >= ALMOST and bool(pd.isna(row["share"]) or round(row["share"], 2) == 1)
