"""What an analysis says in words: risk, close calls, what would turn the verdict, and what a test would take.

Chooses sentences and their order; writes none. The memo has the few that a director needs.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice

from msgspec import Struct

from triage.core.judging.analysis import Analysis
from triage.core.judging.assessment import Assessment
from triage.core.judging.close_calls import CloseCall
from triage.core.memo.hanging import Hanging, becomes_go, wants_trial
from triage.core.messages import Inline, Listed, Message, Money, Number, Param, Share, Text, Weeks, say
from triage.core.request.request import Value
from triage.core.request.shown import shown
from triage.core.rules.ruleset import Ruleset, Verdict

MOST_CALLS = 4
"""Close calls that are listed."""


class AnalysisPage(Struct, frozen=True):
    """What an analysis is written from; weeks count from ``today``."""

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


def spread(page: AnalysisPage | None) -> Iterator[Message]:
    """Where the money is likely to end, and the chance of a loss."""
    return _risk(page) if page else iter(())


def telling(page: AnalysisPage | None) -> Iterator[Message]:
    """The one thing that would turn the recommendation: what is not known, else one answer a little different.

    What would turn a defer is what has to be done, which the memo says anyway.
    """
    if page is None:
        return
    if page.assessment.unknown_that_decides:
        yield from _undecided(page)
    elif page.assessment.verdict is not Verdict.DEFER:
        yield from (_would_recommend(page, call) for call in page.analysis.close_calls[:1])


def _would_recommend(page: AnalysisPage, call: CloseCall) -> Message:
    question = page.ruleset.questions[call.question]
    choice = question.choices.get(call.after) if isinstance(call.after, str) else None
    verdict = say(f"memo.close.{call.verdict}")
    if choice and choice.supposed:
        return say("memo.close", supposed=choice.supposed, verdict=verdict)
    after = page.value(call.question, call.after)
    if question.unit == "weeks":
        return say("memo.close.date", after=after, verdict=verdict)
    return say("memo.close.answer", question=question.label, after=after, verdict=verdict)


def trial(page: AnalysisPage | None) -> Iterator[Message]:
    """What it takes for a trial to pass."""
    return _test(page) if page else iter(())


def weighing(page: AnalysisPage | None) -> Iterator[Message]:
    """What would turn the recommendation further off: an answer that is missing, the end of a go, other weights."""
    if page is None:
        return
    if page.assessment.unknown_that_decides:
        yield from _first(_knowing(page))
    elif not page.analysis.close_calls:
        yield from _end(page)
    yield from _weights(page)


def _first(messages: Iterator[Message]) -> list[Message]:
    return [*islice(messages, 1)]


def in_full(page: AnalysisPage) -> list[Message]:
    """Every line, for the screen."""
    parts = (_risk, _by_date, _drivers, _close, _becomes, _end, _shares, _knowing, _alternatives, _test, _weights)
    return [message for part in parts for message in part(page)]


def in_brief(page: AnalysisPage) -> list[Message]:
    """For the result screen: whether it is a close call, and what would turn it."""
    return [message for part in (_close, _end) for message in _first(part(page))]


def _risk(page: AnalysisPage) -> Iterator[Message]:
    risk = page.analysis.risk
    if risk is None or risk.net_p10 == risk.net_p90:
        return
    low, high = (Money(abs(amount), page.currency) for amount in (risk.net_p10, risk.net_p90))
    loss, sure = Share(risk.chance_of_loss), round(risk.chance_of_loss, 2)
    if risk.net_p10 >= 0:
        yield say("risk.net" if sure else "risk.sure.gain", low=low, high=high)
    elif risk.net_p90 > 0:
        yield say("risk.net.mixed", low=low, high=high)
    else:
        yield say("risk.net.loss" if sure < 1 else "risk.sure.loss", low=low, high=high)
    if 0 < sure < 1:
        yield say("risk.chance", loss=loss)


def _by_date(page: AnalysisPage) -> Iterator[Message]:
    """The chance of having earned the cost by the wished date, where one is wished."""
    risk, weeks = page.analysis.risk, page.assessment.measures["weeks"]
    if risk and risk.breaks_even_by_date is not None and weeks is not None:
        day = page.today + timedelta(weeks=weeks)
        if round(risk.breaks_even_by_date, 2) == 0:
            yield say("risk.by_date.none", date=day)
        else:
            yield say("risk.by_date", share=Share(risk.breaks_even_by_date), date=day)


def _shares(page: AnalysisPage) -> Iterator[Message]:
    """How the possible answers to what is unknown are spread over the verdicts."""
    if len(page.assessment.shares) > 1:
        yield say("shares", shares=_spread(page))


def _undecided(page: AnalysisPage) -> Iterator[Message]:
    """The same for the director, who has been told which answer decides most."""
    if len(page.assessment.shares) > 1:
        yield say("shares.memo", shares=_spread(page))


def _spread(page: AnalysisPage) -> Listed:
    shares = page.assessment.shares.items()
    return Listed(tuple(say("share.of", verdict=say(f"verdict.inline.{v}"), share=Share(part)) for v, part in shares))


def _drivers(page: AnalysisPage) -> Iterator[Message]:
    risk = page.analysis.risk
    if risk and len(risk.drivers) > 1 and not any(unknown.matters for unknown in page.assessment.unknowns):
        yield say(
            "risk.drivers", questions=Listed(tuple(Inline(page.label(each.question)) for each in risk.drivers[:2]))
        )


def _close(page: AnalysisPage) -> Iterator[Message]:
    calls = page.analysis.close_calls
    if not calls and page.assessment.unknown_that_decides is None:
        yield say("close.none")
    for at, call in enumerate(calls[:MOST_CALLS]):
        yield say(
            "close.first" if at == 0 else "close.also",
            question=page.label(call.question),
            after=page.value(call.question, call.after),
            verdict=say(f"verdict.inline.{call.verdict}"),
        )


def _becomes(page: AnalysisPage) -> Iterator[Message]:
    """What the acts lead to; a duty or a drop has none."""
    told = becomes_go(Hanging(page.assessment, page.ruleset, page.today))
    if told:
        yield told


def _end(page: AnalysisPage) -> Iterator[Message]:
    """What would end a go, unless it is the close call above; a duty ends with its source alone, which is told."""
    end, calls = page.analysis.end, page.analysis.close_calls
    if page.ruleset.duty(page.assessment.gates):
        return
    known = bool(calls and end and (calls[0].question, calls[0].after) == (end.question, end.after))
    if end and not known and end.after is not None:
        yield say("end.go", question=page.label(end.question), after=page.value(end.question, end.after))


def _knowing(page: AnalysisPage) -> Iterator[Message]:
    cost = page.assessment.measures["total_cost"]
    first = page.assessment.unknown_that_decides
    for unknown in sorted(page.assessment.unknowns, key=lambda each: (each.question != first, -each.turns)):
        if unknown.turns > 0 and cost:
            stake = Money(cost, page.currency)
            label = page.label(unknown.question)
            yield say("knowing", question=label, share=Share(unknown.turns), stake=stake)


def _alternatives(page: AnalysisPage) -> Iterator[Message]:
    for other in page.analysis.alternatives:
        kind = page.ruleset.task_types[other.task_type].label
        yield say("alternative", kind=kind, verdict=say(f"verdict.inline.{other.verdict}"))


def _test(page: AnalysisPage) -> Iterator[Message]:
    test = page.analysis.test
    if test is None or test.sign is None or not wants_trial(page.assessment):
        return
    by, until = (page.today + timedelta(weeks=weeks) for weeks in (test.sign_by, test.until))
    if test.sign_by > max((act.weeks or 0.0 for act in page.assessment.acts), default=test.sign_by):
        yield say("test.sign.slow", sign=test.sign, by=by)
    else:
        yield say("test.sign", sign=test.sign, by=by, until=until)


def _weights(page: AnalysisPage) -> Iterator[Message]:
    weighing = page.analysis.weighing
    if round(weighing.share, 2) == 1:
        yield say("weights.share.all", tried=Number(weighing.tried))
    else:
        yield say("weights.share", share=Share(weighing.share), tried=Number(weighing.tried))
    turn = weighing.turn
    if turn:
        yield say(
            "weights.turn",
            criterion=page.ruleset.criteria[turn.criterion].label,
            weight=Number(turn.weight),
            to=Number(turn.to),
            verdict=say(f"verdict.inline.{turn.verdict}"),
        )
