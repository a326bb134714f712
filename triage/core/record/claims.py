"""How strongly the heading of a column points to a question or a field: by its name or words, or others like them.

What people call their columns is in ``record.headings``; which claim is granted is decided in ``record.columns``.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from triage.core.record.headings import CALLED, SEVERAL
from triage.core.request.request import FIGURES
from triage.core.rules.ruleset import Question

FIELDS = ("title", "asked_by", "asked_on", "notes")
"""What a row may say about a request beside its answers; notes are added to the director's words."""
OF_THE_FIRM = ("currency", *(name for name in FIGURES if name != "required_return"))
"""What a row may say about the firm. Not the required return: 0.1 and 10 may both be meant as 10%."""
ALIKE = 82.0
"""Likeness in percent from which a heading counts as a misspelling (J, tried on the headings of the tests)."""
ASKED_ALIKE = 75.0
"""Likeness in percent from which a question in other words is the same (J, tried on forms of the tests)."""
_SAME, _LABEL, _IS_KNOWN, _PART = 5.0, 4.0, 3.0, 2.0
"""How strong each kind of claim is; that of a misspelling is its likeness, below 1."""
_BEGINS = 0.7
"""That of a question which begins as no other does."""
_FEWEST_BLANKS = 3
"""A question has four words or more."""
_CURRENCIES = {"kr", "dkk", "eur", "sek", "nok"}


class FoundBy(StrEnum):
    """How it was found out what a column is."""

    GIVEN = "given"
    SAME = "same"
    LABEL = "label"
    WORDS = "words"
    CLOSE = "close"
    TAKEN = "taken"
    """Another column fits better."""
    OWN = "own"
    """Our own export writes it, for people; it is not read in again."""
    UNFIT = "unfit"
    """The heading is like a question, and what stands below it is no answer to that."""
    NOTHING = "nothing"


class Names(Struct, frozen=True):
    """What a target may be called, as :func:`plain_words` words."""

    target: str
    id: str
    labels: tuple[str, ...]
    asks: tuple[str, ...]
    firsts: tuple[str, ...] = ()
    """The first sentence of every wording of the question, as a form on the net asks it."""
    known: tuple[str, ...] = ()
    rank: float = 0.0
    """Below 1; lower for those earlier in :data:`CALLED`."""


def names_of(questions: Mapping[str, Question]) -> dict[str, Names]:
    """Every target with what it may be called; a question takes an id before a field does."""
    names = {name: Names(name, plain_words(name), (), ()) for name in FIELDS}
    for name, question in questions.items():
        labels, asks = ((plain_words(text.da), plain_words(text.en)) for text in (question.label, question.ask))
        wordings = (question.ask, *(each.ask for each in question.wordings))
        firsts = tuple(_first(words) for text in wordings for words in (text.da, text.en))
        names[name] = Names(name, plain_words(name), labels, asks, firsts)
    for at, (name, words) in enumerate(CALLED.items()):
        if name in names:
            names[name] = replace(names[name], known=tuple(map(plain_words, words)), rank=at / 100)
    return names


def plain_words(words: str) -> str:
    """Words to compare: small letters, no marks, no currency and nothing in brackets; "Pris (kr.)" is "pris"."""
    letters = words.casefold().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    found = re.findall(r"[^\W_]+", re.sub(r"\([^()]*\)|\[[^\[\]]*\]", " ", letters))
    return " ".join(word for word in found if word not in _CURRENCIES)


def claims(headers: Sequence[str], names: Mapping[str, Names]) -> Iterator[tuple[float, str, str, FoundBy]]:
    """How strongly each column may be each target; where two are equally likely, neither is guessed."""
    for header in headers:
        plain = plain_words(header)
        likely = {target: _strength(plain, each) for target, each in names.items()}
        if not any(strength for strength, _ in likely.values()):
            likely = {target: _asked_alike(_first(header), each) for target, each in names.items()}
        often = Counter(strength for strength, _ in likely.values())
        for target, (strength, found) in likely.items():
            if strength and often[strength] == 1:
                yield strength, header, target, found


def _strength(plain: str, names: Names) -> tuple[float, FoundBy]:
    """How strongly a heading points to a target; 0 for not at all."""
    if not plain:
        return 0.0, FoundBy.NOTHING
    if plain == names.id:
        return _SAME, FoundBy.SAME
    if plain in names.labels:
        return _LABEL, FoundBy.LABEL
    if plain in names.known:
        behind = names.known.index(plain) / 1000 if names.target in SEVERAL else 0.0
        return _IS_KNOWN - names.rank - behind, FoundBy.WORDS
    if any(_is_part(plain, label) for label in names.labels) or any(_begins(plain, ask) for ask in names.asks):
        return _PART, FoundBy.WORDS
    from rapidfuzz import fuzz, process

    best = process.extractOne(plain, (names.id, *names.labels, *names.known), scorer=fuzz.ratio, score_cutoff=ALIKE)
    if best and len(plain) > 4 and best[0][0] == plain[0]:  # whoever misspells a word has its first letter right
        return best[1] / 100, FoundBy.CLOSE
    return 0.0, FoundBy.NOTHING


def _first(words: str) -> str:
    """The first sentence of a question, as words to compare."""
    return plain_words(words.split("?", 1)[0])


def _asked_alike(first: str, names: Names) -> tuple[float, FoundBy]:
    """How strongly a question that somebody put in words of their own points to a target."""
    if first.count(" ") < _FEWEST_BLANKS:
        return 0.0, FoundBy.NOTHING
    if first in names.firsts:
        return _PART, FoundBy.WORDS
    from rapidfuzz import fuzz, process

    best = process.extractOne(first, names.firsts, scorer=fuzz.ratio, score_cutoff=ASKED_ALIKE)
    if best:
        return best[1] / 100, FoundBy.WORDS
    begins = " ".join(first.split()[:3]) + " "
    if any(each.startswith(begins) for each in names.firsts):
        return (_BEGINS / 2 if names.target in OF_THE_FIRM else _BEGINS), FoundBy.WORDS
    return 0.0, FoundBy.NOTHING


def _is_part(plain: str, label: str) -> bool:
    """Whether the words make up half of a label or more with its last one: "timer" of "egne timer".

    Not its first alone: a customer is no customer need.
    """
    words, whole = plain.split(), label.split()
    return set(words) <= set(whole) and 2 * len(set(words)) >= len(whole) and words[-1] == whole[-1]


def _begins(plain: str, ask: str) -> bool:
    """Whether two words or more begin a question: "hvilken slags"."""
    return " " in plain and f"{ask} ".startswith(f"{plain} ")
