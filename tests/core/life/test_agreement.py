"""The success block: what it takes, and the mark that changes with any word of it."""

from dataclasses import fields, replace
from datetime import date

import pytest
from triage.core.life.agreement import STOP, agreement_form, agreement_of, fingerprint
from triage.core.life.events import SuccessBlock

from bundled import FORMS
from lives import BLOCK, START

PARTS = [field.name for field in fields(SuccessBlock)]
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
