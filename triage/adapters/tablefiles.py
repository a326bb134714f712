"""Rows and words out of files that are not YAML: CSV as spreadsheets save it, JSON lines, mails and plain text.

What a row means is no business of this module; a row that cannot be read is given as the message that says why.
"""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from triage.adapters.yamlfiles import decode
from triage.core.messages import Place, Typed, failure, say

MOST_BYTES = 200_000_000


def mail_or_text(source: str, suffix: str, content: bytes) -> tuple[str, str]:
    """Give subject and words of a mail, or no subject and the words of a text."""
    if suffix != ".eml":
        return "", decode(source, content, MOST_BYTES)
    import email
    import email.policy

    mail = email.message_from_bytes(content, policy=email.policy.default)
    body = mail.get_body(("plain",))
    return str(mail["subject"] or ""), str(body.get_content()) if body else ""


def guess_form(content: bytes) -> str:
    """Tell the form of standard input from its beginning."""
    lines = content.decode("utf-8", "replace").lstrip("\ufeff \r\n\t").splitlines() or [""]
    if lines[0].startswith(("{", "[")):
        whole = lines[0].startswith("{") and lines[0].rstrip().endswith("}") and len(lines) > 1
        return ".jsonl" if whole else ".json"
    separated = "," in lines[0] or ";" in lines[0]
    return ".csv" if separated and ":" not in lines[0] else ".yaml"


def json_rows(source: str, content: bytes) -> Iterator[tuple[int, Any]]:
    """Give each line's number and value, or the message that says why it cannot be read."""
    for number, line in enumerate(decode(source, content, MOST_BYTES).splitlines(), start=1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except (json.JSONDecodeError, RecursionError) as error:
                yield number, say("file.json", why=getattr(error, "msg", "too deep"))


def csv_rows(source: str, content: bytes) -> Iterator[tuple[int, Any]]:
    """Give each row's first line and its cells by column, empty ones left out."""
    text = _decoded(source, content)
    first = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if first.count(";") > first.count(",") else ",")
    try:
        header = [name.strip() for name in next(reader, [])]
        repeated = sorted({name for name in header if header.count(name) > 1})
        if repeated:
            raise failure("file.csv_repeated", place=Place(source, 1), columns=Typed(", ".join(repeated)))
        before = reader.line_num
        for cells in reader:
            line, before = before + 1, reader.line_num
            if len(cells) > len(header):
                yield line, say("file.csv_too_many", given=len(cells), columns=len(header))
            elif any(cell.strip() for cell in cells):
                yield line, {name: cell.strip() for name, cell in zip(header, cells, strict=False) if cell.strip()}
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
