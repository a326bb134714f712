"""``import`` yields what becomes of the columns before anything is read in."""

from datetime import date

import pytest
from triage.adapters.home import drafts
from triage.adapters.home.settings import Home
from triage.adapters.pages.catalog import load_catalog
from triage.adapters.register.register import open_register
from triage.core.messages import TriageError
from triage.usecases.import_ import MOST_DRAFTS, ImportCall, import_file

EN = load_catalog("en")


@pytest.fixture
def file(tmp_path):
    rows = tmp_path / "rows.csv"
    rows.write_text("request,task_type,need\nA new page,cro,proven\n", encoding="utf-8")
    return rows


def count(home):
    with open_register(Home(home)) as register:
        return sum(1 for _ in register.newest())


def test_columns_come_before_anything_is_read_in(home, file):
    results = import_file(ImportCall(Home(home), EN, yes=True), file)
    columns = next(results)
    assert [row[0].words for row in columns] == ["request", "task_type", "need"]
    assert (count(home), len(list(results)), count(home)) == (0, 5, 1)


def test_columns_that_cannot_be_used_are_shown_all_the_same(home, file):
    results = import_file(ImportCall(Home(home), EN, maps=("need=nonsense",), yes=True), file)
    assert len(next(results)) == 3
    with pytest.raises(TriageError):
        list(results)


def test_a_task_list_becomes_drafts_once(home, tmp_path):
    tasks = tmp_path / "tasks.csv"
    tasks.write_text("Summary,Reporter,Created,Due date\nPodcast,Lars,2026-02-01,soon\nNew logo,,,\n", encoding="utf-8")
    call = ImportCall(Home(home), EN, yes=True)
    told = list(import_file(call, tasks))[3:]
    assert [line.split(" ")[0] for line in told if isinstance(line, str)] == [
        "Draft:",
        "Line",
        "Draft:",
        "Rows",
        "Drafts",
    ]
    made = {drafts.title(each): each for each in drafts.all_drafts(Home(home).drafts)}
    assert (made["Podcast"].asked_by, made["Podcast"].asked_on) == ("Lars", date(2026, 2, 1))
    assert list(made["New logo"].answers) == ["request"]
    again = list(import_file(call, tasks))
    assert again[-2:] == ["Drafts made: 0. Go on with one of them: triage new --resume", "There already: 2."]
    assert count(home) == 0
    assert "Read in: 2." in list(import_file(ImportCall(Home(home), EN, maps=("=other", "Due date="), yes=True), tasks))


def test_a_list_too_long_for_drafts_is_refused(home, tmp_path):
    tasks = tmp_path / "tasks.csv"
    tasks.write_text("Summary\n" + "".join(f"Task {at}\n" for at in range(MOST_DRAFTS + 1)), encoding="utf-8")
    with pytest.raises(TriageError) as error:
        list(import_file(ImportCall(Home(home), EN, yes=True), tasks))
    assert error.value.problems[0].message.key == "import.drafts.many"
