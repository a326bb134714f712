"""From a share 0-1 to an amount: quantile functions of what people say as 10-50-90, on columns.

A uniform draw put through a quantile function is a draw of that distribution (inversion: Devroye 1986, *Non-Uniform
Random Variate Generation*, II.2). The same draw has to give the same bits on every platform, and what ``np.exp``,
``np.log`` and ``np.interp`` give in the last bits hangs on processor and library. So only operations whose every bit
IEEE 754 fixes are used here, one numpy call each: + - * / sqrt, rounding, and powers of two. Which amount is drawn how
is ``judging.risk``.
"""

from math import sqrt

import numpy as np

from triage.core.scoring.table import Column

SMALLEST = 2.0**-54
"""What a share of exactly 0 counts as, half a step of the generator, so that no amount is infinitely far out."""
P10, P50, P90 = 0.1, 0.5, 0.9

_LN2_HIGH, _LN2_LOW = 0.6931471803691238, 1.9082149292705877e-10
"""ln 2 in two parts; the first has so many zero bits at its end that small whole multiples of it are exact."""
_CENTRE = (
    (2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
     13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.3871328727963666080),
    (5226.4952788528545610, 28729.085735721942674, 39307.895800092710610, 21213.794301586595867,
     5394.1960214247511077, 687.18700749205790830, 42.313330701600911252, 1.0),
)  # fmt: skip
_TAIL = (
    (7.74545014278341407640e-4, 2.27238449892691845833e-2, 0.241780725177450611770, 1.27045825245236838258,
     3.64784832476320460504, 5.76949722146069140550, 4.63033784615654529590, 1.42343711074968357734),
    (1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2, 0.148103976427480074590,
     0.689767334985100004550, 1.67638483018380384940, 2.05319162663775882187, 1.0),
)  # fmt: skip
_FAR_TAIL = (
    (2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3, 2.65321895265761230930e-2,
     0.296560571828504891230, 1.78482653991729133580, 5.46378491116411436990, 6.65790464350110377720),
    (2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5, 7.86869131145613259100e-4,
     1.48753612908506148525e-2, 0.136929880922735805310, 0.599832206555887937690, 1.0),
)  # fmt: skip
_Ratio = tuple[tuple[float, ...], tuple[float, ...]]


def lognormal(share: Column, low: float, high: float) -> Column:
    """Quantiles of the lognormal with P10 ``low`` and P90 ``high``, both above 0: e^(mu + sigma z(share)).

    mu = (ln P10 + ln P90) / 2 and sigma = (ln P90 - ln P10) / (2 z(0.9)), where 2 z(0.9) = 2.563 (domain.md section 3).
    The median is e^mu = sqrt(P10 P90), the mean e^(mu + sigma^2 / 2).
    """
    ends = log(np.array([low, high]))
    middle, spread = (ends[0] + ends[1]) / 2, (ends[1] - ends[0]) / (2 * normal(np.array([P90]))[0])
    return exp(middle + spread * normal(share))


def median(low: float, high: float) -> float:
    """Median of the lognormal with these P10 and P90: their geometric mean."""
    return sqrt(low) * sqrt(high)


def piecewise(share: Column, low: float, likely: float, high: float, floor: float = -np.inf) -> Column:
    """Straight lines through (0.1, low), (0.5, likely) and (0.9, high), each prolonged to its end, never below floor.

    10-50-90 hold exactly where ``low >= floor``. Each end lies a quarter of the way from likely beyond low or high, so
    nothing runs away. Where the floor is not met the mean is 0.3125 low + 0.375 likely + 0.3125 high (the middle of
    each line times its share), next to Swanson's 0.3/0.4/0.3 that the score uses.
    """
    below = likely - (P50 - share) / (P50 - P10) * (likely - low)
    above = likely + (share - P50) / (P90 - P50) * (high - likely)
    return np.maximum(np.where(share < P50, below, above), floor)


def normal(share: Column) -> Column:
    """Quantile of the standard normal, right to about 16 digits.

    Wichura 1988, "Algorithm AS 241: The percentage points of the normal distribution" (PPND16), *Applied Statistics* 37
    (3), 477-484: a ratio of two polynomials in the centre, others of sqrt(-ln p) in the tails.
    """
    from_middle = share - 0.5
    z = from_middle * _ratio(0.180625 - from_middle * from_middle, _CENTRE)
    outside = np.abs(from_middle) > 0.425
    rest = np.maximum(np.minimum(share[outside], 1 - share[outside]), SMALLEST)
    root = np.sqrt(-log(rest))
    tail = np.where(root <= 5, _ratio(root - 1.6, _TAIL), _ratio(root - 5, _FAR_TAIL))
    z[outside] = np.copysign(tail, from_middle[outside])
    return z


def exp(power: Column) -> Column:
    """e^x: 2^k e^r with k the nearest whole number to x / ln 2, and the Taylor series of e^r, where |r| <= 0.35."""
    twos = np.rint(power / (_LN2_HIGH + _LN2_LOW))
    rest = (power - twos * _LN2_HIGH) - twos * _LN2_LOW
    series = np.ones_like(rest)
    for divisor in range(14, 0, -1):
        series = 1 + series * rest / divisor
    grown: Column = np.ldexp(series, twos.astype(np.intc))
    return grown


def log(value: Column) -> Column:
    """Natural logarithm of x > 0: x = 2^k m with m from 0.7 to 1.4, so that ln x = k ln 2 + ln m.

    With s = (m - 1) / (m + 1), ln m = 2 (s + s^3/3 + s^5/5 + ...).
    """
    part, twos = np.frexp(value)
    small = part < sqrt(0.5)
    part, whole = np.where(small, 2 * part, part), twos - small.astype(np.float64)
    s = (part - 1) / (part + 1)
    square, series = s * s, np.zeros_like(s)
    for odd in range(23, 0, -2):
        series = series * square + 1 / odd
    grown: Column = whole * _LN2_HIGH + (whole * _LN2_LOW + 2 * s * series)
    return grown


def _ratio(value: Column, polynomials: _Ratio) -> Column:
    above, below = (np.zeros_like(value) for _ in polynomials)
    for top, bottom in zip(*polynomials, strict=True):
        above, below = above * value + top, below * value + bottom
    return above / below
