"""Lists as they are used with the keys, without a terminal."""

from collections.abc import Callable, Iterator

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from triage.adapters.terminal import prompt
from triage.adapters.terminal.prompt import ListItem, Reply, Signal, Why

DOWN, ENTER, BACKSPACE, BACK, CLEAR = "\x1b[B", "\r", "\x7f", "\x02", "\x15"
SHORT = [ListItem("sales", "Sælgerne hører det"), ListItem("proven", "Vores tal viser det"), ListItem("none", "Intet")]
LONG = [
    ListItem("*go", "Vurdér opgaven nu"),
    ListItem(None, "- Behovet -"),
    *(ListItem(f"q{at}", f"Svar {at}: fem") for at in range(1, 12)),
    ListItem("cost", "Hvad det koster: 20.000 kr."),
]


@pytest.fixture
def press(monkeypatch) -> Iterator[Callable[..., Reply]]:
    """Show a list and press keys."""
    monkeypatch.setattr(prompt, "drop_waiting_keys", lambda _source: None)
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):

        def _press(keys, lines=SHORT, chosen=None, **more):
            pipe.send_text(keys)
            return prompt.ask_choice(lines, chosen, unchosen="-", nothing="-", **more)

        yield _press


@pytest.mark.parametrize(
    ("keys", "lines", "chosen"),
    [
        ("2" + ENTER, SHORT, "proven"),
        ("tal" + ENTER, SHORT, "proven"),
        ("sæl" + ENTER, SHORT, "sales"),
        ("ja" + ENTER, [ListItem("if", "Ja, hvis"), ListItem("yes", "Ja"), ListItem("no", "Nej")], "yes"),
        ("tal" + BACKSPACE * 3 + "1" + ENTER, SHORT, "sales"),
        ("i" + DOWN + ENTER, SHORT, "proven"),
        ("xyz" + CLEAR + "tal" + ENTER, SHORT, "proven"),
        ("hvad" + ENTER, LONG, "cost"),
        ("20.000" + ENTER, LONG, "cost"),
        ("svar 11" + ENTER, LONG, "q11"),
        ("behovet" + BACKSPACE * 7 + DOWN + ENTER, LONG, "*go"),
        ("svar" + DOWN + DOWN + ENTER, LONG, "q2"),
    ],
)
def test_what_is_typed_finds_its_line(press, keys, lines, chosen):
    assert press(keys, lines) == chosen


@pytest.mark.parametrize("keys", ["r", "xyz", "tal" + CLEAR, "behovet", " ", BACKSPACE, "tal" + BACKSPACE * 3])
def test_no_line_is_chosen_as_long_as_it_may_be_another(press, keys):
    assert press(keys + ENTER + BACK, LONG) is Signal.BACK


def test_backspace_leaves_the_earlier_answer_chosen(press):
    assert press(BACKSPACE + ENTER, chosen="proven") == "proven"


@pytest.mark.parametrize(("keys", "marked"), [("?", ""), ("2?", "proven"), ("in" + "?", "none"), ("2\x17", "proven")])
def test_a_question_mark_asks_why_and_keeps_the_place(press, keys, marked):
    assert press(keys) == Why(marked)


def test_a_question_mark_alone_on_a_line_asks_why(monkeypatch):
    monkeypatch.setattr(prompt, "drop_waiting_keys", lambda _source: None)
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_text("?" + ENTER)
        assert prompt.ask_text() == Why("")
        pipe.send_text("hvad?" + ENTER)
        assert prompt.ask_text() == "hvad?"


@pytest.mark.parametrize(
    ("keys", "reply"),
    [("\x02", Signal.BACK), ("abc\x17", Why("abc")), ("abc\x0b", ""), ("abc\x15x" + ENTER, "x")],
)
def test_the_keys_of_a_line_do_what_the_guide_says(keys, reply, monkeypatch):
    monkeypatch.setattr(prompt, "drop_waiting_keys", lambda _source: None)
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_text(keys)
        assert prompt.ask_text(may_be_empty=True) == reply


@pytest.mark.parametrize(("keys", "reply"), [("\x02", Signal.BACK), ("\x0b", "none"), ("1\x0b", "none")])
def test_the_keys_of_a_list_do_what_the_guide_says(press, keys, reply):
    assert press(keys, unknown="none") == reply


@pytest.mark.parametrize("keys", ["\x03", "\x04"])
def test_leaving_is_heard_in_a_list(press, keys):
    with pytest.raises(KeyboardInterrupt):
        press(keys)
