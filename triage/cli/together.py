"""``triage form``, ``answer``, ``align`` and ``revisit``: two people on one request."""

from pathlib import Path
from typing import Annotated

import typer

from triage.cli.app import Format, Lang, app
from triage.cli.keeping import RequestId
from triage.cli.living import NoInput, wishes

Changes = Annotated[
    list[str] | None, typer.Argument(metavar="KEY=VALUE...", help="Answers, such as need=reported visible_in=40.")
]


@app.command()
def form(
    request_id: RequestId,
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help="Write it to this file.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    lang: Lang = None,
) -> None:
    """Write a short form that you can mail to the director."""
    from triage.adapters.files.pagefile import page_output
    from triage.cli.session import open_session
    from triage.usecases import ask as use

    session = open_session(lang)
    use.print_form(session.home, session.catalog, request_id, page_output(output), force=force)


@app.command()
def answer(
    request_id: RequestId,
    as_: Annotated[str, typer.Option("--as", metavar="director", help="Who answers.")] = "director",
    from_: Annotated[
        str | None, typer.Option("--from", metavar="FILE", help="The form as it came back: a text or a mail.")
    ] = None,
    lang: Lang = None,
) -> None:
    """Let the director answer the shared questions without seeing your answers."""
    from triage.cli.session import check_choice, open_session
    from triage.usecases import ask as use

    check_choice("--as", as_, ("director",))
    file = Path(from_).expanduser() if from_ else None
    use.answer(wishes(open_session(lang), {}, no_input=False), request_id, file)


@app.command()
def align(
    request_id: RequestId,
    changes: Changes = None,
    take: Annotated[
        str | None, typer.Option("--take", metavar="manager|director", help="Whose answers to take for the rest.")
    ] = None,
    format_: Format = "table",
    no_input: NoInput = False,
    lang: Lang = None,
) -> None:
    """Put both sets of answers side by side, and take what you agree on."""
    from triage.cli.session import check_choice, open_session
    from triage.usecases import ask_compare as use

    check_choice("--format", format_, ("table", "json"))
    if take is not None:
        check_choice("--take", take, ("manager", "director"))
    asked = wishes(open_session(lang), {}, no_input=no_input)
    use.align(asked, request_id, changes or [], take=take, form=format_)


@app.command()
def revisit(
    request_id: RequestId,
    changes: Changes = None,
    because: Annotated[str, typer.Option("--because", metavar="TEXT", help="What has happened since.")] = "",
    no_input: NoInput = False,
    lang: Lang = None,
) -> None:
    """Take a request up again: change what has changed, and weigh it once more."""
    from triage.cli.session import open_session
    from triage.usecases import new_again as use

    use.revisit(wishes(open_session(lang), {}, no_input=no_input), request_id, changes or [], because)
