"""From a share 0-1 to an amount: quantile functions of what people say as 10-50-90, on columns.

A uniform draw put through a quantile function is a draw of that distribution (inversion: Devroye 1986, *Non-Uniform
Random Variate Generation*, II.2). The last bits of ``exp`` and ``log`` depend on processor and library; they are lost
where ``judging.risk`` rounds the amounts to hundredths.
"""

from __future__ import annotations

import math
from math import log, sqrt

from triage.core.arrays import np
from triage.core.scoring.table import Column

SMALLEST, GREATEST = 2.0**-54, 1 - 2.0**-53
"""What shares of exactly 0 and 1 count as, so that no amount is infinitely far out."""
P10, P50, P90 = 0.1, 0.5, 0.9


def lognormal(share: Column, low: float, high: float) -> Column:
    """Quantiles of the lognormal with P10 ``low`` and P90 ``high``, both above 0: e^(mu + sigma z(share)).

    mu = (ln P10 + ln P90) / 2 and sigma = (ln P90 - ln P10) / (2 z(0.9)), where 2 z(0.9) = 2.563 (domain.md section 3).
    The median is e^mu = sqrt(P10 P90), the mean e^(mu + sigma^2 / 2).
    """
    from statistics import NormalDist

    spread = (log(high) - log(low)) / (2 * NormalDist().inv_cdf(P90))
    powers = NormalDist((log(low) + log(high)) / 2, spread)
    return np.exp([powers.inv_cdf(each) for each in np.clip(share, SMALLEST, GREATEST).tolist()])


def median(low: float, high: float) -> float:
    """Median of the lognormal with these P10 and P90: their geometric mean."""
    return sqrt(low) * sqrt(high)


def piecewise(share: Column, low: float, likely: float, high: float, floor: float = -math.inf) -> Column:
    """Straight lines through (0.1, low), (0.5, likely) and (0.9, high), each prolonged to its end, never below floor.

    10-50-90 hold exactly where ``low >= floor``. Each end lies a quarter of the way from likely beyond low or high, so
    nothing runs away. Where the floor is not met the mean is 0.3125 low + 0.375 likely + 0.3125 high (the middle of
    each line times its share), next to Swanson's 0.3/0.4/0.3 that the score uses.
    """
    below = likely - (P50 - share) / (P50 - P10) * (likely - low)
    above = likely + (share - P50) / (P90 - P50) * (high - likely)
    return np.maximum(np.where(share < P50, below, above), floor)
