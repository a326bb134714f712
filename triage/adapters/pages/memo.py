"""The memo as Markdown: sentences in a language, put into a Jinja template that a user may replace.

Whatever people or rules wrote is escaped before the template sees it, so that no text can break the layout or bring
HTML in, whichever template is used.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from triage.adapters.pages.catalog import Catalog
from triage.adapters.pages.coursepicture import picture
from triage.core.memo.page import Memo
from triage.core.memo.sections import PARAGRAPH, Row
from triage.core.messages import Listed, Message, without_steering
from triage.core.rules.ruleset import Verdict

PICTURES = ("time", "criteria", "money", "months")
"""The pictures that a template may place."""
TEMPLATE = Path(__file__).parents[2] / "templates" / "memo.md.j2"

_INLINE = re.compile(r"([\\`*_\[\]<>|~&])")
_LINE_START = re.compile(r"^(\s*)([#+\-=:>]|\d{1,9}[.)])", re.MULTILINE)


def escape(words: str) -> str:
    """Make typed words plain text in CommonMark, on one line: nothing in them acts as markup."""
    one_line = " ".join(words.split())
    return _LINE_START.sub(_escape_start, _INLINE.sub(r"\\\1", one_line))


def quote(words: str) -> str:
    """Make typed words a block quotation that keeps their lines."""
    lines = [escape(line) for line in words.strip().splitlines()]
    return "\n".join(
        f"> {line}\\" if line and after else f"> {line}".rstrip() for line, after in pairwise([*lines, ""])
    )


def render_memo(
    memo: Memo, verdict: Verdict, catalog: Catalog, template: Path | None = None, drawn: Collection[str] = ()
) -> str:
    """Render the memo with the bundled template, or with a user's own where that file exists.

    ``drawn`` names the pictures that there are, for whoever makes another format of it; Markdown itself has none.
    """
    context = _context(memo, verdict, catalog) | {
        "drawn": {name: place_of(name) if name in drawn else "" for name in PICTURES}
    }
    if template is None or not template.exists():
        return fill_bundled(TEMPLATE, context)
    from triage.adapters.pages.owntemplate import fill_own

    return tidy(fill_own(template, context))


def parts_not_named(template: Path) -> list[str]:
    """Return the parts that a user's template does not name, not even in a comment, as it is older than they are."""
    if not template.is_file():
        return []
    named = set(re.findall(r"\w+", template.read_text(encoding="utf-8", errors="replace")))
    return [part for part in dict.fromkeys(_PARTS.findall(TEMPLATE.read_text(encoding="utf-8"))) if part not in named]


_PARTS = re.compile(r"section\.(\w+)")


def fill_bundled(path: Path, context: Mapping[str, Any]) -> str:
    """Fill a Markdown template that comes with triage, with values that are safe to print."""
    from triage.adapters.pages.templatesandbox import fill_template

    return tidy(without_steering(fill_template(path.read_text(encoding="utf-8"), context)))


def tidy(text: str) -> str:
    """Take out the empty lines that parts with nothing to say have left."""
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def texts_under(prefix: str, catalog: Catalog) -> dict[str, str]:
    """Return the texts whose keys begin so, by the rest of the key: headings and columns for a template."""
    return {key.removeprefix(prefix): text for key, text in catalog.texts.items() if key.startswith(prefix)}


def place_of(picture: str) -> str:
    """Return what stands in Markdown where a picture of this name belongs."""
    return f"![](picture:{picture})"


def _context(memo: Memo, verdict: Verdict, catalog: Catalog) -> dict[str, Any]:
    safe = replace(catalog, typed=escape)
    return {
        "verdict": verdict.value,
        "language": catalog.language,
        "title": safe.value(memo.title),
        "facts": safe.text(memo.facts),
        "words": quote(memo.words.words),
        "section": {name: paragraphs(said, safe) for name, said in memo.sections.items()},
        "heads": [safe.text(head) for head in memo.table.heads],
        "table": [_cells(row, safe) for row in memo.table.rows],
        "points": [_cells(row, safe) for row in memo.points],
        "picture": picture(memo.expectation.months, catalog),
        "expectation": [safe.text(message) for message in (*memo.expectation.normal, *memo.expectation.agreed)],
        "course": [safe.text(message) for message in memo.expectation.course],
        "points_note": safe.say("memo.points_note"),
        "heading": texts_under("memo.heading.", catalog),
        "column": texts_under("memo.column.", catalog),
        "footer": safe.text(memo.footer),
    }


def paragraphs(messages: Iterable[Message], catalog: Catalog) -> list[str]:
    """Put the sentences of a section into paragraphs and lists, each a block of Markdown."""
    blocks: list[list[str]] = [[]]
    for message in messages:
        items = message.params.get("items") if message.key == "memo.list" else None
        if isinstance(items, Listed):
            listed = "\n".join(f"- {catalog.value(item)}" for item in items.items)
            blocks += [[listed], []]
        elif message == PARAGRAPH:
            blocks.append([])
        else:
            blocks[-1].append(catalog.text(message))
    return [" ".join(block) for block in blocks if block]


def short_text(memo: Memo, catalog: Catalog) -> str:
    """Return the memo in three sentences, as plain text for a chat."""
    return " ".join(catalog.text(message) for message in memo.short) + "\n"


def _cells(row: Row, catalog: Catalog) -> list[str]:
    return [catalog.text(row.label), *("" if cell is None else catalog.value(cell) for cell in row.cells)]


def _escape_start(match: re.Match[str]) -> str:
    space, mark = match.groups()
    return f"{space}{mark[:-1]}\\{mark[-1]}"
