"""The measures that a ruleset may name: the unit of each, and the questions that it is computed from.

The formulas are in ``scoring.measures``.
"""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from triage.core.rules.ruleset import Ruleset

_COST = ("cost", "hours")
_EFFECT = ("effect_as", "extra_units", "unit_contribution", "extra_contribution", "no_effect_chance", "anyway")
_TIME = ("task_type", "outcome", "visible_in")

MeasureUnit = Literal["money", "share", "ratio", "count", "weeks", "months", "level"]


class Measure(Struct, frozen=True):
    """A number computed from answers and profile: its unit, and the questions it is computed from."""

    unit: MeasureUnit
    needs: tuple[str, ...]


MEASURES: Mapping[str, Measure] = {
    "work_cost": Measure("money", ("hours",)),
    "total_cost": Measure("money", _COST),
    "total_cost_low": Measure("money", _COST),
    "total_cost_high": Measure("money", _COST),
    "contribution": Measure("money", _EFFECT),
    "contribution_low": Measure("money", _EFFECT),
    "contribution_likely": Measure("money", _EFFECT),
    "contribution_high": Measure("money", _EFFECT),
    "net": Measure("money", _COST + _EFFECT),
    "net_low": Measure("money", _COST + _EFFECT),
    "net_likely": Measure("money", _COST + _EFFECT),
    "net_high": Measure("money", _COST + _EFFECT),
    "mroi": Measure("share", _COST + _EFFECT),
    "return_per_krone": Measure("ratio", _COST + _EFFECT),
    "npv": Measure("money", _COST + _EFFECT + _TIME),
    "break_even_units": Measure("count", ("cost", "hours", "unit_contribution")),
    "payback_months": Measure("months", _COST + _EFFECT + _TIME),
    "exposure": Measure("share", _COST),
    "budget_share": Measure("share", _COST),
    "stake": Measure("share", _COST + _EFFECT),
    "at_risk": Measure("money", _COST + _EFFECT),
    "cost_in_all": Measure("money", ("cost",)),
    "hours_in_all": Measure("count", ("hours",)),
    "high_share": Measure("ratio", _COST + _EFFECT),
    "likely_share": Measure("ratio", _COST + _EFFECT),
    "share_of_whole": Measure("share", (*_COST, "whole_cost")),
    "knowing_ratio": Measure("ratio", (*_COST, "decision_stake", "decision_turns")),
    "share_of_decision": Measure("share", (*_COST, "decision_stake")),
    "answer_margin": Measure("weeks", ("visible_in", "decision_in")),
    "decision_exposure": Measure("share", ("decision_stake",)),
    "whole_exposure": Measure("share", ("whole_cost",)),
    "effect_margin": Measure("weeks", ("ready_by", "visible_in")),
    "goals": Measure("count", ()),
    "horizon_months": Measure("months", ("task_type",)),
    "weeks": Measure("weeks", ("visible_in",)),
    "first_low": Measure("weeks", ("task_type", "outcome")),
    "first_likely": Measure("weeks", ("task_type", "outcome")),
    "first_high": Measure("weeks", ("task_type", "outcome")),
    "deliver_low": Measure("weeks", ("task_type",)),
    "deliver_likely": Measure("weeks", ("task_type",)),
    "deliver_high": Measure("weeks", ("task_type",)),
    "full_low": Measure("weeks", ("task_type", "outcome")),
    "full_likely": Measure("weeks", ("task_type", "outcome")),
    "full_high": Measure("weeks", ("task_type", "outcome")),
    "time_fit": Measure("level", _TIME),
    "ready_fit": Measure("level", ("task_type", "ready_by")),
}


def is_money(name: str, ruleset: Ruleset) -> bool:
    """Whether a question or measure is an amount, so that limits in the rules are in the ruleset's currency."""
    question = ruleset.questions.get(name)
    if question is not None:
        return question.unit == "money"
    return name in MEASURES and MEASURES[name].unit == "money"
