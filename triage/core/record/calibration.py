"""How well forecasts fit outcomes, counted over the requests that have ended: numbers, no sentences.

A case counts only where both sides are known, and every figure carries its number of cases. People are never compared,
answers stand in the ruleset's order, and amounts in two currencies are never added.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from math import isfinite
from statistics import fmean, median
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from triage.core.life.events import Decision, Life, Review, Weighed
from triage.core.life.status import DAYS_IN_WEEK
from triage.core.record.came import Came, came
from triage.core.record.record import Record

MEDIANS_FROM = 5
"""Tasks of a kind needed to report a firm's own median weeks (a judgement)."""
BRIER_FROM = 10
"""Stated chances needed to report how well they fit (a judgement)."""
TENDENCY_FROM = 3
"""Cases needed to report a median (a judgement)."""
DAYS_IN_MONTH = 365 / 12
BAND = 20
"""The width of the bands of stated chances, in percent."""

Part: TypeAlias = Literal["cost", "hours", "contribution"]
"""What is forecast: cash, own hours, and extra contribution."""
PARTS: tuple[Part, ...] = ("cost", "hours", "contribution")


class Period(Struct, frozen=True):
    """The days from ``since`` to ``until``, both included; ``None`` is open."""

    since: date | None = None
    until: date | None = None

    def __contains__(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


class Outcome(Struct, frozen=True):
    """A request and the review that ended it."""

    record: Record
    review: Review
    day: date
    """On which it was reviewed."""

    @property
    def came(self) -> Came:
        """What came of it."""
        return came(self.review.status)

    @property
    def succeeded(self) -> bool:
        """Whether the agreed level was reached; stopped is not."""
        return self.came is Came.REACHED


class Sums(Struct, frozen=True):
    """Amounts added up for each currency, over so many requests where they were known."""

    by_currency: Mapping[str, float]
    known: int


class Hits(Struct, frozen=True):
    """How many of ``n`` actual figures were within the range that was forecast."""

    hits: int
    n: int


class Tendency(Struct, frozen=True):
    """The median of actual / expected over ``n`` cases; ``None`` where they are too few."""

    n: int
    middle: float | None


class Bias(Struct, frozen=True):
    """Actual against expected over ``n`` cases, all of them or those with one answer; ``""`` is an unknown answer."""

    answer: str
    n: int
    contribution: Tendency
    cost: Tendency

    @property
    def has_median(self) -> bool:
        """Whether there are cases enough for either figure."""
        return self.contribution.middle is not None or self.cost.middle is not None


class Band(Struct, frozen=True):
    """Cases with a stated chance from ``low`` up to ``high`` percent: mean chance and share that succeeded, 0-1."""

    low: int
    high: int
    stated: float
    succeeded: float
    n: int


class Chances(Struct, frozen=True):
    """How the stated chances fit what happened, over ``n`` cases; no score and no bands before there are enough."""

    n: int
    brier: float | None = None
    bands: tuple[Band, ...] = ()


class Observed(Struct, frozen=True):
    """Weeks from the decision to the first sign and to the agreed level, one for each request where it was seen."""

    first: tuple[float, ...]
    full: tuple[float, ...]


def outcomes(records: Sequence[Record], until: date | None) -> tuple[Outcome, ...]:
    """Return every request that had ended by a day, with its life as it stood then.

    A request that was weighed again after its last review is left out: its forecasts were made knowing the outcome.
    """
    found: list[Outcome] = []
    for record in records:
        then = as_of(record, until)
        last = then.final_review
        if last and not record.life.since(last[0], Weighed):
            found.append(Outcome(then, last[1], last[0].day))
    return tuple(found)


def as_of(record: Record, until: date | None) -> Record:
    """Return a record with its life as it stood at the end of a day."""
    events = (event for event in record.life.events if event.day in Period(until=until))
    return replace(record, life=Life(record.life.weighed, tuple(events)))


def ended(records: Sequence[Record], period: Period) -> tuple[Outcome, ...]:
    """Return every request with a final review in the period, and the latest such review."""
    found = ((each, [r for r in each.life.all(Review) if r[1].is_final and r[0].day in period]) for each in records)
    return tuple(Outcome(record, made[-1][1], made[-1][0].day) for record, made in found if made)


def months_run(case: Outcome) -> float | None:
    """Return the months from the decision to the review, over which what came was counted; ``None`` if not known."""
    decisions = [event.day for event, _ in case.record.life.all(Decision) if event.day <= case.day]
    return (case.day - decisions[-1]).days / DAYS_IN_MONTH if decisions else None


def add_up(amounts: Iterable[tuple[str, float | None]]) -> Sums:
    """Add amounts for each currency; what is unknown or unlimited does not count."""
    known = [(currency, amount) for currency, amount in amounts if amount is not None and isfinite(amount)]
    sums: defaultdict[str, float] = defaultdict(float)
    for currency, amount in known:
        sums[currency] += amount
    return Sums(sums, len(known))


def expected(record: Record, part: Part) -> float | None:
    """Return Swanson's mean of an answered range, or the expected contribution within the horizon."""
    if part == "contribution":
        return record.measures.get("contribution")
    answered = record.range(part)
    return answered.expected if answered else None


def expected_range(record: Record, part: Part) -> tuple[float | None, float | None]:
    """Return the low and high that were answered, or computed for the contribution."""
    if part == "contribution":
        return record.measures.get("contribution_low"), record.measures.get("contribution_high")
    answered = record.range(part)
    return (answered.low, answered.high) if answered else (None, None)


def actual(review: Review, part: Part) -> float | None:
    """Return what it came to."""
    return {"cost": review.cost, "hours": review.hours, "contribution": review.contribution}[part]


def hit_rates(cases: Sequence[Outcome]) -> dict[Part, Hits]:
    """Count how often 10-90 ranges held the actual figure (low <= actual <= high); parts without a case are left out.

    Such a range should hold it in 8 of 10 cases; somewhat fewer for contribution, whose range assumes an effect.
    """
    counted = {part: [hit for case in cases if (hit := _hit(case, part)) is not None] for part in PARTS}
    return {part: Hits(sum(hits), len(hits)) for part, hits in counted.items() if hits}


def bias_by_answer(cases: Iterable[Outcome], question_id: str, order: Iterable[str]) -> tuple[Bias, ...]:
    """Return the bias for each answer to a question, in the given order of answers.

    Answers outside the order come after it, an unknown answer last; answers without a case are left out.
    """
    groups: dict[str, list[Outcome]] = {name: [] for name in order}
    unknown: list[Outcome] = []
    for case in cases:
        name = case.record.word(question_id)
        (groups.setdefault(name, []) if name else unknown).append(case)
    found = (bias(alike, name) for name, alike in [*groups.items(), ("", unknown)])
    return tuple(each for each in found if each.n)


def bias(cases: Sequence[Outcome], answer: str = "") -> Bias:
    """Return the median of actual / expected over cases, for contribution and for cash."""
    pairs = [(_ratio(case, "contribution"), _ratio(case, "cost")) for case in cases]
    contribution, cost = (_tendency(pair[at] for pair in pairs) for at in (0, 1))
    return Bias(answer, sum(pair != (None, None) for pair in pairs), contribution, cost)


def chances(cases: Iterable[Outcome]) -> Chances:
    """Score the chances that were agreed on: Brier = mean((p - o)^2), o = 1 for succeeded, 0 for failed or stopped.

    0 is best, and always saying 50 % gives 0.25 (Brier 1950). A band includes its lower end and not its upper; the
    last includes both.
    """
    agreed = ((case.record.life.agreement, case.succeeded) for case in cases if case.came is not Came.UNKNOWN)
    stated = [(a.chance, succeeded) for a, succeeded in agreed if a is not None and a.chance is not None]
    if len(stated) < BRIER_FROM:
        return Chances(len(stated))
    brier = fmean((chance / 100 - succeeded) ** 2 for chance, succeeded in stated)
    return Chances(len(stated), brier, tuple(_bands(stated)))


def observed_weeks(records: Sequence[Record]) -> Mapping[str, Observed]:
    """Return the weeks from go to the first sign and to the agreed level, by task type.

    The earliest day that a review since the decision names counts, less the firm's sales cycle where the task is judged
    on sales, as in the reference classes. Tasks where nothing was seen are left out, so a median is somewhat hopeful.
    """
    seen: dict[str, list[tuple[float | None, ...]]] = {}
    for record in records:
        if record.life.start and record.word("task_type"):
            days = [(review.sign_on, review.reached_on) for _, review in record.reviews]
            pair = tuple(_weeks(record, record.life.start, (day[at] for day in days)) for at in (0, 1))
            seen.setdefault(record.word("task_type"), []).append(pair)
    return {kind: Observed(*(_known(part) for part in zip(*pairs, strict=True))) for kind, pairs in seen.items()}


def _hit(case: Outcome, part: Part) -> bool | None:
    (low, high), came = expected_range(case.record, part), actual(case.review, part)
    if low is None or high is None or came is None or low >= high:
        return None
    return low <= came <= high


def _ratio(case: Outcome, part: Part) -> float | None:
    """Actual / expected; ``None`` where either is unknown or nothing was expected."""
    came, foreseen = actual(case.review, part), expected(case.record, part)
    if came is None or foreseen is None or foreseen <= 0:
        return None
    return came / foreseen


def _tendency(ratios: Iterable[float | None]) -> Tendency:
    known = _known(ratios)
    return Tendency(len(known), median(known) if len(known) >= TENDENCY_FROM else None)


def _bands(cases: Sequence[tuple[float, bool]]) -> Iterator[Band]:
    for low in range(0, 100, BAND):
        high = low + BAND
        inside = [case for case in cases if low <= case[0] < high or case[0] == high == 100]
        if inside:
            stated, succeeded = zip(*inside, strict=True)
            yield Band(low, high, fmean(stated) / 100, fmean(succeeded), len(inside))


def _weeks(record: Record, start: date, days: Iterable[date | None]) -> float | None:
    """Weeks from the start to the earliest day on or after it, without the firm's sales cycle."""
    first = min((day for day in days if day and day >= start), default=None)
    return max(0.0, (first - start).days / DAYS_IN_WEEK - record.sales_cycle_weeks) if first else None


def _known(values: Iterable[float | None]) -> tuple[float, ...]:
    return tuple(value for value in values if value is not None)
