"""Amounts for a part of a year, as people type them: "20.000 om måneden", "12 x 20.000", "20k/month for 6 months"."""

import re

from triage.core.regex import regex
from triage.core.rules.ruleset import Period

PER_YEAR = {"year": 1.0, "quarter": 4.0, "month": 12.0, "week": 52.0, "horizon": 1.0}
"""How often a period comes in a year; a horizon that is not known is a year."""

_UNITS = {
    "year": r"år(?:et)?|years?|yrs?|annum",
    "quarter": r"kvartal(?:er|et)?|quarters?",
    "month": r"måned(?:er|en)?|mdr|md|months?|mth",
    "week": r"ugen?|uger|weeks?|wk",
}
_ADVERBS = {
    "year": r"årligt?|yearly|annually|p\.\s?a",
    "quarter": r"kvartalsvist?|quarterly",
    "month": r"månedligt?|monthly",
    "week": r"ugentligt?|weekly",
}
_UNIT = "|".join(_UNITS.values())
_PER = r"(?:/\s*|\b(?:om|i|pr\.?|per|a|an|each|every|hver|hvert)\s+)"
_FOR = rf"(?:\s+(?:i|for|over)\s+(?P<count>\d{{1,3}}|et halvt|half an?|et|en|a|one)\s+(?P<span>{_UNIT})\b\.?)?"
_PERIOD = regex(
    rf"\s*(?:{_PER}(?P<unit>{_UNIT})\b|\b(?P<adverb>{'|'.join(_ADVERBS.values())})\b)\.?{_FOR}", re.IGNORECASE
)
_TIMES = rf"(?:{_UNIT}|gange|times|stk)?\.?\s*(?:[x×*à]|gange|times)"
_PRODUCT = regex(rf"(?P<count>[1-9]\d{{0,2}})\s*{_TIMES}\s*(?P<rest>.+)", re.IGNORECASE)
_PRODUCT_LAST = regex(
    r"(?!0+\s*[x×*])(?P<rest>.+?)\s*(?:[x×*]|\bgange|\btimes)\s*(?P<count>[1-9]\d{0,2})", re.IGNORECASE
)
"""Neither begins with nought: 0x10 is no product."""


def without_period(text: str, per: Period | float) -> tuple[str, float] | None:
    """Return a text without its period and its "12 x", and what its numbers are multiplied by to be those asked for.

    ``None`` where they contradict each other, or the time is longer than what is asked for.
    """
    years = 1 / PER_YEAR[per] if isinstance(per, str) else per / 12
    times = {_times(found, years) for found in _PERIOD.finditer(text)}
    text = _PERIOD.sub("", text).strip()
    product = _PRODUCT.fullmatch(text) or _PRODUCT_LAST.fullmatch(text)
    if None in times or len(times) > 1 or (product and times - {years}):
        return None
    if product:
        return product["rest"], float(product["count"])
    return text, next((each for each in times if each), 1.0)


def _times(found: re.Match[str], asked: float) -> float | None:
    """How often a period comes in the years that are asked for, or in the time that is named; ``None`` if that is more.

    Where a month is asked for, it is that of the average month of a year.
    """
    often = PER_YEAR[_kind(found["unit"], _UNITS) if found["unit"] else _kind(found["adverb"], _ADVERBS)]
    if not found["span"]:
        return often * asked
    said = found["count"].casefold()
    count = float(said) if said.isdigit() else 0.5 if "hal" in said else 1.0
    years = count / PER_YEAR[_kind(found["span"], _UNITS)]
    return often * years * min(asked, 1.0) if years <= max(asked, 1.0) else None


def _kind(word: str, words: dict[str, str]) -> str:
    return next(kind for kind, pattern in words.items() if re.fullmatch(pattern, word, re.IGNORECASE))
