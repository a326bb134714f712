"""Tries examples of a kind, and tells the smallest that breaks what has to hold."""

import traceback

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from fuzz.kinds import KINDS
from fuzz.world import World


def quick(patched: pytest.MonkeyPatch) -> None:
    """Let nothing wait for keys, nor search for longer than an example may take."""
    patched.setattr("triage.usecases.parts.searching.SECONDS", 0.2)
    patched.setattr("triage.adapters.terminal.waitingkeys.drop_waiting_keys", lambda _: None)
    patched.setattr("triage.adapters.terminal.plainprompt._source", lambda: None)


def tried(world: World, name: str, count: int, *, start: int = 0, shrink: bool = False) -> str:
    """Try so many examples of a kind; return what broke, as it is printed, or nothing."""
    strategy, check = KINDS[name]
    phases = (Phase.generate, Phase.shrink) if shrink else (Phase.generate,)

    @seed(start)
    @settings(max_examples=count, deadline=None, database=None, phases=phases, suppress_health_check=list(HealthCheck))
    @given(strategy)
    def one(drawn: object) -> None:
        world.renew()
        check(world, drawn)

    try:
        one()
    except Exception as error:  # noqa: BLE001 - whatever breaks is a finding
        return "".join(traceback.format_exception(error))
    return ""
