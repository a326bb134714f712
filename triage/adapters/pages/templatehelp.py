"""A memo template of the user's own: a copy to begin with that names every value, and samples to check it with."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from triage.adapters.pages.catalog import Catalog
from triage.adapters.pages.memo import PICTURES, TEMPLATE, place_of, texts_under
from triage.adapters.pages.owntemplate import fill_own
from triage.core.messages import Message, Place, Problem, say

_VALUE, _SECTION = "template.value.", "template.section."
_HTML = re.compile(r"<[a-zA-Z/!][^>]*>")
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)


def template_to_begin_with(catalog: Catalog) -> str:
    """Return the bundled template, with a comment on top that says what each value holds."""
    lines = [catalog.say("template.intro"), ""]
    lines += [f"  {name} - {said}" for name, said in texts_under(_VALUE, catalog).items()]
    lines += ["", catalog.say("template.sections"), ""]
    lines += [f"  section.{name} - {said}" for name, said in texts_under(_SECTION, catalog).items()]
    return "{#-\n" + "\n".join(lines) + "\n-#}\n" + TEMPLATE.read_text(encoding="utf-8")


def check_template(path: Path, catalog: Catalog) -> list[Problem]:
    """Fill a template with a memo that has everything and with one that has next to nothing.

    Raises what is wrong in it, with its line. Returns what works, but not in every format.
    """
    for is_full in (True, False):
        fill_own(path, sample(catalog, is_full=is_full))
    return [Problem(Place(str(path), line), message) for line, message in _not_everywhere(path)]


def _not_everywhere(path: Path) -> Iterator[tuple[int, Message]]:
    source = path.read_text(encoding="utf-8-sig", errors="replace")
    plain = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), source)
    for number, line in enumerate(plain.splitlines(), start=1):
        if found := _HTML.search(line):
            yield number, say("template.html", what=found[0][:40])


def sample(catalog: Catalog, *, is_full: bool) -> dict[str, Any]:
    """Return every value that a template may use, with something in each list, or with nothing."""
    text = catalog.say("template.sample")
    some = [text] if is_full else []
    columns = 3 if is_full else 0
    return {
        "verdict": "go",
        "language": catalog.language,
        "title": text,
        "facts": text,
        "words": f"> {text}",
        "section": dict.fromkeys(texts_under(_SECTION, catalog), some),
        "heads": [text] * columns,
        "table": [[text] * 4] * columns,
        "points": [[text] * 4] * columns,
        "picture": some,
        "expectation": some,
        "course": some,
        "points_note": text,
        "heading": texts_under("memo.heading.", catalog),
        "column": texts_under("memo.column.", catalog),
        "footer": text,
        "drawn": {name: place_of(name) if is_full else "" for name in PICTURES},
    }
