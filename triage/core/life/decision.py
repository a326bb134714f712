"""A decision: which questions are asked, the answers proposed, and the decision made from them.

A decision that differs from the verdict is an override: a normal outcome, for which reason and assumption are asked.
"""

from collections.abc import Mapping
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from triage.core.interview.forms import day, from_answers, without, words
from triage.core.life.events import Decision, Life, Wait, weeks_after
from triage.core.messages import Message, say
from triage.core.request.request import Value
from triage.core.rules.ruleset import Ruleset, Verdict

WEEKS_TO_CHECK = 13
"""An override's assumption is checked after a quarter where no early sign says when (a judgement)."""
WEEKS_TO_WAIT = 13
"""A defer that waits for an event alone is revisited after a quarter, so as not to be forgotten (a judgement)."""
MOST_DEFERS = 2
"""A third defer of the same task needs a reason: it is usually a drop that nobody says."""
OVERRIDE = "override"
"""The group of questions asked only for an override."""
OF_A_DEFER = ("reason", "owner", "trigger", "until")
"""Questions asked only for a defer."""


class Advice(Struct, frozen=True):
    """What the decision is compared with: the verdict, the appointment of a defer, and the weeks of such tasks."""

    verdict: Verdict
    wait: Wait | None = None
    first_weeks: float | None = None
    judge_weeks: float | None = None
    class_weeks: tuple[float, ...] = ()


def decision_form(form: Ruleset, verdict: Verdict, advised: Verdict, life: Life) -> Ruleset:
    """Return the questions of this decision; for an override they all stand under its heading."""
    left = without(form, () if verdict is Verdict.DEFER else OF_A_DEFER).questions
    if verdict is advised:
        left = {name: each for name, each in left.items() if each.group != OVERRIDE}
    else:
        left = {name: replace(each, group=OVERRIDE) for name, each in left.items()}
    because = replace(left["because"], must=needs_reason(verdict, advised, life))
    return replace(form, questions={**left, "because": because})


def needs_reason(verdict: Verdict, advised: Verdict, life: Life) -> bool:
    """Whether a decision needs a reason: an override, or the third defer of the same task."""
    defers = sum(decision.verdict is Verdict.DEFER for _, decision in life.all(Decision))
    return verdict is not advised or (verdict is Verdict.DEFER and defers >= MOST_DEFERS)


def proposed(verdict: Verdict, advice: Advice, today: date) -> dict[str, Value]:
    """Return the answers proposed: the appointment of the assessment, and when to check an override."""
    found: dict[str, Value] = {}
    if verdict is Verdict.DEFER and advice.wait:
        wait = advice.wait
        found |= {"reason": wait.reason, "owner": wait.owner, "trigger": wait.trigger or None, "until": wait.until}
    if verdict is not advice.verdict:
        weeks = advice.first_weeks if verdict is Verdict.GO and advice.first_weeks else WEEKS_TO_CHECK
        found["check_on"] = weeks_after(today, weeks)
    return found


def decision_of(verdict: Verdict, advice: Advice, answers: Mapping[str, Value], today: date) -> Decision | Message:
    """Make the decision from the answers, or say what it lacks: a defer needs a date or an event."""
    wait = None
    if verdict is Verdict.DEFER:
        trigger, until = words(answers, "trigger"), day(answers, "until")
        if not trigger and until is None:
            return say("decide.no_end")
        reason, owner = words(answers, "reason") or "other", words(answers, "owner") or "both"
        wait = Wait(reason, owner, trigger, until or weeks_after(today, WEEKS_TO_WAIT) or today)
    return from_answers(
        Decision,
        answers,
        verdict=verdict,
        advised=advice.verdict,
        check_on=day(answers, "check_on") if verdict is not advice.verdict else None,
        wait=wait,
        first_weeks=advice.first_weeks,
        judge_weeks=advice.judge_weeks,
        class_weeks=advice.class_weeks,
    )
