"""The interview as a person meets it: the real program in a pseudo-terminal of 80 columns, in both languages."""

import json
import os
import signal
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from triage.adapters.rules.rulefiles import load_ruleset

from terminal import BACK, CLEAR, DONT_KNOW, DOWN, DRAWN, END, ENTER, LEAVE, UP, WHY, Terminal
from toy import TOY

DATE = """\
  judged_on:
    group: all
    type: date
    memo: success
    ask: {da: "Hvornår dømmer vi?", en: "When do we judge?"}
    label: {da: "Dømmes", en: "Judged on"}
    why: {da: "Ellers bliver det aldrig.", en: "Else it never comes."}
"""
RULES = TOY.replace("  stop_rule:\n", DATE + "  stop_rule:\n", 1)


@pytest.fixture
def start(home: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    """Start the program: ``start("new", language="da_DK")`` waits for its first prompt.

    What it compiles of rules and texts is shared by the tests of one run, as it takes longer than anything else.
    """
    shared = tmp_path_factory.getbasetemp().parent / "cache-of-the-prompt"
    shared.mkdir(exist_ok=True, mode=0o700)
    home.mkdir(mode=0o700)
    (home / "cache").symlink_to(shared)
    (tmp_path / "toy.yaml").write_text(RULES, encoding="utf-8")
    running: list[Terminal] = []

    def _start(
        *arguments: str, language: str = "da_DK", toy: bool = False, ahead: str = "", **environment: str
    ) -> Terminal:
        if toy:
            in_order = () if {"--quick", "--resume"} & {*arguments} else ("--all",)
            arguments += (*in_order, "--rules", str(tmp_path / "toy.yaml"))
        running.append(Terminal(home, language, *arguments, **environment))
        running[-1].send(ahead)
        return running[-1].ready()

    yield _start
    for terminal in running:
        terminal.close()


WHOLE_EN = {
    "request": "Go to the trade fair again",
    "problem": "We lose orders because nobody meets us",
    "extra_units": "5 / 20 / 60",
    "unit_contribution": "1,300",
    "no_effect_chance": "30%",
    "cost": "20-60k",
    "hours": "40 hours",
    "visible_in": "in week 30",
    "success_by": "1 May 2099",
}
"""What is typed at questions of the bundled rules; the first line is taken of a list, and the rest left empty."""
REQUEST = "Alle er på TikTok. Skaf os 10.000 følgere før sommer."
QUICK_DA = {
    "request": REQUEST,
    "kind_of_ask": "1",
    "need": "2",
    "audience": "Pumpekøbere på vandværker",
    "outcome": UP + UP,
    "effect_as": "2",
    "extra_contribution": "1.400 om måneden",
    "cost": "20-60k",
    "hours": "10/20/60 t",
    "visible_in": "om 1 uge",
    "goal_fit": "4",
    "lawful": "4",
    "obligation": "1",
}
WHOLE_TASK = {
    "request": "We should write about what plant engineers search for",
    "kind_of_ask": "1",
    "lawful": "4",
    "obligation": "1",
    "removes_cause": "3",
    "need": "5",
    "reach": "3",
    "audience": "Plant engineers",
    "outcome": DOWN + DOWN,
    "effect_as": "2",
    "extra_contribution": "300/500/800k",
    "no_effect_chance": "10",
    "anyway": "10",
    "cost": "20-60k",
    "hours": "40",
    "undo": "3",
    "visible_in": "100 weeks",
    "ready_by": "60 weeks",
    "goal_fit": "4",
    "course_change": "1",
    "capacity": "3",
    "evidence": "5",
    "evidence_says": "3",
    "bounded_test": "1",
    "tried_before": "1",
    "success_by": "2099-05-01",
}
"""A task that is a go, and no answer that would have to be typed for what is left."""
REVIEW = {"da": "DINE SVAR", "en": "YOUR ANSWERS"}


def _to_review(terminal: Terminal, typed, language="en") -> list[str]:
    """Answer what is asked, in whichever order, up to the review; what is not named by the first line, or not."""
    questions, asked = load_ruleset().questions, []
    while REVIEW[language] not in terminal.question():
        asked.append(_asked(terminal.question(), questions, language))
        assert terminal.question().startswith(("Spørgsmål ", "Question "))
        assert not _full_lines(terminal), "a line as wide as the screen may be broken within a word"
        assert language == "en" or "point" not in terminal.said(), "a running score would bend the answers"
        terminal.answer(typed.get(asked[-1], ""))
    return asked


def _asked(shown: str, questions, language="en") -> str:
    """The question on the screen, in whichever of its wordings."""
    asks = [(each.ask.in_(language), name) for name, one in questions.items() for each in (one, *one.wordings)]
    return max((len(ask), name) for ask, name in asks if all(part in shown for part in ask.split("{months}")))[1]


def _full_lines(terminal: Terminal) -> list[str]:
    """The lines that fill the screen, but for those that end with the arrows of a scrolling list."""
    return [line for line in terminal.lines() if len(line) >= 80 and not line.endswith((" ^", " v"))]


def test_a_quick_interview_in_danish_to_the_verdict(start, home):
    terminal = start("new", "--quick")
    terminal.type(REQUEST, ENTER)
    assert "Forslag (tryk pil ned): TikTok" in terminal.text()
    assert terminal.pointed() == "", "it is not answered by Enter alone"
    asked = _to_review(terminal, QUICK_DA, "da")
    assert len(asked) <= 2 + 12, "what the task is, and twelve more"
    said = terminal.said()
    assert "› TikTok" in said
    assert "Det, der er tilbage" in said or "Intet af det" in said or "Nu afhænger mest af dette" in said
    assert terminal.pointed() == "Vurdér opgaven nu"
    assert "Kundens behov: Det er et løst gæt om en bred gruppe" in said
    terminal.type(ENTER)
    assert "Hvad nu?" in terminal.said()
    assert list((home / "drafts").glob("*.jsonl")) == []


def test_how_an_answer_was_understood_is_said_in_danish(start):
    terminal = start("new", "--all")
    _to_review(terminal, QUICK_DA, "da")
    said = terminal.said()
    for understood in (
        "de første 24 måneder",
        "= 33.600 kr.",
        "= 40.000 kr. (mellem 20.000 kr. og 60.000 kr.)",
        "= 20 timer (mellem 10 timer og 60 timer)",
        "de første tegn efter",
        "Ugerne bygger på",
        "Datoen ligger før de første tegn.",
    ):
        assert understood in said


def test_a_settled_verdict_is_offered_and_the_rest_is_asked_on_request_in_english(start):
    terminal = start("new", language="en_GB")
    asked = _to_review(terminal, WHOLE_TASK)
    assert 15 <= len(asked) <= 30
    said = terminal.said()
    assert "Nothing that is left can change the recommendation." in said
    assert "the memo can also tell of what set it off" in said
    assert "you also have to agree on " in said
    assert terminal.pointed() == "Weigh the task now"
    terminal.type(BACK)
    assert load_ruleset().questions[asked[-1]].ask.en in terminal.question(), "back to what was asked last"
    terminal.type(ENTER)
    terminal.type(DOWN, ENTER)
    assert terminal.question().startswith(f"Question {len(asked) + 1} of about ")
    rest = _to_review(terminal, WHOLE_TASK)
    assert not {*rest} & {*asked}
    assert {"trigger", "premortem", "success_metric", "success_by"} <= {*rest}
    assert "(60 weeks from today)" in terminal.said()
    terminal.type(ENTER)
    assert "GO" in terminal.said()
    assert "What now?" in terminal.said()


def test_a_settled_verdict_can_be_seen_at_once_in_danish_and_an_answer_that_unsettles_it_asks_on(start):
    terminal = start("new")
    terminal.type(REQUEST, ENTER)
    terminal.type(DOWN, ENTER)
    terminal.type("1", ENTER)
    assert "Er det lovligt og sandt" in terminal.question()
    terminal.type("1", ENTER)
    assert "Intet af det, der er tilbage, kan ændre anbefalingen." in terminal.said()
    _point_at("Om det er lovligt og sandt", terminal)
    terminal.type(ENTER)
    terminal.type(UP, UP, ENTER)
    assert "Spørgsmål " in terminal.question(), "what decides now is asked"
    assert REVIEW["da"] not in terminal.question()


KINDS = ["start", "stop", "find_out", "duty", "own_house", "answer"]
WORDS = {
    "da": {
        "stop": "Drop radioreklamerne.",
        "find_out": "Find ud af, hvorfor medlemmerne stopper.",
        "duty": "Tilsynet vil se en mærkning.",
        "own_house": "Vi skal have sat priserne op.",
        "answer": "Skriv et dementi i aften.",
    },
    "en": {
        "stop": "Cancel the radio.",
        "find_out": "Find out why members leave.",
        "duty": "The regulator wants a notice.",
        "own_house": "We should raise prices.",
        "answer": "Reply to the complaint tonight.",
    },
}
OF_ITS_OWN = dict(
    zip(KINDS, ["need", "loss_known", "decision_stake", "source_kind", "problem_evidence", "waiting_for"], strict=True)
)
"""A question that decides for this kind, and is asked about it."""
TYPED = {
    "lawful": "4",
    "need": "4",
    "waiting_for": "3",
    "loss_known": "3",
    "cost": "1k a month",
    "hours": "2",
    "decision_stake": "500k",
}


@pytest.mark.parametrize(("kind", "language"), [*zip(KINDS, ["da", "en"] * 3, strict=True)])
def test_a_quick_interview_about_each_kind_of_task(start, kind, language):
    questions = load_ruleset().questions
    terminal = start("new", "--quick", language={"da": "da_DK", "en": "en_GB"}[language])
    terminal.type(WORDS[language].get(kind, REQUEST), ENTER)
    terminal.type(UP, ENTER)
    label = questions["kind_of_ask"].choices[kind].in_(language)
    if kind != "start":
        suggested = {"da": "Forslag (tryk pil ned): ", "en": "Suggestion (press the down arrow): "}[language]
        assert suggested + label in terminal.question()
    terminal.type(str(KINDS.index(kind) + 1), ENTER)
    asked = ["request", "task_type", "kind_of_ask"]
    while "DINE SVAR" not in terminal.said() and "YOUR ANSWERS" not in terminal.said():
        asked.append(_asked(terminal.question(), questions, language))
        assert not _full_lines(terminal)
        for wording in questions[asked[-1]].wordings:
            if wording.when == {"kind_of_ask": kind}:
                assert wording.ask.in_(language).split("{months}")[0] in terminal.question(), asked[-1]
        if asked[-1] in {"obligation", "effect_as"}:
            terminal.type(DOWN, DOWN, ENTER)
        else:
            terminal.answer(TYPED.get(asked[-1], ""))
    assert len(asked) == len(set(asked)) <= 15
    assert OF_ITS_OWN[kind] in asked
    terminal.type(ENTER)
    assert {"da": "Hvad nu?", "en": "What now?"}[language] in terminal.said()


def test_answers_that_do_not_go_together_are_put_before_the_verdict(start, home):
    terminal = start("new", "--quick", language="en_GB")
    terminal.type("Reply to the complaint.", ENTER)
    terminal.type(UP, ENTER)
    terminal.type("3", ENTER)
    typed = {"decision": "whether we open in Leeds", "decision_stake": "500k", "decision_turns": "0", "cost": "1k"}
    typed |= {"hours": "2", "visible_in": "6 weeks", "decision_in": "9 weeks", "answerable": "2", "lawful": "4"}
    _to_review(terminal, typed)
    terminal.type(ENTER)
    assert "THE ANSWERS DO NOT QUITE FIT TOGETHER" in terminal.said()
    assert "No answer would change the decision." in terminal.said()
    terminal.type(BACK)
    assert terminal.pointed() == "Weigh the task now", "back to the review, nothing lost"
    terminal.type(ENTER)
    terminal.type(DOWN, ENTER)
    assert "How likely is it that the answer makes us choose something else?" in terminal.question()
    terminal.type(CLEAR, "30", ENTER)
    while "What now?" not in terminal.said():
        asked = _asked(terminal.question(), load_ruleset().questions)
        terminal.answer(typed.get(asked, ""))
    assert list((home / "drafts").glob("*.jsonl")) == []


FULL_TOY_EN = [
    ("What is asked?", "A wish æøå" + ENTER),
    ("What kind?", DOWN + ENTER),
    ("Which need?", DOWN + ENTER),
    ("What does it bring?", DOWN + ENTER),
    ("In what?", DOWN + ENTER),
    ("How many extra?", "5/20/60" + ENTER),
    ("Contribution for each?", "1,300" + ENTER),
    ("Chance of no effect?", "30%" + ENTER),
    ("Would it come anyway?", DOWN + ENTER),
    ("What does it cost?", "20k" + ENTER),
    ("How many hours?", "40 h" + ENTER),
    ("When should it show?", "week 30" + ENTER),
    ("Is it lawful?", DOWN + DOWN + ENTER),
    ("Is it a duty?", DOWN + DOWN + ENTER),
    ("When do we judge?", "1 May 2099" + ENTER),
    ("When do we stop?", "No orders in week 12" + ENTER),
]


def test_every_type_of_question_in_english_goes_back_and_keeps_its_answer(start):
    terminal = start("new", toy=True, language="en_GB")
    before = ""
    for number, (question, keys) in enumerate(FULL_TOY_EN):
        assert question in terminal.question(), number
        terminal.type(BACK)
        if before:
            assert before in terminal.question()
            terminal.type(ENTER)
        else:
            assert "first question" in terminal.said()
        assert question in terminal.question(), f"after going back from {question}"
        terminal.type(keys)
        before = question
    assert "YOUR ANSWERS" in terminal.said()
    terminal.scroll()
    said = terminal.said()
    for shown in ("Extra units: 20 (between 5 and 60)", "No effect: 30%", "Hours: 40 hours", "Judged on: 1 May 2099"):
        assert shown in said
    for chosen in ("Lawful: Yes", "Duty: no"):
        assert chosen in said


def test_every_type_of_question_says_why_and_keeps_what_was_typed_or_marked(start):
    whys = {question["ask"]["en"]: question["why"]["en"] for question in yaml.safe_load(RULES)["questions"].values()}
    terminal = start("new", toy=True, language="en_GB")
    for question, keys in FULL_TOY_EN:
        terminal.type(keys.removesuffix(ENTER), WHY)
        assert whys[question] in terminal.question()
        assert terminal.pointed() or terminal.said().endswith("› " + keys.removesuffix(ENTER))
        terminal.type(ENTER)
        if question == "When do we judge?":
            terminal.type(BACK)
            terminal.type(CLEAR, "1 May 2020", ENTER)
            assert "The date lies before today" in terminal.question()
            terminal.type(CLEAR, keys)
    assert "YOUR ANSWERS" in terminal.said()


def test_the_whole_interview_in_english_can_be_put_aside_at_the_review(start):
    questions = load_ruleset().questions
    terminal = start("new", "--all", language="en_GB")
    asked: list[str] = []
    while "YOUR ANSWERS" not in terminal.said():
        shown = terminal.question()
        asked.append(_asked(shown, questions))
        assert shown.startswith(f"Question {len(asked)} of about ")
        assert not _full_lines(terminal)
        terminal.answer(WHOLE_EN.get(asked[-1], ""))
    assert f"Question {len(asked)} of about {len(asked)} " in terminal.said()
    assert asked == [name for name in questions if name in asked]
    assert set(asked) >= WHOLE_EN.keys()
    terminal.scroll()
    assert f"{questions['request'].label.en}: {WHOLE_EN['request']}" in terminal.said()
    assert terminal.pointed() == f"{questions[asked[-1]].label.en}: not known yet"
    terminal.send(DOWN, DOWN, ENTER)
    assert terminal.ended() == 0
    assert "Your answers are saved." in terminal.said()
    again = start("new", "--resume", language="en_GB")
    assert f"Answers so far: {len(asked)}." in again.said()
    assert "YOUR ANSWERS" in again.said()
    again.type(BACK)
    assert questions[asked[-1]].ask.en in again.question(), "from the review to the last question"


def _to_toy_review(terminal: Terminal) -> None:
    typed = {"Hvad ønskes?": "Få os på TikTok", "Hvad koster det?": "20k", "Hvor mange timer?": "40"}
    while REVIEW["da"] not in terminal.question():
        terminal.answer(next((keys for ask, keys in typed.items() if ask in terminal.question()), ""))


def test_the_result_screen_shows_the_sum_and_saves_the_memo_but_never_over_another(start, tmp_path):
    terminal = start("new", "--quick", toy=True)
    _to_toy_review(terminal)
    memo = tmp_path / "notat.md"
    memo.write_text("mit eget", encoding="utf-8")
    terminal.type(ENTER)
    assert "Gem notatet til direktøren" in terminal.said()
    assert terminal.pointed() == "", "Enter alone writes no file"
    terminal.type("4", ENTER)
    assert "Samlet:" in terminal.said()
    terminal.type("5", ENTER)
    terminal.type("1", ENTER)
    assert terminal.said().endswith("› notat-2026-001.md".replace("2026", str(datetime.now(UTC).year)))
    terminal.type(CLEAR, str(memo), ENTER)
    assert "findes allerede. Skal den erstattes?" in terminal.said()
    assert terminal.pointed() == "Nej"
    terminal.type(ENTER)
    assert memo.read_text(encoding="utf-8") == "mit eget"
    terminal.type("1", ENTER)
    terminal.type(CLEAR, str(memo), ENTER)
    terminal.type("2", ENTER)
    assert memo.read_text(encoding="utf-8").startswith("# ")
    assert "Få os på TikTok" in memo.read_text(encoding="utf-8")
    terminal.send(UP, ENTER)
    assert terminal.ended() == 0
    assert "triage show" in terminal.said()


def test_nothing_is_chosen_where_the_search_found_nothing(start):
    terminal = start("new")
    terminal.type("x", ENTER)
    terminal.send("hjemmeside", ENTER)
    terminal._read(b"\x07")
    assert terminal.pointed() == "", "nor is anything marked"
    terminal._read(DRAWN)
    assert terminal.text().endswith("Ingen linje indeholder det. Slet det, og prøv et andet ord.")
    terminal.send("\x7f" * len("hjemmeside"))
    terminal.type("SØGE", ENTER)
    assert "› Søgeannoncer (Google Ads)" in terminal.said()


TEN_LINES = "".join(f"{number}. Få os på TikTok og Instagram, før de andre gør det.\r" for number in range(10))
"""A mail as it comes out of a terminal that knows no brackets; longer than what is read of a keyboard at once."""


def _only_enter(terminal: Terminal, times: int) -> None:
    """Press Enter, each time where it can do something."""
    for _ in range(times):
        if terminal.is_unchosen():
            terminal.send(ENTER)
            terminal._read(b"\x07")
            terminal._read(DRAWN)
        else:
            terminal.type(ENTER)


@pytest.mark.parametrize("request_", ["", REQUEST])
def test_only_enter_gives_no_verdict_and_keeps_nothing(start, run, home, request_):
    terminal = start("new", "--quick")
    if request_:
        terminal.type(request_, ENTER)
    _only_enter(terminal, 15)
    told = "Der er ikke valgt en linje endnu." if request_ else "Det svar kan vi ikke undvære."
    assert told in terminal.said()
    assert terminal.question().startswith(f"Spørgsmål {2 if request_ else 1} ")
    assert [draft.read_text("utf-8").count('"value"') for draft in (home / "drafts").glob("*.jsonl")] == [
        len(request_[:1])
    ]
    terminal.send(LEAVE)
    assert terminal.ended() == 130
    assert json.loads(run("list", "--format", "json").out) == []


def test_in_english_enter_on_a_list_says_that_a_line_is_chosen_first(start):
    terminal = start("new", toy=True, language="en_GB")
    terminal.type("A wish", ENTER)
    _only_enter(terminal, 1)
    assert terminal.said().endswith("Use the arrows, its number or a word of it.")
    terminal.send(DOWN)
    while not terminal.pointed():
        terminal._read(DRAWN)
    assert "No line is chosen yet" not in terminal.text()


def test_keys_pressed_before_the_first_question_are_dropped(start, home):
    terminal = start("new", toy=True, ahead="Et ønske\r2\r2\rhalvt")
    assert "Hvad ønskes?" in terminal.question()
    assert terminal.said().endswith("›")
    terminal.type("Mit eget", ENTER)
    assert "Hvilken slags?" in terminal.question()
    (draft,) = (home / "drafts").glob("*.jsonl")
    assert "Mit eget" in draft.read_text("utf-8")
    assert "ønske" not in draft.read_text("utf-8")


@pytest.mark.parametrize("pasted", [TEN_LINES, TEN_LINES.replace("\r", "\n"), "Et ønske\rSEO\r2\r2\r2\r2\r"])
def test_a_paste_without_brackets_answers_one_question(start, home, pasted):
    terminal = start("new", toy=True)
    terminal.type(pasted)
    assert "Hvilken slags?" in terminal.question()
    assert terminal.pointed() == ""
    (draft,) = (home / "drafts").glob("*.jsonl")
    assert draft.read_text("utf-8").count('"value"') == 1
    terminal.answer()
    assert "Hvilket behov?" in terminal.question()


def test_one_key_answers_dont_know_at_every_question_that_allows_it(start, home):
    terminal = start("new", toy=True, language="en_GB")
    assert "Ctrl-K" not in terminal.question()
    terminal.type(DONT_KNOW, "A wish", DONT_KNOW, ENTER)
    assert "› A wish" in terminal.said(), "it cannot be done without"
    assert "Ctrl-K" not in terminal.question()
    terminal.type(DONT_KNOW, DOWN, ENTER)
    terminal.type("3", DONT_KNOW)
    assert "› Don't know" in terminal.said(), "whatever was marked"
    while "What does it cost?" not in terminal.question():
        assert "Ctrl-K don't know · Ctrl-C save and stop" in terminal.question()
        terminal.type(DONT_KNOW)
    terminal.type("20k", DONT_KNOW)
    while "YOUR ANSWERS" not in terminal.said():
        terminal.type(DONT_KNOW)
    (draft,) = (home / "drafts").glob("*.jsonl")
    answers = [json.loads(line) for line in draft.read_text("utf-8").splitlines() if '"value"' in line]
    known = {answer["id"] for answer in answers if answer["value"] is not None}
    assert known == {"request", "task_type"}
    assert len(answers) > len(known)
    terminal.type(BACK)
    assert terminal.said().endswith("›"), "no list is at the end, and nothing was typed"


def test_the_title_may_be_changed_and_is_kept_clean(start):
    terminal = start("new", "--quick", toy=True)
    _to_toy_review(terminal)
    _point_at("Opgaven hedder", terminal)
    terminal.type(ENTER)
    assert terminal.said().endswith("Hvad skal opgaven hedde? › Få os på TikTok")
    terminal.type(CLEAR, "TikTok æøå", WHY)
    assert "Titlen står øverst på notatet" in terminal.said()
    terminal.type(ENTER)
    assert "Opgaven hedder: TikTok æøå" in terminal.said()


def test_bytes_that_are_no_letters_do_no_harm(start, home):
    terminal = start("new", toy=True)
    terminal.child.send(b"Latin-1: \xe6\xf8\xe5")
    terminal.type(" og ø", ENTER)
    assert "Hvilken slags?" in terminal.question()
    (draft,) = (home / "drafts").glob("*.jsonl")
    assert " og ø" in draft.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "named"), [(["new"], "--from"), (["new", "--resume"], "--from"), (["init"], "--goal")]
)
def test_without_a_terminal_one_line_says_what_to_do_instead(run, home, arguments, named):
    for language in ("da", "en"):
        result = run(*arguments, "--lang", language)
        assert (result.code, result.out) == (1, "")
        assert result.err.count("\n") == 1
        assert "--no-input" in result.err
        assert named in result.err
    assert not (home / "drafts").exists()


def test_going_back_twice_and_changing_the_answer(start):
    terminal = start("new", toy=True)
    terminal.answer("Et ønske")
    terminal.answer()
    terminal.type("2", ENTER)
    terminal.type(BACK)
    assert terminal.pointed() == "Et gæt"
    terminal.type(BACK)
    assert "Hvilken slags?" in terminal.question()
    terminal.type(BACK)
    assert "Hvad ønskes?" in terminal.question()
    terminal.type(CLEAR, "Noget andet", ENTER)
    assert "Hvad giver det?" in terminal.question(), "the answers in between are kept"


def test_why_keeps_what_was_typed_and_what_was_marked(start):
    terminal = start("new", toy=True)
    terminal.type("Halvt skrevet", WHY)
    assert "Ordene tæller." in terminal.said()
    assert terminal.said().endswith("› Halvt skrevet")
    terminal.answer()
    terminal.answer()
    terminal.type("2", WHY)
    assert "Uden behov intet salg." in terminal.said()
    assert terminal.pointed() == "Et gæt"


def test_text_pasted_with_line_breaks_is_one_answer(start, home):
    terminal = start("new", toy=True)
    terminal.type("\x1b[200~Kære Kim\r\nFå os på TikTok.\nDe 3 bedste: æ, ø, å\x1b[201~", ENTER)
    assert "Hvilken slags?" in terminal.question()
    (draft,) = (home / "drafts").glob("*.jsonl")
    assert "Kære Kim\\nFå os på TikTok.\\nDe 3 bedste: æ, ø, å" in draft.read_text(encoding="utf-8")


def _at_cost(terminal: Terminal) -> Terminal:
    for keys in ("x", "", "", "", "", "1", "1", "0", ""):
        terminal.answer(keys)
    return terminal


def _point_at(words: str, terminal: Terminal) -> None:
    while words not in terminal.pointed():
        terminal.send(DOWN)
        terminal._read(DRAWN)


def test_a_number_that_cannot_be_read_is_explained_and_pasted_figures_answer_one_question(start):
    terminal = _at_cost(start("new", toy=True))
    assert "Hvad koster det?" in terminal.question()
    terminal.type("tyve kroner", ENTER)
    assert "tyve kroner kan ikke læses. Skriv ét tal (20000)" in terminal.said()
    terminal.type(CLEAR, "60/20/10", ENTER)
    assert "Tallene skal stå i rækkefølge" in terminal.said()
    terminal.type(CLEAR, "-5", ENTER)
    assert "kan ikke være under nul" in terminal.said()
    terminal.type(CLEAR, "1,5 mio.", ENTER)
    assert "1.500.000 kr." in terminal.said()
    assert "Hvor mange timer?" in terminal.question()
    terminal.type(BACK)
    terminal.type(CLEAR, "20k\r40\r20\r2\r2\r2099-05-01\r")
    assert "Hvor mange timer?" in terminal.question()
    assert terminal.said().endswith("›")
    terminal.type("10 t", ENTER)
    assert "Hvornår skal det ses?" in terminal.question()
    assert terminal.said().endswith("›")


def test_an_amount_in_pounds_is_refused_and_one_line_says_how_to_count_in_them(start, run):
    terminal = _at_cost(start("new", toy=True))
    terminal.type("£500", ENTER)
    assert "£500 er ikke i DKK, som der regnes i." in terminal.said()
    assert "triage init --currency GBP" in terminal.said()
    terminal.send(LEAVE)
    assert terminal.ended() == 130
    assert run("init", "--currency", "GBP").code == 0
    again = start("new", "--resume", toy=True)
    again.type("£500", ENTER)
    assert "= 500 £ " in again.said()


def test_dont_know_is_an_empty_line_or_the_last_choice(start):
    terminal = start("new", toy=True, language="en_GB")
    terminal.type(ENTER)
    assert "We cannot do without that answer." in terminal.said()
    terminal.type("A wish", ENTER)
    terminal.answer()
    terminal.type(UP, ENTER)
    for _ in range(6):
        terminal.answer()
    assert "Empty line: don't know. We may then have to wait for the answer." in terminal.question()
    terminal.type("don't know", ENTER)
    for _ in range(6):
        terminal.answer()
    terminal.scroll()
    said = terminal.said()
    assert "Need: not known yet" in said
    assert "Cost: not known yet" in said


def test_only_what_depends_on_a_change_is_asked_again_and_back_goes_to_the_change(start):
    terminal = _at_cost(start("new", toy=True))
    for keys in ("20k", "40", "20", UP, UP, "", ""):
        terminal.answer(keys)
    assert "DINE SVAR" in terminal.said()
    _point_at("Målt i", terminal)
    terminal.type(ENTER)
    assert "I hvad?" in terminal.question()
    terminal.type(DOWN, ENTER)
    assert "Hvor meget ekstra?" in terminal.question()
    terminal.type(BACK)
    assert "I hvad?" in terminal.question()
    terminal.type(UP, ENTER)
    assert "Hvor mange ekstra?" in terminal.question()
    assert terminal.said().endswith("› 1"), "asked again, with what was answered"
    terminal.type(BACK)
    terminal.type(DOWN, ENTER)
    assert "Hvor meget ekstra?" in terminal.question()
    terminal.type("10-20k", ENTER)
    shown = terminal.said()[terminal.said().rfind("DINE SVAR") :]
    assert "Målt i: Dækningsbidrag" in shown
    assert "Ekstra bidrag: 15.000 kr. (mellem 10.000 kr. og 20.000 kr.)" in shown
    assert "Ekstra antal" not in shown


@pytest.mark.parametrize(
    ("key", "language", "saved", "question"),
    [
        (LEAVE, "da_DK", "Dine svar er gemt.", "Hvilket behov?"),
        (END, "en_GB", "Your answers are saved.", "Which need?"),
    ],
)
def test_an_interview_that_was_left_goes_on_at_the_same_place(start, key, language, saved, question):
    terminal = start("new", toy=True, language=language)
    terminal.answer("Et ønske")
    terminal.answer()
    terminal.send(key)
    assert terminal.ended() == 130
    assert saved in terminal.said()
    assert "triage new --resume" in terminal.said()
    again = start("new", "--resume", toy=True, language="en_GB")
    assert question in again.question(), "in the language it was begun in"
    again.type(BACK)
    again.type(BACK)
    assert again.said().endswith("› Et ønske")


def test_a_program_that_is_killed_loses_only_the_question_on_the_screen(start, home):
    terminal = start("new", toy=True)
    terminal.answer("Et ønske")
    terminal.answer()
    terminal.child.kill(signal.SIGKILL)
    terminal.ended()
    (draft,) = (home / "drafts").glob("*.jsonl")
    with draft.open("a", encoding="utf-8") as file:
        file.write('{"id": "need", "val')
    again = start("new", "--resume", toy=True)
    assert "Hvilket behov?" in again.question()
    again.answer()
    assert "Hvad giver det?" in again.question()


def test_two_windows_cannot_answer_the_same_draft(start):
    terminal = start("new", toy=True)
    terminal.type("Et ønske", ENTER)
    other = Terminal(Path(os.environ["TRIAGE_HOME"]), "da_DK", "new", "--resume")
    assert other.ended() == 1
    assert "åben i et andet vindue" in other.said()


def test_one_of_several_drafts_is_chosen_the_newest_first(start):
    for words in ("Den første", "Den anden"):
        terminal = start("new", toy=True)
        terminal.type(words, ENTER)
        terminal.send(LEAVE)
        terminal.ended()
    again = start("new", "--resume", toy=True)
    assert "Den anden" in again.pointed()
    again.type(DOWN, ENTER)
    again.type(BACK)
    assert again.said().endswith("› Den første")


def test_a_draft_says_what_changed_rules_have_cost_it(start, tmp_path):
    terminal = start("new", toy=True)
    for keys in ("Et ønske", "", "2"):
        terminal.answer(keys)
    terminal.send(LEAVE)
    terminal.ended()
    changed = RULES.replace("guess", "hunch")
    (tmp_path / "changed.yaml").write_text(changed, encoding="utf-8")
    again = start("new", "--resume", "--rules", str(tmp_path / "changed.yaml"))
    assert "Reglerne er ændret" in again.said()
    assert "Behov" in again.said()
    assert "Hvilket behov?" in again.question()


def test_no_colour_where_none_is_wanted(start):
    terminal = start("new", toy=True, NO_COLOR="1")
    terminal.type("Et ønske", ENTER)
    assert b"\x1b[0;3" not in terminal.raw
    assert b"38;5" not in terminal.raw


def test_a_figure_of_the_profile_that_cannot_be_used_is_refused_at_once(start):
    terminal = start("init", language="en_GB")
    while "marketing budget" not in terminal.question():
        terminal.answer()
    terminal.type("0", ENTER)
    assert "must be greater than zero" in terminal.said()
    terminal.type(CLEAR, "2m", ENTER)
    while "Goal 1" not in terminal.question():
        terminal.answer()
    terminal.type("More enquiries | plants in Jutland | quotes", ENTER)
    terminal.type(ENTER)
    assert "When did you agree" in terminal.question()
    terminal.type("1 May 2099", ENTER)
    assert "1 May 2099 has not come yet." in terminal.said()
    terminal.type(CLEAR, "today", ENTER)
    assert "Who has said yes to the goals?" in terminal.question()
    terminal.type("Mette and Lars", ENTER)
    assert "Decided against 1" in terminal.question()
    terminal.type(ENTER)
    assert "YOUR ANSWERS" in terminal.said()


def test_the_direction_is_asked_about_alone_and_a_change_of_it_is_kept(start, run, home):
    assert run("init", "--goal", "Orders", "--manager", "Mette").code == 0
    terminal = start("init", "--goals", language="en_GB")
    _point_at("Goal 1: Orders", terminal)
    assert "Marketing manager" not in terminal.text()
    terminal.type(ENTER)
    terminal.type(CLEAR, "Service | customers | contracts | 12", ENTER)
    _point_at("Why the goals changed", terminal)
    terminal.type(ENTER)
    terminal.type("Sales asked", ENTER)
    terminal.send(ENTER)
    assert terminal.ended() == 0
    (course,) = json.loads((home / "goals.json").read_text(encoding="utf-8"))
    assert (course["goals"][0]["baseline"], course["because"]) == ("12", "Sales asked"), (
        "on the same day it is corrected"
    )
    assert json.loads((home / "profile.json").read_text(encoding="utf-8"))["manager"] == "Mette"


def test_the_profile_is_asked_in_the_same_manner_and_shown_when_it_is_there(start, home):
    terminal = start("init")
    while "DINE SVAR" not in terminal.said():
        typed = {"Hvad hedder firmaet?": "Pumper A/S", "Fast arbejde 1": "Nyhedsbrevet | 6 | 1.500"}
        terminal.answer(next((words for asked, words in typed.items() if asked in terminal.question()), ""))
    assert "= Nyhedsbrevet: 6 timer og 1.500 i penge om måneden" in terminal.said()
    terminal.send(ENTER)
    assert terminal.ended() == 0
    assert "Pumper A/S" in (home / "profile.json").read_text(encoding="utf-8")
    again = start("init")
    assert "DINE SVAR" in again.said()
    _point_at("Firma: Pumper A/S", again)
    again.type(ENTER)
    again.type(CLEAR, "Nye Pumper A/S", ENTER)
    assert "DINE SVAR" in again.question(), "nothing else is asked again"
    again.send(ENTER)
    assert again.ended() == 0
    assert "Nye Pumper A/S" in (home / "profile.json").read_text(encoding="utf-8")


def test_a_profile_that_was_begun_is_gone_on_with_and_takes_in_what_flags_say(start, run, home):
    nothing = start("init")
    nothing.send(LEAVE)
    assert nothing.ended() == 130
    assert "Der var ikke noget at gemme." in nothing.said()
    assert list((home / "profile-draft").iterdir()) == []
    terminal = start("init")
    terminal.type("Pumper A/S", ENTER)
    terminal.send(LEAVE)
    assert terminal.ended() == 130
    assert "Gå videre med: triage init" in terminal.said()
    assert run("init", "--director", "Lars").code == 0
    again = start("init")
    assert "Vi fortsætter, hvor du slap. Svar indtil nu: 2." in again.said()
    assert "Hvad hedder du?" in again.question()
    while "DINE SVAR" not in again.said():
        again.answer()
    again.send(ENTER)
    assert again.ended() == 0
    kept = json.loads((home / "profile.json").read_text(encoding="utf-8"))
    assert (kept["organisation"], kept["director"]) == ("Pumper A/S", "Lars")


def test_an_amount_that_looks_wrong_by_a_factor_is_asked_about_once(start, home):
    (home / "profile.json").write_text('{"yearly_budget": 2000000}')
    terminal = _at_cost(start("new", toy=True))
    terminal.type("20 mia", ENTER)
    assert "20.000.000.000 kr. er omkring 10.000 gange hele årets budget. Passer det?" in terminal.said()
    assert "Hvad koster det?" in terminal.question()
    assert terminal.said().endswith("› 20 mia"), "what was typed stands there to be corrected"
    terminal.type(ENTER)
    assert "Hvor mange timer?" in terminal.question()
    terminal.type("30.000", ENTER)
    assert "er omkring 18 års arbejde for én person" in terminal.said()
    terminal.type(CLEAR, "30", ENTER)
    assert "= 30 timer" in terminal.said()


def test_after_a_defer_only_what_is_missing_is_asked(start, run):
    case = Path(__file__).parents[1] / "rules" / "cases" / "own-unknown-decides.yaml"
    assert run("new", "--no-input", "--from", str(case)).code == 0
    terminal = start("new", "--again", "1", "--missing")
    assert "Svar på det, der mangler." in terminal.said()
    assert "dækningsbidrag" in terminal.question()
    terminal.type("40/110/220k", ENTER)
    while "DINE SVAR" not in terminal.said():
        terminal.type(DONT_KNOW)
    terminal.send(ENTER)
    assert terminal.ended() == 0
    assert "Det er et ja, så snart vi er enige om" in terminal.said()
    assert run("new", "--again", "1", "--missing", "--no-input", "--lang", "da").err.startswith(
        "Der mangler ikke noget"
    )


def test_a_decision_is_written_down_from_the_result_screen(start, run):
    terminal = start("new", "--quick", toy=True)
    _to_toy_review(terminal)
    terminal.type(ENTER)
    assert "2) Skriv ned, hvad I beslutter" in terminal.said()
    assert "3) Skriv en formular, som direktøren kan svare på i en mail" in terminal.said()
    terminal.type("2", ENTER)
    assert "Hvad har vi besluttet?" in terminal.said()
    terminal.type("1", ENTER)
    assert "Hvem har besluttet det?" in terminal.said()
    terminal.type("2", ENTER)
    assert "Hvad måler vi på?" in terminal.question()
    terminal.type(LEAVE)
    assert "2) Skriv ned, hvornår det er en succes" in terminal.said(), "not the decision, which is written down"
    assert "Du har ikke svaret på noget endnu. Begynd igen med: triage agree" in terminal.said()
    terminal.send(UP, ENTER)
    assert terminal.ended() == 0
    assert run("list", "--state", "decided").out.count("TikTok") == 1
