"""Economics and time, computed on columns: the formulas a ruleset uses by name.

Every function takes and returns columns of length ``n``; NaN means that an answer is missing.
Money is in the request's own currency, time in weeks from the decision unless the name says months. The formulas are
those of managerial finance and of Farris et al., *Marketing Metrics* (incremental MROI: what would not have come
otherwise, contribution rather than revenue). The question ids are those of the bundled ruleset.
"""

from __future__ import annotations

from collections.abc import Mapping

from triage.core.arrays import np
from triage.core.request.request import PAID_BY_SALES
from triage.core.rules.measures import MEASURES
from triage.core.rules.ruleset import Ruleset
from triage.core.scoring.table import ASSUMED_RETURN, HOLDS_WAGES, PROFILE, Column, Table, pick

WEEKS_IN_MONTH = 52 / 12
WEEKS_IN_YEAR = 52


def measure(table: Table, ruleset: Ruleset) -> dict[str, Column]:
    """Every measure of :data:`MEASURES`, each of shape ``(n,)``; NaN where the ruleset lacks its questions."""
    with np.errstate(over="ignore", invalid="ignore"):  # what is too large or too small for a number is infinite
        return _measures(_Columns(table), ruleset)


def _measures(asked: _Columns, ruleset: Ruleset) -> dict[str, Column]:
    measures = cost_measures(asked)
    measures |= effect_measures(asked, measures["total_cost"], _kept_share(asked, ruleset))
    measures |= class_weeks(asked, ruleset)
    measures |= stakes(asked, measures)
    measures |= knowing(asked, measures["total_cost"])
    measures["weeks"] = asked["visible_in"]
    measures["goals"] = asked[PROFILE + "goals"]
    measures["horizon_months"] = asked[PROFILE + "horizon_months"]
    measures["time_fit"] = time_fit(asked["visible_in"], measures)
    measures["ready_fit"] = ready_fit(asked["ready_by"], measures)
    measures["payback_months"] = payback_months(measures)
    measures["npv"] = npv(measures, asked[PROFILE + "required_return"])
    return {name: measures[name] for name in MEASURES}


class _Columns:
    """Columns by name; an all-unknown column where the ruleset has no such question."""

    def __init__(self, table: Table) -> None:
        self._columns = table.columns
        self._unknown = np.full(len(table), np.nan)

    def __getitem__(self, name: str) -> Column:
        return self._columns.get(name, self._unknown)


def cost_measures(asked: _Columns) -> dict[str, Column]:
    """Total cost = cash + hours x hourly cost, without VAT and sunk cost; exposure = its share of a year's budget.

    Of the budget itself only cash is taken, unless the profile says that it pays wages too.
    Low and high of the sum are found by adding the distances from the expected values as squares, since two parts are
    seldom low together (the variance of a sum of independent parts is the sum of their variances).
    """
    hourly = asked[PROFILE + "hourly_cost"]
    work = asked["hours"] * hourly
    total = asked["cost"] + work
    below = np.hypot(asked["cost"] - asked["cost.low"], (asked["hours"] - asked["hours.low"]) * hourly)
    above = np.hypot(asked["cost.high"] - asked["cost"], (asked["hours.high"] - asked["hours"]) * hourly)
    return {
        "work_cost": work,
        "total_cost": total,
        "total_cost_low": total - below,
        "total_cost_high": total + above,
        "exposure": total / asked[PROFILE + "yearly_budget"],
        "budget_share": (asked["cost"] + np.where(asked[HOLDS_WAGES] > 0, work, 0.0))
        / asked[PROFILE + "yearly_budget"],
        "break_even_units": _divide(total, asked["unit_contribution"]),
    }


def effect_measures(asked: _Columns, total_cost: Column, kept: Column) -> dict[str, Column]:
    """Contribution within the horizon, and what it leaves after cost.

    Contribution = extra units x contribution per unit (or the extra contribution itself) x the share that would not
    have come anyway. Low, likely and high are as answered, *if* there is an effect; the expected value is Swanson's
    mean times one minus the chance of no effect. A loss is the task's own, whatever would have come anyway. What is
    tried for an unknown effect is what is left of it; nothing is left where all would have come anyway, or nothing can
    come. MROI = (contribution - cost) / cost (Farris et al.): 0 breaks even.
    """
    gross = {
        part: _first_known(asked[f"extra_units{part}"] * asked["unit_contribution"], asked[f"extra_contribution{part}"])
        for part in ("", ".low", ".likely", ".high")
    }
    happens = 1 - asked["no_effect_chance"] / 100
    assumed = asked[ASSUMED_RETURN] * cost_tried(total_cost)
    assumed = np.where((kept == 0) | (happens == 0), np.minimum(assumed, 0.0), assumed)
    expected = _first_known(_credited(gross[""], kept) * happens, assumed)
    low, likely, high = (
        _first_known(_credited(gross[f".{part}"], kept), assumed) for part in ("low", "likely", "high")
    )
    net = expected - total_cost
    return {
        "contribution": expected,
        "contribution_low": low,
        "contribution_likely": likely,
        "contribution_high": high,
        "net": net,
        "net_low": low - total_cost,
        "net_likely": likely - total_cost,
        "net_high": high - total_cost,
        "mroi": _divide(net, total_cost),
        "return_per_krone": _divide(expected, total_cost),
    }


def cost_tried(total_cost: Column) -> Column:
    """What the multiples tried for an unknown effect are multiples of: the cost, or one unit where nothing is spent."""
    return np.where(total_cost == 0, 1.0, total_cost)


def stakes(asked: _Columns, measures: Mapping[str, Column]) -> dict[str, Column]:
    """What can be lost, as shares of a year's budget and of the cost (a judgement).

    Stake = the larger of the total cost and the loss in the low case, with what requests for the same goal and of the
    same kind have been agreed for in the last twelve months, over the year's budget. The same is added where a limit
    on cash, hours or the price of the whole could else be met by asking for a part at a time; money counts as the hours
    that it buys.
    """
    cost, before = measures["total_cost"], asked[PROFILE + "committed"]
    at_risk = np.fmax(cost, -measures["net_low"])
    return {
        "stake": (at_risk + before) / asked[PROFILE + "yearly_budget"],
        "at_risk": at_risk,
        "cost_in_all": asked["cost"] + before,
        "hours_in_all": asked["hours"] + _divide(before, asked[PROFILE + "hourly_cost"]),
        "high_share": _divide(measures["contribution_high"], cost),
        "likely_share": _divide(measures["contribution_likely"], cost),
        "share_of_whole": _divide(cost + before, asked["whole_cost"]),
    }


def knowing(asked: _Columns, cost: Column) -> dict[str, Column]:
    """What an answer is worth beside its price, for a task that finds something out.

    An answer is worth at most what a changed decision saves (the expected value of information; Hubbard, *How to
    Measure Anything*; Raiffa, *Decision Analysis*): what is at stake in the decision times the chance that it changes.
    """
    stake = asked["decision_stake"]
    return {
        "knowing_ratio": _divide(stake * asked["decision_turns"] / 100, cost),
        "share_of_decision": _divide(cost, stake),
        "answer_margin": asked["decision_in"] - asked["visible_in"],
        "effect_margin": asked["visible_in"] - asked["ready_by"],
        "decision_exposure": stake / asked[PROFILE + "yearly_budget"],
        "whole_exposure": asked["whole_cost"] / asked[PROFILE + "yearly_budget"],
    }


def left_of_effect(table: Table, ruleset: Ruleset) -> Column:
    """The share of a gain that is expected to be left, as far as chance of nothing and what comes anyway are known."""
    asked = _Columns(table)
    left: Column = np.nan_to_num(_kept_share(asked, ruleset), nan=1.0)
    return left * np.nan_to_num(1 - asked["no_effect_chance"] / 100, nan=1.0)


def class_weeks(asked: _Columns, ruleset: Ruleset) -> dict[str, Column]:
    """Weeks to first sign and full effect of each row's task type; a sale comes one sales cycle later."""
    outcomes = list(ruleset.choices("outcome")) if "outcome" in ruleset.questions else []
    sold = asked["outcome"] == outcomes.index(PAID_BY_SALES) if PAID_BY_SALES in outcomes else False
    later = np.where(sold, asked[PROFILE + "sales_cycle_weeks"], 0.0)
    kinds = ruleset.task_types.values()
    spans = np.array([(*kind.first, *kind.full, *kind.deliver) for kind in kinds] + [(np.nan,) * 9])
    rows = pick(spans, asked["task_type"])
    names = ("first_low", "first_likely", "first_high", "full_low", "full_likely", "full_high")
    ready = ("deliver_low", "deliver_likely", "deliver_high")
    weeks = {name: rows[:, at] + later for at, name in enumerate(names)}
    return weeks | {name: rows[:, len(names) + at] for at, name in enumerate(ready)}


def time_fit(weeks: Column, typical: Mapping[str, Column]) -> Column:
    """Compare the agreed date with the class; speed itself is never scored.

    0 before its earliest first sign, 1 after low first, 2 after likely first, 3 after high first and low full, 4 after
    likely full, or with no date.
    """
    settled = (weeks >= typical["first_high"]) & (weeks >= typical["full_low"])
    level = (weeks >= typical["first_low"]) + 0.0
    level = np.where(weeks >= typical["first_likely"], 2.0, level)
    level = np.where(settled, 3.0, level)
    return np.where((weeks >= typical["full_likely"]) | np.isnan(weeks) | np.isnan(typical["full_likely"]), 4.0, level)


def ready_fit(weeks: Column, typical: Mapping[str, Column]) -> Column:
    """Compare the day it must be ready with how long such tasks take to deliver.

    0 before the fastest, 2 from the fastest on, 4 from the likely on, or with no such day.
    """
    level = np.where(weeks >= typical["deliver_low"], 2.0, 0.0)
    settled = (weeks >= typical["deliver_likely"]) | np.isnan(weeks) | np.isnan(typical["deliver_likely"])
    return np.where(settled, 4.0, level)


def payback_months(measures: Mapping[str, Column]) -> Column:
    """Months from the decision until the contribution has paid the cost; NaN where that is beyond the horizon.

    The expected contribution is taken to come evenly from the likely first sign to the horizon's end (a judgement).
    """
    start = np.minimum(measures["first_likely"] / WEEKS_IN_MONTH, measures["horizon_months"])
    needed = _divide(measures["total_cost"], measures["contribution"])
    within = np.where((needed >= 0) & (needed <= 1), needed, np.nan)
    return start + (measures["horizon_months"] - start) * within


def npv(measures: Mapping[str, Column], required_return: Column) -> Column:
    """Net present value: contribution coming evenly from first sign to horizon, discounted at the required return.

    The mean of (1+r)^-t over an even flow from t1 to t2 is ((1+r)^-t1 - (1+r)^-t2) / (ln(1+r) (t2-t1)), t in years.
    """
    end = measures["horizon_months"] / 12
    start = np.minimum(measures["first_likely"] / WEEKS_IN_YEAR, end)
    growth = np.log1p(required_return)
    exponent = growth * (end - start)
    mean = np.exp(-growth * start) * _divide(-np.expm1(-exponent), exponent, zero=1.0)
    value: Column = measures["contribution"] * mean - measures["total_cost"]
    return value


def _kept_share(asked: _Columns, ruleset: Ruleset) -> Column:
    """One minus the share that would have come anyway; 1 where the ruleset does not ask."""
    question = ruleset.questions.get("anyway")
    if question is None:
        return np.ones(len(asked["cost"]))
    if question.type == "number":
        return 1 - asked["anyway"] / 100
    shares = np.array([choice.value or 0.0 for choice in question.choices.values()] + [np.nan])
    return 1 - pick(shares, asked["anyway"]) / 100


def _credited(amount: Column, share: Column) -> Column:
    """The share of a gain that the task takes credit for; a loss is its own."""
    return np.where(amount > 0, amount * share, amount)


def _first_known(first: Column, second: Column) -> Column:
    return np.where(np.isnan(first), second, first)


def _divide(part: Column, whole: Column, zero: float | None = None) -> Column:
    """``part / whole``; where ``whole`` is 0 infinity with the sign of ``part``, 0 for 0/0, or ``zero`` where given."""
    safe = np.where(whole == 0, 1.0, whole)
    at_zero = np.where(part == 0, 0.0, np.copysign(np.inf, part)) if zero is None else np.full(len(part), zero)
    return np.where(whole == 0, at_zero, part / safe)
