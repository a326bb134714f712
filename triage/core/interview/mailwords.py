"""The newest words of a mail: without what was written before, signatures, telephone numbers and disclaimers.

Danish and English, as Outlook, Gmail and Apple's programs write them. How a mail is taken apart is no business of this
module. What is cut is a guess, so whoever calls shows what was read before it counts.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from triage.core.regex import regex
from triage.core.request.request import GREETING

DEEPEST = 5
"""How many mails may be forwarded around the first one that says something."""
LONGEST = 400
"""Characters up to which a line may be more than words: a name, a field, a greeting."""
_PREFIX = regex(
    r"\s*(?:(?:vs|sv|fwd?|fw|re|aw|wg|tr|antw|videresendt|svar)\s*(?:\[\d+\]|\(\d+\))?\s*:|"
    r"\[(?:ext|extern|external|ekstern|spam)\])\s*",
    re.IGNORECASE,
)
_NO_SUBJECT = regex(r"\(?(?:no subject|intet emne|ingen emne|uden emne)\)?", re.IGNORECASE)

_WEEKDAY = r"(?:man|tirs?|ons|tors?|fre|lør|søn|mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:dag|day)?\.?,?"
_DATED = (
    rf"(?:(?:on|den|d\.)\s+)?(?:{_WEEKDAY}\s+)?(?:(?:den|the|d\.)\s+)?"
    r"(?:\d{1,4}[./-]|\d{1,2}\.?\s+[a-zæøå]{3,9}\b|[a-z]{3,9}\.?\s+\d{1,2},)"
)
_WROTE = regex(rf"{_DATED}.{{0,200}}?\b(?:wrote|skrev)\b.{{0,120}}:", re.IGNORECASE)
_NAME_WROTE = regex(
    r".{1,80}\b(?:skrev|wrote)\b(?:\s+følgende)?(?:(?=.*\d{1,2}[.:]\d{2}|.*\d{4}).{4,60})?:", re.IGNORECASE
)
"""A name, and that it wrote, perhaps when: on one line, and with a day, an hour or an address."""
_KNOWN_WHEN = regex(r"\d{1,2}[.:]\d{2}|\d{4}|@")
_SEPARATOR = regex(
    r"\W*(?:-{2,}\s*(?:oprindelig|original|videresendt|forwarded|start på|begin)\b[^-]*-*|"
    r"(?:begin forwarded message|(?:start på )?videresendt (?:besked|meddelelse|mail)):?)\W*",
    re.IGNORECASE,
)
_FIELD = regex(
    r"[\s*_]*(?P<name>fra|from|sendt|sent|dato|date|til|to|kopi|cc|bcc|emne|subject|svar til|reply-to|vigtighed|"
    r"importance|vedhæftede filer|vedhæftet|attachments?)\s*:[\s*_]*(?P<value>.*?)[\s*]*$",
    re.IGNORECASE,
)
_FROM, _SUBJECT = {"fra", "from"}, {"emne", "subject"}
_QUOTED = regex(r"\s*>")

_NAMES = r"(?:\s+[A-ZÆØÅ][\w.'’-]*){0,4}"
_CLOSING = regex(
    r"\s*(?:(?i:(?:med\s+)?(?:de\s+)?(?:venlig(?:e|st|ste)?|bedste|kærlige?|mange|varme|hjertelige?)\s+hils(?:en|ner|ener)|"
    r"m\.?\s?v\.?\s?h\.?|(?:best|kind|kindest|warm|many|with best|with kind)\s+(?:regards|wishes)|regards|"
    r"yours (?:sincerely|faithfully|truly)|sincerely|all the best|many thanks|thanks in advance|på forhånd tak|"
    r"hilsen|hilsner|venligst|de bedste|vh|kh|bh|dbh|best|cheers|thanks|thank you|tak|mange tak)"
    rf"(?:\s*/\s*[\w ]{{3,25}})?(?:\s+(?i:fra|from))?\s*[,.!]*{_NAMES}|/{{1,2}}\s?[A-ZÆØÅ][\w.'’-]*)\s*[,.!]*\s*$"
)
_SENT_FROM = regex(
    r"\s*(?:sendt (?:fra|via) (?:min |outlook|yahoo|mail)|sent (?:from|via) (?:my |outlook|yahoo|mail)|"
    r"(?:hent|få) outlook (?:til|for)|get outlook for|skaff outlook)",
    re.IGNORECASE,
)
_RULE = regex(r"\s*_{20,}\s*")
"""What Outlook puts above the links of an online meeting."""
_POSTSCRIPT = regex(r"^\s*P\.?\s?S\.?[.:\s]", re.MULTILINE)
_PHONE = r"\(?\+?\d[\d\s().-]{6,}\d"
_CONTACT = regex(
    rf"\s*(?:(?:tlf|telefon|mobil|mob|tel|phone|mobile|direkte|direct|cvr|e-?mail|mail|web|[tmdpew])\b\s*(?:nr)?[.:]*\s*"
    rf"(?:{_PHONE}|\S+@\S+|www\.\S+|https?://\S+)|{_PHONE}|\S+@\S+\.\w+)"
    rf"(?:\s*[|·,/]\s*.*)?\s*$",
    re.IGNORECASE,
)
_DISCLAIMER = regex(
    r"\W*(?:(?:denne|this|the information|oplysningerne|indholdet|disclaimer|confidential|fortrolig)\b"
    r"(?=.*(?:e-?mail|meddelelse|message|besked))"
    r"(?=.*(?:fortrolig|confidential|privileged|tiltænkt|intended|recipient|modtageren|virus))|"
    r"(?:notice|advarsel|caution|external|ekstern|bemærk|important)\b(?=.*(?:e-?mail|meddelelse|message|besked))"
    r"(?=.*(?:fortrolig|confidential|uden ?for|outside|udefra))|"
    r"du får (?:ikke ofte|sjældent) mails? fra|you don'?t often get e?-?mail from|"
    r"(?:tænk på miljøet|please consider the environment|skån miljøet))",
    re.IGNORECASE | re.DOTALL,
)


_POINTER = (
    r"(?:(?:se|læs)\s+(?:(?:lige|venligst|mail(?:en)?|tråd(?:en)?|besked(?:en)?)\s+)*"
    r"(?:nedenfor|nedenstående|herunder|under|vedhæftede?|vedlagte?)(?:\s+(?:mail|tråd|besked|fil))?|"
    r"(?:please\s+)?(?:see|read)\s+(?:(?:the|mail|e-?mail|message|thread)\s+)*"
    r"(?:below|beneath|attached|enclosed)(?:\s+(?:mail|e-?mail|message|thread))?|"
    r"(?:til|for)\s+(?:(?:din|jeres|your)\s+)?(?:orientering|info|information)|f\.?y\.?i|fw|fwd|vs|videresendt|forwarded)"
)
_POINTS_ELSEWHERE = regex(rf"\W*(?:{_POINTER}\b\W*)+(?:/\s*\w+\W*)?", re.IGNORECASE)


class Newest(Struct, frozen=True):
    """What was written last, and how many lines with words were left out."""

    words: str
    left_out: int
    below: str = ""
    """The newest words of the mail that was answered or sent on."""


def plain_title(subject: str) -> str:
    """Return a mail's subject without what replying and forwarding put before it; empty where nothing else is in it."""
    bare = " ".join(subject.split())
    while match := _PREFIX.match(bare):
        bare = bare[match.end() :]
    return "" if _NO_SUBJECT.fullmatch(bare) else bare


def newest(text: str, sender: str = "") -> Newest:
    """Return the newest words of a mail, without greeting and signature; ``sender`` is known as a signature.

    Where nothing was added above a mail that is sent on, or only "see below", the words are that mail's; there are none
    where nothing else was written at all.
    """
    text = text.replace("\ufeff", "")
    found = [words for words in _layers(text, sender) if not points_elsewhere(words)]
    only = "" if points_elsewhere(_cleaned(text, sender)) else text.strip()
    words, below = (found or [only])[0], found[1] if len(found) > 1 else ""
    return Newest(words, max(_filled(text) - _filled(words), 0), below)


def points_elsewhere(words: str) -> bool:
    """Whether words only say where to read on: "se nedenfor", "FYI"."""
    return len(words) <= LONGEST and _POINTS_ELSEWHERE.fullmatch(words) is not None


def _layers(text: str, sender: str) -> Iterator[str]:
    """Yield the newest words, and those of each mail below; nothing of one that says nothing of its own."""
    rest = text
    for _ in range(DEEPEST):
        own, rest = _split(rest.split("\n"))
        if words := _cleaned("\n".join(own), sender):
            yield words
        if not rest.strip():
            return
        sender = ""


def headed(text: str) -> tuple[Mapping[str, str], str] | None:
    """Return who, what and the words of a mail that was saved as text, its fields above it; ``None`` for any other."""
    lines = text.lstrip("\n ").split("\n")
    if len(lines[0]) > LONGEST or not _begins_fields(lines, 0):
        return None
    fields, end = _fields(lines, 0)
    return fields, "\n".join(lines[end:])


def _filled(text: str) -> int:
    return sum(1 for line in text.split("\n") if line.strip())


def _split(lines: Sequence[str]) -> tuple[Sequence[str], str]:
    """Return the lines before what was written earlier, and the rest without what stands between the two.

    Where somebody answers below or between quoted lines, the lines without quote marks are the newest.
    """
    short = [line if len(line) <= LONGEST else "" for line in lines]
    kept: list[str] = []
    at = 0
    while at < len(lines):
        is_separator = bool(_SEPARATOR.fullmatch(short[at]))
        if is_separator or _begins_fields(short, at):
            _, end = _fields(short, at + is_separator)
            return kept, "\n".join(lines[end:])
        length = _attribution(short, at)
        if length and not any(map(_QUOTED.match, lines[at + length :])):
            return kept, "\n".join(lines[at + length :])
        if not length and not _QUOTED.match(lines[at]):
            kept.append(lines[at])
        at += length or 1
    quoted = [re.sub(r"^\s*>\s?", "", line) for line in lines if _QUOTED.match(line)]
    return kept, "\n".join(quoted)


def _attribution(lines: Sequence[str], at: int) -> int:
    """How many lines say who wrote what is quoted below: none where that does not stand here."""
    for length in (1, 2, 3):
        joined = " ".join(line.lstrip("> ").strip() for line in lines[at : at + length])
        pattern = _NAME_WROTE if length == 1 and not _WROTE.fullmatch(joined) else _WROTE
        if pattern.fullmatch(joined) and _KNOWN_WHEN.search(joined):
            return length
    return 0


def _begins_fields(lines: Sequence[str], at: int) -> bool:
    """Whether the fields of an earlier mail begin here: who it is from, and two others below."""
    first = _FIELD.match(lines[at])
    if not first or first["name"].casefold() not in _FROM:
        return False
    names = {match["name"].casefold() for line in lines[at + 1 : at + 9] if (match := _FIELD.match(line))}
    return len(names) >= 2


def _fields(lines: Sequence[str], at: int) -> tuple[Mapping[str, str], int]:
    """Return who a mail is from and what it is about, and the line after its fields."""
    fields: dict[str, str] = {}
    seen, last = False, at
    for number in range(at, min(at + 16, len(lines))):
        match = _FIELD.match(lines[number])
        if match:
            name, seen, last = match["name"].casefold(), True, number + 1
            key = "from" if name in _FROM else "subject" if name in _SUBJECT else name
            fields.setdefault(key, match["value"].strip())
        elif lines[number].strip() and (not seen or number > last):
            break
    return fields, last


def _cleaned(text: str, sender: str) -> str:
    """Return an own text without greeting, signature and disclaimers."""
    blocks = [block for block in re.split(r"\n\s*\n", text.strip("\n")) if block.strip()]
    blocks = [block for block in blocks if not _DISCLAIMER.match(block)]
    words = _without_greeting_line("\n\n".join(block.rstrip() for block in blocks))
    lines = words.split("\n")
    end = next((at for at, line in enumerate(lines) if _ends_here(line, at, lines)), len(lines))
    tail = "\n".join(lines[end:])
    postscript = _POSTSCRIPT.search(tail)
    parts = ["\n".join(_without_contacts(lines[:end], sender))]
    if postscript:
        parts.append(tail[postscript.start() :].split("\n\n", 1)[0])
    return re.sub(r"\n{3,}", "\n\n", "\n\n".join(part.strip() for part in parts if part.strip()))


def _without_greeting_line(words: str) -> str:
    """Take off a greeting that has a line of its own, also where no more is left."""
    match = GREETING.match(words)
    if match and ("\n" in match[0] or match.end() == len(words)):
        return words[match.end() :].strip("\n")
    return words


def _ends_here(line: str, at: int, lines: Sequence[str]) -> bool:
    """Whether a signature begins with this line."""
    if len(line) > LONGEST:
        return False
    if line.rstrip() in {"--", "—"} or _SENT_FROM.match(line):
        return True
    return bool(_CLOSING.match(line) or _RULE.fullmatch(line)) and any(each.strip() for each in lines[:at])


def _without_contacts(lines: Sequence[str], sender: str) -> list[str]:
    """Take off a last paragraph that says who and where the sender is: telephone numbers, addresses, a name alone."""
    kept = list(lines)
    while kept:
        while kept and not kept[-1].strip(" -_=*|\t"):
            kept.pop()
        start = next((at + 1 for at in range(len(kept) - 1, -1, -1) if not kept[at].strip()), 0)
        block = kept[start:]
        if start and _is_signature(block, sender):
            kept = kept[:start]
        elif len(block) > 1 and len(kept[-1]) <= LONGEST and _CONTACT.match(kept[-1]):
            kept.pop()
        else:
            break
    return kept


def _is_signature(block: Iterable[str], sender: str) -> bool:
    lines = [line.strip() for line in block]
    if any(len(line) > 60 or line.endswith("?") for line in lines):
        return False
    if any(_CONTACT.match(line) for line in lines):
        return True
    return len(lines) == 1 and bool(lines[0].strip("/ ")) and lines[0].strip("/ ,.") in {sender, *sender.split()}
