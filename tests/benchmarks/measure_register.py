"""How long a register of a million requests makes a person wait: ``python tests/benchmarks/measure_register.py``.

Not a test. Fills a register in a temporary folder, or in the file that is named, which is kept (11 GB, twice that while
it is filled, a quarter of an hour), and prints milliseconds: the median and the slowest of ten rounds, each with a
connection of its own, as a command has. Words are as many as those of a real memo, 300 different ones.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from triage.adapters.register import schema, sql
from triage.adapters.register.register import (
    Addition,
    Register,
    Wanted,
    make_id,
    open_register,
)
from triage.adapters.register.rows import sort_key
from triage.core.life.events import Decision, Event
from triage.core.rules.ruleset import Verdict

sys.path.append(str(Path(__file__).parents[1]))
import bare

COUNT = 1_000_000
ROUNDS = 10
START = datetime(2006, 1, 1, tzinfo=UTC)
STATES = {"go": ("decided", "running", "reviewed"), "defer": ("waiting",), "drop": ("closed",)}
REQUEST = '{"profile":{},"answers":{},"title":"' + "x" * 830 + '"}'
ASSESSMENT = '{"title":"' + "x" * 2600 + '"}'
OPEN = 20_000
"""So many of the newest requests still wait for something."""
EVERY_MEMO = " ".join(f"ord{number}" for number in range(200))


def fill(path: Path) -> None:
    """Fill the register in one transaction, with the statements that the program itself uses."""
    with open_register(path) as register:
        register.add(bare.new(bare.request("first")), START, "en")
        connection = register.database._connection
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute(schema.BEGIN)
        for statement, rows in FILLING:
            begun = time.perf_counter()
            connection.executemany(statement, map(rows, range(COUNT)))
            print(f"  {time.perf_counter() - begun:6.0f} s {' '.join(statement.split())[:40]}", file=sys.stderr)
        connection.executemany(sql.ADD_REMINDER, map(reminder, range(COUNT - OPEN, COUNT)))
        connection.execute(sql.NUMBER_TAKEN, {"year": 2025, "number": COUNT + 2})
        connection.execute("COMMIT")


def kind(at: int) -> dict[str, str]:
    """What a request is: one task type in 40 is always dropped, and a director asks for 1,000 requests."""
    verdict = "drop" if at % 40 == 7 else ("go", "defer", "drop")[at * 7 % 3]
    states = STATES[verdict]
    return {
        "verdict": verdict,
        "task_type": f"type_{at % 40}",
        "state": states[at % len(states)],
        "director": f"direktør {at % 1000:03d}",
        "goal": f"g{at % 5}",
    }


def request(at: int) -> dict[str, Any]:
    """A request every ten minutes."""
    created = START + timedelta(minutes=10 * (at + 1))
    return {
        "id": make_id(created.year, at + 2),
        "year": created.year,
        "number": at + 2,
        "title": f"Campaign {at} for pump buyers in Denmark",
        "created": created.isoformat(timespec="microseconds"),
        "language": "da",
        "asked_by": kind(at)["director"],
        "task_type": kind(at)["task_type"],
        "goal": kind(at)["goal"],
        "request": REQUEST,
        "token": f"{at:032x}",
    }


def assessment(at: int) -> dict[str, Any]:
    row = request(at)
    return {
        "id": f"{row['id']}.1",
        "request_id": row["id"],
        "created": row["created"],
        "verdict": kind(at)["verdict"],
        "score": 64.5,
        "score_low": 64.5,
        "score_high": 64.5,
        "ruleset": bare.RULESET.fingerprint,
        "data": ASSESSMENT,
    }


def event(at: int) -> dict[str, Any]:
    row = request(at)
    data = '{"number":1,"verdict":"go","because":""}'
    own = {"kind": "weighed", "at": row["created"], "day": row["created"][:10], "who": "Mette", "data": data}
    return {"request_id": row["id"], "seq": 1} | own


def listing(at: int) -> dict[str, Any]:
    name = request(at)["id"]
    return kind(at) | {"place": sort_key(name), "assessment_id": f"{name}.1"}


def words(at: int) -> dict[str, Any]:
    """300 words: 200 of every memo, 99 of some and one of its own."""
    some = " ".join(f"emne{(at * 99 + number) % 20_011}" for number in range(99))
    return {"place": sort_key(request(at)["id"]), "words": f"{EVERY_MEMO} {some} campaign{at}"}


def reminder(at: int) -> dict[str, Any]:
    row = request(at)
    return {"request_id": row["id"], "about": "answer", "day": row["created"][:10], "detail": ""}


FILLING: tuple[tuple[str, Callable[[int], dict[str, Any]]], ...] = (
    (sql.ADD_REQUEST, request),
    (sql.ADD_ASSESSMENT, assessment),
    (sql.ADD_EVENT, event),
    (sql.SET_LISTING, listing),
    (sql.FILE_SEARCH.add, words),
)


def measure(name: str, path: Path, work: Callable[[Register], object], rounds: int = ROUNDS) -> None:
    """Print what one thing takes, opening included."""
    taken = []
    for _ in range(rounds):
        begun = time.perf_counter()
        with open_register(path) as register:
            work(register)
        taken.append((time.perf_counter() - begun) * 1000)
    print(f"{name:46} {statistics.median(taken):9.2f} ms   slowest {max(taken):9.2f} ms", flush=True)


LISTINGS = {
    "newest 20": Wanted(),
    "a verdict": Wanted(verdict="defer"),
    "a task type": Wanted(task_type="type_3"),
    "a task type that nothing has": Wanted(task_type="type_99"),
    "a state": Wanted(state="waiting"),
    "a state that nothing has": Wanted(state="assessed"),
    "a director": Wanted(director="Direktør 042"),
    "the beginning of a director": Wanted(director="direktør"),
    "a director whom nobody knows": Wanted(director="Åse"),
    "a goal": Wanted(goal="g1"),
    "a goal that nothing has": Wanted(goal="x"),
    "an old month": Wanted(since=date(2009, 3, 1), until=date(2009, 3, 31)),
    "an old month of a verdict": Wanted("go", since=date(2009, 3, 1), until=date(2009, 3, 31)),
    "a day without requests": Wanted(since=date(2031, 3, 1)),
    "verdict and task type": Wanted("drop", "type_3"),
    "verdict and type that never meet": Wanted("go", "type_7"),
    "verdict and state that never meet": Wanted("go", state="closed"),
    "state and goal, director and type": Wanted(None, "type_2", state="running", director="direktør 042", goal="g2"),
    "five that never meet": Wanted("go", "type_1", state="running", director="direktør 042", goal="g2"),
    "a word of one request": Wanted(words="campaign4711"),
    "a word of 5,000 requests": Wanted(words="emne4711"),
    "a word of all requests": Wanted(words="ord7"),
    "a word of none": Wanted(words="zebra"),
    "the beginning of a word of all": Wanted(words="or"),
    "the beginning of a million words": Wanted(words="camp"),
    "one letter": Wanted(words="c"),
    "two words of all": Wanted(words="ord7 ord150"),
    "a word of all and one of one": Wanted(words="ord7 campaign4711"),
    "two words that never meet": Wanted(words="campaign1 campaign4711"),
    "a word of all and a verdict": Wanted("go", words="ord7"),
    "a word of all and a director": Wanted(director="direktør 042", words="ord7"),
    "a word of all and a director of none": Wanted(director="Åse", words="ord7"),
    "a word of all, verdict and type never meet": Wanted("go", "type_7", words="ord7"),
}


def measure_all(path: Path) -> None:
    """Print what a person may wait for."""
    for name, wanted in LISTINGS.items():
        measure(name, path, lambda register, wanted=wanted: list(register.newest(wanted, 21)))
    measure("page 40,000", path, lambda register: list(register.newest(Wanted(), 21, 40_000 * 20)))
    measure("page 10,000 of a verdict", path, lambda register: list(register.newest(Wanted("go"), 21, 10_000 * 20)))
    measure(
        "page 1,000 of a word of all", path, lambda register: list(register.newest(Wanted(words="ord7"), 21, 20_000))
    )
    measure("due: 20,000 things", path, lambda register: register.due(date(2026, 1, 1)))
    measure("count due", path, lambda register: register.count_due(date(2026, 1, 1)))
    measure("find by id", path, lambda register: register.find("2009-180000"))
    measure("find by number alone", path, lambda register: register.find("180000"))
    measure("find the last", path, lambda register: register.find("last"))
    measure("2,000 to compare with, twice", path, lambda register: register.candidates("type_3", 2_000))
    measure("500 lives", path, lambda register: list(register.histories(500)))
    measure("directors (only when nothing matches)", path, lambda register: register.known("director"))
    measure("task types (only when nothing matches)", path, lambda register: register.known("task_type"))
    new = bare.new(bare.request("new", asked_by="Bo"), words=words(1)["words"])
    measure("add one", path, lambda register: register.add(new, datetime.now(UTC), "en"))
    measure("record one", path, lambda register: register.record("last", lambda _: decided(), datetime.now(UTC)))
    measure("all of them", path, lambda register: sum(1 for _ in register.newest()), rounds=1)


def decided() -> Addition:
    now = datetime.now(UTC)
    return Addition((Event(now, now.date(), "Mette", Decision(Verdict.GO, Verdict.GO, "both")),))


def main() -> None:
    """Fill where needed, then measure."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(folder) / "register.sqlite3"
        if not path.exists():
            begun = time.perf_counter()
            fill(path)
            print(f"filled in {time.perf_counter() - begun:.0f} s, {path.stat().st_size / 2**20:.0f} MiB", flush=True)
        measure_all(path)


if __name__ == "__main__":
    main()
