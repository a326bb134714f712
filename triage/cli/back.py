"""Looking back: ``triage review`` and ``report``."""

from typing import Annotated

import typer

from triage.adapters.files.pagefile import REPORT_FILES, form_of, page_output
from triage.cli.app import (
    Clipboard,
    Force,
    Lang,
    NoInput,
    Open,
    Output,
    Reference,
    RequestId,
    Since,
    Until,
    app,
    option,
)
from triage.cli.drawing import check_handing, hand_over, print_outcome, print_page
from triage.cli.session import (
    call_with,
    check_choice,
    open_session,
    path_of,
    read_period,
    refuse_with,
    refuse_without,
)


@app.command()
def review(
    request_id: RequestId,
    measured: Annotated[str | None, option("--measured", "TEXT")] = None,
    on: Annotated[str | None, option("--on", "DATE")] = None,
    sign_value: Annotated[str | None, option("--sign-value", "NUMBER")] = None,
    sign: Annotated[str | None, option("--sign", "yes|no")] = None,
    sign_on: Annotated[str | None, option("--sign-on", "DATE")] = None,
    reached: Annotated[str | None, option("--reached", "yes|no")] = None,
    reached_on: Annotated[str | None, option("--reached-on", "DATE")] = None,
    cost: Annotated[str | None, option("--cost", "AMOUNT")] = None,
    hours: Annotated[str | None, option("--hours", "HOURS")] = None,
    contribution: Annotated[str | None, option("--contribution", "AMOUNT")] = None,
    decision: Annotated[str | None, option("--decision", "good|poor|unsure")] = None,
    learned: Annotated[str | None, option("--learned", "TEXT")] = None,
    stop: Annotated[bool, typer.Option("--stop")] = False,
    by_rule: Annotated[bool, typer.Option("--by-rule")] = False,
    because: Annotated[str | None, option("--because", "TEXT")] = None,
    assumption: Annotated[str | None, option("--assumption", "held|failed|unclear")] = None,
    note: Annotated[str | None, option("--note", "TEXT")] = None,
    format_: Annotated[str, option("--format", "text|json")] = "text",
    no_input: NoInput = False,
    lang: Lang = None,
) -> None:
    """Look at what came of it, against what you agreed."""
    names = {"measured": measured, "sign": sign, "sign_on": sign_on, "reached": reached, "reached_on": reached_on}
    names |= {"cost": cost, "hours": hours, "contribution": contribution, "decision": decision, "learned": learned}
    names |= {"stop": "yes" if stop else None, "because": because, "assumption": assumption, "note": note}
    names |= {"measured_on": on, "sign_value": sign_value, "by_rule": "yes" if by_rule else None}
    from triage.usecases import review as use

    check_choice("--format", format_, ("text", "json"))
    call = call_with(open_session(lang), names, no_input=no_input or format_ == "json")
    print_outcome(call, request_id, lambda: use.review(call, request_id), format_)


@app.command()
def report(
    since: Since = None,
    until: Until = None,
    output: Output = None,
    force: Force = False,
    format_: Annotated[str | None, option("--format", "FORMAT")] = None,
    reference: Reference = None,
    open_: Open = False,
    clipboard: Clipboard = False,
    lang: Lang = None,
) -> None:
    """Report a period to the director: what was asked, decided, spent and learned."""
    from triage.adapters.terminal.screen import print_json
    from triage.usecases import report as use

    session = open_session(lang)
    if format_ is not None:
        check_choice("--format", format_, (*REPORT_FILES, "json"))
    first, last = read_period(since, until)
    if format_ == "json":
        refuse_with("--format json", {"--output": output, "--force": force, "--reference": reference})
        refuse_with("--format json", {"--open": open_, "--clipboard": clipboard})
        print_json(use.report_figures(session.home, session.catalog, first, last))
        return
    file = page_output(output, REPORT_FILES)
    form = form_of(file, format_)
    if form != "docx":
        refuse_without("--format docx", {"--reference": reference})
    check_handing(file, form, open_it=open_, clipboard=clipboard)
    page = use.report(session.home, session.catalog, first, last, form, path_of(reference))
    if file or not clipboard:
        print_page(page, file, session.catalog, "report.saved", force=force)
    hand_over(page, file, session.catalog, open_it=open_, clipboard=clipboard)
