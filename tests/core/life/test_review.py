"""A review: what is asked, what the answers make of it, and what is not asked."""

import pytest
from triage.core.life.events import Review, Status
from triage.core.life.review import held, review_form, review_of
from triage.core.messages import Message

from bundled import FORMS
from lives import AGREED, GO, life, on

RUNNING = life((0, GO), (0, AGREED))


def test_where_only_the_assumption_is_open_nothing_else_is_asked():
    assert review_form(FORMS["review"], has_check=True, is_running=False, currency="DKK").questions.keys() == {
        "assumption",
        "note",
    }
    both = review_form(FORMS["review"], has_check=True, is_running=True, currency="DKK").questions
    running = review_form(FORMS["review"], has_check=False, is_running=True, currency="DKK").questions
    assert both.keys() - running.keys() == {"assumption", "note"}


def test_the_answers_make_the_review():
    answers = {"measured": "13 quotes", "reached": "yes", "reached_on": on(41), "cost": 95_000.0, "hours": 130.0}
    answers |= {"contribution": 250_000.0, "decision": "good", "learned": "write about pumps"}
    assert review_of(RUNNING, answers, on(45)) == Review(
        Status.SUCCEEDED,
        "13 quotes",
        None,
        None,
        True,
        on(41),
        95_000.0,
        130.0,
        250_000.0,
        "good",
        "write about pumps",
        block=AGREED.fingerprint,
        value=13.0,
        share=13 / 12,
        settled=True,
    )


def test_a_sign_without_a_day_was_seen_today():
    assert review_of(RUNNING, {"sign": "yes"}, on(14)).sign_on == on(14)
    assert review_of(RUNNING, {"sign": "no", "sign_on": on(3)}, on(14)).sign_on is None


@pytest.mark.parametrize("answer", ["not_measured", None])
def test_what_was_not_measured_is_neither_yes_nor_no(answer):
    made = review_of(RUNNING, {"reached": answer}, on(50))
    assert (made.reached, made.was_measured, made.status) == (None, False, Status.UNKNOWN)


def test_what_was_spent_stands_until_it_is_said_anew():
    first = review_of(RUNNING, {"measured": "9", "cost": 13_000.0, "hours": 14.0}, on(45))
    then = life((0, GO), (0, AGREED), (45, first))
    again = review_of(then, {"measured": "13", "hours": 20.0}, on(50))
    assert (again.cost, again.hours, again.contribution) == (13_000.0, 20.0, None)


def test_what_is_added_to_a_task_that_was_stopped_leaves_it_stopped():
    stopped = review_of(RUNNING, {"stop": True, "because": "no money", "measured": "3"}, on(20))
    then = life((0, GO), (0, AGREED), (20, stopped))
    added = review_of(then, {"measured": "4", "sign": "yes", "cost": 500.0}, on(22))
    assert (added.status, added.because, added.value, added.cost) == (Status.STOPPED, "no money", 4.0, 500.0)


def test_a_stop_needs_a_reason_even_when_it_is_too_early_to_judge():
    assert isinstance(review_of(RUNNING, {"stop": True}, on(5)), Message)
    made = review_of(RUNNING, {"stop": True, "because": "no money"}, on(5))
    assert (made.status, made.because) == (Status.STOPPED, "no money")


def test_the_assumption_held_or_was_not_checked():
    assert [held({"assumption": answer}) for answer in ("held", None)] == ["held", None]
