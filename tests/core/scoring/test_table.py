"""The table: what counts as answered, and figures that the profile lacks."""

import numpy as np
import pytest
from triage.core.request.request import Answer, Origin, Profile, Request
from triage.core.scoring.table import PROFILE, build

from toy import toy_ruleset

RULES = toy_ruleset()


def columns(profile: Profile, **answers):
    given = {name: Answer(value, Origin.FILE) for name, value in answers.items()}
    return {
        name: float(column[0]) for name, column in build([Request("t", "t", given, profile)], RULES).columns.items()
    }


@pytest.mark.parametrize(("words", "column"), [("no calls in May", 1.0), ("", np.nan), (None, np.nan)])
def test_a_text_is_one_where_it_has_words(words, column):
    assert columns(Profile(), stop_rule=words)["stop_rule"] == pytest.approx(column, nan_ok=True)


@pytest.mark.parametrize(("currency", "rate"), [("DKK", 1.0), ("EUR", 7.5), ("SEK", 1.0)])
def test_fallback_amounts_are_converted_and_other_fallbacks_are_not(currency, rate):
    found = columns(Profile(currency=currency))
    assert found[PROFILE + "hourly_cost"] == 500 / rate
    assert found[PROFILE + "yearly_budget"] == 1_000_000 / rate
    assert (found[PROFILE + "required_return"], found[PROFILE + "horizon_months"]) == (0.1, 12)


def test_figures_of_the_profile_are_taken_as_they_are():
    found = columns(Profile(currency="EUR", hourly_cost=80, horizon_months=6), task_type="seo")
    assert (found[PROFILE + "hourly_cost"], found[PROFILE + "horizon_months"]) == (80, 6)
