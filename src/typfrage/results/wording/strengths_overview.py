"""Sentences about how many strengths were found."""

from __future__ import annotations

import pandas as pd

from typfrage.results.language import speaker
from typfrage.results.numbers import formatted
from typfrage.results.wording.phrases import COUNT, capitalised
from typfrage.results.wording.strengths import NO_STRENGTHS_NAMED


def strengths_overview(
    strong: pd.DataFrame, tests: int, *, named: bool, secret: bool, language: str
) -> str:
    """Say how many strengths were found among how many tests.

    Args:
        strong: All strengths.
        tests: Tests in the family.
        named: Whether the study says what counts as a strength.
        secret: Whether some values are withheld.
        language: Language of the sentences.
    """
    say = speaker(language)
    if not named:
        return say(NO_STRENGTHS_NAMED)
    if not tests:
        return say("Vergleichen ließ sich nichts; Stärken sind deshalb nicht bekannt.")
    if strong.empty:
        return _none_found(tests, secret, language)
    found = _found(len(strong), tests, secret, language)
    return f"{found} {_strict(int(strong['strict'].sum()), len(strong), language)}"


def _none_found(tests: int, secret: bool, language: str) -> str:
    say = speaker(language)
    number = formatted(tests, COUNT, language)
    if tests == 1:
        return say(
            "Der eine Vergleich ergab keine Stärke: keinen Unterschied nach oben, der gesichert "
            "und groß genug ist."
        )
    if secret:
        return say(
            "{number} Vergleiche ergaben, soweit veröffentlicht, keine Stärke: keinen Unterschied "
            "nach oben, der gesichert und groß genug ist.",
            number=number,
        )
    return say(
        "{number} Vergleiche ergaben keine Stärke: keinen Unterschied nach oben, der gesichert und "
        "groß genug ist.",
        number=number,
    )


def _found(strong: int, tests: int, secret: bool, language: str) -> str:
    say = speaker(language)
    strengths = say.many("eine Stärke", "{count} Stärken", strong, count=say.number(strong))
    number = formatted(tests, COUNT, language)
    if secret:
        return say.many(
            "Der eine Vergleich ergab, soweit veröffentlicht, {strengths}.",
            "{number} Vergleiche ergaben, soweit veröffentlicht, {strengths}.",
            tests,
            number=number,
            strengths=strengths,
        )
    return say.many(
        "Der eine Vergleich ergab {strengths}.",
        "{number} Vergleiche ergaben {strengths}.",
        tests,
        number=number,
        strengths=strengths,
    )


def _strict(strict: int, of: int, language: str) -> str:
    """Say how many strengths are significant by the stricter adjustment, too."""
    say = speaker(language)
    if strict == 0:
        return say.many(
            "Sie hält der strengen Prüfung nicht stand.",
            "Keine davon hält der strengen Prüfung stand.",
            of,
        )
    if strict < of:
        return say.many(
            "Eine davon hält auch der strengen Prüfung stand.",
            "{count} davon halten auch der strengen Prüfung stand.",
            strict,
            count=capitalised(say.number(strict)),
        )
    if of == 2:
        return say("Beide halten auch der strengen Prüfung stand.")
    return say.many(
        "Sie hält auch der strengen Prüfung stand.",
        "Alle halten auch der strengen Prüfung stand.",
        of,
    )
