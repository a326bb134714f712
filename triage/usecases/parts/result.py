"""The result screen after an interview: the verdict, the strongest reasons, and what may be done next."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

from triage.adapters.files.pagefile import MEMO_FILES, named_file, page_path
from triage.adapters.pages.catalog import Catalog
from triage.adapters.terminal import prompt
from triage.adapters.terminal.prompt import ListItem
from triage.core.judging.assessment import missing_answers
from triage.core.life.events import State
from triage.core.messages import Inline, Listed, Message, TriageError, say
from triage.core.rules.ruleset import Verdict
from triage.usecases.parts.assessing import Assessed, arithmetic_lines, reason_lines, summary_lines
from triage.usecases.parts.booking import Booked
from triage.usecases.parts.call import NewCall
from triage.usecases.parts.choosing import choose
from triage.usecases.parts.keeping import recalled
from triage.usecases.parts.pages import save_memo
from triage.usecases.parts.recording import find
from triage.usecases.parts.remembering import one_more

COLOURS = {"go": "fg:ansigreen bold", "defer": "fg:ansiyellow bold", "drop": "fg:ansired bold"}


TO_AGREE = {State.DECIDED, State.OFFERED}
"""Where a go has been decided, and what success is has not been agreed by both."""

Run: TypeAlias = Callable[[Sequence[str]], int]
"""Runs a command as it would be typed after ``triage``."""


def show_result(assessed: Assessed, request_id: str, call: NewCall, run: Run) -> None:
    """Show the verdict and offer what comes next; Ctrl-C leaves, everything is kept."""
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
        if not _offer(assessed, request_id, call, run, done={"save"} if saved else set()):
            prompt.tell(call.catalog.say("result.decide", id=request_id, verdict=assessed.assessment.verdict))
    prompt.tell(call.catalog.say("result.kept", id=request_id))


def _offer(assessed: Assessed, request_id: str, call: NewCall, run: Run, done: set[str]) -> bool:
    """Offer the next steps until a person has done with them; returns whether a decision was written down."""
    catalog = call.catalog
    commands = {
        "answer": ["new", "--again", request_id, "--missing"],
        "decision": ["decide", request_id],
        "agree": ["agree", request_id],
        "mail": ["ask", request_id, "--form", "-o", catalog.say("result.form_name", id=request_id)],
    }
    while True:
        prompt.tell("\n" + catalog.say("result.what_now"), "bold")
        options = _options(assessed, call, is_decided=find(call.home, request_id).life.state in TO_AGREE)
        lines = [ListItem(name, catalog.text(said)) for name, said in options.items() if name not in done]
        chosen = choose(catalog, lines)
        if isinstance(chosen, str) and chosen in commands:
            if not run([*commands[chosen], "--lang", catalog.language]):
                done |= {"decision" if chosen == "agree" else chosen} - {"answer"}
                assessed = recalled(find(call.home, request_id), call.home)
        elif chosen == "save":
            done |= {"save"} if _save_as(request_id, call) else set()
        elif chosen in {"sum", "reasons"}:
            _show(assessed, catalog, with_sum=chosen == "sum")
        if chosen == "done" or "decision" in done:
            return "decision" in done


def _show(assessed: Assessed, catalog: Catalog, *, with_sum: bool) -> None:
    lines = arithmetic_lines(assessed, catalog) if with_sum else reason_lines(assessed, catalog, with_arithmetic=False)
    for line in lines:
        prompt.tell(line, indent="  " if with_sum else "")


def _options(assessed: Assessed, call: NewCall, *, is_decided: bool) -> dict[str, Message]:
    """What can be done next, the most useful first: what is missing can be answered where that may lead further.

    Where a go has been decided, what is left of it is to agree on what success is.
    """
    missing = [each for each in missing_answers(assessed.assessment) if each in assessed.rules.ruleset.questions]
    labels = tuple(Inline(assessed.rules.ruleset.questions[name].label) for name in missing)
    first = {"answer": say("result.answer", answers=Listed(labels))} if missing and call.rules is None else {}
    next_step = "agree" if is_decided else "decision"
    return first | {name: say(f"result.{name}") for name in ("save", next_step, "mail", "sum", "reasons", "done")}


def _save_as(request_id: str, call: NewCall) -> bool:
    typed = call.catalog.say("result.default_name", id=request_id)
    while True:
        prompt.tell(call.catalog.say("result.file_name"), "bold")
        reply = prompt.ask_text(typed)
        if not isinstance(reply, str) or not named_file(reply):
            return False
        typed = named_file(reply)
        try:
            path = page_path(typed, MEMO_FILES)
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
        if choose(catalog, lines, "no") != "yes":
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
