"""Which answers count: given, defaulted, assumed, or none as the question does not apply."""

import pytest
from msgspec.structs import replace
from triage.core.messages import Text
from triage.core.request.effective import applies, asked_first, effective, not_answered, not_counted, worded
from triage.core.request.request import Answer, Origin, Profile, Range, Request, Value
from triage.core.rules.ruleset import Question, Ruleset, Wording

from bundled import RULES


def request(**answers: Value) -> Request:
    return Request("x", "x", {name: Answer(value, Origin.FILE) for name, value in answers.items()})


def with_question(name: str, **changes: object) -> Ruleset:
    question: Question = replace(RULES.questions[name], **changes)
    return replace(RULES, questions={**RULES.questions, name: question})


def test_an_answer_counts_before_the_default():
    assert effective(request(undo="hard"), RULES)["undo"] == "hard"
    assert effective(request(), RULES)["undo"] == RULES.questions["undo"].default == "easy"


def test_a_question_that_does_not_apply_counts_as_nothing_whatever_was_answered():
    asked = {"effect_as": "contribution", "unit_contribution": 500.0}
    assert effective(request(**asked), RULES)["unit_contribution"] is None
    assert effective(request(**(asked | {"effect_as": "units"})), RULES)["unit_contribution"] == 500.0
    assert not applies(RULES.questions["unit_contribution"], asked)


def test_what_counts_without_an_answer_is_named():
    defaults, _ = not_answered(request(undo="hard"), RULES)
    assert "undo" not in defaults
    assert "capacity" in defaults


def test_dont_know_that_counts_as_a_value_is_named_apart():
    rules = with_question("capacity", unknown_as="no")
    assert "capacity" in not_answered(request(capacity=None), rules)[1]
    assert "capacity" not in not_answered(request(capacity=None), RULES)[1]
    assert "capacity" in not_answered(request(), rules)[0]


def test_a_question_is_worded_for_the_kind_of_task_it_is_about():
    question = RULES.questions["visible_in"]
    start = worded(question, request(kind_of_ask="start"), RULES)
    find_out = worded(question, request(kind_of_ask="find_out"), RULES)
    assert start == question
    assert find_out.ask != question.ask
    stopped = worded(RULES.questions["cost"], request(kind_of_ask="stop"), RULES)
    assert stopped.help != RULES.questions["cost"].help


def test_a_wording_without_help_of_its_own_keeps_that_of_the_question():
    wording = Wording({"kind_of_ask": "stop"}, Text("Hvad?", "What?"))
    question = replace(RULES.questions["undo"], wordings=(wording,))
    asked = worded(question, request(kind_of_ask="stop"), RULES)
    assert (asked.ask, asked.help) == (Text("Hvad?", "What?"), question.help)


@pytest.mark.parametrize(
    ("question", "answers", "first"),
    [
        ("extra_contribution", {"effect_as": None}, "effect_as"),
        ("extra_contribution", {"effect_as": "contribution"}, "extra_contribution"),
        ("problem_checked", {"tried_before": None}, "tried_before"),
        ("problem_checked", {"tried_before": "same", "tried_outcome": None}, "tried_outcome"),
        ("after_date", {"date_bound": None}, "date_bound"),
        ("need", {}, "need"),
    ],
)
def test_what_has_to_be_answered_before_a_question_is_asked(question, answers, first):
    assert asked_first(question, effective(request(**answers), RULES), RULES) == first


def test_answers_to_questions_that_are_not_asked_do_not_count():
    asked = request(effect_as="contribution", unit_contribution=500.0, extra_contribution=Range(1, 1, 1), need=None)
    assert not_counted(asked.answers, asked, RULES) == ["unit_contribution"]


def test_the_months_of_a_question_are_those_that_the_effect_is_counted_over():
    question = RULES.questions["extra_contribution"]
    year = worded(question, request(kind_of_ask="start", task_type="search_ads"), RULES)
    two_years = worded(question, request(kind_of_ask="start", task_type="seo_content"), RULES)
    assert "12 months" in year.ask.en
    assert "24 måneder" in two_years.ask.da
    assert (year.per, two_years.per) == (12, 24)
    firm = replace(request(task_type="seo_content"), profile=Profile(horizon_months=18))
    assert worded(question, firm, RULES).per == 18
