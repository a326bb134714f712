"""What the record proposes to change in the reference classes: a firm's own median in place of the likely figure.

Domain.md section 5, "Learning loop". ``adapters.rules.rulepatch`` writes proposals as a patch; people decide whether to
follow them.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from statistics import median
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from triage.core.messages import Message, Number, Param, say
from triage.core.record.calibration import MEDIANS_FROM, Observed
from triage.core.rules.check import find_task_type_problems
from triage.core.rules.ruleset import OTHER, Ruleset, Span, TaskType

SpanName: TypeAlias = Literal["first", "full"]
"""Weeks to the early sign, and to the reached level."""


class Proposal(Struct, frozen=True):
    """New weeks for one part of a task type, and the number of tasks behind them."""

    task_type: str
    kind: TaskType
    """The task type as it is."""
    part: SpanName
    after: Span
    count: int
    """How many of the firm's own tasks the median is of."""
    refused: Message | None = None
    """Why the rules cannot hold it, if they cannot."""

    @property
    def before(self) -> Span:
        """The weeks as they are."""
        return self.kind.first if self.part == "first" else self.kind.full

    @property
    def grade(self) -> str:
        """How well the weeks as they are are known."""
        return self.kind.grade


def propose(observed: Mapping[str, Observed], ruleset: Ruleset) -> list[Proposal]:
    """Propose the median of observed weeks wherever it differs from the likely figure, in the order of the rules.

    A median counts from ``MEDIANS_FROM`` tasks, in whole weeks and at least 1; low and high change only where it lies
    outside them. Task types that the rules do not know are left out.
    """
    known = [(name, kind, observed[name]) for name, kind in ruleset.task_types.items() if name in observed]
    return [proposal for name, kind, seen in known for proposal in _checked(list(_wanted(name, kind, seen)))]


def proposal_lines(
    proposals: Sequence[Proposal], observed: Mapping[str, Observed], until: date
) -> Iterator[tuple[Message, ...]]:
    """Yield paragraphs: what is proposed and on what it rests, or why nothing is; ``until`` is the last day."""
    made = [proposal for proposal in proposals if proposal.refused is None]
    if made:
        yield (say("suggest.rests", until=until), say("suggest.hopeful"))
    elif not proposals:
        most = max((len(weeks) for seen in observed.values() for weeks in (seen.first, seen.full)), default=0)
        too_few = say("suggest.nothing_yet", needed=Number(MEDIANS_FROM), n=Number(most))
        yield (say("suggest.nothing_new") if most >= MEDIANS_FROM else too_few,)
    for proposal in proposals:
        yield (_words(proposal),)


def _words(proposal: Proposal) -> Message:
    parts: dict[str, Param] = {
        "kind": proposal.kind.label,
        "part": say(f"suggest.{proposal.part}"),
        "count": Number(proposal.count),
        "median": proposal.after[1],
    }
    if proposal.refused:
        return say("suggest.refused", **parts, why=proposal.refused)
    grade = say(f"grade.{proposal.kind.weakest_grade}")
    return say("suggest.change", **parts, before=_span(proposal.before), after=_span(proposal.after), grade=grade)


def _span(span: Span) -> Message:
    low, likely, high = span
    return say("suggest.span", low=low, likely=likely, high=high)


def _wanted(name: str, kind: TaskType, seen: Observed) -> Iterator[Proposal]:
    parts: tuple[tuple[SpanName, Span, tuple[float, ...]], ...] = (
        ("first", kind.first, seen.first),
        ("full", kind.full, seen.full),
    )
    for part, span, weeks in parts:
        if len(weeks) < MEDIANS_FROM:
            continue
        middle = max(1, round(median(weeks)))
        if middle != span[1]:
            after = (min(span[0], middle), middle, max(span[2], middle))
            yield Proposal(name, kind, part, after, len(weeks))


def _checked(wanted: list[Proposal]) -> list[Proposal]:
    """Refuse what the rules cannot hold, even with the other part changed too; the one with more tasks goes first."""
    if not wanted or _problem(wanted) is None:
        return wanted
    kept: list[Proposal] = []
    refused: dict[SpanName, Message] = {}
    for each in sorted(wanted, key=lambda proposal: -proposal.count):
        problem = _problem([*kept, each])
        if problem:
            refused[each.part] = problem
        else:
            kept.append(each)
    return [replace(each, refused=refused.get(each.part)) for each in wanted]


def _problem(proposals: Sequence[Proposal]) -> Message | None:
    """What is wrong with a task type once these proposals for it are followed."""
    kind, spans = proposals[0].kind, {each.part: each.after for each in proposals}
    changed = replace(kind, first=spans.get("first", kind.first), full=spans.get("full", kind.full))
    found = find_task_type_problems({OTHER: changed})
    return found[0][1] if found else None
