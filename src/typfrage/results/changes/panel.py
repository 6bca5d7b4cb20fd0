"""How municipalities that answered twice moved between the types."""

from __future__ import annotations

from typfrage.profiles.disclosure import Released
from typfrage.profiles.latent_transitions import LatentTransitions, latent_transitions
from typfrage.profiles.transitions import Transitions, transitions
from typfrage.profiles.wave_types import WaveTypes
from typfrage.results.language import speaker
from typfrage.results.plots import flow
from typfrage.results.sections import include
from typfrage.results.store import Store
from typfrage.results.tables import changes_panel
from typfrage.results.waves import Waves
from typfrage.results.wording import changes_panel as wording


def store_panel(store: Store, waves: Waves | None) -> Released | None:
    """Store the moves between types: ``txt-veraenderung-panel``.

    Without a panel, or one that nothing may be told of, it is a sentence that says so.

    Args:
        store: Where to.
        waves: The waves; ``None`` without an earlier one, and nothing is stored.

    Returns:
        The moves; ``None`` where none can be told.
    """
    if waves is None:
        return None
    if len(waves.panel) < waves.minimum_cases:
        store.text("txt-veraenderung-panel", wording.no_panel(waves))
        return None
    if waves.types is None:
        store.text("txt-veraenderung-panel", wording.no_types(waves))
        return None
    found, latent = moves_of(waves, waves.types)
    data = changes_panel.moves(waves, waves.types, found, latent)
    shown = changes_panel.shown(data, corrected=latent.reason is None)
    say, both = speaker(waves.language), {"earlier": waves.ids[0], "later": waves.ids[1]}
    told = wording.can_be_told(data, found, waves)
    parts = [wording.panel_sentences(data, found, waves, "@tbl-veraenderung-panel")]
    if (data.frame["count"].fillna(0) > 0).any():
        _store_flow(store, waves, data, shown)
        parts.append(include("fig-veraenderung-panel"))
    store.table(
        "tbl-veraenderung-panel",
        changes_panel.moves_matrix(data, waves, "observed"),
        say(
            "Kommunen nach ihrem Typ {earlier} (Zeilen) und {later} (Spalten): Zahl und Anteil an "
            "der Zeile mit 95-%-Intervall",
            **both,
        ),
    )
    parts.append(include("tbl-veraenderung-panel"))
    parts.append(wording.uncertainty_sentences(latent, waves, told=told))
    if latent.reason is None and told:
        store.table(
            "tbl-veraenderung-bereinigt",
            changes_panel.moves_matrix(data, waves, "corrected"),
            say(
                "Dieselben Anteile, um die Unsicherheit der Zuordnung bereinigt, mit 95-%-Intervall"
            ),
        )
        parts.append(include("tbl-veraenderung-bereinigt"))
    store.text("txt-veraenderung-panel", "\n\n".join(filter(None, parts)))
    return shown


def _store_flow(store: Store, waves: Waves, data: Released, shown: Released) -> None:
    """Store the figure of the moves; ``shown`` are those of ``data`` that stand below it."""
    colours = {name.short: name.colour for name in waves.names[0]}
    title = speaker(waves.language)(
        "Wechsel zwischen den Typen von {earlier} nach {later}; dunkel: wer beim Typ blieb; "
        "Wechsel, deren Zahl nicht veröffentlicht wird, fehlen",
        earlier=waves.ids[0],
        later=waves.ids[1],
    )
    figure = flow.moves(data, waves.ids, colours)
    store.figure("fig-veraenderung-panel", figure, title, wording.alt_moves(data, waves), shown)


def moves_of(waves: Waves, types: WaveTypes) -> tuple[Transitions, LatentTransitions]:
    """Count the moves of the panel between the types, and correct them for unsure types.

    Args:
        waves: The waves.
        types: Their types from the common goals.
    """
    analysis = waves.later.wave.file.analysis
    common = list(types.common)
    before, after = types.earlier.series(), types.later.series()
    sizes = (types.earlier.k, types.later.k)
    found = transitions(
        before,
        after,
        *sizes,
        pairs=types.pairs,
        replicates=analysis.bootstrap,
        seed=analysis.seed,
    )
    latent = latent_transitions(
        waves.earlier.goals[common],
        waves.later.goals[common],
        before,
        after,
        *sizes,
        pairs=types.pairs,
        starts=analysis.starts,
        replicates=analysis.certainty_replicates,
        seed=analysis.seed,
    )
    return found, latent
