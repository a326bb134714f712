"""What the pictures of the report show, as values: what became of the wishes, and forecasts beside what came."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, TypeAlias

from msgspec import Struct

from triage.core.messages import Hours, Message, Money, Param, Typed, say
from triage.core.record.calibration import Outcome, Part, Period, actual, ended, expected, expected_range
from triage.core.record.came import Came
from triage.core.record.record import Record
from triage.core.record.reportsections import decided_in
from triage.core.rules.ruleset import VERDICTS

MOST_FORESEEN = 12
"""Figures in the picture of forecasts, the latest first."""
Weight: TypeAlias = Literal["full", "half", "light"]
_VERDICT: dict[str, Weight] = {"go": "full", "defer": "half", "drop": "light"}
_CAME: dict[Came, Weight] = {Came.REACHED: "full", Came.IN_PART: "half", Came.NOT_REACHED: "light"}


class Share(Struct, frozen=True):
    """A part of a row: what it is, how many, and how dark it is drawn."""

    name: Message
    count: int
    weight: Weight


class Row(Struct, frozen=True):
    """So many wishes, and how they divide."""

    name: Message
    shares: tuple[Share, ...]

    @property
    def count(self) -> int:
        """How many there are in all."""
        return sum(share.count for share in self.shares)


class Foreseen(Struct, frozen=True):
    """A figure that was foreseen, with its range, and what came; as parts of what was expected."""

    title: Typed
    part: Message
    low: float
    high: float
    came: float
    amount: Param
    """What came, as it is written."""


class ReportPictures(Struct, frozen=True):
    """What there is to draw; empty where there is nothing."""

    flow: tuple[Row, ...] = ()
    foreseen: tuple[Foreseen, ...] = ()


def report_pictures(records: Sequence[Record], period: Period) -> ReportPictures:
    """Return what the pictures of a period show."""
    asked = [record.verdict for record in records if record.created in period]
    decided = [decision.verdict for _, _, decision in decided_in(records, period)]
    reviewed = ended(records, period)
    rows = (
        Row(say("picture.flow.asked"), tuple(_verdicts(asked))),
        Row(say("picture.flow.decided"), tuple(_verdicts(decided))),
        Row(say("picture.flow.came"), tuple(_came(case.came for case in reviewed))),
    )
    latest = sorted(reviewed, key=lambda case: case.day, reverse=True)
    found = [each for case in latest for each in _foreseen(case)]
    return ReportPictures(tuple(row for row in rows if row.count), tuple(found[:MOST_FORESEEN]))


def _verdicts(given: Iterable[str]) -> Iterator[Share]:
    counts = Counter(given)
    for verdict in reversed(VERDICTS):
        if counts[verdict]:
            yield Share(say(f"picture.flow.{verdict}"), counts[verdict], _VERDICT[verdict])


def _came(given: Iterable[Came]) -> Iterator[Share]:
    counts = Counter(given)
    for each in Came:
        if counts[each]:
            yield Share(say(f"picture.flow.{each}"), counts[each], _CAME.get(each, "light"))


def _foreseen(case: Outcome) -> Iterator[Foreseen]:
    """Yield the figures of a task that were foreseen with a range and are known now."""
    parts: tuple[Part, ...] = ("contribution", "cost", "hours")
    for part in parts:
        (low, high), came = expected_range(case.record, part), actual(case.review, part)
        middle = expected(case.record, part)
        if low is None or high is None or came is None or middle is None or middle <= 0:
            continue
        amount = Hours(came) if part == "hours" else Money(came, case.record.currency)
        yield Foreseen(
            Typed(case.record.title),
            say(f"picture.foreseen.{part}"),
            low / middle,
            high / middle,
            came / middle,
            amount,
        )
