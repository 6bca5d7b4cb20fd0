"""The answer to the study's question, in a few sentences."""

from __future__ import annotations

from collections.abc import Sequence

from typfrage.results.findings import Favour, Standing, Verdict, beyond_chance
from typfrage.results.numbers import in_words
from typfrage.results.wording.phrases import p_equals, types


def verdict(
    found: Sequence[Favour],
    verdicts: Sequence[Verdict],
    p_values: tuple[float, float],
    *,
    synthetic: bool,
) -> str:
    """Answer the study's question: are there types, are they firm, are there so many?

    Args:
        found: What each criterion favours.
        verdicts: What was found of each type.
        p_values: How often data without types are separated as well, and as stable; NaN = unknown.
        synthetic: Whether the answers were generated.
    """
    sentences = [
        _existence(*p_values, synthetic=synthetic),
        _standing(verdicts),
        _number(found),
    ]
    if synthetic:
        sentences.append(
            "Über wirkliche Kommunen sagt das nichts: Die Daten sind synthetisch, und das Modell, "
            "aus dem sie stammen, setzt Typen voraus."
        )
    return " ".join(sentences)


def _existence(p_silhouette: float, p_jaccard: float, *, synthetic: bool) -> str:
    separated, stable = beyond_chance(p_silhouette), beyond_chance(p_jaccard)
    answers = "den synthetischen Antworten" if synthetic else "den Antworten"
    if separated is None and stable is None:
        return "Ob es mehr als zufällige Gruppen sind, ließ sich mit diesen Daten nicht prüfen."
    shown = [
        (word, p)
        for word, p, beyond in (
            ("getrennt", p_silhouette, separated),
            ("beständig", p_jaccard, stable),
        )
        if beyond
    ]
    if not shown:
        return (
            "Auch Daten ohne Typen können so gute Gruppen ergeben: Dass es Typen gibt, ist nicht "
            "belegt."
        )
    words = " und so ".join(f"{word} ({p_equals(p)})" for word, p in shown)
    text = (
        f"In {answers} steckt mehr als Zufall: Gruppen in Daten ohne Typen sind selten so {words}."
    )
    if separated is False or stable is False:
        missing = "Trennung" if separated is False else "Stabilität"
        text += f" Die {missing} allein belegt es nicht."
    return text


def _standing(verdicts: Sequence[Verdict]) -> str:
    k = len(verdicts)
    firm = sum(one.standing is Standing.FIRM for one in verdicts)
    weak = sum(one.standing is Standing.WEAK for one in verdicts)
    if all(one.standing is Standing.UNKNOWN for one in verdicts):
        return f"Wie fest die {types(k)} stehen, ließ sich nicht prüfen."
    if firm == k:
        return f"Alle {types(k)} sind gut gestützt."
    parts = []
    if firm == 0:
        parts.append(f"Keiner der {types(k)} ist ohne Vorbehalt gut gestützt")
    else:
        verb = "ist" if firm == 1 else "sind"
        who = "einer" if firm == 1 else in_words(firm)
        parts.append(f"Von {types(k)} {verb} {who} gut gestützt")
    if weak == k:
        parts.append("keiner ist gestützt")
    elif weak:
        parts.append(f"{'einer ist' if weak == 1 else f'{in_words(weak)} sind'} nicht gestützt")
    return f"{', '.join(parts)}."


def _number(found: Sequence[Favour]) -> str:
    computed = [one for one in found if one.computed]
    votes = sum(one.for_reported for one in computed)
    reported = found[0].reported
    if not computed:
        return f"Ob es gerade {types(reported)} sind, ließ sich nicht prüfen."
    if votes == len(computed):
        return f"Dass es gerade {types(reported)} sind, sagen alle Kriterien."
    if votes == 0:
        return f"Dass es gerade {types(reported)} sind, sagt keines der Kriterien."
    verb = "spricht" if votes == 1 else "sprechen"
    who = "eines" if votes == 1 else in_words(votes)
    return (
        f"Dass es gerade {types(reported)} sind, sagen die Kriterien nicht einhellig: Von "
        f"{in_words(len(computed))} {verb} {who} dafür."
    )
