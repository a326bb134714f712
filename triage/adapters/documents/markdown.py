"""From Markdown to the tree. What is none of the tree's kinds, such as HTML in a user's own template, is left out."""

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace

from triage.adapters.documents.tree import (
    Blank,
    Block,
    Box,
    Break,
    Code,
    Document,
    Drawing,
    Heading,
    Inline,
    Items,
    Line,
    Paragraph,
    Quotation,
    Rule,
    Table,
    Words,
    plain,
)
from triage.adapters.pages.catalog import FIXED_SPACE
from triage.adapters.pictures.canvas import PICTURE, Picture, clean

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

_TO_FILL_IN = re.compile(r"(_{4,}|\[ {1,3}\])")
"""A line to write on, and a box to tick."""


def read_markdown(
    markdown: str, language: str, pictures: Mapping[str, Picture] | None = None, *, one_page: bool = False
) -> Document:
    """Read a page; a picture stands where the Markdown has ``![](picture:NAME)`` in a paragraph of its own.

    Where the first sheet is ``one_page``, its tables are sums from top to bottom.
    """
    from markdown_it import MarkdownIt  # a memo as Markdown is written without
    from markdown_it.tree import SyntaxTreeNode

    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(clean(markdown))
    blocks = tuple(_blocks(SyntaxTreeNode(tokens), pictures or {}))
    titles = (block for block in blocks if isinstance(block, Heading) and block.level == 1)
    title = next((plain(each.words) for each in titles), "")
    if one_page:
        first = blocks.index(Rule()) if Rule() in blocks else len(blocks)
        summed = (replace(each, sums=True) if isinstance(each, Table) else each for each in blocks[:first])
        blocks = (*summed, *blocks[first:])
    return Document(" ".join(title.split()), language, blocks, one_page)


def _blocks(node: "SyntaxTreeNode", pictures: Mapping[str, Picture]) -> Iterator[Block]:
    for each in node.children:
        match each.type:
            case "heading":
                yield Heading(int(each.tag[1:]), _line(each))
            case "paragraph":
                yield from _paragraph(each, pictures)
            case "blockquote":
                yield Quotation(tuple(_blocks(each, pictures)))
            case "bullet_list" | "ordered_list":
                items = tuple(tuple(_blocks(item, pictures)) for item in each.children)
                yield Items(items, each.type == "ordered_list")
            case "table":
                yield _table(each)
            case "fence" | "code_block":
                yield Code(each.content.rstrip("\n"))
            case "hr":
                yield Rule()


def _paragraph(node: "SyntaxTreeNode", pictures: Mapping[str, Picture]) -> Iterator[Block]:
    (inline,) = node.children
    if len(inline.children) == 1 and inline.children[0].type == "image":
        name = str(inline.children[0].attrs["src"]).removeprefix(PICTURE)
        if name in pictures:
            yield Drawing(pictures[name])
        return
    words = _line(node)
    if words:
        yield Paragraph(words)


def _table(node: "SyntaxTreeNode") -> Table:
    head, *bodies = node.children
    (heads,) = head.children
    right = tuple("right" in str(cell.attrs.get("style", "")) for cell in heads.children)
    rows = tuple(tuple(map(_line, row.children)) for body in bodies for row in body.children)
    return Table(tuple(map(_line, heads.children)), rows, right)


def _line(node: "SyntaxTreeNode") -> Line:
    return tuple(inline for child in node.children for inline in _inlines(child, Words("")))


def _inlines(node: "SyntaxTreeNode", style: Words) -> Iterator[Inline]:
    match node.type:
        case "text":
            yield from _text(node.content, style)
        case "code_inline":
            yield replace(style, text=node.content, code=True)
        case "softbreak":
            yield replace(style, text=" ")
        case "hardbreak":
            yield Break()
        case "html_inline" | "image":
            return
        case _:
            link = str(node.attrs.get("href", "")) or style.link
            strong, emphasis = style.strong or node.type == "strong", style.emphasis or node.type == "em"
            inside = replace(style, strong=strong, emphasis=emphasis, link=link)
            yield from (inline for child in node.children for inline in _inlines(child, inside))


def _text(content: str, style: Words) -> Iterator[Inline]:
    parts = _TO_FILL_IN.split(content)
    for at, part in enumerate(parts):
        if at % 2 == 0:
            keep = at + 1 < len(parts) and part.endswith(" ")  # what is asked for stays with the line to write it on
            if part:
                yield replace(style, text=part[:-1] + FIXED_SPACE if keep else part)
        elif part.startswith("_"):
            yield Blank(len(part))
        else:
            yield Box()
