"""What a verdict hangs on, as values: the acts that lead from a defer to a go, and the conditions that a go carries.

An act has an owner, a date, a price and the answers that it leads to; findings of one kind are one act. "Becomes a go
if", the appointment and the next steps all say these values. What an act leads to stands in the rules
(``then.answers``); here it is made definite for one request, and followed: acts are taken together, the request is
judged again, and what then stands in the way is added.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations
from math import ceil, floor, log10
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from triage.core.judging.assessment import SCORE, UNKNOWN_DECIDES, Act, Assessment, Condition, assessment_of, judge
from triage.core.judging.batch import MakeRng
from triage.core.judging.found import Found, judged
from triage.core.request.effective import ANSWERED, applies, effective, is_urgent
from triage.core.request.request import Range, Request, Value, with_answers
from triage.core.rules.conditions import could_hold
from triage.core.rules.ruleset import ACT_KINDS, UNKNOWN, ActKind, Appointment, Given, Question, Ruleset, Verdict, When
from triage.core.scoring.asked import as_columns
from triage.core.scoring.table import hourly_cost

Judge: TypeAlias = Callable[[Sequence[Request]], list[Assessment]]
"""Judges requests, without their acts."""

SOME_DAY = date(2000, 1, 1)
"""Placeholder for "some day"; never stored as an answer."""
ROUNDS = 6
"""How often the acts are followed by what then stands in the way."""
ENOUGH_GO = 0.5
"""Share of the completions that the acts lead to a go in before one is held out (a judgement)."""


def assess(
    requests: Sequence[Request], ruleset: Ruleset, make_rng: MakeRng, today: date | None = None
) -> list[Assessment]:
    """Assess every request; alone or among others, each gets the same assessment. ``today`` is that of ``judge``."""
    return assessments_of(judged(as_columns(requests), ruleset, make_rng), make_rng, today)


def assessments_of(found: Found, make_rng: MakeRng, today: date | None = None) -> list[Assessment]:
    """Return the assessments of many requests that were judged together."""
    ruleset = found.batch.ruleset

    def judged_again(each: Sequence[Request]) -> list[Assessment]:
        return judge(each, ruleset, make_rng)

    return with_acts([assessment_of(found, at, today) for at in range(len(found))], ruleset, judged_again)


def with_acts(assessments: Sequence[Assessment], ruleset: Ruleset, judged: Judge) -> list[Assessment]:
    """Return the assessments with the acts of each defer, the conditions of each go, and its appointments."""
    followed = {at: _Path(each, each) for at, each in enumerate(assessments) if each.verdict is Verdict.DEFER}
    open_ = dict(followed)
    for _ in range(ROUNDS):
        tried = {at: _next_acts(path, ruleset) for at, path in open_.items()}
        open_ = {at: replace(open_[at], acts=acts) for at, acts in tried.items() if acts != open_[at].acts}
        followed |= open_
        thens = judged([path.request for path in open_.values()]) if open_ else []
        followed |= {at: replace(open_[at], then=then) for at, then in zip(open_, thens, strict=True)}
        open_ = {at: followed[at] for at in open_ if followed[at].then.verdict is Verdict.DEFER}
    weak = {
        at: path
        for at, path in followed.items()
        if path.then.verdict is Verdict.DEFER and path.then.weak and not [*_findings(path.then, ruleset)]
    }
    followed |= _strengthened(weak, ruleset, judged)
    found = []
    for at, each in enumerate(assessments):
        acts = _in_order(followed[at].acts) if at in followed else ()
        appointments = tuple((cause, step) for act in acts for cause, step in zip(act.causes, act.steps, strict=True))
        if each.verdict is Verdict.DEFER and not acts:
            appointments = ((SCORE, ruleset.verdicts.defer),)
        conditions = tuple(_conditions(each, ruleset)) if each.verdict is Verdict.GO else ()
        leads = at not in followed or _leads_to_go(followed[at].then)
        new = replace(each, acts=acts, acts_lead_to_go=leads, appointments=appointments, conditions=conditions)
        found.append(new)
    return found


def answers_of(acts: Sequence[Act]) -> dict[str, Value]:
    """Return the answers that acts lead to when all are taken."""
    return {name: value for act in acts for name, value in act.answers.items()}


def _leads_to_go(then: Assessment) -> bool:
    return then.shares.get(Verdict.GO, 0.0) >= ENOUGH_GO and Verdict.DROP not in then.shares


class _Path(Struct, frozen=True):
    """A request on its way to a go: as it was judged first, as it was judged last, and the acts so far."""

    first: Assessment
    then: Assessment
    acts: tuple[Act, ...] = ()

    @property
    def request(self) -> Request:
        """The request with all acts taken."""
        return with_answers(self.first.request, answers_of(self.acts))


def _in_order(acts: Sequence[Act]) -> tuple[Act, ...]:
    return tuple(sorted(acts, key=lambda act: ACT_KINDS.index(act.kind)))


def _findings(assessment: Assessment, ruleset: Ruleset) -> Iterator[tuple[str, ActKind, Appointment]]:
    """Yield what stands in the way in every completion, each with its kind and what has to be done."""
    for name in assessment.gates:
        gate = ruleset.gates[name]
        if gate.act and gate.then:
            yield name, gate.act, gate.then
    for result in assessment.criteria:
        criterion = ruleset.criteria[result.id]
        if result.below_minimum and criterion.act and criterion.below_minimum:
            yield result.id, criterion.act, criterion.below_minimum


def _next_acts(path: _Path, ruleset: Ruleset) -> tuple[Act, ...]:
    """Return the acts so far with those of all that still stands in the way; an open answer comes last.

    A price is not cut by figures that are asked again at the same time.
    """
    acts = path.acts
    known = {cause for act in acts if act.answers for cause in act.causes}
    found = [each for each in _findings(path.then, ruleset) if each[0] not in known]
    again = any(None in step.answers.values() for _, _, step in found)
    for cause, kind, step in found:
        if not (again and kind == "cut"):
            acts = _added(acts, _act(kind, cause, step, path.then, ruleset), ruleset)
    undone = not all(act.answers for act in acts)  # what nobody knows the price of cannot be cut
    if acts == path.acts and (path.then.unknown_that_decides or path.then.possible_gates or undone):
        acts = _added(acts, _asking(path.then, ruleset), ruleset)
    return acts


def _added(acts: tuple[Act, ...], act: Act, ruleset: Ruleset) -> tuple[Act, ...]:
    """Return the acts with one more; with another of the same kind it becomes one. An answer stands in the last act."""
    acts = tuple(each if each.kind == act.kind else _without(each, act.answers) for each in acts)
    same = next((each for each in acts if each.kind == act.kind), None)
    if same is None:
        return (*acts, act)
    answers = dict(same.answers)
    for name, value in act.answers.items():
        answers[name] = _better_of(answers.get(name), value, ruleset.questions[name])
    weeks = [each for each in (same.weeks, act.weeks) if each is not None]
    new = {cause: step for cause, step in zip(act.causes, act.steps, strict=True) if cause not in same.causes}
    merged = Act(
        same.kind,
        (*same.causes, *new),
        (*same.steps, *new.values()),
        same.owner if same.owner == act.owner else "both",
        max(weeks, default=None),
        max(same.price, act.price),
        answers,
    )
    return tuple(merged if each is same else each for each in acts)


def _without(act: Act, answers: Mapping[str, Value]) -> Act:
    return replace(act, answers={name: value for name, value in act.answers.items() if name not in answers})


def _better_of(one: Value, other: Value, question: Question) -> Value:
    """The better of two choices on a scale, the smaller of two amounts; else the later."""
    if question.ordered and isinstance(one, str) and isinstance(other, str):
        choices = list(question.choices)
        return max(one, other, key=choices.index)
    if isinstance(one, Range) and isinstance(other, Range):
        return min(one, other, key=lambda amount: amount.expected)
    return other


def _act(kind: ActKind, cause: str, step: Appointment, assessment: Assessment, ruleset: Ruleset) -> Act:
    idle = _not_read(cause, assessment, ruleset)
    given = {
        name: each
        for name, each in step.answers.items()
        if name not in idle and not _is_known(name, cause, assessment, ruleset)
    }
    answers = dict(_answers(given, _read_by(cause, ruleset), assessment, ruleset))
    step = _in_time(step, assessment, ruleset)
    return Act(kind, (cause,), (step,), step.owner, step.weeks, _price(step, assessment, ruleset), answers)


def _in_time(step: Appointment, assessment: Assessment, ruleset: Ruleset) -> Appointment:
    """A step as soon as it has to be done for what is urgent."""
    urgent = ruleset.verdicts.urgent
    if urgent is None or not is_urgent(effective(assessment.request, ruleset), ruleset):
        return step
    return replace(step, weeks=min(step.weeks or urgent.weeks, urgent.weeks))


def _price(step: Appointment, assessment: Assessment, ruleset: Ruleset) -> float:
    """What a step costs: its hours at the firm's own hourly cost, and its share of the task's whole cost."""
    hourly = hourly_cost(assessment.request, ruleset)
    return step.hours * hourly + step.share * (assessment.measures["total_cost"] or 0.0)


def _is_known(name: str, cause: str, assessment: Assessment, ruleset: Ruleset) -> bool:
    """Whether a gate asks for an answer only where it is missing, and it is not."""
    alternatives = ruleset.gates[cause].alternatives if cause in ruleset.gates else ()
    wanted = [when[name] for when in alternatives if name in when]
    return bool(wanted) and all(each == UNKNOWN for each in wanted) and assessment.request.value(name) is not None


def _not_read(cause: str, assessment: Assessment, ruleset: Ruleset) -> frozenset[str]:
    """The questions that a criterion reads for other kinds of task only."""
    if cause not in ruleset.criteria:
        return frozenset()
    values: dict[str, Value] = {**effective(assessment.request, ruleset), **assessment.facts}
    parts = ruleset.criteria[cause].indicators
    read = {part.from_ for part in parts if could_hold(_known_when(part.when, values), values)}
    return frozenset(part.from_ for part in parts) - read


def _known_when(when: When, values: Mapping[str, Value]) -> When:
    """The conditions of a mapping that answers and facts decide; measures are left to the scorer."""
    return {name: wanted for name, wanted in when.items() if name in values}


def _read_by(cause: str, ruleset: Ruleset) -> frozenset[str]:
    """The questions that a gate or a criterion reads itself."""
    if cause in ruleset.gates:
        return frozenset(name for when in ruleset.gates[cause].alternatives for name in when)
    criterion = ruleset.criteria[cause]
    return frozenset(
        [*(part.from_ for part in criterion.indicators), *(name for each in criterion.adjust for name in each.when)]
    )


def _answers(
    given: Mapping[str, Given], read: frozenset[str], assessment: Assessment, ruleset: Ruleset
) -> Iterator[tuple[str, Value]]:
    """Yield the answers that a step leads to where their questions are asked, none of them worse than now.

    A choice without an order that was made stays, unless the finding itself reads it.
    """
    request = assessment.request
    for name, wanted in given.items():
        values = effective(request, ruleset)
        question = ruleset.questions.get(name)
        if question is None or not applies(question, values):
            continue
        value = _made_definite(name, wanted, question, assessment, values)
        if not _is_no_better(value, values[name], question, is_read=name in read):
            yield name, value
            request = with_answers(request, {name: value})


def _made_definite(
    name: str, wanted: Given, question: Question, assessment: Assessment, values: Mapping[str, Value]
) -> Value:
    if wanted == "given":
        return SOME_DAY if question.type == "date" else ANSWERED
    if wanted == "affordable":
        return _affordable(name, assessment, values)
    if isinstance(wanted, str) and question.type == "number":
        measured = assessment.measures.get(wanted)
        found = values.get(wanted) if measured is None else measured
        return float(ceil(found)) if isinstance(found, int | float) else None
    return wanted


def _affordable(name: str, assessment: Assessment, values: Mapping[str, Value]) -> Value:
    """An amount cut in the proportion in which the whole cost exceeds what it may be, to two digits, rounded down."""
    most, cost, value = affordable_cost(assessment), assessment.measures["total_cost"], values[name]
    if most is None or not cost or most >= cost or not isinstance(value, Range):
        return value
    share = max(0.0, most / cost)
    return Range(*(_down(part * share) for part in (value.low, value.likely, value.high)))


def affordable_cost(assessment: Assessment) -> float | None:
    """What the whole may cost to earn it back both on average and in the likely case; for an answer, a tenth of its
    stake and what it is worth; ``None`` where that is not known.
    """
    measures = assessment.measures
    cost = measures["total_cost"]
    limits = [measures["contribution"], measures["contribution_likely"]]
    share, ratio = measures.get("share_of_decision"), measures.get("knowing_ratio")
    if cost and share and ratio is not None:
        limits += [0.1 * cost / share, ratio * cost]
    known = [limit for limit in limits if limit is not None]
    return min(known) if known else None


def _down(amount: float) -> float:
    if amount <= 0:
        return 0.0
    unit: float = 10.0 ** (floor(log10(amount)) - 1)
    return float(f"{floor(amount / unit + 1e-9) * unit:.2g}")


def _is_no_better(value: Value, now: Value, question: Question, *, is_read: bool) -> bool:
    """Whether an answer is already as good, or was made by choice and is not what the finding is about."""
    if value == now:
        return True
    if question.ordered and isinstance(value, str) and isinstance(now, str):
        choices = list(question.choices)
        return choices.index(value) <= choices.index(now)
    if question.type == "choice" and isinstance(now, str) and not question.ordered:
        return question.choices[now].offered and not is_read
    return question.type in {"text", "date"} and now is not None


def _asking(assessment: Assessment, ruleset: Ruleset) -> Act:
    """Getting the answers that the verdict depends on, or all where each of them stops it in its own way.

    They stand for those that lead to a go.
    """
    step = _in_time(ruleset.verdicts.unknown_decides, assessment, ruleset)
    asked = [unknown for unknown in assessment.unknowns if unknown.matters] or assessment.unknowns
    answers = {name: value for unknown in asked for name, value in unknown.best.items()}
    values = effective(with_answers(assessment.request, answers), ruleset)
    answers = {name: value for name, value in answers.items() if applies(ruleset.questions[name], values)}
    return Act("ask", (UNKNOWN_DECIDES,), (step,), step.owner, step.weeks, 0.0, answers)


def _strengthened(weak: Mapping[int, _Path], ruleset: Ruleset, judged: Judge) -> dict[int, _Path]:
    """For what is weak all round: the one criterion, or the two, that lift it to a go; the weightiest first.

    Those that need no more kinds of act than a defer may have come before others.
    """
    tried = [(at, acts) for at, path in weak.items() for acts in _liftings(path, ruleset)]
    thens = judged([replace(weak[at], acts=acts).request for at, acts in tried]) if tried else []
    found: dict[int, _Path] = {}
    for (at, acts), then in zip(tried, thens, strict=True):
        if then.verdict is Verdict.GO and at not in found:
            found[at] = replace(weak[at], acts=acts, then=then)
    return found


def _liftings(path: _Path, ruleset: Ruleset) -> Iterator[tuple[Act, ...]]:
    steps = []
    for result in sorted(
        path.then.criteria, key=lambda each: -(100 - (each.points.low if each.points else 100)) * each.weight
    ):
        criterion = ruleset.criteria[result.id]
        if criterion.act and criterion.below_minimum:
            act = _act(criterion.act, result.id, criterion.below_minimum, path.then, ruleset)
            steps.append(_as_weak(_one_better(act, path.then, ruleset), ruleset))
    useful = [act for act in steps if act.answers]
    found = []
    for size in (1, 2):
        for chosen in combinations(useful, size):
            acts = path.acts
            for act in chosen:
                acts = _added(acts, act, ruleset)
            found.append(acts)
    yield from sorted(found, key=lambda acts: len({act.kind for act in acts} - {"ask"}) > ruleset.verdicts.most_kinds)


def _as_weak(act: Act, ruleset: Ruleset) -> Act:
    """An act for what is weak all round: nothing says that it loses, so cutting is only the change that helps most."""
    if act.kind != "cut":
        return act
    step = replace(ruleset.verdicts.defer, owner=act.owner, weeks=act.weeks)
    return replace(act, causes=(SCORE,), steps=(step,), price=0.0)


def _one_better(act: Act, assessment: Assessment, ruleset: Ruleset) -> Act:
    """Where all that an act leads to is so already, the next better answer on its scales, or half the amount."""
    if act.answers:
        return act
    values = effective(assessment.request, ruleset)
    step = act.steps[0]
    answers: dict[str, Value] = {}
    for name, wanted in step.answers.items():
        question, now = ruleset.questions.get(name), values.get(name)
        if wanted == "affordable" and isinstance(now, Range) and now.expected > 0:
            answers[name] = Range(*(_down(part / 2) for part in (now.low, now.likely, now.high)))
        if question and question.ordered and isinstance(now, str):
            choices = [choice for choice, each in question.choices.items() if each.offered]
            at = choices.index(now) + 1
            if at < len(choices):
                answers[name] = choices[at]
    return replace(act, answers=answers)


def _conditions(assessment: Assessment, ruleset: Ruleset) -> Iterator[Condition]:
    """Yield what a go hangs on: the conditions of the rules that hold, and what was left out of a file."""
    for name in assessment.conditions_met:
        condition = ruleset.conditions[name]
        weeks = assessment.measures.get(condition.weeks) if isinstance(condition.weeks, str) else condition.weeks
        price = assessment.measures["total_cost_high"] if condition.ceiling else None
        answer = {condition.from_: assessment.request.value(condition.from_)} if condition.from_ else {}
        yield Condition(name, condition.owner, weeks, price, answer)
    for name in assessment.defaults:
        if ruleset.questions[name].holds_if:
            yield Condition(name, "manager", None, None, {name: effective(assessment.request, ruleset)[name]})
