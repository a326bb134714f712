"""What a request begins with out of a file: the answers of a request file, or the newest words of a mail or a text.

What was read of a mail or a text is put to whoever is at the terminal before it counts.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from triage.adapters.files.requestfiles import SUFFIXES, Reader
from triage.adapters.files.yamlfiles import read_content
from triage.adapters.pages.catalog import Catalog
from triage.core.interview import order
from triage.core.interview.mentions import amounts, dates
from triage.core.interview.reading import clean
from triage.core.interview.readings import Readings
from triage.core.messages import Listed, Message, Place, Problem, TriageError, Typed, failure, say
from triage.core.request.request import Answer, Origin, Request, title_of
from triage.core.rules.ruleset import OTHER
from triage.usecases.parts.choosing import choose_line

if TYPE_CHECKING:
    from triage.adapters.files.mails import Post
    from triage.core.interview.mailwords import Newest

REQUEST = "request"
"""The question of what the director asked for."""
TASK_TYPE = "task_type"
THESE, BELOW, ALL, NONE = "these", "below", "all", "none"


class Start(Struct, frozen=True):
    """What an interview begins with."""

    answers: Mapping[str, Answer] = field(default_factory=dict)
    title: str = ""
    asked_by: str = ""
    asked_on: date | None = None


class _Read(Struct, frozen=True):
    """A mail or a text, with the words in it that count and the title that is proposed."""

    post: "Post"
    newest: "Newest"
    title: str


def is_post(path: Path) -> bool:
    """Whether a file holds somebody's words, and not the answers of a request."""
    return not path.is_dir() and path.suffix.lower() not in SUFFIXES


def read_start(path: Path, reader: Reader, catalog: Catalog) -> Start:
    """Read what an interview begins with; a person says whether the words of a mail or a text are the right ones."""
    if not is_post(path):
        from triage.adapters.terminal import prompt

        readings = Readings()
        start = Start(*replace(reader, readings=readings).read_prefill(path))
        for message in readings.told():
            prompt.tell(catalog.text(message), "fg:ansicyan")
        return start
    read = _read(path, reader)
    words, day = _confirmed(read, path, catalog), _sent_on(read.post, reader)
    if words is None:
        return Start(asked_by=read.post.sender, asked_on=day)
    return Start({REQUEST: _answer(words, path, reader)}, read.title, read.post.sender, day)


def post_request(path: Path, reader: Reader) -> tuple[Request, list[Message]]:
    """Return a request of the newest words in a file, all else not answered, and what there is to say about them."""
    read = _read(path, reader)
    day = _sent_on(read.post, reader)
    kind, guessed = guessed_kind(read.newest.words, read.title, reader)
    answers = {REQUEST: _answer(read.newest.words, path, reader), TASK_TYPE: kind}
    request = Request(str(path), read.title, answers, reader.profile, read.post.sender, day)
    words = say("post.words", words=Typed(read.newest.words))
    mentioned = [*amounts(read.newest.words), *dates(read.newest.words, reader.today)]
    told = [say("post.mentioned.only", given=Listed(tuple(map(Typed, mentioned))))] if mentioned else []
    return request, [*read.post.notes, words, *_left_out(read), guessed, *told, say("post.not_answered")]


def guessed_kind(words: str, title: str, reader: Reader) -> tuple[Answer, Message]:
    """Return the kind of task that words are most like, else the one for all others, and what to say of it."""
    rules = reader.ruleset
    found = order.by_words(TASK_TYPE, words, rules) or order.by_words(TASK_TYPE, title, rules)
    kind = found or OTHER
    if kind not in rules.task_types:
        raise failure("file.must", question=rules.questions[TASK_TYPE].label, id=TASK_TYPE)
    label = rules.task_types[kind].label
    return Answer(kind, Origin.FILE), say("post.kind" if found else "post.kind.other", kind=label)


def _read(path: Path, reader: Reader) -> _Read:
    from triage.adapters.files.posts import MOST_BYTES, read_post  # only here: an interview needs none of it
    from triage.core.interview.mailform import form_id
    from triage.core.interview.mailwords import Newest, newest, plain_title

    post = read_post(str(path), read_content(path, most_bytes=MOST_BYTES))
    if answered := form_id(post.words, reader.ruleset):
        raise failure("post.form", place=Place(str(path)), id=answered, path=str(path))
    words, sender = clean(post.words), " ".join(clean(post.sender).split())
    counts = newest(words, sender) if post.is_mail else Newest(words, 0)
    title = " ".join(plain_title(clean(post.title)).split()) or title_of(counts.words)
    return _Read(replace(post, words=words, title=title, sender=sender), counts, title)


def _sent_on(post: "Post", reader: Reader) -> date | None:
    """The day a mail was sent, where it can be true."""
    return post.sent_on if post.sent_on and post.sent_on <= reader.today else None


def _answer(words: str, path: Path, reader: Reader) -> Answer:
    value = reader.read_one(REQUEST, words)
    if isinstance(value, Message):
        raise TriageError([Problem(Place(str(path)), value)])
    return Answer(value, Origin.FILE)


def _left_out(read: _Read) -> list[Message]:
    return [say("post.left_out", count=read.newest.left_out)] if read.newest.left_out else []


def _confirmed(read: _Read, path: Path, catalog: Catalog) -> str | None:
    """Show what was read, and return the words that are to count; ``None`` where none are."""
    from triage.adapters.terminal import prompt

    post = read.post
    who = "post.from" if post.sender and post.sent_on else "post.from.undated" if post.sender else "post.read"
    known = {"sender": Typed(post.sender), "date": post.sent_on or ""}
    prompt.tell("\n" + catalog.say(who, path=path.name, **known), "bold")
    for note in post.notes:
        prompt.tell(catalog.text(note), "fg:ansiyellow")
    prompt.tell(catalog.say("post.title", title=Typed(read.title)))
    prompt.tell(catalog.say("post.words", words=Typed(read.newest.words)))
    for message in _left_out(read):
        prompt.tell(catalog.text(message), "fg:ansibrightblack")
    prompt.tell("\n" + catalog.say("post.ask"), "bold")
    words = {THESE: read.newest.words, BELOW: read.newest.below, ALL: post.words if read.newest.left_out else ""}
    names = [*(name for name, each in words.items() if each), NONE]
    lines = [prompt.ListItem(name, catalog.say(f"post.use.{name}", below=Typed(read.newest.below))) for name in names]
    return words.get(choose_line(catalog, lines, why=catalog.say("post.why")))
