"""What becomes of each task by what :mod:`year` says was done: state, reminders and forecasts, worked out once more.

Nothing here asks the program. Read from the rules' own file are only the usual weeks, as those may be edited.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from year import HOURLY, SALES_CYCLE, Deed, Said, Task

ROOT = Path(__file__).parent.parent
STATES = ("assessed", "decided", "running", "waiting", "reviewed", "closed")
FINAL = ("succeeded", "failed", "stopped")
PARTS = ("cost", "hours", "contribution")
ANYWAY = {"hardly_any": 0.05, "quarter": 0.25, "half": 0.5, "most": 0.8, "unknown": None}
WEEK, QUARTER = timedelta(weeks=1), timedelta(weeks=13)


def read_yaml(path: str | Path) -> Any:
    """Read a file of the program's own."""
    return yaml.load((ROOT / path).read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506


TYPES = read_yaml("rules/task_types.yaml")["task_types"]


@dataclass(frozen=True)
class Seen:
    """A review and what it has to come to."""

    day: date
    status: str
    said: Said


@dataclass
class Course:
    """A decision and what followed it, up to the next."""

    day: date
    verdict: str
    advised: str
    said: Said
    check_on: date
    """When its assumption is looked at: as said, else when the first sign is due, else a quarter later."""
    judge_from: date
    agreed: Said = field(default_factory=dict)
    reviews: list[Seen] = field(default_factory=list)
    checked: tuple[date, str] | None = None

    @property
    def overrides(self) -> bool:
        return self.verdict != self.advised

    @property
    def final(self) -> Seen | None:
        return next((seen for seen in reversed(self.reviews) if seen.status in FINAL), None)

    @property
    def outcome_on(self) -> date:
        reach_by: date = self.agreed["by_date"]
        return max(self.judge_from, reach_by)


@dataclass
class Story:
    """What has become of a task by a moment."""

    task: Task
    verdict: str
    answers: dict[str, Any]
    state: str = "assessed"
    weighed: list[date] = field(default_factory=list)
    courses: list[Course] = field(default_factory=list)
    happened: list[tuple[str, date, Said]] = field(default_factory=list)
    """Everything in its order: what, when, and facts of it."""

    @property
    def reviews(self) -> list[Seen]:
        return [seen for course in self.courses for seen in course.reviews]

    @property
    def final(self) -> Seen | None:
        """The review that ended the course in force."""
        return self.courses[-1].final if self.courses else None

    def weeks(self, part: str) -> list[float]:
        """The usual weeks of such a task; a sale comes a sales cycle later."""
        later = SALES_CYCLE if self.answers.get("outcome") == "sales" else 0
        return [weeks + later for weeks in TYPES[self.answers["task_type"]][part]]

    def range(self, part: str) -> tuple[float, float, float] | None:
        """What was expected: low, mean and high; contribution without what would have come anyway."""
        if part != "contribution":
            return _low_mean_high(self.answers.get(part))
        kept = ANYWAY[self.answers.get("anyway", "hardly_any")]
        by_units = self.answers.get("effect_as") == "units"
        each = self.answers["unit_contribution"] if by_units else 1
        gross = _low_mean_high(self.answers.get("extra_units" if by_units else "extra_contribution"))
        if kept is None or gross is None:
            return None
        low, mean, high = (each * (1 - kept) * amount for amount in gross)
        return low, mean, high

    def expected(self, part: str) -> float | None:
        """The mean; of contribution less the chance that there is none."""
        found, nothing = self.range(part), self.answers.get("no_effect_chance", 0)
        if found is None or part != "contribution":
            return found and found[1]
        return None if nothing == "unknown" else found[1] * (1 - nothing / 100)

    @property
    def total_cost(self) -> float | None:
        cost, hours = self.expected("cost"), self.expected("hours")
        return None if cost is None or hours is None else cost + hours * HOURLY[self.task.currency]


def story(task: Task, until: datetime) -> Story:
    """Give what has become of a task by a moment."""
    day = task.at.date()
    told = Story(task, task.verdict, dict(task.answers), weighed=[day])
    told.happened.append(("weighed", day, {"number": 1, "verdict": task.verdict}))
    told.happened += [("earlier", day, {"new": task.whats_new})] if task.again else []
    for deed in task.deeds:
        if deed.at <= until:
            _DO[deed.command](told, deed, deed.at.date())
    return told


def stories(tasks: Sequence[Task], until: datetime) -> list[Story]:
    """Give what has become of all that was asked for by a moment."""
    return [story(task, until) for task in tasks if task.at <= until]


def reminders(told: Story) -> list[tuple[date, str]]:
    """Give what a task waits for, the earliest first."""
    found = list(_by_state(told))
    course = told.courses[-1] if told.courses else None
    if course and course.overrides and not course.checked:
        found.append((course.check_on, "check"))
    return sorted(found, key=lambda each: each[0])


def _by_state(told: Story) -> Iterator[tuple[date, str]]:
    match told.state:
        case "assessed":
            yield told.weighed[-1] + WEEK, "answer"
        case "decided":
            yield told.courses[-1].day + WEEK, "agree"
        case "waiting":
            course = told.courses[-1]
            yield course.said.get("until") or course.day + QUARTER, "revisit"
        case "running":
            yield from _running(told.courses[-1])


def _running(course: Course) -> Iterator[tuple[date, str]]:
    latest = max((seen.day for seen in course.reviews), default=date.min)
    sign = course.day + course.agreed["sign_week"] * WEEK
    if latest < sign and not any(seen.said.get("sign") == "yes" for seen in course.reviews):
        yield sign, "sign"
    if course.judge_from != course.outcome_on and latest < course.judge_from:
        yield course.judge_from, "judge"
    yield course.outcome_on, "outcome"


def _weigh(told: Story, deed: Deed, day: date) -> None:
    told.answers |= deed.said["changes"]
    if deed.said.get("take") == "director":
        told.answers |= DIRECTORS_ANSWERS[told.task.title]
    told.verdict = deed.then
    told.weighed.append(day)
    told.state = "assessed" if told.state in {"waiting", "closed"} else told.state
    told.happened += [("aligned", day, {})] if deed.command == "align" else []
    because = deed.said.get("because", "")
    told.happened.append(("weighed", day, {"number": len(told.weighed), "verdict": deed.then, "because": because}))


DIRECTORS_ANSWERS = {"Øverst på Google til påske": {"outcome": "sales"}}
"""What both took over from the director's form, where it counts in the arithmetic."""


def _decide(told: Story, deed: Deed, day: date) -> None:
    said = deed.said
    first, full = told.weeks("first")[2], told.weeks("full")[1]
    check_on = said.get("check") or day + (first * WEEK if said["verdict"] == "go" else QUARTER)
    told.courses.append(Course(day, said["verdict"], told.verdict, said, check_on, day + full * WEEK))
    told.state = {"go": "decided", "defer": "waiting", "drop": "closed"}[said["verdict"]]
    facts = {"verdict": said["verdict"], "advised": told.verdict, "by": said.get("by", "both")}
    facts |= {name: said.get(name, "") for name in ("because", "assumes")}
    check = {"check_on": str(check_on) if said["verdict"] != told.verdict else None}
    told.happened.append(("decision", day, facts | check))


def _agree(told: Story, deed: Deed, day: date) -> None:
    told.courses[-1].agreed, told.state = deed.said, "running"
    told.happened.append(("agreement", day, {"chance": deed.said.get("chance")}))


def _review(told: Story, deed: Deed, day: date) -> None:
    course, said = told.courses[-1], deed.said
    if "assumption" in said:
        course.checked = (day, said["assumption"])
        told.happened.append(("checked", day, {"held": said["assumption"], "note": said["note"]}))
    if set(said) - {"assumption", "note"}:
        status = _status(course, said, day)
        course.reviews.append(Seen(day, status, said))
        told.state = "reviewed" if status in FINAL else told.state
        facts = {name: said.get(name) for name in (*PARTS, "decision")}
        told.happened.append(("review", day, {"status": status, "learned": said.get("learned", "")} | facts))


def _status(course: Course, said: Said, day: date) -> str:
    if said.get("stop"):
        return "stopped"
    if day < course.judge_from:
        return "too_early"
    if said.get("reached") == "yes":
        return "succeeded"
    if day < course.outcome_on:
        return "on_track" if said.get("sign") == "yes" else "not_working"
    return "failed"


def _close(told: Story, deed: Deed, day: date) -> None:
    told.state = "closed"
    told.happened.append(("closed", day, deed.said))


def _answer(told: Story, _deed: Deed, day: date) -> None:
    told.happened.append(("answered", day, {"role": "director"}))


_DO: Mapping[str, Callable[[Story, Deed, date], None]] = {
    "decide": _decide,
    "agree": _agree,
    "review": _review,
    "close": _close,
    "answer": _answer,
    "align": _weigh,
    "revisit": _weigh,
}


def _low_mean_high(answer: Any) -> tuple[float, float, float] | None:
    """Low, Swanson's mean and high of a range; a single number is all three."""
    if not isinstance(answer, tuple | int | float):
        return None
    low, likely, high = answer if isinstance(answer, tuple) else (answer, answer, answer)
    return low, 0.3 * low + 0.4 * likely + 0.3 * high, high
