"""Which unit a typed amount names, so that no euro is read as a krone and no percentage as an amount."""

import re

from triage.core.regex import regex
from triage.core.rules.ruleset import Unit

_CURRENCIES = {
    "DKK": {"dkk"},
    "SEK": {"sek"},
    "NOK": {"nok"},
    "EUR": {"eur", "euro", "euros"},
    "USD": {"usd", "dollar", "dollars"},
    "GBP": {"gbp", "pund", "pound", "pounds"},
}
_KRONER = {"kr", "krone", "kroner"}
_IN_KRONER = {"DKK", "SEK", "NOK"}
_SYMBOLS = {"€": "EUR", "$": "USD", "£": "GBP"}
CURRENCY_WORDS = _KRONER.union(*_CURRENCIES.values())
PERCENT_WORDS = {"pct", "procent", "percent"}
_YEARS = regex(r"\d\s*(?:år|years?)\b", re.IGNORECASE)
"""A count may name what is counted, but no time: "2 years" is not 2 months."""
_VAT_WORDS = {"moms", "vat"}
_FREE = {"gratis", "free"}
"""No money; of hours or customers it says nothing."""
_HOUR_WORDS = {"timer", "hour", "hours", "hrs"}


def other_currency(text: str, currency: str | None) -> str:
    """Return the other currency than the one counted in that an amount names; empty for none, ``None`` takes any."""
    if currency is None:
        return ""
    words = _words(text)
    named = {code for code, names in _CURRENCIES.items() if names & words}
    named |= {code for symbol, code in _SYMBOLS.items() if symbol in text}
    if _KRONER & words and currency not in _IN_KRONER and not named & _IN_KRONER:
        named.add("DKK")
    return min(named - {currency}, default="")


def names_other_unit(text: str, unit: Unit | None) -> bool:
    """Whether a text names a unit that a number of this unit cannot have: "10%" is no amount of money."""
    words = _words(text)
    is_money = bool(words & CURRENCY_WORDS) or any(symbol in text for symbol in _SYMBOLS)
    is_share = bool(words & PERCENT_WORDS) or "%" in text
    is_priced = is_money or bool(words & _VAT_WORDS) or (bool(words) and words <= _FREE)
    match unit:
        case "money":
            return is_share or bool(words & _HOUR_WORDS)
        case "percent":
            return is_money or bool(words & _HOUR_WORDS) or (bool(words) and words <= _FREE)
        case "hours" | "weeks":
            return is_priced or is_share
        case "count":
            return is_priced or is_share or bool(_YEARS.search(text))
    return False


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", text.casefold()))
