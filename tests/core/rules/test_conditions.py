"""What a condition means: the same for one answer, for a column, and for the check of the rules."""

from datetime import date
from math import inf, nextafter
from typing import Any, get_args

import pytest
from msgspec.structs import replace
from triage.core.request.request import Answer, Origin, Profile, Range, Request
from triage.core.rules.condition_check import check_conditions
from triage.core.rules.conditions import Allowed, Kind, choices_of, conditions_of, could_hold, holds, meaning
from triage.core.rules.ruleset import Compare
from triage.core.scoring.scorer import Inputs, condition_met
from triage.core.scoring.table import build

from toy import toy_ruleset
from wholetoy import whole_ruleset

TOY, WHOLE = toy_ruleset(), whole_ruleset()

NEEDS = ("wish", "guess", "proven", None)
WEEKS = (1.0, 5.0, nextafter(5.0, inf), 9.0, None)
VALUES: dict[str, tuple[Any, ...]] = {
    "need": NEEDS,
    "visible_in": WEEKS,
    "duty": (True, False, None),
    "stop_rule": ("some words", None),
    "day": (date(2026, 5, 1), None),
}
STOP = Answer("stop", Origin.FILE)


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
        ("day", True, {date(2026, 5, 1)}),
        ("day", "unknown", {None}),
    ],
)
def test_one_answer_and_a_column_meet_the_same_conditions(name: str, wanted: Any, met: set[Any]) -> None:
    values = VALUES[name]
    allowed = meaning(wanted, choices_of(name, WHOLE))
    assert {value for value in values if allowed.contains(value)} == met
    requests = [Request("t", "t", {"kind": STOP, name: Answer(value, Origin.FILE)}) for value in values]
    column = condition_met(name, wanted, Inputs(build(requests, WHOLE), WHOLE))
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
    need = replace(WHOLE.criteria["need"], points=replace(WHOLE.criteria["need"].points, when={"duty": False}))
    questions = {**WHOLE.questions, "need": replace(WHOLE.questions["need"], quick={"duty": True})}
    ruleset = replace(WHOLE, questions=questions, criteria={**WHOLE.criteria, "need": need})
    found = {path: kind for path, kind, _ in conditions_of(ruleset)}
    assert set(found.values()) == set(get_args(Kind))
    assert found[("questions", "need", "quick")] == "quick"
    assert found[("facts", "big", "when")] == "fact"
    assert found[("facts", "risky", "when", 1)] == "fact"
    assert found[("criteria", "need", "points", "when")] == "points"
    assert found[("questions", "day", "wordings", 0, "when")] == "wording"


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        (Compare(at_least=2), Compare(below=5), Allowed(low=2, high=nextafter(5.0, -inf))),
        (("wish", "guess"), ("guess", "unknown"), Allowed(frozenset({"guess"}))),
        (("wish", "unknown"), "unknown", Allowed(unknown=True)),
    ],
)
def test_two_conditions_on_the_same_answer(one: Any, other: Any, both: Allowed) -> None:
    assert meaning(one).both(meaning(other)) == both


def test_a_bound_in_only_if_is_a_mistake_and_no_crash() -> None:
    asked = replace(TOY.questions["unit_contribution"], only_if={"effect_as": Compare(at_most="nowhere")})
    gate = replace(TOY.gates["unlawful"], when={"unit_contribution": Compare(above=1)})
    ruleset = replace(TOY, questions={**TOY.questions, "unit_contribution": asked}, gates={"one": gate})
    assert [message.key for _, message in check_conditions(ruleset)] == ["rules.only_answers"]
