"""What would turn a verdict: the smallest worsening that ends a go, and other ways to the same job.

Everything tried is a changed request, judged by ``judging.batch``. What leads from a defer to a go is in
``judging.acts``; sentences about changes are made in ``memo.confidence``.
"""

from collections.abc import Iterator
from itertools import groupby

from msgspec import Struct

from triage.core.judging.assessment import Assessment
from triage.core.judging.batch import Interval, MakeRng, verdicts, verdicts_and_scores
from triage.core.judging.close_calls import find_scales, movable, scaled
from triage.core.request.effective import effective
from triage.core.request.request import Request, Value, with_answers
from triage.core.rules.ruleset import OTHER, VERDICTS, Ruleset, TaskType, Verdict
from triage.core.scoring.completions import scored_names

WORSENINGS = ((0.3, (1.1, 0.9)), (0.7, (1.25, 0.8)), (1.0, (1.4, 0.7)), (2.0, (2.0, 0.5)), (4.0, (4.0, 0.25)))
"""Sizes of a change of an amount, in steps of one level, and its factors up and down; 1.4 and 0.7 are one step."""
MOST_CHANGES = 3
"""Changes, and alternatives, that are reported."""


class Ending(Struct, frozen=True):
    """One answer that turns out worse than thought, and the verdict that it leads to."""

    question: str
    before: Value
    after: Value
    verdict: Verdict


class Alternative(Struct, frozen=True):
    """Another kind of task for the same job, with the verdict on it if all other answers were the same."""

    task_type: str
    verdict: Verdict
    score: Interval | None


def find_end(assessment: Assessment, ruleset: Ruleset, make_rng: MakeRng) -> Ending | None:
    """Return the smallest worsening of one answer that ends a go; ``None`` where there is no go or nothing ends it.

    Answers on a scale come first, in steps of a level (1.4 is as much for an amount); only where none of them ends it,
    the facts that gates name, those that were answered before those taken for granted. A drop comes before a defer.
    """
    if assessment.verdict is not Verdict.GO:
        return None
    for tier in (_worse_answers, _worse_facts):
        tried = sorted(tier(assessment.request, ruleset), key=lambda worse: worse[0])
        for _, same_size in groupby(tried, key=lambda worse: worse[0]):
            group = [worse for _, worse in same_size]
            requests = [with_answers(assessment.request, {name: after}) for name, _, after in group]
            found = zip(group, verdicts(requests, ruleset, make_rng), strict=True)
            ends = [Ending(*worse, verdict) for worse, verdict in found if verdict is not Verdict.GO]
            if ends:
                return min(ends, key=lambda end: VERDICTS.index(end.verdict))
    return None


def alternatives(assessment: Assessment, ruleset: Ruleset, make_rng: MakeRng) -> tuple[Alternative, ...]:
    """Return other kinds of task for the same job that do better than the one asked for, at most three, the best first.

    Only the class changes: all answers stay, also those on effect and evidence, which may need asking again. A better
    verdict is better, and with the same verdict a better score; what would be dropped too is no alternative.
    """
    asked = assessment.request.value("task_type")
    if assessment.verdict is Verdict.GO or not isinstance(asked, str):
        return ()
    kind = ruleset.task_types[asked]
    names = [
        name
        for name, each in ruleset.task_types.items()
        if name not in {asked, OTHER} and not set(each.job).isdisjoint(kind.job)
    ]
    requests = [with_answers(assessment.request, {"task_type": name}) for name in names]
    found = zip(names, verdicts_and_scores(requests, ruleset, make_rng), strict=True)
    others = [Alternative(name, *verdict_and_score) for name, verdict_and_score in found]
    own = Alternative(asked, assessment.verdict, assessment.score)
    better = [each for each in others if each.verdict is not Verdict.DROP and _rank(each) > _rank(own)]
    better.sort(key=lambda each: (_rank(each), _nearness(ruleset.task_types[each.task_type], kind)), reverse=True)
    return tuple(better[:MOST_CHANGES])


def _rank(alternative: Alternative) -> tuple[int, float]:
    middle = alternative.score.low + alternative.score.high if alternative.score else 0.0
    return VERDICTS.index(alternative.verdict), middle


def _nearness(kind: TaskType, other: TaskType) -> tuple[bool, int]:
    """How near two kinds of task are: whether their first job is the same, then how many jobs they share."""
    return kind.job[0] == other.job[0], len(set(kind.job) & set(other.job))


_Worse = tuple[str, Value, Value]


def _worse_answers(request: Request, ruleset: Ruleset) -> Iterator[tuple[float, _Worse]]:
    """Yield the answers on a scale, changed either way, with the size of the change."""
    for name, before in movable(request, ruleset):
        if isinstance(before, str):
            choices = list(ruleset.questions[name].choices)
            steps = ((abs(at - choices.index(before)), choice) for at, choice in enumerate(choices))
            yield from ((float(size), (name, before, after)) for size, after in steps if size)
            continue
        for size, factors in WORSENINGS:
            for factor in factors:
                after = scaled(before, factor, ruleset.questions[name].unit, digits=2)
                if after != before:
                    yield size, (name, before, after)


def _worse_facts(request: Request, ruleset: Ruleset) -> Iterator[tuple[float, _Worse]]:
    """Yield the facts that were not as thought: a worse choice, the other of yes and no, or words taken back."""
    values, scales, counted = effective(request, ruleset), find_scales(ruleset), scored_names(ruleset)
    for name, question in ruleset.questions.items():
        value = values[name]
        if value is None or name not in counted or name in scales:
            continue
        size = 1.0 if request.value(name) is not None else 2.0
        if question.ordered and isinstance(value, str):
            choices = list(question.choices)
            yield from ((size, (name, value, worse)) for worse in choices[: choices.index(value)])
        elif question.type == "yes_no":
            yield size, (name, value, not value)
        elif question.type == "text" and not question.must:
            yield size, (name, value, None)
