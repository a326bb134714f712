"""What an analysis says in words: risk, close calls, what would turn the verdict, and what a test would take.

Chooses sentences and their order; writes none. At most five of them are for the memo.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from triage.core.judging.analysis import Analysis
from triage.core.judging.assessment import Assessment
from triage.core.judging.changes import ANSWERED, AnswerChange, AnswerStep
from triage.core.messages import Listed, Message, Money, Number, Param, Share, Text, Typed, Weeks, say
from triage.core.request.request import Value
from triage.core.request.shown import shown
from triage.core.rules.ruleset import Ruleset

MOST_IN_MEMO = 5
"""Lines of an analysis that the page has room for."""
MOST_CALLS = 4
"""Close calls that are told one by one."""


@dataclass(frozen=True, slots=True)
class Told:
    """What an analysis is told from; weeks count from ``today``."""

    analysis: Analysis
    assessment: Assessment
    ruleset: Ruleset
    today: date

    @property
    def currency(self) -> str:
        """The request's own."""
        return self.assessment.request.profile.currency

    def label(self, question_id: str) -> Text:
        """The name of a question."""
        return self.ruleset.questions[question_id].label

    def value(self, question_id: str, value: Value) -> Param:
        """A value as it is shown; a number of weeks as the date."""
        question = self.ruleset.questions[question_id]
        if question.unit == "weeks" and isinstance(value, float):
            return say("at_date", date=self.today + timedelta(weeks=value), weeks=Weeks(round(value)))
        return shown(value, question, question_id, self.assessment.request, self.ruleset)


def for_memo(told: Told) -> dict[str, list[Message]]:
    """The lines that the memo prints, by its section: at most five, and the weights as a footnote."""
    decides = told.assessment.unknown_that_decides
    telling = _knowing(told) if decides else _close(told) if told.analysis.close_calls else iter(())
    certainty = [*_risk(told), *_first(telling)]
    steps = [*_first(_becomes(told)), *_first(_end(told)), *_test(told)]
    return {"certainty": certainty, "next": steps[: MOST_IN_MEMO - len(certainty)], "appendix": [*_weights(told)]}


def _first(messages: Iterator[Message]) -> list[Message]:
    return [*islice(messages, 1)]


def in_full(told: Told) -> list[Message]:
    """Every line, for the screen."""
    parts = (
        _risk,
        _by_date,
        _drivers,
        _close,
        _becomes,
        _end,
        _shares,
        _knowing,
        _alternatives,
        _test,
        _weights,
    )
    return [message for part in parts for message in part(told)]


def in_brief(told: Told) -> list[Message]:
    """For the result screen: whether it is a close call, and what would turn it."""
    return [message for part in (_close, _becomes, _end) for message in _first(part(told))]


def _risk(told: Told) -> Iterator[Message]:
    risk = told.analysis.risk
    if risk is None or risk.net_p10 == risk.net_p90:
        return
    low, high = (Money(amount, told.currency) for amount in (risk.net_p10, risk.net_p90))
    yield say("risk.net", low=low, high=high, loss=Share(risk.chance_of_loss))


def _by_date(told: Told) -> Iterator[Message]:
    """The chance of having earned the cost by the wished date, where that is no question of course."""
    risk, weeks = told.analysis.risk, told.assessment.measures["weeks"]
    if risk and risk.breaks_even_by_date is not None and weeks is not None:
        yield say("risk.by_date", share=Share(risk.breaks_even_by_date), date=told.today + timedelta(weeks=weeks))


def _shares(told: Told) -> Iterator[Message]:
    """How the possible answers to what is unknown are spread over the verdicts."""
    shares = told.assessment.shares
    if len(shares) > 1:
        each = (say("share.of", verdict=say(f"verdict.inline.{v}"), share=Share(part)) for v, part in shares.items())
        yield say("shares", shares=Listed(tuple(each)))


def _drivers(told: Told) -> Iterator[Message]:
    risk = told.analysis.risk
    if risk and len(risk.drivers) > 1 and not any(unknown.matters for unknown in told.assessment.unknowns):
        yield say("risk.drivers", questions=Listed(tuple(told.label(driver.question) for driver in risk.drivers[:2])))


def _close(told: Told) -> Iterator[Message]:
    calls = told.analysis.close_calls
    if not calls and told.assessment.unknown_that_decides is None:
        yield say("close.none")
    for at, call in enumerate(calls[:MOST_CALLS]):
        yield say(
            "close.first" if at == 0 else "close.also",
            question=told.label(call.question),
            after=told.value(call.question, call.after),
            verdict=say(f"verdict.inline.{call.verdict}"),
        )


def _becomes(told: Told) -> Iterator[Message]:
    for at, change in enumerate(told.analysis.becomes):
        yield say("becomes.go" if at == 0 else "becomes.or", steps=_steps(change, told))


def _steps(change: AnswerChange, told: Told) -> Param:
    return Listed(tuple(_step(step, told) for step in change.steps))


def _step(step: AnswerStep, told: Told) -> Message:
    question = told.ruleset.questions[step.question]
    if step.after == ANSWERED or question.type == "text":
        return say("step.answered", question=told.label(step.question))
    after = told.value(step.question, step.after)
    others = tuple(told.value(step.question, value) for value in step.or_else)
    if others:
        after = Listed((after, *others), "or")
    return say(f"step.{step.how}", question=told.label(step.question), after=after)


def _end(told: Told) -> Iterator[Message]:
    """What would end a go, where it is not the close call that has been told; a duty ends with its source alone."""
    end, calls = told.analysis.end, told.analysis.close_calls
    known = bool(calls and end and (calls[0].question, calls[0].after) == (end.question, end.after))
    if end and not known and end.after is not None:
        yield say("end.go", question=told.label(end.question), after=told.value(end.question, end.after))


def _knowing(told: Told) -> Iterator[Message]:
    cost = told.assessment.measures["total_cost"]
    first = told.assessment.unknown_that_decides
    for unknown in sorted(told.assessment.unknowns, key=lambda each: (each.question != first, -each.turns)):
        if unknown.turns > 0 and cost:
            stake = Money(cost, told.currency)
            label = told.label(unknown.question)
            yield say("knowing", question=label, share=Share(unknown.turns), stake=stake)


def _alternatives(told: Told) -> Iterator[Message]:
    for other in told.analysis.alternatives:
        kind = told.ruleset.task_types[other.task_type].label
        yield say("alternative", kind=kind, verdict=say(f"verdict.inline.{other.verdict}"))


def _test(told: Told) -> Iterator[Message]:
    test = told.analysis.test
    if test is None:
        return
    owner = told.assessment.request.profile.manager
    parts: dict[str, Param] = {
        "ceiling": Money(test.ceiling, told.currency),
        "date": told.today + timedelta(weeks=test.weeks),
        "owner": Typed(owner) if owner else say("memo.manager"),
    }
    if test.pass_units is not None:
        yield say("test.units", units=Number(test.pass_units), **parts)
    else:
        yield say("test.contribution", contribution=Money(test.pass_contribution, told.currency), **parts)


def _weights(told: Told) -> Iterator[Message]:
    weighing = told.analysis.weighing
    yield say("weights.share", share=Share(weighing.share), tried=Number(weighing.tried))
    turn = weighing.turn
    if turn:
        yield say(
            "weights.turn",
            criterion=told.ruleset.criteria[turn.criterion].label,
            weight=Number(turn.weight),
            to=Number(turn.to, 1),
            verdict=say(f"verdict.inline.{turn.verdict}"),
        )
