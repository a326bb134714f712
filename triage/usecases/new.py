"""``triage new`` at the terminal, from the first question or from where it was left: interview, assess, keep."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from msgspec.structs import replace

from triage.adapters.home import clock, drafts
from triage.adapters.home.drafts import Draft
from triage.adapters.home.profilefile import load_profile
from triage.adapters.home.settings import Home
from triage.adapters.pages.catalog import Catalog, load_catalog
from triage.adapters.register.register import open_register
from triage.adapters.terminal import prompt
from triage.core.interview.order import time_note
from triage.core.interview.reading import clean, modernised
from triage.core.life.events import Earlier
from triage.core.memo.known import outranked
from triage.core.messages import Message, TriageError, failure
from triage.core.record.earlier import earlier_messages
from triage.core.record.known import NEW, OUTCOME, TRIED, Past, Told, suggestions
from triage.core.record.record import Record
from triage.core.request.effective import effective
from triage.core.request.request import Answer, Origin, Profile, Request
from triage.core.rules.conditions import could_hold
from triage.core.rules.ruleset import Ruleset
from triage.usecases.parts.booking import Booked
from triage.usecases.parts.call import NewCall, not_past
from triage.usecases.parts.choosing import choose, choose_line
from triage.usecases.parts.deciding import make_look
from triage.usecases.parts.interviewing import ASSESS, LATER, conduct, settle
from triage.usecases.parts.opening import Rules, make_reader, open_rules
from triage.usecases.parts.prefill import Start, read_start
from triage.usecases.parts.questioning import Interview
from triage.usecases.parts.recording import find
from triage.usecases.parts.remembering import as_known, asked_before, own_told, past, record_of

if TYPE_CHECKING:
    from triage.usecases.parts.assessing import Assessed

TASK_TYPE, DATE = "task_type", "visible_in"
PAUSES = (TASK_TYPE, DATE, TRIED, OUTCOME)
"""Questions whose answers lead to more than the next question."""


def ask_new(call: NewCall) -> "tuple[Assessed, str] | None":
    """Begin a new interview, from a file where one is given; return what was kept, and its id."""
    rules, catalog = open_rules(call.home, call.rules), call.catalog
    start = read_start(call.file, make_reader(call.home, rules), catalog) if call.file else Start()
    waiting = len(drafts.all_drafts(call.home.drafts))
    if waiting:
        prompt.tell(catalog.say("draft.waiting", count=waiting))
    now, folder, fingerprint = clock.now(), call.home.drafts, rules.source.fingerprint
    draft = drafts.begin(
        folder,
        started=now,
        language=catalog.language,
        quick=call.quick,
        fingerprint=fingerprint,
        whole=call.all,
    )
    with _kept(draft, catalog), drafts.locked(draft) as held:
        profile = load_profile(call.home)
        prompt.tell(catalog.say("new.welcome"))
        if profile is None or not profile.goals:
            prompt.tell(catalog.say("new.no_profile"), "fg:ansibrightblack")
        if profile is None:
            prompt.tell(catalog.say("new.no_currency", currency=rules.ruleset.currency), "fg:ansibrightblack")
        return _go_through(_begun(held, start), call, rules)


def _begun(draft: Draft, start: Start) -> Draft:
    """Put on the disk what the interview begins with."""
    for name, answer in start.answers.items():
        draft = drafts.keep_answer(draft, name, answer)
    draft = drafts.keep_title(draft, start.title) if start.title else draft
    return drafts.keep_asked(draft, start.asked_by, start.asked_on)


def resume(call: NewCall) -> "tuple[Assessed, str] | None":
    """Go on with a draft where it was left; return as :func:`ask_new` does."""
    found = drafts.all_drafts(call.home.drafts)
    if not found:
        damaged = drafts.unreadable(call.home.drafts)
        raise failure("draft.unreadable", path=str(damaged[0])) if damaged else failure("draft.none")
    draft = _choose(found, call.catalog)
    if not call.language_asked:
        call = replace(call, catalog=load_catalog(draft.language, call.home.cache))
    rules = open_rules(call.home, call.rules)
    with _kept(draft, call.catalog), drafts.locked(draft) as held:
        with open_register(call.home) as register:
            request_id = register.kept_as(held.token)
        if request_id:  # the program was cut off before it could remove the draft
            drafts.remove(held)
            prompt.tell(call.catalog.say("draft.kept", id=request_id))
            return None
        prompt.tell(call.catalog.say("draft.resumed", count=len(held.answers)))
        asking = _interview(call, rules)
        in_terms = _in_todays_terms(asking, held)
        return _go_through(settle(asking, in_terms, rules.source.fingerprint), call, rules)


def _in_todays_terms(asking: Interview, draft: Draft) -> Draft:
    """Bring the answers of a draft that an older version began to what they stand for today."""
    for name, answer in modernised(asking.request(draft), asking.ruleset).answers.items():
        if draft.answers.get(name) != answer:
            draft = drafts.keep_answer(draft, name, answer)
    return draft


def _choose(found: list[Draft], catalog: Catalog) -> Draft:
    """Let one of several drafts be chosen; a single one is taken at once."""
    if len(found) == 1:
        return found[0]
    lines = []
    for at, draft in enumerate(found):
        title = drafts.title(draft) or catalog.say("draft.no_words")
        line = catalog.say("draft.line", date=draft.started.date(), title=title, count=len(draft.answers))
        lines.append(prompt.ListItem(str(at), line))
    prompt.tell("\n" + catalog.say("draft.which"), "bold")
    return found[int(choose_line(catalog, lines, "0"))]


@contextmanager
def _kept(draft: Draft, catalog: Catalog) -> Iterator[None]:
    """Say where the answers are when the interview is left; a draft without any is removed."""
    try:
        yield
    except KeyboardInterrupt:
        prompt.tell("\n" + catalog.say("draft.saved" if drafts.left(draft) else "draft.nothing"))
        raise


def _go_through(draft: Draft, call: NewCall, rules: Rules) -> "tuple[Assessed, str] | None":
    """Conduct the interview to its end, then assess and keep; ``None`` where it is saved for later."""
    asking = _interview(call, rules)
    is_settled = False
    while not is_settled:
        draft, ended_by = _conducted(asking, draft, call.home)
        if ended_by == LATER:
            prompt.tell(call.catalog.say("draft.saved"))
            return None
        draft, is_settled = _settled(asking, draft, rules)
    from triage.usecases.parts.assessing import analysed, assess_one  # numpy, once the questions are answered
    from triage.usecases.parts.keeping import keep

    told = Told([earlier for earlier, _ in draft.earlier])
    request = as_known(call.home, asking.request(draft), rules.ruleset, told)
    assessed = analysed(assess_one(request, rules))
    also = [Earlier(*each) for each in draft.earlier]
    request_id = keep(assessed, call.home, call.catalog, token=draft.token, also=also)
    drafts.remove(draft)
    return assessed, request_id


def _settled(asking: Interview, draft: Draft, rules: Rules) -> tuple[Draft, bool]:
    """Put the answers that do not go together to the person; return the draft, and whether to go on."""
    from triage.usecases.parts.assessing import assess_one
    from triage.usecases.parts.contradicting import put_contradictions

    return put_contradictions(asking, draft, lambda request: assess_one(request, rules).assessment.contradictions)


def _interview(call: NewCall, rules: Rules) -> Interview:
    profile = load_profile(call.home) or Profile()
    booked, look = Booked(call.home, profile, rules.ruleset), make_look(call.home, rules.ruleset)

    def hints(question_id: str, request: Request) -> Iterator[Message]:
        from triage.core.interview.mentions import mentioned  # only once something is asked

        yield from mentioned(question_id, request, clock.today())
        yield from booked.hints(question_id, request)

    return Interview(rules.ruleset, profile, call.catalog, look=look, check=not_past, hints=hints, picks=booked.picks)


def _conducted(asking: Interview, draft: Draft, home: Home) -> tuple[Draft, str]:
    """Conduct the interview; return the draft, and ``ASSESS`` or ``LATER``.

    Once the task type is known, from a file too, an earlier request for the same is looked for.
    """
    ended_by = TASK_TYPE if TASK_TYPE in draft.answers else ""
    while ended_by not in {ASSESS, LATER}:
        if ended_by == TASK_TYPE and not draft.earlier:
            draft = _ask_what_is_new(asking, draft, home)
        if draft.earlier and TRIED not in draft.answers:
            asking = replace(asking, suggested=_suggested(asking, draft, home))
        if ended_by in {TRIED, OUTCOME}:
            draft = _ask_whether_it_stands(asking, draft, home, ended_by)
        note = _usual_weeks(asking.request(draft), asking.ruleset) if ended_by == DATE else None
        if note:
            prompt.tell(asking.catalog.text(note), "italic", indent="  ")
            _tell_own_record(asking, draft, home)
        draft, ended_by = conduct(asking, draft, PAUSES)
    return draft, ended_by


def _ask_what_is_new(asking: Interview, draft: Draft, home: Home) -> Draft:
    """Show an earlier request that asked for the same, and ask what is new since then."""
    catalog, record = asking.catalog, _found_before(asking, draft, home)
    if record is None:
        return draft
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
        return drafts.keep_again(draft, (*draft.again, TASK_TYPE))
    new = clean(reply)
    if new and NEW in asking.ruleset.questions and NEW not in draft.answers:
        draft = drafts.keep_answer(draft, NEW, Answer(new, Origin.ASKED))
    return drafts.keep_earlier(draft, record.id, new)


def _found_before(asking: Interview, draft: Draft, home: Home) -> Record | None:
    """Look in the register; where it cannot be reached just now, that is said, and the interview goes on."""
    try:
        return asked_before(home, asking.request(draft), past(home, asking.ruleset))
    except TriageError as error:
        why = error.problems[0].message
        prompt.tell("\n" + asking.catalog.say("earlier.not_looked", why=why), "fg:ansiyellow")
        return None


def _suggested(asking: Interview, draft: Draft, home: Home) -> dict[str, str]:
    """What the earlier request that was shown suggests: whether it was tried, what came of it, and what that shows."""
    with suppress(TriageError):  # a register that cannot be reached suggests nothing
        earlier = record_of(find(home, draft.earlier[-1][0]))
        return suggestions(asking.request(draft), earlier, Past([earlier], asking.ruleset, clock.today()))
    return {}


def _ask_whether_it_stands(asking: Interview, draft: Draft, home: Home, answered: str) -> Draft:
    """Put it to the user where the register has measured something else than was just answered."""
    catalog, request = asking.catalog, asking.request(draft)
    with suppress(TriageError):
        told = Told([earlier for earlier, _ in draft.earlier])
        request = as_known(home, request, asking.ruleset, told)
    contradicted = [each for each in request.from_register if each.question == answered]
    said = list(outranked(replace(request, from_register=tuple(contradicted)), asking.ruleset))
    if not said:
        return draft
    prompt.tell("")
    for message in said:
        prompt.tell(catalog.text(message), "italic")
    prompt.tell("\n" + catalog.say("register.does_it_stand"), "bold")
    lines = [prompt.ListItem(name, catalog.texts[f"register.{name}"]) for name in ("change", "keep")]
    is_changed = choose(catalog, lines) == "change"
    return drafts.keep_again(draft, (*draft.again, answered)) if is_changed else draft


def _tell_own_record(asking: Interview, draft: Draft, home: Home) -> None:
    """Say what the firm's own tasks of the kind took; a register that cannot be reached says nothing."""
    with suppress(TriageError):
        for message in own_told(home, asking.request(draft), clock.today()):
            prompt.tell(asking.catalog.text(message), "italic", indent="  ")


def _usual_weeks(request: Request, ruleset: Ruleset) -> Message | None:
    """What such tasks usually take, where the wished date is compared with it."""
    if request.value(DATE) is None or not _is_compared(request, ruleset):
        return None
    from triage.core.scoring.measures import measure
    from triage.core.scoring.table import build

    columns = measure(build([request], ruleset), ruleset)
    kind = ruleset.task_types.get(str(request.value(TASK_TYPE)))
    return time_note({name: float(column[0]) for name, column in columns.items()}, kind.weakest_grade if kind else "D")


def _is_compared(request: Request, ruleset: Ruleset) -> bool:
    """Whether the date counts by what such tasks take; for finding something out it counts by the decision."""
    values = effective(request, ruleset)
    indicators = (each for criterion in ruleset.criteria.values() for each in criterion.indicators)
    return any(each.from_ == "time_fit" and could_hold(each.when, values) for each in indicators)
