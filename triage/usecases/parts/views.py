"""How each of the two sees need, outcome and date: kept as they answered, and told in memo and review."""

from collections.abc import Iterator
from datetime import date

from triage.adapters.register.kept import Kept
from triage.core.life.events import Aligned, Answered, weeks_after
from triage.core.messages import Message, Param, say
from triage.core.request.request import Request, Value
from triage.core.request.shown import shown
from triage.core.rules.ruleset import Ruleset

VIEWS = ("need", "outcome", "visible_in")


def views(kept: Kept, ruleset: Ruleset) -> Iterator[Message]:
    """Yield both views of each of these questions that they answered differently, and what they have agreed since."""
    answered = kept.life.last(Answered)
    if answered is None:
        return
    aligned = kept.life.last(Aligned)
    for name in VIEWS:
        own, theirs = kept.first_request.value(name), answered[1].answers.get(name)
        if own == theirs or name not in ruleset.questions or name not in answered[1].answers:
            continue
        parts: dict[str, Param] = {
            "question": ruleset.questions[name].label,
            "manager": shown_on(kept.entry.created.date(), name, own, kept.request, ruleset),
            "director": shown_on(answered[0].day, name, theirs, kept.request, ruleset),
        }
        yield say("view.each", **parts)
        if aligned and name in aligned[1].answers:
            agreed = aligned[1].answers[name]
            yield say("view.agreed", answer=shown_on(aligned[0].day, name, agreed, kept.request, ruleset))


def shown_on(day: date, name: str, value: Value, request: Request, ruleset: Ruleset) -> Param:
    """Return an answer of a day as it is shown: a number of weeks by the date that it led to."""
    question = ruleset.questions[name]
    answer = shown(value, question, name, request, ruleset)
    until = weeks_after(day, value) if question.unit == "weeks" and isinstance(value, float | int) else None
    return say("view.on", date=until, weeks=answer) if until else answer
