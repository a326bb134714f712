"""What was found of many requests, as columns of a sheet: documented in the README, and only ever gains columns."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from triage.core.judging.assessment import UNKNOWN_DECIDES
from triage.core.judging.found import Ends, Found
from triage.core.rules.ruleset import VERDICTS, Ruleset
from triage.core.scoring.completions import same_rows
from triage.core.scoring.scorer import Codes

FIGURES = ("total_cost", "contribution", "net", "mroi", "exposure", "payback_months")
"""The measures that stand in a sheet."""
WORDS = ("source", "title", "verdict", "problem_verdict", "tactic_verdict", "gates", "unknown_that_decides")
"""The columns that hold texts; all others hold numbers."""


def column_names(ruleset: Ruleset) -> list[str]:
    """Return the names of the columns, in their order."""
    about = ("source", "title", "verdict", "score", "score_low", "score_high", "problem_verdict", "tactic_verdict")
    return [*about, *ruleset.criteria, "gates", "unknown_that_decides", *FIGURES]


def result_columns(found: Found) -> dict[str, list[Any]]:
    """Return the columns by name; ``None`` is what is not known."""
    deciding, measures = found.deciding_names(), found.batch.as_answered.measures
    gates = [" ".join(names) for names in gates_of(found)]
    open_ = [
        f"{names} {UNKNOWN_DECIDES}".strip() if name else names for names, name in zip(gates, deciding, strict=True)
    ]
    columns: dict[str, list[Any]] = {
        "source": list(found.asked.sources),
        "title": list(found.asked.titles),
        "verdict": _verdicts(found.verdict),
        "score": _points(found.score),
        "score_low": _numbers(_known(found.score).low),
        "score_high": _numbers(_known(found.score).high),
        "problem_verdict": _verdicts(found.problem),
        "tactic_verdict": _verdicts(found.tactic),
    }
    for at, name in enumerate(found.batch.ruleset.criteria):
        columns[name] = _points(Ends(found.points.low[:, at], found.points.high[:, at]))
    columns |= {"gates": open_, "unknown_that_decides": deciding}
    return columns | {name: _numbers(measures[name]) for name in FIGURES}


def gates_of(found: Found) -> list[tuple[str, ...]]:
    """Return for each request the gates that fire whatever the unknown answers are."""
    names = np.array(list(found.always), dtype=object)
    flags = np.stack([*found.always.values(), np.zeros(len(found), dtype=np.bool_)], axis=1)
    gates: list[tuple[str, ...]] = [()] * len(found)
    for rows in same_rows(flags):
        own = tuple(names[flags[rows[0], :-1]])
        for row in rows.tolist():
            gates[row] = own
    return gates


def _verdicts(codes: Codes) -> list[str]:
    return [VERDICTS[code].value for code in codes.tolist()]


def _known(ends: Ends) -> Ends:
    """The ends where both are known."""
    unknown = np.isnan(ends.low) | np.isnan(ends.high)
    return Ends(np.where(unknown, np.nan, ends.low), np.where(unknown, np.nan, ends.high))


def _points(ends: Ends) -> list[float | None]:
    return _numbers(np.where(ends.low == ends.high, ends.low, np.nan))


def _numbers(column: NDArray[np.float64]) -> list[float | None]:
    """Numbers, ``None`` where one is not known or infinite; zero has no sign."""
    finite = np.isfinite(column)
    numbers: list[float | None] = (column + 0.0).tolist()
    for at in np.flatnonzero(~finite).tolist():
        numbers[at] = None
    return numbers
