"""What must hold of the bundled rules whatever is answered; ``run.py`` tries it on many more requests."""

from datetime import date
from functools import cache
from secrets import randbits

import pytest
from numpy.random import PCG64, Generator
from triage.adapters.files.requestfiles import read_case_files
from triage.adapters.rules.rulefiles import bundled_rules
from triage.core.judging.acts import assess
from triage.core.judging.batch import verdicts
from triage.core.judging.counterexamples import requests, search, verdicts_on
from triage.core.judging.generated import material
from triage.core.rules.ruleset import VERDICTS

from bundled import RULES
from properties.held import Tallies, advice_fits, all_of, drawn_requests, make_rng, the_reason_is_the_cause

COUNT = 2000
PROPERTIES = [
    "1 honest beats silent",
    "2 better never hurts",
    "3a little can be lost",
    "3b the likely case loses",
    "3c more stake",
    "4 no free pass",
    "4 a duty without a source",
    "6 the sum counts",
    "7 the reason is the cause",
    "8 advice fits",
    "9 does not matter",
]


@cache
def tallies() -> tuple[int, Tallies, set[tuple[str, str]]]:
    """Draw once for all the tests here, with a seed that is printed where one fails."""
    seed, needed = randbits(32), set()
    return seed, all_of(COUNT, material(RULES), Generator(PCG64(seed)), needed), needed


@pytest.mark.xdist_group("properties")
@pytest.mark.parametrize("name", PROPERTIES)
def test_it_holds_of_the_bundled_rules(name):
    seed, found, _ = tallies()
    print(f"python tests/properties/run.py --count {COUNT} --seed {seed}")
    assert found[name].tried > 0
    assert not found[name].broken


@pytest.mark.xdist_group("properties")
def test_every_exception_is_needed():
    assert tallies()[2] == {(each.property, each.question) for each in RULES.holds.exceptions}


def test_columns_and_requests_get_the_same_verdicts():
    of, rng = material(RULES), Generator(PCG64(7))
    answers = requests(200, of, rng)
    found = [VERDICTS[code] for code in verdicts_on(answers, of, rng)]
    assert found == verdicts(drawn_requests(answers, 200, of), RULES, make_rng)


def test_advice_and_reasons_of_the_cases_hold():
    cases = assess(read_case_files([bundled_rules() / "cases"], RULES, date(2026, 11, 25)), RULES, make_rng)
    assert not advice_fits(cases, RULES).broken
    assert not the_reason_is_the_cause(cases[::10], RULES).broken


def test_a_search_stops_when_it_is_told_to():
    assert search(RULES, Generator(PCG64(1)), 10_000, lambda: False).requests < 10_000
