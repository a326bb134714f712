"""How full the first sheet is, for formats that cannot measure themselves: a browser's print, and Word."""

from collections.abc import Sequence

from triage.adapters.documents.tree import (
    Block,
    Code,
    Document,
    Drawing,
    Heading,
    Items,
    Paragraph,
    Quotation,
    Rule,
    Table,
    plain,
)

LETTERS = 92
"""In a line of the page."""
PRINTED = (61, 65, 69, 73)
"""Lines up to which a browser's first sheet is printed in the usual size, in one a half point smaller, and so on.

Both found by printing the memos of thirteen cases in both languages with Chromium and LibreOffice, in each size."""
IN_WORD = (54, 58, 63, 68)
"""The same for Word, with a wide font in place of ours, as on a computer that lacks it."""


def crowding(document: Document, steps: Sequence[float]) -> int:
    """Return by how many half points the type is made smaller so that the first sheet is one; 0 where none is meant.

    What would still be too long, such as a request of 10,000 letters, is set in the usual size and runs on.
    """
    if not document.one_page:
        return 0
    lines = sum(_lines(block) for block in document.sheets[0])
    return next((step for step, most in enumerate(steps) if lines <= most), 0)


def _lines(block: Block) -> float:
    match block:
        case Heading(level):
            return 2.2 if level == 1 else 0.6
        case Paragraph(words):
            return _broken(plain(words)) + 0.5
        case Quotation(blocks):
            return sum(map(_lines, blocks))
        case Items(items):
            return sum(sum(map(_lines, item)) - 0.3 for item in items) + 0.3
        case Table():
            return 1.25 * (len(block.rows) + 1) + 0.5
        case Code(text):
            return text.count("\n") + 1.5
        case Drawing(picture):
            return picture.height / 13 + 0.8
        case Rule():
            return 0


def _broken(text: str) -> int:
    return sum(-(-max(len(line), 1) // LETTERS) for line in text.split("\n"))
