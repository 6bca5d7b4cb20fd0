"""The frame: how many municipalities Germany has in each Land and each KGSt size class.

The frame counts all inhabited Gemeinden and all Landkreise. The municipalities that were asked are
another population: members of the KGSt, mostly larger ones, of which no such counts are public.
Weights to the frame show what the answers would look like if all municipalities had answered as
those of their Land and size did; they do not show what the members would have answered.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from typfrage.survey.population.population import (
    GEMEINDEN_COLUMNS,
    KREISE_COLUMNS,
    LAENDER,
    read_population,
)
from typfrage.survey.questionnaire.codebook import Codebook, NumberItem, SingleItem

LAND, SIZE_CLASS = "land", "size_class"
"""The margins of the frame."""
LANDKREIS = "landkreis"
KIND = "art"
"""The item that asks for the kind of a municipality, one of :data:`ARTEN`."""
ARTEN = ("kreisangehoerige_gemeinde", "kreisfreie_stadt", LANDKREIS)
SIZE_CLASSES = ("1", "2", "3", "4", "5", "6", "7")
LANDKREIS_CLASSES = ("K1", "K2", "K3")

_MORE_THAN_400_000 = np.nextafter(400_000, np.inf)
_MORE_THAN_250_000 = np.nextafter(250_000, np.inf)
_LEAST = np.array([10_000, 25_000, 50_000, 100_000, 200_000, _MORE_THAN_400_000])
_LEAST_LANDKREIS = np.array([150_000, _MORE_THAN_250_000])
"""Least inhabitants of every class but the lowest."""


@dataclass(frozen=True)
class Frame:
    """Counts of municipalities; they are public and may be published.

    Attributes:
        counts: (Länder × 10) municipalities by the Land's two digits in the AGS and by size class:
            ``"1"`` … ``"7"`` for Gemeinden, ``"K1"`` … ``"K3"`` for Landkreise.
    """

    counts: pd.DataFrame

    def margins(self, categories: pd.DataFrame | None = None) -> dict[str, pd.Series[int]]:
        """Return the counts that :func:`typfrage.survey.population.raking.rake` asks for.

        A Land or a class without any answer cannot be weighted up. Where it is left out of one
        margin, its municipalities must not stay in the other: without Berlin and Hamburg there are
        also fewer cities of class 1.

        Args:
            categories: Land and size class of the answers, as from :func:`frame_categories`. If
                given, the counts of categories that occur there are those of the municipalities
                whose Land and class both occur; categories that do not occur keep their counts.

        Returns:
            Counts by Land and by size class.
        """
        counts = self.counts
        if categories is None:
            return {LAND: counts.sum(axis=1), SIZE_CLASS: counts.sum(axis=0)}
        land = counts.index.isin(categories[LAND].dropna())
        size = counts.columns.isin(categories[SIZE_CLASS].dropna())
        return {
            LAND: counts.loc[:, size].sum(axis=1).where(land, counts.sum(axis=1)),
            SIZE_CLASS: counts.loc[land].sum(axis=0).where(size, counts.sum(axis=0)),
        }


def load_frame(folder: Path) -> Frame | None:
    """Read the frame of a study.

    Args:
        folder: Holds the files of counts, e.g. ``data/population``.

    Returns:
        The frame; ``None`` where the study has none.

    Raises:
        InputError: See :func:`typfrage.survey.population.population.read_population`.
    """
    population = read_population(folder)
    if population is None:
        return None
    kreise = population.kreise[list(KREISE_COLUMNS)].set_axis(list(LANDKREIS_CLASSES), axis=1)
    counts = population.gemeinden[list(GEMEINDEN_COLUMNS)].join(kreise).rename(index=LAENDER)
    return Frame(counts.rename_axis(index=LAND, columns=SIZE_CLASS))


def size_class(inhabitants: pd.Series[float], art: pd.Series[str]) -> pd.Series[str]:
    """Return the KGSt size class of municipalities.

    Gemeinden, kreisfreie Städte among them: 1 more than 400,000 inhabitants, 2 from 200,000,
    3 from 100,000, 4 from 50,000, 5 from 25,000, 6 from 10,000, 7 fewer than 10,000. Landkreise:
    K1 more than 250,000, K2 from 150,000, K3 fewer than 150,000. So 10,000 is class 6, 25,000 is
    class 5, 400,000 is class 2, and a Landkreis with 250,000 is K2. The KGSt names a shared bound
    in both classes ("25.000 bis 50.000"); here it belongs to the larger one, as 10,000 must.

    Args:
        inhabitants: Numbers from 0, shape (n,).
        art: Kind of each municipality, one of :data:`ARTEN`, on the same index.

    Returns:
        Classes, shape (n,); missing where inhabitants or kind are.

    Raises:
        ValueError: If the indexes differ, a kind is unknown, or a number is negative or infinite.

    References:
        https://www.haushaltssteuerung.de/lexikon-einwohner-groessenklassen-der-kgst.html
    """
    if not inhabitants.index.equals(art.index):
        raise ValueError("inhabitants and art have different indexes; allowed: the same cases")
    unknown = sorted(set(art.dropna()) - set(ARTEN))
    if unknown:
        raise ValueError(f"art is {unknown[0]!r}; allowed: {', '.join(ARTEN)} or missing")
    numbers = inhabitants.to_numpy(dtype=float, na_value=np.nan)
    if (numbers < 0).any() or np.isinf(numbers).any():
        raise ValueError("inhabitants are negative or infinite; allowed: numbers from 0 or missing")
    of_gemeinden = np.array(SIZE_CLASSES[::-1])[np.digitize(numbers, _LEAST)]
    of_landkreise = np.array(LANDKREIS_CLASSES[::-1])[np.digitize(numbers, _LEAST_LANDKREIS)]
    classes = np.where(art == LANDKREIS, of_landkreise, of_gemeinden)
    known = art.notna().to_numpy() & ~np.isnan(numbers)
    return pd.Series(classes, art.index, dtype="str", name=SIZE_CLASS).where(known)


def frame_categories(
    answers: pd.DataFrame, codebook: Codebook, frame: Frame | None
) -> pd.DataFrame | None:
    """Find the Land and the size class of every municipality that answered.

    Args:
        answers: (municipalities × columns) clean answers.
        codebook: The questionnaire. ``land`` must be a single choice whose codes are the Land's
            two digits in the AGS, ``art`` one with options of :data:`ARTEN` (others have no size
            class), and ``einwohner`` a number.
        frame: The study's frame, if it has one.

    Returns:
        (municipalities × 2) on the index of the answers: ``land`` (two digits) and ``size_class``,
        missing where they were not answered or the frame has no such municipalities. Whoever
        weights leaves these rows out and says how many they are. ``None`` where the study has no
        frame, or does not ask for what it takes.
    """
    columns = [LAND, "art", "einwohner"]
    if frame is None or not _asks_for_frame(codebook) or not set(columns) <= set(answers):
        return None
    land = codebook.item(LAND)
    assert isinstance(land, SingleItem)
    codes = {option.id: option.code for option in land.options}
    art = answers["art"].astype("str")
    found = pd.DataFrame(
        {
            LAND: answers[LAND].astype("str").map(codes).astype("str"),
            SIZE_CLASS: size_class(answers["einwohner"], art.where(art.isin(ARTEN))),
        }
    )
    for name, population in frame.margins().items():
        found[name] = found[name].where(found[name].isin(population.index[population > 0]))
    return found


def _asks_for_frame(codebook: Codebook) -> bool:
    """Tell whether Land, kind and inhabitants are asked in a form that the frame understands."""
    items = {item.id: item for item in codebook.items}
    land, art = items.get(LAND), items.get("art")
    if not (isinstance(land, SingleItem) and isinstance(art, SingleItem)):
        return False
    codes = {option.code for option in land.options if not option.residual}
    kinds = {option.id for option in art.options}
    return (
        codes <= set(LAENDER.values())
        and not kinds.isdisjoint(ARTEN)
        and isinstance(items.get("einwohner"), NumberItem)
    )
