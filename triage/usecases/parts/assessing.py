"""From requests to verdicts: read, assess, explain, and render the memo. Reads the clock and makes the generator."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import islice
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from triage import __version__
from triage.adapters.files.requestfiles import Rejected
from triage.adapters.home import clock
from triage.adapters.home.settings import Home
from triage.adapters.pages.catalog import Catalog
from triage.adapters.pages.memo import render_memo
from triage.adapters.pages.publicjson import public_json
from triage.core.judging.acts import assess
from triage.core.judging.analysis import Analysis, analyse
from triage.core.judging.assessment import Assessment
from triage.core.life.events import Life
from triage.core.memo.arithmetic import arithmetic
from triage.core.memo.confidence import AnalysisPage, in_brief, in_full
from triage.core.memo.hanging import conditions
from triage.core.memo.known import known, outranked
from triage.core.memo.page import Memo, write_memo
from triage.core.memo.rationale import Rationale, explain, not_fitting
from triage.core.memo.sections import Page
from triage.core.memo.steps import alternatives, revisit, to_agree, to_do
from triage.core.messages import Message, Typed, say
from triage.core.request.request import Request
from triage.core.rules.ruleset import Verdict
from triage.usecases.parts.chance import make_rng
from triage.usecases.parts.opening import Rules

REGISTER = "register"
"""The id of a contradiction between an answer and what the register has measured."""
CHUNK = 500
"""Requests scored at a time; bounds the memory that a long file takes."""


class Assessed(Struct, frozen=True, dict=True):
    """An assessment with the rules that made it and the day it was made."""

    assessment: Assessment
    rules: Rules
    day: date
    version: str = __version__
    """Of the program that made it."""
    analysis: Analysis | None = None
    """How sure it is; worked out for one request at a time, not for every row of a file."""

    @cached_property
    def rationale(self) -> Rationale:
        """The reasons for the verdict."""
        return explain(self.assessment, self.rules.ruleset)

    @cached_property
    def told(self) -> AnalysisPage | None:
        """The analysis as sentences are made of it; ``None`` where none was made."""
        if self.analysis is None:
            return None
        return AnalysisPage(self.analysis, self.assessment, self.rules.ruleset, self.day)


def assess_all(read: Iterable[Request | Rejected], rules: Rules) -> Iterator[Assessed | Rejected]:
    """Assess requests chunk by chunk, in their order; what could not be read is passed on in its place."""
    today = clock.today()
    stream = iter(read)
    while chunk := list(islice(stream, CHUNK)):
        requests = [each for each in chunk if isinstance(each, Request)]
        results = iter(assess(requests, rules.ruleset, make_rng, today))
        for each in chunk:
            yield each if isinstance(each, Rejected) else Assessed(next(results), rules, today)


def assess_one(request: Request, rules: Rules) -> Assessed:
    """Assess one request today."""
    today = clock.today()
    return Assessed(assess([request], rules.ruleset, make_rng, today)[0], rules, today)


def analysed(assessed: Assessed) -> Assessed:
    """Return an assessment with how sure it is, and what would turn it."""
    return replace(assessed, analysis=analyse(assessed.assessment, assessed.rules.ruleset, make_rng))


def summary_lines(
    assessed: Assessed,
    catalog: Catalog,
    request_id: str,
    remembered: Sequence[Message] = (),
    *,
    is_agreed: bool = False,
) -> list[str]:
    """Return verdict, what it means, the three strongest reasons, what the register adds, and where it is kept.

    Of what ``is_agreed`` it is not told that both have yet to agree on it.
    """
    rationale, assessment, text = assessed.rationale, assessed.assessment, catalog.text
    verdict = catalog.say(f"verdict.{assessment.verdict}").upper()
    strongest = [f"{number}. {text(reason)}" for number, reason in enumerate(rationale.strongest, start=1)]
    brief = in_brief(assessed.told) if assessed.told else []
    return [
        catalog.say("result.heading", verdict=verdict, title=Typed(assessment.request.title)),
        text(rationale.headline),
        *strongest,
        *map(text, [*known_messages(assessed), *brief, *_what_follows(assessed, is_agreed=is_agreed)]),
        *map(text, [*not_fitting(assessment, assessed.rules.ruleset), *remembered]),
        catalog.say("result.id", id=request_id),
    ]


def known_messages(assessed: Assessed) -> list[Message]:
    """Return what the register adds to the answers."""
    return list(known(assessed.assessment.request, assessed.rules.ruleset))


def known_lines(assessed: Assessed, catalog: Catalog) -> list[str]:
    """Return what the register adds to the answers, as lines."""
    return [catalog.text(message) for message in known_messages(assessed)]


def _what_follows(assessed: Assessed, *, is_agreed: bool) -> list[Message]:
    """Say what a verdict leads to: what to agree on, the appointment, or what is offered instead."""
    page = Page(assessed.assessment, assessed.rules.ruleset, assessed.day)
    if assessed.assessment.verdict is Verdict.GO:
        return [*conditions(page.hanging), *(() if is_agreed else to_agree(page))]
    if assessed.assessment.verdict is Verdict.DROP:
        first, *_ = alternatives(page)
        return [say("result.instead", step=first)]
    first, *others = to_do(page)
    return [say("result.next", step=first), *others, *list(revisit(page))[:1]]


def reason_lines(assessed: Assessed, catalog: Catalog, *, with_arithmetic: bool) -> list[str]:
    """Return the whole rationale of one assessment as lines, with the arithmetic where it was asked for."""
    rationale = assessed.rationale
    lines = [assessed.assessment.request.title, catalog.text(rationale.headline)]
    for name in ("because", "speaks_for", "speaks_against", "contradictions", "numbers", "unknowns", "assumptions"):
        messages: tuple[Message, ...] = getattr(rationale, name)
        if name == "assumptions":
            messages = (*known_messages(assessed), *messages)
        if messages:
            lines += ["", catalog.say(f"reasons.{name}"), *(f"- {catalog.text(message)}" for message in messages)]
    if assessed.told:
        confidence = (f"- {catalog.text(message)}" for message in in_full(assessed.told))
        lines += ["", catalog.say("reasons.confidence"), *confidence]
    if with_arithmetic:
        lines += ["", catalog.say("sum.heading"), *(f"  {line}" for line in arithmetic_lines(assessed, catalog))]
    return lines


def arithmetic_lines(assessed: Assessed, catalog: Catalog) -> list[str]:
    """Return the sum behind an assessment, a line each."""
    return [catalog.text(message) for message in arithmetic(assessed.assessment, assessed.rules.ruleset)]


def public(each: Assessed, catalog: Catalog) -> dict[str, Any]:
    """Return an assessment as ``triage score --format json`` prints it."""
    data = public_json(each.assessment, each.rules.ruleset, each.rules.source.fingerprint, catalog.language)
    messages = (each.rationale.headline, *each.rationale.strongest)
    return (
        data
        | _known_json(each, catalog)
        | {
            "contradictions": [*data["contradictions"], *_contradicted(each, catalog)],
            "rationale": [catalog.text(message) for message in messages],
        }
    )


def _contradicted(each: Assessed, catalog: Catalog) -> Iterator[dict[str, str]]:
    """The answers that the register contradicts, beside those that contradict each other."""
    for message in outranked(each.assessment.request, each.rules.ruleset):
        yield {"id": REGISTER, "asks": catalog.text(message)}


def _known_json(each: Assessed, catalog: Catalog) -> dict[str, Any]:
    request = each.assessment.request
    added = {"committed": request.committed, "committed_by": list(request.committed_by)}
    return {"register": {"says": known_lines(each, catalog), **added}}


def memo_text(
    assessed: Assessed,
    catalog: Catalog,
    home: Home,
    life: Life | None = None,
    remembered: Mapping[str, Sequence[Message]] | None = None,
) -> str:
    """Render the memo as Markdown, with the user's own template where there is one.

    ``life`` is what has happened since, ``remembered`` what the register adds to the sections of these names.
    """
    memo = make_memo(assessed, life, remembered)
    return render_memo(memo, assessed.assessment.verdict, catalog, home.memo_template)


def make_memo(
    assessed: Assessed, life: Life | None = None, remembered: Mapping[str, Sequence[Message]] | None = None
) -> Memo:
    """Make the memo of an assessment, in sentences yet without a language."""
    page = Page(assessed.assessment, assessed.rules.ruleset, assessed.day)
    return write_memo(page, assessed.version, remembered, life, clock.today(), assessed.told)
