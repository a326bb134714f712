"""``triage new --no-input``: assess and keep what a file says, without asking."""

from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import NamedTuple
from uuid import uuid4

from triage.adapters.files.requestfiles import Rejected
from triage.adapters.home import clock
from triage.adapters.register.register import open_register
from triage.adapters.register.tokens import content_hash
from triage.core.interview.readings import Readings
from triage.core.life.events import Earlier, State
from triage.core.messages import Message, TriageError, failure
from triage.core.record.earlier import earlier_messages
from triage.core.record.known import NEW, Past, Told, with_known
from triage.core.record.record import Record
from triage.core.request.request import Origin, Request, with_answers
from triage.usecases.parts.assessing import Assessed, analysed, assess_all, summary_lines
from triage.usecases.parts.call import NewCall
from triage.usecases.parts.keeping import keep
from triage.usecases.parts.opening import make_reader, open_rules
from triage.usecases.parts.prefill import is_post, post_request
from triage.usecases.parts.remembering import asked_before, one_more, past


def assess_file(call: NewCall) -> Iterator[tuple[str, list[str]]]:
    """Yield id and summary of each request once it is kept; raises the problems of bad rows when the rest is done."""
    if call.file is None:
        raise failure("new.no_input_needs_from")
    rules = open_rules(call.home, call.rules)
    readings = Readings()
    reader = make_reader(call.home, rules, readings)
    notes: list[Message] = []
    if is_post(call.file):
        request, notes = post_request(call.file, reader)
        read: list[Request | Rejected] = [request]
    else:
        read = list(reader.read_path(call.file))
        notes = list(readings.told())
    tokens = dict(_tokens((each for each in read if isinstance(each, Request)), call))
    before = past(call.home, rules.ruleset)
    looked_up = {each.source: _known(each, call, before) for each in read if isinstance(each, Request)}
    requests = (each if isinstance(each, Rejected) else looked_up[each.source].request for each in read)
    results = list(assess_all(requests, rules))
    if call.memo and len(results) > 1:
        raise failure("new.one_memo", count=len(results))
    for each in results:
        if isinstance(each, Assessed):
            source = each.assessment.request.source
            request_id, lines = _kept(analysed(each), looked_up[source].before, call, tokens[source])
            yield request_id, [*map(call.catalog.text, notes), *lines]
            notes = []
    problems = [problem for each in results if isinstance(each, Rejected) for problem in each.problems]
    if problems:
        raise TriageError(problems)


class _Known(NamedTuple):
    """A request as it counts with what the register knows, and the earlier one that is most like it."""

    request: Request
    before: Record | None


def _known(request: Request, call: NewCall, before: Past) -> _Known:
    earlier = asked_before(call.home, request, before)
    if call.whats_new and earlier and NEW in before.ruleset.questions and request.value(NEW) is None:
        request = with_answers(request, {NEW: call.whats_new}, Origin.FLAG)
    told = Told([earlier.id] if earlier else [], fills_unknown=True)
    return _Known(with_known(request, before, told), earlier)


def _tokens(requests: Iterable[Request], call: NewCall) -> Iterator[tuple[str, str]]:
    """Yield each request's source with the register's token for it, made of the day and of all that was said.

    A second try, after a line that was lost in the middle of the first, then adds nothing.
    Where what was kept under a token has gone on since, the same is asked anew, under a token of its own.
    """
    times = Counter[str]()
    with open_register(call.home) as register:
        for request in requests:
            said = f"{call.home.folder} {clock.today()} {content_hash(request)} {call.whats_new}"
            mark = sha256(said.encode("utf-8", "replace")).hexdigest()[:32]
            times[mark] += 1
            token = f"file-{mark}-{times[mark]}"
            known = register.kept_as(token)
            has_gone_on = known and register.find(known).entry.state != State.ASSESSED
            yield request.source, uuid4().hex if has_gone_on else token


def _kept(assessed: Assessed, before: Record | None, call: NewCall, token: str) -> tuple[str, list[str]]:
    """Keep an assessment, with the earlier request that asked for the same; return its id and summary."""
    request, day = assessed.assessment.request, assessed.day
    also = [Earlier(before.id, call.whats_new)] if before else []
    request_id = keep(assessed, call.home, call.catalog, token=token, also=also)
    before = None if before and before.id == request_id else before  # it was kept by the first try
    remembered = [*(earlier_messages(before, day) if before else []), *one_more(call.home, request, day)]
    return request_id, summary_lines(assessed, call.catalog, request_id, remembered)
