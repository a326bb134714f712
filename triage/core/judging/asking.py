"""Which question comes next where only what decides is asked, and what the others are still good for.

Follows from the rules alone: first what is as likely as not to end it, then what nothing else can tell, group by group
in the order of the rules, then what tells most; what may only make it a defer comes late, and last what takes most to
know and is hardly needed.
"""

from collections.abc import Iterator
from enum import StrEnum

from triage.core.interview.order import to_ask
from triage.core.judging.settled import Outlook
from triage.core.judging.undecided import Turn
from triage.core.request.request import Request
from triage.core.rules.conditions import meaning
from triage.core.rules.ruleset import Ruleset

LITTLE = 3
"""What tells less than such a part of what the most telling question about the problem does can wait."""


class Use(StrEnum):
    """What the answer to a question is for that can no longer change the verdict."""

    ACTS = "acts"
    """What a go hangs on, or what has to be done first."""
    AGREEMENT = "agreement"
    MEMO = "memo"


def upcoming(found: Outlook, request: Request, ruleset: Ruleset, *, quick: bool) -> list[str]:
    """Return the open questions that may still change the verdict and can be asked now, in the order of asking.

    In quick triage those that the rules mark for it come before the others.
    """
    asked = [
        name for name in to_ask(request, ruleset, quick=False) if name in found.deciding.keys() - request.answers.keys()
    ]
    first = set(to_ask(request, ruleset, quick=True)) if quick else set(asked)
    groups, questions = list(ruleset.groups), list(ruleset.questions)
    about_problem = _about_problem(ruleset)
    most = max((found.deciding[name][1] for name in asked if ruleset.questions[name].group in about_problem), default=0)
    last = next(
        (ruleset.questions[name].group for name in reversed([*request.answers]) if name in ruleset.questions), ""
    )

    def sort_key(name: str) -> tuple[float, ...]:
        turn, tells = found.deciding[name]
        group = ruleset.questions[name].group
        is_late = 0 if turn == Turn.ENDS else turn if turn > Turn.TOGETHER else 1
        together = (group != last, groups.index(group))
        if group in about_problem and (quick or tells * LITTLE >= most):
            return (name not in first, is_late, 0, *together, turn, -tells, questions.index(name))
        loose = (0, 0) if turn == Turn.TOGETHER else together
        return (name not in first, is_late, 1, turn, *loose, -tells, questions.index(name))

    return _near(sorted(asked, key=sort_key), found, request, ruleset)


def _near(names: list[str], found: Outlook, request: Request, ruleset: Ruleset) -> list[str]:
    """Put what an answer has opened, or what refers to the last one, at once after it, and what is referred to before.

    What can wait stays where it is, and so does what has to be typed and may not be needed.
    """
    questions, last = ruleset.questions, next(reversed([*request.answers]), "")
    opened = [
        name
        for name in questions
        if name in names
        and found.deciding[name][0] < (Turn.TOGETHER if questions[name].type == "text" else Turn.ASK)
        and any(on in request.answers and not questions[on].must for on in questions[name].only_if or ())
    ]
    opened += [name for name in names if last in questions[name].refers_to and name not in opened]
    ordered = list(dict.fromkeys([*opened, *names]))
    before = [name for name in questions[ordered[0]].refers_to if name in ordered] if ordered else []
    return list(dict.fromkeys([*before, *ordered]))


def _about_problem(ruleset: Ruleset) -> frozenset[str]:
    """The groups up to the last that a criterion about the problem reads: the problem comes before the tactic."""
    groups = list(ruleset.groups)
    criteria = [each for each in ruleset.criteria.values() if each.about == "problem"]
    read = {part.from_ for each in criteria for part in each.indicators} & ruleset.questions.keys()
    last = max((groups.index(ruleset.questions[name].group) for name in read), default=-1)
    return frozenset(groups[: last + 1])


def most_left(found: Outlook, request: Request, ruleset: Ruleset) -> int:
    """Return how many questions may still be asked for the verdict, with those that the longest way on would open."""
    names = found.deciding.keys() - request.answers.keys()
    now = names.intersection(to_ask(request, ruleset, quick=False))
    opened: dict[str, dict[str, int]] = {}
    for name in names - now:
        on, wanted = next(
            (each for each in (ruleset.questions[name].only_if or {}).items() if each[0] in names), ("", "")
        )
        for choice in ruleset.choices(on) if on else ():
            if meaning(wanted, tuple(ruleset.choices(on))).contains(choice):
                opened.setdefault(on, {}).setdefault(choice, 0)
                opened[on][choice] += 1
    return len(now) + sum(max(each.values()) for each in opened.values())


def of_use(found: Outlook, request: Request, ruleset: Ruleset) -> dict[str, Use]:
    """Return the open questions that are of some use once the verdict is settled, in the order of the rules."""
    return dict(_of_use(found, request, ruleset))


def _of_use(found: Outlook, request: Request, ruleset: Ruleset) -> Iterator[tuple[str, Use]]:
    for name in to_ask(request, ruleset, quick=False):
        if name in request.answers:
            continue
        if name in ruleset.verdicts.agree:
            yield name, Use.AGREEMENT
        elif name in found.shaping:
            yield name, Use.ACTS
        elif ruleset.questions[name].memo:
            yield name, Use.MEMO
