"""The interview without a terminal: which questions are asked, in which order, and what a changed answer makes stale.

Everything is decided from the rules and the answers so far.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from triage.core.messages import Message, Number, say
from triage.core.request.effective import applies, effective
from triage.core.request.request import Origin, Request
from triage.core.rules.conditions import holds
from triage.core.rules.ruleset import Question, Ruleset, Words

SHORT = 4
"""Letters up to which a word may well occur inside another."""
TASK_TYPES = "task_types"
"""Where the choices of the question for the task type come from."""
KIND = "kind_of_ask"
"""The question of what a task is about: starting something, stopping it, answering, and so on."""


class Position(Struct, frozen=True):
    """The place of a question: ``number`` of about ``of``."""

    number: int
    of: int


def to_ask(request: Request, ruleset: Ruleset, *, quick: bool) -> list[str]:
    """Return the questions that apply to these answers, in the order of the rules."""
    values = effective(request, ruleset)
    return [
        name
        for name, question in ruleset.questions.items()
        if applies(question, values) and (not quick or name in request.answers or _is_quick(question, values))
    ]


def next_question(request: Request, ruleset: Ruleset, again: Iterable[str], *, quick: bool) -> str | None:
    """Return the first question that is unanswered or to be asked again; ``None`` if there is none."""
    stale = set(again)
    asked = to_ask(request, ruleset, quick=quick)
    return next((name for name in asked if name not in request.answers or name in stale), None)


def position(question_id: str, request: Request, ruleset: Ruleset, *, quick: bool) -> Position:
    """Return a question's number among those that apply now, without those answered beforehand, which are not asked."""
    asked = [
        name
        for name in to_ask(request, ruleset, quick=quick)
        if name == question_id or name not in request.answers or request.answers[name].origin is not Origin.FILE
    ]
    return Position(asked.index(question_id) + 1 if question_id in asked else len(asked), len(asked))


def previous_question(question_id: str, request: Request, ruleset: Ruleset, *, quick: bool) -> str | None:
    """Return the answered question before this one, in the order of the rules; ``None`` at the first."""
    asked = to_ask(request, ruleset, quick=quick)
    before = asked[: asked.index(question_id)] if question_id in asked else asked
    return next((name for name in reversed(before) if name in request.answers), None)


def answered_before(question_id: str, request: Request, ruleset: Ruleset) -> str | None:
    """Return the question that was answered last before this one; ``None`` where it was the first."""
    asked = set(to_ask(request, ruleset, quick=False))
    given = [name for name in request.answers if name in asked]
    before = given[: given.index(question_id)] if question_id in given else given
    return before[-1] if before else None


def askable(request: Request, ruleset: Ruleset, left: Collection[str]) -> frozenset[str]:
    """Return which of the questions that are left can still come to be asked, whatever the others are answered with."""
    values, found = effective(request, ruleset), set[str]()
    for name, question in ruleset.questions.items():
        wanted = (question.only_if or {}).items()
        if name in left and all(parent in found or holds({parent: each}, values) for parent, each in wanted):
            found.add(name)
    return frozenset(found)


def opens_group(question_id: str, request: Request, ruleset: Ruleset, *, quick: bool) -> bool:
    """Whether a question is the first asked of its group."""
    asked = to_ask(request, ruleset, quick=quick)
    group = ruleset.questions[question_id].group
    return next((name for name in asked if ruleset.questions[name].group == group), None) == question_id


def made_stale(changed: str, before: Request, request: Request, ruleset: Ruleset) -> tuple[str, ...]:
    """Return the answered questions that depend on a changed one, directly or through others, and still apply.

    A condition that another question was answered at all (``true``) does not depend on what the answer was.
    """
    earlier, values = effective(before, ruleset), effective(request, ruleset)
    reached = {changed}
    for name, question in ruleset.questions.items():
        for on, wanted in (question.only_if or {}).items():
            if on in reached and (wanted is not True or bool(earlier[on]) != bool(values[on])):
                reached.add(name)
    return tuple(
        name
        for name in ruleset.questions
        if name in reached - {changed} and name in request.answers and applies(ruleset.questions[name], values)
    )


def suggest(question_id: str, words: str, ruleset: Ruleset) -> str | None:
    """Guess a choice from the words of a request; ``None`` where no words of any choice are found.

    A word inside another one found does not count (Facebook in "ads on Facebook"). Of the others, one in a choice's own
    name wins (TikTok before followers), then the longest.
    """
    said = words.casefold()
    found = [
        (word.casefold(), name)
        for name, each in _telling_words(question_id, ruleset).items()
        for word in (*each.da, *each.en)
        if _is_said(word.casefold(), said)
    ]
    if not found:
        return None
    labels = {name: f"{choice.da} {choice.en}".casefold() for name, choice in ruleset.choices(question_id).items()}
    ranked = [
        (word in labels[name], len(word), name)
        for word, name in found
        if not any(word in other and word != other for other, _ in found)
    ]
    return max(ranked)[2]


def by_words(question_id: str, words: str, ruleset: Ruleset) -> str | None:
    """Guess a choice from the words of a request, as :func:`suggest` does.

    Where they say another kind of ask than the usual one, such as an answer to a complaint on Facebook, a kind of task
    that no other can do the job of goes before a channel that is named in passing.
    """
    guess, kind = suggest(question_id, words, ruleset), ruleset.questions.get(KIND)
    if kind and ruleset.questions[question_id].choices_from == TASK_TYPES:
        said = suggest(KIND, words, ruleset)
        alone = {name: each for name, each in ruleset.task_types.items() if not each.job}
        if said and said != kind.default:
            return suggest(question_id, words, replace(ruleset, task_types=alone)) or guess
    return guess


def _telling_words(question_id: str, ruleset: Ruleset) -> dict[str, Words]:
    """The words that suggest each choice of a question; nothing for a question that the ruleset lacks."""
    question = ruleset.questions.get(question_id)
    if question is None:
        return {}
    if question.choices_from == "task_types":
        return {name: kind.words for name, kind in ruleset.task_types.items()}
    return {name: choice.words for name, choice in question.choices.items() if choice.words}


def no_longer_valid(request: Request, ruleset: Ruleset) -> Iterator[str]:
    """Yield the answers that no longer fit changed rules: a question or a choice that is gone, another type."""
    for name, answer in request.answers.items():
        question = ruleset.questions.get(name)
        if question is None or (answer.value is not None and not _fits(answer.value, name, question, ruleset)):
            yield name


def time_note(measures: Mapping[str, float | None], grade: str) -> Message | None:
    """Say how long such tasks usually take, how well that is known, and whether the wished date comes before it."""
    names = ("first_low", "first_high", "full_low", "full_high")
    typical = {name: value for name in names if (value := measures.get(name)) is not None}
    if len(typical) < len(names):
        return None
    weeks, key = measures.get("weeks"), "time.note"
    if weeks is not None and weeks < typical["full_low"]:
        key = "time.note.before_first" if weeks < typical["first_low"] else "time.note.before_full"
    said = say("time.typical", **{name: Number(value) for name, value in typical.items()})
    return say(key, typical=said, grade=say(f"grade.{grade}"))


def _is_said(word: str, said: str) -> bool:
    """Whether a word occurs in what was said; a long one also inside another (undersøg in kundeundersøgelse).

    A short one (SEO, not in video) and several together occur only from the beginning of a word; with a blank at their
    end they end one as well.
    """
    if word.strip() not in said:
        return False
    start = r"(?<!\w)" if len(word) <= SHORT or " " in word else ""
    end = r"(?!\w)" if word.endswith(" ") else ""
    return re.search(start + re.escape(word.strip()) + end, said) is not None


def _is_quick(question: Question, values: Mapping[str, object]) -> bool:
    return question.quick if isinstance(question.quick, bool) else holds(question.quick, values)


def _fits(value: object, name: str, question: Question, ruleset: Ruleset) -> bool:
    kinds = {"range": "Range", "number": "float", "yes_no": "bool", "text": "str", "choice": "str", "date": "date"}
    if type(value).__name__ != kinds[question.type]:
        return False
    return question.type != "choice" or question.choices_from == "goals" or value in ruleset.choices(name)
