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
            return Money(value, currency, rounded=False, decimals=2 if decimals_of(value) else 0)
        case "hours":
            return Hours(value)
        case "weeks":
            return Weeks(value)
        case "percent":
            return Share(value / 100, decimals_of(value), exact=True)
    return exact(value)


def exact(value: float) -> Number:
    """A bare number as the rules write it, with two decimals at most."""
    return Number(value, decimals_of(value))


def decimals_of(value: float) -> int:
    """How many decimals a number needs to be written exactly, at most two."""
    return next((count for count in (0, 1) if round(value, count) == round(value, 2)), 2)
