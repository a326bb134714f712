"""Dates and weeks as people type them, in Danish and English; today is a Monday."""

from datetime import date

import pytest
from triage.core.interview.days import full_day, read_day, read_weeks, wrong_weekday

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2027-05-01", date(2027, 5, 1)),
        ("1/5", date(2027, 5, 1)),
        ("1/12", date(2026, 12, 1)),
        ("1.5.2027", date(2027, 5, 1)),
        ("01.05.2027", date(2027, 5, 1)),
        ("1-5-2027", date(2027, 5, 1)),
        ("1/5/27", date(2027, 5, 1)),
        ("1. maj", date(2027, 5, 1)),
        ("1. Maj 2027", date(2027, 5, 1)),
        ("den 1. maj", date(2027, 5, 1)),
        ("1 May 2027", date(2027, 5, 1)),
        ("1st of May 2027", date(2027, 5, 1)),
        ("May 1", date(2027, 5, 1)),
        ("May 1, 2027", date(2027, 5, 1)),
        ("23. november", TODAY),
        ("22. november", date(2027, 11, 22)),
        ("29. februar", date(2028, 2, 29)),
        ("uge 16", date(2027, 4, 23)),
        ("week 16", date(2027, 4, 23)),
        ("Uge 16 2028", date(2028, 4, 21)),
        ("uge 48", date(2026, 11, 27)),
        ("uge 53", date(2027, 1, 1)),
        ("om 20 uger", date(2027, 4, 12)),
        ("in 20 weeks", date(2027, 4, 12)),
        ("20 uger", date(2027, 4, 12)),
        ("20 w", date(2027, 4, 12)),
        ("om 3 måneder", date(2027, 2, 22)),
        ("in 3 months", date(2027, 2, 22)),
        ("om et halvt år", date(2027, 5, 25)),
        ("om et år", date(2027, 11, 23)),
        ("in a year", date(2027, 11, 23)),
        ("i morgen", date(2026, 11, 24)),
        ("i dag", TODAY),
        ("today", TODAY),
        ("i uge 16", date(2027, 4, 23)),
        ("inden uge 16", date(2027, 4, 23)),
        ("wk 16", date(2027, 4, 23)),
        ("20 uger fra nu", date(2027, 4, 12)),
        ("20 weeks from now", date(2027, 4, 12)),
        ("inden for 20 uger", date(2027, 4, 12)),
        ("efter 20 uger", date(2027, 4, 12)),
        ("to uger", date(2026, 12, 7)),
        ("next week", date(2026, 11, 30)),
        ("næste uge", date(2026, 11, 30)),
        ("½ år", date(2027, 5, 25)),
        ("halvandet år", date(2028, 5, 24)),
        ("1½ år", date(2028, 5, 24)),
        ("fredag den 4. juni", date(2027, 6, 4)),
        ("inden 1. juni", date(2027, 6, 1)),
        ("til 1. juni", date(2027, 6, 1)),
        ("1. juni 28", date(2028, 6, 1)),
        ("1 June '28", date(2028, 6, 1)),
        ("juni", date(2027, 6, 30)),
        ("i juni", date(2027, 6, 30)),
        ("november", date(2026, 11, 30)),
        ("February 2028", date(2028, 2, 29)),
        ("inden udgangen af maj", date(2027, 5, 31)),
        ("by the end of May", date(2027, 5, 31)),
        ("ultimo maj 2028", date(2028, 5, 31)),
        ("1. januar 2020", date(2020, 1, 1)),
    ],
)
def test_a_date(typed, meant):
    assert read_day(typed, TODAY) == meant


FULL = ["2026-12-24", "24-12-2026", "24.12.2026", "24/12/2026", "24. 12. 2026", "24-12-26", "2026/12/24"]


@pytest.mark.parametrize("typed", FULL)
def test_a_day_in_full_is_the_same_wherever_it_is_written(typed):
    assert full_day(typed) == read_day(typed, TODAY) == date(2026, 12, 24)
    assert read_weeks(typed, TODAY) == 31 / 7


@pytest.mark.parametrize("typed", ["24-12", "24.12", "31-02-2026", "24-13-2026", "12/24/2026", "jul", "24" * 99, ""])
def test_what_is_no_day_in_full(typed):
    assert full_day(typed) is None


@pytest.mark.parametrize(
    "typed",
    [
        "snart",
        "31/2",
        "31. februar 2027",
        "uge 60",
        "2027-13-01",
        "1. maj 99999",
        "20",
        "5",
        "0/5",
        "15/13",
        "29/2/2027",
        "uge 53 2027",
        "inden juni",
        "sommer",
        "2027",
        "maj 0000",
        "om 99999 år",
        "x" * 10_000,
        "om " * 30,
    ],
)
def test_what_is_no_date(typed):
    assert read_day(typed, TODAY) is None


@pytest.mark.parametrize(
    ("typed", "weeks"),
    [
        ("20", 20),
        ("20 uger", 20),
        ("20 weeks", 20),
        ("20 w", 20),
        ("1 uge", 1),
        ("om 20 uger", 20),
        ("in 20 weeks", 20),
        ("ca. 20 uger", 20),
        ("2,5", 2.5),
        ("2026-12-07", 2),
        ("7. december", 2),
        ("to uger", 2),
        ("1½ uge", 1.5),
        ("2 mdr.", 61 / 7),
        ("i uge 49", 11 / 7),
        ("1/1/2026", -326 / 7),
        ("om 14 dage", 2),
        ("i dag", 0),
        ("idag", 0),
        ("today", 0),
        ("TODAY", 0),
        ("i aften", 0),
        ("torsdag", 3 / 7),
        ("thursday", 3 / 7),
        ("tirsdag", 1 / 7),
        ("Tuesday", 1 / 7),
        ("fredag", 4 / 7),
        ("two days", 2 / 7),
        ("to dage", 2 / 7),
        ("syv dage", 1),
        ("nine weeks", 9),
        ("tonight", 0),
        ("i morgen", 1 / 7),
        ("tomorrow", 1 / 7),
        ("i overmorgen", 2 / 7),
        ("3 dage", 3 / 7),
        ("om 3 dage", 3 / 7),
        ("3 days", 3 / 7),
        ("1 døgn", 1 / 7),
        ("48 timer", 2 / 7),
        ("inden for 48 timer", 2 / 7),
        ("48 hours", 2 / 7),
        ("in 48 hours", 2 / 7),
        ("24 t", 1 / 7),
        ("12 h", 0.5 / 7),
        ("to timer", 1 / 84),
    ],
)
def test_weeks_from_today(typed, weeks):
    assert read_weeks(typed, TODAY) == pytest.approx(weeks)
    if not typed.replace(",", "").isdigit():
        assert read_weeks(typed, TODAY, bare_days=True) == pytest.approx(weeks), "only a bare number is another"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("24.12", date(2026, 12, 24)),
        ("01.02", date(2027, 2, 1)),
        ("6-8 uger", date(2027, 1, 18)),
        ("6 to 8 weeks", date(2027, 1, 18)),
        ("et par uger", date(2026, 12, 7)),
        ("u. 16", date(2027, 4, 23)),
    ],
)
def test_weeks_are_also_read_from(typed, meant):
    assert read_weeks(typed, TODAY) == (meant - TODAY).days / 7


def test_three_figures_after_a_point_are_thousands_here_too():
    assert read_weeks("20.500", TODAY) == 20_500
    assert read_weeks("0.125", TODAY) == 0.125


@pytest.mark.parametrize("typed", ["2.5", "0.25", "1.75", "10.5", "2,25"])
def test_what_is_no_day_with_a_point_is_a_number_of_weeks(typed):
    assert read_weeks(typed, TODAY) == float(typed.replace(",", "."))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("primo juni", date(2027, 6, 1)),
        ("medio juni", date(2027, 6, 15)),
        ("ultimo juni", date(2027, 6, 30)),
        ("early June 2028", date(2028, 6, 1)),
        ("mid-June", date(2027, 6, 15)),
        ("Q1", date(2027, 3, 31)),
        ("K2", date(2027, 6, 30)),
        ("Q2-2028", date(2028, 6, 30)),
        ("2028 Q2", date(2028, 6, 30)),
        ("kvartal 2", date(2027, 6, 30)),
        ("mandag i uge 16", date(2027, 4, 19)),
        ("Wednesday, week 16", date(2027, 4, 21)),
        ("2. kvartal", date(2027, 6, 30)),
        ("fjerde kvartal", date(2026, 12, 31)),
        ("the second quarter of 2028", date(2028, 6, 30)),
        ("start Q2", date(2027, 4, 1)),
        ("inden udgangen af Q2", date(2027, 6, 30)),
        ("1. halvår 2027", date(2027, 6, 30)),
        ("H2", date(2026, 12, 31)),
        ("ultimo 2027", date(2027, 12, 31)),
        ("primo 2027", date(2027, 1, 1)),
        ("på mandag", date(2026, 11, 30)),
        ("2027/05/01", date(2027, 5, 1)),
    ],
)
def test_a_part_of_the_year(typed, meant):
    assert read_day(typed, TODAY) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("jul", date(2026, 12, 24)),
        ("til jul", date(2026, 12, 24)),
        ("inden jul", date(2026, 12, 24)),
        ("by Christmas", date(2026, 12, 24)),
        ("efter jul", date(2026, 12, 27)),
        ("nytår", date(2026, 12, 31)),
        ("påske", date(2027, 3, 28)),
        ("inden påske", date(2027, 3, 28)),
        ("før påske", date(2027, 3, 28)),
        ("før 1. maj", date(2027, 5, 1)),
        ("inden årets udgang", date(2026, 12, 31)),
        ("før sommerferien", date(2027, 6, 25)),
        ("inden sommer", date(2027, 5, 31)),
        ("before summer", date(2027, 5, 31)),
        ("til sommer", date(2027, 6, 1)),
        ("i løbet af foråret", date(2027, 5, 31)),
        ("midt i vinter", date(2027, 1, 14)),
        ("efter sommeren", date(2027, 9, 1)),
        ("autumn 2028", date(2028, 11, 30)),
        ("efter påske", date(2027, 3, 30)),
        ("Easter 2028", date(2028, 4, 16)),
        ("langfredag", date(2027, 3, 26)),
        ("Good Friday", date(2027, 3, 26)),
        ("kr. himmelfart", date(2027, 5, 6)),
        ("Kristi Himmelfartsdag", date(2027, 5, 6)),
        ("pinse", date(2027, 5, 16)),
        ("grundlovsdag", date(2027, 6, 5)),
        ("Boxing Day", date(2026, 12, 26)),
        ("Skt. Hans", date(2027, 6, 23)),
        ("Black Friday", date(2026, 11, 27)),
        ("Mother's Day", date(2027, 5, 9)),
        ("inden sommerferien", date(2027, 6, 25)),
        ("efter sommerferien", date(2027, 8, 9)),
        ("efterårsferien", date(2027, 10, 15)),
    ],
)
def test_a_holiday_by_its_name(typed, meant):
    assert read_day(typed, TODAY) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("i januar", date(2026, 1, 31)),
        ("i november", TODAY),
        ("december", date(2025, 12, 31)),
        ("1. december", date(2025, 12, 1)),
        ("1. maj", date(2026, 5, 1)),
        ("1. december 2026", date(2026, 12, 1)),
        ("fredag", date(2026, 11, 20)),
        ("Q2", date(2026, 6, 30)),
        ("påske", date(2026, 4, 5)),
        ("i dag", TODAY),
    ],
)
def test_where_the_past_is_asked_about_a_day_is_the_last_one(typed, meant):
    assert read_day(typed, TODAY, past=True) == meant


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ("søndag den 30. november", "søndag"),
        ("inden søndag den 30. november", "søndag"),
        ("Sunday, 30 November", "Sunday"),
        ("Sunday, November 30", "Sunday"),
        ("by Sunday 30 November", "Sunday"),
        ("mandag den 30. november", None),
        ("inden mandag den 30. november", None),
        ("Monday, November 30", None),
    ],
)
def test_a_day_of_the_week_that_the_date_is_not(typed, wrong):
    day = read_day(typed, TODAY)
    assert day == date(2026, 11, 30)
    assert wrong_weekday(typed, day) == wrong


def test_a_bare_number_may_be_days():
    assert read_weeks("3", TODAY, bare_days=True) == pytest.approx(3 / 7)
    assert read_weeks("0,5", TODAY, bare_days=True) == pytest.approx(0.5 / 7)


@pytest.mark.parametrize(
    ("typed", "day"),
    [("fredag", 27), ("på fredag", 27), ("inden fredag", 27), ("by Friday", 27), ("søndag", 29), ("Monday", 30)],
)
def test_a_day_of_the_week_is_the_next_one(typed, day):
    assert read_day(typed, TODAY) == date(2026, 11, day)


@pytest.mark.parametrize(
    "typed",
    ["snart", "today!", "tidag", "tot", "at", "enuge", "-5", "20-30 måger", "31/2", "inf", "nan", "", "9" * 400],
)
def test_what_is_no_number_of_weeks(typed):
    assert read_weeks(typed, TODAY) is None
