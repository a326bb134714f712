"""How sure a verdict is, as it is shown: on the screen, in the memo and as JSON, and the same when printed again."""

import json
import re
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace
from triage.adapters.files.requestfiles import Reader
from triage.adapters.home.valuejson import from_json, to_json
from triage.adapters.pages.catalog import load_catalog
from triage.core.judging.acts import assess
from triage.core.judging.analysis import Analysis, analyse
from triage.core.memo.confidence import AnalysisPage, in_full
from triage.core.request.request import Profile, Request
from triage.usecases.parts.chance import SEED

from bundled import RULES

CASES = Path(__file__).parent.parent.parent / "rules" / "cases"
LATE = CASES / "v05-seo-expected-to-work-in-two-weeks.yaml"
FAIR = CASES / "a09-fair-with-three-key-accounts.yaml"
NO_EVIDENCE = CASES / "a01-influencer-for-a-family-brand.yaml"
ALL = sorted(CASES.glob("*.yaml"))
WORKED = sorted(CASES.glob("[av]*.yaml"))
"""The worked cases; those of our own differ from one another in a single answer."""


def request_of(path: Path) -> Request:
    from datetime import date

    (request,) = Reader(RULES, Profile(manager="Mette"), date(2026, 11, 23)).read_path(path)
    assert isinstance(request, Request)
    return request


def rng(seed: int = SEED):
    return lambda: np.random.Generator(np.random.PCG64(seed))


@cache
def told(path: Path, seed: int = SEED) -> AnalysisPage:
    from datetime import date

    (assessment,) = assess([request_of(path)], RULES, rng(seed))
    return AnalysisPage(analyse(assessment, RULES, rng(seed)), assessment, RULES, date(2026, 11, 23))


@pytest.mark.parametrize("path", ALL[::3], ids=lambda path: path.stem[:40])
def test_every_case_can_be_told_in_both_languages_and_comes_back_from_the_register(path):
    about = told(path)
    for language in ("da", "en"):
        catalog = load_catalog(language)
        lines = [catalog.text(message) for message in in_full(about)]
        assert lines
        assert not [line for line in lines if "{" in line or re.search(r"\b(nan|inf|None)\b", line)]
    again = from_json(Analysis, json.loads(json.dumps(to_json(about.analysis))))
    assert again == about.analysis


@pytest.mark.parametrize("path", WORKED[::3], ids=lambda path: path.stem[:40])
def test_other_draws_tell_the_same(path):
    one, other = told(path), told(path, seed=7)
    assert one.assessment.verdict is other.assessment.verdict
    assert [call.question for call in one.analysis.close_calls] == [
        call.question for call in other.analysis.close_calls
    ]
    assert one.assessment.acts == other.assessment.acts
    if one.analysis.risk and other.analysis.risk:
        assert one.analysis.risk.chance_of_loss == pytest.approx(other.analysis.risk.chance_of_loss, abs=0.02)
        assert one.analysis.weighing.share == pytest.approx(other.analysis.weighing.share, abs=0.05)


def test_a_test_costs_a_tenth_or_what_knowing_is_worth_and_ends_before_the_whole_is_taken_up():
    about = told(NO_EVIDENCE)
    test, risk, measures = about.analysis.test, about.analysis.risk, about.assessment.measures
    assert test is not None
    assert risk is not None
    assert test.ceiling == min(0.1 * measures["total_cost"], risk.value_of_knowing)
    assert test.sign == RULES.task_types["influencer"].leading
    assert measures["first_high"] == test.sign_by < test.until


def test_what_knowing_is_worth_lies_between_nothing_and_the_loss_it_spares():
    risk = told(FAIR).analysis.risk
    assert risk is not None
    assert 0 < risk.value_of_knowing < -risk.net_p10


def test_knowing_an_answer_turns_the_verdict_as_often_as_each_answer_alone_would():
    from triage.core.request.request import Answer, Origin

    request = request_of(LATE)
    unknown = replace(request, answers={**request.answers, "goal_fit": Answer(None, Origin.FILE)})
    (base,) = assess([unknown], RULES, rng())
    choices = list(RULES.choices("goal_fit"))
    alone = [
        assess([replace(request, answers={**request.answers, "goal_fit": Answer(each, Origin.FILE)})], RULES, rng())[0]
        for each in choices
    ]
    (result,) = (each for each in base.unknowns if each.question == "goal_fit")
    assert result.turns == sum(each.verdict is not base.verdict for each in alone) / len(choices)


@pytest.mark.parametrize("language", ["da", "en"])
def test_it_is_shown_everywhere(run, tmp_path, language):
    memo = tmp_path / "memo.md"
    out = run("new", "--from", str(LATE), "--no-input", "--memo", str(memo), "--lang", language).out
    assert {"da": "Det er ikke på vippen", "en": "It is not a close call"}[language] in out
    assert {"da": "Otte gange ud af ti", "en": "Eight times in ten"}[language] in memo.read_text(
        encoding="utf-8"
    ).replace("\u00a0", " ")
    shown = run("show", "last", "--lang", language).out
    assert {"da": "Hvor sikkert det er", "en": "How sure it is"}[language] in shown
    assert {"da": "hvis vi flytter datoen til", "en": "if we move the date to"}[language] in shown
    assert run("memo", "last", "--lang", language).out == memo.read_text(encoding="utf-8").replace("\u00a0", " ")


def test_as_json_it_is_asked_for(run):
    (plain,) = json.loads(run("score", str(LATE), "--format", "json").out)
    (full,) = json.loads(run("score", str(LATE), "--format", "json", "--analysis").out)
    assert "analysis" not in plain
    assert {key: full[key] for key in plain} == plain
    wanted = {"risk", "close_calls", "end", "alternatives", "weighing", "test"}
    assert full["analysis"].keys() == wanted | {"becomes"}
    run("new", "--from", str(LATE), "--no-input")
    kept = json.loads(run("show", "last", "--format", "json").out)["assessment"]
    assert kept["analysis"].keys() == wanted
    assert [act["answers"] for act in kept["acts"]] == [{"visible_in": 26.0}], "what becomes is made from"


def test_the_proposed_change_really_makes_it_a_go(run):
    (one,) = json.loads(run("score", str(LATE), "--format", "json", "--analysis").out)
    (step,) = one["analysis"]["becomes"][0]["steps"]
    changed = run("what-if", str(LATE), f"{step['question']}={step['after']}", "--format", "json")
    assert json.loads(changed.out)["after"]["verdict"] == "go"
