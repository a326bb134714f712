"""From messages to sentences: the texts of a language, and numbers, money and dates as its readers write them.

The texts are in ``triage/texts/<language>/*.yaml``, a flat mapping of keys to sentences with ``{names}`` of values.
"""

import hashlib
import math
import re
import string
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from triage.adapters.home.compiled import recall
from triage.adapters.home.settings import is_plain
from triage.core.messages import (
    Hours,
    Inline,
    Listed,
    Message,
    Money,
    Month,
    Months,
    Number,
    Param,
    Problem,
    Share,
    Text,
    Typed,
    Weeks,
    on_one_line,
    without_steering,
)

PLAIN = ".plain"
"""How the key of a text ends that takes another's place on a plain screen."""
TEXTS = Path(__file__).parents[2] / "texts"
_LOCALES = {"da": "da_DK", "en": "en_GB"}
_ENDS_ITSELF = re.compile(r"(?<!\.)\.$")
"""An answer or "kr." that ends with a full stop; the sentence's own is then left out."""
LONGEST_QUOTED = 400
"""Letters of what was typed, or stands in a file, that are said again in what is wrong with it."""
_MINUS = "\u2212"
FIXED_SPACE = "\u00a0"
"""Between the parts of an amount or a date, so that no line ends between them."""
_KRONER = {"DKK", "SEK", "NOK"}


class Catalog(Struct, frozen=True):
    """The sentences of one language. ``typed`` is applied to words of people and rules before they enter a sentence."""

    language: str
    texts: Mapping[str, str]
    typed: Callable[[str], str] = str

    def __contains__(self, key: str) -> bool:
        return key in self.texts

    def say(self, key: str, **params: Param) -> str:
        """Return the sentence of a key."""
        return self.text(Message(key, params))

    def text(self, message: Message) -> str:
        """Return the sentence of a message."""
        parts: list[str] = []
        for literal, name, *_ in string.Formatter().parse(self.texts[message.key]):
            own = literal.startswith(".") and not literal.startswith("..") and parts and _ENDS_ITSELF.search(parts[-1])
            parts.append(literal[1:] if own else literal)
            parts.append("" if name is None else self.value(message.params[name]))
        return without_steering("".join(parts))

    def problem(self, problem: Problem) -> str:
        """Return a problem as ``file:line:column: sentence``, on one line whatever is in it."""
        said = {name: _quoted(param) for name, param in problem.message.params.items()}
        sentence = self.text(replace(problem.message, params=said))
        return on_one_line(f"{problem.place}: {sentence}" if problem.place else sentence)

    def value(self, param: Param) -> str:  # noqa: C901, PLR0911, PLR0912 - one flat case for each kind of value
        """Return a value as this language writes it."""
        match param:
            case Message():
                return self.text(param)
            case Text():
                return self.typed(param.in_(self.language))
            case Typed():
                return self.typed(param.words)
            case Inline():
                return self.typed(uncapitalised(param.text.in_(self.language)))
            case Listed():
                return self.listed([self.value(item) for item in param.items], param.conjunction)
            case Money():
                return self.money(param)
            case Share():
                return self.share(param)
            case Weeks() if 0 < param.count < 1:
                days = round(param.count * 14) / 2
                return self._counted("days", days) if days >= 1 else self._counted("hours", param.count * 168)
            case Weeks() | Months() | Hours():
                return self._counted(type(param).__name__.lower(), param.count)
            case Number():
                return self._infinite(param.value) or self.number(param.value, param.decimals)
            case Month():
                return self.month(param.day)
            case date():
                return self.day(param)
            case int() | float():
                return self.number(param, 0 if float(param).is_integer() else 1)
        return str(param)

    def listed(self, items: list[str], conjunction: str = "and") -> str:
        """Return "a, b and c"."""
        if len(items) < 2:
            return "".join(items)
        return self.texts[f"list.{conjunction}"].format(first=", ".join(items[:-1]), last=items[-1])

    def number(self, value: float, decimals: int = 0) -> str:
        """Return a number with the language's separators."""
        from babel.numbers import format_decimal

        rounded = round(value, decimals) + 0.0
        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
        return str(format_decimal(rounded, format=pattern, locale=_LOCALES[self.language])).replace("-", _MINUS)

    def share(self, share: Share) -> str:
        """Return a percentage; decimals only where they matter, below ten percent."""
        has_decimals = share.exact or abs(share.value) < 0.1 or share.decimals > 1
        decimals = share.decimals if has_decimals else 0
        return self._infinite(share.value) or self.number(share.value * 100, decimals) + self.texts["unit.percent"]

    def money(self, money: Money) -> str:
        """Return an amount; an estimate with two significant digits, an exact one with the decimals that it says."""
        if infinite := self._infinite(money.amount):
            return infinite
        amount = two_digits(money.amount) if money.rounded else money.amount
        if money.currency in _KRONER:
            return self.number(amount, money.decimals) + self.texts["unit.kroner"]
        from babel.numbers import format_currency

        digits, locale = "#,##0" + ("." + "0" * money.decimals if money.decimals else ""), _LOCALES[self.language]
        pattern = f"{digits}\u00a0\u00a4" if self.language == "da" else f"\u00a4{digits}"
        exact = round(amount, money.decimals)
        written = format_currency(exact, money.currency, format=pattern, locale=locale, currency_digits=False)
        return str(written).replace("-", _MINUS)

    def day(self, day: date) -> str:
        """Return a date in full: 4. maj 2027, 4 May 2027."""
        from babel.dates import format_date

        return str(format_date(day, format="long", locale=_LOCALES[self.language])).replace(" ", FIXED_SPACE, 1)

    def brief_day(self, day: date) -> str:
        """Return a date where there is little room: 4. maj 2027, 15. feb. 2027, 15 Feb 2027."""
        from babel.dates import format_date

        pattern = "d. MMM y" if self.language == "da" else "d MMM y"
        return str(format_date(day, format=pattern, locale=_LOCALES[self.language])).replace(" ", FIXED_SPACE)

    def month(self, day: date, *, short: bool = False) -> str:
        """Return a month with its year: marts 2026, March 2026; in a column mar. 2026, Mar 2026."""
        from babel.dates import format_date

        return str(format_date(day, format=f"{'LLL' if short else 'LLLL'} yyyy", locale=_LOCALES[self.language]))

    def _counted(self, unit: str, count: float) -> str:
        whole = round(count, 1)
        number = self.number(whole, 0 if float(whole).is_integer() else 1)
        return self.texts[f"unit.{unit}.one" if whole == 1 else f"unit.{unit}"].format(n=number)

    def _infinite(self, value: float) -> str | None:
        return self.texts["unit.infinite"] if math.isinf(value) else None


def two_digits(amount: float) -> float:
    """Round to two significant digits: 146,000 becomes 150,000."""
    if amount == 0 or math.isinf(amount):
        return amount
    return round(amount, 1 - math.floor(math.log10(abs(amount))))


def uncapitalised(text: str) -> str:
    """Take the capital from a text that enters a sentence, but not from names and abbreviations."""
    first = text.split(" ", 1)[0]
    return text[:1].lower() + text[1:] if first[1:] == first[1:].lower() and first != "I" else text


def load_catalog(language: str, cache: Path | None = None) -> Catalog:
    """Load the texts of ``da`` or ``en``."""
    files = sorted((TEXTS / language).glob("*.yaml"))
    contents = [path.read_bytes() for path in files]
    fingerprint = hashlib.sha256(b"\0".join(contents)).hexdigest()[:16]
    texts = recall(cache, f"texts-{language}-{fingerprint}", dict, lambda: _parse(contents))
    return Catalog(language, _plain(texts) if is_plain() else texts)


def _plain(texts: dict[str, str]) -> dict[str, str]:
    """Return the texts with those in place that name the keys of a plain screen."""
    return texts | {key.removesuffix(PLAIN): text for key, text in texts.items() if key.endswith(PLAIN)}


def _parse(contents: list[bytes]) -> dict[str, str]:
    import yaml

    texts: dict[str, str] = {}
    for content in contents:
        texts |= yaml.load(content, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe
    return texts


def _quoted(param: Param) -> Param:
    if isinstance(param, Typed) and len(param.words) > LONGEST_QUOTED:
        return Typed(param.words[: LONGEST_QUOTED - 1] + "…")
    return param
