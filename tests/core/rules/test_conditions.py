"""What a condition means: the same for one answer, for a column, and for the check of the rules."""

from dataclasses import replace
from math import inf, nextafter
from typing import Any

import pytest
from triage.core.request.request import Answer, Origin, Profile, Range, Request
from triage.core.rules.condition_check import check_conditions
from triage.core.rules.conditions import Allowed, choices_of, conditions_of, could_hold, holds, meaning
from triage.core.rules.ruleset import Compare
from triage.core.scoring.scorer import Inputs, condition_met
from triage.core.scoring.table import build

from toy import toy_ruleset

TOY = toy_ruleset()

NEEDS = ("wish", "guess", "proven", None)
WEEKS = (1.0, 5.0, nextafter(5.0, inf), 9.0, None)


@pytest.mark.parametrize(
    ("name", "wanted", "met"),
    [
        ("need", "guess", {"guess"}),
        ("need", "unknown", {None}),
        ("need", ("wish", "unknown"), {"wish", None}),
        ("need", Compare(at_most="guess"), {"wish", "guess"}),
        ("need", Compare(above="guess"), {"proven"}),
        ("need", Compare(at_least="guess", below="proven"), {"guess"}),
        ("need", Compare(below="wish"), set()),
        ("visible_in", 5.0, {5.0}),
        ("visible_in", "unknown", {None}),
        ("visible_in", Compare(above=5), {nextafter(5.0, inf), 9.0}),
        ("visible_in", Compare(at_least=5), {5.0, nextafter(5.0, inf), 9.0}),
        ("visible_in", Compare(below=5), {1.0}),
        ("visible_in", Compare(at_most=5), {1.0, 5.0}),
        ("visible_in", Compare(above=5, below=5), set()),
        ("duty", True, {True}),
        ("duty", False, {False}),
        ("stop_rule", True, {"some words"}),
        ("stop_rule", "unknown", {None}),
    ],
)
def test_one_answer_and_a_column_meet_the_same_conditions(name: str, wanted: Any, met: set[Any]) -> None:
    values = {"need": NEEDS, "visible_in": WEEKS, "duty": (True, False, None), "stop_rule": ("some words", None)}[name]
    allowed = meaning(wanted, choices_of(name, TOY))
    assert {value for value in values if allowed.contains(value)} == met
    requests = [Request("t", "t", {name: Answer(value, Origin.FILE)}) for value in values]
    column = condition_met(name, wanted, Inputs(build(requests, TOY), TOY))
    assert {value for value, flag in zip(values, column, strict=True) if flag} == met


@pytest.mark.parametrize("wanted", [7500.0, Compare(at_least=7500, at_most=7500)])
def test_an_amount_in_the_rules_is_in_their_currency_however_it_is_written(wanted: Any) -> None:
    euro = Request("t", "t", {"cost": Answer(Range(1000, 1000, 1000), Origin.FILE)}, Profile(currency="EUR"))
    assert condition_met("cost", wanted, Inputs(build([euro], TOY), TOY)).all()


def test_yes_is_not_the_number_one() -> None:
    assert meaning(1.0) == Allowed(low=1, high=1)
    assert meaning(True) == Allowed(frozenset({True}))


def test_a_condition_on_an_open_answer_does_not_hold_but_could() -> None:
    when = {"effect_as": "units", "duty": True}
    assert holds(when, {"effect_as": "units", "duty": True})
    assert not holds(when, {"effect_as": "units"})
    assert could_hold(when, {"effect_as": "units"})
    assert not could_hold(when, {"effect_as": "contribution"})


def test_every_mapping_of_conditions_is_found() -> None:
    ruleset = replace(TOY, questions={**TOY.questions, "need": replace(TOY.questions["need"], quick={"duty": True})})
    found = {path: kind for path, kind, _ in conditions_of(ruleset)}
    assert found[("questions", "need", "quick")] == "quick"
    assert found[("questions", "extra_units", "only_if")] == "only_if"
    assert {"adjust", "gate", "small_bet"} <= set(found.values())


def test_a_bound_in_only_if_is_a_mistake_and_no_crash() -> None:
    asked = replace(TOY.questions["unit_contribution"], only_if={"effect_as": Compare(at_most="nowhere")})
    gate = replace(TOY.gates["unlawful"], when={"unit_contribution": Compare(above=1)})
    ruleset = replace(TOY, questions={**TOY.questions, "unit_contribution": asked}, gates={"one": gate})
    assert [message.key for _, message in check_conditions(ruleset)] == ["rules.only_answers"]
