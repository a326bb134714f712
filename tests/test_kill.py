"""Whole commands, in either register: a kill at any moment loses nothing that was confirmed, nor do twenty at once.

What one call of the register does is tested in adapters/test_register.py.
"""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count, islice
from pathlib import Path
from typing import Any

import pytest
from triage.adapters.home import drafts
from triage.adapters.home.profilefile import load_profile
from triage.adapters.home.settings import Home
from triage.adapters.pages.catalog import load_catalog
from triage.adapters.register.copy import read_request
from triage.adapters.register.register import Register, make_id, open_register
from triage.adapters.rules.rulefiles import ruleset_source
from triage.core.life.agenda import agenda
from triage.core.life.events import Weighed
from triage.core.request.request import Answer, Origin

from forked import GUIDE, NOW, ROOT, Ended, Running, environment_of, programs, shut
from terminal import ENTER, Terminal

pytest_plugins = ["postgres"]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL and no fork there")

TABLES = ("rulesets", "requests", "assessments", "events", "numbers", "listing", "reminders", "searched")
AT = datetime.fromisoformat(NOW)
SAY = load_catalog("en").say
ASKED_BEFORE = load_catalog("en").texts["earlier.asked"].split("{")[0]
ALWAYS = ("--no-input", "--lang", "en")
DECIDE = ("decide", "1", "go", "--because", "we need it", *ALWAYS)
AGREE = ("agree", "1", "--metric", "orders", "--level", "40", "--by-date", "2027-12-01", "--sign", "clicks")
AGREE += ("--sign-level", "100", "--agreed-by", "Bo and Ea", *ALWAYS)
REVIEW = ("review", "1", "--measured", "12 orders", "--cost", "12000", *ALWAYS)
NEW = ("new", "--from", "GUIDE", *ALWAYS)
NEWS = [(*NEW, "--whats-new", str(number)) for number in range(8)]
"""Eight that are not the same: the same on one day is a second try."""
FORM = "[2026-001]\n" + "".join(f"[{name}]\n-> ?\n" for name in ("outcome", "visible_in")) + "[need]\n-> b\n"
ANSWER = ("ask", "1", "--read", "FORM", "--lang", "en")
ALIGN = ("ask", "1", "--compare", "--take", "director", *ALWAYS)
REVISIT = ("new", "--again", "1", "need=guess", "--because", "x", *ALWAYS)
WHAT_IF = ("what-if", "1", "need=guess", "--keep", "--lang", "en")
CLOSE = ("decide", "1", "closed", "--because", "no", "--lang", "en")
KEPT_AS = [SAY("result.id", id=f"2026-00{number}") for number in range(3)]
IS_CONFIRMED = re.compile(r"^Kept as (.*)\.$", re.MULTILINE)
AGREED = {"metric": "orders", "level": "40", "reach_by": date(2027, 12, 1), "sign": "clicks", "sign_level": "100"}
AGREED |= {"sign_week": 12.0, "stop_rule": "nothing by June", "chance": None, "agreed_by": "Bo and Ea"}
AGREED |= {"stop_on": "words", "baseline": None, "ceiling": None, "directors_chance": None}
AGREED |= {"agreed_on": date(2026, 3, 2)}
DIES_WHEN_A_DRAFT_IS_REMOVED = """
import os, signal, sys
sys.addaudithook(lambda event, what: event == "os.remove" and "drafts" in str(what) and os.kill(os.getpid(), 9))
"""


@dataclass(frozen=True)
class Case:
    """A command, what goes before it, what it prints once all is safe, and what a second run of it says."""

    command: tuple[str, ...]
    before: tuple[tuple[str, ...], ...]
    confirms: str
    says_again: str = ""
    """Where it is not the same."""
    step: int = 1
    """From each moment that it is killed at to the next; those that write as another does need not die as often."""


CASES = {
    "new": Case(NEW, (NEWS[0],), KEPT_AS[2]),
    "decide": Case(DECIDE, (NEW,), "we need it"),
    "agree": Case(AGREE, (NEW, DECIDE), "orders"),
    "review": Case(REVIEW, (NEW, DECIDE, AGREE), "12 orders"),
    "close": Case(CLOSE, (NEW,), SAY("closed", id="2026-001"), SAY("close.already", id="2026-001")),
    "answer": Case(ANSWER, (NEW,), "triage ask 2026-001 --compare"),
    "align": Case(ALIGN, (NEW, ANSWER), KEPT_AS[1]),
    "revisit": Case(REVISIT, (NEW,), KEPT_AS[1], step=4),
    "what-if": Case(WHAT_IF, (NEW,), KEPT_AS[2], step=4),
    "init": Case(("init", "--yearly-budget", "200000", *ALWAYS), (), "profile.json"),
}


class Place:
    """A home of its own with its register, and the program in it."""

    def __init__(self, folder: Path, server: str | None = None) -> None:
        self.home = Home(folder, server)
        self._server = {"TRIAGE_REGISTER": server} if server else {}
        programs().new_home(folder)

    def start(self, *commands: tuple[str, ...], **how: Any) -> Running:
        files = {"GUIDE": str(programs().guide), "FORM": str(self.home.folder / "form.txt")}
        named = [[files.get(word, word) for word in command] for command in commands]
        return programs().start(named, self.home.folder, **how, **self._server)

    def run(self, *command: str, dies_before: int = 0) -> Ended:
        return self.start(command, dies_before=dies_before).ended()

    def prepare(self, *commands: tuple[str, ...]) -> None:
        (self.home.folder / "form.txt").write_text(FORM, encoding="utf-8")
        ended = self.start(*commands).ended()
        assert set(ended.codes) <= {0}, ended.err

    def terminal(self, *command: str, **how: Any) -> Terminal:
        return Terminal(self.home.folder, "en_GB", *command, TRIAGE_NOW=NOW, **self._server, **how)

    def terminal_that_dies_when_a_draft_is_removed(self, folder: Path, *command: str) -> None:
        """Run a command whose answers are all there, agree to them, and be killed between register and draft."""
        (folder / "sitecustomize.py").write_text(DIES_WHEN_A_DRAFT_IS_REMOVED, encoding="utf-8")
        terminal = self.terminal(*command, cold=True, PYTHONPATH=f"{folder}{os.pathsep}{ROOT}").ready()
        terminal.send(ENTER)
        terminal.ended()
        assert terminal.child.signalstatus == signal.SIGKILL, terminal.text()

    def form_draft(self) -> drafts.Draft:
        """The draft of the agreement on 2026-001, with all that :data:`AGREE` says."""
        folder = self.home.folder / "form-drafts" / "2026-001-agree"
        draft = drafts.begin(folder, started=AT, language="en", quick=False, fingerprint="agreement")
        for name, value in AGREED.items():
            draft = drafts.keep_answer(draft, name, Answer(value, Origin.ASKED))
        return draft

    def environment(self) -> dict[str, str]:
        return environment_of(self.home.folder) | self._server

    def rows(self) -> dict[str, Any]:
        """Everything that is kept."""
        with open_register(self.home) as register:
            found = {name: _rows(register, f"SELECT * FROM {name}") for name in TABLES}  # noqa: S608
        profile = self.home.profile
        return found | {"profile": profile.read_bytes() if profile.exists() else b""}


@pytest.fixture
def file_place(home: Path) -> Place:
    return Place(home)


@pytest.fixture(params=["file", "server"])
def place(request: pytest.FixtureRequest, home: Path) -> Place:
    return Place(home, request.getfixturevalue("postgres_url") if request.param == "server" else None)


def _rows(register: Register, statement: str) -> list[Any]:
    return sorted(map(tuple, register.database.execute(statement).fetchall()), key=repr)


def assert_whole(home: Home) -> list[str]:
    """Listing, reminders, search and numbers say what the events say; gives the ids."""
    with open_register(home) as register:
        found = list(register.histories())
        for kept in found:
            life, request_id = kept.life, kept.entry.id
            numbers = [event["seq"] for event in kept.as_json()["events"]]
            assert numbers == list(range(1, len(numbers) + 1))
            weighed = [what for _, what in life.all(Weighed)]
            numbered = [f"{request_id}.{number}" for number in range(1, len(weighed) + 1)]
            assessments = read_request(register.database, request_id)["assessments"]
            assert [each["id"] for each in assessments] == numbered
            shown = (kept.entry.state, kept.number, kept.entry.verdict)
            assert shown == (life.state, len(numbered), weighed[-1].verdict)
            waits = _rows(register, f"SELECT about, day, detail FROM reminders WHERE request_id = '{request_id}'")  # noqa: S608
            assert waits == sorted((each.about.value, each.day.isoformat(), each.detail) for each in agenda(life))
        ids = [kept.entry.id for kept in found]
        assert ids == [make_id(2026, number) for number in range(1, len(ids) + 1)]
        assert _rows(register, "SELECT last FROM numbers") == ([(len(ids),)] if ids else [])
        assert len(_rows(register, "SELECT * FROM searched")) == len(ids)
        if not home.server:
            assert _rows(register, "PRAGMA integrity_check") == [("ok",)]
            assert _rows(register, "PRAGMA foreign_key_check") == []
    return ids


@pytest.mark.parametrize("name", CASES)
def test_a_kill_at_any_moment_leaves_it_as_before_or_wholly_as_after(place, name):
    case = CASES[name]
    place.prepare(*case.before)
    before = after = place.rows()
    for moment in count(1, case.step if place.home.server is None else 4):
        ended = place.run(*case.command, dies_before=moment)
        after = place.rows()
        if after != before:
            break
        assert ended.killed, f"nothing was kept: {ended}"
        assert case.confirms not in ended.out, ended.err
    assert moment > 1
    assert_whole(place.home)
    again = place.run(*case.command)
    assert (case.says_again or case.confirms) in again.out + again.err
    assert again.codes == [1 if name == "close" else 0]
    assert place.rows() == after
    assert_whole(place.home)


@pytest.mark.parametrize("moment", [1, 20, 50, 80])
def test_a_kill_while_the_register_is_made_harms_nothing(place, moment):
    place.run(*NEW, dies_before=moment)
    made = assert_whole(place.home)
    ended = place.run(*NEW)
    assert ended.codes == [0], ended.err
    assert assert_whole(place.home) == (made or [make_id(2026, 1)])


def test_a_kill_at_any_time_loses_no_row_that_was_confirmed(file_place, tmp_path):
    command = ("new", "--from", _many(tmp_path / "rows.jsonl", 8), *ALWAYS)
    begun = time.monotonic()
    file_place.prepare(command)
    whole = time.monotonic() - begun
    for share in (0.2, 0.5, 0.8):
        before = assert_whole(file_place.home)
        running = file_place.start((*command, "--whats-new", str(share)))
        time.sleep(share * whole)
        assert_confirmed_rows_are_kept(file_place, before, running.kill().out)


def test_a_kill_of_the_real_program_loses_no_row_that_was_confirmed(place, tmp_path):
    command = [sys.executable, "-m", "triage", "new", "--from", _many(tmp_path / "rows.jsonl", 30), *ALWAYS]
    environment = place.environment() | {"PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        printed = "".join(islice(filter(IS_CONFIRMED.match, process.stdout), 5))
        process.kill()
        printed += process.stdout.read()
    assert_confirmed_rows_are_kept(place, [], printed)


def _many(path: Path, count: int) -> str:
    path.write_text("".join(json.dumps(GUIDE | {"title": f"row {n}"}) + "\n" for n in range(count)), encoding="utf-8")
    return str(path)


def assert_confirmed_rows_are_kept(place: Place, before: list[str], printed: str) -> None:
    """All that was kept was also told, but for one row at the most whose turn it was."""
    confirmed = IS_CONFIRMED.findall(printed)
    kept = assert_whole(place.home)[len(before) :]
    assert kept[: len(confirmed)] == confirmed
    assert len(kept) - len(confirmed) in {0, 1}


def test_twenty_processes_at_once_lose_nothing_and_double_nothing(place, tmp_path):
    place.prepare(
        *NEWS,
        *(("decide", number, "go", *ALWAYS) for number in "23"),
        *(("agree", number, *AGREE[2:]) for number in "23"),
    )
    gate = tmp_path / "gate"
    with shut(gate):
        started = [place.start(*_commands(number), gate=gate) for number in range(20)]
    ended = [each.ended() for each in started]
    done = {(request_id, f"p{n}") for n, each in enumerate(ended) for request_id in _done(n, each)}
    ids = assert_whole(place.home)
    assert len(ids) == 8 + sum(each.out.count("Kept as") for each in ended) == 8 + 5
    with open_register(place.home) as register:
        events = _rows(register, "SELECT request_id, data FROM events")
    written = [(request_id, name) for request_id, data in events for name in re.findall(r'"(p\d+)"', data)]
    assert sorted(written) == sorted(done)
    assert any(each.err for each in ended), "no two met"
    assert {request_id for request_id, _ in done} == set(ids[:8])


def _commands(number: int) -> list[tuple[str, ...]]:
    """What one of twenty does: to three requests that all write to, to one of its own, and a new one."""
    name = f"p{number}"
    shared = [
        ("decide", "1", "go", "--because", name, *ALWAYS),
        ("agree", "2", *AGREE[2:], "--metric", name, "--change", "another number"),
        ("review", "3", "--measured", name, "--reached", "no", *ALWAYS),
    ]
    first, second, _ = [*shared[number % 3 :], *shared[: number % 3]]
    own = {
        0: [(*NEW, "--whats-new", f"of {name}")],
        1: [("decide", str(4 + number // 4), "go", "--because", name, *ALWAYS)],
    }
    return [first, *own.get(number % 4, []), second]


def _done(number: int, ended: Ended) -> Iterator[str]:
    """The requests that one of twenty has written to, as it was told; the others were refused in one clear line."""
    refused = []
    for command, code in zip(_commands(number), ended.codes, strict=True):
        request_id = make_id(2026, int(command[1])) if command[0] != "new" else ""
        assert code == 0 or (code == 1 and int(command[1]) < 4), ended.err
        if code:
            refused.append(SAY("register.changed_meanwhile", id=request_id))
        elif request_id:
            yield request_id
    assert ended.err.splitlines() == refused


def test_what_several_change_of_the_profile_at_once_is_all_kept(file_place, tmp_path):
    flags = [("--yearly-budget", "1"), ("--hourly-cost", "2"), ("--organisation", "A"), ("--manager", "B")]
    gate = tmp_path / "gate"
    with shut(gate):
        started = [file_place.start(("init", *flag, *ALWAYS), gate=gate) for flag in flags]
    assert [each.ended().codes for each in started] == [[0]] * 4
    profile = load_profile(file_place.home)
    assert (profile.yearly_budget, profile.hourly_cost, profile.organisation, profile.manager) == (1, 2, "A", "B")


def test_a_draft_that_was_kept_before_the_kill_is_not_kept_twice(file_place, tmp_path):
    home = file_place.home
    fingerprint = ruleset_source(home=home).fingerprint
    draft = drafts.begin(home.drafts, started=AT, language="en", quick=True, fingerprint=fingerprint, whole=True)
    for name in ("request", "task_type", "need", "cost", "hours"):
        draft = drafts.keep_answer(draft, name, Answer(GUIDE["answers"][name], Origin.ASKED))
    file_place.terminal_that_dies_when_a_draft_is_removed(tmp_path, "new", "--resume")
    before = file_place.rows()
    assert assert_whole(home) == ["2026-001"]
    terminal = file_place.terminal("new", "--resume")
    assert terminal.ended() == 0
    assert SAY("draft.kept", id="2026-001") in terminal.said()
    assert drafts.all_drafts(home.drafts) == []
    assert file_place.rows() == before


def test_a_form_that_was_kept_before_the_kill_is_not_kept_twice(file_place, tmp_path):
    file_place.prepare(NEW, DECIDE)
    draft = file_place.form_draft()
    file_place.terminal_that_dies_when_a_draft_is_removed(tmp_path, "agree", "1")
    before = file_place.rows()
    assert draft.path.exists()
    assert file_place.run(*AGREE).codes == [0]
    assert file_place.rows() == before
    assert not draft.path.exists()


def test_a_form_that_is_open_in_another_window_is_left_alone(file_place):
    file_place.prepare(NEW, DECIDE)
    draft = file_place.form_draft()
    with drafts.locked(draft):
        assert file_place.run(*AGREE).codes == [0]
    assert draft.path.exists()
