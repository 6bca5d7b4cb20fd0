"""Sentences about the types of two waves."""

from __future__ import annotations

import pandas as pd

from typfrage.profiles.disclosure import Released
from typfrage.profiles.wave_types import WaveTypes
from typfrage.results.language import speaker
from typfrage.results.markdown import escaped
from typfrage.results.waves import Waves
from typfrage.results.wording.changes_words import named, share, told_count
from typfrage.results.wording.phrases import capitalised


def types_sentences(data: Released, waves: Waves, types: WaveTypes, table: str) -> str:
    """Say which types are in both waves, and whose share changed.

    Args:
        data: As :func:`typfrage.results.tables.changes_types.type_changes` returns it.
        waves: The waves.
        types: Their types.
        table: Reference to it.
    """
    parts = [
        _matching(data, waves, types, table),
        _sizes(data, waves),
        _without_goals(waves, types),
    ]
    return " ".join(filter(None, parts))


def changes_of_types(data: Released, waves: Waves) -> str:
    """Say in a sentence or two whose share rose or fell beyond chance; empty where nothing did."""
    say = speaker(waves.language)
    significance = waves.later.wave.file.analysis.significance
    sure = data.frame[data.frame["p_bh"].astype("float64") <= significance]
    difference = sure["difference"].astype("float64")
    grown, shrunk = (
        [_told(row, waves) for _, row in sure[rows].iterrows()]
        for rows in (difference > 0, difference < 0)
    )
    found = []
    if grown:
        found.append(
            say.many(
                "Größer geworden ist ein Typ: {types}.",
                "Größer geworden sind {many} Typen: {types}.",
                len(grown),
                many=say.number(len(grown)),
                types=say.listed(grown),
            )
        )
    if shrunk:
        found.append(
            say.many(
                "Kleiner geworden ist ein Typ: {types}.",
                "Kleiner geworden sind {many} Typen: {types}.",
                len(shrunk),
                many=say.number(len(shrunk)),
                types=say.listed(shrunk),
            )
        )
    return " ".join(map(capitalised, found))


def alt_types(data: Released, waves: Waves) -> str:
    """Describe the figure of the types' shares then and now."""
    say, language = speaker(waves.language), waves.language
    parts = [
        say(
            "{type} {earlier} und {later}",
            type=row["earlier_type"] or row["later_type"],
            earlier=_or_nothing(row["earlier_share"], language),
            later=_or_nothing(row["later_share"], language),
        )
        for _, row in data.frame.iterrows()
    ]
    return say(
        "Punktdiagramm der Anteile der Typen {earlier} und {later}: {types}.",
        earlier=waves.ids[0],
        later=waves.ids[1],
        types="; ".join(parts),
    )


def _matching(data: Released, waves: Waves, types: WaveTypes, table: str) -> str:
    say, language = speaker(waves.language), waves.language
    values = {"earlier": waves.ids[0], "later": waves.ids[1], "table": table}
    k1, k2 = types.earlier.k, types.later.k
    sentences = []
    if k1 != k2:
        sentences.append(
            say(
                "{earlier} wurden {first}, {later} {second} Typen gebildet.",
                **values,
                first=say.number(k1),
                second=say.number(k2),
            )
        )
    if not types.matched:
        sentences.append(say("Kein Typ von {earlier} kehrt {later} wieder ({table}).", **values))
    elif not types.vanished and not types.new:
        sentences.append(
            say("Jedem Typ von {earlier} entspricht {later} ein Typ ({table}).", **values)
        )
    else:
        sentences.append(
            say.many(
                "Ein Typ von {earlier} kehrt {later} wieder ({table}).",
                "{many} Typen von {earlier} kehren {later} wieder ({table}).",
                len(types.matched),
                many=capitalised(say.number(len(types.matched))),
                **values,
            )
        )
    frame = data.frame
    gone = frame["earlier_type"][frame["later_type"] == ""]
    new = frame["later_type"][frame["earlier_type"] == ""]
    if len(gone):
        sentences.append(
            say(
                "Ohne Entsprechung bleibt {later}: {types}.",
                types=named([waves.full_names[name] for name in gone], language),
                **values,
            )
        )
    if len(new):
        sentences.append(
            say(
                "Neu ist {later}: {types}.",
                types=named([waves.full_names[name] for name in new], language),
                **values,
            )
        )
    sentences += _renamed(data, waves)
    return " ".join(sentences)


def _renamed(data: Released, waves: Waves) -> list[str]:
    """Say which counterparts bear another name."""
    say = speaker(waves.language)
    found = {name.short for names in waves.names for name in names if name.reference is not None}
    known = data.frame["earlier_type"].isin(found) & data.frame["later_type"].isin(found)
    both = data.frame[known]
    return [
        say(
            "„{first}“ ({earlier}) entspricht am ehesten „{second}“ ({later}).",
            first=escaped(row.earlier_type),
            second=escaped(row.later_type),
            earlier=waves.ids[0],
            later=waves.ids[1],
        )
        for row in both[both["earlier_type"] != both["later_type"]].itertuples()
    ]


def _sizes(data: Released, waves: Waves) -> str:
    say = speaker(waves.language)
    pairs = data.frame[data.frame["correlation"].notna() | data.withheld["correlation"]]
    if pairs.empty:
        return ""
    changed = changes_of_types(data, waves)
    secret = bool(data.withheld["difference"].any())
    if not changed and secret:
        return say(
            "Soweit veröffentlicht, hat sich bei keinem Typ der Anteil über den Zufall hinaus "
            "geändert."
        )
    if not changed:
        return say("Bei keinem Typ hat sich der Anteil über den Zufall hinaus geändert.")
    sure = pairs["p_bh"].astype("float64") <= waves.later.wave.file.analysis.significance
    return changed if sure.all() else f"{changed} {_rest(int((~sure).sum()), waves, secret=secret)}"


def _rest(number: int, waves: Waves, *, secret: bool) -> str:
    say = speaker(waves.language)
    if secret:
        return say(
            "Sonst ist, soweit veröffentlicht, keine Änderung über den Zufall hinaus zu sehen."
        )
    return say.many(
        "Bei dem übrigen Typ ist keine Änderung über den Zufall hinaus zu sehen.",
        "Bei den übrigen Typen ist keine Änderung über den Zufall hinaus zu sehen.",
        number,
    )


def _told(row: pd.Series, waves: Waves) -> str:
    say = speaker(waves.language)
    return say(
        "{type} (von {first} auf {second})",
        type=escaped(waves.full_names[row["later_type"]]),
        first=share(row["earlier_share"], waves.language),
        second=share(row["later_share"], waves.language),
    )


def _without_goals(waves: Waves, types: WaveTypes) -> str:
    say = speaker(waves.language)
    if not any(types.without_goals):
        return ""
    numbers = [
        told_count(n, waves.minimum_cases, waves.language) if n else say("keine")
        for n in types.without_goals
    ]
    return say(
        "Wer keines der gemeinsamen Ziele wählte, gehört hier zu keinem Typ ({earlier}: {first}, "
        "{later}: {second}).",
        earlier=waves.ids[0],
        later=waves.ids[1],
        first=numbers[0],
        second=numbers[1],
    )


def _or_nothing(value: float, language: str) -> str:
    say = speaker(language)
    return say("ohne Angabe") if pd.isna(value) else share(value, language)
