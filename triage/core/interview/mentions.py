"""Amounts and dates that a director's words mention: to be offered where they are asked for, never taken as answers."""

import re
from collections.abc import Iterator
from datetime import date

from triage.core.interview.amounts import read_range
from triage.core.interview.days import DAY_NAMES, read_weeks
from triage.core.messages import Listed, Message, Typed, say
from triage.core.regex import regex
from triage.core.request.request import Request

COST, DATES = "cost", ("visible_in", "ready_by")
"""The questions at which amounts and dates are offered."""
MOST = 3
"""How many are offered."""
_NUMBER = r"\d[\d.,\u00a0 ]*\d|\d"
_SCALE = r"(?:mio|mill|mia|tusind|t|k)\b\.?"
_MONEY = r"(?:kr\b\.?|dkk\b|kroner\b|euro?\b|€)"
_AMOUNT = regex(
    rf"(?<![\w.,])(?:(?:kr\.?|dkk|eur|€)\s?(?:{_NUMBER})(?:\s?{_SCALE})?(?:,-)?|"
    rf"(?:(?:{_NUMBER})\s?(?:-|–|til|to)\s?)?(?:{_NUMBER})\s?(?:{_SCALE}\s?{_MONEY}|{_MONEY}|tkr\b\.?|(?:mio|mia)\b\.?|k\b|,-))",
    re.IGNORECASE,
)
_MONTHS = r"(?:jan|feb|mar|apr|ma[jy]|jun|jul|aug|sep|o[kc]t|nov|dec)[a-z]*\.?"
_DATE = regex(
    r"(?<![\w.,/-])(?:\d{4}-\d{2}-\d{2}|\d{1,2}\s?[./-]\s?\d{1,2}(?:\s?[./-]\s?\d{2,4})?(?![\d.,]*\s?(?:kr|%|mio|€))|"
    rf"\d{{1,2}}\.?\s{_MONTHS}(?:\s\d{{4}})?|{_MONTHS}\s\d{{1,2}}(?:,?\s\d{{4}})?|(?:uge|week)\s?\d{{1,2}}|"
    r"(?:om|in)\s\d{1,3}\s(?:dage|uger|måneder|days|weeks|months)|"
    r"(?:inden|før|til|efter|by|before|for|after)\s"
    r"(?:jul|nytår|påske|pinse|(?:sommer|efterårs|vinter)ferien|sommer(?:en)?|christmas|easter|summer)|"
    rf"(?:inden|senest|til|på|by|on|before)\s(?:{DAY_NAMES})(?!,?\s(?:den|the|d\.|\d))|i\smorgen|tomorrow|"
    r"(?:(?:i|in|primo|medio|ultimo|start|slut|early|late)\s)?(?:[qk][1-4]|[1-4]\.\s?kvartal)(?:\s\d{4})?|"
    rf"(?:i|in|inden|by|ultimo|primo|medio|senest)\s(?:{_MONTHS})(?:\s\d{{4}})?)(?!\w)",
    re.IGNORECASE,
)


def mentioned(question_id: str, request: Request, today: date) -> Iterator[Message]:
    """Yield what the words of a request mention of a question's answer, for its help."""
    words = str(request.value("request") or "")
    found = amounts(words) if question_id == COST else dates(words, today) if question_id in DATES else []
    if found:
        yield say("post.mentioned", given=Listed(tuple(map(Typed, found))))


def amounts(words: str) -> list[str]:
    """Return the amounts of money in a text as they are written there, those that can be read as one."""
    found = (match[0].strip() for match in _AMOUNT.finditer(words))
    return _first(each for each in found if not isinstance(read_range(each, "money"), Message))


def dates(words: str, today: date) -> list[str]:
    """Return the dates and times to come in a text as they are written there."""
    without = _AMOUNT.sub(lambda match: "#" * len(match[0]), words)
    found = (match[0].strip() for match in _DATE.finditer(without))
    return _first(each for each in found if (weeks := read_weeks(each, today)) is not None and weeks >= 0)


def _first(found: Iterator[str]) -> list[str]:
    return list(dict.fromkeys(found))[:MOST]
