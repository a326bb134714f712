"""``forget`` yields what it will erase before the question, and erases nothing until more is asked for."""

import pytest
from triage.adapters.home.settings import Home
from triage.adapters.pages.catalog import load_catalog
from triage.adapters.register.register import open_register
from triage.core.messages import TriageError
from triage.usecases.forget import forget

EN = load_catalog("en")


def count(home):
    with open_register(Home(home)) as register:
        return sum(1 for _ in register.newest())


def test_what_will_be_erased_comes_before_the_question(home, keep):
    lines = forget(Home(home), EN, keep("A task"), yes=True)
    assert "A task" in next(lines)
    next(lines)
    assert count(home) == 1
    assert len(list(lines)) == 2
    assert count(home) == 0


def test_where_nobody_can_be_asked_nothing_is_erased(home, keep):
    lines = forget(Home(home), EN, keep(), yes=False)
    with pytest.raises(TriageError, match=r"move\.needs_yes"):
        list(lines)
    assert count(home) == 1
