"""Days by the part of the year or the holiday that people name: "primo juni", "Q2", "inden påske".

A part of the year means its last day unless its beginning or middle is named. A holiday is the next one to come, in
Denmark or else in England; "efter" is the day after its last one.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache

from triage.core.regex import regex

_DAY = timedelta(days=1)
_START = r"primo|starten af|start|begyndelsen af|først i|early|(?:the )?beginning of|(?:the )?start of"
_MIDDLE = r"medio|midt i|midten af|mid|(?:the )?middle of"
_END = "|".join(
    (
        *(r"ultimo", r"(?:inden )?udgangen af", r"slutningen af", r"slut", r"ende af", r"sidst i", r"i løbet af"),
        *(r"late", r"(?:by )?(?:the )?end of", r"during", r"i", r"in"),
    )
)
_EDGE = rf"(?:(?P<start>{_START})|(?P<middle>{_MIDDLE})|(?P<end>{_END}))"
_ORDINALS = {
    **dict.fromkeys(("1", "første", "first"), 1),
    **dict.fromkeys(("2", "andet", "anden", "second"), 2),
    **dict.fromkeys(("3", "tredje", "third"), 3),
    **dict.fromkeys(("4", "fjerde", "fourth"), 4),
}
_NTH = rf"(?P<nth>{'|'.join(_ORDINALS)})(?:\.|st|nd|rd|th)?"
_YEAR = r"(?:(?: |(?<=\d)[/-])(?:i |in |of )?(?P<year>\d{4}))?"
_YEAR_FIRST = regex(r"(\d{4})[ /-]?([qkh]\d)")
_QUARTER = regex(
    rf"(?:{_EDGE}[ -])?(?:(?:the )?{_NTH} (?:kvartal|quarter)|(?:[qk]|kvartal |quarter )(?P<q>[1-4])){_YEAR}"
)
_HALF = regex(rf"(?:{_EDGE}[ -])?(?:(?:the )?{_NTH} (?:halvår|half(?: of(?= \d))?)|(?:h|halvår )(?P<q>[12])){_YEAR}")
_SEASONS = {"forår": 5, "spring": 5, "sommer": 8, "summer": 8, "efterår": 11, "autumn": 11, "vinter": 2, "winter": 2}
"""The last month of each season, which is three whole months; its name alone is asked about."""
_SEASON = regex(
    rf"(?:(?:(?P<before>inden|før|before)|(?P<by>til|op til|by)|(?P<after>efter|after)|{_EDGE}|this|næste|next) )?"
    rf"(?:the )?(?P<season>{'|'.join(_SEASONS)})(?:en|et)?{_YEAR}"
)
_WHOLE = regex(rf"{_EDGE} (?P<year>\d{{4}})")


def part_of_year(words: str, months: dict[str, int], today: date, *, past: bool = False) -> date | None:
    """Return the day of a named part of a month, a quarter, a half year or a year."""
    month = rf"(?:{_EDGE}[ -])(?P<month>{'|'.join(months)}){_YEAR}"
    if found := re.fullmatch(month, words):
        return _of_part(found, months[found["month"]], 1, today, past=past)
    for pattern, length in ((_QUARTER, 3), (_HALF, 6)):
        found = pattern.fullmatch(_YEAR_FIRST.sub(r"\2 \1", words))
        at = found and (_ORDINALS.get(found["nth"] or "") or int(found["q"] or 0))
        if found and at and at * length <= 12:
            return _of_part(found, at * length, length, today, past=past)
    if (found := _SEASON.fullmatch(words)) and words not in _SEASONS:
        return _of_season(found, today, past=past)
    found = _WHOLE.fullmatch(words)
    return _of_part(found, 12, 12, today, past=past) if found and not words.startswith(("i ", "in ")) else None


def _of_season(found: re.Match[str], today: date, *, past: bool) -> date | None:
    """The last day of a season, or the day that was meant around it: "inden sommer" is the day before its first."""
    days = []
    for year in [int(found["year"])] if found["year"] else _years(today, past=past):
        if not 1 < year < 9999:
            return None
        last = _SEASONS[found["season"]]
        start = date(year, last - 2, 1) if last > 2 else date(year - 1, 12, 1)
        end = date(year, last, monthrange(year, last)[1])
        day = start - _DAY if found["before"] else start if found["by"] or found["start"] else end
        days.append(end + _DAY if found["after"] else start + (end - start) / 2 if found["middle"] else day)
    return days[0] if found["year"] else _nearest(days, today, past=past)


def _of_part(found: re.Match[str], last_month: int, length: int, today: date, *, past: bool) -> date | None:
    """The first, middle or last day of a part that ends with a month; without a year, of the next one to come."""
    years = [int(found["year"])] if found["year"] else _years(today, past=past)
    days: list[date] = []
    for year in years:
        if not 1 < year < 9999:
            return None
        start, end = date(year, last_month - length + 1, 1), date(year, last_month, monthrange(year, last_month)[1])
        middle = date(year, last_month, 15) if length == 1 else start + (end - start) / 2
        days.append(start if found["start"] else middle if found["middle"] else end)
    return days[0] if found["year"] else _nearest(days, today, past=past)


_BEFORE = r"inden|før|senest|til|op til|på|ved|i|omkring|before|by|at|on|for|around"
_WHEN = regex(
    rf"(?:(?:(?P<after>efter|after)|{_BEFORE})\s+)?(?:den |the |next |næste )?(?P<name>.+?)(?: (?P<year>\d{{4}}))?"
)
_EXTRA = regex(r"[^\w ]+")


def holiday(words: str, today: date, *, past: bool = False) -> date | None:
    """Return the day of a holiday by its name in Danish or English, or the day after it."""
    found = _WHEN.fullmatch(words)
    if not found or len(words) < 3:
        return None
    name = " ".join(_EXTRA.sub(" ", found["name"]).split())
    years = [int(found["year"])] if found["year"] else _years(today, past=past)
    if not all(1900 < year < 2200 for year in years):
        return None
    spans = [span for year in years for span in _spans(name, year)]
    days = [last + _DAY if found["after"] else first for first, last in spans]
    return (days[0] if found["year"] else _nearest(days, today, past=past)) if days else None


def _spans(name: str, year: int) -> Iterator[tuple[date, date]]:
    """The day by which people mean a holiday, and its last one."""
    if name in _OURS:
        yield _OURS[name](year)
        return
    day = _public(year).get(name) or _public(year).get(f"{name}sdag")
    if day:
        yield day, day


@cache
def _public(year: int) -> dict[str, date]:
    """The public holidays and the half ones, by their names in Danish and English; England's where Denmark has none."""
    from holidays import country_holidays

    found: dict[str, date] = {}
    kinds = (
        ("GB", "en_GB", ("public",)),
        ("DK", "en_US", ("public", "optional")),
        ("DK", "da", ("public", "optional")),
    )
    for country, language, categories in kinds:
        subdivision = "ENG" if country == "GB" else None
        for day, names in country_holidays(
            country, subdivision, years=year, language=language, categories=categories
        ).items():
            found |= {" ".join(_EXTRA.sub(" ", name.casefold()).split()): day for name in names.split("; ")}
    return found


def _from_easter(first: int, last: int | None = None) -> Callable[[int], tuple[date, date]]:
    def make(year: int) -> tuple[date, date]:
        easter = _public(year)["påskedag"]
        return easter + first * _DAY, easter + (first if last is None else last) * _DAY

    return make


def _fixed(month: int, day: int, days: int = 1) -> Callable[[int], tuple[date, date]]:
    return lambda year: (date(year, month, day), date(year, month, day) + (days - 1) * _DAY)


def _nth(month: int, weekday: int, nth: int, later: int = 0) -> Callable[[int], tuple[date, date]]:
    """The nth weekday of a month, or some days later."""

    def make(year: int) -> tuple[date, date]:
        first = date(year, month, 1)
        day = first + ((weekday - first.weekday()) % 7 + 7 * (nth - 1) + later) * _DAY
        return day, day

    return make


def _summer(year: int) -> tuple[date, date]:
    """The Danish school holidays: from the last Saturday in June, six weeks and a Sunday; until then is the Friday."""
    saturday = date(year, 6, 30) - ((date(year, 6, 30).weekday() - 5) % 7) * _DAY
    return saturday - _DAY, saturday + 43 * _DAY


def _week_off(week: int) -> Callable[[int], tuple[date, date]]:
    """A week without school; until then is the Friday before."""
    return lambda year: (date.fromisocalendar(year, week, 1) - 3 * _DAY, date.fromisocalendar(year, week, 7))


_OURS: dict[str, Callable[[int], tuple[date, date]]] = {
    **dict.fromkeys(("jul", "juleaften", "christmas", "xmas", "christmas eve"), _fixed(12, 24, 3)),
    **dict.fromkeys(("nytår", "nytårsaften", "new year", "new year s eve"), _fixed(12, 31, 2)),
    **dict.fromkeys(
        ("årsskiftet", "årets udgang", "udgangen af året", "end of the year", "year end", "year s end"), _fixed(12, 31)
    ),
    **dict.fromkeys(("påske", "påsken", "easter"), _from_easter(0, 1)),
    **dict.fromkeys(("pinse", "pinsen", "whitsun", "pentecost"), _from_easter(49, 50)),
    **dict.fromkeys(("kristi himmelfart", "kr himmelfart", "ascension"), _from_easter(39)),
    **dict.fromkeys(("fastelavn", "shrovetide"), _from_easter(-49)),
    **dict.fromkeys(("store bededag", "great prayer day"), _from_easter(26)),
    **dict.fromkeys(
        ("sankt hans", "skt hans", "sankthans", "sankt hans aften", "midsommer", "midsummer"), _fixed(6, 23)
    ),
    **dict.fromkeys(("valentinsdag", "valentine s day", "valentines"), _fixed(2, 14)),
    **dict.fromkeys(("kvindernes kampdag", "women s day"), _fixed(3, 8)),
    **dict.fromkeys(("fars dag", "father s day"), _fixed(6, 5)),
    **dict.fromkeys(("halloween", "allehelgen"), _fixed(10, 31)),
    **dict.fromkeys(("mortensaften", "mortens aften"), _fixed(11, 10)),
    **dict.fromkeys(("lucia",), _fixed(12, 13)),
    **dict.fromkeys(("mors dag", "mother s day"), _nth(5, 6, 2)),
    **dict.fromkeys(("black friday",), _nth(11, 3, 4, 1)),
    **dict.fromkeys(("cyber monday",), _nth(11, 3, 4, 4)),
    **dict.fromkeys(("sommerferie", "sommerferien", "summer holidays", "summer holiday"), _summer),
    **dict.fromkeys(("efterårsferie", "efterårsferien", "autumn half term"), _week_off(42)),
    **dict.fromkeys(("vinterferie", "vinterferien"), _week_off(7)),
}
"""Holidays that are meant by more than a day, those that are no day off, and school holidays (in most of Denmark)."""


def _years(today: date, *, past: bool) -> list[int]:
    return [today.year - 1, today.year] if past else [today.year, today.year + 1]


def _nearest(days: list[date], today: date, *, past: bool) -> date | None:
    """The next of these days, or the last one that has been."""
    if past:
        return max((day for day in days if day <= today), default=None)
    return min((day for day in days if day >= today), default=None)
