"""Answers that can be read but look wrong by a factor: a cost of many budgets, 30,000 hours, 20 kroner for a campaign.

Whoever asks puts such a doubt once; the same answer again is taken.
"""

from triage.core.messages import Message, Number, Param, say
from triage.core.request.request import Range, Request, Value
from triage.core.request.shown import shown
from triage.core.rules.ruleset import Question, Ruleset

MANY_BUDGETS = 10.0
"""How many of a year's budgets a cost or a contribution takes to look like a mistake (J)."""
HARDLY_ANY = 0.0001
"""Below which part of a year's budget a cost looks as if zeros were missing (J)."""
YEAR_OF_WORK = 1650.0
"""Hours that one person works in a year."""
MANY_YEARS = 3.0
SMALL_BUDGET = 5_000.0
"""Below which a year's marketing budget looks as if zeros were missing, in any currency (J)."""
HOURLY = (5.0, 10_000.0)
"""Between which an hour of one's own time costs something, in any currency (J)."""


def doubt(question_id: str, question: Question, value: Value, request: Request, ruleset: Ruleset) -> Message | None:
    """Return what looks wrong with a number that was just typed; ``None`` where nothing does."""
    numbers = (value.low, value.high) if isinstance(value, Range) else (value, value)
    low, high = (float(each) if isinstance(each, int | float) else 0.0 for each in numbers)
    if high == 0 or isinstance(value, bool):
        return None
    told: dict[str, Param] = {"value": shown(value, question, question_id, request, ruleset)}
    match question_id, question.unit:
        case "yearly_budget", _:
            return say("doubt.small", **told) if high < SMALL_BUDGET else None
        case "hourly_cost", _:
            return None if HOURLY[0] <= high <= HOURLY[1] else say("doubt.hourly", **told)
        case _, "hours" if high > MANY_YEARS * YEAR_OF_WORK:
            return say("doubt.hours", years=Number(round(high / YEAR_OF_WORK)), **told)
        case _, "money" if question.type == "range":
            return _of_the_budget(low, high, request, told)
    return None


def _of_the_budget(low: float, high: float, request: Request, told: dict[str, Param]) -> Message | None:
    """Compare an amount with the year's budget, where that is known."""
    budget = request.profile.yearly_budget
    if not budget:
        return None
    largest = max(abs(low), abs(high))
    if largest > MANY_BUDGETS * budget:
        return say("doubt.budget", times=Number(round(largest / budget)), **told)
    return say("doubt.small", **told) if largest < HARDLY_ANY * budget else None
