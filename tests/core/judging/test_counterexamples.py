"""The search for answers that break what must hold: it finds what is planted, and names the rule."""

from msgspec.structs import replace
from numpy.random import PCG64, Generator
from triage.core.judging.counterexamples import Search, search
from triage.core.judging.generated import asked, draw, material, request_of, silent
from triage.core.request.effective import effective
from triage.core.rules.ruleset import VERDICTS, Gate, Ruleset, Tries

from bundled import RULES


def found_in(ruleset: Ruleset, most: int = 1000, *, excused: bool = True) -> Search:
    return search(ruleset, Generator(PCG64(1)), most, lambda: True, excused=excused)


def with_gate(name: str, **changed) -> Ruleset:
    gate: Gate = replace(RULES.gates[name], **changed)
    return replace(RULES, gates={**RULES.gates, name: gate})


def test_silence_that_is_rewarded_is_found_with_the_answers_and_the_rule():
    cheap = replace(RULES.questions["cost"], tries=Tries(values=(1000.0,)))
    found = found_in(replace(RULES, questions={**RULES.questions, "cost": cheap})).found
    each = next(each for each in found if each.questions == ("cost",))
    assert (each.property, each.before.value("cost"), str(each.verdicts[0])) == ("honest", None, "go")
    assert each.after.value("cost") is not None
    assert all(path[0] in {"gates", "criteria", "verdicts"} for path in each.causes)


def test_a_better_answer_that_hurts_is_found():
    found = found_in(with_gate("needs_a_plan", when={"evidence": "own_test"})).found
    each = next(each for each in found if each.property == "better")
    assert each.questions == ("evidence",)
    assert VERDICTS.index(each.verdicts[1]) < VERDICTS.index(each.verdicts[0])
    assert ("gates", "needs_a_plan") in each.causes


def test_a_claim_that_is_enough_is_found_with_no_more_claims_than_it_takes():
    found = found_in(with_gate("mandatory", when={"obligation": ("law", "contract")})).found
    each = next(each for each in found if each.property == "free_pass")
    assert each.questions == ("obligation",)


def test_exceptions_are_left_out_unless_they_are_looked_for():
    exceptions = {(each.property, each.question) for each in RULES.holds.exceptions}
    assert not found_in(RULES).found
    everything = found_in(RULES, excused=False).found
    assert {(each.property, *each.questions) for each in everything} == exceptions


def test_a_drawn_request_answers_what_is_asked_and_nothing_else():
    of = material(RULES)
    answers = draw(50, of, Generator(PCG64(3)))
    answers = {**answers, **silent("cost", answers, of)}
    table = asked(answers, of)
    for row in range(50):
        values = effective(request_of(answers, row, of), RULES)
        assert values["cost"] is None
        assert {name for name in of.questions if values[name] is not None} == {
            name for name in of.questions if table.answered[name][row]
        }
