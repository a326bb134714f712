"""Which answers count: the answer given, else the default, and none where the question does not apply.

No columns here, so that the interview can start before numpy is loaded.
"""

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from triage.core.messages import Text
from triage.core.request.request import Request, Value
from triage.core.rules.conditions import holds
from triage.core.rules.ruleset import Question, Ruleset, SaysNothing

ANSWERED = "…"
"""Stands for a text that is given later: whatever has to be said is said."""
MOST_RECENT = 256
_recent: dict[tuple[int, int], tuple[Request, Ruleset, dict[str, Value]]] = {}
"""What the last requests count as; they and their rules are held, so that no others can have their ids."""


def applies(question: Question, values: Mapping[str, Value]) -> bool:
    """Whether a question's ``only_if`` holds for these values."""
    return question.only_if is None or holds(question.only_if, values)


def effective(request: Request, ruleset: Ruleset) -> dict[str, Value]:
    """Every question's value as it counts: the answer, else the default; ``None`` where it does not apply.

    The same few requests are asked about again and again, so the last ones are remembered.
    """
    key = id(request), id(ruleset)
    found = _recent.get(key)
    if found is None:
        if len(_recent) >= MOST_RECENT:
            _recent.clear()
        found = _recent[key] = request, ruleset, _effective(request, ruleset)
    return {**found[2]}


def _effective(request: Request, ruleset: Ruleset) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for name, question in ruleset.questions.items():
        values[name] = _as_counted(request, question, name, ruleset) if applies(question, values) else None
    return values


def counted(request: Request, question_id: str, ruleset: Ruleset) -> Value:
    """Return what one question counts as, whether or not it applies."""
    return _as_counted(request, ruleset.questions[question_id], question_id, ruleset)


def worded(question: Question, request: Request, ruleset: Ruleset) -> Question:
    """Return a question as it is asked with the answers so far: in the first wording that holds, with its months."""
    if question.wordings:
        values = effective(request, ruleset)
        wording = next((each for each in question.wordings if holds(each.when, values)), None)
        if wording is not None:
            help_, bare = wording.help or question.help, wording.bare or question.bare
            question = replace(question, ask=wording.ask, help=help_, bare=bare, wordings=())
    if question.per != "horizon":
        return question
    months = horizon_months(request, ruleset)
    said = replace(question, per=months, ask=_with_months(question.ask, months))
    return replace(said, help=_with_months(question.help, months)) if question.help else said


def _with_months(text: Text, months: float) -> Text:
    """The text with the number of months in place of ``{months}``."""
    return Text(*(each.replace("{months}", f"{months:g}") for each in (text.da, text.en)))


def horizon_months(request: Request, ruleset: Ruleset) -> float:
    """Return the months over which effects are counted: the firm's, else those of the kind of task."""
    own = request.profile.horizon_months
    return months_of_kind(request.value("task_type"), ruleset) if own is None else own


def months_of_kind(task_type: Value, ruleset: Ruleset) -> float:
    """Return the months over which effects of a kind of task are counted."""
    kind = ruleset.task_types.get(str(task_type))
    return kind.horizon_months if kind else ruleset.fallbacks.horizon_months


def is_urgent(values: Mapping[str, Value], ruleset: Ruleset) -> bool:
    """Whether it cannot wait: it is done at once, and what is agreed about it cannot hold it up."""
    urgent = ruleset.verdicts.urgent
    return urgent is not None and holds(urgent.when, values)


def asked_first(question_id: str, values: Mapping[str, Value], ruleset: Ruleset) -> str:
    """Return the question to be answered before this one is asked: the first open one it depends on, or itself."""
    depends_on = ruleset.questions[question_id].only_if or {}
    first = next((name for name in depends_on if values.get(name) is None and name in ruleset.questions), None)
    return question_id if first is None else asked_first(first, values, ruleset)


def not_counted(names: Iterable[str], request: Request, ruleset: Ruleset) -> list[str]:
    """Return those of some answered questions whose answers do not count, since they are not asked as things stand."""
    values = effective(request, ruleset)
    given = (name for name in names if name in ruleset.questions and request.value(name) is not None)
    return [name for name in given if not applies(ruleset.questions[name], values)]


def not_answered(
    request: Request, ruleset: Ruleset, values: Mapping[str, Value] | None = None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the questions left out that count as their default, and those answered "don't know" that count.

    ``values`` are the answers as they count, where they are known already.
    """
    values = effective(request, ruleset) if values is None else values
    defaults, assumed = [], []
    for name, question in ruleset.questions.items():
        if name not in request.answers and _taken(request, question) is not None:
            defaults += [name] if applies(question, values) else []
        elif question.unknown_as is not None and request.value(name) is None and values[name] is not None:
            assumed.append(name)
    return tuple(defaults), tuple(assumed)


def _as_counted(request: Request, question: Question, name: str, ruleset: Ruleset) -> Value:
    answer = request.answers.get(name)
    return counts_as(answer.value if answer else _taken(request, question), question, ruleset)


def counts_as(value: Value, question: Question, ruleset: Ruleset) -> Value:
    """Return what an answer that was given, or stands for one that was left out, counts as."""
    if question.names_something and isinstance(value, str) and not _names_something(value, ruleset.says_nothing):
        value = None
    return question.unknown_as if value is None else value


def _names_something(text: str, nothing: SaysNothing) -> bool:
    """Whether a text names something; punctuation, words for nothing and words for later do not."""
    said = " ".join(text.casefold().split()).strip(" .,;:!?-–")
    whole = (*nothing.whole.da, *nothing.whole.en)
    begins = (*nothing.begins.da, *nothing.begins.en)
    return text == ANSWERED or (bool(said) and said not in whole and not said.startswith(begins))


def _taken(request: Request, question: Question) -> Value:
    """What a question counts as where it was left out."""
    if question.taken_as:
        given = {name: answer.value for name, answer in request.answers.items()}
        return next((each.is_ for each in question.taken_as if holds(each.when, given)), question.default)
    return question.default
