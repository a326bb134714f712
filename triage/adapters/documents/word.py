"""A page as a Word file: real styles, headings and tables, so that a firm's own template gives them its own look."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from msgspec import Struct
from msgspec.structs import replace

from triage.adapters.documents import wordstyles as styles
from triage.adapters.documents.crowding import IN_WORD, crowding
from triage.adapters.documents.extra import needed
from triage.adapters.documents.pdf import pngs_of
from triage.adapters.documents.tree import (
    Blank,
    Block,
    Box,
    Break,
    Code,
    Document,
    Drawing,
    Heading,
    Items,
    Line,
    Paragraph,
    Quotation,
    Rule,
    Table,
    Words,
)
from triage.core.messages import failure

if TYPE_CHECKING:
    from docx.document import Document as WordFile
    from docx.text.paragraph import Paragraph as WordParagraph

TICK = "\u2610"
TOGETHER = 5
"""Rows at the top of a table that stay on one page."""
LONGEST_TITLE = 255
"""Characters that a Word file's own title holds; the heading on the page has them all."""
WIDE = 135
"""Millimetres that a picture is wide, so that its words are as small as its caption."""


class _Place(Struct, frozen=True):
    """Where blocks are written: the file, the style of a paragraph there, and the images of pictures."""

    file: Any
    style: str
    images: "dict[str, bytes]"


def docx_of(document: Document, reference: Path | None = None) -> bytes:
    """Return the page as a Word file, styled as triage does it, or as in a ``reference`` file of the firm's own."""
    with needed("docx"):
        import docx
    file = _opened(reference) if reference else docx.Document()
    styles.prepare(file, document.language, None if reference else crowding(document, IN_WORD))
    file.core_properties.title = document.title[:LONGEST_TITLE]
    drawn = [block.picture for block in document.blocks if isinstance(block, Drawing)]
    images = {picture.svg: image for picture, image in zip(drawn, pngs_of(drawn), strict=True)}
    for at, sheet in enumerate(document.sheets):
        _sheet(_Place(file, styles.NORMAL, images), sheet, document=document, at=at)
    written = BytesIO()
    file.save(written)
    return written.getvalue()


def _opened(reference: Path) -> "WordFile":
    """Open a firm's own file or template, without its text; headers, footers and styles stay."""
    try:
        file = styles.open_template(reference.read_bytes())
    except FileNotFoundError as error:
        raise failure("page.reference.missing", path=str(reference)) from error
    except (OSError, ValueError, KeyError, BadZipFile) as error:
        raise failure("page.reference", path=str(reference)) from error
    return file


def _sheet(place: _Place, sheet: Sequence[Block], *, document: Document, at: int) -> None:
    before = len(place.file.paragraphs)
    leading = document.one_page and at == 0
    section = 0
    for block in sheet:
        section += isinstance(block, Heading) and block.level == 2
        above = styles.SUBTITLE if at == 0 and not section else styles.NORMAL
        style = styles.LEAD if leading and section == 1 else above
        _write(replace(place, style=style), block)
    if at:
        place.file.paragraphs[before].paragraph_format.page_break_before = True


def _write(place: _Place, block: Block) -> None:  # noqa: C901 - one flat case for each kind of block
    match block:
        case Heading(level, words):
            _fill(place.file.add_paragraph(style=styles.heading(level)), words)
        case Paragraph(words):
            _fill(place.file.add_paragraph(style=place.style), words)
        case Quotation(blocks):
            for each in blocks:
                _write(replace(place, style=styles.QUOTE), each)
        case Items(items, numbered):
            style = styles.NUMBERS if numbered else styles.BULLETS
            for item in items:
                for each in item:
                    _write(replace(place, style=style), each)
        case Table():
            _table(place, block)
        case Code(text):
            paragraph = place.file.add_paragraph(style=styles.CODE)
            paragraph.add_run(text)
        case Drawing(picture):
            _picture(place, picture.svg, picture.alt, picture.caption)
        case Rule():
            styles.ruled(place.file.add_paragraph(style=styles.NORMAL))


def _table(place: _Place, table: Table) -> None:
    rows = (table.heads, *table.rows)
    made = place.file.add_table(len(rows), len(table.heads), style=styles.TABLE)
    for at, (row, words) in enumerate(zip(made.rows, rows, strict=True)):
        styles.keep_row(row, is_head=at == 0)
        for cell, line, right in zip(row.cells, words, table.right, strict=True):
            paragraph = cell.paragraphs[0]
            paragraph.style = styles.CELL if at else styles.HEAD
            paragraph.alignment = styles.RIGHT if right else None
            is_sum = table.sums and at == len(rows) - 1
            _fill(paragraph, tuple(_strong(line)) if is_sum else line)
            paragraph.paragraph_format.keep_with_next = at < min(len(rows) - 1, TOGETHER) or None
    styles.set_widths(made, table)
    place.file.add_paragraph(style=styles.AFTER_TABLE)


def _strong(line: Line) -> Iterator[Any]:
    for each in line:
        yield replace(each, strong=True) if isinstance(each, Words) else each


def _picture(place: _Place, svg: str, alt: str, caption: str) -> None:
    from docx.shared import Mm

    paragraph = place.file.add_paragraph(style=styles.NORMAL)
    paragraph.paragraph_format.keep_with_next = True
    shape = paragraph.add_run().add_picture(BytesIO(place.images[svg]), width=Mm(WIDE))
    inline = shape._inline  # noqa: SLF001 - python-docx has no name for what follows
    inline.docPr.set("descr", alt)
    for side in "TBLR":  # without it LibreOffice keeps a distance
        inline.set(f"dist{side}", "0")
    place.file.add_paragraph(caption, style=styles.CAPTION)


def _fill(paragraph: "WordParagraph", line: Line) -> None:
    for each in line:
        match each:
            case Words(text, strong, emphasis, code, _):
                run = paragraph.add_run(text)
                run.bold, run.italic = strong or None, emphasis or None
                if code:
                    run.style = styles.CODE_WORDS
            case Break():
                paragraph.add_run().add_break()
            case Blank(length):
                paragraph.add_run("_" * length)
            case Box():
                paragraph.add_run(TICK)
