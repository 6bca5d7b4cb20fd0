"""Sentences about who answered two waves, and what deserves a look."""

from __future__ import annotations

from typfrage.profiles.disclosure import Released, is_small
from typfrage.results.language import speaker
from typfrage.results.numbers import Format, formatted
from typfrage.results.waves import Waves
from typfrage.results.wording.changes_words import points, share, told_count
from typfrage.results.wording.phrases import quoted
from typfrage.survey.quality.quality_warnings import USUAL_CATEGORY, QualityCode, QualityWarning

NOTABLE = 0.05
"""A category that moved by so much is named; less is usual between two samples of such a size."""


def coverage_sentences(data: Released, waves: Waves, table: str) -> str:
    """Say how many answered both times.

    Args:
        data: As :func:`typfrage.results.tables.changes_quality.coverage` returns it.
        waves: The waves.
        table: Reference to it.
    """
    answers, response = data.frame.iloc[1], data.frame.iloc[2]
    say = speaker(waves.language)
    return say(
        "Aus der Welle {earlier} sind {first} Kommunen ausgewertet ({first_response} der "
        "angeschriebenen), aus der Welle {later} sind es {second} ({second_response}; {table}).",
        earlier=waves.ids[0],
        later=waves.ids[1],
        first=answers["earlier"],
        second=answers["later"],
        first_response=response["earlier"],
        second_response=response["later"],
        table=table,
    )


def composition_sentences(data: Released, waves: Waves, table: str) -> str:
    """Say whether others answered than before.

    Args:
        data: As :func:`typfrage.results.tables.changes_quality.composition` returns it.
        waves: The waves.
        table: Reference to it.
    """
    say, language = speaker(waves.language), waves.language
    size = data.frame["difference"].astype("float64")
    moved = data.frame[size.abs().round(2) >= NOTABLE]
    if moved.empty:
        return say(
            "Die Zusammensetzung der Antwortenden hat sich kaum geändert: Soweit veröffentlicht, "
            "änderte sich der Anteil keiner Gruppe um {points} Prozentpunkte oder mehr ({table}).",
            points=formatted(100 * NOTABLE, Format("decimal"), language),
            table=table,
        )
    told = say.listed(
        [
            say(
                "{group} ({points} Prozentpunkte auf {share})",
                group=quoted(row["label"], language),
                points=points(row["difference"], language),
                share=share(row["later_share"], language),
            )
            for _, row in moved.iterrows()
        ]
    )
    return say(
        "Die Zusammensetzung der Antwortenden hat sich geändert ({table}): {groups}. Ein Teil der "
        "übrigen Änderungen kann daher kommen.",
        groups=told,
        table=table,
    )


def non_response_sentences(data: Released, waves: Waves, table: str) -> str:
    """Say where answers are missing more or less often.

    Args:
        data: As :func:`typfrage.results.tables.changes_quality.non_response` returns it.
        waves: The waves.
        table: Reference to it.
    """
    say, language = speaker(waves.language), waves.language
    if data.frame.empty:
        return say(
            "Soweit veröffentlicht, änderte sich der Anteil fehlender Angaben gegenüber {earlier} "
            "bei keiner Frage um einen Prozentpunkt oder mehr.",
            earlier=waves.ids[0],
        )
    row = data.frame.iloc[0]
    return say(
        "Am stärksten änderte sich der Anteil fehlender Angaben, soweit veröffentlicht, bei "
        "{item}: von {first} auf {second} ({table}).",
        item=quoted(row["label"], language),
        first=share(row["earlier_share"], language),
        second=share(row["later_share"], language),
        table=table,
    )


def warning_lines(warnings: tuple[QualityWarning, ...], waves: Waves) -> str:
    """Say what deserves a look, one line each, or that nothing does.

    Args:
        warnings: What was noticed.
        waves: The waves.
    """
    say = speaker(waves.language)
    if not warnings:
        return say(
            "Die Zahl der Antworten, die Schlüssel, fehlende Angaben, leere Vorgaben und "
            "Größenordnungen wurden automatisch mit der früheren Welle verglichen. Die Prüfungen "
            "ergaben keine Warnung."
        )
    head = say.many(
        "Die automatischen Prüfungen gegen die frühere Welle ergaben eine Warnung. Bevor aus den "
        "Zahlen geschlossen wird, ist zu klären, ob sie am Fragebogen oder an der Datei liegt:",
        "Die automatischen Prüfungen gegen die frühere Welle ergaben {number} Warnungen. Bevor "
        "aus den Zahlen geschlossen wird, ist zu klären, ob sie am Fragebogen oder an der Datei "
        "liegen:",
        len(warnings),
    )
    return "\n".join([head, "", *(f"- {_warning(one, waves)}" for one in warnings)])


def _warning(one: QualityWarning, waves: Waves) -> str:
    """Word a warning; counts below the threshold are called few."""
    say, language = speaker(waves.language), waves.language
    values = {"earlier": waves.ids[0], "later": waves.ids[1]}
    if one.item:
        item = waves.later.codebook.item(one.item)
        values["item"] = quoted(waves.later.codebook.label(item.wording), language)
    match one.code:
        case QualityCode.FEWER_ANSWERS:
            return say(
                "Weniger als halb so viele Kommunen antworteten {later} wie {earlier}.", **values
            )
        case QualityCode.NO_PANEL:
            return say("Kein Schlüssel von {earlier} kommt {later} wieder vor.", **values)
        case QualityCode.OTHER_IDENTITY:
            return say(
                "{item}: {number} Kommunen mit demselben Schlüssel antworteten anders als "
                "{earlier}, obwohl sich das nicht ändern kann.",
                **values,
                number=told_count(int(one.later), waves.minimum_cases, language),
            )
        case QualityCode.NON_RESPONSE_UP:
            return say(
                "{item}: Viel mehr Angaben fehlen als {earlier}; der Anteil stieg um wenigstens "
                "zehn Prozentpunkte.",
                **values,
            )
        case QualityCode.CATEGORY_EMPTY:
            return say(
                "{item}: Die Vorgabe {option} wählte {later} niemand mehr, {earlier} taten es "
                "wenigstens {share}.",
                **values,
                option=quoted(_option(one, waves), language),
                share=share(USUAL_CATEGORY, language),
            )
        case QualityCode.MEDIAN_CHANGED:
            return say(
                "{item}: Der Median hat sich gegenüber {earlier} mehr als verdoppelt oder mehr als "
                "halbiert.",
                **values,
            )
        case QualityCode.PANEL_JUMPS:
            return say(
                "{item}: Bei {number} Kommunen, die beide Male antworteten, hat sich die Zahl mehr "
                "als verdoppelt oder mehr als halbiert.",
                **values,
                number=_few_or_many(int(one.later), waves),
            )


def _few_or_many(number: int, waves: Waves) -> str:
    """Say "many" of a number that would tell how few the others are, and of few that they are."""
    if is_small(number, waves.minimum_cases):
        return told_count(number, waves.minimum_cases, waves.language)
    return speaker(waves.language)("vielen")


def _option(one: QualityWarning, waves: Waves) -> str:
    labels = waves.later.codebook.labels()
    own = waves.later.codebook.item(one.item)
    options = {option.id: option.label for option in getattr(own, "options", ())}
    if one.option in options:
        return waves.later.codebook.label(options[one.option])
    return labels[one.option]
