"""The page for the director: every section's sentences as messages; no language, no layout.

The sections are those of a decision record, the bottom line first; ``memo.sections`` and ``memo.steps`` fill them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct, field

from triage.core.judging.risk import Risk
from triage.core.life.events import Life
from triage.core.life.expectation import Expectation, expectation
from triage.core.memo import afterwards, block, calendar, confidence, money, sections, steps
from triage.core.memo.arithmetic import effect
from triage.core.memo.assumed import assumptions, typical_weeks
from triage.core.memo.confidence import AnalysisPage
from triage.core.memo.hanging import assumed_conditions, named_and_assumed
from triage.core.memo.people import director, manager
from triage.core.memo.pictures import Pictures, pictures
from triage.core.memo.rationale import explain, not_fitting
from triage.core.memo.sections import Page, Row
from triage.core.messages import Message, Typed, say
from triage.core.request.shown import typed
from triage.core.rules.ruleset import Verdict


class Memo(Struct, frozen=True):
    """Every section's sentences in their order; the template decides where they stand."""

    title: Typed
    facts: Message
    words: Typed
    """The director's own words."""
    sections: dict[str, tuple[Message, ...]]
    """By name: recommendation, asked, problem, economics, time, fit, certainty, next, revisit and agreed; then, of the
    second page, success, trial, contradictions, before, assumed and appendix. Each is a list of sentences, with
    :data:`sections.PARAGRAPH` between its paragraphs."""
    table: money.Table
    """What comes in, what goes out, and what is left: low, likely, high."""
    points: tuple[Row, ...]
    """Points, weight and contribution of each criterion."""
    footer: Message
    short: tuple[Message, ...] = ()
    """Three sentences to say aloud."""
    pictures: Pictures = field(default_factory=Pictures)
    """What there is to draw, but for the expectation, which has its own."""
    expectation: Expectation = field(default_factory=Expectation)
    """What to expect month by month; empty before a decision to go."""


def write_memo(
    page: Page,
    version: str,
    more: Mapping[str, Sequence[Message]] | None = None,
    life: Life | None = None,
    now: date | None = None,
    told: AnalysisPage | None = None,
) -> Memo:
    """Return the memo of an assessment.

    ``more`` has sentences to add to the sections of these names; ``life`` is what has happened since, ``now`` the day
    on which it is printed, and ``told`` how sure it is.
    """
    today, life = page.today, life or Life(page.today)
    written = _first_page(page, life, told) | _second_page(page, life, told)
    return Memo(
        title=Typed(page.request.title),
        facts=say("memo.facts", date=today, to=director(page.request), sender=manager(page.request)),
        words=typed(page.request, "request") or Typed(page.request.title),
        sections={name: (*messages, *(more or {}).get(name, ())) for name, messages in written.items()},
        table=money.table(page),
        points=tuple(sections.points(page)),
        footer=say(
            "memo.footer",
            status=afterwards.status(life),
            version=version,
            ruleset=page.ruleset.ruleset,
            rules_version=page.ruleset.version,
        ),
        short=afterwards.short(steps.short(page, _risk(told)), life),
        pictures=pictures(page, _risk(told)),
        expectation=expectation(life, now or today),
    )


def _first_page(page: Page, life: Life, told: AnalysisPage | None) -> dict[str, Iterable[Message]]:
    """What the director decides on."""
    again = sections.bullets(afterwards.revisit(life))
    waits = page.assessment.verdict is Verdict.DEFER  # the day stands in the recommendation
    return {
        "recommendation": afterwards.recommendation(steps.recommendation(page, _risk(told)), life),
        "asked": sections.asked(page),
        "problem": sections.problem(page),
        "economics": money.economics(page, _risk(told), confidence.spread(told)),
        "time": calendar.time(page),
        "fit": sections.fit(page),
        "certainty": [*sections.certainty(page), *confidence.telling(told)],
        "next": afterwards.next_step(steps.next_step(page), life),
        "revisit": [*again] or ([] if waits else [*steps.revisit(page)]),
        "agreed": afterwards.agreed(life) or block.agreed(page),
    }


def _second_page(page: Page, life: Life, told: AnalysisPage | None) -> dict[str, Iterable[Message]]:
    """What both agree on, and what the first page rests on; it repeats nothing."""
    return {
        "success": sections.bullets(afterwards.success(life, page.request.profile.currency) or block.success(page)),
        "trial": [*block.trial(page), *confidence.trial(told)],
        "contradictions": not_fitting(page.assessment, page.ruleset),
        "before": (),
        "assumed": [*sections.compared(page), *assumed_conditions(page.hanging)],
        "appendix": sections.bullets([*_sums(page, told), *confidence.weighing(told)]),
    }


def _risk(told: AnalysisPage | None) -> Risk | None:
    return told.analysis.risk if told else None


def _sums(page: Page, told: AnalysisPage | None) -> Iterator[Message]:
    """Reasons and figures that the first page has no room for, and what was counted where nothing was known."""
    why = explain(page.assessment, page.ruleset)
    first = [*steps.recommendation(page, _risk(told))]
    yield from (reason for reason in why.because if reason not in first and not reason.key.endswith("unknown_decides"))
    yield from (figure for figure in why.numbers if figure.key in _MORE_FIGURES)
    if money.table(page).rows:
        yield from money.cost_range(page)
        yield from effect(page.assessment, page.ruleset)
    typical = typical_weeks(page.assessment)
    if typical and not page.of_duty and page.request.value("kind_of_ask") in _HAS_EFFECT:
        yield typical
        yield calendar.grade(page)
    yield from (each for each in why.unknowns if each.key == "unknown.matters.find_out")
    told_of = [condition.id for condition in named_and_assumed(page.hanging)[1]]
    for assumption in assumptions(page.assessment, page.ruleset, told_of):
        if assumption.key not in _SAID_BEFORE:
            yield assumption


_MORE_FIGURES = {"number.exposure", "number.budget_share", "number.break_even_units", "number.npv", "number.npv.loss"}
"""Figures of the rationale that the first page has not."""

_HAS_EFFECT = {None, "start", "stop", "own_house"}
"""Kinds of ask whose effect takes weeks."""

_SAID_BEFORE = {"assumed.no_goals", "assumed.weeks_judgement"}
"""What the first page says in its own words."""
