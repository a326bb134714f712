"""Read which choice of a lettered list was written: a letter, the choice's words or id, small slips allowed.

Nothing is guessed: with a word too many, an unknown word, or two letters, the answer is asked for again.
"""

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher, get_close_matches
from itertools import takewhile
from string import ascii_lowercase

from triage.core.interview.amounts import brief
from triage.core.interview.reading import LONGEST_CHOICE
from triage.core.messages import Message, Typed, say
from triage.core.regex import regex
from triage.core.rules.ruleset import Choice

LETTERS = ascii_lowercase
SLIP = 0.8
"""How similar a wording must be to count as a slip (a judgement, tried on the bundled rules)."""

_JOINING = frozenset({"og", "and", "eller", "or", "samt", "både", "both", "enten", "either"})
_ALSO_WORDS = frozenset({"a", "i"})
"""Letters that are words as well: "a guess", "I think", "i år"."""
_LEADING = regex(r"\W*[a-z](?:(?P<mark>\s*[).:,;]|\s+[-–—])|\s)", re.IGNORECASE)
"""A letter that stands apart from the words after it."""
_LISTED = regex(r"(?<!\S)([a-z])\)\s+")
_MARKED = regex(r"(?<!\w)([a-z])\)")
_APART = regex(r"(?<![\w.-])([a-z])(?![\w.'’-])")
"""A letter between words that is neither part of one nor an abbreviation."""


def choose(typed: str, choices: Mapping[str, Choice], listed: str, question_id: str) -> str | Message:
    """Return the id of the choice that was written; ``listed`` is the list that stood above it.

    A letter means its wording in that list, not its place today: goals may have been added or removed since.
    """
    last = LETTERS[min(len(choices), len(LETTERS)) - 1]
    picked, alone = _letters(typed, LETTERS[: len(choices)])
    if not alone and (chosen := _by_words(typed, choices)):
        return chosen
    if not picked:
        return say("form.choice", id=question_id, given=Typed(brief(typed)), last=last)
    if len(picked) > 1:
        return say("form.two_letters", id=question_id, given=Typed(brief(typed)))
    if wording := _wordings(listed).get(picked[0]):
        return _by_words(wording, choices) or say("form.list_changed", id=question_id, given=picked[0])
    if LETTERS.index(picked[0]) >= len(choices):
        return say("form.beyond", id=question_id, given=picked[0], last=last)
    return list(choices)[LETTERS.index(picked[0])]


def beside(typed: str, choice: Choice) -> str:
    """Return what was written after the letter of a choice, beyond the wording of the choice itself."""
    leading = _LEADING.match(typed)
    rest = typed[leading.end() :].strip() if leading else ""
    found = list(re.finditer(r"\w+", rest))
    words = [match[0].casefold() for match in found]
    for wording in map(_words, (choice.da, choice.en)):
        if words[: len(wording)] == wording:
            return rest[found[len(wording) - 1].end() :].strip(" .,;:")
        if _is_slip(words, wording):
            return ""
    return rest


def _letters(typed: str, possible: str) -> tuple[Sequence[str], bool]:
    """The different letters picked, also "b, perhaps d", and whether there is nothing else."""
    folded = typed.casefold()
    words = re.findall(r"\w+", folded)
    begins = list(takewhile(lambda word: word in _JOINING or (len(word) == 1 and word in LETTERS), words))
    letters = [word for word in begins if word not in _JOINING]
    if not letters or len(begins) == len(words):
        return list(dict.fromkeys(letters)), bool(letters)
    leading = _LEADING.match(typed)
    if leading is None or (letters[0] in _ALSO_WORDS and not leading["mark"]):
        return [], False
    apart = [letter for letter in _APART.findall(folded) if letter in possible and letter not in _ALSO_WORDS]
    return list(dict.fromkeys([letters[0], *apart, *_MARKED.findall(folded)])), False


def _wordings(listed: str) -> dict[str, str]:
    """The wording after each letter of a list, however it is wrapped; letters come in order."""
    parts = _LISTED.split(listed)
    found: dict[str, str] = {}
    for letter, wording in zip(parts[1::2], parts[2::2], strict=True):
        if LETTERS.index(letter) == len(found):
            found[letter] = wording
    return found


def _by_words(typed: str, choices: Mapping[str, Choice]) -> str | None:
    """The only choice whose id or wording was written, in either language, slips allowed."""
    wanted = _words(typed)
    known = {name: [_words(name), _words(choice.da), _words(choice.en)] for name, choice in choices.items()}
    found = [name for name, wordings in known.items() if wanted in wordings]
    if not found and len(typed) <= LONGEST_CHOICE:
        found = [name for name, wordings in known.items() if any(_is_slip(wanted, each) for each in wordings)]
    return found[0] if len(found) == 1 else None


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _is_slip(typed: Sequence[str], meant: Sequence[str]) -> bool:
    """Whether every word of each has a similar one in the other: a missing "not" is no slip."""
    alike = SequenceMatcher(None, " ".join(typed), " ".join(meant)).ratio() >= SLIP
    return alike and all(_has_like(w, meant) for w in typed) and all(_has_like(w, typed) for w in meant)


def _has_like(word: str, words: Sequence[str]) -> bool:
    """Whether a word, slips allowed, is among others; a number must be exact."""
    cutoff = 1.0 if any(letter.isdigit() for letter in word) else 0.5 if len(word) <= 3 else 0.6
    return bool(get_close_matches(word, words, n=1, cutoff=cutoff))
