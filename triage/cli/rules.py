"""``triage rules``: check, test, show, explain, schema, copy, suggest and backtest."""

import sys
from typing import Annotated

import typer

from triage.adapters.home.settings import typed_path
from triage.adapters.terminal import rulescreen
from triage.adapters.terminal.screen import Cell, Column, print_json, print_lines, print_table, print_text
from triage.cli.app import Force, Format, Lang, Output, Rules, app, option
from triage.cli.drawing import print_page, verdict_cell
from triage.cli.session import check_choice, open_session, path_of

rules_app = typer.Typer(rich_markup_mode=None, no_args_is_help=True)
app.add_typer(rules_app, name="rules")


@rules_app.command("check")
def check(
    file: Annotated[str | None, typer.Argument(metavar="[FILE]")] = None,
    lang: Lang = None,
    rules: Rules = None,
) -> None:
    """Find every mistake in a rules file, each with its line, then answers with which it does what it should not."""
    from triage.usecases import rules as use

    session = open_session(lang)
    named = file or rules
    path = typed_path(named) if named else None
    checked = use.check(path, session.home)
    print_text(session.catalog.say("rules.check.ok", path=str(checked)))
    print_lines(use.search_lines(path, session.home, session.catalog))


@rules_app.command("test")
def run_cases(
    paths: Annotated[list[str] | None, typer.Argument(metavar="[PATH]...")] = None,
    format_: Format = "text",
    lang: Lang = None,
    rules: Rules = None,
) -> None:
    """Run the worked cases against the rules."""
    from triage.usecases import rules as use

    session = open_session(lang)
    check_choice("--format", format_, ("text", "json"))
    tested = use.run_cases(paths or [], session.home, typed_path(rules) if rules else None)
    if format_ == "json":
        print_json(use.run_json(tested, session.catalog))
    else:
        print_text("\n".join(use.run_lines(tested, session.catalog)))
    if tested.failed:
        raise typer.Exit(1)


@rules_app.command("show")
def show(
    task_types: Annotated[bool, typer.Option("--task-types")] = False,
    lang: Lang = None,
    rules: Rules = None,
) -> None:
    """Show the rules as a person reads them."""
    from triage.usecases import rules as use

    session = open_session(lang)
    lines = use.show(session.home, typed_path(rules) if rules else None, task_types=task_types)
    rulescreen.print_rule_lines(lines, session.catalog)


@rules_app.command("explain")
def explain(
    name: Annotated[str, typer.Argument(metavar="ID")],
    lang: Lang = None,
    rules: Rules = None,
) -> None:
    """Explain what one part of the rules does."""
    from triage.usecases import rules as use

    session = open_session(lang)
    lines = use.explain_one(name, session.home, typed_path(rules) if rules else None)
    rulescreen.print_rule_lines(lines, session.catalog)


@rules_app.command("schema")
def schema(
    output: Output = None,
    lang: Lang = None,
) -> None:
    """Print the JSON Schema of rules files, for editors."""
    from triage.usecases import rules as use

    print_text(use.schema(path_of(output), open_session(lang).catalog))


@rules_app.command("copy")
def copy(
    to: Annotated[str | None, option("--to", "DIR")] = None,
    force: Force = False,
    lang: Lang = None,
) -> None:
    """Copy the rules to where you can edit them."""
    from triage.usecases import rules as use

    session = open_session(lang)
    print_text("\n".join(use.copy(typed_path(to) if to else None, session.home, session.catalog, force=force)))


@rules_app.command()
def suggest(
    output: Output = None,
    force: Force = False,
    format_: Format = "text",
    lang: Lang = None,
) -> None:
    """Propose from what came of earlier tasks how long each kind takes with you."""
    from triage.adapters.rules.rulepatch import public_proposals
    from triage.usecases import rules_suggest as use

    session = open_session(lang)
    check_choice("--format", format_, ("text", "json"))
    catalog, file, found = session.catalog, path_of(output), use.suggest(session.home)
    if format_ == "json":
        print_json(public_proposals(found.proposals, catalog))
        return
    print_lines(use.suggestion_lines(found, catalog))
    made = use.suggestion_patch(found, catalog)
    if made is not None:
        print_page(made if file else "\n" + made, file, catalog, "suggest.saved", force=force)


@rules_app.command()
def backtest(
    new: Annotated[str, typer.Argument(metavar="NEW")],
    old: Annotated[str | None, typer.Argument(metavar="OLD")] = None,
    files: Annotated[str | None, option("--files", "DIR")] = None,
    format_: Format = "table",
    lang: Lang = None,
) -> None:
    """See who gets another verdict under new rules, and why."""
    from triage.usecases import rules_backtest as use

    session = open_session(lang)
    check_choice("--format", format_, ("table", "json"))
    catalog, folder = session.catalog, typed_path(files) if files else None

    def progress(at: int, of: int) -> None:
        if at < of and sys.stderr.isatty():
            print(catalog.say("backtest.progress", at=at, of=of), file=sys.stderr)

    found = use.backtest(session.home, typed_path(new), typed_path(old) if old else None, folder, progress)
    if format_ == "json":
        print_json(use.backtest_json(found, catalog))
        return
    rows: list[list[Cell]] = []
    for trial in found.moved:
        before, after = (each.assessment for each in trial)
        verdicts = (verdict_cell(each.verdict, catalog) for each in (before, after))
        rows.append([before.request.title, *verdicts, use.why_moved(trial, catalog)])
    if rows:
        print_table(
            [Column(catalog.say(f"backtest.column.{name}")) for name in ("title", "before", "after", "why")], rows
        )
    print_text(catalog.say("backtest.summary", moved=len(rows), of=found.requests))
