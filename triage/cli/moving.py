"""``triage export``, ``import``, ``backup`` and ``forget``: what goes out of the register, and what comes in."""

from pathlib import Path
from typing import Annotated

import typer

from triage.cli.app import Lang, Rules, app
from triage.cli.keeping import STATES, RequestId

Force = Annotated[bool, typer.Option("--force", help="Replace a file that is there.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do it without asking.")]


@app.command("export")
def export(
    format_: Annotated[str | None, typer.Option("--format", metavar="jsonl|csv|xlsx", help="The form.")] = None,
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help="Write it to this file.")] = None,
    force: Force = False,
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", help="From this day on.")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="Up to and with this day.")] = None,
    state: Annotated[str | None, typer.Option("--state", metavar="STATE", help="This state only.")] = None,
    lang: Lang = None,
) -> None:
    """Write the register to a file: everything, or a sheet for people."""
    from triage.adapters.register.register import Wanted
    from triage.cli.keeping import read_period
    from triage.cli.session import check_choice, open_session
    from triage.usecases import export as use

    session = open_session(lang)
    if format_ is not None:
        check_choice("--format", format_, use.FORMS)
    if state is not None:
        check_choice("--state", state, STATES[1:])
    first, last = read_period(since, until)
    wanted = Wanted(since=first, until=last, state=state)
    file = Path(output).expanduser() if output and output != "-" else None
    use.export(session.home, session.catalog, wanted, use.form_of(file, format_), file, force=force)


@app.command("import")
def import_(
    file: Annotated[str, typer.Argument(metavar="FILE", help="An export, a backup, or a CSV file.")],
    map_: Annotated[
        list[str] | None, typer.Option("--map", metavar="COLUMN=QUESTION", help="What a column is; may be repeated.")
    ] = None,
    yes: Yes = False,
    lang: Lang = None,
    rules: Rules = None,
) -> None:
    """Read requests into the register, all or none: an export, a backup, or the rows of a sheet."""
    from triage.cli.session import open_session
    from triage.usecases import import_ as use

    session = open_session(lang)
    given = use.Given(Path(rules) if rules else None, map_ or (), yes)
    use.import_file(session.home, session.catalog, Path(file).expanduser(), given)


@app.command("backup")
def backup(
    file: Annotated[str, typer.Argument(metavar="FILE", help="Where to write it.")],
    force: Force = False,
    lang: Lang = None,
) -> None:
    """Write a whole copy of the register, also while others use it."""
    from triage.cli.session import open_session
    from triage.usecases import backup as use

    session = open_session(lang)
    use.backup(session.home, session.catalog, Path(file).expanduser(), force=force)


@app.command("forget")
def forget(request_id: RequestId, yes: Yes = False, lang: Lang = None) -> None:
    """Erase a request for good."""
    from triage.cli.session import open_session
    from triage.usecases import forget as use

    session = open_session(lang)
    use.forget(session.home, session.catalog, request_id, yes=yes)
