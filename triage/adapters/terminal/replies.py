"""What a prompt is given and what it returns, whichever way it asks."""

from enum import Enum
from typing import TypeAlias

from msgspec import Struct


class Signal(Enum):
    """What a person may do instead of answering."""

    BACK = "back"


class Why(Struct, frozen=True):
    """The reason for a question was asked for; ``typed`` is what had been typed."""

    typed: str


Reply: TypeAlias = str | Signal | Why


class ListItem(Struct, frozen=True):
    """One choice of a list: the value it returns, and its wording. Without a value it is a heading."""

    value: str | None
    title: str
