"""Rules of the first versions in today's shape."""

import pytest
from triage.adapters.rules.oldshape import in_todays_shape

OLD = {"verdicts": {"go": 65, "drop_below": 45}}


def gate(**limits):
    return in_todays_shape(OLD | {"gates": {"x": {"label": "x", **limits}}})["gates"]["x"]


@pytest.mark.parametrize(
    ("limits", "today"),
    [
        ({"at_most": "drop", "reason": "law"}, {"ends": True}),
        ({"at_least": "go", "reason": "duty"}, {"lifts": True}),
        ({"at_most": "defer", "at_least": "go", "reason": "duty"}, {"lifts": True}),
        ({"at_most": "defer", "at_least": "defer", "reason": "law"}, {"act": "ask"}),
        ({"at_least": "defer", "reason": "law"}, {"act": "ask"}),
        *(
            ({"at_most": "defer", "reason": reason}, {"act": act})
            for reason, act in [
                ("law", "law"),
                ("date", "move"),
                ("need", "find"),
                ("research", "find"),
                ("test", "find"),
                ("strategy", "talk"),
                ("outcome", "talk"),
                ("capacity", "free"),
                ("money", "cut"),
                ("ask", "ask"),
                ("duty", "ask"),
            ]
        ),
    ],
)
def test_limits_become_findings(limits, today):
    assert gate(**limits) == {"label": "x", "reason": limits["reason"]} | today


def test_a_missed_minimum_is_an_act_by_the_reason_of_its_appointment():
    criteria = {
        "a": {"minimum": 50, "below_minimum": {"reason": "money"}},
        "b": {"weight": 15},
    }
    assert in_todays_shape(OLD | {"criteria": criteria})["criteria"] == {
        "a": criteria["a"] | {"act": "cut"},
        "b": criteria["b"],
    }


def test_the_rest_is_brought_along_and_what_is_gone_is_left_out():
    data = OLD | {
        "ruleset": "own",
        "questions": {"cost": {"unit": "money", "can_act": {"how": "cut"}}},
        "task_types": {"seo": {"first": [4, 8, 16]}},
    }
    today = in_todays_shape(data)
    assert today["questions"] == {"cost": {"unit": "money"}}
    assert today["task_types"]["seo"]["deliver"] == [4, 4, 4]
    assert (today["ruleset"], today["verdicts"]["drop_below"]) == ("own", 45)


@pytest.mark.parametrize("data", [{"verdicts": {"go": 65, "most_kinds": 2}, "gates": {}}, {"verdicts": []}, {}])
def test_other_rules_stay_as_they_are(data):
    assert in_todays_shape(data) is data
