"""The success block: what is asked before a go is final, and the block that the answers make.

Measure, level and date; the early sign, its level and its week; the rule to stop by; and who agreed, when.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import astuple
from datetime import date

from triage.core.interview.forms import day, number, without, words
from triage.core.life.events import Agreement, SuccessBlock
from triage.core.request.request import Value
from triage.core.rules.ruleset import Ruleset

PARTS = ("metric", "level", "reach_by", "sign", "sign_level", "sign_week", "stop_rule")
"""What the block holds, by the names of its fields."""
FROM_ANSWERS = {
    "metric": "success_metric",
    "level": "success_level",
    "reach_by": "success_by",
    "sign": "early_sign",
    "stop_rule": "stop_rule",
}
"""The question of the request that proposes each part."""


def agreement_form(form: Ruleset, *, is_duty: bool) -> Ruleset:
    """Keep the questions of the block; what must be done has no rule to stop by."""
    return without(form, ("stop_rule",)) if is_duty else form


def fingerprint(block: SuccessBlock) -> str:
    """Return twelve letters and figures that change with any word of the block."""
    parts = "\x1f".join(f"{part:g}" if isinstance(part, int | float) else str(part) for part in astuple(block))
    return hashlib.sha256(parts.encode("utf-8", "replace")).hexdigest()[:12]


def agreement_of(answers: Mapping[str, Value], today: date) -> Agreement:
    """Make the agreement from answers in which every part is there."""
    block = SuccessBlock(
        metric=words(answers, "metric"),
        level=words(answers, "level"),
        reach_by=day(answers, "reach_by") or today,
        sign=words(answers, "sign"),
        sign_level=words(answers, "sign_level"),
        sign_week=number(answers, "sign_week") or 0.0,
        stop_rule=words(answers, "stop_rule"),
    )
    agreed_by, agreed_on = words(answers, "agreed_by"), day(answers, "agreed_on") or today
    return Agreement(block, fingerprint(block), agreed_by, agreed_on, number(answers, "chance"))
