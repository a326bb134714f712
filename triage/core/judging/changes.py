"""What would turn a verdict: the smallest changes that make a go, what would end one, and other ways to the same job.

"Becomes go if" tries only what the manager can act on, which the rules mark (``can_act``): evidence can be found, a
cost cut, a date moved, an outcome agreed, hands freed; the past and the law are as they are. Everything tried is a
changed request, judged by ``judging.batch``. Sentences about changes are made in ``memo.confidence``.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, compress, groupby
from math import ceil

from triage.core.judging.assessment import Assessment
from triage.core.judging.batch import Interval, MakeRng, go_flags, verdicts, verdicts_and_scores
from triage.core.judging.close_calls import find_scales, movable, scaled
from triage.core.request.effective import applies, effective
from triage.core.request.request import Range, Request, Value, with_answers
from triage.core.rules.ruleset import OTHER, VERDICTS, Act, How, Question, Ruleset, TaskType, Verdict
from triage.core.scoring.completions import scored_names
from triage.core.scoring.scorer import Inputs, rows_where
from triage.core.scoring.table import build, rate

EFFORT: tuple[How, ...] = ("ask", "agree", "move", "free", "find", "cut")
"""What can be done, the least effort first (a judgement)."""
CUTS = (0.9, 0.75, 0.5, 0.25)
"""What is tried of a cost, the smallest cut first."""
WORSENINGS = ((0.3, (1.1, 0.9)), (0.7, (1.25, 0.8)), (1.0, (1.4, 0.7)), (2.0, (2.0, 0.5)), (4.0, (4.0, 0.25)))
"""Sizes of a change of an amount, in steps of one level, and its factors up and down; 1.4 and 0.7 are one step."""
ANSWERED = "…"
"""Placeholder for "some text"; never stored as an answer."""
MOST_CHANGES = 3
"""Changes, and alternatives, that are reported."""


@dataclass(frozen=True, slots=True)
class AnswerStep:
    """One answer changed. ``size`` counts the smaller changes of it that were tried first, and this one."""

    question: str
    before: Value
    after: Value
    size: int
    how: How
    or_else: tuple[Value, ...] = ()
    """Other answers that would do as well, where the choices have no order."""


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """One or two answers changed at once."""

    steps: tuple[AnswerStep, ...]

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions whose answers change."""
        return tuple(step.question for step in self.steps)


@dataclass(frozen=True, slots=True)
class Ending:
    """One answer that turns out worse than thought, and the verdict that it leads to."""

    question: str
    before: Value
    after: Value
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another kind of task for the same job, with the verdict on it if all other answers were the same."""

    task_type: str
    verdict: Verdict
    score: Interval | None


def becomes_go(assessment: Assessment, ruleset: Ruleset, make_rng: MakeRng) -> tuple[AnswerChange, ...]:
    """Return the smallest changes that make the verdict go, at most three, the cheapest first.

    One answer before two, then by :data:`EFFORT` (the harder of two counts), then the smaller step. Of the same
    questions only the cheapest change is kept, and none that contains a smaller one that is enough.
    """
    if assessment.verdict is Verdict.GO:
        return ()

    def those_enough(changes: list[AnswerChange]) -> list[AnswerChange]:
        flags = go_flags([apply(change, assessment.request) for change in changes], ruleset, make_rng)
        return list(compress(changes, flags))

    steps = list(_steps(assessment, ruleset))
    singles = those_enough([AnswerChange((step,)) for step in steps])
    pairs = (AnswerChange((one, other)) for one, other in combinations(steps, 2) if one.question != other.question)
    untried = [pair for pair in pairs if not any(contains(pair, single, ruleset) for single in singles)]
    enough = [*singles, *those_enough(untried)]
    return tuple(_cheapest(enough, ruleset))[:MOST_CHANGES]


def contains(larger: AnswerChange, smaller: AnswerChange, ruleset: Ruleset) -> bool:
    """Whether a change goes at least as far as another in all that the other changes."""

    def as_far(step: AnswerStep, other: AnswerStep) -> bool:
        same = step.after == other.after or not _is_unordered(ruleset.questions[step.question])
        return step.question == other.question and same and step.size >= other.size

    return all(any(as_far(step, other) for step in larger.steps) for other in smaller.steps)


def apply(change: AnswerChange, request: Request) -> Request:
    """Return the request with a change made."""
    return with_answers(request, {step.question: step.after for step in change.steps})


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


def _cheapest(enough: Sequence[AnswerChange], ruleset: Ruleset) -> Iterator[AnswerChange]:
    """Yield of all changes of the same questions the cheapest, with what would do as well, cheapest first."""
    order = list(ruleset.questions)

    def price(change: AnswerChange) -> tuple[int, list[int], int, list[int]]:
        efforts = sorted((EFFORT.index(step.how) for step in change.steps), reverse=True)
        sizes = sum(step.size for step in change.steps)
        return len(change.steps), efforts, sizes, [order.index(name) for name in change.questions]

    seen = set()
    for change in sorted(enough, key=price):
        if change.questions not in seen:
            seen.add(change.questions)
            yield AnswerChange(tuple(_with_others(step, change, enough, ruleset) for step in change.steps))


def _with_others(
    step: AnswerStep, change: AnswerChange, enough: Sequence[AnswerChange], ruleset: Ruleset
) -> AnswerStep:
    """Note the other answers to the same question that are enough, the rest of the change being the same."""
    if not _is_unordered(ruleset.questions[step.question]):
        return step
    rest = set(change.steps) - {step}
    alike = (set(each.steps) - rest for each in enough if each.questions == change.questions and rest < set(each.steps))
    return replace(step, or_else=tuple(other.after for steps in alike for other in steps if other != step))


def _is_unordered(question: Question) -> bool:
    return question.type == "choice" and not question.ordered


def _steps(assessment: Assessment, ruleset: Ruleset) -> Iterator[AnswerStep]:
    """Yield every change of one answer that the manager can act on, for each question the smallest first."""
    request = assessment.request
    values, inputs = effective(request, ruleset), Inputs(build([request], ruleset), ruleset)
    counted = scored_names(ruleset)
    for name, question in ruleset.questions.items():
        act = question.can_act
        if act is None or name not in counted or not applies(question, values) or not rows_where(act.when, inputs)[0]:
            continue
        better = dict.fromkeys(_better(name, values[name], act, assessment, ruleset))
        for size, after in enumerate(better, start=1):
            yield AnswerStep(name, values[name], after, 1 if _is_unordered(question) else size, act.how)


def _better(name: str, value: Value, act: Act, assessment: Assessment, ruleset: Ruleset) -> Iterator[Value]:
    """Yield the answers to try in place of one, the smallest change first."""
    question = ruleset.questions[name]
    match question.type:
        case "text":
            yield from () if value else (ANSWERED,)
        case "yes_no":
            yield from (each for each in (True, False) if each != value)
        case "choice" if question.ordered:
            choices = list(question.choices)
            yield from choices[choices.index(value) + 1 if isinstance(value, str) else 0 :]
        case "choice":
            named = act.when.get(name, ())
            left_out = (value, *named) if isinstance(named, tuple) else (value, named)
            yield from (each for each in question.choices if each not in left_out)
        case "number" if question.unit == "weeks":
            yield from _later(value, assessment.measures)
        case "number" | "range":
            yield from _less(value, question, rate(assessment.request.profile.currency, ruleset))


def _later(value: Value, measures: Mapping[str, float | None]) -> Iterator[float]:
    """Yield the dates by which such tasks have shown a sign, begun to work, and worked: whole weeks, the next first."""
    first, low, likely = (measures[name] for name in ("first_high", "full_low", "full_likely"))
    if isinstance(value, int | float) and first is not None and low is not None and likely is not None:
        yield from sorted(float(ceil(week)) for week in {first, max(first, low), likely} if week > value)


def _less(value: Value, question: Question, rate_: float) -> Iterator[Value]:
    """Yield lower amounts; where the amount is unknown, those that the rules try for it, the largest first."""
    if value is not None:
        yield from (less for less in (scaled(value, cut, question.unit, digits=2) for cut in CUTS) if less != value)
        return
    for tried in sorted(question.tries.values if question.tries else (), reverse=True):
        amount = tried / rate_ if question.unit == "money" else tried
        yield Range(amount, amount, amount) if question.type == "range" else amount


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
