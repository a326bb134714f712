"""What must hold between the parts of a ruleset, on values; places are tested in tests/adapters/test_rulefiles.py."""

from typing import Any

import pytest
from msgspec.structs import replace
from triage.core.rules.check import find_problems, find_task_type_problems
from triage.core.rules.measures import MEASURES
from triage.core.rules.ruleset import Compare, Indicator, Ruleset

from toy import toy_ruleset
from wholetoy import whole_ruleset

TOY, WHOLE = toy_ruleset(), whole_ruleset()


def found(ruleset: Ruleset) -> list[tuple[Any, str]]:
    return [(path, message.key) for path, message in find_problems(ruleset)]


def with_question(name: str, **changes: Any) -> Ruleset:
    return replace(TOY, questions={**TOY.questions, name: replace(TOY.questions[name], **changes)})


def with_gate(**changes: Any) -> Ruleset:
    return replace(TOY, gates={**TOY.gates, "extra": replace(TOY.gates["unlawful"], **changes)})


def never(when: Any, ruleset: Ruleset = TOY) -> list[str]:
    gates = {**ruleset.gates, "extra": replace(ruleset.gates["unlawful"], when=when)}
    return [message.key for _, message in find_problems(replace(ruleset, gates=gates))]


def test_the_toy_has_no_problems() -> None:
    assert found(TOY) == []


@pytest.mark.parametrize(
    "when",
    [
        {"need": Compare(below="wish")},
        {"need": Compare(above="proven")},
        {"need": Compare(above="guess", below="proven")},
        {"cost": Compare(above=10, below=5)},
        {"cost": Compare(above=5, at_most=5)},
        {"hours": Compare(below=0)},
        {"visible_in": -1.0},
        {"no_effect_chance": Compare(at_least=101)},
        {"time_fit": Compare(at_least=5)},
        {"time_fit": 4.5},
        {"payback_months": Compare(below=0)},
    ],
)
def test_a_condition_that_can_never_hold(when: Any) -> None:
    assert never(when) == ["rules.never_holds"]


@pytest.mark.parametrize(
    "when",
    [
        {"need": Compare(at_least="guess", at_most="guess")},
        {"cost": Compare(at_least=5, at_most=5)},
        {"net": Compare(below=0)},
        {"mroi": Compare(below=-5)},
        {"time_fit": Compare(above=3)},
        {"time_fit": 0.0},
        {"need": ("wish", "unknown")},
        {"extra_units": "unknown", "effect_as": "contribution"},
        {"duty": False, "stop_rule": True},
    ],
)
def test_a_condition_that_can_hold(when: Any) -> None:
    assert never(when) == []


def test_a_question_that_would_not_be_asked() -> None:
    assert never({"effect_as": "contribution", "unit_contribution": Compare(above=1)}) == ["rules.never_asked"]


def test_a_question_that_depends_on_one_that_would_not_be_asked() -> None:
    chain = with_question("stop_rule", only_if={"lawful": "yes"})
    chain = replace(
        chain,
        questions={
            **chain.questions,
            "lawful": replace(TOY.questions["lawful"], only_if={"need": "proven"}),
        },
    )
    assert never({"stop_rule": True, "need": "wish"}, chain) == ["rules.never_asked"]
    assert never({"stop_rule": True, "need": "proven"}, chain) == []


def test_unknown_where_an_answer_is_certain() -> None:
    ruleset = with_question("outcome", unknown_as="sales")
    assert never({"outcome": "unknown"}, ruleset) == ["rules.never_unknown"]
    assert never({"outcome": ("attention", "unknown")}, ruleset) == ["rules.never_unknown"]


def test_unknown_as_where_the_question_may_not_apply() -> None:
    ruleset = with_question("lawful", unknown_as="yes", only_if={"need": "wish"})
    assert never({"lawful": "unknown"}, ruleset) == []


def test_a_circle_is_named_once() -> None:
    ruleset = with_question("need", only_if={"outcome": "sales"})
    questions = {
        **ruleset.questions,
        "outcome": replace(ruleset.questions["outcome"], only_if={"need": "wish"}),
    }
    [(path, message)] = find_problems(replace(ruleset, questions=questions))
    assert (path, message.key) == (("questions", "need", "only_if"), "rules.cycle")
    assert message.params["circle"] == "need → outcome → need"


def test_a_circle_elsewhere_is_not_ones_own() -> None:
    ruleset = with_question("outcome", only_if={"outcome": "sales"})
    questions = {
        **ruleset.questions,
        "duty": replace(ruleset.questions["duty"], only_if={"outcome": "sales"}),
    }
    assert [path for path, _ in found(replace(ruleset, questions=questions))] == [("questions", "outcome", "only_if")]


def test_no_weight_at_all() -> None:
    criteria = {name: replace(each, weight=0) for name, each in TOY.criteria.items()}
    assert found(replace(TOY, criteria=criteria)) == [(("criteria",), "rules.no_weight")]


def test_no_criteria() -> None:
    assert (("criteria",), "rules.no_criteria") in found(replace(TOY, criteria={}))


def test_a_next_step_without_a_minimum() -> None:
    criterion = replace(TOY.criteria["need"], minimum=None)
    ruleset = replace(TOY, criteria={**TOY.criteria, "need": criterion})
    assert found(ruleset) == [
        (("criteria", "need", "act"), "rules.no_minimum"),
        (("criteria", "need", "below_minimum"), "rules.no_minimum"),
    ]


def test_a_criterion_without_points() -> None:
    ruleset = replace(TOY, criteria={**TOY.criteria, "need": replace(TOY.criteria["need"], points=())})
    assert (("criteria", "need", "points"), "rules.no_points") in found(ruleset)


def test_goals_cannot_be_scored() -> None:
    ruleset = with_question("outcome", choices_from="goals")
    criterion = replace(TOY.criteria["need"], points=Indicator("outcome", levels={"sales": 1, "attention": 2}))
    ruleset = replace(ruleset, criteria={**TOY.criteria, "need": criterion})
    assert (("criteria", "need", "points", "from"), "rules.goals_not_scored") in found(ruleset)


def test_a_goal_cannot_be_asked_for() -> None:
    ruleset = with_question("outcome", choices_from="goals")
    assert "rules.goal_here" in never({"outcome": "export"}, ruleset)


@pytest.mark.parametrize(
    ("limits", "problem"),
    [
        ({"act": "ask", "ends": True}, "rules.exactly_one"),
        ({"act": "ask", "lifts": True}, "rules.exactly_one"),
        ({"ends": True, "lifts": True}, "rules.exactly_one"),
        ({}, "rules.exactly_one"),
    ],
)
def test_a_gate_does_one_thing(limits: dict[str, Any], problem: str) -> None:
    ruleset = with_gate(**{"act": None, "ends": False, "lifts": False, "then": TOY.verdicts.defer} | limits)
    assert found(ruleset) == [(("gates", "extra"), problem)]


@pytest.mark.parametrize("limits", [{"ends": True}, {"act": "cut", "ends": False}, {"lifts": True, "ends": False}])
def test_each_thing_that_a_gate_can_do(limits: dict[str, Any]) -> None:
    assert found(with_gate(then=TOY.verdicts.defer if "act" in limits else None, **limits)) == []


@pytest.mark.parametrize(
    "when",
    [
        {"big": True, "exposure": Compare(at_most=0.2)},
        {"risky": True, "big": False},
        {"risky": True, "exposure": Compare(below=0.1)},
        {"risky": True, "need": "proven", "stop_rule": True},
    ],
)
def test_a_condition_that_its_own_facts_rule_out(when: Any) -> None:
    assert never(when, WHOLE) == ["rules.never_together"]


@pytest.mark.parametrize(
    "when",
    [
        {"big": True, "exposure": Compare(above=0.1)},
        {"risky": True, "need": "proven"},
        {"risky": True, "stop_rule": True},
        {"risky": False, "big": True},
        {"risky": False, "exposure": Compare(at_most=0.2)},
    ],
)
def test_a_condition_that_agrees_with_its_facts(when: Any) -> None:
    assert never(when, WHOLE) == []


def test_a_fact_with_a_mistake_is_not_read_for_others() -> None:
    broken = replace(WHOLE.facts["big"], when={"exposre": Compare(above=0.2)})
    ruleset = replace(WHOLE, facts={**WHOLE.facts, "big": broken})
    assert found(ruleset) == [(("facts", "big", "when", "exposre"), "rules.unknown_question")]


def test_points_for_an_answer_that_is_not_asked_then() -> None:
    read = Indicator("extra_units", when={"effect_as": "contribution"}, steps=((0, 50),))
    ruleset = replace(TOY, criteria={**TOY.criteria, "return": replace(TOY.criteria["return"], points=read)})
    assert found(ruleset) == [(("criteria", "return", "points", "when"), "rules.never_asked")]


def test_a_measure_needs_its_questions() -> None:
    questions = {name: each for name, each in TOY.questions.items() if name != "visible_in"}
    paths = [path for path, key in found(replace(TOY, questions=questions)) if key == "rules.measure_needs"]
    assert paths == [("criteria", "return", "points", 1, "from")]


def test_a_question_named_like_a_measure() -> None:
    questions = {**TOY.questions, "npv": replace(TOY.questions["stop_rule"], memo="time")}
    assert found(replace(TOY, questions=questions)) == [(("questions", "npv"), "rules.measure_name")]


@pytest.mark.parametrize("name", ["cost.low", "søgning", "two words", "2nd"])
def test_a_question_whose_name_would_get_in_the_way(name: str) -> None:
    questions = {**TOY.questions, name: replace(TOY.questions["stop_rule"], memo="time")}
    assert found(replace(TOY, questions=questions)) == [(("questions", name), "rules.bad_id")]


def test_a_group_without_questions() -> None:
    groups = {**TOY.groups, "more": TOY.groups["all"]}
    assert found(replace(TOY, groups=groups)) == [(("groups", "more"), "rules.empty_group")]


def test_the_task_type_other_is_missing() -> None:
    assert [path for path, _ in find_task_type_problems({"seo": TOY.task_types["seo"]})] == [("task_types",)]


@pytest.mark.parametrize(
    "change", [{"must": False}, {"choices_from": None}, {"quick": False}, {"only_if": {"lawful": "yes"}}]
)
def test_every_request_has_a_task_type(change: dict[str, Any]) -> None:
    assert (("questions", "task_type", *change), "rules.task_type_may_lack") in found(
        with_question("task_type", **change)
    )


def test_the_question_for_the_task_type_is_missing() -> None:
    questions = {name: each for name, each in TOY.questions.items() if name != "task_type"}
    assert (("questions",), "rules.no_task_type") in found(replace(TOY, questions=questions))


@pytest.mark.parametrize("name", MEASURES)
def test_every_measure_is_known_to_the_check(name: str) -> None:
    lacking = any(need not in TOY.questions for need in MEASURES[name].needs)
    assert never({name: Compare(at_least=0)}) == (["rules.measure_needs"] if lacking else [])


def test_time_that_is_left_may_be_less_than_none() -> None:
    assert "rules.never_holds" not in never({"answer_margin": Compare(below=0)})
