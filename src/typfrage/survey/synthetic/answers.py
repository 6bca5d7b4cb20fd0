"""Answers of a synthetic wave: planted types, a latent maturity, and quotas along propensities.

What a municipality answers depends on its planted type, its size, a latent digital maturity, and
chance. Shares are met by quotas: municipalities are ranked by propensity, and the top
``round(share × base)`` of them answer so. Effects thus move who answers, never how many.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from typfrage.survey.questionnaire.codebook import (
    Codebook,
    Item,
    MissingReason,
    MultipleItem,
    ScaleItem,
    SingleItem,
)
from typfrage.survey.synthetic.draws import (
    Floats,
    gumbel,
    normal,
    quota_counts,
    ranked,
    some,
)
from typfrage.survey.synthetic.parameters import Panel, SynthesisParameters
from typfrage.survey.synthetic.rules import ClosedRule, Drivers, MultipleRule

TICK, NO_TICK = "Y", ""


@dataclass(frozen=True)
class Latent:
    """What moves the answers and is never written down.

    Attributes:
        types: (n,) id of the planted type.
        size: (n,) size of the municipality as a driver.
        maturity: (n,) latent digital maturity.
        noise: (n,) part of the maturity that neither type nor size explains.
    """

    types: NDArray[np.str_]
    size: Floats
    maturity: Floats
    noise: Floats

    def propensity(self, drivers: Drivers) -> Floats:
        """(n,) propensity without noise."""
        by_type = np.array([float(drivers.types.get(str(name), 0)) for name in self.types])
        combined: Floats = drivers.maturity * self.maturity + drivers.size * self.size + by_type
        return combined


@dataclass(frozen=True)
class Past:
    """What moved the answers of an earlier wave.

    Attributes:
        types: (n,) id of the type that was planted then; empty for who did not answer.
        noise: (n,) the noise of the maturity then; 0 for who did not answer.
    """

    types: NDArray[np.str_]
    noise: Floats


def draw_latent(
    size: Floats,
    parameters: SynthesisParameters,
    rng: np.random.Generator,
    past: Past | None = None,
) -> Latent:
    """Plant types and draw the digital maturity.

    Args:
        size: (n,) size of the municipalities.
        parameters: Shares and means of the types.
        rng: Source of randomness.
        past: What moved the answers of the earlier wave, whose members change their type and keep
            some of their maturity as the parameters of the panel say.
    """
    names = list(parameters.types)
    planted = list(parameters.types.values())
    log_weights = np.log([t.share for t in planted]) + np.outer(size, [t.size for t in planted])
    kept = np.zeros(len(size))
    if past is not None and parameters.panel is not None:
        again = past.types != ""
        log_weights[again] = _log_transitions(parameters.panel, names, past.types[again])
        kept[again] = parameters.panel.kept_maturity
    chosen = np.argmax(log_weights + gumbel(rng, *log_weights.shape), axis=1)
    means = np.array([t.maturity for t in planted])[chosen]
    noise = normal(rng, len(size))
    if past is not None:
        noise = kept * past.noise + np.sqrt(1 - kept**2) * noise
    maturity = means + parameters.maturity_size * size + noise
    return Latent(np.array(names)[chosen], size, maturity, noise)


def _log_transitions(panel: Panel, names: list[str], types: NDArray[np.str_]) -> Floats:
    """(members × types) logarithms of the shares that each member's type changes to."""
    shares = [[panel.transitions[str(one)].get(name, 0.0) for name in names] for one in types]
    with np.errstate(divide="ignore"):
        logarithms: Floats = np.log(np.array(shares).reshape(len(types), len(names)))
    return logarithms


def draw_answers(
    codebook: Codebook,
    latent: Latent,
    parameters: SynthesisParameters,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Answer all closed questions that have a rule.

    Args:
        codebook: The questionnaire; its filters decide who is asked.
        latent: What moves the answers of n municipalities.
        parameters: The rules.
        rng: Source of randomness.

    Returns:
        (n × columns of the clean answers) codes and ticks as the survey tool exports them.
    """
    closed = {name: rule for rule in parameters.closed for name in rule.items}
    multiple = {rule.item: rule for rule in parameters.multiple}
    cells: dict[str, NDArray[np.object_]] = {}
    for item in codebook.items:
        asked = _asked(item, codebook, cells, len(latent.size))
        if isinstance(item, MultipleItem) and item.id in multiple:
            chosen = _choose(item, multiple[item.id], latent, asked, rng)
            for at, name in enumerate(item.columns):
                ticks = np.where(chosen[:, at], TICK, NO_TICK).astype(object)
                cells[name] = np.where(asked, ticks, parameters.export.not_shown)
        elif isinstance(item, SingleItem | ScaleItem) and item.id in closed:
            codes = _answer(item, closed[item.id], latent, asked, rng)
            cells[item.id] = np.where(asked, codes, parameters.export.not_shown)
    return pd.DataFrame(cells, dtype="str")


def _asked(
    item: Item, codebook: Codebook, cells: dict[str, NDArray[np.object_]], number: int
) -> NDArray[np.bool_]:
    if item.asked_if is None:
        return np.ones(number, dtype=bool)
    filtering = codebook.item(item.asked_if.item)
    if isinstance(filtering, MultipleItem):
        ticks = np.array([cells[name] == TICK for name in item.asked_if.chosen], dtype=bool)
        return np.asarray(ticks.any(axis=0))
    assert isinstance(filtering, SingleItem | ScaleItem)
    codes = [filtering.option(name).code for name in item.asked_if.chosen]
    return np.isin(cells[filtering.id].astype(str), codes)


def _answer(
    item: SingleItem | ScaleItem,
    rule: ClosedRule,
    latent: Latent,
    asked: NDArray[np.bool_],
    rng: np.random.Generator,
) -> NDArray[np.object_]:
    """(n,) codes; cells of those who were not asked mean nothing."""
    codes = np.full(len(asked), NO_TICK, dtype=object)
    scores = latent.propensity(rule.drivers) + normal(rng, len(asked))
    by_rank = np.flatnonzero(asked)[ranked(scores[asked])]
    counts = quota_counts(list(rule.shares.values()), len(by_rank))
    options = [item.option(name).code for name in rule.shares]
    codes[by_rank] = np.repeat(np.array(options, dtype=object), counts)
    if rule.dont_know:
        unknown = [c.code for c in item.missing if c.reason is MissingReason.DONT_KNOW]
        codes[some(rng, asked, rule.dont_know)] = unknown[0]
    if rule.unanswered:
        codes[some(rng, asked, rule.unanswered)] = ""
    return codes


def _choose(
    item: MultipleItem,
    rule: MultipleRule,
    latent: Latent,
    asked: NDArray[np.bool_],
    rng: np.random.Generator,
) -> NDArray[np.bool_]:
    """(n × options) what is chosen."""
    utilities = np.full((len(asked), len(item.columns)), -np.inf)
    first = np.zeros(utilities.shape, dtype=bool)
    for name, choice in rule.choices.items():
        at = item.columns.index(name)
        propensity = latent.propensity(choice.drivers)
        liking = rule.taste * normal(rng, len(asked)) + gumbel(rng, len(asked))
        utilities[:, at] = np.log(choice.weight) + propensity + liking
        if choice.quota is not None:
            by_rank = np.flatnonzero(asked)[ranked(utilities[asked, at])]
            first[by_rank[: round(choice.quota * len(by_rank))], at] = True
            utilities[:, at] = -np.inf
    numbers = _numbers(rule, latent, asked, rng)
    utilities[first] = np.inf
    wanted = np.maximum(numbers, first.sum(axis=1))
    places = np.argsort(np.argsort(-utilities, axis=1, kind="stable"), axis=1, kind="stable")
    chosen: NDArray[np.bool_] = (places < wanted[:, None]) & asked[:, None]
    for at, option in enumerate(item.options):
        if option.exclusive:
            chosen[:, at] = (wanted == 0) & asked
    return chosen


def _numbers(
    rule: MultipleRule, latent: Latent, asked: NDArray[np.bool_], rng: np.random.Generator
) -> NDArray[np.int_]:
    """(n,) how many options are chosen."""
    scores = latent.propensity(rule.drivers) + normal(rng, len(asked))
    by_rank = np.flatnonzero(asked)[ranked(scores[asked])]
    numbers = np.zeros(len(asked), dtype=int)
    counts = quota_counts(list(rule.numbers.values()), len(by_rank))
    numbers[by_rank] = np.repeat(list(rule.numbers), counts)
    return numbers
