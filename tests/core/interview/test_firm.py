"""The firm's goals and figures as questions: a profile becomes answers and the same profile again."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from triage.core.interview.firm import GOALS, goal_id, profile_answers, profile_of
from triage.core.request.request import COUNTED, FIGURES, Goal, Profile
from triage.core.rules.ruleset import Fallbacks

from bundled import FORMS

FULL = Profile(
    organisation="Pumper A/S",
    manager="Mette Ærø",
    director="Lars",
    language="da",
    currency="EUR",
    yearly_budget=2_000_000.0,
    hourly_cost=600.0,
    required_return=0.07,
    horizon_months=12.0,
    sales_cycle_weeks=0.0,
    capacity_hours=40.0,
    goals=(
        Goal("flere_henvendelser", "Flere henvendelser", "fabrikker i Jylland", "tilbud om måneden"),
        Goal("bedre_oe", "Bedre ø"),
    ),
    agreed_on=date(2026, 11, 1),
)
WORDS = st.text("abcæøå AB1", min_size=1, max_size=60).map(lambda words: " ".join(words.split())).filter(bool)


@pytest.mark.parametrize("profile", [Profile(), FULL, Profile(goals=(Goal("ok", "Ok"), Goal("ok_2", "OK")))])
def test_a_profile_comes_back_from_its_answers(profile):
    assert profile_of(profile_answers(profile)) == profile


@settings(deadline=None)
@given(st.lists(WORDS, max_size=5))
def test_goals_made_of_words_come_back_from_their_answers(words):
    profile = profile_of(dict(zip(GOALS, words, strict=False)))
    assert profile_of(profile_answers(profile)) == profile
    assert len({goal.id for goal in profile.goals}) == len(words)
    assert not {goal.id for goal in profile.goals} & {"none", "unknown", ""}


def test_a_removed_goal_leaves_no_gap():
    answers = profile_answers(FULL) | {"goal_1": None}
    assert [goal.text for goal in profile_of(answers).goals] == ["Bedre ø"]


@pytest.mark.parametrize(
    ("words", "taken", "made"),
    [
        ("Flere kunder i Tyskland", (), "flere_kunder_i_tyskland"),
        ("Ærlig øst å", (), "aerlig_oest_aa"),
        ("More!", ("more",), "more_2"),
        ("none", (), "none_2"),
        ("?!", (), "goal"),
        ("x" * 80, (), "x" * 40),
    ],
)
def test_the_id_of_a_goal(words, taken, made):
    assert goal_id(words, taken) == made


def test_goals_are_asked_for_one_after_another():
    questions = FORMS["firm"].questions
    assert [name for name in questions if name.startswith("goal_")] == list(GOALS)
    assert questions["goal_1"].only_if is None
    assert questions["goal_3"].only_if == {"goal_2": True}


def test_the_currencies_to_choose_from_are_those_of_the_rules():
    form = replace(FORMS["firm"], currency="DKK", rates={"EUR": 7.46})
    assert list(form.choices("currency")) == ["DKK", "EUR"]


def test_a_profile_and_its_form_have_the_same_questions():
    assert profile_answers(FULL).keys() == FORMS["firm"].questions.keys()


def test_every_figure_is_asked_for_as_a_number_and_every_counted_one_has_a_fallback():
    questions = FORMS["firm"].questions
    assert {name for name, question in questions.items() if question.type == "number"} == set(FIGURES)
    assert set(COUNTED) == set(Fallbacks.__struct_fields__)
