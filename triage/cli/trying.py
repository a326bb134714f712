"""``triage what-if`` and ``triage compare``: what would change the verdict, and two requests side by side."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from triage.cli.app import Format, Lang, Rules, app

if TYPE_CHECKING:
    from triage.adapters.pages.catalog import Catalog
    from triage.usecases.parts.assessing import Assessed
    from triage.usecases.what_if import Trial


@app.command("what-if")
def what_if(
    request: Annotated[str, typer.Argument(metavar="ID|FILE", help="A request of the register, or a file with one.")],
    changes: Annotated[
        list[str] | None, typer.Argument(metavar="KEY=VALUE...", help="Answers to change, such as need=proven.")
    ] = None,
    sweep: Annotated[
        str | None, typer.Option("--sweep", metavar="KEY=LOW..HIGH", help="Try one number over a span.")
    ] = None,
    keep: Annotated[bool, typer.Option("--keep", help="Keep the changed request as one of its own.")] = False,
    format_: Format = "table",
    lang: Lang = None,
    rules: Rules = None,
) -> None:
    """See what a changed answer does to the verdict; nothing is kept unless asked for."""
    from triage.adapters.home.profilefile import load_profile
    from triage.cli.session import check_choice, open_session
    from triage.core.messages import failure
    from triage.core.request.request import Profile
    from triage.usecases import what_if as use
    from triage.usecases.parts.side_by_side import find_request

    session = open_session(lang)
    check_choice("--format", format_, ("table", "json"))
    if not changes and not sweep:
        raise failure("what_if.nothing")
    before = find_request(request, session.home, Path(rules) if rules else None)
    trial = use.try_changes(before, changes or [], load_profile(session.home) or Profile())
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


@app.command()
def compare(
    first: Annotated[str, typer.Argument(metavar="ID|FILE", help="One request.")],
    second: Annotated[str, typer.Argument(metavar="ID|FILE", help="The other request.")],
    format_: Format = "table",
    lang: Lang = None,
    rules: Rules = None,
) -> None:
    """Put two requests side by side: verdict, points and figures."""
    from triage.cli.session import check_choice, open_session
    from triage.usecases.parts.side_by_side import find_request

    session = open_session(lang)
    check_choice("--format", format_, ("table", "json"))
    own = Path(rules) if rules else None
    pair = [find_request(each, session.home, own) for each in (first, second)]
    if format_ == "json":
        from triage.adapters.terminal.screen import print_json
        from triage.usecases.parts.assessing import public

        print_json([public(each, session.catalog) for each in pair])
        return
    _print_pair(pair, [each.assessment.request.title for each in pair], session.catalog)


def _print_trial(trial: "Trial", catalog: "Catalog") -> None:
    from triage.adapters.terminal.screen import print_lines
    from triage.usecases.what_if import difference

    headings = [catalog.say("what_if.before"), catalog.say("what_if.after")]
    _print_pair([trial.before, trial.after], headings, catalog)
    lines = difference(trial.before, trial.after, catalog)
    print_lines(["", *(lines or [catalog.say("what_if.no_difference")])])


def _print_pair(pair: "list[Assessed]", headings: list[str], catalog: "Catalog") -> None:
    from triage.adapters.terminal.screen import Column, print_table
    from triage.usecases.parts.side_by_side import pair_rows

    columns = [Column(""), *(Column(heading) for heading in headings)]
    print_table(columns, pair_rows(pair, catalog))


def _print_sweep(label: str, swept: "list[tuple[float, Assessed]]", catalog: "Catalog") -> None:
    from triage.adapters.terminal.screen import Column, print_table
    from triage.usecases.what_if import sweep_rows

    names = (label, catalog.say("score.column.verdict"), catalog.say("score.column.score"), "0 - 100")
    columns = [Column(name, right=at in {0, 2}, fixed=True) for at, name in enumerate(names)]
    print_table(columns, sweep_rows(swept, catalog))
