"""Sentences about strengths, lessons and structure of the types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from typfrage.profiles.disclosure import Released
from typfrage.results.markdown import escaped
from typfrage.results.numbers import Format, formatted, in_words
from typfrage.results.type_names import TypeName
from typfrage.results.wording.phrases import capitalised, enumeration, quoted, short, told

NO_STRENGTHS_NAMED = "Was in dieser Befragung als Stärke gilt, ist nicht festgelegt."
_AS_PUBLISHED = ", soweit veröffentlicht,"
_COUNT = Format()


def strength_lines(
    strong: pd.DataFrame,
    sentences: Mapping[str, str],
    highest: Mapping[str, int],
    most: int | None = None,
    *,
    secret: bool = False,
) -> str:
    """List the strengths of one type, the largest first.

    Args:
        strong: Rows of :func:`typfrage.profiles.strengths.strengths` of this type.
        sentences: How each strength is worded.
        highest: Highest place of each scale.
        most: So many at most; what is left out is counted.
        secret: Whether some of the type's values are withheld.
    """
    if not sentences:
        return NO_STRENGTHS_NAMED
    if strong.empty:
        where = "Soweit veröffentlicht, hebt sich dieser Typ in keinem Merkmal"
        if not secret:
            where = "In keinem Merkmal hebt sich dieser Typ"
        return f"{where} deutlich und gesichert nach oben von den anderen ab."
    lines = [
        f"- {escaped(sentences[row.indicator])} [{told(row.value, row.kind)} gegenüber "
        f"{told(row.rest, row.kind)}{_out_of(highest.get(row.indicator))}; "
        f"{certainty_word(bool(row.strict))}]{{.beleg}}"
        for row in strong.head(most).itertuples()
    ]
    further = len(strong) - len(lines)
    if further > 0:
        verb = "steht" if further == 1 else "stehen"
        who = "Eine" if further == 1 else capitalised(in_words(further))
        lines.append(f"\n{who} weitere {verb} in den Kapiteln zu den Feldern.")
    return "\n".join(lines)


def certainty_word(strict: bool) -> str:
    """Say after which adjustment a difference is significant."""
    return "streng gesichert" if strict else "gesichert"


def lesson_lines(
    taught: pd.DataFrame, lessons: Mapping[str, str], names: Sequence[TypeName]
) -> str:
    """List what one type may learn, teacher by teacher.

    Args:
        taught: Rows of :func:`typfrage.profiles.strengths.lessons` of one learner, with ``kind``.
        lessons: What may be learned, by indicator.
        names: The types.
    """
    lines = []
    for name in names:
        rows = taught[taught["teacher"] == name.id]
        if rows.empty:
            continue
        parts = [
            f"{escaped(lessons[row.indicator])} ({told(row.teacher_value, row.kind)} "
            f"gegenüber {told(row.learner_value, row.kind)})"
            for row in rows.itertuples()
        ]
        lines.append(f"- **{escaped(capitalised(short(name.name)))}:** {'; '.join(parts)}.")
    if not lines:
        return (
            "Die Auswertung findet, soweit veröffentlicht, keine gesicherte Stärke eines anderen "
            "Typs, in der dieser Typ unter den anderen liegt."
        )
    return "\n".join(lines)


def structure_lines(data: Released, significance: float) -> str:
    """Describe what kind of municipalities belong to one type.

    Args:
        data: Rows of this type: ``label``, ``kind``, ``value``, ``overall``, ``difference``,
            ``p_bh``.
        significance: Largest adjusted p-value of a difference that counts.
    """
    known = data.frame.dropna(subset=["value"])
    if known.empty:
        return "Wie sich dieser Typ zusammensetzt, wird nicht veröffentlicht."
    parts = [
        f"{escaped(row.label)} {told(row.value, row.kind)} (alle: {told(row.overall, row.kind)})"
        for row in known.itertuples()
    ]
    differs = known[(known["p_bh"] <= significance).fillna(False)]
    if differs.empty:
        sure = "Von den anderen Typen hebt ihn davon nichts gesichert ab."
    else:
        more = [quoted(row.label) for row in differs[differs["difference"] > 0].itertuples()]
        less = [quoted(row.label) for row in differs[differs["difference"] < 0].itertuples()]
        each = [f"mehr bei {enumeration(more)}"] if more else []
        each += [f"weniger bei {enumeration(less)}"] if less else []
        sure = f"Gesichert ist der Unterschied zu den anderen Typen: {', '.join(each)}."
    return f"{' · '.join(parts)}. {sure}"


def strengths_overview(strong: pd.DataFrame, tests: int, *, named: bool, secret: bool) -> str:
    """Say how many strengths were found among how many tests.

    Args:
        strong: All strengths.
        tests: Tests in the family.
        named: Whether the study says what counts as a strength.
        secret: Whether some values are withheld.
    """
    if not named:
        return NO_STRENGTHS_NAMED
    if not tests:
        return "Vergleichen ließ sich nichts; Stärken sind deshalb nicht bekannt."
    number = formatted(tests, _COUNT)
    if strong.empty:
        return (
            "Der eine Vergleich ergab keine Stärke: keinen Unterschied nach oben, der gesichert "
            "und groß genug ist."
            if tests == 1
            else f"{number} Vergleiche ergaben{_AS_PUBLISHED * secret} keine Stärke: keinen "
            "Unterschied nach oben, der gesichert und groß genug ist."
        )
    strict = int(strong["strict"].sum())
    noun = "eine Stärke" if len(strong) == 1 else f"{in_words(len(strong))} Stärken"
    if strict == 0:
        who = "Sie hält der strengen Prüfung nicht"
        if len(strong) > 1:
            who = "Keine davon hält der strengen Prüfung"
        rest = f"{who} stand."
    elif strict == len(strong):
        who = {1: "Sie hält", 2: "Beide halten"}.get(strict, "Alle halten")
        rest = f"{who} auch der strengen Prüfung stand."
    else:
        verb = "hält" if strict == 1 else "halten"
        who = "Eine" if strict == 1 else capitalised(in_words(strict))
        rest = f"{who} davon {verb} auch der strengen Prüfung stand."
    found = "Der eine Vergleich ergab" if tests == 1 else f"{number} Vergleiche ergaben"
    return f"{found}{_AS_PUBLISHED * secret} {noun}. {rest}"


def _out_of(highest: int | None) -> str:
    return f" von {highest}" if highest else ""
