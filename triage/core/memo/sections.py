"""What each section of the memo says about one assessment. Chooses sentences; writes none."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from msgspec import Struct

from triage.core.judging.assessment import Assessment
from triage.core.memo.hanging import Hanging
from triage.core.memo.known import known
from triage.core.memo.rationale import gates_told, span
from triage.core.messages import Hours, Inline, Listed, Message, Param, Text, say
from triage.core.request.effective import effective
from triage.core.request.request import Range, Request
from triage.core.request.shown import answer, plain, text_message, typed
from triage.core.rules.ruleset import OTHER, Gate, MemoSection, Ruleset, TaskType, Verdict

PARAGRAPH = say("memo.paragraph")
"""Between two sentences of a section: what follows is a paragraph of its own."""


def bullets(messages: Iterable[Message]) -> Iterator[Message]:
    """Several sentences as a list; one alone, or none, as it is."""
    said = tuple(messages)
    if len(said) > 1:
        yield say("memo.list", items=Listed(said))
    else:
        yield from said


class Page(Struct, frozen=True):
    """What a memo is written from; ``today`` is the day of the assessment, from which all weeks count."""

    assessment: Assessment
    ruleset: Ruleset
    today: date

    @property
    def request(self) -> Request:
        """The request as it was answered."""
        return self.assessment.request

    @property
    def kind(self) -> TaskType:
        """The task type; its choice cannot be left open."""
        return self.ruleset.task_types[str(self.request.value("task_type"))]

    @property
    def hanging(self) -> Hanging:
        """What acts and conditions are told from."""
        return Hanging(self.assessment, self.ruleset, self.today)

    @property
    def gates(self) -> tuple[Gate, ...]:
        """The gates that apply."""
        return tuple(self.ruleset.gates[name] for name in self.assessment.gates)

    @property
    def duty(self) -> Gate | None:
        """The gate of a duty, where one applies."""
        return self.ruleset.duty(self.assessment.gates)

    @property
    def of_duty(self) -> bool:
        """Whether it was asked for as a duty, or is one; it has its own day, and no effect to wait for."""
        return self.duty is not None or self.request.value("kind_of_ask") == "duty"

    def after(self, weeks: float | None) -> date | None:
        """The day so many weeks from today."""
        return None if weeks is None else self.today + timedelta(weeks=weeks)

    def answer(self, question_id: str) -> Param | None:
        """An answer that was really given, as it is shown."""
        return None if self.request.value(question_id) is None else answer(self.request, self.ruleset, question_id)


class Row(Struct, frozen=True):
    """A row of a table; ``None`` where a cell has nothing to say."""

    label: Message
    cells: tuple[Param | None, ...]


def asked(page: Page) -> Iterator[Message]:
    """What set it off."""
    if page.request.value("trigger") != OTHER:
        yield from told(page, "trigger")
    yield from own_questions(page, "request")


def compared(page: Page) -> Iterator[Message]:
    """What the request was read as, which its weeks and its usual failure come from."""
    if page.request.value("task_type") != OTHER:
        yield say("memo.read_as", kind=page.kind.label)


def problem(page: Page) -> Iterator[Message]:
    """The problem, what should change, and what waiting costs; then the customer and their need."""
    of_problem, of_customer = [*_problem(page)], [*_customer(page), *own_questions(page, "problem")]
    if not of_problem and not of_customer:
        yield say("memo.problem.duty" if page.of_duty else "memo.problem.none")
        return
    yield from of_problem
    if of_problem and of_customer:
        yield PARAGRAPH
    yield from of_customer


def _problem(page: Page) -> Iterator[Message]:
    words = typed(page.request, "problem")
    if words:
        yield say("memo.problem.words", problem=words)
    else:
        yield from told(page, "problem_type")
    yield from told(page, "problem_evidence")
    if page.request.value("waiting") is not None:
        yield from told(page, "waiting", _WAITING.get(str(page.request.value("kind_of_ask"))))
    for name in ("decision",) if page.of_duty else ("removes_cause", "outcome", "decision"):
        if (name, page.request.value(name)) != ("removes_cause", "yes"):
            yield from told(page, name)


def _customer(page: Page) -> Iterator[Message]:
    audience, size = typed(page.request, "audience"), page.answer("audience_size")
    if audience and size:
        yield say("memo.audience.size", audience=audience, size=size)
    elif audience:
        yield say("memo.audience", audience=audience)
    for name in ("who_loses",) if page.of_duty else ("reach", "need", "loss_known", "who_loses", "waiting_for"):
        yield from told(page, name)


def fit(page: Page) -> Iterator[Message]:
    """How well it fits which goal, and what it displaces."""
    yield from told(page, "goal_fit")
    goal = page.answer("goal")
    if goal and page.request.value("goal") != "none":
        yield say("memo.goal", goal=goal)
    if not page.request.profile.goals and page.request.value("kind_of_ask") not in _ON_NO_GOAL:
        yield say("memo.no_goals" if page.request.value("goal_fit") is None else "memo.no_goals.estimate")
    if page.request.value("course_change") not in {None, "no", "channel"}:
        yield from told(page, "course_change")
    displaced = typed(page.request, "displaces")
    something_waits = own_hours(page) and not page.assessment.small_bet and "capacity" not in _reasons(page)
    if displaced:
        yield say("memo.displaces", displaced=displaced)
    elif something_waits and page.assessment.verdict is not Verdict.DROP:
        yield say("memo.displaces.open")
    yield from own_questions(page, "fit")


_ON_NO_GOAL = {"duty", "answer"}
"""Kinds of ask that are met whether or not they serve a goal."""


def _reasons(page: Page) -> set[str]:
    """What the gates that apply are about."""
    return {gate.reason for gate in page.gates}


def own_hours(page: Page) -> Hours | None:
    """Hours of our own time on average, in whole hours; ``None`` where there are none or they are not known."""
    hours = effective(page.request, page.ruleset).get("hours")
    return Hours(round(hours.expected)) if isinstance(hours, Range) and hours.expected >= 1 else None


def certainty(page: Page) -> Iterator[Message]:
    """What it is built on, what is not known, and how it is likeliest to go wrong."""
    if not page.of_duty:
        yield from told(page, "evidence")
    for name in ("evidence_says", "answerable", "facts_known", "tried_outcome", "what_is_new"):
        if name != "evidence_says" or page.request.value(name) != "for":
            yield from told(page, name)
    yield from known(page.request, page.ruleset)
    yield from _not_known(page)
    premortem = typed(page.request, "premortem")
    if premortem:
        yield say("memo.premortem", risk=premortem)
    elif not page.of_duty and page.request.value("tried_outcome") is None:
        yield say("memo.usual_failure", failure=page.kind.failure)
    yield from own_questions(page, "certainty")


def _not_known(page: Page) -> Iterator[Message]:
    """Everything that could change the recommendation and is not known, in one sentence."""
    decides = page.assessment.unknown_that_decides
    names = (each.question for each in page.assessment.unknowns if each.matters and each.question != decides)
    labels = tuple(Inline(page.ruleset.questions[name].label) for name in names)
    if labels:
        yield say("memo.not_known", questions=Listed(labels))


def points(page: Page) -> Iterator[Row]:
    """For the second page: each criterion's points, weight and part of the score."""
    for result in page.assessment.criteria:
        yield Row(
            text_message(page.ruleset.criteria[result.id].label),
            (
                None if result.points is None else span(result.points),
                plain(result.weight),
                None if result.contribution is None else span(result.contribution),
            ),
        )


def told(page: Page, question_id: str, frame: str | None = None) -> Iterator[Message]:
    """An answer as the rules say it in a memo; else the question with its answer, where there is one."""
    value = page.request.value(question_id)
    question = page.ruleset.questions.get(question_id)
    choice = question.choices.get(value) if question and isinstance(value, str) else None
    if choice is None or choice.said is None:
        yield from given(page, f"memo.{question_id}", question_id)
    elif question_id in _SAID_IN:
        yield say(frame or _SAID_IN[question_id], said=choice.said)
    elif not _is_a_reason(page, choice.said):
        yield text_message(choice.said)


def _is_a_reason(page: Page, said: Text) -> bool:
    """Whether a sentence stands in the recommendation already, as its reason or part of it."""
    reasons = [gate.because for gate in gates_told(page.assessment, page.ruleset)]
    return any(said.da in each.da or said.en in each.en for each in reasons)


_SAID_IN = {"waiting": "memo.waiting.said"}
"""Questions whose answers end a sentence of the memo; those of all others are sentences."""

_WAITING: Mapping[str, str] = {"answer": "memo.waiting.said.answer", "stop": "memo.waiting.said.stop"}
"""By kind of ask: what is meant by waiting, where it is not half a year without the task."""


def given(page: Page, key: str, question_id: str) -> Iterator[Message]:
    """One sentence with an answer, where there is one."""
    given = page.answer(question_id)
    if given is not None:
        yield say(key, answer=given)


def own_questions(page: Page, section: MemoSection) -> Iterator[Message]:
    """Answers that the rules send to this section and that have no sentence of their own: a user's own questions."""
    for name, question in page.ruleset.questions.items():
        given = page.answer(name) if question.memo == section and name not in _BUNDLED else None
        if given is not None:
            yield say("memo.own_question", question=question.label, answer=given)


_BUNDLED = {
    "request", "task_type", "trigger", "obligation", "obligation_source", "lawful", "problem", "problem_type",
    "problem_evidence", "waiting", "audience", "audience_size", "need", "reach", "outcome", "effect_as", "extra_units",
    "unit_contribution", "extra_contribution", "no_effect_chance", "anyway", "cost", "hours", "undo", "visible_in",
    "date_bound", "after_date", "early_sign", "lasts", "goal", "goal_fit", "course_change", "capacity", "displaces",
    "evidence", "bounded_test", "tried_before", "premortem", "success_metric", "success_level", "success_by",
    "stop_rule", "kind_of_ask", "source_kind", "duty_from", "lawful_how", "removes_cause", "smaller_way", "loss_known",
    "who_loses", "waiting_for", "worth", "decision", "decision_stake", "decision_turns", "ready_by", "decision_in",
    "evidence_says", "answerable", "facts_known", "whole_cost", "tried_outcome", "problem_checked", "what_is_new",
}  # fmt: skip
"""The questions of the bundled rules, each of which has its own sentence."""
