"""The interview as a person meets it: the real program in a pseudo-terminal of 80 columns, in both languages."""

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pyte
import pytest

from toy import TOY

ROOT = Path(__file__).parent.parent
ENTER, DOWN, UP, BACK, WHY = "\r", "\x1b[B", "\x1b[A", "\x02", "\x17"
LEAVE, END, CLEAR = "\x03", "\x04", "\x15"
READY = b"\x1b[?2004h"
"""What every prompt sends once it listens."""
DRAWN = b"\x1b[?7h\x1b[0m"
"""What ends every drawing of a prompt."""
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


class Terminal:
    """A terminal with the program in it."""

    def __init__(self, home: Path, language: str, *arguments: str, **environment: str) -> None:
        kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
        own = {
            "TRIAGE_HOME": str(home),
            "HOME": str(home),
            "LANG": f"{language}.UTF-8",
            "PYTHONUTF8": "1",
            "PYTHONPATH": str(ROOT),
            "PYTHONPYCACHEPREFIX": str(Path(__file__).parent / "__pycache__" / "program"),
            "PROMPT_TOOLKIT_NO_CPR": "1",
            "TERM": "xterm-256color",
        }
        self.child = pexpect.spawn(
            sys.executable, ["-m", "triage", *arguments], env=kept | own | environment, dimensions=(24, 80), timeout=10
        )
        self.child.delaybeforesend = None
        self.screen = pyte.HistoryScreen(80, 24, history=2_000, ratio=1)
        self.stream = pyte.ByteStream(self.screen)
        self.raw = b""
        self.seen = ""
        """What a list showed before it was scrolled."""

    def ready(self) -> "Terminal":
        """Wait until the next prompt listens and has been drawn."""
        self._read(READY)
        self._read(DRAWN)
        return self

    def ended(self) -> int:
        """Wait for the end and give the exit code."""
        self._read(pexpect.EOF)
        self.child.close()
        return self.child.exitstatus

    def _read(self, until: object) -> None:
        try:
            self.child.expect_exact(until) if isinstance(until, bytes) else self.child.expect(until)
        except (pexpect.TIMEOUT, pexpect.EOF) as error:
            self._feed(self.child.before if isinstance(self.child.before, bytes) else b"")
            raise AssertionError(self.text()) from error
        self._feed(self.child.before + (self.child.after if isinstance(self.child.after, bytes) else b""))

    def _feed(self, seen: bytes) -> None:
        self.raw += seen
        self.stream.feed(seen)

    def type(self, *keys: str) -> "Terminal":
        """Send keys and wait for the prompt that they lead to; the last of them must end the present one."""
        self.child.send("".join(keys))
        return self.ready()

    def send(self, *keys: str) -> None:
        self.child.send("".join(keys))

    def lines(self) -> list[str]:
        """Everything that has been on the screen, a line each."""
        above = ["".join(line[column].data for column in range(80)) for line in self.screen.history.top]
        return [line.rstrip() for line in (*above, *self.screen.display)]

    def text(self) -> str:
        return "\n".join(self.lines()).rstrip()

    def said(self) -> str:
        """Everything that has been on the screen as one line, since long sentences are wrapped."""
        return self.seen + " ".join(self.text().split())

    def scroll(self) -> None:
        """Show the end of a list; what is above it is kept in what has been said."""
        self.seen += self.said()
        self.send(UP)
        self._read(DRAWN)

    def question(self) -> str:
        """What stands below the last "Question n of about m"."""
        at = max(self.said().rfind("Spørgsmål "), self.said().rfind("Question "))
        return self.said()[at:]

    def pointed(self) -> str:
        """The choice that is marked."""
        return next(line for line in reversed(self.lines()) if line.startswith(" » "))[3:78].split(") ", 1)[-1].strip()


@pytest.fixture
def start(home: Path, tmp_path: Path) -> Iterator[object]:
    """Start the program: ``start("new", language="da_DK")`` waits for its first prompt."""
    (tmp_path / "toy.yaml").write_text(RULES, encoding="utf-8")
    running: list[Terminal] = []

    def _start(*arguments: str, language: str = "da_DK", toy: bool = False, **environment: str) -> Terminal:
        if toy:
            arguments += ("--rules", str(tmp_path / "toy.yaml"))
        running.append(Terminal(home, language, *arguments, **environment))
        return running[-1].ready()

    yield _start
    for terminal in running:
        terminal.child.close(force=True)


REQUEST = "Alle er på TikTok. Skaf os 10.000 følgere før sommer."
QUICK_DA = [
    ("bedt om? Skriv det, som direktøren sagde det.", REQUEST + ENTER),
    ("Hvilken slags opgave", ENTER),
    ("Hvad ligner problemet mest?", ENTER),
    ("Hvem helt præcis skal gøre noget andet", "Pumpekøbere på vandværker" + ENTER),
    ("Hvilket behov hos dem", DOWN + ENTER),
    ("Hvad skal have flyttet sig bagefter?", UP + UP + ENTER),
    ("Hvad koster det", "20-60k" + ENTER),
    ("Hvor mange timer", "10/20/60 t" + ENTER),
    ("Hvornår skal effekten kunne ses?", "om 1 uge" + ENTER),
    ("Hvor godt passer det til de mål", DOWN + ENTER),
]


def test_a_quick_interview_in_danish_to_the_verdict(start, home):
    terminal = start("new", "--quick")
    for number, (question, keys) in enumerate(QUICK_DA, start=1):
        assert f"Spørgsmål {number} af ca. 10" in terminal.question()
        assert question in terminal.question()
        assert terminal.said().count("point") == 0, "a running score would bend the answers"
        if question == "Hvilken slags opgave":
            assert terminal.pointed() == "TikTok"
        if question == "Hvilket behov hos dem":
            assert "5) Mindst fem kunder eller vores egne data siger det, og gruppen er præcis" in terminal.text()
        terminal.type(keys)
    said = terminal.said()
    assert "20.000 kr. - 40.000 kr. - 60.000 kr." in said
    assert "10 timer - 20 timer - 60 timer" in said
    assert "de første tegn efter" in said
    assert "Ugerne bygger på" in said
    assert "Dit ønske ligger før de første tegn." in said
    assert "DINE SVAR" in said
    assert terminal.pointed() == "Vurdér opgaven nu"
    assert "Kundens behov: Det er et løst gæt om en bred gruppe" in said
    terminal.type(ENTER)
    assert "Hvad nu?" in terminal.said()
    assert list((home / "drafts").iterdir()) == []


FULL_TOY_EN = [
    ("What is asked?", "A wish æøå" + ENTER),
    ("What kind?", ENTER),
    ("Which need?", ENTER),
    ("What does it bring?", ENTER),
    ("In what?", ENTER),
    ("How many extra?", "5/20/60" + ENTER),
    ("Contribution for each?", "1,300" + ENTER),
    ("Chance of no effect?", "30%" + ENTER),
    ("Would it come anyway?", ENTER),
    ("What does it cost?", "20k" + ENTER),
    ("How many hours?", "40 h" + ENTER),
    ("When should it show?", "week 30" + ENTER),
    ("Is it lawful?", ENTER),
    ("Is it a duty?", ENTER),
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
    for shown in ("Extra units: 5 - 20 - 60", "No effect: 30%", "Hours: 40 hours", "Judged on: 1 May 2099"):
        assert shown in said
    for usual in ("Lawful: Yes", "Duty: no"):
        assert usual in said, "Enter alone never gives the worst answer where a default is stated"


def test_going_back_twice_and_changing_the_answer(start):
    terminal = start("new", toy=True)
    terminal.type("Et ønske", ENTER)
    terminal.type(ENTER)
    terminal.type(DOWN, ENTER)
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
    terminal.type(ENTER)
    terminal.type(ENTER)
    terminal.type(DOWN, WHY)
    assert "Uden behov intet salg." in terminal.said()
    assert terminal.pointed() == "Et gæt"


def test_text_pasted_with_line_breaks_is_one_answer(start, home):
    terminal = start("new", toy=True)
    terminal.type("\x1b[200~Kære Kim\r\nFå os på TikTok.\nDe 3 bedste: æ, ø, å\x1b[201~", ENTER)
    assert "Hvilken slags?" in terminal.question()
    (draft,) = (home / "drafts").iterdir()
    assert "Kære Kim\\nFå os på TikTok.\\nDe 3 bedste: æ, ø, å" in draft.read_text(encoding="utf-8")


def _at_cost(terminal: Terminal) -> Terminal:
    for keys in ("x", "", "", "", "", "1", "1", "0", ""):
        terminal.type(keys, ENTER)
    return terminal


def test_a_number_that_cannot_be_read_is_explained_and_may_be_mended(start):
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


def test_dont_know_is_an_empty_line_or_the_last_choice(start):
    terminal = start("new", toy=True, language="en_GB")
    terminal.type(ENTER)
    assert "We cannot do without that answer." in terminal.said()
    terminal.type("A wish", ENTER)
    terminal.type(ENTER)
    terminal.type(UP, ENTER)
    for keys in ("", "", "", "", "", ""):
        terminal.type(keys, ENTER)
    assert "does not count against the task" in terminal.question()
    terminal.type("don't know", ENTER)
    for keys in ("", "", "", "", "", ""):
        terminal.type(keys, ENTER)
    terminal.scroll()
    said = terminal.said()
    assert "Need: not known yet" in said
    assert "Cost: not known yet" in said


def test_only_what_depends_on_a_changed_answer_is_asked_again(start):
    terminal = _at_cost(start("new", toy=True))
    for keys in ("20k", "40", "20", DOWN, DOWN, "", ""):
        terminal.type(keys, ENTER)
    assert "DINE SVAR" in terminal.said()
    while "Målt i" not in terminal.pointed():
        terminal.send(DOWN)
        terminal._read(DRAWN)
    terminal.type(ENTER)
    assert "I hvad?" in terminal.question()
    terminal.type(DOWN, ENTER)
    assert "Hvor meget ekstra?" in terminal.question()
    terminal.type("10-20k", ENTER)
    shown = terminal.said()[terminal.said().rfind("DINE SVAR") :]
    assert "Målt i: Dækningsbidrag" in shown
    assert "Ekstra bidrag: 10.000 kr." in shown
    assert "Ekstra antal" not in shown


@pytest.mark.parametrize("key", [LEAVE, END])
@pytest.mark.parametrize(
    ("language", "saved", "question"),
    [("da_DK", "Dine svar er gemt.", "Hvilket behov?"), ("en_GB", "Your answers are saved.", "Which need?")],
)
def test_an_interview_that_was_left_goes_on_at_the_same_place(start, key, language, saved, question):
    terminal = start("new", toy=True, language=language)
    terminal.type("Et ønske", ENTER)
    terminal.type(ENTER)
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
    terminal.type("Et ønske", ENTER)
    terminal.type(ENTER)
    terminal.child.kill(signal.SIGKILL)
    terminal.ended()
    (draft,) = (home / "drafts").iterdir()
    with draft.open("a", encoding="utf-8") as file:
        file.write('{"id": "need", "val')
    again = start("new", "--resume", toy=True)
    assert "Hvilket behov?" in again.question()
    again.type(ENTER)
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
    for keys in ("Et ønske", "", DOWN):
        terminal.type(keys, ENTER)
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


def test_no_line_is_broken_in_the_middle_of_a_word(start):
    terminal = start("new", "--quick")
    for _, keys in QUICK_DA:
        full = [line for line in terminal.lines() if len(line) >= 80 and not line.endswith((" ^", " v"))]
        assert not full
        terminal.type(keys)


def test_a_figure_of_the_profile_that_cannot_be_used_is_refused_at_once(start):
    terminal = start("init", language="en_GB")
    while "marketing budget" not in terminal.question():
        terminal.type(ENTER)
    terminal.type("0", ENTER)
    assert "must be greater than zero" in terminal.said()
    terminal.type(CLEAR, "2m", ENTER)
    while "Goal 1" not in terminal.question():
        terminal.type(ENTER)
    terminal.type("More enquiries | plants in Jutland | quotes", ENTER)
    terminal.type(ENTER)
    assert "When did you agree" in terminal.question()
    terminal.type("1 May 2099", ENTER)
    assert "1 May 2099 has not come yet." in terminal.said()
    terminal.type(CLEAR, "today", ENTER)
    assert "YOUR ANSWERS" in terminal.said()


def test_the_profile_is_asked_in_the_same_manner_and_shown_when_it_is_there(start, home):
    terminal = start("init")
    while "DINE SVAR" not in terminal.said():
        terminal.type("" if "Hvad hedder firmaet?" not in terminal.question() else "Pumper A/S", ENTER)
    terminal.send(ENTER)
    assert terminal.ended() == 0
    assert "Pumper A/S" in (home / "profile.json").read_text(encoding="utf-8")
    again = start("init")
    assert "DINE SVAR" in again.said()
    assert "Firma: Pumper A/S" in again.said()
