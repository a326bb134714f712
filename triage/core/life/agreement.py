"""The success block: what is asked before a go is final, and the block made from the answers."""

import hashlib
from collections.abc import Mapping
from dataclasses import astuple
from datetime import date

from triage.core.interview.forms import day, from_answers, without
from triage.core.life.events import Agreement, SuccessBlock
from triage.core.request.request import Value
from triage.core.rules.ruleset import Ruleset

FROM_ANSWERS = {
    "metric": "success_metric",
    "level": "success_level",
    "reach_by": "success_by",
    "sign": "early_sign",
    "stop_rule": "stop_rule",
}
"""For each part of the block, the question of the request whose answer is proposed."""


def agreement_form(form: Ruleset, *, is_duty: bool) -> Ruleset:
    """Return the questions of the block; a duty has no rule to stop by."""
    return without(form, ("stop_rule",)) if is_duty else form


def fingerprint(block: SuccessBlock) -> str:
    """Return twelve hexadecimal digits that change with any word of the block."""
    parts = "\x1f".join(f"{part:g}" if isinstance(part, int | float) else str(part) for part in astuple(block))
    return hashlib.sha256(parts.encode("utf-8", "replace")).hexdigest()[:12]


def agreement_of(answers: Mapping[str, Value], today: date) -> Agreement:
    """Make the agreement from complete answers."""
    block = from_answers(SuccessBlock, answers)
    agreed_on = day(answers, "agreed_on") or today
    return from_answers(Agreement, answers, block=block, fingerprint=fingerprint(block), agreed_on=agreed_on)
