"""What "don't know" leads to at each question, so that the prompt promises nothing that scoring does not keep."""

from enum import StrEnum

from triage.core.rules.conditions import names_read
from triage.core.rules.measures import MEASURES
from triage.core.rules.ruleset import Ruleset


class DontKnow(StrEnum):
    """What follows from leaving a question open."""

    COUNTS = "counts"
    """It counts as a definite answer, which the rules name."""
    AGREED = "agreed"
    """Both have to agree on an answer before a go is final."""
    OPEN = "open"
    """Every possible answer is tried, or a gate reads that there is none: the verdict may have to wait for it."""
    FREE = "free"
    """No point and no gate reads it."""


def dont_know(question_id: str, ruleset: Ruleset) -> DontKnow:
    """Return what follows from "don't know" at a question."""
    if ruleset.questions[question_id].unknown_as is not None:
        return DontKnow.COUNTS
    if question_id in ruleset.verdicts.agree:
        return DontKnow.AGREED
    read = (MEASURES[name].needs if name in MEASURES else (name,) for _, name in names_read(ruleset))
    return DontKnow.OPEN if any(question_id in names for names in read) else DontKnow.FREE
