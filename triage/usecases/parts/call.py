"""What a command was called with, and what several commands ask and check."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from triage.adapters.home import clock
from triage.adapters.home.settings import Home
from triage.adapters.pages.catalog import Catalog
from triage.core.messages import Message, Typed, say
from triage.core.request.request import Value

if TYPE_CHECKING:
    from triage.adapters.register.kept import Kept


class Call(Struct, frozen=True):
    """What a command about one request, or about the firm, was called with."""

    home: Home
    catalog: Catalog
    flags: Mapping[str, str]
    """What was typed for each question."""
    ask: bool
    """Whether there is a person at the terminal, and may be asked."""


class NewCall(Struct, frozen=True):
    """What ``triage new`` was called with."""

    home: Home
    catalog: Catalog
    language_asked: bool = False
    """Whether ``--lang`` was given; otherwise a draft is resumed in its own language."""
    rules: Path | None = None
    file: Path | None = None
    quick: bool = False
    all: bool = False
    """Whether every question is asked."""
    memo: Path | None = None
    force: bool = False
    whats_new: str = ""
    """What is new since the same was asked before."""


def about(kept: "Kept") -> Message:
    """Say which request a form is about."""
    return say("fill.about", id=kept.entry.id, title=Typed(kept.entry.title))


def not_future(_name: str, value: Value) -> Message | None:
    """Say that a date has not come yet, where it has not."""
    return say("profile.not_yet", date=value) if isinstance(value, date) and value > clock.today() else None


def not_past(_name: str, value: Value) -> Message | None:
    """Say that a date has gone by, where it has."""
    return say("answer.past") if isinstance(value, date) and value < clock.today() else None
