"""Percentile intervals of bootstrap samples."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from typfrage.typology.patterns import Floats

# Share of the samples in which an estimate may be undefined, for instance for lack of members.
TOLERATED_MISSING = 1 / 3


@dataclass(frozen=True)
class Interval:
    """An estimate with its interval; NaN where it is not defined."""

    value: float
    low: float
    high: float


def percentile_interval(value: Floats | float, samples: Floats, level: float) -> Interval:
    """Put an estimate together with the percentiles of its bootstrap samples.

    Args:
        value: The estimate.
        samples: The same of each bootstrap sample, shape (R,).
        level: Confidence level, above 0 and below 1.

    Returns:
        Estimate and interval; all NaN where the estimate is.
    """
    if np.isnan(value):
        return Interval(np.nan, np.nan, np.nan)
    low, high = percentiles(samples, level)
    return Interval(float(value), float(low), float(high))


def bias_corrected(
    value: Floats, samples: Floats, truths: Floats, level: float, *, stretch: float = 1.0
) -> tuple[Floats, Floats, Floats]:
    """Correct a share by what it misses the truth by in simulated samples.

    The interval is that of the samples' percentiles, moved so that their mean lies at the corrected
    share.

    Args:
        value: The share as estimated, with which the samples were made, shape (...).
        samples: The estimate in each sample, shape (R, ...); NaN = undefined in this sample.
        truths: What it should have been there, shape (R, ...).
        level: Confidence level, above 0 and below 1.
        stretch: How much more the corrected share varies than the estimated one.

    Returns:
        Corrected share, lower and upper ends, each of shape (...), between 0 and 1; NaN where the
        estimate or more than a third of the samples are undefined.

    References:
        Efron & Tibshirani (1993), An Introduction to the Bootstrap, ch. 10.
        https://doi.org/10.1201/9780429246593
    """
    missed = samples - truths
    low, high = percentiles(samples, level)
    known = ~np.isnan(low) & ~np.isnan(percentiles(missed, level)[0])
    mean, bias = (np.nanmean(np.where(known, each, 0.0), axis=0) for each in (samples, missed))
    corrected = np.where(known, value - bias, np.nan)
    ends = [np.clip(corrected + stretch * (end - mean), 0, 1) for end in (low, high)]
    return np.clip(corrected, 0, 1), ends[0], ends[1]


def percentiles(samples: Floats, level: float) -> tuple[Floats, Floats]:
    """Compute percentile intervals over the first axis.

    Args:
        samples: One row a bootstrap sample, shape (R, ...); NaN = undefined in this sample.
        level: Confidence level, above 0 and below 1.

    Returns:
        Lower and upper ends, shape (...); NaN where more than a third of the samples are undefined.

    References:
        Efron & Tibshirani (1993), An Introduction to the Bootstrap, ch. 13.
        https://doi.org/10.1201/9780429246593
    """
    unknown = np.isnan(samples).mean(axis=0) > TOLERATED_MISSING
    tail = 100 * (1 - level) / 2
    low, high = np.nanpercentile(np.where(unknown, 0.0, samples), [tail, 100 - tail], axis=0)
    return np.where(unknown, np.nan, low), np.where(unknown, np.nan, high)
