"""What is said about an earlier request, and about everything that may have happened to it."""

from datetime import date
from pathlib import Path

import pytest
import yaml
from triage.core.life.events import (
    Closed,
    Decision,
    Review,
    Status,
    Wait,
    Weighed,
)
from triage.core.record.earlier import earlier_messages
from triage.core.request.request import Range
from triage.core.rules.ruleset import Verdict

from earlier import AGREED, GO, TODAY, WAIT, ran, record, told


def test_an_earlier_request_is_reported_with_its_verdict_and_reason():
    assert told(earlier_messages(record(), TODAY))[0] == (
        "The same was asked on 4 May 2026 (2026-003, “TikTok for pump buyers”), and the recommendation then "
        "was “drop”. Because: It is not for our customers."
    )


def test_without_a_reason_none_is_reported():
    assert told(earlier_messages(record(reason=""), TODAY))[0].endswith("the recommendation then was “drop”.")


@pytest.mark.parametrize(
    ("happened", "today", "said"),
    [
        ([], TODAY, "Nobody has decided on it yet."),
        ([((5, 5), GO)], TODAY, "It got a yes on 5 May 2026, but has not been set going"),
        ([((5, 5), GO), ((5, 6), AGREED)], date(2026, 6, 1), "It is running now. It can be judged from 28 July 2026"),
        ([((5, 5), GO), ((5, 6), AGREED)], TODAY, "Since 28 July 2026 it has run long enough to be judged"),
        ([((5, 5), Decision(Verdict.GO, Verdict.GO, "both")), ((5, 6), AGREED)], TODAY, "It is running now."),
        ([((5, 5), Decision(Verdict.DROP, Verdict.DROP, "both", "No need"))], TODAY, "not to do it. Because: No need."),
        ([((5, 5), Closed("Asked twice."))], TODAY, "It was closed on 5 May 2026. Because: Asked twice."),
    ],
)
def test_the_current_state_is_reported(happened, today, said):
    assert said in " ".join(told(earlier_messages(record(*happened), today)))


@pytest.mark.parametrize(
    ("trigger", "today", "said"),
    [
        ("", TODAY, "It is still waiting, until 1 October 2026."),
        ("the colleague has started", TODAY, "It is taken up before then if this happens: the colleague has started."),
        ("the colleague has started", date(2026, 10, 2), "It was to be taken up again on 1 October 2026"),
    ],
)
def test_what_it_waits_for_is_reported(trigger, today, said):
    wait = Wait("capacity", "manager", trigger, date(2026, 10, 1))
    deferred = record(((5, 5), Decision(Verdict.DEFER, Verdict.DROP, "both", wait=wait)))
    assert said in told(earlier_messages(deferred, today))[-1]


def test_expected_ranges_stand_beside_actual_figures():
    review = Review(Status.SUCCEEDED, "12 orders", reached=True, cost=81_250, hours=95, contribution=140_000)
    measures = {
        "contribution": 120_000,
        "contribution_low": 50_000,
        "contribution_high": 250_000,
        "total_cost": 131_000,
    }
    answers = {"cost": Range(50_000, 70_000, 100_000), "hours": Range(80, 80, 80)}
    said = told(earlier_messages(record(((8, 1), review), measures=measures, **answers), TODAY))
    assert (
        "Cash spent: we expected between 50,000 kr and 100,000 kr, 73,000 kr on average, and it came to 81,250 kr."
        in said
    )
    assert "Own hours: we expected 80 hours, and it came to 95 hours." in said
    contribution = "between 50,000 kr and 250,000 kr if it worked, 120,000 kr on average"
    assert f"Extra contribution: we expected {contribution}, and it came to 140,000 kr." in said


def test_figures_without_an_actual_or_an_estimate_say_so():
    review = Review(Status.FAILED, cost=5_000)
    said = " ".join(told(earlier_messages(record(((8, 1), review), hours=Range(8, 10, 12)), TODAY)))
    assert "Cash spent: it came to 5,000 kr. There was no estimate" in said
    assert "on average. Nobody wrote down what it came to." in said
    assert "contribution" not in said


def test_estimates_made_after_it_ended_are_not_held_against_it():
    review = Review(Status.FAILED, reached=False, cost=5_000)
    again = record(((8, 1), review), ((8, 9), Weighed(2, Verdict.DROP)), cost=Range(1, 2, 3))
    assert "Cash" not in " ".join(told(earlier_messages(again, TODAY)))


def test_it_counts_as_evidence_only_where_somebody_measured():
    assert told(earlier_messages(ran(Status.FAILED, reached=False), TODAY))[-1].endswith("counts as evidence.")
    assert "Nobody measured" in told(earlier_messages(ran(Status.FAILED), TODAY))[-1]
    assert told(earlier_messages(ran(Status.SUCCEEDED, reached=True), TODAY))[-1].endswith("counts as evidence.")
    for unended in (ran(Status.ON_TRACK, reached=True), record()):
        assert "evidence" not in " ".join(told(earlier_messages(unended, TODAY)))


LIVES = [
    *([], [((5, 5), GO)], [((5, 5), Closed("x"))], [((5, 5), GO), ((5, 6), AGREED)]),
    [((5, 5), GO), ((5, 6), AGREED), ((5, 7), Closed("x"))],
    *([((5, 5), Decision(verdict, verdict, "both", wait=WAIT))] for verdict in Verdict),
    *([((5, 5), GO), ((5, 6), AGREED), ((5, 9), Review(status, "x", learned="y"))] for status in Status),
]


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("happened", LIVES)
def test_every_life_has_sentences_in_both_languages(happened, language):
    for today in (date(2026, 5, 10), date(2027, 5, 10)):
        assert all(told(earlier_messages(record(*happened), today), language))


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_texts_are_those_of_this_room(language):
    path = Path(__file__).parents[3] / "triage" / "texts" / language / "history.yaml"
    assert all(key.startswith(("earlier.", "direction.")) for key in yaml.safe_load(path.read_text(encoding="utf-8")))
