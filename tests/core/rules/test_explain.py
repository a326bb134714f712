"""What one id does, and conditions in words."""

from typing import Any

import pytest
from triage.adapters.pages.catalog import load_catalog
from triage.core.rules.conditionwords import when_words
from triage.core.rules.explain import explain_id, known_ids
from triage.core.rules.ruleset import Compare
from triage.core.rules.show import ruleset_lines, task_types_lines

from toy import toy_ruleset

ENGLISH, DANISH = load_catalog("en"), load_catalog("da")


def lines(name: str) -> list[str]:
    return [ENGLISH.value(line.words) for line in explain_id(name, toy_ruleset())]


@pytest.mark.parametrize(
    ("when", "english", "danish"),
    [
        ({"need": "guess"}, "“Need” is “A guess”", "»Behov« er »Et gæt«"),
        (
            {"need": ("wish", "guess")},
            "“Need” is “Our own wish” or “A guess”",
            "»Behov« er »Vores eget ønske« eller »Et gæt«",
        ),
        ({"need": Compare(at_most="guess")}, "“Need” is at most “A guess”", "»Behov« er højst »Et gæt«"),
        (
            {"need": ("wish", "unknown")},
            "“Need” is “Our own wish” or unknown",
            "»Behov« er »Vores eget ønske« eller ved ikke",
        ),
        ({"stop_rule": True}, "“Stop rule” has an answer", "»Stopregel« er besvaret"),
        ({"stop_rule": "unknown"}, "“Stop rule” has no answer", "»Stopregel« er ikke besvaret"),
        ({"duty": False}, "“Duty” is no", "»Pligt« er nej"),
        (
            {"exposure": Compare(above=0.005, at_most=0.1)},
            "share of the year's budget is above 0.5% and at most 10%",
            "andelen af årets budget er over 0,5 % og højst 10 %",
        ),
        ({"cost": Compare(below=2000)}, "“Cost” is below 2,000 kr", "»Pris« er under 2.000 kr."),
        (
            {"hours": Compare(above=4), "duty": True, "need": "wish"},
            "“Hours” is above 4 hours, and “Duty” is yes, and “Need” is “Our own wish”",
            "»Timer« er over 4 timer, og »Pligt« er ja, og »Behov« er »Vores eget ønske«",
        ),
    ],
)
def test_conditions_in_words(when: Any, english: str, danish: str) -> None:
    words = when_words(when, toy_ruleset())
    assert (ENGLISH.text(words), DANISH.text(words)) == (english, danish)


def test_a_choice() -> None:
    told = lines("need")
    at = told.index("A guess (guess)")
    assert told[at + 1 : at + 3] == ["Need: 50 points", "Can bring in: No stop rule"]
    assert "For “don't know” every answer is tried. Where all give the same verdict, it does not matter." in told


def test_a_number() -> None:
    told = lines("cost")
    assert "For “don't know” these are tried: 10,000 kr and 100,000 kr." in told
    assert "Goes into share of the year's budget (exposure)" in told


def test_a_question_that_others_depend_on() -> None:
    assert "Decides whether this is asked: Extra units" in lines("effect_as")


def test_a_default_is_shown() -> None:
    assert "Left out, it counts as “Yes”, and the memo says that it was not asked." in lines("lawful")


def test_a_text_that_only_the_memo_prints() -> None:
    assert "Does not change the verdict. The answer stands in the memo." in lines("request")


def test_a_measure() -> None:
    told = lines("exposure")
    assert told[1] == "The total cost / the yearly budget in the profile."
    assert "Small bet: when share of the year's budget is at most 1%" in told


def test_a_gate_and_a_question_of_the_same_name() -> None:
    told = lines("duty")
    assert [line for line in told if line.endswith("Duty (duty)")] == ["Question: Duty (duty)", "Gate: Duty (duty)"]


def test_a_criterion() -> None:
    told = lines("return")
    assert "from 0%: 60 points" in told
    assert "at 4: 100 points, evenly in between" in told


def test_a_task_type() -> None:
    assert "First sign: 4-8-12 weeks (earliest, likely, latest)" in lines("seo")


def test_nothing_has_this_name() -> None:
    assert explain_id("nothing", toy_ruleset()) == []


@pytest.mark.parametrize("catalog", [ENGLISH, DANISH])
def test_everything_has_words_in_both_languages(catalog: Any) -> None:
    ruleset = toy_ruleset()
    told = [*ruleset_lines(ruleset), *task_types_lines(ruleset)]
    told += [line for name in known_ids(ruleset) for line in explain_id(name, ruleset)]
    assert all(catalog.value(line.words).strip() for line in told)
