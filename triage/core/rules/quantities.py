"""Numbers with the unit that their question has, ready to be written in the reader's locale; and currencies."""

from triage.core.messages import Hours, Money, Number, Param, Share, Weeks
from triage.core.rules.ruleset import Ruleset, Unit


def rate(currency: str, ruleset: Ruleset) -> float:
    """Return the worth of one unit of a currency in the ruleset's; 1 where the rules do not say."""
    return 1.0 if currency == ruleset.currency else ruleset.rates.get(currency, 1.0)


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
