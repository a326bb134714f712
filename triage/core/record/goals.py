"""What the report says of the shared direction: goals and what served them, changes of course, and who owes what.

Chooses sentences; writes none. Which requests change the direction is counted in ``record.direction``.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import reduce
from itertools import pairwise

from msgspec import Struct

from triage.core.life.events import Decision, State
from triage.core.messages import Inline, Listed, Message, Param, Text, Typed, say
from triage.core.record.calibration import Period, as_of, ended
from triage.core.record.came import Came
from triage.core.record.direction import Change, ChangeKind
from triage.core.record.likeness import UNTOLD
from triage.core.record.record import Record
from triage.core.record.reportsections import Section, counted
from triage.core.request.course import Course, are_both
from triage.core.request.request import Goal
from triage.core.rules.ruleset import Ruleset, Verdict

TRIGGER, DISPLACES = "trigger", "displaces"


class Served(Struct, frozen=True):
    """A goal with the requests that went for it, those with a yes and those without."""

    goal: Goal
    done: tuple[Record, ...]
    refused: int


def in_force(courses: Sequence[Course], period: Period) -> list[Course]:
    """Return the courses that were in force in a period, the oldest first."""
    until, since = period.until or date.max, period.since or date.min
    ends = (*(course.day for course in courses[1:]), date.max)
    return [course for course, end in zip(courses, ends, strict=False) if course.day <= until and end > since]


def served(records: Sequence[Record], courses: Sequence[Course], period: Period) -> list[Served]:
    """Return every goal of a period, with the requests that were in hand for it in that period."""
    goals = {goal.id: goal for course in in_force(courses, period) for goal in course.goals}
    then = [as_of(record, period.until) for record in records]
    return [
        Served(
            goal,
            tuple(each for each in then if each.word("goal") == name and _in_hand(each, period)),
            sum(each.word("goal") == name and _was_refused(each, period) for each in then),
        )
        for name, goal in goals.items()
    ]


def goals(records: Sequence[Record], courses: Sequence[Course], period: Period) -> Section:
    """Who agreed on the goals, a row for each with what served it, and how much of what was asked served none."""
    now = in_force(courses, period)
    if not any(course.goals for course in now):
        return Section((say("report.goals.none"),))
    asked = [record for record in records if record.created in period]
    aside = sum(record.word("goal") in UNTOLD for record in asked)
    said = [_agreed(now[-1])]
    if aside:
        said.append(say("report.goals.aside.all") if aside == len(asked) > 1 else counted("report.goals.aside", aside))
    rows = tuple(_goal_row(each) for each in served(records, courses, period))
    return Section(tuple(said), tuple(against(now[-1])), rows)


def against(course: Course) -> Iterator[Message]:
    """Yield what was decided against, and why."""
    for each in course.against:
        parts: dict[str, Param] = {"what": Typed(each.text), "because": Typed(each.because)}
        yield say("report.against" if each.because else "report.against.unsaid", **parts)


def changes(
    records: Sequence[Record], courses: Sequence[Course], found: Sequence[Change], period: Period, ruleset: Ruleset
) -> Iterator[Message]:
    """Yield each change of direction with what set it off, what it stopped and what came of it, the oldest first.

    A request that is the first for a goal that was agreed in the same period is part of that change of goals.
    """
    then = {record.id: as_of(record, period.until) for record in records}
    changed = [(before, after) for before, after in pairwise(courses) if after.day in period]
    new = {name for before, after in changed for name in _only_in(after, before)}
    alone = [each for each in found if each.kinds != (ChangeKind.GOAL,) or then[each.id].word("goal") not in new]
    over = [case.record for case in ended(list(then.values()), Period())]
    told = [
        (each.day, tuple(_by_request(each, then[each.id], over, _until_next(each, found, period), ruleset)))
        for each in alone
    ]
    told += [(after.day, tuple(_by_goals(before, after, list(then.values())))) for before, after in changed]
    return (_together(sentences) for _, sentences in sorted(told, key=lambda each: each[0]))


def owed(records: Sequence[Record], until: date, ruleset: Ruleset) -> Section:
    """What has to be done for the tasks that run to work, by whom; the conditions of each that have an owner."""
    running = [each for each in (as_of(record, until) for record in records) if each.life.state in _RUNS]
    lines = [
        say(f"report.owed.{owner}", title=Typed(record.title), what=_condition(name, answer, ruleset))
        for record in running
        for name, (owner, answer) in record.conditions.items()
        if name in ruleset.conditions
    ]
    return Section((say("report.owed"),) if lines else (), tuple(lines))


def stands(record: Record) -> Message:
    """Say in a word or two where a request is, or what came of it."""
    final = record.final_review
    if final:
        return say(f"report.result.{final[1].status}")
    return say(f"report.stands.{record.life.state}")


_RUNS = (State.DECIDED, State.RUNNING)


def _in_hand(record: Record, period: Period) -> bool:
    """Whether it had a yes, and was not over before the period."""
    if record.life.start is None:
        return False
    final = record.final_review
    return record.life.state is not State.CLOSED and (final is None or final[0].day in period)


def _was_refused(record: Record, period: Period) -> bool:
    decided = record.life.decision
    return decided is not None and decided[1].verdict is Verdict.DROP and decided[0].day in period


def _agreed(course: Course) -> Message:
    if course.day == date.min:
        return say("report.goals.undated")
    if not course.agreed_by:
        return say("report.goals.nobody", date=course.day)
    key = "report.goals.both" if are_both(course.agreed_by) else "report.goals.one"
    return say(key, date=course.day, names=Typed(course.agreed_by))


def _goal_row(each: Served) -> tuple[Param, ...]:
    goal = each.goal
    done: list[Param] = [_named(record, stands(record)) for record in each.done]
    if each.refused:
        done.append(counted("report.goal.refused", each.refused))
    return Typed(goal.text), _metric(goal), Listed(tuple(done)) if done else say("report.goal.nothing")


def _metric(goal: Goal) -> Param:
    """What a goal is measured by, and where that stood."""
    if goal.metric and goal.baseline:
        return say("report.goal.metric", metric=Typed(goal.metric), baseline=Typed(goal.baseline))
    return Typed(goal.metric)


def _named(record: Record, what: Message) -> Message:
    return say("report.goal.task", title=Typed(record.title), stands=what)


def _by_request(
    change: Change,
    record: Record,
    over: Sequence[Record],
    until: date,
    ruleset: Ruleset,
) -> Iterator[Message]:
    """A change that came with a request: what it is, what set it off, what gave way, and what came of it.

    ``over`` are the requests that ever came to an end; ``until`` is the day of the next change.
    """
    kinds = Listed(tuple(say(f"direction.kind.{kind}") for kind in change.kinds))
    yield say("report.change", date=change.day, kinds=kinds, title=Typed(record.title))
    yield _set_off(record, ruleset)
    if record.word(DISPLACES):
        yield say("report.change.waits", words=Typed(record.word(DISPLACES)))
    yield from _stopped(over, change.day, until, record.id)
    yield say("report.change.came", stands=stands(record))


def _until_next(change: Change, found: Sequence[Change], period: Period) -> date:
    return min((each.day for each in found if each.day > change.day), default=period.until or date.max)


def _set_off(record: Record, ruleset: Ruleset) -> Message:
    choice = ruleset.choices(TRIGGER).get(record.word(TRIGGER)) if TRIGGER in ruleset.questions else None
    because = next((made.because for _, made in record.life.all(Decision) if made.verdict is Verdict.GO), "")
    if choice:
        return say("report.change.off", what=Inline(Text(choice.da, choice.en)))
    return say("report.change.off", what=Typed(because)) if because else say("report.change.off.unsaid")


def _stopped(records: Iterable[Record], since: date, until: date, but: str) -> Iterator[Message]:
    """What was stopped between one change and the next."""
    over = ended([record for record in records if record.id != but], Period(since, until))
    titles = [case.record.title for case in over if case.came is Came.STOPPED]
    if titles:
        quoted = tuple(say("report.title_of", title=Typed(title)) for title in titles)
        yield say("report.change.stopped", titles=Listed(quoted))


def _by_goals(before: Course, after: Course, records: Sequence[Record]) -> Iterator[Message]:
    """A change of the goals themselves: what came and went, why, what became of the old, what began for the new."""
    new, gone = _only_in(after, before), _only_in(before, after)
    yield say("report.change.goals", date=after.day)
    for key, found in (("new", new), ("gone", gone)):
        if found:
            yield say(f"report.change.goals.{key}", goals=Listed(tuple(map(_goal, found.values()))))
    yield say("report.change.off", what=Typed(after.because)) if after.because else say("report.change.off.unsaid")
    begun = [(each, each.life.start) for each in records if each.life.start]
    left = [each for each, start in begun if each.word("goal") in gone and start <= after.day]
    settled = [each for each in left if each.final_review and each.final_review[0].day >= after.day]
    for key, told in (("left", settled), ("begun", [each for each, _ in begun if each.word("goal") in new])):
        if told:
            yield say(f"report.change.{key}", titles=Listed(tuple(_named(each, stands(each)) for each in told)))


def _only_in(one: Course, other: Course) -> dict[str, Goal]:
    there = {goal.id for goal in other.goals}
    return {goal.id: goal for goal in one.goals if goal.id not in there}


def _goal(goal: Goal) -> Message:
    return say("report.title_of", title=Typed(goal.text))


def _condition(name: str, answer: str, ruleset: Ruleset) -> Param:
    rule = ruleset.conditions[name]
    return say("condition.quoted", what=rule.say, answer=Typed(answer)) if answer else rule.say


def _together(sentences: Sequence[Message]) -> Message:
    """Several sentences as one line of a list."""
    return reduce(lambda first, then: say("report.then", first=first, then=then), sentences)
