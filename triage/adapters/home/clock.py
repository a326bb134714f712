"""The clock: the moment and the day where the user is. ``TRIAGE_NOW`` sets it, to look ahead or to test."""

import os
from contextlib import suppress
from datetime import date, datetime

from triage.core.messages import USAGE_IS_WRONG, Typed, failure

YEARS = range(1970, 3000)
"""In which the moment may be set: the weeks of a task, and the demo's years before it, must still be dates."""


def now() -> datetime:
    """Return the moment, with the time zone of the computer."""
    given = os.environ.get("TRIAGE_NOW")
    if not given:
        return datetime.now().astimezone()
    moment = None
    with suppress(ValueError):
        moment = datetime.fromisoformat(given)
    if moment is None or moment.year not in YEARS:
        raise failure("error.clock", exit_code=USAGE_IS_WRONG, given=Typed(given))
    return moment.astimezone()


def today() -> date:
    """Return the day in the user's own calendar."""
    return now().date()
