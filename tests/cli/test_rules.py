"""``triage rules`` from the outside."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from triage.adapters.rules.rulefiles import bundled_rules

from toy import TOY

Run = Callable[..., Any]
CASE = """\
title: A guide
answers:
  request: Write a guide
  task_type: seo
  need: proven
  outcome: sales
  effect_as: contribution
  extra_contribution: 200000
  cost: 50000
  hours: 10
  visible_in: 40
expect: [go]
"""


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    path = tmp_path / "toy" / "toy.yaml"
    (path.parent / "cases").mkdir(parents=True)
    path.write_text(TOY, encoding="utf-8")
    (path.parent / "cases" / "guide.yaml").write_text(CASE, encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def _short_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """Search with few requests; what the search finds is tested with the search."""
    monkeypatch.setattr("triage.usecases.parts.searching.MOST_REQUESTS", 100)


def test_check_says_that_all_is_well(run: Run, toy: Path) -> None:
    assert run("rules", "check", str(toy)).out.startswith(f"{toy} is in order.\n100 tasks that nobody asked for")
    assert run("rules", "check", "--rules", str(toy)).code == 0
    assert run("rules", "check").out.startswith(str(bundled_rules()))


def test_check_warns_of_answers_that_the_rules_reward_and_names_the_line(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("triage.usecases.parts.searching.MOST_REQUESTS", 1000)
    rules = (bundled_rules() / "marketing.yaml").read_text(encoding="utf-8")
    (tmp_path / "task_types.yaml").write_bytes((bundled_rules() / "task_types.yaml").read_bytes())
    file = tmp_path / "marketing.yaml"
    file.write_text(rules.replace("50000, 200000, 100000000]", "50000]"), encoding="utf-8")
    result = run("rules", "check", str(file))
    line = next(line for line in result.out.splitlines() if "(cost)" in line)
    assert (result.code, result.err) == (0, "")
    assert line.startswith(f"{file}:")
    assert "“don't know” gives Go, but the true answer" in line


def test_check_has_a_line_for_each_mistake(run: Run, toy: Path) -> None:
    toy.write_text(TOY.replace("weight: 60", "wieght: 60").replace("[4, 8, 12]", "[8, 4, 12]"), encoding="utf-8")
    result = run("rules", "check", str(toy), "--lang", "da")
    assert (result.code, result.out) == (1, "")
    assert result.err.splitlines() == [
        f"{toy}:158:3: weight mangler her.",
        f"{toy}:162:5: wieght er ikke et navn, reglerne kender på dette sted. Mente du weight?",
        f"{toy}:242:5: Tallene skal stige: 8, 4, 12 er ikke lavt, sandsynligt, højt.",
    ]


def test_check_tells_what_to_write_instead_of_an_older_key(run: Run, toy: Path) -> None:
    older = TOY.replace("    ends: true\n", "    at_most: drop\n").replace("    lifts: true\n", "    at_least: go\n")
    toy.write_text(older, encoding="utf-8")
    result = run("rules", "check", str(toy), "--lang", "da")
    assert (result.code, result.err.splitlines()) == (
        1,
        [
            f"{toy}:191:5: at_most: drop er fra ældre regler. Skriv ends: true.",
            f"{toy}:214:5: at_least: go er fra ældre regler. Skriv lifts: true.",
        ],
    )


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (None, "There is no such file. Check the spelling of its name."),
        (b"", "The file is empty."),
        (b"\x00\x01", "This is not a text file."),
        (b"#" * 50_000_000, "The file is too big; 1 MB is the most."),
    ],
)
def test_check_of_what_is_no_rules_file(run: Run, tmp_path: Path, content: bytes | None, line: str) -> None:
    path = tmp_path / "x.yaml"
    if content is not None:
        path.write_bytes(content)
    result = run("rules", "check", str(path))
    assert (result.code, result.err) == (1, f"{path}: {line}\n")


def test_check_of_a_folder(run: Run, tmp_path: Path) -> None:
    assert run("rules", "check", str(tmp_path)).err == f"{tmp_path}: This is a folder. Name a file.\n"


def test_the_real_cases_hold(run: Run) -> None:
    result = run("rules", "test", "--format", "json")
    report = json.loads(result.out)
    assert (result.code, report["failed"]) == (0, 0)
    assert report["passed"] == len(list((bundled_rules() / "cases").glob("*.yaml")))


def test_cases_beside_the_rules(run: Run, toy: Path) -> None:
    result = run("rules", "test", "--rules", str(toy))
    assert (result.code, result.out.splitlines()[0]) == (0, "1 of 1 cases gave the right verdict.")
    assert "- Unlawful (unlawful) does not speak in any case." in result.out.splitlines()


def test_a_case_that_fails(run: Run, toy: Path, tmp_path: Path) -> None:
    case = tmp_path / "wrong.yaml"
    case.write_text(CASE.replace("[go]", "[drop]"), encoding="utf-8")
    result = run("rules", "test", str(case), "--rules", str(toy))
    assert result.code == 1
    assert result.out.startswith(f"{case}:12:1: “A guide” should give Drop but gave Go. ")


def test_a_case_that_cannot_be_read(run: Run, toy: Path, tmp_path: Path) -> None:
    case = tmp_path / "wrong.yaml"
    case.write_text(CASE.replace("need: proven", "need: sure"), encoding="utf-8")
    result = run("rules", "test", str(case), "--rules", str(toy))
    assert (result.code, result.err.startswith(f"{case}:5:9: ")) == (1, True)


def test_show(run: Run, toy: Path) -> None:
    lines = run("rules", "show", "--rules", str(toy)).out.splitlines()
    assert lines[0] == "# Rules: toy, version 1"
    assert "- “Need” is at most “A guess”, and the whole cost as a share of the year's budget is above 20%" in lines
    assert "- Otherwise: do it, with 65 points or more; with fewer, wait, as the task is weak all round." in lines


def test_show_task_types(run: Run, toy: Path) -> None:
    assert "## SEO (seo)" in run("rules", "show", "--task-types", "--rules", str(toy), "--lang", "da").out.splitlines()


def test_explain(run: Run) -> None:
    result = run("rules", "explain", "need", "--lang", "da")
    assert result.out.splitlines()[0] == "# Spørgsmål: Kundens behov (need)"


def test_explain_a_condition_with_a_name(run: Run) -> None:
    lines = run("rules", "explain", "small_trial").out.splitlines()
    assert lines[0].startswith("# Condition with a name: ")
    assert lines[0].endswith("(small_trial)")


def test_explain_every_id_of_the_real_rules(run: Run) -> None:
    from triage.adapters.rules.rulefiles import load_ruleset
    from triage.core.rules.explain import known_ids

    results = [run("rules", "explain", name) for name in known_ids(load_ruleset())]
    assert {result.code for result in results} == {0}


def test_explain_what_is_not_there(run: Run) -> None:
    result = run("rules", "explain", "goal_fitt")
    assert (result.code, result.err.endswith("Did you mean goal_fit?\n")) == (1, True)


def test_schema(run: Run, tmp_path: Path) -> None:
    printed = json.loads(run("rules", "schema").out)
    path = tmp_path / "new" / "schema.json"
    assert run("rules", "schema", "-o", str(path)).code == 0
    assert json.loads(path.read_text(encoding="utf-8")) == printed


def test_copy_then_edit(run: Run, home: Path) -> None:
    assert run("rules", "copy").code == 0
    own = home / "rules" / "marketing.yaml"
    assert (home / "rules" / "triage-rules.schema.json").is_file()
    assert not (home / "rules" / "forms").exists(), (
        "forms are not the user's to change, so a copy would be read by nobody"
    )
    assert run("rules", "check").out.startswith(f"{own} is in order.\n")
    assert run("rules", "copy").code == 0
    own.write_text(own.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
    result = run("rules", "copy")
    assert (result.code, result.err.count("\n"), own.read_text(encoding="utf-8").endswith("# mine\n")) == (1, 1, True)
    assert run("rules", "copy", "--force").code == 0
    assert own.read_bytes() == (bundled_rules() / "marketing.yaml").read_bytes()


def test_copy_elsewhere_says_how_to_use_it(run: Run, tmp_path: Path) -> None:
    result = run("rules", "copy", "--to", str(tmp_path / "r"))
    assert f"--rules {tmp_path / 'r' / 'marketing.yaml'}" in result.out


def test_copy_to_where_nobody_may_write(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    result = run("rules", "copy", "--to", str(tmp_path / "file" / "r"))
    assert (result.code, result.err.count("\n")) == (1, 1)


def test_every_command_has_help_in_danish(run: Run) -> None:
    for name in ("check", "test", "show", "explain", "schema", "copy"):
        from triage.adapters.pages.catalog import load_catalog

        result = run("rules", name, "--help", "--lang", "da")
        words = " ".join(result.out.split())
        assert load_catalog("da").texts[f"help.rules.{name}"].split(",")[0] in words
