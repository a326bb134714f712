"""Answers of one request that do not go together, by the rules; what they change is up to whoever answered."""

from collections.abc import Iterator, Mapping

from triage.core.request.request import Request
from triage.core.rules.ruleset import Contradiction, Ruleset, Words


def contradictions(request: Request, ruleset: Ruleset, met: Mapping[str, bool]) -> Iterator[str]:
    """Yield the ids of the contradictions; ``met`` tells whose conditions hold."""
    for name, each in ruleset.contradictions.items():
        if met[name] and _were_given(request, each, ruleset) and _said(request, each):
            yield name


def _were_given(request: Request, contradiction: Contradiction, ruleset: Ruleset) -> bool:
    """Whether the answers were really given; what was left out contradicts nothing."""
    return all(request.value(name) is not None for name in contradiction.when if name in ruleset.questions)


def _said(request: Request, contradiction: Contradiction) -> bool:
    """Whether the texts say what a contradiction is about; where it names none, they need not."""
    words = (_has_word(request.value(name), said, contradiction) for name, said in contradiction.words.items())
    bare = (_lacks_number(request.value(name)) for name in contradiction.no_number)
    return all(words) and all(bare)


def _has_word(value: object, said: Words, contradiction: Contradiction) -> bool:
    if not isinstance(value, str):
        return False
    text = value.casefold().strip(" .!")
    words = [word.casefold() for word in (*said.da, *said.en)]
    return text in words if contradiction.whole else any(word in text for word in words)


def _lacks_number(value: object) -> bool:
    return isinstance(value, str) and not any(letter.isdigit() for letter in value)
