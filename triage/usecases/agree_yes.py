"""``triage agree --yes``: write down the other one's yes to what success is."""

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from triage.adapters.home import clock
from triage.adapters.register.kept import Kept
from triage.adapters.rules.rulefiles import load_form
from triage.core.interview.forms import day, words
from triage.core.life import story
from triage.core.life.agenda import agenda
from triage.core.life.agreement import is_named
from triage.core.life.events import Agreement, Side, State, Yes
from triage.core.messages import Message, Typed, failure, say
from triage.core.request.request import Value
from triage.usecases.parts.call import Call, about, not_future
from triage.usecases.parts.filling import Filling, fill, finished
from triage.usecases.parts.recording import happened, record
from triage.usecases.parts.standing import conditions_now, currency_of, people_of, standing

_SIDES: tuple[Side, ...] = ("manager", "director")


def say_yes(call: Call, kept: Kept, *, is_shown: bool = False) -> list[str]:
    """Write down the other one's yes to what stands there, and return what it means; nothing where they left.

    What it is a yes to is shown before anything is asked, unless it is on the screen already.
    """
    life = kept.life
    version = life.offer or life.agreement
    if version is None or life.state not in {State.OFFERED, State.RUNNING}:
        raise failure("agree.nothing_to_yes", id=kept.entry.id)
    whose = _whose_yes(kept, version, call.flags.get("agreed_by", ""))
    if whose is None:  # whoever was cut off and says it again is told the same
        return _told_yes(call, kept, version, "agreed.yes")
    side, name = whose
    lines = () if is_shown else story.block(version, currency_of(kept), life)
    filling = _yes_filling(call, kept, name, side, lines)
    flags = {_chance_of(side) if option == "chance" else option: value for option, value in call.flags.items()}
    answers = fill(filling, replace(call, flags=flags))
    if answers is None:
        return []
    yes = Yes(
        side,
        words(answers, "agreed_by") or name,
        day(answers, "agreed_on") or clock.today(),
        version.fingerprint,
        conditions_now(kept),
        _number(answers.get(_chance_of(side))),
    )
    after = record(call.home, kept, happened(yes, call.home))
    finished(filling, call.home)
    is_new = after.state is State.RUNNING and life.state is not State.RUNNING
    told = _told_yes(call, replace(kept, life=after), version, "agreed.go" if is_new else "agreed.yes")
    return [*told, *map(call.catalog.text, _somebody_else(yes, version.other or people_of(kept).name(side)))]


def _somebody_else(yes: Yes, awaited: str) -> Iterator[Message]:
    """Say that the yes came from another than the one whose it should be, so that a slip of the name is seen."""
    if awaited and not is_named(yes.name, awaited) and not is_named(awaited, yes.name):
        yield say("agree.somebody_else", name=Typed(yes.name), awaited=Typed(awaited))


def _told_yes(call: Call, kept: Kept, version: Agreement, opening: str) -> list[str]:
    """What the two have said yes to, whose yes does not stand any more, and what comes next."""
    messages = [
        say(opening),
        *story.block(version, currency_of(kept), kept.life),
        *standing(kept, version),
        *map(story.next_up, agenda(kept.life)),
    ]
    return [*([] if call.flags else [""]), *map(call.catalog.text, messages)]


def _whose_yes(kept: Kept, version: Agreement, given: str) -> tuple[Side, str] | None:
    """Whose yes is missing, and the name; ``None`` where it has just been written down, a mistake where none is."""
    people, now, said = people_of(kept), conditions_now(kept), kept.life.yeses(version)
    missing = [side for side in _SIDES if side not in said or said[side].conditions not in {"", now}]
    latest = kept.life.events[-1]
    if (
        isinstance(latest.what, Yes)
        and latest.day == clock.today()
        and is_named(given or latest.what.name, latest.what.name)
    ):
        return None
    if not missing:
        raise failure("agree.both_said_yes", id=kept.entry.id)
    name = given or version.other or people.name(missing[0])
    side = people.side(name) if len(missing) > 1 else missing[0]
    standing_names = [each.name for who, each in said.items() if who not in missing]
    if any(name and (is_named(name, each) or is_named(each, name)) for each in standing_names):
        raise failure("agree.said_already", id=kept.entry.id, name=name)
    return side, name


def _number(value: Value) -> float | None:
    return float(value) if isinstance(value, float | int) else None


def _yes_filling(call: Call, kept: Kept, given: str, side: Side, lines: Iterable[Message]) -> Filling:
    """What is asked of the one whose yes is missing: name, day and that one's own chance."""
    form = load_form("agreement", home=call.home)
    names = {_chance_of(side), "agreed_by", "agreed_on"}
    return Filling(
        replace(form, questions={name: each for name, each in form.questions.items() if name in names}),
        f"{kept.entry.id}-yes",
        f"triage agree {kept.entry.id} --yes",
        {"agreed_by": given or None, "agreed_on": clock.today()},
        only_if_missing=bool(call.flags),
        opening=(about(kept), *lines),
        finish="review.save_agreement",
        check=not_future,
    )


def _chance_of(side: Side) -> str:
    return "directors_chance" if side == "director" else "chance"
