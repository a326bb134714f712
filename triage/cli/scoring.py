"""``triage score``: verdicts for files, without questions and without the register."""

from pathlib import Path
from typing import Annotated

import typer

from triage.cli.app import Format, Lang, Rules, app


@app.command()
def score(
    files: Annotated[
        list[str] | None, typer.Argument(metavar="FILE...", help="Files, folders, or - for standard input.")
    ] = None,
    format_: Format = "table",
    arithmetic: Annotated[bool, typer.Option("--arithmetic", help="Print the sum behind each score.")] = False,
    analysis: Annotated[bool, typer.Option("--analysis", help="Add risk, close calls and what would turn it.")] = False,
    lang: Lang = None,
    rules: Rules = None,
) -> None:
    """Weigh requests from files and print the verdicts."""
    from triage.cli.session import check_choice, open_session
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
