"""How long a register of a million requests makes a person wait: ``python tests/benchmarks/measure_register.py``.

Not a test. Fills a register in a temporary folder (or the file that is named, which is kept) and prints milliseconds:
the median and the slowest of 20 rounds, each with a connection of its own as a command has.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from triage.adapters import registersql as sql
from triage.adapters.register import KeptRuleset, Register, Wanted, make_id, open_register

COUNT = 1_000_000
ROUNDS = 20
RULES = KeptRuleset("f00d", "marketing", "2026.1", {})
START = datetime(2006, 1, 1, tzinfo=UTC)
TYPES = [f"type_{number}" for number in range(40)]
VERDICTS = ("go", "defer", "drop")
REQUEST = '{"title": "' + "x" * 400 + '"}'


def fill(path: Path) -> None:
    """Fill the register in one transaction, with the statements that the program itself uses."""
    with open_register(path) as register:
        register.add({"title": "first"}, {"verdict": "go", "score": None}, RULES, START, "en")
        connection = register._connection
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute(sql.BEGIN)
        connection.executemany(sql.ADD_REQUEST, requests())
        connection.executemany(sql.ADD_ASSESSMENT, assessments())
        connection.executemany(sql.SET_LATEST, ({"id": f"{row['id']}.1"} for row in requests()))
        connection.execute("COMMIT")


def requests() -> Iterator[dict[str, Any]]:
    """A request every ten minutes; one type in 40 is never a go."""
    for at in range(COUNT):
        created = START + timedelta(minutes=10 * (at + 1))
        number = at + 2
        yield {
            "id": make_id(created.year, number),
            "year": created.year,
            "number": number,
            "title": f"Campaign {at} for pump buyers in Denmark",
            "created": created.isoformat(timespec="microseconds"),
            "language": "da",
            "asked_by": "the director",
            "task_type": TYPES[at % 40],
            "goal": "g1",
            "request": REQUEST,
        }


def assessments() -> Iterator[dict[str, Any]]:
    for at, row in enumerate(requests()):
        verdict = "drop" if at % 40 == 7 else VERDICTS[at * 7 % 3]
        yield {
            "id": f"{row['id']}.1",
            "request_id": row["id"],
            "created": row["created"],
            "verdict": verdict,
            "score": 64.5,
            "score_low": 64.5,
            "score_high": 64.5,
            "ruleset": RULES.fingerprint,
            "data": REQUEST,
        }


def measure(name: str, path: Path, work: Callable[[Register], object], rounds: int = ROUNDS) -> None:
    """Print what one thing takes, opening included."""
    taken = []
    for _ in range(rounds):
        begun = time.perf_counter()
        with open_register(path) as register:
            work(register)
        taken.append((time.perf_counter() - begun) * 1000)
    print(f"{name:46} {statistics.median(taken):9.2f} ms   slowest {max(taken):9.2f} ms")


def newest(wanted: Wanted, limit: int | None = 50) -> Callable[[Register], object]:
    """A listing that is read to its end."""
    return lambda register: sum(1 for _ in register.newest(wanted, limit))


def measure_all(path: Path) -> None:
    """Print what a person may wait for."""
    measure("newest 50", path, newest(Wanted()))
    measure("newest 50, a verdict", path, newest(Wanted(verdict="defer")))
    measure("newest 50, a task type", path, newest(Wanted(task_type="type_3")))
    measure("newest 50, verdict and task type", path, newest(Wanted(verdict="go", task_type="type_3")))
    measure("newest 50, verdict and type that never meet", path, newest(Wanted(verdict="go", task_type="type_7")))
    measure("newest 50, an old month", path, newest(Wanted(since=date(2009, 3, 1), until=date(2009, 3, 31))))
    measure(
        "newest 50, an old month of a verdict", path, newest(Wanted("go", None, date(2009, 3, 1), date(2009, 3, 31)))
    )
    measure("find by id", path, lambda register: register.find("2009-180000"))
    measure("find by number alone", path, lambda register: register.find("180000"))
    measure("find the last", path, lambda register: register.find("last"))
    measure("task types (only when nothing matches)", path, lambda register: register.task_types())
    measure("all of them", path, newest(Wanted(), None), rounds=1)
    add = {"title": "new"}, {"verdict": "go", "score": None}, RULES, datetime.now(UTC), "en"
    measure("add one", path, lambda register: register.add(*add))


def main() -> None:
    """Fill where needed, then measure."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(folder) / "register.sqlite3"
        if not path.exists():
            begun = time.perf_counter()
            fill(path)
            print(f"filled in {time.perf_counter() - begun:.0f} s, {path.stat().st_size / 2**20:.0f} MiB")
        measure_all(path)


if __name__ == "__main__":
    main()
