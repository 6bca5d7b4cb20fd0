"""Municipalities of a synthetic wave: kind, Land, size, and a key that belongs to nobody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from typfrage.problems import InputError, Problem
from typfrage.survey.population.population import FREE_CITIES_COLUMN, Population, read_population
from typfrage.survey.synthetic.draws import gumbel, ranked, uniform
from typfrage.survey.synthetic.parameters import Land, SizeClass, Structure

KREIS_LEVEL = "000"
"""Gemeinde digits of the key of a Landkreis or a kreisfreie Stadt."""
GEMEINDEN_IN_KREIS = 999
WITHIN_KREIS = "kreisangehoerige_gemeinde"


def draw_municipalities(
    population: Path,
    structure: Structure,
    number: int,
    rng: np.random.Generator,
    without: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Draw municipalities from the frame without replacement.

    A municipality of the frame comes with odds in proportion to the response weight of its size
    class. The frame has no names; the larger Gemeinden of a Land are taken for its kreisfreie
    Städte, as many as it has.

    Args:
        population: Folder of the frame margins.
        structure: Parameters.
        number: Municipalities to draw.
        rng: Source of randomness.
        without: Municipalities drawn before, which are not drawn again.

    Returns:
        (number × 5) in random order: ``key``, ``art`` (option id), ``land`` (code),
        ``einwohner``, ``size``.

    Raises:
        InputError: The frame is missing, wrong, or has too few municipalities, or the test range
            too few keys.
    """
    counts = read_population(population)
    if counts is None:
        raise InputError(
            Problem("there are no frame margins", str(population), mend="add their files")
        )
    frame = _frame(counts, structure)
    used: set[str] = set()
    if without is not None:
        frame = _left_over(frame, without)
        used = set(without["key"])
    order = ranked(np.log(frame["response"].to_numpy(float)) + gumbel(rng, len(frame)))
    pools = _key_pools(structure, rng, used)
    drawn: list[int] = []
    taken: list[str] = []
    for place in order:
        is_kreis = frame["art"].iat[place] != WITHIN_KREIS
        key = next(pools[str(frame["land"].iat[place]), is_kreis], None)
        if key is not None:
            drawn.append(int(place))
            taken.append(key)
        if len(drawn) == number:
            break
    if len(drawn) < number:
        raise InputError(
            Problem(
                f"{number} municipalities are wanted, the frame has {len(drawn)}",
                str(population),
                mend="ask for fewer municipalities in synthesis.yml",
            )
        )
    chosen = frame.iloc[drawn].reset_index(drop=True)
    chosen.insert(0, "key", pd.Series(taken, dtype="str"))
    chosen["einwohner"] = _inhabitants(chosen, structure, rng)
    shuffled = chosen.iloc[ranked(uniform(rng, number))].reset_index(drop=True)
    return shuffled[["key", "art", "land", "einwohner", "size"]]


def _frame(counts: Population, structure: Structure) -> pd.DataFrame:
    """One row a municipality of the frame, without key."""
    parts: list[pd.DataFrame] = []
    for abbreviation, land in structure.laender.items():
        towns = _units(counts.gemeinden.loc[abbreviation], structure.gemeinden, land)
        free = int(counts.kreise.loc[abbreviation, FREE_CITIES_COLUMN])
        towns["art"] = ["kreisfreie_stadt"] * free + [WITHIN_KREIS] * (len(towns) - free)
        counties = _units(counts.kreise.loc[abbreviation], structure.landkreise, land)
        parts += [towns, counties.assign(art="landkreis")]
    return pd.concat(parts, ignore_index=True)


def _left_over(frame: pd.DataFrame, without: pd.DataFrame) -> pd.DataFrame:
    """The frame without as many municipalities of each kind, Land and size as were drawn."""
    alike = ["land", "art", "size"]
    drawn = without.groupby(alike).size().rename("drawn").reset_index()
    counts = frame[alike].merge(drawn, how="left", on=alike)["drawn"].fillna(0).to_numpy()
    kept = frame.groupby(alike).cumcount().to_numpy() >= counts
    return frame[kept].reset_index(drop=True)


def _units(counts: pd.Series, classes: dict[str, SizeClass], land: Land) -> pd.DataFrame:
    """Rows of one Land, the largest class first."""
    rows = [
        (land.code, *size_class.inhabitants, size_class.response, size_class.size)
        for name, size_class in classes.items()
        for _ in range(int(counts[name]))
    ]
    return pd.DataFrame(rows, columns=["land", "least", "most", "response", "size"])


def _inhabitants(chosen: pd.DataFrame, structure: Structure, rng: np.random.Generator) -> pd.Series:
    """Log-uniform within the size class, some of them rounded as people do."""
    low = np.log(chosen["least"].to_numpy(float))
    high = np.log(chosen["most"].to_numpy(float))
    numbers = np.exp(low + (high - low) * uniform(rng, len(chosen))).round()
    unit = structure.rounded_to
    rounded = np.maximum(np.ceil(numbers / unit) * unit, unit)
    use = (uniform(rng, len(chosen)) < structure.rounded) & (rounded < chosen["most"].to_numpy())
    return pd.Series(np.where(use, rounded, numbers).astype(int), index=chosen.index)


def _key_pools(
    structure: Structure, rng: np.random.Generator, used: set[str]
) -> dict[tuple[str, bool], Iterator[str]]:
    """Keys of the test range in random order, by Land and whether they are those of a Kreis."""
    pools: dict[tuple[str, bool], Iterator[str]] = {}
    for land in structure.laender.values():
        kreise = [
            f"{land.code}{digit}{number}"
            for digit in land.regierungsbezirke
            for number in structure.kreis_numbers
        ]
        numbers = range(1, GEMEINDEN_IN_KREIS + 1)
        whole = [kreis + KREIS_LEVEL for kreis in kreise]
        parts = [f"{kreis}{number:03d}" for kreis in kreise for number in numbers]
        for is_kreis, keys in ((True, whole), (False, parts)):
            order = ranked(uniform(rng, len(keys)))
            free = [keys[at] for at in order if keys[at] not in used]
            pools[land.code, is_kreis] = iter(free)
    return pools
