"""Read typed and written answers as values, or say what is wrong with them.

Both languages are always understood. Amounts may be typed as people write them (``20.000``, ``20-60k``,
``10/20/60 t``), and so may dates and weeks: ``interview.amounts`` and ``interview.days``.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from difflib import get_close_matches
from typing import TypeVar

from msgspec.structs import replace

from triage.core.interview.amounts import brief, read_number, read_range
from triage.core.interview.days import read_day, read_weeks, wrong_weekday
from triage.core.interview.order import no_longer_valid
from triage.core.messages import Message, Number, Typed, say, without_steering
from triage.core.request.request import Answer, Origin, Request, Value
from triage.core.rules.ruleset import UNKNOWN, Choice, Given, Question, Ruleset

T = TypeVar("T")

LONGEST = 10_000
"""Characters that a text answer may have."""
LONGEST_CHOICE = 200
"""Characters up to which an unknown choice is compared with the known ones."""
MOST_WEEKS = 1040
"""Twenty years; a bare ``2027`` is a year and no number of weeks."""
DONT_KNOW = frozenset(
    {
        *(UNKNOWN, "ved ikke", "ved det ikke", "don't know", "dont know", "don’t know", "?"),
        *("ukendt", "ingen anelse", "no idea", "not known", "n/a", "tbd", "-", "–", "—"),
    }
)
YES = frozenset({"true", "yes", "y", "ja", "j", "1"})
NO = frozenset({"false", "no", "n", "nej", "0"})

_LONE = dict.fromkeys(range(0xD800, 0xE000))
"""Surrogates without their other half, which stand for no letter."""
_PLAIN = dict.fromkeys([ord("\r"), 0x85, 0x2028, 0x2029], "\n") | _LONE


def read_answer(
    question: Question,
    raw: object,
    *,
    choices: Mapping[str, Choice],
    today: date,
    currency: str | None = None,
    past: bool = False,
) -> Value | Message:
    """Read an answer as typed at the prompt or written in a file; ``None`` is "don't know".

    An amount that names another currency than ``currency`` is refused. With ``past``, a day without a year is the last
    one that has been.
    """
    if isinstance(raw, str):
        raw = clean(raw)
    if raw is None or (isinstance(raw, str) and (not raw or raw.casefold() in DONT_KNOW)):
        return None
    match question.type:
        case "text":
            return _text(raw)
        case "choice":
            return _choice(raw, choices)
        case "yes_no":
            return _yes_no(raw)
        case "range":
            return _range(question, raw, currency)
        case "date":
            return _date(raw, today, past=past)
    if question.unit == "weeks":
        return _weeks(question, raw, today)
    value = read_number(raw, question.unit, question.per, currency)
    return _for_unit(value, question) if isinstance(value, Message) else _bounded(value, question)


def checked(read: Callable[[bool], Value | Message], wrong: Callable[[Value], Message | None]) -> Value | Message:
    """Return an answer that can be read and used, or what is wrong with it.

    ``read`` is called with whether the past is meant: a day without a year is the next one to come, but where only a
    day that has been can be used, it is the last one.
    """
    value = read(False)
    if isinstance(value, Message) or (message := wrong(value)) is None:
        return value
    earlier = read(True) if isinstance(value, date) else value
    return message if isinstance(earlier, Message) or wrong(earlier) else earlier


def modern(given: Mapping[str, T], ruleset: Ruleset) -> dict[str, T | Given]:
    """Return answers as written or kept, those of older files as the answers that they stand for today.

    An answer that is given under its new name as well stays as it is given.
    """
    read: dict[str, T | Given] = {}
    for name, raw in given.items():
        stands_for = ruleset.old_answers.get(name, {}).get(_old_word(raw))
        if stands_for is None:
            read[name] = raw
        else:
            read |= {new: value for new, value in stands_for.items() if new == name or new not in given}
    return read


def is_of_older_file(name: str, raw: object, ruleset: Ruleset) -> bool:
    """Whether an answer is one that stands for others today."""
    return name in ruleset.old_answers and _old_word(raw) in ruleset.old_answers[name]


def modernised(request: Request, ruleset: Ruleset) -> Request:
    """Return a request that was kept, with its answers in today's terms, each with the origin of the old one."""
    given = {name: answer.value for name, answer in request.answers.items()}
    origins: dict[str, Origin] = {}
    for name, answer in request.answers.items():
        origins = dict.fromkeys(modern({name: answer.value}, ruleset), answer.origin) | origins
    answers = {name: Answer(value, origins[name]) for name, value in modern(given, ruleset).items()}
    return replace(request, answers=answers)


def fitted(request: Request, ruleset: Ruleset) -> Request:
    """Return a kept request as these rules can judge it: in their terms, without what they have no place for."""
    request = modernised(request, ruleset)
    gone = set(no_longer_valid(request, ruleset))
    return replace(request, answers={name: answer for name, answer in request.answers.items() if name not in gone})


def _old_word(raw: object) -> str:
    if isinstance(raw, bool):
        return _yes_or_no(raw)
    word = str(raw).strip().casefold()
    return "yes" if word in YES else "no" if word in NO else word


def clean(words: str) -> str:
    """Return typed or pasted words with plain line breaks and without control characters."""
    if words.isprintable():
        return words.strip()
    return without_steering(words.replace("\r\n", "\n").translate(_PLAIN)).strip()


def clean_line(words: str) -> str:
    """Return typed or pasted words on one line, without control characters."""
    return " ".join(clean(words).split())


def _text(raw: object) -> Value | Message:
    if isinstance(raw, list | dict | type):
        return say("answer.text")
    text = _yes_or_no(raw) if isinstance(raw, bool) else str(raw)
    return say("answer.too_long", most=Number(LONGEST)) if len(text) > LONGEST else text


def _choice(raw: object, choices: Mapping[str, Choice]) -> Value | Message:
    text = _yes_or_no(raw) if isinstance(raw, bool) else str(raw)
    if text in choices:
        return text
    wanted = text.casefold()
    if {"yes", "no"} <= choices.keys() and wanted in YES | NO:
        return "yes" if wanted in YES else "no"
    for name, choice in choices.items():
        if wanted in {name.casefold(), choice.da.casefold(), choice.en.casefold()}:
            return name
    close = get_close_matches(wanted, list(choices), n=1) if isinstance(raw, str) and len(raw) <= LONGEST_CHOICE else []
    if close:
        return say("answer.choice.hint", given=Typed(brief(raw)), hint=close[0])
    return say("answer.choice", given=Typed(brief(raw)), known=", ".join(choices))


def _yes_or_no(raw: bool) -> str:
    """Return yes or no, of which YAML makes booleans where they are not quoted."""
    return "yes" if raw else "no"


def _yes_no(raw: object) -> Value | Message:
    word = str(raw).casefold()
    return word in YES if word in YES | NO else say("answer.yes_no", given=Typed(brief(raw)))


def _range(question: Question, raw: object, currency: str | None) -> Value | Message:
    value = read_range(raw, question.unit, question.per, currency)
    if isinstance(value, Message):
        return _for_unit(value, question)
    for part in (value.low, value.likely, value.high):
        if isinstance(bounded := _bounded(part, question), Message):
            return bounded
    return value if value.low <= value.likely <= value.high else say("answer.range_order")


def _for_unit(wrong: Message, question: Question) -> Message:
    """What is wrong with a number, with an example in the unit that is asked for."""
    has_example = wrong.key in {"answer.number", "answer.range"} and question.unit not in {None, "money"}
    return replace(wrong, key=f"{wrong.key}.{question.unit}") if has_example else wrong


def _bounded(value: float, question: Question) -> float | Message:
    """Refuse negative costs, hours and counts, and percentages outside 0-100; a contribution may be a loss."""
    if question.unit == "percent" and not 0 <= value <= 100:
        return say("answer.percent")
    may_be_negative = question.unit == "money" and bool(question.tries and question.tries.times_cost)
    if value < 0 and not may_be_negative:
        return say("answer.negative")
    return value


def _date(raw: object, today: date, *, past: bool) -> Value | Message:
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    day = read_day(str(raw), today, past=past)
    if day is None:
        return say("answer.date", given=Typed(brief(raw)))
    return _not_that_weekday(str(raw), day) or day


def _not_that_weekday(raw: str, day: date) -> Message | None:
    """Say that the date written is not the day of the week that stands beside it."""
    named = wrong_weekday(raw, day)
    return say("answer.weekday", date=day, weekday=Typed(named)) if named else None


def _weeks(question: Question, raw: object, today: date) -> Value | Message:
    if isinstance(raw, datetime):
        raw = raw.date()
    if isinstance(raw, date):
        weeks: float | None = (raw - today).days / 7
    elif isinstance(raw, int | float) and not isinstance(raw, bool):
        weeks = float(raw)
    else:
        weeks = read_weeks(str(raw), today, bare_days=question.bare == "days")
        day = read_day(str(raw), today) if weeks is not None else None
        if day and (wrong := _not_that_weekday(str(raw), day)):
            return wrong
    if weeks is None:
        key = "answer.weeks.days" if question.bare == "days" else "answer.weeks"
        return say(key, given=Typed(brief(raw)))
    if not 0 <= weeks <= MOST_WEEKS:
        return say("answer.past")
    return weeks
