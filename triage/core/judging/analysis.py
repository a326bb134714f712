"""How sure a verdict is: its risk, what decides it, and what would turn it.

Collects the results of ``judging.risk``, ``judging.close_calls``, ``judging.changes`` and ``judging.weights``, and
proposes a test.
"""

from msgspec import Struct

from triage.core.judging.assessment import Assessment
from triage.core.judging.batch import MakeRng
from triage.core.judging.changes import Alternative, Ending, alternatives, find_end
from triage.core.judging.close_calls import CloseCall, close_calls
from triage.core.judging.risk import Risk, risk
from triage.core.judging.weights import Weighing, weigh
from triage.core.messages import Text
from triage.core.rules.ruleset import Ruleset, Verdict
from triage.core.scoring.table import build

WEEKS_TO_TALK = 2
"""From the last day of a sign until the whole is taken up (a judgement)."""
TEST_SHARE = 0.1
"""A test may cost a tenth of the whole (domain.md section 5, gate G7; a judgement), or what knowing is worth."""


class Test(Struct, frozen=True):
    """The cheapest honest test: how long, for how much at most, and the sign that it must show."""

    ceiling: float = 0.0
    """A tenth of the total cost or the value of knowing, whichever is lower; in the request's currency."""
    sign: Text | None = None
    """The early sign of tasks of this kind; ``None`` in what an older version kept."""
    sign_by: float = 0.0
    """Weeks by which nearly all such tasks have shown it."""
    until: float = 0.0
    """Weeks after which the whole is taken up: the sign has been seen, and talked about."""


class Analysis(Struct, frozen=True):
    """How sure a verdict is, and what would turn it."""

    risk: Risk | None
    """``None`` where cost or effect is unknown, so that there is nothing to draw."""
    close_calls: tuple[CloseCall, ...]
    end: Ending | None
    """The smallest worsening that ends a go."""
    alternatives: tuple[Alternative, ...]
    weighing: Weighing
    test: Test | None = None
    """Where evidence is what is missing."""


def analyse(assessment: Assessment, ruleset: Ruleset, make_rng: MakeRng) -> Analysis:
    """Work out how sure the verdict on one request is, and what would turn it."""
    chances = risk(build([assessment.request], ruleset), ruleset, make_rng())
    return Analysis(
        risk=chances,
        close_calls=close_calls(assessment, ruleset, make_rng),
        end=find_end(assessment, ruleset, make_rng),
        alternatives=alternatives(assessment, ruleset, make_rng),
        weighing=weigh(assessment, ruleset, make_rng),
        test=_test(assessment, chances, ruleset),
    )


def _test(assessment: Assessment, chances: Risk | None, ruleset: Ruleset) -> Test | None:
    """Propose a test where evidence is what is missing: it passes on the early sign, not on money that comes later."""
    cost, weeks = assessment.measures["total_cost"], assessment.measures["first_high"]
    wanted = any(then.reason == "test" for _, then in assessment.appointments)
    if assessment.verdict is not Verdict.DEFER or not wanted or not cost or weeks is None:
        return None
    worth = chances.value_of_knowing if chances else 0.0
    ceiling = min(TEST_SHARE * cost, worth) if worth > 0 else TEST_SHARE * cost
    kind = ruleset.task_types[str(assessment.request.value("task_type"))]
    return Test(ceiling, kind.leading, weeks, weeks + WEEKS_TO_TALK)
