"""Rows and words out of files that are not YAML: CSV as spreadsheets save it, JSON lines, mails and plain text.

What a row means is no business of this module; a row that cannot be read is given as the message that says why.
"""

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from triage.adapters.files.yamlfiles import decode
from triage.core.messages import Message, Place, Typed, failure, say

MOST_BYTES = 200_000_000

_ACTS = re.compile(r"'*[\s\ufeff\u200b]*[=+\-@\t\r＝＋－＠]")
"""Words that a spreadsheet would take for a formula, also after apostrophes."""


def guarded(words: str) -> str:
    """Keep typed words from acting as a formula in a spreadsheet, with an apostrophe before them."""
    return "'" + words if _ACTS.match(words) else words


def unguarded(cell: str) -> str:
    """Take off the apostrophe that :func:`guarded` put there, and no other."""
    return cell[1:] if cell.startswith("'") and _ACTS.match(cell) else cell


def mail_or_text(source: str, suffix: str, content: bytes) -> tuple[str, str]:
    """Return subject and words of a mail, or no subject and the words of a text."""
    if suffix != ".eml":
        return "", decode(source, content, MOST_BYTES)
    import email
    import email.policy

    mail = email.message_from_bytes(content, policy=email.policy.default)
    body = mail.get_body(("plain",))
    return str(mail["subject"] or ""), str(body.get_content()) if body else ""


def guess_form(content: bytes) -> str:
    """Guess the format of standard input from its beginning."""
    lines = content.decode("utf-8", "replace").lstrip("\ufeff \r\n\t").splitlines() or [""]
    if lines[0].startswith(("{", "[")):
        whole = lines[0].startswith("{") and lines[0].rstrip().endswith("}") and len(lines) > 1
        return ".jsonl" if whole else ".json"
    separated = "," in lines[0] or ";" in lines[0]
    return ".csv" if separated and ":" not in lines[0] else ".yaml"


def json_rows(source: str, content: bytes) -> Iterator[tuple[int, Any]]:
    """Yield each line's number and value, or the message that says why it cannot be read."""
    for number, line in enumerate(decode(source, content, MOST_BYTES).split("\n"), start=1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except (json.JSONDecodeError, RecursionError) as error:
                yield number, say("file.json", why=getattr(error, "msg", "too deep"))


def csv_header(source: str, content: bytes) -> list[str]:
    """Return the names of the columns as in the first line; a column without one is the empty text."""
    return [name.strip() for name in next(_csv_lines(source, content), (1, []))[1]]


def csv_rows(source: str, content: bytes) -> Iterator[tuple[int, Any]]:
    """Yield each row's first line and its cells by column, empty ones left out."""
    header, rows = csv_cells(source, content)
    for line, cells in rows:
        yield line, by_name(header, cells)


def csv_cells(source: str, content: bytes) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    """Return the names of the columns, and the rows as they are written, each with its first line."""
    lines = _csv_lines(source, content)
    header = [name.strip() for name in next(lines, (1, []))[1]]
    repeated = sorted({name for name in header if name and header.count(name) > 1})
    if repeated:
        raise failure("file.csv_repeated", place=Place(source, 1), columns=Typed(", ".join(repeated)))
    return header, (row for row in lines if len(row[1]) > len(header) or "".join(row[1]).strip())


def by_name(header: Sequence[str], cells: Sequence[str]) -> dict[str, str] | Message:
    """Return the cells of a row by column, empty ones left out; or say that there are too many."""
    if len(cells) > len(header):
        return say("file.csv_too_many", given=len(cells), columns=len(header))
    plain = ((name, plain_cell(cell)) for name, cell in zip(header, cells, strict=False))
    return {name: cell for name, cell in plain if cell}


def plain_cell(cell: str) -> str:
    """A cell without the spaces around it, and without the apostrophe that keeps it from being a formula."""
    return unguarded(cell.strip())


def _csv_lines(source: str, content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield every row with the line it begins on."""
    text = _decoded(source, content)
    first = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if first.count(";") > first.count(",") else ",")
    before = 0
    try:
        for cells in reader:
            line, before = before + 1, reader.line_num
            yield line, cells
    except csv.Error as error:
        raise failure("file.csv", place=Place(source, reader.line_num), why=str(error)) from error


def _decoded(source: str, content: bytes) -> str:
    """Spreadsheets save UTF-8 or, in Denmark still, Windows' own letters."""
    if b"\0" in content:
        return decode(source, content, MOST_BYTES)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")
