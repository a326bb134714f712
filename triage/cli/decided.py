"""When you have decided: ``triage decide`` and ``agree``."""

from typing import Annotated

import typer

from triage.adapters.files.pagefile import MEMO_FILES, page_path
from triage.cli.app import Lang, NoInput, RequestId, app, option
from triage.cli.drawing import print_outcome
from triage.cli.session import call_with, check_choice, open_session, refuse_with
from triage.core.interview.verdictwords import meant_verdict

FORMS = ("text", "json")
OPTIONS = {"reach_by": "--by-date", "stop_rule": "--stop"}


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
    format_: Annotated[str, option("--format", "text|json")] = "text",
    no_input: NoInput = False,
    lang: Lang = None,
) -> None:
    """Write down what you have decided; it may differ from the advice."""
    names = {"because": because, "assumes": assumes, "check_on": check, "by": by}
    names |= {"reason": reason, "owner": owner, "trigger": trigger, "until": until}
    from triage.core.rules.ruleset import Verdict
    from triage.usecases import decide as use

    check_choice("--format", format_, FORMS)
    call = call_with(open_session(lang), names, no_input=no_input or format_ == "json")
    verdict = meant_verdict(" ".join(said or ())) or use.ask_verdict(call, request_id)
    check_choice("go|defer|drop|closed", verdict, use.DECISIONS)
    if verdict != use.CLOSED:
        chosen, file = Verdict(verdict), page_path(memo, MEMO_FILES) if memo else None
        print_outcome(call, request_id, lambda: use.decide(call, request_id, chosen, file), format_)
        return
    contradicting = {f"--{name}": value for name, value in names.items() if name not in {"because", "check_on"}}
    refuse_with(verdict, contradicting | {"--check": check, "--memo": memo})
    print_outcome(call, request_id, lambda: [use.close(call, request_id, because)], format_)


@app.command()
def agree(
    request_id: RequestId,
    metric: Annotated[str | None, option("--metric", "TEXT")] = None,
    baseline: Annotated[str | None, option("--baseline", "NUMBER")] = None,
    level: Annotated[str | None, option("--level", "TEXT")] = None,
    by_date: Annotated[str | None, option("--by-date", "DATE")] = None,
    sign: Annotated[str | None, option("--sign", "TEXT")] = None,
    sign_level: Annotated[str | None, option("--sign-level", "TEXT")] = None,
    sign_week: Annotated[str | None, option("--sign-week", "WEEK")] = None,
    stop_on: Annotated[str | None, option("--stop-on", "sign|metric|words")] = None,
    stop_limit: Annotated[str | None, option("--stop-limit", "NUMBER")] = None,
    stop_week: Annotated[str | None, option("--stop-week", "WEEK")] = None,
    stop: Annotated[str | None, option("--stop", "TEXT")] = None,
    ceiling: Annotated[str | None, option("--ceiling", "AMOUNT")] = None,
    chance: Annotated[str | None, option("--chance", "PERCENT")] = None,
    directors_chance: Annotated[str | None, option("--directors-chance", "PERCENT")] = None,
    agreed_by: Annotated[str | None, option("--agreed-by", "NAMES")] = None,
    agreed_on: Annotated[str | None, option("--agreed-on", "DATE")] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y")] = False,
    by: Annotated[str | None, option("--by", "NAME")] = None,
    change: Annotated[str | None, option("--change", "WHY")] = None,
    correct: Annotated[str | None, option("--correct", "WHY")] = None,
    format_: Annotated[str, option("--format", "text|json")] = "text",
    no_input: NoInput = False,
    lang: Lang = None,
) -> None:
    """Agree on what success is; a go is final once both have said yes."""
    parts = {"metric": metric, "baseline": baseline, "level": level, "reach_by": by_date, "sign": sign}
    parts |= {"sign_level": sign_level, "sign_week": sign_week, "stop_on": stop_on, "stop_limit": stop_limit}
    parts |= {"stop_week": stop_week, "stop_rule": stop, "ceiling": ceiling}
    who = {"chance": chance, "agreed_by": agreed_by or by, "agreed_on": agreed_on}
    from triage.usecases import agree as use
    from triage.usecases.parts.recording import find

    check_choice("--format", format_, FORMS)
    session = open_session(lang)
    no_input = no_input or format_ == "json"
    if yes:
        from triage.usecases.agree_yes import say_yes

        refuse_with("--yes", {"--change": change, "--correct": correct, "--directors-chance": directors_chance})
        refuse_with("--yes", {OPTIONS.get(name, f"--{name.replace('_', '-')}"): each for name, each in parts.items()})
        call = call_with(session, who, no_input=no_input)
        print_outcome(call, request_id, lambda: say_yes(call, find(call.home, request_id)), format_)
        return
    refuse_with("--change", {"--correct": correct} if change else {})
    call = call_with(session, parts | who | {"directors_chance": directors_chance}, no_input=no_input)
    kind: use.Kind = "change" if change else "correction" if correct else "first"
    because = change or correct or ""
    print_outcome(call, request_id, lambda: use.agree(call, find(call.home, request_id), kind, because), format_)
