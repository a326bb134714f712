"""The interview without redrawing, in a pseudo-terminal of 40 columns: nothing but lines, in both languages."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pexpect
import pytest

from terminal import LEAVE, spawn
from toy import TOY


class Plain:
    """A terminal with the program in it, of which only what is printed counts."""

    def __init__(self, home: Path, *arguments: str, **environment: str) -> None:
        own = {"TRIAGE_HOME": str(home), "HOME": str(home)}
        self.child = spawn(arguments, own | environment, (24, 40), encoding="utf-8")
        self.raw = ""

    def asked(self) -> str:
        """Wait for the next question and give what was printed before it, as one line."""
        self.child.expect_exact("\r\n> ")
        self.raw += self.child.before + self.child.after
        return " ".join(self.child.before.split())

    def answer(self, typed: str) -> str:
        self.child.sendline(typed)
        return self.asked()

    def ended(self) -> tuple[int, str]:
        self.child.expect(pexpect.EOF)
        self.raw += self.child.before
        self.child.close()
        return self.child.exitstatus, " ".join(self.child.before.split())


@pytest.fixture
def start(home: Path, tmp_path: Path) -> Iterator[Callable[..., Plain]]:
    """Start the program on the toy rules: ``start("new", TRIAGE_PLAIN="1")``."""
    (tmp_path / "toy.yaml").write_text(TOY, encoding="utf-8")
    running: list[Plain] = []

    def _start(*arguments: str, language: str = "en_GB.UTF-8", **environment: str) -> Plain:
        rules = ("--rules", str(tmp_path / "toy.yaml")) if "new" in arguments else ()
        running.append(Plain(home, *arguments, *rules, LANG=language, **environment))
        return running[-1]

    yield _start
    for plain in running:
        plain.child.close(force=True)


def test_an_interview_without_redrawing_to_the_verdict(start):
    plain = start("new", TRIAGE_PLAIN="1")
    first = plain.asked()
    assert "Type < (back) or ? (why). Ctrl-C: save and stop. What is asked?" in first
    assert "Words count." in plain.answer("?")
    assert "What kind?" in plain.answer("Put us on TikTok")
    assert "Nothing is chosen yet. Type the number of a line" in plain.answer("")
    assert "It is not in the list." in plain.answer("zzz")
    lawful = plain.answer("1")
    assert "1) No 2) Yes 3) Don't know" in lawful
    assert "What kind?" in plain.answer("<")
    plain.answer("")
    assert "Yes" in plain.answer("yes")
    said = ""
    for _ in range(20):
        said = plain.answer("don't know")
        if "YOUR ANSWERS" in said:
            break
    assert "[1] Weigh the task now" in said
    verdict = plain.answer("")
    assert "What now?" in verdict
    plain.child.send(LEAVE)
    plain.ended()
    assert "\x1b" not in plain.raw, "nothing is drawn anew, and nothing has a colour"
    assert max(map(len, plain.raw.splitlines())) <= 40


def test_keys_that_wait_answer_nothing_here_either(start):
    plain = start("new", TERM="dumb", language="da_DK.UTF-8")
    plain.asked()
    plain.child.send("Et ønske\n1\n1\n1\n")
    assert "Hvilken slags?" in plain.asked()
    assert "Der er ikke valgt noget endnu." in plain.answer("")
    plain.child.send(LEAVE)
    code, said = plain.ended()
    assert code == 130
    assert "Dine svar er gemt. Gå videre med: triage new --resume" in said


def test_a_table_is_read_out_row_by_row(start, keep):
    keep("TikTok for pump buyers")
    plain = start("list", TRIAGE_PLAIN="1")
    code, said = plain.ended()
    assert code == 0
    assert "No.: 2026-001, Date: 2026-03-02, Verdict: Go" in said
    assert "Task: TikTok for pump buyers" in said
    assert "\x1b" not in plain.raw
