"""The answer to the study's question, in a few sentences."""

from __future__ import annotations

from collections.abc import Sequence

from typfrage.results.findings import Favour, Standing, Verdict, beyond_chance
from typfrage.results.language import speaker
from typfrage.results.wording.phrases import p_equals, types


def verdict(
    found: Sequence[Favour],
    verdicts: Sequence[Verdict],
    p_values: tuple[float, float],
    *,
    synthetic: bool,
    language: str,
) -> str:
    """Answer the study's question: are there types, are they firm, are there so many?

    Args:
        found: What each criterion favours.
        verdicts: What was found of each type.
        p_values: How often data without types are separated as well, and as stable; NaN = unknown.
        synthetic: Whether the answers were generated.
        language: Language of the sentences.
    """
    sentences = [
        _existence(*p_values, synthetic, language),
        _standing(verdicts, language),
        _number(found, language),
    ]
    if synthetic:
        sentences.append(
            speaker(language)(
                "Über wirkliche Kommunen sagt das nichts: Die Daten sind synthetisch, und das "
                "Modell, aus dem sie stammen, setzt Typen voraus."
            )
        )
    return " ".join(sentences)


def _existence(p_silhouette: float, p_jaccard: float, synthetic: bool, language: str) -> str:
    say = speaker(language)
    separated, stable = beyond_chance(p_silhouette), beyond_chance(p_jaccard)
    if separated is None and stable is None:
        return say(
            "Ob es mehr als zufällige Gruppen sind, ließ sich mit diesen Daten nicht prüfen."
        )
    if not separated and not stable:
        return say(
            "Auch Daten ohne Typen können so gute Gruppen ergeben: Dass es Typen gibt, ist nicht "
            "belegt."
        )
    answers = say("den synthetischen Antworten") if synthetic else say("den Antworten")
    p_separated, p_stable = (p_equals(p, language) for p in (p_silhouette, p_jaccard))
    if separated and stable:
        return say(
            "In {answers} steckt mehr als Zufall: Gruppen in Daten ohne Typen sind selten so "
            "getrennt ({p_separated}) und so beständig ({p_stable}).",
            answers=answers,
            p_separated=p_separated,
            p_stable=p_stable,
        )
    if separated:
        text = say(
            "In {answers} steckt mehr als Zufall: Gruppen in Daten ohne Typen sind selten so "
            "getrennt ({p}).",
            answers=answers,
            p=p_separated,
        )
        alone = say("Die Stabilität allein belegt es nicht.") if stable is False else ""
    else:
        text = say(
            "In {answers} steckt mehr als Zufall: Gruppen in Daten ohne Typen sind selten so "
            "beständig ({p}).",
            answers=answers,
            p=p_stable,
        )
        alone = say("Die Trennung allein belegt es nicht.") if separated is False else ""
    return f"{text} {alone}".rstrip()


def _standing(verdicts: Sequence[Verdict], language: str) -> str:
    say = speaker(language)
    k, called = len(verdicts), types(len(verdicts), language)
    firm = sum(one.standing is Standing.FIRM for one in verdicts)
    weak = sum(one.standing is Standing.WEAK for one in verdicts)
    if all(one.standing is Standing.UNKNOWN for one in verdicts):
        return say("Wie fest die {types} stehen, ließ sich nicht prüfen.", types=called)
    if firm == k:
        return say("Alle {types} sind gut gestützt.", types=called)
    if firm == 0:
        finding = say("Keiner der {types} ist ohne Vorbehalt gut gestützt", types=called)
    else:
        finding = say.many(
            "Von {types} ist einer gut gestützt",
            "Von {types} sind {count} gut gestützt",
            firm,
            types=called,
            count=say.number(firm),
        )
    if not weak:
        return f"{finding}."
    if weak == k:
        return say("{finding}, keiner ist gestützt.", finding=finding)
    return say.many(
        "{finding}, einer ist nicht gestützt.",
        "{finding}, {count} sind nicht gestützt.",
        weak,
        finding=finding,
        count=say.number(weak),
    )


def _number(found: Sequence[Favour], language: str) -> str:
    say = speaker(language)
    computed = [one for one in found if one.computed]
    votes = sum(one.for_reported for one in computed)
    called = types(found[0].reported, language)
    if not computed:
        return say("Ob es gerade {types} sind, ließ sich nicht prüfen.", types=called)
    if votes == len(computed):
        return say("Dass es gerade {types} sind, sagen alle Kriterien.", types=called)
    if votes == 0:
        return say("Dass es gerade {types} sind, sagt keines der Kriterien.", types=called)
    return say.many(
        "Dass es gerade {types} sind, sagen die Kriterien nicht einhellig: Von {of} spricht eines "
        "dafür.",
        "Dass es gerade {types} sind, sagen die Kriterien nicht einhellig: Von {of} sprechen "
        "{count} dafür.",
        votes,
        types=called,
        of=say.number(len(computed)),
        count=say.number(votes),
    )
