"""From where to where each measure may go in a box: it is scored at the corners of what it needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import prod
from typing import TYPE_CHECKING, TypeAlias

from triage.core.arrays import np
from triage.core.request.effective import counted
from triage.core.request.request import PAID_BY_SALES, Range
from triage.core.rules.measures import MEASURES
from triage.core.rules.ruleset import Question
from triage.core.scoring.measures import measure
from triage.core.scoring.spans import SLACK, Span, any_of_row
from triage.core.scoring.table import ASSUMED_RETURN, PROFILE, Column

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from triage.core.scoring.possible import Boxes, Possible

MOST_CORNERS = 20_000
"""Above so many rows a measure counts as unbounded."""
AT_CORNERS = frozenset({
    "work_cost", "total_cost", "exposure", "contribution", "contribution_low", "contribution_likely",
    "contribution_high", "net", "net_low", "net_likely", "net_high", "mroi", "return_per_krone", "stake", "at_risk",
    "cost_in_all", "hours_in_all", "high_share", "likely_share", "share_of_whole", "knowing_ratio",
    "share_of_decision", "answer_margin", "goals", "weeks", "first_low", "first_likely", "first_high", "deliver_low",
    "deliver_likely", "deliver_high", "full_low", "full_likely", "full_high", "time_fit", "ready_fit",
})  # fmt: skip
"""Measures that only rise or only fall in each answer while the others stay, so that their least and their greatest
value lie at corners of the box. Of any other nothing is known until all that it needs is."""

_Variable: TypeAlias = Mapping[str, tuple[Column, ...]]
"""Columns that change together, each with the values that it takes at the corners, of length ``n``."""


def measured(name: str, boxes: Boxes) -> dict[str, Span]:
    """What measures of the same needs may be, by scoring the corners of each box."""
    needs = MEASURES[name].needs
    alike = [each for each in MEASURES if MEASURES[each].needs == needs]
    variables = list(_variables(boxes, needs))
    if any(variable is None for variable in variables):
        return {each: _unbounded(boxes) for each in alike}
    known = [variable for variable in variables if variable is not None]
    sizes = [len(next(iter(variable.values()))) for variable in known]
    rows, like = _alike(known, boxes.count)
    if len(rows) * prod(sizes) > MOST_CORNERS:
        return {each: _unbounded(boxes) for each in alike}
    corners = np.indices(sizes).reshape(len(sizes), prod(sizes))
    columns = {
        column: np.stack(options, axis=1)[rows][:, corners[at]].ravel()
        for at, variable in enumerate(known)
        for column, options in variable.items()
    }
    found = measure(boxes.row.replace(columns), boxes.ruleset)  # the other columns stay one row, and are broadcast
    shape, is_one = (len(rows), corners.shape[1]), corners.shape[1] == 1
    return {
        each: _spanned(np.broadcast_to(found[each], prod(shape)).reshape(shape), like)
        if is_one or each in AT_CORNERS
        else _unbounded(boxes)
        for each in alike
    }


def _alike(variables: Sequence[_Variable], count: int) -> tuple[list[int], list[int]]:
    """The first of the boxes that have the same corners, and for each box which of those it is like."""
    columns = [option for variable in variables for options in variable.values() for option in options]
    numbers = np.stack(columns, axis=1) if columns else np.zeros((count, 0))
    first: dict[bytes, int] = {}
    like = [first.setdefault(row.tobytes(), len(first)) for row in numbers]
    return [like.index(at) for at in range(len(first))], like


def _spanned(values: NDArray[np.float64], like: Sequence[int]) -> Span:
    none = np.isnan(values)
    low = np.where(none, np.inf, values).min(axis=1)
    high = np.where(none, -np.inf, values).max(axis=1)
    apart = low < high
    with np.errstate(invalid="ignore"):
        low = np.where(apart, low - np.abs(low) * SLACK, low)
        high = np.where(apart, high + np.abs(high) * SLACK, high)
    return Span(low[like], high[like], any_of_row(none)[like])


def _unbounded(boxes: Boxes) -> Span:
    return Span(np.full(boxes.count, -np.inf), np.full(boxes.count, np.inf), boxes.flags(True))


def _variables(boxes: Boxes, needs: Sequence[str]) -> Iterator[_Variable | None]:
    """What the corners are made of; ``None`` where a choice decides that is not numbered among the corners."""
    for name in needs:
        if name not in boxes.questions:
            continue
        question, possible = boxes.ruleset.questions[name], boxes.questions[name]
        if question.type != "choice":
            yield _of_span(boxes, name, question, possible.span)
        elif name in {"outcome", "anyway"}:
            yield _of_choice(boxes, name, possible)
        elif name == "task_type":
            yield _of_choice(boxes, name, possible) if (possible.codes.sum(axis=1) <= 1).all() else None
    if "effect_as" in needs:
        times = [float(box.tried.get(ASSUMED_RETURN, np.nan)) for box in boxes.boxes]
        fixed = np.array(times)
        free = np.isnan(fixed)
        low, high = np.where(free, boxes.assumed.low, fixed), np.where(free, boxes.assumed.high, fixed)
        some = low <= high
        yield {ASSUMED_RETURN: _options(np.where(some, low, np.nan), np.where(some, high, np.nan), free & some)}
    if boxes.committed:
        zero = np.zeros(boxes.count)
        yield {PROFILE + "committed": (zero + boxes.row.columns[PROFILE + "committed"], zero + boxes.committed)}


def _of_span(boxes: Boxes, name: str, question: Question, span: Span) -> _Variable:
    """The ends of a span; of a range that was answered each part has its own number."""
    some, value = span.some, counted(boxes.request, name, boxes.ruleset)
    ends = (np.where(some, span.low, np.nan), np.where(some, span.high, np.nan))
    if question.type != "range":
        return {name: _options(*ends, span.none)}
    parts = (name, f"{name}.low", f"{name}.likely", f"{name}.high")
    if name in boxes.open or not isinstance(value, Range):
        return dict.fromkeys(parts, _options(*ends, span.none))
    numbers = (value.expected, value.low, value.likely, value.high)
    columns = (np.where(some, number, np.nan) for number in numbers)
    return {part: _options(column, column, span.none) for part, column in zip(parts, columns, strict=True)}


def _of_choice(boxes: Boxes, name: str, possible: Possible) -> _Variable:
    """The codes that make a difference; of outcomes the one that sales cycles are added to, and any other."""
    codes = possible.codes
    columns = range(codes.shape[1])
    if name == "outcome":
        paid = (
            list(boxes.ruleset.choices(name)).index(PAID_BY_SALES)
            if PAID_BY_SALES in boxes.ruleset.choices(name)
            else -1
        )
        groups = [[at for at in columns if at == paid], [at for at in columns if at != paid]]
        if not boxes.row.columns[PROFILE + "sales_cycle_weeks"].any():
            return {name: (np.full(boxes.count, np.nan),)}
    else:
        groups = [[at] for at in columns]
    options = [np.where(codes[:, group].any(axis=1), float(group[0]), np.nan) for group in groups if group]
    options = [each for each in options if not np.isnan(each).all()]
    first = np.full(boxes.count, np.nan)
    for each in reversed(options):
        first = np.where(np.isnan(each), first, each)
    options = [np.where(np.isnan(each), first, each) for each in options] or [first]
    if (possible.span.none).any():
        options.append(np.where(possible.span.none, np.nan, first))
    return {name: tuple(options)}


def _options(low: Column, high: Column, none: NDArray[np.bool_]) -> tuple[Column, ...]:
    """The two ends, as one where they are the same everywhere, and no number where there may be none."""
    options = [low] if np.array_equal(low, high, equal_nan=True) else [low, high]
    if (none & ~np.isnan(low)).any():
        options.append(np.where(none, np.nan, low))
    return tuple(options)
