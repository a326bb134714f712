"""``triage decide``, ``agree``, ``review``, ``close`` and ``due``: what becomes of a request after its verdict."""

from typing import TYPE_CHECKING, Annotated

import typer

from triage.cli.app import Format, Lang, app
from triage.cli.keeping import RequestId

if TYPE_CHECKING:
    from triage.cli.session import Session
    from triage.usecases.parts.asked import Asked

NoInput = Annotated[bool, typer.Option("--no-input", help="Ask nothing: take what the options say.")]


def _text(name: str, metavar: str, text: str) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(name, metavar=metavar, help=text)
    return option


@app.command()
def decide(
    request_id: RequestId,
    verdict: Annotated[str, typer.Argument(metavar="go|defer|drop", help="What you have decided.")],
    because: Annotated[str | None, _text("--because", "TEXT", "Why.")] = None,
    assumes: Annotated[
        str | None, _text("--assumes", "TEXT", "What it rests on, where it goes against advice.")
    ] = None,
    check: Annotated[str | None, _text("--check", "DATE", "When you look at whether that holds.")] = None,
    by: Annotated[str | None, _text("--by", "director|both", "Who decided.")] = None,
    reason: Annotated[str | None, _text("--reason", "REASON", "What a defer waits for.")] = None,
    owner: Annotated[str | None, _text("--owner", "manager|director|both", "Who takes it up again.")] = None,
    trigger: Annotated[str | None, _text("--trigger", "TEXT", "The event on which it is taken up again.")] = None,
    until: Annotated[str | None, _text("--until", "DATE", "The day on which it is taken up again.")] = None,
    memo: Annotated[str | None, _text("--memo", "FILE", "Write the memo of an override to this file.")] = None,
    no_input: NoInput = False,
    lang: Lang = None,
) -> None:
    """Write down what you have decided; it may differ from the advice."""
    names = {"because": because, "assumes": assumes, "check_on": check, "by": by}
    names |= {"reason": reason, "owner": owner, "trigger": trigger, "until": until}
    from triage.adapters.files.pagefile import page_path
    from triage.cli.session import check_choice, open_session
    from triage.core.rules.ruleset import Verdict
    from triage.usecases import decide as use

    session = open_session(lang)
    check_choice("go|defer|drop", verdict, ("go", "defer", "drop"))
    asked = wishes(session, names, no_input=no_input)
    use.decide(asked, request_id, Verdict(verdict), page_path(memo) if memo else None)


@app.command()
def agree(
    request_id: RequestId,
    metric: Annotated[str | None, _text("--metric", "TEXT", "What is measured.")] = None,
    level: Annotated[str | None, _text("--level", "TEXT", "How much is a success.")] = None,
    by_date: Annotated[str | None, _text("--by-date", "DATE", "When it is to be reached.")] = None,
    sign: Annotated[str | None, _text("--sign", "TEXT", "The early sign.")] = None,
    sign_level: Annotated[str | None, _text("--sign-level", "TEXT", "How much of the sign is enough.")] = None,
    sign_week: Annotated[str | None, _text("--sign-week", "WEEK", "Week from the decision to look for it.")] = None,
    stop: Annotated[str | None, _text("--stop", "TEXT", "What would make you stop.")] = None,
    chance: Annotated[str | None, _text("--chance", "PERCENT", "How likely you think it is.")] = None,
    agreed_by: Annotated[str | None, _text("--agreed-by", "NAMES", "Who agrees.")] = None,
    agreed_on: Annotated[str | None, _text("--agreed-on", "DATE", "When you agreed.")] = None,
    no_input: NoInput = False,
    lang: Lang = None,
) -> None:
    """Agree on what success is; a go is final once you have."""
    names = {"metric": metric, "level": level, "reach_by": by_date, "sign": sign, "sign_level": sign_level}
    names |= {"sign_week": sign_week, "stop_rule": stop, "chance": chance}
    names |= {"agreed_by": agreed_by, "agreed_on": agreed_on}
    from triage.cli.session import open_session
    from triage.usecases import agree as use

    use.agree(wishes(open_session(lang), names, no_input=no_input), request_id)


@app.command()
def review(
    request_id: RequestId,
    measured: Annotated[str | None, _text("--measured", "TEXT", "What you have measured.")] = None,
    sign: Annotated[str | None, _text("--sign", "yes|no", "Whether the early sign is there.")] = None,
    sign_on: Annotated[str | None, _text("--sign-on", "DATE", "When it was there.")] = None,
    reached: Annotated[str | None, _text("--reached", "yes|no", "Whether the agreed level is reached.")] = None,
    reached_on: Annotated[str | None, _text("--reached-on", "DATE", "When it was reached.")] = None,
    cost: Annotated[str | None, _text("--cost", "AMOUNT", "What it has cost so far.")] = None,
    hours: Annotated[str | None, _text("--hours", "HOURS", "Own hours so far.")] = None,
    contribution: Annotated[str | None, _text("--contribution", "AMOUNT", "Extra contribution so far.")] = None,
    decision: Annotated[str | None, _text("--decision", "good|poor|unsure", "Whether it was a good decision.")] = None,
    learned: Annotated[str | None, _text("--learned", "TEXT", "What you have learned.")] = None,
    stop: Annotated[bool, typer.Option("--stop", help="Stop it now.")] = False,
    because: Annotated[str | None, _text("--because", "TEXT", "Why you stop.")] = None,
    assumption: Annotated[
        str | None, _text("--assumption", "held|failed|unclear", "Whether an override's assumption held.")
    ] = None,
    note: Annotated[str | None, _text("--note", "TEXT", "What you saw of the assumption.")] = None,
    no_input: NoInput = False,
    lang: Lang = None,
) -> None:
    """Look at what came of it, against what you agreed."""
    names = {"measured": measured, "sign": sign, "sign_on": sign_on, "reached": reached, "reached_on": reached_on}
    names |= {"cost": cost, "hours": hours, "contribution": contribution, "decision": decision, "learned": learned}
    names |= {"stop": "yes" if stop else None, "because": because, "assumption": assumption, "note": note}
    from triage.cli.session import open_session
    from triage.usecases import review as use

    use.review(wishes(open_session(lang), names, no_input=no_input), request_id)


@app.command()
def close(
    request_id: RequestId,
    because: Annotated[str, typer.Option("--because", metavar="TEXT", help="Why nothing more comes of it.")],
    lang: Lang = None,
) -> None:
    """Close a request of which nothing more will come."""
    from triage.cli.session import open_session
    from triage.usecases import decide as use

    use.close(wishes(open_session(lang), {}, no_input=True), request_id, because)


@app.command()
def report(
    since: Annotated[str | None, _text("--since", "DATE", "From this day on.")] = None,
    until: Annotated[str | None, _text("--until", "DATE", "Up to and with this day.")] = None,
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help="Write it to this file.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    lang: Lang = None,
) -> None:
    """Report a period to the director: what was asked, decided, spent and learned."""
    from triage.adapters.files.pagefile import page_output
    from triage.cli.keeping import read_period
    from triage.cli.session import open_session
    from triage.usecases import report as use

    session = open_session(lang)
    first, last = read_period(since, until)
    use.report(session.home, session.catalog, first, last, page_output(output), force=force)


@app.command()
def due(
    day: Annotated[str | None, _text("--on", "DATE", "Another day than today.")] = None,
    ics: Annotated[str | None, _text("--ics", "FILE", "Write every date to a calendar file.")] = None,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Leave with 5 where something is due.")] = False,
    format_: Format = "table",
    lang: Lang = None,
) -> None:
    """Show what wants attention today."""
    from pathlib import Path

    from triage.cli.keeping import read_day
    from triage.cli.session import check_choice, open_session
    from triage.usecases import due as use

    session = open_session(lang)
    check_choice("--format", format_, ("table", "json"))
    when = read_day("--on", day)
    found = use.show_due(session.home, session.catalog, when, form=format_)
    if ics:
        use.write_calendar(session.home, session.catalog, Path(ics).expanduser())
    if exit_code and found:
        raise typer.Exit(use.SOMETHING_IS_DUE)


def wishes(session: "Session", flags: dict[str, str | None], *, no_input: bool) -> "Asked":
    """Give what a command was called with: the options that were given, and whether a person may be asked."""
    from triage.usecases.parts.asked import Asked

    given = {name: value for name, value in flags.items() if value is not None}
    return Asked(session.home, session.catalog, given, ask=not no_input)
