"""The shared direction: the goals that both agreed on, from one day until the next change, as frozen values.

What requests did for a goal is counted in ``record``.
"""

import re
from collections.abc import Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from triage.core.regex import regex
from triage.core.request.request import Against, Goal, Profile

_BETWEEN = regex(r"\s*(?:,|&|\+|/|;|\bog\b|\band\b)\s*", re.IGNORECASE)
"""What stands between two names."""


class Course(Struct, frozen=True):
    """The direction from a day on: what both go for, what they decided against, and why it was changed."""

    day: date
    goals: tuple[Goal, ...]
    against: tuple[Against, ...] = ()
    agreed_by: str = ""
    because: str = ""
    """What set the change off."""


def with_change(
    courses: Sequence[Course], before: Profile | None, after: Profile, today: date, because: str
) -> tuple[Course, ...]:
    """Return the courses with that of a profile, where its goals or what was decided against are others than before.

    The goals of a profile from before courses were kept come first. A second change on the same day corrects the first.
    """
    kept = list(courses)
    if not kept and before and (before.goals or before.against):
        kept.append(_course(before, before.agreed_on or today, ""))
    agreed_on = after.agreed_on if before is None or after.agreed_on != before.agreed_on else None
    last, now = kept[-1] if kept else None, _course(after, agreed_on or today, because)
    if last is None:
        return (now,) if now.goals or now.against else ()
    now = replace(now, because=because or last.because) if now.day == last.day else now
    if (now.goals, now.against) != (last.goals, last.against):
        return (*kept[: -1 if now.day == last.day else None], now)
    same = replace(last, day=agreed_on or last.day, agreed_by=now.agreed_by, because=because or last.because)
    return (*kept[:-1], same)


def are_both(names: str) -> bool:
    """Whether two people or more are named."""
    return len([name for name in _BETWEEN.split(names) if name]) > 1


def _course(profile: Profile, day: date, because: str) -> Course:
    return Course(day, profile.goals, profile.against, profile.agreed_by, because)
