"""Whether the verdict can still change while some questions are open, and which of them can change it.

Proved by bounds over everything that the open questions might be answered with, "don't know" and not at all among it;
nothing is sampled. What is settled is so for every such answer. What is not said to be settled may still be: the bounds
err on the side of asking.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from triage.core.interview.order import askable
from triage.core.request.request import Request
from triage.core.rules.measures import MEASURES
from triage.core.rules.ruleset import COUNTED_KINDS, Ruleset, Verdict
from triage.core.scoring.bounds import Bounds, Reading, bound
from triage.core.scoring.completions import Unknown, find_unknowns, scored_names
from triage.core.scoring.possible import Box, Boxes
from triage.core.scoring.table import rate

LIKELY = 0.5
"""What is as likely as not is looked into first."""


class Turn(IntEnum):
    """When a question is asked: what comes first is the least."""

    ENDS = 0
    """It is as likely as not to end it."""
    ALONE = 1
    """Nothing else can tell what it tells."""
    TOGETHER = 2
    """Another answer may make it needless."""
    ASK = 3
    """It may only make it a defer."""
    SPARED = 4
    """It is hardly ever needed."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What may still become of a request while some questions are open."""

    verdicts: frozenset[Verdict]
    """Every verdict that is still possible."""
    deciding: Mapping[str, tuple[Turn, float]]
    """The open questions that may still change the verdict."""

    shaping: frozenset[str] = frozenset()
    """Where it is settled: those that may change what a go hangs on, or what has to be done before a defer is one."""

    @property
    def settled(self) -> Verdict | None:
        """The verdict that nothing can change any more."""
        return next(iter(self.verdicts)) if len(self.verdicts) == 1 else None

    def with_(self, names: Collection[str]) -> "Outlook":
        """Return the outlook with more questions that may change the verdict, as what the register adds depends on them."""
        if self.settled:
            return self
        return replace(self, deciding={**dict.fromkeys(names, (Turn.SPARED, 0.0)), **self.deciding})


def outlook(request: Request, ruleset: Ruleset, left: Collection[str], committed: float = 0.0) -> Outlook:
    """Say what may still become of a request; ``left`` are the questions that may yet be answered in any way.

    ``committed`` is the most that the register may add to what is at stake, once all is answered.
    """
    open_ = askable(request, ruleset, left)
    unknowns = [each for each in find_unknowns(request, ruleset) if _is_tried(each.question, ruleset, open_)]
    tried = _tried([[*_options(unknown, request, ruleset)] for unknown in unknowns])
    boxes = Boxes(request, ruleset, open_, [Box(), *map(Box, tried)], committed)
    reading = Reading(boxes)
    bounds = bound(reading)
    verdicts = frozenset(_possible(bounds))
    if len(verdicts) > 1:
        return Outlook(verdicts, _deciding(bounds, reading))
    return Outlook(verdicts, {}, frozenset(_shaping(*verdicts, reading)) & open_)


def _is_tried(question_id: str, ruleset: Ruleset, open_: Collection[str]) -> bool:
    """Whether all that is tried for an unknown is tried, whatever the open answers are."""
    lane, effect = ruleset.verdicts.small_bet, MEASURES["contribution"].needs
    if question_id in open_ or (lane and question_id in lane.needs_no):
        return False
    if question_id in effect and not open_.isdisjoint(effect):
        return False
    parents = ruleset.questions[question_id].only_if or {}
    return all(parent not in open_ and _is_closed(parent, ruleset, open_) for parent in parents)


def _is_closed(question_id: str, ruleset: Ruleset, open_: Collection[str]) -> bool:
    parents = ruleset.questions[question_id].only_if or {}
    return all(parent not in open_ and _is_closed(parent, ruleset, open_) for parent in parents)


def _tried(options: Sequence[Sequence[Mapping[str, float]]]) -> Iterator[dict[str, float]]:
    """Yield what is tried for unknown answers however many there will be: the first and the last, and single changes."""
    for end in (0, -1):
        base = {column: value for several in options for column, value in several[end].items()}
        if base:
            yield base
        yield from ({**base, **each} for several in options for each in several if each != several[end])


def _possible(bounds: Bounds) -> Iterator[Verdict]:
    """Yield the verdicts that are possible: all in the first box.

    The others are what is certainly tried for unknown answers: a go and a drop have to be possible in each of them.
    """
    if bounds.go.all():
        yield Verdict.GO
    if bounds.drop.all():
        yield Verdict.DROP
    if bounds.defer[0] or (bounds.go[0] and bounds.drop[0]):
        yield Verdict.DEFER


def _options(unknown: Unknown, request: Request, ruleset: Ruleset) -> Iterator[dict[str, float]]:
    """Yield what is tried for an answer that nobody knows, in the request's currency."""
    worth = rate(request.profile.currency, ruleset) if unknown.is_money else 1.0
    for option in unknown.options:
        yield {column: value / worth for column, value in option.items()}


def _shaping(verdict: Verdict, reading: Reading) -> Iterator[str]:
    """Yield the questions that a go's conditions depend on, or a defer's acts: those may depend on all that is scored."""
    ruleset, everywhere = reading.ruleset, reading.boxes.flags(True)
    if verdict is Verdict.DEFER:
        yield from scored_names(ruleset)
    if verdict is not Verdict.GO:
        return
    yield from (name for name, question in ruleset.questions.items() if question.holds_if)
    for condition in ruleset.conditions.values():
        yield from reading.open_names([condition.when], everywhere)
        if reading.all_of(condition.when).can.any():
            measures = [condition.weeks] if isinstance(condition.weeks, str) else []
            measures += ["total_cost_high"] if condition.ceiling else []
            yield from (name for measure in measures for name in MEASURES[measure].needs)
            yield condition.from_


def _deciding(bounds: Bounds, reading: Reading) -> dict[str, tuple[Turn, float]]:
    """Return the open questions that something depends on which may still change the verdict, with their turn."""
    found: dict[str, Turn] = {}
    tells: dict[str, float] = {}
    open_findings = list(_open_findings(bounds, reading))
    spared = _spared(open_findings, bounds, reading.ruleset)
    for each in open_findings:
        for name, tell in each.tells.items():
            tells[name] = tells.get(name, 0.0) + tell
        for names in each.alternatives:
            if each.ends and each.chance >= LIKELY:
                turn = Turn.ENDS
            elif each.kind in spared:
                turn = Turn.SPARED
            elif each.kind == "ask":
                turn = Turn.ASK
            else:
                turn = Turn.ALONE if len(names) == 1 else Turn.TOGETHER
            for name in names:
                found[name] = min(turn, found.get(name, turn))
    return {name: (turn, tells.get(name, 0.0)) for name, turn in found.items()}


def _spared(findings: Sequence["_OpenFinding"], bounds: Bounds, ruleset: Ruleset) -> set[str]:
    """The kinds of act that may stay open, since without them there are too few for a drop: those that take most to know."""
    names: dict[str, set[str]] = {}
    for each in findings:
        if each.kind in COUNTED_KINDS:
            names.setdefault(str(each.kind), set()).update(name for some in each.alternatives for name in some)
    room = ruleset.verdicts.most_kinds - int(bounds.least.max())
    if not bounds.stopped.all():
        return set()
    return set(sorted(names, key=lambda kind: -len(names[kind]))[: max(0, int(room))])


@dataclass(frozen=True, slots=True)
class _OpenFinding:
    """Something that may or may not be found, and would make a difference to the verdict."""

    kind: str | None
    ends: bool
    alternatives: tuple[frozenset[str], ...]
    """The open questions behind each way in which it may come about."""
    chance: float
    """How likely it is, were all open answers equally likely; only to order questions by."""
    tells: Mapping[str, float]


def _open_findings(bounds: Bounds, reading: Reading) -> Iterator[_OpenFinding]:
    ruleset = reading.ruleset
    matters = ~bounds.lifts.is_certain & ~bounds.dropped
    counts = (bounds.most > ruleset.verdicts.most_kinds) | ~bounds.stopped
    for name, gate in ruleset.gates.items():
        where = bounds.gates[name].is_open & ~bounds.lifts.is_certain
        if not gate.lifts:
            where = where & matters
        if gate.act == "ask":
            where = where & ~bounds.stopped
        elif gate.act:
            where = where & ~bounds.kinds[gate.act].is_certain & counts
        if where.any():
            ways = [frozenset(reading.open_names([each], where)) for each in gate.alternatives]
            chance = reading.chance(gate.alternatives)
            tells: dict[str, float] = {}
            for each, tell in reading.telling(gate.alternatives, where):
                tells[each] = max(tell, tells.get(each, tell))
            yield _OpenFinding(gate.act, gate.ends, tuple(way for way in ways if way), chance, tells)
    for name, criterion in ruleset.criteria.items():
        below = matters & bounds.below[name].is_open & counts
        if criterion.act:
            below = below & ~bounds.kinds[criterion.act].is_certain
        names = {*reading.open_in(criterion, below), *reading.open_names([criterion.minimum_when], below)}
        if names:
            yield _OpenFinding(criterion.act, False, (frozenset(names),), 0, dict.fromkeys(names, 0.25))
        weak = matters & ~bounds.stopped & bounds.weak.is_open & bounds.points[name].is_open
        if names := frozenset(reading.open_in(criterion, weak)):
            yield _OpenFinding(None, False, (names,), 0, dict.fromkeys(names, 0.25))
    bars = [bar.when for bar in (ruleset.verdicts.small_bet, ruleset.verdicts.trial) if bar]
    if names := frozenset(reading.open_names(bars, matters & ~bounds.stopped & bounds.weak.is_open)):
        yield _OpenFinding(None, False, (names,), 0, dict.fromkeys(names, 0.25))
