"""The typer application that every command module adds its commands to, and the options they share."""

from typing import Annotated

import typer

app = typer.Typer(
    name="triage",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)

Lang = Annotated[str | None, typer.Option("--lang", metavar="da|en", help="Language: da or en.")]
Rules = Annotated[
    str | None, typer.Option("--rules", metavar="FILE", envvar="TRIAGE_RULES", help="A rules file of your own.")
]
Format = Annotated[str, typer.Option("--format", metavar="FORMAT", help="How to print it.")]


@app.callback(invoke_without_command=True)
def root(
    version: Annotated[bool, typer.Option("--version", "-V", help="Show the version and leave.")] = False,
) -> None:
    """Think before you say yes: weigh a marketing task and write a memo about it."""
    if version:
        from triage import __version__
        from triage.adapters.terminal.screen import print_text

        print_text(f"triage {__version__}")
        raise typer.Exit
