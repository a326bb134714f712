"""Texts as words to search for: the same in both databases, since they are cut and folded here.

Danish letters stay letters (å is no a, but is found as aa); other letters with a mark are found without it as well. A
word that is searched for also finds what it begins.
"""

import re
import unicodedata

from triage.adapters.register.sql import Search

_WORD = re.compile(r"[^\W_]+")
_LONGEST = 60
_LETTERS = (("å", "aa"), ("æ", "ae"), ("ø", "oe"))
_UMLAUTS = (("ä", "ae"), ("ö", "oe"), ("ü", "ue"))


def words_of(text: str) -> str:
    """Return the different words of a text, folded, with a blank between them."""
    return " ".join(sorted({spelt for word in _words(text) for spelt in (word, *_unmarked(word))}))


def query(text: str, search: Search) -> str:
    """Return what a database searches for: every word, each as the beginning of one, in any Danish spelling."""
    return search.between.join(
        "(" + search.either.join(search.word.format(spelt) for spelt in _spellings(word)) + ")"
        for word in dict.fromkeys(_words(text))
    )


def folded(text: str) -> str:
    """Return a text as it is compared: without regard to capitals, and to how a letter with a mark is put together."""
    return unicodedata.normalize("NFC", text).casefold()


def _spellings(word: str) -> list[str]:
    """A word as it is, with the letters of Danish, and without them: Århus is Aarhus, and Kjær is Kjaer."""
    with_letters = without = word
    for letter, two in _LETTERS:
        with_letters, without = with_letters.replace(two, letter), without.replace(letter, two)
    return list(dict.fromkeys([word, with_letters, without, *_unmarked(word)]))


def _unmarked(word: str) -> tuple[str, str]:
    """A word without the marks of letters that are not Danish: Köln is Koln, and Koeln."""
    letters = "".join(letter if letter == "å" else unicodedata.normalize("NFD", letter) for letter in word)
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    for letter, two in _UMLAUTS:
        word = word.replace(letter, two)
    return unicodedata.normalize("NFC", bare), word


def _words(text: str) -> list[str]:
    return [word[:_LONGEST] for word in _WORD.findall(folded(text))]
