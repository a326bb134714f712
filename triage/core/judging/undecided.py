"""What may still be found and would change the verdict, and the turn of the open questions behind it.

What is certain or impossible is passed over, and so is what would make no difference: one more finding of a kind of act
that is certain, a question that is merely open where a go is impossible anyway, a kind of act without which there are
too few for a drop.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from enum import IntEnum

from msgspec import Struct, field

from triage.core.arrays import np
from triage.core.judging.behind import Behind
from triage.core.rules.ruleset import COUNTED_KINDS, Gate, Ruleset, Verdict
from triage.core.scoring.bounds import Bounds
from triage.core.scoring.reading import Reading
from triage.core.scoring.scorer import Flags

LIKELY = 0.5
"""What is as likely as not is looked into first."""
LITTLE = 0.25
"""What an answer to a criterion tells, beside those that rule a finding out."""


class Turn(IntEnum):
    """When a question is asked: what comes first is the least."""

    ENDS = 0
    """It is as likely as not to end it."""
    STOPS = 1
    """Its usual answer would make a go impossible."""
    ALONE = 2
    """Nothing else can tell what it tells."""
    TOGETHER = 3
    """Another answer may make it needless."""
    SCORE = 4
    """It may only move the score."""
    ASK = 5
    """It may only make it a defer."""
    SPARED = 6
    """It is hardly ever needed."""


class _Finding(Struct, frozen=True):
    """Something that may or may not be found, and would make a difference to the verdict."""

    kind: str | None
    ways: tuple[frozenset[str], ...]
    """The open questions behind each way in which it may come about."""
    tells: Mapping[str, float] = field(default_factory=dict)
    """How likely each is to rule it out, were all open answers equally likely; only to order questions by."""
    ends: frozenset[str] = frozenset()
    """Those because of which it is as likely as not to end it."""


class _Scope(Struct, frozen=True):
    """The boxes in which a finding matters to the verdict."""

    lifts: Flags
    ends: Flags
    counted: Flags
    """Where the number of kinds of act does."""
    asks: Flags
    """Where anything that keeps from a go does."""


def deciding(
    verdicts: Collection[Verdict], bounds: Bounds, reading: Reading, usual: Sequence[str]
) -> dict[str, tuple[Turn, float]]:
    """Return the open questions that may still change the verdict, with their turn and how much they tell."""
    scope = _scope(verdicts, bounds, reading.ruleset, reading.boxes.count - len(usual))
    behind = Behind(reading)
    findings = [*_of_gates(bounds, behind, scope), *_of_points(bounds, behind, scope)]
    spared = _spared(findings, bounds, reading.ruleset) if Verdict.GO not in verdicts else set()
    turns: dict[str, Turn] = {}
    tells: dict[str, float] = {}
    for each in findings:
        for name, tell in each.tells.items():
            tells[name] = tells.get(name, 0.0) + tell
        for way in each.ways:
            for name in way:
                turn = Turn.ENDS if name in each.ends else _turn(each, way, spared)
                turns[name] = min(turn, turns.get(name, turn))
    for at, name in enumerate(usual, reading.boxes.count - len(usual)):
        if name in turns and bounds.dropped[at] and not bounds.dropped[0]:
            turns[name] = Turn.ENDS
        if name in turns and Verdict.GO in verdicts and bounds.stopped[at] and not bounds.stopped[0]:
            turns[name] = min(turns[name], Turn.STOPS)
    return {name: (turn, tells.get(name, 0.0)) for name, turn in turns.items()}


def _turn(finding: _Finding, way: Collection[str], spared: Collection[str]) -> Turn:
    if finding.kind in spared:
        return Turn.SPARED
    if finding.kind == "ask":
        return Turn.ASK
    if finding.kind == "score":
        return Turn.SCORE
    return Turn.ALONE if len(way) == 1 else Turn.TOGETHER


def _scope(verdicts: Collection[Verdict], bounds: Bounds, ruleset: Ruleset, count: int) -> _Scope:
    """Return where findings matter: where a go is impossible anyway, only what may end it or make it a drop."""
    lifts = ~bounds.lifts.is_certain
    lifts[count:] = False
    matters = lifts & ~bounds.dropped
    droppable = bounds.most > ruleset.verdicts.most_kinds
    if Verdict.GO not in verdicts:
        matters = _easiest(matters, droppable, bounds, ruleset)
        return _Scope(lifts, matters, matters & droppable, np.zeros_like(matters))
    open_ = matters & ~bounds.stopped
    return _Scope(lifts, matters, (matters & droppable) | open_, open_)


def _easiest(matters: Flags, droppable: Flags, bounds: Bounds, ruleset: Ruleset) -> Flags:
    """The one box in which a drop takes least to rule out: it is impossible as soon as it is in one of them."""
    if not matters.any():
        return matters
    left = np.sum([bounds.gates[name].is_open for name in bounds.gates if ruleset.gates[name].ends], axis=0)
    left = left + droppable * np.sum([bounds.kinds[kind].is_open for kind in COUNTED_KINDS], axis=0)
    easiest = np.zeros_like(matters)
    easiest[np.where(matters, left, np.inf).argmin()] = True
    return easiest


def _spared(findings: Sequence[_Finding], bounds: Bounds, ruleset: Ruleset) -> set[str]:
    """Return the kinds of act that take most to know, as many as may stay open without a drop."""
    names: dict[str, set[str]] = {}
    for each in findings:
        if each.kind in COUNTED_KINDS:
            names.setdefault(str(each.kind), set()).update(name for way in each.ways for name in way)
    room = max(0, int(ruleset.verdicts.most_kinds - bounds.least.min()))
    return set(sorted(names, key=lambda kind: -len(names[kind]))[:room])


def _of_gates(bounds: Bounds, behind: Behind, scope: _Scope) -> Iterator[_Finding]:
    for name, gate in behind.reading.ruleset.gates.items():
        where = bounds.gates[name].is_open & _where(gate, bounds, scope)
        if not where.any():
            continue
        ways = [frozenset(behind.open_names([each], where)) for each in gate.alternatives]
        likely = [gate.ends and behind.chance([each]) >= LIKELY for each in gate.alternatives]
        ends = frozenset(name for way, is_likely in zip(ways, likely, strict=True) if is_likely for name in way)
        tells: dict[str, float] = {}
        for question, tell in behind.telling(gate.alternatives, where):
            tells[question] = max(tell, tells.get(question, tell))
        yield _Finding(gate.act, tuple(way for way in ways if way), tells, ends)


def _where(gate: Gate, bounds: Bounds, scope: _Scope) -> Flags:
    if gate.act == "ask":
        return scope.asks
    if gate.act:
        return scope.counted & ~bounds.kinds[gate.act].is_certain
    return scope.lifts if gate.lifts else scope.ends


def _of_points(bounds: Bounds, behind: Behind, scope: _Scope) -> Iterator[_Finding]:
    """Yield missed minima, and a score that may be below the bar."""
    ruleset = behind.reading.ruleset
    weak = scope.asks & bounds.weak.is_open
    for name, criterion in ruleset.criteria.items():
        below = scope.counted & bounds.below[name].is_open
        if criterion.act:
            below = below & ~bounds.kinds[criterion.act].is_certain
        names = {*behind.open_in(criterion, below), *behind.open_names([criterion.minimum_when], below)}
        yield _Finding(criterion.act, (frozenset(names),), dict.fromkeys(names, LITTLE))
        names = {*behind.open_in(criterion, weak & bounds.points[name].is_open)}
        yield _Finding("score", (frozenset(names),), dict.fromkeys(names, LITTLE))
    bars = [bar.when for bar in (ruleset.verdicts.small_bet, ruleset.verdicts.trial) if bar]
    yield _Finding("score", (frozenset(behind.open_names(bars, weak)),))
