"""What the register adds to the answers of a request, in sentences: what it outranks, fills in, and adds up."""

from collections.abc import Iterator
from itertools import groupby

from triage.core.messages import Inline, Listed, Message, Money, say
from triage.core.request.request import FromRegister, Request
from triage.core.request.shown import shown
from triage.core.rules.ruleset import Ruleset


def known(request: Request, ruleset: Ruleset) -> Iterator[Message]:
    """Say which answers count otherwise than they were given, what was filled in, and what is at stake beside it."""
    yield from outranked(request, ruleset)
    filled = [each for each in _told(request, ruleset) if not _contradicts(each)]
    for (earlier, day), answers in groupby(filled, key=lambda each: (each.id, each.day)):
        said = tuple(_answer(each, request, ruleset) for each in answers)
        yield say("register.filled", id=earlier, date=day, answers=Listed(said))
    if request.committed:
        amount = Money(request.committed, request.profile.currency)
        yield say("register.together", ids=Listed(request.committed_by), amount=amount)


def outranked(request: Request, ruleset: Ruleset) -> Iterator[Message]:
    """Say which answers the register contradicts, with the request and the day that it knows it from."""
    for each in _told(request, ruleset):
        if _contradicts(each) and each.given:
            question = ruleset.questions[each.question]
            given = shown(each.given.value, question, each.question, request, ruleset)
            counted = shown(request.value(each.question), question, each.question, request, ruleset)
            parts = {"question": Inline(question.label), "given": given, "counted": counted}
            yield say("register.outranks", id=each.id, date=each.day, **parts)


def _told(request: Request, ruleset: Ruleset) -> Iterator[FromRegister]:
    return (each for each in request.from_register if each.question in ruleset.questions)


def _contradicts(each: FromRegister) -> bool:
    """Whether something else was answered; not to know contradicts nothing."""
    return each.given is not None and each.given.value is not None


def _answer(each: FromRegister, request: Request, ruleset: Ruleset) -> Message:
    question = ruleset.questions[each.question]
    counted = shown(request.value(each.question), question, each.question, request, ruleset)
    return say("register.answer", question=Inline(question.label), counted=counted)
