"""Amounts of money that a text names in passing, as in "det koster 60.000 kr."; a bare number is none."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from triage.core.interview.amounts import LONGEST, read_range
from triage.core.messages import Listed, Message, Typed, say
from triage.core.regex import regex
from triage.core.request.request import Range, Request

_CURRENCY = r"(?:kr\b\.?|kroner\b|dkk\b|sek\b|nok\b|eur\b|euros?\b|usd\b|gbp\b|[€$£])"
_TIMES = r"(?:k|t\.?kr|tkr|tusind(?:e)?|thousand|mio|mill|million(?:er|s)?|m)\b\.?"
_NUMBER = r"\d+(?:[.,\u00a0 ]\d{3})*(?:[.,]\d{1,2})?(?!\d)"
_AMOUNT = regex(
    rf"(?<![\w.,])(?:{_CURRENCY}\s?{_NUMBER}(?:\s?{_TIMES})?|{_NUMBER}(?:\s?{_TIMES})?\s?{_CURRENCY}|{_NUMBER}\s?{_TIMES})",
    re.IGNORECASE,
)
LONGEST_TEXT = 10_000


COST = "cost"
"""The question of what a task costs, at which the amounts of the request are told."""


class Named(NamedTuple):
    """An amount, as it is written in a text and as a number."""

    written: str
    number: float


def named_amounts(text: str, currency: str) -> list[Named]:
    """Return the amounts in a text that can be read in a currency, each once."""
    found: dict[float, str] = {}
    for match in _AMOUNT.finditer(text[:LONGEST_TEXT]):
        value = read_range(match[0][:LONGEST], "money", None, currency)
        if isinstance(value, Range):
            found.setdefault(value.likely, " ".join(match[0].split()))
    return [Named(written, number) for number, written in found.items()]


def named_at(question_id: str, request: Request) -> list[Named]:
    """Return the amounts that a request names, at the question of what it costs."""
    if question_id != COST:
        return []
    return named_amounts(str(request.value("request") or ""), request.profile.currency)


def told_of(named: Sequence[Named]) -> Iterator[Message]:
    """Say which amounts a request names; whoever asks proposes the only one as what to type."""
    if named:
        amounts = Listed(tuple(Typed(each.written) for each in named))
        yield say("prompt.named.one" if len(named) == 1 else "prompt.named", amounts=amounts)
