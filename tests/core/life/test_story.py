"""Everything that may happen can be told, in both languages, and the block in the same words everywhere."""

import pytest
from msgspec.structs import replace
from triage.adapters.pages.catalog import load_catalog
from triage.core.life.agenda import About, Reminder, agenda
from triage.core.life.events import FINAL, Closed, Review, State, Status
from triage.core.life.story import block, next_up, reminder, review, story, where
from triage.core.memo.afterwards import agreed, status, success

from lives import AGREED, DEFER, DROP, EVERYTHING, GO, OVERRIDE, START, life, on

CATALOGS = {language: load_catalog(language) for language in ("da", "en")}


def texts(messages, language="en"):
    return [CATALOGS[language].text(message).replace("\u00a0", " ") for message in messages]


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("what", EVERYTHING, ids=lambda what: type(what).__name__)
def test_every_event_has_sentences(what, language):
    ((event, told),) = story(life((0, what)), "DKK")
    said = texts(told, language)
    assert event.what is what
    assert said
    assert all(sentence[-1] in ".?" for sentence in said), said


def test_a_week_of_the_block_is_told_by_its_date_where_the_decision_has_one():
    limited = replace(AGREED, block=replace(AGREED.block, stop_rule="", stop_on="sign", stop_limit=20, stop_week=26))
    told = texts(block(limited, "DKK", start=START))
    assert "if on 30 March 2026 (12 weeks after the decision) we see: 100." in told[1]
    assert told[2] == "We stop if on 6 July 2026 (26 weeks after the decision) we are below 20 (visits a week)."


def test_the_block_is_reported_in_full():
    assert texts(block(AGREED, "DKK")) == [
        "We measure: quotes a month. It has succeeded if by 2 November 2026 we have reached: 12.",
        "The early sign: visits a week. It is on its way if in week 12 after the decision we see: 100.",
        "We stop if: under 20 visits in week 12.",
        "Agreed on 5 January 2026 by Mette + Lars (wording no. 9fa41c7ae2fa).",
        "We put the chance of reaching it at 60%.",
    ]


def test_a_block_about_something_that_happens_or_does_not_has_no_number():
    certificate = replace(AGREED, block=replace(AGREED.block, metric="the certificate", level="Yes.", sign_level="ja"))
    assert texts(block(certificate, "DKK"))[:2] == [
        "We look for: the certificate. It has succeeded if that has happened by 2 November 2026.",
        "The early sign: visits a week. It is on its way if in week 12 after the decision we have seen it.",
    ]


LIVES = {
    State.ASSESSED: (),
    State.DECIDED: ((0, GO),),
    State.RUNNING: ((0, GO), (0, AGREED)),
    State.WAITING: ((0, DEFER),),
    State.REVIEWED: ((0, GO), (0, AGREED), (45, Review(Status.SUCCEEDED))),
    State.CLOSED: ((0, Closed("x")),),
}


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("state", LIVES)
def test_every_state_has_a_sentence(state, language):
    any_life = life(*LIVES[state])
    assert any_life.state is state
    for week in (1, 41):
        assert texts([where(any_life, on(week)), *map(next_up, agenda(any_life))], language)


@pytest.mark.parametrize("language", ["da", "en"])
def test_a_defer_that_names_no_day_has_a_sentence(language):
    assert texts([where(life((0, replace(DEFER, wait=None))), on(1))], language)


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("about", About)
def test_every_reminder_has_a_sentence(about, language):
    for detail in ("", "12 quotes"):
        assert texts([reminder(about, detail), next_up(Reminder(about, on(3), detail))], language)


def test_the_memo_is_a_proposal_until_somebody_decides():
    assert agreed(life()) == success(life(), "DKK") == []
    keys = [status(life(*happened)).key for happened in ((), LIVES[State.RUNNING], ((0, OVERRIDE),), ((0, DROP),))]
    assert keys == [f"memo.status.{name}" for name in ("proposal", "agreed", "changed", "ended")]


def test_an_override_reports_the_advice_and_the_assumption():
    said = texts(agreed(life((0, OVERRIDE))))
    assert said[1:] == [
        "The recommendation was another, namely “drop”.",
        "The reason: I believe in it.",
        "It rests on: The young buy. On 6 April 2026 we look at whether that holds.",
    ]


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("key", ["report.ended", "report.statuses", "earlier.ended"])
def test_everything_that_may_end_a_task_is_told_in_report_and_memory(key, language):
    assert {f"{key}.{status}" for status in (*FINAL, Status.UNKNOWN)} <= CATALOGS[language].texts.keys()


def test_a_stop_that_was_agreed_is_told_apart_from_giving_up():
    said = [texts(review(Review(Status.STOPPED, by_rule=by_rule), "DKK"))[0] for by_rule in (True, False)]
    assert said == ["You have stopped it, as you had agreed.", "You have stopped it."]
