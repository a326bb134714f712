"""Both sides of every threshold of the published rules: steps, minima, go and drop."""

from itertools import product
from math import nextafter

import numpy as np
import pytest
from triage.core.request.request import Request
from triage.core.rules.ruleset import VERDICTS, Verdict
from triage.core.scoring.scorer import Scores, score
from triage.core.scoring.table import build

from bundled import RULES

STEPS = [
    (name, at, points, before)
    for name, criterion in RULES.criteria.items()
    for indicator in criterion.indicators
    for (at, points), before in zip(indicator.steps, [0.0, *(points for _, points in indicator.steps)], strict=False)
]
LIMITS = RULES.verdicts


def scored(rows: list[dict[str, float | str]]) -> Scores:
    """Score rows of answers and measures; what is not named is unknown."""
    columns = {name: np.array([position(name, row[name]) for row in rows]) for name in rows[0]}
    return score(build([Request("t", "t", {})] * len(rows), RULES).replace(columns), RULES)


def position(name: str, value: float | str) -> float:
    return float(list(RULES.choices(name)).index(value) if isinstance(value, str) else value)


@pytest.mark.parametrize(("name", "at", "points", "before"), STEPS)
def test_a_step_begins_at_its_number(name, at, points, before):
    (indicator,) = RULES.criteria[name].indicators
    source = indicator.from_
    found = scored([{source: at}, {source: nextafter(at, -np.inf)}]).points[:, list(RULES.criteria).index(name)]
    assert list(found) == [points, before]


def answers_of(need: str, mroi: float, time_fit: float, goal_fit: str) -> dict[str, float | str]:
    return {"need": need, "mroi": mroi, "time_fit": time_fit, "goal_fit": goal_fit}


@pytest.mark.parametrize(
    ("row", "total", "verdict"),
    [
        (("assumed", 1.0, 2, "upkeep"), 65, Verdict.GO),
        (("reported", 0.0, 2, "supports"), 63.75, Verdict.DEFER),
        (("own_wish", 0.0, 4, "supports"), 45, Verdict.DEFER),
        (("guess", 0.0, 4, "pulls_away"), 43.75, Verdict.DROP),
        # at a minimum, and one step below it
        (("assumed", 1.0, 4, "directly"), 82.5, Verdict.GO),
        (("guess", 1.0, 4, "directly"), 73.75, Verdict.DEFER),
        (("proven", 0.0, 4, "directly"), 85, Verdict.GO),
        (("proven", nextafter(0.0, -1), 4, "directly"), 77.5, Verdict.DEFER),
        (("proven", 1.0, 4, "upkeep"), 90, Verdict.GO),
        (("proven", 1.0, 4, "pulls_away"), 85, Verdict.DEFER),
    ],
)
def test_score_and_minima_make_the_published_verdict(row, total, verdict):
    found = scored([answers_of(*row)])
    assert (found.score[0], VERDICTS[found.by_score[0]]) == (total, verdict)


def test_every_combination_of_points_gets_the_verdict_of_the_thresholds():
    mroi, levels = [-1.0, -0.5, 0.0, 0.5, 1.0], [0.0, 1.0, 2.0, 3.0, 4.0]
    rows = [answers_of(*each) for each in product(RULES.choices("need"), mroi, levels, RULES.choices("goal_fit"))]
    found = scored(rows)
    criteria = RULES.criteria.values()
    totals = [
        sum(points * criterion.weight for points, criterion in zip(row, criteria, strict=True)) / 100
        for row in found.points
    ]
    assert {LIMITS.go, LIMITS.drop_below} <= set(totals), "else no row stands on a threshold"
    for row, total, code in zip(found.points, totals, found.by_score, strict=True):
        passes = all(c.minimum is None or points >= c.minimum for points, c in zip(row, criteria, strict=True))
        low = Verdict.DROP if total < LIMITS.drop_below else Verdict.DEFER
        assert VERDICTS[code] is (Verdict.GO if total >= LIMITS.go and passes else low)
