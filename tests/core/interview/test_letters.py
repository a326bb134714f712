"""What people write about a list with letters becomes the choice they meant, or is asked for again."""

import pytest
from triage.core.interview.letters import choose
from triage.core.messages import Message
from triage.core.rules.ruleset import Choice

from bundled import RULES

NEED, PROBLEM = RULES.choices("need"), RULES.choices("problem_type")
LIST = "a) Flere ordrer b) Flere kunder i Jylland c) Ingen af dem"
GOALS = {
    "customers": Choice("Flere kunder i Jylland", "Flere kunder i Jylland"),
    "none": Choice("Ingen af dem", "None"),
}


def chosen(typed, choices=NEED, listed=""):
    found = choose(typed, choices, listed, "need")
    return found.key if isinstance(found, Message) else found


@pytest.mark.parametrize(
    "typed",
    ["c", "C", "c)", "(c)", "C.", "c:", "c) Vi antager det", "c, fordi jeg har set det", "C - tror jeg", "c, I think",
     "c tror jeg", "c, a guess", "c, f.eks. x", "c, e-mail", "c, i år", "»c«", "assumed", "ASSUMED", "c og c"],
)  # fmt: skip
def test_a_letter_is_enough_however_it_is_written(typed):
    assert chosen(typed) == "assumed"


@pytest.mark.parametrize("choices", [RULES.choices(name) for name in ("problem_type", "need", "outcome", "goal_fit")])
def test_every_wording_in_either_language_is_itself(choices):
    for name, choice in choices.items():
        assert {chosen(typed, choices) for typed in (name, choice.da, choice.en.upper(), choice.da + ".")} == {name}


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("nogle kunder eler markedstal siger det", "reported"),
        ("Det er vores egt ønske", "own_wish"),
        ("Its our own whish", "own_wish"),
        ("Vi antager det om en klart afgraenset gruppe", "assumed"),
        ("mindst fem kunder, eller vores egne data, siger det og gruppen er præcis", "proven"),
    ],
)
def test_small_slips_are_forgiven(typed, name):
    assert chosen(typed) == name


@pytest.mark.parametrize(
    "typed",
    ["Der er et egentligt problem", "There is a real problem", "For mange kender os", "De rigtige henvendelser",
     "Too many enquiries", "Customers do not leave us", "a guess", "i år", "e-mail", "ja", "3", "og", "salg " * 100],
)  # fmt: skip
def test_another_word_is_no_slip(typed):
    assert chosen(typed, PROBLEM) == "form.choice"


@pytest.mark.parametrize(
    "typed",
    [
        "a, c",
        "a og c",
        "a/c",
        "a c",
        "både a og c",
        "A) C)",
        "a, c tror jeg",
        "a) ønske b) gæt",
        "b, måske også d",
        "b (eller a)",
    ],
)
def test_two_letters_are_one_too_many(typed):
    assert chosen(typed) == "form.two_letters"


@pytest.mark.parametrize("typed", ["f", "x)", "Z", "f, fordi"])
def test_a_letter_beyond_the_list_is_refused(typed):
    assert chosen(typed) == "form.beyond"


def test_a_letter_means_its_wording_in_the_form():
    assert chosen("b", GOALS, LIST) == "customers"
    assert chosen("c", GOALS, LIST) == "none"
    assert chosen("a", GOALS, LIST) == "form.list_changed"
    assert chosen("a", GOALS) == "customers", "without the list the place counts"


def test_a_number_has_no_slips():
    goals = {"now": Choice("Vækst i 2026", "Vækst i 2026"), "none": Choice("Ingen", "None")}
    assert chosen("Vækst i 2027", goals) == "form.choice"
