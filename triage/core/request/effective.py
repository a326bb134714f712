"""Which answers count: the answer given, else the default, and none where the question does not apply.

No columns here, so that the interview can start before numpy is loaded.
"""

from collections.abc import Mapping

from triage.core.request.request import Request, Value
from triage.core.rules.conditions import holds
from triage.core.rules.ruleset import Question, Ruleset


def applies(question: Question, values: Mapping[str, Value]) -> bool:
    """Whether a question's ``only_if`` holds for these values."""
    return question.only_if is None or holds(question.only_if, values)


def effective(request: Request, ruleset: Ruleset) -> dict[str, Value]:
    """Every question's value as it counts: the answer, else the default; ``None`` where it does not apply."""
    values: dict[str, Value] = {}
    for name, question in ruleset.questions.items():
        values[name] = _as_counted(request, question, name) if applies(question, values) else None
    return values


def not_answered(request: Request, ruleset: Ruleset) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the questions left out that count as their default, and those answered "don't know" that count."""
    values = effective(request, ruleset)
    defaults, assumed = [], []
    for name, question in ruleset.questions.items():
        if question.default is not None and name not in request.answers:
            defaults += [name] if applies(question, values) else []
        elif question.unknown_as is not None and request.value(name) is None and values[name] is not None:
            assumed.append(name)
    return tuple(defaults), tuple(assumed)


def _as_counted(request: Request, question: Question, name: str) -> Value:
    answer = request.answers.get(name)
    value: Value = answer.value if answer else question.default
    return question.unknown_as if value is None else value
