"""Registers of real requests with a past, and one as the first version of the program left it."""

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from triage.adapters.home.settings import Home
from triage.adapters.pages.catalog import load_catalog
from triage.adapters.register import schema
from triage.adapters.register.copy import line_of, read_rows
from triage.adapters.register.register import open_register
from triage.adapters.register.rows import as_json
from triage.core.life.events import Checked, Decision, Earlier, Wait
from triage.core.rules.ruleset import Verdict
from triage.usecases.parts.assessing import assess_all
from triage.usecases.parts.keeping import keep
from triage.usecases.parts.opening import make_reader, open_rules
from triage.usecases.parts.recording import find, happened, record

CASES = Path(__file__).parent.parent / "rules" / "cases"
OVERRIDE = Decision(
    Verdict.DEFER, Verdict.GO, "both", "we wait", "people come", date(2027, 2, 1),
    Wait("money", "both", "when there is money", date(2027, 3, 1)),
)  # fmt: skip


def weigh(home: Home, start: str, *also) -> str:
    """Keep the case whose name starts so; it is not analysed, which is what takes time."""
    rules = open_rules(home, None)
    (path,) = CASES.glob(f"{start}-*")
    (assessed,) = assess_all(make_reader(home, rules).read_path(path), rules)
    return keep(assessed, home, load_catalog("en"), also=also)


def add_event(home: Home, request_id: str, what=Checked("unclear")) -> None:  # noqa: B008 - frozen
    record(home, find(home, request_id), happened(what, home))


def make_register(folder: Path) -> list[str]:
    """Three requests: one deferred against the advice, one that asks for what the first asked for."""
    home = Home(folder)
    first, second = weigh(home, "v01"), weigh(home, "v05")
    add_event(home, second, OVERRIDE)
    return [first, second, weigh(home, "v06", Earlier(first, "a new budget"))]


def exported(place: Home | Path) -> str:
    """Give the whole copy of a register."""
    with open_register(place) as register:
        return "".join(map(line_of, read_rows(register.database)))


def make_old(path: Path, rows: list[dict[str, Any]]) -> None:
    """Write the lines of a copy into a register of the first version, which knew neither events nor tokens."""
    path.parent.mkdir(parents=True, exist_ok=True)
    requests = [row for row in rows if "request" in row]
    with closing(sqlite3.connect(path)) as old, old:
        for statement in (*schema.STEPS[0].both, *schema.STEPS[0].file):
            old.execute(statement)
        for row in rows:
            if "ruleset" in row:
                _insert(old, "rulesets", row["ruleset"])
        for row in requests:
            _insert(old, "requests", {name: value for name, value in row["request"].items() if name != "token"})
            for each in row["assessments"]:
                _insert(old, "assessments", {**each, "request_id": row["request"]["id"]})
                request = row["request"]
                listed = {name: request[name] for name in ("number", "created", "language", "title", "task_type")}
                own = {"request_id": request["id"], "assessment_id": each["id"], "verdict": each["verdict"]}
                _insert(old, "latest", listed | own)
        old.execute(schema.SET_VERSION.format(version=1))


def _insert(connection: sqlite3.Connection, table: str, values: dict[str, Any]) -> None:
    kept = {name: as_json(value) if isinstance(value, dict) else value for name, value in values.items()}
    names, marks = ", ".join(kept), ", ".join(f":{name}" for name in kept)
    connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", kept)  # noqa: S608 - our own names
