"""``triage new`` and ``triage init``: the two interviews."""

from typing import Annotated

import typer

from triage.cli.app import Lang, Rules, app


@app.command()
def new(
    quick: Annotated[bool, typer.Option("--quick", help="Ask the ten most important questions only.")] = False,
    from_: Annotated[
        str | None,
        typer.Option("--from", metavar="FILE", help="Begin with what a file says."),
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with an interview that was left.")] = False,
    no_input: Annotated[bool, typer.Option("--no-input", help="Ask nothing: weigh what the file says.")] = False,
    memo: Annotated[str | None, typer.Option("--memo", metavar="FILE", help="Write the memo to this file.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a memo that is there.")] = False,
    lang: Lang = None,
    rules: Rules = None,
) -> None:
    """Weigh a task before you accept it: questions, verdict and memo."""
    from pathlib import Path

    from triage.cli.session import open_session
    from triage.usecases.asking import Wishes, ask_new, assess_file
    from triage.usecases.asking import resume as go_on

    session = open_session(lang)
    wishes = Wishes(
        home=session.home,
        catalog=session.catalog,
        language_asked=lang is not None,
        rules=Path(rules) if rules else None,
        file=Path(from_) if from_ else None,
        quick=quick,
        memo=Path(memo).expanduser() if memo else None,
        force=force,
    )
    if no_input:
        assess_file(wishes)
    elif resume:
        go_on(wishes)
    else:
        ask_new(wishes)
