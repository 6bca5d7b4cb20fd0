"""Sentences of the Typ-Check: how it reckons, and how its worksheet is used."""

from __future__ import annotations

from typfrage.profiles.type_check import TypeCheck
from typfrage.profiles.worksheet import Worksheet
from typfrage.results.numbers import formatted, in_words
from typfrage.results.type_check import Refusal
from typfrage.results.wording.phrases import COUNT, ROUND_SHARE, SHARE

_REFUSED = {
    Refusal.TOO_MANY_ANSWERS: "die Frage nach den Zielen zu viele Antworten zulässt",
    Refusal.SMALL_TYPE: "ein Typ so wenige Kommunen hat, dass ihre Zahl geheim bleibt",
}


def no_type_check(why: Refusal) -> str:
    """Say that there is no Typ-Check, and why."""
    return f"Für diese Welle gibt es keinen Typ-Check, weil {_REFUSED[why]}."


def limit(check: TypeCheck) -> str:
    """Say how many goals may be chosen, as an object: „ein bis drei Ziele“."""
    most = check.max_choices or len(check.goals)
    return "genau ein Ziel" if most == 1 else f"ein bis {in_words(most)} Ziele"


def how_it_reckons(check: TypeCheck, *, replicates: int, mixed_below: float, withheld: bool) -> str:
    """Explain the result: nearest type, certainty, reasons, and what stays secret.

    Args:
        check: The types of all possible answers.
        replicates: Number of bootstrap samples.
        mixed_below: Share of them below which an answer lies between two types.
        withheld: Whether some of the published shares are withheld.
    """
    answers = formatted(len(check.answers), COUNT)
    parts = [
        f"**Der nächste Typ.** Wer {limit(check)} wählt, kann {answers} verschiedene Antworten "
        "geben. Jede ist vorab eingeordnet: Es gilt der Typ, dessen Anteile der Ziele (@fig-ziele) "
        "der Antwort am nächsten kommen, gemessen an der Summe der quadrierten Abweichungen. So "
        "ordnet auch das Verfahren die Kommunen zu.",
        f"**Die Sicherheit.** In {formatted(replicates, COUNT)} Stichproben wurden die Kommunen "
        "neu gezogen und die Typen neu gesucht. Der Prozentwert sagt, in wie vielen die Antwort "
        f"zum selben Typ führt. Unter {formatted(mixed_below, ROUND_SHARE)} steht sie zwischen "
        "zwei Typen.",
        "**Die Gründe.** Entschieden haben die gewählten Ziele, die der nächste Typ häufiger nennt "
        "als der zweitnächste, das gewichtigste zuerst. Reichen sie allein nicht aus, kommen Ziele "
        "hinzu, die nicht gewählt wurden und die der zweitnächste Typ häufiger nennt.",
    ]
    if withheld:
        parts.append(
            "**Was geheim bleibt.** Einige Anteile werden nicht veröffentlicht, damit keine "
            "einzelne Kommune zu erkennen ist. Der Typ-Check kennt sie auch nicht: Er rechnet mit "
            "dem Anteil, den die betroffenen Typen gemeinsam haben. An der Grenze zwischen zwei "
            "Typen kann er deshalb anders entscheiden als das Verfahren."
        )
    return "\n\n".join(parts)


def where_the_worksheet_is(sheet: Worksheet) -> str:
    """Tell readers of the site that there is a worksheet."""
    return (
        "**Auf Papier.** Im PDF dieses Berichts steht statt des Formulars ein Arbeitsblatt. Es "
        f"führt {_agreement(sheet)} zum selben Typ."
    )


def how_to_use_the_worksheet(check: TypeCheck, sheet: Worksheet) -> str:
    """Explain the worksheet in steps, as Markdown."""
    return "\n".join(
        [
            "Auf der Website rechnet ein Formular. Dieses Arbeitsblatt kommt ohne Rechner aus:",
            "",
            f"1. Kreuzen Sie in @tbl-arbeitsblatt {limit(check)} an, die in Ihrer Kommune Vorrang "
            "haben.",
            "2. Zählen Sie für jeden Typ die Startpunkte und die Punkte der angekreuzten Ziele "
            "zusammen.",
            "3. Der Typ mit den meisten Punkten steht Ihrer Kommune am nächsten. Bei Gleichstand "
            "steht sie zwischen diesen Typen; im Zweifel gilt der, der in der Tabelle weiter links "
            "steht. Der Typ mit den zweitmeisten Punkten ist meist der zweitnächste.",
            "",
            f"Die Punkte sind gerundet. Sie führen {_agreement(sheet)} zum selben Typ wie das "
            "Formular.",
        ]
    )


def _agreement(sheet: Worksheet) -> str:
    share = sheet.agreeing / sheet.answers
    return (
        f"bei {formatted(sheet.agreeing, COUNT)} von {formatted(sheet.answers, COUNT)} möglichen "
        f"Antworten ({formatted(share, SHARE)})"
    )
