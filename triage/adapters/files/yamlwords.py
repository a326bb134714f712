"""How a word without quotes is read in a YAML file, and what the parser's complaints mean in plain words.

YAML reads ``12:30`` as 750, ``010`` as 8, ``1_000`` as 1000 and ``no`` as false; Danes write 60.000 for sixty thousand.
Each of these is reported instead. Nothing here knows files, keys or places beyond the parser's own marks.
"""

import math
import re
from datetime import date
from typing import Any

from triage.core.interview.amounts import brief
from triage.core.messages import Message, Typed, say
from triage.core.regex import regex

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_ALMOST_BOOLEAN = frozenset(
    form for word in ("yes", "no", "on", "off") for form in (word, word.capitalize(), word.upper())
)
_INTEGER = regex(r"[-+]?(0|[1-9][0-9]{0,17})")
_DECIMAL = regex(r"[-+]?([0-9]{1,18}\.[0-9]{0,18}|\.[0-9]{1,18}|[0-9]{1,18}(\.[0-9]{0,18})?[eE][-+]?[0-9]{1,3})")
_PLAIN_DECIMAL = regex(r"[0-9]+\.[0-9]+")
_THOUSANDS = regex(r"[-+]?[1-9][0-9]{0,2}\.[0-9]{3}")
_DATE = regex(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_MISREAD = regex(
    r"[-+]?(0[0-9_]+|[0-9][0-9_]*_[0-9_.]*|0[xXbBoO][0-9a-fA-F_]+|[0-9]+(:[0-5]?[0-9])+(\.[0-9_]*)?|\.(inf|nan)|[0-9]{19,})",
    re.IGNORECASE,
)


def read_word(word: str, *, strict: bool) -> tuple[Any, Message | None]:
    """Read a word without quotes: its value, and what is wrong with it; the value is then the word itself.

    Without ``strict`` a decimal stays as it is written: 24.12 may be Christmas Eve, and 0.7 may be 70 %.
    """
    if word in _NULL:
        return None, None
    if word in _BOOLEANS:
        return _BOOLEANS[word], None
    if _DATE.fullmatch(word):
        return _date(word)
    if problem := _misread(word, strict=strict):
        return word, problem
    if _INTEGER.fullmatch(word):
        return int(word), None
    is_number = _DECIMAL.fullmatch(word) and (strict or not _PLAIN_DECIMAL.fullmatch(word))
    return (float(word) if is_number else word), None


def _misread(word: str, *, strict: bool) -> Message | None:
    """What YAML, or a reader, would take for something else than was meant."""
    if word in _ALMOST_BOOLEAN:
        return say("yaml.yes_no", word=Typed(brief(word))) if strict else None
    if _THOUSANDS.fullmatch(word):
        return say("yaml.thousands", word=Typed(brief(word)), whole=word.replace(".", ""), part=str(float(word)))
    too_large = _DECIMAL.fullmatch(word) and not math.isfinite(float(word))
    return say("yaml.misread", word=Typed(brief(word))) if too_large or _MISREAD.fullmatch(word) else None


def _date(word: str) -> tuple[Any, Message | None]:
    try:
        return date.fromisoformat(word), None
    except ValueError:
        return word, say("yaml.no_such_date", word=Typed(brief(word)))


_BY_PROBLEM = (
    ("mapping values are not allowed", "yaml.syntax.colon"),
    ("mapping keys are not allowed", "yaml.syntax.question_mark"),
    ("sequence entries are not allowed", "yaml.syntax.dash"),
    ("could not find expected ':'", "yaml.syntax.no_colon"),
    ("unexpected end of stream", "yaml.syntax.quote_open"),
    ("unknown escape character", "yaml.syntax.backslash"),
    ("alphabetic or numeric character", "yaml.syntax.star"),
    ("or '}'", "yaml.syntax.braces"),
    ("or ']'", "yaml.syntax.brackets"),
    ("node content", "yaml.syntax.bracket_left"),
)
"""What the parser says (libyaml and the Python one differ in the rest of the sentence), and our sentence for it."""

_WHERE_IT_BEGAN = {f"yaml.syntax.{name}" for name in ("quote_open", "no_colon", "braces", "brackets")}
"""Mistakes that are seen later than where they were made."""


def syntax_message(error: Any, text: str) -> tuple[Message, Any]:
    """Say in plain words what a parser error means; returns also the mark of the place to look at."""
    problem, mark = error.problem or "", error.problem_mark or error.context_mark
    for words, key in _BY_PROBLEM:
        if words in problem:
            return say(key), ((error.context_mark or mark) if key in _WHERE_IT_BEGAN else mark)
    lines = re.split(r"\r\n|[\n\r\x85\u2028\u2029]", text)
    line = lines[mark.line] if mark and mark.line < len(lines) else ""
    if "cannot start any token" in problem:
        character = line[mark.column : mark.column + 1]
        key = "yaml.syntax.tab" if character == "\t" else "yaml.syntax.first_character"
        return say(key, character=Typed(character)), mark
    if "expected key" in problem or "<block end>" in problem or "'-' indicator" in problem:
        after_text = bool(mark and line[: mark.column].strip(" -"))
        return say("yaml.syntax.after_quote" if after_text else "yaml.syntax.indent"), mark
    return say("yaml.syntax.other"), mark
