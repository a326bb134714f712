"""What people type becomes the value they meant, or a message that says what is wrong; both languages always."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from triage.core.answers import LONGEST, read_answer
from triage.core.messages import Message, Text
from triage.core.records import Range
from triage.core.ruleset import Choice, Question, Tries

from toy import toy_ruleset

TODAY = date(2026, 11, 23)
NO_TEXT = Text("", "")
NEED = {"own_wish": Choice("Vores eget ønske", "Our own wish"), "proven": Choice("Vist", "Proven")}
YES_NO = {"no": Choice("Nej, ikke som det er nu", "No, not as it stands"), "yes": Choice("Ja", "Yes")}


def question(kind, unit=None, **more):
    return Question("all", kind, NO_TEXT, NO_TEXT, NO_TEXT, unit=unit, **more)


MONEY, HOURS, COUNT = question("range", "money"), question("range", "hours"), question("range", "count")
EACH, PERCENT, WEEKS = question("number", "money"), question("number", "percent"), question("number", "weeks")
GAIN = question("range", "money", tries=Tries(times_cost=(0.0, 1.0)))
DAY, WORDS, CHOICE, BOOL = question("date"), question("text"), question("choice"), question("yes_no")


def read(asked, raw, choices=NEED):
    return read_answer(asked, raw, choices=choices, today=TODAY)


def one(number):
    return Range(number, number, number)


def problem(asked, raw, choices=NEED):
    found = read(asked, raw, choices)
    assert isinstance(found, Message), found
    return found.key


@pytest.mark.parametrize("asked", [MONEY, EACH, PERCENT, WEEKS, DAY, WORDS, CHOICE, BOOL])
@pytest.mark.parametrize(
    "raw", [None, "", "  ", "\n", "unknown", "Unknown", "ved ikke", "Ved ikke", "don't know", "dont know", "don’t know"]
)
def test_dont_know_is_an_answer_to_everything(asked, raw):
    assert read(asked, raw) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("20000", 20_000),
        ("20.000", 20_000),
        ("20,000", 20_000),
        ("20 000", 20_000),
        ("20\u00a0000", 20_000),
        ("20\u202f000", 20_000),
        ("20.000,50", 20_000.5),
        ("20,000.50", 20_000.5),
        ("1.234.567", 1_234_567),
        ("1,234,567", 1_234_567),
        ("2.000.000,25", 2_000_000.25),
        ("1,5", 1.5),
        ("1.5", 1.5),
        ("0", 0),
        ("0,5", 0.5),
        ("1,5 mio", 1_500_000),
        ("1,5 mio.", 1_500_000),
        ("1.5m", 1_500_000),
        ("2 mio. kr.", 2_000_000),
        ("1.5 million", 1_500_000),
        ("2 millioner", 2_000_000),
        ("20k", 20_000),
        ("20 K", 20_000),
        ("20 t", 20_000),
        ("20 tkr", 20_000),
        ("20 tkr.", 20_000),
        ("20 t.kr.", 20_000),
        ("20 t. kr.", 20_000),
        ("20 tusind", 20_000),
        ("20 tusinde kroner", 20_000),
        ("20 thousand", 20_000),
        ("20.000 kr.", 20_000),
        ("20.000 kr", 20_000),
        ("kr. 20.000", 20_000),
        ("20.000,-", 20_000),
        ("20.000 kroner", 20_000),
        ("DKK 20.000", 20_000),
        ("20000 DKK", 20_000),
        ("€20,000", 20_000),
        ("20.000 €", 20_000),
        ("£20k", 20_000),
        ("EUR 20k", 20_000),
        ("ca. 20.000", 20_000),
        ("about 20k", 20_000),
    ],
)
def test_an_amount_as_it_is_typed(typed, meant):
    assert read(EACH, typed) == meant
    assert read(MONEY, typed) == one(meant)


@pytest.mark.parametrize(
    ("typed", "low", "likely", "high"),
    [
        ("20-60k", 20_000, 40_000, 60_000),
        ("20 - 60k", 20_000, 40_000, 60_000),
        ("20–60 k", 20_000, 40_000, 60_000),
        ("20k-60k", 20_000, 40_000, 60_000),
        ("20.000-60.000", 20_000, 40_000, 60_000),
        ("20.000 - 60.000 kr.", 20_000, 40_000, 60_000),
        ("10/20/60 t", 10_000, 20_000, 60_000),
        ("10/20/60k", 10_000, 20_000, 60_000),
        ("10 / 20 / 60 k", 10_000, 20_000, 60_000),
        ("10-20-60", 10, 20, 60),
        ("10 - 20 - 60", 10, 20, 60),
        ("20 til 60", 20, 40, 60),
        ("20 to 60", 20, 40, 60),
        ("20 til 60 tusind", 20_000, 40_000, 60_000),
        ("mellem 20 og 60", 20, 40, 60),
        ("between 20 and 60", 20, 40, 60),
        ("fra 20 til 60", 20, 40, 60),
        ("900k-1,5 mio", 900_000, 1_200_000, 1_500_000),
        ("0-50.000", 0, 25_000, 50_000),
    ],
)
def test_a_range_as_it_is_typed(typed, low, likely, high):
    assert read(MONEY, typed) == Range(low, likely, high)


@pytest.mark.parametrize("typed", ["40 t", "40t", "40 timer", "40 time", "40h", "40 hours", "40 hrs", "40"])
def test_t_means_hours_where_hours_are_asked_for(typed):
    assert read(HOURS, typed) == one(40)


@pytest.mark.parametrize("typed", ["10/20/60 t", "10/20/60 h", "10 t / 20 t / 60 t"])
def test_a_range_of_hours(typed):
    assert read(HOURS, typed) == Range(10, 20, 60)


@pytest.mark.parametrize(
    ("raw", "meant"),
    [
        (20_000, one(20_000)),
        (1.5, one(1.5)),
        ([10, 60], Range(10, 35, 60)),
        ([10, 20, 60], Range(10, 20, 60)),
        (["10k", "20k", "60k"], Range(10_000, 20_000, 60_000)),
    ],
)
def test_a_range_from_a_file(raw, meant):
    assert read(MONEY, raw) == meant


@pytest.mark.parametrize(
    ("asked", "raw", "key"),
    [
        (MONEY, "abc", "answer.range"),
        (MONEY, "20 bananer", "answer.range"),
        (MONEY, "1/2/3/4", "answer.range"),
        (MONEY, "1.23.456", "answer.range"),
        (MONEY, "12 34", "answer.range"),
        (MONEY, "-", "answer.range"),
        (MONEY, "/", "answer.range"),
        (MONEY, True, "answer.range"),
        (MONEY, [], "answer.range"),
        (MONEY, [1, 2, 3, 4], "answer.range"),
        (MONEY, [[1, 2], 3], "answer.range"),
        (MONEY, {"low": 1}, "answer.range"),
        (MONEY, "60/20/10", "answer.range_order"),
        (MONEY, [60, 20], "answer.range_order"),
        (MONEY, float("nan"), "answer.too_big"),
        (MONEY, float("inf"), "answer.too_big"),
        (MONEY, "9" * 400, "answer.too_big"),
        (MONEY, 10**400, "answer.too_big"),
        (MONEY, "-5", "answer.negative"),
        (MONEY, [-5, 1, 2], "answer.negative"),
        (HOURS, -1, "answer.negative"),
        (COUNT, "-20", "answer.negative"),
        (EACH, "abc", "answer.number"),
        (EACH, "20-60", "answer.one_number"),
        (EACH, [1, 2], "answer.one_number"),
        (EACH, -1, "answer.negative"),
        (PERCENT, "101", "answer.percent"),
        (PERCENT, "-1", "answer.percent"),
        (HOURS, "40 kg", "answer.range"),
    ],
)
def test_what_cannot_be_an_amount(asked, raw, key):
    assert problem(asked, raw) == key


@pytest.mark.parametrize("typed", ["-20/0/60k", "-20000 - 0 - 60000", "-20k til 60k", "−20/0/60k"])
def test_a_contribution_may_be_lost(typed):
    found = read(GAIN, typed)
    assert isinstance(found, Range)
    assert (found.low, found.high) == (-20_000, 60_000)


@pytest.mark.parametrize(
    ("typed", "meant"), [("30", 30), ("30%", 30), ("30 %", 30), ("30 procent", 30), ("2,5 pct.", 2.5)]
)
def test_a_percentage(typed, meant):
    assert read(PERCENT, typed) == meant


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
        (date(2027, 5, 1), date(2027, 5, 1)),
        (datetime(2027, 5, 1, 12, tzinfo=UTC), date(2027, 5, 1)),
    ],
)
def test_a_date(typed, meant):
    assert read(DAY, typed) == meant


@pytest.mark.parametrize(
    "typed", ["snart", "31/2", "31. februar 2027", "uge 60", "2027-13-01", "1. maj 99999", "20", "5"]
)
def test_what_is_no_date(typed):
    assert problem(DAY, typed) == "answer.date"


@pytest.mark.parametrize(
    ("typed", "weeks"),
    [
        ("20", 20),
        (20, 20),
        (0, 0),
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
        (date(2026, 12, 7), 2),
        (datetime(2026, 12, 7, 9, tzinfo=UTC), 2),
        ("om 14 dage", 2),
        ("i dag", 0),
    ],
)
def test_weeks_from_today(typed, weeks):
    assert read(WEEKS, typed) == pytest.approx(weeks)


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        ("snart", "answer.weeks"),
        ("inf", "answer.weeks"),
        ("nan", "answer.weeks"),
        (float("nan"), "answer.past"),
        (float("inf"), "answer.past"),
        (-1, "answer.past"),
        ("2026-01-01", "answer.past"),
        (date(2026, 1, 1), "answer.past"),
        (True, "answer.weeks"),
        ([1, 2], "answer.weeks"),
    ],
)
def test_what_cannot_be_weeks_from_today(raw, key):
    assert problem(WEEKS, raw) == key


@pytest.mark.parametrize("raw", ["own_wish", "OWN_WISH", "Vores eget ønske", "vores EGET ønske", "our own wish"])
def test_a_choice_by_its_id_or_its_wording_in_either_language(raw):
    assert read(CHOICE, raw) == "own_wish"


@pytest.mark.parametrize(
    ("raw", "meant"), [(False, "no"), (True, "yes"), ("no", "no"), ("Ja", "yes"), ("nej", "no"), ("yes", "yes")]
)
def test_a_choice_between_yes_and_no(raw, meant):
    assert read(CHOICE, raw, YES_NO) == meant


def test_a_choice_that_does_not_exist():
    assert problem(CHOICE, "own_whish") == "answer.choice.hint"
    assert problem(CHOICE, "zzz") == "answer.choice"
    assert problem(CHOICE, ["own_wish"]) == "answer.choice"


def test_every_choice_of_a_ruleset_is_read_back_from_its_wording():
    ruleset = toy_ruleset()
    for name, asked in ruleset.questions.items():
        choices = ruleset.choices(name)
        for at, choice in choices.items():
            assert read(asked, choice.da, choices) == read(asked, choice.en, choices) == at


@pytest.mark.parametrize(
    ("raw", "meant"),
    [(True, True), (False, False), ("ja", True), ("Nej", False), ("yes", True), ("no", False), ("true", True)],
)
def test_yes_or_no(raw, meant):
    assert read(BOOL, raw) is meant


def test_neither_yes_nor_no():
    assert problem(BOOL, "måske") == "answer.yes_no"


def test_a_text_keeps_what_was_typed():
    typed = "  Alle er på TikTok.\r\nSkaf 10.000 følgere æøå ÆØÅ 🙂\tnu  "
    assert read(WORDS, typed) == "Alle er på TikTok.\nSkaf 10.000 følgere æøå ÆØÅ 🙂\tnu"


def test_control_characters_are_taken_out_of_a_text():
    assert read(WORDS, "a\0b\x1b[31mc\x07\x7f\x9bd\u202ee") == "ab[31mcde"


def test_a_text_may_only_be_so_long():
    assert read(WORDS, "x" * LONGEST) == "x" * LONGEST
    assert problem(WORDS, "x" * (LONGEST + 1)) == "answer.too_long"


def test_a_number_in_a_file_is_a_text_where_a_text_is_asked_for():
    assert read(WORDS, 2027) == "2027"
    assert problem(WORDS, ["a"]) == "answer.text"


def test_a_very_long_wrong_answer_is_cut_in_its_message():
    found = read(EACH, "x" * 5_000)
    assert isinstance(found, Message)
    assert len(found.params["given"].words) <= 60


def test_whether_it_must_be_answered_is_no_concern_of_reading():
    assert read(replace(WORDS, must=True), "") is None
