"""What the register does, on both of its databases: a file, and a real PostgreSQL server."""

import json
import math
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from triage.adapters.home.settings import Home
from triage.adapters.register import listing
from triage.adapters.register.copy import read_request
from triage.adapters.register.lifejson import KINDS, event_from, event_rows, life_from
from triage.adapters.register.register import EVERYTHING, Addition, Due, Register, Wanted, make_id, open_register
from triage.core.life.events import Closed, Decision, Event, Review, Status
from triage.core.messages import TriageError
from triage.core.rules.ruleset import Verdict
from triage.usecases.parts import recording

import bare
import lives
from conftest import NOON

pytest_plugins = ["postgres"]

DAY = date(2026, 3, 9)


def event(what=Closed("æøå"), at=NOON, who="Mette"):  # noqa: B008 - frozen
    return Event(at, at.date(), who, what)


EVENT = event()
STATES = {"assessed": (), "closed": (EVENT,), "running": (event(lives.GO), event(lives.AGREED))}
"""What has happened to a request that is in a state."""


@pytest.fixture(params=["file", "server"])
def place(request: pytest.FixtureRequest, home) -> Home:
    """The home of a register, in a file and on a server."""
    return Home(home, None if request.param == "file" else request.getfixturevalue("postgres_url"))


@pytest.fixture
def register(place) -> Iterator[Register]:
    with open_register(place) as opened:
        yield opened


def add(register, title="x", *, verdict="go", task_type="seo", goal="g1", created=NOON, asked_by="", words="", **more):
    """Add a request; what is not named here is given to the register as it is."""
    request = bare.request(title, asked_by=asked_by, task_type=task_type, goal=goal)
    return register.add(bare.new(request, verdict, words=words), created, "en", **more)


def record(register, request_id, *events, assessment=None, at=NOON):
    return register.record(request_id, lambda _: Addition(events, assessment), at)


def titles(register, wanted=EVERYTHING, limit=None, skip=0):
    return [entry.title for entry in register.newest(wanted, limit, skip)]


def assessments(register, request_id):
    return read_request(register.database, request_id)["assessments"]


def failing(work):
    with pytest.raises(TriageError) as caught:
        work()
    return caught.value.exit_code, caught.value.problems[0].message.key


# What is kept, and how it is found


def test_find_returns_what_was_added(register):
    request = bare.request("Tromle & båd", asked_by="Bo", source="2026-001", task_type="seo", goal="g1")
    new = bare.new(request, "defer", (45.25, 70.1), gates=("x",), measures={"n": 0.1 + 0.2, "endless": math.inf})
    kept = register.find(register.add(new, NOON, "da", token="t"))  # noqa: S106 - no password
    assert (kept.request, kept.assessment, kept.ruleset) == (request, new.assessment, bare.RULESET)
    assert (kept.first_request, kept.analysis, kept.has(new)) == (request, None, True)
    assert kept.facts.gates == ("x",)
    assert (kept.facts.measures["n"], kept.facts.measures["endless"]) == (0.1 + 0.2, None)
    assert (kept.entry.score, kept.entry.score_low, kept.entry.score_high) == (None, 45.25, 70.1)
    assert (kept.entry.task_type, kept.asked_by, kept.entry.language) == ("seo", "Bo", "da")
    assert (kept.token, kept.entry.state, kept.life.events) == ("t", "assessed", ())
    assert kept.entry.created == kept.assessed == NOON


def test_reading_what_is_not_there_makes_no_file(place, home):
    with open_register(place) as register:
        assert titles(register) == []
        assert register.count_due(date.max) == 0
    assert not home.exists()


def test_ids_run_through_each_year(register):
    years = [2026, 2026, 2027, 2026]
    assert [add(register, created=datetime(year, 5, 1, tzinfo=UTC)) for year in years] == [
        "2026-001",
        "2026-002",
        "2027-001",
        "2026-003",
    ]


def test_the_year_of_an_id_is_the_users_own(register):
    east = timezone(timedelta(hours=2))
    assert add(register, created=datetime(2027, 1, 1, 0, 30, tzinfo=east)) == "2027-001"


def test_ids_grow_when_a_thousand_is_not_enough():
    assert make_id(2026, 1000) == "2026-1000"


def test_what_a_person_may_type_for_an_id(register):
    add(register, "first")
    add(register, "second", created=NOON + timedelta(minutes=1))
    for given_id in ("2026-002", "2026-2", "2", "002", "last", "sidste", "Seneste", " latest "):
        assert register.find(given_id).entry.title == "second"


def test_a_number_alone_is_of_the_newest_year_that_has_it(register):
    add(register, "old one", created=NOON - timedelta(days=365))
    add(register, "old two", created=NOON - timedelta(days=364))
    add(register, "new one")
    assert [register.find(number).entry.title for number in ("1", "2")] == ["new one", "old two"]


@pytest.mark.parametrize(
    ("given_id", "key", "close"),
    [
        ("2025-001", "register.unknown_id.close", "2026-001"),
        ("pump", "register.unknown_id.close", "2026-001"),
        ("zebra", "register.unknown_id", None),
        ("99999999999999999999", "register.unknown_id", None),
        ("999999999", "register.unknown_id", None),
        ("", "register.unknown_id", None),
        ("'; DROP TABLE requests; --", "register.unknown_id", None),
    ],
)
def test_an_unknown_id_gets_a_hint(register, given_id, key, close):
    add(register, "TikTok for pump buyers")
    with pytest.raises(TriageError) as caught:
        register.find(given_id)
    message = caught.value.problems[0].message
    assert (caught.value.exit_code, message.key, message.params.get("id")) == (1, key, close)


def test_looking_in_an_empty_register(register):
    for given_id in ("last", "7", "2026-007", "zebra"):
        assert failing(lambda given_id=given_id: register.find(given_id)) == (1, "register.empty")


def test_half_characters_are_kept_as_question_marks(register):
    kept = register.find(add(register, "caf\udce9\0", asked_by="B\udce9\0"))
    assert (kept.entry.title, kept.asked_by) == ("caf?\ufffd", "B?\ufffd")
    assert titles(register, Wanted(director="b\udce9\0")) == ["caf?\ufffd"]
    assert titles(register, Wanted(task_type="\0", goal="\0", state="\0", words="\0")) == []


def test_texts_of_any_length_are_kept_and_found(register):
    long = "Aå" * 5_000
    add(register, long, asked_by=long, goal=long, task_type=long, words=" ".join(map(str, range(20_000))))
    kept = register.find("last")
    assert (kept.entry.title, kept.asked_by, kept.request.value("goal")) == (long, long, long)
    for wanted in (Wanted(director=long), Wanted(goal=long), Wanted(task_type=long), Wanted(words=f"{long} 1999")):
        assert titles(register, wanted) == [long]


# Listings


REQUESTS = [
    {"title": "a", "verdict": "go", "task_type": "seo", "goal": "g1", "asked_by": "Åse Ærø", "state": "assessed"},
    {"title": "b", "verdict": "drop", "task_type": "seo", "goal": "g1", "asked_by": "ÆGIR", "state": "closed"},
    {"title": "c", "verdict": "drop", "task_type": "fair", "goal": "G12", "asked_by": "ølhus", "state": "running"},
    {"title": "d", "verdict": "defer", "task_type": "fair", "goal": "none", "asked_by": "åse x", "state": "running"},
]
FILTERS = [
    ({"verdict": "drop"}, "bc"),
    ({"verdict": "defer"}, "d"),
    ({"task_type": "seo"}, "ab"),
    ({"task_type": "se"}, ""),
    ({"state": "running"}, "cd"),
    ({"director": "åSE"}, "ad"),
    ({"director": "A\N{COMBINING RING ABOVE}se"}, "ad"),
    ({"director": "Åse ærø"}, "a"),
    ({"director": "æ"}, "b"),
    ({"director": "ØL"}, "c"),
    ({"director": "a"}, ""),
    ({"director": ""}, "abcd"),
    ({"director": "_se"}, ""),
    ({"director": "%"}, ""),
    ({"goal": "g1"}, "abc"),
    ({"goal": "G12"}, "c"),
    ({"words": "common"}, "abcd"),
    ({"words": "own b"}, "b"),
    ({"since": date(2026, 3, 3)}, "bcd"),
    ({"until": date(2026, 3, 4)}, "abc"),
    ({"since": date.min, "until": date.max}, "abcd"),
]


def keep_four(register):
    for day, kind in enumerate(REQUESTS):
        own = {"events": STATES[kind["state"]], "words": f"common own {kind['title']}"}
        without = {name: value for name, value in kind.items() if name != "state"}
        add(register, created=NOON + timedelta(days=day), **without, **own)


def test_every_filter_alone_and_with_every_other(register):
    keep_four(register)
    for one, found in FILTERS:
        assert sorted(titles(register, Wanted(**one))) == list(found), one
    for (one, first), (other, second) in combinations(FILTERS, 2):
        if not one.keys() & other.keys():
            both = sorted(titles(register, Wanted(**one, **other)))
            assert both == sorted(set(first) & set(second)), (one, other)


def test_all_filters_at_once(register):
    keep_four(register)
    wanted = Wanted("drop", "fair", date(2026, 3, 4), date(2026, 3, 4), "running", "Ø", "g", "comm c")
    assert titles(register, wanted) == ["c"]
    assert titles(register, wanted._replace(state="closed")) == []


def test_newest_first_across_time_zones(register):
    west = timezone(timedelta(hours=-8))
    add(register, "second", created=datetime(2026, 3, 2, 23, tzinfo=UTC))
    add(register, "third", created=datetime(2026, 3, 2, 16, tzinfo=west))
    add(register, "first", created=datetime(2026, 3, 2, 3, tzinfo=UTC))
    assert titles(register) == ["third", "second", "first"]
    assert titles(register, limit=1) == ["third"]


def test_every_entry_is_on_one_page(register):
    for number in range(7):
        add(register, str(number), words="all", verdict="go" if number % 2 else "drop")
    for wanted in (EVERYTHING, Wanted(words="all"), Wanted("go"), Wanted("go", words="all")):
        paged = [title for skip in range(0, 8, 2) for title in titles(register, wanted, limit=2, skip=skip)]
        assert paged == titles(register, wanted)
    assert titles(register, limit=10**30, skip=10**30) == []


def test_what_is_known(register):
    keep_four(register)
    add(register, task_type="", goal="", asked_by="")
    assert register.known("task_type") == ["fair", "seo"]
    assert sorted(register.known("director")) == sorted(["åse x", "åse ærø", "ægir", "ølhus"])
    assert register.known("goal") == ["g1", "g12", "none"]


# Words


WORDS = [
    ("blå", ["blå pumpe"]),
    ("BLÅ", ["blå pumpe"]),
    ("bla\N{COMBINING RING ABOVE}", ["blå pumpe"]),
    ("bla", ["bla bla"]),
    ("bl", ["bla bla", "blå pumpe"]),
    ("PUM", ["blå pumpe"]),
    ("umpe", []),
    ("blå pumpe", ["blå pumpe"]),
    ("pumpe blå", ["blå pumpe"]),
    ("blå bla", []),
    ("blå, pumpe!", ["blå pumpe"]),
    ("ålborg", ["A\N{COMBINING RING ABOVE}lborg 2026"]),
    ("20", ["A\N{COMBINING RING ABOVE}lborg 2026"]),
    ("of", ["of_course"]),
    ("course", ["of_course"]),
    ("", []),
    ("aalborg", ["Å\N{COMBINING RING ABOVE}lborg 2026".replace("Å", "A")]),
    ("blaa pumpe", ["blå pumpe"]),
    ("?!", []),
    ('"', []),
    ("'", []),
    ("___", []),
    ("blå OR of", []),
    ("blå AND pumpe", []),
    ("NOT bla", []),
    ("pumpe*", ["blå pumpe"]),
    ("pumpe:*", ["blå pumpe"]),
    ('"pumpe', ["blå pumpe"]),
    ("words:pumpe", []),
    ("pumpe' | 'bla", []),
    ("x') OR 1=1 --", []),
    ("%(words)s :words ? $1", []),
    ("bla & !pumpe", []),
    ("NEAR(blå pumpe)", []),
    ("\N{NEW TAI LUE VOWEL SIGN AA}pumpe", []),
    *(
        (typed, ["Café i Köln"])
        for typed in ("köln", "KOLN", "koeln", "café", "cafe", "cafe\N{COMBINING ACUTE ACCENT}")
    ),
    *((typed, ["Ærø-færgen"]) for typed in ("ærø", "aeroe", "faergen", "Færgen")),
    ("aro", []),
]
"""What is typed, and the titles that it finds, the newest first."""


def test_words_are_found_as_danes_write_them_and_act_as_nothing_else(register):
    for title in (
        "of_course",
        "A\N{COMBINING RING ABOVE}lborg 2026",
        "blå pumpe",
        "bla bla",
        "Café i Köln",
        "Ærø-færgen",
    ):
        add(register, title)
    for typed, found in WORDS:
        assert titles(register, Wanted(words=typed)) == found, typed


def test_words_of_all_that_was_typed_are_found_and_of_the_newest_assessment(register):
    request_id = add(register, "title", asked_by="Asker", goal="goalish", words="memo")
    for word in ("title", "asker", "goalish", "memo"):
        assert titles(register, Wanted(words=word)) == ["title"], word
    again = bare.new(bare.request("title", goal="other"), words="letter", revised=True)
    record(register, request_id, assessment=again)
    found = {word for word in ("asker", "goalish", "memo", "other", "letter") if titles(register, Wanted(words=word))}
    assert found == {"other", "letter"}


def test_a_word_in_any_script_is_found(register):
    letters = [chr(code) for code in range(0x110000) if chr(code).isalnum()]
    odd = [f"ab{letter}cd" for letter in (*letters[::500], "\N{NEW TAI LUE VOWEL SIGN VOWEL SHORTENER}", "İ", "ß")]
    add(register, words=" ".join(odd))
    assert [word for word in odd if not titles(register, Wanted(words=word.upper()))] == []


def test_words_are_looked_for_among_the_newest_first_and_found_in_the_same_order(register, monkeypatch):
    new_year = datetime(2026, 12, 31, 22, 30, tzinfo=UTC)  # one moment, but of two years, so that ids do not sort as it
    moments = [NOON.replace(year=2026 - number % 3) + timedelta(days=number * 7 % 5) for number in range(30)]
    moments += [new_year.astimezone(timezone(timedelta(hours=number % 2 * 2))) for number in range(8)]
    for number, created in enumerate(moments):
        add(register, str(number), verdict="drop" if number % 7 else "go", words="all", created=created)
    for wanted in (Wanted(words="all"), Wanted("go", words="all"), Wanted(words="all", since=date(2025, 3, 4))):
        whole = titles(register, wanted._replace(words=None))
        for windows in ((1, 2), (3, 6), (9, 20), (38,), ()):
            monkeypatch.setattr(listing, "_FOUND_FIRST", windows)
            for skip in range(9):
                assert titles(register, wanted, 3, skip) == whole[skip : skip + 3], (wanted, windows, skip)


# A life


def test_adding_an_event_keeps_earlier_events(register):
    moments = [NOON + timedelta(hours=hours) for hours in (5, 0, 3)]
    answers = lives.Answered("director", {"n": 1.5, "unknown": None, "words": "æ", "on": DAY})
    events = tuple(Event(at, at.date() - timedelta(days=1), "Åse\N{COMBINING RING ABOVE}", answers) for at in moments)
    request_id = add(register, events=events[:1])
    before = record(register, request_id, *events[1:])
    kept = register.find(request_id)
    assert [each["seq"] for each in kept.as_json()["events"]] == [1, 2, 3]
    assert kept.life.events == events
    assert before.life.events == events[:1]


def test_a_change_shows_in_listings(register):
    request_id = add(register, verdict="defer")
    record(register, request_id, EVENT)
    assert [(entry.state, entry.verdict) for entry in register.newest()] == [("closed", "defer")]
    assert titles(register, Wanted(state="assessed")) == []


def test_a_new_assessment_is_the_one_that_is_listed_and_the_old_ones_stay(register):
    request_id = add(register, verdict="defer", task_type="fair")
    again = bare.request("x", asked_by="Bo", source=request_id, task_type="seo")
    newer = replace(bare.RULESET, fingerprint="beef")
    new = bare.new(again, "go", (80.0, 80.0), ruleset=newer, revised=True)
    record(register, request_id, EVENT, assessment=new, at=NOON + timedelta(days=1))
    kept = register.find(request_id)
    assert [(entry.verdict, entry.score, entry.task_type) for entry in register.newest()] == [("go", 80.0, "seo")]
    assert titles(register, Wanted("defer")) == titles(register, Wanted(task_type="fair")) == []
    assert (kept.ruleset, kept.assessment, kept.request) == (newer, new.assessment, again)
    assert kept.first_request.value("task_type") == "fair"
    rows = [(each["id"], each["verdict"], each["ruleset"]) for each in assessments(register, request_id)]
    assert rows == [("2026-001.1", "defer", "f00d"), ("2026-001.2", "go", "beef")]


def test_assessments_come_in_their_order_beyond_the_ninth(register):
    request_id = add(register)
    for _ in range(10):
        record(register, request_id, assessment=bare.new())
    assert [each["id"] for each in assessments(register, request_id)] == [f"2026-001.{n}" for n in range(1, 12)]
    assert (register.find(request_id).number, register.count_assessments(request_id)) == (11, 11)


def test_reminders_are_due_by_day_and_replaced_on_change(register):
    wait = lives.Wait("money", "both", "æøå", DAY)
    waiting, sign = event(replace(lives.DEFER, wait=wait)), replace(lives.BLOCK, sign_week=6 / 7)
    request_id = add(register, "x", events=(waiting,))
    add(register, "y", events=(event(lives.GO), event(replace(lives.AGREED, block=sign))))
    before, on = DAY - timedelta(days=1), DAY
    assert [due.title for due in register.due(on)] == ["y", "x"]
    assert (register.count_due(before - timedelta(days=1)), register.count_due(before), register.count_due(on)) == (
        0,
        1,
        2,
    )
    assert register.due(on)[1] == Due(request_id, "x", "go", "waiting", "revisit", DAY, "æøå")
    record(register, request_id, event(replace(lives.OVERRIDE, check_on=date.max), NOON + timedelta(days=99)))
    assert [due.title for due in register.due(on)] == ["y"]
    found = [(due.title, due.about) for due in register.due(date.max)]
    assert [about for title, about in found if title == "x"] == ["agree", "check"]


def test_histories_yield_the_oldest_first(register):
    for year in (2027, 2025, 2026):
        add(register, str(year), created=NOON.replace(year=year), events=(EVENT,) if year != 2026 else ())
    record(register, "2025-001", EVENT)
    assert [(kept.entry.title, len(kept.life.events)) for kept in register.histories()] == [
        ("2025", 2),
        ("2026", 0),
        ("2027", 1),
    ]
    assert [kept.entry.title for kept in register.histories(2)] == ["2026", "2027"]
    assert next(register.histories()).ruleset.texts == {}


def test_candidates_are_the_newest_of_a_type_and_of_all(register):
    for number, task_type in enumerate(["seo", "seo", "fair", "fair", "fair"]):
        add(register, str(number), task_type=task_type, created=NOON + timedelta(days=number))
    assert {each.title for each in register.candidates("seo", 1)} == {"1", "4"}
    assert {each.title for each in register.candidates("seo", 9)} == set("01234")


happenings = st.one_of(*map(st.from_type, KINDS.values())).filter(lambda what: "nan" not in repr(what))


@settings(max_examples=150, deadline=None)
@given(what=happenings, day=st.dates())
def test_whatever_happens_is_kept_and_read_back_as_it_was(what, day):
    happened = Event(NOON, day, "Mette", what)
    (row,) = event_rows([happened])
    assert event_from(json.loads(json.dumps(row))) == happened


def test_an_agreement_of_before_there_were_two_yeses_is_agreed_by_both():
    block = {"metric": "m", "level": "12", "reach_by": "2026-11-02", "sign": "s", "sign_level": "1", "sign_week": 12}
    data = {"block": block, "fingerprint": "x", "agreed_by": "Bo", "agreed_on": "2026-01-05", "chance": None}
    row = {"kind": "agreement", "at": "2026-01-05T09:00:00+00:00", "day": "2026-01-05", "who": "", "data": data}
    (kept,) = life_from("2026-01-05T09:00:00+00:00", [row]).events
    assert (kept.what.waits_for, kept.what.block.baseline, kept.what.block.stop_on) == ("", None, "")


def test_kinds_of_events_keep_the_names_that_registers_hold():
    names = {"weighed", "decision", "agreement", "answered", "aligned", "review", "checked", "earlier", "closed"}
    assert set(KINDS) == names | {"yes", "baseline"}


# All or nothing, once, and for good


@pytest.mark.parametrize(
    ("table", "column"), [("requests", "title"), ("assessments", "data"), ("events", "data"), ("rulesets", "texts")]
)
def test_what_is_kept_is_never_changed(register, table, column):
    add(register, events=(EVENT,))
    for statement in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):  # noqa: S608 - our own words
        with pytest.raises(Exception, match=f"{table} are only ever added"):
            register.database.execute(statement)


@pytest.mark.parametrize("table", ["requests", "assessments", "events"])
def test_while_one_request_is_erased_no_other_can_be(register, table):
    add(register, events=(EVENT,))
    add(register, events=(EVENT,))
    register.database.execute("INSERT INTO forgetting (request_id) VALUES ('2026-001')")
    with pytest.raises(Exception, match=f"{table} are only ever added"):
        register.database.execute(f"DELETE FROM {table} WHERE 1 = 1")  # noqa: S608 - our own words
    with pytest.raises(Exception, match="rulesets are only ever added"):
        register.database.execute("DELETE FROM rulesets")


def test_a_failed_add_leaves_nothing(register):
    add(register, "before")
    assert failing(lambda: add(register, "half", verdict="maybe"))[0] == 4
    assert titles(register) == ["before"]
    assert add(register) == "2026-002"


def test_a_change_that_is_refused_writes_nothing(register):
    request_id = add(register)

    def refuse(_):
        raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        register.record(request_id, refuse, NOON)
    bad = bare.new(verdict="maybe", ruleset=replace(bare.RULESET, fingerprint="new"))
    assert failing(lambda: record(register, request_id, EVENT, assessment=bad))[0] == 4
    assert failing(lambda: record(register, "2026-009", EVENT))[0] == 1
    assert register.find(request_id).version == (1, 0)
    record(register, request_id, EVENT)
    assert register.find(request_id).version == (1, 1)


def test_what_is_written_in_one_go_is_written_all_or_not_at_all(register):
    def write(*, stop: bool):
        with register.writing():
            request_id = add(register, token="one go")  # noqa: S106 - no password
            record(register, request_id, EVENT)
            if stop:
                raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        write(stop=True)
    assert (titles(register), register.kept_as("one go")) == ([], None)
    write(stop=False)
    assert (len(register.find("1").life.events), register.kept_as("one go")) == (1, "2026-001")


def test_the_second_of_two_writers_is_refused(place):
    with open_register(place) as register:
        request_id = add(register)
    seen = recording.find(place, request_id)
    recording.record(place, seen, recording.happened(Closed("enough"), place))
    assert failing(lambda: recording.record(place, seen, recording.happened(Closed("too late"), place))) == (
        1,
        "register.changed_meanwhile",
    )
    now = recording.find(place, request_id)
    assert [each.what for each in now.life.events] == [Closed("enough")]
    assert now.entry.state == "closed"


def test_a_decision_sets_state_and_reminders(place):
    with open_register(place) as register:
        request_id = add(register)
    go = recording.happened(Decision(Verdict.GO, Verdict.DROP, "both", check_on=DAY), place)
    life = recording.record(place, recording.find(place, request_id), go)
    assert life.events == (go,)
    recording.record(
        place, recording.find(place, request_id), recording.happened(Review(Status.STOPPED, reached=False), place)
    )
    with open_register(place) as register:
        assert [entry.state for entry in register.newest()] == ["reviewed"]
        assert [due.about for due in register.due(date.max)] == ["check"]


def test_adding_with_the_same_token_adds_nothing(register):
    once, other = "of a draft", "of another"
    first = add(register, "x", token=once)
    assert add(register, "y", token=once, events=(EVENT,)) == first
    assert add(register, "z", token=other) != first
    assert titles(register) == ["z", "x"]
    assert register.find(first).life.events == ()


def test_no_number_is_used_twice(register):
    add(register)
    add(register)
    assert register.forget(" 2 ") == "2026-002"
    assert add(register) == "2026-003"
    register.forget("last")
    register.forget("1")
    assert titles(register) == []
    assert add(register) == "2026-004"


def everything_in(register, place):
    """Every byte of the files, and every value of the tables and of the planner's statistics."""
    if place.server is None:
        return b"".join(file.read_bytes() for file in sorted(place.folder.glob("register*"))).lower()
    execute = register.database.execute
    tables = execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()").fetchall()
    rows = [execute(f"SELECT * FROM {table}").fetchall() for (table,) in tables]  # noqa: S608 - names of ours
    rows += execute("SELECT * FROM pg_stats WHERE schemaname = current_schema()").fetchall()
    return repr(rows).lower().encode()


def keep_everywhere(register, word):
    """Keep a request with a word wherever there is room for one."""
    waits = event(replace(lives.DEFER, wait=lives.Wait("money", "both", word, DAY)), who=f"who {word}")
    own = {"asked_by": word, "goal": word, "task_type": word, "words": f"{word} {word}x"}
    name = add(register, word, events=(waits,), token=f"token {word}", **own)
    again = bare.new(bare.request(word), gates=(word,), words=f"{word}y")
    record(register, name, event(Closed(word)), waits, assessment=again)


def test_what_is_forgotten_leaves_no_trace(register, place):
    mark = b"zyxqvej"
    for word in ("before", mark.decode(), "after"):
        keep_everywhere(register, word)
    if place.server:
        register.database.execute("ANALYZE")
    others = [register.find("1"), register.find("3")]
    assert mark in everything_in(register, place)
    assert register.forget("2") == "2026-002"
    assert mark not in everything_in(register, place)
    assert [register.find("1"), register.find("3")] == others
    assert sorted(due.title for due in register.due(DAY)) == ["after", "before"]
    assert titles(register) == ["after", "before"]


# Many at once, and sudden ends


WRITING = r"""
import os, sys
from datetime import UTC, date, datetime
from pathlib import Path
from triage.adapters.register.register import Addition, open_register
from triage.adapters.home.settings import Home
from triage.core.life.events import Closed, Event
import bare
folder, server, writers, rounds = sys.argv[1:]
place, moment = Home(Path(folder), server or None), datetime(2026, 5, 1, tzinfo=UTC)
if server:
    import psycopg, triage.adapters.register.server
else:
    import triage.adapters.register.file

def write(name):
    with open_register(place) as register:
        added = register.add(bare.new(bare.request(name)), moment, "en")
        os.write(1, f"added {added} {name}\n".encode())
        make = lambda kept: Addition((Event(moment, date(2026, 5, 1), name, Closed(str(len(kept.life.events)))),))
        register.record("2026-001", make, moment)
        os.write(1, f"recorded 2026-001 {name}\n".encode())

begin, wait = os.pipe()
for writer in range(int(writers)):
    if os.fork() == 0:
        os.close(wait)
        os.read(begin, 1)
        for number in range(int(rounds)):
            write(f"{os.getpid()}-{number}")
        os._exit(0)
os.close(wait)
while True:
    try:
        assert os.wait()[1] == 0
    except ChildProcessError:
        break
"""
"""Adds requests, and something that happens to the first of all, in several processes that begin at once."""


def start_writing(place: Home, writers: int, rounds: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", WRITING, str(place.folder), place.server or "", str(writers), str(rounds)]
    environment = {**os.environ, "PYTHONPATH": str(Path(bare.__file__).parent)}
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def read_some(process: "subprocess.Popen[str]", at_most: int = 60) -> list[str]:
    """Wait until a chance number of things has been confirmed."""
    return [process.stdout.readline().strip() for _ in range(random.randint(1, at_most))]  # noqa: S311 - no secret


def end(process: "subprocess.Popen[str]") -> list[str]:
    """Kill all of it at once, and give what it had still confirmed."""
    os.killpg(process.pid, signal.SIGKILL)
    with process:  # not communicate, which forgets what has been read ahead
        return process.stdout.read().splitlines()


def check_kept(place: Home, confirmed: list[str], *, perhaps: int = 0) -> None:
    """See that everything that was confirmed is there, once, and at most so much that was not."""
    added = dict(line.split()[1:] for line in confirmed if line.startswith("added"))
    recorded = [line.split()[2] for line in confirmed if line.startswith("recorded")]
    with open_register(place) as register:
        there = {entry.id: entry.title for entry in register.newest() if entry.title != "first"}
        events = register.find("2026-001").life.events
    assert added.items() <= there.items()
    assert len(there.values()) == len(set(there.values())) == len({each.partition("-")[2] for each in there})
    assert [each.what for each in events] == [Closed(str(number)) for number in range(len(events))]
    assert set(recorded) <= {each.who for each in events}
    assert len(there) + len(events) - len(added) - len(recorded) in range(perhaps + 1)


def test_twenty_processes_begin_a_register_at_once_lose_nothing_and_double_nothing(place):
    process = start_writing(place, writers=20, rounds=2)
    out, err = process.communicate(timeout=120)
    assert not err, err
    confirmed = out.splitlines()
    check_kept(place, confirmed)
    added = sorted(line.split()[1] for line in confirmed if line.startswith("added"))
    assert added == [make_id(2026, number) for number in range(1, 41)]
    assert len(confirmed) == 80


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
def test_a_kill_loses_nothing_that_was_confirmed(place):
    with open_register(place) as register:
        add(register, "first")
    confirmed: list[str] = []
    for kills in range(1, 4):
        process = start_writing(place, writers=2, rounds=100_000)
        confirmed += [*read_some(process), *end(process)]
        check_kept(place, confirmed, perhaps=2 * kills)


def test_a_server_that_is_killed_outright_has_everything_that_was_confirmed(own_postgres, home):
    place = Home(home, own_postgres.fresh_url())
    with open_register(place) as register:
        add(register, "first")
    process = start_writing(place, writers=3, rounds=100_000)
    confirmed = read_some(process)
    own_postgres.kill()
    confirmed += end(process)
    own_postgres.start()
    check_kept(place, confirmed, perhaps=3)


def test_requests_are_read_by_their_state_and_what_ran_by_its_task_type(register):
    names = {name: add(register, name, events=events, task_type=name) for name, events in STATES.items()}
    assert [kept.entry.id for kept in register.in_states(["assessed", "running"])] == [
        names["assessed"],
        names["running"],
    ]
    assert register.in_states(["waiting"]) == []
    since = date(2020, 1, 1)
    assert [kept.entry.id for kept in register.ran(since)] == [names["running"]]
    assert [kept.entry.id for kept in register.ran(since, "running")] == [names["running"]]
    assert register.ran(since, "seo") == []
