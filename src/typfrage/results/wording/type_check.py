"""Sentences of the Typ-Check: how it reckons, and how its worksheet is used."""

from __future__ import annotations

from typfrage.profiles.type_check import TypeCheck
from typfrage.profiles.worksheet import Worksheet
from typfrage.results.language import mark, speaker
from typfrage.results.numbers import formatted
from typfrage.results.type_check import Refusal
from typfrage.results.wording.phrases import COUNT, ROUND_SHARE, SHARE

_REFUSED = {
    Refusal.TOO_MANY_ANSWERS: mark(
        "Für diese Welle gibt es keinen Typ-Check, weil die Frage nach den Zielen zu viele "
        "Antworten zulässt."
    ),
    Refusal.SMALL_TYPE: mark(
        "Für diese Welle gibt es keinen Typ-Check, weil ein Typ so wenige Kommunen hat, dass ihre "
        "Zahl geheim bleibt."
    ),
}


def no_type_check(why: Refusal, language: str) -> str:
    """Say that there is no Typ-Check, and why."""
    return speaker(language)(_REFUSED[why])


def limit(check: TypeCheck, language: str) -> str:
    """Say how many goals may be chosen, as an object: „ein bis drei Ziele“."""
    say = speaker(language)
    most = check.max_choices or len(check.goals)
    return say.many("genau ein Ziel", "ein bis {count} Ziele", most, count=say.number(most))


def how_it_reckons(
    check: TypeCheck, *, replicates: int, mixed_below: float, withheld: bool, language: str
) -> str:
    """Explain the result: nearest type, certainty, reasons, and what stays secret.

    Args:
        check: The types of all possible answers.
        replicates: Number of bootstrap samples.
        mixed_below: Share of them below which an answer lies between two types.
        withheld: Whether some of the published shares are withheld.
        language: Language of the paragraphs.
    """
    say = speaker(language)
    parts = [
        say(
            "**Der nächste Typ.** Wer {goals} wählt, kann {answers} verschiedene Antworten geben. "
            "Jede ist vorab eingeordnet: Es gilt der Typ, dessen Anteile der Ziele (@fig-ziele) "
            "der Antwort am nächsten kommen, gemessen an der Summe der quadrierten Abweichungen. "
            "So ordnet auch das Verfahren die Kommunen zu.",
            goals=limit(check, language),
            answers=formatted(len(check.answers), COUNT, language),
        ),
        say(
            "**Die Sicherheit.** In {replicates} Stichproben wurden Antworten gezogen, wie sie "
            "nach den veröffentlichten Anteilen zu erwarten sind, und die Typen neu gesucht. Der "
            "Prozentwert sagt, in wie vielen die Antwort zum selben Typ führt. Unter {share} steht "
            "sie zwischen zwei Typen. Die Antworten der Kommunen selbst werden dafür nicht "
            "gezogen, denn daraus ließen sich geheime Zahlen erschließen. Der Prozentwert ist "
            "dadurch meist etwas höher, als er es bei den Kommunen selbst wäre.",
            replicates=formatted(replicates, COUNT, language),
            share=formatted(mixed_below, ROUND_SHARE, language),
        ),
        say(
            "**Die Gründe.** Entschieden haben die gewählten Ziele, die der nächste Typ häufiger "
            "nennt als der zweitnächste, das gewichtigste zuerst. Reichen sie allein nicht aus, "
            "kommen Ziele hinzu, die nicht gewählt wurden und die der zweitnächste Typ häufiger "
            "nennt."
        ),
    ]
    if withheld:
        parts.append(
            say(
                "**Was geheim bleibt.** Einige Anteile werden nicht veröffentlicht, damit keine "
                "einzelne Kommune zu erkennen ist. Der Typ-Check kennt sie auch nicht. "
                "Kennzeichnet ein solches Ziel in der Studie einen der betroffenen Typen, rechnet "
                "er bei diesem mit einem hohen Anteil und bei den anderen mit einem niedrigen. "
                "Sonst rechnet er mit dem Anteil, den sie gemeinsam haben. An der Grenze zwischen "
                "zwei Typen kann er deshalb anders entscheiden als das Verfahren."
            )
        )
    return "\n\n".join(parts)


def where_the_worksheet_is(sheet: Worksheet, language: str) -> str:
    """Tell readers of the site that there is a worksheet."""
    return speaker(language)(
        "**Auf Papier.** Im PDF dieses Berichts steht statt des Formulars ein Arbeitsblatt. Es "
        "führt bei {agreeing} von {answers} möglichen Antworten ({share}) zum selben Typ.",
        **_agreement(sheet, language),
    )


def how_to_use_the_worksheet(check: TypeCheck, sheet: Worksheet, language: str) -> str:
    """Explain the worksheet in steps, as Markdown."""
    say = speaker(language)
    steps = (
        say(
            "Kreuzen Sie in @tbl-arbeitsblatt {goals} an, die in Ihrer Kommune Vorrang haben.",
            goals=limit(check, language),
        ),
        say(
            "Zählen Sie für jeden Typ die Startpunkte und die Punkte der angekreuzten Ziele "
            "zusammen."
        ),
        say(
            "Der Typ mit den meisten Punkten steht Ihrer Kommune am nächsten. Bei Gleichstand "
            "steht sie zwischen diesen Typen; im Zweifel gilt der, der in der Tabelle weiter links "
            "steht. Der Typ mit den zweitmeisten Punkten ist meist der zweitnächste."
        ),
    )
    rounded = say(
        "Die Punkte sind gerundet. Sie führen bei {agreeing} von {answers} möglichen Antworten "
        "({share}) zum selben Typ wie das Formular.",
        **_agreement(sheet, language),
    )
    return "\n".join(
        [
            say(
                "Auf der Website rechnet ein Formular. Dieses Arbeitsblatt kommt ohne Rechner aus:"
            ),
            "",
            *(f"{number}. {step}" for number, step in enumerate(steps, start=1)),
            "",
            rounded,
        ]
    )


def _agreement(sheet: Worksheet, language: str) -> dict[str, str]:
    """How many possible answers come to the same type on paper."""
    return {
        "agreeing": formatted(sheet.agreeing, COUNT, language),
        "answers": formatted(sheet.answers, COUNT, language),
        "share": formatted(sheet.agreeing / sheet.answers, SHARE, language),
    }
