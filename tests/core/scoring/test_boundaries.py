"""Both sides of every limit of the published rules, each with its number: gates, facts, steps, minima and bars."""

from collections.abc import Iterator, Mapping
from itertools import product
from math import inf, nextafter
from typing import Any, NamedTuple

import numpy as np
import pytest
from triage.core.request.request import Answer, Goal, Origin, Profile, Range, Request
from triage.core.rules.conditions import conditions_of
from triage.core.rules.ruleset import VERDICTS, Compare, Verdict
from triage.core.scoring.scorer import Inputs, Scores, rows_where, score
from triage.core.scoring.table import build

from bundled import RULES

FIRM = Profile(yearly_budget=2_000_000, hourly_cost=600, goals=(Goal("more", "More enquiries"),))
SOUND: dict[str, Any] = {
    "task_type": "cro",
    "problem": "Visitors leave the page",
    "problem_type": "conversion",
    "problem_evidence": "figures",
    "audience": "visitors",
    "need": "proven",
    "outcome": "conversion",
    "effect_as": "contribution",
    "extra_contribution": Range(200_000, 200_000, 200_000),
    "cost": Range(20_000, 20_000, 20_000),
    "hours": Range(20, 20, 20),
    "visible_in": 26.0,
    "goal_fit": "directly",
    "evidence": "own_result",
}
TRIAL = {"bounded_test": "end_stop_price", "stop_rule": "below 2 % in week 6", "undo": "easy", "whole_cost": 1e6}
FIND_OUT = {
    "kind_of_ask": "find_out",
    "decision": "which shop",
    "decision_stake": 1e6,
    "decision_turns": 50.0,
    "decision_in": 30.0,
    "answerable": "plan",
}
STOP = {"kind_of_ask": "stop", "loss_known": "measured"}
SAME = {"tried_before": "same"}
FAILED = SAME | {"tried_outcome": "failed"}
NEW = {"what_is_new": "an offer of its own"}
WORKED = SAME | {"tried_outcome": "worked", "problem_checked": False}
DIRECTOR = {"problem_evidence": "director"}
OWN_HOUSE = {"kind_of_ask": "own_house"}
NOBODY_WAITS = {"kind_of_ask": "answer", "waiting_for": "nobody"}
OUR_SIDE = {"kind_of_ask": "answer", "waiting_for": "many", "facts_known": "our_side"}
WAITED_FOR = {"kind_of_ask": "answer", "waiting_for": "named"}
CRISIS = {"kind_of_ask": "answer", "waiting_for": "many", "task_type": "crisis_answer"}
NOT_IN_MONEY = {"effect_as": "no_money"}
FREE, NO_HOURS = {"cost_in_all": 0}, {"hours_in_all": 0}


class Row(NamedTuple):
    """A request as one row: what was answered, and measures that are set whatever was answered."""

    inputs: Inputs
    scores: Scores


def row(given: Mapping[str, Any]) -> Row:
    """Score the sound request with these answers; a measure is set to its number."""
    answers = SOUND | {name: value for name, value in given.items() if name in RULES.questions}
    kept = {name: Answer(value, Origin.FILE) for name, value in answers.items()}
    measures = {name: np.array([float(value)]) for name, value in given.items() if name not in RULES.questions}
    table = build([Request("t", "t", kept, FIRM)], RULES).replace(measures)
    return Row(Inputs(table, RULES), score(table, RULES))


def fires(row: Row, path: tuple[str | int, ...]) -> bool:
    """Whether the part of the rules at the beginning of a path applies to the row."""
    match path:
        case ("gates", name, *_):
            return bool(row.scores.gates[name][0])
        case ("facts", name, *_):
            return bool(row.scores.facts[name][0])
        case ("criteria", name, "adjust", number, *_):
            return bool(row.scores.adjusted[name, number][0])
        case ("criteria", name, "lighter", *_):
            at = list(RULES.criteria).index(name)
            return bool(row.scores.weights[0, at] < RULES.criteria[name].weight)
        case ("verdicts", "small_bet", *_):
            return bool(row.scores.small_bet[0])
        case ("conditions" | "contradictions" as kind, name, *_):
            return bool(rows_where(getattr(RULES, str(kind))[name].when, row.inputs)[0])
    raise AssertionError(path)


class Edge(NamedTuple):
    """One limit: where it stands, what else makes it count, what is limited, how, and the published number."""

    of: str
    given: Mapping[str, Any]
    limited: str
    how: str
    limit: float | str
    """Neighbours are the next numbers that there are; of an answer, a hundredth away."""


EDGES = [
    # what is at stake, as shares of a year's budget
    Edge("gates.only_we_believe.0", DIRECTOR | {"need": "assumed"}, "stake", "above", 0.005),
    Edge("gates.cause_missed", {"removes_cause": "no"}, "stake", "above", 0.005),
    Edge("gates.speaks_against", {"evidence_says": "against"}, "stake", "above", 0.005),
    Edge("gates.failed_before.0", FAILED | NEW | {"evidence": "data"}, "stake", "above", 0.005),
    Edge("gates.failed_before.1", FAILED, "stake", "above", 0.005),
    Edge("gates.facts_not_shown.0", OUR_SIDE | {"net_low": -1}, "stake", "above", 0.03),
    Edge("gates.facts_not_shown.0", OUR_SIDE | {"stake": 0.05}, "net_low", "below", 0.0),
    Edge("gates.facts_not_shown.0", OUR_SIDE | {"stake": 0.05, "net_low": -1}, "net_likely", "at_least", 0.0),
    Edge("gates.facts_not_shown.0", OUR_SIDE | {"stake": 0.05, "net_low": -1}, "mroi", "at_least", 0.0),
    Edge("gates.facts_not_shown.1", OUR_SIDE | NOT_IN_MONEY, "stake", "above", 0.03),
    Edge("gates.needs_a_plan.0", {"evidence": "feeling"}, "stake", "above", 0.005),
    Edge("gates.needs_data.3", {"evidence": "others", "undo": "hard"}, "stake", "above", 0.005),
    Edge("gates.likely_case_loses", {"net_likely": -1}, "stake", "above", 0.005),
    Edge("gates.another_size", {"likely_share": 0.2}, "stake", "above", 0.005),
    Edge("gates.rerun_unchecked", WORKED | {"net_low": -1}, "stake", "above", 0.03),
    Edge("gates.needs_data.0", {"evidence": "others", "net_low": -1}, "stake", "above", 0.03),
    Edge("gates.needs_data.1", NOT_IN_MONEY | {"evidence": "others"}, "stake", "above", 0.03),
    Edge("gates.needs_own_test.2", {"evidence": "data", "undo": "hard"}, "stake", "above", 0.03),
    Edge("gates.money_not_counted.1", NOT_IN_MONEY | {"outcome": "awareness"}, "stake", "above", 0.01),
    Edge("gates.money_not_counted.2", NOT_IN_MONEY | WAITED_FOR, "stake", "above", 0.03),
    Edge("gates.little_worth", NOT_IN_MONEY | {"worth": "little"}, "stake", "above", 0.005),
    Edge("contradictions.a_decision_above_the_budget", FIND_OUT, "decision_exposure", "above", 1.0),
    Edge("contradictions.a_whole_above_the_budget", TRIAL, "whole_exposure", "above", 1.0),
    Edge("gates.needs_data.2", {"evidence": "others"}, "stake", "above", 0.10),
    Edge("gates.needs_own_test.0", {"evidence": "data", "net_low": -1}, "stake", "above", 0.10),
    Edge("gates.needs_own_test.1", NOT_IN_MONEY | {"evidence": "data"}, "stake", "above", 0.10),
    Edge("gates.only_we_believe.1", OWN_HOUSE | DIRECTOR | {"evidence": "data"}, "stake", "above", 0.005),
    Edge("facts.trial.0", TRIAL, "stake", "at_most", 0.10),
    Edge("facts.trial.1", TRIAL | STOP | {"whole_cost": None}, "stake", "at_most", 0.10),
    Edge("facts.small_trial.0", TRIAL, "stake", "at_most", 0.03),
    Edge("facts.small_trial.2", TRIAL | FAILED | {"what_is_new": "price"}, "stake", "at_most", 0.03),
    Edge("facts.small_trial.1", TRIAL | WORKED, "stake", "at_most", 0.03),
    Edge("verdicts.small_bet", {"hours_in_all": 2}, "stake", "at_most", 0.005),
    # other shares and ratios
    Edge("facts.trial.0", TRIAL | {"stake": 0.01}, "share_of_whole", "at_most", 0.10),
    Edge("gates.hopeless", {}, "high_share", "below", 0.75),
    Edge("gates.another_size", {"stake": 0.01}, "likely_share", "below", 0.25),
    Edge("gates.nothing_is_likelier", {"stake": 0.01}, "no_effect_chance", "above", 50.0),
    Edge("gates.nothing_is_likelier", {"no_effect_chance": 60}, "stake", "above", 0.005),
    Edge("gates.more_than_an_answer.0", {"kind_of_ask": "answer", "effect_as": "no_money"}, "stake", "above", 0.25),
    Edge("gates.more_than_an_answer.1", FIND_OUT, "stake", "above", 0.25),
    Edge("gates.answer_too_dear", FIND_OUT, "share_of_decision", "above", 0.10),
    Edge("contradictions.above_the_budget", {}, "budget_share", "above", 1.0),
    Edge("contradictions.too_good", {"total_cost": 5_000}, "return_per_krone", "at_least", 100.0),
    # money and hours
    Edge("contradictions.too_good", {"return_per_krone": 200}, "total_cost", "at_least", 1000.0),
    Edge("gates.no_customer_need.0", {"need": "own_wish"} | FREE, "hours_in_all", "above", 4.0),
    Edge("gates.no_customer_need.1", {"need": "own_wish"} | NO_HOURS, "cost_in_all", "above", 2000.0),
    Edge("gates.no_customer_need.2", NOBODY_WAITS | FREE, "hours_in_all", "above", 4.0),
    Edge("gates.no_customer_need.3", NOBODY_WAITS | NO_HOURS, "cost_in_all", "above", 2000.0),
    Edge("gates.no_customer_need.4", NOT_IN_MONEY | {"worth": "nothing"} | FREE, "hours_in_all", "above", 4.0),
    Edge("gates.no_customer_need.5", NOT_IN_MONEY | {"worth": "nothing"} | NO_HOURS, "cost_in_all", "above", 2000.0),
    Edge("verdicts.small_bet", {"stake": 0.001}, "hours_in_all", "at_most", 8.0),
    Edge("contradictions.years_of_hours", {}, "hours", "at_least", 10_000.0),
    Edge("gates.rerun_unchecked", WORKED | {"stake": 0.05}, "net_low", "below", 0.0),
    Edge("gates.needs_data.0", {"evidence": "others", "stake": 0.05}, "net_low", "below", 0.0),
    Edge("gates.needs_own_test.0", {"evidence": "data", "stake": 0.2}, "net_low", "below", 0.0),
    Edge("criteria.expected_return.adjust.0", {}, "net_low", "below", 0.0),
    Edge("gates.likely_case_loses", {"stake": 0.01}, "net_likely", "below", 0.0),
    Edge("gates.stopping_may_lose.0", STOP, "net_likely", "below", 0.0),
    Edge("gates.stopping_may_lose.1", STOP, "mroi", "below", 0.0),
    Edge("gates.figures_for_another_date", {"visible_in": 0.5}, "mroi", "below", 0.0),
    # time
    Edge("gates.date_cannot_be_met.0", {"date_bound": "season", "after_date": "worthless"}, "time_fit", "at_most", 0.0),
    Edge("gates.date_cannot_be_met.1", {"date_bound": "law", "after_date": "worthless"}, "ready_fit", "at_most", 0.0),
    Edge("gates.not_ready_in_time", {}, "ready_fit", "at_most", 0.0),
    Edge("conditions.tight_day", {}, "ready_fit", "at_least", 2.0),
    Edge("conditions.tight_day", {}, "ready_fit", "at_most", 3.0),
    Edge("facts.date_fits.0", {}, "time_fit", "at_least", 2.0),
    Edge("facts.date_fits.1", STOP, "time_fit", "at_least", 1.0),
    Edge("gates.answer_too_late", FIND_OUT, "answer_margin", "below", 0.0),
    # finding something out
    Edge("gates.nothing_hangs_on_it.0", FIND_OUT, "decision_turns", "at_most", 0.0),
    Edge("gates.nothing_hangs_on_it.1", FIND_OUT, "decision_stake", "at_most", 0.0),
    Edge("contradictions.a_stop_without_a_loss", STOP | {"loss_known": "thought"}, "net_low", "above", 0.0),
    Edge("contradictions.ready_after_the_effect", {}, "effect_margin", "below", 0.0),
    Edge("contradictions.already_decided", FIND_OUT, "decision_turns", "at_most", 0.0),
    # the firm's goals
    Edge("criteria.strategy_fit.lighter", {}, "goals", "below", 1.0),
    # answers on a scale
    Edge("facts.problem_shown", {}, "problem_evidence", "at_least", "tried"),
    Edge("gates.vanity_without_need", {"outcome": "attention"}, "need", "at_most", "guess"),
    Edge("gates.only_we_believe.0", {"need": "assumed", "stake": 0.01}, "problem_evidence", "at_most", "director"),
    Edge("gates.only_we_believe.0", DIRECTOR | {"stake": 0.01}, "need", "at_most", "assumed"),
    Edge(
        "gates.only_we_believe.1",
        OWN_HOUSE | {"evidence": "data", "stake": 0.01},
        "problem_evidence",
        "at_most",
        "director",
    ),
    Edge("gates.only_we_believe.1", OWN_HOUSE | DIRECTOR | {"stake": 0.01}, "evidence", "below", "own_test"),
    Edge("gates.speaks_against", {"evidence_says": "against", "stake": 0.01}, "evidence", "at_least", "plan"),
    Edge("gates.failed_before.0", FAILED | NEW | {"stake": 0.01}, "evidence", "below", "own_test"),
    Edge("gates.money_not_counted.2", NOT_IN_MONEY | WAITED_FOR | {"stake": 0.05}, "waiting_for", "at_most", "named"),
    Edge("gates.little_worth", NOT_IN_MONEY | {"stake": 0.05}, "worth", "at_most", "little"),
    Edge("contradictions.a_stop_without_a_loss", STOP | {"net_low": 1}, "loss_known", "at_most", "thought"),
    Edge("gates.needs_a_plan.0", {"stake": 0.01}, "evidence", "below", "plan"),
    Edge("gates.needs_a_plan.1", {"stake": 0.001, "undo": "hard"}, "evidence", "below", "plan"),
    Edge("gates.needs_data.0", {"stake": 0.05, "net_low": -1}, "evidence", "below", "data"),
    Edge("gates.needs_data.1", NOT_IN_MONEY | {"stake": 0.05}, "evidence", "below", "data"),
    Edge("gates.needs_data.2", {"stake": 0.2}, "evidence", "below", "data"),
    Edge("gates.needs_data.3", {"stake": 0.01, "undo": "hard"}, "evidence", "below", "data"),
    Edge("gates.needs_own_test.0", {"stake": 0.2, "net_low": -1}, "evidence", "below", "own_test"),
    Edge("gates.needs_own_test.1", NOT_IN_MONEY | {"stake": 0.2}, "evidence", "below", "own_test"),
    Edge("gates.needs_own_test.2", {"stake": 0.05, "undo": "hard"}, "evidence", "below", "own_test"),
]


def sides(edge: Edge) -> tuple[object, object]:
    """The value next to the limit at which it counts, and its neighbour at which it does not."""
    if isinstance(edge.limit, str):
        choices = list(RULES.choices(edge.limited))
        at = choices.index(edge.limit)
        inside, outside = {"at_least": (at, at - 1), "at_most": (at, at + 1), "below": (at - 1, at)}[edge.how]
        return choices[inside], choices[outside]
    is_answer = edge.limited in RULES.questions
    up = edge.limit + 0.01 if is_answer else nextafter(edge.limit, inf)
    down = edge.limit - 0.01 if is_answer else nextafter(edge.limit, -inf)
    inside, outside = {
        "at_least": (edge.limit, down),
        "at_most": (edge.limit, up),
        "above": (up, edge.limit),
        "below": (down, edge.limit),
    }[edge.how]
    if is_answer and RULES.questions[edge.limited].type == "range":
        return Range(*(inside,) * 3), Range(*(outside,) * 3)
    return inside, outside


def named(path: tuple[str | int, ...]) -> str:
    return ".".join(str(part) for part in path if part != "when")


@pytest.mark.parametrize("edge", EDGES, ids=lambda edge: f"{edge.of} {edge.limited} {edge.how} {edge.limit}")
def test_a_limit_counts_on_its_own_side_and_not_on_the_other(edge):
    path = tuple(int(part) if part.isdigit() else part for part in edge.of.split("."))
    inside, outside = sides(edge)
    assert fires(row({**edge.given, edge.limited: inside}), path)
    assert not fires(row({**edge.given, edge.limited: outside}), path)


def limits_of_the_rules() -> Iterator[tuple[str, str, str, float | str]]:
    for path, _, when in conditions_of(RULES):
        for name, wanted in when.items():
            if isinstance(wanted, Compare):
                for how in ("above", "at_least", "below", "at_most"):
                    limit = getattr(wanted, how)
                    if limit is not None:
                        yield named(path), name, how, limit


def test_every_limit_of_the_rules_has_a_case_on_each_side():
    assert {(edge.of, edge.limited, edge.how, edge.limit) for edge in EDGES} == set(limits_of_the_rules())


STEPS = [
    ("expected_return", "mroi", {}, [(-0.5, 25), (0, 50), (0.5, 75), (1.0, 100)]),
    ("expected_return", "mroi", TRIAL, [(-1.0, 50), (0.5, 75), (1.0, 100)]),
    ("expected_return", "knowing_ratio", FIND_OUT, [(1, 50), (2, 75), (4, 100)]),
    ("time_fit", "time_fit", {}, [(0, 0), (1, 25), (2, 50), (3, 75), (4, 100)]),
    ("time_fit", "time_fit", STOP, [(0, 0), (1, 25), (2, 75), (3, 100)]),
    ("time_fit", "answer_margin", FIND_OUT, [(0, 100)]),
    ("time_fit", "ready_fit", CRISIS, [(0, 0), (2, 75), (4, 100)]),
]


@pytest.mark.parametrize(("criterion", "measure", "given", "steps"), STEPS)
def test_a_step_begins_at_its_number(criterion, measure, given, steps):
    at = list(RULES.criteria).index(criterion)
    before = 0.0
    for number, points in steps:
        for value, expected in ((number, points), (nextafter(number, -inf), before)):
            assert row({**given, measure: value, "net_low": 1}).scores.points[0, at] == expected
        before = points


def test_every_step_of_the_rules_is_among_them():
    written = [
        (name, indicator.from_, [tuple(step) for step in indicator.steps])
        for name, criterion in RULES.criteria.items()
        for indicator in criterion.indicators
        if indicator.steps
    ]
    assert written == [(criterion, measure, steps) for criterion, measure, _, steps in STEPS]


# --- the score, the minima and the number of kinds


def position(name: str, value: float | str) -> float:
    return float(list(RULES.choices(name)).index(value) if isinstance(value, str) else value)


def scored(rows: list[dict[str, float | str]]) -> Scores:
    """Score rows that have nothing in the way but what these answers and measures put there; no costs are known."""
    answers = {name: value for name, value in SOUND.items() if name not in {"cost", "hours", "extra_contribution"}}
    request = Request("t", "t", {name: Answer(value, Origin.FILE) for name, value in answers.items()}, FIRM)
    columns = {name: np.array([position(name, row[name]) for row in rows]) for name in rows[0]}
    return score(build([request] * len(rows), RULES).replace(columns), RULES)


def answers_of(need: str, mroi: float, time_fit: float, goal_fit: str) -> dict[str, float | str]:
    return {"need": need, "mroi": mroi, "time_fit": time_fit, "goal_fit": goal_fit}


@pytest.mark.parametrize(
    ("row", "total", "verdict"),
    [
        (("assumed", 1.0, 2, "upkeep"), 65, Verdict.GO),
        (("reported", 0.0, 2, "supports"), 63.75, Verdict.DEFER),
        # at a minimum, and one step below it
        (("assumed", 1.0, 4, "directly"), 82.5, Verdict.GO),
        (("guess", 1.0, 4, "directly"), 73.75, Verdict.DEFER),
        (("proven", 0.0, 4, "directly"), 85, Verdict.GO),
        (("proven", nextafter(0.0, -1), 4, "directly"), 77.5, Verdict.DEFER),
        (("proven", 1.0, 4, "upkeep"), 90, Verdict.GO),
        (("proven", 1.0, 4, "pulls_away"), 85, Verdict.DEFER),
        # two kinds of act, and three
        (("guess", nextafter(0.0, -1), 4, "directly"), 51.25, Verdict.DEFER),
        (("guess", nextafter(0.0, -1), 4, "pulls_away"), 36.25, Verdict.DROP),
        (("guess", 1.0, 1, "pulls_away"), 47.5, Verdict.DROP),
        (("guess", 1.0, 1, "upkeep"), 52.5, Verdict.DEFER),
    ],
)
def test_score_minima_and_kinds_make_the_published_verdict(row, total, verdict):
    found = scored([answers_of(*row)])
    assert (found.score[0], VERDICTS[found.verdict[0]]) == (total, verdict)


BARS = [
    # what makes the bar, and answers that give just enough and too little
    ({}, 65.0, ("assumed", 1.0, 2, "upkeep"), ("reported", 0.0, 2, "supports")),
    ({"stake": 0.001, "hours_in_all": 4.0}, 55.0, ("assumed", 0.5, 2, "upkeep"), ("assumed", 0.0, 3, "upkeep")),
]


@pytest.mark.parametrize(("lane", "bar", "enough", "less"), BARS)
def test_just_at_the_bar_is_enough_and_less_is_weak_all_round(lane, bar, enough, less):
    found = scored([{**answers_of(*each), **lane} for each in (enough, less)])
    assert found.bar.tolist() == [bar, bar]
    assert found.score[0] >= bar > found.score[1]
    assert [VERDICTS[code] for code in found.verdict] == [Verdict.GO, Verdict.DEFER]
    assert found.weak.tolist() == [False, True]


def test_a_real_trial_has_the_lower_bar_and_one_that_is_only_called_so_has_not():
    assert row(TRIAL).scores.bar[0] == 50
    for missing in ({"stop_rule": None}, {"bounded_test": "end_date"}, {"undo": "hard"}, {"whole_cost": 300_000.0}):
        assert row(TRIAL | missing).scores.bar[0] == 65


def test_every_combination_of_points_gets_the_verdict_of_the_count():
    mroi, levels = [-1.0, -0.5, 0.0, 0.5, 1.0], [0.0, 1.0, 2.0, 3.0, 4.0]
    rows = [*product(RULES.choices("need"), mroi, levels, RULES.choices("goal_fit"))]
    found = scored([answers_of(*each) for each in rows])
    criteria = RULES.criteria.values()
    for (need, share, level, fit), points, code in zip(rows, found.points, found.verdict, strict=True):
        total = sum(each * c.weight for each, c in zip(points, criteria, strict=True)) / 100
        kinds = {
            "find": need in {"own_wish", "guess"},
            "cut": share < 0 and level >= 2,
            "move": level < 2,
            "talk": fit in {"against", "pulls_away"},
        }
        if fit == "against" or sum(kinds.values()) > 2:
            expected = Verdict.DROP
        elif any(kinds.values()) or total < 65:
            expected = Verdict.DEFER
        else:
            expected = Verdict.GO
        assert VERDICTS[code] is expected, (need, share, level, fit)
