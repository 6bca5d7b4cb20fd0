"""Which answers should not count, as the example wave and the survey tool suggest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from typfrage.survey.proposal.columns import Column
from typfrage.survey.proposal.item_columns import ItemProposal
from typfrage.survey.questionnaire.codebook import Codebook
from typfrage.survey.waves.conventions import ConventionName
from typfrage.survey.waves.source import ColumnRef, HeaderCell
from typfrage.survey.waves.wave import Screening, WaveFile


@dataclass(frozen=True)
class ProposedRule:
    """A reason why an answer does not count.

    Attributes:
        rule: The rule; ``None`` where its column is not known.
        reason: Its name.
        by: Where it comes from, or what is missing.
    """

    rule: Screening | None
    reason: str
    by: str


@dataclass(frozen=True)
class _Finished:
    """How a survey tool tells that an answer is complete, and when it came in."""

    broken_off: Mapping[str, object]
    order: tuple[str, ...]


_BROKEN_OFF = "broken_off"
_LIMESURVEY = _Finished({"column": "submitdate", "empty": True}, ("submitdate",))
_TOOLS: Mapping[ConventionName, _Finished] = MappingProxyType(
    {
        "limesurvey_csv": _LIMESURVEY,
        "limesurvey_spss": _LIMESURVEY,
        "limesurvey_sav": _LIMESURVEY,
        "sosci": _Finished({"column": "FINISHED", "equals": ("0",)}, ("LASTDATA",)),
        "unipark": _Finished(
            {"column": "dispcode", "matches": "(?!3[12]$).*"}, ("date_of_last_access", "datetime")
        ),
    }
)
"""31 and 32 are the codes of complete answers in EFS Survey."""

_TEST_RUNS: Mapping[ConventionName, Mapping[str, object]] = MappingProxyType(
    {
        "sosci": {"column": "MODE", "matches": "(?!interview$).+"},
        "unipark": {"column": "tester", "equals": ("1",)},
    }
)
_LABELS = MappingProxyType(
    {
        "test_run": {
            "de": "Testlauf des Befragungsprogramms", "en": "Test run of the survey tool"
        },
        _BROKEN_OFF: {"de": "Befragung abgebrochen", "en": "Questionnaire not completed"},
        "answered_again": {
            "de": "Die Kommune hat später noch einmal geantwortet",
            "en": "The municipality answered again later",
        },
    }
)  # fmt: skip


def propose_screening(
    columns: tuple[Column, ...],
    items: tuple[ItemProposal, ...],
    convention: ConventionName,
    like: WaveFile | None,
    codebook: Codebook,
) -> tuple[ProposedRule, ...]:
    """Suggest which answers should not count.

    Args:
        columns: The columns of the export.
        items: Where the answers stand.
        convention: The survey tool.
        like: The wave whose rules are taken over as far as they fit.
        codebook: The questionnaire, for its languages.
    """
    refs = {name: column.ref for column in columns for name in column.names}
    rules = list(_of_tool(refs, convention, codebook))
    if like is None:
        return tuple(rules)
    taken = [_taken_over(rule, refs, items, convention, like) for rule in like.screening]
    kinds = {_kind(rule) for rule in like.screening}
    extra = [one for one in rules if one.rule is not None and _kind(one.rule) not in kinds]
    last = [one for one in taken if one.rule is not None and one.rule.superseded_by is not None]
    return (*(one for one in taken if one not in last), *extra, *last)


def _kind(rule: Screening) -> str:
    """What a rule is about, whatever column it looks at."""
    return "answered_again" if rule.superseded_by is not None else rule.reason


def _of_tool(
    refs: Mapping[str, ColumnRef], convention: ConventionName, codebook: Codebook
) -> Iterator[ProposedRule]:
    by = f"as {convention} marks it"
    tool = _TOOLS.get(convention)
    given = {
        "test_run": _TEST_RUNS.get(convention),
        _BROKEN_OFF: tool.broken_off if tool else None,
        "answered_again": _order(tool, refs),
    }
    for reason, condition in given.items():
        rule = _with_refs(condition or {}, refs)
        if rule:
            label = {
                language: _LABELS[reason].get(language, _LABELS[reason]["en"])
                for language in codebook.languages
            }
            whole = Screening.model_validate({"reason": reason, "label": label, **rule})
            yield ProposedRule(whole, reason, by)


def _order(tool: _Finished | None, refs: Mapping[str, ColumnRef]) -> dict[str, object]:
    """The column that tells when an answer came in; empty where there is none."""
    names = [name for name in (tool.order if tool else ()) if name in refs]
    return {"superseded_by": names[0]} if names else {}


def _with_refs(
    condition: Mapping[str, object], refs: Mapping[str, ColumnRef]
) -> dict[str, object] | None:
    """A condition on the columns of this export; ``None`` where it lacks them."""
    found = dict(condition)
    if not found:
        return None
    for part in ("column", "superseded_by"):
        if part in found:
            if found[part] not in refs:
                return None
            found[part] = refs[str(found[part])]
    return found


def _taken_over(
    rule: Screening,
    refs: Mapping[str, ColumnRef],
    items: tuple[ItemProposal, ...],
    convention: ConventionName,
    like: WaveFile,
) -> ProposedRule:
    """A rule of the example wave, on the column that means the same."""
    by = f"as in wave {like.id}"
    if rule.unanswered is not None:
        return ProposedRule(rule, rule.reason, by)
    part = "column" if rule.column is not None else "superseded_by"
    ref = rule.column if rule.column is not None else rule.superseded_by
    name = ref.header if isinstance(ref, HeaderCell) else str(ref)
    here = _same_question(ref, items, like) or refs.get(name)
    if here is not None:
        return ProposedRule(rule.model_copy(update={part: here}), rule.reason, by)
    tool = _TOOLS.get(convention)
    other = None
    if tool is not None and rule.superseded_by is not None:
        other = _with_refs(_order(tool, refs), refs)
    elif tool is not None and (rule.empty or rule.reason == _BROKEN_OFF):
        other = _with_refs(tool.broken_off, refs)
    if other is None:
        return ProposedRule(
            None, rule.reason, f"wave {like.id} looks at {name!r}, which is not there"
        )
    kept = {"reason": rule.reason, "label": rule.label}
    return ProposedRule(
        Screening.model_validate({**kept, **other}), rule.reason, f"{by}, as {convention} marks it"
    )


def _same_question(
    ref: ColumnRef | None, items: tuple[ItemProposal, ...], like: WaveFile
) -> ColumnRef | None:
    """The column of the question whose column the example wave looks at."""
    for item in items:
        before = like.columns.get(item.item.id)
        if before is not None and before.column is not None and before.column == ref:
            return item.columns.column if item.columns is not None else None
    return None
