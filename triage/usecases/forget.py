"""``triage forget``: erase a request wherever the program can reach it."""

from collections.abc import Iterator

from triage.adapters.home.settings import Home
from triage.adapters.home.traces import erase_traces
from triage.adapters.pages.catalog import Catalog
from triage.adapters.register.backups import erase_from_copy
from triage.adapters.register.kept import Kept
from triage.adapters.register.register import open_register
from triage.core.messages import REGISTER_FAILED, Problem, TriageError, Typed, say
from triage.usecases.parts.confirming import is_confirmed


def forget(home: Home, catalog: Catalog, given: str, *, yes: bool) -> Iterator[str]:
    """Erase a request once that is confirmed; yields what will be erased, then what was, and what is out of reach.

    The register comes last, so that after a kill the same command goes on.
    """
    with open_register(home) as register:
        kept = register.find(given)
        assessments = register.count_assessments(kept.entry.id)
    yield catalog.say("forget.what", id=kept.entry.id, title=Typed(kept.entry.title), date=kept.entry.created.date())
    yield catalog.say("forget.hangs", assessments=assessments, events=len(kept.life.events))
    if not is_confirmed(catalog, say("forget.ask", id=kept.entry.id), yes=yes):
        yield catalog.say("forget.nothing")
        return
    problems = list(_erase_around(home, kept))
    with open_register(home) as register:
        register.forget(kept.entry.id)
    yield catalog.say("forget.done", id=kept.entry.id)
    yield catalog.say("forget.not_reached")
    if home.server:
        yield catalog.say("forget.not_reached.server")
    if problems:
        raise TriageError(problems, REGISTER_FAILED)


def _erase_around(home: Home, kept: Kept) -> Iterator[Problem]:
    """Erase it from traces and backups; yields what could not be erased."""
    with open_register(home) as register:
        copies = register.database.copies()
    failed = erase_traces(home, kept.entry.id, kept.token)
    for path in copies:
        try:
            erase_from_copy(path, kept.entry.id, kept.entry.created)
        except TriageError as error:
            failed.append(error)
    for each in failed:
        for problem in each.problems:
            yield Problem(None, say("forget.failed", why=problem.message))
