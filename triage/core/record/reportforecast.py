"""What the report says about how well forecasts fit: ranges, tendencies, chances and weeks. Writes no sentence.

Counts all requests that have ended, since one period has few; each figure is printed with its number of cases.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from statistics import median

from triage.core.messages import Listed, Message, Months, Number, Param, Share, Text, Typed, Weeks, say
from triage.core.record.calibration import (
    MEDIANS_FROM,
    TENDENCY_FROM,
    Bias,
    Observed,
    Outcome,
    Tendency,
    actual,
    as_of,
    bias,
    bias_by_answer,
    chances,
    hit_rates,
    months_run,
    observed_weeks,
)
from triage.core.record.record import Record
from triage.core.record.reportsections import Section, counted, tasks
from triage.core.rules.ruleset import Ruleset

SOON_FROM = 3
"""Tasks of a kind needed to be listed as on the way to a median; fewer would only make a long list."""


def forecast(cases: Sequence[Outcome], until: date, left_out: int) -> Section:
    """How many cases there are, how many had ended too but are left out, and how often the 10-90 ranges held."""
    ended = (counted("report.forecast", len(cases), until=until),) if cases else ()
    without = (counted("report.forecast.left_out", left_out),) if left_out else ()
    return Section((*ended, *without, *_hits(cases)) or (say("report.forecast.none"),))


def overall(cases: Sequence[Outcome]) -> Section:
    """Actual against expected, over all cases."""
    found = bias(cases)
    if found.has_median:
        return Section((say("report.bias"),), rows=(_tendencies(say("report.bias.all"), found),))
    return Section((counted("report.bias.none", found.n, needed=TENDENCY_FROM),) if found.n else ())


def by_answer(cases: Sequence[Outcome], ruleset: Ruleset, question_id: str) -> Section:
    """Actual against expected for each answer to a question; those with too few cases are only named."""
    choices = ruleset.choices(question_id) if question_id in ruleset.questions else {}
    labels = {name: Text(choice.da, choice.en) for name, choice in choices.items()}
    found = [(_label(each.answer, labels), each) for each in bias_by_answer(cases, question_id, labels)]
    rows = tuple(_tendencies(label, each) for label, each in found if each.has_median)
    few = tuple(say("report.group", group=label, tasks=tasks(each.n)) for label, each in found if not each.has_median)
    return Section((say("report.bias.few", groups=Listed(few)),) if few else (), rows=rows)


def chance(cases: Sequence[Outcome]) -> Section:
    """How the agreed chances fit what happened, once there are cases enough."""
    found = chances(cases)
    if found.brier is None:
        return Section()
    return Section(
        (say("report.chance", n=found.n, brier=Number(found.brier, 2)),),
        rows=tuple(
            (say("report.chance.band", low=band.low, high=band.high), Share(band.stated), Share(band.succeeded), band.n)
            for band in found.bands
        ),
    )


def weeks(records: Sequence[Record], ruleset: Ruleset, until: date | None) -> Section:
    """The firm's own median weeks beside those of the reference class, once there are cases enough of a kind."""
    observed = observed_weeks([as_of(record, until) for record in records])
    labels = {name: kind.label for name, kind in ruleset.task_types.items()}
    kinds = [name for name in (*labels, *(other for other in observed if other not in labels)) if name in observed]
    rows = tuple(row for name in kinds for row in _own_weeks(name, observed[name], ruleset))
    few = tuple(
        say("report.weeks.count", group=_label(name, labels), first=len(seen.first), full=len(seen.full))
        for name in kinds
        if _has_few(seen := observed[name])
    )
    said = [say("report.weeks")] if rows else []
    if few:
        said.append(say("report.weeks.few", needed=MEDIANS_FROM, groups=Listed(few)))
    return Section(tuple(said), rows=rows)


def _hits(cases: Sequence[Outcome]) -> Iterator[Message]:
    rates = hit_rates(cases)
    if rates:
        parts = tuple(say(f"report.hits.{part}", hits=found.hits, n=found.n) for part, found in rates.items())
        yield say("report.hits", parts=Listed(parts))
    yield from _spans([case for case in cases if actual(case.review, "contribution") is not None])


def _spans(cases: Sequence[Outcome]) -> Iterator[Message]:
    """Over which time contribution was foreseen, and over which it was counted; they are seldom the same."""
    found = [(case.record.measures.get("horizon_months"), months_run(case)) for case in cases]
    known = [(foreseen, run) for foreseen, run in found if foreseen is not None and run is not None]
    if known:
        foreseen, run = (Months(round(median(part))) for part in zip(*known, strict=True))
        yield say("report.forecast.spans", foreseen=foreseen, run=run)
    elif cases:
        yield say("report.forecast.contribution")


def _tendencies(label: Param, found: Bias) -> tuple[Param, ...]:
    return (label, _tendency(found.contribution), _tendency(found.cost))


def _tendency(found: Tendency) -> Param:
    if found.middle is None:
        return say("report.bias.cell.few", n=found.n) if found.n else ""
    return say("report.bias.cell", share=Share(found.middle), n=found.n)


def _own_weeks(name: str, seen: Observed, ruleset: Ruleset) -> Iterator[tuple[Param, ...]]:
    """A row for the first sign and one for the agreed level, where there are cases enough."""
    kind = ruleset.task_types.get(name)
    label = kind.label if kind else Typed(name)
    parts = (("first", seen.first, kind and kind.first), ("full", seen.full, kind and kind.full))
    for part, own, usual in parts:
        if len(own) >= MEDIANS_FROM:
            yield (
                say(f"report.weeks.{part}", kind=label),
                say("report.weeks.own", weeks=Weeks(median(own)), tasks=tasks(len(own))),
                say("report.weeks.usual", low=usual[0], likely=usual[1], high=usual[2]) if usual else "",
                say(f"grade.{kind.weakest_grade}") if kind else "",
            )


def _has_few(seen: Observed) -> bool:
    """Whether there will soon be medians, but there are not yet enough tasks for both."""
    return max(len(seen.first), len(seen.full)) >= SOON_FROM and min(len(seen.first), len(seen.full)) < MEDIANS_FROM


def _label(name: str, labels: dict[str, Text]) -> Param:
    return labels.get(name) or (Typed(name) if name else say("report.unknown"))
