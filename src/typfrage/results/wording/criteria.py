"""Sentences about the number of types: what each criterion favours, and where they disagree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from typfrage.results.findings import Favour
from typfrage.results.numbers import Format, formatted, in_words
from typfrage.results.wording.phrases import (
    DECIMAL,
    capitalised,
    enumeration,
    k_equals,
    types,
)


@dataclass(frozen=True)
class Words:
    """How readers meet a criterion.

    Attributes:
        name: Its name.
        nominative: Its name as the subject of a sentence.
        best: What is true of the number that it favours; followed by „k = 4“.
        sees: What it can see.
        blind: What it cannot see.
        how: Format of its value.
        at_the_end: The same where it favours the largest number examined for want of a smaller.
    """

    name: str
    nominative: str
    best: str
    sees: str
    blind: str
    how: Format
    at_the_end: str = ""


CRITERION_WORDS: Mapping[str, Words] = {
    "silhouette": Words(
        "Silhouette",
        "die Silhouette",
        "Am deutlichsten getrennt sind die Typen bei",
        "ob Kommunen dem eigenen Typ näher sind als dem nächsten",
        "ob auch Daten ohne Typen so gut getrennt wären; wählt oft die kleinste oder größte Zahl",
        DECIMAL,
    ),
    "calinski_harabasz": Words(
        "Calinski–Harabasz",
        "der Index von Calinski und Harabasz",
        "Am größten ist das Verhältnis der Unterschiede zwischen und in den Typen bei",
        "wie groß die Unterschiede zwischen den Typen sind, gemessen an denen in ihnen",
        "überlappende Typen; bei Ja-Nein-Angaben wählt er meist wenige",
        Format("decimal", 1),
    ),
    "gap_1se": Words(
        "Gap-Statistik",
        "die Gap-Statistik",
        "Die kleinste Zahl, die bis auf einen Standardfehler genügt, ist",
        "ob die Teilung mehr ordnet als bei gleichmäßig verstreuten Angaben; kennt auch die "
        "Antwort „kein Typ“",
        "dass jede Kommune nur wenige Ziele wählen durfte; das allein gilt ihr schon als Ordnung",
        DECIMAL,
        "Keine kleinere Zahl genügt ihrer Regel; es bleibt die größte geprüfte,",
    ),
    "prediction_strength": Words(
        "Vorhersagestärke",
        "die Vorhersagestärke",
        "Die größte Zahl, die ihre Grenze erreicht, ist",
        "ob die eine Hälfte der Kommunen die Typen der anderen vorhersagt",
        "kleine Typen: Ein einziger schwacher Typ genügt, und die ganze Zahl fällt durch",
        DECIMAL,
    ),
    "jaccard": Words(
        "Stabilität",
        "die Stabilität",
        "Die größte Zahl, bei der auch der schwächste Typ stabil ist, ist",
        "ob jeder einzelne Typ in Stichproben der Kommunen wiederkehrt",
        "ob eine Gruppe scharfe Grenzen hat; auch willkürliche Teilungen können beständig sein",
        DECIMAL,
    ),
    "instability": Words(
        "Instabilität",
        "die Instabilität",
        "Am seltensten widersprechen sich zwei Stichproben bei",
        "wie oft zwei Stichproben zwei Kommunen verschieden einordnen",
        "ob es überhaupt Typen gibt; ein einziger Typ lässt sich nicht prüfen",
        Format("decimal", 3),
    ),
    "aic": Words(
        "AIC",
        "das AIC",
        "Latente Klassen beschreiben die Antworten nach dem AIC am besten bei",
        "wie gut ein Modell mit so vielen Klassen die Antworten beschreibt",
        "seine eigene Großzügigkeit: Es nimmt leicht zu viele Klassen",
        Format("decimal"),
    ),
    "bic": Words(
        "BIC",
        "das BIC",
        "Latente Klassen beschreiben die Antworten nach dem BIC am besten bei",
        "wie gut ein Modell mit so vielen Klassen die Antworten beschreibt, gemessen an seiner "
        "Größe",
        "kleine Typen: Bei wenigen Antworten nimmt es leicht zu wenige Klassen",
        Format("decimal"),
    ),
}
"""The criteria that choose a number of types, in the order of the report."""


def criterion_sentences(found: Sequence[Favour]) -> str:
    """Say for each criterion which number of types it favours, as a list."""
    return "\n".join(f"- {_sentence(one)}" for one in found)


def choice_of_k(found: Sequence[Favour], *, published: bool) -> str:
    """Say whether the criteria agree, and what disagrees with what.

    Args:
        found: What each criterion favours.
        published: Whether a published typology has the reported number of types.
    """
    reported = found[0].reported
    origin = (
        f"Die berichtete Zahl von {in_words(reported)} ist "
        f"{'durch die veröffentlichte Typologie' if published else 'für diese Welle'} vorgegeben, "
        "nicht durch die Kriterien gewählt."
    )
    votes = _votes(found)
    silent = [one for one in found if one.computed and one.favoured is None]
    if not votes and not silent:
        return f"Keines der Kriterien ließ sich für diese Daten berechnen. {origin}"
    if list(votes) == [reported] and not silent:
        return f"Alle berechneten Kriterien sprechen für {types(reported)}. {origin}"
    sentences = []
    if len(votes) == 1 and not silent:
        sentences.append(
            f"Alle berechneten Kriterien sprechen für {types(next(iter(votes)))}, keines für "
            f"{types(reported)}."
        )
    else:
        sentences.append("Die Kriterien widersprechen sich.")
        order = sorted(votes, key=lambda k: (k != reported, k))
        sentences += [_vote(k, votes[k], reported) for k in order]
        if reported not in votes:
            sentences.append(f"Für die berichteten {types(reported)} spricht keines.")
        if silent:
            sentences.append(f"Für keine der geprüften Zahlen {_speak(silent)} {_names(silent)}.")
        sentences.append(
            "Das ist kein Fehler: Jedes Kriterium sieht etwas anderes, und keines entscheidet "
            "allein."
        )
    return " ".join([*sentences, origin])


def alt_criteria(found: Sequence[Favour], first: int, last: int) -> str:
    """Describe the figure of all criteria: what each favours."""
    parts = [
        f"{CRITERION_WORDS[one.criterion].name}: "
        + ("nicht berechenbar" if not one.computed else _alt_favour(one))
        for one in found
    ]
    return (
        f"Acht kleine Liniendiagramme der Kriterien für {first} bis {last} Typen; schattiert ist "
        f"die berichtete Zahl von {found[0].reported}. Es spricht für – {'; '.join(parts)}."
    )


def _alt_favour(one: Favour) -> str:
    if one.favoured is None:
        return "keine Zahl"
    value = formatted(one.value, CRITERION_WORDS[one.criterion].how)
    return f"{one.favoured} ({value})"


def _sentence(one: Favour) -> str:
    words = CRITERION_WORDS[one.criterion]
    start = f"**{words.name}.** "
    if not one.computed:
        return f"{start}{capitalised(words.nominative)} ließ sich für diese Daten nicht berechnen."
    there = formatted(one.value_at_reported, words.how)
    known = one.value_at_reported == one.value_at_reported
    if one.favoured is None:
        at = f" Bei {k_equals(one.reported)} beträgt der Wert {there}." if known else ""
        return f"{start}{capitalised(words.nominative)} spricht für keine der geprüften Zahlen.{at}"
    # A criterion may choose one type without having a value there.
    value = "" if one.value != one.value else f" ({formatted(one.value, words.how)})"
    at = "" if one.for_reported or not known else f"; bei {k_equals(one.reported)} sind es {there}"
    kept = bool(one.at_the_end and words.at_the_end)
    best = words.at_the_end if kept else words.best
    sentence = f"{start}{best} {k_equals(one.favoured)}{value}{at}. {_conclusion(one)}"
    if one.at_the_end and not kept:
        sentence += (
            " Das ist die größte geprüfte Zahl; noch mehr Typen könnten noch besser abschneiden."
        )
    return sentence


def _conclusion(one: Favour) -> str:
    if one.for_reported:
        return f"Das spricht für die berichtete Zahl von {types(one.reported)}."
    if one.favoured == 1:
        return "Das spricht gegen jede Einteilung in Typen."
    return f"Das spricht für {types(one.favoured or 0)}."


def _votes(found: Sequence[Favour]) -> dict[int, list[Favour]]:
    votes: dict[int, list[Favour]] = {}
    for one in found:
        if one.favoured is not None:
            votes.setdefault(one.favoured, []).append(one)
    return votes


def _vote(k: int, voters: Sequence[Favour], reported: int) -> str:
    verb, names = _speak(voters), _names(voters)
    if k == reported:
        return f"Für die berichteten {types(k)} {verb} {names}."
    if k == 1:
        return f"Gegen jede Einteilung {verb} {names}."
    return f"Für {types(k)} {verb} {names}."


def _speak(voters: Sequence[Favour]) -> str:
    return "spricht" if len(voters) == 1 else "sprechen"


def _names(voters: Sequence[Favour]) -> str:
    return enumeration([CRITERION_WORDS[one.criterion].nominative for one in voters])
