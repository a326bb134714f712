"""Two people on one request: the director's form, both sets of answers side by side, and what they agree on."""

import json
import re
from pathlib import Path

import pytest

CASES = Path(__file__).parents[2] / "rules" / "cases"
DEFER = str(CASES / "v05-seo-expected-to-work-in-two-weeks.yaml")
ANSWERS = {"problem": "Nobody finds us", "problem_type": "a", "need": "c", "outcome": "b", "visible_in": "40 weeks"}


@pytest.fixture
def weighed(run, monkeypatch):
    """A request that is a defer for its date."""
    monkeypatch.setenv("TRIAGE_NOW", "2026-01-05T09:00:00")
    return run("new", "--from", DEFER, "--no-input")


@pytest.fixture
def reply(run, tmp_path):
    """The form as it comes back with answers: quoted, as mail programs do."""

    def _reply(answers, request_id="1"):
        form = run("ask", request_id, "--form").out
        for name, answer in answers.items():
            form = re.sub(rf"(\[{name}\].*?\n-> )", rf"\g<1>{answer}", form, count=1, flags=re.DOTALL)
        file = tmp_path / "reply.txt"
        file.write_text("Hi Mette\n\n" + "".join(f"> {line}\n" for line in form.splitlines()), encoding="utf-8")
        return str(file)

    return _reply


@pytest.fixture
def answered(weighed, run, reply):
    """The director's answers are there."""
    assert weighed.code == 0
    return run("ask", "1", "--read", reply(ANSWERS))


def events(run):
    return json.loads(run("show", "1", "--format", "json").out)["events"]


@pytest.mark.usefixtures("weighed")
def test_the_form_holds_the_question_and_none_of_the_managers_answers(run):
    form = run("ask", "1", "--form").out
    assert form.startswith("[2026-001]")
    assert "[need]" in form
    assert "Få os øverst på Google" in form
    assert "2 weeks" not in form


@pytest.mark.usefixtures("weighed")
def test_the_form_goes_to_a_file_once(run, tmp_path):
    file = str(tmp_path / "form.txt")
    assert run("ask", "1", "--form", "-o", file).code == 0
    assert run("ask", "1", "--form", "-o", file).code == 1
    assert run("ask", "1", "--form", "-o", file, "--force").code == 0


@pytest.mark.usefixtures("weighed")
def test_the_form_is_a_page_where_the_files_name_says_so(run, tmp_path):
    file = tmp_path / "form.html"
    assert "any browser" in run("ask", "1", "--form", "-o", str(file)).out
    assert file.read_text(encoding="utf-8") == run("ask", "1", "--form", "--format", "html").out.rstrip("\n")
    assert run("ask", "1", "--form", "--format", "html", "-o", str(tmp_path / "form.pdf")).code == 2
    assert run("ask", "1", "--form", "--format", "json").code == 2
    assert run("ask", "1", "--format", "html").code == 2
    mine = "[2026-001] My answers\n\n[Customer need]\n-> don't know\n\n[Kind of problem]\n-> x\n\n[2026-001] Thanks\n"
    (tmp_path / "answer.txt").write_text(mine, encoding="utf-8")
    refused = run("ask", "1", "--read", str(tmp_path / "answer.txt")).err
    assert "answer.txt:7: There is no x" in refused
    assert "[need]" not in refused


def test_the_reply_is_read_back(answered, run):
    assert answered.code == 0
    data = events(run)[-1]["data"]
    assert data["role"] == "director"
    assert (data["answers"]["need"], data["answers"]["visible_in"]) == ("assumed", 40.0)


@pytest.mark.usefixtures("weighed")
def test_every_mistake_in_a_reply_has_its_line(run, reply):
    refused = run("ask", "1", "--read", reply(ANSWERS | {"need": "z", "visible_in": "soon"}))
    assert refused.code == 1
    assert [bool(re.match(r".*reply\.txt:\d+: ", line)) for line in refused.err.splitlines()] == [True, True]
    assert len(events(run)) == 1


@pytest.mark.usefixtures("weighed")
def test_a_reply_to_another_request_is_not_taken(run, reply):
    run("new", "--from", DEFER, "--no-input", "--whats-new", "a writer")
    refused = run("ask", "1", "--read", reply(ANSWERS, "2"))
    assert (refused.code, "2026-002" in refused.err) == (1, True)


@pytest.mark.usefixtures("weighed")
def test_an_empty_reply_keeps_nothing(run, reply):
    assert run("ask", "1", "--read", reply({})).code == 1
    assert len(events(run)) == 1


@pytest.mark.usefixtures("weighed")
def test_without_a_terminal_the_form_is_pointed_to(run):
    assert "triage ask 2026-001 --form" in run("ask", "1").err
    assert "triage ask 2026-001 --form" in run("ask", "1", "--compare").err


@pytest.mark.usefixtures("answered")
def test_the_difference_that_matters_most_comes_first(run):
    shown = json.loads(run("ask", "1", "--compare", "--format", "json").out)
    assert [each["question"] for each in shown[:2]] == ["visible_in", "need"]
    assert shown[0] | {"score_low": 0, "score_high": 0} == {
        "question": "visible_in",
        "manager": 2.0,
        "director": 40.0,
        "verdict_with_directors": "go",
        "score_low": 0,
        "score_high": 0,
    }
    assert "With the director's answer: go" in run("ask", "1", "--compare").out


@pytest.mark.usefixtures("answered")
def test_what_is_agreed_is_weighed_and_both_keep_their_own(run):
    agreed = run("ask", "1", "--compare", "--take", "director", "need=reported")
    assert agreed.code == 0
    assert agreed.out.splitlines()[-1] == "Kept as 2026-001."
    whole = json.loads(run("show", "1", "--format", "json").out)
    kinds = [event["kind"] for event in whole["events"]]
    assert kinds == ["weighed", "answered", "aligned", "weighed"]
    assert (whole["verdict"], whole["state"]) == ("go", "assessed")
    assert whole["request"]["answers"]["visible_in"] == [2, "file"], "the manager's own"
    assert whole["events"][1]["data"]["answers"]["need"] == "assumed", "the director's own"
    assert whole["assessment"]["request"]["answers"]["need"] == ["reported", "asked"], "what they agreed on"
    assert "1 November" not in run("memo", "1").out


@pytest.mark.usefixtures("answered")
def test_looking_changes_nothing(run):
    run("ask", "1", "--compare")
    assert len(events(run)) == 2


@pytest.mark.usefixtures("answered")
def test_an_answer_that_cannot_be_read_keeps_nothing(run):
    refused = run("ask", "1", "--compare", "need=most", "visible_in=40", "nonsense")
    assert (refused.code, refused.err.count("\n")) == (1, 2)
    assert len(events(run)) == 2


@pytest.mark.usefixtures("weighed")
def test_a_request_is_taken_up_again_with_what_has_changed(run):
    again = run("new", "--again", "1", "visible_in=60", "--because", "a new date")
    assert again.out.startswith("GO: ")
    assert [event["kind"] for event in events(run)] == ["weighed", "weighed"]
    assert "a new date" in run("show", "1").out
    assert "when we have agreed a new date" not in run("memo", "1").out


@pytest.mark.usefixtures("weighed")
def test_a_new_title_is_kept_with_the_new_assessment_and_shown_from_then_on(run):
    renamed = run("new", "--again", "1", "--title", " SEO that\nmay take time ")
    assert (renamed.code, renamed.out.splitlines()[0]) == (0, "DEFER: SEO that may take time")
    (listed,) = json.loads(run("list", "--format", "json").out)
    assert (listed["title"], listed["id"]) == ("SEO that may take time", "2026-001")
    assert run("list", "--text", "take").out.count("SEO that may take time") == 1
    whole = json.loads(run("show", "1", "--format", "json").out)
    assert whole["request"]["title"] == "SEO expected to work in two weeks", "the first stays"
    assert whole["assessment"]["request"]["answers"] == whole["request"]["answers"]
    assert run("memo", "1").out.startswith("# SEO that may take time")


@pytest.mark.usefixtures("weighed")
def test_more_than_two_stand_side_by_side(run):
    headings = run("show", "1", "last", DEFER).out.splitlines()[0].split("\t")
    assert headings == ["", *["SEO expected to work in two weeks"] * 3]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ask", "1", "--form", "--read", "x"], "--form and --read do not go together. Use one of them."),
        (["ask", "1", "--take", "director"], "--take can only be used together with --compare."),
        (["ask", "1", "--force"], "--force can only be used together with --form."),
        (["new", "--again", "1", "--resume"], "--again and --resume do not go together. Use one of them."),
        (["new", "need=proven"], "need=proven can only be used together with --again."),
    ],
)
def test_options_that_contradict_each_other_are_told(run, arguments, said):
    refused = run(*arguments)
    assert (refused.code, refused.err) == (2, f"{said}\n")


def test_rules_of_ones_own_in_the_environment_do_not_stand_in_the_way(weighed, run, monkeypatch, tmp_path):
    assert weighed.code == 0
    run("rules", "copy", "--to", str(tmp_path))
    monkeypatch.setenv("TRIAGE_RULES", str(tmp_path / "marketing.yaml"))
    assert run("show", "1").code == run("new", "--again", "1", "need=proven").code == 0


@pytest.mark.usefixtures("weighed")
def test_the_same_ask_is_met_with_what_came_of_the_first(run, monkeypatch):
    run("decide", "1", "drop", "--because", "we have no writer", "--assumes", "sales will do")
    monkeypatch.setenv("TRIAGE_NOW", "2026-03-02T09:00:00")
    again = run("new", "--from", DEFER, "--no-input", "--whats-new", "We have hired a writer")
    assert "(2026-001, “" in again.out
    assert "we have no writer" in again.out
    memo = run("memo", "2").out
    assert "We have hired a writer" in memo
    assert "2026-001" in run("show", "2").out


def test_the_report_counts_what_has_been_done(answered, run, tmp_path):
    assert answered.code == 0
    run("decide", "1", "drop", "--because", "x", "--assumes", "y")
    file = tmp_path / "report.md"
    assert run("report", "-o", str(file)).code == 0
    assert run("report", "-o", str(file)).code == 1
    text = file.read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert "SEO expected to work in two weeks" in text
    assert run("report", "--since", "2026-02-01", "--until", "2026-01-01").code == 2
    assert "Rapport" in run("report", "--lang", "da").out


def test_without_a_record_there_is_nothing_to_suggest(run):
    nothing = run("rules", "suggest")
    assert (nothing.code, "five" in nothing.out or "5" in nothing.out) == (0, True)
    assert json.loads(run("rules", "suggest", "--format", "json").out) == []


@pytest.mark.usefixtures("weighed")
def test_a_form_full_of_dont_know_is_an_answer(run, reply):
    kept = run("ask", "1", "--read", reply(dict.fromkeys(ANSWERS, "?")))
    assert kept.code == 0
    assert "an answer too" in kept.out
    assert set(events(run)[-1]["data"]["answers"].values()) == {None}


@pytest.mark.usefixtures("answered")
def test_what_is_not_agreed_stays_open_and_either_side_may_have_its_words(run):
    told = run("ask", "1", "--compare", "need=manager", "problem=director")
    assert "You do not agree on this yet, so it stays open:" in told.out
    aligned = next(event["data"] for event in events(run) if event["kind"] == "aligned")
    assert aligned["answers"]["problem"] == "Nobody finds us"
    assert "visible_in" in aligned["left_open"]
    request = json.loads(run("show", "1", "--format", "json").out)["assessment"]["request"]["answers"]
    assert request["visible_in"][0] is None
    assert "The director says: 12 October 2026 (40 weeks)." in run("memo", "1").out


def test_the_form_carries_the_directors_yes_to_the_block_that_it_shows(run, reply, monkeypatch):
    monkeypatch.setenv("TRIAGE_NOW", "2026-01-05T09:00:00")
    run("init", "--manager", "Mette", "--director", "Lars", "--language", "en", "--no-input")
    run("new", "--from", str(CASES / "v06-seo-with-an-honest-horizon.yaml"), "--no-input")
    run("decide", "1", "go")
    block = ["--metric", "leads", "--level", "12", "--sign", "visits", "--sign-level", "100", "--stop", "x"]
    run("agree", "1", *block, "--agreed-by", "Mette")
    yes = reply(ANSWERS | {"block_yes": "yes", "block_chance": "80"})
    assert "leads" in run("ask", "1", "--form").out
    said = run("ask", "1", "--read", yes)
    assert "Then it is a yes." in said.out
    assert [event["kind"] for event in events(run)[-2:]] == ["answered", "yes"]
    assert events(run)[-1]["data"]["chance"] == 80.0
    run("agree", "1", "--level", "20", "--change", "more", "--agreed-by", "Mette")
    old = run("ask", "1", "--read", yes)
    assert (old.code, "another version" in old.err) == (1, True)
    assert "does not say yes" in run("ask", "1", "--read", reply(ANSWERS | {"block_yes": "no"})).out
