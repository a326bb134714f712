"""What the program wants to say, before it has become a sentence in a language.

A :class:`Message` is a key and its values; the catalog turns it into Danish or English. Mistakes in the user's files
are :class:`Problem` values, collected and raised together as one :class:`TriageError`.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal, TypeAlias

from msgspec import Struct, field

_STEERS = r"\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069"
_STEERING = re.compile(rf"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]PX^_][^\x07\x1b\n]*(?:\x07|\x1b\\)|[{_STEERS}]")
"""What controls a terminal, the end of a line or the writing direction, and is no part of anybody's words.

A colour, an arrow key or an order to the terminal, such as one to fill the clipboard, goes as a whole: what follows its
escape is no word either.
"""
_FORGING = re.compile(f"[{_STEERS}\t\n]")

_IN_JSON = re.compile(f"[{_STEERS}]")


def without_steering(words: str) -> str:
    """Return words without what controls a terminal or the writing direction; line breaks and tabs stay."""
    return words if words.isprintable() else _STEERING.sub("", words)


def json_without_steering(text: str) -> str:
    """Return JSON with escapes for what it leaves as it is, but steers, or is the end of a line for other programs."""
    return _IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def on_one_line(words: str) -> str:
    """Return words with all that steers, and every line break, shown as its escape: no name can forge a line."""
    return _FORGING.sub(lambda found: found[0].encode("unicode_escape").decode(), words)


_WORDS_OF_JSON = {
    "None": "null",
    "True": "true",
    "False": "false",
    "nan": "NaN",
    "inf": "Infinity",
    "-inf": "-Infinity",
}


def as_written(value: object) -> str:
    """Return a value as it stands in a file: words as they are, anything else as JSON and YAML write it.

    A type, which stands for a value that no file can hold, is its name.
    """
    match value:
        case str():
            return value
        case type():
            return value.__name__
        case dict():
            return "{" + ", ".join(f"{_within(name)}: {_within(each)}" for name, each in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(map(_within, value)) + "]"
    return _WORDS_OF_JSON.get(str(value), str(value))


def _within(value: object) -> str:
    """Return a value as it stands in a list or mapping, where words have quotation marks."""
    written = as_written(value)
    return '"' + written.replace("\\", r"\\").replace('"', r"\"") + '"' if isinstance(value, str) else written


class Text(Struct, frozen=True):
    """A text of the rules, in both languages."""

    da: str
    en: str

    def in_(self, language: str) -> str:
        """Return the text in ``da`` or ``en``."""
        return self.da if language == "da" else self.en


class Money(Struct, frozen=True):
    """An amount of money; ``rounded`` prints it with two significant digits, as an estimate deserves."""

    amount: float
    currency: str
    rounded: bool = True
    decimals: int = 0
    """Of an exact amount, such as a price of 12.50."""


class Share(Struct, frozen=True):
    """A part of one (0.25) that prints as a percentage (25 %)."""

    value: float
    decimals: int = 0
    exact: bool = False
    """Whether the decimals are shown whatever the size, as in an answer that is repeated."""


class Weeks(Struct, frozen=True):
    """A number of weeks; prints with its unit."""

    count: float


class Months(Struct, frozen=True):
    """A number of months; prints with its unit."""

    count: float


class Month(Struct, frozen=True):
    """A month of a year, by any of its days; prints with its name."""

    day: date


class Hours(Struct, frozen=True):
    """A number of hours; prints with its unit."""

    count: float


class Number(Struct, frozen=True):
    """A bare number; ``decimals`` says how many are shown."""

    value: float
    decimals: int = 0


class Typed(Struct, frozen=True):
    """Words that a person typed; a renderer must escape markup in them."""

    words: str


class Inline(Struct, frozen=True):
    """A text of the rules inside a sentence: without its capital letter, unless the word is a name."""

    text: Text


class Listed(Struct, frozen=True):
    """Several values printed as "a, b and c", or "a, b or c"."""

    items: tuple["Param", ...]
    conjunction: Literal["and", "or"] = "and"


class Message(Struct, frozen=True):
    """One thing to say: the ``key`` of a catalog text and the values that go into it."""

    key: str
    params: Mapping[str, "Param"] = field(default_factory=dict)


Param: TypeAlias = (
    str
    | float
    | date
    | Text
    | Money
    | Share
    | Weeks
    | Months
    | Month
    | Hours
    | Number
    | Typed
    | Inline
    | Listed
    | Message
)


def say(key: str, **params: Param) -> Message:
    """Make a message: ``say("verdict.go", score=Number(72))``."""
    return Message(key, params)


class Place(Struct, frozen=True):
    """Where a mistake is: a file or other source, and line and column (from 1) where they are known."""

    source: str
    line: int | None = None
    column: int | None = None
    cell: str | None = None
    """The name of the column, of a mistake in one cell of a table."""

    def __str__(self) -> str:
        place = ":".join([self.source, *(str(n) for n in (self.line, self.column) if n is not None)])
        return f"{place}: {self.cell}" if self.cell else place


class Problem(Struct, frozen=True):
    """One mistake: where it is, what is wrong and what to do about it."""

    place: Place | None
    message: Message


INPUT_IS_WRONG = 1
USAGE_IS_WRONG = 2
REGISTER_FAILED = 4


class TriageError(Exception):
    """Our only exception: every problem that was found, and the exit code."""

    def __init__(self, problems: Iterable[Problem], exit_code: int = INPUT_IS_WRONG) -> None:
        self.problems = tuple(problems)
        self.exit_code = exit_code
        self.lines: tuple[str, ...] = ()
        """The problems as sentences, where somebody has put them into a language."""
        super().__init__(self.problems, exit_code)

    def __str__(self) -> str:
        unworded = (f"{p.place or ''} {p.message.key} {dict(p.message.params)}" for p in self.problems)
        return "\n".join(self.lines or unworded)


def failure(
    message_key: str, *, place: Place | None = None, exit_code: int = INPUT_IS_WRONG, **params: Param
) -> TriageError:
    """Make the error for a single problem."""
    return TriageError([Problem(place, say(message_key, **params))], exit_code)
