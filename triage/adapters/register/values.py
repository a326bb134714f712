"""The values that go in and out of the register. What rows they become is ``adapters.register.rows``."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple


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


@dataclass(frozen=True, slots=True)
class KeptRuleset:
    """The rules that made an assessment; ``texts`` is whatever is needed to print it again, as JSON values."""

    fingerprint: str
    name: str
    version: str
    texts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class KeptEvent:
    """Something that happened to a request, as it is kept; ``data`` is JSON values."""

    seq: int
    kind: str
    at: datetime
    day: date
    who: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class NewEvent:
    """Something that happened, on its way into the register."""

    kind: str
    at: datetime
    day: date
    who: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class KeptReminder:
    """Something to take up on a day."""

    about: str
    day: date
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """A reminder whose day has come, with the request that it is about."""

    id: str
    title: str
    verdict: str
    state: str
    about: str
    day: date
    detail: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What listings show of a request as it is now: where it stands, and what it waits for."""

    state: str = "assessed"
    reminders: tuple[KeptReminder, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """An assessment on its way into the register, with the rules that made it and the words it is found by."""

    data: Mapping[str, Any]
    ruleset: KeptRuleset
    words: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What is added to a request in one go, and how it stands afterwards."""

    events: tuple[NewEvent, ...]
    standing: Standing
    judged: Judged | None = None


@dataclass(frozen=True, slots=True)
class KeptAssessment:
    """One of the assessments of a request."""

    id: str
    created: datetime
    verdict: str
    ruleset: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Kept:
    """All that is kept of a request, with its latest assessment, the rules that made it, and what happened since.

    ``request`` is what was answered at first; an assessment of changed answers carries them itself.
    """

    entry: Entry
    asked_by: str
    token: str
    assessed: datetime
    request: Mapping[str, Any]
    assessment_id: str
    assessment: Mapping[str, Any]
    ruleset: KeptRuleset
    events: tuple[KeptEvent, ...] = ()

    @property
    def current(self) -> Mapping[str, Any]:
        """The request as it was answered last."""
        current: Mapping[str, Any] = self.assessment.get("request") or self.request
        return current

    @property
    def goal(self) -> str:
        """The goal that the request serves, by its id; empty where it is unknown."""
        return answer_of(self.current, "goal")


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


def answer_of(data: Mapping[str, Any], question_id: str) -> str:
    """Give a request's answer in words or by its id; empty where it is unknown or a number."""
    kept = (data.get("answers") or {}).get(question_id)
    value = kept[0] if isinstance(kept, list | tuple) and kept else kept
    return value if isinstance(value, str) else ""
