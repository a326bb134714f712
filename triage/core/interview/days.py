"""Dates and weeks as people type them, in Danish and English; ``today`` is what "in 20 weeks" counts from."""

import re
from calendar import isleap, monthrange
from contextlib import suppress
from datetime import MAXYEAR, date, timedelta

from triage.core.interview.seasons import holiday, part_of_year
from triage.core.regex import regex

DAYS_IN_MONTH = 30.4375

_MONTHS = (
    ("jan", "januar", "january"),
    ("feb", "februar", "february"),
    ("mar", "marts", "march"),
    ("apr", "april"),
    ("maj", "may"),
    ("jun", "juni", "june"),
    ("jul", "juli", "july"),
    ("aug", "august"),
    ("sep", "sept", "september"),
    ("okt", "oct", "oktober", "october"),
    ("nov", "november"),
    ("dec", "december"),
)
_MONTH = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names}

_NEAR = {
    **dict.fromkeys(("i dag", "idag", "i aften", "i eftermiddag", "nu", "straks", "med det samme"), 0),
    **dict.fromkeys(("today", "tonight", "this evening", "this afternoon", "now", "at once"), 0),
    **dict.fromkeys(("i morgen", "imorgen", "tomorrow"), 1),
    **dict.fromkeys(("i overmorgen", "the day after tomorrow"), 2),
}
LONGEST = 100
"""Characters up to which a text may be a date."""
_LEAD = (
    r"(?:(?:om|in|inden for|inden|før|before|within|den|the|senest|by|d\.|på|on|ca\.?|cirka|omkring|about|around|i|til|"
    r"efter|after|nu|(?:man|tirs|ons|tors|fre|lør|søn)dag|(?:mon|tues|wednes|thurs|fri|satur|sun)day,?)\s+)*"
)
_FROM_NOW = regex(r"\s+(?:fra nu|fra i dag|herfra|from now|from today)$")
_HALF = regex(r"(\d*)\s?½")
_DAY, _YEAR = r"(?P<day>\d{1,2})", r"(?P<year>\d{4}|\d{2})"
_ISO = regex(rf"(?P<year>\d{{4}})(?P<sep>[-/.])(?P<month>\d{{1,2}})(?P=sep){_DAY}")
_NUMERIC = regex(rf"{_DAY}\s*[./-]\s*(?P<month>\d{{1,2}})\.?(?:\s*[./ -]\s*{_YEAR})?")
_DAY_MONTH = regex(rf"{_DAY}(?:\.|st|nd|rd|th)?\s*(?:of\s+)?(?P<month>[a-z]+)\.?,?(?:\s+['’]?{_YEAR})?")
_MONTH_DAY = regex(rf"(?P<month>[a-z]+)\.?\s+{_DAY}(?:st|nd|rd|th)?,?(?:\s+(?P<year>\d{{4}}))?")
_MONTH_END = regex(
    r"(?:(?:ultimo|(?:inden )?udgangen af|slutningen af|(?:by )?(?:the )?end of|i|in) )?([a-z]+)(?: (\d{4}))?"
)
"""A month alone means its last day; "before June" is asked about, as it may mean either end."""
_WEEK_NUMBER = regex(r"(?:uge|week|wk|w|u)\.?\s*(\d{1,2})(?:\s*(?:i|in|,)?\s*(\d{4}))?")
_WORDS = {
    **dict.fromkeys(("en", "et", "a", "an", "one", "næste", "next"), 1.0),
    **dict.fromkeys(("et halvt", "half a", "half an"), 0.5),
    **dict.fromkeys(("halvanden", "halvandet"), 1.5),
    **dict.fromkeys(("to", "two", "et par", "a couple of"), 2.0),
    **dict.fromkeys(("tre", "three"), 3.0),
    **dict.fromkeys(("fire", "four"), 4.0),
    **dict.fromkeys(("fem", "five"), 5.0),
    **dict.fromkeys(("seks", "six"), 6.0),
    **dict.fromkeys(("syv", "seven"), 7.0),
    **dict.fromkeys(("otte", "eight"), 8.0),
    **dict.fromkeys(("ni", "nine"), 9.0),
    **dict.fromkeys(("ti", "ten"), 10.0),
    **dict.fromkeys(("tolv", "twelve"), 12.0),
}
_HOW_MANY = rf"(\d+(?:[.,]\d+)?|(?:{'|'.join(sorted(_WORDS, key=len, reverse=True))})(?=\s))"
"""A word stands by itself: "today" is not "to day", which is two days in Danish."""
_SPAN = regex(
    rf"(?:\d{{1,3}}(?:[.,]\d)?\s*(?:-|–|til|to)\s*(?=\d))?{_HOW_MANY}"
    r"\s*(timer?|hours?|hrs?|h|t|dag(?:e|s)?|døgn|days?|uger?|weeks?|w|wks?|måned(?:er)?|mdr|months?|år|years?)\.?"
)
DAYS = {"t": 1 / 24, "h": 1 / 24, "d": 1.0, "u": 7.0, "w": 7.0, "m": DAYS_IN_MONTH, "å": 365.25, "y": 365.25}
"""Days of a span by the first letter of its unit."""
_WEEKDAYS = (
    ("mandag", "monday"),
    ("tirsdag", "tuesday"),
    ("onsdag", "wednesday"),
    ("torsdag", "thursday"),
    ("fredag", "friday"),
    ("lørdag", "saturday"),
    ("søndag", "sunday"),
)
DAY_NAMES = "|".join(name for names in _WEEKDAYS for name in names)
_A_WEEKDAY = regex(rf"\b(?:{DAY_NAMES})\b", re.IGNORECASE)
_WEEKDAY = regex(rf"(?:(?:inden|senest|til|nu|på|by|on|this|before)\s+)*({DAY_NAMES})")


def read_day(text: str, today: date, *, past: bool = False) -> date | None:
    """Read a date, a week, a holiday or a span of time from today.

    A day without a year is the next one to come, or with ``past`` the last one that has been.
    """
    if len(text) > LONGEST:
        return None
    words = " ".join(text.casefold().split())
    if words in _NEAR:
        return today + timedelta(days=_NEAR[words])
    typed = _without_lead(words)
    try:
        day = _christmas(words, today, past=past) or _month_end(words, today, past=past)
        day = day or part_of_year(words, _MONTH, today, past=past) or _weekday(words, today, past=past)
        for pattern, make in () if day else _FORMS:
            if match := pattern.fullmatch(typed):
                day = _on_the_day_named(words, make(match, today)) if make is _week else make(match, today)
                return _before(day, match, today) if past and make is _date else day
        return day or holiday(words, today, past=past)
    except (ValueError, OverflowError):
        return None


def full_day(text: str) -> date | None:
    """Read a day that is written in figures with its year, as ``read_day`` does: 24-12-2026, 24.12.2026."""
    for pattern in (_ISO, _NUMERIC) if len(text) <= LONGEST else ():
        match = pattern.fullmatch(text.strip())
        if match and match["year"]:
            with suppress(ValueError):
                return _date(match, date.min)
    return None


def wrong_weekday(text: str, day: date) -> str | None:
    """Return the day of the week that a text names beside its date, where the date is another day of the week."""
    named = _A_WEEKDAY.search(text) if any(map(str.isdigit, text)) else None
    return named[0] if named and named[0].casefold() not in _WEEKDAYS[day.weekday()] else None


def _on_the_day_named(words: str, friday: date) -> date:
    """Return the day of a week that stands beside its number: "mandag i uge 16"."""
    named = _A_WEEKDAY.search(words)
    return friday + timedelta(days=_number_of(named[0]) - friday.weekday()) if named else friday


def _number_of(weekday: str) -> int:
    return next(at for at, names in enumerate(_WEEKDAYS) if weekday in names)


def _christmas(words: str, today: date, *, past: bool) -> date | None:
    """Return Christmas of "til jul", which the short form of a month looks like."""
    is_jul = re.fullmatch(r"(?:(?:inden|til|op til|senest|før) )?jul(?: \d{4})?", words)
    return holiday(words, today, past=past) if is_jul else None


def _before(day: date, match: re.Match[str], today: date) -> date:
    """Return a day without a year as the last one that has been."""
    if match["year"] or day <= today:
        return day
    return day.replace(year=day.year - 1) if (day.day, day.month) != (29, 2) else day


def read_weeks(text: str, today: date, *, bare_days: bool = False) -> float | None:
    """Read a number of weeks from today; a bare number is weeks, or days, and of "6-8 uger" the later counts.

    With a point and two figures it is a date where there is such a one: ``24.12``.
    """
    if len(text) > LONGEST:
        return None
    bare = re.fullmatch(r"\s*(\d+(?:[.,]\d+)?)\s*", text)
    if bare and not (re.fullmatch(r"\s*\d{1,2}\.\d{2}\s*", text) and read_day(text.strip(), today)):
        is_grouped = re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", bare[1])  # 20.500 weeks are no twenty and a half
        digits = re.sub(r"[.,]", "", bare[1]) if is_grouped else bare[1].replace(",", ".")
        return float(digits) / (7 if bare_days else 1)
    span = _SPAN.fullmatch(_without_lead(" ".join(text.casefold().split())))
    if span and span[2][0] in "thduw":
        return _count(span[1]) * DAYS[span[2][0]] / 7
    day = read_day(text, today)
    return None if day is None else (day - today).days / 7


def named_days(text: str, today: date) -> list[date]:
    """Find the days that a text names in passing, as in "40 visits in week 16"; of a week, its Monday."""
    words = " ".join(text.casefold().split())
    found = []
    for pattern, make in _NAMED:
        for match in pattern.finditer(words):
            with suppress(ValueError, OverflowError):
                day = make(match, today)
                found.append(day - timedelta(days=4) if make is _week else day)
    return found


def _without_lead(words: str) -> str:
    """Remove the words that may stand before and after: "om … fra nu"."""
    halves = _HALF.sub(lambda half: f"{half[1] or 0},5", words)
    return re.sub(rf"^{_LEAD}", "", _FROM_NOW.sub("", halves))


def _month_end(words: str, today: date, *, past: bool) -> date | None:
    match = _MONTH_END.fullmatch(words)
    if not match or match[1] not in _MONTH:
        return None
    month, year = _MONTH[match[1]], int(match[2] or today.year)
    if not match[2]:
        year += -(month > today.month) if past else month < today.month
    day = date(year, month, monthrange(year, month)[1])
    return min(day, today) if past and not match[2] else day


def _weekday(words: str, today: date, *, past: bool) -> date | None:
    """The next day of that name, or the last one; never today."""
    match = _WEEKDAY.fullmatch(words)
    if not match:
        return None
    number = _number_of(match[1])
    if past:
        return today - timedelta(days=(today.weekday() - number - 1) % 7 + 1)
    return today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)


def _date(match: re.Match[str], today: date) -> date:
    """The date written; without a year, the next one to come."""
    day, year = int(match["day"]), match["year"]
    month = _MONTH.get(match["month"]) or int(match["month"])
    if year:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    if (day, month) == (29, 2):
        leap_days = (date(year, 2, 29) for year in range(today.year, MAXYEAR) if isleap(year))
        return next(leap_day for leap_day in leap_days if leap_day >= today)
    this_year = date(today.year, month, day)
    return this_year if this_year >= today else date(today.year + 1, month, day)


def _count(words: str) -> float:
    """A number in digits or as a word."""
    return _WORDS[words] if words in _WORDS else float(words.replace(",", "."))


def _week(match: re.Match[str], today: date) -> date:
    """The Friday of an ISO week: "in week 16" is kept when the week ends."""
    number = int(match[1])
    if match[2]:
        return date.fromisocalendar(int(match[2]), number, 5)
    this_year = date.fromisocalendar(today.isocalendar().year, number, 5)
    return this_year if this_year >= today else date.fromisocalendar(today.isocalendar().year + 1, number, 5)


def _span(match: re.Match[str], today: date) -> date:
    return today + timedelta(days=round(_count(match[1]) * DAYS[match[2][0]]))


_FORMS = (
    (_ISO, _date),
    (_NUMERIC, _date),
    (_WEEK_NUMBER, _week),
    (_SPAN, _span),
    (_DAY_MONTH, _date),
    (_MONTH_DAY, _date),
)

_LEADING_SPAN = r"(?<!\w)(?:om|efter|inden for|in|within|after)\s+"
_NAMED = (
    (regex(rf"(?<![\w-]){_ISO.pattern}(?![\w-])"), _date),
    (regex(rf"(?<![\w./-]){_DAY}[./]\s?(?P<month>\d{{1,2}})[./]\s?(?P<year>\d{{4}})(?!\w)"), _date),
    (regex(rf"(?<!\w){_WEEK_NUMBER.pattern}(?!\w)"), _week),
    (regex(rf"(?<![\w.,]){_DAY_MONTH.pattern}(?!\w)"), _date),
    (regex(rf"(?<!\w){_MONTH_DAY.pattern}(?![\w.,])"), _date),
    (regex(_LEADING_SPAN + _SPAN.pattern + r"(?!\w)"), _span),
)
"""What can be told from other numbers in the middle of a text: 1/5 and "5.20" cannot."""
