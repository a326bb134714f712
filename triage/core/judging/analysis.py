"""How sure a verdict is: its risk, what decides it, and what would turn it.

Collects the results of ``judging.risk``, ``judging.close_calls``, ``judging.changes`` and ``judging.weights``, and
proposes a test.
"""

from dataclasses import dataclass
from math import ceil

from triage.core.judging.assessment import Assessment
from triage.core.judging.batch import MakeRng
from triage.core.judging.changes import Alternative, AnswerChange, Ending, alternatives, becomes_go, find_end
from triage.core.judging.close_calls import CloseCall, close_calls
from triage.core.judging.risk import Risk, risk
from triage.core.judging.weights import Weighing, weigh
from triage.core.rules.ruleset import Ruleset, Verdict
from triage.core.scoring.table import build

TEST_SHARE = 0.1
"""A test may cost a tenth of the whole (domain.md section 5, gate G7; a judgement), or what knowing is worth."""


@dataclass(frozen=True, slots=True)
class Test:
    """The cheapest honest test: how long, for how much at most, and what it must show."""

    weeks: float
    """To the likely first sign of tasks of this kind."""
    ceiling: float
    """A tenth of the total cost or the value of knowing, whichever is lower; in the request's currency."""
    pass_units: float | None
    """Extra units that pay for the test itself; ``None`` where a unit's worth is unknown."""
    pass_contribution: float
    """Extra contribution that pays for the test itself: break-even, in proportion."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """How sure a verdict is, and what would turn it."""

    risk: Risk | None
    """``None`` where cost or effect is unknown, so that there is nothing to draw."""
    close_calls: tuple[CloseCall, ...]
    becomes: tuple[AnswerChange, ...]
    """The smallest changes that make it a go; empty for a go."""
    end: Ending | None
    """The smallest worsening that ends a go."""
    alternatives: tuple[Alternative, ...]
    weighing: Weighing
    test: Test | None
    """Where evidence is what is missing."""


def analyse(assessment: Assessment, ruleset: Ruleset, make_rng: MakeRng) -> Analysis:
    """Work out how sure the verdict on one request is, and what would turn it."""
    chances = risk(build([assessment.request], ruleset), ruleset, make_rng())
    return Analysis(
        risk=chances,
        close_calls=close_calls(assessment, ruleset, make_rng),
        becomes=becomes_go(assessment, ruleset, make_rng),
        end=find_end(assessment, ruleset, make_rng),
        alternatives=alternatives(assessment, ruleset, make_rng),
        weighing=weigh(assessment, ruleset, make_rng),
        test=_test(assessment, chances),
    )


def _test(assessment: Assessment, chances: Risk | None) -> Test | None:
    """Propose a test where evidence is what is missing; its pass mark is the whole's break-even in proportion."""
    cost, weeks = assessment.measures["total_cost"], assessment.measures["first_likely"]
    wanted = any(then.reason == "test" for _, then in assessment.appointments)
    if assessment.verdict is not Verdict.DEFER or not wanted or not cost or weeks is None:
        return None
    worth = chances.value_of_knowing if chances else 0.0
    ceiling = min(TEST_SHARE * cost, worth) if worth > 0 else TEST_SHARE * cost
    units = assessment.measures["break_even_units"]
    return Test(weeks, ceiling, None if units is None else float(ceil(units * ceiling / cost)), ceiling)
