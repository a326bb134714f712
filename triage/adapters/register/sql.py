"""The register's SQL, word for word: every statement by name; the schema is ``adapters.register.schema``.

Ids are text, times ISO text in UTC, the rest JSON text, parameters ``:named``, so that the same words run on
PostgreSQL. What only one of the two understands (``RAISE``, ``PRAGMA``, ``tsvector``) is apart and named so.
Nothing here opens anything.
"""

from collections.abc import Sequence
from typing import NamedTuple

RULESET = ("fingerprint", "name", "version", "texts", "kept_at")
REQUEST = ("id", "year", "number", "title", "created", "language", "asked_by", "task_type", "goal", "request", "token")
ASSESSMENT = ("id", "created", "verdict", "ruleset", "data")
EVENT = ("seq", "kind", "at", "day", "who", "data")
"""The columns of a row as a copy holds it, in the order in which they are read."""


class Search(NamedTuple):
    """How one database searches words: a part of a WHERE, the newest that are found, and what keeps it up to date."""

    matches: str
    places: str
    add: str
    remove: str
    word: str
    """How one word is searched for, and what begins with it."""
    between: str
    """The operator between two words that both have to be found."""
    either: str
    """The operator between two spellings, one of which has to be found."""
    purge: tuple[str, ...] = ()
    """What takes the last traces of removed words out of the index."""


def _insert(table: str, columns: Sequence[str]) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(f':{name}' for name in columns)})"


FILE_SEARCH = Search(
    "+l.place IN (SELECT rowid FROM searched WHERE searched MATCH :words)",
    "SELECT rowid FROM searched WHERE searched MATCH :words ORDER BY rowid DESC LIMIT :most",
    "INSERT INTO searched (rowid, words) VALUES (:place, :words)",
    "DELETE FROM searched WHERE rowid = :place",
    '"{}"*',
    " AND ",
    " OR ",
    ("INSERT INTO searched (searched) VALUES ('optimize')",),
)
SERVER_SEARCH = Search(
    "l.place IN (SELECT place FROM searched WHERE words @@ CAST(:words AS tsquery))",
    "SELECT place FROM searched WHERE words @@ CAST(:words AS tsquery) ORDER BY place DESC LIMIT :most",
    "INSERT INTO searched (place, words) VALUES (:place, array_to_tsvector(string_to_array(:words, ' ')))",
    "DELETE FROM searched WHERE place = :place",
    "'{}':*",
    " & ",
    " | ",
)

NEXT_NUMBER = """
INSERT INTO numbers (year, last) VALUES (:year, 1)
ON CONFLICT (year) DO UPDATE SET last = numbers.last + 1
RETURNING last
"""

NUMBER_TAKEN = """
INSERT INTO numbers (year, last) VALUES (:year, :number)
ON CONFLICT (year) DO UPDATE SET last = CASE WHEN numbers.last < :number THEN :number ELSE numbers.last END
"""

ID_OF_TOKEN = "SELECT id FROM requests WHERE token = :token"

ADD_RULESET = _insert("rulesets", RULESET) + " ON CONFLICT (fingerprint) DO NOTHING"

ADD_REQUEST = _insert("requests", REQUEST)

COUNT_ASSESSMENTS = "SELECT count(*) FROM assessments WHERE request_id = :request_id"

ADD_ASSESSMENT = _insert("assessments", ("request_id", *ASSESSMENT, "score", "score_low", "score_high"))

ADD_EVENT = _insert("events", ("request_id", *EVENT))

EVENTS = f"SELECT {', '.join(EVENT)} FROM events WHERE request_id = :id ORDER BY seq"

SET_LISTING = """
INSERT INTO listing (place, request_id, assessment_id, number, created, language, title, task_type, verdict,
                     score, score_low, score_high, state, director, goal)
SELECT :place, r.id, a.id, r.number, r.created, r.language, :title, :task_type, a.verdict,
       a.score, a.score_low, a.score_high, :state, :director, :goal
FROM assessments a JOIN requests r ON r.id = a.request_id
WHERE a.id = :assessment_id
ON CONFLICT (place) DO UPDATE SET
  assessment_id = excluded.assessment_id, title = excluded.title, task_type = excluded.task_type,
  verdict = excluded.verdict, score = excluded.score, score_low = excluded.score_low,
  score_high = excluded.score_high, state = excluded.state, director = excluded.director, goal = excluded.goal
"""

SET_STATE = "UPDATE listing SET state = :state WHERE request_id = :request_id"

CLEAR_REMINDERS = "DELETE FROM reminders WHERE request_id = :request_id"

ADD_REMINDER = _insert("reminders", ("request_id", "about", "day", "detail"))

DUE = """
SELECT l.request_id, l.title, l.verdict, l.state, m.about, m.day, m.detail
FROM reminders m JOIN listing l ON l.request_id = m.request_id
WHERE m.day <= :day
ORDER BY m.day, l.created, m.about
"""

COUNT_DUE = "SELECT count(*) FROM reminders WHERE day <= :day"

ENTRY = """l.request_id, l.title, l.verdict, l.score, l.score_low, l.score_high, l.created, l.task_type, l.language,
       l.state"""

NEWEST = f"""
SELECT {ENTRY}
FROM {{among}} l
WHERE {{conditions}}
ORDER BY l.created DESC, l.number DESC
LIMIT :limit OFFSET :skip
"""

AMONG = "(SELECT * FROM listing WHERE place IN ({places}) LIMIT {most})"
"""Some requests only; the limit makes SQLite look them up first, whatever the conditions."""

NEWEST_BEFORE = "SELECT created FROM listing WHERE place < :place ORDER BY created DESC, number DESC LIMIT 1"
"""When the newest request before a place was created."""

CONDITIONS = {
    "since": "l.created >= :since",
    "until": "l.created < :until",
    "verdict": "l.verdict = :verdict",
    "task_type": "l.task_type = :task_type",
    "state": "l.state = :state",
    "director": "substr(l.director, 1, length(:director)) = :director",
    "goal": "substr(l.goal, 1, length(:goal)) = :goal",
}
"""What a listing may be narrowed to; a name or a goal by how it begins."""

GOAL_IS_TAKEN_UP = """
SELECT 1 FROM listing l JOIN events e ON e.request_id = l.request_id
WHERE l.goal = :goal AND l.request_id <> :but
  AND e.kind = 'decision' AND e.day <= :day AND e.data LIKE '%"verdict":"go"%'
LIMIT 1
"""

TASK_TYPES = "SELECT DISTINCT task_type FROM listing ORDER BY task_type"

DIRECTORS = "SELECT DISTINCT director FROM listing ORDER BY director"

GOALS = "SELECT DISTINCT goal FROM listing ORDER BY goal"

ID_OF_NEWEST = "SELECT request_id FROM listing ORDER BY created DESC, number DESC LIMIT 1"

ID_OF_NUMBER = "SELECT id FROM requests WHERE number = :number ORDER BY year DESC LIMIT 1"

KEPT = f"""
SELECT {ENTRY},
       r.asked_by, r.token, r.request, a.id, a.created, a.data, s.fingerprint, s.name, s.version, s.texts
FROM listing l
JOIN requests r ON r.id = l.request_id
JOIN assessments a ON a.id = l.assessment_id
JOIN rulesets s ON s.fingerprint = a.ruleset
WHERE l.request_id = :id
"""

ASSESSMENTS = f"""
SELECT {", ".join(ASSESSMENT)} FROM assessments WHERE request_id = :id ORDER BY created, length(id), id
"""

HISTORIES = KEPT.replace("s.texts", "'{}'").replace("l.request_id = :id", "l.place >= :since ORDER BY l.place")
"""Every request from a place on, in the columns of :data:`KEPT`, without the texts of its rules."""

RAN = KEPT.replace("s.texts", "'{}'").replace(
    "l.request_id = :id",
    """l.request_id IN (SELECT request_id FROM events WHERE kind IN ('agreement', 'review') AND day >= :since)
ORDER BY l.place""",
)
"""Every request that was agreed on or reviewed on a day or after it, without the texts of its rules."""

RAN_OF_TYPE = RAN.replace("WHERE l.request_id IN", "WHERE l.task_type = :task_type AND l.request_id IN")
"""Those of one task type."""

IN_STATES = KEPT.replace("s.texts", "'{}'").replace("l.request_id = :id", "l.state IN ({states})\nORDER BY l.place")
"""Every request in one of some states, without the texts of its rules."""

ALL_EVENTS = """
SELECT l.place, e.seq, e.kind, e.at, e.day, e.who, e.data
FROM events e JOIN listing l ON l.request_id = e.request_id
WHERE l.place >= :since
ORDER BY l.place, e.seq
"""

PLACE_OF_NTH = "SELECT place FROM listing ORDER BY place DESC LIMIT 1 OFFSET :skip"

CANDIDATES = """
SELECT l.request_id, l.title, l.created, r.request
FROM listing l JOIN requests r ON r.id = l.request_id
WHERE {condition}
ORDER BY l.created DESC, l.number DESC
LIMIT :limit
"""

ALL_RULESETS = f"SELECT {', '.join(RULESET)} FROM rulesets ORDER BY fingerprint"

ALL_REQUESTS = f"SELECT {', '.join(REQUEST)} FROM requests ORDER BY year, number"

ONE_REQUEST = f"SELECT {', '.join(REQUEST)} FROM requests WHERE id = :id"

ALL_IDS = "SELECT id FROM requests ORDER BY year, number"

RULES_OF = "SELECT DISTINCT ruleset FROM assessments WHERE request_id = :id"

ALL_NUMBERS = "SELECT year, last FROM numbers ORDER BY year"

WITHOUT_TOKEN = """
SELECT r.id, r.request FROM listing l JOIN requests r ON r.id = l.request_id
WHERE l.created = :created AND r.token IS NULL
"""

# What an older register has is not known, but every row of a request but its own names it as request_id.
OLD_SETTINGS = ("PRAGMA foreign_keys = OFF", "PRAGMA secure_delete = ON")
OLD_TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
OLD_DROP_TRIGGER = 'DROP TRIGGER "{name}"'
OLD_REQUEST = "SELECT count(*) FROM requests WHERE id = :id AND created = :created"
OLD_TABLES = """
SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c
WHERE m.type = 'table' AND c.name = 'request_id'
"""
OLD_FORGET = 'DELETE FROM "{table}" WHERE request_id = :id'
OLD_FORGET_REQUEST = "DELETE FROM requests WHERE id = :id"
OLD_IS_SEARCHED = "SELECT count(*) FROM sqlite_master WHERE name = 'searched'"

FORGET = (
    "INSERT INTO forgetting (request_id) VALUES (:request_id)",
    "DELETE FROM reminders WHERE request_id = :request_id",
    "DELETE FROM listing WHERE request_id = :request_id",
    "DELETE FROM events WHERE request_id = :request_id",
    "DELETE FROM assessments WHERE request_id = :request_id",
    "DELETE FROM requests WHERE id = :request_id",
    "DELETE FROM forgetting WHERE request_id = :request_id",
)

FILE_SHRINK = ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)")
"""What takes the last traces of what was deleted out of the file."""
