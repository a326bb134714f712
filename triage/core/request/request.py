"""A request, its answers and the firm's profile, as frozen values.

Answers keep where they came from, so that the memo can separate what was answered from what was assumed. Answers are
read and checked in ``interview.reading``.
"""

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from msgspec import Struct, field
from msgspec.structs import replace

from triage.core.regex import regex
from triage.core.rules.ruleset import Verdict


class Range(Struct, frozen=True):
    """Low, likely and high as 10-50-90: in one case of ten below low, in one of ten above high."""

    low: float
    likely: float
    high: float

    @property
    def expected(self) -> float:
        """Swanson's mean, 0.3/0.4/0.3 (Hurst, Brown & Swanson 2000, "Swanson's 30-40-30 rule")."""
        return 0.3 * self.low + 0.4 * self.likely + 0.3 * self.high


Value: TypeAlias = str | float | bool | date | Range | None
"""An answer; ``None`` is "don't know". A choice is its id, a number a float."""


class Origin(StrEnum):
    """Where an answer came from."""

    ASKED = "asked"
    FILE = "file"
    FLAG = "flag"
    REGISTER = "register"
    """From what became of the same task before."""


class Answer(Struct, frozen=True):
    """A value and where it came from."""

    value: Value
    origin: Origin


class FromRegister(Struct, frozen=True):
    """An answer that counts because the register knows it, and what was answered without that."""

    question: str
    given: Answer | None
    """``None`` where it was left out."""
    id: str
    """Of the earlier request."""
    day: date
    """On which it was measured."""


class Goal(Struct, frozen=True):
    """One of the firm's goals for the year."""

    id: str
    text: str
    audience: str = ""
    metric: str = ""
    baseline: str = ""
    """Where the measure stood when the goal was agreed."""


class Against(Struct, frozen=True):
    """Something that was decided against for the year, and why."""

    text: str
    because: str = ""


class Standing(Struct, frozen=True):
    """Work that comes back every month, such as the newsletter or an agency's retainer, with what a month takes."""

    name: str
    hours: float = 0.0
    cost: float = 0.0


class Profile(Struct, frozen=True):
    """The firm's goals and figures; ``None`` where nobody has said."""

    organisation: str = ""
    manager: str = ""
    director: str = ""
    language: str | None = None
    currency: str = "DKK"
    yearly_budget: float | None = None
    hourly_cost: float | None = None
    required_return: float | None = None
    horizon_months: float | None = None
    sales_cycle_weeks: float | None = None
    capacity_hours: float | None = None
    goals: tuple[Goal, ...] = ()
    agreed_on: date | None = None
    agreed_by: str = ""
    """Who has said yes to the goals, as it was written."""
    against: tuple[Against, ...] = ()
    standing: tuple[Standing, ...] = ()
    director_mail: str = ""
    """Where a memo that is made as a mail is sent."""
    word_template: str = ""
    """The path of the firm's own Word file that memos and reports take their look from."""
    budget_holds_wages: bool | None = None
    """Whether the yearly budget pays for own hours too; unless somebody has said so, it does not."""


PAID_BY_SALES = "sales"
"""The outcome to which the firm's own sales cycle is added."""
COUNTED = ("yearly_budget", "hourly_cost", "required_return", "horizon_months", "sales_cycle_weeks")
"""The profile's figures that the arithmetic uses; the rules have a fallback for each."""
FIGURES = (*COUNTED, "capacity_hours")
"""All figures of the profile."""
IN_MONEY = frozenset({"yearly_budget", "hourly_cost"})
OF_THE_FIRM = frozenset({"agreed_by", "against", "standing", "budget_holds_wages", "director_mail", "word_template"})
"""What is the same for every request, and cannot be another in a request's file."""
TOO_BIG = 1e15
"""What no figure reaches: beyond it sums lose their last krone, and in the end they are infinite."""
NEVER_ZERO = frozenset({"yearly_budget", "horizon_months"})
"""Figures that others are divided by, or counted over."""
GREETING = regex(
    r"\s*(?i:hej(?:sa)?|hi|hello|hey|hallo|halløj|davs?|kære|dear|god(?:dag| ?morgen|aften)|"
    r"good (?:morning|afternoon))"
    r"(?:\s+(?i:igen|again|alle|all|there|med dig|med jer|begge)|[ ,&]+(?:(?i:og|and)\s+)?[A-ZÆØÅ][\w.'-]*){0,4}"
    r"(?:\s*[,!.]+|\s+[–-]|\s*$)\s*",
    re.MULTILINE,
)
"""A greeting with the names it is to; what begins with a small letter is no name."""


class Request(Struct, frozen=True):
    """What the director asked, with the answers and the profile that applies."""

    source: str
    """The file's name, ``name:line`` for a row, or the id in the register."""
    title: str
    answers: Mapping[str, Answer]
    profile: Profile = field(default_factory=Profile)
    asked_by: str = ""
    asked_on: date | None = None
    expect: tuple[Verdict, ...] = ()
    """In cases only: the right verdicts."""
    committed: float = 0.0
    """What requests of the last twelve months with the same goal and kind have been agreed for, in this currency."""
    committed_by: tuple[str, ...] = ()
    """The ids of those requests."""
    from_register: tuple[FromRegister, ...] = ()
    """The answers that the register outranks or fills in; ``answers`` has them as they count."""

    def value(self, question_id: str) -> Value:
        """Return the answer; ``None`` also where the question was left out."""
        answer = self.answers.get(question_id)
        return answer.value if answer else None


def with_answers(request: Request, values: Mapping[str, Value], origin: Origin = Origin.FLAG) -> Request:
    """Return the request with some answers changed or added; the others keep their order."""
    new = {name: Answer(value, origin) for name, value in values.items()}
    return replace(request, answers={**request.answers, **new})


def as_given(request: Request) -> Request:
    """Return the request as it was answered, without what came from the register."""
    answers = dict(request.answers)
    for each in request.from_register:
        if each.given is None:
            answers.pop(each.question, None)
        elif each.question in answers:
            answers[each.question] = each.given
    return replace(request, answers=answers, from_register=(), committed=0.0, committed_by=())


SHORTEST_TITLE = 12
"""Characters below which a sentence says too little to be a title."""
_SENTENCE_END = regex(r"(?<=[^\s\d])(?:\.|(?<=[!?]))(?=\s)")
_CLAUSE_END = regex(r"[,;:](?=\s)|\s+(?:[-–]|(?:fordi|når|hvis|men|because|since|when|but|if)\b)", re.IGNORECASE)


def title_of(words: str, longest: int = 80) -> str:
    """Return the first line of a request as its title: whole sentences if they fit, else whole clauses.

    A greeting is left out; a clause that is too long is cut at a word.
    """
    greeting = GREETING.match(words[:longest])
    begun = words[greeting.end() :].strip() if greeting else ""
    words = begun[:1].upper() + begun[1:] or words
    line = next((line.strip() for line in words.splitlines() if line.strip()), "")
    if len(line) > longest:
        ends = [found.start() for found in _SENTENCE_END.finditer(line[: longest + 2])]
        clauses = [found.start() for found in _CLAUSE_END.finditer(line[: longest + 2])]
        fitting = [end for end in ends if end >= SHORTEST_TITLE] or [end for end in clauses if end >= SHORTEST_TITLE]
        if not fitting:
            return line[:longest].rsplit(" ", 1)[0].rstrip(",.;:") + " ..."
        line = line[: fitting[-1]]
    return line.rstrip(".,;: ")
