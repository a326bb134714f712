"""What directors send, whatever it was written in: mails, invitations, Word documents, pages and plain text.

What cannot be read is named with a way out. A request file or a table is no post: ``adapters.files.requestfiles``.
"""

from pathlib import PurePath

from triage.adapters.files.htmlwords import html_words
from triage.adapters.files.mails import Post, read_invitation, read_mail
from triage.adapters.files.textfiles import words_of
from triage.adapters.files.wordfiles import DOCUMENT, document_words, parts_of
from triage.core.interview.mailwords import headed
from triage.core.messages import Place, failure

MOST_BYTES = 50_000_000
_MAILS = {".eml", ".emlx", ".mht", ".mhtml"}
_PAGES = {".html", ".htm", ".xhtml"}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How Outlook's, and Word's and Excel's older, files begin."""


def read_post(source: str, content: bytes) -> Post:
    """Read a file in the words that it holds; raises one problem, with what to do, where it cannot be read."""
    place, suffix = Place(source), PurePath(source).suffix.lower()
    if len(content) > MOST_BYTES:
        raise failure("post.too_big", place=place)
    if content.startswith(_OLE):
        raise failure("post.msg" if suffix == ".msg" else "post.old_office", place=place)
    if content.startswith((b"%PDF", b"{\\rtf")):
        raise failure("post.pdf" if content.startswith(b"%PDF") else "post.rtf", place=place)
    if content.startswith(b"PK\x03\x04"):
        return Post(_archived(source, content), is_mail=False)
    if suffix in _MAILS:
        return read_mail(source, content)
    if suffix == ".ics":
        return read_invitation(source, content)
    words = words_of(source, content, MOST_BYTES)
    if suffix in _PAGES or words.lstrip()[:200].casefold().startswith(("<!doctype html", "<html")):
        words = html_words(words)
        if not words.strip():
            raise failure("post.nothing", place=place)
    return _saved_as_text(words)


def _archived(source: str, content: bytes) -> str:
    """The words of a Word document; other archives are named."""
    place, names = Place(source), parts_of(content)
    if DOCUMENT not in names:
        is_sheet = any(name.startswith("xl/") for name in names)
        raise failure("post.sheet" if is_sheet else "post.archive", place=place)
    words = document_words(source, content)
    if not words.strip():
        raise failure("post.nothing", place=place)
    return words


def _saved_as_text(words: str) -> Post:
    """A text; one that begins with who wrote it and about what is a mail that was saved as text."""
    fields_and_words = headed(words)
    if fields_and_words is None:
        return Post(words.strip())
    fields, rest = fields_and_words
    sender = fields.get("from", "").split("<")[0].split("[")[0].strip(" \"'")
    return Post(rest.strip() or fields.get("subject", ""), fields.get("subject", ""), sender)
