"""``triage rules``: check, test, show, explain, schema, copy and backtest."""

from typing import Annotated

import typer

from triage.cli.app import Format, Lang, Rules, app

rules_app = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="The rules: see, check, test and edit them.")
app.add_typer(rules_app, name="rules")


@rules_app.command("check")
def check(
    file: Annotated[str | None, typer.Argument(metavar="[FILE]", help="A rules file, or a file of task types.")] = None,
    lang: Lang = None,
    rules: Rules = None,
) -> None:
    """Find every mistake in a rules file, each with its line."""
    from pathlib import Path

    from triage.cli.session import open_session
    from triage.usecases import rules as use

    session = open_session(lang)
    named = file or rules
    use.check(Path(named) if named else None, session.home, session.catalog)


@rules_app.command("test")
def run_cases(
    paths: Annotated[list[str] | None, typer.Argument(metavar="[PATH]...", help="Cases: files or folders.")] = None,
    format_: Format = "text",
    lang: Lang = None,
    rules: Rules = None,
) -> None:
    """Run the worked cases against the rules."""
    from pathlib import Path

    from triage.cli.session import check_choice, open_session
    from triage.usecases import rules as use

    session = open_session(lang)
    check_choice("--format", format_, use.FORMATS)
    named = Path(rules) if rules else None
    if not use.run_cases(paths or [], session.home, session.catalog, rules=named, form=format_):
        raise typer.Exit(1)


@rules_app.command("show")
def show(
    task_types: Annotated[bool, typer.Option("--task-types", help="The task types instead.")] = False,
    lang: Lang = None,
    rules: Rules = None,
) -> None:
    """Show the rules as a person reads them."""
    from pathlib import Path

    from triage.cli.session import open_session
    from triage.usecases import rules as use

    session = open_session(lang)
    use.show(session.home, session.catalog, rules=Path(rules) if rules else None, task_types=task_types)


@rules_app.command("explain")
def explain(
    name: Annotated[str, typer.Argument(metavar="ID", help="A question, figure, criterion, gate or task type.")],
    lang: Lang = None,
    rules: Rules = None,
) -> None:
    """Explain what one part of the rules does."""
    from pathlib import Path

    from triage.cli.session import open_session
    from triage.usecases import rules as use

    session = open_session(lang)
    use.explain_one(name, session.home, session.catalog, rules=Path(rules) if rules else None)


@rules_app.command("schema")
def schema(
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help="Write it to this file.")] = None,
    lang: Lang = None,
) -> None:
    """Print the JSON Schema of rules files, for editors."""
    from pathlib import Path

    from triage.cli.session import open_session
    from triage.usecases import rules as use

    use.schema(Path(output) if output else None, open_session(lang).catalog)


@rules_app.command("copy")
def copy(
    to: Annotated[str | None, typer.Option("--to", metavar="DIR", help="Another folder than your own.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite files that are there already.")] = False,
    lang: Lang = None,
) -> None:
    """Copy the rules to where you can edit them."""
    from pathlib import Path

    from triage.cli.session import open_session
    from triage.usecases import rules as use

    session = open_session(lang)
    use.copy(Path(to) if to else None, session.home, session.catalog, force=force)


@rules_app.command()
def suggest(
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="FILE", help="Write the patch to this file.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    format_: Format = "text",
    lang: Lang = None,
) -> None:
    """Propose from what came of earlier tasks how long each kind takes with you."""
    from pathlib import Path

    from triage.cli.session import check_choice, open_session
    from triage.usecases import rules_suggest

    session = open_session(lang)
    check_choice("--format", format_, ("text", "json"))
    file = Path(output).expanduser() if output and output != "-" else None
    rules_suggest.suggest(session.home, session.catalog, file, form=format_, force=force)


@rules_app.command()
def backtest(
    new: Annotated[str, typer.Argument(metavar="NEW", help="The new rules.")],
    old: Annotated[str | None, typer.Argument(metavar="OLD", help="The old rules; else those in use now.")] = None,
    files: Annotated[
        str | None, typer.Option("--files", metavar="DIR", help="Requests in a folder in place of the register.")
    ] = None,
    format_: Format = "table",
    lang: Lang = None,
) -> None:
    """See who gets another verdict under new rules, and why."""
    from pathlib import Path

    from triage.cli.session import check_choice, open_session
    from triage.usecases.rules_backtest import show_backtest

    session = open_session(lang)
    check_choice("--format", format_, ("table", "json"))
    folder = Path(files) if files else None
    show_backtest(session.home, session.catalog, Path(new), Path(old) if old else None, folder=folder, form=format_)
