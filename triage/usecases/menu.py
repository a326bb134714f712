"""What can be done now: the entries of the menu, each with the command that does it. Loads no numpy."""

from collections.abc import Iterator

from msgspec import Struct

from triage.adapters.home import drafts
from triage.adapters.home.profilefile import load_profile
from triage.adapters.home.settings import Home
from triage.adapters.register.register import Wanted, open_register
from triage.core.messages import Message, TriageError, Typed, say
from triage.usecases.due import count_due

MOST_TO_DECIDE = 3
"""How many requests without a decision are offered; the list has the others."""


class Entry(Struct, frozen=True):
    """Something that can be done now."""

    what: Message
    command: tuple[str, ...] = ()
    """What to run, as it would be typed after ``triage``; nothing leaves the menu."""
    comes_back: bool = False
    """Whether it is only a look at something, after which the menu is shown again."""


def entries(home: Home) -> tuple[list[Entry], Message | None]:
    """Return what can be done now, and why the register's part of it is missing, if it is."""
    of_register: list[Entry] = []
    trouble = None
    try:
        of_register = list(_of_register(home))
    except TriageError as error:
        trouble = error.problems[0].message
    return [*_of_home(home), *of_register, Entry(say("menu.help"), ("help",), True), Entry(say("menu.leave"))], trouble


def _of_home(home: Home) -> Iterator[Entry]:
    """Yield what does not depend on the register: a new task, one that was left, and the firm where it is not known."""
    yield Entry(say("menu.new"), ("new",))
    left = drafts.all_drafts(home.drafts)
    if len(left) == 1:
        title, count = drafts.title(left[0]), len(left[0].answers)
        named = {"title": Typed(title)} if title else {}
        yield Entry(say("menu.resume" if title else "menu.resume.untitled", count=count, **named), ("new", "--resume"))
    elif left:
        yield Entry(say("menu.resume.several", count=len(left)), ("new", "--resume"))
    if load_profile(home) is None:
        yield Entry(say("menu.init"), ("init",))
        if not (home.server or home.register.exists()):
            yield Entry(say("menu.demo"), ("help", "demo"), True)


def _of_register(home: Home) -> Iterator[Entry]:
    """Yield what depends on the register: what is due, what waits for a decision, and the list."""
    due = count_due(home)
    if due:
        yield Entry(say("menu.due", count=due), ("due",), True)
    with open_register(home) as register:
        for each in register.newest(Wanted(state="assessed"), MOST_TO_DECIDE):
            yield Entry(say("menu.decide", id=each.id, title=Typed(each.title)), ("decide", each.id))
        if next(register.newest(limit=1), None):
            yield Entry(say("menu.list"), ("show",), True)
