"""What is said to be settled is: on cases and stories, and on random interviews that were broken off.

``run_open_questions.py`` tries many more, and prints after how many questions a verdict is settled.
"""

from datetime import date
from pathlib import Path
from secrets import randbits

import pytest
from numpy.random import PCG64, Generator
from triage.adapters.files.requestfiles import Reader, read_case_files
from triage.adapters.rules.rulefiles import bundled_rules
from triage.core.judging.asking import Use, most_left, of_use, upcoming
from triage.core.judging.batch import verdicts
from triage.core.judging.generated import material
from triage.core.judging.settled import outlook
from triage.core.request.request import Answer, Origin, Profile, Range, Request
from triage.core.rules.ruleset import Verdict

from bundled import RULES
from properties.held import make_rng
from properties.interviews import all_asked, until_settled
from properties.open_questions import refuted

ASKED_ON = date(2026, 1, 5)
STORIES = Path(__file__).parents[1] / "stories"


def whole_requests() -> list[Request]:
    paths = sorted(STORIES.glob("*/*/*.yaml"))
    told = [each for path in paths for each in Reader(RULES, Profile(), ASKED_ON).read_path(path)]
    return [*read_case_files([bundled_rules() / "cases"], RULES, ASKED_ON), *told]


def test_the_interview_reaches_the_verdict_of_the_whole_one_and_stops_well_before():
    """Some of the cases and stories, others each time; ``run_open_questions.py`` takes them all."""
    start = randbits(16) % 30
    whole = [all_asked(each, RULES) for each in whole_requests()[start::30]]
    conducted = [until_settled(each, RULES) for each in whole]
    expected = verdicts(whole, RULES, make_rng)
    assert [each.settled for each in conducted] == expected, f"start {start}"
    assert verdicts([each.request for each in conducted], RULES, make_rng) == expected, f"left out, start {start}"
    asked = sum(map(len, conducted)) / sum(len(each.answers) for each in whole)
    assert asked < 0.8


def test_no_way_on_leads_to_a_verdict_that_was_said_to_be_impossible():
    """With another seed each time; it is printed where something breaks."""
    seed = randbits(32)
    tally, wrong = refuted(60, 8, material(RULES), Generator(PCG64(seed)))
    print(f"python tests/properties/run_open_questions.py --count 60 --seed {seed}")
    assert wrong == []
    assert tally["settled"] > 20, "else nothing was tried"


def asked(**values):
    return Request("x", "T", {name: Answer(value, Origin.ASKED) for name, value in values.items()})


def given(request: Request):
    return {name: answer.value for name, answer in request.answers.items()}


def looked_at(request: Request):
    return outlook(request, RULES, [name for name in RULES.questions if name not in request.answers])


START = {"request": "x", "task_type": "seo_content", "kind_of_ask": "start"}


def test_nothing_is_settled_by_what_every_task_has():
    found = looked_at(asked(**START))
    assert found.verdicts == {Verdict.DROP, Verdict.DEFER, Verdict.GO}
    first = upcoming(found, asked(**START), RULES, quick=False)
    assert first[0] == "lawful"
    assert {"need", "goal_fit", "cost", "evidence"} <= {*first}
    assert not {"premortem", "goal", "success_metric"} & {*first}, "no verdict depends on them"


def test_no_lawful_way_settles_it_at_once():
    request = asked(**START, lawful="no_way")
    assert looked_at(request).settled is Verdict.DROP
    uses = of_use(looked_at(request), request, RULES)
    assert uses["success_metric"] is Use.AGREEMENT
    assert uses["premortem"] is Use.MEMO
    assert "undo" not in uses, "nothing reads it any more"


def test_own_wish_is_looked_into_at_once_and_the_cost_that_ends_it_is_asked():
    request = asked(**START, lawful="yes", need="own_wish")
    assert upcoming(looked_at(request), request, RULES, quick=False)[0] in {"cost", "hours"}
    dear = asked(**START, lawful="yes", need="own_wish", cost=Range(3000, 3000, 3000))
    assert looked_at(dear).settled is None, "it may be a duty"
    assert looked_at(asked(**dict(given(dear), obligation="none"))).settled is Verdict.DROP
    cheap = dict(given(dear), obligation="none", cost=Range(1, 1, 1))
    assert looked_at(asked(**cheap)).settled is None


def test_what_a_question_speaks_of_is_asked_before_it_and_it_comes_at_once():
    find_out = {"request": "x", "task_type": "seo_content", "kind_of_ask": "find_out"}
    assert next_ones(find_out)[0] == "decision", "what a wrong decision costs speaks of it"
    assert next_ones(dict(START, lawful="yes", evidence="data"))[0] == "evidence_says"
    tried = dict(START, tried_before="same", lawful="yes")
    assert next_ones(tried)[0] == "tried_outcome", "an answer opened it"


def next_ones(values):
    request = asked(**values)
    return upcoming(looked_at(request), request, RULES, quick=False)


def test_as_many_questions_are_left_as_the_longest_way_on_has():
    start = asked(**START, lawful="yes", obligation="none")
    left = most_left(looked_at(start), start, RULES)
    units = asked(**given(start), effect_as="units")
    assert most_left(looked_at(units), units, RULES) == left - 1, "both of its amounts were counted"
    amount = asked(**given(start), effect_as="contribution")
    assert most_left(looked_at(amount), amount, RULES) == left - 2


def test_what_would_usually_make_a_go_impossible_is_asked_before_what_may_only_count():
    """All is well but the evidence, which only a trial may do without: whether it is one is the next question."""
    sound = {
        **START, "lawful": "yes", "obligation": "none", "problem_type": "conversion", "need": "proven", "reach": "most",
        "problem_evidence": "figures", "removes_cause": "yes", "outcome": "conversion", "visible_in": 60.0,
        "effect_as": "contribution", "extra_contribution": Range(1e4, 3e5, 5e5), "no_effect_chance": 0.0,
        "anyway": 0.0, "cost": Range(6e4, 6e4, 6e4), "hours": Range(20, 20, 20), "goal_fit": "directly",
        "course_change": "no", "evidence": "plan", "evidence_says": "for", "undo": "easy",
    }  # fmt: skip
    assert next_ones(sound)[0] == "bounded_test"


@pytest.mark.parametrize("value", [None, "proven"])
def test_an_answer_that_nobody_knows_is_not_open(value):
    request = asked(**START, lawful="yes", need=value)
    assert "need" not in looked_at(request).deciding
