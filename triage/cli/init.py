"""``triage init``: the firm's goals and figures, asked for or given as options."""

from typing import Annotated

import typer

from triage.cli.app import Lang, NoInput, app, option
from triage.cli.session import call_with, open_session


@app.command()
def init(
    organisation: Annotated[str | None, option("--organisation", "TEXT")] = None,
    manager: Annotated[str | None, option("--manager", "NAME")] = None,
    director: Annotated[str | None, option("--director", "NAME")] = None,
    director_mail: Annotated[str | None, option("--director-mail", "ADDRESS")] = None,
    word_template: Annotated[str | None, option("--word-template", "FILE")] = None,
    language: Annotated[str | None, option("--language", "da|en")] = None,
    currency: Annotated[str | None, option("--currency", "CODE")] = None,
    yearly_budget: Annotated[str | None, option("--yearly-budget", "AMOUNT")] = None,
    hourly_cost: Annotated[str | None, option("--hourly-cost", "AMOUNT")] = None,
    required_return: Annotated[str | None, option("--required-return", "PERCENT")] = None,
    horizon_months: Annotated[str | None, option("--horizon-months", "MONTHS")] = None,
    sales_cycle_weeks: Annotated[str | None, option("--sales-cycle-weeks", "WEEKS")] = None,
    budget_holds_wages: Annotated[str | None, option("--budget-holds-wages", "yes|no")] = None,
    capacity_hours: Annotated[str | None, option("--capacity-hours", "HOURS")] = None,
    standing: Annotated[list[str] | None, option("--standing", "TEXT")] = None,
    end_standing: Annotated[list[str] | None, option("--end-standing", "NAME")] = None,
    goals: Annotated[bool, typer.Option("--goals")] = False,
    goal: Annotated[list[str] | None, option("--goal", "TEXT")] = None,
    against: Annotated[list[str] | None, option("--against", "TEXT")] = None,
    agreed_on: Annotated[str | None, option("--agreed-on", "DATE")] = None,
    agreed_by: Annotated[str | None, option("--agreed-by", "NAMES")] = None,
    because: Annotated[str | None, option("--because", "TEXT")] = None,
    no_input: NoInput = False,
    lang: Lang = None,
) -> None:
    """Write down the firm's goals and figures, or change one of them."""
    given = {name: value for name, value in locals().items() if isinstance(value, str) and name != "lang"}
    from triage.adapters.pages.catalog import load_catalog
    from triage.adapters.terminal.screen import print_lines, print_text
    from triage.core.interview.firm import AGAINST, BECAUSE, GOALS
    from triage.core.messages import USAGE_IS_WRONG, failure
    from triage.core.request.course import are_both
    from triage.usecases.init import WorkChanges
    from triage.usecases.init import init as use

    session = open_session(lang)
    given = {BECAUSE if name == "because" else name: value for name, value in given.items()}
    for names, lines, too_many in ((GOALS, goal, "profile.too_many_goals"), (AGAINST, against, "profile.too_many")):
        if len(lines or []) > len(names):
            raise failure(too_many, exit_code=USAGE_IS_WRONG, most=len(names))
        if lines:
            given |= dict.fromkeys(names, "") | dict(zip(names, lines, strict=False))
    work = WorkChanges(standing or (), end_standing or ())
    if no_input and not (given or standing or end_standing):
        raise failure("profile.nothing_given")
    profile = use(call_with(session, given, no_input=no_input), work, goals=goals)
    if profile:
        spoken = load_catalog(profile.language or session.language, session.home.cache)
        print_text(spoken.say("profile.saved", path=str(session.home.profile), count=len(profile.goals)))
        if profile.goals and not are_both(profile.agreed_by):
            print_lines([spoken.say("profile.not_shared")])
        print_lines([spoken.say("profile.next")])
