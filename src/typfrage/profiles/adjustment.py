"""p-values of a family of tests, adjusted for their number."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray
from statsmodels.stats.multitest import multipletests

Method = Literal["holm", "fdr_bh"]


def adjusted(p: ArrayLike, method: Method) -> NDArray[np.float64]:
    """Adjust p-values for the number of tests made.

    Args:
        p: p-values of one family of tests, any shape; NaN = no test, which does not count.
        method: ``"holm"`` bounds the chance of any false alarm, ``"fdr_bh"`` (Benjamini–Hochberg)
            the expected share of false alarms among the alarms, where tests are independent or
            positively dependent.

    Returns:
        Adjusted p-values, 0 … 1, same shape; NaN where there was no test.

    Raises:
        ValueError: If a p-value is not between 0 and 1, or the method is another.

    References:
        Holm (1979), A simple sequentially rejective multiple test procedure.
        https://www.jstor.org/stable/4615733; Benjamini & Hochberg (1995), Controlling the false
        discovery rate. https://doi.org/10.1111/j.2517-6161.1995.tb02031.x
    """
    values = np.array(p, dtype=np.float64)
    tested = ~np.isnan(values)
    if method not in get_args(Method):
        raise ValueError(f"method is {method!r}; allowed: {', '.join(get_args(Method))}")
    if not ((values[tested] >= 0) & (values[tested] <= 1)).all():
        raise ValueError("a p-value is out of range; allowed: 0 to 1, or NaN for no test")
    if tested.any():
        values[tested] = multipletests(values[tested], method=method)[1]
    return values
