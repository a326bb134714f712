"""What the register knows of the task that is asked for again: how the same one went, and what is agreed beside it.

A measured outcome outranks an answer about it, and sums that were agreed apart are at stake together. Nothing is read
here; sentences are made in ``memo.known``.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from triage.core.life.events import Review, Status
from triage.core.record.likeness import UNTOLD, same_group
from triage.core.record.record import Record
from triage.core.request.effective import applies, counted, effective
from triage.core.request.request import Answer, FromRegister, Origin, Range, Request, Value, as_given, with_answers
from triage.core.rules.quantities import rate
from triage.core.rules.ruleset import OTHER, Ruleset

REMEMBERED = timedelta(days=1096)
"""An outcome counts for 36 months from the day on which it was measured (a judgement)."""
ADDED_UP = timedelta(days=366)
"""What has been agreed in twelve months is at stake together (a judgement)."""

ASK = "kind_of_ask"
TRIED, OUTCOME, NEW = "tried_before", "tried_outcome", "what_is_new"
EVIDENCE, SAYS = "evidence", "evidence_says"
SAME, SIMILAR = "same", "similar"
WORST_FIRST = ("failed", "mixed", "worked")
"""What came of a task when it was measured; whatever is not named here was not measured, and says less."""
OWN_TEST, OWN_RESULT = "own_test", "own_result"
FOR, MIXED, AGAINST = "for", "mixed", "against"


READ = ("task_type", ASK, "outcome", "audience", "goal", TRIED, OUTCOME, NEW, EVIDENCE, SAYS)
"""The answers by which an earlier request is found to be the same, and its outcome to count."""


class Measured(Struct, frozen=True):
    """An outcome of the same task that was measured."""

    record: Record
    day: date
    outcome: str
    """One of ``WORST_FIRST``."""
    review: Review


class Past(Struct, frozen=True, dict=True):
    """The requests that have been agreed on or reviewed, on a day, and the rules that a request is weighed by."""

    records: Sequence[Record]
    ruleset: Ruleset
    today: date

    @cached_property
    def by_type(self) -> Mapping[Value, Sequence[Record]]:
        """The records by task type."""
        found: dict[Value, list[Record]] = {}
        for record in self.records:
            found.setdefault(record.word("task_type"), []).append(record)
        return found

    @cached_property
    def alike(self) -> Callable[[str, str], bool]:
        """What tells whether two target groups are the same."""
        return same_group(self.ruleset)


class Told(Struct, frozen=True):
    """What is known of the answers beside what they say."""

    shown: Collection[str] = ()
    """Ids of earlier requests that the user was shown; answered with "the same", they are."""
    evidence_since: date | None = None
    """The day on which it was answered what is built on; ``None`` for today."""
    fills_unknown: bool = False
    """Whether what was answered with "don't know" is filled in too; what was left out always is."""


NOTHING_MORE = Told()


class SoFar(Struct, frozen=True):
    """What is known of a request while some of its questions are open."""

    request: Request
    unsure: frozenset[str] = frozenset()
    """Answered questions that may yet count as something else."""
    waiting: frozenset[str] = frozenset()
    """Open questions whose answers decide what the register adds."""
    committed: float = 0.0
    """What may be agreed for besides, at the most; in the request's currency."""


def with_known(request: Request, past: Past, told: Told = NOTHING_MORE) -> Request:
    """Return a request as it counts once the register is asked; what came from there before is taken out first."""
    request = as_given(request)
    amount, ids = committed(request, past)
    return replace(_outranked(request, past, told), committed=amount, committed_by=ids)


def known_so_far(request: Request, past: Past, told: Told, open_: Collection[str]) -> SoFar:
    """Return a request as it counts while questions are open, and what the register may yet make of it."""
    records = past.by_type.get(request.value("task_type"), ())
    if not records and not told.shown:
        return SoFar(request)
    waiting = frozenset(READ).intersection(open_)
    if not waiting:
        return SoFar(with_known(request, past, told))
    own = rate(request.profile.currency, past.ruleset)
    stakes = ((_at_stake(record, past.today) or 0.0) * rate(record.currency, past.ruleset) for record in records)
    filled = {name for name in ("effect_as", "extra_contribution") if request.value(name) is None}
    return SoFar(request, frozenset({TRIED, OUTCOME} | filled), waiting, sum(stakes) / own)


def measured_before(request: Request, past: Past, shown: Collection[str] = ()) -> list[Measured]:
    """Return every outcome of the same task that was measured in time, the oldest first.

    A failure does not fade behind a newer entry: every final review counts, not the last alone.
    """
    same = {record.id: record for record in past.by_type.get(request.value("task_type"), ())}
    same |= {record.id: record for record in past.records if record.id in {request.source, *shown}}
    found = (measured_in(record, past.today) for record in same.values() if is_same(request, record, past, shown))
    return sorted(chain.from_iterable(found), key=lambda each: (each.day, each.record.id))


def measured_in(record: Record, today: date) -> list[Measured]:
    """Return every outcome of a request that was measured in time, the oldest first."""
    return [
        Measured(record, event.day, outcome, review)
        for event, review in record.life.all(Review)
        if (outcome := outcome_of(review)) and today - REMEMBERED < event.day <= today
    ]


def is_same(request: Request, record: Record, past: Past, shown: Collection[str] = ()) -> bool:
    """Whether an earlier request asked for the same.

    So it did where the user says so of one that was shown, or where kind, type, outcome and group are the same. A
    request is the same as itself: its own review counts when it is weighed again.
    """
    if record.id == request.source or (record.id in shown and request.value(TRIED) == SAME):
        return True
    told = all(_told_the_same(request, record, name) for name in ("task_type", "outcome"))
    if not told or not _is_same_ask(request, record, past.ruleset):
        return False
    return past.alike(str(request.value("audience") or ""), record.word("audience"))


def worst(measured: Sequence[Measured]) -> Measured:
    """The worst outcome; of equals the latest."""
    return min(reversed(measured), key=lambda each: WORST_FIRST.index(each.outcome))


def outcome_of(review: Review) -> str | None:
    """Return what a review that ended the task has measured; ``None`` where nobody measured anything."""
    if not review.is_final:
        return None
    if review.reached is None:
        return "failed" if review.status is Status.STOPPED and review.sign is False else None
    return "worked" if review.reached else "failed"


def committed(request: Request, past: Past) -> tuple[float, tuple[str, ...]]:
    """Return what has been agreed in twelve months with the same goal and kind, in the request's currency, and by whom.

    Without goals on both sides the outcome stands for the goal. What has been measured is no longer at stake.
    """
    records = past.by_type.get(request.value("task_type"), ())
    alike = (record for record in records if _is_same_kind_and_goal(request, record, past.ruleset))
    found = [(record, cost) for record in alike if (cost := _at_stake(record, past.today))]
    own = rate(request.profile.currency, past.ruleset)
    amount = sum(cost * rate(record.currency, past.ruleset) / own for record, cost in found)
    return amount, tuple(record.id for record, _ in found)


def suggestions(request: Request, earlier: Record, past: Past) -> dict[str, str]:
    """Return the choices that an earlier request suggests; none where it has not run to its end.

    One that is merely similar says nothing of what this task can be built on.
    """
    if earlier.ended is None:
        return {}
    measured, same = measured_in(earlier, past.today), is_same(request, earlier, past)
    before = {TRIED: SAME if same else SIMILAR}
    if not measured:
        stopped = earlier.ended[1].status is Status.STOPPED
        return before | {OUTCOME: "failed" if stopped else "not_measured"}
    before |= {OUTCOME: worst(measured).outcome}
    return before | ({EVIDENCE: OWN_RESULT, SAYS: _says(measured)} if same else {})


def figures(measured: Sequence[Measured], currency: str) -> dict[str, tuple[Range, Measured]]:
    """Return what it came to the last time somebody wrote it down, by question; amounts in this currency alone."""
    found: dict[str, tuple[Range, Measured]] = {}
    for each in measured:
        review = each.review
        amounts = {"cost": review.cost, "extra_contribution": review.contribution}
        known = {"hours": review.hours} | (amounts if each.record.currency == currency else {})
        found |= {name: (Range(value, value, value), each) for name, value in known.items() if value is not None}
    return found


def _outranked(request: Request, past: Past, told: Told) -> Request:
    measured = measured_before(request, past, told.shown)
    if not measured:
        return request
    least = worst(measured)
    known: dict[str, tuple[Value, Measured]] = {}
    if not _is_tested_anew(request, past.ruleset, least, told.evidence_since or past.today):
        known = {name: (value, least) for name, value in _as_measured(request, least.outcome)}
    for name, (value, each) in {**_evidence(measured), **figures(measured, request.profile.currency)}.items():
        if _is_open(request, name, told):
            known[name] = value, each
    return _taken_in(request, known, past.ruleset)


def _taken_in(request: Request, known: dict[str, tuple[Value, Measured]], ruleset: Ruleset) -> Request:
    """Put in what counts, as far as the rules ask for it; a question may apply because of the one before it."""
    taken = []
    for name, (value, each) in known.items():
        question = ruleset.questions.get(name)
        if question is None or (question.type == "choice" and value not in ruleset.choices(name)):
            continue
        if name == "extra_contribution" and _is_uncounted(request, ruleset):
            taken.append(FromRegister("effect_as", request.answers.get("effect_as"), each.record.id, each.day))
            request = with_answers(request, {"effect_as": "contribution"}, Origin.REGISTER)
        if applies(question, effective(request, ruleset)):
            taken.append(FromRegister(name, request.answers.get(name), each.record.id, each.day))
            request = with_answers(request, {name: value}, Origin.REGISTER)
    return replace(request, from_register=tuple(taken))


def _is_uncounted(request: Request, ruleset: Ruleset) -> bool:
    """Whether nobody has said how the effect is counted, so that it may be in money."""
    return "effect_as" in ruleset.questions and all(
        request.value(name) is None for name in ("effect_as", "extra_units")
    )


def _as_measured(request: Request, outcome: str) -> Iterator[tuple[str, Value]]:
    """Yield what counts about what was tried; an outcome that was said to be as bad, or worse, stays."""
    tried, said = request.value(TRIED), request.value(OUTCOME)
    if tried != SAME:
        yield TRIED, SAME
    is_as_bad = said in WORST_FIRST and WORST_FIRST.index(said) <= WORST_FIRST.index(outcome)
    if tried not in {SAME, SIMILAR} or not is_as_bad:
        yield OUTCOME, outcome


def _is_tested_anew(request: Request, ruleset: Ruleset, failed: Measured, evidence_since: date) -> bool:
    """Whether what is new is said, and rests on a test of our own that came after the outcome and speaks for it."""
    question = ruleset.questions.get(EVIDENCE)
    choices = list(question.choices) if question else []
    value = request.value(EVIDENCE)
    if not request.value(NEW) or OWN_TEST not in choices or value not in choices:
        return False
    speaks_for = effective(request, ruleset).get(SAYS) in {None, FOR}
    return speaks_for and choices.index(str(value)) >= choices.index(OWN_TEST) and evidence_since > failed.day


def _evidence(measured: Sequence[Measured]) -> dict[str, tuple[Value, Measured]]:
    """A measured outcome is a result of our own; it speaks for or against by how it went."""
    return {EVIDENCE: (OWN_RESULT, measured[-1]), SAYS: (_says(measured), measured[-1])}


def _says(measured: Iterable[Measured]) -> str:
    outcomes = {each.outcome for each in measured}
    return FOR if outcomes == {"worked"} else AGAINST if outcomes == {"failed"} else MIXED


def _is_open(request: Request, name: str, told: Told) -> bool:
    answer: Answer | None = request.answers.get(name)
    if name == SAYS and request.value(EVIDENCE) is not None:
        return False  # it says what the evidence that was named says
    return answer is None or (told.fills_unknown and answer.value is None)


def _at_stake(record: Record, today: date) -> float | None:
    """What an earlier request was agreed for, as long as that is at stake; ``None`` where it is not, or not known."""
    agreed = [event for event, version in record.life.versions if record.life.is_agreed(version)]
    if not agreed or not today - ADDED_UP < agreed[-1].day <= today:
        return None
    reviews = [review for _, review in record.life.since(agreed[-1], Review)]
    if any(outcome_of(each) or each.status is Status.STOPPED for each in reviews):
        return None
    return record.measures.get("total_cost")


def _is_same_kind_and_goal(request: Request, record: Record, ruleset: Ruleset) -> bool:
    kind = request.value("task_type")
    if record.id == request.source or not _is_same_ask(request, record, ruleset):
        return False
    goals = {str(request.value("goal") or ""), record.word("goal")}
    same_outcome = _told_the_same(request, record, "outcome")
    if goals & UNTOLD:
        return same_outcome
    return len(goals) == 1 and (same_outcome or kind != OTHER)


def _is_same_ask(request: Request, record: Record, ruleset: Ruleset) -> bool:
    """Whether both start something, say: to stop what failed is not to try it again."""
    if ASK not in ruleset.questions:
        return True
    answers = {name: Answer(value, Origin.REGISTER) for name, value in record.answers.items()}
    earlier = Request(record.id, record.title, answers)
    return counted(request, ASK, ruleset) == counted(earlier, ASK, ruleset)


def _told_the_same(request: Request, record: Record, name: str) -> bool:
    return record.word(name) == request.value(name) and record.word(name) not in UNTOLD
