"""What a page consists of, whatever format it is written in: blocks, and the words inside them."""

from collections.abc import Iterator
from typing import TypeAlias

from msgspec import Struct

from triage.adapters.pictures.canvas import Picture


class Words(Struct, frozen=True):
    """Plain words and how they are set; nothing in them is markup."""

    text: str
    strong: bool = False
    emphasis: bool = False
    code: bool = False
    link: str = ""


class Break(Struct, frozen=True):
    """A new line inside a paragraph."""


class Blank(Struct, frozen=True):
    """A line to write on, about so many letters long."""

    length: int


class Box(Struct, frozen=True):
    """A box to tick."""


Inline: TypeAlias = Words | Break | Blank | Box
Line: TypeAlias = tuple[Inline, ...]


class Heading(Struct, frozen=True):
    """A heading; level 1 is the page's title."""

    level: int
    words: Line


class Paragraph(Struct, frozen=True):
    """A paragraph."""

    words: Line

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the lines to write on, where it consists of nothing else: "Director: ____  Date: ____"."""
        names = [each.text.strip() for each in self.words[::2] if isinstance(each, Words)]
        lines = [each for each in self.words[1::2] if isinstance(each, Blank)]
        is_form = len(names) == len(lines) > 1 and len(names) + len(lines) == len(self.words)
        return tuple(name.removesuffix(":") for name in names) if is_form and all(map(_is_name, names)) else ()


class Quotation(Struct, frozen=True):
    """Somebody's own words."""

    blocks: "tuple[Block, ...]"


class Items(Struct, frozen=True):
    """A list, with bullets or numbers."""

    items: "tuple[tuple[Block, ...], ...]"
    numbered: bool = False


class Table(Struct, frozen=True):
    """A table; ``right`` says of each column whether it holds figures, ``sums`` whether the last row is their sum."""

    heads: tuple[Line, ...]
    rows: tuple[tuple[Line, ...], ...]
    right: tuple[bool, ...]
    sums: bool = False

    @property
    def shares(self) -> tuple[float, ...]:
        """How much room each column of words gets beside the others; 0 for figures, which get what they need."""
        rows = (self.heads, *self.rows)
        longest = (max(len(plain(row[at])) for row in rows) for at in range(len(self.heads)))
        return tuple(0.0 if right else max(each, 14) ** 0.6 for each, right in zip(longest, self.right, strict=True))


class Code(Struct, frozen=True):
    """Lines that keep their spaces."""

    text: str


class Rule(Struct, frozen=True):
    """A line across the page; in a memo the end of its first page."""


class Drawing(Struct, frozen=True):
    """A picture in its place."""

    picture: Picture


Block: TypeAlias = Heading | Paragraph | Quotation | Items | Table | Code | Rule | Drawing


class Section(Struct, frozen=True):
    """A heading of the second level with what stands under it."""

    heading: Heading | None
    blocks: tuple[Block, ...]


class Document(Struct, frozen=True):
    """A whole page in a language; ``one_page`` where what stands before the first rule belongs on one sheet."""

    title: str
    language: str
    blocks: tuple[Block, ...]
    one_page: bool = False

    @property
    def sheets(self) -> "list[tuple[Block, ...]]":
        """The blocks up to each rule, where rules end a sheet; else all of them."""
        if not self.one_page:
            return [self.blocks]
        found: list[list[Block]] = [[]]
        for block in self.blocks:
            if isinstance(block, Rule):
                found.append([])
            else:
                found[-1].append(block)
        return [tuple(each) for each in found if each] or [()]


class Envelope(Struct, frozen=True):
    """Whom a page goes to as a mail, and what that is about; ``address`` is empty where nobody has said."""

    subject: str
    name: str = ""
    address: str = ""
    file: str = "memo"
    """What the attached file is called, without its ending."""


def sections(blocks: tuple[Block, ...]) -> Iterator[Section]:
    """Yield what stands before the first heading of the second level, then each such heading with its blocks."""
    heading: Heading | None = None
    under: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading) and block.level == 2:
            if heading or under:
                yield Section(heading, tuple(under))
            heading, under = block, []
        else:
            under.append(block)
    if heading or under:
        yield Section(heading, tuple(under))


def _is_name(words: str) -> bool:
    """Whether it names a line to write on, and is no part of a sentence."""
    return words.endswith(":") and words[:1].isupper()


def plain(line: Line) -> str:
    """Return a line as plain text."""
    return "".join(_plain(each) for each in line)


def _plain(inline: Inline) -> str:
    match inline:
        case Words():
            return inline.text
        case Break():
            return "\n"
        case Blank():
            return "_" * inline.length
        case Box():
            return "[  ]"
