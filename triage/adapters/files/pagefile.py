"""Names of the files that memos, reports and forms go to: the ending says the format, and none may promise another."""

import os
import re
from collections.abc import Sequence
from pathlib import Path

from triage.adapters.home.settings import typed_path
from triage.core.messages import USAGE_IS_WRONG, failure

TEXT = ("md", "text")
"""Formats that are plain text; a file with the ending of one may hold the other."""
ENDINGS = {
    "md": "md",
    "markdown": "md",
    "txt": "text",
    "text": "text",
    "html": "html",
    "htm": "html",
    "docx": "docx",
    "pdf": "pdf",
    "eml": "eml",
    "csv": "csv",
}
_SPOKEN = {"md": ".md", "text": ".txt", "html": ".html", "docx": ".docx", "pdf": ".pdf", "eml": ".eml", "csv": ".csv"}
MEMO_FILES = ("md", "text", "html", "docx", "pdf", "eml")
"""What a memo's file may be."""
MEMO_FORMS = (*MEMO_FILES, "short")
"""What a memo can be printed as."""
BRIEF_FILES = ("md", "text", "html", "docx", "pdf", "eml", "csv")
"""What a brief's file may be."""
REPORT_FILES = ("md", "text", "html", "docx", "pdf")
"""What a report's file may be."""
FORM_FILES = ("md", "text", "html")
"""What the file of the director's form may be."""
_QUOTES = {'"': '"', "'": "'", "“": "”", "‘": "’", "„": "“", "»": "«", "«": "»"}
_ENDING = re.compile(r"[^.]\.([a-z][a-z0-9]{0,4})[. ]*$", re.IGNORECASE | re.ASCII)
"""What a program goes by to open a file: "v2.1" and "A.P. Møller" have none. Windows drops points at the end."""


def named_file(typed: str) -> str:
    """Return the name of a file that was typed or dragged to a question, without the quotes and blanks around it."""
    name = typed.strip()
    if len(name) > 1 and _QUOTES.get(name[0]) == name[-1]:
        return name[1:-1].strip()
    return name if os.name == "nt" else name.replace("\\ ", " ")


def page_path(given: str, forms: Sequence[str] = TEXT) -> Path:
    """Return the path of a page as a person typed it; refuses a name that promises a format which is none of these."""
    path = typed_path(given)
    ending = _ENDING.search(path.name)
    if ending and ENDINGS.get(ending[1].lower()) not in {*forms, *TEXT}:
        *first, last = (_SPOKEN[form] for form in forms if form in _SPOKEN)
        endings = ", ".join(first)
        raise failure("memo.format", exit_code=USAGE_IS_WRONG, ending=ending[1], endings=endings, last=last)
    return path


def page_output(given: str | None, forms: Sequence[str] = TEXT) -> Path | None:
    """Return the path that ``--output`` names; ``None`` for the screen."""
    return page_path(given, forms) if given and given != "-" else None


def form_of(path: Path | None, asked: str | None, usual: str = "md") -> str:
    """Return the format of a page: as asked for, else by the file's ending; refuses a name that says another."""
    ending = _ENDING.search(path.name) if path else None
    named = ENDINGS.get(ending[1].lower()) if ending else None
    if asked and ending and named != asked and not (named in TEXT and asked not in _BINARY):
        raise failure("memo.format.other", exit_code=USAGE_IS_WRONG, ending=ending[1], format=asked)
    return asked or named or usual


_BINARY = frozenset(_SPOKEN) - {*TEXT}
"""Formats that have an ending of their own."""
