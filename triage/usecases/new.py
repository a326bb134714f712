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
from triage.usecases.parts.asked import not_past
from triage.usecases.parts.opening import Rules, make_reader, open_rules

if TYPE_CHECKING:
    from triage.core.record.record import Record
    from triage.usecases.parts import interviewing


@dataclass(frozen=True, slots=True)
class Wishes:
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


def assess_file(wishes: Wishes) -> None:
    """Assess and keep what a file says, without asking; raises the problems of bad rows when the rest is done."""
    if wishes.file is None:
        raise failure("new.no_input_needs_from")
    from triage.core.record.earlier import earlier_messages
    from triage.usecases.parts.assessing import analysed, assess_all, summary_lines
    from triage.usecases.parts.keeping import keep, memo_again
    from triage.usecases.parts.recording import find
    from triage.usecases.parts.remembering import asked_before, one_more

    rules = open_rules(wishes.home, wishes.rules)
    reader = make_reader(wishes.home, rules)
    results = list(assess_all(reader.read_path(wishes.file), rules))
    done = [each for each in results if not isinstance(each, Rejected)]
    if wishes.memo and len(results) > 1:
        raise failure("new.one_memo", count=len(results))
    problems = [problem for each in results if isinstance(each, Rejected) for problem in each.problems]
    for at, each in enumerate(map(analysed, done)):
        before = asked_before(wishes.home, each.assessment.request, each.rules.ruleset)[:1]
        also = [Earlier(record.id, wishes.whats_new) for record in before]
        request_id = keep(each, wishes.home, wishes.catalog, also=also)
        told = [message for record in before for message in earlier_messages(record, each.day)]
        told += one_more(wishes.home, each.assessment.request, each.day)
        lines = summary_lines(each, wishes.catalog, request_id, told)
        print_lines([*([""] if at else []), *lines])
        if wishes.memo:
            text = memo_again(find(wishes.home, request_id), wishes.catalog, wishes.home)
            write_whole(wishes.memo, text, exclusive=not wishes.force)
            print_text(wishes.catalog.say("memo.saved", path=full_name(wishes.memo)))
    if problems:
        raise TriageError(problems)


def ask_new(wishes: Wishes) -> None:
    """Begin a new interview, from a file where one is given."""
    from triage.usecases.parts import interviewing

    _need_terminal()
    rules = open_rules(wishes.home, wishes.rules)
    answers, title = make_reader(wishes.home, rules).read_prefill(wishes.file) if wishes.file else ({}, "")
    waiting = len(drafts.all_drafts(wishes.home.drafts))
    if waiting:
        print_text(wishes.catalog.say("draft.waiting", count=waiting))
    now, language = clock.now(), wishes.catalog.language
    fingerprint = rules.source.fingerprint
    draft = drafts.begin(
        wishes.home.drafts, started=now, language=language, quick=wishes.quick, fingerprint=fingerprint
    )
    with _kept(draft, wishes.catalog), drafts.locked(draft) as held:
        _welcome(wishes.catalog, load_profile(wishes.home))
        _go_through(interviewing.prefilled(held, answers, title), wishes, rules)


def resume(wishes: Wishes) -> None:
    """Go on with a draft where it was left."""
    from triage.usecases.parts import interviewing

    _need_terminal()
    found = drafts.all_drafts(wishes.home.drafts)
    if not found:
        raise failure("draft.none")
    catalog = wishes.catalog
    draft = interviewing.choose_draft(found, catalog, lambda each: _described(each, catalog))
    if not wishes.language_asked:
        catalog = load_catalog(draft.language, wishes.home.cache)
    wishes = replace(wishes, catalog=catalog)
    rules = open_rules(wishes.home, wishes.rules)
    with _kept(draft, catalog), drafts.locked(draft) as held:
        if request_id := _kept_as(wishes.home, held):
            drafts.remove(held)
            print_text(catalog.say("draft.kept", id=request_id))
            return
        print_text(catalog.say("draft.resumed", count=len(held.answers)))
        settled = interviewing.settle(_interview(wishes, rules, held), held, rules.source.fingerprint)
        _go_through(settled, wishes, rules)


def _kept_as(home: Home, draft: Draft) -> str | None:
    """The id of a draft that was kept, where the program was cut off before it could take the draft away."""
    with open_register(home) as register:
        return register.kept_as(draft.token)


def _need_terminal() -> None:
    if not is_attended():
        raise failure("new.no_terminal")


def _go_through(draft: Draft, wishes: Wishes, rules: Rules) -> None:
    from triage.usecases.parts import interviewing

    if "task_type" in draft.answers and not draft.earlier:  # from a file, or left at the question what is new
        request = _interview(wishes, rules, draft).request(draft)
        draft = _ask_what_is_new(wishes, request, rules.ruleset, draft)
    try:
        draft, request = interviewing.hold(_interview(wishes, rules, draft), draft)
    except interviewing.SavedForLater:
        print_text(wishes.catalog.say("draft.saved"))
        return
    from triage.usecases.parts import result as showing
    from triage.usecases.parts.assessing import analysed, assess_one
    from triage.usecases.parts.keeping import keep

    assessed = analysed(assess_one(request, rules))
    also = [Earlier(*each) for each in draft.earlier]
    request_id = keep(assessed, wishes.home, wishes.catalog, token=draft.token, also=also)
    drafts.remove(draft)
    showing.show_result(assessed, request_id, wishes.catalog, wishes.home, memo=wishes.memo, force=wishes.force)


def _interview(wishes: Wishes, rules: Rules, draft: Draft) -> "interviewing.Interview":
    from triage.usecases.parts import interviewing

    profile = load_profile(wishes.home) or Profile()
    today = clock.today()

    def note_after(question_id: str, request: Request) -> Message | None:
        return _usual_weeks(request, rules.ruleset) if question_id == "visible_in" else None

    earlier = [each for each, _ in draft.earlier]  # grows when the interview finds that the same was asked before

    def suggest(question_id: str, request: Request) -> str | None:
        if question_id == "tried_before":
            return _tried_before(wishes.home, earlier)
        if rules.ruleset.questions[question_id].choices_from != "task_types":
            return None
        return suggest_task_type(str(request.value("request") or ""), rules.ruleset)

    def after(question_id: str, request: Request, draft: Draft) -> Draft:
        if question_id != "task_type" or draft.earlier:
            return draft
        draft = _ask_what_is_new(wishes, request, rules.ruleset, draft)
        earlier.extend(each for each, _ in draft.earlier)
        return draft

    return interviewing.Interview(
        rules.ruleset, profile, wishes.catalog, today, note_after, suggest, check=not_past, after=after
    )


def _ask_what_is_new(wishes: Wishes, request: Request, ruleset: Ruleset, draft: Draft) -> Draft:
    """Show an earlier request that asked for the same, and ask what is new since then."""
    from triage.adapters.terminal import prompt
    from triage.core.record.earlier import earlier_messages

    catalog = wishes.catalog
    for record in _found_before(wishes, request, ruleset)[:1]:
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


def _found_before(wishes: Wishes, request: Request, ruleset: Ruleset) -> "tuple[Record, ...]":
    """Find it in the register; one that cannot be reached just now is told of, and the interview goes on."""
    from triage.adapters.terminal import prompt
    from triage.usecases.parts.remembering import asked_before

    try:
        return asked_before(wishes.home, request, ruleset)
    except TriageError as error:
        why = error.problems[0].message
        prompt.tell("\n" + wishes.catalog.say("earlier.not_looked", why=why), "fg:ansiyellow")
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
