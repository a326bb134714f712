"""``triage new --again``: change what has changed, and weigh the request once more."""

from collections.abc import Iterator, Mapping, Sequence

from triage.core.interview.reading import clean, modernised
from triage.core.interview.readings import Readings
from triage.core.life.events import State
from triage.core.messages import Inline, Listed, Message, failure, say
from triage.core.request.effective import counted, not_counted
from triage.core.request.request import Request, Value, as_given
from triage.core.rules.ruleset import Ruleset
from triage.usecases.ask import DONT_KNOW
from triage.usecases.parts.call import Call, about, not_past
from triage.usecases.parts.changing import read_changes
from triage.usecases.parts.filling import Filling, fill, finished
from triage.usecases.parts.opening import open_rules
from triage.usecases.parts.recording import find
from triage.usecases.parts.standing import standing


def revisit(
    call: Call, given: str, changes: Sequence[str], because: str, title: str = "", *, missing: bool = False
) -> list[str]:
    """Change what has changed and weigh a request with today's rules; return the summary, nothing where they left.

    Without changes they are asked for, unless there is a new title; with ``missing``, what is not known and may lead
    further is asked first. Of a task that runs it is told which yes still stands, now that it is another.
    """
    from triage.core.judging.assessment import missing_answers
    from triage.usecases.parts.assessing import summary_lines
    from triage.usecases.parts.keeping import reassess, recalled

    kept = find(call.home, given)
    ruleset = open_rules(call.home, None).ruleset
    request = modernised(as_given(kept.request), ruleset)
    taken = {
        name: counted(request, name, ruleset)
        for name, question in ruleset.questions.items()
        if question.must and name not in request.answers
    }
    opened = missing_answers(recalled(kept, call.home).assessment) if missing else ()
    if missing and not opened:
        raise failure("revisit.nothing_missing", id=kept.entry.id)
    filling = Filling(
        ruleset,
        f"{kept.entry.id}-revisit",
        f"triage new --again {kept.entry.id}",
        {name: request.value(name) for name in ruleset.questions if name not in opened} | taken,
        opening=(about(kept), say("revisit.opening.missing" if missing else "revisit.opening")),
        finish="review.assess",
        words=DONT_KNOW,
        profile=request.profile,
        check=not_past,
    )
    readings = Readings()
    answers = read_changes(request, changes, ruleset, readings)
    if not answers and not title:
        found = fill(filling, call)
        if found is None:
            return []
        changed = {name: value for name, value in found.items() if name not in taken or value != taken[name]}
        answers = {name: value for name, value in changed.items() if name in request.answers or value is not None}
    assessed = reassess(call, kept, answers, because=because, title=" ".join(clean(title).split()))
    finished(filling, call.home)
    idle = [call.catalog.text(each) for each in _idle(answers, request, assessed.assessment.request, ruleset)]
    stands = [call.catalog.text(each) for each in standing(find(call.home, kept.entry.id))]
    is_agreed = kept.life.state is State.RUNNING
    summary = summary_lines(assessed, call.catalog, kept.entry.id, is_agreed=is_agreed)
    read = map(call.catalog.text, readings.told())
    return [*([] if changes or title else [""]), *read, *summary, *idle, *stands]


def _idle(changed: Mapping[str, Value], before: Request, after: Request, ruleset: Ruleset) -> Iterator[Message]:
    """Say which answers are kept and do not count: those just given, and those that counted until now."""
    new = {name for name, value in changed.items() if value != before.value(name)}
    already = set(not_counted(ruleset.questions, before, ruleset))
    labels = [
        Inline(ruleset.questions[name].label)
        for name in not_counted(ruleset.questions, after, ruleset)
        if name in new or name not in already
    ]
    if labels:
        yield say("revisit.not_counted", answers=Listed(tuple(labels)))
