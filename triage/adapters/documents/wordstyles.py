"""The styles of a Word file: Word's own by name, and a few of ours where a firm's template has none of that name."""

from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

from triage.adapters.documents.tree import Table, plain
from triage.adapters.home import clock

if TYPE_CHECKING:
    from docx.document import Document as WordFile

NORMAL, SUBTITLE, QUOTE, CAPTION = "Normal", "Subtitle", "Quote", "Caption"
BULLETS, NUMBERS = "List Bullet", "List Number"
LEAD, TABLE, HEAD, CELL, AFTER_TABLE, CODE, CODE_WORDS = (
    *("Memo Lead", "Memo Table", "Memo Head", "Memo Cell", "Memo After Table", "Memo Lines", "Memo Code"),
)
"""Ours."""
_PARAGRAPH = 1
"""``WD_STYLE_TYPE.PARAGRAPH``."""
RIGHT = 2
"""``WD_ALIGN_PARAGRAPH.RIGHT``."""
INK, MUTED, ACCENT, HAIR, TINT = "1D2A33", "55626B", "0B5563", "CDD6DA", "EFF5F6"
FONT = "Cambria"
USUAL = 10.0
"""Points."""
SHEET = 166
"""Millimetres between the margins."""
_SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OURS = {
    LEAD: '<w:basedOn w:val="Normal"/><w:pPr><w:pBdr><w:left w:val="single" w:sz="24" w:space="6" '
    f'w:color="{TINT}"/></w:pBdr><w:shd w:val="clear" w:color="auto" w:fill="{TINT}"/>'
    '<w:spacing w:after="60"/></w:pPr>',
    HEAD: '<w:basedOn w:val="Normal"/><w:pPr><w:spacing w:before="20" w:after="20"/></w:pPr>'
    f'<w:rPr><w:color w:val="{MUTED}"/></w:rPr>',
    CELL: '<w:basedOn w:val="Normal"/><w:pPr><w:spacing w:before="20" w:after="20"/></w:pPr>',
    AFTER_TABLE: '<w:basedOn w:val="Normal"/><w:pPr><w:spacing w:before="0" w:after="0" w:line="100" '
    'w:lineRule="exact"/></w:pPr><w:rPr><w:sz w:val="8"/></w:rPr>',
    CODE: '<w:basedOn w:val="Normal"/><w:rPr><w:rFonts w:ascii="Consolas" w:hAnsi="Consolas"/>'
    '<w:sz w:val="17"/></w:rPr>',
    CODE_WORDS: '<w:rPr><w:rFonts w:ascii="Consolas" w:hAnsi="Consolas"/></w:rPr>',
    TABLE: '<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:tblPr><w:tblBorders>'
    f'<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{HAIR}"/></w:tblBorders><w:tblCellMar>'
    '<w:left w:w="0" w:type="dxa"/><w:right w:w="120" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    '<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders>'
    f'<w:bottom w:val="single" w:sz="6" w:space="0" w:color="{MUTED}"/></w:tcBorders></w:tcPr></w:tblStylePr>',
}
"""What our own styles consist of, in Word's own terms."""
_TEMPLATE_TYPE = b"wordprocessingml.template.main+xml"
_FILE_TYPE = b"wordprocessingml.document.main+xml"


def heading(level: int) -> str:
    """Return the style of a heading; the page's title has one of its own, and those below the third level share one."""
    return "Title" if level == 1 else f"Heading {min(level - 1, 2)}"


def open_template(content: bytes) -> "WordFile":
    """Open a Word file or template and empty its text; raises ``ValueError``, ``KeyError`` or ``BadZipFile``."""
    from docx import Document

    file = Document(BytesIO(_as_file(content)))
    body = file.element.body
    for element in [each for each in body if not each.tag.endswith("}sectPr")]:
        body.remove(element)
    return file


def _as_file(content: bytes) -> bytes:
    """Return a template as an ordinary file: python-docx opens no other, and they differ in one word."""
    made = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, part.replace(_TEMPLATE_TYPE, _FILE_TYPE) if name == "[Content_Types].xml" else part)
    return made.getvalue()


def prepare(file: "WordFile", language: str, crowding: int | None) -> None:
    """Set the language and add the styles that are missing; in our own file (``crowding`` is known) all are set."""
    _speak(file, language)
    if crowding is not None:
        _set_sheet(file)
        _set_words(file, USUAL - crowding / 2)
    for name in (SUBTITLE, QUOTE, CAPTION, BULLETS, NUMBERS, "Title", "Heading 1", "Heading 2"):
        if name not in _names(file):
            style: Any = file.styles.add_style(name, _PARAGRAPH)
            style.base_style = file.styles[NORMAL]
    _add_ours(file)


def _names(file: "WordFile") -> set[str]:
    return {style.name for style in file.styles}


def _speak(file: "WordFile", language: str) -> None:
    """Set the language that words are checked and hyphenated in."""
    lang = "da-DK" if language == "da" else "en-GB"
    for found in file.styles.element.xpath("//w:rPr/w:lang"):
        found.set(_name("val"), lang)
    for defaults in file.styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr[not(w:lang)]"):
        defaults.append(_element("lang", val=lang))
    settings = file.settings.element
    if not settings.xpath("w:autoHyphenation"):
        settings.insert(0, _element("autoHyphenation"))
    file.core_properties.language = lang
    file.core_properties.comments, file.core_properties.author = "", ""
    file.core_properties.created = file.core_properties.modified = clock.now()


def _set_sheet(file: "WordFile") -> None:
    from docx.shared import Mm

    sheet = file.sections[0]
    sheet.page_width, sheet.page_height = Mm(210), Mm(297)
    sheet.left_margin = sheet.right_margin = Mm(22)
    sheet.top_margin, sheet.bottom_margin, sheet.footer_distance = Mm(15), Mm(16), Mm(8)
    foot = sheet.footer.paragraphs[0]
    foot.alignment = RIGHT
    for part in ("PAGE", " / ", "NUMPAGES"):
        run = foot.add_run() if part.isupper() else foot.add_run(part)
        if part.isupper():
            _field(run, part)


def _field(run: Any, name: str) -> None:
    for kind in ("begin", name, "end"):
        if kind == name:
            text = _element("instrText")
            text.text = name
            run._r.append(text)  # noqa: SLF001 - python-docx makes no fields
        else:
            run._r.append(_element("fldChar", fldCharType=kind))  # noqa: SLF001 - as above


def _set_words(file: "WordFile", size: float) -> None:
    """Give Word's own styles the look of our pages."""
    _set(file.styles[NORMAL], size, INK, after=4)
    _set(file.styles["Title"], 20, INK, bold=True, after=2)
    _set(file.styles[SUBTITLE], size, MUTED, italic=True, after=6)
    _set(file.styles["Heading 1"], size, ACCENT, bold=True, before=7, after=1.5)
    _set(file.styles["Heading 2"], size, INK, bold=True, before=5, after=1.5)
    _set(file.styles[QUOTE], size, INK, after=4, left=4)
    _set(file.styles[CAPTION], 8.5, MUTED, after=6)
    _set(file.styles["Footer"], 8.5, MUTED)
    for name in (BULLETS, NUMBERS):
        _set(file.styles[name], size, INK, after=1.5)
    _border(file.styles[QUOTE], "left", ACCENT, 18)
    for borders in file.styles["Title"].element.xpath("w:pPr/w:pBdr"):
        borders.getparent().remove(borders)


def _set(  # noqa: PLR0913 - what a style consists of
    style: Any,
    size: float,
    colour: str,
    *,
    bold: bool = False,
    italic: bool = False,
    before: float = 0,
    after: float = 0,
    left: float = 0,
) -> None:
    from docx.shared import Mm, Pt, RGBColor

    font, paragraph = style.font, style.paragraph_format
    font.size, font.color.rgb = Pt(size), RGBColor.from_string(colour)
    font.bold, font.italic = bold or None, italic or None
    _set_font(style)
    paragraph.space_before, paragraph.space_after, paragraph.line_spacing = Pt(before), Pt(after), 1.08
    if left:
        paragraph.left_indent = Mm(left)


def _set_font(style: Any) -> None:
    """Name the font for all letters, and let no theme name another one."""
    style.font.name = FONT
    fonts = style.element.rPr.rFonts
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(_name(name), None)
    for name in ("ascii", "hAnsi", "cs"):
        fonts.set(_name(name), FONT)
    for spacing in style.element.xpath("w:rPr/w:spacing|w:rPr/w:kern"):
        spacing.getparent().remove(spacing)


def _add_ours(file: "WordFile") -> None:
    """Add our own styles; a template that has one of the name keeps its own."""
    from docx.oxml import parse_xml

    there = _names(file)
    for name, inside in _OURS.items():
        if name not in there:
            kind = "table" if name == TABLE else "character" if name == CODE_WORDS else "paragraph"
            names = f'w:type="{kind}" w:customStyle="1" w:styleId="{name.replace(" ", "")}"'
            file.styles.element.append(
                parse_xml(f'<w:style xmlns:w="{_SPACE}" {names}><w:name w:val="{name}"/>{inside}</w:style>')
            )


def keep_row(row: Any, *, is_head: bool) -> None:
    """Keep a row on one page; the head of a table is repeated on each."""
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no name for it
    properties.append(_element("cantSplit"))
    if is_head:
        properties.append(_element("tblHeader"))


def set_widths(made: Any, table: Table) -> None:
    """Give columns of figures the room that they need, and the others the rest."""
    from docx.shared import Mm

    rows = (table.heads, *table.rows)
    longest = [max(len(plain(row[at])) for row in rows) for at in range(len(table.heads))]
    figures = [min(5 + 1.9 * length, 34) if right else 0.0 for length, right in zip(longest, table.right, strict=True)]
    unit = (SHEET - sum(figures)) / (sum(table.shares) or 1)
    made.autofit = False
    for column, figure, share in zip(made.columns, figures, table.shares, strict=True):
        width = Mm(figure or unit * share)
        column.width = width
        for cell in column.cells:
            cell.width = width


def ruled(paragraph: Any) -> None:
    """Draw a line under a paragraph."""
    _border(paragraph, "bottom", HAIR, 4)


def _border(styled: Any, side: str, colour: str, eighths: int) -> None:
    """Draw a border along a style or a paragraph, so many eighths of a point wide."""
    properties = (styled.element if hasattr(styled, "element") else styled._p).get_or_add_pPr()  # noqa: SLF001
    borders = _element("pBdr")
    borders.append(_element(side, val="single", sz=str(eighths), space="6", color=colour))
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")


def _name(local: str) -> str:
    return f"{{{_SPACE}}}{local}"


def _element(tag: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement

    made: Any = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(_name(name), value)
    return made
