"""From verdict to review through the commands: decide, agree, review, close and due, with a set clock."""

import json
import re
from datetime import date
from pathlib import Path

import pytest

CASES = Path(__file__).parents[2] / "rules" / "cases"
GO, DEFER, DROP, DUTY = (
    str(CASES / f"{name}.yaml")
    for name in (
        "v06-seo-with-an-honest-horizon",
        "v05-seo-expected-to-work-in-two-weeks",
        "v01-tiktok-for-pump-buyers",
        "v08-new-name-forced-by-a-demerger",
    )
)
BLOCK = [
    "--metric",
    "leads a month",
    "--baseline",
    "2",
    "--level",
    "12",
    "--sign",
    "visits",
    "--sign-level",
    "100 a week",
]
BLOCK += ["--stop", "none in week 26", "--agreed-by", "Mette and Lars"]
BY_DATE = ["--by-date", "2027-01-05"]
OVERRIDE = ["--because", "I believe in it", "--assumes", "The young buy"]


@pytest.fixture
def on(run, monkeypatch):
    """Run a command on a day: ``on("2026-01-05", "due")``."""

    def _on(day, *arguments):
        monkeypatch.setenv("TRIAGE_NOW", f"{day}T09:00:00")
        return run(*arguments)

    return _on


@pytest.fixture
def ask(on):
    """Have a request weighed on 5 January 2026: a case that is a go, a defer or a drop."""
    return lambda case, *more: on("2026-01-05", "new", "--from", case, "--no-input", *more)


@pytest.fixture
def running(ask, on):
    """A request that runs: decided and agreed on 6 January, first sign in week 26, judged from week 52."""
    ask(GO)
    on("2026-01-06", "decide", "1", "go")
    return on("2026-01-06", "agree", "1", *BLOCK, *BY_DATE)


def state(run, request_id="1"):
    return json.loads(run("show", request_id, "--format", "json").out)["state"]


def due(on, day):
    found = json.loads(on(day, "due", "--format", "json").out)
    return [(each["id"], each["about"], each["day"]) for each in found]


def test_a_go_is_final_once_both_agree(ask, on, run):
    ask(GO)
    decided = on("2026-01-06", "decide", "1", "go")
    assert (decided.code, state(run)) == (0, "decided")
    assert "triage agree 2026-001" in decided.out
    agreed = on("2026-01-06", "agree", "1", *BLOCK, "--chance", "60")
    assert (agreed.code, state(run)) == (0, "running")
    assert "on 7 July 2026 (26 weeks after the decision) we see: 100 a week" in agreed.out


@pytest.mark.parametrize("name", ["mandatory", "bound_to_it"])
def test_a_duty_is_a_gate_that_lifts_to_go_whatever_its_id(ask, on, run, home, name):
    run("rules", "copy")
    own = home / "rules" / "marketing.yaml"
    own.write_text(own.read_text(encoding="utf-8").replace("\n  mandatory:\n", f"\n  {name}:\n"), encoding="utf-8")
    ask(DUTY)
    assert json.loads(run("show", "1", "--format", "json").out)["assessment"]["gates"][0] == name
    assert "Do what the duty requires, and no more." in run("show", "1").out
    on("2026-01-06", "decide", "1", "go")
    without_stop = [word for word in BLOCK if word not in {"--stop", "none in week 26"}]
    assert on("2026-01-06", "agree", "1", *without_stop).code == 0, "what must be done has no rule to stop by"


def test_everything_that_is_missing_is_named_with_its_option(ask, on):
    ask(GO)
    on("2026-01-06", "decide", "1", "go")
    refused = on("2026-01-06", "agree", "1", "--metric", "leads")
    assert (refused.code, refused.out) == (1, "")
    options = ["--level", "--sign", "--sign-level", "--stop-on", "--agreed-by"]
    assert [line.rsplit(" ", 1)[1].strip(".") for line in refused.err.splitlines()] == options


def test_what_cannot_be_read_is_named_with_its_option(ask, on):
    ask(GO)
    on("2026-01-06", "decide", "1", "go")
    refused = on("2026-01-06", "agree", "1", *BLOCK, "--by-date", "someday", "--chance", "200")
    assert refused.code == 1
    assert [line.split(":")[0] for line in refused.err.splitlines()] == ["--by-date", "--chance"]


def test_an_override_takes_reason_and_assumption_and_prints_the_memo_again(ask, on, run):
    ask(DROP)
    refused = on("2026-01-06", "decide", "1", "go", "--by", "director")
    assert (refused.code, state(run)) == (1, "assessed")
    assert ["--because" in refused.err, "--assumes" in refused.err, "--check" in refused.err] == [True, True, False]
    made = on("2026-01-06", "decide", "1", "go", "--by", "director", *OVERRIDE)
    assert made.code == 0
    assert made.out.count("The young buy") == 3, "on the screen, and in the memo as agreed and as a date"
    assert "## Agreed" in made.out
    assert "Status: changed" in made.out
    assert "[  ] The director decides otherwise" not in made.out


def test_the_memo_of_an_override_may_go_to_a_file(ask, on, tmp_path):
    ask(DROP)
    file = tmp_path / "memo.md"
    made = on("2026-01-06", "decide", "1", "go", *OVERRIDE, "--check", "2026-03-02", "--memo", str(file))
    assert "## Agreed" not in made.out
    assert "2\u00a0March 2026" in file.read_text(encoding="utf-8")


def test_a_check_date_cannot_have_passed(ask, on):
    ask(DROP)
    refused = on("2026-01-06", "decide", "1", "go", *OVERRIDE, "--check", "2026-01-01")
    assert (refused.code, refused.err.split(":")[0]) == (1, "--check")


def test_a_defer_waits_as_the_assessment_said(ask, on, run):
    ask(DEFER)
    made = on("2026-01-06", "decide", "1", "defer")
    assert "when we have agreed a new date, and by 19 January 2026" in made.out
    assert state(run) == "waiting"
    assert due(on, "2026-01-18") == []
    assert due(on, "2026-01-19") == [("2026-001", "revisit", "2026-01-19")]


def test_a_defer_of_ones_own_needs_a_day_or_an_event(ask, on, run):
    ask(GO)
    refused = on("2026-01-06", "decide", "1", "defer", *OVERRIDE)
    assert (refused.code, state(run)) == (1, "assessed")
    assert "--until" in refused.err
    assert on("2026-01-06", "decide", "1", "defer", *OVERRIDE, "--trigger", "when Bo is back").code == 0
    assert due(on, "2026-04-07") == [("2026-001", "check", "2026-04-07"), ("2026-001", "revisit", "2026-04-07")]


def test_without_a_terminal_the_decision_has_to_be_named(ask, on, run):
    ask(GO)
    refused = on("2026-01-06", "decide", "1")
    assert (refused.code, "triage decide 1 go" in refused.err, state(run)) == (2, True, "assessed")
    refused = on("2026-01-06", "decide", "1", "closed")
    assert (refused.code, "--because" in refused.err, state(run)) == (2, True, "assessed")


def test_the_third_defer_asks_why(ask, on):
    ask(DEFER)
    assert on("2026-01-06", "decide", "1", "defer").code == on("2026-01-20", "decide", "1", "defer").code == 0
    assert "--because" in on("2026-02-03", "decide", "1", "defer").err
    assert on("2026-02-03", "decide", "1", "defer", "--because", "he is ill").code == 0


@pytest.mark.usefixtures("running")
def test_before_the_fair_date_nothing_is_a_success_or_a_failure_whatever_the_numbers_say(on, run):
    early = on("2026-05-01", "review", "1", "--measured", "2")
    assert "too early to judge: the first sign comes on 7 July 2026 (week 26 after the decision)" in early.out
    assert "it can be judged from 5 January 2027 (week 52)" in early.out
    for day, told in (("2026-07-01", "It is on its way."), ("2026-08-01", "It is on its way.")):
        seen = on(day, "review", "1", "--reached", "yes", "--sign", "yes").out
        assert told in seen
        assert "It cannot be judged before 5 January 2027 (week 52 after the decision)." in seen
        assert "It succeeded" not in seen
    assert state(run) == "running"


def test_the_block_is_printed_unchanged_at_the_review(running, on):
    agreed = running.out.splitlines()[1:5]
    reviewed = on("2027-01-05", "review", "1", "--reached", "no", "--measured", "7 leads")
    assert reviewed.out.splitlines()[1:5] == agreed
    assert "The words are the same as on the day you agreed." in reviewed.out
    assert "It succeeded in part. You have come 50% of the way." in " ".join(reviewed.out.split("\n"))
    assert "The level: 7 leads measured, 12 agreed." in reviewed.out


@pytest.mark.usefixtures("running")
def test_after_it_the_agreed_block_decides(on, run):
    done = on(
        "2027-01-10", "review", "1", "--reached", "yes", "--cost", "95000", "--hours", "130", "--decision", "poor"
    )
    assert "It succeeded." in done.out
    assert "The decision was not good" in done.out
    assert state(run) == "reviewed"
    review = json.loads(run("show", "1", "--format", "json").out)["events"][-1]
    assert (review["data"]["cost"], review["data"]["hours"], review["day"]) == (95000.0, 130.0, "2027-01-10")


@pytest.mark.usefixtures("running")
def test_what_was_agreed_is_not_moved_under_way(on, run):
    moved = on("2026-03-03", "agree", "1", *BLOCK, "--level", "5")
    assert (moved.code, "6 January 2026" in moved.err) == (1, True)
    assert on("2026-03-03", "agree", "1", "--level", "14", "--correct", "a 2 for a 4").code == 0
    reviewed = run("review", "1").out
    assert "reached: 14." in reviewed
    assert reviewed.index("reached: 14.") < reviewed.index("An earlier version") < reviewed.index("reached: 12.")
    assert "Slip of the pen corrected on 3 March 2026. The reason: a 2 for a 4." in reviewed
    on("2026-05-03", "review", "1", "--measured", "3")
    late = on("2026-05-04", "agree", "1", "--level", "13", "--correct", "meant 13")
    assert (late.code, "first measured on 3 May 2026" in late.err, "--change" in late.err) == (1, True, True)


@pytest.mark.usefixtures("running")
def test_what_runs_is_stopped_by_a_review_and_not_closed(on):
    refused = on("2026-03-03", "decide", "1", "closed", "--because", "no money")
    assert (refused.code, "triage review 2026-001 --stop" in refused.err) == (1, True)


@pytest.mark.usefixtures("running")
def test_an_early_stop_says_what_it_forgoes(on, run):
    assert "--because" in on("2026-03-03", "review", "1", "--stop").err
    stopped = on("2026-03-03", "review", "1", "--stop", "--because", "no money")
    assert "It was 44 weeks before it could be judged (5 January 2027)" in stopped.out
    assert "about 290,000 kr" in stopped.out
    assert state(run) == "reviewed"


def test_the_assumption_of_an_override_is_looked_at_alone(ask, on):
    ask(GO)
    on("2026-01-06", "decide", "1", "drop", *OVERRIDE, "--check", "2026-03-02")
    assert ("2026-001", "check", "2026-03-02") in due(on, "2026-03-02")
    assert on("2026-03-02", "review", "1", "--reached", "yes").code == 1, "it does not run"
    checked = on("2026-03-02", "review", "1", "--assumption", "failed", "--note", "nobody came")
    assert "did not hold" in checked.out
    assert due(on, "2026-12-01") == []


@pytest.mark.parametrize(
    ("prepared", "arguments", "said"),
    [
        ([], ["agree", "1", *BLOCK], "has not been decided as a yes"),
        ([], ["review", "1", "--reached", "yes"], "has not been decided yet"),
        ([["decide", "1", "go"]], ["review", "1", "--reached", "yes"], "First agree on what success is"),
        ([["decide", "1", "closed", "--because", "x"]], ["decide", "1", "closed", "--because", "y"], "closed already"),
        ([["decide", "1", "closed", "--because", "x"]], ["review", "1", "--reached", "yes"], "is closed"),
    ],
)
def test_what_does_not_fit_the_state_says_what_comes_first(ask, on, prepared, arguments, said):
    ask(GO)
    for each in prepared:
        assert on("2026-01-06", *each).code == 0
    refused = on("2026-01-07", *arguments)
    assert (refused.code, refused.out) == (1, "")
    assert said in refused.err
    assert refused.err.count("\n") == 1


@pytest.mark.usefixtures("running")
def test_what_runs_is_not_decided_again(on):
    refused = on("2026-02-01", "decide", "1", "drop", *OVERRIDE)
    assert (refused.code, "triage review" in refused.err) == (1, True)


@pytest.mark.usefixtures("running")
def test_due_tells_each_day_what_wants_attention(ask, on):
    ask(DROP)
    assert due(on, "2026-01-11") == []
    assert due(on, "2026-01-12") == [("2026-002", "answer", "2026-01-12")]
    on("2026-01-12", "decide", "2", "drop")
    assert due(on, "2026-07-06") == []
    assert due(on, "2027-01-05") == [("2026-001", "sign", "2026-07-07"), ("2026-001", "outcome", "2027-01-05")]


def test_scripts_get_an_exit_code_for_what_is_due(ask, on):
    ask(GO)
    assert [on(day, "due", "--exit-code").code for day in ("2026-01-11", "2026-01-12")] == [0, 5]
    assert on("2026-01-12", "due").code == 0
    assert on("2026-01-05", "due", "--on", "2026-01-12", "--exit-code").code == 5
    assert on("2026-01-05", "due", "--on", "someday").code == 2


@pytest.mark.usefixtures("running")
def test_the_calendar_holds_every_date_and_can_be_imported_again(on, tmp_path):
    from icalendar import Calendar

    file = tmp_path / "due.ics"
    for _ in range(2):
        assert on("2026-02-01", "due", "--ics", str(file)).code == 0
    events = list(Calendar.from_ical(file.read_bytes()).walk("VEVENT"))
    open_days = [event for event in events if event["status"] == "CONFIRMED"]
    assert {re.sub(r"-\w+@triage$", "", event["uid"]): event.decoded("dtstart") for event in open_days} == {
        "2026-001-sign": date(2026, 7, 7),
        "2026-001-outcome": date(2027, 1, 5),
    }
    assert "visits" in str(open_days[0]["summary"])


@pytest.mark.usefixtures("running")
def test_the_calendar_takes_back_what_has_been_done(on, tmp_path):
    from icalendar import Calendar

    def entries(day):
        on(day, "due", "--ics", str(tmp_path / "due.ics"))
        found = Calendar.from_ical((tmp_path / "due.ics").read_bytes())
        assert found["method"] == "PUBLISH"
        return {event["uid"]: (str(event["status"]), int(event["sequence"])) for event in found.walk("VEVENT")}

    before = entries("2026-07-08")
    on("2026-07-08", "review", "1", "--measured", "3", "--sign", "yes", "--no-input")
    after = entries("2026-07-09")
    (sign,) = [uid for uid in before if "-sign-" in uid]
    assert (before[sign][0], after[sign][0]) == ("CONFIRMED", "CANCELLED")
    assert after[sign][1] > before[sign][1]


@pytest.mark.usefixtures("running")
def test_entries_of_two_registers_never_have_the_same_name(on, ask, tmp_path, monkeypatch):
    def names():
        on("2026-02-01", "due", "--ics", str(tmp_path / "due.ics"))
        return set(re.findall(r"UID:(\S+)", (tmp_path / "due.ics").read_text(encoding="utf-8")))

    first = names()
    monkeypatch.setenv("TRIAGE_HOME", str(tmp_path / "another"))
    ask(GO)
    assert names()
    assert not first & names()


def test_a_cold_draft_is_due_and_listed(home, on):
    from datetime import UTC, datetime

    from triage.adapters.home.drafts import begin, keep_answer
    from triage.core.request.request import Answer, Origin

    started = datetime(2026, 1, 5, 9, tzinfo=UTC)
    draft = begin(home / "drafts", started=started, language="en", quick=False, fingerprint="x")
    keep_answer(draft, "request", Answer("A podcast for buyers", Origin.ASKED))
    assert [each["title"] for each in json.loads(on("2099-01-01", "due", "--format", "json").out)] == [
        "A podcast for buyers"
    ]
    assert "A podcast for buyers" in on("2026-01-05", "list", "--state", "draft").out


@pytest.mark.usefixtures("running")
def test_the_whole_story_is_told_in_order(on, run):
    on("2027-01-10", "review", "1", "--reached", "yes", "--learned", "Write about pumps")
    story = run("show", "1").out.split("What has happened\n")[1]
    order = ["Weighed as: go", "Decided on 6 January 2026", "You agreed on", "It succeeded", "Right now"]
    assert [story.index(words) for words in order] == sorted(story.index(words) for words in order)
    assert "Learned: Write about pumps." in story


@pytest.mark.usefixtures("running")
def test_each_state_can_be_listed(ask, on, run):
    ask(DEFER)
    on("2026-01-06", "decide", "2", "defer")

    def ids(*arguments):
        return [each["id"] for each in json.loads(run("list", "--format", "json", *arguments).out)]

    assert (ids("--state", "running"), ids("--state", "waiting"), ids("--state", "closed")) == (
        ["2026-001"],
        ["2026-002"],
        [],
    )
    assert ids("--text", "google") == ["2026-002", "2026-001"]
    assert ids("--text", "google", "--limit", "1", "--page", "2") == ["2026-001"]
    assert ids("--director", "the dir") == ["2026-002", "2026-001"]
    assert "These are in the register: the director" in run("list", "--director", "Bo").out
    assert run("list", "--page", "0").code == 2


def test_danish_all_the_way(ask, on):
    ask(DROP, "--lang", "da")
    made = on("2026-01-06", "decide", "1", "go", *OVERRIDE, "--lang", "da")
    assert "Besluttet den 6. januar 2026: »gør det«." in made.out
    assert "Anbefalingen var en anden, nemlig »lad være«." in made.out
    assert "Målepunktet mangler. Brug --metric." in on("2026-01-06", "agree", "1", "--lang", "da").err
    assert "Bliv enige om" in on("2026-01-13", "due", "--lang", "da").out


def test_a_clock_that_cannot_be_read_is_told(on):
    told = on("yesterday", "due")
    assert (told.code, "TRIAGE_NOW" in told.err, told.err.count("\n")) == (2, True, 1)


ONE = [*BLOCK[:-1], "Mette"]


@pytest.fixture
def offered(ask, on, run):
    """A request to whose block one of the two has said yes."""
    run("init", "--manager", "Mette Holm", "--director", "Lars Kjær", "--language", "en", "--no-input")
    ask(GO)
    on("2026-01-06", "decide", "1", "go")
    return on("2026-01-06", "agree", "1", *ONE, "--stop-limit", "20", "--stop-week", "30", "--chance", "60")


def test_one_yes_waits_for_the_other_and_is_told_everywhere(offered, on, run):
    waits = "Yes from Mette on 6 January 2026. We are waiting for a yes from Lars Kjær"
    assert "It is a yes once Lars Kjær has said yes too." in offered.out
    assert (state(run), waits in run("show", "1").out, waits in run("memo", "1").out) == ("offered", True, True)
    assert "One yes" in run("list").out
    assert due(on, "2026-01-15") == []
    (missing,) = json.loads(on("2026-01-16", "due", "--format", "json").out)
    assert missing["what"] == "A yes from Lars Kjær is still missing. Mette said yes on 6 January 2026."
    assert missing["text"].startswith("Hi Lars Kjær. On 6 January 2026 we wrote down when")
    assert missing["command"] == "triage agree 2026-001 --yes"


@pytest.mark.usefixtures("offered")
def test_the_other_yes_makes_it_final_with_name_day_and_chance(on, run):
    assert "has said yes in 2026-001 already" in on("2026-01-09", "agree", "1", "--yes", "--by", "Mette").err
    said = on("2026-01-09", "agree", "1", "--yes", "--by", "Lars Kjær", "--chance", "90").out
    assert "Then it is a yes." in said
    assert "Yes from Mette on 6 January 2026 and from Lars Kjær on 9 January 2026" in said
    assert "The marketing manager put the chance of reaching it at 60%, the director at 90%." in said
    assert state(run) == "running"
    again = on("2026-01-09", "agree", "1", "--yes", "--by", "Lars Kjær", "--chance", "90")
    assert (again.code, "and from Lars Kjær on 9 January 2026" in again.out) == (0, True), (
        "who was cut off says it again"
    )
    assert "Both have said yes" in on("2026-01-10", "agree", "1", "--yes").err


@pytest.mark.usefixtures("offered")
@pytest.mark.parametrize(("name", "is_told"), [("Bob", True), ("Lars", False), ("Lars Kjær", False)])
def test_a_yes_from_another_than_was_waited_for_is_told(on, name, is_told):
    said = on("2026-01-09", "agree", "1", "--yes", "--by", name).out
    assert (f"It was Lars Kjær we were waiting for, not {name}." in said) is is_told


@pytest.mark.usefixtures("running")
def test_a_second_version_counts_once_both_have_said_yes_and_the_first_is_kept(on, run):
    assert (
        "Nothing has changed"
        in on("2026-03-03", "agree", "1", "--level", "12", "--change", "x", "--agreed-by", "Mette").err
    )
    for _ in range(2):
        changed = on("2026-03-03", "agree", "1", "--level", "20", "--change", "more salesmen", "--agreed-by", "Mette")
        assert changed.code == 0
    assert "reached: 12." in run("review", "1").out.split("Proposed instead on 3 March 2026")[0]
    on("2026-03-04", "agree", "1", "--yes", "--by", "Lars")
    reviewed = run("review", "1").out
    assert reviewed.index("reached: 20.") < reviewed.index("An earlier version") < reviewed.index("reached: 12.")
    assert "Changed on 3 March 2026. The reason: more salesmen." in reviewed


@pytest.mark.usefixtures("running")
def test_a_task_that_changes_under_way_tells_whose_yes_still_stands(on, run):
    weighed = on("2026-02-02", "new", "--again", "1", "cost=150000", "--because", "make it three films", "--no-input")
    assert "The yes from Mette and Lars on 6 January 2026 was to something else" in weighed.out
    assert state(run) == "running"
    assert "was to something else" in run("memo", "1").out
    for day, name in (("2026-02-03", "Lars"), ("2026-02-04", "Mette")):
        assert on(day, "agree", "1", "--yes", "--by", name).code == 0
    assert "was to something else" not in run("show", "1").out


def test_decide_agree_and_review_tell_what_was_added_as_json(ask, on):
    ask(GO)
    lines = (["decide", "1", "go"], ["agree", "1", *BLOCK, *BY_DATE], ["review", "1", "--measured", "3"])
    told = [json.loads(on("2026-01-06", *line, "--format", "json").out) for line in lines]
    assert [each["state"] for each in told] == ["decided", "running", "running"]
    assert [[event["kind"] for event in each["events"]] for each in told] == [["decision"], ["agreement"], ["review"]]
    assert told[2]["events"][0]["data"]["status"] == "too_early"
    assert {each["about"] for each in told[1]["reminders"]} == {"sign", "outcome"}
    assert told[1]["says"][0] == "Then it is a yes. This is what you agree on:"


@pytest.mark.usefixtures("running")
def test_a_reading_is_kept_with_its_own_day_beside_the_expectation(on, run):
    on("2026-08-01", "review", "1", "--measured", "3", "--sign-value", "40", "--on", "2026-07-07")
    shown = run("show", "1").out
    assert "7 July 2026 (week 26): Measured: 3. Early sign: 40. It is behind" in shown
    assert "Until 17 February 2026 it is normal that there is nothing to see." in shown
    assert "## What to expect, month by month" in run("memo", "1").out
    assert "the numbers cannot be from 1 January 2026" in on("2026-08-01", "review", "1", "--on", "2026-01-01").err


@pytest.mark.usefixtures("running")
@pytest.mark.parametrize(
    ("answers", "why"),
    [
        (["--measured", "a lot"], "There is not one number"),
        (["--measured", "11", "--reached", "yes"], "So it is not reached."),
        (["--measured", "12", "--reached", "no"], "So it is reached."),
        (["--sign-value", "99", "--sign", "yes"], "So the early sign is not there."),
        (["--sign-value", "100", "--sign", "no"], "So the early sign is there."),
    ],
)
def test_what_was_measured_and_what_was_said_must_go_together(on, run, answers, why):
    refused = on("2026-08-01", "review", "1", *answers)
    assert (refused.code, why in refused.err) == (1, True)
    assert "review" not in {event["kind"] for event in json.loads(run("show", "1", "--format", "json").out)["events"]}


def test_the_calendar_has_baseline_sign_limit_and_agreed_date(ask, on, tmp_path):
    ask(GO)
    on("2026-01-06", "decide", "1", "go")
    block = [word for word in BLOCK if word not in {"--baseline", "2", "--stop", "none in week 26"}]
    on("2026-01-06", "agree", "1", *block, "--stop-limit", "20", "--stop-week", "30")
    on("2026-01-06", "due", "--ics", str(tmp_path / "due.ics"))
    text = (tmp_path / "due.ics").read_text(encoding="utf-8")
    assert [f"UID:2026-001-{about}-" in text for about in ("baseline", "sign", "stop", "outcome")] == [True] * 4
    assert "Before the start the number was" not in on("2026-01-07", "agree", "1", "--baseline", "x").out
    assert "the number was 3" in on("2026-01-07", "agree", "1", "--baseline", "3").out
    assert "baseline" not in {about for _, about, _ in due(on, "2026-02-01")}


@pytest.mark.parametrize(
    ("changes", "block", "asked"),
    [
        (["audience=everyone"], [], "The target group is everybody. Who are the first three"),
        ([], ["--metric", "followers"], "We want to change something in the business, but measure attention."),
        ([], ["--by-date", "2026-09-01"], "such tasks cannot be judged before 5 January 2027"),
        ([], ["--sign-week", "12"], "Such tasks may take until 7 July 2026 to show an early sign."),
        ([], ["--stop-limit", "9", "--stop-week", "12"], "the limit counts as reached only from 7 July 2026."),
    ],
)
def test_what_is_odd_in_a_block_is_talked_about_and_may_be_agreed(ask, on, run, changes, block, asked):
    ask(GO)
    if changes:
        on("2026-01-05", "new", "--again", "1", *changes, "--no-input")
    on("2026-01-06", "decide", "1", "go")
    made = on("2026-01-06", "agree", "1", *BLOCK, *block)
    assert (asked in made.out, state(run)) == (True, "running"), made


@pytest.mark.parametrize(
    ("block", "why"),
    [
        (["--level", "many"], "--level: Write one number"),
        (["--sign-level", "10 to 20"], "--sign-level: Write one number"),
        (["--by-date", "2026-07-01"], "The sign has to come before the goal"),
        (["--baseline", "12"], "The number is 12 today already."),
        (["--stop-limit", "100", "--stop-week", "30"], "Otherwise you stop what is on its way."),
    ],
)
def test_a_block_that_cannot_be_judged_is_refused(ask, on, run, block, why):
    ask(GO)
    on("2026-01-06", "decide", "1", "go")
    refused = on("2026-01-06", "agree", "1", *BLOCK, *block)
    assert (refused.code, why in refused.err, state(run)) == (1, True, "decided"), refused


def test_what_cannot_be_is_refused_with_what_to_write(ask, on, run):
    ask(GO)
    on("2026-01-06", "decide", "1", "go")
    before = on("2026-01-07", "agree", "1", *BLOCK, "--agreed-on", "2026-01-05")
    assert "5 January 2026 is before the decision on 6 January 2026." in before.err
    on("2026-01-07", "agree", "1", *BLOCK)
    for number in ("-5", "1e9"):
        refused = on("2027-02-01", "review", "1", "--measured", number)
        assert (refused.code, state(run)) == (1, "running"), number
    assert "−5 is below zero" in on("2027-02-01", "review", "1", "--measured", "-5").err


def test_a_sign_before_it_is_ready_is_talked_about_and_the_wished_day_is_proposed(ask, on, run):
    ask(GO)
    on("2026-01-06", "new", "--again", "1", "ready_by=30", "visible_in=60")
    on("2026-01-06", "decide", "1", "go")
    agreed = on("2026-01-06", "agree", "1", *BLOCK, "--sign-week", "26")
    assert "it is not ready before 4 August 2026" in agreed.out
    block = json.loads(run("show", "1", "--format", "json").out)["events"][-1]["data"]["block"]
    assert block["reach_by"] == "2027-03-02", "60 weeks after it was weighed"
    again = on("2026-02-01", "new", "--again", "1", "cost=21000")
    assert "as soon as we agree on" not in again.out, "that has been agreed"


def test_amounts_of_a_review_are_in_the_currency_of_the_task(on, running):
    on("2026-01-07", "init", "--no-input", "--currency", "EUR")
    assert running.code == 0
    assert on("2027-02-01", "review", "1", "--measured", "14", "--cost", "20.000 kr.").code == 0


@pytest.mark.usefixtures("running")
def test_a_sign_that_fell_short_is_not_told_as_none(on):
    told = on("2026-12-01", "review", "1", "--sign-value", "60").out
    assert "the early sign is less than agreed" in told
    assert "has not come" not in told


@pytest.mark.usefixtures("running")
def test_a_yes_to_what_was_changed_since_is_due_until_both_have_said_it_again(on):
    on("2026-01-07", "new", "--again", "1", "cost=95000", "--no-input")
    assert due(on, "2026-01-07") == [("2026-001", "yes_again", "2026-01-07")]
    assert "triage agree 2026-001 --yes" in on("2026-01-07", "due").out
    for name in ("Mette", "Lars"):
        assert due(on, "2026-01-08"), "one yes is not enough"
        on("2026-01-08", "agree", "1", "--yes", "--by", name, "--no-input")
    assert due(on, "2026-01-08") == []
