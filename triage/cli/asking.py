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
    whats_new: Annotated[
        str, typer.Option("--whats-new", metavar="TEXT", help="What is new since the same was asked before.")
    ] = "",
    lang: Lang = None,
    rules: Rules = None,
) -> None:
    """Weigh a task before you accept it: questions, verdict and memo."""
    from pathlib import Path

    from triage.adapters.files.pagefile import page_path
    from triage.cli.session import open_session
    from triage.usecases.new import Wishes, ask_new, assess_file
    from triage.usecases.new import resume as go_on

    session = open_session(lang)
    wishes = Wishes(
        home=session.home,
        catalog=session.catalog,
        language_asked=lang is not None,
        rules=Path(rules) if rules else None,
        file=Path(from_) if from_ else None,
        quick=quick,
        memo=page_path(memo) if memo else None,
        force=force,
        whats_new=whats_new,
    )
    if no_input:
        assess_file(wishes)
    elif resume:
        go_on(wishes)
    else:
        ask_new(wishes)


@app.command()
def init(
    organisation: Annotated[str | None, typer.Option("--organisation", metavar="TEXT", help="The firm.")] = None,
    manager: Annotated[str | None, typer.Option("--manager", metavar="NAME", help="The marketing manager.")] = None,
    director: Annotated[str | None, typer.Option("--director", metavar="NAME", help="The director.")] = None,
    language: Annotated[str | None, typer.Option("--language", metavar="da|en", help="The language to speak.")] = None,
    currency: Annotated[str | None, typer.Option("--currency", metavar="CODE", help="Such as DKK or EUR.")] = None,
    yearly_budget: Annotated[str | None, typer.Option("--yearly-budget", metavar="AMOUNT", help="For a year.")] = None,
    hourly_cost: Annotated[str | None, typer.Option("--hourly-cost", metavar="AMOUNT", help="Of own time.")] = None,
    required_return: Annotated[
        str | None, typer.Option("--required-return", metavar="PERCENT", help="A year, in percent.")
    ] = None,
    horizon_months: Annotated[
        str | None, typer.Option("--horizon-months", metavar="MONTHS", help="Months that effects are counted over.")
    ] = None,
    sales_cycle_weeks: Annotated[
        str | None, typer.Option("--sales-cycle-weeks", metavar="WEEKS", help="From enquiry to sale.")
    ] = None,
    capacity_hours: Annotated[
        str | None, typer.Option("--capacity-hours", metavar="HOURS", help="A month, for new tasks.")
    ] = None,
    goal: Annotated[
        list[str] | None, typer.Option("--goal", metavar="TEXT", help="A goal of the year; up to five times.")
    ] = None,
    agreed_on: Annotated[str | None, typer.Option("--agreed-on", metavar="DATE", help="When both agreed.")] = None,
    no_input: Annotated[bool, typer.Option("--no-input", help="Ask nothing: take what the flags say.")] = False,
    lang: Lang = None,
) -> None:
    """Write down the firm's goals and figures, or change one of them."""
    given = {name: value for name, value in locals().items() if isinstance(value, str) and name != "lang"}
    from triage.cli.session import open_session
    from triage.core.interview.firm import GOALS
    from triage.core.messages import USAGE_IS_WRONG, failure
    from triage.usecases.init import ask_profile, take_flags

    session = open_session(lang)
    if len(goal or []) > len(GOALS):
        raise failure("profile.too_many_goals", exit_code=USAGE_IS_WRONG, most=len(GOALS))
    if goal:
        given |= dict.fromkeys(GOALS, "") | dict(zip(GOALS, goal, strict=False))
    if given:
        take_flags(session.home, given, session.catalog)
    if not no_input and not given:
        ask_profile(session.home, session.catalog)
    elif not given:
        raise failure("profile.nothing_given")
