"""``import`` yields what becomes of the columns before anything is read in."""

import pytest
from triage.adapters.home.settings import Home
from triage.adapters.pages.catalog import load_catalog
from triage.adapters.register.register import open_register
from triage.core.messages import TriageError
from triage.usecases.import_ import ImportCall, import_file

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
