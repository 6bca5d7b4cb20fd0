"""What readers are told of each criterion that chooses a number of types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from typfrage.results.language import mark, speaker
from typfrage.results.numbers import Format
from typfrage.results.wording.phrases import DECIMAL


@dataclass(frozen=True)
class Words:
    """How readers meet a criterion.

    Attributes:
        name: Its name.
        subject: Its name as the subject of a sentence.
        best: What is true of the number that it favours, ``{chosen}``; without full stop.
        sees: What it can see.
        blind: What it cannot see.
        how: Format of its value.
        at_the_end: As ``best``, where it favours the largest number examined for want of a smaller.
    """

    name: str
    subject: str
    best: str
    sees: str
    blind: str
    how: Format
    at_the_end: str = ""


_WORDS: Mapping[str, Words] = {
    "silhouette": Words(
        mark("Silhouette"),
        mark("die Silhouette"),
        mark("Am deutlichsten getrennt sind die Typen bei {chosen}"),
        mark("ob Kommunen dem eigenen Typ näher sind als dem nächsten"),
        mark(
            "ob auch Daten ohne Typen so gut getrennt wären; wählt oft die kleinste oder größte "
            "Zahl"
        ),
        DECIMAL,
    ),
    "calinski_harabasz": Words(
        mark("Calinski–Harabasz"),
        mark("der Index von Calinski und Harabasz"),
        mark(
            "Am größten ist das Verhältnis der Unterschiede zwischen und in den Typen bei {chosen}"
        ),
        mark("wie groß die Unterschiede zwischen den Typen sind, gemessen an denen in ihnen"),
        mark("überlappende Typen; bei Ja-Nein-Angaben wählt er meist wenige"),
        Format("decimal", 1),
    ),
    "gap_1se": Words(
        mark("Gap-Statistik"),
        mark("die Gap-Statistik"),
        mark("Die kleinste Zahl, die bis auf einen Standardfehler genügt, ist {chosen}"),
        mark(
            "ob die Teilung mehr ordnet als bei gleichmäßig verstreuten Angaben; kennt auch die "
            "Antwort „kein Typ“"
        ),
        mark(
            "dass jede Kommune nur wenige Ziele wählen durfte; das allein gilt ihr schon als "
            "Ordnung"
        ),
        DECIMAL,
        mark("Keine kleinere Zahl genügt ihrer Regel; es bleibt die größte geprüfte, {chosen}"),
    ),
    "prediction_strength": Words(
        mark("Vorhersagestärke"),
        mark("die Vorhersagestärke"),
        mark("Die größte Zahl, die ihre Grenze erreicht, ist {chosen}"),
        mark("ob die eine Hälfte der Kommunen die Typen der anderen vorhersagt"),
        mark("kleine Typen: Ein einziger schwacher Typ genügt, und die ganze Zahl fällt durch"),
        DECIMAL,
    ),
    "jaccard": Words(
        mark("Stabilität"),
        mark("die Stabilität"),
        mark("Die größte Zahl, bei der auch der schwächste Typ stabil ist, ist {chosen}"),
        mark("ob jeder einzelne Typ in Stichproben der Kommunen wiederkehrt"),
        mark(
            "ob eine Gruppe scharfe Grenzen hat; auch willkürliche Teilungen können beständig sein"
        ),
        DECIMAL,
    ),
    "instability": Words(
        mark("Instabilität"),
        mark("die Instabilität"),
        mark("Am seltensten widersprechen sich zwei Stichproben bei {chosen}"),
        mark("wie oft zwei Stichproben zwei Kommunen verschieden einordnen"),
        mark("ob es überhaupt Typen gibt; ein einziger Typ lässt sich nicht prüfen"),
        Format("decimal", 3),
    ),
    "aic": Words(
        mark("AIC"),
        mark("das AIC"),
        mark("Latente Klassen beschreiben die Antworten nach dem AIC am besten bei {chosen}"),
        mark("wie gut ein Modell mit so vielen Klassen die Antworten beschreibt"),
        mark("seine eigene Großzügigkeit: Es nimmt leicht zu viele Klassen"),
        Format("decimal"),
    ),
    "bic": Words(
        mark("BIC"),
        mark("das BIC"),
        mark("Latente Klassen beschreiben die Antworten nach dem BIC am besten bei {chosen}"),
        mark(
            "wie gut ein Modell mit so vielen Klassen die Antworten beschreibt, gemessen an seiner "
            "Größe"
        ),
        mark("kleine Typen: Bei wenigen Antworten nimmt es leicht zu wenige Klassen"),
        Format("decimal"),
    ),
}


def criterion_words(criterion: str, language: str) -> Words:
    """Return how readers meet a criterion.

    Args:
        criterion: One of :data:`typfrage.results.findings.CRITERIA`.
        language: Language of the words.
    """
    words, say = _WORDS[criterion], speaker(language)
    return replace(
        words,
        name=say(words.name),
        subject=say(words.subject),
        sees=say(words.sees),
        blind=say(words.blind),
    )
