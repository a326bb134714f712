"""What looks wrong by a factor is doubted, and nothing else."""

import pytest
from triage.core.interview.doubts import doubt
from triage.core.request.request import Profile, Range, Request

from bundled import FORMS, RULES

FIRM = Request("x", "T", {}, Profile(yearly_budget=2_000_000))
QUESTIONS = {**FORMS["firm"].questions, **RULES.questions}


def doubted(name, value, request=FIRM):
    found = doubt(name, QUESTIONS[name], value, request, RULES)
    return found.key if found else None


def one(number):
    return Range(number, number, number)


@pytest.mark.parametrize(
    ("name", "value", "key"),
    [
        ("cost", one(200_000_000), "doubt.budget"),
        ("cost", Range(20_000, 40_000, 60_000_000), "doubt.budget"),
        ("cost", one(20_000_000), None),
        ("cost", one(20), "doubt.small"),
        ("cost", one(200), None),
        ("cost", one(0), None),
        ("cost", None, None),
        ("extra_contribution", one(-200_000_000), "doubt.budget"),
        ("extra_contribution", Range(-20_000, 0, 20_000), None),
        ("hours", one(30_000), "doubt.hours"),
        ("hours", one(4_950), None),
        ("unit_contribution", 20.0, None),
        ("yearly_budget", 2.0, "doubt.small"),
        ("yearly_budget", 5_000.0, None),
        ("hourly_cost", 550_000.0, "doubt.hourly"),
        ("hourly_cost", 550.0, None),
        ("request", "30,000 hours", None),
    ],
)
def test_a_number_that_looks_wrong_by_a_factor(name, value, key):
    assert doubted(name, value) == key


def test_nothing_is_compared_with_a_budget_that_is_not_known():
    assert doubted("cost", one(200_000_000), Request("x", "T", {})) is None
