"""``list`` says why nothing is listed."""

import pytest
from triage.adapters.home.settings import Home
from triage.adapters.register.register import Wanted
from triage.usecases.list import why_empty


def test_an_empty_register_is_why_nothing_is_listed(home):
    assert why_empty(Home(home), Wanted(director="Kim")).key == "list.empty"


@pytest.mark.parametrize(
    ("wanted", "key"),
    [
        (Wanted(director="nobody"), "list.unknown.director"),
        (Wanted(task_type="nonsense"), "list.unknown.task_type"),
        (Wanted(task_type="tik", verdict="drop"), "list.no_match"),
    ],
)
def test_a_name_that_nobody_has_is_told_apart_from_no_match(home, keep, wanted, key):
    keep()
    assert why_empty(Home(home), wanted).key == key
