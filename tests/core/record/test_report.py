"""What the report says: which sentences, with which numbers."""

from datetime import date

import pytest
from triage.core.life.events import Checked, Wait, Weighed
from triage.core.messages import Hours, Money, say
from triage.core.record.report import NAMES, write_report
from triage.core.rules.ruleset import Verdict

from bundled import RULES
from past import START, agreed, decided, happened, past, reviewed

SINCE, UNTIL, TODAY = date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 6)


def section(name: str, *records, today: date = TODAY):
    return write_report(records, RULES, SINCE, UNTIL, today).sections[name]


def said(name: str, *records):
    """The sentences of a section by key, with their values."""
    return {message.key: message.params for message in section(name, *records).said}


def parts(listed):
    return [(item.key, item.params["n"]) for item in listed.items]


def override(**more):
    return decided("go", advised="drop", by="director", because="to learn", assumes="an intern", **more)


def line(record, today: date = TODAY) -> list[str]:
    """The keys of an override's line, in their order."""
    keys, message = [], section("decisions", record, today=today).lines[0]
    while message.key == "report.then":
        keys.append(message.params["then"].key)
        message = message.params["first"]
    return [message.key, *reversed(keys)]


def test_an_empty_register_and_an_empty_period_get_one_sentence():
    empty = write_report([], RULES, None, None, TODAY)
    assert [m.key for m in empty.sections["nothing"].said] == ["report.empty"]
    old = write_report([past("t", created=date(2025, 3, 3))], RULES, SINCE, UNTIL, TODAY)
    assert [m.key for m in old.sections["nothing"].said] == ["report.empty_period"]
    assert {name for name, part in old.sections.items() if part.said or part.rows} == {"nothing", "open"}
    assert list(old.sections) == list(NAMES)


@pytest.mark.parametrize(
    ("since", "until", "sentence"),
    [
        (SINCE, UNTIL, say("report.period", since=SINCE, until=UNTIL)),
        (SINCE, None, say("report.period", since=SINCE, until=TODAY)),
        (None, UNTIL, say("report.period.until", until=UNTIL)),
    ],
)
def test_an_open_period_ends_today_and_begins_with_the_register(since, until, sentence):
    assert write_report([], RULES, since, until, TODAY).period == sentence


def test_requests_of_the_period_are_counted_by_latest_advice_and_present_state():
    late = past("l", created=date(2026, 7, 1))
    told = said("requests", past("a"), past("b", decided("drop"), verdict="drop"), past("c", verdict="drop"), late)
    assert told["report.requests"]["n"] == 3
    verdicts = [(item.params["what"].key, item.params["n"]) for item in told["report.requests"]["verdicts"].items]
    assert verdicts == [("verdict.inline.go", 1), ("verdict.inline.drop", 2)]
    assert parts(told["report.states"]["states"]) == [("report.states.assessed", 2), ("report.states.closed", 1)]


def test_of_each_request_the_latest_decision_of_the_period_counts():
    wait = Wait("test", "both", "the test is in", date(2026, 9, 1))
    twice = past("t", decided("defer", wait=wait), decided("go", date(2026, 4, 1)), decided("drop", date(2026, 7, 2)))
    told = said("decisions", twice)["report.decisions.one"]
    assert [item.params["what"].key for item in told["verdicts"].items] == ["verdict.inline.go"]


def test_an_override_has_its_reason_and_outcome_up_to_the_next_decision():
    check = override(check_on=date(2026, 3, 2))
    held = happened(Checked("held"), date(2026, 3, 3))
    stopped = reviewed("stopped", date(2026, 4, 1))
    why = ["report.override.director", "report.override.because", "report.override.assumes"]
    assert line(past("t", check, held, stopped)) == [*why, "report.check.held", "report.ended.stopped"]
    assert line(past("t", check, decided("go", date(2026, 7, 1)), held, stopped))[-1] == "report.check.late"


@pytest.mark.parametrize(("today", "key"), [("2026-03-02", "report.check"), ("2026-03-03", "report.check.late")])
def test_an_unchecked_assumption_is_reported(today, key):
    assert line(past("t", override(check_on=date(2026, 3, 2))), date.fromisoformat(today))[-1] == key


def test_without_overrides_that_is_said():
    assert "report.overrides.none.one" in said("decisions", past("t", decided()))


def test_dropped_requests_sum_expected_cost_by_currency():
    drop = decided("drop")
    told = said(
        "unspent",
        past("a", drop, total_cost=60_000.0, hours=(10, 20, 30)),
        past("b", drop, total_cost=40_000.0, hours=(300, 300, 300)),
        past("c", drop, total_cost=9_000.0, currency="EUR"),
        past("d", drop),
        past("not dropped", decided(), total_cost=1.0),
    )
    assert told["report.unspent"]["n"] == 4
    assert told["report.unspent.cost"]["money"].items == (Money(100_000, "DKK"), Money(9_000, "EUR"))
    assert told["report.unspent.cost"]["tasks"].params["n"] == 3
    assert told["report.unspent.unknown"]["tasks"] == say("report.tasks.one", n=1)
    assert (told["report.unspent.hours"]["hours"], told["report.unspent.hours"]["tasks"].params["n"]) == (Hours(320), 2)


def test_ended_requests_have_exact_sums_without_later_ones():
    told = said(
        "reviews",
        past("a", decided(), reviewed(cost=12_345.0, hours=7.5)),
        past("b", decided(), reviewed("failed", cost=1.0)),
        past("c", decided(), reviewed("failed", date(2026, 7, 1), cost=1e6)),
        past("d", decided(), reviewed("on_track", cost=1e6)),
    )
    assert parts(told["report.reviews"]["statuses"]) == [
        ("report.statuses.succeeded", 1),
        ("report.statuses.failed", 1),
    ]
    assert told["report.spent.cost"]["money"].items == (Money(12_346, "DKK", rounded=False),)
    assert (told["report.spent.hours"]["hours"], told["report.spent.hours"]["tasks"].params["n"]) == (Hours(7.5), 1)
    assert "report.spent.contribution" not in told


def test_decision_and_outcome_are_kept_apart():
    how = [("succeeded", "good"), ("failed", "good"), ("stopped", "good"), ("failed", "poor"), ("failed", None)]
    rows = section("judged", *(past("t", decided(), reviewed(status, decision=judged)) for status, judged in how)).rows
    assert [(row[0].key, *row[1:]) for row in rows] == [
        ("report.judged.good", 1, 2),
        ("report.judged.poor", 0, 1),
        ("report.judged.open", 0, 1),
    ]
    assert not section("judged", past("t", decided(), reviewed())).rows


def test_lessons_and_early_stops_keep_the_words_that_were_written():
    record = past("TikTok", decided(), reviewed("stopped", because="nobody watched", learned="ask first"))
    (lesson,), (stop,) = section("learned", record).lines, section("stopped", record).lines
    assert (lesson.params["words"].words, stop.params["words"].words) == ("ask first", "nobody watched")
    (unsaid,) = section("stopped", past("t", decided(), reviewed("stopped"))).lines
    assert unsaid.key == "report.stopped.unsaid"


def test_forecasts_count_what_ended_before_the_period_too():
    old = past(
        "t",
        decided(day=date(2025, 1, 6)),
        reviewed(day=date(2025, 6, 2), cost=15.0),
        created=date(2025, 1, 6),
        cost=(10, 20, 30),
    )
    told = said("forecast", old, past("new"))
    assert told["report.forecast.one"]["n"] == 1
    (hits,) = told["report.hits"]["parts"].items
    assert (hits.key, hits.params) == ("report.hits.cost", {"hits": 1, "n": 1})


def test_ended_requests_weighed_again_are_left_out_and_counted():
    again = past("a", decided(), reviewed(), decided(day=date(2026, 6, 8)))
    assert {key: params["n"] for key, params in said("forecast", past("t", decided(), reviewed()), again).items()} == {
        "report.forecast.one": 1,
        "report.forecast.left_out.one": 1,
    }
    assert set(said("forecast", again)) == {"report.forecast.left_out.one"}


def test_figures_without_a_case_are_not_reported():
    told = said("forecast", past("t", decided(), reviewed()))
    assert set(told) == {"report.forecast.one"}
    assert not section("overall", past("t", decided(), reviewed())).said


def spent(cost: float, task_type: str = "cro"):
    return past("t", decided(), agreed(), reviewed(cost=cost), cost=(10, 10, 10), task_type=task_type)


def test_a_tendency_takes_three_cases_and_fewer_are_named_with_their_number():
    records = [spent(8, "tiktok"), spent(12), spent(15), spent(30)]
    (row,) = section("by_type", *records).rows
    assert (row[2].params["share"].value, row[2].params["n"], row[1]) == (1.5, 3, "")
    (few,) = said("by_type", *records)["report.bias.few"]["groups"].items
    assert few.params["tasks"] == say("report.tasks.one", n=1)
    assert "report.bias.none" in said("overall", spent(8), spent(9))


@pytest.mark.parametrize(("n", "key"), [(1, "report.chance.few.one"), (9, "report.chance.few"), (10, "report.chance")])
def test_chances_are_scored_from_ten_on(n, key):
    records = [past("t", decided(), agreed(chance=70), reviewed())] * n
    assert said("chance", *records)[key]["n"] == n
    assert len(section("chance", *records).rows) == (n >= 10)


def seen(kind: str = "cro", sign: int = 12, **more):
    review = reviewed("on_track", date(2026, 5, 4), sign_on=date(2026, 1, sign), **more)
    return past("t", decided(), agreed(), review, task_type=kind)


def test_own_weeks_stand_beside_the_usual_ones_from_five_on():
    records = [seen(sign=12), seen(sign=12), seen(sign=19), seen(sign=26), seen(sign=26), seen("pr")]
    (row,) = section("weeks", *records).rows
    label, own, usual, grade = row
    assert (label.key, own.params["weeks"].count, own.params["tasks"].params["n"]) == ("report.weeks.first", 2, 5)
    assert (*usual.params.values(), grade.key) == (*RULES.task_types["cro"].first, "grade.A")
    few = said("weeks", *records)["report.weeks.few"]["groups"].items
    assert [(item.params["first"], item.params["full"]) for item in few] == [(5, 0)], "one alone is not told"


def test_open_requests_are_sorted_by_date_and_marked_when_late():
    wait = Wait("test", "both", "the test is in", date(2026, 9, 1))
    again = happened(Weighed(2, Verdict.DEFER), date(2026, 7, 5))
    rows = section(
        "open",
        past("waits", decided("defer", wait=wait)),
        past("new", again),
        past("to agree", decided(day=START)),
        past("over", decided("drop")),
    ).rows
    assert [(row[0].words, row[2].key, row[2].params["date"]) for row in rows] == [
        ("to agree", "report.open.late", date(2026, 1, 12)),
        ("new", "report.open.next", date(2026, 7, 12)),
        ("waits", "report.open.next", date(2026, 9, 1)),
    ]


def test_changes_of_direction_are_passed_on():
    told = (say("text", text="x"),)
    assert write_report([past("t")], RULES, SINCE, UNTIL, TODAY, direction=told).sections["direction"].lines == told
