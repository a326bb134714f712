"""Numbers, amounts and ranges as people type them, in Danish and English.

A separator followed by exactly three digits separates thousands in both languages, as nobody types thousandths of a
krone; any other comma or point is a decimal one, and so is that of ``0,125``, of ``1,125 mio`` and of ``1234,567``.
"""

import math
import re

from msgspec.structs import replace

from triage.core.interview.numberwords import in_digits, is_share, share_in_words
from triage.core.interview.periods import without_period
from triage.core.interview.units import CURRENCY_WORDS, PERCENT_WORDS, names_other_unit, other_currency
from triage.core.messages import Message, Number, Typed, as_written, say
from triage.core.regex import regex
from triage.core.request.request import TOO_BIG, Range
from triage.core.rules.quantities import amount
from triage.core.rules.ruleset import Period, Unit

LONGEST = 200
"""Characters up to which a text may be an amount."""
_HUNDRED = {"hundrede", "hundred"}
_THOUSAND = {"k", "t", "tkr", "tusind", "tusinde", "thousand"}
_MILLION = {"m", "mio", "mill", "million", "millioner", "millions"}
_MILLIARD = {"mia", "milliard", "milliarder"}
_HOURS = {
    **dict.fromkeys(("t", "h", "hr", "hrs", "time", "timer", "hour", "hours", "arbejde", "work"), 1.0),
    **dict.fromkeys(("dag", "dage", "dages", "arbejdsdag", "arbejdsdage", "day", "days", "workdays"), 7.4),
    **dict.fromkeys(("uge", "uger", "ugers", "week", "weeks"), 37.0),
}
"""Hours of a unit; a day and a week of work are those of the Danish agreements, 7.4 and 37."""
_WITHOUT_VAT = {"ekskl", "excl", "ex", "uden", "without", "moms", "vat"}
_IGNORED = CURRENCY_WORDS | PERCENT_WORDS | _WITHOUT_VAT | {"stk", "ca", "about", "omkring"}
_NUMBER = r"\d[\d.,\u00a0\u202f ]*\d|\d"
_PART = regex(rf"(?P<sign>[-−–])?\s*(?P<number>{_NUMBER})\s*(?P<suffix>[^\W\d_]*(?:[.\s]+[^\W\d_]+)*[.\s]*)")
"""The words of a suffix must be separated: else a long one could be split in a million ways."""
_ONLY = regex(rf"(?<!\w)(?P<sign>[-−])?(?P<number>{_NUMBER})\s*(?P<suffix>[^\W\d_]*)(?!\w)")
"""A number that stands by itself: the digit of GA4 is none, nor is that of 1e9."""
_TO_STAY_BELOW = regex(
    r"(?:(?<!\w)(?:under|højst|maks|max|maksimalt|mindre end|færre end|below|less than|fewer than|at most|no more than)"
    r"\.?\s*|[<≤]=?\s*)(?=\d)",
    re.IGNORECASE,
)
"""Right before the number: "12 under messen" is during the fair."""
_WORDS_BETWEEN = regex(r"\b(til|to|og|and|or|eller|mellem|between|fra|from)\b", re.IGNORECASE)
_LEADING = regex(
    r"(?<!\w)(?:(?:kr|dkk|eur|sek|nok|usd|gbp|ca|cirka|omkring|omkr|næsten|about|around|almost|roughly|approx"
    r"|approximately)\.?\s*)+(?=[-−–\d])",
    re.IGNORECASE,
)
_MINUS = regex(r"\b(?:minus|(?:et )?tab på|(?:a )?loss of)\s*(?=\d)", re.IGNORECASE)
_HALF = regex(r"(\d*)\s?½")
_SYMBOLS = regex(r"[€$£%~≈]")
_AT_MOST = regex(
    r"^(?:max|maks|maksimalt|maximum|højst|op til|op mod|at most|no more than|up to)\.?\s+(?=\S)", re.IGNORECASE
)
_AT_LEAST = regex(
    r"^(?:(?:mindst|minimum|min|over|mere end|at least|more than|no less than)\.?\s+|[>≥]=?\s*)(?=\S)"
    r"|(?<=\S)(?:\s*\+|\s+(?:og (?:opad|opefter|derover)|eller (?:mere|derover)|or more|and up))\s*$",
    re.IGNORECASE,
)
_WITH_VAT = regex(
    r"[(,]?\s*\b(?:inkl|incl|inklusive|including|inclusive of|med|with)\.?\s+(?:moms|vat)\b\.?\)?", re.IGNORECASE
)
DANISH_VAT = 1.25
"""What an amount without Danish VAT is multiplied by."""
_PLUS_VAT = regex(r"\+\s*(?:moms|vat)\b", re.IGNORECASE)
_EACH = regex(
    r"\s*(?:\b(?:i timen|pr\.? time|per hour|an hour|pr\.? styk|stykket|each)|/\s*(?:t|h|time|hour))\.?$", re.IGNORECASE
)
"""What one of something costs, where a single price is asked for."""
_NO_ORE = regex(r"(?<=\d),[-–](?=\s|$|/)")
"""The dash for no øre: ``20.000,-``."""


def read_number(
    raw: object, unit: Unit | None, per: Period | float | None = None, currency: str | None = None
) -> float | Message:
    """Read one number; ``per`` is the time that it is asked for, where that can be a part of what was typed."""
    if unit == "percent" and isinstance(raw, str) and (share := _share(raw)) is not None:
        return share
    if unit == "money" and per is None and isinstance(raw, str):
        raw = _EACH.sub("", raw.strip()[:LONGEST]) if len(raw) <= LONGEST else raw
    value = read_range(raw, unit, per, currency)
    if isinstance(value, Message):
        key = {"answer.range": "answer.number", "answer.at_least": "answer.at_least.one"}.get(value.key, value.key)
        return replace(value, key=key)
    return value.likely if value.low == value.high else say("answer.one_number", given=Typed(brief(raw)))


def _share(raw: str) -> float | Message | None:
    """Read a percentage said in words, or one below 1 that may be meant as a part of one: "0,7" is asked about."""
    if len(raw) > LONGEST:
        return None
    text = " ".join(raw.casefold().split())
    part = re.fullmatch(r"0[.,]\d+", text)
    if part and 0 < (share := float(text.replace(",", "."))) < 1:
        return say("answer.share", low=amount(share, "percent", ""), high=amount(share * 100, "percent", ""))
    return share_in_words(text)


def read_range(
    raw: object, unit: Unit | None, per: Period | float | None = None, currency: str | None = None
) -> Range | Message:
    """Read one number, two (low and high) or three (low, likely, high); of two the likely is the middle.

    An amount in another currency than ``currency`` is refused; ``None`` takes any.
    """
    if isinstance(raw, str) and unit == "money" and (other := other_currency(raw[:LONGEST], currency)):
        return say("answer.currency", given=Typed(brief(raw)), currency=str(currency), other=other)
    if isinstance(raw, str) and len(raw) <= LONGEST and (asked := _asked_about(raw, unit, per, currency)):
        return asked
    numbers = _numbers(raw, unit, per)
    if numbers is None or any(math.isnan(number) for number in numbers):
        return say("answer.range", given=Typed(brief(raw)))
    if not all(math.isfinite(number) and abs(number) < TOO_BIG for number in numbers):
        return say("answer.too_big", given=Typed(brief(raw)))
    match numbers:
        case [one]:
            return Range(one, one, one)
        case [low, high]:
            return Range(low, (low + high) / 2, high)
        case [low, likely, high]:
            return Range(low, likely, high)
    return say("answer.range", given=Typed(brief(raw)))


def _asked_about(raw: str, unit: Unit | None, per: Period | float | None, currency: str | None) -> Message | None:
    """Ask about a part of something, an amount with VAT and one that tells only the lowest.

    ``instead`` is the answer offered.

    An amount with VAT is offered without the Danish one where kroner are counted in.
    """
    typed, given = raw.strip(), Typed(brief(raw))
    if unit != "percent" and is_share(typed):
        return say("answer.part_of_what", given=given)
    for key, words in (("with_vat", _WITH_VAT if unit == "money" else None), ("at_least", _AT_LEAST)):
        found = read_range(words.sub(" ", typed), unit, per) if words and words.search(typed) else None
        if isinstance(found, Range) and key == "at_least":
            return say("answer.at_least", given=given, instead=_written(found.likely))
        if isinstance(found, Range) and currency == "DKK":
            parts = [_written(each / DANISH_VAT) for each in (found.low, found.likely, found.high)]
            three = say("answer.three", low=parts[0], likely=parts[1], high=parts[2])
            return say("answer.with_vat", given=given, instead=parts[0] if found.low == found.high else three)
        if isinstance(found, Range):
            return say("answer.with_vat.elsewhere", given=given)
    return None


def _written(number: float) -> Number:
    """A number as it is written in an answer."""
    return Number(round(number)) if number >= 100 or number.is_integer() else Number(round(number, 2), decimals=2)


def _numbers(raw: object, unit: Unit | None, per: Period | float | None) -> list[float] | None:
    """The numbers written; ``None`` where there is anything else."""
    if isinstance(raw, bool):
        return None
    if isinstance(raw, int | float):
        return [math.inf] if abs(raw) >= 1e300 else [float(raw)]
    if isinstance(raw, list | tuple):
        parts = [_numbers(part, unit, per) for part in raw if not isinstance(part, list | tuple)]
        found = [part[0] for part in parts if part and len(part) == 1]
        if len(found) != len(raw):
            return None
        together = " / ".join(map(str, raw)) if any(isinstance(part, str) for part in raw) else ""
        return _in_a_period(together, unit, per) or found  # of [20, 60k] the first is thousands too
    return _in_a_period(str(raw), unit, per)


def _in_a_period(text: str, unit: Unit | None, per: Period | float | None) -> list[float] | None:
    """The numbers for the time that is asked for, of a text that may say them for a part of it."""
    if per is None or len(text) > LONGEST:
        return _typed_numbers(text, unit)
    found = without_period(" ".join(text.split()), per)
    numbers = _typed_numbers(found[0], unit) if found else None
    return [number * found[1] for number in numbers] if found and numbers else numbers


def _typed_numbers(text: str, unit: Unit | None) -> list[float] | None:
    if len(text) > LONGEST or names_other_unit(text, unit):
        return None
    text = _AT_MOST.sub("", in_digits(_PLUS_VAT.sub("", " ".join(text.split()))))
    text = _HALF.sub(lambda half: f"{half[1] or 0},5", _MINUS.sub("-", _LEADING.sub("", text)))
    text = _NO_ORE.sub("", text)
    plain = _SYMBOLS.sub(" ", _WORDS_BETWEEN.sub("/", text.replace("tkr.", "tkr"))).strip(" /")
    parts = [part for part in re.split(r"\s*(?:/|;|,\s|\s[-−–]\s|(?<=[\w.])[-−–](?=\s*\d))\s*", plain) if part]
    matches = [_PART.fullmatch(part) for part in parts]
    found = [match for match in matches if match]
    if not found or len(found) != len(matches) or len(found) > 3:
        return None
    factors = [_factor(match["suffix"], unit) for match in found]
    last = factors[-1]
    if unit in {"money", "count"} and last == 1.0 and _are_thousands([match["number"] for match in found]):
        factors[:-1] = [factor and factor * 1_000 for factor in factors[:-1]]
    numbers = []
    for match, factor in zip(found, factors, strict=True):
        shared = last if factor == 1.0 and not match["suffix"].strip() and last else factor
        value = None if shared is None else _value(match["number"], decimal=shared >= 1_000_000)
        if value is None or shared is None:
            return None
        numbers.append((-value if match["sign"] else value) * shared)
    return numbers


def _are_thousands(numbers: list[str]) -> bool:
    """Whether the last of several numbers says that all are thousands: ``20-60.000``, ``2-2.500``, ``20,5-60.000``."""
    *before, last = numbers
    whole = re.fullmatch(r"([1-9]\d{0,2})[.,]\d{3}", last)
    small = [re.fullmatch(r"(\d{1,3})(?:[.,]\d{1,2})?", each) for each in before]
    return whole is not None and all(each is not None and int(each[1]) <= int(whole[1]) for each in small)


def _factor(suffix: str, unit: Unit | None) -> float | None:
    """The factor that the words after a number stand for; ``None`` for an unknown word.

    A count may name what is counted: "900 factories".
    """
    factor = 1.0
    for word in re.findall(r"[^\W\d_]+", suffix.casefold()):
        if unit == "hours" and word in _HOURS:
            factor *= _HOURS[word]
        elif word in _IGNORED:
            continue
        elif word in _HUNDRED:
            factor *= 100
        elif word in _THOUSAND:
            factor *= 1_000
        elif unit == "hours" and word in _MILLION | _MILLIARD:
            return None  # "20m" is minutes, if anything
        elif word in _MILLION:
            factor *= 1_000_000
        elif word in _MILLIARD:
            factor *= 1_000_000_000
        elif unit != "count":
            return None
    return factor


def _value(digits: str, *, decimal: bool) -> float | None:
    """``20.000,50`` and ``20,000.50`` are the same number; with ``decimal``, three digits at the end are decimals."""
    digits = re.sub(r"[\s\u00a0\u202f]+(?=\d{3}(?!\d))", "", digits)
    if re.search(r"\s", digits):
        return None
    marks = re.findall(r"[.,]", digits)
    if not marks:
        return float(digits)
    last = max(digits.rfind("."), digits.rfind(","))
    whole, rest = digits[:last], digits[last + 1 :]
    if len(set(marks)) == 1 and (
        len(marks) > 1 or (len(rest) == 3 and whole != "0" and len(whole) <= 3 and not decimal)
    ):
        groups = re.split(r"[.,]", digits)
        return float("".join(groups)) if all(len(group) == 3 for group in groups[1:]) else None
    groups = re.split(r"[.,]", whole)
    if len(groups) > 1 and not all(len(group) == 3 for group in groups[1:]):
        return None
    return float("".join(groups) + "." + rest) if rest else None


def only_number(text: str) -> float | None:
    """Return the number in a text, such as "12 a month"; ``None`` unless there is exactly one."""
    found = list(_ONLY.finditer(_MINUS.sub("-", " ".join(text[:LONGEST].split()))))
    if len(found) != 1:
        return None
    value = _value(found[0]["number"], decimal=False)
    word = found[0]["suffix"].casefold()
    factor = 1_000 if word in _THOUSAND - {"t"} else 1_000_000 if word in _MILLION - {"m"} else 1
    return None if value is None else value * factor * (-1 if found[0]["sign"] else 1)


def is_at_most(text: str) -> bool:
    """Whether the number in a text is one to stay below, such as "under 10 kr"."""
    return _TO_STAY_BELOW.search(text) is not None


def brief(raw: object) -> str:
    """Return the beginning of what was typed or written, for a message about it."""
    text = " ".join(as_written(raw).split())
    return text if len(text) <= 60 else text[:57] + "..."
