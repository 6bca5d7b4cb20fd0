"""What the words of a code say: a tick, no tick, or why there is no answer."""

from __future__ import annotations

import re

from typfrage.survey.proposal.texts import normal
from typfrage.survey.questionnaire.codebook import MissingReason

_REASONS: tuple[tuple[MissingReason, str], ...] = (
    (
        MissingReason.NOT_ASKED,
        r"nicht (gestellt|gezeigt|gefragt|gesehen|angezeigt|vorgelegt|im fragebogen)|uebersprungen"
        r"|filter( .*)?|(question )?not (asked|shown|seen|displayed|presented)|skipped",
    ),
    (
        MissingReason.NOT_ANSWERED,
        r"keine (angabe|antwort)( .*)?|k a|nicht (beantwortet|ausgefuellt)|ohne (angabe|antwort)"
        r"|verweigert|no (answer|response)( .*)?|not answered|unanswered|refused( .*)?",
    ),
    (
        MissingReason.DONT_KNOW,
        r"(das )?weiss (ich )?nicht( .*)?|kann ich nicht (sagen|beurteilen)|unbekannt"
        r"|(i )?don.?t know( .*)?|unsure|can.?t say",
    ),
    (
        MissingReason.NOT_APPLICABLE,
        r"entfaellt|(trifft )?nicht (zu|zutreffend|anwendbar)|not applicable|n a|does not apply",
    ),
)
_TICKED = frozenset(
    {
        "ja", "yes", "gewaehlt", "ausgewaehlt", "angekreuzt", "genannt", "markiert", "quoted",
        "checked", "selected", "ticked", "mentioned", "true", "wahr",
    }
)  # fmt: skip
_UNTICKED = frozenset(
    {"nein", "no", "leer", "unchecked", "unselected", "unticked", "false", "falsch"}
    | {f"{no} {yes}" for no in ("nicht", "not") for yes in _TICKED}
)


def reason_of(words: str) -> MissingReason | None:
    """Return why there is no answer, as a label says it; ``None`` where it does not."""
    text = normal(words)
    return next((reason for reason, said in _REASONS if re.fullmatch(said, text)), None)


def says_tick(words: str) -> bool | None:
    """Tell whether a label says that an option was chosen; ``None`` where it does not say."""
    text = normal(words)
    if text in _TICKED:
        return True
    return False if text in _UNTICKED else None
