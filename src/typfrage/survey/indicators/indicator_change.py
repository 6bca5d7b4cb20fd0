"""Which indicators mean the same on two days, so that their shares can be set side by side."""

from __future__ import annotations

from typfrage.survey.indicators.indicators import Indicator, IndicatorFile
from typfrage.survey.questionnaire.questionnaire_change import QuestionnaireChange


def comparable_indicators(file: IndicatorFile, change: QuestionnaireChange) -> tuple[str, ...]:
    """Return the indicators all of whose questions and options are comparable.

    A number of options is comparable only where the options stayed; an indicator of several
    questions only where all of them were put on both days.

    Args:
        file: The indicators, checked against the codebook.
        change: What changed in the questionnaire.
    """
    return tuple(name for name, one in file.indicators.items() if _is_comparable(one, change))


def _is_comparable(one: Indicator, change: QuestionnaireChange) -> bool:
    parts = [(name, one.chosen) for name in one.items]
    if one.among is not None:
        parts.append((one.among.item, one.among.chosen))
    return all(_stayed(name, chosen, change) for name, chosen in parts)


def _stayed(name: str, chosen: tuple[str, ...] | None, change: QuestionnaireChange) -> bool:
    if name not in change.comparable_items:
        return False
    if chosen is None:
        return name not in change.options_changed
    known = {option.id for option in change.options[name]}
    return set(chosen) & known <= set(change.comparable_options(name))
