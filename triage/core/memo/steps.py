"""The sections of the memo that ask for something: recommendation, next step, and when it is taken up again.

Chooses sentences; writes none. What a section is written from is ``memo.sections.Page``.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from triage.core.judging.assessment import Assessment
from triage.core.judging.risk import Risk
from triage.core.life.agenda import DAYS_TO_ANSWER
from triage.core.memo.block import is_block_begun
from triage.core.memo.hanging import acts, assumed_that_end, becomes_go, conditions_of_memo, named_and_assumed, who
from triage.core.memo.money import ceiling, left_on_average, warning
from triage.core.memo.rationale import deciding_gates, gates_told, kinds, strongest, too_many_kinds, weakest
from triage.core.memo.sections import PARAGRAPH, Page, bullets, own_questions
from triage.core.messages import Inline, Listed, Message, Param, Text, Typed, say
from triage.core.regex import regex
from triage.core.request.shown import text_message, typed
from triage.core.rules.ruleset import Appointment, Verdict

_OWN_OFFER = {"strategy", "date", "law", "research"}


def recommendation(page: Page, risk: Risk | None = None) -> Iterator[Message]:
    """The verdict in one sentence, why, what it hangs on, and what is needed from the director by when."""
    yield from _VERDICT_SENTENCES[page.assessment.verdict](page, risk)
    yield say(f"memo.asks.{page.assessment.verdict}", date=_answer_by(page))


def _answer_by(page: Page) -> date:
    """The day by which an answer is asked for: not after the day on which the task itself must be ready."""
    ready = page.request.value("ready_by")
    weeks = min(DAYS_TO_ANSWER / 7, ready if isinstance(ready, float | int) else DAYS_TO_ANSWER)
    return page.today + timedelta(weeks=max(weeks, 0.0))


def _go(page: Page, risk: Risk | None) -> Iterator[Message]:
    duty = page.duty
    if duty:
        source = typed(page.request, "obligation_source")
        yield say("memo.go.duty.source", source=source) if source else say("memo.go.duty")
        yield text_message(duty.because)
    else:
        cost = ceiling(page)
        yield say("memo.go.cost", cost=cost) if cost else say("memo.go")
        best = page.ruleset.criteria[strongest(page.assessment).id]
        if best.speaks_for:
            yield text_message(best.speaks_for)
        yield from warning(page, risk)
    yield from go_if(page)
    yield from to_agree(page)
    yield PARAGRAPH


def go_if(page: Page) -> Iterator[Message]:
    """The conditions of a go, several as a list; that something was taken for granted is told with it."""
    named = conditions_of_memo(page.hanging)
    if len(named) > 1:
        yield say("memo.go.if")
    yield from bullets(named)
    if named_and_assumed(page.hanging)[1]:
        grave = assumed_that_end(page.hanging)
        yield say("memo.go.assumed.grave", what=Listed(tuple(grave))) if grave else say("memo.go.assumed")


def to_agree(page: Page) -> Iterator[Message]:
    """What both must agree on before a go is final; a duty is met whether or not they do."""
    if page.assessment.to_agree and page.duty is None:
        labels = tuple(Inline(page.ruleset.questions[name].label) for name in page.assessment.to_agree)
        yield say("memo.go.when_agreed", missing=Listed(labels))


def _defer(page: Page, risk: Risk | None) -> Iterator[Message]:
    day = page.after(last_act(page.assessment))
    is_one = len(page.assessment.acts) < 2  # what has to happen is a list otherwise
    trigger = _last(page.assessment).trigger if page.assessment.appointments and is_one else None
    if day and trigger:
        yield say("memo.defer.until.trigger", date=day, trigger=trigger)
    else:
        yield say("memo.defer.until", date=day) if day else say("memo.defer")
    yield from _decisive(page)
    yield from warning(page, risk)
    if _has_problem_worth_solving(page):
        yield say("memo.problem_worth_solving")
    yield PARAGRAPH
    yield from _to_do(page)
    yield PARAGRAPH


def _to_do(page: Page) -> Iterator[Message]:
    """What has to happen first, as a list."""
    listed = to_do(page, last_act(page.assessment))
    if listed:
        yield say("memo.first")
    yield from bullets(listed)


def to_do(page: Page, by: float | None = None) -> list[Message]:
    """Every act with owner, day and price; where none is known, what the rules say of what is weak all round.

    ``by`` is the week of a day that has been named just before.
    """
    if page.assessment.acts:
        return [*acts(page.hanging, by)]
    return [text_message(then.next) for _, then in page.assessment.appointments[:2]]


def last_act(assessment: Assessment) -> float | None:
    """Weeks until the last act is done, when it is taken up again; without acts, until the first appointment."""
    acts = [act.weeks for act in assessment.acts if act.weeks is not None]
    return max(acts) if acts else min((then.weeks for _, then in assessment.appointments if then.weeks), default=None)


def _last(assessment: Assessment) -> Appointment:
    """The appointment at which it is taken up again: the last where there are acts, else the first."""
    choose = max if assessment.acts else min
    return choose(assessment.appointments, key=lambda caused: caused[1].weeks or 0.0)[1]


def _drop(page: Page, risk: Risk | None) -> Iterator[Message]:
    yield say("memo.drop")
    yield from alternatives(page)
    yield PARAGRAPH
    yield from _decisive(page)
    yield from warning(page, risk)
    if _has_problem_worth_solving(page):
        yield say("memo.problem_still_worth_solving")
    yield PARAGRAPH


def _has_problem_worth_solving(page: Page) -> bool:
    """Whether the problem would be a go without what stands in the way; a duty and an answer have none of ours."""
    kind = page.request.value("kind_of_ask")
    return page.assessment.problem_verdict is Verdict.GO and not page.of_duty and kind not in {"answer", "find_out"}


_VERDICT_SENTENCES = {Verdict.GO: _go, Verdict.DEFER: _defer, Verdict.DROP: _drop}


def _decisive(page: Page) -> Iterator[Message]:
    """The two reasons that decided most, of different kinds: gates, else the open question or the weakest criterion."""
    assessment = page.assessment
    if too_many_kinds(assessment, page.ruleset):
        yield say("because.another_task", kinds=Listed(tuple(kinds(assessment, page.ruleset))))
        return
    reasons = [text_message(gate.because) for gate in gates_told(assessment, page.ruleset)]
    decides = assessment.unknown_that_decides
    yield from reasons
    if decides:
        yield say("memo.one_answer", question=Inline(page.ruleset.questions[decides].label))
    elif not reasons:
        criterion = page.ruleset.criteria[weakest(assessment).id]
        yield say("memo.weakest", criterion=Inline(criterion.label), sentence=criterion.speaks_against or criterion.why)


def next_step(page: Page) -> Iterator[Message]:
    """What happens then: the first action of a go, what the acts of a defer lead to, what a drop would take."""
    match page.assessment.verdict:
        case Verdict.DROP:
            yield say("memo.success.alternative")
        case Verdict.DEFER:
            yield from _afterwards(page)
        case Verdict.GO:
            yield say("memo.first_action")
    yield from own_questions(page, "next")


def alternatives(page: Page) -> Iterator[Message]:
    """A smaller way that was named, what the gate offers where it has an offer of its own, or what the kind does."""
    smaller = typed(page.request, "smaller_way")
    if smaller:
        yield say("memo.smaller_way", way=smaller)
        return
    gates = deciding_gates(page.assessment, page.ruleset)
    offers = [gate.instead for gate in gates if gate.ends and gate.reason in _OWN_OFFER]
    yield text_message(next((offer for offer in offers if offer), page.kind.instead))


def _afterwards(page: Page) -> Iterator[Message]:
    """What the acts lead to, a smaller way, and what is agreed before the start."""
    then = page.assessment.acts_lead_to_go
    if any(act.answers for act in page.assessment.acts):
        yield _leads_to(page)
    smaller = typed(page.request, "smaller_way")
    if smaller:
        yield say("memo.smaller_way", way=smaller)
    if not is_block_begun(page):
        yield say("memo.success.then" if then else "memo.success.later")


def _leads_to(page: Page) -> Message:
    """What the acts lead to; one answer alone is named."""
    told = becomes_go(page.hanging)
    steps = told.params["steps"] if told else None
    if told and isinstance(steps, Listed) and [getattr(each, "key", "") for each in steps.items] in _TELLING:
        return told
    return say("memo.then_go" if page.assessment.acts_lead_to_go else "memo.not_enough")


_TELLING = [["step.move"], ["step.supposed"], ["step.talk.supposed"], ["step.cut"]]
"""Acts that lead to one thing alone which says something to a reader of the page."""


def revisit(page: Page) -> Iterator[Message]:
    """When it is taken up again: the appointment, the judging dates, or what would change a drop."""
    match page.assessment.verdict:
        case Verdict.GO if page.duty:
            named = (page.request.value(name) for name in ("success_by", "duty_from"))
            day = next((each for each in named if isinstance(each, date) and each > page.today), None)
            yield say("memo.revisit.duty", day=day) if day else say("memo.revisit.duty.open")
        case Verdict.GO if page.request.value("kind_of_ask") == "find_out":
            yield say("memo.revisit.answer")
        case Verdict.GO:
            measures = page.assessment.measures
            sign, fair = page.after(measures["first_high"]), page.after(measures["full_likely"])
            by = page.request.value("success_by")
            if fair and isinstance(by, date):
                fair = max(fair, by)
            if sign and fair:
                yield (
                    say("memo.revisit.go", sign=sign, fair=fair)
                    if sign < fair
                    else say("memo.revisit.judge", fair=fair)
                )
        case Verdict.DEFER:
            yield _appointment(page, _last(page.assessment))
        case Verdict.DROP:
            gates = deciding_gates(page.assessment, page.ruleset)
            changes = [gate.would_change for gate in gates if gate.ends and gate.would_change]
            yield (
                say("memo.would_change", change=changes[0])
                if changes
                else say("memo.revisit.type", trigger=page.kind.revisit)
            )


def _appointment(page: Page, appointment: Appointment) -> Message:
    """Date and trigger, whichever comes first, with reason and owner."""
    parts: dict[str, Param] = {
        "who": who(appointment.owner),
        "reason": say(f"reason.{appointment.reason}"),
    }
    day = page.after(appointment.weeks)
    if day and appointment.trigger:
        return say("memo.revisit.date_or_trigger", date=day, trigger=appointment.trigger, **parts)
    if day:
        return say("memo.revisit.date", date=day, **parts)
    return say("memo.revisit.trigger", trigger=appointment.trigger or Text("", ""), **parts)


def short(page: Page, risk: Risk | None = None) -> Iterator[Message]:
    """Three sentences to say aloud: the verdict, the money or the reason, and what is asked of the director."""
    verdict, *rest = _VERDICT_SENTENCES[page.assessment.verdict](page, risk)
    yield say("memo.short.title", title=Typed(page.request.title), verdict=verdict)
    if page.assessment.verdict is Verdict.GO:
        rest = [*warning(page, risk), *left_on_average(page), *rest]
    yield next((_one_sentence(each) for each in rest if each != PARAGRAPH), say("memo.first_action"))
    yield say(f"memo.short.asks.{page.assessment.verdict}", date=_answer_by(page))


def _one_sentence(message: Message) -> Message:
    """A text of the rules without what follows its first sentence."""
    said = message.params.get("text")
    if not isinstance(said, Text):
        return message
    da, en = (_SENTENCE_END.split(words, maxsplit=1)[0] for words in (said.da, said.en))
    return text_message(Text(da, en))


_SENTENCE_END = regex(r"(?<=[.?!]) (?=[A-ZÆØÅ»“])")
