"""Rows and words out of files that are not YAML: CSV as spreadsheets save it, JSON lines, mails and plain text.

What a row means is no business of this module; a row that cannot be read is given as the message that says why.
"""

import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Any

from triage.adapters.files.yamlfiles import decode
from triage.core.messages import Place, Typed, failure, say, without_steering

MOST_BYTES = 200_000_000

_ACTS = re.compile(r"'*[\s\ufeff\u200b]*[=+\-@\t\r＝＋－＠]")
"""Words that a spreadsheet would take for a formula, also after apostrophes."""


def guarded(words: str) -> str:
    """Keep typed words from acting as a formula in a spreadsheet, with an apostrophe before them, or on a terminal."""
    words = without_steering(words)
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
            except (ValueError, RecursionError) as error:
                why = "too deep" if isinstance(error, RecursionError) else "a number is too long"
                yield number, say("file.json", why=getattr(error, "msg", why))


def csv_header(source: str, content: bytes) -> list[str]:
    """Return the names of the columns as in the first line; a column without one is the empty text."""
    return next(_csv_lines(source, content), (1, []))[1]


def csv_rows(source: str, content: bytes) -> Iterator[tuple[int, Any]]:
    """Yield each row's first line and its cells by column, empty ones left out."""
    lines = _csv_lines(source, content)
    _, header = next(lines, (1, []))
    repeated = sorted({name for name in header if name and header.count(name) > 1})
    if repeated:
        raise failure("file.csv_repeated", place=Place(source, 1), columns=Typed(", ".join(repeated)))
    for line, cells in lines:
        if len(cells) > len(header):
            yield line, say("file.csv_too_many", given=len(cells), columns=len(header))
        elif any(cells):
            yield line, {name: unguarded(cell) for name, cell in zip(header, cells, strict=False) if cell}


def _csv_lines(source: str, content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield every row with the line it begins on, its cells without the spaces around them."""
    text = _decoded(source, content)
    first = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if first.count(";") > first.count(",") else ",")
    before = 0
    try:
        for cells in reader:
            line, before = before + 1, reader.line_num
            yield line, [cell.strip() for cell in cells]
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
