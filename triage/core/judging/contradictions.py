"""Answers of one request that do not go together, by the rules; what they change is up to whoever answered."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from triage.core.interview.days import named_days
from triage.core.request.request import Request
from triage.core.rules.ruleset import Contradiction, Ruleset, Words

MOST_WEEKS = 5000
"""More weeks than these are as late as these."""


def contradictions(
    request: Request, ruleset: Ruleset, met: Mapping[str, bool], today: date | None = None
) -> Iterator[str]:
    """Yield the ids of the contradictions; ``met`` tells whose conditions hold.

    Days in words count from the day on which it was asked, else from ``today``; without either they are not compared.
    """
    for name, each in ruleset.contradictions.items():
        holds = met[name] and _were_given(request, each, ruleset) and _said(request, each)
        if holds and _is_later(request, each, request.asked_on or today):
            yield name


def _were_given(request: Request, contradiction: Contradiction, ruleset: Ruleset) -> bool:
    """Whether the answers were really given; what was left out contradicts nothing."""
    return all(request.value(name) is not None for name in contradiction.when if name in ruleset.questions)


def _said(request: Request, contradiction: Contradiction) -> bool:
    """Whether the texts say what a contradiction is about; where it names none, they need not."""
    words = (_has_word(request.value(name), said, contradiction) for name, said in contradiction.words.items())
    bare = (_lacks_number(request.value(name)) for name in contradiction.no_number)
    return all(words) and all(bare)


def _has_word(value: object, said: Words, contradiction: Contradiction) -> bool:
    if not isinstance(value, str):
        return False
    text = value.casefold().strip(" .!")
    words = [word.casefold() for word in (*said.da, *said.en)]
    return text in words if contradiction.whole else any(word in text for word in words)


def _lacks_number(value: object) -> bool:
    return isinstance(value, str) and not any(letter.isdigit() for letter in value)


def _is_later(request: Request, contradiction: Contradiction, today: date | None) -> bool:
    """Whether every day that the text names comes after the date; where no two are compared, there is nothing to say.

    All of them, as a sign may be compared with how it was before.
    """
    if not contradiction.later:
        return True
    first, limit = (request.value(name) for name in contradiction.later)
    if not isinstance(limit, date) or today is None:
        return False
    if isinstance(first, int | float):
        return today + timedelta(weeks=min(first, MOST_WEEKS)) > limit
    days = named_days(first, today) if isinstance(first, str) else []
    return bool(days) and min(days) > limit
