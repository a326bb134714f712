"""Mails as mail programs save them: the words, the subject, and who wrote when.

The plain words are taken, else those of the HTML, of an invitation, or of the mail that was forwarded as an attachment.
Which of the words are the newest is decided in ``interview.mailwords``.
"""

import base64
import email
import email.policy
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message as Part
from email.utils import parseaddr, parsedate_to_datetime

from msgspec import Struct, field
from msgspec.structs import replace

from triage.adapters.files.htmlwords import html_words
from triage.adapters.files.textfiles import mended, read_as, read_text
from triage.core.interview.mailwords import newest, plain_title, points_elsewhere
from triage.core.interview.reading import clean
from triage.core.messages import Listed, Message, Place, Problem, TriageError, Typed, failure, say

DEEPEST = 5
"""How many mails may be attached to each other."""
_NEEDS_HTML = re.compile(r"\bhtml\b", re.IGNORECASE)
_UNREADABLE = {
    "application/ms-tnef": "post.winmail",
    "application/vnd.ms-tnef": "post.winmail",
    "application/pkcs7-mime": "post.encrypted",
    "application/x-pkcs7-mime": "post.encrypted",
    "multipart/encrypted": "post.encrypted",
}


class Post(Struct, frozen=True):
    """What somebody has sent: the words, all of them, and what is known of them."""

    words: str
    title: str = ""
    sender: str = ""
    sent_on: date | None = None
    notes: tuple[Message, ...] = ()
    """What has to be said about how it was read."""
    is_mail: bool = True
    """Whether it may hold more than the newest words."""


class _Found(Struct):
    """What is in a mail, in its order."""

    plain: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    invitations: list[bytes] = field(default_factory=list)
    mails: list[Part] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    charsets: list[str] = field(default_factory=list)
    """Those that are not known, or do not fit."""


def read_mail(source: str, content: bytes) -> Post:
    """Read a mail; raises where its words are in something that cannot be read, naming what to do."""
    counted = re.match(rb"\s*(\d{1,9})[ \t]*\r?\n(?=[\w-]+:)", content)
    if counted:  # Apple's programs write the length first, and what they know of the mail after it
        content = content[counted.end() : counted.end() + int(counted[1])]
    return _read(source, email.message_from_bytes(content, policy=email.policy.compat32), DEEPEST)


def read_invitation(source: str, content: bytes) -> Post:
    """Read an invitation to a meeting (iCalendar)."""
    from icalendar import Calendar

    try:
        events = Calendar.from_ical(read_text(content)).walk("VEVENT")
    except (ValueError, IndexError, KeyError, TypeError) as error:
        raise failure("post.damaged", place=Place(source)) from error
    if not events:
        raise failure("post.nothing", place=Place(source))
    title, words = (str(events[0].get(name) or "").strip() for name in ("summary", "description"))
    return Post(words or title, title, notes=(say("post.invitation"),))


def _read(source: str, mail: Part, deep: int) -> Post:
    found = _Found()
    _collect(mail, found)
    title, sender = _header(mail, "subject"), parseaddr(_header(mail, "from"))
    post = Post(_words(found), title, sender[0] or sender[1], _sent_on(mail), tuple(_notes(found)))
    if newest(clean(post.words), post.sender).words:
        return post
    if found.invitations:
        invitation = read_invitation(source, found.invitations[0])
        return replace(post, words=invitation.words, title=title or invitation.title, notes=invitation.notes)
    if found.mails and deep:
        inner = _read(source, found.mails[0], deep - 1)
        return replace(inner, title=inner.title or title, notes=(say("post.attached_mail"), *inner.notes))
    if found.unreadable:
        raise failure(found.unreadable[0], place=Place(source))
    if not title.strip() or points_elsewhere(plain_title(title)):
        raise TriageError([Problem(Place(source), _nothing(found))])
    return replace(post, words=title, notes=(say("post.subject_only"), *post.notes))


def _collect(part: Part, found: _Found) -> None:
    """Sort the parts of a mail by what they are; nothing inside an attached mail."""
    kind, name = part.get_content_type(), _decoded(part.get_filename() or "")
    if kind in _UNREADABLE or name.casefold() == "winmail.dat":
        found.unreadable.append(_UNREADABLE.get(kind, "post.winmail"))
    elif kind == "message/rfc822":
        found.mails += map(_unpacked, _parts(part))
    elif part.is_multipart():
        for each in _parts(part):
            _collect(each, found)
    elif kind == "text/calendar":
        found.invitations.append(_content(part))
    elif name or part.get_content_disposition() == "attachment":
        found.mails += [email.message_from_bytes(_content(part))] if name.casefold().endswith(".eml") else []
        found.files.append(name)
    elif kind in {"text/plain", "text/html"}:
        _collect_words(part, kind, found)


def _collect_words(part: Part, kind: str, found: _Found) -> None:
    charset = part.get_content_charset()
    words, fits = read_as(_content(part), charset)
    found.charsets += [charset] if charset and not fits else []
    if kind == "text/html":
        found.html.append(html_words(words))
    elif str(part.get_param("format", "")).casefold() == "flowed":
        found.plain.append(re.sub(r"(?<=\S) \n(?=[^>\s])", " ", words))
    else:
        found.plain.append(words)


def _words(found: _Found) -> str:
    plain, html = (
        "\n\n".join(each.strip("\n") for each in words if each.strip()) for words in (found.plain, found.html)
    )
    is_excuse = bool(_NEEDS_HTML.search(plain)) and len(plain) < len(html)
    return html if html and (is_excuse or not plain) else plain


def _notes(found: _Found) -> Iterator[Message]:
    if found.charsets:
        yield say("post.charset", charset=Typed(clean(found.charsets[0])))
    if names := _names(found):
        yield say("post.files_left", files=names)


def _nothing(found: _Found) -> Message:
    names = _names(found)
    return say("post.files", files=names) if names else say("post.nothing")


def _names(found: _Found) -> Listed | None:
    """The files and the mails that are attached, those with a name."""
    named = [*found.files, *(_header(each, "subject") for each in found.mails)]
    names = tuple(map(Typed, filter(None, dict.fromkeys(map(clean, named)))))
    return Listed(names) if names else None


def _parts(part: Part) -> list[Part]:
    payload = part.get_payload()
    return [each for each in payload if isinstance(each, Part)] if isinstance(payload, list) else []


def _unpacked(mail: Part) -> Part:
    """An attached mail, also where all of it was encoded, which leaves it without fields."""
    if mail.keys():
        return mail
    with suppress(ValueError):
        return email.message_from_bytes(base64.b64decode(str(mail.get_payload())), policy=email.policy.compat32)
    return mail


def _content(part: Part) -> bytes:
    """The bytes of a part, also where it is encoded wrongly."""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _sent_on(mail: Part) -> date | None:
    try:
        return parsedate_to_datetime(_header(mail, "date")).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _header(mail: Part, name: str) -> str:
    """A field above a mail, whatever letters it is written in."""
    raw = next((value for key, value in mail.raw_items() if key.casefold() == name), "")
    return _decoded(str(raw))


def _decoded(raw: str) -> str:
    text = " ".join(read_text(raw.encode("utf-8", "surrogateescape")).split())
    try:
        pieces = decode_header(text)
    except (HeaderParseError, ValueError):
        return text
    return mended("".join(map(_piece, pieces)))


def _piece(piece: tuple[bytes | str, str | None]) -> str:
    words, charset = piece
    if isinstance(words, str):
        return words
    return words.decode("raw-unicode-escape", "replace") if charset is None else read_as(words, charset)[0]
