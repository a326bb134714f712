"""Which criteria are told as speaking for a task, and which against."""

import numpy as np
import pytest
from msgspec.structs import replace
from triage.core.judging.acts import assess
from triage.core.judging.batch import Interval
from triage.core.memo.rationale import explain
from triage.core.request.request import Answer, Origin, Request

from toy import toy_ruleset

TOY = toy_ruleset()
GIVEN = {"task_type": Answer("seo", Origin.FILE), "need": Answer("guess", Origin.FILE)}


@pytest.mark.parametrize(
    ("low", "high", "is_for", "is_against"),
    [
        (75, 75, True, False),
        (74, 74, False, False),
        (74, 100, False, False),
        (50, 50, False, False),
        (49, 49, False, True),
        (45, 45, False, True),
        (0, 49, False, True),
        (0, 50, False, False),
    ],
)
def test_a_criterion_counts_for_from_75_points_and_against_below_50(low, high, is_for, is_against):
    (plain,) = assess([Request("t", "t", GIVEN)], TOY, lambda: np.random.default_rng(7))
    need = replace(plain.criteria[0], points=Interval(low, high))
    rationale = explain(replace(plain, criteria=(need,)), TOY)
    assert (len(rationale.speaks_for), len(rationale.speaks_against)) == (is_for, is_against)
