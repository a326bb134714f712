"""Whether the verdict can still change while some questions are open, and which of them can change it.

Proved by bounds over everything that the open questions might be answered with, "don't know" and not at all among it;
nothing is sampled. What is settled is so for every such answer. What is not said to be settled may still be: the bounds
err on the side of asking.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from triage.core.interview.order import askable
from triage.core.judging.behind import Behind
from triage.core.judging.undecided import Turn, deciding
from triage.core.request.request import Request
from triage.core.rules.measures import MEASURES
from triage.core.rules.quantities import rate
from triage.core.rules.ruleset import Ruleset, Verdict
from triage.core.scoring.bounds import Bounds, bound
from triage.core.scoring.completions import Unknown, find_unknowns, scored_names
from triage.core.scoring.possible import Box, Boxes
from triage.core.scoring.reading import Reading


class Outlook(Struct, frozen=True):
    """What may still become of a request while some questions are open."""

    verdicts: frozenset[Verdict]
    """Every verdict that is still possible."""
    deciding: Mapping[str, tuple[Turn, float]]
    """The open questions that may still change the verdict, with their turn and how much each tells."""
    shaping: frozenset[str] = frozenset()
    """Where it is settled: those that may change what a go hangs on, or what has to be done before a defer is one."""

    @property
    def settled(self) -> Verdict | None:
        """The verdict that nothing can change any more."""
        return next(iter(self.verdicts)) if len(self.verdicts) == 1 else None

    def with_(self, names: Collection[str]) -> "Outlook":
        """Return the outlook with more questions that may change the verdict, by what the register adds."""
        if self.settled:
            return self
        return replace(self, deciding={**dict.fromkeys(names, (Turn.SPARED, 0.0)), **self.deciding})


def outlook(request: Request, ruleset: Ruleset, left: Collection[str], committed: float = 0.0) -> Outlook:
    """Say what may still become of a request; ``left`` are the questions that may yet be answered in any way.

    ``committed`` is the most that the register may add to what is at stake, once all is answered.
    """
    open_ = askable(request, ruleset, left)
    unknowns = [each for each in find_unknowns(request, ruleset) if _is_tried(each.question, ruleset, open_)]
    tried = [Box(), *map(Box, _tried([[*_options(unknown, request, ruleset)] for unknown in unknowns]))]
    usual = [name for name, each in ruleset.questions.items() if name in open_ and each.default is not None]
    boxes = Boxes(request, ruleset, open_, [*tried, *(Box(usual=name) for name in usual)], committed)
    reading = Reading(boxes)
    bounds = bound(reading)
    verdicts = frozenset(_possible(bounds, len(tried)))
    if len(verdicts) > 1:
        return Outlook(verdicts, deciding(verdicts, bounds, reading, usual))
    return Outlook(verdicts, {}, open_ & frozenset(_shaping(next(iter(verdicts)), reading)))


def _is_tried(question_id: str, ruleset: Ruleset, open_: frozenset[str]) -> bool:
    """Whether all that is tried for an unknown is tried, whatever the open answers are."""
    lane, effect = ruleset.verdicts.small_bet, MEASURES["contribution"].needs
    if question_id in open_ or (lane and question_id in lane.needs_no):
        return False
    if question_id in effect and not open_.isdisjoint(effect):
        return False
    return _is_closed(question_id, ruleset, open_)


def _is_closed(question_id: str, ruleset: Ruleset, open_: Collection[str]) -> bool:
    """Whether nothing that a question depends on is open."""
    parents = ruleset.questions[question_id].only_if or {}
    return all(parent not in open_ and _is_closed(parent, ruleset, open_) for parent in parents)


def _tried(options: Sequence[Sequence[Mapping[str, float]]]) -> Iterator[dict[str, float]]:
    """Yield what is tried however many unknown answers there will be: the first and the last, and single changes."""
    for end in (0, -1):
        base = {column: value for several in options for column, value in several[end].items()}
        if base:
            yield base
        yield from ({**base, **each} for several in options for each in several if each != several[end])


def _possible(bounds: Bounds, count: int) -> Iterator[Verdict]:
    """Yield the verdicts that are possible: all in the first box.

    The others are what is certainly tried for unknown answers: a go and a drop have to be possible in each of them.
    What comes after ``count`` only tells what to ask first.
    """
    if bounds.go[:count].all():
        yield Verdict.GO
    if bounds.drop[:count].all():
        yield Verdict.DROP
    if bounds.defer[0] or (bounds.go[0] and bounds.drop[0]):
        yield Verdict.DEFER


def _options(unknown: Unknown, request: Request, ruleset: Ruleset) -> Iterator[dict[str, float]]:
    """Yield what is tried for an answer that nobody knows, in the request's currency."""
    worth = rate(request.profile.currency, ruleset) if unknown.is_money else 1.0
    for option in unknown.options:
        yield {column: value / worth for column, value in option.items()}


def _shaping(verdict: Verdict, reading: Reading) -> Iterator[str]:
    """Yield the questions that a go's conditions depend on, or a defer's acts: on all that is scored, maybe."""
    ruleset, everywhere = reading.ruleset, reading.boxes.flags(True)
    if verdict is Verdict.DEFER:
        yield from scored_names(ruleset)
    if verdict is not Verdict.GO:
        return
    yield from (name for name, question in ruleset.questions.items() if question.holds_if)
    for condition in ruleset.conditions.values():
        yield from Behind(reading).open_names([condition.when], everywhere)
        if reading.all_of(condition.when).can.any():
            measures = [condition.weeks] if isinstance(condition.weeks, str) else []
            measures += ["total_cost_high"] if condition.ceiling else []
            yield from (name for measure in measures for name in MEASURES[measure].needs)
            yield condition.from_
