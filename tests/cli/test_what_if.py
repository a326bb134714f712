"""What-if, sweep, two side by side and back-test: before and after, and nothing kept unless asked for."""

import json
from pathlib import Path

import pytest

CASES = Path(__file__).parent.parent.parent / "rules" / "cases"
LATE = str(CASES / "v05-seo-expected-to-work-in-two-weeks.yaml")
HONEST = str(CASES / "v06-seo-with-an-honest-horizon.yaml")


def scored(run, path: str) -> dict:
    return json.loads(run("score", path, "--format", "json").out)[0]


def test_what_if_gives_before_and_after_as_score_does(run):
    result = json.loads(run("what-if", LATE, "visible_in=60", "--format", "json").out)
    assert result["before"] == scored(run, LATE)
    assert (result["before"]["verdict"], result["after"]["verdict"]) == ("defer", "go")
    assert result["after"]["score"] == scored(run, HONEST)["score"]


def test_what_if_of_nothing_new_changes_nothing(run):
    result = json.loads(run("what-if", LATE, "need=proven", "--format", "json").out)
    assert result["before"] == result["after"]
    assert "That changes nothing." in run("what-if", LATE, "need=proven").out


@pytest.mark.parametrize("language", ["da", "en"])
def test_what_if_says_what_changed(run, language):
    out = run("what-if", LATE, "visible_in=60", "--lang", language).out
    assert {"da": "Gælder ikke mere: Datoen er for tidlig", "en": "No longer holds: "}[language] in out


def test_what_if_keeps_nothing_unless_asked(run):
    run("new", "--from", LATE, "--no-input")
    assert json.loads(run("what-if", "last", "visible_in=60", "--format", "json").out)["after"]["verdict"] == "go"
    assert len(json.loads(run("list", "--format", "json").out)) == 1
    kept = json.loads(run("what-if", "1", "visible_in=60", "--keep", "--format", "json").out)["kept"]
    newest, first = json.loads(run("list", "--format", "json").out)
    assert (newest["id"], newest["verdict"]) == (kept, "go")
    assert first["verdict"] == "defer"


def test_a_sweep_agrees_with_single_what_ifs(run):
    swept = json.loads(run("what-if", HONEST, "--sweep", "cost=10000..400000", "--format", "json").out)["sweep"]
    assert len(swept) == 21
    assert [each["value"] for each in swept[:2]] == [10_000, 29_500]
    for each in (swept[0], swept[9], swept[20]):
        alone = json.loads(run("what-if", HONEST, f"cost={each['value']}", "--format", "json").out)["after"]
        assert {key: each[key] for key in alone} == alone
    assert "█" in run("what-if", HONEST, "--sweep", "cost=10000..400000").out


def test_a_sweep_of_weeks_turns_where_the_class_does(run):
    swept = json.loads(run("what-if", HONEST, "--sweep", "visible_in=0..60", "--format", "json").out)["sweep"]
    verdicts = {each["value"]: each["verdict"] for each in swept}
    assert {week: verdict for week, verdict in verdicts.items() if week < 12} == dict.fromkeys((0, 3, 6, 9), "defer")
    assert verdicts[12] == "go"  # SEO: likely first sign after 12 weeks


def test_every_change_that_cannot_be_taken_is_told_at_once(run):
    told = run("what-if", LATE, "needproven", "need=provn", "extra_units=5", "ned=proven").err
    assert told.count("\n") == 4


def test_the_order_of_changes_does_not_matter(run):
    changes = ["effect_as=units", "extra_units=5"]
    one, other = (run("what-if", LATE, *each, "--format", "json") for each in (changes, changes[::-1]))
    assert (one.code, one.out) == (0, other.out)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([LATE], "Say what to change"),
        ([LATE, "needproven"], "cannot be read"),
        ([LATE, "ned=proven"], "Did you mean need?"),
        ([LATE, "need=provn"], "Did you mean proven?"),
        ([LATE, "extra_units=5"], "add effect_as=units"),
        ([LATE, "task_type=unknown"], "is needed"),
        ([LATE, "--sweep", "need=1..2"], "cannot be read"),
        ([LATE, "--sweep", "cost=1"], "cannot be read"),
        ([LATE, "--sweep", "cost=a..b"], "cannot be read"),
        ([str(CASES), "need=proven"], "requests"),
        (["no-such-id", "need=proven"], ""),
    ],
)
def test_nonsense_is_one_clear_line(run, arguments, said):
    result = run("what-if", *arguments)
    assert result.code == 1
    assert len(result.err.strip().splitlines()) == 1
    assert said in result.err


def test_compare_puts_two_side_by_side(run):
    result = run("show", LATE, HONEST, "--format", "json")
    assert json.loads(result.out) == [scored(run, LATE), scored(run, HONEST)]
    assert "SEO with an honest horizon" in run("show", LATE, HONEST).out.splitlines()[0]


def test_a_backtest_tells_who_moves_and_why(run, tmp_path):
    run("rules", "copy", "--to", str(tmp_path / "own"))
    rules = tmp_path / "own" / "marketing.yaml"
    rules.write_text(rules.read_text(encoding="utf-8").replace("minimum: 50", "minimum: 80", 1), encoding="utf-8")
    arguments = ("rules", "backtest", str(rules), "--files", str(CASES), "--format", "json")
    result = json.loads(run(*arguments).out)
    before = {each["source"]: each["verdict"] for each in json.loads(run("score", str(CASES), "--format", "json").out)}
    scored_new = run("score", str(CASES), "--rules", str(rules), "--format", "json")
    after = {each["source"]: each["verdict"] for each in json.loads(scored_new.out)}
    moved = {
        each["before"]["source"]: (each["before"]["verdict"], each["after"]["verdict"]) for each in result["moved"]
    }
    assert moved == {source: (before[source], after[source]) for source in before if before[source] != after[source]}
    assert moved
    assert result["requests"] == len(before)


def test_a_backtest_of_the_register_under_the_same_rules_moves_nobody(run):
    run("new", "--from", LATE, "--no-input")
    bundled = str(CASES.parent / "marketing.yaml")
    assert run("rules", "backtest", bundled).out.strip() == "0 of 1 requests get another verdict."


def test_a_backtest_of_an_empty_register_says_so(run):
    assert run("rules", "backtest", str(CASES.parent / "marketing.yaml")).code == 1
