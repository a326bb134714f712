"""The firm's own record of a kind of task: how long it took and how often it came to something, from five reviews on.

It stands beside the reference class wherever the weeks of the class are shown. Only counts; sentences are made in
``record.ownwords``.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from statistics import median
from typing import Any

from msgspec import Struct

from triage.core.record.calibration import MEDIANS_FROM, as_of, observed_weeks, outcomes
from triage.core.record.came import Came
from triage.core.record.record import Record


class Own(Struct, frozen=True):
    """What the firm's own tasks of a kind came to; weeks are medians, ``None`` where too few have been seen."""

    n: int
    """Tasks of the kind that have been reviewed to their end."""
    reached: int
    """Those that reached what was agreed."""
    measured: int
    """Those where somebody could tell."""
    first: float | None = None
    first_n: int = 0
    full: float | None = None
    full_n: int = 0

    def as_figures(self) -> dict[str, Any]:
        """Return the figures by name."""
        return {name: getattr(self, name) for name in self.__struct_fields__}


def own_records(records: Iterable[Record], until: date) -> Mapping[str, Own]:
    """Return the own record of each kind that has been reviewed often enough, by a day."""
    by_kind: dict[str, list[Record]] = {}
    for record in records:
        if record.word("task_type"):
            by_kind.setdefault(record.word("task_type"), []).append(record)
    found = ((kind, own_record(alike, until)) for kind, alike in by_kind.items())
    return {kind: own for kind, own in found if own}


def own_record(alike: Sequence[Record], until: date) -> Own | None:
    """Return the own record over tasks of one kind; ``None`` before there are five."""
    cases = outcomes(alike, until)
    if len(cases) < MEDIANS_FROM:
        return None
    seen = next(iter(observed_weeks([as_of(record, until) for record in alike]).values()), None)
    first, full = (seen.first, seen.full) if seen else ((), ())
    known = [case for case in cases if case.came is not Came.UNKNOWN]
    return Own(
        n=len(cases),
        reached=sum(case.succeeded for case in known),
        measured=len(known),
        first=median(first) if len(first) >= MEDIANS_FROM else None,
        first_n=len(first),
        full=median(full) if len(full) >= MEDIANS_FROM else None,
        full_n=len(full),
    )
