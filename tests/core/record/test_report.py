"""What the report says: which sentences, with which numbers."""

from datetime import date

import pytest
from msgspec.structs import replace
from triage.adapters.pages.catalog import load_catalog
from triage.core.life.events import FINAL, Checked, Closed, Wait, Weighed
from triage.core.messages import Hours, Money, Months, Typed, say
from triage.core.record.calibration import Period
from triage.core.record.came import CAME, Came, came
from triage.core.record.report import NAMES, Told, write_report
from triage.core.record.reportsections import SEEN
from triage.core.rules.ruleset import Verdict

from bundled import RULES
from past import START, agreed, decided, happened, past, reviewed

SINCE, UNTIL, TODAY = date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 6)


def report(records, since=SINCE, until=UNTIL, today: date = TODAY, courses=()):
    return write_report(Told(records, RULES, Period(since, until), today, courses))


def section(name: str, *records, today: date = TODAY, courses=()):
    return report(records, today=today, courses=courses).sections[name]


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
    empty = report([], None, None)
    assert [m.key for m in empty.sections["nothing"].said] == ["report.empty"]
    old = report([past("t", created=date(2025, 3, 3))])
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
    assert report([], since, until).period == sentence


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


def test_dropped_requests_sum_expected_cash_by_currency_and_hours_apart():
    drop = decided("drop")
    told = said(
        "unspent",
        past("a", drop, cost=(60_000, 60_000, 60_000), hours=(10, 20, 30)),
        past("b", drop, cost=(40_000, 40_000, 40_000), hours=(300, 300, 300)),
        past("c", drop, cost=(9_000, 9_000, 9_000), currency="EUR"),
        past("d", drop),
        past("not dropped", decided(), cost=(1, 1, 1)),
    )
    assert told["report.unspent"]["n"] == 4
    assert told["report.unspent.cost"]["money"].items == (Money(100_000, "DKK"), Money(9_000, "EUR"))
    assert told["report.unspent.cost"]["tasks"].params["n"] == 3
    assert told["report.unspent.unknown"]["tasks"] == say("report.tasks.one", n=1)
    assert (told["report.unspent.hours"]["hours"], told["report.unspent.hours"]["tasks"].params["n"]) == (Hours(320), 2)


def test_ended_requests_have_exact_sums_without_later_ones():
    told = said(
        "results",
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
    told = said("judged", *(past("t", decided(), reviewed(status, decision=judged)) for status, judged in how))
    assert [(each.key, parts(each.params["statuses"])) for each in told["report.judged"]["judged"].items] == [
        ("report.judged.good", [(f"report.statuses.{status}", 1) for status in ("succeeded", "failed", "stopped")]),
        ("report.judged.poor.one", [("report.statuses.failed", 1)]),
        ("report.judged.open.one", [("report.statuses.failed", 1)]),
    ]
    assert not section("judged", past("t", decided(), reviewed())).said


def test_each_result_stands_beside_what_was_agreed_and_in_the_words_that_were_written():
    far = past("Fair", decided(), agreed(), reviewed("failed", measured="38 a month", learned="ask first"))
    stop = past("TikTok", decided(), reviewed("stopped", because="nobody watched"))
    rows = section("results", far, stop).rows
    assert [row[0].words for row in rows] == ["Fair", "TikTok"]
    assert rows[0][1].params == {"metric": Typed("orders"), "level": Typed("40 a month"), "date": date(2026, 9, 1)}
    assert (rows[0][2], rows[0][3].key) == (Typed("38 a month"), "report.result.failed")
    assert (rows[1][1], rows[1][2].key, rows[1][3].params["words"].words) == ("", "report.unmeasured", "nobody watched")
    (lesson,) = section("learned", far, stop).lines
    assert lesson.params["words"].words == "ask first"


def test_what_is_from_before_the_period_is_told_so_that_the_counts_agree():
    old = past("old", decided(), reviewed(), created=date(2025, 12, 1))
    new = past("new", decided(), reviewed())
    assert said("results", old, new)["report.older.one"]["n"] == 1
    assert "report.older.all" in said("decisions", old, old)
    assert "report.older.one" not in said("results", new)


def test_what_was_closed_without_being_done_is_told_in_its_words():
    closed = past("Website", happened(Closed("sales do it themselves"), date(2026, 3, 2)))
    (line,) = section("elsewhere", closed, past("open")).lines
    assert (line.params["title"].words, line.params["words"].words) == ("Website", "sales do it themselves")


def test_the_summary_says_it_all_in_one_paragraph():
    cost = {"cost": (10_000, 10_000, 10_000), "hours": (20, 20, 20)}
    records = [
        past("a", override(), reviewed()),
        past("b", decided("drop"), **cost),
        past("c", decided("go"), course_change="position", id="c"),
        past("d"),
    ]
    told = said("summary", *records)
    assert list(told) == [
        *("report.summary", "report.summary.other.one", "report.summary.ended.one", "report.summary.spared.one"),
        *("report.summary.turns.one", "report.summary.late"),
    ]
    assert told["report.summary"]["asked"] == say("report.summary.asked", n=4)
    assert told["report.summary.spared.one"]["what"].items == (Money(10_000, "DKK"), Hours(20))


def test_foreseen_and_counted_contribution_have_their_spans():
    record = past("t", decided(), reviewed(contribution=5.0), contribution=(1, 2, 3))
    record = replace(record, measures={**record.measures, "horizon_months": 24.0})
    assert said("forecast", record)["report.forecast.spans"] == {"foreseen": Months(24), "run": Months(5)}
    assert "report.forecast.contribution" in said("forecast", replace(record, measures={}))


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
    (row,) = section("overall", *records).rows[1:]
    assert (row[2].params["share"].value, row[2].params["n"], row[1]) == (1.5, 3, "")
    (few,) = said("overall", *records)["report.bias.few"]["groups"].items
    assert few.params["tasks"] == say("report.tasks.one", n=1)
    assert "report.bias.none" in said("overall", spent(8), spent(9))


@pytest.mark.parametrize("n", [9, 10])
def test_chances_are_scored_from_ten_on(n):
    records = [past("t", decided(), agreed(chance=70), reviewed())] * n
    assert ("report.chance" in said("chance", *records)) == (n >= 10)
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


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_status_that_ends_a_task_has_its_line_and_its_words(language):
    texts = load_catalog(language).texts
    for status in FINAL:
        assert status in CAME
        assert {f"report.{part}.{status}" for part in ("statuses", "result", "ended")} <= texts.keys()
    assert {f"report.now.{status}" for status in SEEN} <= texts.keys()


def test_a_kind_of_result_that_nobody_has_a_line_for_is_not_known_and_never_failed():
    assert [came(status) for status in ("succeeded", "succeeded_late", "in_part", "failed", "stopped", "new")] == [
        *(Came.REACHED, Came.REACHED, Came.IN_PART, Came.NOT_REACHED, Came.STOPPED, Came.UNKNOWN)
    ]
