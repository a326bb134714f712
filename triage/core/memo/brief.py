"""The brief for whoever does the task: what it is for, whom, what should come of it, the limits and the dates.

Chooses sentences; writes none. What the two have agreed goes before what was only answered.
"""

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from triage.core.life.agenda import About, Reminder, agenda
from triage.core.life.events import Life
from triage.core.life.story import block, reminder
from triage.core.memo import money, sections
from triage.core.memo.hanging import conditions_of_memo
from triage.core.memo.people import manager
from triage.core.memo.pictures import Day, Pictures, pictures
from triage.core.memo.sections import Page
from triage.core.messages import Message, Typed, say
from triage.core.request.shown import typed


class Brief(Struct, frozen=True):
    """Every section's sentences in their order; the template decides where they stand."""

    title: Typed
    facts: Message
    words: Typed
    """The director's own words."""
    sections: dict[str, tuple[Message, ...]]
    """By name: status, problem, outcome, limits, dates and stop; empty where there is nothing to say."""
    dates: tuple[tuple[date, Message], ...]
    """The days that were agreed, each with what is done on it."""
    pictures: Pictures


def write_brief(page: Page, life: Life) -> Brief:
    """Return the brief of a task, as it stands now."""
    looked_at = [each for each in agenda(life) if each.about in _DAYS] if life.start else []
    agreed = life.agreement or life.offer
    told = list(block(agreed, page.request.profile.currency, life)) if agreed else []
    days: tuple[Day, ...] = () if life.start else pictures(page, None).days
    return Brief(
        title=Typed(page.request.title),
        facts=say("brief.facts", date=page.today, sender=manager(page.request)),
        words=typed(page.request, "request") or Typed(page.request.title),
        sections={
            "status": () if life.start else (say("brief.not_decided"),),
            "problem": tuple(sections.problem(page)),
            "outcome": (*_outcome(page), *(each for each in told if each.key.startswith(_OUTCOME))),
            "limits": tuple(sections.bullets([*_limits(page, told), *conditions_of_memo(page.hanging)])),
            "dates": tuple(sections.bullets(_on(each) for each in looked_at)),
            "stop": tuple(_stop(page, told)),
        },
        dates=tuple((each.day, reminder(each.about, each.detail)) for each in looked_at),
        pictures=Pictures(days=days),
    )


_DAYS = {About.BASELINE, About.SIGN, About.STOP, About.JUDGE, About.OUTCOME}
"""The reminders that are about the work, and not about who has to say yes."""
_OUTCOME = ("block.success", "block.sign", "block.baseline")


def _on(each: Reminder) -> Message:
    return say("memo.revisit.day", date=each.day, what=reminder(each.about, each.detail))


def _outcome(page: Page) -> Iterator[Message]:
    if page.of_duty:
        yield say("memo.problem.duty")
    metric, level = typed(page.request, "success_metric"), typed(page.request, "success_level")
    if not page.of_duty and metric and level:
        yield say("brief.outcome", metric=metric, level=level)


def _limits(page: Page, told: list[Message]) -> Iterator[Message]:
    """The most that it may cost, the hours, and what has to wait meanwhile."""
    ceiling = money.ceiling(page)
    agreed = [each for each in told if each.key == "block.ceiling"]
    yield from agreed or ([say("brief.ceiling", cost=ceiling)] if ceiling else [])
    if hours := sections.own_hours(page):
        yield say("brief.hours", hours=hours)
    if displaced := typed(page.request, "displaces"):
        yield say("memo.displaces", displaced=displaced)


def _stop(page: Page, told: list[Message]) -> Iterator[Message]:
    agreed = [each for each in told if each.key.startswith("block.stop")]
    rule = typed(page.request, "stop_rule")
    yield from agreed or [say("block.stop", rule=rule) if rule else say("brief.no_stop")]
