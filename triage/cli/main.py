"""Runs the command line: the one place where errors become lines and exit codes."""

import errno
import os
import re
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from itertools import pairwise
from typing import Any

import typer

from triage.adapters.home.settings import LANGUAGES, locale_language, make_folder, owners_alone, without_password
from triage.adapters.output import pipe
from triage.adapters.output.systemwords import why
from triage.adapters.pages.catalog import Catalog, load_catalog
from triage.adapters.terminal.attended import is_attended
from triage.cli.app import COMPLETE, app
from triage.cli.session import Session, check_choice, open_session
from triage.core.messages import (
    INPUT_IS_WRONG,
    USAGE_IS_WRONG,
    TriageError,
    Typed,
    failure,
    on_one_line,
    without_steering,
)

_UsageError: Any = typer.BadParameter.__base__
"""Typer's own base of all mistakes in a command line, which it does not name in public."""
BUG = 3
STOPPED = 130
NAMES_A_THING = frozenset({"FILE", "DIR", "ID"})
"""What the values of options stand for that cannot be empty; no argument without an option can."""
WORKED = frozenset({0, 5})
"""The second one means that something is due."""
MODULES: Mapping[str, tuple[str, ...]] = {
    "before": ("new", "ask", "show", "memo"),
    "listing": ("list", "due"),
    "decided": ("decide", "agree"),
    "back": ("review", "report"),
    "init": ("init",),
    "care": ("what-if", "score", "export", "import", "backup", "forget"),
    "rules": ("rules",),
    "help": ("help",),
    "old": ("form", "answer", "align", "revisit", "compare", "close"),
}
"""The modules of ``triage.cli`` that add commands, and the words by which each is loaded alone."""
REMINDS = {"new", "list", "show", "memo", "ask", "decide", "agree", "review", "close", "answer", "align", "revisit"}
"""Commands that end with a quiet line about what wants attention: those that use the register anyway."""


def run(arguments: Sequence[str]) -> int:
    """Run one command; every failure becomes plain lines on standard error and an exit code."""
    code = _ended(arguments)
    lost = pipe.why_lost()
    if lost is None:
        return code
    _complain(_session(arguments).catalog.say("error.output", why=lost))
    return INPUT_IS_WRONG if code in WORKED else code


def _ended(arguments: Sequence[str]) -> int:
    try:
        return _run(arguments)
    except TriageError as error:
        catalog = _catalog(arguments)
        for problem in error.problems:
            _complain(catalog.problem(problem))
        return error.exit_code
    except KeyboardInterrupt:
        _complain("")
        return STOPPED
    except OSError as error:
        if error.errno == errno.EIO and not is_attended():
            return STOPPED  # the window was closed in the middle of a question
        if error.filename is None:
            return _report_bug(error, _session(arguments))
        path = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else str(error.filename)
        _complain(on_one_line(_catalog(arguments).say("error.path", path=path, why=why(error))))
        return INPUT_IS_WRONG
    except Exception as error:  # noqa: BLE001 - the only place that may: whatever is left is a bug of ours
        return _report_bug(error, _session(arguments))


def _run(arguments: Sequence[str]) -> int:
    words = _without_language(arguments)
    if COMPLETE in os.environ:
        load_all()
        from triage.cli.help import answer_completion

        return _invoke(lambda: answer_completion(_session(arguments).catalog), arguments)
    if arguments and arguments[0].startswith("--lang"):  # before the command it counts for the whole program
        given = (_languages(arguments) or [""])[0]
        check_choice("--lang", given, LANGUAGES)
        arguments = [*words, "--lang", given] if words else arguments
    if not words and is_attended():
        from triage.cli.menu import show_menu

        return show_menu(_session(arguments), run, arguments)
    if words in ([], ["--help"], ["-h"]):
        from triage.cli.help import print_page

        print_page(_session(arguments).catalog)
        return 0
    if words[:2] == ["help", "demo"]:
        from triage.cli.demo import run_demo

        spoken = [word for lang in _languages(arguments)[:1] for word in ("--lang", lang)]
        return _invoke(lambda: run_demo(words[2:], spoken, _session(arguments), run), arguments)
    asked = [word for word in words if word not in {"--help", "-h"}]
    if words == ["rules"] or asked != words:
        load_all()
        from triage.cli.help import print_help_of

        return _invoke(lambda: print_help_of(asked, _session(arguments).catalog), arguments)
    code = _invoke(
        lambda: _command(arguments[0]).main(args=[*arguments], prog_name="triage", standalone_mode=False), arguments
    )
    _remind(arguments, code)
    return code


def load_all() -> None:
    """Let every module add its commands."""
    for module in MODULES:
        import_module(f"triage.cli.{module}")


def _command(name: str) -> Any:
    """The commands of the module of this one, or all of them, for help and for words that are no command."""
    module = next((module for module, names in MODULES.items() if name in names and module != "help"), None)
    import_module(f"triage.cli.{module}") if module else load_all()
    return _put_together(len(app.registered_commands) + len(app.registered_groups))


@cache
def _put_together(_count: int) -> Any:
    """The commands that have been added so far, put together once however many are run in one process."""
    command = typer.main.get_command(app)
    for parameter in _parameters(command):
        if not parameter.opts[0].startswith("-") or parameter.metavar in NAMES_A_THING:
            parameter.callback = _refuse_empty
    return command


def _parameters(command: Any) -> Iterator[Any]:
    yield from command.params
    for below in getattr(command, "commands", {}).values():
        yield from _parameters(below)


def _refuse_empty(_context: object, parameter: Any, value: Any) -> Any:
    """Refuse the empty word of a shell variable that is not set: as a path it would be the folder one stands in."""
    if value == "" or (isinstance(value, list | tuple) and "" in value):
        named = parameter.opts[0]
        name = named if named.startswith("-") else parameter.metavar or named
        raise failure("usage.empty", exit_code=USAGE_IS_WRONG, name=name.removesuffix("..."))
    return value


def _invoke(command: Callable[[], object], arguments: Sequence[str]) -> int:
    try:
        result = command()
    except _UsageError as error:
        return _report_usage(error, _session(arguments))
    except typer.Abort:
        return STOPPED
    return result if isinstance(result, int) else 0


def _remind(arguments: Sequence[str], code: int) -> None:
    """Say in one line at the end that something wants attention: to a person at a terminal, after what worked."""
    if code or not arguments or arguments[0] not in REMINDS or not sys.stdout.isatty():
        return
    from triage.usecases.due import quiet_line

    session = _session(arguments)
    if quiet := quiet_line(session.home, session.catalog):
        print("\n" + quiet)


def _without_language(arguments: Sequence[str]) -> list[str]:
    """Take ``--lang`` away where only help is wanted: a group of commands has no such option of its own."""
    pairs = zip(["", *arguments], arguments, strict=False)
    return [word for previous, word in pairs if not word.startswith("--lang") and previous != "--lang"]


def _session(arguments: Sequence[str]) -> Session:
    """Open a session for messages; an unknown ``--lang`` must not stop them."""
    return open_session(_asked_language(arguments))


def _asked_language(arguments: Sequence[str]) -> str | None:
    return next((lang for lang in _languages(arguments) if lang in LANGUAGES), None)


def _languages(arguments: Sequence[str]) -> list[str]:
    """What was typed for ``--lang``."""
    asked = [after for word, after in pairwise(arguments) if word == "--lang"]
    return asked + [word.removeprefix("--lang=") for word in arguments if word.startswith("--lang=")]


def _catalog(arguments: Sequence[str]) -> Catalog:
    """Load the sentences for messages, also where there is no home to open."""
    try:
        return _session(arguments).catalog
    except TriageError:
        return load_catalog(_asked_language(arguments) or locale_language())


def _report_usage(error: Any, session: Session) -> int:
    """Say in the user's language what is wrong with the command line."""
    kind, say = type(error).__name__, session.catalog.say
    unknown = re.match("No such command '(.*?)'(?:.*?'(.*?)')?", str(error), re.DOTALL)
    hint = " ".join(getattr(error, "possibilities", None) or [unknown[2] or "" if unknown else ""])
    parameter = getattr(error, "param", None)
    name = unknown[1] if unknown else ""
    if parameter is not None and parameter.opts:
        from triage.cli.help import placeholder

        named = parameter.opts[0]
        shown_as = placeholder(parameter.metavar, session.catalog) or named
        name = named if named.startswith("-") else shown_as.removesuffix("...")
    too_much = re.search(r"Got unexpected extra arguments? \((.*)\)", str(error), re.DOTALL)
    key = f"usage.{kind}"
    if unknown:
        key = "usage.NoSuchCommand"
    elif too_much:
        key = "usage.too_much"
    elif "does not take a value" in str(error):
        key = "usage.no_value"
    words = Typed(too_much[1] if too_much else "")
    option = getattr(error, "option_name", "")
    shown = say(key if key in session.catalog else "usage.other", option=option, name=name, hint=hint, words=words)
    parts = [shown, say("usage.hint", hint=hint) if hint else ""]
    parts.append(say("usage.see", command=error.ctx.command_path) if error.ctx is not None else "")
    _complain(on_one_line(" ".join(part for part in parts if part)))
    return USAGE_IS_WRONG


def _report_bug(error: Exception, session: Session) -> int:
    """Keep the traceback in a file and say where; where none can be written, it is shown."""
    report, kind = session.home.folder / "bug.txt", type(error).__name__
    text = without_password("".join(traceback.format_exception(error)), session.home.server)
    try:
        make_folder(report.parent)
        with open(report, "w", encoding="utf-8", errors="backslashreplace", opener=owners_alone) as file:
            file.write(text)
    except (OSError, TriageError):
        _complain(text)
        _complain(session.catalog.say("error.bug.shown", kind=kind))
    else:
        _complain(session.catalog.say("error.bug", kind=kind, file=str(report)))
    return BUG


def _complain(text: str) -> None:
    """Print to standard error; nothing that a file or a person wrote can steer the terminal."""
    pipe.complain(without_steering(text))
