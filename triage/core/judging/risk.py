"""Risk by simulation: uncertain answers drawn many times, each draw scored by the one scorer.

A draw is one way it could turn out: each range becomes one amount, and the effect comes or does not. The score itself
stays on expected values; the risk is reported beside it. The curves are ``judging.quantiles``.

**Effects** (extra units, extra contribution) multiply and are skewed to the right: lognormal given success, where all
three amounts are positive and likely is within :data:`NEAR_MEDIAN` of the lognormal's median; else straight lines
through the three points. With the chance of no effect they are 0 (a mass at zero, domain.md section 3).

**Costs and hours** are bounded: always straight lines through the three points, with an end on both sides. The issue
says "PERT for bounded costs", but beta-PERT is made from least, mode and greatest (Malcolm et al. 1959, *Operations
Research* 7 (5)). Our questions ask for 10-50-90, of which domain.md says "do not use PERT": it would let nothing fall
below the low that one case of ten is said to fall below. What is kept of PERT is that the amount has ends.

**Independence.** All inputs, cost and effect too, are drawn independently. Three numbers do not say whether a larger
effort costs more *and* brings more, and a correlation would be invented.

**Reproducible.** Uniform numbers of the given generator, one column for each range question whether it is uncertain or
not, so that changing one answer leaves the draws of the others as they were. Drawn amounts are rounded to whole
hundredths (øre, hundredths of an hour): 10-50-90 come out as they were typed, and no verdict depends on a last bit.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import fsum
from typing import TYPE_CHECKING

from msgspec import Struct

from triage.core.arrays import np
from triage.core.judging.quantiles import P10, P50, P90, lognormal, median, piecewise
from triage.core.rules.ruleset import VERDICTS, Ruleset, Verdict
from triage.core.scoring.measures import WEEKS_IN_MONTH
from triage.core.scoring.scorer import GO, Flags, Scores, score
from triage.core.scoring.table import Column, Table

if TYPE_CHECKING:
    from numpy.random import Generator

DRAWS = 10_000
"""The standard error of a share is then at most half a percentage point: sqrt(0.25 / 10,000)."""
NEAR_MEDIAN = 0.2
"""How far likely may be from the lognormal's median, as a share of that median (a judgement)."""
NO_EFFECT = "no_effect_chance"
"""The question for the chance in percent that nothing happens; also the name of the draw that decides it."""

_EFFECTS = ("extra_units", "extra_contribution")
_PARTS = ("low", "likely", "high")
_LEAST = 0.01
"""Amounts are drawn in hundredths, so the least that counts as positive is one."""

Shares = Mapping[str, Column]
"""Uniform numbers by question; 0.1 stands for an input's P10."""


class Driver(Struct, frozen=True):
    """One uncertain answer held at its P10 and at its P90, while all others are drawn."""

    question: str
    """For :data:`NO_EFFECT` P10 is that nothing happens, where that is more likely than one in ten."""
    go_at_low: float
    """Share of draws with go, 0-1."""
    go_at_high: float
    net_at_low: float
    """Mean net contribution in the request's currency."""
    net_at_high: float


class Risk(Struct, frozen=True):
    """What the draws came to. Shares are 0-1; money is in the request's currency, within the horizon.

    ``draws``, ``net_p50`` and ``net_mean`` are printed only in the analysis JSON; they are by-products of the rest.
    """

    draws: int
    chance_of_loss: float
    """Share of draws in which the contribution does not cover the cost; just breaking even is no loss."""
    net_p10: float
    net_p50: float
    net_p90: float
    net_mean: float
    value_of_knowing: float
    """What knowing the outcome beforehand is worth at most (EVPI): E[max(net, 0)] - max(E[net], 0)."""
    breaks_even_by_date: float | None
    """Share of draws in which the cost is earned back by the wished date; ``None`` where no date is wished."""
    verdicts: Mapping[Verdict, float]
    """Share of the draws with each verdict; all three verdicts, worst first."""
    drivers: tuple[Driver, ...]
    """The uncertain answers, the one that moves the verdict most first."""


def risk(row: Table, ruleset: Ruleset, rng: Generator, draws: int = DRAWS) -> Risk | None:
    """Simulate a request, given as a table of one row; ``None`` where cost or effect is unknown.

    Other unknown answers are left as they are, so the verdicts are those of the known answers only. For a request
    without ranges the effect comes or does not, so that the chance of loss is the chance of no effect, or 0, or 1.
    """
    shares = draw_shares(ruleset, rng, draws)
    many = row.repeat(draws)
    scores = score(draw(many, ruleset, shares), ruleset)
    net = scores.measures["net"]
    if np.isnan(net).any():
        return None
    p10, p50, p90 = (float(each) for each in np.quantile(net, (P10, P50, P90), method="inverted_cdf"))
    mean = _mean(net)
    counts = np.bincount(scores.verdict, minlength=len(VERDICTS))
    return Risk(
        draws=draws,
        chance_of_loss=_share(net < 0),
        net_p10=p10,
        net_p50=p50,
        net_p90=p90,
        net_mean=mean,
        value_of_knowing=_mean(np.maximum(net, 0.0)) - max(mean, 0.0),
        breaks_even_by_date=_breaks_even_by_date(scores),
        verdicts={verdict: int(count) / draws for verdict, count in zip(VERDICTS, counts, strict=True)},
        drivers=_drivers(many, ruleset, shares),
    )


def draw_shares(ruleset: Ruleset, rng: Generator, draws: int) -> dict[str, Column]:
    """Draw uniform numbers for every range question and for :data:`NO_EFFECT`."""
    names = [*_ranges(ruleset), NO_EFFECT]
    return dict(zip(names, rng.random((len(names), draws)), strict=True))


def _ranges(ruleset: Ruleset) -> list[str]:
    return [name for name, question in ruleset.questions.items() if question.type == "range"]


def draw(many: Table, ruleset: Ruleset, shares: Shares) -> Table:
    """Replace the uncertain answers in copies of one row by the amounts at these shares.

    In each row a drawn range is a point (low, likely, high and expected are the same) and the chance of no effect is 0;
    in the rows in which nothing happens the effect is 0. Amounts given as a point stay; unknown ones stay unknown.
    """
    changed: dict[str, Column] = {}
    for name in _ranges(ruleset):
        amounts = _amounts(name, _points(many, name), shares[name])
        if name in _EFFECTS and NO_EFFECT in many.columns:
            nothing = shares[NO_EFFECT] < many.columns[NO_EFFECT] / 100
            amounts = np.where(nothing & ~np.isnan(amounts), 0.0, amounts)
        changed |= dict.fromkeys((name, *(f"{name}.{part}" for part in _PARTS)), amounts)
    if NO_EFFECT in many.columns:
        changed[NO_EFFECT] = many.columns[NO_EFFECT] * 0.0  # what was unknown stays unknown
    return many.replace(changed)


def _points(many: Table, name: str) -> tuple[float, float, float]:
    low, likely, high = (float(many.columns[f"{name}.{part}"][0]) for part in _PARTS)
    return low, likely, high


def _amounts(name: str, points: tuple[float, float, float], shares: Column) -> Column:
    """Amounts of one range, rounded to hundredths; a point or an unknown range stays as it is.

    Nothing falls below 0, except for a contribution whose low is a loss already.
    """
    low, likely, high = points
    if not low < high:
        return np.full(len(shares), likely)
    if name in _EFFECTS and is_lognormal(low, likely, high):
        return np.round(lognormal(shares, low, high), 2)
    return np.round(piecewise(shares, low, likely, high, floor=0.0 if low >= 0 else -np.inf), 2)


def is_lognormal(low: float, likely: float, high: float) -> bool:
    """Whether a lognormal fits these 10-50-90: all positive, and likely near the median sqrt(low x high)."""
    if low < _LEAST:
        return False
    middle = median(low, high)
    return abs(likely - middle) <= NEAR_MEDIAN * middle


def _breaks_even_by_date(scores: Scores) -> float | None:
    """Share of draws that are paid back by ``visible_in`` weeks.

    Contribution is taken to come evenly from the likely first sign to the horizon's end, and payback is when it has
    covered the cost: ``scoring.measures.payback_months``, which has none where that is never.
    """
    month = scores.measures["weeks"] / WEEKS_IN_MONTH
    if np.isnan(month).any() or np.isnan(scores.measures["first_likely"]).any():
        return None
    return _share((scores.measures["payback_months"] <= month) & (scores.measures["net"] >= 0))


def _drivers(many: Table, ruleset: Ruleset, shares: Shares) -> tuple[Driver, ...]:
    """Rank the uncertain answers by how far the share of go moves from P10 to P90, then by how far the mean net does.

    The ends of a tornado diagram (Howard 1988, "Decision analysis: practice and promise", *Management Science* 34 (6)):
    P10 to P90 for every input, but measured on the verdict, and with the others drawn.
    """
    drivers = (_driver(many, ruleset, shares, name) for name in shares if _is_uncertain(many, name))
    return tuple(sorted(drivers, key=_moves, reverse=True))


def _is_uncertain(many: Table, name: str) -> bool:
    if name != NO_EFFECT:
        low, _, high = _points(many, name)
        return low < high
    return NO_EFFECT in many.columns and 0 < many.columns[NO_EFFECT][0] < 100


def _moves(driver: Driver) -> tuple[float, float]:
    """Rounded, so that equal differences of shares count as equal whatever their last bits are."""
    go, net = driver.go_at_high - driver.go_at_low, driver.net_at_high - driver.net_at_low
    return round(abs(go), 9), round(abs(net), 2)


def _driver(many: Table, ruleset: Ruleset, shares: Shares, name: str) -> Driver:
    ends = [score(draw(many, ruleset, {**shares, name: np.full(len(many), end)}), ruleset) for end in (P10, P90)]
    go_at_low, go_at_high = (_share(scores.verdict == GO) for scores in ends)
    net_at_low, net_at_high = (_mean(scores.measures["net"]) for scores in ends)
    return Driver(name, go_at_low, go_at_high, net_at_low, net_at_high)


def _share(rows: Flags) -> float:
    return int(np.count_nonzero(rows)) / len(rows)


def _mean(column: Column) -> float:
    """The exact sum, rounded once: the same whatever order a processor would add in."""
    return fsum(column.tolist()) / len(column)
