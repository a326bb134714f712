"""The register as a sheet for people: its columns, and the cells of one request, not yet in a language.

A cell holds both what a program reads back (an id, an exact number) and what a person reads (a wording); the adapter
that writes the file picks one. ``record.columns`` reads foreign sheets.
"""

import math
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from msgspec import Struct

from triage.core.life.agenda import Reminder, agenda
from triage.core.life.events import Agreement
from triage.core.messages import Message, Param, Text, Typed, say
from triage.core.record.record import Record
from triage.core.request.request import Range
from triage.core.rules.quantities import amount
from triage.core.rules.ruleset import UNKNOWN, Question, Ruleset

Kind: TypeAlias = Literal["words", "choice", "verdict", "date", "money", "hours", "weeks", "percent", "count"]

_ABOUT: tuple[tuple[str, Kind], ...] = (
    ("id", "choice"),
    ("created", "date"),
    ("title", "words"),
    ("verdict", "verdict"),
    ("state", "choice"),
    ("decision", "verdict"),
    ("decided_on", "date"),
    ("decided_by", "choice"),
    ("override_reason", "words"),
    ("next_on", "date"),
    ("next_what", "words"),
    ("currency", "choice"),
)
_CAME_OF_IT: tuple[tuple[str, Kind], ...] = (
    ("total_cost", "money"),
    ("contribution", "money"),
    ("net", "money"),
    ("agreed_metric", "words"),
    ("agreed_level", "words"),
    ("agreed_date", "date"),
    ("review", "choice"),
    ("actual_cost", "money"),
    ("actual_hours", "hours"),
    ("actual_contribution", "money"),
    ("learned", "words"),
)

OURS = frozenset(name for name, _ in (*_ABOUT, *_CAME_OF_IT))
"""Columns that are not answers; skipped when a sheet is read back."""


class SheetColumn(Struct, frozen=True):
    """A column: the id that stays the same in every language, the heading people read, and what it holds."""

    id: str
    label: Param
    kind: Kind


class Chosen(Struct, frozen=True):
    """One of several ids, and its wording."""

    id: str
    wording: Param


class Estimate(Struct, frozen=True):
    """A range, and its wording."""

    range: Range
    wording: Message


Cell: TypeAlias = Typed | Chosen | Estimate | float | date | None
"""``None`` where nothing was answered; "don't know" is the chosen id ``unknown``. Percentages are 0-100."""


def sheet_columns(ruleset: Ruleset) -> tuple[SheetColumn, ...]:
    """Return the columns: about the request, every question by its id, and what came of it."""
    return (
        *(_of_register(name, kind, ruleset) for name, kind in _ABOUT),
        *(SheetColumn(name, question.label, _kind(question)) for name, question in ruleset.questions.items()),
        *(_of_register(name, kind, ruleset) for name, kind in _CAME_OF_IT),
    )


def sheet_row(record: Record, ruleset: Ruleset, today: date) -> tuple[Cell, ...]:
    """Return the cells of one request, one for each of :func:`sheet_columns`; ``today`` decides what is overdue."""
    return (
        *_about(record, today),
        *(_answer(record, name, question, ruleset) for name, question in ruleset.questions.items()),
        *_came_of_it(record),
    )


def exact_number(value: float, mark: str = ".") -> str:
    """Write a number that ``interview.amounts.read_number`` reads back as the very same.

    ``mark`` is the decimal mark. Never with an exponent. Three decimals get a fourth, as a mark before three digits
    separates thousands. Holds for 0 and for sizes from 1e-40 to 1e15; a smaller one would be longer than what is read
    as an amount.
    """
    whole, _, decimals = format(Decimal(repr(float(value))), "f").partition(".")
    if not decimals.strip("0"):
        return whole
    return whole + mark + (decimals + "0" if len(decimals) == 3 else decimals)


def exact_range(value: Range, mark: str = ".") -> str:
    """Write a range that ``interview.amounts.read_range`` reads back as the very same: ``~low/likely/high``.

    Spreadsheets turn a bare 5/10/20 into a date and -5/10/20 into a sum, and save that; the sign for "about" prevents
    it. A range without width is one number.
    """
    if value.low == value.high:
        return exact_number(value.likely, mark)
    return "~" + "/".join(exact_number(part, mark) for part in (value.low, value.likely, value.high))


def _of_register(name: str, kind: Kind, ruleset: Ruleset) -> SheetColumn:
    """A question with the same id keeps it; no question's id can hold a full stop."""
    return SheetColumn(f"{name}.register" if name in ruleset.questions else name, say(f"sheet.column.{name}"), kind)


def _kind(question: Question) -> Kind:
    match question.type:
        case "text":
            return "words"
        case "date":
            return "date"
        case "number" | "range":
            return question.unit or "count"
    return "choice"


def _about(record: Record, today: date) -> Iterator[Cell]:
    decided = record.life.decision
    yield Typed(record.id)
    yield record.created
    yield Typed(record.title)
    yield Chosen(record.verdict, say(f"verdict.{record.verdict}"))
    yield Chosen(record.life.state, say(f"sheet.state.{record.life.state}"))
    if decided:
        event, decision = decided
        yield Chosen(decision.verdict, say(f"verdict.{decision.verdict}"))
        yield event.day
        yield Chosen(decision.by, say(f"sheet.by.{decision.by}")) if decision.by else None
        yield _words(decision.because if decision.overrides else "")
    else:
        yield from (None,) * 4
    reminder = next(iter(agenda(record.life)), None)
    yield reminder.day if reminder else None
    yield _reminder(reminder, today) if reminder else None
    yield Chosen(record.currency, record.currency)


def _reminder(reminder: Reminder, today: date) -> Chosen:
    wording = say(f"sheet.next.{reminder.about}")
    if reminder.detail:
        wording = say("sheet.next.detail", what=wording, detail=Typed(reminder.detail))
    if reminder.day < today:
        wording = say("sheet.next.overdue", what=wording)
    return Chosen(reminder.about, wording)


def _answer(record: Record, name: str, question: Question, ruleset: Ruleset) -> Cell:
    """An answer by its own type rather than the question's, as the rules may have changed since."""
    if name not in record.answers:
        return None
    value = record.answers[name]
    match value:
        case None:
            return Chosen(UNKNOWN, say("sheet.unknown"))
        case bool():
            word = "yes" if value else "no"
            return Chosen(word, say(word))
        case Range():
            low, likely, high = (
                amount(part, question.unit, record.currency) for part in (value.low, value.likely, value.high)
            )
            return Estimate(value, say("sheet.range", low=low, likely=likely, high=high))
        case str() if question.type == "choice":
            choice = ruleset.choices(name).get(value)
            return Chosen(value, Text(choice.da, choice.en) if choice else Typed(record.goals.get(value, value)))
        case str():
            return _words(value)
    return value


def _came_of_it(record: Record) -> Iterator[Cell]:
    for name in ("total_cost", "contribution", "net"):
        yield _figure(record.measures.get(name))
    yield from _agreed(record.life.agreement)
    yield from _reviewed(record)


def _figure(value: float | None) -> float | None:
    """A computed amount to two decimals; nothing where an answer is missing."""
    return None if value is None or not math.isfinite(value) else round(value, 2)


def _agreed(agreement: Agreement | None) -> tuple[Cell, ...]:
    if agreement is None:
        return (None,) * 3
    return _words(agreement.block.metric), _words(agreement.block.level), agreement.block.reach_by


def _reviewed(record: Record) -> tuple[Cell, ...]:
    """The review that ended it, else the latest since the decision."""
    found = record.final_review or next(reversed(record.reviews), None)
    if found is None:
        return (None,) * 5
    review = found[1]
    status = Chosen(review.status, say(f"sheet.review.{review.status}"))
    return status, review.cost, review.hours, review.contribution, _words(review.learned)


def _words(words: str) -> Typed | None:
    return Typed(words) if words else None
