"""What two publications of one wave tell together: readers have both and can subtract.

Of a group that differs in few municipalities, the difference of two tables is these municipalities'
answers. A group is all that answered, a type, or several types taken together: readers add up rows.
"""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from typfrage.profiles.disclosure import is_small

_MOST_TYPES = 8
"""Of more types not all unions are looked at, but each type and all of them."""


def few_differ(
    before: pd.DataFrame,
    after: pd.DataFrame,
    minimum_cases: int,
    types: tuple[pd.Series, pd.Series] | None = None,
) -> bool:
    """Tell whether what was published and what is going to be differ by few municipalities.

    Columns that only one of both has tell nothing by subtraction. What a type is called does not
    matter: every type, and every union of types, is held against every other. A type below the
    threshold is taken together with the next smallest, for its tables are withheld.

    Args:
        before: (municipalities × columns) the answers that the last publication rests on, indexed
            by key.
        after: The same of the next one.
        minimum_cases: Threshold of the disclosure rules.
        types: The type of each municipality then and now, indexed by key; ``None`` where no table
            by type is published.

    Returns:
        Whether a group then and a group now differ in at least one municipality, and in fewer than
        the threshold: it joined or left, or is in both with other answers.
    """
    keys = before.index.union(after.index)
    other = _answers_differ(before, after, keys)
    then, now = (
        _labels(one, keys, minimum_cases)
        for one in types or (pd.Series("", before.index), pd.Series("", after.index))
    )
    # One more row and column for those who are not in the publication.
    cells = np.zeros((2, then.max() + 2, now.max() + 2), dtype=np.int64)
    np.add.at(cells[0], (then, now), 1)
    np.add.at(cells[1], (then[other], now[other]), 1)
    old, new = _unions(cells.shape[1] - 1), _unions(cells.shape[2] - 1)
    both, changed = (old @ each @ new.T for each in cells)
    sizes = (old @ cells[0]).sum(axis=1)[:, None] + (cells[0] @ new.T).sum(axis=0)[None, :]
    differing = sizes - 2 * both + changed
    return any(is_small(int(number), minimum_cases) for number in np.unique(differing))


def _answers_differ(before: pd.DataFrame, after: pd.DataFrame, keys: pd.Index) -> NDArray[np.bool_]:
    """Whether a municipality gave other answers, or answered only one time; shape (keys,)."""
    common = [column for column in before if column in after]
    cells = [frame[common].astype("string").fillna("").reindex(keys) for frame in (before, after)]
    alone = ~(keys.isin(before.index) & keys.isin(after.index))
    return np.asarray((cells[0] != cells[1]).fillna(True).any(axis=1) | alone, dtype=np.bool_)


def _labels(types: pd.Series, keys: pd.Index, minimum: int) -> NDArray[np.int64]:
    """Number the types that are large enough; the last place (-1) is for those in none."""
    codes = pd.Series(pd.factorize(types.reindex(keys), sort=True)[0])
    while True:
        sizes = codes[codes >= 0].value_counts().sort_values(kind="stable")
        if len(sizes) < 2 or sizes.iloc[0] >= minimum:
            break
        codes = codes.replace(sizes.index[0], sizes.index[1])
    large = codes.where(codes >= 0)
    return np.asarray(pd.factorize(large, sort=True)[0], dtype=np.int64)


def _unions(k: int) -> NDArray[np.int64]:
    """Which of k types, and of those nowhere, belong to each union, shape (unions, k + 1)."""
    if k <= _MOST_TYPES:
        chosen = np.array(list(product((0, 1), repeat=k)))[1:]
    else:
        chosen = np.vstack([np.eye(k, dtype=np.int64), np.ones((1, k), dtype=np.int64)])
    return np.hstack([chosen, np.zeros((len(chosen), 1), dtype=np.int64)])
