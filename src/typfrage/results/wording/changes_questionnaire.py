"""Sentences about what changed in the questionnaire, and what that does to the types."""

from __future__ import annotations

from typfrage.profiles.common_goals import NotComparable
from typfrage.results.language import mark, speaker
from typfrage.results.waves import Waves
from typfrage.results.wording.phrases import capitalised, quoted
from typfrage.survey.questionnaire.questionnaire_change import Change, QuestionnaireChange

_WHY_NOT = {
    NotComparable.FEW_COMMON_GOALS: mark(
        "Die Typen der beiden Wellen lassen sich nicht vergleichen: Weniger als zwei Ziele standen "
        "in beiden Wellen in denselben Worten zur Wahl."
    ),
    NotComparable.NO_ANSWERS: mark(
        "Die Typen der beiden Wellen lassen sich nicht vergleichen: In einer Welle wählte niemand "
        "ein Ziel, das in beiden zur Wahl stand."
    ),
    NotComparable.FEW_PATTERNS: mark(
        "Die Typen der beiden Wellen lassen sich nicht vergleichen: Die Antworten auf die "
        "gemeinsamen Ziele unterscheiden sich zu wenig, um so viele Typen zu bilden."
    ),
}


def why_not_comparable(reason: NotComparable, language: str) -> str:
    """Say why types of two waves cannot be compared."""
    say = speaker(language)
    return say(_WHY_NOT[reason])


def questionnaire_sentences(waves: Waves, table: str) -> str:
    """Say how many questions and options were dropped, added or reworded.

    Args:
        waves: The waves.
        table: Reference to the table that lists them, such as ``@tbl-…``.
    """
    say = speaker(waves.language)
    earlier, later = waves.ids
    if not _changed(waves.change):
        return say(
            "Die Fragen und Vorgaben standen {earlier} und {later} in denselben Worten im "
            "Fragebogen. Vom Vergleich ist deshalb nichts ausgeschlossen.",
            earlier=earlier,
            later=later,
        )
    items, options = _numbers(waves.change)
    sentences = [
        say(
            "Gegenüber {earlier} hat sich der Fragebogen geändert, wie {table} zeigt.",
            earlier=earlier,
            table=table,
        )
    ]
    if sum(items.values()):
        sentences.append(
            say(
                "Fragen: {dropped} entfallen, {added} neu, {reworded} umformuliert.",
                **_in_words(items, waves.language),
            )
        )
    if sum(options.values()):
        sentences.append(
            say(
                "Vorgaben in Fragen beider Wellen: {dropped} entfallen, {added} neu, {reworded} "
                "umformuliert.",
                **_in_words(options, waves.language),
            )
        )
    sentences.append(
        say(
            "Verglichen wird nur, was in beiden Wellen in denselben Worten zur Wahl stand; bei "
            "Fragen, auf die nur eine Antwort möglich war, müssen alle Vorgaben gleich sein."
        )
    )
    return " ".join(sentences)


def goals_sentences(waves: Waves) -> str:
    """Say which goals are no part of the comparison of types."""
    say = speaker(waves.language)
    question = waves.later.wave.file.analysis.types_from
    if question not in waves.change.options:
        return ""
    excluded = waves.change.excluded_goals(question)
    if not excluded:
        return say(
            "Die Ziele, nach denen die Typen gebildet werden, sind in beiden Wellen dieselben."
        )
    labels = waves.earlier.codebook.labels() | waves.later.codebook.labels()
    goals = say.listed([quoted(labels[goal], waves.language) for goal in excluded])
    left_out = say.many(
        "Ein Ziel bleibt beim Vergleich der Typen außen vor: {goals}.",
        "Beim Vergleich der Typen bleiben {excluded} Ziele außen vor: {goals}.",
        len(excluded),
        excluded=say.number(len(excluded)),
        goals=goals,
    )
    common = say.many(
        "Gemeinsam ist den Wellen ein einziges.",
        "Gemeinsam sind den Wellen {common}.",
        len(waves.common),
        common=say.number(len(waves.common)) if waves.common else say("keine"),
    )
    return f"{capitalised(left_out)} {common}"


def _changed(change: QuestionnaireChange) -> bool:
    kept = all(one.change is Change.KEPT for one in change.items)
    return not (kept and not change.options_changed)


def _numbers(change: QuestionnaireChange) -> tuple[dict[Change, int], dict[Change, int]]:
    kinds = (Change.DROPPED, Change.ADDED, Change.REWORDED)
    options = [one.change for group in change.options.values() for one in group]
    return (
        {kind: len(change.items_that(kind)) for kind in kinds},
        {kind: options.count(kind) for kind in kinds},
    )


def _in_words(numbers: dict[Change, int], language: str) -> dict[str, str]:
    say = speaker(language)
    return {kind.value: str(number) if number else say("keine") for kind, number in numbers.items()}
