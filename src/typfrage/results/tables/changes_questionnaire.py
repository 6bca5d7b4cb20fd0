"""The table of what changed in the questionnaire between two waves."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from typfrage.profiles.disclosure import Column, Released, release
from typfrage.results.language import mark, speaker
from typfrage.results.waves import Waves
from typfrage.survey.questionnaire.questionnaire_change import Change, TextChange
from typfrage.survey.questionnaire.wording import Wording

CHANGES = {
    Change.DROPPED: mark("entfallen"),
    Change.ADDED: mark("neu"),
    Change.REWORDED: mark("umformuliert"),
}


def questionnaire_changes(waves: Waves) -> Released:
    """List dropped, added and reworded questions and options, in the codebook's order.

    Returns:
        ``what`` (question, or option of which question), ``change``, ``before``, ``after``; a row
        for each question whose filter changed, too.
    """
    say = speaker(waves.language)
    columns = (
        Column("what", say("Frage oder Vorgabe"), grouped=True),
        Column("change", say("Änderung")),
        Column("before", waves.ids[0]),
        Column("after", waves.ids[1]),
    )
    frame = pd.DataFrame(list(_rows(waves)), columns=[column.key for column in columns])
    return release(frame, columns, waves.minimum_cases)


def _rows(waves: Waves) -> Iterator[dict[str, str]]:
    say = speaker(waves.language)
    for item in waves.change.items:
        if item.change is not Change.KEPT:
            yield _row(item, say("Frage"), waves.language)
        if item.id in waves.change.filter_changed:
            words = _words(item.after, waves.language)
            yield {
                "what": say("Frage"),
                "change": say("anderer Filter"),
                "before": words,
                "after": words,
            }
        for option in waves.change.options.get(item.id, ()):
            if option.change is not Change.KEPT:
                question = _words(item.after, waves.language)
                what = say("Vorgabe bei „{question}“", question=question)
                yield _row(option, what, waves.language)


def _row(one: TextChange, what: str, language: str) -> dict[str, str]:
    return {
        "what": what,
        "change": speaker(language)(CHANGES[one.change]),
        "before": _words(one.before, language),
        "after": _words(one.after, language),
    }


def _words(words: Wording | None, language: str) -> str:
    return "" if words is None else words[language]
