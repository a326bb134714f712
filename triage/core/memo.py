"""The page for the director: every section's sentences as messages; no language, no layout.

The sections are those of a decision record with the bottom line first; what each says is in
:mod:`triage.core.memosections`.
"""

from dataclasses import dataclass
from datetime import date

from triage.core import memosections as sections
from triage.core.assessment import Assessment
from triage.core.memosections import Page, Row
from triage.core.messages import Message, Typed, say
from triage.core.rationale import explain
from triage.core.ruleset import Ruleset
from triage.core.wording import typed


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


def write_memo(assessment: Assessment, ruleset: Ruleset, today: date, version: str) -> Memo:
    """Say what belongs on the page; ``today`` is the day of the assessment, from which all weeks count."""
    page = Page(assessment, ruleset, today)
    rationale = explain(assessment, ruleset)
    written = {
        "recommendation": sections.recommendation(page),
        "asked": sections.asked(page),
        "problem": sections.problem(page),
        "economics": sections.economics(page),
        "time": sections.time(page),
        "fit": sections.fit(page),
        "certainty": sections.certainty(page),
        "next": sections.next_step(page),
        "success": sections.success(page),
        "revisit": sections.revisit(page),
        "agreed": sections.agreed(page),
        "appendix": iter((*rationale.because, *rationale.numbers, *rationale.unknowns, *rationale.assumptions)),
    }
    return Memo(
        title=Typed(page.request.title),
        facts=say("memo.facts", date=today, to=sections.director(page), sender=sections.manager(page)),
        words=typed(page.request, "request") or Typed(page.request.title),
        sections={name: tuple(messages) for name, messages in written.items()},
        table=tuple(sections.table(page)),
        points=tuple(sections.points(page)),
        footer=say("memo.footer", version=version, ruleset=ruleset.ruleset, rules_version=ruleset.version),
    )
