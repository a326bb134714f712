"""How numbers and dates written in a file or on the command line were read, so that "20-60.000" never counts unseen.

What is written as the number or the date that it is, needs no word; but a number of weeks that looks like a day of a
month does: 2.5 weeks are not the 2nd of May.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from msgspec import Struct, field

from triage.core.interview.amounts import brief
from triage.core.messages import Message, Money, Number, Param, Share, Typed, say
from triage.core.regex import regex
from triage.core.request.request import IN_MONEY, Profile, Range, Request, Value
from triage.core.request.shown import shown
from triage.core.rules.ruleset import Ruleset

MOST = 10
_LIKE_A_DAY = regex(r"\d{1,2}\.(?!0+$)\d{1,2}")


class Readings(Struct):
    """The ways in which numbers and dates are written, each with the first answer that is written so."""

    found: dict[tuple[str, str], Message] = field(default_factory=dict)

    def add(self, name: str, raw: object, value: Value, *, firm: Profile, ruleset: Ruleset, today: date) -> None:
        """Remember how an answer was read, unless it is written plainly."""
        question = ruleset.questions[name]
        if isinstance(raw, list) and not all(map(_is_number, raw)):
            raw = " / ".join(map(str, raw))
        if not isinstance(raw, str) or question.type in {"text", "choice", "yes_no"} or len(self.found) > MOST:
            return
        is_span = isinstance(value, Range) and value.low < value.high
        is_doubtful = question.unit == "weeks" and _LIKE_A_DAY.fullmatch(raw.strip()) is not None
        is_day = is_doubtful and value not in {float(raw), float(raw) / 7}
        figures = raw if is_span else re.sub(r"\d+", "0", raw)
        way = name, f"day {figures}" if is_day else figures
        if value is None or way in self.found or (not is_doubtful and _is_plain(raw, value)):
            return
        answer: Param = shown(value, question, name, Request("", "", {}, firm), ruleset)
        if question.unit == "weeks" and isinstance(value, float):
            answer = say("prompt.weeks_and_date", weeks=answer, date=today + timedelta(weeks=value))
        self.found[way] = say("read.as", question=question.label, given=Typed(brief(raw)), answer=answer)

    def add_figure(self, name: str, raw: object, value: float, currency: str) -> None:
        """Remember how a figure of the firm was read, unless it is written plainly."""
        answer: Param = Number(value, 0 if value.is_integer() else 2)
        if name in IN_MONEY:
            answer = Money(value, currency, rounded=False)
        elif name == "required_return":
            answer = Share(value, 1)
        self._add_once(name, Typed(name), raw, value, answer)

    def add_asked_on(self, raw: object, day: date) -> None:
        """Remember as which day the one was read on which a task was asked for."""
        self._add_once("asked_on", say("import.field.asked_on"), raw, day, day)

    def _add_once(self, name: str, question: Param, raw: object, value: Value, answer: Param) -> None:
        if isinstance(raw, str) and len(self.found) <= MOST and not _is_plain(raw, value):
            read = say("read.as", question=question, given=Typed(brief(raw)), answer=answer)
            self.found.setdefault((name, re.sub(r"\d+", "0", raw)), read)

    def told(self) -> Iterator[Message]:
        """Yield how the first of them were read, and whether there are more."""
        yield from list(self.found.values())[:MOST]
        if len(self.found) > MOST:
            yield say("read.as.more")


def _is_number(part: object) -> bool:
    return not isinstance(part, str) or re.fullmatch(r"-?\d+(\.\d+)?", part) is not None


def _is_plain(raw: str, value: Value) -> bool:
    """Whether what is written is the number itself, as a program would write it, or a date in full."""
    number = value.likely if isinstance(value, Range) and value.low == value.high else value
    try:
        return float(raw) == number
    except ValueError:
        return re.fullmatch(r"\d{4}-\d{2}-\d{2}", raw.strip()) is not None
