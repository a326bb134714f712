"""What wants attention, and from which day on."""

from datetime import timedelta

import pytest
from msgspec.structs import replace
from triage.core.life.agenda import About, Reminder, agenda
from triage.core.life.events import Baseline, Checked, Closed, Decision, Review, Status, Weighed
from triage.core.rules.ruleset import Verdict

from lives import AGREED, BLOCK, DEFER, DROP, GO, OVERRIDE, START, WAIT, life, on


def about(*happened):
    return [(reminder.about, reminder.day) for reminder in agenda(life(*happened))]


def test_a_decision_is_due_after_a_week():
    assert about() == [(About.ANSWER, START + timedelta(days=7))]
    assert about((2, Weighed(1, Verdict.GO))) == [(About.ANSWER, on(3))]


def test_an_agreement_is_due_a_week_after_the_go():
    assert about((0, GO)) == [(About.AGREE, on(1))]


def test_a_defer_is_revisited_on_its_day_with_its_event():
    assert agenda(life((0, DEFER))) == (Reminder(About.REVISIT, WAIT.until, WAIT.trigger),)


def test_a_running_task_has_reminders_for_sign_fair_date_and_outcome():
    assert about((0, GO), (0, AGREED)) == [
        (About.SIGN, on(12)),
        (About.JUDGE, on(40)),
        (About.OUTCOME, BLOCK.reach_by),
    ]


def test_a_yes_to_something_else_than_was_weighed_since_is_asked_for_again_at_once():
    agreed = replace(AGREED, conditions="as then")
    for conditions, is_due in (("as then", False), ("", False), ("others", True)):
        found = about((0, GO), (0, agreed), (3, Weighed(2, Verdict.GO, "", conditions)))
        assert ((About.YES_AGAIN, on(3)) in found) is is_due


@pytest.mark.parametrize(
    ("week", "review", "left"),
    [
        (5, Review(Status.TOO_EARLY), [About.SIGN, About.JUDGE, About.OUTCOME]),
        (5, Review(Status.TOO_EARLY, sign=True), [About.JUDGE, About.OUTCOME]),
        (12, Review(Status.TOO_EARLY, sign=False), [About.JUDGE, About.OUTCOME]),
        (41, Review(Status.ON_TRACK), [About.OUTCOME]),
        (45, Review(Status.SUCCEEDED), []),
        (3, Review(Status.STOPPED), []),
    ],
)
def test_a_review_removes_the_reminders_before_it(week, review, left):
    assert [what for what, _ in about((0, GO), (0, AGREED), (week, review))] == left


def test_an_override_is_checked_in_every_state():
    assert (About.CHECK, OVERRIDE.check_on) in about((0, OVERRIDE))
    assert about((0, OVERRIDE), (1, Closed("x"))) == [(About.CHECK, OVERRIDE.check_on)]
    assert about((0, OVERRIDE), (1, Closed("x")), (2, Checked("unclear"))) == []


def test_a_new_decision_removes_the_check_of_the_old_one():
    assert about((0, OVERRIDE), (1, DROP)) == []


@pytest.mark.parametrize("ended", [DROP, Closed("x"), Decision(Verdict.DROP, Verdict.DROP, "director")])
def test_a_closed_request_has_no_reminders(ended):
    assert about((0, ended)) == []


LIMITED = replace(AGREED, block=replace(BLOCK, stop_rule="", stop_on="sign", stop_limit=20.0, stop_week=14.0))
SLOW = replace(GO, first_weeks=26.0)


def test_a_missing_yes_is_asked_for_after_ten_days():
    offered = replace(AGREED, waits_for="director", other="Lars")
    assert agenda(life((0, GO), (0, offered))) == (Reminder(About.YES, START + timedelta(days=10), "Lars"),)


def test_the_measure_before_the_start_is_asked_for_until_it_is_taken():
    agreed = replace(AGREED, baseline_by=on(1))
    assert (About.BASELINE, on(1)) in about((0, GO), (0, agreed))
    assert About.BASELINE not in dict(about((0, GO), (0, agreed), (1, Baseline(3.0, on(1)))))


@pytest.mark.parametrize(
    ("week", "left"),
    [
        (5, [(About.SIGN, on(12)), (About.STOP, on(14)), (About.JUDGE, on(40))]),
        (13, [(About.STOP, on(14)), (About.SIGN, on(26)), (About.JUDGE, on(40))]),
        (15, [(About.SIGN, on(26)), (About.STOP, on(26)), (About.JUDGE, on(40))]),
        (26, [(About.JUDGE, on(40))]),
        (40, []),
    ],
)
def test_sign_and_limit_are_looked_at_on_their_day_and_again_when_the_class_has_shown_it(week, left):
    found = about((0, SLOW), (0, LIMITED), (week, Review(Status.BEHIND, sign=False)))
    assert [each for each in found if each[0] is not About.OUTCOME] == left
