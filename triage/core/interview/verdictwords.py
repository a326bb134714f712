"""The words that people type for a verdict: those on the screen in both languages, and their nearest relatives."""

_WORDS = {
    "go": ("gør det", "gør", "ja", "go", "do it", "yes"),
    "defer": ("vent", "vente", "udskyd", "udsæt", "senere", "defer", "wait", "later", "postpone"),
    "drop": ("lad være", "lad vaere", "nej", "drop", "drop it", "do not", "don't", "no"),
    "closed": ("lukket", "luk", "afslut", "afsluttet", "closed", "close"),
}
_MEANT = {word: verdict for verdict, words in _WORDS.items() for word in words}


def meant_verdict(typed: str) -> str:
    """Return the verdict that words stand for, ``closed`` among them; what is none of them as it was typed."""
    words = " ".join(typed.split())
    return _MEANT.get(words.casefold().rstrip("."), words)
