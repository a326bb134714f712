"""A copy of the register loses nothing on its way, whatever database it comes from or goes to."""

import json
from pathlib import Path

import pytest
from triage.adapters.home.settings import Home
from triage.adapters.pages.catalog import load_catalog
from triage.adapters.register import merging
from triage.adapters.register.backups import back_up, erase_from_copy, scratch_copy
from triage.adapters.register.copy import line_of, read_rows
from triage.adapters.register.lines import check_copy, rows_of
from triage.adapters.register.register import open_register
from triage.adapters.register.rows import moment
from triage.core.messages import TriageError

from registers import exported, make_old, make_register

pytest_plugins = ["postgres"]
EN = load_catalog("en")


@pytest.fixture(scope="session")
def copy(tmp_path_factory) -> str:
    """The lines of a register of three requests."""
    folder = tmp_path_factory.mktemp("made")
    make_register(folder)
    return exported(Home(folder))


@pytest.fixture
def rows(copy):
    return [json.loads(line) for line in copy.splitlines()]


def merge_copy(home, source, content):
    with open_register(home) as register:
        return merging.merge_copy(register, source, content, lambda kept: kept.assessment)


def written(rows) -> bytes:
    return "".join(map(line_of, rows)).encode()


def wrong(rows, known=frozenset()) -> list[str]:
    return [
        f"{each.place}: {EN.text(each.message)}" for each in check_copy("r.jsonl", written(rows), set(known)).problems
    ]


def test_a_copy_read_in_and_written_again_is_the_same_to_the_byte(copy, home):
    merge_copy(Home(home), "r.jsonl", copy.encode())
    assert exported(Home(home)) == copy


def test_it_is_the_same_by_way_of_a_server(copy, home, postgres_url):
    server = Home(home, postgres_url)
    merge_copy(server, "r.jsonl", copy.encode())
    assert exported(server) == copy
    merge_copy(Home(home), "r.jsonl", exported(server).encode())
    assert exported(Home(home)) == copy


def test_what_listings_show_is_made_anew(copy, home, tmp_path, postgres_url):
    for place in (Home(tmp_path / "file"), Home(home, postgres_url)):
        merge_copy(place, "r.jsonl", copy.encode())
        with open_register(place) as register:
            entries = list(register.newest())
            assert [entry.state for entry in entries] == ["assessed", "waiting", "assessed"]
            due = {(each.id, each.about) for each in register.due(moment("2027-12-31T00:00:00+00:00").date())}
            about = {entry.id: sorted(what for which, what in due if which == entry.id) for entry in entries}
            assert list(about.values()) == [["answer"], ["check", "revisit"], ["answer"]]
            words = register.newest(register_words("tiktok"))
            assert [entry.task_type for entry in words] == ["tiktok"]


def register_words(words):
    from triage.adapters.register.register import Wanted

    return Wanted(words=words)


def test_a_part_holds_its_own_rules_and_no_numbers(copy, home):
    merge_copy(Home(home), "r.jsonl", copy.encode())
    with open_register(Home(home)) as register:
        register.database.execute("INSERT INTO rulesets VALUES ('f00d', 'other', '1', '{}', '2026')")
        chosen = next(register.newest()).id
        head, rules, request = read_rows(register.database, {chosen})
    assert (head["numbers"], request["request"]["id"]) == ({}, chosen)
    assert rules["ruleset"]["name"] == "marketing"


@pytest.mark.parametrize("text", ["\u2028", "\x85", "\x9b2J", "\x7f", "æøå", "😀", "\\u2028"])
def test_every_request_is_one_line_that_no_terminal_obeys(text):
    line = line_of({"title": text})
    assert json.loads(line) == {"title": text}
    assert len(line.splitlines()) == 1
    assert not set(line) & {"\x7f", "\x9b"}


def test_a_good_copy_has_no_mistakes(rows):
    assert wrong(rows) == []


def test_every_mistake_is_reported_with_its_line(rows):
    del rows[2]["request"]["title"]
    rows[3]["assessments"][0]["created"] = "yesterday"
    rows[4]["request"]["id"] = "26-1"
    title, moment, number = wrong(rows)
    assert title == "r.jsonl:3: request.title is missing."
    assert moment.startswith("r.jsonl:4: assessments[1].created has to be a moment")
    assert number == 'r.jsonl:5: request.id has to be a number such as 2026-014, not "26-1".'


@pytest.mark.parametrize(
    ("part", "change", "said"),
    [
        ("request", {"year": 1999}, "does not fit year 1999"),
        ("request", {"request": {"title": "x"}}, "answers cannot be read"),
        ("request", {"token": 7}, "request.token has to be text, not 7"),
        ("request", {"language": "fr"}, "request.language has to be da or en"),
        ("assessments", {"verdict": "maybe"}, "assessments[1].verdict has to be go, defer or drop"),
        ("assessments", {"id": "2026-001.7"}, "have to be called"),
        ("assessments", {"data": {"verdict": "go"}}, "cannot be read"),
        ("assessments", {"ruleset": "beef"}, "The rules beef are neither in the file nor in the register."),
        ("events", {"seq": 3}, "have to have seq 1, 2, 3"),
        ("events", {"kind": "wished"}, "event 1 cannot be read (wished)"),
        ("events", {"data": {"number": 1}}, "event 1 cannot be read"),
        ("events", {"data": {"number": 1, "verdict": "maybe"}}, "event 1 cannot be read"),
        ("events", {"day": "2026-02-30"}, "events[1].day has to be a date"),
    ],
)
def test_one_mistake_is_one_line(rows, part, change, said):
    below = rows[2][part]
    (below if part == "request" else below[0]).update(change)
    (line,) = wrong(rows)
    assert line.startswith("r.jsonl:3: ")
    assert said in line


def test_the_life_of_a_request_has_to_make_sense(rows):
    rows[2]["events"][0]["day"] = "9999-12-31"  # the director is to answer within a week
    (line,) = wrong(rows)
    assert "the events do not fit together" in line


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ({"title": "a request file"}, "is not an export of triage"),
        ({"triage": "register", "format": 3}, "newer triage"),
        ({"triage": "register", "format": "x"}, "format is not known"),
        ({"triage": "register", "format": 2, "numbers": {"2026": "x"}}, "numbers has to hold"),
    ],
)
def test_a_file_of_another_kind_is_reported_in_one_line(rows, head, said):
    (line,) = wrong([head, *rows[1:]])
    assert said in line


def test_lines_that_are_no_rows(rows):
    content = written(rows[:1]) + b'{"x": 1}\n[\n\n\xff\n"\xe2\x80\xa8"\n'
    problems = check_copy("r", content, set()).problems
    keys = [(each.place.line, each.message.key) for each in problems]
    assert keys == [(2, "copy.line"), (3, "file.json"), (5, "copy.not_utf8"), (6, "copy.line")]


def test_the_same_request_twice(rows):
    assert wrong([*rows, rows[2]]) == [f"r.jsonl:6: {rows[2]['request']['id']} is on line 3 too. Keep one of them."]


def test_rules_that_the_register_has_need_not_be_in_the_file(rows):
    fingerprint = rows.pop(1)["ruleset"]["fingerprint"]
    assert wrong(rows, {fingerprint}) == []
    assert len(wrong(rows)) == 1


def test_blank_lines_and_windows_line_ends_are_no_mistake(copy):
    content = b"\xef\xbb\xbf" + copy.replace("\n", "\r\n\r\n").encode()
    assert check_copy("r", content, set()).problems == []
    assert [line for line, _ in rows_of(content)] == [1, 3, 5, 7, 9]


def test_an_old_database_file_is_read_as_it_would_be_today_and_left_as_it_is(rows, tmp_path):
    file = tmp_path / "old.sqlite3"
    make_old(file, rows)
    before = file.read_bytes()
    with scratch_copy(file) as database:
        head, *_, last = read_rows(database)
    assert (len(head["numbers"]), last["request"]["token"], last["events"]) == (1, None, [])
    assert (file.read_bytes(), [each.name for each in tmp_path.iterdir() if each.is_file()]) == (before, [file.name])


def test_a_damaged_database_file_is_reported_by_its_own_name(tmp_path):
    file = tmp_path / "broken.sqlite3"
    file.write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    with pytest.raises(TriageError) as caught, scratch_copy(file):
        pass
    assert caught.value.problems[0].message.params["path"] == str(file)


@pytest.mark.parametrize("form", ["old.sqlite3", "new.sqlite3", "copy.jsonl"])
def test_a_request_is_erased_from_any_copy_and_the_others_stay(rows, copy, tmp_path, form):
    file = tmp_path / form
    if form == "old.sqlite3":
        make_old(file, rows)
    elif form == "new.sqlite3":
        merge_copy(Home(tmp_path / "r"), "r", copy.encode())
        with open_register(Home(tmp_path / "r")) as register:
            back_up(register.database, file, force=False)
    else:
        file.write_text(copy, encoding="utf-8")
    gone, words = rows[2]["request"], "10.000 følgere".encode()
    assert words in file.read_bytes()
    erase_from_copy(file, gone["id"], moment("2020-01-01T00:00:00+00:00"))
    assert words in file.read_bytes()
    erase_from_copy(file, gone["id"], moment(gone["created"]))
    assert words not in file.read_bytes()
    if form != "copy.jsonl":
        with scratch_copy(file) as database:
            assert len(list(read_rows(database))) == 4
            with pytest.raises(Exception, match="only ever added"):
                database.execute("DELETE FROM requests")
    else:
        assert file.read_text(encoding="utf-8").count("\n") == 4


def test_a_mangled_copy_is_reported_by_name(tmp_path):
    file = Path(tmp_path / "copy.jsonl")
    file.write_text("{\n")
    with pytest.raises(TriageError) as caught:
        erase_from_copy(file, "2026-001", moment("2020-01-01T00:00:00+00:00"))
    assert caught.value.problems[0].message.params["path"] == str(file)
