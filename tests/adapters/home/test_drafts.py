"""Every answer is on the disk before the next question, and what a power cut tears costs no more than one answer."""

import json
import os
import stat
from datetime import UTC, date, datetime, timedelta

import pytest
from triage.adapters.home import drafts
from triage.core.messages import TriageError
from triage.core.request.request import Answer, Origin, Range

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
VALUES = {
    "request": 'Få os på TikTok\n"nu" æøå 🙂\u2028\u0085',
    "need": "own_wish",
    "visible_in": 22.857142857142858,
    "cost": Range(20_000.0, 40_000.0, 60_000.0),
    "bounded_test": False,
    "success_by": date(2027, 6, 30),
    "hours": None,
}


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "home" / "drafts"


@pytest.fixture
def begun(folder):
    def _begun(words="x", started=NOW):
        draft = drafts.begin(folder, started=started, language="da", quick=True, fingerprint="f00d")
        return drafts.keep_answer(draft, "request", Answer(words, Origin.ASKED)) if words else draft

    return _begun


def read_back(folder):
    (draft,) = drafts.all_drafts(folder)
    return draft


def test_a_draft_comes_back_as_it_was_left(folder):
    draft = drafts.begin(folder, started=NOW, language="da", quick=True, fingerprint="f00d")
    for name, value in VALUES.items():
        draft = drafts.keep_answer(draft, name, Answer(value, Origin.FILE))
    draft = drafts.keep_again(drafts.keep_title(draft, "TikTok"), ("need", "cost"))
    assert read_back(folder) == draft
    assert {name: answer.value for name, answer in draft.answers.items()} == VALUES


def test_an_answer_is_on_the_disk_before_it_is_returned(begun, monkeypatch):
    synced = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: synced.append(os.fstat(descriptor).st_size))
    draft = begun()
    assert synced[-1] == draft.path.stat().st_size


def test_a_later_answer_replaces_an_earlier_one_and_is_no_longer_asked_again(begun, folder):
    draft = drafts.keep_again(begun(), ("need",))
    drafts.keep_answer(draft, "need", Answer("proven", Origin.ASKED))
    found = read_back(folder)
    assert found.answers["need"].value == "proven"
    assert found.again == ()


def test_any_torn_end_costs_no_more_than_the_last_answer(begun, folder):
    draft = begun()
    whole = draft.path.read_bytes()
    drafts.keep_answer(draft, "need", Answer("proven æøå", Origin.ASKED))
    longer = draft.path.read_bytes()
    for length in range(len(whole), len(longer)):
        draft.path.write_bytes(longer[:length])
        found = read_back(folder)
        assert found.answers["request"].value == "x"
        drafts.keep_answer(found, "cost", Answer(1.0, Origin.ASKED))
        assert set(read_back(folder).answers) >= {"request", "cost"}


@pytest.mark.parametrize("content", [b"", b"\0\0\0", b"[]", b"{}", b'{"started": 1}', b"\xff\xfe", b'"a"\n{"id": "x"}'])
def test_a_file_that_is_no_draft_is_passed_over(begun, folder, content):
    begun()
    (folder / "20990101-000000-000.jsonl").write_bytes(content)
    assert len(drafts.all_drafts(folder)) == 1


@pytest.mark.parametrize(
    "line",
    ["null", "[1]", '{"id": "need"}', '{"id": "need", "value": 1, "origin": "moon"}', '{"gone": 3}', '{"new": 1}'],
)
def test_a_line_that_cannot_be_understood_is_passed_over(begun, folder, line):
    draft = begun()
    with draft.path.open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    drafts.keep_answer(draft, "cost", Answer(1.0, Origin.ASKED))
    assert set(read_back(folder).answers) == {"request", "cost"}


def test_drafts_are_listed_the_newest_first_and_only_with_an_answer(begun, folder):
    assert drafts.all_drafts(folder) == []
    begun("older")
    begun("newer", NOW + timedelta(hours=1))
    begun("", NOW + timedelta(hours=2))
    assert [draft.answers["request"].value for draft in drafts.all_drafts(folder)] == ["newer", "older"]


def test_drafts_begun_in_the_same_second_are_two(begun, folder):
    begun("a")
    begun("b")
    assert len(drafts.all_drafts(folder)) == 2


def test_only_its_owner_can_read_a_draft(begun):
    assert stat.S_IMODE(begun().path.stat().st_mode) == 0o600
    assert stat.S_IMODE(begun().path.parent.stat().st_mode) == 0o700


def test_a_finished_draft_is_removed(begun, folder):
    draft = begun()
    drafts.remove(draft)
    drafts.remove(draft)
    assert drafts.all_drafts(folder) == []


def test_what_changed_rules_have_no_place_for_is_left_out(begun, folder):
    draft = drafts.keep_answer(begun(), "need", Answer("gone", Origin.ASKED))
    drafts.keep_without(draft, ("need",), "cafe")
    found = read_back(folder)
    assert set(found.answers) == {"request"}
    assert found.fingerprint == "cafe"


def refusal(draft):
    with pytest.raises(TriageError) as caught, drafts.locked(draft):
        pass
    return caught.value.problems[0].message.key


def test_a_draft_is_locked_by_one_process_at_a_time(begun):
    draft = begun()
    with drafts.locked(draft):
        assert refusal(draft) == "draft.in_use"
    with drafts.locked(draft):
        drafts.remove(draft)
    assert list(draft.path.parent.iterdir()) == []


def test_a_locked_draft_has_what_another_window_added(begun):
    draft = begun()
    drafts.keep_answer(draft, "need", Answer("proven", Origin.ASKED))
    with drafts.locked(draft) as current:
        assert current.answers["need"].value == "proven"


def test_a_draft_that_another_window_finished_is_not_begun_again(begun):
    draft = begun()
    drafts.remove(draft)
    assert refusal(draft) == "draft.gone"
    assert not draft.path.exists()


def test_a_folder_that_cannot_be_made_or_written_is_a_failure_of_the_store(folder, monkeypatch):
    folder.parent.mkdir()
    folder.write_text("a file stands where the folder should")
    with pytest.raises(TriageError) as caught:
        drafts.begin(folder, started=NOW, language="da", quick=True, fingerprint="f00d")
    assert (caught.value.exit_code, caught.value.problems[0].message.key) == (4, "error.folder")
    folder.unlink()

    def forbidden(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", forbidden)
    with pytest.raises(TriageError) as caught:
        drafts.begin(folder, started=NOW, language="da", quick=True, fingerprint="f00d")
    assert (caught.value.exit_code, caught.value.problems[0].message.key) == (4, "error.write")


def test_a_draft_without_an_answer_is_taken_away_when_it_is_left(begun):
    assert drafts.left(begun("x"))
    empty = begun("")
    assert not drafts.left(empty)
    assert not empty.path.exists()


def test_a_disk_that_cannot_be_written_is_reported(begun, monkeypatch):
    draft = begun()

    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(TriageError) as caught:
        drafts.keep_answer(draft, "need", Answer("proven", Origin.ASKED))
    assert caught.value.exit_code == 4
    assert caught.value.problems[0].message.key == "error.write"


def test_an_error_while_a_draft_is_locked_is_not_blamed_on_it(begun):
    with pytest.raises(BrokenPipeError), drafts.locked(begun()):
        raise BrokenPipeError


def test_a_line_is_plain_json(begun):
    lines = begun("Få os på TikTok").path.read_text(encoding="utf-8").splitlines()
    assert json.loads(lines[1]) == {"id": "request", "value": "Få os på TikTok", "origin": "asked"}


def test_what_is_asked_besides_comes_back_and_older_drafts_ask_what_decides(begun, folder):
    draft = drafts.begin(folder, started=NOW, language="da", quick=False, fingerprint="f00d", whole=True)
    draft = drafts.keep_on(drafts.keep_rest(drafts.keep_answer(draft, "request", Answer("x", Origin.ASKED))))
    assert (read_back(folder).whole, read_back(folder).rest, read_back(folder).on) == (True, True, True)
    drafts.remove(draft)
    assert (begun().whole, begun().rest, begun().on) == (False, False, False)
