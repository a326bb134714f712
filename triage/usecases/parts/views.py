"""How each of the two sees need, outcome and date: kept as they answered, and told in memo and review."""

from collections.abc import Iterator

from triage.adapters.register.kept import Kept
from triage.core.life.events import Aligned, Answered
from triage.core.messages import Message, Param, say
from triage.core.request.request import Value
from triage.core.request.shown import shown
from triage.core.rules.ruleset import Ruleset

VIEWS = ("need", "outcome", "visible_in")


def views(kept: Kept, ruleset: Ruleset) -> Iterator[Message]:
    """Yield both views of each of these questions that they answered differently, and what they have agreed since."""
    answered = kept.life.last(Answered)
    if answered is None:
        return
    aligned = kept.life.last(Aligned)
    for name in VIEWS:
        own, theirs = kept.first_request.value(name), answered[1].answers.get(name)
        if own == theirs or name not in ruleset.questions or name not in answered[1].answers:
            continue
        parts: dict[str, Param] = {
            "question": ruleset.questions[name].label,
            "manager": _shown(name, own, kept, ruleset),
            "director": _shown(name, theirs, kept, ruleset),
        }
        yield say("view.each", **parts)
        if aligned and name in aligned[1].answers:
            yield say("view.agreed", answer=_shown(name, aligned[1].answers[name], kept, ruleset))


def _shown(name: str, value: Value, kept: Kept, ruleset: Ruleset) -> Param:
    return shown(value, ruleset.questions[name], name, kept.request, ruleset)
