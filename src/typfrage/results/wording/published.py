"""Sentences about the published shares beside those of a wave."""

from __future__ import annotations

from typfrage.profiles.disclosure import Released
from typfrage.results.provenance import day
from typfrage.results.tables.published import belongs_to
from typfrage.survey.study import Study
from typfrage.survey.wave import WaveFile

NOTHING_PUBLISHED = "Zu dieser Studie sind keine Anteile hinterlegt, die veröffentlicht wurden."


def published_note(study: Study, wave: WaveFile, table: Released) -> str:
    """Say what the comparison of published shares with those of a wave can tell.

    Args:
        study: The study.
        wave: The wave.
        table: As from :func:`typfrage.results.tables.published_against_reproduced`.
    """
    published = study.published
    if published is None:
        return NOTHING_PUBLISHED
    if published.asked is None or belongs_to(published, wave):
        if wave.synthetic:
            return (
                "Die Welle ist synthetisch, die Übereinstimmung deshalb kein Befund: Die "
                "veröffentlichten Anteile waren ihre Vorgabe."
            )
        return "Die Tabelle zeigt, wie weit die Welle von der Befragung der Studie entfernt ist."
    then, now = day(published.asked), day(wave.field_period.first)
    sentences = [
        f"Die veröffentlichten Anteile gehören zur Befragung, die am {then} begann, nicht zu "
        f"dieser Welle, die am {now} begann: Unterschiede können Veränderungen sein."
    ]
    lacking = len(published.figures) - len(table.frame)
    if lacking:
        shares, lack = (
            ("veröffentlichter Anteil", "fehlt")
            if lacking == 1
            else ("veröffentlichte Anteile", "fehlen")
        )
        sentences.append(
            f"{lacking} {shares} {lack} in der Tabelle, weil die Frage anders oder nicht mehr "
            "gestellt wurde."
        )
    if wave.synthetic:
        sentences.append("Die Welle ist synthetisch: Auch die Unterschiede sind erfunden.")
    return " ".join(sentences)
