"""What the register remembers: records of all requests, what was asked before, and the changes of direction.

Reads, hands over to the core, and writes nothing. Loads no numpy.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from sys import intern

from triage.adapters.home import clock
from triage.adapters.home.coursefile import load_courses
from triage.adapters.home.profilefile import load_profile
from triage.adapters.home.settings import Home
from triage.adapters.register.kept import Kept
from triage.adapters.register.register import open_register
from triage.core.life.events import Earlier, Life, State
from triage.core.messages import Message, TriageError, Typed, say
from triage.core.record import direction, earlier, likeness
from triage.core.record.known import EVIDENCE, NOTHING_MORE, REMEMBERED, Past, Told, measured_before, with_known, worst
from triage.core.record.own import own_record
from triage.core.record.ownwords import own_messages
from triage.core.record.record import Record
from triage.core.record.reportsections import OPEN
from triage.core.request.course import Course, with_change
from triage.core.request.request import PAID_BY_SALES, Profile, Request, Value
from triage.core.rules.ruleset import Ruleset, Verdict

MOST_COUNTED = 500
"""Changes of direction are counted over so many of the newest requests, so that nobody waits (a judgement)."""
COMPARED = 2_000
"""A new request is compared with so many of the newest ones, and with as many of its own task type (a judgement)."""


def record_of(kept: Kept) -> Record:
    """Return what history, calibration and the report count over, of one request."""
    request = kept.request
    return Record(
        id=kept.entry.id,
        title=kept.entry.title,
        currency=request.profile.currency,
        created=kept.entry.created.date(),
        verdict=Verdict(kept.entry.verdict),
        reason=kept.facts.reason,
        answers={intern(name): _shared(answer.value) for name, answer in request.answers.items()},
        goals={goal.id: goal.text for goal in request.profile.goals},
        measures={intern(name): value for name, value in kept.facts.measures.items()},
        life=kept.life,
        sales_cycle_weeks=(request.value("outcome") == PAID_BY_SALES) * (request.profile.sales_cycle_weeks or 0.0),
        conditions={each.id: (each.owner, _quoted(each.answers)) for each in kept.facts.conditions},
        score=kept.entry.score,
        worth=kept.median_net,
    )


def _shared(value: Value) -> Value:
    """A value of which the same choice by many requests is held once."""
    return intern(value) if type(value) is str else value


def _quoted(answers: Mapping[str, Value]) -> str:
    """The answer in words that a condition quotes."""
    return next((value for value in answers.values() if isinstance(value, str)), "")


def all_records(home: Home) -> Iterator[Record]:
    """Yield the record of every request, the oldest first."""
    with open_register(home) as register:
        yield from map(record_of, register.histories())


def open_records(home: Home, states: Collection[State] = OPEN) -> list[Record]:
    """Return the records of the requests in some states, the oldest first."""
    with open_register(home) as register:
        return [record_of(kept) for kept in register.in_states([state.value for state in states])]


def shared_courses(home: Home) -> tuple[Course, ...]:
    """Return every course of the shared direction; the goals of a profile from before they were kept are one."""
    profile = load_profile(home)
    return load_courses(home) or with_change((), None, profile or Profile(), date.min, "")


def past(home: Home, ruleset: Ruleset) -> Past:
    """Return the requests that have been agreed on or reviewed, as far back as they count."""
    today = clock.today()
    with open_register(home) as register:
        return Past([record_of(kept) for kept in register.ran(today - REMEMBERED)], ruleset, today)


def own_told(home: Home, request: Request, day: date) -> list[Message]:
    """Return what the firm's own tasks of the same kind took and came to by a day; nothing before there are five."""
    with open_register(home) as register:
        alike = [record_of(kept) for kept in register.ran(day - REMEMBERED, str(request.value("task_type") or ""))]
    return list(own_messages(own_record(alike, day)))


def as_known(home: Home, request: Request, ruleset: Ruleset, told: Told = NOTHING_MORE) -> Request:
    """Return a request as it counts with what the register knows of the same task."""
    return with_known(request, past(home, ruleset), told)


def as_known_again(kept: Kept, request: Request, home: Home, ruleset: Ruleset) -> Request:
    """Return a request of the register, with answers as they are now, as it counts with what the register knows."""
    first, now = (each.value(EVIDENCE) for each in (kept.first_request, request))
    answered = kept.entry.created if now == first else kept.assessed if now == kept.request.value(EVIDENCE) else None
    shown = [earlier.id for _, earlier in kept.life.all(Earlier)]
    told = Told(shown, answered.date() if answered else None)
    return as_known(home, request, ruleset, told)


def asked_before(home: Home, request: Request, before: Past) -> Record | None:
    """Return the earlier request to tell of, where one asks for the same; a measured one goes before a newer one."""
    measured = measured_before(request, before)
    if measured:
        return worst(measured).record
    with open_register(home) as register:
        candidates = register.candidates(str(request.value("task_type") or ""), COMPARED)
        matches = likeness.find_earlier(request, request.title, candidates, before.ruleset)
        records = [record_of(register.find(match.id)) for match in matches]
    return next((record for record in records if record.ended), records[0] if records else None)


def earlier_told(home: Home, life: Life, day: date) -> list[Message]:
    """Describe the earlier requests that a life names, as they stand; one that has been erased is passed over."""
    found: list[Message] = []
    with open_register(home) as register:
        for _, before in life.all(Earlier):
            try:
                kept = register.find(before.id)
            except TriageError:
                continue
            new = say("memo.earlier.new", new=Typed(before.new)) if before.new else say("memo.earlier.nothing_new")
            found += [*earlier.earlier_messages(record_of(kept), day), new]
    return found


def one_more(home: Home, request: Request, day: date) -> Sequence[Message]:
    """Say that a request is one more change of direction, counted over what was decided before that day."""
    course, goal = request.value("course_change"), request.value("goal")
    with open_register(home) as register:
        is_new = isinstance(goal, str) and not register.is_taken_up(goal, day, but=request.source)
        if course in {None, "no"} and not is_new:
            return ()
        records = [record_of(kept) for kept in register.histories(MOST_COUNTED)]
    earlier = [record for record in records if record.id != request.source]
    return direction.new_change_messages(request, direction.count_changes(earlier, None, day), day)
