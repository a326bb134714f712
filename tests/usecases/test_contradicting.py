"""Contradictions are put to the person at the end: one answer is changed, or all are left; nothing is lost."""

from datetime import date

import pytest
from triage.adapters.home import drafts
from triage.adapters.home.settings import Home
from triage.adapters.pages.catalog import load_catalog
from triage.adapters.terminal import prompt
from triage.adapters.terminal.prompt import Signal, Why
from triage.core.interview.order import next_question
from triage.core.judging.contradictions import contradictions
from triage.core.request.request import Answer, Origin, Profile
from triage.usecases.parts.contradicting import LEAVE, put_contradictions
from triage.usecases.parts.questioning import Interview

from bundled import RULES
from conftest import NOON

ASKING = {language: Interview(RULES, Profile(), load_catalog(language)) for language in ("da", "en")}
ANSWERS = {"kind_of_ask": "start", "early_sign": "40 in week 40", "success_by": date(2026, 6, 1), "audience": "Alle"}


def find(request):
    """Those that depend on words alone."""
    met = {name: not rule.when for name, rule in RULES.contradictions.items()}
    return list(contradictions(request, RULES, met, NOON.date()))


@pytest.fixture
def draft(home):
    draft = drafts.begin(Home(home).drafts, started=NOON, language="en", quick=True, fingerprint="x")
    for name, value in ANSWERS.items():
        draft = drafts.keep_answer(draft, name, Answer(value, Origin.ASKED))
    while name := next_question(ASKING["en"].request(draft), RULES, (), quick=True):
        draft = drafts.keep_answer(draft, name, Answer(None, Origin.ASKED))
    return draft


@pytest.fixture
def person(monkeypatch):
    """What is told, and lists of what is chosen and typed, one after the other."""
    told, chosen, typed, offered = [], [], [], []
    monkeypatch.setattr(prompt, "tell", lambda text, *_, **__: told.append(text))
    monkeypatch.setattr(prompt, "ask_text", lambda *_, **__: typed.pop(0))

    def choose(lines, *_, **__):
        offered.append([line.title for line in lines])
        return chosen.pop(0)

    monkeypatch.setattr(prompt, "ask_choice", choose)
    return told, chosen, typed, offered


@pytest.mark.parametrize("language", ["da", "en"])
def test_each_is_put_in_its_own_words_and_may_be_left(person, draft, language):
    told, chosen, _, offered = person
    chosen += [LEAVE, LEAVE]
    after, goes_on = put_contradictions(ASKING[language], draft, find)
    assert (after.answers, goes_on) == (draft.answers, True)
    for name in ("group_is_everybody", "sign_after_the_goal"):
        assert RULES.contradictions[name].says.in_(language) in told
        assert RULES.contradictions[name].ask.in_(language) in told
    change = {"da": "Ret »Målgruppen«: Alle", "en": "Change “Target group”: Alle"}
    assert offered[0] == [change[language], ASKING[language].catalog.say("contradiction.leave")]
    assert len(offered[1]) == 3


def test_a_named_answer_is_changed_and_asked_about_no_more(person, draft):
    told, chosen, typed, _ = person
    chosen += ["audience", "early_sign"]
    typed += ["Owners of a pump who have had a quote", "40 in week 16"]
    after, goes_on = put_contradictions(ASKING["en"], draft, find)
    assert goes_on
    assert after.answers["audience"].value == "Owners of a pump who have had a quote"
    assert after.answers["early_sign"].value == "40 in week 16"
    assert drafts.all_drafts(draft.path.parent)[0].answers == after.answers, "on the disk"
    assert RULES.questions["audience"].ask.en in told


def test_the_same_answer_again_is_asked_about_again(person, draft):
    _, chosen, typed, offered = person
    chosen += ["audience", LEAVE, LEAVE]
    typed += ["Alle"]
    assert put_contradictions(ASKING["en"], draft, find)[1]
    assert len(offered) == 3


def test_back_goes_to_the_review_and_why_says_where_it_will_stand(person, draft):
    told, chosen, _, _ = person
    chosen += [Why(""), Signal.BACK]
    assert put_contradictions(ASKING["en"], draft, find) == (draft, False)
    assert ASKING["en"].catalog.say("contradiction.why") in told


def test_back_from_a_changed_answer_comes_back_to_the_choice(person, draft):
    _, chosen, typed, offered = person
    chosen += ["audience", LEAVE, LEAVE]
    typed += [Signal.BACK]
    after, _ = put_contradictions(ASKING["en"], draft, find)
    assert after.answers == draft.answers
    assert len(offered) == 3


def test_answers_that_fit_are_not_asked_about(person, draft):
    _, _, _, offered = person
    fitting = drafts.keep_without(draft, ("audience", "early_sign"), "x")
    assert find(ASKING["en"].request(fitting)) == []
    assert put_contradictions(ASKING["en"], fitting, find) == (fitting, True)
    assert offered == []
