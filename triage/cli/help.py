"""``triage help``: the two pages of commands, topics by name, and a command's own help, in the user's language.

A later topic is one more line in ``TOPICS``.
"""

import io
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout, suppress
from pathlib import Path
from textwrap import wrap
from typing import Annotated, Any

import typer

from triage.adapters.files.pagefile import page_output
from triage.adapters.pages.catalog import TEXTS, Catalog
from triage.adapters.terminal.screen import print_lines, print_text, width
from triage.cli.app import COMPLETE, Force, Lang, Output, app
from triage.cli.drawing import print_page as print_or_write
from triage.cli.session import Session, open_session, refuse_without
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
NEWCOMERS = ("demo", "guide", "keys", "doctor", "completion")
"""What ``triage help`` has beside commands; a line each on the second page."""
SHELLS = ("bash", "zsh", "fish", "powershell")


@app.command("help")
def help_(
    topic: Annotated[list[str] | None, typer.Argument(metavar="[COMMAND]")] = None,
    output: Output = None,
    force: Force = False,
    lang: Lang = None,
) -> None:
    """Show the first page of help, the second one (``more``), a topic, or the help of a command."""
    session, words = open_session(lang), topic or []
    if words != ["guide"]:
        refuse_without("help guide", {"--output": output, "--force": force})
    if not words:
        print_page(session.catalog)
    elif words == ["guide"]:
        _print_guide(session, page_output(output), force=force)
    elif words[0] == "completion" and len(words) < 3:
        _print_completion(words[1:], session.catalog)
    elif len(words) == 1 and words[0] in TOPICS:
        TOPICS[words[0]](session)
    else:
        _refuse_unknown(words)
        print_help_of(words, session.catalog)


def print_page(catalog: Catalog) -> None:
    """Print the first page: the commands of every day, a line each."""
    usage = f"{catalog.texts['help.word.Usage:']} triage {catalog.texts['help.word.COMMAND [ARGS]...']}"
    lines = [usage, "", f"  {catalog.texts['help']}", *_groups(FIRST, catalog), "", catalog.texts["help.page.end"]]
    print_text("\n".join(lines))


def print_more(session: Session) -> None:
    """Print the second page."""
    catalog = session.catalog
    topics = {name: catalog.say(f"help.topic.{name}") for name in NEWCOMERS}
    lines = [*_groups(MORE, catalog)[1:], "", catalog.texts["help.page.topics"], *_lines(topics)]
    print_text("\n".join([*lines, "", catalog.texts["help.page.more.end"]]))


def print_keys(session: Session) -> None:
    """Print what each key does at a question."""
    print_text(session.catalog.say("keys"))


def print_doctor(session: Session) -> None:
    """Print what is installed, where things lie, what is missing, and what may go wrong."""
    from triage.usecases.doctor import examine

    for heading, found in examine(session.home, os.environ.get("TRIAGE_RULES")):
        print_lines(["", session.catalog.text(heading), *(f"- {session.catalog.text(each)}" for each in found)])


def _print_guide(session: Session, output: Path | None, *, force: bool) -> None:
    text = (TEXTS / session.language / "guide.md").read_text(encoding="utf-8")
    if output is None:
        print_lines(text.splitlines())
    else:
        print_or_write(text, output, session.catalog, "guide.saved", force=force)


def _print_completion(shell: Sequence[str], catalog: Catalog) -> None:
    """Print the script with which a shell completes commands and options, or say where to put it."""
    if not shell:
        print_text(catalog.say("completion.how"))
        return
    if shell[0] not in SHELLS:
        raise failure("completion.shell", exit_code=USAGE_IS_WRONG, given=Typed(shell[0]), known=", ".join(SHELLS))
    from typer._completion_shared import get_completion_script

    print_text(get_completion_script(prog_name="triage", complete_var=COMPLETE, shell=shell[0]))


def answer_completion(catalog: Catalog) -> None:
    """Tell a shell how what has been typed may go on; typer reads what that is from the environment."""
    from typer._completion_classes import completion_init

    command = typer.main.get_command(app)
    _translate(command, catalog)
    completion_init()
    with suppress(SystemExit):
        command.main(args=[], prog_name="triage", complete_var=COMPLETE)


TOPICS: Mapping[str, Callable[[Session], None]] = {"more": print_more, "keys": print_keys, "doctor": print_doctor}
"""Words after ``triage help`` that are no command; the guide and completion take more than that."""


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
        lines += _lines({name: catalog.texts[f"help.{name}"].split("\n")[0] for name in names})
    return lines


def _lines(named: Mapping[str, str]) -> Iterator[str]:
    longest = max(8, *map(len, named))
    for name, what in named.items():
        yield from wrap(f"  {name:<{longest}} {what}", width() + 1, subsequent_indent=" " * (longest + 3))


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


def placeholder(metavar: str | None, catalog: Catalog) -> str | None:
    """Put what stands for a value to type (FILE, KEY=VALUE) in the user's language; choices are typed as they stand."""
    return metavar and re.sub("[A-Z]+", lambda word: catalog.texts.get(f"help.meta.{word[0]}", word[0]), metavar)


def _translate(command: Any, catalog: Catalog, path: str = "help") -> None:
    """Exchange the help texts of a command and all below it: ``help.new``, ``help.new.quick``, ``help.option.lang``."""
    own = catalog.texts.get(path)
    if own:
        command.help, command.short_help = own, own.split("\n")[0]
    for parameter in command.params:
        text = catalog.texts.get(f"{path}.{parameter.name}") or catalog.texts.get(f"help.option.{parameter.name}")
        if text:
            parameter.help = text
        parameter.metavar = placeholder(parameter.metavar, catalog)
    for name, below in getattr(command, "commands", {}).items():
        _translate(below, catalog, f"{path}.{name}")
