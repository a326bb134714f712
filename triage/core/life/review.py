"""A review: which questions it takes, and the review that the answers make; ``life.status`` judges it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import cast

from triage.core.interview.forms import day, number, without, words
from triage.core.life.events import Held, Judged, Life, Review, Status
from triage.core.life.status import Seen, judge
from triage.core.messages import Message, say
from triage.core.request.request import Value
from triage.core.rules.ruleset import Ruleset

ASSUMPTION = "assumption"
STOP = "stop"


def review_form(
    form: Ruleset, *, has_check: bool, is_running: bool, currency: str, is_early: bool = False, is_final: bool = False
) -> Ruleset:
    """Keep the questions of a review: what was seen, what it took, and whether an override's assumption held.

    Where it is too early to judge, whether the decision was good is asked only of whoever stops. Where this review ends
    it, there is nothing to stop, and whether it is reached must be said: a question skipped is no failure.
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


def seen(answers: Mapping[str, Value]) -> Seen:
    """Return what was seen: yes, no, or not looked at."""
    return Seen(_yes_or_no(answers.get("sign")), _yes_or_no(answers.get("reached")))


def review_of(life: Life, answers: Mapping[str, Value], today: date) -> Review | Message:
    """Make the review from the answers, or say what it lacks; a stop is a choice that takes a reason."""
    stops = answers.get(STOP) is True
    because = words(answers, "because")
    if stops and not because:
        return say("review.stop_needs_reason")
    found = seen(answers)
    agreed = life.agreement
    return Review(
        status=Status.STOPPED if stops else judge(life, found, today),
        measured=words(answers, "measured"),
        sign=found.sign,
        sign_on=(day(answers, "sign_on") or today) if found.sign else None,
        reached=found.reached,
        reached_on=(day(answers, "reached_on") or today) if found.reached else None,
        cost=number(answers, "cost"),
        hours=number(answers, "hours"),
        contribution=number(answers, "contribution"),
        decision=cast("Judged | None", words(answers, "decision") or None),
        learned=words(answers, "learned"),
        because=because if stops else "",
        block=agreed.fingerprint if agreed else "",
    )


def held(answers: Mapping[str, Value]) -> Held | None:
    """Whether the assumption of an override held; ``None`` where nobody looked."""
    return cast("Held | None", words(answers, ASSUMPTION) or None)


def _yes_or_no(value: Value) -> bool | None:
    return {"yes": True, "no": False}.get(value) if isinstance(value, str) else None
