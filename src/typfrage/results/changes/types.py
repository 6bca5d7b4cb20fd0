"""Which types are in both waves, and how their shares changed."""

from __future__ import annotations

from typfrage.profiles.disclosure import Released
from typfrage.profiles.wave_disclosure import without
from typfrage.results.language import speaker
from typfrage.results.plots.changes import then_and_now
from typfrage.results.sections import include
from typfrage.results.store import Store
from typfrage.results.tables import changes_agreement, changes_types
from typfrage.results.waves import Waves
from typfrage.results.wording import changes_agreement as agreement_wording
from typfrage.results.wording import changes_types as wording
from typfrage.results.wording.changes_questionnaire import why_not_comparable


def store_types(store: Store, waves: Waves | None) -> Released | None:
    """Store the types of both waves side by side: ``txt-veraenderung-typen``.

    Args:
        store: Where to.
        waves: The waves; ``None`` without an earlier one, and nothing is stored.

    Returns:
        The types' shares in both waves; ``None`` where there is nothing to compare.
    """
    if waves is None:
        return None
    if waves.types is None:
        assert waves.not_comparable is not None
        store.text(
            "txt-veraenderung-typen", why_not_comparable(waves.not_comparable, waves.language)
        )
        return None
    say = speaker(waves.language)
    both = {"earlier": waves.ids[0], "later": waves.ids[1]}
    data = changes_types.type_changes(waves, waves.types)
    store.figure(
        "fig-veraenderung-typen",
        then_and_now(
            data,
            [
                row.earlier_type if row.earlier_type == row.later_type else _both(row)
                for row in data.frame.itertuples()
            ],
            waves.ids,
            waves.language,
            colours=_colours(data, waves),
        ),
        say("Anteile der Typen {earlier} und {later} mit 95-%-Intervall", **both),
        wording.alt_types(data, waves),
        without(data, "p_bh"),
    )
    store.table(
        "tbl-veraenderung-typen",
        changes_types.type_changes_shown(data, waves),
        say(
            "Die Typen {earlier} und {later} nach den gemeinsamen Zielen: Anteile und Unterschied "
            "mit 95-%-Intervall, Ähnlichkeit als Korrelation der Ziele",
            **both,
        ),
    )
    agreement = changes_agreement.agreements(waves, waves.types)
    parts = (
        wording.types_sentences(data, waves, waves.types, "@tbl-veraenderung-typen"),
        include("fig-veraenderung-typen"),
        include("tbl-veraenderung-typen"),
        agreement_wording.carried_sentences(
            agreement, waves, waves.types, "@tbl-veraenderung-uebereinstimmung"
        ),
    )
    store.text("txt-veraenderung-typen", "\n\n".join(filter(None, parts)))
    return data


def _both(row: object) -> str:
    names = (row.earlier_type, row.later_type)  # type: ignore[attr-defined]
    return " → ".join(filter(None, names))


def _colours(data: Released, waves: Waves) -> list[str]:
    """The colour of each row: of the later type, or of the one that vanished."""
    found = {name.short: name.colour for name in waves.names[0]}
    found |= {name.short: name.colour for name in waves.names[1]}
    return [found[row.later_type or row.earlier_type] for row in data.frame.itertuples()]
