"""What unknown answers do: every possible one is tried, and the verdict says whether it mattered."""

from datetime import date
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from triage.core.judging.acts import assess
from triage.core.judging.assessment import _matters, interval, money
from triage.core.judging.batch import Interval
from triage.core.judging.found import Ends
from triage.core.memo.rationale import headline
from triage.core.messages import Money
from triage.core.request.request import Answer, Goal, Origin, Profile, Range, Request
from triage.core.rules.ruleset import VERDICTS, Verdict
from triage.core.scoring.completions import MOST_COMPLETIONS, Completions, Unknown, complete, find_unknowns
from triage.core.scoring.scorer import score
from triage.core.scoring.table import build

from bundled import RULES

FIRM = Profile(yearly_budget=2_000_000, hourly_cost=600, goals=(Goal("more", "More enquiries"),))

SOUND = {
    "request": "Do it",
    "task_type": "cro",
    "kind_of_ask": "start",
    "problem_type": "conversion",
    "problem_evidence": "figures",
    "audience": "visitors",
    "need": "proven",
    "reach": "most",
    "outcome": "sales",
    "effect_as": "contribution",
    "extra_contribution": Range(100_000, 150_000, 300_000),
    "cost": Range(20_000, 20_000, 20_000),
    "hours": Range(20, 20, 20),
    "visible_in": 26.0,
    "date_bound": "wish",
    "goal_fit": "directly",
    "evidence": "own_test",
}


def rng() -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(7))


def request(**changes) -> Request:
    given = {**SOUND, **changes}
    left = {name: Answer(value, Origin.FILE) for name, value in given.items() if value != "left out"}
    return Request("test", "test", left, FIRM)


def assessed(**changes):
    return assess([request(**changes)], RULES, rng)[0]


def test_a_sound_request_is_a_go_with_nothing_unknown():
    result = assessed()
    assert result.verdict is Verdict.GO
    assert result.unknowns == ()
    assert result.score is not None
    assert result.score.point is not None


def test_an_unknown_answer_that_decides_makes_a_defer_and_is_named():
    result = assessed(need=None)
    assert result.verdict is Verdict.DEFER
    assert result.unknown_that_decides == "need"
    assert set(result.shares) == {Verdict.GO, Verdict.DEFER, Verdict.DROP}
    assert result.appointments[0][0] == "unknown_decides"


def test_an_unknown_answer_that_changes_nothing_does_not_matter():
    result = assessed(lawful="no_way", need=None)
    assert result.verdict is Verdict.DROP
    assert result.unknown_that_decides is None
    assert [(u.question, u.matters) for u in result.unknowns] == [("need", False)]


def test_left_out_and_unknown_are_the_same_where_there_is_no_default():
    assert assessed(need=None).shares == assessed(need="left out").shares


def test_all_completions_are_those_of_brute_force():
    result = assessed(need=None, goal_fit=None)
    expected = []
    for need, fit in product(RULES.choices("need"), RULES.choices("goal_fit")):
        row = build([request(need=need, goal_fit=fit)], RULES)
        expected.append(int(score(row, RULES).verdict[0]))
    shares = {verdict: expected.count(code) / 25 for code, verdict in enumerate(VERDICTS)}
    assert result.shares == {verdict: share for verdict, share in shares.items() if share}


@pytest.mark.parametrize(
    ("one", "other", "decides"),
    [("need", "evidence", "need"), ("outcome", "goal_fit", "goal_fit"), ("need", "goal_fit", "need")],
)
def test_the_deciding_answer_is_the_one_that_settles_most_by_brute_force(one, other, decides):
    result = assessed(**{one: None, other: None})
    table = {
        pair: int(score(build([request(**dict(zip((one, other), pair, strict=True)))], RULES), RULES).verdict[0])
        for pair in product(RULES.choices(one), RULES.choices(other))
    }

    def settles(at: int) -> float:
        groups: dict[str, list[int]] = {}
        for key, verdict in table.items():
            groups.setdefault(key[at], []).append(verdict)
        return sum(max(group.count(v) for v in set(group)) for group in groups.values()) / len(table)

    by_hand = {one: settles(0), other: settles(1)}
    assert {u.question: pytest.approx(u.settles) for u in result.unknowns} == by_hand
    assert result.unknown_that_decides == decides, "of two that settle alike, the first"
    assert by_hand[decides] == max(by_hand.values())


@st.composite
def judged_completions(draw):
    """Completions of up to four unknowns, all of them or a sample, with a verdict each."""
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    unknowns = tuple(Unknown(str(at), ({},) * size) for at, size in enumerate(sizes))
    made = complete(unknowns, rng())
    if len(sizes) > 1 and draw(st.booleans()):
        rows = draw(st.lists(st.integers(0, len(made.picks) - 1), min_size=1, max_size=30))
        made = Completions(unknowns, made.picks[rows], exhaustive=False)
    codes = draw(st.lists(st.sampled_from((0, 2, 2)), min_size=len(made.picks), max_size=len(made.picks)))
    return made, codes


@settings(max_examples=300, deadline=None)
@given(judged_completions())
def test_an_answer_matters_where_two_completions_differ_in_it_and_in_the_verdict_alone(judged):
    made, codes = judged
    rows = list(zip(made.picks.tolist(), codes, strict=True))
    for at in range(len(made.unknowns)):
        expected = any(a[:at] + a[at + 1 :] == b[:at] + b[at + 1 :] and c != d for a, c in rows for b, d in rows)
        assert _matters(made, at, np.array(codes, dtype=np.int8)) is expected


def test_too_many_combinations_are_sampled_the_same_way_every_time():
    missing = dict.fromkeys(("need", "goal_fit", "evidence", "outcome", "cost", "hours", "extra_contribution"))
    first, second = assessed(**missing), assessed(**missing)
    assert not first.exhaustive
    assert first.shares == second.shares
    tried = complete(find_unknowns(request(**missing), RULES), rng())
    assert len(tried.picks) == MOST_COMPLETIONS


def test_an_unknown_effect_is_tried_as_multiples_of_the_cost_and_named_by_its_question():
    assert assessed(effect_as=None, extra_contribution="left out").unknown_that_decides == "effect_as"
    assert assessed(extra_contribution=None).unknown_that_decides == "extra_contribution"
    units = {"effect_as": "units", "extra_contribution": "left out"}
    assert assessed(**units, extra_units=None, unit_contribution=900.0).unknown_that_decides == "extra_units"
    assert assessed(**units, extra_units=Range(1, 2, 3)).unknown_that_decides == "unit_contribution"


def test_a_request_alone_is_assessed_as_among_others():
    many = [request(), request(need=None), request(need=None, goal_fit=None, evidence=None)]
    together = assess(many, RULES, rng)
    assert [assess([one], RULES, rng)[0] for one in many] == together


def test_the_score_of_an_unknown_is_a_range_and_never_a_point():
    score = assessed(need=None).score
    assert score is not None
    assert score.point is None
    assert score.high - score.low == 35


def test_defaults_are_reported_only_where_they_were_used():
    assert "anyway" in assessed().defaults
    assert "anyway" not in assessed(anyway="half").defaults
    assert "after_date" not in assessed().defaults


def test_a_small_bet_is_spared_what_it_builds_on_but_not_what_it_brings():
    tiny = {"cost": Range(1_000, 1_000, 1_000), "hours": Range(4, 4, 4)}
    result = assessed(**tiny, evidence=None)
    assert (result.small_bet, result.bar, result.verdict) == (True, 55, Verdict.GO)
    assert assessed(**tiny, effect_as=None, extra_contribution="left out").verdict is Verdict.DEFER
    bigger = {"cost": Range(30_000, 30_000, 30_000), "hours": Range(4, 4, 4)}
    assert assessed(**bigger, evidence=None).verdict is Verdict.DEFER


def test_a_defer_for_missing_answers_alone_is_headlined_as_a_likely_go():
    said = headline(assessed(evidence=None), RULES)
    assert said.key == "headline.looks_like_go"
    assert {item.text for item in said.params["questions"].items} == {RULES.questions["evidence"].label}
    assert headline(assessed(need=None), RULES).key == "headline.defer"


def test_problem_and_tactic_are_judged_apart():
    result = assessed(visible_in=1.0)
    assert result.verdict is Verdict.DEFER
    assert result.problem_verdict is Verdict.GO
    assert result.tactic_verdict is Verdict.DEFER
    guessed = assessed(need="guess")
    assert (guessed.problem_verdict, guessed.tactic_verdict) == (Verdict.DEFER, Verdict.GO)


@pytest.mark.parametrize(("answer", "adjusted"), [("audience", (0,)), (None, ()), ("no", ())])
def test_an_adjustment_is_reported_where_it_applies_whatever_the_unknown_answers_are(answer, adjusted):
    by_id = {each.id: each for each in assessed(course_change=answer).criteria}
    assert by_id["strategy_fit"].adjusted == adjusted


def test_where_the_points_are_not_known_for_all_completions_there_is_no_interval():
    known, unknown = np.array([50.0, np.nan]), np.array([75.0, 75.0])
    assert interval(Ends(known, unknown), 1) is None
    assert interval(Ends(known, unknown), 0) == Interval(50, 75)


def test_money_is_in_the_requests_currency_and_rounded_unless_asked_for_in_full():
    assert money(assessed(), "total_cost") == Money(32_000, "DKK", rounded=True)
    assert money(assessed(), "total_cost", rounded=False) == Money(32_000, "DKK", rounded=False)
    assert money(assessed(cost=None), "total_cost") is None


def test_of_two_unknown_answers_the_one_that_settles_more_decides():
    for missing, decides in ((("problem_type", "goal_fit"), "goal_fit"), (("need", "reach"), "need")):
        result = assessed(**dict.fromkeys(missing))
        settles = {each.question: each.settles for each in result.unknowns}
        (other,) = settles.keys() - {decides}
        assert settles[decides] > settles[other]
        assert result.unknown_that_decides == decides


DUTY = {"source_kind": "letter", "obligation_source": "letter of 3 May", "duty_from": date(2027, 1, 1)}


@pytest.mark.parametrize("obligation", ["law", "contract", "safety"])
def test_a_duty_with_kind_reference_and_day_goes_above_all_but_the_law(obligation):
    duty = {"obligation": obligation, "need": "own_wish", "goal_fit": "against"} | DUTY
    assert assessed(**duty).verdict is Verdict.GO
    assert assessed(**duty, lawful="no_way").verdict is Verdict.DROP


@pytest.mark.parametrize("missing", DUTY)
def test_a_duty_that_cannot_be_looked_up_is_no_free_pass(missing):
    """Not knowing where it is written is not knowing that it is: it is asked, and nothing else is lifted."""
    heard = {"obligation": "law"} | DUTY | {missing: None}
    assert assessed(**heard).gates == ("duty_without_source",)
    assert assessed(**heard).verdict is Verdict.DEFER
    assert assessed(**heard, goal_fit="against").verdict is Verdict.DROP


def test_facts_are_told_as_they_are_without_the_unknown_answers():
    assert assessed(need=None).facts == {**dict.fromkeys(RULES.facts, False), "date_fits": True}
    assert assessed(obligation="law", **DUTY).facts["duty_shown"]


def test_a_request_that_is_weak_all_round_says_so_with_its_bar():
    """Need 50 x 35, return 50 x 30, time 100 x 15 and goals 50 x 20 are 57.5 points, with nothing below its minimum."""
    weak = assessed(need="assumed", goal_fit="upkeep", extra_contribution=Range(34_000, 34_000, 34_000))
    assert (weak.verdict, weak.weak, weak.bar, weak.gates) == (Verdict.DEFER, True, 65, ())
    assert weak.score == Interval(57.5, 57.5)


def test_a_defer_always_has_reason_owner_and_a_time_or_an_event():
    for missing in ("need", "goal_fit", "outcome"):
        for _, appointment in assessed(**{missing: None}).appointments:
            assert appointment.trigger or appointment.weeks
            assert appointment.owner
            assert appointment.reason
