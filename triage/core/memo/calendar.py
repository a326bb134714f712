"""The memo's section on time: when something can be seen, and the days that were named.

Chooses sentences; writes none.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from triage.core.memo.assumed import typical_weeks
from triage.core.memo.sections import Page, own_questions, told
from triage.core.messages import Inline, Message, Text, say
from triage.core.rules.ruleset import Verdict


def time(page: Page) -> Iterator[Message]:
    """When something can be seen, by the calendar; a wish that comes too early stands first."""
    weeks, days = [*_weeks(page)], [*_days(page)]
    yield from ((*days, *weeks) if is_early(page) else (*weeks, *days)) or [say("memo.no_date")]
    if not page.of_duty:
        yield from told(page, "lasts")
    yield from own_questions(page, "time")


def is_early(page: Page) -> bool:
    """Whether the date was a reason not to go ahead."""
    about_date = any(gate.reason == "date" for gate in page.gates)
    return about_date and page.assessment.verdict is not Verdict.GO and not _is_met(page)


def _is_met(page: Page) -> bool:
    """Whether the task can be judged by the date that was wished for."""
    measures = page.assessment.measures
    late, fair, weeks = (measures[name] for name in ("first_high", "full_likely", "weeks"))
    return late is not None and fair is not None and weeks is not None and max(late, fair) <= weeks


def _weeks(page: Page) -> Iterator[Message]:
    """What such tasks take; a duty has its own day, an answer is given at once, and a survey has no effect."""
    kind, measures = page.request.value("kind_of_ask"), page.assessment.measures
    typical = typical_weeks(page.assessment)
    if typical is None or page.of_duty or kind == "answer":
        return
    first, late, fair = (page.after(measures[name]) for name in ("first_likely", "first_high", "full_likely"))
    if kind == "find_out":
        yield say("time.typical.answer", **typical.params)
    elif first and late and fair:
        yield say("memo.calendar", first=first, fair=max(late, fair))


def grade(page: Page) -> Message:
    """What the weeks of such tasks rest on."""
    weakest = page.kind.weakest_grade
    return say("memo.grade.estimate") if weakest == "D" else say("memo.grade", grade=say(f"grade.{weakest}"))


def _days(page: Page) -> Iterator[Message]:
    """The days that were named."""
    wish = page.after(page.assessment.measures["weeks"])
    named = {name: page.request.value(name) for name in ("ready_by", "decision_in")}
    days = {
        name: page.today + timedelta(weeks=weeks) for name, weeks in named.items() if isinstance(weeks, float | int)
    }
    if wish and page.request.value("kind_of_ask") == "find_out":
        if wish != days.get("decision_in"):
            yield say("memo.wish.answer", date=wish)
    elif wish and page.of_duty:
        yield say("memo.ready_by", date=wish)
    elif wish:
        yield from _wish(page, wish)
    for name, day in days.items():
        yield say("memo.wish.decision" if day == wish and name == "decision_in" else f"memo.{name}", date=day)
    since = page.request.value("duty_from")
    if isinstance(since, date):
        yield say("memo.duty_from", date=since)


def _wish(page: Page, wish: date) -> Iterator[Message]:
    """The day by which the effect is wished for: whether it fits, and what it is tied to."""
    yield say("memo.wish.fits" if _is_met(page) else "memo.wish", date=wish)
    bound = page.answer("date_bound") if page.request.value("date_bound") != "wish" else None
    if isinstance(bound, Text):
        yield say("memo.wish.bound", bound=Inline(bound))
