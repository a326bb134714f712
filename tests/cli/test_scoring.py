"""``triage score`` and ``triage new --no-input`` as they are used: files in, verdicts out."""

import csv
import io
import json
from pathlib import Path

import pytest
import yaml

CASES = Path(__file__).parent.parent.parent / "rules" / "cases"
SEO = CASES / "v06-seo-with-an-honest-horizon.yaml"
LATE = CASES / "v05-seo-expected-to-work-in-two-weeks.yaml"
TIKTOK = CASES / "v01-tiktok-for-pump-buyers.yaml"

PROMISED = {
    "source", "verdict", "score", "criteria", "gates", "problem_verdict", "tactic_verdict", "unknown_that_decides",
    "measures", "ruleset", "language",
}  # fmt: skip


def test_every_case_gets_a_verdict_it_expects(run):
    result = run("score", str(CASES), "--format", "json")
    assert result.code == 0
    expected = {str(path): yaml.safe_load(path.read_text(encoding="utf-8"))["expect"] for path in CASES.glob("*.yaml")}
    got = {each["source"]: each["verdict"] for each in json.loads(result.out)}
    assert got.keys() == expected.keys()
    assert {source: verdict for source, verdict in got.items() if verdict not in expected[source]} == {}


def test_json_of_one_request_carries_what_was_promised(run):
    (one,) = json.loads(run("score", str(SEO), "--format", "json").out)
    assert one.keys() >= PROMISED
    assert one["ruleset"].keys() == {"name", "version", "fingerprint"}
    assert sum(part["contribution"] for part in one["criteria"].values()) == pytest.approx(one["score"])
    assert one["score"] == pytest.approx(8750 / 95)  # the fit weighs less where no goals have been agreed
    assert one["language"] == "en"


def test_gates_are_told_with_what_they_do_and_why(run):
    (one,) = json.loads(run("score", str(LATE), "--format", "json", "--lang", "da").out)
    (gate,) = one["gates"]
    assert (gate["id"], gate["effect"]) == ("date_too_early", "move")
    assert gate["reason"].startswith("Den slags")


def test_an_unknown_leaves_the_score_a_range(run):
    (one,) = json.loads(run("score", str(TIKTOK), "--format", "json").out)
    assert one["score"] is None
    assert one["score_high"] - one["score_low"] == pytest.approx(100 * 30 / 95)


def test_the_forms_agree(run):
    whole = json.loads(run("score", str(CASES), "--format", "json").out)
    lines = [json.loads(line) for line in run("score", str(CASES), "--format", "jsonl").out.splitlines()]
    rows = list(csv.DictReader(io.StringIO(run("score", str(CASES), "--format", "csv").out)))
    assert whole == lines
    assert [row["verdict"] for row in rows] == [each["verdict"] for each in whole]


def test_a_file_alone_is_scored_as_among_others(run):
    together = {each["source"]: each for each in json.loads(run("score", str(CASES), "--format", "json").out)}
    for path in (SEO, LATE, TIKTOK):
        (alone,) = json.loads(run("score", str(path), "--format", "json").out)
        assert alone == together[str(path)]


def test_standard_input_is_read(run, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(SEO.read_bytes())))
    (one,) = json.loads(run("score", "-", "--format", "json").out)
    assert (one["source"], one["verdict"]) == ("-", "go")


def test_a_bad_row_is_told_and_the_rest_is_scored(run, tmp_path):
    rows = tmp_path / "rows.csv"
    rows.write_text("request,task_type,need\nr,cro,proven\nr,crow,proven\nr,cro,guess\n", encoding="utf-8")
    result = run("score", str(rows), "--format", "jsonl")
    assert result.code == 1
    assert [json.loads(line)["source"] for line in result.out.splitlines()] == [f"{rows}:2", f"{rows}:4"]
    assert result.err.splitlines() == [f"{rows}:3: task_type: crow is none of the answers. Did you mean cro?"]


def test_a_title_cannot_act_as_a_formula_in_a_spreadsheet(run, tmp_path):
    rows = tmp_path / "rows.csv"
    rows.write_text('title,request,task_type\n"=HYPERLINK(1)",r,cro\n', encoding="utf-8")
    (row,) = csv.DictReader(io.StringIO(run("score", str(rows), "--format", "csv").out))
    assert row["title"] == "'=HYPERLINK(1)"


def test_the_arithmetic_can_be_followed_with_a_pocket_calculator(run):
    out = run("score", str(SEO), "--arithmetic").out
    assert "90,000 kr + 120 hours × 600 kr = 162,000 kr" in out
    assert "0.3 × 80,000 + 0.4 × 260,000 + 0.3 × 600,000 = 308,000" in out
    assert "308,000 kr × 0.95" in out
    assert "8,750 / 95 = 92.11 points" in out


@pytest.mark.parametrize("language", ["da", "en"])
def test_no_english_in_danish_and_no_danish_in_english(run, language):
    out = run("score", str(LATE), "--arithmetic", "--lang", language).out
    foreign = {"da": (" the ", " weeks:", "points"), "en": (" uger", " af ", "kroner")}[language]
    own = {"da": "uger", "en": "weeks"}[language]
    assert own in out
    assert not [word for word in foreign if word in out]


def test_new_without_asking_keeps_the_request_and_writes_the_memo(run, tmp_path):
    memo = tmp_path / "memo.md"
    result = run("new", "--from", str(LATE), "--no-input", "--memo", str(memo), "--lang", "da")
    assert result.code == 0
    assert result.out.startswith("VENT: SEO expected to work in two weeks")
    assert memo.read_text(encoding="utf-8").startswith("# SEO expected to work in two weeks")
    (kept,) = json.loads(run("list", "--format", "json").out)
    assert (kept["id"][4:], kept["title"], kept["verdict"]) == ("-001", "SEO expected to work in two weeks", "defer")
    assert kept["score"] == pytest.approx(7250 / 95)
    assert run("memo", "last").out == memo.read_text(encoding="utf-8").replace("\u00a0", " ")
    assert "This kind of thing seldom shows anything so early." in run("show", "1").out


def test_a_memo_is_never_overwritten_unasked(run, tmp_path):
    memo = tmp_path / "memo.md"
    memo.write_text("mine", encoding="utf-8")
    result = run("new", "--from", str(LATE), "--no-input", "--memo", str(memo))
    assert result.code == 1
    assert memo.read_text(encoding="utf-8") == "mine"
    assert len(json.loads(run("list", "--format", "json").out)) == 1
    assert run("new", "--from", str(LATE), "--no-input", "--memo", str(memo), "--force").code == 0
    assert memo.read_text(encoding="utf-8") != "mine"


def test_an_old_memo_prints_the_same_after_the_rules_have_changed(run, home):
    run("new", "--from", str(LATE), "--no-input")
    before = run("memo", "last").out
    assert run("rules", "copy").code == 0
    own = home / "rules" / "marketing.yaml"
    own.write_text(own.read_text(encoding="utf-8").replace("weight: 35", "weight: 5"), encoding="utf-8")
    assert run("memo", "last").out == before
    (now,) = json.loads(run("score", str(LATE), "--format", "json").out)
    assert now["criteria"]["customer_need"]["weight"] == 5


def test_a_firms_profile_is_used(run):
    assert (
        run("init", "--no-input", "--yearly-budget", "2 mio", "--goal", "Flere kunder", "--goal", "Bedre pris").code
        == 0
    )
    (one,) = json.loads(run("score", str(SEO), "--format", "json").out)
    assert one["measures"]["exposure"] == pytest.approx(162_000 / 2_500_000)  # the file's own budget comes first
    assert run("init", "--no-input", "--director", "Lars").code == 0
    assert (
        "from the marketing manager to Lars"
        in run("new", "--from", str(SEO), "--no-input").out + run("memo", "last").out
    )


def test_an_hour_is_in_the_currency_of_the_request(run, tmp_path):
    file = tmp_path / "euro.yaml"
    file.write_text(
        "profile: {currency: EUR}\nanswers: {request: x, task_type: tiktok, need: proven, cost: 20000, hours: 40}\n"
    )
    said = run("score", str(file), "--arithmetic").out
    assert "40 hours of our own time at €80.43 an hour" in said
    assert "€20,000 + 40 hours × €80.43 = €23,217" in said
