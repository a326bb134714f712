"""What one id does, and conditions in words."""

from typing import Any

import pytest
from triage.adapters.pages.catalog import Catalog, load_catalog
from triage.core.rules.conditionwords import when_words
from triage.core.rules.explain import explain_id, known_ids
from triage.core.rules.ruleset import Compare, Ruleset
from triage.core.rules.show import ruleset_lines, task_types_lines

from toy import toy_ruleset
from wholetoy import whole_ruleset

ENGLISH, DANISH = load_catalog("en"), load_catalog("da")


def lines(name: str, ruleset: Ruleset | None = None) -> list[str]:
    return [ENGLISH.value(line.words).replace("\u00a0", " ") for line in explain_id(name, ruleset or toy_ruleset())]


def shown(catalog: Catalog = ENGLISH) -> list[str]:
    return [catalog.value(line.words).replace("\u00a0", " ") for line in ruleset_lines(whole_ruleset())]


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
        ({"day": True}, "“The day” has an answer", "»Dagen« er besvaret"),
        ({"big": True}, "“A big task” holds", "»En stor opgave« gælder"),
        ({"big": False}, "“A big task” does not hold", "»En stor opgave« gælder ikke"),
        (
            {"stake": Compare(above=0.005), "big": False},
            "stake as a share of the year's budget is above 0.5%, and “A big task” does not hold",
            "indsatsen som andel af årets budget er over 0,5 %, og »En stor opgave« gælder ikke",
        ),
        (
            {"high_share": Compare(below=0.75)},
            "contribution for each krone spent, high estimate is below 0.75",
            "dækningsbidraget for hver krone, højt sat er under 0,75",
        ),
        (
            {"exposure": Compare(above=0.005, at_most=0.1)},
            "the whole cost as a share of the year's budget is above 0.5% and at most 10%",
            "hele omkostningen som andel af årets budget er over 0,5 % og højst 10 %",
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
    words = when_words(when, whole_ruleset())
    said = [catalog.text(words).replace("\u00a0", " ") for catalog in (ENGLISH, DANISH)]
    assert said == [english, danish]


def test_a_choice() -> None:
    told = lines("need")
    at = told.index("A guess (guess)")
    assert told[at + 1 : at + 3] == ["Need: 50 points", "Can bring in: No stop rule"]
    assert "For “don't know” every answer is tried. Where all give the same verdict, it does not matter." in told


def test_a_number() -> None:
    told = lines("cost")
    assert "For “don't know” these are tried: 10,000 kr and 100,000 kr." in told
    assert "Goes into the whole cost as a share of the year's budget (exposure)" in told


def test_a_question_that_others_depend_on() -> None:
    told = "Decides whether we ask about: Extra units, Contribution each and Extra contribution"
    assert told in lines("effect_as")


def test_a_default_is_shown() -> None:
    assert "Left out, it counts as “Yes”, and the memo says that it was not asked." in lines("lawful")


def test_a_text_that_only_the_memo_prints() -> None:
    assert "Does not change the verdict. The answer stands in the memo." in lines("request")


def test_a_measure() -> None:
    told = lines("exposure")
    assert told[1] == "The total cost, own hours included, / the yearly budget in the profile."
    assert "Fewer points are enough when the whole cost as a share of the year's budget is at most 1%" in told


def test_a_gate_and_a_question_of_the_same_name() -> None:
    told = lines("duty")
    assert [line for line in told if line.endswith("Duty (duty)")] == ["Question: Duty (duty)", "Gate: Duty (duty)"]


def test_a_criterion() -> None:
    told = lines("return")
    assert "from 0%: 60 points" in told
    assert "at 4: 100 points, evenly in between" in told


def test_a_task_type() -> None:
    assert "First sign: 4-8-12 weeks (earliest, likely, latest)" in lines("seo")


def test_weeks_below_one_are_not_rounded_away() -> None:
    assert "Ready: 0.4-1-2 weeks (earliest, likely, latest)" in lines("seo")
    assert "After 3 days at the latest" in lines("no_day", whole_ruleset())
    assert "Owner: the marketing manager, within 1.5 days" in lines("at_once", whole_ruleset())


def test_a_fact_and_all_that_reads_it() -> None:
    assert lines("big", whole_ruleset()) == [
        "Condition with a name: A big task (big)",
        "Holds when:",
        "the whole cost as a share of the year's budget is above 20%",
        "Used here",
        "“A big task with no way out” holds when “A big task” holds, and “Stop rule” has no answer",
        "“A big task with no way out” holds when “A big task” holds, and “Need” is “Our own wish”",
        "Fewer points are enough when “A big task” holds",
    ]


def test_a_fact_is_named_where_gates_minima_and_conditions_read_it() -> None:
    used = lines("risky", whole_ruleset())
    assert "Need has its minimum when “A big task with no way out” does not hold" in used
    assert "No day: when “The day” has no answer, and “A big task with no way out” holds, and “Duty” is no" in used
    assert (
        "Go, if it happens at once: when “A big task with no way out” does not hold, and “The day” has an answer"
        in used
    )


def test_a_choice_that_a_fact_reads() -> None:
    told = lines("need", whole_ruleset())
    at = told.index("Our own wish (wish)")
    assert told[at + 1 : at + 3] == ["Need: 0 points", "Can make this hold: A big task with no way out"]


def test_a_question_with_everything() -> None:
    told = lines("kind", whole_ruleset())
    assert "Not said (unsaid), not offered: stands for what an older file left out" in told
    assert "In older files begin meant: “Purpose” is “Starting”, “Duty” is no and “Cost” is 5 kr." in told
    assert "Left out, it counts as “Starting” when “Outcome” is “Attention”." in told
    assert "Where that counts, a go depends on this: it can be begun" in told
    assert "What is done about “No day” leads to: “Purpose” is “Stopping”" in told


def test_how_a_question_is_asked_depends_on_others() -> None:
    told = lines("day", whole_ruleset())
    assert "Asked differently when “Need” is “Our own wish”: Which day, if you may choose?" in told
    assert "Decides how we ask about: The day" in lines("need", whole_ruleset())
    assert "Decides what counts where this is left out: Purpose" in lines("outcome", whole_ruleset())


def test_an_answer_that_is_quoted_and_looked_into() -> None:
    told = lines("stop_rule", whole_ruleset())
    assert "Quoted here: Go, if we take it up again if: “Stop rule”" in told
    assert "May not go together with other answers: When, then?" in told


def test_what_an_act_takes_and_leads_to() -> None:
    *told, leads_to = lines("no_day", whole_ruleset())
    assert told[-4:] == [
        "Next step: Agree on a day. (both)",
        "After 3 days at the latest",
        "It takes 3 hours of our own time.",
        "It may cost 10% of the whole besides.",
    ]
    assert leads_to.removeprefix("It leads to: ").removesuffix(".").split(", “") == [
        "“The day” is answered",
        "Weeks” follows full effect, most likely",
        "Cost” is no higher than the effect pays for",
        "Extra units” is asked again",
        "Duty” is no and “Purpose” is “Stopping”",
    ]


def test_a_condition_of_a_go() -> None:
    assert lines("in_time", whole_ruleset()) == [
        "Go, if we take it up again if: “Stop rule” (in_time)",
        "A go carries this when “Purpose” is “Stopping”, and “Stop rule” has an answer.",
        "Owner: both, by: first sign, at the latest",
    ]
    assert lines("at_once", whole_ruleset())[-1] == "The high estimate of the cost is the most that it may cost."


def test_answers_that_do_not_go_together() -> None:
    assert lines("never", whole_ruleset()) == [
        "Answers that do not go together: When, then? (never)",
        "“Stop rule” is one of these words alone: aldrig, nej or never.",
        "To look at again: Stop rule",
    ]
    assert "“Stop rule” has no number." in lines("no_figure", whole_ruleset())


def test_the_whole_ruleset_has_a_heading_for_each_of_its_parts() -> None:
    told = shown()
    titles = [
        "Conditions with a name",
        "Criteria",
        "What can stand in the way, whatever the points",
        "From points to verdict",
    ]
    titles += ["What a go may depend on", "Answers that do not go together"]
    assert [line for line in told if line in titles] == titles
    assert "The weight is 20 where number of agreed goals is below 1." in told
    assert "It leads to: “Need” is “Proven”." in told
    assert "Det fører til: »Behov« er »Vist«." in shown(DANISH)


def test_what_rules_do_not_have_has_no_heading() -> None:
    told = {ENGLISH.value(line.words) for line in ruleset_lines(toy_ruleset())}
    assert not told & {"Conditions with a name", "What a go may depend on", "Answers that do not go together"}


def test_nothing_has_this_name() -> None:
    assert explain_id("nothing", toy_ruleset()) == []


@pytest.mark.parametrize("catalog", [ENGLISH, DANISH])
def test_everything_has_words_in_both_languages(catalog: Any) -> None:
    ruleset = whole_ruleset()
    told = [*ruleset_lines(ruleset), *task_types_lines(ruleset)]
    told += [line for name in known_ids(ruleset) for line in explain_id(name, ruleset)]
    assert all(catalog.value(line.words).strip() for line in told)
