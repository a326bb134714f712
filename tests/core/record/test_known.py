"""What the register knows of the same task: which earlier ones are the same, what outranks an answer, what adds up."""

from datetime import date

import pytest
from msgspec.structs import replace
from triage.core.life.events import Closed, Review, Status
from triage.core.record.known import Past, Told, committed, known_so_far, measured_before, suggestions, with_known
from triage.core.request.request import Answer, FromRegister, Goal, Origin, Profile, Range, Request, as_given

from bundled import RULES
from earlier import AGREED, GO, TODAY, ran, record

GROUP = "owners of old houses in Jutland"
SAME = {"task_type": "search_ads", "outcome": "enquiries", "audience": GROUP}
FAILED, WORKED = {"reached": False}, {"reached": True}


def asked(source="new.yaml", profile=None, **answers) -> Request:
    given = {name: Answer(value, Origin.FILE) for name, value in (SAME | answers).items()}
    return Request(source, "Search ads", given, profile or Profile())


def before(*records, today=TODAY) -> Past:
    return Past(records, RULES, today)


def ended(status=Status.FAILED, name="2026-003", known=SAME, **review):
    return replace(ran(status, **review), id=name, answers=known)


def agreed(name="2026-003", cost=20_000.0, day=(5, 6), known=SAME, *more):
    return record((day, GO), (day, AGREED), *more, name=name, measures={"total_cost": cost}, **known)


def counted(request, *records, told=None, today=TODAY):
    return with_known(request, before(*records, today=today), told or Told())


def tried(request):
    return request.value("tried_before"), request.value("tried_outcome")


@pytest.mark.parametrize("answer", ["no", "similar", None, ...])
def test_a_measured_failure_outranks_the_answer(answer):
    given = {} if answer is ... else {"tried_before": answer}
    assert tried(counted(asked(**given), ended(**FAILED))) == ("same", "failed")


def test_an_answer_that_is_as_bad_stays():
    request = asked(tried_before="same", tried_outcome="failed", evidence="data")
    assert counted(request, ended(Status.SUCCEEDED, **WORKED)).value("tried_outcome") == "failed"
    assert counted(request, ended(**FAILED)).from_register == ()


@pytest.mark.parametrize(
    "other",
    [
        {"task_type": "seo_content"},
        {"outcome": "sales"},
        {"audience": "dentists in Aarhus"},
        {"audience": ""},
        {"kind_of_ask": "stop"},
    ],
)
def test_a_merely_similar_request_caps_nothing(other):
    request = asked(tried_before="no")
    assert counted(request, ended(known=SAME | other, **FAILED)) == request


def test_a_request_that_was_shown_is_the_same_where_the_user_says_so():
    shown, other = Told(["2026-003"]), ended(known=SAME | {"outcome": "sales"}, **FAILED)
    assert tried(counted(asked(tried_before="same"), other, told=shown)) == ("same", "failed")
    assert tried(counted(asked(tried_before="similar"), other, told=shown)) == ("similar", None)


def test_the_group_may_be_put_in_other_words():
    assert measured_before(asked(audience="Old houses in Jutland: the owners"), before(ended(**FAILED)))


def test_a_failure_does_not_fade_behind_a_newer_success():
    failed, worked = ended(**FAILED), ended(Status.SUCCEEDED, "2026-009", **WORKED)
    assert tried(counted(asked(), failed, worked)) == ("same", "failed")


def test_a_request_is_the_same_as_itself():
    assert tried(counted(asked("2026-003", outcome="sales"), ended(**FAILED))) == ("same", "failed")


@pytest.mark.parametrize(("today", "counts"), [(date(2029, 7, 31), True), (date(2029, 9, 1), False)])
def test_an_outcome_counts_for_36_months(today, counts):
    assert bool(measured_before(asked(), before(ended(**FAILED), today=today))) is counts


@pytest.mark.parametrize(
    ("review", "outcome"),
    [
        ((Status.SUCCEEDED, WORKED), "worked"),
        ((Status.FAILED, FAILED), "failed"),
        ((Status.FAILED, {}), None),
        ((Status.STOPPED, {}), None),
        ((Status.STOPPED, {"sign": False}), "failed"),
        ((Status.STOPPED, WORKED), "worked"),
        ((Status.ON_TRACK, WORKED), None),
    ],
)
def test_only_what_was_measured_outranks(review, outcome):
    status, said = review
    found = measured_before(asked(), before(ended(status, **said)))
    assert [each.outcome for each in found] == ([outcome] if outcome else [])


NEW = {"what_is_new": "a page of its own", "evidence": "own_test"}


@pytest.mark.parametrize(
    ("answers", "since", "stands"),
    [
        (NEW, None, True),
        (NEW | {"evidence": "own_result"}, None, True),
        (NEW | {"evidence": "data"}, None, False),
        (NEW | {"evidence_says": "against"}, None, False),
        ({"evidence": "own_test"}, None, False),
        (NEW, date(2026, 8, 1), False),
        (NEW, date(2026, 8, 2), True),
    ],
)
def test_something_new_that_was_tested_since_lets_the_answer_stand(answers, since, stands):
    request = counted(asked(tried_before="no", **answers), ended(**FAILED), told=Told(evidence_since=since))
    assert (request.value("tried_before") == "no") is stands


def test_what_was_left_out_is_filled_in():
    request = counted(asked(), ended(**FAILED, cost=30_000.0, hours=50.0, contribution=0.0))
    known = ("evidence", "evidence_says", "cost", "hours", "effect_as", "extra_contribution")
    assert [request.value(name) for name in known] == [
        *("own_result", "against", Range(30_000, 30_000, 30_000), Range(50, 50, 50)),
        *("contribution", Range(0, 0, 0)),
    ]
    assert {request.answers[name].origin for name in known} == {Origin.REGISTER}


def test_what_was_answered_is_not_filled_in():
    request = asked(evidence="plan", cost=Range(1, 1, 1), effect_as="units")
    filled = counted(request, ended(**FAILED, cost=30_000.0, contribution=0.0))
    assert [filled.value(name) for name in ("evidence", "cost", "effect_as", "extra_contribution")] == [
        *("plan", Range(1, 1, 1), "units", None),
    ]


@pytest.mark.parametrize("fills", [True, False])
def test_dont_know_is_filled_in_only_where_nobody_is_asked(fills):
    request = counted(asked(cost=None), ended(**FAILED, cost=30_000.0), told=Told(fills_unknown=fills))
    assert (request.value("cost") is not None) is fills


def test_amounts_in_another_currency_are_not_filled_in():
    request = counted(asked(profile=Profile(currency="EUR")), ended(**FAILED, cost=30_000.0, hours=50.0))
    assert (request.value("cost"), request.value("hours")) == (None, Range(50, 50, 50))


def test_what_came_from_the_register_can_be_taken_out_again():
    request = asked(tried_before="no", cost=None)
    told = Told(fills_unknown=True)
    known = counted(request, ended(**FAILED, cost=30_000.0), agreed("2026-004"), told=told)
    assert known.from_register[0] == FromRegister(
        "tried_before", Answer("no", Origin.FILE), "2026-003", date(2026, 8, 1)
    )
    assert as_given(known) == request
    assert counted(known, ended(**FAILED, cost=30_000.0), agreed("2026-004"), told=told) == known


def test_what_was_agreed_with_the_same_goal_adds_up():
    assert committed(asked(), before(agreed("2026-003"), agreed("2026-004", 5_000.0))) == (
        25_000,
        ("2026-003", "2026-004"),
    )


GOALS = Profile(goals=(Goal("export", "Sell abroad"), Goal("home", "Sell at home")))


@pytest.mark.parametrize(
    ("request_", "known", "adds"),
    [
        ({}, {"task_type": "seo_content"}, False),
        ({}, {"outcome": "sales"}, False),
        ({"goal": "export"}, {"goal": "export", "outcome": "sales"}, True),
        ({"goal": "export"}, {"goal": "home"}, False),
        ({"goal": "none"}, {"goal": "none"}, True),
        ({"task_type": "other", "goal": "export"}, {"task_type": "other", "goal": "export", "outcome": "sales"}, False),
        ({}, {"kind_of_ask": "stop"}, False),
    ],
)
def test_the_same_kind_and_goal_adds_up(request_, known, adds):
    found = committed(asked(profile=GOALS, **request_), before(agreed(known=SAME | known)))
    assert (found[0] > 0) is adds


@pytest.mark.parametrize(
    "record_",
    [
        record(((5, 5), GO), measures={"total_cost": 1.0}, **SAME),
        agreed("2026-003", 1.0, (5, 6), SAME, ((8, 1), Review(Status.FAILED, reached=False))),
        agreed("2026-003", 1.0, (5, 6), SAME, ((8, 1), Review(Status.STOPPED, because="no money"))),
        agreed(cost=None),
    ],
)
def test_what_is_not_at_stake_does_not_add_up(record_):
    assert committed(asked(), before(record_)) == (0, ())


def test_what_ran_without_being_measured_stays_at_stake():
    run = agreed("2026-003", 20.0, (5, 6), SAME, ((8, 1), Review(Status.FAILED)), ((8, 2), Closed("x")))
    assert committed(asked(), before(run))[0] == 20


def test_a_sum_fades_after_twelve_months_and_never_adds_to_itself():
    assert committed(asked(), before(agreed(), today=date(2027, 5, 6)))[0] == 20_000
    assert committed(asked(), before(agreed(), today=date(2027, 5, 8)))[0] == 0
    assert committed(asked("2026-003"), before(agreed()))[0] == 0


def test_a_sum_is_in_the_currency_of_the_request():
    amount, _ = committed(asked(profile=Profile(currency="EUR")), before(agreed(cost=7_460.0)))
    assert amount == pytest.approx(1_000)


@pytest.mark.parametrize(
    ("earlier", "answer"),
    [
        (ended(Status.SUCCEEDED, **WORKED), ("same", "worked", "own_result", "for")),
        (ended(**FAILED), ("same", "failed", "own_result", "against")),
        (ended(), ("same", "not_measured", None, None)),
        (ended(Status.STOPPED, because="No calls"), ("same", "failed", None, None)),
        (ended(known=SAME | {"outcome": "sales"}, **FAILED), ("similar", "failed", None, None)),
        (ended(Status.ON_TRACK, sign=True), (None,) * 4),
        (agreed(), (None,) * 4),
    ],
)
def test_what_an_earlier_request_shows_is_suggested(earlier, answer):
    found = suggestions(asked(), earlier, before(earlier))
    names = ("tried_before", "tried_outcome", "evidence", "evidence_says")
    assert tuple(found.get(name) for name in names) == answer
    assert all(choice in RULES.choices(name) for name, choice in found.items())


def test_while_questions_are_open_the_register_may_add_what_it_could_and_no_more():
    records = before(agreed(), ended(**FAILED))
    so_far = known_so_far(asked(tried_before="no"), records, Told(), {"goal", "evidence", "undo"})
    assert so_far.request.value("tried_before") == "no"
    assert {"tried_before", "tried_outcome"} <= so_far.unsure
    assert so_far.waiting == {"goal", "evidence"}
    assert so_far.committed == 20_000


def test_once_what_the_register_reads_is_answered_it_counts():
    so_far = known_so_far(asked(tried_before="no"), before(ended(**FAILED)), Told(), {"undo"})
    assert tried(so_far.request) == ("same", "failed")
    assert (so_far.unsure, so_far.waiting, so_far.committed) == (frozenset(), frozenset(), 0.0)


def test_nothing_is_unsure_where_nothing_of_the_kind_ran():
    request = asked(task_type="seo_content", tried_before="no")
    so_far = known_so_far(request, before(agreed()), Told(), {"goal"})
    assert so_far.request is request
    assert so_far.unsure == so_far.waiting == frozenset()
