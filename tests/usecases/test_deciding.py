"""Where an interview offers the verdict although it is not settled: at the end of quick triage, or much unknown."""

import pytest
from msgspec.structs import replace
from triage.adapters.home import drafts
from triage.adapters.home.settings import Home
from triage.core.request.request import Answer, Origin, Profile, Request
from triage.usecases.parts.deciding import MANY, MOST_QUICK, make_look, plan

from bundled import RULES
from conftest import NOON

KNOWN = {"request": "Send a mailing", "task_type": "email", "kind_of_ask": "start"}


def _asked(home, unknown: int, *, quick: bool = False, mosts=None, **marks):
    """Answer questions as they are asked, so many of them by don't know, up to where something else comes."""
    draft = drafts.begin(Home(home).drafts, started=NOON, language="en", quick=quick, fingerprint="x")
    draft = replace(draft, answers={name: Answer(value, Origin.ASKED) for name, value in KNOWN.items()}, **marks)
    look = make_look(Home(home), RULES)
    mosts = [] if mosts is None else mosts
    while True:
        request = Request("x", "A mailing", draft.answers, Profile())
        ahead = plan(request, draft, RULES, look)
        if not ahead.upcoming:
            return ahead, len(draft.answers) - len(KNOWN)
        mosts.append(ahead.most_left)
        name = ahead.upcoming[0]
        is_unknown = sum(each.value is None for each in draft.answers.values()) < unknown
        best = [*RULES.offered(name)][-1] if RULES.questions[name].type == "choice" else None
        answer = Answer(None if is_unknown else best, Origin.ASKED)
        draft = replace(draft, answers={**draft.answers, name: answer})


@pytest.mark.parametrize(("quick", "after"), [(False, MANY), (True, MOST_QUICK)])
def test_the_verdict_is_offered_as_it_stands(home, quick, after):
    ahead, asked = _asked(home, 99, quick=quick)
    assert (asked, ahead.is_settled) == (after, False)
    assert ahead.telling
    assert ahead.left > 0


def test_the_last_quick_question_is_not_said_to_be_the_last_of_all(home):
    mosts = []
    _asked(home, 99, quick=True, mosts=mosts)
    assert mosts[-3:] == [3, 2, None]


def test_whoever_goes_on_is_asked_to_the_end(home):
    ahead, asked = _asked(home, 99, on=True)
    assert asked > MANY
    assert ahead.telling is None
