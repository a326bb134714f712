"""What people type becomes the value they meant, or a message that says what is wrong; both languages always."""

from datetime import UTC, date, datetime
from math import isfinite

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from triage.core.interview.reading import LONGEST, checked, read_answer
from triage.core.messages import Message, Text, Typed, say
from triage.core.request.request import Range
from triage.core.rules.ruleset import Choice, Question, Tries

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
DAYS = question("number", "weeks", bare="days")
DAY, WORDS, CHOICE, BOOL = question("date"), question("text"), question("choice"), question("yes_no")
EVERY = [MONEY, HOURS, COUNT, GAIN, EACH, PERCENT, WEEKS, DAY, WORDS, CHOICE, BOOL]


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
    "raw",
    [
        None,
        "",
        "  ",
        "\n",
        "unknown",
        "Unknown",
        "ved ikke",
        "Ved ikke",
        "don't know",
        "dont know",
        "don’t know",
        "n/a",
        "TBD",
        "-",
    ],
)
def test_dont_know_is_an_answer_to_everything(asked, raw):
    assert read(asked, raw) is None


@pytest.mark.parametrize(
    ("asked", "raw", "key"),
    [
        (MONEY, "abc", "answer.range"),
        (MONEY, "20 bananer", "answer.range"),
        (MONEY, "20.000 om måneden", "answer.range"),
        (MONEY, "1/2/3/4", "answer.range"),
        (MONEY, "1.23.456", "answer.range"),
        (MONEY, "12 34", "answer.range"),
        (MONEY, "/", "answer.range"),
        (MONEY, True, "answer.range"),
        (MONEY, [], "answer.range"),
        (MONEY, [1, 2, 3, 4], "answer.range"),
        (MONEY, [[1, 2], 3], "answer.range"),
        (MONEY, {"low": 1}, "answer.range"),
        (MONEY, "60/20/10", "answer.range_order"),
        (MONEY, [60, 20], "answer.range_order"),
        (MONEY, float("nan"), "answer.range"),
        (MONEY, float("inf"), "answer.too_big"),
        (MONEY, "9" * 100, "answer.too_big"),
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
        (HOURS, "40 kg", "answer.range.hours"),
        (HOURS, "mange", "answer.range.hours"),
        (HOURS, "20m", "answer.range.hours"),
        (HOURS, "20 min", "answer.range.hours"),
        (HOURS, "1,5 mio", "answer.range.hours"),
        (HOURS, "20-30m", "answer.range.hours"),
        (HOURS, "free", "answer.range.hours"),
        (HOURS, "Gratis.", "answer.range.hours"),
        (HOURS, "20,000 ex VAT", "answer.range.hours"),
        (HOURS, "20 + moms", "answer.range.hours"),
        (COUNT, "20 ekskl. moms", "answer.range.count"),
        (COUNT, "free", "answer.range.count"),
        (PERCENT, "free", "answer.number.percent"),
        (MONEY, "0x10", "answer.range"),
        (question("range", "money", per="year"), "0x10", "answer.range"),
        (question("range", "hours", per="year"), "0x10", "answer.range.hours"),
        (question("range", "hours", per="year"), "20m", "answer.range.hours"),
        (question("range", "money", per=24.0), "00 x 10", "answer.range"),
        (COUNT, "mange", "answer.range.count"),
        (PERCENT, "en del", "answer.number.percent"),
        (PERCENT, "0,7", "answer.share"),
        (PERCENT, "10 kr.", "answer.number.percent"),
        (MONEY, "10%", "answer.range"),
        (MONEY, "20 timer", "answer.range"),
        (HOURS, "20 kr.", "answer.range.hours"),
        (COUNT, "2 år", "answer.range.count"),
        (DAY, "søndag den 30. november", "answer.weekday"),
        (WEEKS, "søndag den 30. november", "answer.weekday"),
        (question("number", "hours"), "mange", "answer.number.hours"),
        (question("number", "count"), "mange", "answer.number.count"),
        (DAYS, "snart", "answer.weeks.days"),
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


def test_control_characters_are_removed_from_a_text():
    assert read(WORDS, "a\0b\x1b[31mc\x07\x7f\x9bd\u202ee\ud800f") == "abcdef"


def test_every_kind_of_line_break_is_one():
    assert read(WORDS, "a\r\nb\rc\u2028d\u0085e\n\n") == "a\nb\nc\nd\ne"


def test_a_text_may_only_be_so_long():
    assert read(WORDS, "x" * LONGEST) == "x" * LONGEST
    assert problem(WORDS, "x" * (LONGEST + 1)) == "answer.too_long"


def test_a_number_in_a_file_is_a_text_where_a_text_is_asked_for():
    assert read(WORDS, 2027) == "2027"
    assert read(WORDS, date(2027, 5, 1)) == "2027-05-01"
    assert read(WORDS, False) == "no", "YAML makes a boolean of a bare no"
    assert problem(WORDS, ["a"]) == "answer.text"


def test_a_very_long_wrong_answer_is_cut_in_its_message():
    found = read(EACH, "x" * 5_000)
    assert isinstance(found, Message)
    assert len(found.params["given"].words) <= 60


def test_reading_ignores_must():
    assert read(replace(WORDS, must=True), "") is None


@pytest.mark.parametrize(
    ("asked", "raw", "meant"),
    [
        (DAY, date(2027, 5, 1), date(2027, 5, 1)),
        (DAY, datetime(2027, 5, 1, 12, tzinfo=UTC), date(2027, 5, 1)),
        (DAY, "i uge 16", date(2027, 4, 23)),
        (WEEKS, 20, 20),
        (WEEKS, date(2026, 12, 7), 2),
        (WEEKS, datetime(2026, 12, 7, 9, tzinfo=UTC), 2),
        (WEEKS, "om 14 dage", 2),
        (PERCENT, "30 %", 30),
        (PERCENT, "0,5 %", 0.5),
        (PERCENT, "halvdelen", 50),
        (PERCENT, "7 ud af 10", 70),
        (EACH, "550 kr. i timen", 550),
        (MONEY, "max 20.000", one(20_000)),
        (MONEY, "et par hundrede", one(200)),
        (MONEY, "gratis", one(0)),
        (MONEY, "1234.567", one(1234.567)),
        (HOURS, "5 dage", one(37)),
        (HOURS, "2-3 uger", Range(74, 92.5, 111)),
        (HOURS, "10/20/60 t", Range(10, 20, 60)),
        (COUNT, "900 fabrikker", one(900)),
        (MONEY, ["10k", "20k", "60k"], Range(10_000, 20_000, 60_000)),
        (replace(MONEY, per="year"), "20.000 om måneden", one(240_000)),
        (replace(EACH, per="year"), "12 x 500", 6_000),
        (replace(HOURS, per="month"), "120 om året", one(10)),
        (DAYS, "3", 3 / 7),
        (DAYS, "48 timer", 2 / 7),
        (DAYS, 2, 2),
    ],
)
def test_each_type_is_read_in_its_own_way(asked, raw, meant):
    assert read(asked, raw) == meant


@pytest.mark.parametrize(
    ("raw", "counted_in", "other"),
    [
        ("€5000", "DKK", "EUR"),
        ("5.000 EUR", "DKK", "EUR"),
        ("$5k", "DKK", "USD"),
        ("5.000 kr.", "EUR", "DKK"),
        ("100 pounds", "EUR", "GBP"),
        ("£500", "DKK", "GBP"),
        ("5 SEK", "DKK", "SEK"),
        ("5 kr. SEK", "EUR", "SEK"),
    ],
)
def test_an_amount_in_another_currency_is_not_read_as_if_it_were_in_ones_own(raw, counted_in, other):
    for asked in (MONEY, EACH):
        found = read_answer(asked, raw, choices={}, today=TODAY, currency=counted_in)
        assert isinstance(found, Message)
        assert found == say("answer.currency", given=Typed(raw), currency=counted_in, other=other)
        assert not isinstance(read(asked, raw), Message), "where no currency is known, any is taken"


@pytest.mark.parametrize(
    ("raw", "counted_in"), [("5.000 kr.", "DKK"), ("5.000 kr.", "SEK"), ("€5,000", "EUR"), ("5k", "EUR")]
)
def test_an_amount_in_ones_own_currency(raw, counted_in):
    assert read_answer(MONEY, raw, choices={}, today=TODAY, currency=counted_in) == one(5_000)


def test_a_day_is_one_that_has_been_where_only_that_can_be_used():
    def not_future(value):
        return Message("no", {}) if value > TODAY else None

    def told(raw):
        return checked(lambda past: read_answer(DAY, raw, choices={}, today=TODAY, past=past), not_future)

    assert told("i januar") == date(2026, 1, 31)
    assert told("1. december") == date(2025, 12, 1)
    assert told("1. december 2026") == Message("no", {})
    assert told("i går morges").key == "answer.date"


@pytest.mark.parametrize("raw", ["snart", "31/2", 20270501, True, [1]])
def test_what_is_no_date(raw):
    assert problem(DAY, raw) == "answer.date"


def test_a_bare_year_is_no_number_of_weeks():
    assert problem(WEEKS, "2027") == "answer.past"


WRITTEN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None)) | st.dates(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=6,
)
PIECES = [
    *(
        "1",
        "20",
        "20.000",
        "1,5",
        "-5",
        "½",
        "²",
        "9" * 30,
        "0",
        "31/2",
        "2027",
        "/",
        "-",
        ",",
        ".",
        " ",
        "\n",
        "%",
        "kr.",
    ),
    *(
        "t",
        "k",
        "mio",
        "ca.",
        "til",
        "mellem",
        "uge",
        "om",
        "næste",
        "juni",
        "udgangen af",
        "år",
        "th",
        "ja",
        "nej",
        "?",
    ),
]
TYPED = st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join) | st.lists(st.sampled_from(PIECES)).map("".join)


@pytest.mark.parametrize("asked", EVERY)
@settings(deadline=None)
@given(raw=WRITTEN | TYPED | st.text(max_size=60))
def test_whatever_is_typed_or_written_is_a_value_or_a_message(asked, raw):
    found = read(asked, raw)
    match found:
        case str():
            found.encode()
        case Range():
            assert all(isfinite(part) for part in (found.low, found.likely, found.high))
            assert found.low <= found.likely <= found.high
        case float():
            assert isfinite(found)
        case _:
            assert isinstance(found, Message | bool | date | None)
