"""``triage decide``: write down what the two have decided, or that nothing more will come of it."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path

from msgspec.structs import replace

from triage.adapters.home import clock
from triage.adapters.register.kept import Kept
from triage.adapters.rules.rulefiles import load_form
from triage.core.interview.reading import clean
from triage.core.life import story
from triage.core.life.decision import WEEKS_TO_WAIT, Advice, decision_form, decision_of, proposed
from triage.core.life.events import Closed, Life, State, Wait, Weighed
from triage.core.messages import USAGE_IS_WRONG, Message, Problem, TriageError, failure, say
from triage.core.request.request import Value
from triage.core.rules.ruleset import Appointment, Verdict
from triage.usecases.agree import agree
from triage.usecases.parts.call import Call, about, not_past
from triage.usecases.parts.filling import Filling, fill, finished
from triage.usecases.parts.recording import find, happened, record

CLASS_WEEKS = tuple(f"{part}_{end}" for part in ("first", "full") for end in ("low", "likely", "high"))
CLOSED = "closed"
WHO = "by"
"""The question of who has decided."""
DECISIONS = (Verdict.GO.value, Verdict.DEFER.value, Verdict.DROP.value, CLOSED)


def ask_verdict(call: Call, given: str) -> str:
    """Let a person at the terminal say what has been decided: one of ``DECISIONS``."""
    if not call.ask:
        raise failure("decide.which.missing", exit_code=USAGE_IS_WRONG, id=given)
    from triage.adapters.terminal import prompt
    from triage.usecases.parts.choosing import choose_line

    kept, catalog = find(call.home, given), call.catalog
    if kept.life.state is State.RUNNING:
        raise failure("decide.running", id=kept.entry.id)
    prompt.tell(catalog.text(about(kept)))
    prompt.tell(catalog.say("decide.advice", advised=say(f"verdict.inline.{kept.entry.verdict}")))
    prompt.tell("\n" + catalog.say("decide.which"), "bold")
    texts = {name: f"verdict.{name}" if name != CLOSED else "decide.closed" for name in DECISIONS}
    lines = [prompt.ListItem(name, catalog.say(text)) for name, text in texts.items()]
    return choose_line(catalog, lines)


def decide(call: Call, given: str, verdict: Verdict, memo: Path | None) -> Iterator[str]:
    """Write a decision down, then yield what it says; one that differs from the verdict goes into the memo again."""
    kept = find(call.home, given)
    life = kept.life
    if life.state is State.RUNNING:
        raise failure("decide.running", id=kept.entry.id)
    if verdict is Verdict.GO and _lacks_only_its_block(life) and not call.flags:
        yield call.catalog.say("decide.already", id=kept.entry.id)
        yield from _agreement(call, kept)
        return
    advice = _advice(kept)
    filling = _decision_filling(call, kept, verdict, advice)
    if call.ask and WHO not in call.flags:
        call = replace(call, flags={**call.flags, WHO: _who(call, filling)})
        filling = replace(filling, opening=())
    answers = fill(filling, call)
    if answers is None:
        return
    made = decision_of(verdict, advice, answers, clock.today())
    if isinstance(made, Message):
        raise TriageError([Problem(None, made)])
    event = happened(made, call.home)
    kept = replace(kept, life=record(call.home, kept, event))
    finished(filling, call.home)
    if made.overrides:
        yield from _memo_again(call, kept, memo)
    yield from map(call.catalog.text, story.decision(event, made))
    if verdict is Verdict.GO:
        yield from _agreement(call, kept)


def _who(call: Call, filling: Filling) -> str:
    """Let a person at the terminal say who has decided: nobody is presumed to have agreed."""
    from triage.adapters.terminal import prompt
    from triage.usecases.parts.choosing import choose_line

    question, language = filling.questions.questions[WHO], call.catalog.language
    for message in filling.opening:
        prompt.tell(call.catalog.text(message))
    prompt.tell("\n" + question.ask.in_(language), "bold")
    lines = [prompt.ListItem(name, choice.in_(language)) for name, choice in question.choices.items()]
    return choose_line(call.catalog, lines)


def close(call: Call, given: str, because: str | None) -> str:
    """End a request for another reason than a review; a person at the terminal may be asked for the reason."""
    kept = find(call.home, given)
    state = kept.life.state
    if state in {State.CLOSED, State.RUNNING}:
        raise failure("close.already" if state is State.CLOSED else "close.running", id=kept.entry.id)
    record(call.home, kept, happened(Closed(because or _reason_to_close(call)), call.home))
    return call.catalog.say("closed", id=kept.entry.id)


def _reason_to_close(call: Call) -> str:
    if not call.ask:
        raise failure("close.because", exit_code=USAGE_IS_WRONG)
    from triage.adapters.terminal import prompt

    prompt.tell("\n" + call.catalog.say("close.why"), "bold")
    while True:
        reply = prompt.ask_text()
        if isinstance(reply, str) and clean(reply):
            return clean(reply)
        prompt.tell(call.catalog.say("prompt.must"), "italic", indent="  ")


def _decision_filling(call: Call, kept: Kept, verdict: Verdict, advice: Advice) -> Filling:
    """The questions of a decision, and what is proposed."""
    today, inline = clock.today(), {"verdict": say(f"verdict.inline.{verdict}")}
    inline |= {"advised": say(f"verdict.inline.{advice.verdict}")}

    def whole(answers: Mapping[str, Value]) -> Message | None:
        made = decision_of(verdict, advice, answers, today)
        return say("decide.no_end.asked") if isinstance(made, Message) else None

    return Filling(
        decision_form(load_form("decision", home=call.home), verdict, advice.verdict, kept.life),
        f"{kept.entry.id}-decide-{verdict}",
        f"triage decide {kept.entry.id} {verdict}",
        proposed(verdict, advice, today),
        only_if_missing=True,
        opening=(about(kept), say("decide.opening", **inline)),
        finish="review.save_decision",
        check=not_past,
        whole=whole,
    )


def _lacks_only_its_block(life: Life) -> bool:
    """Whether a go has been decided and not been weighed again since, so that only the agreement is missing."""
    decided = life.decision
    return life.state in {State.DECIDED, State.OFFERED} and decided is not None and not life.since(decided[0], Weighed)


def _advice(kept: Kept) -> Advice:
    """What a decision is compared with, read off the assessment that is kept."""
    measures = kept.facts.measures
    waits = [_wait(then, kept) for _, then in kept.facts.appointments]
    soonest = min(waits, key=lambda wait: wait.until, default=None)
    weeks = tuple(found for name in CLASS_WEEKS if (found := measures.get(name)) is not None)
    return Advice(
        Verdict(kept.entry.verdict),
        soonest,
        measures.get("first_high"),
        measures.get("full_likely"),
        weeks if len(weeks) == len(CLASS_WEEKS) else (),
    )


def _wait(then: Appointment, kept: Kept) -> Wait:
    """An appointment of the assessment as what a defer waits for; its weeks count from the assessment."""
    trigger = then.trigger.in_(kept.entry.language) if then.trigger else ""
    weeks = timedelta(weeks=then.weeks or WEEKS_TO_WAIT)
    until = max(kept.assessed.date() + weeks, clock.today())
    return Wait(then.reason, then.owner, trigger, until)


def _agreement(call: Call, kept: Kept) -> Iterator[str]:
    """A go is final once the block is agreed: ask for it at a terminal, otherwise say how it is done."""
    if not call.ask:
        yield call.catalog.say("decided.go_when_agreed", id=kept.entry.id)
        return
    yield from ("", call.catalog.say("decided.agree_next", id=kept.entry.id), "")
    yield from agree(replace(call, flags={}), kept)


def _memo_again(call: Call, kept: Kept, path: Path | None) -> Iterator[str]:
    from triage.usecases.parts.keeping import memo_again
    from triage.usecases.parts.pages import save_memo

    if path:
        yield save_memo(kept, call.catalog, call.home, path)
        return
    yield from memo_again(kept, call.catalog, call.home).split("\n")
    yield from (call.catalog.say("decided.memo", id=kept.entry.id), "")
