"""Numbers with the unit that their question has, ready to be written in the reader's locale."""

from triage.core.messages import Hours, Money, Number, Param, Share, Weeks
from triage.core.rules.ruleset import Unit


def amount(value: float, unit: Unit | None, currency: str) -> Param:
    """A number with its unit, exactly as it was answered."""
    match unit:
        case "money":
            return Money(value, currency, rounded=False)
        case "hours":
            return Hours(value)
        case "weeks":
            return Weeks(value)
        case "percent":
            return Share(value / 100)
    return exact(value)


def exact(value: float) -> Number:
    """A bare number as the rules write it, with two decimals at most."""
    decimals = next((count for count in (0, 1) if round(value, count) == round(value, 2)), 2)
    return Number(value, decimals)
