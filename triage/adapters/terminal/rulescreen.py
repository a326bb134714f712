"""Draws the lines of a ruleset: bold headings for a person at a terminal, plain Markdown-like text for a pipe."""

from collections.abc import Iterable

from triage.adapters.home.settings import is_plain
from triage.adapters.pages.catalog import Catalog
from triage.adapters.terminal.screen import is_terminal, print_lines
from triage.core.rules.part_lines import Rank, RuleLine

_MARKS = {Rank.TITLE: "# ", Rank.HEADING: "## ", Rank.TEXT: "", Rank.ITEM: "- ", Rank.BELOW: "  - "}
_STYLES = {Rank.TITLE: "bold underline", Rank.HEADING: "bold"}
_INDENTS = {Rank.TEXT: 2, Rank.ITEM: 4, Rank.BELOW: 6}


def print_rule_lines(lines: Iterable[RuleLine], catalog: Catalog) -> None:
    """Print lines in the catalog's language."""
    written = [(line.rank, _sentence(catalog.value(line.words))) for line in lines]
    if is_terminal() and not is_plain():
        _draw(written)
    else:
        print_lines(_plain(written))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _plain(written: list[tuple[Rank, str]]) -> Iterable[str]:
    for number, (rank, text) in enumerate(written):
        if rank in _STYLES and number:
            yield ""
        yield _MARKS[rank] + text


def _draw(written: list[tuple[Rank, str]]) -> None:
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    console = Console(highlight=False)
    for number, (rank, text) in enumerate(written):
        if rank in _STYLES:
            if number:
                console.print()
            console.print(Text(text, style=_STYLES[rank]))
        else:
            bullet = "• " if rank in {Rank.ITEM, Rank.BELOW} else ""
            console.print(Padding(Text(bullet + text), (0, 0, 0, _INDENTS[rank])))
