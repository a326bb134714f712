"""A table of requests: a numpy column for each question and figure of the profile, a row for each thing to be scored.

Numbers are float64 with NaN for unknown; a choice is the position of its id among the question's choices, also float64
with NaN for unknown; yes_no is 0 or 1; a range has three columns (``id.low``, ``id.likely``, ``id.high``) beside its
expected value under ``id``; a text or a date is 1 where it was answered and NaN where not.
No points or verdicts here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from triage.core.arrays import np
from triage.core.request.effective import effective, horizon_months
from triage.core.request.request import COUNTED, IN_MONEY, Range, Request, Value
from triage.core.rules.quantities import rate
from triage.core.rules.ruleset import Ruleset

if TYPE_CHECKING:
    from numpy.typing import NDArray

Column: TypeAlias = "NDArray[np.float64]"

PROFILE = "profile."
HOLDS_WAGES = PROFILE + "budget_holds_wages"
"""1 where the yearly budget pays for own hours too."""
RATE = "rate"
"""Units of the ruleset's currency for one of the row's own."""
ASSUMED_RETURN = "assumed_return"
"""Contribution as a multiple of total cost, where it is unknown and therefore tried; else NaN."""


@dataclass(frozen=True, slots=True)
class Table:
    """Columns of length ``n``. ``answered`` says which questions were answered, before anything was tried."""

    columns: Mapping[str, Column]
    answered: Mapping[str, NDArray[np.bool_]]

    def __len__(self) -> int:
        return len(self.columns[RATE])

    def take(self, rows: NDArray[np.intp]) -> Table:
        """Return the rows with these numbers, in this order; a repeated number repeats its row."""
        return Table(
            {name: column[rows] for name, column in self.columns.items()},
            {name: column[rows] for name, column in self.answered.items()},
        )

    def repeat(self, times: int) -> Table:
        """Return each row ``times`` times, copies side by side."""
        return self.take(np.repeat(np.arange(len(self)), times))

    def replace(self, columns: Mapping[str, Column]) -> Table:
        """Return the table with some columns replaced; ``answered`` stays."""
        return Table({**self.columns, **columns}, self.answered)


def join(tables: Sequence[Table]) -> Table:
    """Stack tables with the same columns."""
    first = tables[0]
    return Table(
        {name: np.concatenate([t.columns[name] for t in tables]) for name in first.columns},
        {name: np.concatenate([t.answered[name] for t in tables]) for name in first.answered},
    )


def build(requests: Sequence[Request], ruleset: Ruleset) -> Table:
    """Build the table of these requests, one row each, in the same order."""
    values = [effective(request, ruleset) for request in requests]
    columns: dict[str, Column] = {}
    answered: dict[str, NDArray[np.bool_]] = {}
    for name, question in ruleset.questions.items():
        given = [row[name] for row in values]
        answered[name] = np.array([value is not None for value in given], dtype=np.bool_)
        if question.type == "choice":
            codes: dict[Value, int] = {choice: at for at, choice in enumerate(ruleset.choices(name))}
            columns[name] = _floats(codes.get(value, np.nan) for value in given)
        elif question.type == "range":
            columns |= _range_columns(name, given)
        else:
            columns[name] = _floats(_number(v) for v in given)
    for figure in COUNTED:
        fallback = getattr(ruleset.fallbacks, figure)
        columns[PROFILE + figure] = _floats(_figure(request, figure, fallback, ruleset) for request in requests)
    columns[HOLDS_WAGES] = _floats(bool(request.profile.budget_holds_wages) for request in requests)
    columns[PROFILE + "goals"] = _floats(len(request.profile.goals) for request in requests)
    columns[PROFILE + "committed"] = _floats(request.committed for request in requests)
    columns[RATE] = _floats(rate(request.profile.currency, ruleset) for request in requests)
    columns[ASSUMED_RETURN] = np.full(len(requests), np.nan)
    return Table(columns, answered)


def pick(values: Column, codes: Column) -> Column:
    """Return ``values[code]`` for each row; the last of ``values`` where the code is unknown."""
    return values[np.where(np.isnan(codes), len(values) - 1, codes).astype(np.intp)]


def hourly_cost(request: Request, ruleset: Ruleset) -> float:
    """Return what an hour of one's own costs in the request's currency, by the rules where the profile has none."""
    return _figure(request, "hourly_cost", ruleset.fallbacks.hourly_cost, ruleset)


def _figure(request: Request, figure: str, fallback: float, ruleset: Ruleset) -> float:
    own: float | None = getattr(request.profile, figure)
    if own is not None:
        return own
    if figure == "horizon_months":
        return horizon_months(request, ruleset)
    return fallback / rate(request.profile.currency, ruleset) if figure in IN_MONEY else fallback


def _floats(values: Iterable[float]) -> Column:
    return np.fromiter(values, dtype=np.float64)


def _number(value: Value) -> float:
    if isinstance(value, bool | int | float):
        return float(value)
    return 1.0 if isinstance(value, str | date) and value else np.nan


def _range_columns(name: str, given: Sequence[Value]) -> dict[str, Column]:
    ranges = [value if isinstance(value, Range) else None for value in given]
    parts = {
        f"{name}.{part}": _floats(getattr(value, part) if value else np.nan for value in ranges)
        for part in ("low", "likely", "high")
    }
    return {**parts, name: _floats(value.expected if value else np.nan for value in ranges)}
