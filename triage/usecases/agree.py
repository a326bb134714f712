"""``triage agree``: write down what both say success is; only then is a go final."""

from datetime import date

from triage.adapters.home import clock
from triage.adapters.home.settings import Home
from triage.adapters.register.kept import Kept
from triage.adapters.rules.rulefiles import load_form, ruleset_from_texts
from triage.core.life import story
from triage.core.life.agenda import agenda
from triage.core.life.agreement import FROM_ANSWERS, agreement_form, agreement_of
from triage.core.life.events import Agreement, Life, State
from triage.core.messages import failure, say
from triage.core.request.request import Value
from triage.usecases.parts.call import Call, about, not_future, not_past
from triage.usecases.parts.filling import Filling, fill, finished
from triage.usecases.parts.recording import happened, record


def agree(call: Call, kept: Kept) -> list[str]:
    """Write down what both agree success is, and return it with what comes next; nothing where they left."""
    life = kept.life
    if life.state not in {State.DECIDED, State.RUNNING} or life.start is None:
        raise failure("agree.not_a_go", id=kept.entry.id)
    before = life.last(Agreement)
    if life.state is State.RUNNING and before and before[0].day < clock.today():
        raise failure("agree.stands", id=kept.entry.id, date=before[0].day)
    filling = Filling(
        agreement_form(load_form("agreement", home=call.home), is_duty=_is_duty(kept, call.home)),
        f"{kept.entry.id}-agree",
        f"triage agree {kept.entry.id}",
        _proposed_block(call, kept, life),
        opening=(about(kept),),
        finish="review.save_agreement",
        check=lambda name, value: not_past(name, value) if name == "reach_by" else not_future(name, value),
    )
    answers = fill(filling, call)
    if answers is None:
        return []
    made = agreement_of(answers, clock.today())
    life = record(call.home, kept, happened(made, call.home))
    finished(filling, call.home)
    messages = [say("agreed.go"), *story.block(made), *map(story.next_up, agenda(life))]
    return [*([] if call.flags else [""]), *map(call.catalog.text, messages)]


def _is_duty(kept: Kept, home: Home) -> bool:
    """Whether a gate of the rules of that day made it a duty."""
    gates = kept.facts.gates
    return bool(gates and ruleset_from_texts(kept.ruleset.texts, home=home).duty(gates))


def _proposed_block(call: Call, kept: Kept, life: Life) -> dict[str, Value]:
    """What stands there at first: the block in force, what was answered, and what is usual for such tasks."""
    request = kept.request
    found: dict[str, Value] = {part: request.value(name) for part, name in FROM_ANSWERS.items()}
    decided = life.decision
    if decided and decided[1].first_weeks:
        found["sign_week"] = float(round(decided[1].first_weeks))
    wished = found["reach_by"]
    found["reach_by"] = wished if isinstance(wished, date) and wished >= clock.today() else life.judge_from
    names = [name for name in (request.profile.director, request.profile.manager) if name]
    found |= {"agreed_by": call.catalog.listed(names) or None, "agreed_on": clock.today()}
    if life.agreement:
        block = life.agreement.block
        found |= {part: getattr(block, part) for part in block.__slots__}
    return found
