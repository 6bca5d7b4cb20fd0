"""What changed in the questionnaire, and what that does to the types."""

from __future__ import annotations

from typfrage.profiles.disclosure import Released
from typfrage.results.language import speaker
from typfrage.results.sections import include
from typfrage.results.store import Store
from typfrage.results.tables import changes_agreement, changes_questionnaire
from typfrage.results.waves import Waves
from typfrage.results.wording import changes_agreement as agreement_wording
from typfrage.results.wording import changes_questionnaire as wording


def store_questionnaire(store: Store, waves: Waves | None) -> Released | None:
    """Store what changed in the questionnaire: ``txt-veraenderung-fragebogen``.

    Its table ``tbl-veraenderung-fragebogen`` is there only if something changed, the agreement
    ``tbl-veraenderung-uebereinstimmung`` only if types can be compared.

    Args:
        store: Where to.
        waves: The waves; ``None`` without an earlier one, and nothing is stored.

    Returns:
        What changed; ``None`` without an earlier wave.
    """
    if waves is None:
        return None
    say = speaker(waves.language)
    parts = [wording.questionnaire_sentences(waves, "@tbl-veraenderung-fragebogen")]
    table = changes_questionnaire.questionnaire_changes(waves)
    if len(table.frame):
        store.table(
            "tbl-veraenderung-fragebogen",
            table,
            say(
                "Was sich am Fragebogen zwischen {earlier} und {later} geändert hat",
                earlier=waves.ids[0],
                later=waves.ids[1],
            ),
            of_answers=False,
        )
        parts.append(include("tbl-veraenderung-fragebogen"))
    parts.append(wording.goals_sentences(waves))
    if waves.types is not None:
        agreement = changes_agreement.agreements(waves, waves.types)
        store.table(
            "tbl-veraenderung-uebereinstimmung",
            agreement,
            say(
                "Kommunen, die auf beiden Wegen zum selben Typ gehören: Typen aus den gemeinsamen "
                "und aus allen Zielen, fortgeschriebene und neu gesuchte Typen"
            ),
        )
        parts.append(
            agreement_wording.effect_sentences(
                agreement, waves, waves.types, "@tbl-veraenderung-uebereinstimmung"
            )
        )
        parts.append(include("tbl-veraenderung-uebereinstimmung"))
    store.text("txt-veraenderung-fragebogen", "\n\n".join(filter(None, parts)))
    return table
