"""Earlier names of commands, which go on working for this version and stand on no page of help."""

from typing import Annotated

import typer

from triage.cli import before, decided
from triage.cli.app import Changes, Force, Format, Lang, NoInput, Output, RequestId, Rules, app, option
from triage.cli.session import check_choice

FileOrId = Annotated[str, typer.Argument(metavar="ID|FILE")]


@app.command(hidden=True)
def form(request_id: RequestId, output: Output = None, force: Force = False, lang: Lang = None) -> None:
    """Write the director's form: now ``ask ID --form``."""
    before.ask(request_id, form=True, output=output, force=force, lang=lang)


@app.command(hidden=True)
def answer(
    request_id: RequestId,
    as_: Annotated[str, option("--as", "director")] = "director",
    from_: Annotated[str | None, option("--from", "FILE")] = None,
    lang: Lang = None,
) -> None:
    """Let the director answer: now ``ask ID``, and ``ask ID --read FILE``."""
    check_choice("--as", as_, ("director",))
    before.ask(request_id, read=from_, lang=lang)


@app.command(hidden=True)
def align(
    request_id: RequestId,
    changes: Changes = None,
    take: Annotated[str | None, option("--take", "manager|director")] = None,
    format_: Format = "table",
    no_input: NoInput = False,
    lang: Lang = None,
) -> None:
    """Put both sets of answers side by side: now ``ask ID --compare``."""
    before.ask(request_id, changes, compare=True, take=take, format_=format_, no_input=no_input, lang=lang)


@app.command(hidden=True)
def revisit(
    request_id: RequestId,
    changes: Changes = None,
    because: Annotated[str, option("--because", "TEXT")] = "",
    no_input: NoInput = False,
    lang: Lang = None,
) -> None:
    """Take a request up again: now ``new --again ID``."""
    before.new(changes, again=request_id, because=because, no_input=no_input, lang=lang)


@app.command(hidden=True)
def compare(
    first: FileOrId, second: FileOrId, format_: Format = "table", lang: Lang = None, rules: Rules = None
) -> None:
    """Put two requests side by side: now ``show ID ID``."""
    check_choice("--format", format_, ("table", "json"))
    before.show([first, second], format_, lang=lang, rules=rules)


@app.command(hidden=True)
def close(
    request_id: RequestId,
    because: Annotated[str, option("--because", "TEXT")],
    lang: Lang = None,
) -> None:
    """Close a request: now ``decide ID closed``."""
    decided.decide(request_id, ["closed"], because=because, no_input=True, lang=lang)
