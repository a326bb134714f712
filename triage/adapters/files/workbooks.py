"""Rows out of a workbook (XLSX). It is a zip of XML from anybody: its size is looked at before it is unpacked."""

import io
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from triage.core.messages import Number, Place, failure

MOST_BYTES = 100_000_000
"""What a workbook may take up once it is unpacked."""


def is_workbook(content: bytes) -> bool:
    """Whether a file begins as a workbook does."""
    return content.startswith(b"PK\x03\x04")


def workbook_rows(source: str, content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield the number and the cells of each row of the first sheet with words in it, as they would stand in a CSV."""
    import zipfile

    import openpyxl

    place = Place(source)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(each.file_size for each in archive.infolist()) > MOST_BYTES:
                raise failure("yaml.too_big", place=place, limit=Number(MOST_BYTES / 1_000_000, 0))
        with warnings.catch_warnings(action="ignore"):  # about styles and the like, which no row depends on
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            rows = next(filter(None, map(_rows, book.worksheets)), [])
    except (
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        OSError,
        EOFError,
        SyntaxError,
    ) as error:
        # a zip, or XML in it, that is not what it should be, or is locked with a password
        raise failure("import.damaged", place=place) from error
    for number, cells in enumerate(rows, start=1):
        yield number, [_written(cell) for cell in cells]


def _rows(sheet: Any) -> list[tuple[Any, ...]]:
    """The rows of a sheet, whatever it says of its own size; none where nothing is written in it."""
    sheet.reset_dimensions()
    rows = list(sheet.iter_rows(values_only=True))
    return rows if any(map(any, rows)) else []


def _written(cell: Any) -> str:
    """A cell as it is typed: a day without the midnight that every day has."""
    match cell:
        case None:
            return ""
        case bool():
            return "yes" if cell else "no"
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
        case datetime() | date():
            return cell.isoformat(sep=" ") if isinstance(cell, datetime) else cell.isoformat()
        case float() if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
    return str(cell).strip()
