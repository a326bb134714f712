"""Answers that do not go together, put to the person before the verdict is kept: change one of them, or leave them."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from triage.adapters.home.drafts import Draft
from triage.adapters.terminal import prompt
from triage.adapters.terminal.prompt import ListItem, Signal
from triage.core.request.effective import applies, effective
from triage.core.request.request import Request
from triage.usecases.parts.choosing import choose
from triage.usecases.parts.interviewing import ask_again, cut
from triage.usecases.parts.questioning import Interview, understood

LEAVE = "*leave"

FindContradictions: TypeAlias = Callable[[Request], Sequence[str]]
"""Return the ids of a request's contradictions."""


def put_contradictions(asking: Interview, draft: Draft, find: FindContradictions) -> tuple[Draft, bool]:
    """Put each contradiction to the person until it is gone or left; return the draft, and whether to go on.

    Each changed answer is on the disk before the next question, so that nothing is lost where they go back or leave.
    """
    left: set[tuple[str, tuple[object, ...]]] = set()
    while True:
        request = asking.request(draft)
        open_ = [each for each in find(request) if (each, _answers(each, request, asking)) not in left]
        if not open_:
            return draft, True
        reply = _put(open_[0], request, asking)
        if reply is None:
            return draft, False
        if reply == LEAVE:
            left.add((open_[0], _answers(open_[0], request, asking)))
        else:
            draft = ask_again(asking, draft, reply)


def _answers(name: str, request: Request, asking: Interview) -> tuple[object, ...]:
    return tuple(request.value(each) for each in asking.ruleset.contradictions[name].questions)


def _put(name: str, request: Request, asking: Interview) -> str | None:
    """Let a question be chosen whose answer is to change, or all be left; ``None`` where the person goes back."""
    rule, catalog = asking.ruleset.contradictions[name], asking.catalog
    prompt.tell("\n" + catalog.say("contradiction.heading").upper(), "fg:ansiyellow bold")
    prompt.tell(catalog.say("prompt.keys"), "fg:ansibrightblack")
    prompt.tell(rule.says.in_(catalog.language))
    prompt.tell(rule.ask.in_(catalog.language), "bold")
    values = effective(request, asking.ruleset)
    asked = [each for each in rule.questions if applies(asking.ruleset.questions[each], values)]
    given = [each for each in asked if request.value(each) is not None]
    lines = [ListItem(each, _change(each, request, asking)) for each in given]
    lines.append(ListItem(LEAVE, catalog.say("contradiction.leave")))
    reply = choose(catalog, lines, why=catalog.say("contradiction.why"))
    return None if isinstance(reply, Signal) else reply


def _change(question_id: str, request: Request, asking: Interview) -> str:
    label = asking.ruleset.questions[question_id].label
    answer = understood(request.value(question_id), question_id, request, asking)
    return cut(asking.catalog.say("contradiction.change", question=label, answer=" ".join(answer.split())))
