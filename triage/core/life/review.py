"""A review: which questions are asked, and the review made from the answers; ``life.status`` judges it."""

from collections.abc import Mapping
from datetime import date
from typing import cast

from msgspec.structs import replace

from triage.core.interview.amounts import only_number
from triage.core.interview.forms import day, from_answers, without, words
from triage.core.life.events import Held, Life, Review, Status
from triage.core.life.status import has_sign, judged, may_be_negative, progress
from triage.core.messages import Message, Number, Typed, say
from triage.core.request.request import Value
from triage.core.rules.ruleset import UNKNOWN, Ruleset

ASSUMPTION = "assumption"
STOP = "stop"
_YES_OR_NO = {"yes": True, "no": False}


def review_form(
    form: Ruleset,
    *,
    has_check: bool,
    is_running: bool,
    currency: str,
    is_early: bool = False,
    is_final: bool = False,
    counts_sign: bool = False,
) -> Ruleset:
    """Return the questions of a review: what was seen, what it took, and whether an override's assumption held.

    Where the early sign is a number, whether it is there is asked only of whoever has none.

    Too early to judge, whether the decision was good is asked only if the task is stopped. In a final review there is
    nothing to stop, and whether the level is reached must be answered: a skipped question is no failure.
    """
    asked = {
        name: each for name, each in form.questions.items() if (has_check if each.group == "check" else is_running)
    }
    if counts_sign and is_running:
        asked["sign"] = replace(asked["sign"], only_if={"sign_value": UNKNOWN})
    if is_early:
        asked |= {name: replace(asked[name], only_if={STOP: True}) for name in ("decision", "learned")}
    if is_final:
        asked["reached"] = replace(asked["reached"], must=True)
    kept = replace(form, questions=asked, currency=currency)
    return without(kept, (STOP, "by_rule", "because")) if is_final else kept


def review_of(life: Life, answers: Mapping[str, Value], today: date) -> Review | Message:
    """Make the review from the answers, or say what it lacks; a stop needs a reason.

    It is judged as of the day on which it was measured.
    """
    stops = answers.get(STOP) is True
    because = words(answers, "because")
    if stops and not because:
        return say("review.stop_needs_reason")
    wrong = wrong_together(life, answers, today)
    if wrong:
        return wrong
    sign, reached = _said(answers, "sign"), _said(answers, "reached")
    agreed, on = life.agreement, day(answers, "measured_on") or today
    seen = from_answers(
        Review,
        answers,
        status=Status.UNKNOWN,
        value=only_number(words(answers, "measured")),
        sign=sign,
        sign_on=day(answers, "sign_on"),
        reached=reached,
        reached_on=day(answers, "reached_on"),
        because=because if stops else "",
        by_rule=False,
        block=agreed.fingerprint if agreed else "",
    )
    found = judged(life, on, _with_spent(life, seen))
    stopped = _stopped_before(life)
    if stopped and not stops:  # what is added to a task that was stopped does not set it going again
        return replace(found, status=Status.STOPPED, rule="", because=stopped.because, by_rule=stopped.by_rule)
    if not stops:
        return found
    is_met, says_so = rule_is_met(life, found), answers.get("by_rule") is True
    if says_so and not is_met and agreed and agreed.block.stop_limit is not None:
        return say("review.rule_not_met")
    return replace(found, status=Status.STOPPED, by_rule=says_so or is_met)


def _stopped_before(life: Life) -> Review | None:
    """The review that stopped the task, where the latest one did."""
    latest = (review for _, review in life.reviews[-1:])
    return next((review for review in latest if review.status is Status.STOPPED), None)


def _with_spent(life: Life, seen: Review) -> Review:
    """What was spent and came, as far as it was written down before and is not said anew."""
    for _, before in reversed(life.reviews):
        seen = replace(
            seen,
            cost=before.cost if seen.cost is None else seen.cost,
            hours=before.hours if seen.hours is None else seen.hours,
            contribution=before.contribution if seen.contribution is None else seen.contribution,
        )
    return seen


def rule_is_met(life: Life, now: Review) -> bool:
    """Whether what was agreed to stop by has come, now or at the latest review: then a stop keeps the agreement."""
    latest = [review for _, review in life.reviews[-1:]] if now.value is None and now.sign_value is None else []
    return any(each.rule in {"met", "passed"} for each in (now, *latest))


def wrong_together(life: Life, answers: Mapping[str, Value], today: date) -> Message | None:
    """Say where what was measured and what was said contradict each other, or a day cannot be; ``None`` if nowhere."""
    agreed, on = life.agreement, day(answers, "measured_on") or today
    if life.start and on < life.start:
        return say("review.before_start", date=on, start=life.start)
    if agreed is None:
        return None
    measured, level = words(answers, "measured"), only_number(agreed.block.level)
    value, reached = only_number(measured), _said(answers, "reached")
    if measured and value is None and level is not None and answers.get("reached") is None:
        return say("review.one_number", given=Typed(measured))
    amount = answers.get("sign_value")
    for number, enough in ((value, agreed.block.level), (amount, agreed.block.sign_level)):
        if isinstance(number, int | float) and number < 0 and not may_be_negative(life, enough):
            return say("review.negative", measured=Number(number), level=Typed(enough))
    share = progress(life, value)
    if share is not None and reached is not None and reached is not (share >= 1):
        key = "review.not_reached" if reached else "review.is_reached"
        return say(key, measured=Typed(measured), level=Typed(agreed.block.level))
    sign = _said(answers, "sign")
    there = has_sign(agreed.block, amount) if isinstance(amount, float | int) else None
    if there is not None and sign is not None and sign is not there and isinstance(amount, float | int):
        key = "review.no_sign" if sign else "review.has_sign"
        return say(key, measured=Number(amount), level=Typed(agreed.block.sign_level))
    return None


def held(answers: Mapping[str, Value]) -> Held | None:
    """Return whether the assumption of an override held; ``None`` where nobody checked."""
    return cast("Held | None", words(answers, ASSUMPTION) or None)


def _said(answers: Mapping[str, Value], name: str) -> bool | None:
    """What was said of sign or level; ``None`` where it was not measured."""
    return _YES_OR_NO.get(str(answers.get(name)))
