"""What has changed since the earlier wave, in two or three sentences."""

from __future__ import annotations

from typfrage.profiles.disclosure import Released
from typfrage.results.language import speaker
from typfrage.results.tables.changes_trends import changed
from typfrage.results.waves import Waves
from typfrage.results.wording.changes_types import changes_of_types


def changes_in_short(waves: Waves, types: Released | None, trends: Released | None) -> str:
    """Say what has changed.

    Args:
        waves: The waves.
        types: Shares of the types in both waves; ``None`` where they cannot be compared.
        trends: Shares of what can be compared; ``None`` where nothing can.
    """
    return " ".join(filter(None, (_types(waves, types), _trends(waves, trends))))


def where_it_is_shown(waves: Waves, chapter: str) -> str:
    """Say where the summary's readers find more.

    Args:
        waves: The waves.
        chapter: Reference to the chapter, ``@sec-…``.
    """
    say = speaker(waves.language)
    return say("Mehr dazu steht in {chapter}.", chapter=chapter)


def _types(waves: Waves, types: Released | None) -> str:
    say, earlier = speaker(waves.language), waves.ids[0]
    if types is None:
        return say(
            "Mit der Welle {earlier} lassen sich die Typen nicht vergleichen.", earlier=earlier
        )
    moved = len(changed(types, waves.later.wave.file.analysis.significance))
    if moved:
        begin = say.many(
            "Gegenüber der Welle {earlier} hat sich der Anteil eines Typs über den Zufall hinaus "
            "geändert.",
            "Gegenüber der Welle {earlier} haben sich die Anteile von {many} Typen über den Zufall "
            "hinaus geändert.",
            moved,
            earlier=earlier,
            many=say.number(moved),
        )
        return f"{begin} {changes_of_types(types, waves)}"
    if types.frame["correlation"].isna().all():
        return say("Kein Typ der Welle {earlier} kehrt wieder.", earlier=earlier)
    return say(
        "Gegenüber der Welle {earlier} hat sich, soweit veröffentlicht, kein Anteil eines Typs "
        "über den Zufall hinaus geändert.",
        earlier=earlier,
    )


def _trends(waves: Waves, trends: Released | None) -> str:
    if trends is None:
        return ""
    difference = changed(trends, waves.later.wave.file.analysis.significance)
    rising, falling = int((difference > 0).sum()), int((difference < 0).sum())
    say, every = speaker(waves.language), len(trends.frame)
    if rising:
        others = {0: say("keines"), 1: say("eines")}.get(falling, str(falling))
        return say.many(
            "Über den Zufall hinaus häufiger geworden ist eines von {all} vergleichbaren "
            "Merkmalen, seltener {others}.",
            "Über den Zufall hinaus häufiger geworden sind {number} von {all} vergleichbaren "
            "Merkmalen, seltener {others}.",
            rising,
            all=every,
            others=others,
        )
    if falling:
        return say.many(
            "Über den Zufall hinaus seltener geworden ist eines von {all} vergleichbaren "
            "Merkmalen, häufiger keines.",
            "Über den Zufall hinaus seltener geworden sind {number} von {all} vergleichbaren "
            "Merkmalen, häufiger keines.",
            falling,
            all=every,
        )
    return ""
