"""Answers and figures of one request as values that a message may hold, in no language yet."""

from collections.abc import Iterator

from triage.core.messages import Message, Number, Param, Text, Typed, say
from triage.core.request.effective import applies, effective
from triage.core.request.request import Range, Request, Value
from triage.core.rules.quantities import amount
from triage.core.rules.ruleset import Question, Ruleset


def answer(request: Request, ruleset: Ruleset, question_id: str) -> Param | None:
    """Return an answer as it is shown, or the default that counted; ``None`` where unknown or not applicable."""
    question = ruleset.questions.get(question_id)
    if question is None:
        return None
    value = effective(request, ruleset)[question_id]
    return None if value is None else shown(value, question, question_id, request, ruleset)


def answers(request: Request, ruleset: Ruleset) -> Iterator[tuple[str, Question, Param | None]]:
    """Yield every question that applies, with its answer as it is shown."""
    values = effective(request, ruleset)
    for name, question in ruleset.questions.items():
        if applies(question, values):
            value = values[name]
            yield name, question, None if value is None else shown(value, question, name, request, ruleset)


def shown(value: Value, question: Question, question_id: str, request: Request, ruleset: Ruleset) -> Param:
    """Return a value as it is shown: a choice by its wording, an amount with its unit."""
    currency = request.profile.currency
    match value:
        case bool():
            return say("yes" if value else "no")
        case Range():
            if value.low == value.high:
                return amount(value.likely, question.unit, currency)
            parts = (value.low, value.likely, value.high)
            low, likely, high = (amount(part, question.unit, currency) for part in parts)
            return say("range", low=low, likely=likely, high=high)
        case int() | float():
            return amount(value, question.unit, currency)
        case str() if question.type == "choice":
            return _choice(value, question_id, request, ruleset)
        case str():
            return Typed(value)
        case None:
            return say("unknown")
    return value


def _choice(value: str, question_id: str, request: Request, ruleset: Ruleset) -> Param:
    choice = ruleset.choices(question_id).get(value)
    if choice is not None:
        return Text(choice.da, choice.en)
    goal = next((goal for goal in request.profile.goals if goal.id == value), None)
    return Typed(goal.text if goal else value)


def typed(request: Request, question_id: str) -> Typed | None:
    """Return a text answer as it was typed."""
    value = request.value(question_id)
    return Typed(value) if isinstance(value, str) and value else None


def text_message(text: Text) -> Message:
    """A sentence of the rules as a message."""
    return say("text", text=text)


def plain(value: float) -> Number:
    """Return a bare number with the decimals that it needs, at most two."""
    decimals = next((d for d in (0, 1) if round(value, d) == round(value, 6)), 2)
    return Number(value, decimals)
