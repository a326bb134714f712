"""When a firm's own median is proposed in place of the rules' figure, and when it is not."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from triage.core.record.calibration import MEDIANS_FROM, Observed
from triage.core.record.proposals import Proposal, proposal_lines, propose
from triage.core.rules.check import find_task_type_problems
from triage.core.rules.ruleset import TaskType

from toy import toy_ruleset

TOY = toy_ruleset()
"""seo: first 4-8-12, full 16-24-40."""
FIVE = (8.6, 8.9, 9.4, 30.0, 2.0)
weeks = st.lists(st.floats(0, 300), max_size=9).map(tuple)


def proposed(first: tuple[float, ...] = (), full: tuple[float, ...] = ()) -> list[Proposal]:
    return propose({"seo": Observed(first, full)}, TOY)


def spans(proposals: list[Proposal]) -> list[tuple[str, tuple[float, ...]]]:
    return [(each.part, each.after) for each in proposals if each.refused is None]


def told(observed: dict[str, Observed]) -> list[str]:
    paragraphs = proposal_lines(propose(observed, TOY), observed, date(2026, 3, 2))
    return [message.key for paragraph in paragraphs for message in paragraph]


def followed(proposals: list[Proposal]) -> dict[str, TaskType]:
    kinds = dict(TOY.task_types)
    for each in proposals:
        if each.refused is None:
            kinds[each.task_type] = replace(kinds[each.task_type], **{each.part: each.after})
    return kinds


def test_the_median_in_whole_weeks_takes_the_place_of_the_likely_figure():
    (proposal,) = proposed(first=FIVE)
    assert (proposal.task_type, proposal.part, proposal.count, proposal.grade) == ("seo", "first", 5, "D")
    assert (proposal.before, proposal.after) == ((4, 8, 12), (4, 9, 12))


def test_four_tasks_are_too_few():
    assert proposed(first=FIVE[:4], full=(30.0,) * 4) == []


def test_a_median_that_is_the_likely_figure_changes_nothing():
    assert proposed(first=(8.4,) * 5) == []


def test_low_and_high_give_way_where_the_median_lies_outside():
    assert spans(proposed(first=(2.0,) * 5, full=(50.0,) * 5)) == [("first", (2, 2, 12)), ("full", (16, 50, 50))]


def test_a_first_sign_on_the_day_of_the_decision_counts_as_one_week():
    assert spans(proposed(first=(0.0,) * 5)) == [("first", (1, 1, 12))]


def test_a_sign_after_the_full_effect_is_refused_with_a_reason():
    (proposal,) = proposed(first=(30.0,) * 5)
    assert proposal.refused
    assert proposal.refused.key == "rules.first_after_full"


def test_a_late_sign_holds_where_the_effect_is_late_too():
    assert spans(proposed(first=(30.0,) * 6, full=(35.0,) * 5)) == [("first", (4, 30, 30)), ("full", (16, 35, 40))]


def test_of_two_that_cannot_both_hold_the_one_with_more_tasks_stays():
    assert spans(proposed(first=(20.0,) * 5, full=(15.0,) * 6)) == [("full", (15, 15, 40))]
    assert spans(proposed(first=(20.0,) * 6, full=(15.0,) * 5)) == [("first", (4, 20, 20))]


def test_a_task_type_that_the_rules_do_not_know_is_left_out():
    assert propose({"gone": Observed(FIVE, FIVE)}, TOY) == []


def test_what_is_said_fits_what_was_found():
    assert told({}) == ["suggest.nothing_yet"]
    assert told({"seo": Observed((8.0,) * 5, ())}) == ["suggest.nothing_new"]
    assert told({"seo": Observed((30.0,) * 5, ())}) == ["suggest.refused"]
    assert told({"seo": Observed(FIVE, ())})[-1] == "suggest.change"


def test_the_number_of_missing_tasks_is_reported():
    observed = {"seo": Observed((1.0,), (2.0, 3.0)), "other": Observed((), ())}
    ((message,),) = proposal_lines([], observed, date(2026, 3, 2))
    assert [message.params[name].value for name in ("needed", "n")] == [MEDIANS_FROM, 2]


@given(weeks, weeks)
def test_whatever_was_observed_the_rules_hold_once_it_is_followed(first, full):
    assert find_task_type_problems(followed(proposed(first, full))) == []
