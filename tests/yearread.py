"""Reads a rendered report back: every paragraph, line and table row by heading, its figures as tokens.

A token is a day (``2026-12-31``) or a number with its unit: ``12t`` tasks, ``3.5w`` weeks, ``40h`` hours, ``84%``,
``1200kr``, ``900€``. Lines of a list that people's words stand in are kept as they are.
"""

import re
from collections.abc import Iterator, Mapping

from yearcount import MONTHS
from yearstory import ROOT, read_yaml

IN_WORDS = ("decisions", "learned", "stopped")
"""Headings whose lines are compared word for word."""
_UNITS = {
    **dict.fromkeys(("timer", "time", "hours", "hour"), "h"),
    **dict.fromkeys(("uger", "uge", "weeks", "week"), "w"),
    **dict.fromkeys(("opgaver", "opgave", "tasks", "task"), "t"),
    "kr": "kr",
    "%": "%",
    "€": "€",
}
_UNIT = rf"(?:\s?({'|'.join(_UNITS)})(?!\w))?"
_MARKS = {"da": (r"\.", ","), "en": (",", r"\.")}


def words_of(language: str) -> dict[str, str]:
    """Give the texts of a language by their keys."""
    files = sorted((ROOT / "triage/texts" / language).glob("*.yaml"))
    return {key: text for path in files for key, text in read_yaml(path).items()}


def read_report(text: str, words: Mapping[str, str], language: str) -> dict[str, list[str]]:
    """Give what stands under each heading; the period and the footer under names of their own."""
    names = {
        heading: key.removeprefix("report.heading.")
        for key, heading in words.items()
        if key.startswith("report.heading.")
    }
    found: dict[str, list[str]] = {}
    under = "period"
    for written in text.split("\n\n"):
        block = re.sub(r"\\([^\w\s])", r"\1", written.strip())
        if block == "---":
            under = "footer"
        elif block.startswith("#"):
            under = names.get(block.strip("# "), under)
        elif block:
            found.setdefault(under, []).extend(_read(block, under, language))
    return {name: [each for each in lines if each] for name, lines in found.items()}


def _read(block: str, under: str, language: str) -> Iterator[str]:
    lines = block.splitlines()
    if lines[0].startswith("|"):
        yield from (_row(line, under, language) for line in lines[2:])
    elif lines[0].startswith("- "):
        yield from (line[2:] if under in IN_WORDS else tokens(line, language) for line in lines)
    else:
        yield tokens(block, language)


def _row(line: str, under: str, language: str) -> str:
    first, *cells = [cell.strip() for cell in line.strip("|").split("|")]
    if under != "open":
        cells = [tokens(cell, language) or ("" if re.search(r"\d", cell) else cell) for cell in cells]
    return " | ".join([first, *cells])


def tokens(text: str, language: str) -> str:
    """Give the days and numbers of a text in their order."""
    thousands, decimals = _MARKS[language]
    day = rf"(?P<day>\d{{1,2}})\.? (?P<month>{'|'.join(MONTHS[language])}) (?P<year>\d{{4}})"
    number = rf"(?P<euro>€?)(?P<whole>\d{{1,3}}(?:{thousands}\d{{3}})+|\d+)(?:{decimals}(?P<part>\d+))?{_UNIT}"
    return " ".join(_token(match, language) for match in re.finditer(f"{day}|{number}", text))


def _token(match: re.Match[str], language: str) -> str:
    if match["day"]:
        return f"{match['year']}-{MONTHS[language].index(match['month']) + 1:02d}-{int(match['day']):02d}"
    whole = re.sub(r"\D", "", match["whole"])
    unit = "€" if match["euro"] else _UNITS.get(match[match.lastindex or 0] or "", "")
    return whole + (f".{match['part']}" if match["part"] else "") + unit
