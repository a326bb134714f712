"""A page as PDF, tagged for those who have it read aloud (PDF/UA-1), by typst: no network, and fonts of its own.

The bundled template walks the tree as data; what people typed is never typst's source.
"""

import json
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from msgspec.structs import asdict

from triage.adapters.documents.extra import needed
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
    Section,
    Table,
    Words,
    plain,
    sections,
)
from triage.adapters.home import clock
from triage.adapters.pages.catalog import FIXED_SPACE
from triage.adapters.pictures.canvas import Picture

TEMPLATES = Path(__file__).parents[2] / "templates"
STANDARD = "ua-1"
NOT_MET, NO_LETTER = "PDF/UA-1 error", "could not be displayed"
"""What typst says where the standard is not met, and where that is because no font has a letter."""
DOTS_PER_INCH = 220


def pdf_of(document: Document) -> bytes:
    """Return the page as PDF.

    Letters that typst's own fonts lack, such as emoji, are taken from the computer's. Where that has none either they
    are shown as boxes. Such a file, and one of a template of the user's own whose headings do not begin with a title,
    is tagged all the same, but does not call itself PDF/UA.
    """
    sheets = [[_section(each) for each in sections(sheet)] for sheet in document.sheets]
    data = {
        "title": document.title,
        "language": document.language,
        "one_page": document.one_page,
        "sheets": sheets,
    }
    return _compiled("page.typ", data, format="pdf", pdf_standards=[STANDARD])[0]


def pngs_of(pictures: Sequence[Picture]) -> list[bytes]:
    """Return pictures as images, for a format that draws none itself."""
    if not pictures:
        return []
    svgs = [{"svg": each.svg, "width": each.width} for each in pictures]
    return _compiled("pictures.typ", svgs, format="png", ppi=DOTS_PER_INCH)


def _compiled(template: str, data: Any, **options: Any) -> list[bytes]:
    """Run typst with its own fonts, with the computer's where letters are missing, and without a standard not met."""
    with needed("pdf"):
        import typst
    inputs, made_at = {"document": json.dumps(data, ensure_ascii=False)}, int(clock.now().timestamp())
    system_fonts = False
    while True:
        fonts = typst.Fonts(include_system_fonts=system_fonts, include_embedded_fonts=True)
        try:
            made = typst.compile(
                str(TEMPLATES / template), sys_inputs=inputs, font_paths=fonts, timestamp=made_at, **options
            )
        except typst.TypstError as error:
            if NOT_MET not in str(error) or "pdf_standards" not in options:
                raise
            if system_fonts or NO_LETTER not in str(error):
                del options["pdf_standards"]
            system_fonts = NO_LETTER in str(error)
        else:
            return made if isinstance(made, list) else [made]


def _section(section: Section) -> dict[str, Any]:
    heading = section.heading and _line(section.heading.words)
    names = plain(section.heading.words).split() if section.heading else []
    return {"heading": heading, "words": names, "blocks": _blocks(section.blocks)}


def _blocks(blocks: Sequence[Block]) -> list[dict[str, Any]]:
    return [{"kind": type(block).__name__.lower()} | _block(block) for block in blocks]


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Heading(level, words):
            return {"level": level, "words": _line(words)}
        case Paragraph(words):
            return {"words": _line(words), "fields": block.fields}
        case Quotation(inside):
            return {"blocks": _blocks(inside)}
        case Items(items, numbered):
            return {"items": [_blocks(item) for item in items], "numbered": numbered}
        case Table(heads, rows, right, sums):
            cells = [[_line(cell) for cell in row] for row in rows]
            return {
                "heads": [_line(head) for head in heads],
                "rows": cells,
                "right": right,
                "sums": sums,
                "shares": block.shares,
            }
        case Code(text):
            return {"text": text}
        case Drawing(picture):
            return {"svg": picture.svg, "alt": picture.alt, "caption": picture.caption}
        case Rule():
            return {}


def _line(line: Line) -> list[dict[str, Any]]:
    """Return a line as data; a line to write on has the word before it, which is not torn from it."""
    made = [{"kind": type(each).__name__.lower()} | _inline(each) for each in line]
    for before, each in pairwise(made):
        if each["kind"] == "blank" and before["kind"] == "words" and before["text"].endswith(FIXED_SPACE):
            before["text"], space, each["label"] = before["text"].rpartition(" ")
            before["text"] += space
    return made


def _inline(inline: Inline) -> dict[str, Any]:
    match inline:
        case Words() | Blank():
            return asdict(inline)
        case Break() | Box():
            return {}
