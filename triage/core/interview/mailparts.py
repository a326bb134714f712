"""A form as it comes back in a mail, cut into its questions: which request it is about, and the text after each arrow.

Mail programs quote, re-wrap, and replace arrows and blanks. So a question is found by its id in square brackets and its
answer by the arrow; nothing depends on where a line ends. What an answer means is read in ``interview.mailform``.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import unescape
from itertools import accumulate
from unicodedata import normalize

from msgspec import Struct

from triage.core.interview.reading import clean
from triage.core.messages import Message, Text, say
from triage.core.regex import regex

_ARROW = r"(?:[-‐‑–—−]{1,3}>|[→➔➜]|(?m:^à(?=\s|$)))"
"""The arrow as typed and as mail programs replace it; Outlook's becomes ``à`` in plain text."""
_ARROWS = regex(rf"(?:{_ARROW}\s*)+")
_QUOTED = regex(r"(?:\s*[>|])+")
_INVISIBLE = dict.fromkeys([0xAD, 0x200B, 0x2060, 0xFEFF])
_MARK = r"\[\s*(?P<year>\d{4})\s*[-‐‑–]\s*(?P<number>\d{1,9})\s*\]"
_NUMBER = regex(r"(?<!\S)\d{1,2}[.)]\s")


class Piece(Struct, frozen=True):
    """One question in a mail: the text above its arrow, and the answer after it; ``None`` where the arrow is gone."""

    id: str
    line: int
    above: str
    answer: str | None


class Returned(Struct, frozen=True):
    """The form in a mail: the id of its request, the line with the id, and its questions; or what is wrong."""

    request_id: str | None
    line: int
    pieces: tuple[Piece, ...]
    wrong: Message | None = None


class Token(Struct, frozen=True):
    """The id of a request, or a question by its id or its label in square brackets."""

    start: int
    end: int
    request_id: str | None
    question: str | None
    by_label: bool = False
    """Whether the page wrote it, in which an answer is all that stands before the next question."""


class _Mail(Struct, frozen=True):
    """A mail without what mail programs add to its lines; ``starts`` are the offsets of the lines."""

    text: str
    starts: tuple[int, ...]

    def line(self, offset: int) -> int:
        return bisect_right(self.starts, offset)


def harmless(words: str) -> str:
    """Replace square brackets and arrows, by which a form is read."""
    return re.sub(_ARROW, "=>", clean(words).replace("[", "(").replace("]", ")"))


def cut(text: str, asks: Mapping[str, Sequence[Text]], labels: Mapping[str, Text]) -> Returned:
    """Find the form in a mail and cut it into its questions.

    ``asks`` has their wordings by id. The text form names a question by its id, the page by its label.
    """
    mail = _tidied(text)
    tokens = list(_tokens(mail.text, asks, labels))
    found = list(_owners(tokens))
    if not found:
        return Returned(None, 1, (), say("form.none"))
    question, mark = found[0]
    if mark is None:
        return Returned(None, mail.line(question.start), (), say("form.no_id"))
    mine = str(mark.request_id)
    other = next((owner for _, owner in found if owner and owner.request_id != mine), None)
    if other:
        second = str(other.request_id)
        return Returned(None, mail.line(other.start), (), say("form.two", first=mine, second=second))
    limits = [token for token in tokens if token.question or token.request_id == mine]
    return Returned(mine, mail.line(mark.start), tuple(_pieces(mail, limits, _headings(asks))))


def _tokens(text: str, asks: Iterable[str], labels: Mapping[str, Text]) -> Iterator[Token]:
    called = {_plain(words): name for name, label in labels.items() for words in (label.da, label.en)}
    ids = {name.casefold(): name for name in asks}
    names = "|".join(map(re.escape, ids)) or "(?!)"
    titles = "|".join(r"\s+".join(map(re.escape, words.split())) for words in called) or "(?!)"
    pattern = rf"{_MARK}|\[\s*(?:(?P<question>{names})|(?P<label>{titles}))\s*\]"
    for found in re.finditer(pattern, text, re.IGNORECASE):
        request_id = f"{found['year']}-{int(found['number']):03d}" if found["year"] else None
        label = called.get(_plain(found["label"] or ""))
        question = ids[found["question"].casefold()] if found["question"] else label
        yield Token(found.start(), found.end(), request_id, question, label is not None)


def _plain(words: str) -> str:
    return " ".join(words.split()).casefold()


def _tidied(text: str) -> _Mail:
    """Remove quote marks, odd blanks and HTML entities from every line; each line stays one line."""
    plainly = unescape if "&gt;" in text else str
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    plain = [_tidied_line(plainly(line)) for line in lines]
    return _Mail("\n".join(plain), tuple(accumulate((len(line) + 1 for line in plain[:-1]), initial=0)))


def _tidied_line(line: str) -> str:
    plain = clean(normalize("NFC", line.translate(_INVISIBLE)))
    quoted = _QUOTED.match(plain)
    return " ".join(plain[quoted.end() if quoted else 0 :].split())


def _owners(tokens: Sequence[Token]) -> Iterator[tuple[Token, Token | None]]:
    """Yield each question with the id of its form: the last id before the first question or before a repeated one.

    So a request that is only mentioned in an answer does not begin a form.
    """
    seen: set[str] = set()
    latest = owner = None
    for token in tokens:
        if token.question is None:
            latest = token
            continue
        name = token.question
        if not seen or name in seen:
            owner, seen = latest, set()
        seen.add(name)
        yield token, owner


def _headings(asks: Mapping[str, Sequence[Text]]) -> re.Pattern[str]:
    """A pattern for the wording of any question in either language, however it is wrapped or quoted."""
    words = [re.findall(r"\w+", ask) for texts in asks.values() for text in texts for ask in (text.da, text.en)]
    either = "|".join(r"\W+".join(each) for each in words if each)
    return re.compile(rf"(?:(?<!\S)\d{{1,2}}[.)]\s+)?(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)


def _pieces(mail: _Mail, limits: Sequence[Token], headings: re.Pattern[str]) -> Iterator[Piece]:
    """Cut at the ids: a question ends at the next one, at the id in the form's last line, or with the mail."""
    for head, after in zip(limits, [*limits[1:], None], strict=True):
        if head.question is None:
            continue
        name, end = head.question, after.start if after else len(mail.text)
        arrow = _ARROWS.search(mail.text, head.end, end)
        if arrow:
            rest = mail.text[arrow.end() : end]
            answer = (rest if head.by_label and after else _without_next(rest, after, headings)).rstrip()
            line = mail.line(arrow.end() if answer else arrow.start())
            yield Piece(name, line, mail.text[head.end : arrow.start()], answer)
        else:
            yield Piece(name, mail.line(head.start), "", None)


def _without_next(answer: str, after: Token | None, headings: re.Pattern[str]) -> str:
    """Cut off the next question: at its wording or, where the rules were reworded since, at its number."""
    heading = headings.search(answer)
    if heading:
        return answer[: heading.start()]
    if after and after.request_id:
        return answer
    numbers = [number.start() for number in _NUMBER.finditer(answer)] if after else []
    return answer[: numbers[-1]] if numbers else answer.split("\n\n", 1)[0]
