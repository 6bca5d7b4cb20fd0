"""What an export writes for ticks and for empty answers, beyond what its convention says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from typfrage.survey.proposal.columns import Column
from typfrage.survey.proposal.matching import Match
from typfrage.survey.proposal.reason_words import reason_of, says_tick
from typfrage.survey.proposal.targets import option_words
from typfrage.survey.proposal.texts import normal
from typfrage.survey.questionnaire.codebook import MissingReason
from typfrage.survey.waves.conventions import CONVENTIONS, Convention, ConventionName
from typfrage.survey.waves.source import Source

_ROLES = ("ticked", "unticked", "not_shown")


@dataclass(frozen=True)
class Signs:
    """What stands for ticks and for empty answers.

    Attributes:
        ticked: Signs of a tick; empty where those of the convention hold.
        unticked: Signs of no tick; the same.
        not_shown: Signs of what was not shown; the same.
        missing: Codes for empty answers that the convention does not know.
        from_example: Whether a sign is taken over from the example wave.
        unknown: Questions with columns of options that hold signs that nothing explains, by those
            signs that are frequent.
        unexplained: Codes that the file declares as missing without a reason, with their labels.
    """

    ticked: tuple[str, ...] = ()
    unticked: tuple[str, ...] = ()
    not_shown: tuple[str, ...] = ()
    missing: Mapping[str, MissingReason] = field(default_factory=dict)
    from_example: bool = False
    unknown: Mapping[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)
    unexplained: Mapping[str, str] = field(default_factory=dict)


def tick_signs(matches: Iterable[Match]) -> frozenset[str]:
    """Return what stands in the columns of options."""
    columns = [match.column for match in matches if match.target.option is not None]
    return frozenset(sign for column in columns for sign in column.counts)


def find_signs(
    matches: tuple[Match, ...], convention: ConventionName, like: Source | None
) -> Signs:
    """Find what stands for ticks and for empty answers.

    Labels of the file count first, then the convention, then the example wave.

    Args:
        matches: The columns whose meaning is known.
        convention: Whose signs the file uses.
        like: Source of the example wave.
    """
    preset = CONVENTIONS[convention]
    found: dict[str, set[str]] = {role: set() for role in _ROLES}
    unknown: dict[tuple[str, ...], dict[str, None]] = {}
    borrowed = False
    for match in matches:
        left = []
        if match.target.option is None:
            continue
        for sign in match.column.counts:
            role, example = _role(sign, match, preset, like)
            if role:
                found[role].add(sign)
                borrowed |= example
            elif sign not in (*preset.not_shown, *preset.missing):
                left.append(sign)
        if left:
            shown = tuple(sorted(set(left) & set(match.column.shown_values())))
            unknown.setdefault(shown, {})[match.target.item.id] = None
    missing, hidden, unexplained = _declared([match.column for match in matches], convention)
    hidden |= found["not_shown"]
    return Signs(
        ticked=_beyond(found["ticked"], preset.ticked),
        unticked=_beyond(found["unticked"], preset.unticked),
        not_shown=_beyond(hidden | set(preset.not_shown), preset.not_shown),
        missing=missing,
        from_example=borrowed,
        unknown={shown: tuple(items) for shown, items in unknown.items()},
        unexplained=unexplained,
    )


def _role(sign: str, match: Match, preset: Convention, like: Source | None) -> tuple[str, bool]:
    """What a sign stands for, empty where nothing says so; whether the example wave says it."""
    label = match.column.values.get(sign, "")
    said = says_tick(label)
    if said is not None:
        return ("ticked" if said else "unticked"), False
    if sign in preset.missing:
        return "", False
    if reason_of(label) is MissingReason.NOT_ASKED:
        return "not_shown", False
    option = match.target.option
    if option is not None and normal(sign) in map(normal, option_words(option)):
        return "ticked", False
    if sign in preset.ticked:
        return "ticked", False
    if sign in preset.unticked:
        return "unticked", False
    for role in _ROLES if like else ():
        if sign and sign in getattr(like, role):
            return role, True
    said = says_tick(sign)
    return ("" if said is None else "ticked" if said else "unticked"), False


def _beyond(signs: set[str], known: tuple[str, ...]) -> tuple[str, ...]:
    """All signs of a role if the convention does not know them all; otherwise none."""
    return tuple(sorted(signs)) if signs - set(known) else ()


def _declared(
    columns: list[Column], convention: ConventionName
) -> tuple[dict[str, MissingReason], set[str], dict[str, str]]:
    """Reasons of the codes that the file declares as missing, as far as their labels say them."""
    known = CONVENTIONS[convention].missing
    reasons: dict[str, MissingReason] = {}
    unexplained: dict[str, str] = {}
    for column in columns:
        for code in column.missing:
            label = column.values.get(code, "")
            reason = reason_of(label)
            if reason is not None:
                reasons[code] = reason
            elif code not in known:
                unexplained[code] = label
    reasons = {code: reason for code, reason in reasons.items() if known.get(code) is not reason}
    hidden = {code for code, reason in reasons.items() if reason is MissingReason.NOT_ASKED}
    own = {code: reason for code, reason in reasons.items() if code not in hidden}
    return own, hidden, {c: label for c, label in unexplained.items() if c not in reasons}
