"""What may be agreed on and is yet asked about: days, and what the rules find odd in measure, level and group."""

from collections.abc import Iterator

from triage.adapters.home.settings import Home
from triage.adapters.register.kept import Kept
from triage.adapters.rules.rulefiles import ruleset_from_texts
from triage.core.judging.contradictions import contradictions
from triage.core.life.agreement import FROM_ANSWERS, doubts
from triage.core.life.events import Agreement
from triage.core.messages import Message, say
from triage.core.request.effective import effective
from triage.core.request.request import Origin, with_answers
from triage.core.rules.conditions import holds
from triage.core.rules.ruleset import Ruleset


def doubted(kept: Kept, made: Agreement, home: Home) -> Iterator[Message]:
    """Yield what is to be talked about; with today's clock and the rules of the day on which it was weighed."""
    yield from doubts(made.block, kept.life)
    ruleset = ruleset_from_texts(kept.ruleset.texts, home=home)
    for name in _odd(kept, made, ruleset):
        each = ruleset.contradictions[name]
        yield say("agree.odd", says=each.says, ask=each.ask)


def _odd(kept: Kept, made: Agreement, ruleset: Ruleset) -> list[str]:
    """The contradictions of the rules that the words of the block take part in, or the group it is for."""
    block = {name: getattr(made.block, part) for part, name in FROM_ANSWERS.items()}
    request = with_answers(
        kept.request, {name: value for name, value in block.items() if name in ruleset.questions}, Origin.FLAG
    )
    about_words = {
        name: each
        for name, each in ruleset.contradictions.items()
        if each.words and all(on in ruleset.questions for on in each.when)
    }
    values = effective(request, ruleset)
    met = {name: name in about_words and holds(each.when, values) for name, each in ruleset.contradictions.items()}
    return list(contradictions(request, ruleset, met))
