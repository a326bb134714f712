"""Rows out of a Trello board as Trello saves it for everybody, which is JSON; its CSV costs money."""

import json
from collections.abc import Iterator
from typing import Any

HEADER = ["Card Name", "Card Description", "Due Date"]
_FIELDS = ("name", "desc", "due")


def is_board(content: bytes) -> bool:
    """Whether a file is a board with cards."""
    return content.lstrip().startswith(b"{") and _cards(content) is not None


def board_rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield the headings and each card that is not archived; a card's line is its place among them."""
    yield 1, HEADER
    for number, card in enumerate(_cards(content) or [], start=2):
        if isinstance(card, dict) and not card.get("closed"):
            yield number, [str(card.get(name) or "").strip() for name in _FIELDS]


def _cards(content: bytes) -> list[Any] | None:
    if b'"cards"' not in content:
        return None
    try:
        board = json.loads(content)
    except (ValueError, RecursionError):
        return None
    cards = board.get("cards") if isinstance(board, dict) else None
    return cards if isinstance(cards, list) else None
