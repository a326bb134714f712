"""Which answers count: the answer given, else the default, and none where the question does not apply.

No columns here, so that the interview can start before numpy is loaded.
"""

from collections.abc import Mapping
from dataclasses import replace

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


def counted(request: Request, question_id: str, ruleset: Ruleset) -> Value:
    """Return what one question counts as, whether or not it applies."""
    return _as_counted(request, ruleset.questions[question_id], question_id)


def worded(question: Question, values: Mapping[str, Value]) -> Question:
    """Return a question as it is asked with these answers: with the first wording whose conditions hold."""
    wording = next((each for each in question.wordings if holds(each.when, values)), None)
    if wording is None:
        return question
    return replace(
        question,
        ask=wording.ask,
        help=wording.help or question.help,
        bare=wording.bare or question.bare,
        wordings=(),
    )


def not_answered(request: Request, ruleset: Ruleset) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the questions left out that count as their default, and those answered "don't know" that count."""
    values = effective(request, ruleset)
    defaults, assumed = [], []
    for name, question in ruleset.questions.items():
        if name not in request.answers and _taken(request, question) is not None:
            defaults += [name] if applies(question, values) else []
        elif question.unknown_as is not None and request.value(name) is None and values[name] is not None:
            assumed.append(name)
    return tuple(defaults), tuple(assumed)


def _as_counted(request: Request, question: Question, name: str) -> Value:
    answer = request.answers.get(name)
    value: Value = answer.value if answer else _taken(request, question)
    return question.unknown_as if value is None else value


def _taken(request: Request, question: Question) -> Value:
    """What a question counts as where it was left out."""
    if question.taken_as:
        given = {name: answer.value for name, answer in request.answers.items()}
        return next((each.is_ for each in question.taken_as if holds(each.when, given)), question.default)
    return question.default
