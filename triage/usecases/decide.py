"""The order of events of ``triage decide``: what the two have decided, or that nothing more will come of it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from triage.adapters.home import clock
from triage.adapters.output.wholefile import full_name, write_whole
from triage.adapters.register.kept import Kept
from triage.adapters.rules.rulefiles import load_form
from triage.adapters.terminal.screen import is_attended, print_lines
from triage.core.interview.reading import clean
from triage.core.life import story
from triage.core.life.decision import WEEKS_TO_WAIT, Advice, decision_form, decision_of, proposed
from triage.core.life.events import Closed, Life, State, Wait, Weighed
from triage.core.messages import USAGE_IS_WRONG, Message, Problem, TriageError, failure, say
from triage.core.request.request import Value
from triage.core.rules.ruleset import Appointment, Verdict
from triage.usecases.agree import agree
from triage.usecases.parts.call import OPTIONS, Call, about, not_past
from triage.usecases.parts.filling import Filling, fill, finished
from triage.usecases.parts.recording import find, happened, record

CLOSED = "closed"
DECISIONS = (Verdict.GO.value, Verdict.DEFER.value, Verdict.DROP.value, CLOSED)


def ask_verdict(call: Call, given: str) -> str:
    """Let a person at the terminal say what has been decided: one of ``DECISIONS``."""
    if not call.ask or not is_attended():
        raise failure("decide.which.missing", exit_code=USAGE_IS_WRONG, id=given)
    from triage.adapters.terminal import prompt

    kept, catalog = find(call.home, given), call.catalog
    if kept.life.state is State.RUNNING:
        raise failure("decide.running", id=kept.entry.id)
    prompt.tell(catalog.text(about(kept)))
    prompt.tell(catalog.say("decide.advice", advised=say(f"verdict.inline.{kept.entry.verdict}")))
    prompt.tell("\n" + catalog.say("decide.which"), "bold")
    words = {name: catalog.say(f"verdict.{name}" if name != CLOSED else "decide.closed") for name in DECISIONS}
    while True:
        lines = [prompt.ListItem(*each) for each in words.items()]
        reply = prompt.ask_choice(lines, unchosen=catalog.say("prompt.unchosen"))
        if isinstance(reply, str):
            return reply


def decide(call: Call, given: str, verdict: Verdict, memo: Path | None) -> None:
    """Write a decision down; one that differs from the verdict is printed into the memo again."""
    kept = find(call.home, given)
    life = kept.life
    if life.state is State.RUNNING:
        raise failure("decide.running", id=kept.entry.id)
    if verdict is Verdict.GO and _lacks_only_its_block(life) and not call.flags:
        print_lines([call.catalog.say("decide.already", id=kept.entry.id)])
        _agree_or_tell(call, kept.entry.id)
        return
    advice, today = advice_of(kept), clock.today()
    filling = _decision_filling(call, kept, life, verdict, advice)
    answers = fill(filling, call.home, call.catalog)
    if answers is None:
        return
    made = decision_of(verdict, advice, answers, today)
    if isinstance(made, Message):
        raise TriageError([Problem(None, made)])
    event = happened(made, call.home)
    life = record(call.home, kept, event)
    finished(filling, call.home)
    if made.overrides:
        _print_memo_again(call, kept.entry.id, memo)
    print_lines([call.catalog.text(message) for message in story.decision(event, made)])
    if verdict is Verdict.GO:
        _agree_or_tell(call, kept.entry.id)


def close(call: Call, given: str, because: str | None) -> None:
    """End a request for another reason than a review; a person at the terminal may be asked for the reason."""
    kept = find(call.home, given)
    state = kept.life.state
    if state in {State.CLOSED, State.RUNNING}:
        raise failure("close.already" if state is State.CLOSED else "close.running", id=kept.entry.id)
    record(call.home, kept, happened(Closed(because or _reason_to_close(call)), call.home))
    print_lines([call.catalog.say("closed", id=kept.entry.id)])


def _reason_to_close(call: Call) -> str:
    if not call.ask or not is_attended():
        raise failure("close.because", exit_code=USAGE_IS_WRONG)
    from triage.adapters.terminal import prompt

    prompt.tell("\n" + call.catalog.say("close.why"), "bold")
    while True:
        reply = prompt.ask_text()
        if isinstance(reply, str) and clean(reply):
            return clean(reply)
        prompt.tell(call.catalog.say("prompt.must"), "italic", indent="  ")


def _decision_filling(call: Call, kept: Kept, life: Life, verdict: Verdict, advice: Advice) -> Filling:
    """What a decision asks at the terminal, and what it takes for granted."""
    today, inline = clock.today(), {"verdict": say(f"verdict.inline.{verdict}")}
    inline |= {"advised": say(f"verdict.inline.{advice.verdict}")}

    def whole(answers: Mapping[str, Value]) -> Message | None:
        made = decision_of(verdict, advice, answers, today)
        return say("decide.no_end.asked") if isinstance(made, Message) else None

    return Filling(
        decision_form(load_form("decision", home=call.home), verdict, advice.verdict, life),
        f"{kept.entry.id}-decide-{verdict}",
        f"triage decide {kept.entry.id} {verdict}",
        proposed(verdict, advice, today),
        call.flags,
        OPTIONS,
        call.ask,
        only_if_missing=True,
        opening=(about(kept), say("decide.opening", **inline)),
        finish="review.save_decision",
        check=not_past,
        whole=whole,
    )


def _lacks_only_its_block(life: Life) -> bool:
    """Whether a go has been decided and not been weighed again since, so that only the agreement is missing."""
    decided = life.decision
    return life.state is State.DECIDED and decided is not None and not life.since(decided[0], Weighed)


def advice_of(kept: Kept) -> Advice:
    """Give what a decision is compared with, read off the assessment that is kept."""
    measures = kept.facts.measures
    waits = [_wait(then, kept) for _, then in kept.facts.appointments]
    soonest = min(waits, key=lambda wait: wait.until, default=None)
    return Advice(Verdict(kept.entry.verdict), soonest, measures.get("first_high"), measures.get("full_likely"))


def _wait(then: Appointment, kept: Kept) -> Wait:
    """An appointment of the assessment as what a defer waits for; its weeks count from the assessment."""
    trigger = then.trigger.in_(kept.entry.language) if then.trigger else ""
    weeks = timedelta(weeks=then.weeks or WEEKS_TO_WAIT)
    until = max(kept.assessed.date() + weeks, clock.today())
    return Wait(then.reason, then.owner, trigger, until)


def _agree_or_tell(call: Call, request_id: str) -> None:
    """A go is final once the block is agreed: ask for it at a terminal, else say how it is done."""
    if call.ask and is_attended():
        print_lines([""])
        agree(replace(call, flags={}), request_id)
        return
    print_lines([call.catalog.say("decided.go_when_agreed", id=request_id)])


def _print_memo_again(call: Call, request_id: str, memo: Path | None) -> None:
    from triage.usecases.parts.keeping import memo_again

    text = memo_again(find(call.home, request_id), call.catalog, call.home)
    if memo is None:
        print_lines([*text.split("\n"), call.catalog.say("decided.memo", id=request_id)])
        print_lines([""])
        return
    write_whole(memo, text)
    print_lines([call.catalog.say("memo.saved", path=full_name(memo))])
