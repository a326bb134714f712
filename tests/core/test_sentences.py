"""Whatever was answered, every sentence about it can be said, in both languages."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from triage.adapters.home.settings import Home
from triage.adapters.pages.catalog import load_catalog
from triage.adapters.rules.rulefiles import ruleset_source
from triage.core.judging.acts import assess
from triage.core.request.request import Answer, Goal, Origin, Profile, Range, Request
from triage.usecases.parts.assessing import Assessed, analysed, memo_text, reason_lines, summary_lines
from triage.usecases.parts.chance import make_rng
from triage.usecases.parts.opening import Rules

import bundled

RULES = Rules(bundled.RULES, ruleset_source())
CATALOGS = {language: load_catalog(language) for language in ("da", "en")}
FIRM = Profile("Nordpumper", "Mette", "Lars", "da", "EUR", 2e6, 600.0, 0.1, 18.0, 4.0, goals=(Goal("more", "Mere"),))


def answer_to(name: str) -> st.SearchStrategy:
    question = RULES.ruleset.questions[name]
    amounts = st.integers(0, 3_000_000).map(float)
    match question.type:
        case "choice":
            goals = ["more"] if question.choices_from == "goals" else []
            return st.sampled_from([*RULES.ruleset.choices(name), *goals])
        case "yes_no":
            return st.booleans()
        case "range":
            return st.lists(amounts, min_size=3, max_size=3).map(sorted).map(lambda three: Range(*three))
        case "number":
            return st.integers(0, 100).map(float)
        case "date":
            return st.dates(date(2026, 11, 24), date(2029, 1, 1))
    return st.sampled_from(["ord", "ord.", "{x} <b> *y*", "to\nlinjer"])


def maybe(name: str) -> st.SearchStrategy:
    must = RULES.ruleset.questions[name].must
    return answer_to(name) if must else st.one_of(answer_to(name), answer_to(name), st.none(), st.just("left out"))


requests = st.fixed_dictionaries({name: maybe(name) for name in RULES.ruleset.questions}).map(
    lambda given: {name: Answer(value, Origin.ASKED) for name, value in given.items() if value != "left out"}
)


@pytest.mark.parametrize("profile", [FIRM, Profile()], ids=["profile", "none"])
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(answers=requests)
def test_any_request_can_be_told(profile, answers):
    request = Request("t", "Titel", answers, profile)
    made = analysed(Assessed(assess([request], RULES.ruleset, make_rng)[0], RULES, date(2026, 11, 23)))
    for catalog in CATALOGS.values():
        texts = [memo_text(made, catalog, Home(Path("none")))]
        texts += reason_lines(made, catalog, with_arithmetic=True)
        texts += summary_lines(made, catalog, "2026-001")
        assert not [text for text in texts if "None" in text or "nan" in text.split()]
