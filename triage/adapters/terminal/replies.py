"""What a prompt is given and what it returns, whichever way it asks."""

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias


class Signal(Enum):
    """What a person may do instead of answering."""

    BACK = "back"


@dataclass(frozen=True, slots=True)
class Why:
    """The reason for a question was asked for; ``typed`` is what had been typed."""

    typed: str


Reply: TypeAlias = str | Signal | Why


@dataclass(frozen=True, slots=True)
class ListItem:
    """One choice of a list: the value it returns, and its wording. Without a value it is a heading."""

    value: str | None
    title: str
