"""What a verdict hangs on, in sentences: the acts of a defer and the conditions of a go. Chooses; writes none."""

from collections.abc import Iterator
from datetime import date, timedelta

from msgspec import Struct

from triage.core.judging.acts import SOME_DAY
from triage.core.judging.assessment import SCORE, Act, Assessment, Condition
from triage.core.messages import Listed, Message, Money, Param, Text, Typed, Weeks, say
from triage.core.request.effective import ANSWERED
from triage.core.request.request import Range, Request, Value
from triage.core.request.shown import shown, text_message
from triage.core.rules.ruleset import ActKind, Appointment, Ruleset
from triage.core.scoring.table import hourly_cost

_HOW_COUNTED = "effect_as"
"""That the effect is counted in money goes without saying where its sums are done again."""
_SUMS_AGAIN = say("memo.sums_again")
"""What goes without saying once something else has been found."""
_OF_SUMS = {_HOW_COUNTED, "extra_units", "unit_contribution", "extra_contribution", "no_effect_chance", "anyway"}
"""Answers that are worked out together."""


class Hanging(Struct, frozen=True):
    """What the sentences are made from; weeks count from ``today``, the day of the assessment."""

    assessment: Assessment
    ruleset: Ruleset
    today: date

    @property
    def request(self) -> Request:
        """The request as it was answered."""
        return self.assessment.request

    def money(self, amount: float) -> Money:
        """An amount in the request's currency, rounded."""
        return Money(amount, self.request.profile.currency)

    def after(self, weeks: float | None) -> date | None:
        """The day so many weeks from the assessment."""
        return None if weeks is None else self.today + timedelta(weeks=weeks)


def acts(page: Hanging, by: float | None = None) -> Iterator[Message]:
    """Yield each act: what is done, by whom, by when, and for how much at most; what lifts a weak score, once.

    ``by`` is the week of a day that has been named just before. That our own time is in a price is said once.
    """
    weak = [act for act in page.assessment.acts if act.causes == (SCORE,)]
    told = False
    for act in page.assessment.acts:
        if act in weak[1:]:
            continue
        first, *more = (_said(page, act, step) for step in _distinct(act.steps))
        more = [step for step in more if step != _SUMS_AGAIN]
        if first == _SUMS_AGAIN and len(page.assessment.acts) > 1 and not more:
            continue
        steps = say("act.two", first=first, then=more[0]) if more else first
        size = _size(page, act)
        if size is not None:
            steps = say("act.size", steps=steps, most=size)
        price = page.money(act.price) if act.price else None
        yield say("act", steps=steps, who=who(act.owner, _when(page, act.weeks, by), price, with_hours=not told))
        told = told or price is not None


def _said(page: Hanging, act: Act, step: Appointment) -> Message:
    """What a step is; where it is to find answers, which ones, and how the one that decides is found."""
    if step.next != page.ruleset.verdicts.unknown_decides.next:
        return text_message(step.next)
    questions, assessment = page.ruleset.questions, page.assessment
    decides = questions.get(assessment.unknown_that_decides or "")
    if decides and decides.find_out:  # which answer it is has just been said
        return text_message(decides.find_out)
    matter = [unknown.question for unknown in assessment.unknowns if unknown.matters]
    open_ = [name for name in act.answers if page.request.value(name) is None and name not in _OF_SUMS]
    asked = [questions[name] for name in matter or open_ if name in questions]
    for question in asked:
        if question.find_out:
            return say("memo.found_so", question=question.label, how=question.find_out)
    if asked:
        quoted = tuple(say("memo.quoted", question=question.label) for question in asked)
        return say("memo.find_answer", questions=Listed(quoted))
    return _SUMS_AGAIN


def becomes_go(page: Hanging) -> Message | None:
    """Say which answers the acts lead to; ``None`` where no act is known to lead to a go."""
    answers = {name: (act.kind, value) for act in page.assessment.acts for name, value in act.answers.items()}
    if not answers or not page.assessment.acts_lead_to_go:
        return None
    told = [_step(page, kind, name, value) for name, (kind, value) in answers.items() if name != _HOW_COUNTED]
    again = [step for step in told if step.key == "step.again"][:1]
    return say("becomes.go", steps=Listed((*(step for step in told if step.key != "step.again"), *again)))


def conditions(page: Hanging) -> Iterator[Message]:
    """Yield each condition of a go: what, by whom, by when, and for how much at most; then what was assumed, as one."""
    yield from named_conditions(page)
    yield from assumed_conditions(page)


def named_conditions(page: Hanging) -> Iterator[Message]:
    """Yield each condition that the rules name."""
    for condition in named_and_assumed(page)[0]:
        price = page.money(condition.price) if condition.price else None
        who_of = who(condition.owner, _when(page, condition.weeks), price)
        yield say("condition.of_go", what=_what(page, condition), who=who_of)


def conditions_of_memo(page: Hanging) -> list[Message]:
    """Return the same for a page that has named the most that it may cost; several stand in a list, each by itself."""
    named = named_and_assumed(page)[0]
    key = "condition.listed" if len(named) > 1 else "condition.of_go"
    return [
        say(key, what=_what(page, each, as_sentence=len(named) > 1), who=who(each.owner, _when(page, each.weeks)))
        for each in named
    ]


def assumed_conditions(page: Hanging) -> Iterator[Message]:
    """Say in one sentence what a go takes for granted, as it was not answered."""
    assumed = named_and_assumed(page)[1]
    if assumed:
        each = (say("condition.that", what=_what(page, condition)) for condition in assumed)
        yield say("condition.assumed", what=Listed(tuple(each)))


def assumed_that_end(page: Hanging) -> list[Message]:
    """Return what is taken for granted although another answer alone would end it: that belongs on the first page."""
    alone = [set(when) for gate in page.ruleset.gates.values() if gate.ends for when in gate.alternatives]
    assumed = named_and_assumed(page)[1]
    return [say("condition.that", what=_what(page, each)) for each in assumed if {each.id} in alone]


def named_and_assumed(page: Hanging) -> tuple[list[Condition], list[Condition]]:
    """The conditions that the rules name, and the questions that were left out."""
    named = [each for each in page.assessment.conditions if each.id in page.ruleset.conditions]
    return named, [each for each in page.assessment.conditions if each.id not in page.ruleset.conditions]


def wants_trial(assessment: Assessment) -> bool:
    """Whether one of the steps is a trial, and not only a plan or figures to find."""
    return any(then.share or "bounded_test" in then.answers for _, then in assessment.appointments)


def _size(page: Hanging, act: Act) -> Money | None:
    """What the whole may cost at most where an act makes it smaller."""
    cost, hours = (act.answers.get(name, page.request.value(name)) for name in ("cost", "hours"))
    if act.kind != "cut" or not isinstance(cost, Range) or not isinstance(hours, Range):
        return None
    most = cost.expected + hours.expected * hourly_cost(page.request, page.ruleset)
    return page.money(most) if most < (page.assessment.measures["total_cost"] or 0.0) else None


def _what(page: Hanging, condition: Condition, *, as_sentence: bool = False) -> Message:
    rule = page.ruleset.conditions.get(condition.id)
    if rule is None:
        question = page.ruleset.questions[condition.id]
        return text_message(question.holds_if or question.label)
    said = _with_capital(rule.say) if as_sentence else rule.say
    answer = condition.answers.get(rule.from_)
    if isinstance(answer, str):
        return say("condition.quoted", what=said, answer=Typed(answer))
    return text_message(said)


def _with_capital(text: Text) -> Text:
    da, en = (words[:1].upper() + words[1:] for words in (text.da, text.en))
    return Text(da, en)


def _when(page: Hanging, weeks: float | None, by: float | None = None) -> Message | None:
    """The day so many weeks from the assessment; only "by then" where it is the day that was named."""
    day = page.after(weeks)
    if day is None:
        return None
    return say("when.then") if day == page.after(by) else say("when", date=day)


def who(owner: str, when: Message | None = None, price: Money | None = None, *, with_hours: bool = True) -> Message:
    """Owner, day and price, as far as there are any."""
    parts: dict[str, Param] = {"owner": say(f"who.{owner}")}
    key = "who"
    if when:
        key, parts["when"] = key + ".when", when
    if price:
        key, parts["price"] = key + ".price", say("price.with_hours", price=price) if with_hours else price
    return say(key, **parts)


def _step(page: Hanging, kind: ActKind, name: str, value: Value) -> Message:
    question = page.ruleset.questions[name]
    if value is None or (kind == "ask" and question.type in {"range", "number"} and question.unit != "weeks"):
        return say("step.again")
    if value in (ANSWERED, SOME_DAY, SOME_DAY.isoformat()):
        return say("step.answered", question=question.label)
    choice = question.choices.get(value) if isinstance(value, str) else None
    if choice and choice.supposed:
        return say("step.talk.supposed" if kind == "talk" else "step.supposed", supposed=choice.supposed)
    if question.unit == "weeks" and isinstance(value, float):
        day = page.today + timedelta(weeks=value)
        after: Param = say("at_date", date=day, weeks=Weeks(round(value)))
    else:
        after = shown(value, question, name, page.request, page.ruleset)
    key = "find" if kind == "cut" and question.type == "choice" else kind
    return say(f"step.{key}", question=question.label, after=after)


def _distinct(steps: tuple[Appointment, ...]) -> tuple[Appointment, ...]:
    """The first step and the longest of the others that say something different; more would be no plan.

    One trial is enough, and where there is one, nobody is told to make another.
    """
    first, *others = {step.next: step for step in steps}.values()
    others = [step for step in others if not (step.share and first.share)]
    return (first, max(others, key=lambda step: step.weeks or 0.0)) if others else (first,)
