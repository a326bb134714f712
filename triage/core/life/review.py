"""A review: which questions are asked, and the review made from the answers; ``life.status`` judges it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import cast

from triage.core.interview.forms import day, from_answers, without, words
from triage.core.life.events import Held, Life, Review, Status
from triage.core.life.status import judge
from triage.core.messages import Message, say
from triage.core.request.request import Value
from triage.core.rules.ruleset import Ruleset

ASSUMPTION = "assumption"
STOP = "stop"
_YES_OR_NO = {"yes": True, "no": False}


def review_form(
    form: Ruleset, *, has_check: bool, is_running: bool, currency: str, is_early: bool = False, is_final: bool = False
) -> Ruleset:
    """Return the questions of a review: what was seen, what it took, and whether an override's assumption held.

    Too early to judge, whether the decision was good is asked only if the task is stopped. In a final review there is
    nothing to stop, and whether the level is reached must be answered: a skipped question is no failure.
    """
    asked = {
        name: each for name, each in form.questions.items() if (has_check if each.group == "check" else is_running)
    }
    if is_early:
        asked |= {name: replace(asked[name], only_if={STOP: True}) for name in ("decision", "learned")}
    if is_final:
        asked["reached"] = replace(asked["reached"], must=True)
    kept = replace(form, questions=asked, currency=currency)
    return without(kept, (STOP, "because")) if is_final else kept


def review_of(life: Life, answers: Mapping[str, Value], today: date) -> Review | Message:
    """Make the review from the answers, or say what it lacks; a stop needs a reason."""
    stops = answers.get(STOP) is True
    because = words(answers, "because")
    if stops and not because:
        return say("review.stop_needs_reason")
    sign, reached = (_YES_OR_NO.get(str(answers.get(name))) for name in ("sign", "reached"))
    agreed = life.agreement
    return from_answers(
        Review,
        answers,
        status=Status.STOPPED if stops else judge(life, today, sign=sign, reached=reached),
        sign=sign,
        sign_on=(day(answers, "sign_on") or today) if sign else None,
        reached=reached,
        reached_on=(day(answers, "reached_on") or today) if reached else None,
        because=because if stops else "",
        block=agreed.fingerprint if agreed else "",
    )


def held(answers: Mapping[str, Value]) -> Held | None:
    """Return whether the assumption of an override held; ``None`` where nobody checked."""
    return cast("Held | None", words(answers, ASSUMPTION) or None)
