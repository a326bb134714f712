"""``triage help demo``: look around at a made-up firm with a year behind it, before there is anything of one's own.

Any command can follow (``triage help demo list``); it then works on the made-up firm alone.
"""

import io
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from pathlib import Path

from triage.adapters.home import clock
from triage.adapters.home.settings import Home, make_folder
from triage.adapters.output.wholefile import full_name
from triage.adapters.pages.catalog import Catalog
from triage.adapters.terminal.attended import is_attended
from triage.adapters.terminal.progress import with_bar
from triage.adapters.terminal.screen import print_lines
from triage.cli.session import Session, open_session
from triage.core.messages import failure, say
from triage.usecases import demo as use
from triage.usecases.menu import Entry

Run = Callable[[Sequence[str]], int]
REMOVE = "--remove"


def run_demo(words: Sequence[str], language: Sequence[str], session: Session, run: Run) -> int:
    """Make the firm where it is not there yet, then run what follows, or let a person choose what to look at."""
    catalog = session.catalog
    if list(words) == [REMOVE]:
        _remove(session.home, catalog)
        return 0
    home = use.demo_home(session.home, session.language)
    if not home.register.exists():
        _make(home, catalog, run)
    with _living_in(home):
        if words:
            return run([*words, *language])
        print_lines(["", *(catalog.say(f"demo.{name}") for name in ("what", "apart"))])
        if is_attended():
            from triage.cli.menu import show_menu

            return show_menu(open_session(session.language), run, language, _entries)
        print_lines(
            [catalog.say("demo.look"), *(f"  triage help demo {' '.join(each.command)}" for each in _looks(home))]
        )
        print_lines([catalog.say("demo.leave")])
    return 0


def _entries(home: Home) -> tuple[list[Entry], None]:
    return [*_looks(home), Entry(say("demo.stop"))], None


def _looks(home: Home) -> Iterator[Entry]:
    """Yield what is worth looking at, each by the command that shows it; one request is the first of the year."""
    from triage.adapters.register.register import open_register

    with open_register(home) as register:
        first = [each.id for each in register.newest()][-1]
    for name in ("list", "due", "show", "memo", "report"):
        yield Entry(say(f"demo.{name}"), (name, first) if name in {"show", "memo"} else (name,), comes_back=True)


def _remove(home: Home, catalog: Catalog) -> None:
    folder = use.demo_folder(home)
    if not folder.exists():
        raise failure("demo.none")
    shutil.rmtree(folder)
    print_lines([catalog.say("demo.removed", path=full_name(folder))])


def _make(home: Home, catalog: Catalog, run: Run) -> None:
    """Type the commands of the year in a folder of its own, which gets its name when all of it is there."""
    print_lines([catalog.say("demo.making")])
    make_folder(home.folder.parent)
    with tempfile.TemporaryDirectory(dir=home.folder.parent) as folder:
        made = Home(Path(folder) / "home", named=True)
        ids: dict[int, str] = {}
        for step in with_bar(use.steps(catalog.language, clock.today()), catalog.say("demo.bar")):
            _type(step, made, ids, catalog.language, run)
        shutil.rmtree(home.folder, ignore_errors=True)
        made.folder.rename(home.folder)


def _type(step: use.Step, home: Home, ids: dict[int, str], language: str, run: Run) -> None:
    from triage.adapters.register.register import open_register

    words = [word.replace(use.ID, ids.get(step.about, "")) for word in step.words]
    with _living_in(home, f"{step.day}T10:00"), redirect_stdout(io.StringIO()):
        if step.file:
            file = home.folder.with_name("request.json")
            file.write_text(step.file, encoding="utf-8")
            words.append(str(file))
        if run([*words, "--lang", language]):
            raise RuntimeError(" ".join(words))
    if step.file:
        with open_register(home) as register:
            ids[step.about] = next(register.newest(limit=1)).id


@contextmanager
def _living_in(home: Home, now: str = "") -> Iterator[None]:
    """Run commands in this block in another home, with a register of its own, and on another day where one is given."""
    before = {name: os.environ.get(name) for name in ("TRIAGE_HOME", "TRIAGE_REGISTER", "TRIAGE_RULES", "TRIAGE_NOW")}
    own = {"TRIAGE_HOME": str(home.folder), "TRIAGE_REGISTER": None, "TRIAGE_RULES": None}
    try:
        _set(own | ({"TRIAGE_NOW": now} if now else {}))
        yield
    finally:
        _set(before)


def _set(values: dict[str, str | None]) -> None:
    for name, value in values.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
