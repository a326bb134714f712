"""The register's schema in steps, and what each database needs to take one, word for word.

The tables are the same in both; what only one of the two understands is apart and named so. The statements that
read and write are ``adapters.register.sql``. Nothing here opens anything.
"""

from typing import NamedTuple

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

_LIFE = (
    """
    CREATE TABLE events (
      request_id TEXT NOT NULL REFERENCES requests (id),
      seq INTEGER NOT NULL,
      kind TEXT NOT NULL,
      at TEXT NOT NULL,
      day TEXT NOT NULL,
      who TEXT NOT NULL,
      data TEXT NOT NULL,
      PRIMARY KEY (request_id, seq)
    )
    """,
    # The last number given in each year: a number is never given twice, also when its request has been forgotten.
    """
    CREATE TABLE numbers (
      year INTEGER PRIMARY KEY,
      last INTEGER NOT NULL
    )
    """,
    "INSERT INTO numbers (year, last) SELECT year, MAX(number) FROM requests GROUP BY year",
    # What the writer made up before the first try, so that a second try after a lost line adds nothing.
    "ALTER TABLE requests ADD COLUMN token TEXT",
    "CREATE UNIQUE INDEX requests_by_token ON requests (token)",
    # What follows is made of the tables above and may be made anew at any time. One row for each request as it is now;
    # director and goal are case-folded, so that a filter is a comparison in any database.
    """
    CREATE TABLE listing (
      place BIGINT PRIMARY KEY,
      request_id TEXT NOT NULL UNIQUE REFERENCES requests (id),
      assessment_id TEXT NOT NULL REFERENCES assessments (id),
      number INTEGER NOT NULL,
      created TEXT NOT NULL,
      language TEXT NOT NULL,
      title TEXT NOT NULL,
      task_type TEXT NOT NULL,
      verdict TEXT NOT NULL,
      score DOUBLE PRECISION,
      score_low DOUBLE PRECISION,
      score_high DOUBLE PRECISION,
      state TEXT NOT NULL,
      director TEXT NOT NULL,
      goal TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE reminders (
      request_id TEXT NOT NULL REFERENCES requests (id),
      about TEXT NOT NULL,
      day TEXT NOT NULL,
      detail TEXT NOT NULL,
      PRIMARY KEY (request_id, about)
    )
    """,
    # Whatever is being erased just now; the only rows that may be deleted are those that it names.
    "CREATE TABLE forgetting (request_id TEXT PRIMARY KEY)",
    "DROP TABLE latest",
)

LISTING_INDEXES = (
    "CREATE INDEX events_by_day ON events (day)",
    "CREATE INDEX reminders_by_day ON reminders (day)",
    # Any combination of filters is a walk through the first of these, newest first, that touches no other page.
    "CREATE INDEX listing_by_time ON listing (created, number, verdict, task_type, state, director, goal, place)",
    "CREATE INDEX listing_by_verdict ON listing (verdict, created, number)",
    "CREATE INDEX listing_by_task_type ON listing (task_type, created, number)",
    "CREATE INDEX listing_by_state ON listing (state, created, number)",
    "CREATE INDEX listing_by_director ON listing (director, created, number)",
    "CREATE INDEX listing_by_goal ON listing (goal, created, number)",
)

_FILE_SEARCH = (
    "CREATE VIRTUAL TABLE searched USING fts5(words, prefix = '1 2 3 4 5 6', detail = 'none', tokenize = 'ascii')"
)
"""The words come folded, with blanks between them, and ``ascii`` leaves all other letters as they are."""
_FILE_GUARDS = (
    *(f"DROP TRIGGER {table}_never_delete" for table in ("requests", "assessments")),
    *(
        f"CREATE TRIGGER {table}_never_delete BEFORE DELETE ON {table} "
        f"WHEN NOT EXISTS (SELECT 1 FROM forgetting WHERE request_id = OLD.{which}) "
        f"BEGIN SELECT RAISE(ABORT, '{table} are only ever added'); END"
        for table, which in (("requests", "id"), ("assessments", "request_id"), ("events", "request_id"))
    ),
    """
    CREATE TRIGGER events_never_update BEFORE UPDATE ON events
    BEGIN SELECT RAISE(ABORT, 'events are only ever added'); END
    """,
)
_SERVER_SEARCH = (
    "CREATE TABLE searched (place BIGINT PRIMARY KEY, words TSVECTOR NOT NULL)",
    "CREATE INDEX searched_by_words ON searched USING GIN (words)",
)
_SERVER_GUARDS = (
    """
    CREATE FUNCTION only_ever_added() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'DELETE' AND EXISTS (SELECT 1 FROM forgetting WHERE request_id = to_jsonb(OLD) ->> TG_ARGV[0]) THEN
        RETURN OLD;
      END IF;
      RAISE EXCEPTION '% are only ever added', TG_TABLE_NAME;
    END $$
    """,
    *(
        f"CREATE TRIGGER {table}_never_changed BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION only_ever_added('{which}')"
        for table, which in (
            ("rulesets", ""),
            ("requests", "id"),
            ("assessments", "request_id"),
            ("events", "request_id"),
        )
    ),
)


class Step(NamedTuple):
    """What takes the schema one version on: statements for both, and those that only one database understands."""

    both: tuple[str, ...]
    file: tuple[str, ...] = ()
    server: tuple[str, ...] = ()
    makes_listing: bool = False
    """Whether listing, reminders and search are to be made anew of what is kept."""


STEPS: tuple[Step, ...] = (
    Step((*_TABLES, *INDEXES), file=_APPEND_ONLY),
    Step(
        (*_LIFE, *LISTING_INDEXES),
        file=(_FILE_SEARCH, *_FILE_GUARDS),
        server=(*_SERVER_SEARCH, *_SERVER_GUARDS),
        makes_listing=True,
    ),
)
"""What takes the schema from each version to the next; the newest is their number. Never edit a released step."""

SET_VERSION = "PRAGMA user_version = {version:d}"
BEGIN = "BEGIN IMMEDIATE"
WRITE_AHEAD = "PRAGMA journal_mode = WAL"
# recursive_triggers: without it INSERT OR REPLACE deletes a row and no trigger sees it. secure_delete: what is
# forgotten is overwritten.
SETTINGS = (
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA recursive_triggers = ON",
    "PRAGMA secure_delete = ON",
)
VERSION_AND_TABLES = "SELECT user_version, (SELECT count(*) FROM sqlite_master) FROM pragma_user_version"
"""Both in one statement, that is one moment: another process may be writing the first schema just now."""

SERVER_BEGIN = ("BEGIN", "SELECT pg_advisory_xact_lock(7418363)")
"""One writer at a time, as in a file: the second sees what the first has written."""
SERVER_VERSION_TABLE = "CREATE TABLE IF NOT EXISTS triage_version (version INTEGER NOT NULL)"
SERVER_HAS_VERSION = "SELECT count(*) FROM pg_class WHERE relname = 'triage_version' AND pg_table_is_visible(oid)"
"""Not ``to_regclass``, which remembers that there was none, also when somebody else has just made it."""
SERVER_VERSION = "SELECT version FROM triage_version"
SERVER_CLEAR_VERSION = "DELETE FROM triage_version"
SERVER_SET_VERSION = "INSERT INTO triage_version (version) VALUES (:version)"
