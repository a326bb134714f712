"""What may be agreed on and is yet asked about: days, and what the rules find odd in measure, level and group."""

from collections.abc import Iterator
from datetime import date

from triage.adapters.home.settings import Home
from triage.adapters.register.kept import Kept
from triage.core.judging.contradictions import contradictions
from triage.core.life.agreement import FROM_ANSWERS, doubts
from triage.core.life.events import Agreement, weeks_after
from triage.core.messages import Message, say
from triage.core.request.effective import effective
from triage.core.request.request import Origin, with_answers
from triage.core.rules.conditions import holds
from triage.core.rules.ruleset import Ruleset
from triage.usecases.parts.opening import rules_of

READY, VISIBLE = "ready_by", "visible_in"
"""Answers in weeks: until it is ready, and until its effect is to be seen."""


def doubted(kept: Kept, made: Agreement, home: Home) -> Iterator[Message]:
    """Yield what is to be talked about; with today's clock and the rules of the day on which it was weighed."""
    yield from doubts(made.block, kept.life)
    sign, ready = weeks_after(kept.life.start, made.block.sign_week), answered_day(kept, READY)
    if sign and ready and sign < ready:
        yield say("agree.sign_before_ready", sign=sign, ready=ready)
    ruleset = rules_of(kept, home)
    for name in _odd(kept, made, ruleset):
        each = ruleset.contradictions[name]
        yield say("agree.odd", says=each.says, ask=each.ask)


def answered_day(kept: Kept, name: str) -> date | None:
    """Return the day of an answer in weeks, which count from the day on which the request was weighed."""
    value = kept.request.value(name)
    return weeks_after(kept.assessed.date(), value) if isinstance(value, int | float) else None


def _odd(kept: Kept, made: Agreement, ruleset: Ruleset) -> list[str]:
    """The contradictions of the rules that the words of the block take part in, or the group it is for."""
    block = {name: getattr(made.block, part) for part, name in FROM_ANSWERS.items()}
    request = with_answers(
        kept.request, {name: value for name, value in block.items() if name in ruleset.questions}, Origin.FLAG
    )
    about_words = {
        name: each
        for name, each in ruleset.contradictions.items()
        if each.words and all(on in ruleset.questions for on in each.when)
    }
    values = effective(request, ruleset)
    met = {name: name in about_words and holds(each.when, values) for name, each in ruleset.contradictions.items()}
    return list(contradictions(request, ruleset, met))
