"""The typer application that every command module adds its commands to, and the arguments and options they share."""

from typing import Annotated, TypeAlias

import typer

COMPLETE = "_TRIAGE_COMPLETE"
"""The variable by which a shell asks for a completion."""
app = typer.Typer(
    name="triage",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)


def option(name: str, metavar: str) -> typer.models.OptionInfo:
    """Make an option with a value, such as ``option("--because", "TEXT")``; ``triage/texts`` says what it is for."""
    made: typer.models.OptionInfo = typer.Option(name, metavar=metavar)
    return made


RequestId: TypeAlias = Annotated[str, typer.Argument(metavar="ID")]
Changes: TypeAlias = Annotated[list[str] | None, typer.Argument(metavar="KEY=VALUE...")]
Lang: TypeAlias = Annotated[str | None, option("--lang", "da|en")]
Rules: TypeAlias = Annotated[str | None, typer.Option("--rules", metavar="FILE", envvar="TRIAGE_RULES")]
Format: TypeAlias = Annotated[str, option("--format", "FORMAT")]
Output: TypeAlias = Annotated[str | None, typer.Option("--output", "-o", metavar="FILE")]
Force: TypeAlias = Annotated[bool, typer.Option("--force")]
Reference: TypeAlias = Annotated[str | None, option("--reference", "FILE")]
Open: TypeAlias = Annotated[bool, typer.Option("--open")]
Clipboard: TypeAlias = Annotated[bool, typer.Option("--clipboard")]
NoInput: TypeAlias = Annotated[bool, typer.Option("--no-input")]
Yes: TypeAlias = Annotated[bool, typer.Option("--yes", "-y")]
Since: TypeAlias = Annotated[str | None, option("--since", "DATE")]
Until: TypeAlias = Annotated[str | None, option("--until", "DATE")]
State: TypeAlias = Annotated[str | None, option("--state", "STATE")]


@app.callback(invoke_without_command=True)
def root(
    version: Annotated[bool, typer.Option("--version", "-V")] = False,
) -> None:
    """Think before you say yes: weigh a marketing task and write a memo about it."""
    if version:
        from triage import __version__
        from triage.adapters.terminal.screen import print_text

        print_text(f"triage {__version__}")
        raise typer.Exit
