"""The shared direction in the report: what served each goal, changes of course, and who has to do what."""

from datetime import date

import pytest
from msgspec.structs import replace
from triage.core.messages import Inline, Typed
from triage.core.record.calibration import Period
from triage.core.record.direction import count_changes
from triage.core.record.goals import changes, goals, in_force, owed, served
from triage.core.request.course import Course, are_both
from triage.core.request.request import Against, Goal

from bundled import RULES
from past import agreed, decided, past, reviewed

ORDERS, SERVICE = Goal("orders", "More orders", "dairies", "orders a month", "4"), Goal("service", "More service")
JANUARY, MAY = date(2026, 1, 5), date(2026, 5, 20)
FIRST = Course(JANUARY, (ORDERS,), (Against("Sweden", "nobody speaks it"), Against("TikTok")), "Mette and Lars")
SECOND = Course(MAY, (SERVICE,), (), "Mette", "Sales asked")
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
QUARTER = Period(date(2026, 4, 1), date(2026, 6, 30))


def told(message) -> list:
    """The sentences of a line, in their order."""
    found = []
    while message.key == "report.then":
        found.append(message.params["then"])
        message = message.params["first"]
    return [message, *reversed(found)]


def for_orders(title="Ads", *events, **known):
    return past(title, decided(day=JANUARY), agreed(JANUARY), *events, goal="orders", id=title, **known)


def test_the_course_of_a_period_is_that_which_was_in_force_in_it():
    before, after = Period(until=date(2026, 5, 19)), Period(date(2026, 5, 21))
    assert [in_force((FIRST, SECOND), period) for period in (before, QUARTER, after)] == [
        [FIRST],
        [FIRST, SECOND],
        [SECOND],
    ]


def test_each_goal_has_what_served_it_and_what_came_of_it():
    refused = past("Wish", decided("drop", date(2026, 2, 2)), goal="orders", id="w")
    over = for_orders("Old", reviewed(day=date(2025, 12, 1)))
    records = [for_orders("Ads", reviewed()), for_orders("Fair"), refused, past("Aside", id="a"), over]
    (found,) = served(records, (FIRST,), YEAR)
    assert ([record.title for record in found.done], found.refused) == (["Ads", "Fair"], 1)
    section = goals(records, (FIRST,), YEAR)
    assert [message.key for message in section.said] == ["report.goals.both", "report.goals.aside.one"]
    ((goal, metric, done),) = section.rows
    assert (goal, metric.params) == (Typed("More orders"), {"metric": Typed("orders a month"), "baseline": Typed("4")})
    stands = [each.params["stands"].key for each in done.items[:2]]
    assert stands == ["report.result.succeeded", "report.stands.running"]
    assert done.items[2].key == "report.goal.refused.one"


def test_what_was_decided_against_is_told_with_its_reason():
    assert [(line.key, line.params["what"]) for line in goals([], (FIRST,), YEAR).lines] == [
        ("report.against", Typed("Sweden")),
        ("report.against.unsaid", Typed("TikTok")),
    ]


@pytest.mark.parametrize(
    ("names", "both"),
    [
        ("Mette Holm og Lars Kjær", True),
        ("Mette, Lars", True),
        ("Mette & Lars", True),
        ("Mette Holm", False),
        ("Sandra Anderson", False),
        ("", False),
    ],
)
def test_a_direction_is_shared_when_both_have_said_yes(names, both):
    assert are_both(names) == both
    (said,) = goals([], (replace(FIRST, agreed_by=names),), YEAR).said
    assert said.key == ("report.goals.both" if both else "report.goals.one" if names else "report.goals.nobody")


def test_goals_of_an_older_profile_have_no_day():
    assert [message.key for message in goals([], (Course(date.min, (ORDERS,)),), YEAR).said] == ["report.goals.undated"]


def test_without_goals_it_says_how_to_write_them_down():
    assert [message.key for message in goals([], (), YEAR).said] == ["report.goals.none"]


def found(*records, courses=(FIRST, SECOND), period=QUARTER):
    changed = count_changes(records, period.since, period.until).changes
    return [told(line) for line in changes(records, courses, changed, period, RULES)]


def test_a_change_by_a_request_has_what_set_it_off_what_it_stopped_and_what_came_of_it():
    new = past(
        "TikTok",
        decided(day=date(2026, 4, 9), because="The others do"),
        course_change="position",
        id="t",
        displaces="The fair",
    )
    stopped = past("Ads", decided(day=JANUARY), reviewed("stopped", date(2026, 5, 4)), id="a")
    (line,) = found(new, stopped, courses=(FIRST,))
    assert [message.key for message in line] == [
        *("report.change", "report.change.off", "report.change.waits", "report.change.stopped", "report.change.came")
    ]
    assert line[1].params["what"] == Typed("The others do")
    (named,) = found(past("X", decided(day=MAY), course_change="position", trigger="competitor", id="x"), courses=())
    assert isinstance(named[1].params["what"], Inline)


def test_a_change_of_goals_has_its_reason_and_what_became_of_the_old_and_the_new():
    old = for_orders("Ads", reviewed("stopped", date(2026, 6, 1)))
    new = past("Visits", decided(day=date(2026, 6, 2)), goal="service", id="v")
    (line,) = found(old, new)
    assert [message.key for message in line] == [
        *("report.change.goals", "report.change.goals.new", "report.change.goals.gone"),
        *("report.change.off", "report.change.left", "report.change.begun"),
    ]
    assert line[3].params["what"] == Typed("Sales asked")


def test_what_the_running_tasks_depend_on_has_its_owner():
    conditions = {"gives_way": ("both", "the newsletter"), "tight_day": ("manager", ""), "gone": ("director", "")}
    running = replace(for_orders(), conditions=conditions)
    over = replace(for_orders("Over", reviewed()), conditions=conditions)
    lines = owed([running, over], date(2026, 12, 31), RULES).lines
    assert [line.key for line in lines] == ["report.owed.both", "report.owed.manager"]
    assert lines[0].params["what"].params["answer"] == Typed("the newsletter")
    assert not owed([over], date(2026, 12, 31), RULES).said
