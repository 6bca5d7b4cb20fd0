"""The published shares beside those of the wave."""

from __future__ import annotations

import pandas as pd

from typfrage.profiles.disclosure import Column, Partition, Released, release
from typfrage.results.language import mark, speaker
from typfrage.results.numbers import Format, formatted
from typfrage.survey.published import Operator, PublishedFigures, reproduce
from typfrage.survey.study import Study

_OPERATORS = {
    Operator.EQUAL: mark("{share}"),
    Operator.GREATER: mark("mehr als {share}"),
    Operator.APPROXIMATE: mark("rund {share}"),
}


def published_against_reproduced(
    study: Study, answers: pd.DataFrame, minimum_cases: int
) -> Released:
    """Set every published share beside the one that the wave gives.

    Args:
        study: The study; without published figures the table has no rows.
        answers: (municipalities × columns) clean answers.
        minimum_cases: Threshold of the disclosure rules.
    """
    say = speaker(study.codebook.languages[0])
    columns = (
        Column("statement", say("Aussage")),
        Column("published", say("veröffentlicht")),
        Column("share", say("reproduziert"), "share", 1, count="count", base="base"),
        Column("base", "n", "count"),
        Column("who", say("Basis")),
        Column("source", say("Quelle")),
    )
    rows = [] if study.published is None else _published_rows(study, study.published, answers)
    keys = [column.key for column in columns]
    return release(
        pd.DataFrame(rows, columns=[*keys, "count", "item"]),
        columns,
        minimum_cases,
        Partition(across="statement", within=("item",), count="count", overlapping=True),
    )


def _published_rows(
    study: Study, published: PublishedFigures, answers: pd.DataFrame
) -> list[dict[str, object]]:
    language = study.codebook.languages[0]
    say = speaker(language)
    results = {one.id: one for one in reproduce(published, study.codebook, answers)}
    return [
        {
            "statement": figure.statement[language],
            "published": say(
                _OPERATORS[figure.operator],
                share=formatted(figure.value_percent / 100, Format("share"), language),
            ),
            "share": results[figure.id].share,
            "count": results[figure.id].count,
            "base": results[figure.id].base,
            "item": figure.count.item,
            "who": figure.base[language],
            "source": figure.source,
        }
        for figure in published.figures
        if figure.id in results
    ]
