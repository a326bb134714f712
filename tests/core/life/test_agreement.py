"""The success block: what it takes, and the mark that changes with any word of it."""

from datetime import date

import pytest
from msgspec.structs import replace
from triage.core.life.agreement import (
    STOP,
    People,
    agreement_form,
    agreement_of,
    baseline_by,
    doubts,
    fingerprint,
    names_in,
    with_stop,
    wrong_together,
)
from triage.core.life.events import SuccessBlock

from bundled import FORMS
from lives import BLOCK, GO, START, life, on

PARTS = list(SuccessBlock.__struct_fields__)
ANSWERS = {part: getattr(BLOCK, part) for part in PARTS} | {"agreed_by": "Mette + Lars", "chance": 60.0}


def test_every_part_is_a_must_but_a_duty_has_no_stop_rule():
    musts = {
        name for name, question in agreement_form(FORMS["agreement"], is_duty=False).questions.items() if question.must
    }
    assert musts == {*PARTS, "agreed_by"} - {"baseline", "ceiling"}
    assert agreement_form(FORMS["agreement"], is_duty=True).questions.keys() == agreement_form(
        FORMS["agreement"], is_duty=False
    ).questions.keys() - set(STOP)


def test_the_answers_make_the_agreement():
    made = agreement_of(ANSWERS, START)
    assert (made.block, made.agreed_by, made.agreed_on, made.chance) == (BLOCK, "Mette + Lars", START, 60.0)
    assert made.fingerprint == fingerprint(BLOCK)
    assert agreement_of(ANSWERS | {"agreed_on": date(2026, 1, 2), "chance": None}, START).agreed_on == date(2026, 1, 2)


@pytest.mark.parametrize("part", PARTS)
def test_any_changed_part_changes_the_fingerprint(part):
    other = {"reach_by": date(2027, 1, 1), "sign_week": 13.0}.get(part, "something else")
    assert fingerprint(replace(BLOCK, **{part: other})) != fingerprint(BLOCK)


def test_the_fingerprint_is_stable():
    assert fingerprint(BLOCK) == "83df3f230cc4"


PEOPLE = People("Mette Holm", "Lars Kjær")
LIMIT = {"stop_on": "sign", "stop_limit": 20.0, "stop_week": 16.0}
DECIDED = life((0, replace(GO, class_weeks=(6.0, 12.0, 26.0, 26.0, 40.0, 104.0), first_weeks=26.0)))


def test_parts_of_today_change_the_fingerprint_only_where_they_are_given():
    assert fingerprint(replace(BLOCK, baseline=3.0)) != fingerprint(BLOCK)
    assert fingerprint(replace(BLOCK, ceiling=1.0)) != fingerprint(replace(BLOCK, stop_limit=1.0))


@pytest.mark.parametrize(
    ("said", "waits_for", "other"),
    [
        ("Mette Holm", "director", "Lars Kjær"),
        ("Mette", "director", "Lars Kjær"),
        ("lars", "manager", "Mette Holm"),
        ("Somebody else", "director", "Lars Kjær"),
        ("Mette og Lars", "", ""),
        ("Lars Kjær and Mette Holm", "", ""),
        ("Mette + Lars", "", ""),
        ("begge", "", ""),
    ],
)
def test_one_name_waits_for_the_other(said, waits_for, other):
    made = agreement_of(ANSWERS | {"agreed_by": said}, START, PEOPLE)
    assert (made.waits_for, made.other) == (waits_for, other)


def test_a_name_with_and_in_it_is_one_name():
    assert names_in("Alexander Sand") == ["Alexander Sand"]


def test_a_stop_rule_is_a_limit_or_words():
    limited = agreement_of(ANSWERS | LIMIT, START).block
    assert (limited.stop_on, limited.stop_limit, limited.stop_week, limited.stop_rule) == ("sign", 20.0, 16.0, "")
    assert agreement_of(ANSWERS | {"stop_on": "words"}, START).block == BLOCK
    assert with_stop({"stop_week": 3.0})["stop_on"] == "sign"
    assert with_stop({"stop_rule": "x"})["stop_on"] == "words"
    assert "stop_on" not in with_stop({})


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({}, None),
        ({"level": "yes"}, None),
        ({"level": "many"}, "agree.of_part"),
        ({"level": "12 in 3 months"}, "agree.of_part"),
        ({"sign_level": "some"}, "agree.of_part"),
        ({"reach_by": on(12)}, "agree.sign_after_goal"),
        ({"reach_by": on(12.2)}, None),
        ({"baseline": 12.0}, "agree.level_is_baseline"),
        ({"baseline": 40.0}, None),
        ({**LIMIT, "stop_limit": 100.0}, "agree.limit_is_sign"),
        ({**LIMIT, "stop_limit": 99.0}, None),
        ({**LIMIT, "stop_week": 60.0}, "agree.stop_after_goal"),
        ({**LIMIT, "stop_on": "metric", "stop_limit": 11.0}, None),
        ({**LIMIT, "stop_on": "metric", "stop_limit": 12.0}, "agree.limit_is_metric"),
        ({**LIMIT, "stop_on": "metric", "stop_limit": 13.0, "baseline": 40.0}, None),
        ({**LIMIT, "stop_on": "metric", "stop_limit": 11.0, "baseline": 40.0}, "agree.limit_is_metric"),
        ({**LIMIT, "sign_level": "under 15", "stop_limit": 10.0}, "agree.limit_is_sign"),
    ],
)
def test_parts_that_contradict_each_other_are_refused(changed, wrong):
    found = wrong_together(ANSWERS | changed, DECIDED)
    assert (found.key if found else None) == wrong


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"sign_week": 26.0, "stop_week": 26.0, "stop_on": "sign"}, []),
        ({"reach_by": on(39), "sign_week": 26.0}, ["agree.early_goal"]),
        ({}, ["agree.early_sign"]),
        ({"sign_week": 26.0, "stop_week": 25.0, "stop_on": "sign"}, ["agree.early_stop.sign"]),
        ({"sign_week": 26.0, "stop_week": 39.0, "stop_on": "metric"}, ["agree.early_stop.metric"]),
    ],
)
def test_days_on_which_such_tasks_cannot_show_it_yet_are_told_and_not_forbidden(changed, told):
    assert [message.key for message in doubts(replace(BLOCK, **changed), DECIDED)] == told


def test_the_measure_before_the_start_is_taken_within_a_week_and_before_the_first_sign():
    assert baseline_by(DECIDED, BLOCK, START) == on(1)
    assert baseline_by(DECIDED, BLOCK, on(5.5)) == on(6)
    assert baseline_by(DECIDED, BLOCK, on(9)) == on(9)
    assert baseline_by(DECIDED, replace(BLOCK, baseline=0.0), START) is None
    assert baseline_by(DECIDED, replace(BLOCK, level="yes"), START) is None


@pytest.mark.parametrize(
    ("names", "is_wrong"), [("Bo og Bo", True), ("Bo, Bo Krag", True), ("Anna og Bo", False), ("Bo", False)]
)
def test_one_person_does_not_say_yes_twice(names, is_wrong):
    wrong = wrong_together(ANSWERS | {"agreed_by": names}, life((0, GO)))
    assert (wrong is not None and wrong.key == "agree.one_name") is is_wrong
