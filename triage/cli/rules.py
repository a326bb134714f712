"""``triage rules``: check, test, show, explain, schema, copy and backtest."""

from pathlib import Path
from typing import Annotated

import typer

from triage.cli.app import Force, Format, Lang, Output, Rules, app, option
from triage.cli.session import check_choice, open_session, path_of

rules_app = typer.Typer(rich_markup_mode=None, no_args_is_help=True)
app.add_typer(rules_app, name="rules")


@rules_app.command("check")
def check(
    file: Annotated[str | None, typer.Argument(metavar="[FILE]")] = None,
    lang: Lang = None,
    rules: Rules = None,
) -> None:
    """Find every mistake in a rules file, each with its line."""
    from triage.usecases import rules as use

    session = open_session(lang)
    named = file or rules
    use.check(Path(named) if named else None, session.home, session.catalog)


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
    check_choice("--format", format_, use.FORMATS)
    named = Path(rules) if rules else None
    if not use.run_cases(paths or [], session.home, session.catalog, rules=named, form=format_):
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
    use.show(session.home, session.catalog, rules=Path(rules) if rules else None, task_types=task_types)


@rules_app.command("explain")
def explain(
    name: Annotated[str, typer.Argument(metavar="ID")],
    lang: Lang = None,
    rules: Rules = None,
) -> None:
    """Explain what one part of the rules does."""
    from triage.usecases import rules as use

    session = open_session(lang)
    use.explain_one(name, session.home, session.catalog, rules=Path(rules) if rules else None)


@rules_app.command("schema")
def schema(
    output: Output = None,
    lang: Lang = None,
) -> None:
    """Print the JSON Schema of rules files, for editors."""
    from triage.usecases import rules as use

    use.schema(path_of(output), open_session(lang).catalog)


@rules_app.command("copy")
def copy(
    to: Annotated[str | None, option("--to", "DIR")] = None,
    force: Force = False,
    lang: Lang = None,
) -> None:
    """Copy the rules to where you can edit them."""
    from triage.usecases import rules as use

    session = open_session(lang)
    use.copy(Path(to) if to else None, session.home, session.catalog, force=force)


@rules_app.command()
def suggest(
    output: Output = None,
    force: Force = False,
    format_: Format = "text",
    lang: Lang = None,
) -> None:
    """Propose from what came of earlier tasks how long each kind takes with you."""
    from triage.usecases import rules_suggest

    session = open_session(lang)
    check_choice("--format", format_, ("text", "json"))
    rules_suggest.suggest(session.home, session.catalog, path_of(output), form=format_, force=force)


@rules_app.command()
def backtest(
    new: Annotated[str, typer.Argument(metavar="NEW")],
    old: Annotated[str | None, typer.Argument(metavar="OLD")] = None,
    files: Annotated[str | None, option("--files", "DIR")] = None,
    format_: Format = "table",
    lang: Lang = None,
) -> None:
    """See who gets another verdict under new rules, and why."""
    from triage.usecases.rules_backtest import show_backtest

    session = open_session(lang)
    check_choice("--format", format_, ("table", "json"))
    folder = Path(files) if files else None
    show_backtest(session.home, session.catalog, Path(new), Path(old) if old else None, folder=folder, form=format_)
