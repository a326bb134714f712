"""What each section of the memo says about one assessment. Chooses sentences; writes none."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from triage.core.assessment import UNKNOWN_DECIDES, Assessment, money
from triage.core.messages import Inline, Listed, Message, Months, Number, Param, Share, Text, Typed, say
from triage.core.rationale import break_even, span, typical_weeks, weakest
from triage.core.records import Request
from triage.core.ruleset import Appointment, Gate, MemoSection, Ruleset, TaskType, Verdict
from triage.core.wording import answer, plain, text_message, typed

DAYS_TO_ANSWER = 7
"""The director is asked to answer within a week."""


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
    def gates(self) -> tuple[Gate, ...]:
        """The gates that spoke."""
        return tuple(self.ruleset.gates[name] for name in self.assessment.gates)

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


def recommendation(page: Page) -> Iterator[Message]:
    """The verdict in one sentence, why, and what is needed from the director by when."""
    assessment = page.assessment
    yield from _VERDICT_SENTENCES[assessment.verdict](page)
    if assessment.problem_verdict is Verdict.GO and assessment.verdict is not Verdict.GO:
        yield say("memo.problem_worth_solving")
    yield say(f"memo.asks.{assessment.verdict}", date=page.today + timedelta(days=DAYS_TO_ANSWER))


def _go(page: Page) -> Iterator[Message]:
    assessment = page.assessment
    duty = next((gate for gate in page.gates if gate.at_least is Verdict.GO), None)
    if duty:
        source = typed(page.request, "obligation_source")
        yield say("memo.go.duty.source", source=source) if source else say("memo.go.duty")
        yield text_message(duty.because)
        return
    cost = money(assessment, "total_cost_high")
    stop = typed(page.request, "stop_rule")
    if cost and cost.amount:
        yield say("memo.go.cost_and_stop" if stop else "memo.go.cost", cost=cost, **({"stop": stop} if stop else {}))
    else:
        yield say("memo.go")
    yield from to_agree(page)


def to_agree(page: Page) -> Iterator[Message]:
    """What both must agree on before a go is final."""
    if page.assessment.to_agree:
        labels = tuple(Inline(page.ruleset.questions[name].label) for name in page.assessment.to_agree)
        yield say("memo.go.when_agreed", missing=Listed(labels))


def _defer(page: Page) -> Iterator[Message]:
    day = min((day for _, then in page.assessment.appointments if (day := page.after(then.weeks))), default=None)
    yield say("memo.defer.until", date=day) if day else say("memo.defer")
    yield from _decisive(page, Verdict.DEFER)


def _drop(page: Page) -> Iterator[Message]:
    yield say("memo.drop")
    yield from _decisive(page, Verdict.DROP)


_VERDICT_SENTENCES = {Verdict.GO: _go, Verdict.DEFER: _defer, Verdict.DROP: _drop}


def _decisive(page: Page, cap: Verdict) -> Iterator[Message]:
    """The two reasons that decided most: gates with this cap, else the open question, else the weakest criterion."""
    assessment = page.assessment
    spoke = [text_message(gate.because) for gate in page.gates if gate.at_most is cap][:2]
    decides = assessment.unknown_that_decides
    yield from spoke[: 1 if decides else 2]
    if decides:
        yield say("memo.one_answer", question=Inline(page.ruleset.questions[decides].label))
    elif not spoke:
        criterion = page.ruleset.criteria[weakest(assessment).id]
        yield say("memo.weakest", criterion=Inline(criterion.label), sentence=criterion.speaks_against or criterion.why)


def asked(page: Page) -> Iterator[Message]:
    """How the wish was read, and what set it off."""
    yield say("memo.read_as", kind=page.kind.label)
    trigger = page.answer("trigger")
    if trigger:
        yield say("memo.trigger", trigger=trigger)
    yield from _own_questions(page, "request")


def problem(page: Page) -> Iterator[Message]:
    """The problem, the customer, their need, and where we know each from."""
    words = typed(page.request, "problem")
    if words:
        yield say("memo.problem.words", problem=words)
    yield from _given(page, "memo.problem.type", "problem_type")
    yield from _given(page, "memo.problem.evidence", "problem_evidence")
    audience, size = typed(page.request, "audience"), page.answer("audience_size")
    if audience:
        yield (
            say("memo.audience.size", audience=audience, size=size) if size else say("memo.audience", audience=audience)
        )
    yield from _given(page, "memo.need", "need")
    yield from _given(page, "memo.reach", "reach")
    yield from _given(page, "memo.waiting", "waiting")
    yield from _own_questions(page, "problem")


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
    """What the table comes to on average, when it is paid back, and what the figures rest on."""
    assessment, measures = page.assessment, page.assessment.measures
    cost, net, contribution = (money(assessment, name) for name in ("total_cost", "net", "contribution"))
    horizon = Months(measures["horizon_months"] or 0)
    if net is None or contribution is None:
        yield say("memo.effect_unknown")
        yield from break_even(assessment, cost, horizon)
        return
    yield say("memo.expected", net=net, contribution=contribution, horizon=horizon)
    if cost and cost.amount:
        yield say(
            "memo.return", mroi=Share(measures["mroi"] or 0), per_krone=Number(measures["return_per_krone"] or 0, 2)
        )
        payback = measures["payback_months"]
        yield (
            say("number.payback", months=Months(round(payback)))
            if payback is not None
            else say("number.no_payback", horizon=horizon)
        )
    chance, share = page.answer("no_effect_chance"), page.answer("anyway")
    if chance:
        yield say("memo.no_effect_chance", chance=chance)
    if share:
        yield say("memo.anyway", anyway=share)
    yield from _own_questions(page, "economics")


def time(page: Page) -> Iterator[Message]:
    """When something can be seen, by the calendar, and how that fits the wish."""
    measures = page.assessment.measures
    typical = typical_weeks(page.assessment)
    if typical:
        yield typical
        first, late = page.after(measures["first_likely"]), page.after(measures["first_high"])
        fair, full = page.after(measures["full_likely"]), page.after(measures["full_high"])
        if first and late and fair and full:
            yield say("memo.calendar", first=first, late=late, fair=fair, full=full)
        yield say("memo.grade", grade=say(f"grade.{page.kind.weakest_grade}"))
    wish = page.after(measures["weeks"])
    if wish:
        bound = page.answer("date_bound") if page.request.value("date_bound") != "wish" else None
        yield (
            say("memo.wish.bound", date=wish, bound=Inline(bound))
            if isinstance(bound, Text)
            else say("memo.wish", date=wish)
        )
    yield from _given(page, "memo.lasts", "lasts")
    yield from _own_questions(page, "time")


def fit(page: Page) -> Iterator[Message]:
    """Which goal it serves, how well, and what gives way."""
    goal = page.answer("goal")
    if goal and page.request.value("goal") != "none":
        yield say("memo.goal", goal=goal)
    if not page.request.profile.goals:
        yield say("assumed.no_goals")
    yield from _given(page, "memo.goal_fit", "goal_fit")
    if page.request.value("course_change") not in {None, "no"}:
        yield from _given(page, "memo.course_change", "course_change")
    displaced = typed(page.request, "displaces")
    hours = page.answer("hours")
    if displaced:
        yield say("memo.displaces", displaced=displaced)
    elif hours:
        yield say("memo.displaces.open", hours=hours)
    yield from _own_questions(page, "fit")


def certainty(page: Page) -> Iterator[Message]:
    """What it is built on, the one answer that decides, and how it is likeliest to go wrong."""
    yield from _given(page, "memo.evidence", "evidence")
    premortem = typed(page.request, "premortem")
    yield say("memo.premortem", risk=premortem) if premortem else say("memo.usual_failure", failure=page.kind.failure)
    yield from _own_questions(page, "certainty")


def next_step(page: Page) -> Iterator[Message]:
    """The alternative of a drop, the steps of a defer, the first action of a go."""
    match page.assessment.verdict:
        case Verdict.DROP:
            yield from _alternatives(page)
        case Verdict.DEFER:
            yield from _steps(page)
        case Verdict.GO:
            yield say("memo.first_action", owner=manager(page))
    yield from _own_questions(page, "next")


def _alternatives(page: Page) -> Iterator[Message]:
    yield text_message(page.kind.instead)
    dropped = [gate for gate in page.gates if gate.at_most is Verdict.DROP]
    for gate in dropped[:1]:
        if gate.instead:
            yield text_message(gate.instead)


def _steps(page: Page) -> Iterator[Message]:
    for origin, appointment in page.assessment.appointments[:2]:
        yield text_message(appointment.next)
        if origin == UNKNOWN_DECIDES:
            yield from _finding_out(page)
        if appointment.reason == "test":
            yield say("memo.test", test=page.kind.test)


def _finding_out(page: Page) -> Iterator[Message]:
    decides = page.assessment.unknown_that_decides
    how = page.ruleset.questions[decides].find_out if decides else None
    if how:
        yield say("memo.find_out", how=how)


def success(page: Page) -> Iterator[Message]:
    """The block that both agree on: what success is, what shows that it is on its way, and when we stop."""
    if page.assessment.verdict is Verdict.DROP:
        yield say("memo.success.alternative")
        return
    request = page.request
    blank = say("memo.blank")
    by = request.value("success_by") or page.after(page.assessment.measures["full_likely"])
    yield say(
        "memo.success",
        metric=typed(request, "success_metric") or blank,
        level=typed(request, "success_level") or blank,
        date=by if isinstance(by, date) else blank,
    )
    yield say(
        "memo.on_its_way",
        sign=typed(request, "early_sign") or page.kind.leading,
        date=page.after(page.assessment.measures["first_high"]) or blank,
    )
    yield say("memo.stop", rule=typed(request, "stop_rule") or blank)
    if page.assessment.verdict is Verdict.DEFER:
        yield say("memo.success.not_yet")
    yield from _own_questions(page, "success")


def revisit(page: Page) -> Iterator[Message]:
    """When it is taken up again: the appointment, the judging dates, or what would change a drop."""
    match page.assessment.verdict:
        case Verdict.GO:
            measures = page.assessment.measures
            sign, fair = page.after(measures["first_high"]), page.after(measures["full_likely"])
            if sign and fair:
                yield say("memo.revisit.go", sign=sign, fair=fair)
        case Verdict.DEFER:
            _, soonest = min(page.assessment.appointments, key=lambda named: named[1].weeks or 0.0)
            yield _appointment(page, soonest)
        case Verdict.DROP:
            changes = [gate.would_change for gate in page.gates if gate.at_most is Verdict.DROP and gate.would_change]
            yield (
                say("memo.would_change", change=changes[0])
                if changes
                else say("memo.revisit.type", trigger=page.kind.revisit)
            )


def _appointment(page: Page, appointment: Appointment) -> Message:
    """Date and trigger, whichever comes first, with reason and owner."""
    owner = {"manager": manager(page), "director": director(page)}.get(appointment.owner) or say("memo.both")
    parts: dict[str, Param] = {"owner": owner, "reason": say(f"reason.{appointment.reason}")}
    day = page.after(appointment.weeks)
    if day and appointment.trigger:
        return say("memo.revisit.date_or_trigger", date=day, trigger=appointment.trigger, **parts)
    if day:
        return say("memo.revisit.date", date=day, **parts)
    return say("memo.revisit.trigger", trigger=appointment.trigger or Text("", ""), **parts)


def agreed(page: Page) -> Iterator[Message]:
    """Names, date, and the director's right to decide otherwise."""
    yield say(
        "memo.names",
        director=_signature(page.request.profile.director),
        manager=_signature(page.request.profile.manager),
    )
    yield say("memo.override")


def _signature(name: str) -> Param:
    return say("memo.signature", name=Typed(name)) if name else ""


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


def _given(page: Page, key: str, question_id: str) -> Iterator[Message]:
    """One sentence with an answer, where there is one."""
    given = page.answer(question_id)
    if given is not None:
        yield say(key, answer=given)


def _own_questions(page: Page, section: MemoSection) -> Iterator[Message]:
    """Answers that the rules send to this section and that no sentence above has told: a user's own questions."""
    for name, question in page.ruleset.questions.items():
        given = page.answer(name) if question.memo == section and name not in _TOLD else None
        if given is not None:
            yield say("memo.own_question", question=question.label, answer=given)


_TOLD = frozenset(
    (
        "request",
        "task_type",
        "trigger",
        "obligation",
        "obligation_source",
        "lawful",
        "problem",
        "problem_type",
        "problem_evidence",
        "waiting",
        "audience",
        "audience_size",
        "need",
        "reach",
        "outcome",
        "effect_as",
        "extra_units",
        "unit_contribution",
        "extra_contribution",
        "no_effect_chance",
        "anyway",
        "cost",
        "hours",
        "undo",
        "visible_in",
        "date_bound",
        "after_date",
        "early_sign",
        "lasts",
        "goal",
        "goal_fit",
        "course_change",
        "capacity",
        "displaces",
        "evidence",
        "bounded_test",
        "tried_before",
        "premortem",
        "success_metric",
        "success_level",
        "success_by",
        "stop_rule",
    )
)
"""The questions of the bundled rules, each of which has its own sentence."""


def director(page: Page) -> Param:
    """The director by name, or by title."""
    name = page.request.profile.director
    return Typed(name) if name else say("memo.director")


def manager(page: Page) -> Param:
    """The marketing manager by name, or by title."""
    name = page.request.profile.manager
    return Typed(name) if name else say("memo.manager")
