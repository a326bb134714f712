"""The success block: what is asked before a go is final, what is wrong with it, and the agreement made of it.

A go is final when both have said yes to the same block on the same conditions. The fingerprint is that of the block,
:func:`conditions_of` that of what was weighed; a yes stands as long as neither has changed.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import astuple, replace

from triage.core.interview.amounts import is_at_most, only_number
from triage.core.interview.forms import day, from_answers, without, words
from triage.core.life.events import Agreement, Decision, Life, Side, SuccessBlock, weeks_after
from triage.core.life.status import is_yes
from triage.core.messages import Message, Number, Typed, say
from triage.core.regex import regex
from triage.core.request.request import Request, Value
from triage.core.rules.quantities import exact
from triage.core.rules.ruleset import Ruleset

FROM_ANSWERS = {
    "metric": "success_metric",
    "level": "success_level",
    "reach_by": "success_by",
    "sign": "early_sign",
    "stop_rule": "stop_rule",
}
"""For each part of the block, the question of the request whose answer is proposed."""
STOP = ("stop_on", "stop_limit", "stop_week", "stop_rule")
IN_WORDS = "words"
"""The stop rule is no limit on one of the two numbers."""
DAYS_TO_BASELINE = 7
"""The measure before the start is taken within a week (a judgement), and before the first sign can come."""
BOTH = frozenset({"both", "both of us", "we both", "begge", "vi begge", "os begge"})
_BETWEEN_NAMES = regex(r"\s*(?:[,;+&/]|\bog\b|\band\b)\s*", re.IGNORECASE)
_OF_TODAY = 7
"""The parts that the block had from the beginning; what came later counts only where it was given."""
_THE_TASK = ("request", "task_type", "kind_of_ask", "audience", "outcome", "cost", "hours", "visible_in", "ready_by")
"""The answers that say what is done, and for how much; with others changed it is still the same task."""


class People(Struct, frozen=True):
    """The two names, as far as they are known."""

    manager: str = ""
    director: str = ""

    def name(self, side: Side) -> str:
        """Return the name of one side."""
        return self.director if side == "director" else self.manager

    def side(self, name: str) -> Side:
        """Return whose name it is: the director's where it is that or begins it, else the manager's."""
        return "director" if is_named(name, self.director) and not is_named(name, self.manager) else "manager"


def agreement_form(form: Ruleset, *, is_duty: bool, currency: str = "") -> Ruleset:
    """Return the questions of the block; a duty has no rule to stop by."""
    kept = replace(form, currency=currency or form.currency)
    return without(kept, STOP) if is_duty else kept


def with_stop(answers: Mapping[str, Value]) -> dict[str, Value]:
    """Return answers with what a stop rule is about, where only the rule itself was said."""
    found = dict(answers)
    if found.get("stop_on") is None:
        if found.get("stop_limit") is not None or found.get("stop_week") is not None:
            found["stop_on"] = "sign"
        elif found.get("stop_rule") is not None:
            found["stop_on"] = IN_WORDS
    return found


def fingerprint(block: SuccessBlock) -> str:
    """Return twelve hexadecimal digits that change with any word of the block."""
    said = [_plain(part) for part in astuple(block)[:_OF_TODAY]]
    later = [(name, getattr(block, name)) for name in block.__struct_fields__[_OF_TODAY:]]
    said += [f"{name}={_plain(part)}" for name, part in later if part not in {None, ""}]
    return _digest(said)


def conditions_of(request: Request, conditions: Iterable[object]) -> str:
    """Return a fingerprint of what was weighed: the task, its price, and what a go hangs on."""
    task = [f"{name}={request.value(name)!r}" for name in _THE_TASK if request.value(name) is not None]
    return _digest([*task, *map(repr, conditions)])


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:12]


def _plain(part: object) -> str:
    return f"{part:g}" if isinstance(part, int | float) else str(part)


def wrong_level(name: str, value: Value) -> Message | None:
    """Say that a level is no number, where it has none or several: nobody could be held to it."""
    if name not in {"level", "sign_level"} or not isinstance(value, str):
        return None
    return None if only_number(value) is not None or is_yes(value) else say("agree.one_number")


def wrong_together(answers: Mapping[str, Value], life: Life) -> Message | None:
    """Say which parts of the block contradict each other, or the decision; ``None`` where they fit."""
    for name in ("level", "sign_level"):
        wrong = wrong_level(name, answers.get(name))
        if wrong:
            return say("agree.of_part", name=say(f"agree.part.{name}"), why=wrong)
    first, *others = names_in(words(answers, "agreed_by")) or [""]
    if first and any(is_named(first, other) or is_named(other, first) for other in others):
        return say("agree.one_name", name=Typed(first))
    agreed_on = day(answers, "agreed_on")
    if agreed_on and life.start and agreed_on < life.start:
        return say("agree.before_decision", date=agreed_on, decided=life.start)
    by, week, level = day(answers, "reach_by"), _number(answers, "sign_week"), only_number(words(answers, "level"))
    sign = weeks_after(life.start, week)
    if sign and by and sign >= by:
        return say("agree.sign_after_goal", sign=sign, goal=by)
    stop = weeks_after(life.start, _number(answers, "stop_week")) if answers.get("stop_on") != IN_WORDS else None
    if stop and by and stop >= by:
        return say("agree.stop_after_goal", stop=stop, goal=by)
    if _number(answers, "baseline") == level is not None:
        return say("agree.level_is_baseline", level=Number(level or 0.0))
    return _wrong_limit(answers)


def _wrong_limit(answers: Mapping[str, Value]) -> Message | None:
    """Say that the limit to stop at is on the right side of what was to be reached: it would stop what works."""
    on, limit = answers.get("stop_on"), _number(answers, "stop_limit")
    text = words(answers, "sign_level" if on == "sign" else "level")
    enough, base = only_number(text), _number(answers, "baseline") if on == "metric" else None
    if on not in {"sign", "metric"} or limit is None or enough is None:
        return None
    falls = is_at_most(text) or (base is not None and enough < base)
    if limit <= enough if falls else limit >= enough:
        return say(f"agree.limit_is_{on}", limit=exact(limit), level=Typed(text))
    return None


def doubts(block: SuccessBlock, life: Life) -> Iterator[Message]:
    """Say what may be agreed and is yet to be talked about: days on which such tasks cannot show it yet."""
    judge, latest = life.judge_from, weeks_after(life.start, _decided(life).first_weeks)
    if judge and block.reach_by < judge:
        yield say("agree.early_goal", date=block.reach_by, judge=judge)
    sign = weeks_after(life.start, block.sign_week)
    if latest and sign and sign < latest:
        yield say("agree.early_sign", latest=latest)
    stop = weeks_after(life.start, block.stop_week)
    shows = judge if block.stop_on == "metric" else latest
    if stop and shows and stop < shows:
        yield say(f"agree.early_stop.{block.stop_on}", date=stop, shows=shows)


def agreement_of(answers: Mapping[str, Value], today: date, people: People | None = None) -> Agreement:
    """Make the agreement from complete answers; where one name says yes, it waits for the other."""
    answers, people = with_stop(answers), people or People()
    is_number = answers.get("stop_on") in {"sign", "metric"}
    unused = ("stop_rule",) if is_number else ("stop_on", "stop_limit", "stop_week")
    block = from_answers(SuccessBlock, {name: value for name, value in answers.items() if name not in unused})
    said = names_in(words(answers, "agreed_by"))
    waits_for: Side | None = None
    if len(said) == 1:
        waits_for = "manager" if people.side(said[0]) == "director" else "director"
    return from_answers(
        Agreement,
        answers,
        block=block,
        fingerprint=fingerprint(block),
        agreed_by=words(answers, "agreed_by"),
        agreed_on=day(answers, "agreed_on") or today,
        waits_for=waits_for or "",
        other=people.name(waits_for) if waits_for else "",
    )


def baseline_by(life: Life, block: SuccessBlock, today: date) -> date | None:
    """Return by when the measure before the start is to be taken; ``None`` where it is known, or is no number."""
    if block.baseline is not None or only_number(block.level) is None:
        return None
    weeks = _decided(life).class_weeks
    first = weeks_after(life.start, weeks[0]) if weeks else None
    soon = today + timedelta(days=DAYS_TO_BASELINE)
    return max(today, min(soon, first)) if first else soon


def names_in(words: str) -> list[str]:
    """Return the names in an answer; both, where it says so without naming them."""
    if words.casefold().strip(" .!") in BOTH:
        return ["", ""]
    return [each for each in _BETWEEN_NAMES.split(words.strip()) if each]


def is_named(name: str, whole: str) -> bool:
    """Whether a name is that of a person, or begins it: Lars is Lars Kjær."""
    given, known = name.casefold().split(), whole.casefold().split()
    return bool(given) and known[: len(given)] == given


def _number(answers: Mapping[str, Value], name: str) -> float | None:
    value = answers.get(name)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _decided(life: Life) -> Decision:
    decided = life.decision
    if decided is None:
        raise ValueError(life)
    return decided[1]
