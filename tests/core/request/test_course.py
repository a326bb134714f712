"""The shared direction: every change of goals with its day, and a second yes that is no change."""

from datetime import date

from msgspec.structs import replace
from triage.core.request.course import Course, with_change
from triage.core.request.request import Against, Goal, Profile

JANUARY, MAY, JUNE = date(2026, 1, 5), date(2026, 5, 20), date(2026, 6, 1)
ORDERS, FAIRS = Goal("orders", "More orders", "dairies", "orders", "4 a month"), Goal("fairs", "Fewer fairs")
FIRM = Profile(goals=(ORDERS,), agreed_on=JANUARY, agreed_by="Mette")


def test_the_first_goals_begin_the_first_course_on_the_day_they_were_agreed():
    assert with_change((), None, FIRM, MAY, "") == (Course(JANUARY, (ORDERS,), (), "Mette"),)
    assert with_change((), None, Profile(manager="Mette"), MAY, "") == ()


def test_changed_goals_begin_a_new_course_and_the_old_one_stays():
    first = with_change((), None, FIRM, JANUARY, "")
    changed = with_change(first, FIRM, replace(FIRM, goals=(FAIRS,)), MAY, "Sales asked")
    assert changed == (*first, Course(MAY, (FAIRS,), (), "Mette", "Sales asked"))


def test_goals_from_before_courses_were_kept_come_first():
    changed = with_change((), FIRM, replace(FIRM, goals=(FAIRS,), agreed_on=MAY), JUNE, "")
    assert [(course.day, course.goals) for course in changed] == [(JANUARY, (ORDERS,)), (MAY, (FAIRS,))]


def test_what_is_decided_against_is_part_of_the_course():
    first = with_change((), None, FIRM, JANUARY, "")
    left = (Against("Sweden", "nobody speaks it"),)
    assert with_change(first, FIRM, replace(FIRM, against=left), MAY, "")[-1].against == left


def test_a_second_yes_to_the_same_goals_changes_no_course():
    first = with_change((), None, FIRM, JANUARY, "")
    (same,) = with_change(first, FIRM, replace(FIRM, agreed_by="Mette and Lars"), MAY, "")
    assert (same.day, same.agreed_by) == (JANUARY, "Mette and Lars")


def test_a_second_change_on_the_same_day_corrects_the_first():
    first = with_change((), None, FIRM, JANUARY, "")
    once = with_change(first, FIRM, replace(FIRM, goals=(FAIRS,)), MAY, "Sales asked")
    spelt = replace(FAIRS, text="Fewer trade fairs")
    assert with_change(once, replace(FIRM, goals=(FAIRS,)), replace(FIRM, goals=(spelt,)), MAY, "") == (
        *first,
        Course(MAY, (spelt,), (), "Mette", "Sales asked"),
    )
