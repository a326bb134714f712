"""What a decision takes: a reason and an assumption against the advice, a date or an event for a defer."""

from datetime import date

import pytest
from triage.core.life.decision import OF_A_DEFER, Advice, decision_form, decision_of, needs_reason, proposed
from triage.core.life.events import Decision, Wait
from triage.core.messages import Message
from triage.core.rules.ruleset import Verdict

from bundled import FORMS
from lives import DEFER, START, WAIT, life, on

ADVICE = {verdict: Advice(verdict, WAIT if verdict is Verdict.DEFER else None, 12, 40) for verdict in Verdict}


def musts(verdict, advised, happened=()):
    questions = decision_form(FORMS["decision"], verdict, advised, life(*happened)).questions
    return {name for name, question in questions.items() if question.must}


@pytest.mark.parametrize("verdict", Verdict)
@pytest.mark.parametrize("advised", Verdict)
def test_only_an_override_needs_a_reason_an_assumption_and_a_date_to_check_it(verdict, advised):
    extra = {"because", "assumes", "check_on"} if verdict is not advised else set()
    assert musts(verdict, advised) == extra


def test_the_questions_of_an_override_are_one_group():
    questions = decision_form(FORMS["decision"], Verdict.DEFER, Verdict.GO, life()).questions
    assert list(questions) == list(FORMS["decision"].questions)
    assert {question.group for question in questions.values()} == {"override"}


@pytest.mark.parametrize(("verdict", "waits"), [("go", set()), ("drop", set()), ("defer", set(OF_A_DEFER))])
def test_only_a_defer_is_asked_what_it_waits_for(verdict, waits):
    form = decision_form(FORMS["decision"], Verdict(verdict), Verdict(verdict), life())
    assert form.questions.keys() == {"because", "by"} | waits
    assert {question.group for question in form.questions.values()} == {"decision"}


def test_the_third_defer_of_the_same_task_needs_a_reason():
    assert not needs_reason(Verdict.DEFER, Verdict.DEFER, life((0, DEFER)))
    assert needs_reason(Verdict.DEFER, Verdict.DEFER, life((0, DEFER), (4, DEFER)))
    assert not needs_reason(Verdict.DROP, Verdict.DROP, life((0, DEFER), (4, DEFER)))


def test_an_advised_defer_proposes_the_appointment_of_the_assessment():
    made = decision_of(
        Verdict.DEFER, ADVICE[Verdict.DEFER], proposed(Verdict.DEFER, ADVICE[Verdict.DEFER], START), START
    )
    assert isinstance(made, Decision)
    assert made.wait == WAIT
    assert not made.overrides


def test_a_defer_without_date_and_event_is_refused():
    assert isinstance(decision_of(Verdict.DEFER, ADVICE[Verdict.GO], {"by": "both"}, START), Message)


def test_a_defer_that_waits_for_an_event_is_revisited_after_a_quarter():
    made = decision_of(Verdict.DEFER, ADVICE[Verdict.GO], {"trigger": "when Bo is back"}, START)
    assert isinstance(made, Decision)
    assert made.wait == Wait("other", "both", "when Bo is back", on(13))


@pytest.mark.parametrize(("verdict", "advised", "week"), [("go", "drop", 12), ("drop", "go", 13), ("defer", "go", 13)])
def test_an_override_is_checked_when_a_sign_is_due_or_after_a_quarter(verdict, advised, week):
    found = proposed(Verdict(verdict), ADVICE[Verdict(advised)], START)
    assert found["check_on"] == on(week)


def test_without_weeks_for_the_sign_a_go_is_checked_after_a_quarter():
    assert proposed(Verdict.GO, Advice(Verdict.DROP), START)["check_on"] == on(13)


def test_a_decision_keeps_the_answers_and_the_weeks_of_the_class():
    answers = {"by": "director", "because": "b", "assumes": "a", "check_on": date(2026, 5, 1)}
    made = decision_of(Verdict.GO, ADVICE[Verdict.DROP], answers, START)
    assert made == Decision(
        Verdict.GO, Verdict.DROP, "director", "b", "a", date(2026, 5, 1), None, first_weeks=12, judge_weeks=40
    )
