"""What each section of the memo says about one assessment. Chooses sentences; writes none."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from triage.core.judging.assessment import Assessment, money
from triage.core.memo.hanging import Hanging
from triage.core.memo.known import known
from triage.core.memo.rationale import break_even, horizon, not_fitting, payback, span, typical_weeks
from triage.core.messages import Inline, Message, Money, Param, Share, Text, say
from triage.core.request.request import Request
from triage.core.request.shown import answer, plain, typed
from triage.core.rules.ruleset import OTHER, Gate, MemoSection, Ruleset, TaskType


@dataclass(frozen=True, slots=True)
class Page:
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


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; ``None`` where a cell has nothing to say."""

    label: Message
    cells: tuple[Param | None, ...]


def asked(page: Page) -> Iterator[Message]:
    """How the request was read, and what set it off."""
    if page.request.value("task_type") != OTHER:
        yield say("memo.read_as", kind=page.kind.label)
    trigger = page.answer("trigger")
    if trigger and page.request.value("trigger") != OTHER:
        yield say("memo.trigger", trigger=trigger)
    yield from own_questions(page, "request")


def problem(page: Page) -> Iterator[Message]:
    """The problem, the customer, their need, and where we know each from."""
    told = [*_problem(page), *own_questions(page, "problem")]
    yield from told or [say("memo.problem.duty" if page.of_duty else "memo.problem.none")]


def _problem(page: Page) -> Iterator[Message]:
    words = typed(page.request, "problem")
    if words:
        yield say("memo.problem.words", problem=words)
    else:
        yield from given(page, "memo.problem.type", "problem_type")
    evidence = page.request.value("problem_evidence")
    if evidence in _EVIDENCE:
        yield say(f"memo.problem.evidence.{evidence}")
    else:
        yield from given(page, "memo.problem.evidence", "problem_evidence")
    audience, size = typed(page.request, "audience"), page.answer("audience_size")
    if audience:
        yield (
            say("memo.audience.size", audience=audience, size=size) if size else say("memo.audience", audience=audience)
        )
    yield from given(page, "memo.need", "need")
    yield from given(page, "memo.reach", "reach")
    for name in ("loss_known", "who_loses", "waiting_for", "removes_cause", "decision"):
        yield from given(page, f"memo.{name}", name)
    yield from given(page, "memo.waiting", "waiting")


def table(page: Page) -> Iterator[Row]:
    """Cost, extra contribution and net: low, likely and high."""
    assessment = page.assessment
    if assessment.measures["total_cost"] is None:
        return
    parts = ("total_cost_low", "total_cost", "total_cost_high")
    low, cost, high = (money(assessment, name, rounded=False) for name in parts)
    yield Row(say("memo.row.cost"), (None, cost, None) if low == high else (low, cost, high))
    if assessment.measures["contribution"] is None:
        return
    for row, measure in (("memo.row.contribution", "contribution"), ("memo.row.net", "net")):
        cells = tuple(money(assessment, f"{measure}_{part}", rounded=False) for part in ("low", "likely", "high"))
        yield Row(say(row), cells)


def economics(page: Page) -> Iterator[Message]:
    """What it is worth, what the table comes to on average, and what the figures rest on."""
    if page.of_duty:
        return
    for name in ("worth", "decision_stake", "decision_turns", "whole_cost"):
        if page.request.value(name) != 0:
            yield from given(page, f"memo.{name}", name)
    if page.request.value("effect_as") == "no_money":
        yield say("memo.no_money")
    elif page.request.value("kind_of_ask") != "find_out":
        yield from _money(page)
        yield from own_questions(page, "economics")


def _money(page: Page) -> Iterator[Message]:
    """What the effect comes to in money, when it is paid back, and what was taken off."""
    assessment = page.assessment
    cost, net, contribution = (money(assessment, name) for name in ("total_cost", "net", "contribution"))
    if net is None or contribution is None:
        yield say("memo.effect_unknown")
        yield from break_even(assessment, cost)
        return
    yield from _outcome(page, net, contribution)
    if cost and cost.amount:
        yield from _earned_back(assessment)
    if page.request.value("no_effect_chance"):
        yield from given(page, "memo.no_effect_chance", "no_effect_chance")
    if page.request.value("anyway") not in {None, 0.0, page.ruleset.questions["anyway"].default}:
        anyway = page.answer("anyway")
        yield say("memo.anyway", answer=Inline(anyway) if isinstance(anyway, Text) else anyway or "")


def _outcome(page: Page, net: Money, contribution: Money) -> Iterator[Message]:
    """What is left on average; a loss is called a loss."""
    key = "memo.expected.loss" if net.amount < 0 else "memo.expected"
    if contribution.amount < 0 and net.amount < 0:
        key = "memo.expected.less"
    parts = {
        name: replace(each, amount=abs(each.amount)) for name, each in (("net", net), ("contribution", contribution))
    }
    yield say(key, horizon=horizon(page.assessment), **parts)


def _earned_back(assessment: Assessment) -> Iterator[Message]:
    back = assessment.measures["return_per_krone"] or 0.0
    if back >= 1:
        yield say("memo.return", mroi=Share(assessment.measures["mroi"] or 0.0))
    elif back > 0:
        yield say("memo.return.loss", share=Share(back))
    yield payback(assessment)


def time(page: Page) -> Iterator[Message]:
    """When something can be seen, by the calendar, and how that fits the wished date."""
    told = [*_weeks(page), *_days(page)]
    yield from told or [say("memo.no_date")]
    yield from given(page, "memo.lasts", "lasts")
    yield from own_questions(page, "time")


def _weeks(page: Page) -> Iterator[Message]:
    """What such tasks take; a duty has its own day, and a survey no effect to wait for."""
    measures = page.assessment.measures
    typical = typical_weeks(page.assessment)
    if typical and not page.of_duty:
        finds_out = page.request.value("kind_of_ask") == "find_out"
        yield say("time.typical.answer", **typical.params) if finds_out else typical
        first, late = page.after(measures["first_likely"]), page.after(measures["first_high"])
        fair, full = page.after(measures["full_likely"]), page.after(measures["full_high"])
        if first and late and fair and full and not finds_out:
            yield say("memo.calendar", first=first, late=late, fair=fair, full=full)
        grade = page.kind.weakest_grade
        yield say("memo.grade.estimate") if grade == "D" else say("memo.grade", grade=say(f"grade.{grade}"))


def _days(page: Page) -> Iterator[Message]:
    """The days that were named."""
    wish = page.after(page.assessment.measures["weeks"])
    if wish and page.request.value("kind_of_ask") == "find_out":
        yield say("memo.wish.answer", date=wish)
    elif wish and page.of_duty:
        yield say("memo.ready_by", date=wish)
    elif wish:
        bound = page.answer("date_bound") if page.request.value("date_bound") != "wish" else None
        yield (
            say("memo.wish.bound", date=wish, bound=Inline(bound))
            if isinstance(bound, Text)
            else say("memo.wish", date=wish)
        )
    for name in ("ready_by", "decision_in"):
        weeks = page.request.value(name)
        if isinstance(weeks, float | int):
            yield say(f"memo.{name}", date=page.today + timedelta(weeks=weeks))
    since = page.request.value("duty_from")
    if isinstance(since, date):
        yield say("memo.duty_from", date=since)


def fit(page: Page) -> Iterator[Message]:
    """Which goal it serves, how well, and what it displaces."""
    goal = page.answer("goal")
    if goal and page.request.value("goal") != "none":
        yield say("memo.goal", goal=goal)
    if not page.request.profile.goals:
        yield say("assumed.no_goals")
    yield from given(page, "memo.goal_fit", "goal_fit")
    if page.request.value("course_change") not in {None, "no"}:
        yield from given(page, "memo.course_change", "course_change")
    displaced = typed(page.request, "displaces")
    hours = page.answer("hours")
    if displaced:
        yield say("memo.displaces", displaced=displaced)
    elif hours and not page.assessment.small_bet:
        yield say("memo.displaces.open", hours=hours)
    yield from own_questions(page, "fit")


def certainty(page: Page) -> Iterator[Message]:
    """What it is built on, the one answer that decides, and how it is likeliest to go wrong."""
    evidence = page.answer("evidence")
    if isinstance(evidence, Text):
        yield say("memo.evidence", answer=Inline(evidence))
    if page.request.value("evidence_says") not in {None, "for"}:
        yield from given(page, "memo.evidence_says", "evidence_says")
    for name in ("answerable", "facts_known", "tried_outcome", "what_is_new"):
        yield from given(page, f"memo.{name}", name)
    yield from known(page.request, page.ruleset)
    premortem = typed(page.request, "premortem")
    if premortem:
        yield say("memo.premortem", risk=premortem)
    elif not page.of_duty:
        yield say("memo.usual_failure", failure=page.kind.failure)
    yield from not_fitting(page.assessment, page.ruleset)
    yield from own_questions(page, "certainty")


def points(page: Page) -> Iterator[Row]:
    """For the appendix: each criterion's points, weight and part of the score."""
    for result in page.assessment.criteria:
        yield Row(
            say("text", text=page.ruleset.criteria[result.id].label),
            (
                None if result.points is None else span(result.points),
                plain(result.weight),
                None if result.contribution is None else span(result.contribution),
            ),
        )


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


_EVIDENCE = {"feeling", "director", "sales", "customers", "tried", "figures"}
"""Where a problem is known from, as the bundled rules have it; each has its own sentence."""

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
