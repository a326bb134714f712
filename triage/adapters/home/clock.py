"""The clock: the moment and the day where the user is. ``TRIAGE_NOW`` sets it, to look ahead or to test."""

import os
from datetime import date, datetime

from triage.core.messages import USAGE_IS_WRONG, Typed, failure


def now() -> datetime:
    """Return the moment, with the time zone of the computer."""
    given = os.environ.get("TRIAGE_NOW")
    if not given:
        return datetime.now().astimezone()
    try:
        return datetime.fromisoformat(given).astimezone()
    except ValueError:
        raise failure("error.clock", exit_code=USAGE_IS_WRONG, given=Typed(given)) from None


def today() -> date:
    """Return the day in the user's own calendar."""
    return now().date()
