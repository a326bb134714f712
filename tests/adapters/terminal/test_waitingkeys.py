"""Keys that wait are dropped, wherever they wait and however slowly they come."""

import os
import select
import sys
import threading
import time
from collections.abc import Iterator

import pytest

if sys.platform == "win32":
    pytest.skip("no pseudo-terminals there", allow_module_level=True)

import pty

from prompt_toolkit.input import Input
from prompt_toolkit.input.typeahead import get_typeahead, store_typeahead
from prompt_toolkit.input.vt100 import Vt100Input
from prompt_toolkit.key_binding import KeyPress
from triage.adapters.terminal import waitingkeys
from triage.adapters.terminal.waitingkeys import QUIET, drop_waiting_keys


@pytest.fixture
def keyboard() -> Iterator[tuple[int, Input]]:
    """Where keys are pressed, and where they are read."""
    pressed, read = pty.openpty()
    with os.fdopen(read, encoding="utf-8") as stream:
        yield pressed, Vt100Input(stream)
    os.close(pressed)


def waits(source: Input) -> bool:
    return bool(select.select([source.fileno()], [], [], QUIET)[0])


def test_what_waits_with_the_system_is_dropped(keyboard):
    pressed, source = keyboard
    os.write(pressed, b"one\ntwo\nhal")
    assert waits(source)
    drop_waiting_keys(source)
    os.write(pressed, b"new\n")
    assert os.read(source.fileno(), 100) == b"new\n"


def test_what_was_read_ahead_is_dropped_with_what_still_comes_of_it(keyboard):
    pressed, source = keyboard
    store_typeahead(source, [KeyPress("x")])

    def paste() -> None:
        for _ in range(5):
            os.write(pressed, b"line\n")
            time.sleep(QUIET / 5)

    pasting = threading.Thread(target=paste)
    pasting.start()
    drop_waiting_keys(source)
    pasting.join()
    assert get_typeahead(source) == []
    assert not waits(source)


def test_nothing_is_waited_for_where_nothing_waits(keyboard, monkeypatch):
    _, source = keyboard
    monkeypatch.setattr(waitingkeys, "QUIET", 60)
    drop_waiting_keys(source)


def test_a_key_held_down_does_not_stop_the_program(keyboard, monkeypatch):
    pressed, source = keyboard
    dropped = []
    monkeypatch.setattr(waitingkeys, "_waits", lambda _source, _seconds: True)
    monkeypatch.setattr(waitingkeys, "_flush", dropped.append)
    drop_waiting_keys(source)
    assert len(dropped) == waitingkeys.MOST_ROUNDS + 1
    assert pressed
