"""When you have decided: ``triage decide`` and ``agree``."""

from typing import Annotated

import typer

from triage.adapters.files.pagefile import page_path
from triage.cli.app import Lang, NoInput, RequestId, app, option
from triage.cli.session import call_with, check_choice, open_session, refuse_with
from triage.core.interview.verdictwords import meant_verdict


@app.command()
def decide(
    request_id: RequestId,
    said: Annotated[list[str] | None, typer.Argument(metavar="[go|defer|drop|closed]")] = None,
    because: Annotated[str | None, option("--because", "TEXT")] = None,
    assumes: Annotated[str | None, option("--assumes", "TEXT")] = None,
    check: Annotated[str | None, option("--check", "DATE")] = None,
    by: Annotated[str | None, option("--by", "director|both")] = None,
    reason: Annotated[str | None, option("--reason", "REASON")] = None,
    owner: Annotated[str | None, option("--owner", "manager|director|both")] = None,
    trigger: Annotated[str | None, option("--trigger", "TEXT")] = None,
    until: Annotated[str | None, option("--until", "DATE")] = None,
    memo: Annotated[str | None, option("--memo", "FILE")] = None,
    no_input: NoInput = False,
    lang: Lang = None,
) -> None:
    """Write down what you have decided; it may differ from the advice."""
    names = {"because": because, "assumes": assumes, "check_on": check, "by": by}
    names |= {"reason": reason, "owner": owner, "trigger": trigger, "until": until}
    from triage.adapters.terminal.screen import print_lines
    from triage.core.rules.ruleset import Verdict
    from triage.usecases import decide as use

    call = call_with(open_session(lang), names, no_input=no_input)
    verdict = meant_verdict(" ".join(said or ())) or use.ask_verdict(call, request_id)
    check_choice("go|defer|drop|closed", verdict, use.DECISIONS)
    if verdict != use.CLOSED:
        print_lines(use.decide(call, request_id, Verdict(verdict), page_path(memo) if memo else None))
        return
    contradicting = {f"--{name}": value for name, value in names.items() if name not in {"because", "check_on"}}
    refuse_with(verdict, contradicting | {"--check": check, "--memo": memo})
    print_lines([use.close(call, request_id, because)])


@app.command()
def agree(
    request_id: RequestId,
    metric: Annotated[str | None, option("--metric", "TEXT")] = None,
    level: Annotated[str | None, option("--level", "TEXT")] = None,
    by_date: Annotated[str | None, option("--by-date", "DATE")] = None,
    sign: Annotated[str | None, option("--sign", "TEXT")] = None,
    sign_level: Annotated[str | None, option("--sign-level", "TEXT")] = None,
    sign_week: Annotated[str | None, option("--sign-week", "WEEK")] = None,
    stop: Annotated[str | None, option("--stop", "TEXT")] = None,
    chance: Annotated[str | None, option("--chance", "PERCENT")] = None,
    agreed_by: Annotated[str | None, option("--agreed-by", "NAMES")] = None,
    agreed_on: Annotated[str | None, option("--agreed-on", "DATE")] = None,
    no_input: NoInput = False,
    lang: Lang = None,
) -> None:
    """Agree on what success is; a go is final once you have."""
    names = {"metric": metric, "level": level, "reach_by": by_date, "sign": sign, "sign_level": sign_level}
    names |= {"sign_week": sign_week, "stop_rule": stop, "chance": chance}
    names |= {"agreed_by": agreed_by, "agreed_on": agreed_on}
    from triage.adapters.terminal.screen import print_lines
    from triage.usecases import agree as use
    from triage.usecases.parts.recording import find

    call = call_with(open_session(lang), names, no_input=no_input)
    print_lines(use.agree(call, find(call.home, request_id)))
