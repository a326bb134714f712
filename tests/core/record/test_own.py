"""The firm's own record: from five reviewed tasks of a kind on, beside what the class takes."""

from datetime import date

import pytest
from triage.core.record.own import Own, own_record, own_records
from triage.core.record.ownwords import own_messages

from past import agreed, decided, past, reviewed

TODAY = date(2026, 12, 31)


def task(at: int = 0, status: str = "succeeded", kind: str = "cro"):
    review = reviewed(status, sign_on=date(2026, 1, 19 + at), reached_on=date(2026, 3, 2) if at % 2 else None)
    return past("t", decided(), agreed(), review, task_type=kind)


@pytest.mark.parametrize(("n", "is_told"), [(4, False), (5, True)])
def test_it_takes_five_reviewed_tasks(n, is_told):
    own = own_record([task(at) for at in range(n)], TODAY)
    assert (own is not None) == is_told
    assert bool(list(own_messages(own))) == is_told


def test_it_has_the_share_that_reached_the_goal_and_the_median_weeks():
    own = own_record([task(at, status) for at, status in enumerate(("succeeded", "failed", "stopped") * 2)], TODAY)
    assert (own.n, own.reached, own.measured) == (6, 2, 6)
    assert (own.first, own.first_n, own.full, own.full_n) == (pytest.approx(2.36, abs=0.01), 6, None, 3)
    assert [message.key for message in own_messages(own)] == ["own.reached", "own.weeks.first"]


def test_nothing_of_another_kind_or_of_later_counts():
    records = [*(task(at) for at in range(5)), *(task(kind="pr") for _ in range(4))]
    assert list(own_records(records, TODAY)) == ["cro"]
    assert own_records(records, date(2026, 5, 31)) == {}


def test_what_nobody_measured_is_told_apart():
    (said, weeks) = own_messages(Own(7, 4, 5, first=3.0, first_n=5, full=1.3, full_n=5))
    assert (said.key, said.params["unmeasured"].value) == ("own.reached.some_unmeasured", 2)
    assert (weeks.key, weeks.params["first"].count, weeks.params["full"].count) == ("own.weeks.both", 3, 1.5)
