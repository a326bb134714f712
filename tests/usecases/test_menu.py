"""What can be done now, as values: from this computer alone, and from the register."""

from datetime import UTC, datetime

from triage.adapters.home import drafts
from triage.adapters.home.settings import Home
from triage.core.messages import Typed, say
from triage.core.request.request import Answer, Origin
from triage.usecases.menu import MOST_TO_DECIDE, entries

from conftest import NOON


def commands(home):
    return [" ".join(entry.command) for entry in entries(Home(home))[0]]


def test_at_first_there_is_a_task_to_weigh_and_a_firm_to_write_down(home):
    assert commands(home) == ["new", "init", "help demo", "help", ""]


def test_the_newest_that_wait_for_a_decision_are_offered(home, keep):
    ids = [keep(f"Task {number}", created=NOON) for number in range(MOST_TO_DECIDE + 2)]
    assert commands(home)[2:-2] == ["due", *(f"decide {each}" for each in ids[:1:-1]), "show"]


def left(home, day, **answers):
    """Leave an interview after these answers."""
    started = datetime(2026, 3, day, tzinfo=UTC)
    draft = drafts.begin(Home(home).drafts, started=started, language="en", quick=False, fingerprint="x")
    for name, value in answers.items():
        draft = drafts.keep_answer(draft, name, Answer(value, Origin.ASKED))
    return next(entry.what for entry in entries(Home(home))[0] if entry.command == ("new", "--resume"))


def test_what_was_left_is_named_or_counted(home):
    assert left(home, 1, need="proven") == say("menu.resume.untitled", count=1)
    assert left(home, 2, request="TikTok") == say("menu.resume.several", count=2)


def test_a_single_one_is_called_by_its_title(home):
    assert left(home, 1, request="TikTok") == say("menu.resume", title=Typed("TikTok"), count=1)
