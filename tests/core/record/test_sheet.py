"""The register as a sheet: every column has its cell, and numbers are written so that they read back the same."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from triage.adapters.pages.catalog import load_catalog
from triage.core.interview.amounts import read_number, read_range
from triage.core.life.events import Agreement, Decision, Event, Life, Review, Status, SuccessBlock
from triage.core.messages import Message, Text, Typed, say
from triage.core.record.record import Record
from triage.core.record.sheet import Chosen, Estimate, exact_number, exact_range, sheet_columns, sheet_row
from triage.core.request.request import Range
from triage.core.rules.ruleset import UNKNOWN, Verdict

from toy import toy_ruleset

RULES = toy_ruleset()
DAY = date(2026, 11, 23)
CATALOGS = [load_catalog("da"), load_catalog("en")]
ANSWERS = {
    "request": "Vi skal på TikTok",
    "task_type": "seo",
    "need": "wish",
    "cost": Range(10.0, 20.0, 60.0),
    "hours": Range(5.0, 5.0, 5.0),
    "visible_in": 12.5,
    "lawful": "no",
    "duty": True,
    "stop_rule": None,
}
BLOCK = SuccessBlock("tilbud", "10 om måneden", date(2027, 3, 1), "møder", "3", 4, "ingen efter 8 uger")
MEASURES = {"total_cost": 1234.5678, "contribution": float("nan"), "net": None}
RECORD = Record("2026-014", "TikTok", "DKK", DAY, Verdict.DROP, "", ANSWERS, measures=MEASURES, life=Life(DAY))


def event(day: date, what) -> Event:
    return Event(datetime(day.year, day.month, day.day, tzinfo=UTC), day, "Kim", what)


def cells(record: Record, today: date = DAY) -> dict:
    ids = [column.id for column in sheet_columns(RULES)]
    return dict(zip(ids, sheet_row(record, RULES, today), strict=True))


def running(*more: Event) -> Record:
    decided = Decision(Verdict.GO, Verdict.DROP, "director", "Vi prøver", judge_weeks=8)
    agreed = Agreement(BLOCK, "f00d", "Kim og Lars", DAY)
    return replace(RECORD, life=Life(DAY, (event(DAY, decided), event(DAY, agreed), *more)))


def test_a_request_that_nobody_has_decided_on():
    row = cells(RECORD)
    assert (row["id"], row["created"], row["title"]) == (Typed("2026-014"), DAY, Typed("TikTok"))
    assert row["verdict"] == Chosen("drop", say("verdict.drop"))
    assert row["state"] == Chosen("assessed", say("sheet.state.assessed"))
    assert row["decision"] is row["decided_on"] is row["decided_by"] is row["agreed_metric"] is row["review"] is None


def test_cells_hold_answers_as_they_were_given():
    row = cells(RECORD)
    assert row["request"] == Typed("Vi skal på TikTok")
    assert row["task_type"] == Chosen("seo", Text("SEO", "SEO"))
    assert row["need"] == Chosen("wish", Text("Vores eget ønske", "Our own wish"))
    assert row["duty"] == Chosen("yes", say("yes"))
    assert row["visible_in"] == 12.5
    assert isinstance(row["cost"], Estimate)
    assert row["cost"].range == Range(10, 20, 60)


def test_dont_know_is_not_the_same_as_left_out():
    row = cells(RECORD)
    assert row["stop_rule"] == Chosen(UNKNOWN, say("sheet.unknown"))
    assert row["outcome"] is None


def test_figures_have_two_decimals_and_are_empty_where_an_answer_is_missing():
    row = cells(RECORD)
    assert (row["total_cost"], row["contribution"], row["net"]) == (1234.57, None, None)


def test_an_override_has_who_when_and_why():
    row = cells(running())
    assert row["decision"] == Chosen("go", say("verdict.go"))
    assert (row["decided_on"], row["decided_by"]) == (DAY, Chosen("director", say("sheet.by.director")))
    assert row["override_reason"] == Typed("Vi prøver")
    assert (row["agreed_level"], row["agreed_date"]) == (Typed("10 om måneden"), date(2027, 3, 1))


def test_the_next_reminder_says_when_it_is_overdue():
    row, later = cells(running()), cells(running(), date(2027, 1, 1))
    assert row["next_on"] == date(2026, 12, 21)
    assert isinstance(row["next_what"].wording, Message)
    assert (row["next_what"].id, later["next_what"].id) == ("sign", "sign")
    assert [CATALOGS[0].value(each["next_what"].wording) for each in (row, later)] == [
        "Se efter det tidlige tegn: møder: 3",
        "Over tiden: Se efter det tidlige tegn: møder: 3",
    ]


def test_the_review_that_ended_it_counts_before_a_later_one():
    ended = Review(Status.SUCCEEDED, cost=900.5, hours=12, contribution=4000, learned="Ring først")
    after = (event(date(2027, 3, 2), ended), event(date(2027, 4, 1), Review(Status.ON_TRACK)))
    row = cells(running(*after))
    assert row["review"] == Chosen("succeeded", say("sheet.review.succeeded"))
    assert (row["actual_cost"], row["actual_hours"], row["actual_contribution"]) == (900.5, 12, 4000)
    assert row["learned"] == Typed("Ring først")


def test_an_answer_that_the_rules_no_longer_know_is_kept_as_it_was():
    row = cells(replace(RECORD, answers={"need": "gone", "cost": "meget", "old": 1.0}))
    assert row["need"] == Chosen("gone", Typed("gone"))
    assert row["cost"] == Typed("meget")


def test_a_goal_is_worded_as_it_was_that_day():
    goal = replace(RULES.questions["need"], choices={}, choices_from="goals")
    rules = replace(RULES, questions={"goal": goal})
    row = sheet_row(replace(RECORD, answers={"goal": "more"}, goals={"more": "Flere kunder"}), rules, DAY)
    assert Chosen("more", Typed("Flere kunder")) in row


def test_a_question_keeps_its_id_where_a_column_of_ours_has_the_same():
    rules = replace(RULES, questions={"state": RULES.questions["need"]})
    ids = [column.id for column in sheet_columns(rules)]
    assert {"state", "state.register"} <= set(ids)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("catalog", CATALOGS, ids=["da", "en"])
def test_every_heading_and_every_wording_has_a_text(catalog):
    ended = event(DAY, Review(Status.STOPPED))
    for row in (sheet_row(each, RULES, DAY) for each in (RECORD, running(), running(ended))):
        assert all(catalog.value(cell.wording) for cell in row if isinstance(cell, Chosen | Estimate))
    assert all(catalog.value(column.label) for column in sheet_columns(RULES))


@pytest.mark.parametrize("kind", ["state", "review", "by", "next"])
def test_every_state_status_and_reminder_has_a_text(kind):
    from triage.core.life.agenda import About
    from triage.core.life.events import State

    names = {"state": State, "review": Status, "by": ("director", "both"), "next": About}[kind]
    assert all(f"sheet.{kind}.{name}" in catalog for catalog in CATALOGS for name in names)


sizes = st.floats(1e-40, 9e14) | st.integers(0, 10**14).map(float) | st.decimals(0, 10**6, places=3).map(float)
marks = st.sampled_from([".", ","])


@settings(deadline=None)
@given(sizes, st.booleans(), marks)
def test_a_number_reads_back_as_the_very_same(size, negative, mark):
    value = -size if negative else size
    assert read_number(exact_number(value, mark), "money") == value


@settings(deadline=None)
@given(st.lists(sizes, min_size=3, max_size=3).map(sorted), st.booleans(), marks)
def test_a_range_reads_back_as_the_very_same(sizes, negative, mark):
    value = Range(-sizes[2] if negative else sizes[0], sizes[1], sizes[2])
    assert read_range(exact_range(value, mark), "money") == value


def test_a_range_is_written_so_that_no_spreadsheet_makes_a_date_of_it():
    assert exact_range(Range(5, 10, 20)) == "~5/10/20"
    assert exact_range(Range(60_000, 60_000, 60_000)) == "60000"
    assert exact_range(Range(-1.125, 0, 2.5), ",") == "~-1,1250/0/2,5"
