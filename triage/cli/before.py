"""Before you say yes: ``triage new``, ``ask``, ``show`` and ``memo``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from triage.adapters.files.pagefile import (
    BRIEF_FILES,
    FORM_FILES,
    MEMO_FILES,
    MEMO_FORMS,
    form_of,
    page_output,
    page_path,
)
from triage.adapters.home.settings import typed_path
from triage.adapters.output import pipe
from triage.adapters.terminal.attended import is_attended
from triage.cli.app import (
    Changes,
    Clipboard,
    Force,
    Format,
    Lang,
    NoInput,
    Open,
    Output,
    Reference,
    RequestId,
    Rules,
    app,
    option,
)
from triage.cli.drawing import check_handing, hand_over, print_page, print_side_by_side
from triage.cli.session import (
    Session,
    call_with,
    check_choice,
    open_session,
    path_of,
    refuse_with,
    refuse_without,
    was_typed,
)
from triage.core.messages import USAGE_IS_WRONG, Typed, failure

if TYPE_CHECKING:
    from triage.adapters.pages.catalog import Catalog
    from triage.usecases.ask_compare import Comparison, Difference
    from triage.usecases.parts.call import NewCall


@app.command()
def new(
    changes: Changes = None,
    quick: Annotated[bool, typer.Option("--quick")] = False,
    all_: Annotated[bool, typer.Option("--all")] = False,
    from_: Annotated[str | None, option("--from", "FILE")] = None,
    resume: Annotated[bool, typer.Option("--resume")] = False,
    missing: Annotated[bool, typer.Option("--missing")] = False,
    again: Annotated[str | None, option("--again", "ID")] = None,
    because: Annotated[str, option("--because", "TEXT")] = "",
    title: Annotated[str | None, option("--title", "TEXT")] = None,
    no_input: Annotated[bool, typer.Option("--no-input")] = False,
    memo: Annotated[str | None, option("--memo", "FILE")] = None,
    force: Annotated[bool, typer.Option("--force")] = False,
    whats_new: Annotated[str, option("--whats-new", "TEXT")] = "",
    lang: Lang = None,
    rules: Rules = None,
) -> None:
    """Weigh a task before you accept it: questions, verdict and memo."""
    from triage.usecases.parts.call import NewCall

    session = open_session(lang)
    if again is not None:
        others = {
            "--quick": quick,
            "--all": all_,
            "--from": from_,
            "--resume": resume,
            "--memo": memo,
            "--force": force,
        }
        refuse_with("--again", others | {"--whats-new": whats_new, "--rules": was_typed(rules)})
        from triage.adapters.terminal.screen import print_lines
        from triage.usecases.new_again import revisit

        if title is not None and not title.strip():
            raise failure("new.no_title", exit_code=USAGE_IS_WRONG)
        refuse_with("--missing", {**dict.fromkeys(changes or [], True), "--title": title} if missing else {})
        asked = call_with(session, {}, no_input=no_input)
        print_lines(revisit(asked, again, changes or [], because, title or "", missing=missing))
        return
    if all_:
        refuse_with("--all", {"--quick": quick})
    only_again = {"--because": because, "--title": title, "--missing": missing}
    refuse_without("--again", {**dict.fromkeys(changes or [], True), **only_again})
    call = NewCall(
        home=session.home,
        catalog=session.catalog,
        language_asked=lang is not None,
        rules=typed_path(rules) if rules else None,
        file=typed_path(from_) if from_ else None,
        quick=quick,
        all=all_,
        memo=page_path(memo, MEMO_FILES) if memo else None,
        force=force,
        whats_new=whats_new,
    )
    if no_input:
        _assess_file(call)
        return
    if not is_attended():
        raise failure("new.no_terminal")
    from triage.usecases import new as use

    kept = (use.resume if resume else use.ask_new)(call)
    if kept:
        from triage.cli.main import run
        from triage.usecases.parts.result import show_result

        show_result(*kept, call, run)


def _assess_file(call: "NewCall") -> None:
    from triage.adapters.terminal.screen import print_lines, print_text
    from triage.usecases.new_file import assess_file
    from triage.usecases.parts.pages import save_memo
    from triage.usecases.parts.recording import find

    for at, (request_id, lines) in enumerate(assess_file(call)):
        print_lines([*([""] if at else []), *lines])
        if call.memo:
            kept = find(call.home, request_id)
            print_text(save_memo(kept, call.catalog, call.home, call.memo, exclusive=not call.force))


@app.command()
def ask(
    request_id: RequestId,
    changes: Changes = None,
    form: Annotated[bool, typer.Option("--form")] = False,
    output: Output = None,
    force: Force = False,
    read: Annotated[str | None, option("--read", "FILE")] = None,
    compare: Annotated[bool, typer.Option("--compare")] = False,
    take: Annotated[str | None, option("--take", "manager|director")] = None,
    format_: Annotated[str | None, option("--format", "FORMAT")] = None,
    no_input: NoInput = False,
    lang: Lang = None,
) -> None:
    """Let the director answer too, here or by mail; then see where you differ."""
    from triage.adapters.terminal.screen import print_lines
    from triage.usecases import ask as use

    session = open_session(lang)
    of_compare = {**dict.fromkeys(changes or [], True), "--take": take, "--no-input": no_input}
    if form:
        refuse_with("--form", {"--read": read, "--compare": compare})
        refuse_without("--compare", of_compare)
        check_choice("--format", format_ or "text", ("text", "html"))
        _write_form(session, request_id, page_output(output, FORM_FILES), format_, force=force)
        return
    of_compare |= {"--format": format_}
    refuse_without("--form", {"--output": output, "--force": force})
    call = call_with(session, {}, no_input=no_input or format_ == "json")
    if not compare:
        refuse_without("--compare", of_compare)
        print_lines(use.answer(call, request_id, typed_path(read) if read else None))
        return
    refuse_with("--compare", {"--read": read})
    check_choice("--format", format_ or "table", ("table", "json"))
    if take is not None:
        check_choice("--take", take, ("manager", "director"))
    from triage.usecases import ask_compare

    compared = ask_compare.compare(call, request_id)
    _show_differences(compared, session.catalog, format_ or "table")
    lines = ask_compare.align(call, compared, changes or [], take)
    print_lines([] if format_ == "json" else lines)


def _write_form(session: Session, given: str, output: Path | None, asked: str | None, *, force: bool) -> None:
    from triage.adapters.output.wholefile import full_name, write_whole
    from triage.adapters.terminal.screen import print_lines, print_text
    from triage.usecases.ask import directors_form

    how = form_of(output, asked, "text")
    request_id, text = directors_form(session.home, session.catalog, given, how)
    if output is None:
        print_text(text)
        return
    write_whole(output, text, exclusive=not force)
    said = "form.saved.page" if how == "html" else "form.saved"
    print_lines([session.catalog.say(said, path=full_name(output), id=request_id)])


def _show_differences(compared: "Comparison", catalog: "Catalog", form: str) -> None:
    from triage.adapters.terminal.screen import Column, print_json, print_lines, print_table
    from triage.usecases.ask_compare import difference_rows

    entry, found = compared.kept.entry, compared.differences
    if form == "json":
        print_json([_public(each) for each in found])
        return
    if not found:
        print_lines([catalog.say("align.same", id=entry.id)])
        return
    key = "align.heading" if len(found) > 1 else "align.heading.one"
    print_lines([catalog.say(key, id=entry.id, title=Typed(entry.title), count=len(found)), ""])
    columns = [Column(catalog.say(f"align.column.{name}")) for name in ("question", "manager", "director", "effect")]
    print_table(columns, difference_rows(compared, catalog))


def _public(each: "Difference") -> dict[str, object]:
    """A difference as ``--format json`` prints it: keys are only ever added."""
    from triage.adapters.home.valuejson import value_data

    low, high = each.score or (None, None)
    answers = {"manager": value_data(each.manager), "director": value_data(each.director)}
    verdict = {"verdict_with_directors": each.verdict, "score_low": low, "score_high": high}
    return {"question": each.question, **answers, **verdict}


@app.command()
def show(
    requests: Annotated[list[str] | None, typer.Argument(metavar="[ID...]")] = None,
    format_: Format = "text",
    arithmetic: Annotated[bool, typer.Option("--arithmetic")] = False,
    answers: Annotated[bool, typer.Option("--answers")] = False,
    lang: Lang = None,
    rules: Rules = None,
) -> None:
    """Show one assessment in full, as it was made, or several side by side."""
    session = open_session(lang)
    if not requests:
        from triage.usecases.list import pick

        requests = [pick(session.home, session.catalog)]
    if len(requests) > 1:
        refuse_with("ID ID ...", {"--arithmetic": arithmetic, "--answers": answers})
        check_choice("--format", format_, ("text", "table", "json"))
        _show_several(session, requests, format_, rules)
        return
    refuse_without("ID ID ...", {"--rules": was_typed(rules)})
    check_choice("--format", format_, ("text", "json"))
    if answers:
        refuse_with("--answers", {"--arithmetic": arithmetic, "--format json": format_ == "json"})
        _show_answers(session, requests[0])
        return
    _show_one(session, requests[0], format_, with_arithmetic=arithmetic)


def _show_one(session: Session, given: str, form: str, *, with_arithmetic: bool) -> None:
    from triage.adapters.terminal.screen import picture_width, print_json, print_lines
    from triage.usecases.parts.recording import find
    from triage.usecases.show import story_lines

    kept = find(session.home, given)
    if form == "json":
        from triage.cli.listing import public_entry

        print_json(public_entry(kept.entry) | kept.as_json())
        return
    from triage.usecases.parts.assessing import reason_lines
    from triage.usecases.parts.keeping import recalled

    assessed = recalled(kept, session.home)
    lines = reason_lines(assessed, session.catalog, with_arithmetic=with_arithmetic)
    print_lines([*lines, *story_lines(kept, assessed.rules.ruleset, session.catalog, session.home, picture_width())])


def _show_answers(session: Session, given: str) -> None:
    from triage.adapters.terminal.screen import print_lines
    from triage.usecases.parts.answering import answer_lines
    from triage.usecases.parts.keeping import recalled
    from triage.usecases.parts.recording import find

    kept = find(session.home, given)
    print_lines(answer_lines(kept, recalled(kept, session.home).rules.ruleset, session.catalog))


def _show_several(session: Session, given: list[str], form: str, rules: str | None) -> None:
    from triage.usecases.parts.side_by_side import find_request

    own = typed_path(rules) if rules else None
    found = [find_request(each, session.home, own).assessed for each in given]
    if form == "json":
        from triage.adapters.terminal.screen import print_json
        from triage.usecases.parts.assessing import public

        print_json([public(each, session.catalog) for each in found])
        return
    print_side_by_side(found, [each.assessment.request.title for each in found], session.catalog)


@app.command()
def memo(
    request_id: Annotated[str | None, typer.Argument(metavar="ID")] = None,
    format_: Annotated[str | None, option("--format", "FORMAT")] = None,
    output: Output = None,
    force: Force = False,
    reference: Reference = None,
    for_: Annotated[str, option("--for", "director|doer")] = "director",
    tool: Annotated[str | None, option("--tool", "asana|trello|jira|planner")] = None,
    open_: Open = False,
    clipboard: Clipboard = False,
    template: Annotated[str | None, option("--template", "copy|check")] = None,
    lang: Lang = None,
) -> None:
    """Print the memo of a request again, in the language it was made in or another; or write it as a file to send."""
    if template is not None:
        others = {"ID": request_id, "--format": format_, "--reference": reference, "--for": for_ == "doer"}
        refuse_with("--template", others | {"--tool": tool, "--open": open_, "--clipboard": clipboard})
        _own_template(open_session(lang), template, page_output(output, ("md",)), force=force)
        return
    if request_id is None:
        raise failure("memo.which", exit_code=USAGE_IS_WRONG)
    check_choice("--for", for_, ("director", "doer"))
    is_brief = for_ == "doer"
    if format_ is not None:
        check_choice("--format", format_, BRIEF_FILES if is_brief else MEMO_FORMS)
    if tool is not None:
        check_choice("--tool", tool, ("asana", "trello", "jira", "planner"))
    session, file = open_session(lang), page_output(output, BRIEF_FILES if is_brief else MEMO_FILES)
    form = form_of(file, format_)
    refuse_without("--format docx", {"--reference": reference if form != "docx" else None})
    refuse_without("--format csv", {"--tool": tool if form != "csv" else None})
    check_handing(file, form, open_it=open_, clipboard=clipboard)
    from triage.adapters.pages.catalog import load_catalog
    from triage.usecases.parts.recording import find

    kept = find(session.home, request_id)
    from triage.usecases.parts.pages import (  # numpy, once there is something to print
        Paper,
        brief_page,
        memo_page,
        template_note,
    )

    catalog, own = load_catalog(lang or kept.entry.language, session.home.cache), path_of(reference)
    if is_brief:
        page = brief_page(kept, form, Paper(session.home, catalog, {}, own, kept.entry.id), tool or "asana")
    else:
        page = memo_page(kept, catalog, session.home, form, own)
    if file or not clipboard:
        print_page(page, file, session.catalog, "brief.saved" if is_brief else "memo.saved", force=force)
    hand_over(page, file, session.catalog, open_it=open_, clipboard=clipboard)
    note = None if is_brief or form == "short" else template_note(session.home)
    if note:
        pipe.complain(session.catalog.text(note))


def _own_template(session: Session, what: str, file: Path | None, *, force: bool) -> None:
    from triage.adapters.terminal.screen import print_lines
    from triage.usecases.memo_template import check_own, copy_template

    check_choice("--template", what, ("copy", "check"))
    if what == "copy":
        print_lines([copy_template(session.home, session.catalog, file, force=force)])
        return
    refuse_without("--template copy", {"--force": force})
    print_lines(check_own(session.home, session.catalog, file))
