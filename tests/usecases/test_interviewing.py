"""The interview without a person: whoever conducts it is handed back what leads to more than the next question."""

import pytest
from msgspec.structs import replace
from triage.adapters.home import drafts
from triage.adapters.home.settings import Home
from triage.adapters.pages.catalog import load_catalog
from triage.adapters.rules.rulefiles import load_form
from triage.adapters.terminal import prompt
from triage.core.interview.forms import without
from triage.core.interview.order import to_ask
from triage.core.interview.reading import read_answer
from triage.core.messages import Message, say
from triage.core.request.effective import worded
from triage.core.request.request import Answer, Goal, Origin, Profile, Request
from triage.usecases.parts.interviewing import ASSESS, conduct
from triage.usecases.parts.questioning import Interview, Place, ask_question

from bundled import RULES
from conftest import NOON

TODAY = NOON.date()


@pytest.fixture
def told(monkeypatch):
    """What is told, while every question is answered with the same word or a yes, and the review ended."""
    lines = []
    monkeypatch.setattr(prompt, "tell", lambda text, *_, **__: lines.append(text))
    monkeypatch.setattr(prompt, "ask_text", lambda *_, **__: "2027-05-04")
    monkeypatch.setattr(prompt, "ask_choice", lambda lines, chosen=None, **_: chosen or lines[0].value)
    return lines


@pytest.fixture
def draft(home):
    return drafts.begin(Home(home).drafts, started=NOON, language="en", quick=False, fingerprint="x")


def test_it_pauses_after_a_question_that_is_named_and_goes_on_from_there(told, draft):
    form = without(load_form("agreement"), ("baseline",))  # the one answer given here is no number
    asking = Interview(form, Profile(), load_catalog("en"), about_a_task=False)
    draft, paused_at = conduct(asking, draft, ("level",))
    assert (paused_at, list(draft.answers)) == ("level", ["metric", "level"])
    assert "What do you measure?" in told


def test_a_yes_is_followed_by_its_note(told, draft):
    form = load_form("review")
    only = {name: question for name, question in form.questions.items() if name == "stop"}
    asking = Interview(
        replace(form, questions=only),
        Profile(),
        load_catalog("en"),
        notes={"stop": say("draft.nothing")},
        about_a_task=False,
    )
    draft, ended_by = conduct(asking, draft)
    assert (ended_by, draft.answers["stop"].value) == (ASSESS, True)
    assert load_catalog("en").say("draft.nothing") in told


@pytest.mark.parametrize("language", ["da", "en"])
def test_each_question_is_put_in_the_words_for_its_kind_of_task(told, draft, language, monkeypatch):
    monkeypatch.setattr(prompt, "ask_text", lambda *_, **__: "")
    asking = Interview(RULES, Profile(), load_catalog(language))
    for kind in RULES.questions["kind_of_ask"].choices:
        about = asking.request(replace(draft, answers={"kind_of_ask": Answer(kind, Origin.ASKED)}))
        for name in to_ask(about, RULES, quick=False):
            if RULES.questions[name].must:
                continue
            told.clear()
            ask_question(asking, about, name, Place(1, 1, opens_group=False, is_new_group=False))
            expected = worded(RULES.questions[name], about, RULES)
            assert expected.ask.in_(language) in told
            assert expected.help is None or expected.help.in_(language) in told


def test_the_agreed_goals_are_shown_where_a_question_speaks_of_them(told, draft):
    profile = Profile(goals=(Goal("a", "More plants"), Goal("b", "Fewer visits")))
    asking = Interview(RULES, profile, load_catalog("en"))
    about = asking.request(replace(draft, answers={"kind_of_ask": Answer("start", Origin.ASKED)}))
    ask_question(asking, about, "goal_fit", Place(1, 1, opens_group=False, is_new_group=False))
    assert "What you have agreed: More plants; Fewer visits" in told
    told.clear()
    ask_question(asking, about, "undo", Place(1, 1, opens_group=False, is_new_group=False))
    assert not any("More plants" in line for line in told)


@pytest.mark.parametrize(
    ("most_left", "said"),
    [(30, "Question 5"), (4, "Question 5 · 3 more at most"), (1, "Question 5 · the last that can change")],
)
def test_how_many_questions_follow_is_said_once_they_are_few(told, draft, most_left, said):
    asking = Interview(RULES, Profile(), load_catalog("en"))
    about = asking.request(replace(draft, answers={"kind_of_ask": Answer("start", Origin.ASKED)}))
    place = Place(5, None, opens_group=False, is_new_group=False, most_left=most_left)
    ask_question(asking, about, "undo", place)
    (number,) = [line.strip() for line in told if "Question 5" in line]
    assert number.startswith(said)
    assert (number == said) == (most_left > 1)


def test_a_choice_that_is_not_offered_is_neither_shown_nor_accepted():
    asking = Interview(RULES, Profile(), load_catalog("en"))
    assert "stated" in RULES.choices("source_kind")
    assert "stated" not in asking.choices("source_kind")
    read = read_answer(RULES.questions["source_kind"], "stated", choices=asking.choices("source_kind"), today=TODAY)
    assert isinstance(read, Message)


@pytest.mark.parametrize(
    ("words", "typed"), [("A fair for 60.000 kr.", "60,000"), ("For 20k or 60k", ""), ("A fair", "")]
)
def test_the_amount_of_the_request_stands_at_the_question_of_the_cost(told, monkeypatch, words, typed):
    proposed = []
    monkeypatch.setattr(prompt, "ask_text", lambda typed="", **_: proposed.append(typed) or typed)
    asking = Interview(RULES, Profile(), load_catalog("en"))
    request = Request("x", "A fair", {"request": Answer(words, Origin.ASKED)}, Profile(), "", TODAY)
    ask_question(asking, request, "cost", Place(1, 1, opens_group=False, is_new_group=False))
    assert proposed == [typed]
    assert any("In the request" in line for line in told) == ("k" in words)
