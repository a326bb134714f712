"""What is normal month by month, beside what was agreed and what has been measured."""

import pytest
from msgspec.structs import replace
from triage.adapters.pages.catalog import load_catalog
from triage.adapters.pages.coursepicture import picture
from triage.core.life.events import Review, Status
from triage.core.life.expectation import Mark, Phase, expectation

from lives import AGREED, DROP, GO, life, on

WEEKS = (6.0, 9.0, 12.0, 26.0, 40.0, 60.0)
KNOWN = replace(GO, class_weeks=WEEKS)
"""Decided on 5 January 2026: signs from 16 February, judged from 12 October, full effect by 1 March 2027."""
RUNNING = ((0, KNOWN), (0, AGREED))
BEHIND = Review(Status.BEHIND, "3 quotes", sign_value=40.0, within=True)


def test_each_month_has_the_phase_at_its_end_and_what_is_looked_at_in_it():
    months = expectation(life(*RUNNING, (12, BEHIND)), on(12)).months
    assert [month.phase for month in months[:4]] == [Phase.NOTHING, Phase.SIGNS, Phase.GROWING, Phase.GROWING]
    assert [month.phase for month in months[8:11]] == [Phase.GROWING, Phase.JUDGE, Phase.JUDGE]
    assert (months[-1].phase, months[-1].first.isoformat()) == (Phase.FULL, "2027-03-01")
    marks = {month.first.isoformat()[:7]: month.marks for month in months if month.marks}
    assert marks == {"2026-03": (Mark.SIGN,), "2026-10": (Mark.JUDGE,), "2026-11": (Mark.GOAL,)}
    assert [month.first.month for month in months if month.readings] == [3]
    assert [month.first.month for month in months if month.is_now] == [3]


@pytest.mark.parametrize("happened", [(), ((0, DROP),), ((0, replace(GO, judge_weeks=None)),)])
def test_where_nothing_runs_or_no_weeks_are_known_there_is_nothing_to_expect(happened):
    assert expectation(life(*happened), on(1)).said == ()


def test_a_decision_of_before_the_weeks_were_kept_knows_sign_and_fair_date():
    found = expectation(life((0, GO), (0, AGREED)), on(1))
    assert {month.phase for month in found.months} == {Phase.NOTHING, Phase.GROWING, Phase.JUDGE}


def test_the_course_so_far_stands_beside_it_in_both_languages():
    found = expectation(life(*RUNNING, (12, BEHIND)), on(12))
    assert [load_catalog("en").text(message) for message in found.course] == [
        (
            "30\u00a0March 2026 (week 12): Measured: 3 quotes. Early sign: 40. "
            "It is behind what we agreed, but still within what such tasks take."
        )
    ]
    assert all(load_catalog("da").text(message)[-1] == "." for message in found.said)


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("full", [60.0, 104.0, 400.0])
def test_the_picture_fits_into_eighty_columns(language, full):
    long = replace(GO, class_weeks=(*WEEKS[:5], full), judge_weeks=40)
    months = expectation(life((0, long), (0, AGREED), (12, BEHIND)), on(20)).months
    drawn = picture(months, load_catalog(language))
    assert max(map(len, drawn)) < 80
    assert len({len(line) for line in drawn[:3]}) <= 3
    assert picture(months, load_catalog(language), 11) == picture([], load_catalog(language)) == []


def test_the_picture_is_drawn_in_letters():
    months = expectation(life(*RUNNING, (12, BEHIND)), on(20)).months
    assert picture(months, load_catalog("en")) == [
        "           2026                                2027",
        "            1  2  3  4  5  6  7  8  9 10 11 12  1  2  3",
        "Normal      .  :  +  +  +  +  +  +  +  =  =  =  =  =  #",
        "Agreed            S                    J  G",
        "Measured          o",
        "Today                   ^",
        ". nothing yet : first signs + growing = can be judged # full effect",
        "S sign J can be judged G goal",
    ]
