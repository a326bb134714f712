"""The page for the director: every section's sentences as messages; no language, no layout.

The sections are those of a decision record, the bottom line first; ``memo.sections`` and ``memo.steps`` fill them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from triage.core.judging.assessment import Assessment
from triage.core.life.events import Life
from triage.core.life.expectation import Expectation, expectation
from triage.core.memo import afterwards, sections, steps
from triage.core.memo.people import director, manager
from triage.core.memo.rationale import explain
from triage.core.memo.sections import Page, Row
from triage.core.messages import Message, Typed, say
from triage.core.request.shown import typed
from triage.core.rules.ruleset import Ruleset


@dataclass(frozen=True, slots=True)
class Memo:
    """Every section's sentences in their order; the template decides where they stand."""

    title: Typed
    facts: Message
    words: Typed
    """The director's own words."""
    sections: dict[str, tuple[Message, ...]]
    """By name: recommendation, asked, problem, economics, time, fit, certainty, next, success, revisit, agreed and
    appendix; each a list of sentences."""
    table: tuple[Row, ...]
    """Cost, contribution and net: low, likely, high."""
    points: tuple[Row, ...]
    """Points, weight and contribution of each criterion."""
    footer: Message
    expectation: Expectation = field(default_factory=Expectation)
    """The second page: what to expect month by month; empty before a decision to go."""


def _with(messages: tuple[Message, ...], more: Sequence[Message]) -> tuple[Message, ...]:
    """Add sentences of an analysis; a test with its price takes the place of the example of one."""
    priced = any(message.key.startswith("test.") for message in more)
    return (*(message for message in messages if not (priced and message.key == "memo.test")), *more)


def write_memo(
    assessment: Assessment,
    ruleset: Ruleset,
    today: date,
    version: str,
    more: Mapping[str, Sequence[Message]] | None = None,
    life: Life | None = None,
    now: date | None = None,
) -> Memo:
    """Return the page; ``today`` is the day of the assessment, from which all weeks count.

    ``more`` has sentences to add to the sections of these names; ``life`` is what has happened since, and ``now``
    the day on which it is printed.
    """
    life = life or Life(today)
    page = Page(assessment, ruleset, today)
    why = explain(assessment, ruleset)
    in_full = (*why.because, *why.numbers, *why.unknowns, *why.assumptions)
    written = {
        "recommendation": afterwards.recommendation(steps.recommendation(page), life),
        "asked": sections.asked(page),
        "problem": sections.problem(page),
        "economics": sections.economics(page),
        "time": sections.time(page),
        "fit": sections.fit(page),
        "certainty": sections.certainty(page),
        "next": steps.next_step(page),
        "success": afterwards.success(life, page.request.profile.currency) or steps.success(page),
        "revisit": afterwards.revisit(life) or steps.revisit(page),
        "agreed": afterwards.agreed(life) or steps.agreed(page),
        "appendix": (message for message in in_full if message.key != "assumed.no_goals"),
    }
    return Memo(
        title=Typed(page.request.title),
        facts=say("memo.facts", date=today, to=director(page.request), sender=manager(page.request)),
        words=typed(page.request, "request") or Typed(page.request.title),
        sections={name: _with(tuple(messages), (more or {}).get(name, ())) for name, messages in written.items()},
        table=tuple(sections.table(page)),
        points=tuple(sections.points(page)),
        footer=say(
            "memo.footer",
            status=afterwards.status(life),
            version=version,
            ruleset=ruleset.ruleset,
            rules_version=ruleset.version,
        ),
        expectation=expectation(life, now or today),
    )
