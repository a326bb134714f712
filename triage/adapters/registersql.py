"""The register's SQL, word for word: the schema in steps, and every statement by name.

Ids are text, times ISO text in UTC, the rest JSON text, parameters ``:named``, so that the same words run on
PostgreSQL. What only SQLite understands (``RAISE``, ``PRAGMA``) stands apart. Nothing here opens anything.
"""

_TABLES = (
    """
    CREATE TABLE rulesets (
      fingerprint TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      version TEXT NOT NULL,
      texts TEXT NOT NULL,
      kept_at TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE requests (
      id TEXT PRIMARY KEY,
      year INTEGER NOT NULL,
      number INTEGER NOT NULL,
      title TEXT NOT NULL,
      created TEXT NOT NULL,
      language TEXT NOT NULL,
      asked_by TEXT NOT NULL,
      task_type TEXT NOT NULL,
      goal TEXT NOT NULL,
      request TEXT NOT NULL,
      UNIQUE (year, number)
    )
    """,
    """
    CREATE TABLE assessments (
      id TEXT PRIMARY KEY,
      request_id TEXT NOT NULL REFERENCES requests (id),
      created TEXT NOT NULL,
      verdict TEXT NOT NULL CHECK (verdict IN ('go', 'defer', 'drop')),
      score DOUBLE PRECISION,
      score_low DOUBLE PRECISION,
      score_high DOUBLE PRECISION,
      ruleset TEXT NOT NULL REFERENCES rulesets (fingerprint),
      data TEXT NOT NULL
    )
    """,
    # What a listing shows, one row for each request with its latest assessment: the only rows that are ever changed,
    # and made of the two tables above. So a filter on today's verdict is an index, not a search through yesterday's.
    """
    CREATE TABLE latest (
      request_id TEXT PRIMARY KEY REFERENCES requests (id),
      assessment_id TEXT NOT NULL REFERENCES assessments (id),
      number INTEGER NOT NULL,
      created TEXT NOT NULL,
      language TEXT NOT NULL,
      title TEXT NOT NULL,
      task_type TEXT NOT NULL,
      verdict TEXT NOT NULL,
      score DOUBLE PRECISION,
      score_low DOUBLE PRECISION,
      score_high DOUBLE PRECISION
    )
    """,
)

INDEXES = (
    "CREATE INDEX requests_by_number ON requests (number, year)",
    "CREATE INDEX assessments_by_request ON assessments (request_id)",
    "CREATE INDEX latest_by_time ON latest (created, number)",
    "CREATE INDEX latest_by_verdict ON latest (verdict, created, number)",
    "CREATE INDEX latest_by_task_type ON latest (task_type, created, number)",
    "CREATE INDEX latest_by_both ON latest (verdict, task_type, created, number)",
)

_APPEND_ONLY = tuple(
    f"CREATE TRIGGER {table}_never_{verb.lower()} BEFORE {verb} ON {table} "
    f"BEGIN SELECT RAISE(ABORT, '{table} are only ever added'); END"
    for table in ("rulesets", "requests", "assessments")
    for verb in ("UPDATE", "DELETE")
)

STEPS: tuple[tuple[str, ...], ...] = ((*_TABLES, *INDEXES, *_APPEND_ONLY),)
"""What takes the schema from each version to the next; the newest is their number. Never edit a released step."""

SET_VERSION = "PRAGMA user_version = {version:d}"
BEGIN = "BEGIN IMMEDIATE"
WRITE_AHEAD = "PRAGMA journal_mode = WAL"
# recursive_triggers: without it INSERT OR REPLACE deletes a row and no trigger sees it.
SETTINGS = ("PRAGMA synchronous = FULL", "PRAGMA foreign_keys = ON", "PRAGMA recursive_triggers = ON")
VERSION_AND_TABLES = "SELECT user_version, (SELECT count(*) FROM sqlite_master) FROM pragma_user_version"
"""Both in one statement, that is one moment: another process may be writing the first schema just now."""

NEXT_NUMBER = "SELECT COALESCE(MAX(number), 0) + 1 FROM requests WHERE year = :year"

ADD_RULESET = """
INSERT INTO rulesets (fingerprint, name, version, texts, kept_at)
VALUES (:fingerprint, :name, :version, :texts, :kept_at)
ON CONFLICT (fingerprint) DO NOTHING
"""

ADD_REQUEST = """
INSERT INTO requests (id, year, number, title, created, language, asked_by, task_type, goal, request)
VALUES (:id, :year, :number, :title, :created, :language, :asked_by, :task_type, :goal, :request)
"""

COUNT_ASSESSMENTS = "SELECT count(*) FROM assessments WHERE request_id = :request_id"

ADD_ASSESSMENT = """
INSERT INTO assessments (id, request_id, created, verdict, score, score_low, score_high, ruleset, data)
VALUES (:id, :request_id, :created, :verdict, :score, :score_low, :score_high, :ruleset, :data)
"""

SET_LATEST = """
INSERT INTO latest
  (request_id, assessment_id, number, created, language, title, task_type, verdict, score, score_low, score_high)
SELECT r.id, a.id, r.number, r.created, r.language, r.title, r.task_type, a.verdict, a.score, a.score_low, a.score_high
FROM assessments a JOIN requests r ON r.id = a.request_id
WHERE a.id = :id
ON CONFLICT (request_id) DO UPDATE SET
  assessment_id = excluded.assessment_id, verdict = excluded.verdict,
  score = excluded.score, score_low = excluded.score_low, score_high = excluded.score_high
"""

_NEWEST = """
SELECT request_id, title, verdict, score, score_low, score_high, created, task_type, language
FROM latest
WHERE created >= :since AND created < :until{also}
ORDER BY created DESC, number DESC
LIMIT :limit
"""

NEWEST = {
    (False, False): _NEWEST.format(also=""),
    (True, False): _NEWEST.format(also=" AND verdict = :verdict"),
    (False, True): _NEWEST.format(also=" AND task_type = :task_type"),
    (True, True): _NEWEST.format(also=" AND verdict = :verdict AND task_type = :task_type"),
}
"""By whether a verdict and whether a task type is asked for; each has its index."""

TASK_TYPES = "SELECT DISTINCT task_type FROM latest ORDER BY task_type"

ID_OF_NEWEST = "SELECT request_id FROM latest ORDER BY created DESC, number DESC LIMIT 1"

ID_OF_NUMBER = "SELECT id FROM requests WHERE number = :number ORDER BY year DESC LIMIT 1"

KEPT = """
SELECT l.request_id, l.title, l.verdict, l.score, l.score_low, l.score_high, l.created, l.task_type, l.language,
       r.asked_by, r.goal, a.created, r.request, a.data, s.fingerprint, s.name, s.version, s.texts
FROM latest l
JOIN requests r ON r.id = l.request_id
JOIN assessments a ON a.id = l.assessment_id
JOIN rulesets s ON s.fingerprint = a.ruleset
WHERE l.request_id = :id
"""
