"""``due`` as values: what wants attention, for each way of printing it."""

from datetime import date

from triage.adapters.home.settings import Home
from triage.adapters.pages.catalog import load_catalog
from triage.usecases.due import count_due, due, due_json, lines_of, row_of

EN = load_catalog("en")


def test_a_reminder_says_the_same_in_lines_in_a_row_and_in_json(home, keep):
    request_id = keep("A task")
    (one,) = due(Home(home), date(2026, 6, 1))
    assert one.command == f"triage decide {request_id}"
    data = due_json(one, EN)
    assert (data["id"], data["title"], data["command"]) == (request_id, "A task", one.command)
    assert row_of(one, EN) == [data["day"], request_id, "A task", data["what"], one.command]
    assert data["what"] in lines_of(one, EN)[1]


def test_as_much_is_counted_as_is_listed(home, keep):
    keep("One")
    keep("Another")
    assert count_due(Home(home)) == len(due(Home(home))) == 2
