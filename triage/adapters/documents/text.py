"""A page as plain text for the body of a mail: no marks of Markdown, and tables whose columns stand in line."""

import re
from collections.abc import Iterator, Sequence
from textwrap import wrap

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

WIDTH = 72
"""Letters in a line, so that a mail program that quotes it does not break it."""
_SPACES = re.compile(r"[ \n\t]+")
"""But for fixed ones, which keep an amount together."""
BULLET = "\u2022"


def text_of(document: Document) -> str:
    """Return the page as text, without its pictures: what they show stands in the words."""
    blocks = [block for block in document.blocks if not isinstance(block, Drawing)]
    return "\n".join(_spaced(blocks, WIDTH)).strip("\n") + "\n"


def _spaced(blocks: Sequence[Block], width: int) -> Iterator[str]:
    """Yield the lines of blocks, with an empty one between two; a heading stands right above what it is about."""
    for at, block in enumerate(blocks):
        before = blocks[at - 1] if at else None
        if before and not (isinstance(before, Heading) and before.level > 1):
            yield ""
        if isinstance(block, Heading) and at and block.level <= 2:
            yield ""
        yield from _lines(block, width)


def _lines(block: Block, width: int) -> Iterator[str]:  # noqa: C901 - one flat case for each kind of block
    match block:
        case Heading(level, words):
            said = plain(words)
            yield from _wrapped(said.upper() if level == 2 else said, width)
            if level == 1:
                yield "=" * min(max(map(len, _wrapped(said, width))), width)
        case Paragraph(words):
            yield from _wrapped(plain(words), width)
        case Quotation(blocks):
            yield from (f"    {line}".rstrip() for line in _spaced(blocks, width - 4))
        case Items(items, numbered):
            for at, item in enumerate(items, start=1):
                yield from _item(item, f"{at}." if numbered else BULLET, width)
        case Table():
            yield from _table(block, width)
        case Code(text):
            yield from text.split("\n")
        case Rule():
            yield "-" * width
        case Drawing():
            return


def _item(blocks: Sequence[Block], mark: str, width: int) -> Iterator[str]:
    indent = " " * (len(mark) + 1)
    for at, line in enumerate(_spaced(blocks, width - len(indent))):
        yield f"{indent if at else mark + ' '}{line}".rstrip()


def _wrapped(text: str, width: int) -> list[str]:
    """Break a text into lines; a word that is longer, such as an address, stays whole."""
    lines = text.split("\n")
    return [part for line in lines for part in wrap(line, width, break_long_words=False, break_on_hyphens=False)]


def _table(table: Table, width: int) -> Iterator[str]:
    """Yield the rows in columns; where there is no room, each cell in a line of its own after its heading."""
    rows = [[_SPACES.sub(" ", plain(cell)) for cell in row] for row in (table.heads, *table.rows)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(table.heads))]
    if sum(widths) + 2 * (len(widths) - 1) > width:
        yield from _records(rows, width)
        return
    for at, row in enumerate(rows):
        yield "  ".join(_cell(*each) for each in zip(row, widths, table.right, strict=True)).rstrip()
        if not at:
            yield "  ".join("-" * each for each in widths)


def _cell(text: str, width: int, right: bool) -> str:
    return text.rjust(width) if right else text.ljust(width)


def _records(rows: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    heads, *others = rows
    for at, (first, *cells) in enumerate(others):
        if at:
            yield ""
        yield from _wrapped(f"{BULLET} {first}", width)
        for head, cell in zip(heads[1:], cells, strict=True):
            if cell:
                yield from (f"  {line}" for line in _wrapped(f"{head}: {cell}", width - 2))
