"""What a rules file means: questions, criteria, gates, thresholds and task types, as frozen values.

Pydantic is not loaded here, so that a listing or a warm start pays for neither it nor YAML; the adapter for rules files
teaches it to read these structs and finds line and column. What holds *between* the parts (references, cycles, gates
that can never apply) is checked in ``rules.check``.
"""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Annotated, Literal, TypeAlias

from msgspec import Meta, Struct, field

from triage.core.messages import Text

UNKNOWN = "unknown"
"""The answer "don't know" in request files and in the conditions of gates."""

OTHER = "other"
"""The task type, and the trigger, for whatever none of the others fits; every ruleset has it."""


class FromRules(Struct, frozen=True):
    """Base of whatever is read from a rules file; ``adapters.rules`` checks it with pydantic."""


class Verdict(StrEnum):
    """What the tool advises; the order drop < defer < go is that of :data:`VERDICTS`."""

    DROP = "drop"
    DEFER = "defer"
    GO = "go"


VERDICTS = (Verdict.DROP, Verdict.DEFER, Verdict.GO)
"""Verdicts from worst to best; columns hold the index into this."""

Points: TypeAlias = Annotated[float, Meta(ge=0, le=100)]
Positive: TypeAlias = Annotated[float, Meta(gt=0)]
NotNegative: TypeAlias = Annotated[float, Meta(ge=0)]
QuestionType: TypeAlias = Literal["choice", "number", "range", "text", "date", "yes_no"]
Unit: TypeAlias = Literal["money", "hours", "weeks", "percent", "count"]
Period: TypeAlias = Literal["year", "month", "horizon"]
MemoSection: TypeAlias = Literal["request", "problem", "economics", "time", "fit", "certainty", "next", "success"]
About: TypeAlias = Literal["problem", "tactic"]
Reason: TypeAlias = Literal[
    "duty", "law", "ask", "need", "strategy", "outcome", "date", "research", "test", "capacity", "money"
]
Owner: TypeAlias = Literal["manager", "director", "both"]
ActKind: TypeAlias = Literal["law", "move", "talk", "find", "free", "cut", "ask"]
"""What has to be done about a finding: find the lawful way, move the date, talk and agree, find something out, free
hands, cut the cost, or get an answer. Findings of one kind are one act."""

ACT_KINDS: tuple[ActKind, ...] = ("law", "move", "talk", "find", "free", "cut", "ask")
"""In the order in which they are named."""
COUNTED_KINDS = ACT_KINDS[:-1]
"""The kinds that count towards a drop; a question that is merely open does not."""


class Compare(FromRules, frozen=True):
    """A bound on a number, or on an ordered choice by the id of one of its choices. All given bounds must hold."""

    above: float | str | None = None
    below: float | str | None = None
    at_least: float | str | None = None
    at_most: float | str | None = None


Condition: TypeAlias = bool | float | str | tuple[str, ...] | Compare
When: TypeAlias = Mapping[str, Condition]
"""Conditions by question or measure; all must hold. ``unknown`` holds where the question was not answered."""


class Words(FromRules, frozen=True):
    """Words in a request that suggest a task type or another choice."""

    da: tuple[str, ...] = ()
    en: tuple[str, ...] = ()


class Choice(FromRules, frozen=True):
    """One answer to choose."""

    da: str
    en: str
    value: float | None = None
    """The number the choice stands for in the arithmetic, such as 25 for a quarter."""
    words: Words | None = None
    """Words in a request that suggest this choice."""
    offered: bool = True
    """Whether it is shown; one that is not stands for what an older file left out."""
    said: Text | None = None
    """How the memo says it: a sentence of its own, or for ``waiting`` the end of one; else question and answer."""
    supposed: Text | None = None
    """The same after an "if": what would turn a recommendation, or what an act leads to."""

    def in_(self, language: str) -> str:
        """The wording in ``da`` or ``en``."""
        return self.da if language == "da" else self.en


class Tries(FromRules, frozen=True):
    """What is tried when a number is not known: amounts, or multiples of the request's total cost."""

    values: tuple[float, ...] = ()
    """Numbers in the question's unit; money in the ruleset's currency."""
    times_cost: tuple[float, ...] = ()
    """Contributions as multiples of the total cost: 1 just breaks even."""


class Wording(FromRules, frozen=True):
    """How a question is asked where another kind of task is asked about."""

    when: When
    ask: Text
    help: Text | None = None
    bare: Literal["weeks", "days"] | None = None
    """What a typed number without a word counts in, where that is another than elsewhere."""


class TakenAs(FromRules, frozen=True):
    """What counts when a question was left out of a file, while these answers hold."""

    when: When
    is_: str
    """The id of a choice."""


class Question(FromRules, frozen=True):
    """One question of the interview, with everything that is said about it."""

    group: str
    type: QuestionType
    ask: Text
    """The question itself."""
    label: Text
    """Two or three words that name the answer on the review screen, in the memo and in messages."""
    why: Text
    """Why it is asked; shown on request at the prompt."""
    help: Text | None = None
    """One line under the question: how to answer."""
    wordings: tuple[Wording, ...] = ()
    """Other wordings; the first whose conditions hold is used."""
    quick: bool | When = False
    """Asked before others in quick triage: always, or when these answers hold."""
    must: bool = False
    """Cannot be answered with "don't know"."""
    ordered: bool = False
    """The choices stand from worst to best, so that "one step" means something."""
    choices: Mapping[str, Choice] = field(default_factory=dict)
    choices_from: Literal["task_types", "currencies", "goals"] | None = None
    """Choices that stand elsewhere: the task types, the currencies of the rules, or the goals of the profile."""
    unit: Unit | None = None
    per: Period | float | None = None
    """What an amount is asked for, so that "20,000 a month" can be read as one for it; a number is so many months.

    ``horizon`` are the months over which effects of this kind are counted, ``{months}`` in the question's words.
    """
    bare: Literal["weeks", "days"] = "weeks"
    """What a typed number without a word counts in, where the unit is weeks; files always count in weeks."""
    only_if: When | None = None
    refers_to: tuple[str, ...] = ()
    """The earlier questions that its words speak of: they are asked before it where they are asked at all."""
    default: str | float | bool | None = None
    """What counts when the question was left out; the memo says that it was not asked."""
    taken_as: tuple[TakenAs, ...] = ()
    """What counts when it was left out and other answers tell; goes before ``default``."""
    holds_if: Text | None = None
    """The condition that a go carries where the question was left out of a file and its default counts."""
    unknown_as: str | float | bool | None = None
    """What "don't know" counts as. Without it every possible answer is tried."""
    names_something: bool = False
    """A text that says nothing, by ``says_nothing``, is kept but counts as no answer."""
    tries: Tries | None = None
    """What is tried when a number is not known."""
    find_out: Text | None = None
    """Who could find the answer, and how, when the verdict depends on it."""
    memo: MemoSection | None = None
    """The section of the memo that prints the answer; needed where neither criteria nor gates use it."""

    @property
    def may_be_left_out(self) -> bool:
        """Whether a file may leave it out; what must be answered may be where a default counts."""
        return not self.must or self.default is not None


class Group(FromRules, frozen=True):
    """Questions asked together."""

    label: Text
    purpose: Text
    """What the group is for, said before its first question."""


class Form(FromRules, frozen=True):
    """Questions about something else than a task, such as a decision or the firm; nothing is judged by them."""

    form: str
    """The form's name."""
    groups: Mapping[str, Group]
    questions: Mapping[str, Question]


Point: TypeAlias = tuple[float, Points]


class Indicator(FromRules, frozen=True):
    """How one answer or measure becomes points 0-100: exactly one of levels, steps and curve."""

    from_: str
    """The id of a question or a measure."""
    when: When = field(default_factory=dict)
    """Where a criterion reads another question for another kind of task: only where these conditions hold."""
    levels: Mapping[str, Points] = field(default_factory=dict)
    """Points for each choice."""
    steps: tuple[Point, ...] = ()
    """[from this number on, points]; below the first number the points are 0."""
    curve: tuple[Point, ...] = ()
    """[number, points] joined by straight lines, flat outside."""
    share: Positive = 1
    """Weight among several indicators of the same criterion."""


class Adjustment(FromRules, frozen=True):
    """A limit on a criterion's points while a condition holds: exactly one of at_most and minus."""

    when: When
    because: Text
    at_most: Points | None = None
    minus: Points | None = None


Given: TypeAlias = float | bool | str | None
"""An answer that an act leads to: a choice, yes or no, a number, the name of a measure for a number, ``given`` for some
text, ``affordable`` for a cost or hours that the likely effect pays for; nothing where it is asked for again."""


class Appointment(FromRules, frozen=True):
    """What a defer is made of: why we wait, what happens next, who does it, and when it is taken up again."""

    reason: Reason
    next: Text
    """The next step."""
    owner: Owner
    trigger: Text | None = None
    """The event on which it is taken up again."""
    weeks: Positive | None = None
    """Weeks from the assessment to the date on which it is taken up again, whatever has happened."""
    hours: NotNegative = 0
    """Our own hours that the step takes."""
    share: Annotated[float, Meta(ge=0, le=1)] = 0
    """Part of the task's whole cost that the step may cost besides."""
    answers: Mapping[str, Given] = field(default_factory=dict)
    """The answers that the step stands for when it succeeds."""


class Lighter(FromRules, frozen=True):
    """A lower weight while conditions hold."""

    when: When
    weight: NotNegative


class Criterion(FromRules, frozen=True):
    """One of the scored criteria."""

    label: Text
    why: Text
    """Why it counts."""
    since: str
    """The version of the ruleset that it has counted since in this form."""
    weight: NotNegative
    about: About
    points: Indicator | tuple[Indicator, ...]
    minimum: Points | None = None
    """Below these points the criterion is a finding."""
    minimum_when: When = field(default_factory=dict)
    """The minimum counts only while these conditions hold."""
    act: ActKind | None = None
    """What has to be done where the points are below the minimum."""
    lighter: Lighter | None = None
    """A lower weight where little is known of what the criterion compares with."""
    adjust: tuple[Adjustment, ...] = ()
    below_minimum: Appointment | None = None
    """What a defer for a missed minimum is made of."""
    speaks_for: Text | None = None
    """What is said of it where it scores high."""
    speaks_against: Text | None = None
    """What is said of it where it scores low."""

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """The indicators, also where only one is written."""
        return (self.points,) if isinstance(self.points, Indicator) else self.points


class Fact(FromRules, frozen=True):
    """A condition with a name, which other conditions read as true or false: that something is a real trial, say."""

    label: Text
    when: When | tuple[When, ...]
    """All conditions of one mapping must hold; of several mappings, any."""

    @property
    def alternatives(self) -> tuple[When, ...]:
        """The mappings of which any may hold, also where only one is written."""
        return self.when if isinstance(self.when, tuple) else (self.when,)


class Gate(FromRules, frozen=True):
    """A finding: something that stands in the way whatever the score, or a duty. Exactly one of act, ends and lifts."""

    label: Text
    when: When | tuple[When, ...]
    """All conditions of one mapping must hold; of several mappings, any."""
    because: Text
    reason: Reason
    about: About
    act: ActKind | None = None
    """What has to be done about it before it can be a go."""
    ends: bool = False
    """The two can do nothing about it: a drop."""
    lifts: bool = False
    """It must be done, whatever else is found: a go."""
    instead: Text | None = None
    """The alternative that serves the same problem; needed with ``ends``."""
    then: Appointment | None = None
    """The act; needed with ``act``."""
    would_change: Text | None = None
    """What would lift the gate."""

    @property
    def alternatives(self) -> tuple[When, ...]:
        """The mappings of which any may hold, also where only one is written."""
        return self.when if isinstance(self.when, tuple) else (self.when,)


class GoIf(FromRules, frozen=True):
    """A condition that a go carries: how it is done, or what is agreed about it.

    Never what, when, to whom or how much: that is an act.
    """

    when: When
    say: Text
    """Goes on from "Go, if ..."."""
    owner: Owner
    from_: str = ""
    """The question whose answer stands after it."""
    weeks: NotNegative | str | None = None
    """Weeks from the assessment by which it is met, or the name of a measure of weeks."""
    ceiling: bool = False
    """The high cost is the most that it may cost."""


class Contradiction(FromRules, frozen=True):
    """Answers that do not go together, put to the user; it changes no verdict."""

    says: Text
    """What does not fit, in a sentence that the memo can print."""
    ask: Text
    """The question that settles it."""
    questions: tuple[str, ...]
    """The answers to look at again."""
    when: When = field(default_factory=dict)
    words: Mapping[str, Words] = field(default_factory=dict)
    """By question of text: the answer holds one of these words."""
    whole: bool = False
    """The words are the whole answer."""
    no_number: tuple[str, ...] = ()
    """Questions of text that were answered without a number."""
    later: tuple[str, ...] = ()
    """A question of text and one for a date: the text names a day or a week after that date."""


class Bar(FromRules, frozen=True):
    """A lower score that is enough for go while conditions hold."""

    when: When
    go: Points


class Urgent(FromRules, frozen=True):
    """What cannot wait for an act that takes weeks: while conditions hold, each act is done within some."""

    when: When
    weeks: Positive
    """May be part of a week."""


class SmallBet(FromRules, frozen=True):
    """The lane for what costs next to nothing."""

    when: When
    go: Points
    """The score that is enough for go in this lane."""
    needs_no: tuple[str, ...] = ()
    """Questions that need no answer in this lane: left unknown they neither count nor block."""


class Thresholds(FromRules, frozen=True):
    """From findings and score to verdict."""

    go: Points
    """Below this score a request without findings is weak all round: a defer."""
    most_kinds: Annotated[float, Meta(ge=1)]
    """More kinds of act than these make it another task: a drop."""
    defer: Appointment
    """What a defer for a request that is weak all round is made of."""
    unknown_decides: Appointment
    """What a defer is made of when an unknown answer decides the verdict."""
    agree: tuple[str, ...] = ()
    """Questions that must be answered, and agreed by both, before a go is final."""
    small_bet: SmallBet | None = None
    trial: Bar | None = None
    """A lower bar for a real trial, whose use is what it teaches."""
    urgent: Urgent | None = None
    drop_below: Points | None = None
    """Only in kept rules of the first versions: below this score it was a drop."""


Property: TypeAlias = Literal["honest", "better", "free_pass"]
"""What must hold of every ruleset: "don't know" gets no go that a true answer would not, a better answer never makes
it worse, and what costs nothing to claim makes no go."""


class Exemption(FromRules, frozen=True):
    """A question for which a property does not hold, and why that is right."""

    property: Property
    question: str
    because: Text


class Holds(FromRules, frozen=True):
    """What must hold whatever is answered; :mod:`judging.counterexamples` searches for answers that break it.

    Choices stand in their order already; numbers and claims are named here.
    """

    less: tuple[str, ...] = ()
    """Numbers of which less is better."""
    more: tuple[str, ...] = ()
    """Numbers of which more is better."""
    claims: tuple[str, ...] = ()
    """Questions whose answers cost nothing to give; they make a go only where a fact of ``claims_need`` then holds."""
    claims_need: tuple[str, ...] = ()
    exceptions: tuple[Exemption, ...] = ()


class Fallbacks(FromRules, frozen=True):
    """Figures used where the profile has none; each is a judgement and is told as such."""

    yearly_budget: Positive
    hourly_cost: NotNegative
    required_return: NotNegative
    horizon_months: Positive
    sales_cycle_weeks: NotNegative = 0


Span: TypeAlias = tuple[NotNegative, NotNegative, NotNegative]


class TaskType(FromRules, frozen=True):
    """A reference class: what tasks of this kind usually take, and where they usually go wrong."""

    label: Text
    deliver: Span
    """Weeks from the decision until it is ready: low, likely, high."""
    first: Span
    """Weeks from the decision to the first measurable sign: low, likely, high."""
    full: Span
    """Weeks from the decision until the effect is mostly there: low, likely, high."""
    grade: str
    """How well the weeks are known: A controlled studies, B platform or trade body, C practitioners, D judgement."""
    leading: Text
    """The early sign."""
    outcome: Text
    """The lagging outcome to judge by."""
    cost_driver: Text
    vanity: Text
    """The number that looks like success and is not."""
    job: tuple[Literal["activation", "brand", "retention", "insight", "relations", "proof"], ...]
    instead: Text
    """A better answer to the usual problem behind it, offered with a drop."""
    revisit: Text
    """The event on which a deferred task of this kind is taken up again."""
    failure: Text
    """How it usually goes wrong; proposed where no premortem was given."""
    test: Text
    """The cheapest honest test."""
    words: Words = field(default_factory=Words)
    sources: tuple[str, ...] = ()
    """Where the figures come from; J marks a judgement without a source."""
    note: Text | None = None
    """What disagrees, or what to be careful about."""
    horizon_months: Positive = 12
    anyway: Points | None = None
    """Share in percent that would usually have come anyway, shown as a hint (a judgement)."""
    no_effect: Points | None = None
    """How often in percent nothing measurable happens, shown as a hint."""

    @property
    def grades(self) -> tuple[str, ...]:
        """What stands behind the weeks, the best first: A to D, and l for the literature."""
        stands = {"l" if each == "lit" else each for each in re.findall(r"\b(?:[A-D]|lit)\b", self.grade)}
        return tuple(letter for letter in "ABCDl" if letter in stands)

    @property
    def weakest_grade(self) -> str:
        """The letter that stands for the weeks: D before C before B before A, l for the literature."""
        return next((letter for letter in "DCBAl" if letter in self.grade), "D")


class SaysNothing(FromRules, frozen=True):
    """Texts that name nothing, or put it off, in small letters."""

    whole: Words = field(default_factory=Words)
    begins: Words = field(default_factory=Words)


class Ruleset(FromRules, frozen=True):
    """A whole ruleset as one value."""

    ruleset: str
    """The ruleset's name."""
    version: str
    currency: str
    """The currency of the amounts written in the rules."""
    groups: Mapping[str, Group]
    questions: Mapping[str, Question]
    criteria: Mapping[str, Criterion]
    gates: Mapping[str, Gate]
    verdicts: Thresholds
    fallbacks: Fallbacks
    task_types: Mapping[str, TaskType]
    facts: Mapping[str, Fact] = field(default_factory=dict)
    conditions: Mapping[str, GoIf] = field(default_factory=dict)
    contradictions: Mapping[str, Contradiction] = field(default_factory=dict)
    holds: Holds = field(default_factory=Holds)
    says_nothing: SaysNothing = field(default_factory=SaysNothing)
    old_answers: Mapping[str, Mapping[str, Mapping[str, Given]]] = field(default_factory=dict)
    """Answers of older files: question, its old answer, and the answers that it stands for today."""
    rates: Mapping[str, Positive] = field(default_factory=dict)
    """What one unit of another currency is worth in the ruleset's, roughly; only for limits written in the rules."""

    @property
    def is_of_first_versions(self) -> bool:
        """Whether points made the verdicts: such kept rules are shown, and nothing is judged by them."""
        return self.verdicts.drop_below is not None

    def choices(self, question_id: str) -> Mapping[str, Choice]:
        """The choices of a question that the ruleset itself knows (goals stand in the profile)."""
        question = self.questions[question_id]
        if question.choices_from == "task_types":
            return {name: Choice(kind.label.da, kind.label.en) for name, kind in self.task_types.items()}
        if question.choices_from == "currencies":
            return {code: Choice(code, code) for code in (self.currency, *self.rates)}
        return question.choices

    def offered(self, question_id: str) -> Mapping[str, Choice]:
        """The choices that a person may give; the others only stand for what an older file left out."""
        return {name: choice for name, choice in self.choices(question_id).items() if choice.offered}

    def duty(self, gates: Iterable[str]) -> Gate | None:
        """The duty among gates that apply: the first that lifts. The question is then how, not whether."""
        return next((self.gates[name] for name in gates if self.gates[name].lifts), None)
