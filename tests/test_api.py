"""The public API: answers, files and columns in, typed results out, and every mistake in words."""

import json
import os
import pickle
import subprocess
import sys
from dataclasses import FrozenInstanceError
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
import triage
import yaml
from triage import Columns, TriageError, Verdict, api, assess

import api_typed
from test_startup import HEAVY

ROOT = Path(__file__).parent.parent
CASES = ROOT / "rules" / "cases"
SEO = CASES / "v06-seo-with-an-honest-horizon.yaml"
CASE = yaml.safe_load(SEO.read_text(encoding="utf-8"))
ANSWERS, FIRM = CASE["answers"], CASE["profile"]
MUST = {"request": "A new film", "task_type": "brand_video"}
DAY = date(2026, 11, 23)


@pytest.fixture
def no_home(monkeypatch) -> Path:
    """A home that cannot be made or read, whoever asks."""
    monkeypatch.setenv("TRIAGE_HOME", "/dev/null/home")
    return Path("/dev/null/home")


def mistakes(request, **options) -> list[str]:
    with pytest.raises(TriageError) as caught:
        assess(request, **options)
    assert len(caught.value.problems) == len(caught.value.lines)
    return str(caught.value).splitlines()


def test_answers_get_a_typed_result():
    result = assess(ANSWERS, profile=FIRM, today=DAY)
    assert result.verdict is Verdict.GO
    assert result.score == result.score_low == result.score_high == pytest.approx(8750 / 95)
    assert result.title == "Vi skal findes på de problemer, kunderne googler"
    assert result.criteria["customer_need"].points == api.Interval(100, 100)
    assert result.measures["total_cost"] == 162_000
    assert (result.gates, result.unknown_that_decides) == ((), None)
    with pytest.raises(FrozenInstanceError):
        result.verdict = Verdict.DROP


def test_an_unknown_answer_leaves_a_range_and_is_told():
    result = assess({**ANSWERS, "need": None}, profile=FIRM)
    assert result.score is None
    assert result.score_low < result.score_high
    assert result.unknown_that_decides == "need"
    assert [unknown.question for unknown in result.unknowns] == ["problem_evidence", "need"]


def test_gates_are_those_that_fire_anyway():
    assert "unlawful_as_asked" in assess({**ANSWERS, "lawful": "no"}, profile=FIRM).gates


def test_reasons_and_memo_are_in_the_language_that_is_asked_for():
    danish = assess({**ANSWERS, "title": "SEO"}, profile=FIRM, language="da", today=DAY)
    assert danish.reasons[0].startswith("Gør det")
    assert danish.memo().startswith("# SEO\n\n*Forslag af 23.\u00a0november 2026")
    assert danish.memo("en").startswith("# SEO\n\n*Proposal of 23\u00a0November 2026")
    assert assess(ANSWERS, profile=FIRM).reasons[0].startswith("Do it")


def test_results_are_those_of_the_program(run, monkeypatch, tmp_path):
    monkeypatch.setenv("TRIAGE_NOW", "2026-11-23T09:00")
    (from_file,) = assess(SEO)
    assert [from_file.as_json()] == json.loads(run("score", str(SEO), "--format", "json").out)
    run("new", "--from", str(SEO), "--no-input", "--lang", "da", "--memo", str(tmp_path / "memo.md"))
    assert from_file.memo("da") == (tmp_path / "memo.md").read_text(encoding="utf-8")
    alone = assess({**ANSWERS, "title": CASE["title"], "asked_by": CASE["asked_by"]}, profile=FIRM)
    assert alone.memo() == from_file.memo()


def test_a_folder_gives_a_result_for_each_file_and_the_profile_counts_where_a_file_has_none():
    results = assess(str(CASES))
    assert [result.source for result in results] == sorted(map(str, CASES.glob("*.yaml")))
    (own,) = assess(SEO, profile={"hourly_cost": 1})
    assert own.measures["total_cost"] == 162_000


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("r.json", json.dumps({"answers": MUST})),
        ("r.jsonl", json.dumps(MUST) + "\n"),
        ("r.csv", "request,task_type\nA new film,brand_video\n"),
    ],
)
def test_every_form_of_a_file_is_read(tmp_path, name, text):
    (tmp_path / name).write_text(text, encoding="utf-8")
    (result,) = assess(tmp_path / name)
    assert result.verdict is assess(MUST).verdict


class Series:
    """A column as pandas has it: its index need not begin at 0."""

    def __init__(self, *values):
        self.values = values

    def __len__(self):
        return len(self.values)

    def __iter__(self):
        return iter(self.values)


ROWS = [
    {**MUST, "need": "proven", "cost": [20_000, 40_000, 60_000], "hours": 10, "bounded_test": True},
    {**MUST, "need": None, "cost": 90_000, "hours": None, "bounded_test": False},
    {**MUST, "need": "unknown", "cost": "20-60k", "hours": 400, "bounded_test": None},
]


def test_rows_of_columns_get_what_each_gets_alone():
    columns = {
        "request": ["A new film"] * 3,
        "task_type": np.array(["brand_video"] * 3),
        "need": Series("proven", None, "unknown"),
        "cost": ([20_000, 40_000, 60_000], 90_000, "20-60k"),
        "hours": np.array([10, np.nan, 400]),
        "bounded_test": np.array([True, False, None]),
    }
    results = assess(Columns(columns), profile=FIRM, today=DAY)
    alone = [assess(row, profile=FIRM, today=DAY) for row in ROWS]
    assert [result.source for result in results] == ["row 0", "row 1", "row 2"]
    for result, one in zip(results, alone, strict=True):
        assert result.as_json() | {"source": ""} == one.as_json() | {"source": ""}
        assert result.memo() == one.memo()


def test_columns_of_three_numbers_are_ranges_and_no_rows_are_no_results():
    three = Columns(
        {"request": ["A", "B"], "task_type": ["brand_video"] * 2, "cost": np.array([[1.0, 2, 3], [4, 4, 4]])}
    )
    assert [result.measures["total_cost_high"] for result in assess(three)] == [None, None]
    with_hours = Columns({**three.columns, "hours": [0, 0]})
    assert [result.measures["total_cost_high"] for result in assess(with_hours)] == [3, 4]
    assert assess(Columns({"request": [], "task_type": []})) == ()


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (np.float32(1.125), 1.125),
        (Decimal("1.125"), 1.125),
        (np.int64(20_000), 20_000),
        (np.array([1, 2, 3]), [1, 2, 3]),
        (float("nan"), None),
    ],
)
def test_numbers_of_other_libraries_are_never_read_as_words(value, plain):
    assert assess({**MUST, "cost": value, "hours": 1}).measures == assess({**MUST, "cost": plain, "hours": 1}).measures


@pytest.mark.parametrize(
    ("value", "quoted"),
    [
        (b"20", "bytes"),
        ((each for each in [1]), "generator"),
        ({1}, "set"),
        (object(), "object"),
        (1j, "complex"),
        ([b"1", 2], "[bytes, 2]"),
        (np.bool_(True), "true"),
        ({"low": None, 2: "x"}, '{"low": null, "2": "x"}'),
    ],
)
@pytest.mark.parametrize("question", ["cost", "need", "visible_in", "asked_on"])
def test_a_value_that_no_answer_has_is_quoted_without_the_words_of_python(value, quoted, question):
    (said,) = mistakes({**MUST, question: value})
    assert said.startswith(f"{question}: {quoted} "), said


@pytest.mark.parametrize("question", ["request", "title", "asked_by"])
def test_a_value_that_is_no_text_is_no_text(question):
    assert mistakes({**MUST, question: object()}) == [f"{question}: A text belongs here."]


@pytest.mark.parametrize("day", [np.datetime64("2027-05-03T10:00", "ns"), datetime(2027, 5, 3, 10), "2027-05-03"])  # noqa: DTZ001
def test_dates_of_other_libraries_are_dates(day):
    assert assess({**MUST, "visible_in": day}, today=DAY).measures["weeks"] == 23
    assert assess({**MUST, "visible_in": day}, today=datetime(2026, 11, 23, 9)).measures["weeks"] == 23  # noqa: DTZ001


WRONG = {
    "ned": "proven",
    "need": "prven",
    "cost": "abc",
    "hours": True,
    "audience": {"anybody"},
    "problem": object,
    "reach": ["few"],
    "bounded_test": "perhaps",
    "success_by": 7,
    "task_type": None,
}


def test_every_mistake_is_a_line_in_english():
    lines = mistakes(WRONG, profile={"yearly_budget": "much", "budget": 1, "hourly_cost": None})
    assert [line.split(":")[0] for line in lines] == [
        "profile.budget",
        "profile.yearly_budget",
        *sorted([*WRONG, "answers"]),
    ]
    assert "profile.budget: budget is not known. Did you mean yearly_budget?" in lines
    assert "need: prven is none of the answers. Did you mean proven?" in lines
    assert "audience: A text belongs here." in lines
    assert "answers: request is missing: The director's words. That answer is needed." in lines


def test_every_mistake_is_a_line_in_danish():
    lines = mistakes(WRONG, language="da")
    assert len(lines) == len(WRONG) + 1
    assert "need: prven er ikke et af svarene. Mente du proven?" in lines


def test_mistakes_are_values_too():
    with pytest.raises(TriageError) as caught:
        assess({**MUST, "need": "prven"})
    (problem,) = caught.value.problems
    assert (problem.place.source, problem.message.key) == ("need", "answer.choice.hint")
    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own
    assert (again.problems, str(again)) == (caught.value.problems, str(caught.value))


def test_mistakes_in_columns_are_told_once_a_column_or_with_their_row():
    assert mistakes(
        Columns({"ned": [1, 2], "task_type": ["brand_video", "brand_vidoe"], "need": "proven", "cost": [1]})
    ) == [
        "ned: ned is not known. Did you mean need?",
        "request: request is missing: The director's words. That answer is needed.",
        "need: A column must be a list, an array or the like, with a value for each row.",
        "cost: This column has 1 of 2 rows. All must have the same number.",
        "task_type[1]: brand_vidoe is none of the answers. Did you mean brand_video?",
    ]


@pytest.mark.parametrize("column", [7, "text", {"a": 1}, {1, 2}, np.array(7), iter([1]), None])
def test_what_is_no_column_is_refused(column):
    assert mistakes(Columns({"request": ["A"], "task_type": ["brand_video"], "need": column})) == [
        "need: A column must be a list, an array or the like, with a value for each row."
    ]


def test_mistakes_in_a_file_have_their_place(tmp_path):
    file = tmp_path / "r.yaml"
    file.write_text("answers:\n  request: A\n  task_type: brand_video\n  need: prven\n", encoding="utf-8")
    assert mistakes(file) == [f"{file}:4:9: prven is none of the answers. Did you mean proven?"]
    assert "missing.yaml: There is no such file" in mistakes(tmp_path / "missing.yaml")[0]
    assert "missing.yaml: There is no such file" in mistakes(MUST, ruleset=tmp_path / "missing.yaml")[0]


def test_a_language_that_is_not_there_is_refused():
    assert mistakes(MUST, language="sv") == ["The language sv is not known. Use da or en."]


@pytest.mark.parametrize("request_", [42, None, "", [MUST], b"request.yaml", Columns(None)])
def test_what_is_no_request_at_all_is_a_type_error(request_):
    with pytest.raises(TypeError, match="a mapping of answers, a path, or Columns of a mapping"):
        assess(request_)


def test_goals_are_those_of_the_profile_where_it_has_any():
    firm = {"goals": [{"id": "leads", "text": "More enquiries"}]}
    assert assess({**MUST, "goal": "More enquiries"}, profile=firm).verdict is Verdict.DEFER
    assert mistakes({**MUST, "goal": "fame"}, profile=firm)[0].startswith("goal: fame is none of the answers.")


def test_rules_of_ones_own_count(tmp_path):
    for name in ("marketing.yaml", "task_types.yaml"):
        (tmp_path / name).write_text((ROOT / "rules" / name).read_text(encoding="utf-8"), encoding="utf-8")
    mine = tmp_path / "marketing.yaml"
    mine.write_text(mine.read_text(encoding="utf-8").replace("ruleset: ", "ruleset: my-", 1), encoding="utf-8")
    result = assess(MUST, ruleset=mine)
    assert result.as_json()["ruleset"]["name"].startswith("my-")
    assert not assess(MUST).as_json()["ruleset"]["name"].startswith("my-")


def test_no_home_is_read_or_made(no_home):
    assert assess(ANSWERS, profile=FIRM).memo("da")
    assert len(assess(SEO)) == 1
    assert not no_home.exists()


def test_the_stored_profile_and_template_count_only_where_they_are_asked_for(home):
    home.mkdir()
    (home / "profile.json").write_text('{"hourly_cost": 1000, "currency": "DKK"}', encoding="utf-8")
    (home / "memo.md.j2").write_text("mine", encoding="utf-8")
    request = {**MUST, "cost": 0, "hours": 1}
    assert assess(request, profile="stored").measures["total_cost"] == 1000
    assert assess(request).measures["total_cost"] != 1000
    assert assess(request).memo() != "mine\n"


def test_the_names_are_the_same_under_triage_and_those_of_before_are_there():
    assert {*triage.__all__} == {*api.__all__, "__version__"}
    assert all(getattr(triage, name) is getattr(api, name) for name in api.__all__)
    assert triage.Request
    assert triage.load_ruleset
    assert triage.score
    with pytest.raises(AttributeError, match="no attribute 'verdict'"):
        _ = triage.verdict


def test_what_a_caller_writes_runs():
    api_typed.check()


@pytest.mark.usefixtures("unmeasured")
def test_importing_triage_loads_nothing():
    script = "import triage, sys; triage.__version__; print(*sys.modules)"
    environment = {**os.environ, "TRIAGE_HOME": "/dev/null/home"}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    assert not {name.split(".")[0] for name in loaded} & HEAVY
    assert {name for name in loaded if name.startswith("triage")} == {"triage"}


@pytest.mark.parametrize("today", [5, "soon", "2026-13-01"])
def test_a_day_that_is_none_is_reported(today):
    with pytest.raises(TriageError, match="is not a day"):
        assess(ANSWERS, today=today)


def test_a_day_may_be_written_and_a_moment_has_one():
    moment = datetime(2026, 3, 2, 12, tzinfo=UTC)
    expected = assess(ANSWERS, today=date(2026, 3, 2)).as_json()
    assert assess(ANSWERS, today="2026-03-02").as_json() == expected == assess(ANSWERS, today=moment).as_json()
    assert assess({**ANSWERS, "asked_on": moment}).verdict == assess(ANSWERS).verdict


def test_results_can_stand_in_a_set():
    one = assess(ANSWERS)
    assert len({one, one, assess(ANSWERS)}) == 2
