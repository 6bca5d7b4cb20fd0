"""Tables of the types of two waves: which is which, how large, how alike."""

from __future__ import annotations

import numpy as np
import pandas as pd

from typfrage.profiles.disclosure import Column, Partition, Released, release
from typfrage.profiles.shares import wilson_interval
from typfrage.profiles.trend import trend
from typfrage.profiles.wave_disclosure import (
    adjusted_among_told,
    rounding_hides,
    withhold_both,
    without,
)
from typfrage.profiles.wave_types import WaveTypes
from typfrage.results.language import mark, speaker
from typfrage.results.marking_items import published_deviations
from typfrage.results.tables.changes_agreement import correspondences
from typfrage.results.tables.changes_cells import Cell, decimal_of, in_words, points_of, share_of
from typfrage.results.type_names import signed_by
from typfrage.results.waves import Waves
from typfrage.typology.matching import row_correlations

_NONE = "none"
_COUNTS = ("earlier_count", "later_count", "earlier_base", "later_base")


def type_changes(waves: Waves, types: WaveTypes) -> Released:
    """Compare the sizes of matched types, and list those without counterpart.

    Shares are of those who chose a common goal. Where few did not, no number may tell how many:
    shares are in whole percent, limits are those of such a share, differences and their intervals
    stand at such shares; and where even these would tell, see
    :func:`typfrage.profiles.wave_disclosure.rounding_hides`, some are withheld. The p-values are
    for deciding what to say and are not published.

    Args:
        waves: The waves.
        types: Their types from the common goals.

    Returns:
        One row a pair, then the vanished types, then the new ones: ``earlier_type`` and
        ``later_type`` (empty without), ``correlation``; ``earlier_share`` with ``earlier_low`` and
        ``earlier_high``, the same for ``later_…``; ``difference`` with ``low`` and ``high``, and
        ``p_bh`` over all pairs that are told.
    """
    say = speaker(waves.language)
    frame = _rounded(pd.DataFrame(_pairs(waves, types) + _alone(waves, types)), waves)
    if not _hidden(waves, types):
        frame = pd.concat([frame, pd.DataFrame([_nobody(waves, types)])], ignore_index=True)
    released = release(
        frame.assign(all=""),
        (
            Column("earlier_type", say("Typ {wave}", wave=waves.ids[0])),
            Column("later_type", say("Typ {wave}", wave=waves.ids[1])),
            Column("correlation", say("Ähnlichkeit"), "number", 2, base="earlier_base"),
            *(
                Column(
                    f"{wave}_{what}",
                    say(head, wave=id_),
                    "share",
                    count=f"{wave}_count",
                    base=f"{wave}_base",
                )
                for wave, id_ in zip(("earlier", "later"), waves.ids, strict=True)
                for what, head in _HEADS.items()
            ),
            Column("difference", say("Unterschied"), "number", 2, "earlier_count", "earlier_base"),
            Column("low", say("Unterschied von"), "number", 2, "earlier_count", "earlier_base"),
            Column("high", say("Unterschied bis"), "number", 2, "earlier_count", "earlier_base"),
            Column("p_bh", say("p-Wert"), "number", 3, "earlier_count", "earlier_base"),
            *(Column(key, key, "count") for key in _COUNTS),
        ),
        waves.minimum_cases,
        *[
            Partition(across="row", within=("all",), count=f"{wave}_count", unseen="unseen")
            for wave in ("earlier", "later")
        ],
    )
    seen = released.frame.index[~frame["unseen"].to_numpy(dtype=bool)]
    open_ = without(released.rows(seen), *_COUNTS)
    rest = ("difference", "low", "high", "p_bh")
    told = withhold_both(open_, "earlier_share", "later_share", *rest)
    return adjusted_among_told(told, "p_bh", frame.loc[seen, "p"])


def _hidden(waves: Waves, types: WaveTypes) -> bool:
    """Tell whether whole percent leave open, in both waves, how few chose no common goal.

    Readers also have the reported types' sizes, and learn how far these are the same types.
    """
    hides = []
    for own, wave, left_out, found in zip(
        (types.earlier, types.later),
        waves.both,
        types.without_goals,
        correspondences(waves, types),
        strict=False,
    ):
        reported = wave.reported.sizes[found.counterpart].tolist()
        moved = round((1 - found.matched_share) * len(own.cases))
        known = reported if (found.counterpart >= 0).all() else None
        counts = own.sizes.tolist()
        hides.append(rounding_hides(counts, left_out, waves.minimum_cases, known, moved))
    return all(hides)


_HEADS = {
    "share": mark("Anteil {wave}"),
    "low": mark("Anteil {wave} von"),
    "high": mark("Anteil {wave} bis"),
}


def type_changes_shown(data: Released, waves: Waves) -> Released:
    """Show the same with intervals in the cells of their shares."""
    say, language = speaker(waves.language), waves.language
    cells: dict[str, Cell] = {
        side: (say("Anteil {wave}", wave=id_), f"{side}_share", share_of(side, language))
        for side, id_ in zip(("earlier", "later"), waves.ids, strict=True)
    }
    head = say("Unterschied in Prozentpunkten")
    cells["difference"] = (head, "difference", points_of("", language))
    cells["correlation"] = (say("Ähnlichkeit"), "correlation", decimal_of("correlation", language))
    return in_words(data, data.columns[:2], cells)


def _rounded(rows: pd.DataFrame, waves: Waves) -> pd.DataFrame:
    """Bring shares to whole percent, and make limits and differences of these."""
    rows = rows.assign(unseen=False)
    for side, wave in zip(("earlier", "later"), waves.both, strict=True):
        share = rows[f"{side}_share"].astype("float64").round(2)
        n, known = len(wave.goals), share.notna()
        low, high = wilson_interval(share[known] * n, np.full(known.sum(), n))
        rows[f"{side}_share"] = share
        rows.loc[known, [f"{side}_low", f"{side}_high"]] = np.stack([low, high], axis=1)
    difference = rows["later_share"] - rows["earlier_share"]
    moved = difference - rows["difference"]
    return rows.assign(difference=difference, low=rows["low"] + moved, high=rows["high"] + moved)


def _pairs(waves: Waves, types: WaveTypes) -> list[dict[str, object]]:
    """Rows of the matched types, in the order of the earlier report."""
    names = waves.names
    order = {name.id: at for at, name in enumerate(waves.earlier.names)}
    matched = sorted(
        types.matched,
        key=lambda pair: order.get(names[0][pair.earlier].id, len(order) + pair.earlier),
    )
    if not matched:
        return []
    ticks = [
        pd.DataFrame(
            {at: (own.labels == getattr(pair, side)) * 1.0 for at, pair in enumerate(matched)},
            index=own.cases,
        )
        for own, side in ((types.earlier, "earlier"), (types.later, "later"))
    ]
    rows = trend(*ticks).to_dict("records")
    likeness = row_correlations(
        *(
            published_deviations(own, signed_by(names), waves.minimum_cases)
            for own, names in zip((types.earlier, types.later), waves.names, strict=True)
        )
    )
    return [
        row
        | {
            "row": f"pair {at}",
            "earlier_type": names[0][pair.earlier].short,
            "later_type": names[1][pair.later].short,
            "correlation": likeness[pair.earlier, pair.later],
        }
        for at, (row, pair) in enumerate(zip(rows, matched, strict=True))
    ]


def _alone(waves: Waves, types: WaveTypes) -> list[dict[str, object]]:
    """Rows of the types without counterpart."""
    sides = (
        ("earlier", types.earlier, types.vanished, waves.names[0]),
        ("later", types.later, types.new, waves.names[1]),
    )
    return [
        _empty(types)
        | _described(side, int(own.sizes[number]), len(own.cases))
        | {"row": f"{side} {number}", f"{side}_type": names[number].short}
        for side, own, numbers, names in sides
        for number in numbers
    ]


def _nobody(waves: Waves, types: WaveTypes) -> dict[str, object]:
    """The municipalities without type, whose number is part of the known sum."""
    row: dict[str, object] = _empty(types) | {"row": _NONE, "unseen": True}
    sides = zip(("earlier", "later"), types.without_goals, waves.both, strict=True)
    return row | {
        key: value
        for side, number, wave in sides
        for key, value in _described(side, number, len(wave.goals)).items()
    }


def _empty(types: WaveTypes) -> dict[str, object]:
    numbers = ("correlation", "difference", "low", "high", "p", "p_bh")
    shares = (f"{side}_{end}" for side in ("earlier", "later") for end in ("share", "low", "high"))
    return {
        **dict.fromkeys((*numbers, *shares), np.nan),
        "earlier_type": "",
        "later_type": "",
        "earlier_count": 0,
        "later_count": 0,
        "earlier_base": len(types.earlier.cases),
        "later_base": len(types.later.cases),
    }


def _described(side: str, count: int, base: int) -> dict[str, object]:
    return {f"{side}_count": count, f"{side}_base": base, f"{side}_share": count / base}
