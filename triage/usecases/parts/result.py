"""The result screen after an interview: verdict, strongest reasons, the sum on request, and the memo."""

from pathlib import Path

from triage.adapters.files.pagefile import page_path
from triage.adapters.home.settings import Home
from triage.adapters.output.wholefile import full_name, write_whole
from triage.adapters.pages.catalog import Catalog
from triage.adapters.terminal import prompt
from triage.adapters.terminal.prompt import ListItem
from triage.adapters.terminal.screen import print_lines
from triage.core.messages import TriageError
from triage.usecases.parts.assessing import Assessed, arithmetic_lines, reason_lines, summary_lines
from triage.usecases.parts.keeping import memo_again
from triage.usecases.parts.recording import find
from triage.usecases.parts.remembering import one_more

COLOURS = {"go": "fg:ansigreen bold", "defer": "fg:ansiyellow bold", "drop": "fg:ansired bold"}
SAVE, SUM, REASONS, DONE = "save", "sum", "reasons", "done"


def show_result(
    assessed: Assessed, request_id: str, catalog: Catalog, home: Home, *, memo: Path | None, force: bool
) -> None:
    """Show the verdict and offer the memo, the arithmetic and all reasons; Ctrl-C leaves, everything is kept."""
    remembered = one_more(home, assessed.assessment.request, assessed.day)
    heading, *lines = summary_lines(assessed, catalog, request_id, remembered)
    prompt.tell("\n" + heading, COLOURS[assessed.assessment.verdict])
    for line in lines:
        prompt.tell(line)
    saved = memo is not None and _save(memo, request_id, catalog, home, force=force)
    try:
        _offer(assessed, request_id, catalog, home, saved=saved)
    except KeyboardInterrupt:
        print_lines([catalog.say("result.kept", id=request_id)])


def _offer(assessed: Assessed, request_id: str, catalog: Catalog, home: Home, *, saved: bool) -> None:
    while True:
        options = [SUM, REASONS, DONE] if saved else [SAVE, SUM, REASONS, DONE]
        prompt.tell("\n" + catalog.say("result.what_now"), "bold")
        lines = [ListItem(name, catalog.texts[f"result.{name}"]) for name in options]
        reply = prompt.ask_choice(lines, unchosen=catalog.say("prompt.unchosen"))
        match reply:
            case "save":
                saved = _save_as(request_id, catalog, home)
            case "sum":
                for line in arithmetic_lines(assessed, catalog):
                    prompt.tell(line, indent="  ")
            case "reasons":
                for line in reason_lines(assessed, catalog, with_arithmetic=False):
                    prompt.tell(line)
            case "done":
                decide = catalog.say("result.decide", id=request_id, verdict=assessed.assessment.verdict)
                print_lines([decide, catalog.say("result.kept", id=request_id)])
                return


def _save_as(request_id: str, catalog: Catalog, home: Home) -> bool:
    typed = catalog.say("result.default_name", id=request_id)
    while True:
        prompt.tell(catalog.say("result.file_name"), "bold")
        reply = prompt.ask_text(typed)
        if not isinstance(reply, str) or not reply.strip():
            return False
        typed = reply.strip()
        try:
            path = page_path(typed)
        except TriageError as error:
            _tell(error, catalog)
        else:
            return _save(path, request_id, catalog, home, force=False)


def _save(path: Path, request_id: str, catalog: Catalog, home: Home, *, force: bool) -> bool:
    """Write the memo; a file that is there is only replaced after asking."""
    if path.is_file() and not force:
        prompt.tell(catalog.say("result.replace", path=str(path)), "bold")
        lines = [ListItem(name, catalog.texts[f"prompt.{name}"]) for name in ("no", "yes")]
        if prompt.ask_choice(lines, "no", unchosen=catalog.say("prompt.unchosen")) != "yes":
            return False
    try:
        write_whole(path, memo_again(find(home, request_id), catalog, home))
    except TriageError as error:
        _tell(error, catalog)
        return False
    prompt.tell(catalog.say("memo.saved", path=full_name(path)), "fg:ansigreen")
    return True


def _tell(error: TriageError, catalog: Catalog) -> None:
    for problem in error.problems:
        prompt.tell(catalog.text(problem.message), "fg:ansired")
