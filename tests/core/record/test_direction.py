"""Changes of direction: what counts as one, how long a course lasts, and what was stopped half-way."""

from datetime import date

import pytest
from msgspec.structs import replace
from triage.core.life.events import Decision, Review, Status
from triage.core.record.calibration import Sums
from triage.core.record.direction import Direction, count_changes, direction_messages, new_change_messages
from triage.core.request.request import Answer, Origin, Request
from triage.core.rules.ruleset import Verdict

from earlier import AGREED, GO, TODAY, WAIT, ran, record, told


def request(answers: dict[str, str], source: str = "new") -> Request:
    return Request(source, "", {name: Answer(value, Origin.ASKED) for name, value in answers.items()})


def went(month, day, name, **answers):
    return record(((month, day), GO), name=name, **answers)


COURSES = [
    went(1, 5, "a", course_change="no", goal="exports"),
    went(1, 12, "b", course_change="position", goal="exports"),
    went(2, 16, "c", course_change="audience", goal="hiring"),
    went(2, 16, "d", course_change="position", goal="none"),
    went(4, 20, "e", course_change="position", goal="hiring"),
    record(((4, 21), Decision(Verdict.DROP, Verdict.DROP, "both")), name="f", course_change="position"),
]


def test_a_request_may_change_several_things():
    direction = count_changes(COURSES, None, None)
    assert [(change.id, change.kinds) for change in direction.changes] == [
        ("b", ("position",)),
        ("c", ("audience", "goal")),
        ("d", ("position",)),
        ("e", ("position",)),
    ]
    assert direction.decided == 5


def test_a_course_lasts_from_one_day_of_change_to_the_next():
    assert count_changes(COURSES, None, None).courses == (5.0, 9.0)


def test_a_goal_that_both_had_agreed_on_from_the_start_is_never_new():
    agreed = {"exports": "More exports", "hiring": "More fitters"}
    goals = ["exports", "hiring", "loyalty"]
    records = [replace(went(1, n, str(n), goal=goal), goals=agreed) for n, goal in enumerate(goals, 1)]
    assert [change.day.day for change in count_changes(records, None, None).changes] == [3]


def test_a_goal_that_both_agree_on_later_is_new_when_it_is_first_taken_up():
    at_first, later = {"exports": "More exports"}, {"exports": "More exports", "hiring": "More fitters"}
    first = replace(went(1, 1, "first", goal="exports"), goals=at_first)
    second, third = (replace(went(2, n, str(n), goal="hiring"), goals=later) for n in (1, 2))
    assert [change.day for change in count_changes([first, second, third], None, None).changes] == [date(2026, 2, 1)]


def test_the_first_goal_is_not_new_and_the_same_goal_only_once():
    goals = ["none", "exports", "exports", "hiring", "exports", "hiring"]
    direction = count_changes([went(1, n, str(n), goal=goal) for n, goal in enumerate(goals, 1)], None, None)
    assert [change.day.day for change in direction.changes] == [4]


def test_a_period_knows_what_was_before_it_and_nothing_after():
    direction = count_changes(COURSES, date(2026, 2, 1), date(2026, 3, 31))
    assert [change.id for change in direction.changes] == ["c", "d"]
    assert direction.courses == (5.0,)
    assert direction.goals == {"exports", "hiring"}


def test_the_day_of_the_first_go_counts():
    again = record(((1, 5), GO), ((4, 1), Decision(Verdict.DEFER, Verdict.GO, "both", wait=WAIT)), ((7, 1), GO))
    assert count_changes([again], date(2026, 2, 1), None).decided == 0


def stopped(name="s", **review):
    return record(((3, 1), GO), ((3, 2), AGREED), ((6, 1), Review(Status.STOPPED, **review)), name=name)


def test_what_was_stopped_half_way_is_added_up():
    told_before = ((4, 1), Review(Status.ON_TRACK, hours=20))
    later = record(((3, 1), GO), ((3, 2), AGREED), told_before, ((5, 1), Review(Status.STOPPED)))
    done = ran(Status.FAILED, cost=9_000)
    direction = count_changes([stopped(cost=85_000, hours=100), later, done], None, None)
    assert (direction.stopped, direction.cost.by_currency, direction.hours.by_currency[""]) == (2, {"DKK": 85_000}, 120)
    assert told(new_change_messages(request({"course_change": "position"}), direction, TODAY))[-2:] == [
        "Stopped half-way so far: 2 tasks, 85,000 kr and 120 hours.",
        "Not everything was written down: the cash for 1 of 2, the hours for 2 of 2.",
    ]


def test_a_new_change_is_reported_with_its_number_and_the_course_it_ends():
    direction = count_changes([*COURSES, stopped(cost=1_000, hours=8)], None, date(2026, 6, 22))
    new = request({"course_change": "position", "goal": "loyalty"})
    assert told(new_change_messages(new, direction, date(2026, 6, 22))) == [
        "With a yes, this is change of course no. 2 this quarter: new position or price level and new goal.",
        "The course we are on has lasted 9 weeks.",
        "Stopped half-way so far: 1 task, 1,000 kr and 8 hours.",
    ]


def test_the_first_change_ends_no_course():
    new = request({"course_change": "audience"})
    assert told(new_change_messages(new, count_changes([], None, None), TODAY)) == [
        "With a yes, this is change of course no. 1 this quarter: new target group."
    ]


@pytest.mark.parametrize("answers", [{}, {"course_change": "no", "goal": "exports"}, {"goal": "none"}])
def test_no_change_of_direction_is_not_reported(answers):
    assert new_change_messages(request(answers), count_changes(COURSES, None, None), TODAY) == []


def test_a_change_that_is_already_counted_is_not_reported_again():
    new = request({"course_change": "position"}, source="b")
    assert new_change_messages(new, count_changes(COURSES, None, None), TODAY) == []


def test_the_report_counts_the_changes_by_quarter_and_kind():
    first = "new target group (1), new position or price level (2) and new goal (1)"
    assert told(direction_messages(count_changes(COURSES, None, None))) == [
        "Got a yes: 5 tasks. Of those, 4 changed course.",
        f"Changes of course in quarter 1 of 2026: 3. What changed: {first}.",
        "Changes of course in quarter 2 of 2026: 1. What changed: new position or price level (1).",
        "A course typically lasted 7 weeks (the median of 2; the shortest 5 weeks, the longest 9 weeks).",
    ]


def test_without_changes_there_are_no_lines():
    assert direction_messages(count_changes([], None, None)) == []


def test_a_single_course_is_no_median():
    direction = Direction(0, (), (1.5,), None, frozenset(), 0, Sums({}, 0), Sums({}, 0))
    assert told(direction_messages(direction)) == ["One course has been replaced by another. It lasted 1.5 weeks."]


def test_what_was_stopped_counts_from_that_day_on_also_where_it_was_taken_up_again():
    again = record(((1, 5), GO), ((1, 6), AGREED), ((3, 2), Review(Status.STOPPED)), ((7, 1), GO), ((7, 2), AGREED))
    days = (date(2026, 3, 1), date(2026, 3, 2), date(2026, 12, 31))
    assert [count_changes([again], None, day).stopped for day in days] == [0, 1, 1]


def test_only_a_new_channel_is_no_change_of_course_as_the_question_says():
    direction = count_changes([went(1, 12, "b", course_change="channel")], None, None)
    assert direction.changes == ()
    assert new_change_messages(request({"course_change": "channel"}), direction, TODAY) == []
