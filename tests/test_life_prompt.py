"""What becomes of a request, as a manager and a director meet it: the real program in a terminal of 80 columns."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from triage.adapters.home.settings import find_home
from triage.adapters.rules.rulefiles import load_ruleset
from triage.core.life.events import Answered
from triage.usecases.parts.recording import find, happened, record

from terminal import BACK, DONT_KNOW, DOWN, DRAWN, ENTER, LEAVE, UP, WHY, Terminal

CASES = Path(__file__).parent.parent / "rules" / "cases"
GO, DEFER = (
    CASES / f"{name}.yaml" for name in ("v06-seo-with-an-honest-horizon", "v05-seo-expected-to-work-in-two-weeks")
)
FOLLOWERS = {
    "request": "Alle er på TikTok. Få os 10.000 følgere inden sommer.",
    "task_type": "tiktok",
    "problem": "Vores hemmelige problem",
    "problem_type": "unknown_brand",
    "need": "own_wish",
    "outcome": "attention",
    "cost": [20000, 40000, 60000],
    "hours": 200,
    "visible_in": 26,
    "goal_fit": "directly",
}
BLOCK = [
    "--metric",
    "tilbud om måneden",
    "--baseline",
    "3",
    "--level",
    "12",
    "--by-date",
    "2027-12-01",
    "--sign",
    "besøg på siderne",
]
BLOCK += [
    "--sign-level",
    "100 om ugen",
    "--sign-week",
    "12",
    "--stop",
    "under 20 besøg",
    "--agreed-by",
    "Lars og Mette",
]
OVERRIDE = ["--because", "vi har ikke tid", "--assumes", "sælgerne klarer det", "--no-input"]
START, EARLY, FAIR, LATE = "2026-11-02", "2026-12-15", "2027-11-10", "2027-12-03"
"""The day of the decision, a day before the fair judging date, one after it, and one after the agreed date."""


@pytest.fixture
def on(run, home: Path, monkeypatch, tmp_path_factory) -> Callable:
    """Run a command on a day, in Danish as a rule and without a terminal: ``on(START, "decide", "1", "go")``."""
    shared = tmp_path_factory.getbasetemp().parent / "cache-of-the-prompt"
    shared.mkdir(exist_ok=True, mode=0o700)
    home.mkdir(mode=0o700)
    (home / "cache").symlink_to(shared)

    def _on(day, *arguments, language="da"):
        monkeypatch.setenv("TRIAGE_NOW", f"{day}T09:00")
        result = run(*map(str, arguments), "--lang", language)
        assert result.code == 0, result.err
        return result.out

    return _on


@pytest.fixture
def start(on, home: Path) -> Iterator[Callable]:
    """Start the program on a day: ``start(START, "decide", "1", "go")`` waits for its first prompt."""
    assert on
    running: list[Terminal] = []

    def _start(day, *arguments, language="da_DK", asks=True):
        running.append(Terminal(home, language, *arguments, TRIAGE_NOW=f"{day}T09:00"))
        return running[-1].ready() if asks else running[-1]

    yield _start
    for terminal in running:
        terminal.close()


@pytest.fixture
def followers(on, tmp_path) -> str:
    """A request for followers, which is a drop."""
    return on(START, "new", "--from", written(FOLLOWERS, tmp_path), "--no-input")


@pytest.fixture
def running(on):
    """A request that is decided and agreed: first sign in week 12, judged from week 52."""
    on(START, "new", "--from", GO, "--no-input")
    on(START, "decide", "1", "go", "--no-input")
    return on(START, "agree", "1", *BLOCK, "--no-input")


def written(answers, folder: Path) -> Path:
    path = folder / "request.yaml"
    path.write_text(yaml.safe_dump({"title": "TikTok", "answers": answers}, allow_unicode=True), encoding="utf-8")
    return path


def kept(on, number="1"):
    return json.loads(on(LATE, "show", number, "--format", "json"))


def kinds(on):
    return [event["kind"] for event in kept(on)["events"]]


def answered(**theirs) -> None:
    """Keep the director's answers."""
    home = find_home()
    record(home, find(home, "1"), happened(Answered("director", theirs), home))


def answer(terminal: Terminal, until: str = "DINE SVAR", **replies: str) -> None:
    """Answer questions by the words in them until the answers are shown; where none is named, with don't know."""
    for _ in range(20):
        if until in terminal.question():
            return
        words = next((each for each in replies if each.replace("_", " ") in terminal.question()), "")
        if words or not terminal.is_unchosen():
            terminal.type(replies.get(words, ""), ENTER)
        else:
            terminal.type(DONT_KNOW)
    raise AssertionError(terminal.question())


def go_to(words: str, terminal: Terminal) -> None:
    """Go down the answers to one of them."""
    for _ in range(40):
        if words in terminal.pointed():
            return
        terminal.send(DOWN)
        terminal._read(DRAWN)
    raise AssertionError(words)


@pytest.mark.usefixtures("followers")
def test_the_same_asked_again_is_met_with_what_came_of_it_and_one_question(start, on):
    on(START, "decide", "1", "drop", "--because", "Ingen kunder mangler det", "--no-input")
    terminal = start("2027-01-10", "new", "--quick")
    terminal.type("Skaf os følgere på TikTok", ENTER)
    terminal.type(DOWN, ENTER)
    for told in ("2026-001, »TikTok", "dengang var anbefalingen »lad være«", "Ingen kunder mangler det"):
        assert told in terminal.question(), "right after the kind of task"
    assert terminal.said().endswith("Hvad er nyt siden da? Tom linje: ikke noget nyt. ›")
    terminal.type("Fem kunder", WHY)
    assert "Er der ikke noget nyt, er svaret nok det samme." in terminal.said()
    assert terminal.said().endswith("› Fem kunder")
    terminal.type(BACK)
    assert "Hvilken slags opgave" in terminal.question()
    terminal.type(ENTER)
    terminal.send(LEAVE)
    assert terminal.ended() == 130
    again = start("2027-01-10", "new", "--resume")
    assert "Hvad er nyt siden da?" in again.said(), "it was left unanswered"
    again.type("Fem kunder har bedt om film", ENTER)
    again.send(LEAVE)
    assert again.ended() == 130
    last = start("2027-01-10", "new", "--resume")
    assert "Hvad er nyt" not in last.said()
    answer(last, går_opgaven_ud_på=DOWN)
    last.type(ENTER)
    last.send(UP, ENTER)
    assert last.ended() == 0
    assert "triage decide 2027-001" in last.said()
    for command in ("memo", "show"):
        told = on("2027-01-10", command, "last")
        assert "2026-001" in told
        assert "Nyt siden da: Fem kunder har bedt om film." in told


def test_what_was_tried_before_is_suggested_from_what_came_of_it(start, running, on, tmp_path):
    assert running
    on(EARLY, "review", "1", "--stop", "--because", "Ingen penge", "--no-input")
    answers = dict.fromkeys(load_ruleset().questions, "unknown") | yaml.safe_load(GO.read_text("utf-8"))["answers"]
    answers["kind_of_ask"] = "start"
    del answers["tried_before"], answers["tried_outcome"]
    terminal = start("2027-01-10", "new", "--all", "--from", str(written(answers, tmp_path)))
    assert "blev stoppet den 15. december 2026. Grunden: Ingen penge." in terminal.said()
    terminal.type(ENTER)
    assert "Har vi prøvet det før" in terminal.question()
    assert "Forslag (tryk pil ned): Ja, det samme" in terminal.question()
    assert terminal.pointed() == "", "what is suggested has not been answered"
    terminal.send(DOWN)
    terminal._read(DRAWN)
    assert terminal.pointed() == "Ja, det samme"
    terminal.type(ENTER)
    assert "Hvad kom der ud af det?" in terminal.question()
    assert "Forslag (tryk pil ned): Det virkede ikke" in terminal.question()


def test_what_was_advised_asks_nothing_and_goes_on_to_what_success_is(start, on):
    on(START, "new", "--from", GO, "--no-input")
    terminal = start(START, "decide", "1", "go")
    assert "Hvem har besluttet det?" in terminal.said()
    assert terminal.pointed() == "", "nobody is presumed to have decided"
    terminal.type("2", ENTER)
    assert "Besluttet den 2. november 2026 af os begge: »gør det«." in terminal.said()
    assert "Vil du vente med dem, så tryk Ctrl-C, og svar senere med: triage agree 2026-001" in terminal.said()
    assert "Hvad måler vi på?" in terminal.question()
    terminal.type(BACK)
    assert "Det her er det første spørgsmål" in terminal.said()
    terminal.type("Tilbud om måneden", ENTER)
    terminal.send(LEAVE)
    assert terminal.ended() == 130
    assert terminal.said().endswith("Dine svar er gemt. Gå videre med: triage agree 2026-001")
    again = start("2026-11-09", "decide", "1", "go")
    assert "allerede fået et ja" in again.said()
    assert "Hvor meget er det i dag?" in again.question(), "it goes on where it was left"
    again.type(BACK)
    assert again.said().endswith("› Tilbud om måneden")
    again.type(ENTER)
    told = {"i_dag?": "", "succes": "12", "tegn_viser": "Besøg", "tegn_er_nok": "100 om ugen"}
    told |= {"stoppe_undervejs": "3", "stopper_vi_så": "Under 20", "Hvem_har_sagt": "Lars og Mette"}
    answer(again, **told)
    assert "Ugen, vi ser efter tegnet: 3. maj 2027 (26 uger)" in again.said()
    numbers = [int(found) for found in re.findall(r"Spørgsmål (\d+) af", again.said())][2:]
    assert numbers == list(range(2, 2 + len(numbers))), "after going back once"
    go_to("Aftalt den", again)
    assert "9. november 2026" in again.pointed(), "not the day on which it was begun"
    go_to("Det er vi enige om", again)
    again.send(ENTER)
    assert again.ended() == 0
    assert "Så er det et ja. Det her er vi enige om:" in again.said()
    assert (
        "Det tidlige tegn: Besøg. Det er på vej, hvis vi den 3. maj 2027 (26 uger efter beslutningen) ser: 100 om ugen."
        in again.said()
    )
    assert kinds(on) == ["weighed", "decision", "agreement"]


def test_an_override_asks_why_and_what_it_rests_on_and_prints_the_memo_again(start, on):
    on(START, "new", "--from", DEFER, "--no-input", language="en")
    terminal = start(START, "decide", "1", "go", language="en_GB")
    assert "The recommendation is: defer. The decision is: go." in terminal.said()
    terminal.type("both", ENTER)
    assert "It is fine to choose something other than the recommendation." in terminal.said()
    terminal.type(ENTER)
    assert "We cannot do without that answer." in terminal.said()
    terminal.type("It worked elsewhere", ENTER)
    terminal.send(LEAVE)
    assert terminal.ended() == 130
    assert "Go on with: triage decide 2026-001 go" in terminal.said()
    again = start(START, "decide", "1", "go", language="en_GB")
    again.type("1", ENTER)
    assert "What has to be true" in again.question()
    again.type("They search for it", ENTER)
    assert "Looked at on: 3 May 2027" in again.said(), "the week in which a sign is due"
    again.type(ENTER)
    said = again.said()
    assert said.index("Status: changed") < said.index("Save it to a file") < said.rindex("Decided on 2 November 2026")
    assert said.count("They search for it") >= 3, "on the review screen, in the memo, and at the end"
    assert "What do you measure?" in again.question()


def test_a_defer_of_ones_own_is_sent_back_for_a_date(start, on):
    on(START, "new", "--from", GO, "--no-input")
    terminal = start(START, "decide", "1", "defer")
    terminal.type("1", ENTER)
    answer(terminal, Hvorfor="Bo er syg", være_rigtigt="Han kommer igen")
    terminal.type(ENTER)
    assert "Vælg »Tages op senest« herunder, og skriv en dato." in terminal.said()
    go_to("Tages op senest", terminal)
    terminal.type(ENTER)
    terminal.type("om 8 uger", ENTER)
    terminal.send(ENTER)
    assert terminal.ended() == 0
    assert "Vi tager den op igen senest den 28. december 2026." in terminal.said()


def test_a_review_shows_what_was_agreed_and_that_it_is_too_early(start, running, on):
    terminal = start(EARLY, "review", "1")
    agreed = " ".join(" ".join(running.splitlines()[1:5]).split())
    assert agreed in terminal.said(), "unchanged"
    early = (
        "Det er for tidligt at bedømme: Det første tegn kommer den 25. januar 2027 (uge 12 "
        "efter beslutningen), og det kan bedømmes fra den 1. november 2027 (uge 52)"
    )
    assert early in terminal.said()
    assert "Ordene er de samme" in terminal.said()
    answer(terminal, until="Stopper vi den nu?", kostet="20k")
    assert terminal.pointed() == ""
    terminal.type(DOWN, ENTER)
    assert "Der var stadig 46 uger til, at det kunne bedømmes" in terminal.said(), "before anything is written down"
    assert "omkring 290.000 kr." in terminal.said()
    assert "aftalte at stoppe ved" in terminal.question()
    terminal.type(DOWN, DOWN, ENTER)
    assert "Hvorfor stopper vi?" in terminal.question()
    terminal.type(BACK)
    terminal.type(BACK)
    terminal.type(DOWN, ENTER)
    assert "DINE SVAR" in terminal.question(), "how good the decision was is not asked yet"
    terminal.send(ENTER)
    assert terminal.ended() == 0
    assert terminal.said().count(early) == 2
    assert (kept(on)["state"], kept(on)["events"][-1]["data"]["status"]) == ("running", "too_early")


def test_enter_alone_never_flatters_and_the_last_review_must_say_what_was_reached(start, running):
    assert running
    terminal = start(LATE, "review", "1")
    answer(terminal, until="kaldte en succes")
    assert terminal.pointed() == ""
    assert "spring over" not in terminal.question().lower()
    terminal.send(DONT_KNOW, ENTER)
    terminal._read(b"\x07")
    assert "kaldte en succes" in terminal.question(), "it has to be said"
    terminal.type("1", ENTER)
    answer(terminal, until="god beslutning")
    assert "Stopper vi" not in terminal.said(), "it is over anyway"
    terminal.type(UP, UP, UP, ENTER)
    answer(terminal, lært="Begynd tidligere")
    terminal.send(ENTER)
    assert terminal.ended() == 0
    assert "Det lykkedes." in terminal.said()
    assert "Beslutningen var ikke god, heller ikke med det, vi vidste dengang." in terminal.said()


def test_the_assumption_of_what_does_not_run_is_looked_at_alone(start, on):
    on(START, "new", "--from", GO, "--no-input")
    on(START, "decide", "1", "drop", *OVERRIDE)
    terminal = start("2027-02-10", "review", "1")
    assert "Beslutningen bygger på: sælgerne klarer det." in terminal.said()
    assert "Spørgsmål 1 af ca. 1 " in terminal.question()
    terminal.type(UP, UP, UP, ENTER)
    answer(terminal, Hvad_så_vi="De nåede det ikke")
    terminal.send(ENTER)
    assert terminal.ended() == 0
    assert "Det, beslutningen bygger på, holdt ikke." in terminal.said()
    assert kinds(on)[-1] == "checked"


@pytest.mark.usefixtures("followers")
def test_the_director_answers_without_seeing_what_the_manager_answered(start, on):
    terminal = start(START, "ask", "1")
    assert FOLLOWERS["request"] in terminal.said(), "the director's own words"
    assert "Tom linje: ved ikke." in terminal.question()
    terminal.type("Ingen kender os", ENTER)
    answer(terminal, until="brug for")
    assert terminal.pointed() == "", "whatever the manager answered"
    terminal.type(DOWN, DOWN, DOWN, ENTER)
    answer(terminal, effekten="12 uger")
    terminal.send(ENTER)
    assert terminal.ended() == 0
    assert "triage ask 2026-001 --compare" in terminal.said()
    for words in ("hemmelige", "20.000", "200 timer", "LAD VÆRE"):
        assert words.encode() not in terminal.raw
    assert kinds(on) == ["weighed", "answered"]


@pytest.mark.usefixtures("followers")
def test_both_are_shown_side_by_side_and_asked_what_they_agree_on(start, on):
    answered(need="reported", visible_in=12.0)
    left = start(START, "ask", "1", "--compare")
    assert "Vi har svaret forskelligt på 2 spørgsmål." in left.said()
    row = next(line for line in left.lines() if line.startswith("Kundens behov"))
    assert [row[at : at + 18].strip() for at in (0, 20, 40, 60)] == [
        "Kundens behov",
        "Det er vores eget",
        "Nogle kunder eller",
        "Med direktørens",
    ]
    assert "Spørgsmål 1 af ca. 2 " in left.question()
    assert "Direktøren: Nogle kunder eller markedstal siger det" in left.question()
    left.type(DONT_KNOW)
    left.send(LEAVE)
    assert left.ended() == 130
    assert kinds(on) == ["weighed", "answered"], "nothing is kept"
    again = start(START, "ask", "1", "--compare")
    assert "Marketingchefen: 3. maj 2027 (26 uger)" in again.question(), "it goes on where it was left"
    again.type(ENTER)
    again.type(ENTER)
    assert "Vi er ikke blevet enige om noget endnu." in again.said()
    go_to("Kundens behov", again)
    again.type(ENTER)
    again.type(UP, UP, ENTER)
    again.send(ENTER)
    assert again.ended() == 0
    assert "VENT: TikTok" in again.said()
    assert kept(on)["events"][2]["data"]["answers"] == {"need": "reported"}, "what they skipped is not agreed on"


@pytest.mark.usefixtures("followers")
def test_a_request_is_taken_up_again_on_the_screen_with_all_its_answers(start, on):
    before = kept(on)["request"]["answers"]
    terminal = start("2026-12-01", "new", "--again", "1")
    assert "DINE SVAR" in terminal.said()
    assert "Spørgsmål" not in terminal.said(), "nothing is asked"
    go_to("Kundens behov", terminal)
    terminal.type(ENTER)
    assert terminal.pointed() == "Det er vores eget ønske"
    terminal.type(DOWN, DOWN, DOWN, ENTER)
    terminal.send(ENTER)
    assert terminal.ended() == 0
    assert "VENT: TikTok" in terminal.said()
    after = kept(on)["assessment"]["request"]["answers"]
    assert {name for name in after if before.get(name, [None])[0] != after[name][0]} == {"need"}
    assert after.keys() == before.keys(), "what was never asked is not said to be unknown"


def test_a_person_is_reminded_of_what_to_type_and_a_pipe_is_not(start, running, on):
    assert running
    due = start(LATE, "due", asks=False)
    assert due.ended() == 0
    assert "2026-001 SEO with an honest horizon (siden den 25. januar 2027)" in due.said()
    assert due.lines()[2].strip() == "Skriv: triage review 2026-001"
    listed = start(LATE, "list", language="en_GB", asks=False)
    assert listed.ended() == 0
    assert "Tasks: 1. See one of them with: triage show 2026-001" in listed.said()
    assert listed.said().endswith("3 things to take up. See them with: triage due")
    assert "triage due" not in on(LATE, "list")
    shown = start(EARLY, "show", "1", asks=False)
    assert shown.ended() == 0
    assert "Besluttet den 2. november 2026: »gør det«." in shown.said(), "by whom was not said"
    assert "Den 25. januar 2027: Se efter det tidlige tegn (besøg på siderne: 100 om ugen)." in shown.said()
    assert "triage due" not in shown.said(), "nothing is due"


def test_a_block_that_one_has_said_yes_to_asks_what_is_to_happen_to_it(start, on):
    on(START, "new", "--from", GO, "--no-input")
    on(START, "decide", "1", "go", "--no-input")
    on(START, "agree", "1", *BLOCK[:-1], "Mette", "--no-input")
    terminal = start(START, "agree", "1")
    assert "Ja fra Mette den 2. november 2026. Vi venter på et ja fra direktøren" in terminal.said()
    assert "Hvad vil du skrive ned?" in terminal.said()
    terminal.type(DOWN, ENTER)
    answer(terminal, direktøren="90", Hvem_har_sagt="Lars", Hvornår="")
    terminal.send(ENTER)
    assert terminal.ended() == 0
    assert "Så er det et ja." in terminal.said()
    assert "Ja fra Mette den 2. november 2026 og fra Lars den 2. november 2026" in terminal.said()
    again = start("2026-11-09", "agree", "1")
    again.type(DOWN, DOWN, ENTER)
    assert "Hvorfor?" in again.said()
    again.type("Skrevet forkert", ENTER)
    assert "Hvad måler vi på?" not in again.question(), "all of it is there already"
    go_to("Niveauet", again)
    again.type(ENTER)
    again.type("0", ENTER)
    again.send(ENTER)
    assert again.ended() == 0
    assert "har nået: 120." in again.said()
    assert "Skrivefejlen er rettet" in again.said()
    assert kinds(on)[-3:] == ["agreement", "yes", "agreement"]


def test_what_the_second_yes_is_to_is_shown_before_anything_is_asked(start, on):
    on(START, "new", "--from", GO, "--no-input")
    on(START, "decide", "1", "go", "--no-input")
    on(START, "agree", "1", *BLOCK[:-1], "Mette", "--no-input")
    terminal = start(START, "agree", "1", "--yes")
    assert "chancen" in terminal.question()
    assert "Det er lykkedes, hvis vi senest den 1. december 2027 har nået: 12." in terminal.said()


def test_the_director_says_yes_at_the_screen_to_the_lines_that_stand_there(start, on):
    on(START, "new", "--from", GO, "--no-input")
    on(START, "decide", "1", "go", "--no-input")
    on(START, "agree", "1", *BLOCK[:-1], "Mette", "--no-input")
    terminal = start(START, "ask", "1")
    assert "Det her er skrevet ned som en succes." in terminal.said()
    assert "Det er lykkedes, hvis vi senest den 1. december 2027 har nået: 12." in terminal.said()
    answer(terminal, Siger_du_ja="1", chancen="80")
    terminal.send(ENTER)
    assert terminal.ended() == 0
    assert "»Ved ikke« til det hele er også et svar" in terminal.said()
    assert "Så er det et ja." in terminal.said()
    assert kinds(on)[-2:] == ["answered", "yes"]
