"""The published shares beside those of the wave."""

from __future__ import annotations

import pandas as pd

from typfrage.profiles.disclosure import Column, Partition, Released, release
from typfrage.results.language import mark, speaker
from typfrage.results.numbers import Format, formatted
from typfrage.survey.waves.published import (
    Operator,
    PublishedFigures,
    belongs_to,
    comparable_figures,
    reproduce,
)
from typfrage.survey.waves.study import Study
from typfrage.survey.waves.wave import WaveFile

_OPERATORS = {
    Operator.EQUAL: mark("{share}"),
    Operator.GREATER: mark("mehr als {share}"),
    Operator.APPROXIMATE: mark("rund {share}"),
}


def published_against_reproduced(
    study: Study, wave: WaveFile, answers: pd.DataFrame, minimum_cases: int
) -> Released:
    """Set every published share beside the one that the wave gives.

    Figures whose question was put otherwise in this wave are left out. Where a filter leaves few
    municipalities out, the base would tell how many, and the figure is withheld.

    Args:
        study: The study; without published figures the table has no rows.
        wave: The wave.
        answers: (municipalities × columns) clean answers.
        minimum_cases: Threshold of the disclosure rules.
    """
    published, say = study.published, speaker(study.codebook.languages[0])
    own = published is None or belongs_to(published, wave)
    columns = (
        Column("statement", say("Aussage")),
        Column("published", say("veröffentlicht")),
        Column(
            "share",
            say("reproduziert") if own else say("in dieser Welle"),
            "share",
            1,
            count="count",
            base="base",
        ),
        Column("base", "n", "count", base="asked"),
        Column("who", say("Basis")),
        Column("source", say("Quelle")),
    )
    rows = [] if published is None else _published_rows(study, published, wave, answers)
    keys = [column.key for column in columns]
    return release(
        pd.DataFrame(rows, columns=[*keys, "count", "item", "asked"]),
        columns,
        minimum_cases,
        Partition(across="statement", within=("item",), count="count", overlapping=True),
    )


def _published_rows(
    study: Study, published: PublishedFigures, wave: WaveFile, answers: pd.DataFrame
) -> list[dict[str, object]]:
    language, day = study.codebook.languages[0], wave.field_period.first
    say = speaker(language)
    comparable = comparable_figures(published, study.codebook, day)
    codebook = study.codebook.on(day)
    results = {one.id: one for one in reproduce(comparable, codebook, answers)}
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
            "asked": len(answers)
            if codebook.item(figure.count.item).asked_if is not None
            else results[figure.id].base,
            "who": figure.base[language],
            "source": figure.source,
        }
        for figure in published.figures
        if figure.id in results
    ]
