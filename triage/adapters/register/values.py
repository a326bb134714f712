"""The values that go in and out of the register, but for a whole request, which is ``adapters.register.kept``.

Loads nothing of the core, so that a listing does not pay for what it does not show.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct

if TYPE_CHECKING:
    from triage.core.judging.analysis import Analysis
    from triage.core.judging.assessment import Assessment
    from triage.core.life.events import Event


class Entry(NamedTuple):
    """A line of a listing: a request with its latest verdict.

    ``score`` is ``None`` where unknown answers leave a range.
    """

    id: str
    title: str
    verdict: str
    score: float | None
    score_low: float | None
    score_high: float | None
    created: datetime
    task_type: str
    language: str
    state: str


class KeptRuleset(Struct, frozen=True):
    """The rules that made an assessment; ``texts`` is whatever is needed to print it again, as JSON values."""

    fingerprint: str
    name: str
    version: str
    texts: Mapping[str, Any]


class Due(Struct, frozen=True):
    """A reminder whose day has come, with the request that it is about."""

    id: str
    title: str
    verdict: str
    state: str
    about: str
    day: date
    detail: str


class NewAssessment(Struct, frozen=True):
    """An assessment on its way into the register, with the rules that made it and the words it is found by."""

    assessment: "Assessment"
    ruleset: KeptRuleset
    analysis: "Analysis | None" = None
    version: str = ""
    """Of the program."""
    reason: str = ""
    """What decided it, in words."""
    words: str = ""
    """What the request is found by, beside what people typed."""
    revised: bool = False
    """Whether the answers are others than those that the request was kept with."""


class Addition(Struct, frozen=True):
    """What is added to a request in one go."""

    events: "tuple[Event, ...]" = ()
    assessment: NewAssessment | None = None


class Wanted(NamedTuple):
    """Which requests a listing is to show; ``until`` is the last day that is in it.

    ``director`` and ``goal`` are how a name begins, ``words`` all have to be found, each as the beginning of a word.
    """

    verdict: str | None = None
    task_type: str | None = None
    since: date | None = None
    until: date | None = None
    state: str | None = None
    director: str | None = None
    goal: str | None = None
    words: str | None = None


EVERYTHING = Wanted()
