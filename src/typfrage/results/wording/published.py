"""Sentences about the published shares beside those of a wave."""

from __future__ import annotations

from typfrage.profiles.disclosure import Released
from typfrage.results.language import speaker
from typfrage.results.provenance import day
from typfrage.results.wording.phrases import capitalised
from typfrage.survey.waves.published import belongs_to
from typfrage.survey.waves.study import Study
from typfrage.survey.waves.wave import WaveFile


def published_note(study: Study, wave: WaveFile, table: Released, language: str) -> str:
    """Say what the comparison of published shares with those of a wave can tell.

    Args:
        study: The study.
        wave: The wave.
        table: As from :func:`typfrage.results.tables.published_against_reproduced`.
        language: Language of the words.
    """
    published, say = study.published, speaker(language)
    if published is None:
        return say("Zu dieser Studie sind keine Anteile hinterlegt, die veröffentlicht wurden.")
    if published.asked is None or belongs_to(published, wave):
        if wave.synthetic:
            return say(
                "Die Welle ist synthetisch, die Übereinstimmung deshalb kein Befund: Die "
                "veröffentlichten Anteile waren ihre Vorgabe."
            )
        return say(
            "Die Tabelle zeigt, wie weit die Welle von der Befragung der Studie entfernt ist."
        )
    sentences = [
        say(
            "Die veröffentlichten Anteile gehören zur Befragung, die am {then} begann, nicht zu "
            "dieser Welle, die am {now} begann: Unterschiede können Veränderungen sein.",
            then=day(published.asked, language),
            now=day(wave.field_period.first, language),
        )
    ]
    lacking = len(published.figures) - len(table.frame)
    if lacking:
        sentences.append(
            say.many(
                "Ein veröffentlichter Anteil fehlt in der Tabelle, weil die Frage anders oder "
                "nicht mehr gestellt wurde.",
                "{count} veröffentlichte Anteile fehlen in der Tabelle, weil die Frage anders "
                "oder nicht mehr gestellt wurde.",
                lacking,
                count=capitalised(say.number(lacking)),
            )
        )
    if wave.synthetic:
        sentences.append(say("Die Welle ist synthetisch: Auch die Unterschiede sind erfunden."))
    return " ".join(sentences)
