"""The words on the screen are the words that may be typed, in both languages."""

import pytest
from triage.adapters.pages.catalog import load_catalog
from triage.core.interview.verdictwords import meant_verdict
from triage.core.rules.ruleset import Verdict


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("verdict", list(Verdict))
def test_what_the_screen_says_may_be_typed(language, verdict):
    texts = load_catalog(language).texts
    for typed in (texts[f"verdict.{verdict}"], texts[f"verdict.{verdict}"].upper(), texts[f"verdict.inline.{verdict}"]):
        assert meant_verdict(typed) == verdict


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("nej", "drop"), ("Ja", "go"), ("udskyd", "defer"), ("lad  være.", "drop"), ("luk", "closed"), ("måske", "måske")],
)
def test_near_words_are_understood_and_others_are_left(typed, meant):
    assert meant_verdict(typed) == meant
