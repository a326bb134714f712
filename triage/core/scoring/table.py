"""A table of requests: a numpy column for each question and figure of the profile, a row for each thing to be scored.

Numbers are float64 with NaN for unknown; a choice is the position of its id among the question's choices, also float64
with NaN for unknown; yes_no is 0 or 1; a range has three columns (``id.low``, ``id.likely``, ``id.high``) beside its
expected value under ``id``; a text or a date is 1 where it was answered and NaN where not.
No points or verdicts here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from math import nan
from operator import attrgetter
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from triage.core.arrays import np
from triage.core.request.effective import months_of_kind
from triage.core.request.request import COUNTED, IN_MONEY, Profile, Range, Request, Value
from triage.core.rules.quantities import rate
from triage.core.rules.ruleset import Ruleset
from triage.core.scoring.asked import Asked, Coded, Values, as_columns, counted_values

if TYPE_CHECKING:
    from numpy.typing import NDArray

Column: TypeAlias = "NDArray[np.float64]"

PROFILE = "profile."
HOLDS_WAGES = PROFILE + "budget_holds_wages"
"""1 where the yearly budget pays for own hours too."""
RATE = "rate"
"""Units of the ruleset's currency for one of the row's own."""
_NO_RANGE = Range(nan, nan, nan)
ASSUMED_RETURN = "assumed_return"
"""Contribution as a multiple of total cost, where it is unknown and therefore tried; else NaN."""


class Table(Struct, frozen=True):
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


def build(requests: Sequence[Request], ruleset: Ruleset) -> Table:
    """Build the table of these requests, one row each, in the same order."""
    asked = as_columns(requests)
    return tabled(asked, counted_values(asked, ruleset), ruleset)


def tabled(asked: Asked, values: Values, ruleset: Ruleset) -> Table:
    """Build the table of requests whose answers count as ``values`` say."""
    columns: dict[str, Column] = {}
    answered: dict[str, NDArray[np.bool_]] = {}
    for name, question in ruleset.questions.items():
        given = values[name]
        answered[name] = given.are(lambda value: value is not None)
        if question.type == "choice":
            codes: dict[Value, int] = {choice: at for at, choice in enumerate(ruleset.choices(name))}
            columns[name] = given.numbers(lambda value, codes=codes: codes.get(value, np.nan))  # type: ignore[misc]
        elif question.type == "range":
            columns |= _range_columns(name, given)
        else:
            columns[name] = given.numbers(_number)
    columns |= _profile_columns(asked, ruleset)
    columns[PROFILE + "committed"] = asked.committed
    columns[ASSUMED_RETURN] = np.full(len(asked), np.nan)
    return Table(columns, answered)


def _profile_columns(asked: Asked, ruleset: Ruleset) -> dict[str, Column]:
    firms = asked.profiles
    columns = {
        PROFILE + figure: firms.numbers(lambda firm, figure=figure: _figure(firm, figure, ruleset))  # type: ignore[misc]
        for figure in COUNTED
    }
    kinds = asked.given().get("task_type")
    months = kinds.numbers(lambda kind: months_of_kind(kind, ruleset)) if kinds else months_of_kind(None, ruleset)
    own = columns[PROFILE + "horizon_months"]
    columns[PROFILE + "horizon_months"] = np.where(np.isnan(own), months, own)
    columns[HOLDS_WAGES] = firms.numbers(lambda firm: bool(firm.budget_holds_wages))
    columns[PROFILE + "goals"] = firms.numbers(lambda firm: len(firm.goals))
    columns[RATE] = firms.numbers(lambda firm: rate(firm.currency, ruleset))
    return columns


def pick(values: Column, codes: Column) -> Column:
    """Return ``values[code]`` for each row; the last of ``values`` where the code is unknown."""
    return values[np.where(np.isnan(codes), len(values) - 1, codes).astype(np.intp)]


def hourly_cost(request: Request, ruleset: Ruleset) -> float:
    """Return what an hour of one's own costs in the request's currency, by the rules where the profile has none."""
    return _figure(request.profile, "hourly_cost", ruleset)


def _figure(firm: Profile, figure: str, ruleset: Ruleset) -> float:
    """A figure of the profile, or the rules' in its place; NaN for the horizon, which goes by the kind of task."""
    own: float | None = getattr(firm, figure)
    if own is not None:
        return own
    if figure == "horizon_months":
        return np.nan
    fallback: float = getattr(ruleset.fallbacks, figure)
    return fallback / rate(firm.currency, ruleset) if figure in IN_MONEY else fallback


def _number(value: Value) -> float:
    if isinstance(value, bool | int | float):
        return float(value)
    return 1.0 if isinstance(value, str | date) and value else np.nan


def _range_columns(name: str, given: Coded[Value]) -> dict[str, Column]:
    ranges = Coded([value if isinstance(value, Range) else _NO_RANGE for value in given.values], given.codes)
    parts = {f"{name}.{part}": ranges.numbers(attrgetter(part)) for part in ("low", "likely", "high")}
    return {**parts, name: ranges.numbers(attrgetter("expected"))}
