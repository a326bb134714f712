"""``triage agree``: write down what both say success is, and who has said yes to it; only then is a go final.

What was agreed is never replaced in silence: a slip of the pen is corrected as one, and a second version is kept beside
the first and needs both yeses again.
"""

from collections.abc import Mapping
from datetime import date
from functools import reduce
from typing import Literal

from msgspec.structs import replace

from triage.adapters.home import clock
from triage.adapters.home.settings import Home
from triage.adapters.register.kept import Kept
from triage.adapters.rules.rulefiles import load_form
from triage.core.life import story
from triage.core.life.agenda import agenda
from triage.core.life.agreement import (
    FROM_ANSWERS,
    IN_WORDS,
    agreement_form,
    agreement_of,
    baseline_by,
    with_stop,
    wrong_level,
    wrong_together,
)
from triage.core.life.events import Agreement, Baseline, Life, State
from triage.core.messages import Message, Problem, TriageError, failure, say
from triage.core.request.request import Value
from triage.usecases.agree_yes import say_yes
from triage.usecases.parts.call import Call, about, not_future, not_past
from triage.usecases.parts.doubting import VISIBLE, answered_day, doubted
from triage.usecases.parts.filling import Filling, fill, finished
from triage.usecases.parts.opening import rules_of
from triage.usecases.parts.recording import happened, record
from triage.usecases.parts.standing import conditions_now, currency_of, people_of, standing

Kind = Literal["first", "change", "correction"]
STEPS = ("yes", "change", "correction")
"""What may happen to a block that somebody has said yes to."""
_WHO = ("agreed_by", "agreed_on", "chance", "directors_chance")


def agree(call: Call, kept: Kept, kind: Kind = "first", because: str = "") -> list[str]:
    """Write down what both agree success is, and return it with what comes next; nothing where they left."""
    life = kept.life
    before = _open_to_agreement(kept)
    if before and kind == "first":
        if _is_baseline_alone(call, life):
            return _measured_before(call, kept)
        return _said_again(call, kept, before) if call.flags else _next_step(call, kept, before)
    if before is None and kind != "first":
        raise failure("agree.nothing_to_change", id=kept.entry.id)
    filling = _block_filling(call, kept, before, kind)
    answers = fill(filling, replace(call, flags=_with_stop_flags(call.flags)))
    if answers is None:
        return []
    wrong = wrong_together(answers, life)
    if wrong:
        raise TriageError([Problem(None, wrong)])
    made = _made(kept, answers, before, kind, because, call)
    if before and kind == "correction" and made.fingerprint != before.fingerprint:
        _refuse_late(kept)
    if before and made.fingerprint == before.fingerprint:
        if (made.kind, made.because) != (before.kind, before.because):
            raise failure("agree.same", id=kept.entry.id)
        made, after = before, life  # whoever was cut off and says it again is told the same
    else:
        after = record(call.home, kept, happened(made, call.home))
    finished(filling, call.home)
    return _told(call, replace(kept, life=after), made)


def _refuse_late(kept: Kept) -> None:
    """Nothing is corrected once something was measured by it: then it is another version, and both say yes to it."""
    seen = kept.life.reviews
    if seen:
        raise failure("agree.measured_since", id=kept.entry.id, date=seen[0][0].day)


def _told(call: Call, kept: Kept, made: Agreement) -> list[str]:
    """What was agreed, what is yet to be talked about, and what comes next."""
    odd = doubted(kept, made, call.home) if call.flags else ()  # a person has just been asked about them
    block = story.block(made, currency_of(kept), start=kept.life.start)
    messages = [_opening(made), *block, *odd, *map(story.next_up, agenda(kept.life))]
    return [*([] if call.flags else [""]), *map(call.catalog.text, messages)]


def _said_again(call: Call, kept: Kept, before: Agreement) -> list[str]:
    """Tell once more what stands, to whoever was cut off and says the very same again; anything else is refused."""
    filling = _block_filling(call, kept, None, "first")
    try:
        answers = fill(filling, replace(call, ask=False, flags=_with_stop_flags(call.flags)))
    except TriageError:
        answers = None
    made = agreement_of(answers, clock.today(), people_of(kept)) if answers else None
    if made is None or (made.fingerprint, made.agreed_by) != (before.fingerprint, before.agreed_by):
        raise failure("agree.stands", id=kept.entry.id, date=before.agreed_on)
    finished(filling, call.home)
    return _told(call, kept, before)


def _open_to_agreement(kept: Kept) -> Agreement | None:
    """The version that stands, or is offered; refuses what is no go."""
    life = kept.life
    if life.state not in {State.DECIDED, State.OFFERED, State.RUNNING} or life.start is None:
        raise failure("agree.not_a_go", id=kept.entry.id)
    return life.offer or life.agreement


def _next_step(call: Call, kept: Kept, before: Agreement) -> list[str]:
    """Ask what is to happen to a block that stands: the other's yes, a slip mended, or another version."""
    if not call.ask:
        raise failure("agree.stands", id=kept.entry.id, date=before.agreed_on)
    from triage.adapters.terminal import prompt
    from triage.usecases.parts.choosing import choose_line

    catalog = call.catalog
    for message in (about(kept), *story.block(before, currency_of(kept), kept.life)):
        prompt.tell(catalog.text(message))
    prompt.tell("\n" + catalog.say("agree.which"), "bold")
    can_yes = kept.life.offer is not None or list(standing(kept, before))
    steps = [step for step in STEPS if step != "yes" or can_yes]
    lines = [prompt.ListItem(step, catalog.say(f"agree.which.{step}")) for step in steps]
    chosen = choose_line(catalog, lines)
    if chosen == "yes":
        return say_yes(call, kept, is_shown=True)
    return agree(call, kept, "change" if chosen == "change" else "correction", _why(call))


def _why(call: Call) -> str:
    from triage.adapters.terminal import prompt
    from triage.core.interview.reading import clean

    prompt.tell("\n" + call.catalog.say("agree.why"), "bold")
    while True:
        reply = prompt.ask_text()
        if isinstance(reply, str) and clean(reply):
            return clean(reply)
        prompt.tell(call.catalog.say("prompt.must"), "italic", indent="  ")


def _block_filling(call: Call, kept: Kept, before: Agreement | None, kind: Kind) -> Filling:
    form = agreement_form(
        load_form("agreement", home=call.home), is_duty=_is_duty(kept, call.home), currency=currency_of(kept)
    )
    if kind == "correction":
        form = replace(form, questions={name: each for name, each in form.questions.items() if name not in _WHO})
    known = {each.key for each in doubted(kept, before, call.home)} if before else set()

    def whole(answers: Mapping[str, Value]) -> Message | None:
        wrong = wrong_together(answers, kept.life)
        if wrong:
            return wrong
        found = list(doubted(kept, agreement_of(answers, clock.today()), call.home))
        new = [each for each in found if each.key not in known]
        known.update(each.key for each in new)
        return say("agree.think", doubts=reduce(_joined, new)) if new else None

    return Filling(
        form,
        f"{kept.entry.id}-agree" if kind == "first" else f"{kept.entry.id}-agree-{kind}",
        f"triage agree {kept.entry.id}",
        _proposed_block(kept, before),
        opening=(about(kept),),
        finish="review.save_agreement",
        profile=kept.request.profile,
        weeks_from=kept.life.start,
        check=_check,
        whole=whole,
    )


def _joined(first: Message, second: Message) -> Message:
    return say("agree.doubts", first=first, second=second)


def _check(name: str, value: Value) -> Message | None:
    return wrong_level(name, value) or (not_past if name == "reach_by" else not_future)(name, value)


def _made(
    kept: Kept, answers: Mapping[str, Value], before: Agreement | None, kind: Kind, because: str, call: Call
) -> Agreement:
    """The version that the answers make; a correction keeps the yeses of the one that it corrects."""
    made = agreement_of(answers, clock.today(), people_of(kept))
    made = replace(made, conditions=conditions_now(kept), kind=kind, because=because)
    made = replace(made, baseline_by=baseline_by(kept.life, made.block, clock.today()))
    if kind != "correction" or before is None:
        return made
    yes = kept.life.second_yes(before)
    names = call.catalog.listed([before.agreed_by, yes.name]) if yes else before.agreed_by
    return replace(
        made,
        agreed_by=names,
        agreed_on=before.agreed_on,
        waits_for="" if yes else before.waits_for,
        other="" if yes else before.other,
        chance=kept.life.chances(before)[0],
        directors_chance=kept.life.chances(before)[1],
        conditions=before.conditions,
        baseline_by=before.baseline_by if made.baseline_by else None,
    )


def _opening(made: Agreement) -> Message:
    if made.kind == "correction":
        return say("agreed.corrected")
    if made.waits_for:
        return say("agreed.offered", other=story.named(made.waits_for, made.other))
    return say("agreed.go" if made.kind == "first" else "agreed.changed")


def _is_baseline_alone(call: Call, life: Life) -> bool:
    """Whether all that was given is the measure before the start, which was left open."""
    return set(call.flags) == {"baseline"} and life.agreement is not None and life.agreement.block.baseline is None


def _measured_before(call: Call, kept: Kept) -> list[str]:
    """Write down the measure before the start, which fills a blank and changes nothing that was agreed."""
    form = load_form("agreement", home=call.home)
    only = replace(form, questions={"baseline": replace(form.questions["baseline"], must=True)})
    filling = Filling(only, f"{kept.entry.id}-baseline", f"triage agree {kept.entry.id} --baseline")
    answers = fill(filling, replace(call, ask=False))
    value = answers["baseline"] if answers else None
    if not isinstance(value, float | int):
        return []
    life = record(call.home, kept, happened(Baseline(float(value), clock.today()), call.home))
    told = [say("story.baseline", value=float(value), date=clock.today()), *map(story.next_up, agenda(life))]
    return list(map(call.catalog.text, told))


def _with_stop_flags(flags: Mapping[str, str]) -> dict[str, str]:
    """The options with what the stop rule is about, where only the rule itself was given."""
    given: dict[str, Value] = dict(flags)
    return {name: str(value) for name, value in with_stop(given).items() if value is not None}


def _is_duty(kept: Kept, home: Home) -> bool:
    """Whether a gate of the rules of that day made it a duty."""
    gates = kept.facts.gates
    return bool(gates and rules_of(kept, home).duty(gates))


def _proposed_block(kept: Kept, before: Agreement | None) -> dict[str, Value]:
    """What stands there at first: the block in force, what was answered, and what is usual for such tasks."""
    request, life = kept.request, kept.life
    found: dict[str, Value] = {part: request.value(name) for part, name in FROM_ANSWERS.items()}
    if wrong_level("level", found["level"]):
        found["level"] = None
    decided = life.decision
    if decided and decided[1].first_weeks:
        found["sign_week"] = float(round(decided[1].first_weeks))
    wished = found["reach_by"]
    visible = max((day for day in (answered_day(kept, VISIBLE), life.judge_from) if day), default=None)
    found["reach_by"] = wished if isinstance(wished, date) and wished >= clock.today() else visible
    found |= {"agreed_by": request.profile.manager or None, "agreed_on": clock.today()}
    if found.get("stop_rule") is not None:
        found["stop_on"] = IN_WORDS
    if before:
        block = before.block
        found |= {part: getattr(block, part) for part in block.__struct_fields__}
        found["stop_on"] = block.stop_on or (IN_WORDS if block.stop_rule else None)
        found["baseline"] = life.baseline if life.agreement else block.baseline
        found = {name: value or None if isinstance(value, str) else value for name, value in found.items()}
    return found
