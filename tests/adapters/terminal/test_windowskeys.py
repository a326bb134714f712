"""The keys that wait at a Windows console, with a stand-in for its keyboard."""

import importlib
import sys
from types import SimpleNamespace

import pytest
from triage.adapters.terminal import waitingkeys


@pytest.fixture
def console(monkeypatch):
    """The module as it is there, with a keyboard of which keys wait."""
    waiting = []
    keyboard = SimpleNamespace(kbhit=lambda: bool(waiting), getwch=lambda: waiting.pop(0))
    with monkeypatch.context() as there:
        there.setattr(sys, "platform", "win32")
        there.setitem(sys.modules, "msvcrt", keyboard)
        importlib.reload(waitingkeys)
    monkeypatch.setattr(waitingkeys, "QUIET", 0.0)
    yield waiting
    importlib.reload(waitingkeys)


def test_what_waits_is_dropped_there_too(console, monkeypatch):
    source = SimpleNamespace(typeahead_hash=lambda: "console")
    console += "one\rtwo\rthree"
    waitingkeys.drop_waiting_keys(source)
    assert console == []
    monkeypatch.setattr(waitingkeys, "QUIET", 60)
    waitingkeys.drop_waiting_keys(source)  # where nothing waits, nothing is waited for
