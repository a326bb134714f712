"""Which questions are still to be asked, as an interview stands: all in order, what decides, or what is left of use.

What can still change the verdict is worked out with numpy, which is loaded once the questions that every task has are
answered.
"""

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct, field

from triage.adapters.home import clock
from triage.adapters.home.drafts import Draft
from triage.adapters.home.settings import Home
from triage.core.interview import order
from triage.core.messages import TriageError
from triage.core.record.known import Past, Told, known_so_far
from triage.core.request.request import Origin, Request
from triage.core.rules.ruleset import Ruleset
from triage.usecases.parts.remembering import past

if TYPE_CHECKING:
    from triage.core.judging.asking import Use
    from triage.core.judging.settled import Outlook

MOST_QUICK = 12
"""Questions of quick triage, beside those that every task has."""
MANY, SOME_UNKNOWN = 20, 3
"""Questions after which the verdict is offered as it stands, where as many of them as the second were not known."""

Look: TypeAlias = Callable[[Request, Collection[str], Collection[str]], "Outlook"]
"""What may still become of a request, with the questions that are open and the earlier requests that were shown."""


class Plan(Struct, frozen=True):
    """What is still to be asked."""

    upcoming: tuple[str, ...] = ()
    """The questions, in their order as far as it can be told."""
    of: int | None = None
    """How many there are with those that were answered; ``None`` where that cannot be told yet."""
    most_left: int | None = None
    """Where only what decides is asked: how many more it may take at the most, with the next."""
    is_settled: bool = False
    """Whether nothing can change the verdict any more."""
    of_use: "Mapping[str, Use]" = field(default_factory=dict)
    """Where it is settled: the questions left, with what each is still good for."""
    telling: str | None = None
    """Where the verdict is offered before it is settled: the open question that tells most."""
    left: int = 0
    """How many questions can still change it then."""


def plan(request: Request, draft: Draft, ruleset: Ruleset, look: Look | None) -> Plan:
    """Say what is still to be asked; without ``look``, and where everything is asked, it is all in the rules' order."""
    if look is None or draft.whole:
        asked = order.to_ask(request, ruleset, quick=draft.quick)
        return Plan(tuple(name for name in asked if _is_open(name, draft)), len(asked))
    asked = order.to_ask(request, ruleset, quick=False)
    given = [name for name in asked if name in draft.answers]
    left = [name for name in ruleset.questions if _is_open(name, draft)]
    first = tuple(name for name in asked if name in draft.again or (name in left and ruleset.questions[name].must))
    if first:
        return Plan(first)
    from triage.core.judging.asking import most_left, of_use, upcoming

    found = look(request, left, [earlier for earlier, _ in draft.earlier])
    if found.settled:
        useful = of_use(found, request, ruleset)
        return Plan(tuple(useful) if draft.rest else (), len(given) + len(useful), is_settled=True, of_use=useful)
    deciding = upcoming(found, request, ruleset, quick=draft.quick) or [name for name in asked if name in left]
    if deciding and not (draft.on or draft.rest) and _is_enough(draft, given, ruleset):
        return Plan(telling=deciding[0], left=len(deciding))
    most = max(most_left(found, request, ruleset), 1)
    if draft.quick and not (draft.on or draft.rest):
        quick = MOST_QUICK - sum(not ruleset.questions[name].must for name in given)
        if quick <= 1 < most:  # the last of the quick ones, but not the last that can change the verdict
            return Plan(tuple(deciding))
        most = min(most, quick)
    return Plan(tuple(deciding), most_left=most)


def _is_enough(draft: Draft, given: Collection[str], ruleset: Ruleset) -> bool:
    """Whether the verdict is offered as it stands: quick triage is at its end, or so much that was asked is unknown."""
    given = [name for name in given if not ruleset.questions[name].must]
    if draft.quick:
        return len(given) >= MOST_QUICK
    asked = [draft.answers[name].value for name in given if draft.answers[name].origin is Origin.ASKED]
    return len(asked) >= MANY and asked.count(None) >= SOME_UNKNOWN


def _is_open(name: str, draft: Draft) -> bool:
    return name not in draft.answers or name in draft.again


def make_look(home: Home, ruleset: Ruleset) -> Look:
    """Make what looks ahead, with what the register knows; where it cannot be reached just now, without."""
    known: list[Past] = []

    def look(request: Request, left: Collection[str], shown: Collection[str]) -> "Outlook":
        from triage.core.judging.settled import outlook

        if not known:
            known.append(_past(home, ruleset))
        so_far = known_so_far(request, known[0], Told(shown), order.askable(request, ruleset, left))
        open_ = {*left, *so_far.unsure, *so_far.waiting}
        return outlook(so_far.request, ruleset, open_, so_far.committed).with_(so_far.waiting)

    return look


def _past(home: Home, ruleset: Ruleset) -> Past:
    try:
        return past(home, ruleset)
    except TriageError:
        return Past((), ruleset, clock.today())
