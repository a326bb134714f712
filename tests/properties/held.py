"""What must hold of the rules whatever is answered, each property as a function that counts what breaks it.

Each takes requests drawn on columns, and the generator; a tally says how many pairs were tried and what broke, so that
the tests and ``run.py`` look at the same thing. The fifth is tested where the register is read, the tenth with the
contradictions.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from msgspec.structs import replace
from numpy.random import PCG64, Generator
from triage.core.judging.acts import answers_of, assess
from triage.core.judging.assessment import Assessment, judge
from triage.core.judging.batch import verdicts
from triage.core.judging.counterexamples import broken_properties, rows_of, verdicts_on
from triage.core.judging.counterexamples import requests as drawn
from triage.core.judging.generated import Answers, Material, asked, columns_of, request_of, silent
from triage.core.memo.rationale import deciding_gates
from triage.core.request.effective import effective
from triage.core.request.request import Range, Request, Value, with_answers
from triage.core.rules.ruleset import Criterion, Ruleset, Verdict
from triage.core.scoring.scorer import GO, Flags, Scores, score

HOMEWORK = ("needs_a_plan", "needs_data", "needs_own_test", "rerun_unchecked", "only_we_believe")
"""What is demanded to be known before; that it failed, or that what we know speaks against it, is something else."""
AMOUNTS = ("cost", "hours", "extra_units", "extra_contribution", "decision_stake")
PARTS = (2, 3, 5, 10)


@dataclass
class Tally:
    """How many pairs of requests a property was tried on, and what broke it."""

    tried: int = 0
    broken: Counter[str] = field(default_factory=Counter)

    def add(self, tried: int, *broken: str) -> None:
        self.tried += tried
        self.broken.update(broken)


Tallies = dict[str, Tally]


def searched(answers: Answers, of: Material, rng: Generator, needed: set[tuple[str, str]]) -> Tallies:
    """1, 2 and 4, as ``triage rules check`` searches for them; also notes the exceptions that were ``needed``."""
    exempt = {(each.property, each.question) for each in of.ruleset.holds.exceptions}
    found: Tallies = {"1 honest beats silent": Tally(), "2 better never hurts": Tally(), "4 no free pass": Tally()}
    names = dict(zip(("honest", "better", "free_pass"), found, strict=True))
    for each in broken_properties(answers, of, rng):
        key = (each.property, each.question)
        if len(each.rows) and key in exempt:
            needed.add(key)
        breaks = [] if key in exempt else [each.question or "claims"] * len(each.rows)
        found[names[each.property]].add(len(each.after["profile.goals"]), *breaks)
    return found


def duty_without_a_source(answers: Answers, of: Material, rng: Generator) -> Tally:
    """4, second half: a duty whose source is not known gets no more than no duty."""
    choices = list(of.ruleset.choices("obligation"))
    none = {**answers, "obligation": np.full_like(answers["obligation"], choices.index("none"))}
    claimed = {**answers, "obligation": rng.choice([1.0, 2.0, 3.0], len(answers["obligation"]))}
    for name in ("source_kind", "obligation_source", "duty_from"):
        claimed |= silent(name, answers, of)
    worse = verdicts_on(claimed, of, rng) > verdicts_on(none, of, rng)
    return Tally(len(worse), Counter({"duty": int(worse.sum())} if worse.any() else {}))


def in_proportion(answers: Answers, of: Material, rng: Generator) -> Tallies:
    """3: nothing is demanded where little can be lost, nothing goes that likely loses, more stake demands no less."""
    answers = known_only(answers, of)
    return {
        "3a little can be lost": _little_to_lose(answers, of, rng),
        "3b the likely case loses": _likely_loses(_scores(answers, of)),
        "3c more stake": _more_stake(answers, of, rng),
    }


def _little_to_lose(answers: Answers, of: Material, rng: Generator) -> Tally:
    count = len(answers["undo"])
    safe = {
        **answers,
        "undo": np.full(count, _code("undo", "easy", of)),
        "no_effect_chance": rng.choice([0.0, 10.0, 20.0], count),
        "evidence": rng.choice([_code("evidence", name, of) for name in ("data", "own_test", "own_result")], count),
        "problem_evidence": rng.choice([2.0, 3.0, 4.0, 5.0], count),
    }
    scores = _scores(safe, of)
    low = scores.measures["net_low"] >= 0
    return _tally(low, {name: scores.gates[name] & low for name in HOMEWORK})


def _likely_loses(scores: Scores) -> Tally:
    excused = scores.facts["duty_shown"] | scores.facts["trial"] | scores.facts["small_trial"]
    loses = (scores.measures["net_likely"] < 0) & (scores.measures["stake"] > 0.005) & ~excused
    return _tally(loses, {"go": loses & (scores.verdict == GO)})


def _more_stake(answers: Answers, of: Material, rng: Generator) -> Tally:
    committed = answers["profile.committed"]
    more = {**answers, "profile.committed": committed + rng.choice([1e3, 1e4, 1e5, 1e6], len(committed))}
    less, much = _scores(answers, of), _scores(more, of)
    demands = (*HOMEWORK, "failed_before", "speaks_against")
    return _tally(committed >= 0, {name: less.gates[name] & ~much.gates[name] for name in demands})


def the_sum_counts(answers: Answers, of: Material) -> Tally:
    """6: the last of equal parts that are decided in turn gets no more than the whole would."""
    answers, tally = known_only(answers, of), Tally()
    risk = np.nan_to_num(_scores(answers, of).measures["at_risk"])
    for parts in PARTS:
        names = [column for name in AMOUNTS for column in columns_of(name, of)]
        whole = {**answers, **{name: answers[name] * parts for name in names}}
        whole["profile.committed"] = np.zeros_like(risk)
        last = {**answers, "profile.committed": risk * (parts - 1)}
        more = _scores(last, of).verdict > _scores(whole, of).verdict
        tally.add(len(more), *(f"{parts} parts" for _ in np.flatnonzero(more)))
    return tally


def make_rng() -> Generator:
    """Make the generator that every request gets anew."""
    return Generator(PCG64(1))


def known_only(answers: Answers, of: Material) -> Answers:
    """Keep the requests in which nothing is unknown that would be tried."""
    return rows_of(answers, ~np.any([np.isnan(answers[name]) for name in of.tried], axis=0))


def _scores(answers: Answers, of: Material) -> Scores:
    return score(asked(answers, of), of.ruleset)


def _code(name: str, choice: str, of: Material) -> float:
    return float(list(of.ruleset.choices(name)).index(choice))


def _tally(tried: Flags, broken: dict[str, Flags]) -> Tally:
    return Tally(int(tried.sum()), Counter({name: int(rows.sum()) for name, rows in broken.items() if rows.any()}))


def the_reason_is_the_cause(assessments: Sequence[Assessment], ruleset: Ruleset) -> Tally:
    """7: what is printed as a reason keeps from a go by itself, and an adjustment that is quoted changes the points."""
    tally = Tally()
    for each in assessments:
        reasons = [name for name in each.gates if ruleset.gates[name] in deciding_gates(each, ruleset)]
        minima = [result.id for result in each.criteria if result.below_minimum]
        for name in reasons:
            alone = _verdict_with(ruleset, each.request, gates=(name,))
            wanted = Verdict.GO if ruleset.gates[name].lifts else Verdict.DEFER
            fits = alone is wanted or (ruleset.gates[name].ends and alone is Verdict.DROP)
            tally.add(1, *([] if fits else [name]))
        for name in minima if each.verdict is not Verdict.GO else ():
            alone = _verdict_with(ruleset, each.request, minima=(name,))
            tally.add(1, *([] if alone is Verdict.DEFER else [name]))
        if each.verdict is Verdict.DEFER and not each.possible_gates and each.score and each.score.point is not None:
            rest = _verdict_with(ruleset, each.request, gates=set(ruleset.gates) - set(reasons), weak=not each.weak)
            tally.add(1, *([] if rest is Verdict.GO or minima else ["something else"]))
        for result in each.criteria:
            for number in result.adjusted:
                changed = _points_without(ruleset, each.request, result.id, number) != result.points
                tally.add(1, *([] if changed else [f"{result.id} {number}"]))
    return tally


def _verdict_with(
    ruleset: Ruleset, request: Request, gates: Any = (), minima: Sequence[str] = (), *, weak: bool = False
) -> Verdict:
    """The verdict where only these gates and minima are left, and no bar unless ``weak``."""
    kept = {name: gate for name, gate in ruleset.gates.items() if name in gates}
    criteria = {n: c if n in minima else replace(c, minimum=None) for n, c in ruleset.criteria.items()}
    verdicts = ruleset.verdicts if weak else replace(ruleset.verdicts, go=0, small_bet=None, trial=None)
    return judge([request], replace(ruleset, gates=kept, criteria=criteria, verdicts=verdicts), make_rng)[0].verdict


def _points_without(ruleset: Ruleset, request: Request, name: str, number: int) -> object:
    criterion: Criterion = ruleset.criteria[name]
    rest = tuple(each for at, each in enumerate(criterion.adjust) if at != number)
    changed = replace(ruleset, criteria={**ruleset.criteria, name: replace(criterion, adjust=rest)})
    return next(r.points for r in judge([request], changed, make_rng)[0].criteria if r.id == name)


def advice_fits(assessments: Sequence[Assessment], ruleset: Ruleset) -> Tally:
    """8: the acts of a defer lead to a go in half of the completions or more, never to a drop; none is a free pass.

    Where no acts are known that do, the memo says that they are not enough; that is no promise to keep.
    """
    defers = [each for each in assessments if each.verdict is Verdict.DEFER and each.acts_lead_to_go]
    thens = judge([with_answers(each.request, answers_of(each.acts)) for each in defers], ruleset, make_rng)
    tally = Tally()
    for each, then in zip(defers, thens, strict=True):
        wrong = []
        if not each.acts:
            wrong.append("no act")
        elif then.shares.get(Verdict.GO, 0.0) < 0.5:
            wrong.append(f"leads to {then.verdict}: {', '.join(then.gates)}")
        elif Verdict.DROP in then.shares:
            wrong.append("may lead to a drop")
        claims = set(answers_of(each.acts)) & set(ruleset.holds.claims) - {"course_change"}
        if claims and not any(then.facts[name] for name in ruleset.holds.claims_need):
            bare = with_answers(then.request, {name: _unclaimed(name, ruleset) for name in claims})
            if judge([bare], ruleset, make_rng)[0].verdict is not then.verdict:
                wrong.append(f"claims {', '.join(sorted(claims))}")
        tally.add(1, *wrong)
    return tally


def _unclaimed(name: str, ruleset: Ruleset) -> Value:
    return ruleset.questions[name].default


def does_not_matter(assessments: Sequence[Assessment], of: Material, rng: Generator) -> Tally:
    """9: what is said not to change the result does not, whatever it is and whatever the others are."""
    told = [(each, u.question) for each in assessments if each.all_tried for u in each.unknowns if not u.matters]
    tried = [list(_answered(each, name, of, rng)) for each, name in told]
    found = iter(verdicts([one for several in tried for one in several], of.ruleset, make_rng))
    tally = Tally()
    for (_, name), several in zip(told, tried, strict=True):
        same = len({next(found) for _ in several}) == 1
        tally.add(len(several), *([] if same else [name]))
    return tally


def _answered(each: Assessment, name: str, of: Material, rng: Generator) -> Iterator[Request]:
    """Yield the request with many answers to one question, and one and the same answer to each other unknown one."""
    others: dict[str, Value] = {}
    for unknown in each.unknowns:
        if unknown.question != name:
            others |= rng.choice(np.array(_some_answers(unknown.question, of), dtype=object))
    for answer in _some_answers(name, of):
        yield with_answers(each.request, {**others, **answer})


def _some_answers(name: str, of: Material) -> list[dict[str, Value]]:
    question = of.ruleset.questions[name]
    if question.type == "choice":
        return [{name: choice} for choice, each in question.choices.items() if each.offered]
    if question.type == "yes_no":
        return [{name: False}, {name: True}]
    if name in {"extra_units", "unit_contribution", "extra_contribution"}:
        amounts = (-1e6, 0.0, 1e3, 1e4, 1e5, 1e6, 1e8)
        return [{"effect_as": "contribution", "extra_contribution": Range(a, a, a)} for a in amounts]
    numbers = {"percent": (0.0, 1.0, 30.0, 99.0, 100.0)}.get(question.unit or "", (0.0, 1.0, 100.0, 1e4, 1e6, 1e8))
    return [{name: Range(n, n, n) if question.type == "range" else n} for n in numbers]


def drawn_requests(answers: Answers, count: int, of: Material) -> list[Request]:
    """Return the first requests as a person would have put them."""
    return [request_of(answers, row, of) for row in range(min(count, len(answers["profile.goals"])))]


def with_unknowns(requests: Sequence[Request], of: Material, rng: Generator) -> list[Request]:
    """Answer two questions of each with "don't know"."""
    found = []
    for request in requests:
        values = effective(request, of.ruleset)
        names = [name for name in of.tried if values[name] is not None and not of.questions[name].must]
        chosen = rng.choice(np.array(names), 2, replace=False).tolist()
        found.append(with_answers(request, dict.fromkeys(chosen)))
    return found


def all_of(count: int, of: Material, rng: Generator, needed: set[tuple[str, str]]) -> Tallies:
    """Draw requests and try all properties on them; on a part where each request is judged by itself."""
    answers = drawn(count, of, rng)
    found = searched(answers, of, rng, needed)
    found["4 a duty without a source"] = duty_without_a_source(answers, of, rng)
    found |= in_proportion(answers, of, rng)
    found["6 the sum counts"] = the_sum_counts(answers, of)
    requests = drawn_requests(answers, count // 8, of)
    assessments = assess(requests, of.ruleset, make_rng)
    found["7 the reason is the cause"] = the_reason_is_the_cause(assessments[: count // 80], of.ruleset)
    found["8 advice fits"] = advice_fits(assessments, of.ruleset)
    unknown = judge(with_unknowns(requests, of, rng), of.ruleset, make_rng)
    found["9 does not matter"] = does_not_matter(unknown, of, rng)
    return found
