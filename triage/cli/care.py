"""For whoever looks after triage: ``triage what-if``, ``score``, ``export``, ``import``, ``backup`` and ``forget``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from triage.cli.app import Changes, Force, Format, Lang, Output, RequestId, Rules, Since, State, Until, Yes, app, option
from triage.cli.session import check_choice, open_session, path_of, read_period

if TYPE_CHECKING:
    from triage.adapters.pages.catalog import Catalog
    from triage.usecases.parts.assessing import Assessed
    from triage.usecases.what_if import Trial


@app.command("what-if")
def what_if(
    request: Annotated[str, typer.Argument(metavar="ID|FILE")],
    changes: Changes = None,
    sweep: Annotated[str | None, option("--sweep", "KEY=LOW..HIGH")] = None,
    keep: Annotated[bool, typer.Option("--keep")] = False,
    format_: Format = "table",
    lang: Lang = None,
    rules: Rules = None,
) -> None:
    """See what a changed answer does to the verdict; nothing is kept unless asked for."""
    from triage.core.messages import failure
    from triage.usecases import what_if as use
    from triage.usecases.parts.side_by_side import find_request

    session = open_session(lang)
    check_choice("--format", format_, ("table", "json"))
    if not changes and not sweep:
        raise failure("what_if.nothing")
    before = find_request(request, session.home, Path(rules) if rules else None)
    trial = use.try_changes(before, changes or [])
    swept = use.sweep(trial.after, sweep) if sweep else None
    kept = use.keep_trial(trial, session.home, session.catalog) if keep else None
    if format_ == "json":
        from triage.adapters.terminal.screen import print_json

        print_json(
            use.public_trial(trial, swept[1] if swept else [], session.catalog) | ({"kept": kept} if kept else {})
        )
        return
    if changes:
        _print_trial(trial, session.catalog)
    if swept:
        _print_sweep(swept[0].label.in_(session.language), swept[1], session.catalog)
    if kept:
        from triage.adapters.terminal.screen import print_text

        print_text(session.catalog.say("result.id", id=kept))


def _print_trial(trial: "Trial", catalog: "Catalog") -> None:
    from triage.adapters.terminal.screen import print_lines
    from triage.cli.before import print_side_by_side
    from triage.usecases.what_if import difference

    headings = [catalog.say("what_if.before"), catalog.say("what_if.after")]
    print_side_by_side([trial.before, trial.after], headings, catalog)
    lines = difference(trial.before, trial.after, catalog)
    print_lines(["", *(lines or [catalog.say("what_if.no_difference")])])


def _print_sweep(label: str, swept: "list[tuple[float, Assessed]]", catalog: "Catalog") -> None:
    from triage.adapters.terminal.screen import Column, print_table
    from triage.usecases.what_if import sweep_rows

    names = (label, catalog.say("score.column.verdict"), catalog.say("score.column.score"), "0 - 100")
    columns = [Column(name, right=at in {0, 2}, fixed=True) for at, name in enumerate(names)]
    print_table(columns, sweep_rows(swept, catalog))


@app.command()
def score(
    files: Annotated[list[str] | None, typer.Argument(metavar="FILE...")] = None,
    format_: Format = "table",
    arithmetic: Annotated[bool, typer.Option("--arithmetic")] = False,
    analysis: Annotated[bool, typer.Option("--analysis")] = False,
    lang: Lang = None,
    rules: Rules = None,
) -> None:
    """Weigh requests from files and print the verdicts."""
    from triage.usecases.score import FORMATS, score_files

    session = open_session(lang)
    check_choice("--format", format_, FORMATS)
    score_files(
        files or [],
        session.home,
        session.catalog,
        rules=Path(rules) if rules else None,
        form=format_,
        with_arithmetic=arithmetic,
        with_analysis=analysis,
    )


@app.command("export")
def export(
    format_: Annotated[str | None, option("--format", "jsonl|csv|xlsx")] = None,
    output: Output = None,
    force: Force = False,
    since: Since = None,
    until: Until = None,
    state: State = None,
    lang: Lang = None,
) -> None:
    """Write the register to a file: everything, or a sheet for people."""
    from triage.adapters.register.register import Wanted
    from triage.cli.listing import STATES
    from triage.usecases import export as use

    session = open_session(lang)
    if format_ is not None:
        check_choice("--format", format_, use.FORMS)
    if state is not None:
        check_choice("--state", state, STATES[1:])
    first, last = read_period(since, until)
    wanted = Wanted(since=first, until=last, state=state)
    file = path_of(output)
    use.export(session.home, session.catalog, wanted, use.form_of(file, format_), file, force=force)


@app.command("import")
def import_(
    file: Annotated[str, typer.Argument(metavar="FILE")],
    map_: Annotated[list[str] | None, typer.Option("--map", metavar="COLUMN=QUESTION")] = None,
    yes: Yes = False,
    lang: Lang = None,
    rules: Rules = None,
) -> None:
    """Read requests into the register, all or none: an export, a backup, or the rows of a sheet."""
    from triage.usecases import import_ as use

    session = open_session(lang)
    own, path = Path(rules) if rules else None, Path(file).expanduser()
    use.import_file(session.home, session.catalog, path, rules=own, maps=map_ or (), yes=yes)


@app.command("backup")
def backup(
    file: Annotated[str, typer.Argument(metavar="FILE")],
    force: Force = False,
    lang: Lang = None,
) -> None:
    """Write a whole copy of the register, also while others use it."""
    from triage.usecases import backup as use

    session = open_session(lang)
    use.backup(session.home, session.catalog, Path(file).expanduser(), force=force)


@app.command("forget")
def forget(request_id: RequestId, yes: Yes = False, lang: Lang = None) -> None:
    """Erase a request for good."""
    from triage.usecases import forget as use

    session = open_session(lang)
    use.forget(session.home, session.catalog, request_id, yes=yes)
