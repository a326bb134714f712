"""``triage new``: draft, interview, assessment, register, memo."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from triage.adapters.files.requestfiles import Rejected
from triage.adapters.home import clock, drafts
from triage.adapters.home.drafts import Draft
from triage.adapters.home.profilefile import load_profile
from triage.adapters.home.settings import Home
from triage.adapters.output.wholefile import full_name, write_whole
from triage.adapters.pages.catalog import Catalog, load_catalog
from triage.adapters.register.register import open_register
from triage.adapters.terminal.screen import is_attended, print_lines, print_text
from triage.core.interview.order import suggest_task_type, time_note
from triage.core.interview.reading import clean
from triage.core.life.events import Earlier
from triage.core.messages import Message, TriageError, failure, say
from triage.core.request.request import Profile, Request
from triage.core.rules.ruleset import Ruleset
from triage.usecases.parts.call import not_past
from triage.usecases.parts.opening import Rules, make_reader, open_rules

if TYPE_CHECKING:
    from triage.core.record.record import Record
    from triage.usecases.parts import interviewing


@dataclass(frozen=True, slots=True)
class NewCall:
    """What ``triage new`` was called with."""

    home: Home
    catalog: Catalog
    language_asked: bool
    """Whether ``--lang`` was given; else a draft is gone on with in its own language."""
    rules: Path | None = None
    file: Path | None = None
    quick: bool = False
    memo: Path | None = None
    force: bool = False
    whats_new: str = ""
    """What is new since the same was asked before."""


def assess_file(call: NewCall) -> None:
    """Assess and keep what a file says, without asking; raises the problems of bad rows when the rest is done."""
    if call.file is None:
        raise failure("new.no_input_needs_from")
    from triage.core.record.earlier import earlier_messages
    from triage.usecases.parts.assessing import analysed, assess_all, summary_lines
    from triage.usecases.parts.keeping import keep, memo_again
    from triage.usecases.parts.recording import find
    from triage.usecases.parts.remembering import asked_before, one_more

    rules = open_rules(call.home, call.rules)
    reader = make_reader(call.home, rules)
    results = list(assess_all(reader.read_path(call.file), rules))
    done = [each for each in results if not isinstance(each, Rejected)]
    if call.memo and len(results) > 1:
        raise failure("new.one_memo", count=len(results))
    problems = [problem for each in results if isinstance(each, Rejected) for problem in each.problems]
    for at, each in enumerate(map(analysed, done)):
        before = asked_before(call.home, each.assessment.request, each.rules.ruleset)[:1]
        also = [Earlier(record.id, call.whats_new) for record in before]
        request_id = keep(each, call.home, call.catalog, also=also)
        told = [message for record in before for message in earlier_messages(record, each.day)]
        told += one_more(call.home, each.assessment.request, each.day)
        lines = summary_lines(each, call.catalog, request_id, told)
        print_lines([*([""] if at else []), *lines])
        if call.memo:
            text = memo_again(find(call.home, request_id), call.catalog, call.home)
            write_whole(call.memo, text, exclusive=not call.force)
            print_text(call.catalog.say("memo.saved", path=full_name(call.memo)))
    if problems:
        raise TriageError(problems)


def ask_new(call: NewCall) -> None:
    """Begin a new interview, from a file where one is given."""
    from triage.usecases.parts import interviewing

    _need_terminal()
    rules = open_rules(call.home, call.rules)
    answers, title = make_reader(call.home, rules).read_prefill(call.file) if call.file else ({}, "")
    waiting = len(drafts.all_drafts(call.home.drafts))
    if waiting:
        print_text(call.catalog.say("draft.waiting", count=waiting))
    now, language = clock.now(), call.catalog.language
    fingerprint = rules.source.fingerprint
    draft = drafts.begin(call.home.drafts, started=now, language=language, quick=call.quick, fingerprint=fingerprint)
    with _kept(draft, call.catalog), drafts.locked(draft) as held:
        _welcome(call.catalog, load_profile(call.home))
        _go_through(interviewing.prefilled(held, answers, title), call, rules)


def resume(call: NewCall) -> None:
    """Go on with a draft where it was left."""
    from triage.usecases.parts import interviewing

    _need_terminal()
    found = drafts.all_drafts(call.home.drafts)
    if not found:
        raise failure("draft.none")
    catalog = call.catalog
    draft = interviewing.choose_draft(found, catalog, lambda each: _described(each, catalog))
    if not call.language_asked:
        catalog = load_catalog(draft.language, call.home.cache)
    call = replace(call, catalog=catalog)
    rules = open_rules(call.home, call.rules)
    with _kept(draft, catalog), drafts.locked(draft) as held:
        if request_id := _kept_as(call.home, held):
            drafts.remove(held)
            print_text(catalog.say("draft.kept", id=request_id))
            return
        print_text(catalog.say("draft.resumed", count=len(held.answers)))
        settled = interviewing.settle(_interview(call, rules, held), held, rules.source.fingerprint)
        _go_through(settled, call, rules)


def _kept_as(home: Home, draft: Draft) -> str | None:
    """The id of a draft that was kept, where the program was cut off before it could take the draft away."""
    with open_register(home) as register:
        return register.kept_as(draft.token)


def _need_terminal() -> None:
    if not is_attended():
        raise failure("new.no_terminal")


def _go_through(draft: Draft, call: NewCall, rules: Rules) -> None:
    from triage.usecases.parts import interviewing

    if "task_type" in draft.answers and not draft.earlier:  # from a file, or left at the question what is new
        request = _interview(call, rules, draft).request(draft)
        draft = _ask_what_is_new(call, request, rules.ruleset, draft)
    try:
        draft, request = interviewing.conduct(_interview(call, rules, draft), draft)
    except interviewing.SavedForLater:
        print_text(call.catalog.say("draft.saved"))
        return
    from triage.usecases.parts import result as showing
    from triage.usecases.parts.assessing import analysed, assess_one
    from triage.usecases.parts.keeping import keep

    assessed = analysed(assess_one(request, rules))
    also = [Earlier(*each) for each in draft.earlier]
    request_id = keep(assessed, call.home, call.catalog, token=draft.token, also=also)
    drafts.remove(draft)
    showing.show_result(assessed, request_id, call.catalog, call.home, memo=call.memo, force=call.force)


def _interview(call: NewCall, rules: Rules, draft: Draft) -> "interviewing.Interview":
    from triage.usecases.parts import interviewing

    profile = load_profile(call.home) or Profile()
    today = clock.today()

    def note_after(question_id: str, request: Request) -> Message | None:
        return _usual_weeks(request, rules.ruleset) if question_id == "visible_in" else None

    earlier = [each for each, _ in draft.earlier]  # grows when the interview finds that the same was asked before

    def suggest(question_id: str, request: Request) -> str | None:
        if question_id == "tried_before":
            return _tried_before(call.home, earlier)
        if rules.ruleset.questions[question_id].choices_from != "task_types":
            return None
        return suggest_task_type(str(request.value("request") or ""), rules.ruleset)

    def after(question_id: str, request: Request, draft: Draft) -> Draft:
        if question_id != "task_type" or draft.earlier:
            return draft
        draft = _ask_what_is_new(call, request, rules.ruleset, draft)
        earlier.extend(each for each, _ in draft.earlier)
        return draft

    return interviewing.Interview(
        rules.ruleset, profile, call.catalog, today, note_after, suggest, check=not_past, after=after
    )


def _ask_what_is_new(call: NewCall, request: Request, ruleset: Ruleset, draft: Draft) -> Draft:
    """Show an earlier request that asked for the same, and ask what is new since then."""
    from triage.adapters.terminal import prompt
    from triage.core.record.earlier import earlier_messages

    catalog = call.catalog
    for record in _found_before(call, request, ruleset)[:1]:
        prompt.tell("")
        for message in earlier_messages(record, clock.today()):
            prompt.tell(catalog.text(message), "italic")
        prompt.tell("\n" + catalog.say("prompt.keys"), "fg:ansibrightblack")
        prompt.tell(catalog.say("earlier.what_is_new"), "bold")
        prompt.tell(catalog.say("earlier.what_is_new.help"), "fg:ansibrightblack")
        reply = prompt.ask_text()
        while isinstance(reply, prompt.Why):
            prompt.tell(catalog.say("earlier.what_is_new.why"), "italic", indent="  ")
            reply = prompt.ask_text(reply.typed)
        if isinstance(reply, prompt.Signal):
            return drafts.keep_again(draft, (*draft.again, "task_type"))
        draft = drafts.keep_earlier(draft, record.id, clean(reply))
    return draft


def _found_before(call: NewCall, request: Request, ruleset: Ruleset) -> "tuple[Record, ...]":
    """Find it in the register; one that cannot be reached just now is told of, and the interview goes on."""
    from triage.adapters.terminal import prompt
    from triage.usecases.parts.remembering import asked_before

    try:
        return asked_before(call.home, request, ruleset)
    except TriageError as error:
        why = error.problems[0].message
        prompt.tell("\n" + call.catalog.say("earlier.not_looked", why=why), "fg:ansiyellow")
        return ()


def _tried_before(home: Home, earlier: list[str]) -> str | None:
    """What an earlier request that asked for the same suggests: whether it worked, failed, or was never measured."""
    from triage.core.record.earlier import suggested_tried_before
    from triage.usecases.parts.recording import find
    from triage.usecases.parts.remembering import record_of

    with suppress(TriageError):  # a register that cannot be reached suggests nothing
        for request_id in earlier[-1:]:
            return suggested_tried_before(record_of(find(home, request_id)))
    return None


def _usual_weeks(request: Request, ruleset: Ruleset) -> Message | None:
    """What such tasks usually take; numpy is loaded by now."""
    from triage.core.scoring.measures import measure
    from triage.core.scoring.table import build

    if request.value("visible_in") is None:
        return None
    columns = measure(build([request], ruleset), ruleset)
    grade = next(
        (kind.weakest_grade for name, kind in ruleset.task_types.items() if name == request.value("task_type")), "D"
    )
    return time_note({name: float(column[0]) for name, column in columns.items()}, grade)


@contextmanager
def _kept(draft: Draft, catalog: Catalog) -> Iterator[None]:
    """Say where the answers are when the interview is left; a draft without any is taken away."""
    try:
        yield
    except KeyboardInterrupt:
        print_text("\n" + catalog.say("draft.saved" if drafts.left(draft) else "draft.nothing"))
        raise


def _welcome(catalog: Catalog, profile: Profile | None) -> None:
    from triage.adapters.terminal import prompt

    prompt.tell(catalog.say("new.welcome"))
    if profile is None or not profile.goals:
        prompt.tell(catalog.say("new.no_profile"), "fg:ansibrightblack")


def _described(draft: Draft, catalog: Catalog) -> str:
    title = drafts.title(draft) or catalog.say("draft.no_words")
    return catalog.text(say("draft.line", date=draft.started.date(), title=title, count=len(draft.answers)))
