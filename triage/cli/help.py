"""``triage help``: the two pages of commands, topics by name, and a command's own help, in the user's language.

A later topic is one more line in ``TOPICS``.
"""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout
from textwrap import wrap
from typing import Annotated, Any

import typer

from triage.adapters.pages.catalog import Catalog
from triage.adapters.terminal.screen import print_text, width
from triage.cli.app import Lang, app
from triage.cli.session import open_session
from triage.core.messages import USAGE_IS_WRONG, Typed, failure

FIRST = {
    "before": ("new", "ask", "show", "memo", "list"),
    "decided": ("decide", "agree", "due"),
    "back": ("review", "report"),
    "start": ("init",),
}
"""The first page: commands by the moment at which they are typed."""
MORE = {"care": ("what-if", "score", "rules", "export", "import", "backup", "forget", "help")}
"""The second page: for whoever looks after triage."""


@app.command("help")
def help_(
    topic: Annotated[list[str] | None, typer.Argument(metavar="[COMMAND]")] = None,
    lang: Lang = None,
) -> None:
    """Show the first page of help, the second one (``more``), or the help of a command."""
    catalog, words = open_session(lang).catalog, topic or []
    if not words:
        print_page(catalog)
    elif len(words) == 1 and words[0] in TOPICS:
        TOPICS[words[0]](catalog)
    else:
        _refuse_unknown(words)
        print_help_of(words, catalog)


def print_page(catalog: Catalog) -> None:
    """Print the first page: the commands of every day, a line each."""
    usage = f"{catalog.texts['help.word.Usage:']} triage {catalog.texts['help.word.COMMAND [ARGS]...']}"
    lines = [usage, "", f"  {catalog.texts['help']}", *_groups(FIRST, catalog), "", catalog.texts["help.page.end"]]
    print_text("\n".join(lines))


def print_more(catalog: Catalog) -> None:
    """Print the second page."""
    print_text("\n".join([*_groups(MORE, catalog)[1:], "", catalog.texts["help.page.more.end"]]))


TOPICS: Mapping[str, Callable[[Catalog], None]] = {"more": print_more}
"""Words after ``triage help`` that are no command."""


def print_help_of(words: Sequence[str], catalog: Catalog) -> None:
    """Print the help of a command, such as ``new`` or ``rules check``."""
    command = typer.main.get_command(app)  # one of its own, as it is translated
    _translate(command, catalog)
    with _in_the_users_words(catalog):
        command.main(args=[*words, "--help"], prog_name="triage", standalone_mode=False)


def _groups(groups: Mapping[str, Sequence[str]], catalog: Catalog) -> list[str]:
    lines = []
    for moment, names in groups.items():
        lines += ["", catalog.texts[f"help.page.{moment}"]]
        for name in names:
            line = f"  {name:<8} {catalog.texts[f'help.{name}'].split(chr(10))[0]}"
            lines += wrap(line, width() + 1, subsequent_indent=" " * 11)
    return lines


def _refuse_unknown(words: Sequence[str]) -> None:
    """Refuse what is neither a command nor a topic."""
    command: Any = typer.main.get_command(app)
    for at, word in enumerate(words):
        below = getattr(command, "commands", {})
        if word not in below:
            raise failure("help.unknown", exit_code=USAGE_IS_WRONG, topic=Typed(" ".join(words[: at + 1])))
        command = below[word]


@contextmanager
def _in_the_users_words(catalog: Catalog) -> Iterator[None]:
    """Put typer's own words (Usage, Options) in the user's language too, as what was printed passes by."""
    printed = io.StringIO()
    try:
        with redirect_stdout(printed):
            yield
    finally:
        text = printed.getvalue()
        for key, words in catalog.texts.items():
            if key.startswith("help.word."):
                text = text.replace(key.removeprefix("help.word."), words)
        if text:
            print_text(text)


def _translate(command: Any, catalog: Catalog, path: str = "help") -> None:
    """Exchange the help texts of a command and all below it: ``help.new``, ``help.new.quick``, ``help.option.lang``."""
    own = catalog.texts.get(path)
    if own:
        command.help, command.short_help = own, own.split("\n")[0]
    for parameter in command.params:
        text = catalog.texts.get(f"{path}.{parameter.name}") or catalog.texts.get(f"help.option.{parameter.name}")
        if text:
            parameter.help = text
    for name, below in getattr(command, "commands", {}).items():
        _translate(below, catalog, f"{path}.{name}")
