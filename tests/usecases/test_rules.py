"""What ``rules`` returns: the file that was checked, the cases that failed and why, and who moves under other rules."""

from pathlib import Path

import pytest
from triage.adapters.home.settings import Home
from triage.adapters.pages.catalog import load_catalog
from triage.adapters.rules.rulefiles import bundled_rules
from triage.core.messages import TriageError
from triage.usecases.rules import check, explain_one, run_cases, run_json, run_lines
from triage.usecases.rules_backtest import backtest, backtest_json

EN = load_catalog("en")
CASES = bundled_rules() / "cases"
SEO = CASES / "v06-seo-with-an-honest-horizon.yaml"


@pytest.fixture
def wrong(tmp_path) -> Path:
    """A case whose verdict is another than it expects."""
    file = tmp_path / "case.yaml"
    file.write_text(SEO.read_text(encoding="utf-8").replace("\n- go\n", "\n- drop\n"), encoding="utf-8")
    return file


def test_the_rules_that_were_checked_are_named(home):
    assert check(None, Home(home)) == bundled_rules() / "marketing.yaml"


def test_a_failed_case_is_told_in_lines_and_in_json(home, wrong):
    tested = run_cases([str(wrong), str(SEO)], Home(home), None)
    assert list(tested.failed) == [str(wrong)]
    assert run_lines(tested, EN)[0].startswith(f"{wrong}:")
    data = run_json(tested, EN)
    assert (data["passed"], data["failed"], [bool(each["why"]) for each in data["cases"]]) == (1, 1, [True, False])


def test_an_unknown_name_is_refused(home):
    with pytest.raises(TriageError, match=r"rules\.explain\.unknown"):
        explain_one("nonsense", Home(home), None)


def test_the_same_rules_move_nobody(home, tmp_path):
    done = []
    (tmp_path / SEO.name).write_bytes(SEO.read_bytes())
    found = backtest(Home(home), bundled_rules() / "marketing.yaml", None, tmp_path, lambda *at: done.append(at))
    assert (backtest_json(found, EN), done) == ({"requests": 1, "moved": []}, [(1, 1)])
