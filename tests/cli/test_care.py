"""What goes out of the register, what comes in, and what is erased: as a person types it."""

import csv
import errno
import json
import os
import random
import re
import shutil
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from triage.adapters.home import drafts
from triage.adapters.home.clock import now
from triage.adapters.home.settings import Home
from triage.adapters.register.backups import scratch_copy
from triage.adapters.register.copy import line_of, read_rows
from triage.adapters.register.register import open_register
from triage.core.life.events import Earlier
from triage.core.request.request import Answer, Origin
from triage.usecases.parts.recording import find

from forked import programs
from registers import OVERRIDE, add_event, exported, make_old, make_register, weigh
from terminal import DOWN, ENTER, WHY, Terminal

pytest_plugins = ["postgres"]
CASE = Path(__file__).parents[2] / "rules" / "cases" / "v06-seo-with-an-honest-horizon.yaml"
SHEET = """\
Opgave;Type;Pris (kr.);Bemærkning
Skaf os 10.000 følgere på TikTok;tiktok;20-60k;haster
Messe i Herning;trade_fair;150.000;
"""


@pytest.fixture(scope="session")
def made(tmp_path_factory) -> Path:
    """A home with a register of three requests, and all that has been compiled for it."""
    folder = tmp_path_factory.mktemp("made") / "home"
    make_register(folder)
    return folder


@pytest.fixture
def full(made, home) -> Home:
    """The test's own home, with three requests."""
    shutil.copytree(made, home)
    return Home(home)


@pytest.fixture
def empty(made, home) -> Home:
    """The test's own home, without a register."""
    shutil.copytree(made / "cache", home / "cache")
    return Home(home)


@pytest.fixture
def sheet(tmp_path) -> Path:
    file = tmp_path / "sheet.csv"
    file.write_text(SHEET, encoding="utf-8")
    return file


def rows_of(text):
    return [json.loads(line) for line in text.splitlines()]


def ids(home) -> list[str]:
    with open_register(home) as register:
        return [entry.id for entry in register.newest()][::-1]


def other_home(home: Home, tmp_path, name="other") -> Home:
    """A second register, with the same three requests as the first."""
    shutil.copytree(home.folder, tmp_path / name)
    return Home(tmp_path / name)


# export


def test_lines_are_everything_on_standard_output_or_in_a_file(run, full, tmp_path):
    assert run("export").out == exported(full)
    file = tmp_path / "all.jsonl"
    assert run("export", "-o", str(file)).code == 0
    assert file.read_text(encoding="utf-8") == exported(full)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.usefixtures("full")
def test_a_file_that_is_there_is_replaced_only_with_force(run, tmp_path):
    file = tmp_path / "all.csv"
    file.write_text("mine")
    refused = run("export", "-o", str(file))
    assert (refused.code, file.read_text()) == (1, "mine")
    assert "--force" in refused.err
    assert run("export", "-o", str(file), "--force").code == 0
    assert file.read_bytes() != b"mine"


@pytest.mark.usefixtures("full")
def test_the_ending_tells_the_form(run, tmp_path):
    for form, start in (("csv", b"\xef\xbb\xbfid"), ("xlsx", b"PK"), ("jsonl", b'{"triage"')):
        file = tmp_path / f"all.{form}"
        told = run("export", "-o", str(file))
        assert (told.code, told.err) == (0, "")
        assert "Requests: 3." in told.out
        assert file.read_bytes().startswith(start)
    assert run("export", "--format", "csv").out.count("\n") == 4


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--format", "xlsx"], 2, "has to be in a file"),
        (["--format", "pdf"], 2, "--format cannot be pdf"),
        (["-o", "{}/all.txt"], 2, ".jsonl, .csv, .xlsx"),
        (["--state", "draft"], 2, "--state cannot be draft"),
        (["--since", "2026-03-02", "--until", "2026-03-01"], 2, "ends"),
        (["--format", "csv", "-o", "{}"], 1, "is a folder"),
        (["-o", "{}/none/all.csv"], 1, "There is no folder"),
        (["--format", "csv", "-o", "{}/home/register.sqlite3", "--force"], 1, "is the register itself"),
    ],
)
def test_what_cannot_be_exported_is_told_in_one_line(run, full, tmp_path, arguments, code, said):
    before = exported(full)
    result = run("export", *(each.format(tmp_path) for each in arguments))
    assert (result.code, result.out, result.err.count("\n")) == (code, "", 1)
    assert said in result.err
    assert exported(full) == before


def test_a_part_of_the_register(run, full):
    waiting = rows_of(run("export", "--state", "waiting").out)
    assert [row["request"]["id"] for row in waiting[2:]] == [ids(full)[1]]
    assert list(csv.DictReader(run("export", "--format", "csv", "--until", "2001-01-01").out.splitlines())) == []


def test_an_empty_register_is_exported_as_such(run, empty):
    assert run("export").out == '{"triage":"register","format":2,"numbers":{}}\n'
    assert not empty.register.exists()


# import of a copy


def moved(run, source, target, monkeypatch, tmp_path, *, change=lambda rows: rows):
    """Export from one home and read it in at another; what was printed there."""
    rows = change(rows_of(exported(source)))
    file = tmp_path / "moved.jsonl"
    file.write_text("".join(map(line_of, rows)), encoding="utf-8")
    monkeypatch.setenv("TRIAGE_HOME", str(target.folder))
    return run("import", str(file))


def test_a_copy_goes_into_an_empty_register_and_twice_is_once(run, full, monkeypatch, tmp_path):
    new = Home(tmp_path / "new")
    assert moved(run, full, new, monkeypatch, tmp_path).out == "Read in: 3.\n"
    assert moved(run, full, new, monkeypatch, tmp_path).out == "Read in: 0.\nThere already: 3.\n"
    assert exported(new) == exported(full)
    for command in ("show", "memo"):
        assert run(command, "last").code == 0


def test_only_what_is_missing_is_added(run, full, monkeypatch, tmp_path):
    other = other_home(full, tmp_path)
    first, second, _ = ids(full)
    add_event(full, first, OVERRIDE)
    add_event(full, second)
    add_event(other, second)
    add_event(other, ids(other)[2])
    told = moved(run, full, other, monkeypatch, tmp_path, change=lambda rows: [*rows[:3], *rows[4:]])
    assert told.out == f"Read in: 0.\nGot what was missing: {first}.\nThere already: 1.\n"
    assert (len(find(other, first).life.events), find(other, first).entry.state) == (2, "waiting")


def test_a_further_assessment_is_added_too(run, full, monkeypatch, tmp_path):
    other = other_home(full, tmp_path)
    assert run("new", "--again", ids(full)[1], "need=proven", "visible_in=60", "--no-input").code == 0
    assert moved(run, full, other, monkeypatch, tmp_path).code == 0
    assert exported(other) == exported(full)
    assert find(other, ids(full)[1]).number == 2


def test_two_histories_of_one_request_are_not_joined(run, full, monkeypatch, tmp_path):
    other = other_home(full, tmp_path)
    second = ids(full)[1]
    add_event(full, second)
    add_event(other, second)
    before = exported(other)
    refused = moved(run, full, other, monkeypatch, tmp_path)
    assert (refused.code, refused.out, exported(other)) == (1, "", before)
    assert f"moved.jsonl:4: {second} (SEO expected to work in two weeks) has another history" in refused.err


def test_another_request_under_the_same_id_gets_a_new_one(run, full, empty_other, monkeypatch, tmp_path):
    weigh(empty_other, "v03")
    told = moved(run, full, empty_other, monkeypatch, tmp_path)
    first, second, third = ids(full)
    new = first[:5] + "004"
    renumbered = f"{first} (TikTok for pump buyers) has got the number {new}, as another request has {first} already."
    assert told.out == f"Read in: 3.\n{renumbered}\n"
    assert sorted(ids(empty_other)) == [first, second, third, new]
    assert find(empty_other, new).number == 1
    assert find(empty_other, third).life.events[1].what == Earlier(new, "a new budget")
    assert moved(run, full, empty_other, monkeypatch, tmp_path).out == "Read in: 0.\nThere already: 3.\n"
    assert weigh(empty_other, "v01") == first[:5] + "005"


@pytest.fixture
def empty_other(made, tmp_path) -> Home:
    shutil.copytree(made / "cache", tmp_path / "other" / "cache")
    return Home(tmp_path / "other")


def test_requests_from_before_there_were_tokens_are_known_by_their_moment(
    run, full, empty_other, monkeypatch, tmp_path
):
    old = Home(tmp_path / "old")
    make_old(old.register, rows_of(exported(full)))
    weigh(empty_other, "v03")
    assert moved(run, old, empty_other, monkeypatch, tmp_path).out.startswith("Read in: 3.\n")
    assert moved(run, old, empty_other, monkeypatch, tmp_path).out == "Read in: 0.\nThere already: 3.\n"


def test_numbers_that_were_forgotten_are_not_given_out_again(run, full, monkeypatch, tmp_path):
    new, last = Home(tmp_path / "new"), ids(full)[-1]
    assert run("forget", last, "--yes").code == 0
    moved(run, full, new, monkeypatch, tmp_path)
    assert weigh(new, "v03")[-3:] == "004"


def test_nothing_is_read_in_where_anything_is_wrong(run, full, monkeypatch, tmp_path):
    def change(rows):
        del rows[3]["request"]["title"]
        rows[4]["events"][0]["kind"] = "wished"
        return rows

    new = Home(tmp_path / "new")
    refused = moved(run, full, new, monkeypatch, tmp_path, change=change)
    assert (refused.code, refused.out, new.register.exists()) == (1, "", False)
    assert [line.split(":")[1] for line in refused.err.splitlines()[:2]] == ["4", "5"]
    assert "Nothing has been read in" in refused.err.splitlines()[2]


@pytest.mark.usefixtures("empty")
@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.xlsx", b"PK\x03\x04", "Save the sheet as CSV"),
        ("a.yaml", b"title: x", "triage new --from"),
        ("a.jsonl", b'{"title": "x"}\n', "a.jsonl:1: The file is not an export"),
        ("a.csv", b"", "request"),
        ("a.csv", b"Opgave;Type\n", "There are no rows"),
    ],
)
def test_a_file_of_another_kind(run, tmp_path, name, content, said):
    (tmp_path / name).write_bytes(content)
    result = run("import", str(tmp_path / name), "--yes")
    assert result.code == 1
    assert said in result.err


def test_map_is_for_sheets(run, full, tmp_path):
    (tmp_path / "a.jsonl").write_text(exported(full), encoding="utf-8")
    assert run("import", str(tmp_path / "a.jsonl"), "--map", "a=b").code == 2


# import of a sheet


def test_a_sheet_is_shown_then_weighed_and_kept(run, empty, sheet):
    result = run("import", str(sheet), "--yes")
    assert (result.code, result.err) == (0, "")
    table, told = result.out.split("\n\n")[0].splitlines(), result.out.splitlines()[-3:]
    assert table[3].split("\t")[:3] == ["Pris (kr.)", "20-60k", "Cash cost"]
    assert table[4].split("\t")[:3] == ["Bemærkning", "haster", "Added to the director's words"]
    first, second = ids(empty)
    assert told[0] == "Read in: 2."
    assert told[2] == f"Their numbers are {first} to {second}. See them with: triage list"
    assert run("memo", first).code == 0


def test_the_same_sheet_twice_adds_nothing(run, empty, sheet):
    run("import", str(sheet), "--yes")
    sheet.write_text(SHEET + SHEET.splitlines()[-1] + "\n", encoding="utf-8")
    assert run("import", str(sheet), "--yes").out.splitlines()[-4:][0] == "Read in: 1."
    assert len(ids(empty)) == 3


def test_map_says_what_a_column_is(run, empty, sheet):
    result = run("import", str(sheet), "--yes", "--map", "Bemærkning=audience", "--map", "Pris (kr.)=")
    assert result.code == 0
    answers = find(empty, ids(empty)[0]).request.answers
    assert answers["audience"] == Answer("haster", Origin.FILE)
    assert "cost" not in answers


def test_one_bad_row_keeps_all_of_them_out(run, empty, sheet):
    sheet.write_text(SHEET + "Webinar;webinair;x;\nPodcast;podcast;1;\n", encoding="utf-8")
    result = run("import", str(sheet), "--yes")
    assert (result.code, empty.register.exists()) == (1, False)
    assert [line.split(": ")[:2] for line in result.err.splitlines()[:2]] == [
        [f"{sheet}:4", "Type"],
        [f"{sheet}:4", "Pris (kr.)"],
    ]
    assert len(result.err.splitlines()) == 3


@pytest.mark.usefixtures("empty")
@pytest.mark.parametrize(
    ("given", "said"),
    [("Type=tasktype", "Did you mean task_type?"), ("Typ=task_type", "Did you mean Type?"), ("=tok", "=tiktok")],
)
def test_a_wrong_map_is_told_below_the_table(run, sheet, given, said):
    result = run("import", str(sheet), "--yes", "--map", given)
    assert (result.code, result.err.count("\n")) == (1, 1)
    assert said in result.err
    assert "Opgave" in result.out


def test_nobody_to_ask(run, full, sheet):
    before = exported(full)
    for arguments in (["import", str(sheet)], ["forget", "last"]):
        result = run(*arguments)
        assert (result.code, result.err.count("\n")) == (2, 1)
        assert "--yes" in result.err
    assert exported(full) == before


def test_the_own_export_as_a_sheet_comes_back(run, full, empty_other, monkeypatch, tmp_path):
    file = tmp_path / "all.csv"
    assert run("export", "-o", str(file), "--lang", "da").code == 0
    monkeypatch.setenv("TRIAGE_HOME", str(empty_other.folder))
    assert run("import", str(file), "--yes").code == 0
    for before, after in zip(ids(full), ids(empty_other), strict=True):
        one, two = find(full, before).request.answers, find(empty_other, after).request.answers
        assert {name: each.value for name, each in one.items()} == {name: each.value for name, each in two.items()}


# backup


def test_a_backup_is_whole_and_is_read_back(run, full, tmp_path, monkeypatch):
    file, before = tmp_path / "backup", exported(full)
    with open_register(full) as other, other.writing():
        told = run("backup", str(file))
    assert (told.code, stat.S_IMODE(file.stat().st_mode)) == (0, 0o600)
    assert "database file" in told.out
    monkeypatch.setenv("TRIAGE_HOME", str(tmp_path / "new"))
    assert run("import", str(file)).out == "Read in: 3.\n"
    assert exported(Home(tmp_path / "new")) == before


def test_a_backup_of_a_server_is_lines(run, full, tmp_path, postgres_url, monkeypatch):
    file, backup = tmp_path / "all.jsonl", tmp_path / "backup.jsonl"
    run("export", "-o", str(file))
    monkeypatch.setenv("TRIAGE_REGISTER", postgres_url)
    nothing = run("backup", str(backup))
    assert (nothing.code, nothing.err.count("\n"), backup.exists()) == (1, 1, False)
    run("import", str(file))
    assert "lines of JSON" in run("backup", str(backup)).out
    assert backup.read_text(encoding="utf-8") == exported(full)
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600


def test_a_backup_never_overwrites_and_never_the_register(run, full, tmp_path):
    file = tmp_path / "mine"
    file.write_text("mine")
    assert (run("backup", str(file)).code, file.read_text()) == (1, "mine")
    own = run("backup", str(full.register), "--force")
    assert (own.code, own.err.count("\n")) == (1, 1)
    assert len(ids(full)) == 3


@pytest.mark.usefixtures("full")
def test_a_backup_leaves_every_other_file_alone(run, tmp_path):
    (tmp_path / "copy.tmp").write_text("mine")
    assert run("backup", str(tmp_path / "copy")).code == 0
    assert (tmp_path / "copy.tmp").read_text() == "mine"


def test_two_backups_to_one_name_at_once_leave_a_whole_one(full, tmp_path):
    file, before = tmp_path / "copy", exported(full)
    started = [programs().start([("backup", str(file), "--force")], full.folder) for _ in range(6)]
    assert [each.ended().codes for each in started] == [[0]] * 6
    assert sorted(each.name for each in tmp_path.iterdir()) == ["copy", "home"]
    file.rename(tmp_path / "register.sqlite3")
    assert exported(Home(tmp_path)) == before


@pytest.mark.skipif(sys.platform == "win32", reason="no limits there")
def test_a_full_disk_under_a_backup_is_not_the_registers_fault(full, tmp_path):
    file, limit = tmp_path / "copy", f"(4096, {2**30})"
    file.write_text("old")
    code = (
        "import resource, sys; from triage.cli.main import run; from triage.adapters.register import file as r\n"
        "copy = r._copy\n"
        f"r._copy = lambda *a: (resource.setrlimit(resource.RLIMIT_FSIZE, {limit}), copy(*a))\n"
        "sys.exit(run(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", code, "backup", str(file), "--force"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(rf"{re.escape(str(file))} cannot be written \(.*\)\.\n", done.stderr)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["copy", "home"]
    assert file.read_text() == "old"
    assert full.register.exists()


@pytest.mark.parametrize(
    "command",
    [
        ("memo", "1", "-o", "{}.md", "--force"),
        ("report", "-o", "{}.md", "--force"),
        ("form", "1", "-o", "{}.md", "--force"),
        ("due", "--ics", "{}.md"),
        ("export", "--format", "jsonl", "-o", "{}.md", "--force"),
        ("export", "--format", "csv", "-o", "{}.md", "--force"),
        ("export", "--format", "xlsx", "-o", "{}.md", "--force"),
        ("backup", "{}.md", "--force"),
        ("rules", "schema", "-o", "{}.md"),
    ],
)
@pytest.mark.usefixtures("full")
def test_a_full_disk_leaves_the_old_file(run, tmp_path, monkeypatch, command):
    def disk_is_full(_descriptor):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    file = tmp_path / "here" / "file.md"
    file.parent.mkdir()
    file.write_text("old")
    monkeypatch.setattr(os, "fsync", disk_is_full)
    result = run(*(each.format(file.with_suffix("")) for each in command))
    assert (result.code, result.err) == (1, f"{file} cannot be written (the disk is full).\n")
    assert [each.read_text() for each in file.parent.iterdir()] == ["old"]


@pytest.mark.parametrize(
    "command",
    [
        ("memo", "1", "-o"),
        ("report", "-o"),
        ("form", "1", "-o"),
        ("decide", "1", "go", "--because", "x", "--assumes", "y", "--check", "2099-01-01", "--no-input", "--memo"),
        ("new", "--from", str(CASE), "--no-input", "--memo"),
    ],
)
@pytest.mark.parametrize("ending", ["rtf", "odt", "doc"])
def test_a_page_never_gets_the_name_of_another_format(run, full, tmp_path, command, ending):
    before = exported(full)
    refused = run(*command, str(tmp_path / f"page.{ending}"), "--lang", "da")
    assert (refused.code, refused.out, refused.err.count("\n")) == (2, "", 1)
    assert f"ikke laves en {ending}-fil. Vælg et navn, der ender på " in refused.err
    assert [each.name for each in tmp_path.iterdir()] == ["home"]
    assert exported(full) == before


@pytest.mark.parametrize(
    "command",
    [
        ("memo", "1", "-o"),
        ("report", "-o"),
        ("form", "1", "-o"),
        ("due", "--ics"),
        ("export", "--format", "csv", "-o"),
        ("backup",),
        ("rules", "schema", "-o"),
        ("new", "--from", str(CASE), "--no-input", "--memo"),
    ],
)
@pytest.mark.usefixtures("full")
def test_the_whole_path_of_what_was_written_is_told(run, tmp_path, monkeypatch, command):
    (tmp_path / "below").mkdir()
    monkeypatch.chdir(tmp_path / "below")
    told = run(*command, "../file.MD")
    assert (told.code, told.err) == (0, "")
    assert str(tmp_path / "file.MD") in told.out
    assert (tmp_path / "file.MD").stat().st_size


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="no such device")
@pytest.mark.usefixtures("full")
def test_standard_output_by_its_name(tmp_path):
    command = [sys.executable, "-m", "triage", "memo", "1", "-o", "/dev/stdout"]
    with (tmp_path / "log").open("a+") as log:
        log.write("before\n")
        log.flush()
        subprocess.run(command, stdout=log, check=True)
    memo = subprocess.run(command[:-2], capture_output=True, text=True, check=True).stdout
    assert (tmp_path / "log").read_text("utf-8") == f"before\n{memo}The memo is in /dev/stdout.\n"


@pytest.mark.parametrize(
    ("command", "rights"),
    [
        (("memo", "1", "-o"), 0o644),
        (("report", "-o"), 0o644),
        (("form", "1", "-o"), 0o644),
        (("due", "--ics"), 0o644),
        (("export", "--format", "jsonl", "-o"), 0o600),
        (("export", "--format", "csv", "-o"), 0o600),
        (("export", "--format", "xlsx", "-o"), 0o600),
        (("backup",), 0o600),
    ],
)
@pytest.mark.usefixtures("full")
def test_what_holds_the_register_is_its_owners_alone_and_what_is_sent_is_not(run, tmp_path, command, rights):
    before = os.umask(0o022)
    try:
        assert run(*command, str(tmp_path / "file.md")).code == 0
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "file.md").stat().st_mode) == rights


def test_nothing_to_back_up(run, empty, tmp_path):
    result = run("backup", str(tmp_path / "backup"))
    assert (result.code, result.out, result.err.count("\n")) == (1, "", 1)
    assert "nothing to copy" in result.err
    assert not empty.register.exists()
    assert not (tmp_path / "backup").exists()


# forget


def below(folder: Path) -> bytes:
    return b"".join(each.read_bytes() for each in folder.rglob("*") if each.is_file())


def with_traces(home: Home, marker: str) -> str:
    """A request that holds a marker, with everything that may lie around it; gives its id."""
    rows = rows_of(exported(home).replace("TikTok for pump buyers", marker))
    shutil.rmtree(home.folder)
    make_old(home.register, rows)
    request_id, _, _ = ids(home)  # an upgrade, which leaves a copy
    add_event(home, request_id, OVERRIDE.__class__(**{**_fields(OVERRIDE), "assumes": marker}))
    draft = drafts.begin(
        home.folder / "form-drafts" / f"{request_id}-agree", started=now(), language="en", quick=False, fingerprint="x"
    )
    drafts.keep_answer(draft, "metric", Answer(marker, Origin.ASKED))
    for name in ("bug.txt", ".triage-0123456789ab.tmp"):
        (home.folder / name).write_text(marker)
    return request_id


def _fields(value):
    return {name: getattr(value, name) for name in value.__slots__}


def test_what_is_forgotten_is_nowhere_below_the_home(run, full):
    marker = "zebrafinch"
    request_id = with_traces(full, marker)
    assert below(full.folder).count(marker.encode()) > 5
    others = exported(full).splitlines()[3:]
    result = run("forget", request_id, "--yes")
    assert (result.code, result.err) == (0, "")
    assert marker.encode() not in below(full.folder)
    assert exported(full).splitlines()[2:] == others
    assert "memos, exports, backups" in result.out
    assert run("show", request_id).code == 1
    (copy,) = full.folder.glob("register-before-version-*")
    with scratch_copy(copy) as database:
        assert len(list(read_rows(database))) == 4


def test_the_draft_that_became_a_request_is_forgotten_with_it(run, full):
    request_id = ids(full)[0]
    draft = drafts.begin(full.drafts, started=now(), language="en", quick=False, fingerprint="x")
    drafts.keep_answer(draft, "request", Answer("words", Origin.ASKED))
    text = draft.path.read_text().replace(draft.token, find(full, request_id).token)
    draft.path.write_text(text)
    run("forget", request_id, "--yes")
    assert not draft.path.exists()


def test_a_copy_that_cannot_be_erased_from_is_told_by_name(run, full):
    copy = full.folder / "register-before-version-2.sqlite3"
    copy.write_text("x" * 5000)
    result = run("forget", ids(full)[0], "--yes")
    assert (result.code, result.err.count("\n"), len(ids(full))) == (4, 1, 2)
    assert copy.name in result.err


@pytest.mark.usefixtures("full")
def test_a_request_of_a_server_is_forgotten(run, tmp_path, postgres_url, monkeypatch):
    file = tmp_path / "all.jsonl"
    run("export", "-o", str(file))
    monkeypatch.setenv("TRIAGE_REGISTER", postgres_url)
    run("import", str(file))
    result = run("forget", "1", "--yes")
    assert (result.code, result.err) == (0, "")
    assert "other people's computers" in result.out
    assert [row["request"]["number"] for row in rows_of(run("export").out)[2:]] == [2, 3]


def test_an_unknown_id(run, full):
    assert run("forget", "77", "--yes").code == 1
    assert len(ids(full)) == 3


# a person at a terminal


def test_forgetting_is_asked_about_and_no_comes_first(full):
    terminal = Terminal(full.folder, "da_DK", "forget", "last").ready()
    assert "SEO with an honest horizon" in terminal.said()
    assert "Skal" in terminal.said()
    terminal.type(WHY).send(ENTER)
    assert terminal.ended() == 0
    assert "Intet er slettet." in terminal.said()
    assert len(ids(full)) == 3
    terminal = Terminal(full.folder, "en_GB", "forget", "last").ready()
    terminal.send(DOWN + ENTER)
    assert (terminal.ended(), len(ids(full))) == (0, 2)


def test_a_sheet_is_asked_about_and_yes_comes_first_but_not_by_enter_alone(empty, sheet):
    terminal = Terminal(empty.folder, "da_DK", "import", str(sheet)).ready()
    assert "Føjes til direktørens ord" in terminal.said()
    terminal.send(ENTER)
    terminal._read(b"\x07")
    assert not empty.register.exists()
    terminal.send(DOWN + ENTER)
    assert (terminal.ended(), len(ids(empty))) == (0, 2)
    assert "Læst ind: 2." in terminal.said()
    terminal = Terminal(empty.folder, "da_DK", "import", str(sheet)).ready()
    terminal.send(DOWN + DOWN + ENTER)
    assert terminal.ended() == 0
    assert "Intet er læst ind." in terminal.said()


# a kill


def killed(home: Home, after: float, *command: str) -> None:
    """Run a command and kill it a while after it has begun."""
    running = programs().start([command], home.folder)
    time.sleep(after)
    running.kill()


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
def test_a_kill_leaves_everything_as_before_or_after(full, empty_other, tmp_path):
    copy, backup, before = tmp_path / "all.jsonl", tmp_path / "backup", exported(full)
    copy.write_text(before, encoding="utf-8")
    after = "".join(line for line in before.splitlines(keepends=True) if "TikTok for pump" not in line)
    moments = random.Random()  # noqa: S311 - moments, not secrets
    for number in range(3):
        target, own = other_home(empty_other, tmp_path, f"t{number}"), other_home(full, tmp_path, f"f{number}")
        killed(target, moments.uniform(0.01, 0.15), "import", str(copy))
        assert exported(target) in {before, '{"triage":"register","format":2,"numbers":{}}\n'}
        killed(own, moments.uniform(0.01, 0.15), "forget", "1", "--yes")
        assert exported(own) in {before, after}
        with open_register(own) as register:
            assert register.database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        killed(full, moments.uniform(0.01, 0.1), "backup", str(backup), "--force")
        if backup.exists():
            with scratch_copy(backup) as database:
                assert "".join(map(line_of, read_rows(database))) == before
    assert exported(full) == before


@pytest.mark.parametrize("command", ["export", "import", "backup", "forget"])
def test_every_option_is_explained_in_both_languages(run, command):
    danish, english = run(command, "--help", "--lang", "da").out, run(command, "--help").out
    assert danish != english
    assert "Replace" not in danish
