"""What more or fewer municipalities say than in the earlier wave."""

from __future__ import annotations

from typfrage.profiles.disclosure import Released
from typfrage.results.language import speaker
from typfrage.results.plots.changes import then_and_now
from typfrage.results.sections import include
from typfrage.results.store import Store
from typfrage.results.tables import changes_trends
from typfrage.results.waves import Waves
from typfrage.results.wording import changes_trends as wording
from typfrage.survey.indicators.indicators import IndicatorFile

DRAWN = 12
"""So many changes the figure shows; the table has all."""


def store_trends(
    store: Store, waves: Waves | None, planned: IndicatorFile | None
) -> Released | None:
    """Store what rose and what fell: ``txt-veraenderung-trends``.

    Args:
        store: Where to.
        waves: The waves; ``None`` without an earlier one, and nothing is stored.
        planned: The study's indicators; ``None`` where it has none.

    Returns:
        The shares in both waves; ``None`` where nothing can be compared.
    """
    if waves is None:
        return None
    say = speaker(waves.language)
    found = changes_trends.comparable(waves, planned)
    if not found.goals and not found.keys:
        store.text(
            "txt-veraenderung-trends",
            say("Keine Antwort stand in beiden Wellen in denselben Worten zur Wahl."),
        )
        return None
    both = {"earlier": waves.ids[0], "later": waves.ids[1]}
    data = changes_trends.trends(waves, found)
    panel = len(waves.panel) >= waves.minimum_cases
    parts = [
        wording.trend_sentences(data, waves, "@tbl-veraenderung-trends"),
        wording.panel_note(data, waves) if panel else "",
    ]
    most = changes_trends.most_changed(data, waves.later.wave.file.analysis.significance, DRAWN)
    if len(most.frame):
        store.figure(
            "fig-veraenderung-trends",
            then_and_now(most, most.frame["label"].to_list(), waves.ids, waves.language),
            say("Was sich von {earlier} nach {later} am meisten geändert hat: Anteile", **both),
            wording.alt_trends(most, waves),
            most,
        )
        parts.append(include("fig-veraenderung-trends"))
    notes = (
        wording.goals_note(waves),
        wording.left_out_note(len(found.scales), waves.language),
    )
    parts.append(" ".join(filter(None, notes)))
    store.table(
        "tbl-veraenderung-trends",
        changes_trends.trends_shown(data, waves, panel=panel),
        say(
            "Anteile {earlier} und {later}, Unterschied in Prozentpunkten mit 95-%-Intervall und "
            "angepasster p-Wert; „Beide Male“: derselbe Unterschied bei denen, die zweimal "
            "antworteten",
            **both,
        ),
    )
    parts.append(include("tbl-veraenderung-trends"))
    store.text("txt-veraenderung-trends", "\n\n".join(filter(None, parts)))
    return data
