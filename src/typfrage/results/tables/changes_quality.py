"""Tables of who answered two waves, and how fully."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from typfrage.profiles.disclosure import Column, Partition, Released, release
from typfrage.profiles.linked_disclosure import option_partitions
from typfrage.profiles.wave_disclosure import withhold_both
from typfrage.results.language import speaker
from typfrage.results.numbers import Format, formatted
from typfrage.results.response import response_text
from typfrage.results.tables.changes_cells import (
    Cell,
    decimal_of,
    in_words,
    plain_points,
    plain_share,
)
from typfrage.results.waves import Waves
from typfrage.survey.quality.wave_quality import WaveQuality
from typfrage.survey.questionnaire.codebook import SingleItem

_COUNT = Format()
_SIGNIFICANT = 2
"""Digits of a median: with all of them it may be the answer of one municipality."""


def coverage(waves: Waves, quality: WaveQuality) -> Released:
    """Show how many were asked and how many answered."""
    say, language = speaker(waves.language), waves.language
    found = quality.coverage
    responses = [
        response_text(answered, asked, language)
        for answered, asked in zip(found.answers, found.contacted, strict=True)
    ]
    contacted = [formatted(n, _COUNT, language) for n in found.contacted]
    answers = [formatted(n, _COUNT, language) for n in found.answers]
    rows = [
        (say("Angeschriebene Kommunen"), *contacted),
        (say("Ausgewertete Kommunen"), *answers),
        (say("Rücklauf"), *responses),
    ]  # fmt: skip
    columns = (
        Column("what", say("Kennzahl")),
        Column("earlier", waves.ids[0], flush=True),
        Column("later", waves.ids[1], flush=True),
    )
    frame = pd.DataFrame(rows, columns=[column.key for column in columns])
    return release(frame, columns, waves.minimum_cases)


def composition(waves: Waves, quality: WaveQuality, structure: Sequence[str]) -> Released:
    """Compare who answered, by the single choices that say what a municipality is.

    Of each wave at least what its own table of them withholds is withheld here.
    """
    say = speaker(waves.language)
    frame = quality.categories
    chosen = frame[["earlier_count", "later_count"]].sum(axis=1) > 0
    frame = frame[frame["item"].isin(list(structure)) & chosen].reset_index(drop=True)
    frame = frame.assign(
        question=[_question(waves, id_) for id_ in frame["item"]],
        label=_labels(waves, frame),
        difference=frame["later_share"] - frame["earlier_share"],
        item_id=frame["item"],
        option_id=frame["option"],
    )
    columns = (
        Column("question", say("Merkmal"), grouped=True),
        Column("label", say("Ausprägung")),
        *_shares(waves),
        Column("difference", say("Unterschied"), "number", 2, "earlier_count", "earlier_base"),
    )
    sides: list[Partition] = []
    for side in ("earlier", "later"):
        frame, sums = option_partitions(frame, waves.sums, f"{side}_count", f"{side}_base")
        sides += sums
    data = release(frame, columns, waves.minimum_cases, *sides)
    return withhold_both(data, "earlier_share", "later_share", "difference")


def non_response(waves: Waves, quality: WaveQuality, most: int) -> Released:
    """Show the questions whose share of missing answers changed most, by a point or more.

    Args:
        waves: The waves.
        quality: The comparison.
        most: Number of rows.
    """
    say = speaker(waves.language)
    frame = quality.non_response
    counts = {
        f"{side}_count": frame[f"{side}_not_answered"] + frame[f"{side}_dont_know"]
        for side in ("earlier", "later")
    }
    wording = [_question(waves, id_) for id_ in frame["item"]]
    columns = (
        Column("label", say("Frage")),
        *_shares(waves),
        Column("difference", say("Unterschied"), "number", 2, "earlier_count", "earlier_base"),
    )
    data = release(frame.assign(**counts, label=wording), columns, waves.minimum_cases)
    data = withhold_both(data, "earlier_share", "later_share", "difference")
    size = data.rounded["difference"].dropna().abs()
    return data.rows(size[size > 0].sort_values(ascending=False, kind="stable").index[:most])


def shares_shown(data: Released, waves: Waves) -> Released:
    """Show shares and their difference in points."""
    say, language = speaker(waves.language), waves.language
    labels = tuple(column for column in data.columns if column.kind == "text")
    cells: dict[str, Cell] = {
        side: (id_, f"{side}_share", plain_share(f"{side}_share", language))
        for side, id_ in zip(("earlier", "later"), waves.ids, strict=True)
    }
    head = say("Unterschied in Prozentpunkten")
    cells["difference"] = (head, "difference", plain_points("difference", language))
    return in_words(data, labels, cells)


def magnitudes(waves: Waves, quality: WaveQuality) -> Released:
    """Compare the size of numbers by their medians, rounded so that none is a single answer."""
    say, language = speaker(waves.language), waves.language
    frame = quality.magnitude.assign(
        label=[_question(waves, id_) for id_ in quality.magnitude["item"]]
    )
    for side in ("earlier", "later"):
        frame[f"{side}_median"] = [rounded(value) for value in frame[f"{side}_median"]]
    columns = (
        Column("label", say("Frage")),
        Column("earlier_median", "", "number", 1, base="earlier_base"),
        Column("later_median", "", "number", 1, base="later_base"),
    )
    data = release(frame, columns, waves.minimum_cases)
    cells: dict[str, Cell] = {
        side: (
            say("Median {wave}, gerundet", wave=id_),
            f"{side}_median",
            decimal_of(f"{side}_median", language, None),
        )
        for side, id_ in zip(("earlier", "later"), waves.ids, strict=True)
    }
    return in_words(data, columns[:1], cells)


def rounded(value: float) -> float:
    """Round to two significant digits."""
    if not math.isfinite(value) or value == 0:
        return value
    return round(value, _SIGNIFICANT - 1 - math.floor(math.log10(abs(value))))


def _shares(waves: Waves) -> list[Column]:
    say = speaker(waves.language)
    return [
        Column(
            f"{side}_share",
            say("Anteil {wave}", wave=id_),
            "share",
            count=f"{side}_count",
            base=f"{side}_base",
        )
        for side, id_ in zip(("earlier", "later"), waves.ids, strict=True)
    ]


def _labels(waves: Waves, frame: pd.DataFrame) -> list[str]:
    """Words of the options of single choices, whose ids are their own question's."""
    words: dict[tuple[str, str], str] = {}
    for id_ in frame["item"].unique():
        item = waves.later.codebook.item(id_)
        assert isinstance(item, SingleItem)
        words |= {(id_, one.id): waves.later.codebook.label(one.label) for one in item.options}
    return [words[key] for key in zip(frame["item"], frame["option"], strict=True)]


def _question(waves: Waves, id_: str) -> str:
    return waves.later.codebook.label(waves.later.codebook.item(id_).wording)
