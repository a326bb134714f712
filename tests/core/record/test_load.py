"""The load: hours and money by month, spread from the decision until the task can be judged."""

from datetime import date

import pytest
from msgspec.structs import replace
from triage.core.messages import Hours, Money, Month
from triage.core.record.first import first
from triage.core.record.load import Load, Taken, load, months_from
from triage.core.record.loadwords import first_notes, fit, load_notes, overbooked, picks, room_notes
from triage.core.request.request import Profile, Standing
from triage.core.rules.ruleset import Verdict

from bundled import RULES
from past import agreed, decided, past, reviewed

MARCH = date(2026, 3, 1)
FIRM = Profile(yearly_budget=120_000, capacity_hours=60, hourly_cost=500)
NEWSLETTER = Standing("The newsletter", 6, 1_500)


def running(title="Ads", hours=60, cost=6_000, start=MARCH, **known):
    """A task from a day until 1 September, when it can be judged: ten hours and 1,000 kr in a month of 30.67 days."""
    sums = {name: (value, value, value) for name, value in (("hours", hours), ("cost", cost)) if value is not None}
    return replace(past(title, decided(day=start), agreed(start), **sums), **known)


def waiting(title, worth, hours=10, cost=1_000, score=70.0, **known):
    made = running(title, hours, cost, worth=worth, score=score, **known)
    return replace(made, life=replace(made.life, events=()))


def loaded(*records, firm=FIRM, today=MARCH) -> Load:
    return load(records, firm, today, RULES)


def test_months_go_on_into_the_next_year():
    assert months_from(date(2026, 11, 30), 3) == (date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1))


def test_a_task_is_spread_over_its_days():
    found = loaded(running(hours=184, cost=1_840))
    assert [round(each.hours) for each in found.by_month] == [31, 30, 31, 30, 31, 31]
    assert found.tasks[0].ahead == Taken(pytest.approx(184), pytest.approx(1_840))
    half = loaded(running(hours=184), today=date(2026, 6, 15))
    assert [round(each.hours) for each in half.by_month] == [30, 31, 31, 0, 0, 0]


def test_standing_work_is_in_every_month_and_what_is_left_may_be_below_zero():
    found = loaded(running(hours=368), firm=replace(FIRM, standing=(NEWSLETTER,)))
    assert [round(left) for left in found.hours_left] == [-8, -6, -8, -6, -8, -8]
    assert found.by_month[0].cost == pytest.approx(1_500 + 6_000 * 31 / 184)
    assert found.money_left[0] == pytest.approx(10_000 - found.by_month[0].cost)


def test_own_hours_are_in_the_money_only_where_the_budget_pays_wages():
    paid = loaded(running(hours=184, cost=0), firm=replace(FIRM, budget_holds_wages=True, standing=(NEWSLETTER,)))
    assert paid.by_month[0].cost == pytest.approx(31 * 500 + 1_500 + 6 * 500)
    assert loaded(running(hours=184, cost=0)).by_month[0].cost == 0
    said = {note.key for note in load_notes(paid)}
    assert "load.wages" in said
    assert "load.no_wages" not in said


def test_only_what_has_been_decided_and_has_not_ended_takes_anything():
    start = date(2026, 1, 5)
    ended = past("Ended", decided(day=start), agreed(start), reviewed(day=date(2026, 2, 1)), hours=(9, 9, 9))
    dropped = past("Dropped", decided("drop", day=start), hours=(9, 9, 9))
    decided_only = past("Not agreed", decided(day=start), hours=(9, 9, 9), cost=(1, 1, 1))
    assert [task.title for task in loaded(ended, dropped, decided_only, past("New")).tasks] == ["Not agreed"]


def test_amounts_in_another_currency_count_in_the_firms_own():
    (task,) = loaded(running(cost=100, currency="EUR", worth=10.0)).tasks
    assert (task.cost, task.worth) == (pytest.approx(100 * RULES.rates["EUR"]), pytest.approx(10 * RULES.rates["EUR"]))


def test_what_nobody_knows_is_named_and_not_counted():
    found = loaded(running("Film", hours=None), running("Fair", cost=None))
    said = {note.key: note for note in load_notes(found)}
    assert said["load.unknown.hours.one"].params["titles"].items[0].params["title"].words == "Film"
    assert said["load.unknown.cost.one"].params["titles"].items[0].params["title"].words == "Fair"


def test_more_than_there_is_is_said_with_how_many_months_and_the_worst():
    said = {note.key: note.params.get("when") for note in load_notes(loaded(running(hours=368, cost=73_600)))}
    assert (said["load.over.hours"].params["n"], said["load.over.hours"].params["of"]) == (4, 6)
    assert said["load.over.hours"].params["worst"].params["over"] == Hours(2)
    assert said["load.over.money"].params["worst"].params["over"] == Money(pytest.approx(2_400), "DKK")
    late = loaded(running(hours=184), running(hours=62, start=date(2026, 8, 1)))
    (one,) = [note for note in load_notes(late) if note.key == "load.over.hours"]
    assert [part.params for part in one.params["when"].items] == [{"month": Month(date(2026, 8, 1)), "over": Hours(33)}]


def test_without_figures_in_the_profile_it_says_what_to_type():
    said = {note.key for note in load_notes(loaded(firm=Profile()))}
    assert said >= {"load.nothing", "load.no_capacity", "load.no_budget"}
    assert list(room_notes(loaded(firm=Profile()), 40)) == []


def test_a_new_request_is_weighed_with_what_is_free():
    free, takes = room_notes(loaded(running(hours=184)), 40.0)
    assert free.params["of"] == Hours(60)
    assert [part.params["free"] for part in free.params["months"].items] == [Hours(29), Hours(30)]
    assert takes.params["hours"] == Hours(40)
    full = next(room_notes(loaded(running(hours=500)), None)).params["months"].items
    assert [part.key for part in full] == ["room.month.none"] * 2


def test_what_could_give_way_is_what_runs_and_standing_work():
    found = loaded(running("Ads", 60, worth=9_000.0), running("Fair", 90), firm=replace(FIRM, standing=(NEWSLETTER,)))
    assert [pick.line.key for pick in picks(found)] == ["room.pick", "room.pick.worth", "room.pick.standing"]
    assert [pick.answer.params["title"].words for pick in picks(found)] == ["Fair", "Ads", "The newsletter"]


def test_a_yes_that_books_too_much_is_told_by_month():
    now = loaded(running(hours=184))
    (said,) = overbooked(now, loaded(running("New", hours=276)).tasks[0])
    assert (said.params["when"].params["n"], said.params["when"].params["worst"].params["over"].count) == (6, 18)
    assert list(overbooked(now, loaded(running("New", hours=30)).tasks[0])) == []
    assert list(overbooked(loaded(firm=Profile()), loaded(running("New", hours=300)).tasks[0])) == []


def order(*records, firm=FIRM):
    found = first(records, firm, MARCH, RULES)
    return found, [each.task.title for each in found.by_worth], [each.task.title for each in found.by_score]


def test_the_most_for_each_own_hour_comes_first():
    small, big = waiting("Small", 10_000.0, hours=5), waiting("Big", 50_000.0, hours=100)
    found, by_worth, _ = order(big, small)
    assert by_worth == ["Small", "Big"]
    assert [each.per_hour for each in found.by_worth] == [2_000, 500]


def test_what_is_not_in_money_is_placed_by_score_and_never_mixed():
    found, by_worth, by_score = order(
        waiting("A", None, score=60.0), waiting("B", None, score=80.0), waiting("C", 5.0), waiting("D", 9.0, hours=None)
    )
    assert (by_worth, by_score) == (["C"], ["B", "D", "A"])
    assert "first.by_score" in {note.key for note in first_notes(found)}


def test_what_no_longer_fits_is_said_and_what_comes_after_it_may_still_fit():
    firm = replace(FIRM, capacity_hours=10)
    found, by_worth, _ = order(
        waiting("A", 900_000.0, hours=100),
        waiting("B", 800_000.0, hours=100),
        waiting("C", 1_000.0, hours=10),
        firm=firm,
    )
    assert by_worth == ["A", "B", "C"]
    assert [fit(each).key for each in found.by_worth] == ["first.fit.yes", "first.fit.no_hours", "first.fit.yes"]
    assert found.room.hours == 60


def test_money_is_no_hours():
    found, _, _ = order(waiting("A", 900_000.0, hours=1, cost=500_000))
    assert fit(found.by_worth[0]).key == "first.fit.no_money"
    found, _, _ = order(waiting("A", 900_000.0, hours=1_000, cost=500_000))
    assert fit(found.by_worth[0]).key == "first.fit.neither"


def test_a_loss_comes_last_and_takes_no_room():
    found, by_worth, _ = order(waiting("Loss", -5.0, hours=100), waiting("Free loss", -5.0, hours=0), waiting("A", 5.0))
    assert by_worth == ["A", "Loss", "Free loss"]
    assert [fit(each).key for each in found.by_worth] == ["first.fit.yes", "first.fit.loss", "first.fit.loss"]
    assert "first.loss" in {note.key for note in first_notes(found)}


def test_only_what_waits_for_a_yes_is_placed():
    _, by_worth, _ = order(
        waiting("Go", 5.0, id="1"), waiting("Drop", 5.0, verdict=Verdict.DROP), running("Running", worth=5.0)
    )
    assert by_worth == ["Go"]
    assert [note.key for note in first_notes(order()[0])] == ["first.nothing"]


def test_without_figures_nobody_knows_whether_it_fits():
    found, _, _ = order(waiting("A", 5.0), firm=Profile())
    assert fit(found.by_worth[0]).key == "first.fit.unknown"
    assert "first.left.unknown" in {note.key for note in first_notes(found)}
