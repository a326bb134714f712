"""Answers that do not go together: what is told of one request, and that nothing else of it changes; bundled rules."""

from datetime import date

import pytest
from msgspec.structs import replace
from triage.core.interview.days import named_days
from triage.core.judging.contradictions import contradictions
from triage.core.request.request import Answer, Origin, Request

from bundled import RULES

TODAY = date(2026, 11, 23)
NONE_MET = dict.fromkeys(RULES.contradictions, False)


def found(met=(), asked_on=None, today=TODAY, **answers):
    """The contradictions of these answers, where the conditions of those in ``met`` and of all without any hold."""
    request = Request("", "", {n: Answer(v, Origin.ASKED) for n, v in answers.items()}, asked_on=asked_on)
    holds = {name: name in met or not rule.when for name, rule in RULES.contradictions.items()}
    return list(contradictions(request, RULES, holds, today))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("40 besøg fra nye kunder i uge 16", [date(2027, 4, 19)]),
        ("40 visits in week 16 2028", [date(2028, 4, 17)]),
        ("Ti ordrer inden den 1. maj", [date(2027, 5, 1)]),
        ("Ten orders by May 1, 2028", [date(2028, 5, 1)]),
        ("ti ordrer inden 2027-05-01", [date(2027, 5, 1)]),
        ("ti ordrer inden 1.5.2027", [date(2027, 5, 1)]),
        ("ti ordrer om 8 uger", [date(2027, 1, 18)]),
        ("20 i uge 2 og 40 i uge 6", [date(2027, 1, 11), date(2027, 2, 8)]),
        ("40 besøg mod 20 i dag", []),
        ("5/20/60 om 1,5 mio. kr.", []),
        ("uge 60 eller den 31. februar", []),
        ("", []),
    ],
)
def test_days_named_in_passing(text, days):
    assert named_days(text, TODAY) == days


@pytest.mark.parametrize(
    ("sign", "by", "is_later"),
    [
        ("40 besøg i uge 16", date(2027, 4, 1), True),
        ("40 visits in week 16", date(2027, 4, 1), True),
        ("40 besøg i uge 16", date(2027, 4, 22), False),
        ("40 besøg den 1. juni", date(2027, 5, 31), True),
        ("40 besøg den 1. juni", date(2027, 6, 1), False),
        ("40 i uge 16 mod 20 i uge 2", date(2027, 4, 1), False),
        ("40 besøg", date(2027, 4, 1), False),
        ("40 besøg i uge 16", None, False),
        (None, date(2027, 4, 1), False),
    ],
)
def test_a_sign_after_the_goal(sign, by, is_later):
    assert found(early_sign=sign, success_by=by) == (["sign_after_the_goal"] if is_later else [])


def test_days_count_from_when_it_was_asked():
    answers = {"early_sign": "40 besøg i uge 16", "success_by": date(2027, 4, 1)}
    assert found(**answers, asked_on=date(2026, 1, 5)) == [], "week 16 of 2026"
    assert found(**answers, today=None) == [], "nothing to count from"
    assert found(**answers, today=None, asked_on=TODAY) == ["sign_after_the_goal"]


@pytest.mark.parametrize(
    ("group", "is_told"), [("Alle", True), ("Everybody!", True), ("Alle ejere af en pumpe", False), (None, False)]
)
def test_a_group_that_is_everybody(group, is_told):
    assert ("group_is_everybody" in found(audience=group)) is is_told


@pytest.mark.parametrize(("level", "is_told"), [("Mange flere", True), ("12 mod 7 i dag", False), (None, False)])
def test_a_level_without_a_number(level, is_told):
    assert ("level_without_a_number" in found(success_level=level)) is is_told


def test_words_count_only_where_the_conditions_hold():
    assert found(success_metric="1.000 følgere") == []
    met = ("followers_for_business",)
    assert found(met, outcome="sales", success_metric="1.000 følgere") == ["followers_for_business"]
    assert found(met, outcome="sales", success_metric="henvendelser") == []


def test_a_duty_without_a_section():
    met = ("source_without_a_number",)
    assert found(met, source_kind="law", obligation_source="loven") == ["source_without_a_number"]
    assert found(met, source_kind="law", obligation_source="§ 3") == []


def test_every_contradiction_says_what_does_not_fit_and_asks_what_settles_it():
    for name, rule in RULES.contradictions.items():
        assert rule.questions, name
        for language in ("da", "en"):
            assert rule.says.in_(language).endswith("."), name
            assert rule.ask.in_(language).endswith("?"), name


def test_without_rules_about_it_nothing_is_told():
    request = Request("", "", {"audience": Answer("Alle", Origin.ASKED)})
    assert list(contradictions(request, replace(RULES, contradictions={}), NONE_MET, TODAY)) == []
