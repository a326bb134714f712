"""Amounts as people type them, in Danish and English: how they are read, and what is refused."""

from time import perf_counter

import pytest
from triage.core.interview.amounts import brief, is_at_most, only_number, read_number, read_range
from triage.core.messages import Message, Number
from triage.core.request.request import Range


def one(number):
    return Range(number, number, number)


def key(found):
    assert isinstance(found, Message), found
    return found.key


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
        ("næsten 20.000 kr.", 20_000),
        ("op til 20.000", 20_000),
        ("20.000 ekskl. moms", 20_000),
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
        ("kr. 500", 500),
        ("kr.500", 500),
        ("500 kr.", 500),
        ("500kr", 500),
        ("DKK500", 500),
        ("ca. 5000", 5_000),
        ("ca.5000 kr", 5_000),
        ("~5000", 5_000),
        ("5.000,- kr", 5_000),
        ("1,125 mio", 1_125_000),
        ("1.125 mio", 1_125_000),
        ("0,125 mio", 125_000),
        ("0,125", 0.125),
        ("1.250 tkr", 1_250_000),
        ("½ mio", 500_000),
        ("1½ mio", 1_500_000),
        ("1 ½ mio", 1_500_000),
        ("2 mia", 2_000_000_000),
        ("minus 5000", -5_000),
        ("−5.000", -5_000),
        ("minus kr. 5.000", -5_000),
        ("et tab på 5.000 kr.", -5_000),
        ("a loss of 5k", -5_000),
        ("20.000 kr. ekskl. moms", 20_000),
        ("£20k excl. VAT", 20_000),
    ],
)
def test_an_amount_as_it_is_typed(typed, meant):
    assert read_number(typed, "money") == meant
    assert read_range(typed, "money") == one(meant)


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
        ("mellem 20 og 60 t", 20_000, 40_000, 60_000),
        ("kr. 20.000 - kr. 60.000", 20_000, 40_000, 60_000),
        ("20 tkr. - 60 tkr.", 20_000, 40_000, 60_000),
        ("20-60 tkr.", 20_000, 40_000, 60_000),
        ("20 000 - 60 000", 20_000, 40_000, 60_000),
        ("5.000,-/10.000,-", 5_000, 7_500, 10_000),
        ("10, 20, 60", 10, 20, 60),
        ("10;20;60", 10, 20, 60),
        ("1,125-1,5 mio", 1_125_000, 1_312_500, 1_500_000),
        ("-5000/0/20000", -5_000, 0, 20_000),
        ("-5.000 kr. / 0 kr. / 20.000 kr.", -5_000, 0, 20_000),
        ("-5.000 - 20.000", -5_000, 7_500, 20_000),
        ("-20/25/42k", -20_000, 25_000, 42_000),
        ("minus 20 / 25 / 42 tkr.", -20_000, 25_000, 42_000),
        ("20-60.000", 20_000, 40_000, 60_000),
        ("10/20/60.000", 10_000, 20_000, 60_000),
        ("20 til 60.000 kr.", 20_000, 40_000, 60_000),
        ("500-1.000", 500, 750, 1_000),
        ("20-60.500", 20_000, 40_250, 60_500),
        ("2-2.500", 2_000, 2_250, 2_500),
        ("20,5-60.000", 20_500, 40_250, 60_000),
        ("800-1.200", 800, 1_000, 1_200),
    ],
)
def test_a_range_as_it_is_typed(typed, low, likely, high):
    assert read_range(typed, "money") == Range(low, likely, high)


@pytest.mark.parametrize(
    ("typed", "a_year"),
    [
        ("20.000 om måneden", 240_000),
        ("20.000 kr. pr. måned", 240_000),
        ("20.000/md.", 240_000),
        ("20.000 kr./måned", 240_000),
        ("20.000 månedligt", 240_000),
        ("20k/month", 240_000),
        ("20k a month", 240_000),
        ("£20,000 per month", 240_000),
        ("20,000 monthly", 240_000),
        ("20k om måneden ekskl. moms", 240_000),
        ("20.000 om måneden i et år", 240_000),
        ("1.400 kr. om måneden i 12 måneder", 16_800),
        ("1.400 kr. om måneden i 6 mdr.", 8_400),
        ("1.400 om måneden i et halvt år", 8_400),
        ("20k a month for 6 months", 120_000),
        ("500 kr. om ugen", 26_000),
        ("£500 a week for 10 weeks", 5_000),
        ("2.000 i kvartalet", 8_000),
        ("20.000 om året", 20_000),
        ("20,000 a year", 20_000),
        ("12 x 20.000", 240_000),
        ("12×20.000", 240_000),
        ("20.000 x 12", 240_000),
        ("12 * 20k", 240_000),
        ("12 gange 1.400", 16_800),
        ("12 times 1,400", 16_800),
        ("12 mdr. à 1.400 kr.", 16_800),
        ("minus 20.000 om måneden", -240_000),
    ],
)
def test_a_part_of_a_year_is_read_as_the_year(typed, a_year):
    assert read_range(typed, "money", "year") == one(a_year)


@pytest.mark.parametrize(
    ("typed", "low", "high"),
    [
        ("20-30k om måneden", 240_000, 360_000),
        ("mellem 20.000 og 30.000 om måneden", 240_000, 360_000),
        ("20.000 om måneden - 30.000 om måneden", 240_000, 360_000),
        ("12 x 20-30k", 240_000, 360_000),
        ("-20/5/30k a month", -240_000, 360_000),
    ],
)
def test_a_range_for_a_part_of_a_year(typed, low, high):
    found = read_range(typed, "money", "year")
    assert isinstance(found, Range)
    assert (found.low, found.high) == (low, high)


@pytest.mark.parametrize(
    "typed",
    [
        *("20.000 om måneden i 2 år", "20.000 om måneden, 500 om ugen", "12 x 20.000 om måneden", "2 x 5 x 3"),
        *("20.000 om dagen", "om måneden", "x 12", "20.000 om måneden i 24 måneder"),
    ],
)
def test_a_part_of_a_year_that_is_not_guessed_at(typed):
    assert key(read_range(typed, "money", "year")) == "answer.range"


@pytest.mark.parametrize(
    ("typed", "per", "meant"),
    [
        ("2 timer om ugen", "year", 104),
        ("10 t/uge", "year", 520),
        ("2 hours a week for 10 weeks", "year", 20),
        ("40  timer om måneden", "month", 40),
        ("120 timer om året", "month", 10),
        ("40  t", "month", 40),
    ],
)
def test_hours_for_the_time_that_is_asked_for(typed, per, meant):
    assert read_number(typed, "hours", per) == pytest.approx(meant)


@pytest.mark.parametrize(
    ("typed", "in_two_years"),
    [
        ("1.400 om måneden", 33_600),
        ("20.000 om året", 40_000),
        ("1.400 om måneden i 6 måneder", 8_400),
        ("1.400 om måneden i et år", 16_800),
        ("1.400 om måneden i 24 måneder", 33_600),
        ("20k a year for 2 years", 40_000),
        ("12 x 1.400", 16_800),
        ("33.600", 33_600),
    ],
)
def test_an_amount_for_the_months_over_which_the_effect_is_counted(typed, in_two_years):
    assert read_range(typed, "money", 24.0) == one(in_two_years)


def test_a_time_beyond_those_months_is_not_guessed_at():
    assert key(read_range("1.400 om måneden i 3 år", "money", 24.0)) == "answer.range"


def test_a_count_for_a_part_of_a_year():
    assert read_range("20 kunder om måneden", "count", "year") == one(240)
    assert read_range("20 kunder om året", "count", "year") == one(20)


@pytest.mark.parametrize("typed", ["40 t", "40t", "40 timer", "40 time", "40h", "40 hours", "40 hrs", "40"])
def test_t_means_hours_where_hours_are_asked_for(typed):
    assert read_range(typed, "hours") == one(40)


@pytest.mark.parametrize("typed", ["10/20/60 t", "10/20/60 h", "10 t / 20 t / 60 t"])
def test_a_range_of_hours(typed):
    assert read_range(typed, "hours") == Range(10, 20, 60)


@pytest.mark.parametrize(
    ("raw", "meant"),
    [
        (20_000, one(20_000)),
        (1.5, one(1.5)),
        ([10, 60], Range(10, 35, 60)),
        ([10, 20, 60], Range(10, 20, 60)),
        (["10k", "20k", "60k"], Range(10_000, 20_000, 60_000)),
        ([20, "60k"], Range(20_000, 40_000, 60_000)),
        ([20, "60.000"], Range(20_000, 40_000, 60_000)),
        (["1.5", "2.5"], Range(1.5, 2, 2.5)),
        (["-5000", 0, "20000"], Range(-5_000, 0, 20_000)),
    ],
)
def test_a_range_from_a_file(raw, meant):
    assert read_range(raw, "money") == meant


@pytest.mark.parametrize(
    ("typed", "meant"), [("30", 30), ("30%", 30), ("30 %", 30), ("30 procent", 30), ("2,5 pct.", 2.5)]
)
def test_a_percentage(typed, meant):
    assert read_number(typed, "percent") == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("900 fabrikker", 900), ("20 kunder om året", 20), ("20 stk.", 20), ("1.000", 1_000), ("20 t", 20_000)],
)
def test_a_count_may_name_what_is_counted(typed, meant):
    assert read_number(typed, "count") == meant


@pytest.mark.parametrize(
    "raw",
    [
        *("abc", "", "-", "/", "1-2-3-4", "1/2/3/4", "20 bananer", "20.000 pr. måned", "1.23.456", "12 34", "1e400"),
        *("nan", "inf", "2 x 5", "1,2,3", "5.000.50", ",5", "5,", "²", "--5", "\x00", "9" * 500),
        *(float("nan"), True, [], [1, 2, 3, 4], [[1, 2], 3], [1, None], {"low": 1}, None, object, b"5"),
    ],
)
def test_what_is_no_amount(raw):
    assert key(read_range(raw, "money")) == "answer.range"
    assert key(read_number(raw, "money")) == "answer.number"


@pytest.mark.parametrize("raw", [float("inf"), -float("inf"), 10**400, "9" * 100, [1, float("inf")], 1e15])
def test_what_is_too_big(raw):
    assert key(read_range(raw, "money")) == "answer.too_big"


@pytest.mark.parametrize(
    ("typed", "asked", "instead"),
    [
        ("25.000 inkl. moms", "with_vat", Number(20_000)),
        ("25k including VAT", "with_vat", Number(20_000)),
        ("2.500 kr. (incl. VAT) om måneden", "with_vat", Number(24_000)),
        ("1,99 med moms", "with_vat", Number(1.59, decimals=2)),
        ("mindst 20k", "at_least", Number(20_000)),
        ("min. 20.000", "at_least", Number(20_000)),
        ("20.000+", "at_least", Number(20_000)),
        ("more than 20,000", "at_least", Number(20_000)),
    ],
)
def test_what_says_something_else_than_the_amount_is_asked_about_with_an_offer(typed, asked, instead):
    found = read_range(typed, "money", "year", "DKK")
    assert (key(found), found.params["instead"]) == (f"answer.{asked}", instead)


def test_a_range_with_vat_is_offered_without_it_and_only_the_danish_one_is_known():
    offered = read_range("10-20k inkl. moms", "money", "year", "DKK").params["instead"]
    assert offered.params == {"low": Number(8_000), "likely": Number(12_000), "high": Number(16_000)}
    assert key(read_range("25k incl. VAT", "money", "year", "EUR")) == "answer.with_vat.elsewhere"
    assert key(read_number("mindst 20", "count")) == "answer.at_least.one"
    assert key(read_range("inkl. moms", "money", "year", "DKK")) == "answer.range"


@pytest.mark.parametrize("raw", ["20-60", [1, 2], "10/20/60"])
def test_a_range_is_no_single_number(raw):
    assert key(read_number(raw, "money")) == "answer.one_number"


@pytest.mark.parametrize(
    "typed", ["20 " + "a" * 150 + "!", "20" + " kr." * 40 + "!", "1 " * 90 + "!", "kr" * 90, "20" + " " * 180]
)
def test_no_input_takes_long_to_read(typed):
    began = perf_counter()
    read_range(typed, "money")
    assert perf_counter() - began < 0.5


def test_what_was_typed_is_cut_short_in_a_message():
    assert brief("20  kr\n" + "x" * 100) == "20 kr " + "x" * 51 + "..."


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12 om måneden", 12.0),
        ("10.000 følgere", 10_000.0),
        ("12,5 %", 12.5),
        ("10k", 10_000.0),
        ("2 mio kr", 2_000_000.0),
        ("12 t", 12.0),
        ("minus 5", -5.0),
        ("GA4: 7 leads", 7.0),
        ("B2B", None),
        ("1e9", None),
        ("12-15", None),
        ("12 inden 1. juli", None),
        ("mange", None),
        ("", None),
    ],
)
def test_the_number_in_a_text_is_the_only_one(text, number):
    assert only_number(text) == number


@pytest.mark.parametrize("text", ["under 10", "højst 10 kr.", "< 10", "at most 10", "maks. 10"])
def test_a_number_to_stay_below_says_so_right_before_it(text):
    assert is_at_most(text)
    assert not is_at_most("10 under messen")


@pytest.mark.parametrize("typed", ["gratis", "free", "Gratis.", "nul", "0"])
def test_what_costs_nothing_is_no_money(typed):
    assert read_range(typed, "money", "year", "DKK") == Range(0, 0, 0)


@pytest.mark.parametrize("typed", ["10 x 20", "10x20", "20 x 10", "20 * 10"])
def test_a_product_is_still_one(typed):
    assert read_range(typed, "hours", "year") == Range(200, 200, 200)
