"""The reasons for an assessment, as messages in the order in which a person would want them.

Chosen here is *what* to say and in which order; the words stand in the texts and in the rules.
"""

from collections.abc import Iterator, Sequence
from functools import reduce
from typing import Protocol

from msgspec import Struct

from triage.core.judging.assessment import Assessment, CriterionResult
from triage.core.judging.batch import Interval
from triage.core.memo.assumed import assumptions, unknowns
from triage.core.memo.figures import figures
from triage.core.messages import Inline, Listed, Message, Number, Param, Text, say
from triage.core.request.effective import effective
from triage.core.request.shown import answer, plain, text_message
from triage.core.rules.conditions import could_hold
from triage.core.rules.ruleset import COUNTED_KINDS, Adjustment, Contradiction, Criterion, Gate, Ruleset, Verdict

SPEAKS_FOR = 75
"""From these points on a criterion speaks for the task."""
SPEAKS_AGAINST = 50
"""Below these points it speaks against."""


class Decided(Protocol):
    """What the shortest reason is made of: an assessment, or what was found of one request among many."""

    @property
    def verdict(self) -> Verdict:
        """The verdict."""

    @property
    def gates(self) -> Sequence[str]:
        """Gates that fire whatever the unknown answers are."""

    @property
    def criteria(self) -> Sequence[CriterionResult]:
        """The points of each criterion."""

    @property
    def unknown_that_decides(self) -> str | None:
        """The question that the verdict depends on."""


class Rationale(Struct, frozen=True):
    """Why the verdict is what it is."""

    headline: Message
    because: tuple[Message, ...]
    """What decided: gates, missed minima, unknown answers, the score."""
    speaks_for: tuple[Message, ...]
    speaks_against: tuple[Message, ...]
    contradictions: tuple[Message, ...]
    """Answers that do not go together, each with the question that settles it."""
    numbers: tuple[Message, ...]
    """Each figure, with what it was built on."""
    unknowns: tuple[Message, ...]
    assumptions: tuple[Message, ...]
    """What was not asked, what "don't know" counted as, and which figures the profile lacks."""

    strongest: tuple[Message, ...]
    """The three strongest reasons: facts about the task, not its points."""


def explain(assessment: Assessment, ruleset: Ruleset) -> Rationale:
    """Return the reasons for an assessment."""
    against_first = sorted(assessment.criteria, key=_leaning)
    because = tuple(_because(assessment, ruleset))
    speaks_for = tuple(_criterion(r, assessment, ruleset) for r in reversed(against_first) if _speaks(r) > 0)
    speaks_against = tuple(_criterion(r, assessment, ruleset) for r in against_first if _speaks(r) < 0)
    facts = [
        message
        for message in because
        if not message.key.startswith(("because.score", "because.weak", "because.by_points", "because.below_minimum"))
    ]
    facts = facts[:1] if assessment.verdict is Verdict.GO else facts
    fitting = speaks_for if assessment.verdict is Verdict.GO else speaks_against
    return Rationale(
        headline=headline(assessment, ruleset),
        because=because,
        speaks_for=speaks_for,
        speaks_against=speaks_against,
        contradictions=tuple(say("contradiction", says=each.says, ask=each.ask) for each in _told(assessment, ruleset)),
        strongest=(*facts, *(message for message in fitting if message not in facts))[:3] or because[:3],
        numbers=tuple(figures(assessment, ruleset)),
        unknowns=tuple(unknowns(assessment, ruleset)),
        assumptions=tuple(assumptions(assessment, ruleset)),
    )


def not_fitting(assessment: Assessment, ruleset: Ruleset) -> Iterator[Message]:
    """Say which answers do not go together, in one sentence or two."""
    said = [text_message(each.says) for each in _told(assessment, ruleset)]
    if said:
        yield say("contradictions", says=reduce(lambda first, then: say("act.two", first=first, then=then), said))


def _told(assessment: Assessment, ruleset: Ruleset) -> Iterator[Contradiction]:
    """The contradictions of an assessment; those of other rules have no words here."""
    yield from (ruleset.contradictions[name] for name in assessment.contradictions if name in ruleset.contradictions)


def headline(assessment: Assessment, ruleset: Ruleset) -> Message:
    """The verdict in one sentence; a defer that only lacks answers names them."""
    if set(assessment.shares) == {Verdict.GO, Verdict.DEFER}:
        asked = (unknown.question for unknown in assessment.unknowns if unknown.matters)
        labels = tuple(Inline(ruleset.questions[name].label) for name in asked)
        return say("headline.looks_like_go", questions=Listed(labels))
    if assessment.verdict is Verdict.GO:
        if ruleset.duty(assessment.gates):
            return say("headline.duty")
        if assessment.conditions:
            return say("headline.go_if_agreed" if assessment.to_agree else "headline.go_if")
        return say("headline.go_when_agreed" if assessment.to_agree else "headline.go")
    return say(f"headline.{assessment.verdict}")


def deciding_gates(assessment: Decided, ruleset: Ruleset) -> list[Gate]:
    """Return the gates that made the verdict: a duty, the ends of a drop, or everything that has to be done."""
    gates = [ruleset.gates[name] for name in assessment.gates]
    if assessment.verdict is Verdict.GO:
        return [gate for gate in gates if gate.lifts]
    ends = [gate for gate in gates if gate.ends] if assessment.verdict is Verdict.DROP else []
    if ruleset.is_of_first_versions:  # in the order of the rules, and a drop by points has none
        return ends if assessment.verdict is Verdict.DROP else [gate for gate in gates if gate.act]
    return ends or sorted((gate for gate in gates if gate.act), key=lambda gate: gate.act == "ask")


def gates_told(assessment: Assessment, ruleset: Ruleset) -> list[Gate]:
    """Return the gates whose reasons a page has room for: two of different kinds, one where an open answer decides."""
    gates = deciding_gates(assessment, ruleset)
    first_of = {gate.reason: gate for gate in reversed(gates)}
    different = [gate for gate in gates if first_of[gate.reason] is gate]
    return different[: 1 if assessment.unknown_that_decides else 2]


def too_many_kinds(assessment: Assessment, ruleset: Ruleset) -> bool:
    """Whether a drop has no end, so that the number of things to be done made it another task."""
    gates = (ruleset.gates[name] for name in assessment.gates)
    dropped = assessment.verdict is Verdict.DROP and not any(gate.ends for gate in gates)
    return dropped and not ruleset.is_of_first_versions


def _because(assessment: Assessment, ruleset: Ruleset) -> Iterator[Message]:
    """What decided, and nothing else: gates, the open question, missed minima, or the score."""
    gates = deciding_gates(assessment, ruleset)
    if ruleset.is_of_first_versions:
        yield from _because_of_points(assessment, ruleset, gates)
        return
    if too_many_kinds(assessment, ruleset):
        yield say("because.another_task", kinds=Listed(tuple(kinds(assessment, ruleset))))
    yield from (text_message(gate.because) for gate in gates)
    yield from _open_question(assessment, ruleset)
    if not any(gate.ends for gate in gates):
        yield from _missed_minima(assessment, ruleset)
    if assessment.score and (assessment.weak or assessment.verdict is Verdict.GO) and not gates:
        yield _score_sentence(assessment, assessment.score, ruleset)


def _because_of_points(assessment: Assessment, ruleset: Ruleset, gates: list[Gate]) -> Iterator[Message]:
    """What decided by the rules of the first versions: gates, the open question, points, and whatever else applied."""
    yield from (text_message(gate.because) for gate in gates)
    yield from _open_question(assessment, ruleset)
    if not gates and assessment.verdict is Verdict.DROP:
        yield _criterion(weakest(assessment), assessment, ruleset)
    yield from _missed_minima(assessment, ruleset)
    if assessment.score and not any(gate.lifts for gate in gates):
        key = "because.by_points.small_bet" if assessment.small_bet else "because.by_points"
        go, drop = _bar(assessment, ruleset), Number(ruleset.verdicts.drop_below or 0.0)
        yield say(key, score=span(assessment.score), go=go, drop=drop)
    applied = (ruleset.gates[name] for name in assessment.gates)
    yield from (text_message(gate.because) for gate in applied if gate not in gates)


def kinds(assessment: Assessment, ruleset: Ruleset) -> Iterator[Message]:
    """Yield the kinds of act that stand in the way, in their order."""
    found = {ruleset.gates[name].act for name in assessment.gates}
    found |= {ruleset.criteria[result.id].act for result in assessment.criteria if result.below_minimum}
    yield from (say(f"act.kind.{kind}") for kind in COUNTED_KINDS if kind in found)


def _open_question(assessment: Assessment, ruleset: Ruleset) -> Iterator[Message]:
    if assessment.unknown_that_decides:
        label = ruleset.questions[assessment.unknown_that_decides].label
        possible = tuple(
            say("verdict.quoted", verdict=say(f"verdict.inline.{verdict}"))
            for verdict in reversed(tuple(assessment.shares))
        )
        yield say("because.unknown_decides", question=Inline(label), verdicts=Listed(possible, "or"))


def _missed_minima(assessment: Assessment, ruleset: Ruleset) -> Iterator[Message]:
    for result in assessment.criteria:
        criterion = ruleset.criteria[result.id]
        if result.below_minimum and criterion.minimum is not None and result.points:
            points, minimum = span(result.points), Number(criterion.minimum)
            yield say("because.below_minimum", criterion=criterion.label, points=points, minimum=minimum)


def weakest(assessment: Decided) -> CriterionResult:
    """The criterion that costs the score most."""
    return min(assessment.criteria, key=_leaning)


def strongest(assessment: Decided) -> CriterionResult:
    """The criterion that speaks most for the task."""
    return max(assessment.criteria, key=_leaning)


def short_reason(assessment: Decided, ruleset: Ruleset) -> Message:
    """What decided, in a few words for a listing: a gate, the open question, or a criterion."""
    for gate in deciding_gates(assessment, ruleset):
        return text_message(gate.label)
    if assessment.unknown_that_decides:
        return say("short.unknown", question=Inline(ruleset.questions[assessment.unknown_that_decides].label))
    if assessment.verdict is Verdict.GO:
        return say("short.for", criterion=Inline(ruleset.criteria[strongest(assessment).id].label))
    return say("short.against", criterion=Inline(ruleset.criteria[weakest(assessment).id].label))


def _score_sentence(assessment: Assessment, score: Interval, ruleset: Ruleset) -> Message:
    kind = "because.weak" if assessment.weak else "because.score"
    kind += ".small_bet" if assessment.small_bet else ""
    return say(kind, score=span(score), go=_bar(assessment, ruleset))


def _bar(assessment: Assessment, ruleset: Ruleset) -> Number:
    """The score that is enough for a go; by the rules where an older version kept none."""
    bounds = ruleset.verdicts
    kept = bounds.small_bet.go if assessment.small_bet and bounds.small_bet else bounds.go
    return Number(kept if assessment.bar is None else assessment.bar)


def span(values: Interval, key: str = "between") -> Param:
    """A number, or "between low and high" where it is a range; with the key ``short.range`` "low-high"."""
    if values.point is not None:
        return plain(values.point)
    return say(key, low=plain(values.low), high=plain(values.high))


def _speaks(result: CriterionResult) -> int:
    """1 where every possible answer speaks for the task, -1 where every one speaks against, else 0."""
    if result.points is None:
        return 0
    return int(result.points.low >= SPEAKS_FOR) - int(result.points.high < SPEAKS_AGAINST)


def _leaning(result: CriterionResult) -> float:
    """How far a criterion lies from the middle, weighted; the most against first."""
    return 0.0 if result.points is None else (result.points.low + result.points.high - 100) * result.weight


def _criterion(result: CriterionResult, assessment: Assessment, ruleset: Ruleset) -> Message:
    """What speaks for or against; the answer is quoted where nothing but the answer made the points."""
    criterion = ruleset.criteria[result.id]
    sentence = criterion.speaks_for if _speaks(result) > 0 else criterion.speaks_against
    basis = basis_of(criterion, assessment, ruleset)
    if result.adjusted and _speaks(result) <= 0 and _is_felt(criterion.adjust[result.adjusted[0]], result):
        sentence, basis = criterion.adjust[result.adjusted[0]].because, None
    parts: dict[str, Param] = {"criterion": criterion.label, "sentence": sentence or criterion.why}
    if isinstance(basis, Text) and not result.adjusted:
        return say("criterion.speaks.answer", answer=basis, **parts)
    return say("criterion.speaks", **parts)


def _is_felt(adjust: Adjustment, result: CriterionResult) -> bool:
    """Whether an adjustment changed the points: a ceiling far above them did not."""
    return adjust.at_most is None or result.points is None or result.points.high >= adjust.at_most


def basis_of(criterion: Criterion, assessment: Assessment, ruleset: Ruleset) -> Param | None:
    """The answer that a criterion reads for this kind of task, as it is shown; ``None`` where it reads a measure."""
    values = effective(assessment.request, ruleset)
    read = next((part for part in criterion.indicators if could_hold(part.when, values)), criterion.indicators[0])
    return answer(assessment.request, ruleset, read.from_)
