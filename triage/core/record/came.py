"""What came of a task, in few words: the table that every count of results goes by.

A new status of a review gets a line in :data:`CAME`; one without a line counts as not known, never as failed.
"""

from collections.abc import Mapping
from enum import StrEnum


class Came(StrEnum):
    """What came of a task that has ended."""

    REACHED = "reached"
    IN_PART = "in_part"
    NOT_REACHED = "not_reached"
    STOPPED = "stopped"
    UNKNOWN = "unknown"
    """Nobody measured it, or nobody can."""


CAME: Mapping[str, Came] = {
    "succeeded": Came.REACHED,
    "succeeded_late": Came.REACHED,
    "in_part": Came.IN_PART,
    "failed": Came.NOT_REACHED,
    "stopped": Came.STOPPED,
    "unknown": Came.UNKNOWN,
}
"""By the status of the review that ended it."""


def came(status: str) -> Came:
    """Return what a status comes to."""
    return CAME.get(status, Came.UNKNOWN)
