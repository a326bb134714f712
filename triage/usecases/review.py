"""``triage review``: show what was agreed, ask what was seen, judge it, and write it down."""

from collections.abc import Iterator, Mapping
from datetime import date

from triage.adapters.home import clock
from triage.adapters.register.kept import Kept
from triage.adapters.rules.rulefiles import load_form
from triage.core.interview.forms import words
from triage.core.life import story
from triage.core.life.against import Expected, against
from triage.core.life.agenda import agenda
from triage.core.life.agreement import fingerprint
from triage.core.life.events import Checked, Event, Life, Review, State, Status
from triage.core.life.review import ASSUMPTION, STOP, held, review_form, review_of, wrong_together
from triage.core.life.status import DAYS_IN_WEEK, counts_sign, too_early, week_of
from triage.core.messages import Message, Money, Number, Problem, TriageError, Typed, Weeks, failure, say
from triage.core.request.request import Value
from triage.usecases.parts.call import Call, about
from triage.usecases.parts.filling import Filling, fill, finished
from triage.usecases.parts.opening import rules_of
from triage.usecases.parts.recording import find, happened, record
from triage.usecases.parts.standing import currency_of, standing
from triage.usecases.parts.views import views

MAY_BE_REVIEWED = {State.RUNNING, State.REVIEWED}
UNDER_WAY = {Status.ON_TRACK, Status.BEHIND, Status.UNKNOWN}
"""Results that are told with the day from which the task can be judged."""
CHECK = {ASSUMPTION, "note"}
"""The questions about the assumption of an override."""


def review(call: Call, given: str) -> Iterator[str]:
    """Review a request against its agreed block, the assumption of an override, or both.

    Yields what was agreed before anything is asked, and the outcome once it is written down.
    """
    kept = find(call.home, given)
    life = kept.life
    if _open_check(life) is None and life.state not in MAY_BE_REVIEWED:
        raise failure(f"review.not.{life.state}", id=kept.entry.id)
    yield from map(call.catalog.text, _before(call, kept, life))
    if not call.flags and not call.ask:
        return
    filling = _review_filling(call, kept, life)
    answers = fill(filling, call)
    if answers is None:
        return
    events = list(_events(call, life, answers))
    if not events:
        raise failure("review.nothing")
    after = record(call.home, kept, *events)
    finished(filling, call.home)
    if not call.flags:
        yield ""
    yield from map(call.catalog.text, _after(kept, life, after, events))


def _review_filling(call: Call, kept: Kept, life: Life) -> Filling:
    """The questions of a review; a flag may answer more of them than are asked."""
    today, is_running = clock.today(), life.state in MAY_BE_REVIEWED
    is_judged = life.state is State.REVIEWED or (life.outcome_on is not None and life.outcome_on <= today)
    forgone = _forgone(kept, life, today)

    def whole(answers: Mapping[str, Value]) -> Message | None:
        wrong = wrong_together(life, answers, today) if is_running else None
        return wrong or (None if held(answers) or _seen_or_spent(answers) else say("review.nothing.asked"))

    return Filling(
        review_form(
            load_form("review", home=call.home),
            has_check=_asks_for_check(call, life, today),
            is_running=is_running,
            currency=kept.request.profile.currency,
            is_early=is_running and _is_early(life, today),
            is_final=is_running and not call.flags and is_judged,
            counts_sign=not call.flags and life.agreement is not None and counts_sign(life.agreement.block),
        ),
        f"{kept.entry.id}-review",
        f"triage review {kept.entry.id}",
        finish="review.save_review",
        notes={STOP: forgone} if forgone else {},
        profile=kept.request.profile,
        check=_not_yet,
        whole=whole,
    )


def _is_early(life: Life, today: date) -> bool:
    return life.judge_from is not None and today < life.judge_from


def _asks_for_check(call: Call, life: Life, today: date) -> bool:
    """Whether to ask if the assumption held: of what runs, not before the day on which it is to be looked at."""
    decided = life.decision
    if decided is None or _open_check(life) is None:
        return False
    is_due = decided[1].check_on is not None and decided[1].check_on <= today
    return is_due or life.state not in MAY_BE_REVIEWED or not CHECK.isdisjoint(call.flags)


def _seen_or_spent(answers: Mapping[str, Value]) -> set[str]:
    """The questions about what runs that were answered; not to stop it says nothing."""
    return {name for name, value in answers.items() if value is not None and value is not False} - CHECK


def _events(call: Call, life: Life, answers: Mapping[str, Value]) -> Iterator[Event]:
    """What the answers say has happened: a review, where anything of it was answered, and a check."""
    found = held(answers)
    if found:
        yield happened(Checked(found, words(answers, "note")), call.home)
    if life.state in MAY_BE_REVIEWED and _seen_or_spent(answers):
        made = review_of(life, answers, clock.today())
        if isinstance(made, Message):
            raise TriageError([Problem(None, made)])
        yield happened(made, call.home)


def _before(call: Call, kept: Kept, life: Life) -> Iterator[Message]:
    """What was agreed, unchanged, and whether it can be judged yet; the assumption that is to be looked at."""
    today, agreed = clock.today(), life.agreement
    is_told = agreed is not None and life.state in MAY_BE_REVIEWED
    if agreed and is_told:
        yield say("review.agreed", id=kept.entry.id, title=Typed(kept.entry.title))
        yield from story.block(agreed, currency_of(kept), life)
        intact = fingerprint(agreed.block) == agreed.fingerprint
        yield say("review.unchanged" if intact else "review.changed", fingerprint=agreed.fingerprint)
        yield from story.other_versions(life, currency_of(kept))
        yield from standing(kept, agreed)
        yield from views(kept, rules_of(kept, call.home))
        if _is_early(life, today) and not call.flags:
            yield too_early(life)
    check = _open_check(life)
    if check and _asks_for_check(call, life, today):
        if not is_told:
            yield about(kept)
        yield say("review.check", assumes=Typed(check))


def _after(kept: Kept, before: Life, after: Life, events: list[Event]) -> Iterator[Message]:
    """What it came to, what an early stop forgoes, and what comes next."""
    for event in events:
        match event.what:
            case Review():
                status, *details = story.review(event.what, currency_of(kept))
                yield too_early(before) if event.what.status is Status.TOO_EARLY else status
                yield from details
                yield from _held_against(kept, before, event)
            case Checked():
                yield say(f"story.checked.{event.what.held}")
    yield from map(story.next_up, agenda(after)[:1])


def _held_against(kept: Kept, life: Life, event: Event) -> Iterator[Message]:
    """A result against level, date and money; before that, from when it can be judged, or what a stop forgoes."""
    review = event.what
    if not isinstance(review, Review):
        return
    measures = kept.facts.measures
    expected = Expected(measures.get("contribution"), measures.get("total_cost"), measures.get("horizon_months"))
    yield from against(life, review, expected, currency_of(kept))
    fair = life.judge_from
    if review.status in UNDER_WAY and fair and event.day < fair:
        yield say("review.judge_from", week=Number(week_of(life, fair) or 0), date=fair)
    forgone = _forgone(kept, life, event.day)
    if review.status is Status.STOPPED and forgone and not review.by_rule:
        yield forgone


def _forgone(kept: Kept, life: Life, today: date) -> Message | None:
    """What stopping before the fair judging date means: the weeks left, and the contribution nobody will have seen."""
    judge_from = life.judge_from
    if judge_from is None or today >= judge_from:
        return None
    weeks = Weeks(round((judge_from - today).days / DAYS_IN_WEEK))
    expected = kept.facts.measures.get("contribution")
    if not expected:
        return say("review.forgoes", weeks=weeks, date=judge_from)
    amount = Money(expected, kept.request.profile.currency)
    return say("review.forgoes.contribution", weeks=weeks, date=judge_from, amount=amount)


def _open_check(life: Life) -> str | None:
    """The assumption of an override that nobody has looked at yet."""
    decided = life.decision
    if not decided or not decided[1].check_on or life.since(decided[0], Checked):
        return None
    return decided[1].assumes


def _not_yet(_name: str, value: Value) -> Message | None:
    return say("answer.future") if isinstance(value, date) and value > clock.today() else None
