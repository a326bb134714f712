"""The register as a file that a spreadsheet opens: CSV that our own import reads back, and an XLSX for the director.

``record.sheet`` decides which columns there are and what is in them. Whatever people typed is written as words
and never as a formula, in both.
"""

import csv
import errno
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, TypeAlias

from triage.adapters.files.tablefiles import guarded
from triage.adapters.pages.catalog import Catalog
from triage.core.messages import Typed
from triage.core.record.record import Record
from triage.core.record.sheet import (
    Cell,
    Chosen,
    Estimate,
    Kind,
    SheetColumn,
    exact_number,
    exact_range,
    sheet_columns,
    sheet_row,
)
from triage.core.rules.ruleset import Ruleset, Verdict

LONGEST_CELL = 32_767
"""What an Excel cell holds, in UTF-16 units: an emoji counts as two."""
FIRST_DAY = date(1900, 3, 1)
"""Excel's calendar has no days before 1900, and a 29 February 1900 that never was."""

_SEPARATORS = {"da": (";", ","), "en": (",", ".")}
"""Between cells, and before decimals. Excel takes both from Windows: on a Danish one a file with commas opens in a
single column and 1.5 is no number, and on an English one it is the other way round."""
_NOT_IN_CSV = re.compile("[\0\ud800-\udfff]")
_NOT_IN_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_COLOURS = {
    Verdict.GO: ("#C6EFCE", "#006100"),
    Verdict.DEFER: ("#FFEB9C", "#7F4F00"),
    Verdict.DROP: ("#FFC7CE", "#9C0006"),
}
"""Fill and letters: Excel's own green, yellow and red, the letters of the yellow darker for contrast."""
_WIDTHS: Mapping[Kind, int] = {"words": 38, "choice": 24, "verdict": 12, "date": 12}
_WIDTH_OF: Mapping[str, int] = {"id": 11, "state": 14, "decided_by": 14, "currency": 9}
_FIGURE_WIDTH = 16

_Formats: TypeAlias = Mapping[str, Any]


def write_csv(file: BinaryIO, records: Iterable[Record], ruleset: Ruleset, *, today: date, language: str) -> None:
    """Write the requests as CSV: ids of columns and choices, exact numbers, and a mark by which Excel sees UTF-8."""
    between, mark = _SEPARATORS[language]
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(text, delimiter=between, lineterminator="\r\n")
    writer.writerow([column.id for column in sheet_columns(ruleset)])
    writer.writerows([_raw(cell, mark) for cell in sheet_row(record, ruleset, today)] for record in records)
    text.detach()


def write_xlsx(file: BinaryIO, records: Iterable[Record], ruleset: Ruleset, *, today: date, catalog: Catalog) -> None:
    """Write the requests as a workbook in the catalog's language; row by row, so that many take no memory."""
    from xlsxwriter import Workbook  # type: ignore[import-untyped]
    from xlsxwriter.exceptions import XlsxWriterException  # type: ignore[import-untyped]

    made = io.BytesIO()  # a disk that is full would leave the zip file open, which complains when it is collected
    with TemporaryDirectory() as folder:
        options = {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": True, "tmpdir": folder}
        rows = (sheet_row(record, ruleset, today) for record in records)
        try:
            with Workbook(made, options) as workbook:
                _fill(workbook, sheet_columns(ruleset), rows, catalog)
        except XlsxWriterException as error:
            raise OSError(errno.EIO, str(error)) from error
    file.write(made.getbuffer())


def _raw(cell: Cell, mark: str) -> str:
    match cell:
        case None:
            return ""
        case Typed(words) | Chosen(words):
            return guarded(_NOT_IN_CSV.sub("", words))
        case Estimate(value):
            return exact_range(value, mark)
        case date():
            return cell.isoformat()
    return exact_number(cell, mark)


def _fill(workbook: Any, columns: Sequence[SheetColumn], rows: Iterable[Sequence[Cell]], catalog: Catalog) -> None:
    sheet, formats = workbook.add_worksheet(catalog.say("sheet.name")), _formats(workbook)
    _lay_out(sheet, columns, catalog, formats)
    last = 0
    for last, cells in enumerate(rows, start=1):
        for at, (column, cell) in enumerate(zip(columns, cells, strict=True)):
            _put(sheet, (last, at), cell, column.kind, catalog, formats)
    sheet.autofilter(0, 0, last, len(columns) - 1)


def _formats(workbook: Any) -> _Formats:
    top = {"valign": "top"}
    looks: dict[str, dict[str, Any]] = {
        "header": {"bold": True, "text_wrap": True, "bottom": 1, "bg_color": "#E7E6E6"},
        "words": {"text_wrap": True},
        "date": {"num_format": 14, "align": "left"},
        "range": {"text_wrap": True, "align": "right"},
        "whole": {"num_format": "#,##0"},
        "decimals": {"num_format": "#,##0.00"},
        "percent": {"num_format": "0%"},
        "percent.decimals": {"num_format": "0.0%"},
    }
    looks |= {verdict: {"bg_color": fill, "font_color": letters} for verdict, (fill, letters) in _COLOURS.items()}
    return {name: workbook.add_format({**top, **look}) for name, look in looks.items()}


def _lay_out(sheet: Any, columns: Sequence[SheetColumn], catalog: Catalog, formats: _Formats) -> None:
    """The heading, which stays in view with the columns up to the title, and the widths."""
    for at, column in enumerate(columns):
        sheet.set_column(at, at, _WIDTH_OF.get(column.id, _WIDTHS.get(column.kind, _FIGURE_WIDTH)))
        sheet.write_string(0, at, _fitting(catalog.value(column.label), catalog), formats["header"])
    sheet.freeze_panes(1, [column.id for column in columns].index("title") + 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(0)


def _put(sheet: Any, at: tuple[int, int], cell: Cell, kind: Kind, catalog: Catalog, formats: _Formats) -> None:
    """Write one cell for a reader: words as words, and numbers and days as such wherever the sheet can hold them."""
    match cell:
        case None:
            return
        case Typed(words):
            sheet.write_string(*at, _fitting(words, catalog), formats["words"])
        case Chosen(id=name, wording=wording):
            look = name if kind == "verdict" else "words"
            sheet.write_string(*at, _fitting(catalog.value(wording), catalog), formats[look])
        case Estimate(range=value, wording=wording) if value.low < value.high:
            sheet.write_string(*at, _fitting(catalog.text(wording), catalog), formats["range"])
        case Estimate(range=value):
            _put_number(sheet, at, value.likely, kind, formats)
        case date() if cell >= FIRST_DAY:
            sheet.write_datetime(*at, cell, formats["date"])
        case date():
            sheet.write_string(*at, cell.isoformat(), formats["words"])
        case _:
            _put_number(sheet, at, cell, kind, formats)


def _put_number(sheet: Any, at: tuple[int, int], value: float, kind: Kind, formats: _Formats) -> None:
    """Write a number; decimals are shown only where they matter, and a percentage is a part of one."""
    if kind == "percent":
        sheet.write_number(*at, value / 100, formats["percent" if value.is_integer() else "percent.decimals"])
        return
    whole = float(value).is_integer() or abs(value) >= 1_000
    sheet.write_number(*at, value, formats["whole" if whole else "decimals"])


def _fitting(words: str, catalog: Catalog) -> str:
    """Words as a cell can hold them: without what XML has no place for, and cut with a note where they are too long."""
    plain = _NOT_IN_XML.sub("", words.replace("\r\n", "\n").replace("\r", "\n"))
    if 2 * len(plain) <= LONGEST_CELL or _units(plain) <= LONGEST_CELL:
        return plain
    note = catalog.say("sheet.cut")
    kept = plain.encode("utf-16-le")[: 2 * (LONGEST_CELL - _units(note))]
    return kept.decode("utf-16-le", "ignore") + note


def _units(words: str) -> int:
    return len(words.encode("utf-16-le")) // 2
