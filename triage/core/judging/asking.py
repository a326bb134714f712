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

    return sorted(asked, key=sort_key)


def _about_problem(ruleset: Ruleset) -> frozenset[str]:
    """The groups up to the last that a criterion about the problem reads: the problem comes before the tactic."""
    groups = list(ruleset.groups)
    criteria = [each for each in ruleset.criteria.values() if each.about == "problem"]
    read = {part.from_ for each in criteria for part in each.indicators} & ruleset.questions.keys()
    last = max((groups.index(ruleset.questions[name].group) for name in read), default=-1)
    return frozenset(groups[: last + 1])


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
