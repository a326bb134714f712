"""Numbers in words: "et par hundrede", "en halv million", "halvdelen", "7 ud af 10"."""

import re

from triage.core.regex import regex

_NUMBERS = {
    **dict.fromkeys(("et par", "to", "a couple of", "a couple", "two"), "2"),
    **dict.fromkeys(("halvanden", "halvandet", "one and a half"), "1,5"),
    **dict.fromkeys(("en halv", "et halvt", "halv", "half a", "half"), "0,5"),
    **dict.fromkeys(("en", "et", "a", "an", "one"), "1"),
    **dict.fromkeys(("tre", "three"), "3"),
    **dict.fromkeys(("fire", "four"), "4"),
    **dict.fromkeys(("fem", "five"), "5"),
    **dict.fromkeys(("seks", "six"), "6"),
    **dict.fromkeys(("syv", "seven"), "7"),
    **dict.fromkeys(("otte", "eight"), "8"),
    **dict.fromkeys(("ni", "nine"), "9"),
    **dict.fromkeys(("ti", "ten"), "10"),
    **dict.fromkeys(("tolv", "twelve"), "12"),
    **dict.fromkeys(("femten", "fifteen"), "15"),
    **dict.fromkeys(("tyve", "twenty"), "20"),
    **dict.fromkeys(("tredive", "thirty"), "30"),
    **dict.fromkeys(("fyrre", "forty"), "40"),
    **dict.fromkeys(("halvtreds", "fifty"), "50"),
}
_NOTHING = {"gratis", "nul", "ingenting", "intet", "zero", "nothing", "free"}
_SCALE = r"hundrede?|hundred|tusinde?|thousand|million(?:er|s)?|mio|milliard(?:er)?"
_COUNTED = r"timer?|hours?|dage?|dages|days?|uger?|weeks?"
_IN_WORDS = regex(
    rf"(?<!\w)({'|'.join(sorted(_NUMBERS, key=len, reverse=True))})\s+(?=(?:{_SCALE}|{_COUNTED})\b)", re.IGNORECASE
)
_BARE_SCALE = regex(rf"^(?=(?:{_SCALE})\b)", re.IGNORECASE)
_SHARES = {
    **dict.fromkeys(("halvdelen", "det halve", "half", "fifty-fifty", "50/50", "50-50"), 50.0),
    **dict.fromkeys(("en tredjedel", "a third", "one third"), 100 / 3),
    **dict.fromkeys(("to tredjedele", "two thirds"), 200 / 3),
    **dict.fromkeys(("en fjerdedel", "a quarter", "one quarter"), 25.0),
    **dict.fromkeys(("tre fjerdedele", "three quarters"), 75.0),
    **dict.fromkeys(("en femtedel", "a fifth", "one fifth"), 20.0),
    **dict.fromkeys(("en tiendedel", "a tenth", "one tenth"), 10.0),
    **dict.fromkeys(("nul", "zero"), 0.0),
}
_PART_OF = regex(
    r"\s*(?:halvdelen|det halve|half(?: of\b|\s*$)|(?:en|to|tre|a|one|two|three)\s+"
    r"(?:tredjedele?|fjerdedele?|femtedele?|tiendedele?|thirds?|quarters?|fifths?|tenths?)\b)",
    re.IGNORECASE,
)
_ABOUT = regex(r"^(?:ca\.?|cirka|omkring|about|around|næsten|almost)\s+")
_OUT_OF = regex(r"(\d{1,4})\s*(?:ud af|af|out of|in|of)\s*(\d{1,4})(?: gange| times)?")


def in_digits(text: str) -> str:
    """Return a text with its number words in digits, where what they count follows; "gratis" is 0."""
    if text.casefold().strip(" .") in _NOTHING:
        return "0"
    text = _IN_WORDS.sub(lambda found: _NUMBERS[found[1].casefold()] + " ", text)
    return _BARE_SCALE.sub("1 ", text)


def is_share(text: str) -> bool:
    """Whether a text names a part and not an amount: "halvdelen", also "halvdelen af budgettet"."""
    return _PART_OF.match(text) is not None


def share_in_words(text: str) -> float | None:
    """Return a percentage that is said in words, or as "7 ud af 10"; ``None`` where there is none."""
    text = _ABOUT.sub("", text)
    if text in _SHARES:
        return _SHARES[text]
    found = _OUT_OF.fullmatch(text)
    if not found or int(found[2]) == 0 or int(found[1]) > int(found[2]):
        return None
    return 100 * int(found[1]) / int(found[2])
