"""The result screen after an interview: verdict, strongest reasons, the sum on request, and the memo."""

from contextlib import suppress
from pathlib import Path

from triage.adapters.files.pagefile import page_path
from triage.adapters.terminal import prompt
from triage.adapters.terminal.prompt import ListItem
from triage.core.messages import TriageError
from triage.core.rules.ruleset import Verdict
from triage.usecases.parts.assessing import Assessed, arithmetic_lines, reason_lines, summary_lines
from triage.usecases.parts.booking import Booked
from triage.usecases.parts.call import NewCall
from triage.usecases.parts.keeping import save_memo
from triage.usecases.parts.recording import find
from triage.usecases.parts.remembering import one_more

COLOURS = {"go": "fg:ansigreen bold", "defer": "fg:ansiyellow bold", "drop": "fg:ansired bold"}


def show_result(assessed: Assessed, request_id: str, call: NewCall) -> None:
    """Show the verdict and offer the memo, the arithmetic and all reasons; Ctrl-C leaves, everything is kept."""
    assessment = assessed.assessment
    remembered = [*one_more(call.home, assessment.request, assessed.day)]
    if assessment.verdict is not Verdict.DROP:
        booked = Booked(call.home, assessment.request.profile, assessed.rules.ruleset)
        remembered += booked.overbooked(assessment)
    heading, *lines = summary_lines(assessed, call.catalog, request_id, remembered)
    prompt.tell("\n" + heading, COLOURS[assessed.assessment.verdict])
    for line in lines:
        prompt.tell(line)
    saved = call.memo is not None and _save(call.memo, request_id, call, force=call.force)
    with suppress(KeyboardInterrupt):
        _offer(assessed, request_id, call, saved=saved)
        prompt.tell(call.catalog.say("result.decide", id=request_id, verdict=assessed.assessment.verdict))
    prompt.tell(call.catalog.say("result.kept", id=request_id))


def _offer(assessed: Assessed, request_id: str, call: NewCall, *, saved: bool) -> None:
    catalog = call.catalog
    while True:
        options = [*([] if saved else ["save"]), "sum", "reasons", "done"]
        prompt.tell("\n" + catalog.say("result.what_now"), "bold")
        lines = [ListItem(name, catalog.texts[f"result.{name}"]) for name in options]
        match prompt.ask_choice(lines, unchosen=catalog.say("prompt.unchosen")):
            case "save":
                saved = _save_as(request_id, call)
            case "sum":
                for line in arithmetic_lines(assessed, catalog):
                    prompt.tell(line, indent="  ")
            case "reasons":
                for line in reason_lines(assessed, catalog, with_arithmetic=False):
                    prompt.tell(line)
            case "done":
                return


def _save_as(request_id: str, call: NewCall) -> bool:
    typed = call.catalog.say("result.default_name", id=request_id)
    while True:
        prompt.tell(call.catalog.say("result.file_name"), "bold")
        reply = prompt.ask_text(typed)
        if not isinstance(reply, str) or not reply.strip():
            return False
        typed = reply.strip()
        try:
            path = page_path(typed)
        except TriageError as error:
            _report(error, call)
        else:
            return _save(path, request_id, call, force=False)


def _save(path: Path, request_id: str, call: NewCall, *, force: bool) -> bool:
    """Write the memo; a file that is there is only replaced after asking."""
    catalog = call.catalog
    if path.is_file() and not force:
        prompt.tell(catalog.say("result.replace", path=str(path)), "bold")
        lines = [ListItem(name, catalog.texts[f"prompt.{name}"]) for name in ("no", "yes")]
        if prompt.ask_choice(lines, "no", unchosen=catalog.say("prompt.unchosen")) != "yes":
            return False
    try:
        saved = save_memo(find(call.home, request_id), catalog, call.home, path)
    except TriageError as error:
        _report(error, call)
        return False
    prompt.tell(saved, "fg:ansigreen")
    return True


def _report(error: TriageError, call: NewCall) -> None:
    for problem in error.problems:
        prompt.tell(call.catalog.text(problem.message), "fg:ansired")
