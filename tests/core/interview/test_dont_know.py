"""What the prompt may promise of "don't know" is what scoring then does; on the bundled rules."""

import pytest
from msgspec.structs import replace
from triage.core.interview.dont_know import DontKnow, dont_know

from bundled import RULES


@pytest.mark.parametrize(
    ("question", "follows"),
    [
        ("need", DontKnow.OPEN),
        ("cost", DontKnow.OPEN),
        ("visible_in", DontKnow.OPEN),
        ("audience", DontKnow.OPEN),
        ("obligation", DontKnow.OPEN),
        ("source_kind", DontKnow.COUNTS),
        ("anyway", DontKnow.OPEN),
        ("trigger", DontKnow.FREE),
        ("premortem", DontKnow.FREE),
        ("smaller_way", DontKnow.FREE),
        ("bounded_test", DontKnow.COUNTS),
        ("stop_rule", DontKnow.AGREED),
        ("success_by", DontKnow.AGREED),
    ],
)
def test_what_follows_from_dont_know(question, follows):
    assert dont_know(question, RULES) is follows


def test_it_follows_the_rules_and_not_the_name():
    need = replace(RULES.questions["need"], unknown_as="guess")
    assert dont_know("need", replace(RULES, questions={**RULES.questions, "need": need})) is DontKnow.COUNTS
    assert dont_know("need", replace(RULES, criteria={}, gates={}, facts={})) is DontKnow.FREE
