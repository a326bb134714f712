"""Which answers count: given, defaulted, assumed, or none as the question does not apply."""

from dataclasses import replace

from triage.core.messages import Text
from triage.core.request.effective import applies, effective, not_answered, worded
from triage.core.request.request import Answer, Origin, Request, Value
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
    start = worded(question, {"kind_of_ask": "start"})
    find_out = worded(question, {"kind_of_ask": "find_out"})
    assert start == question
    assert find_out.ask != question.ask
    assert worded(RULES.questions["cost"], {"kind_of_ask": "stop"}).help != RULES.questions["cost"].help


def test_a_wording_without_help_of_its_own_keeps_that_of_the_question():
    wording = Wording({"kind_of_ask": "stop"}, Text("Hvad?", "What?"))
    question = replace(RULES.questions["cost"], wordings=(wording,))
    asked = worded(question, {"kind_of_ask": "stop"})
    assert (asked.ask, asked.help) == (Text("Hvad?", "What?"), question.help)
