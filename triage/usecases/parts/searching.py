"""The search for answers with which rules do what they should not, told with the lines of the rules that do it."""

import time
from collections.abc import Iterator
from pathlib import Path

from triage.adapters.files.yamlfiles import Places, load_yaml
from triage.adapters.home.settings import Home
from triage.adapters.rules.rulefiles import find_rules, load_ruleset
from triage.core.judging.counterexamples import Counterexample, search
from triage.core.messages import Inline, Listed, Message, Number, Param, say
from triage.core.request.request import Request
from triage.core.request.shown import shown
from triage.core.rules.ruleset import Ruleset
from triage.usecases.parts.chance import make_rng

SECONDS = 10.0
MOST_REQUESTS = 3000
"""With the rules that come with the program this takes some seconds; there is little to be found after that."""


def search_rules(path: Path | None, home: Home) -> Iterator[Message]:
    """Say what a search of at most :data:`SECONDS` found, a sentence for each counterexample, or that it found none."""
    ruleset, file = load_ruleset(path, home=home), find_rules(path, home=home)
    end = time.monotonic() + SECONDS
    found = search(ruleset, make_rng(), MOST_REQUESTS, lambda: time.monotonic() < end)
    count = Number(found.requests)
    yield say("rules.search.found" if found.found else "rules.search.none", count=count)
    places = load_yaml(file, strict=True).places if found.found else None
    for each in found.found:
        if places:
            yield _sentence(each, ruleset, places)


def _sentence(each: Counterexample, ruleset: Ruleset, places: Places) -> Message:
    """What was answered, what it led to, and where in the rules."""
    parts: dict[str, Param] = {
        "where": _where(each, places),
        "was": say(f"verdict.{each.verdicts[0]}"),
        "becomes": say(f"verdict.{each.verdicts[1]}"),
    }
    if each.property == "free_pass":
        claims = (_claim(each.after, name, ruleset) for name in each.questions)
        return say("rules.search.free_pass", claims=Listed(tuple(claims)), **parts)
    name = each.questions[0]
    parts |= {
        "question": Inline(ruleset.questions[name].label),
        "id": name,
        "after": _answer(each.after, name, ruleset),
    }
    if each.property == "better":
        parts["before"] = _answer(each.before, name, ruleset)
    return say(f"rules.search.{each.property}", **parts)


def _where(each: Counterexample, places: Places) -> Param:
    """The first of the rules that made the difference, and the lines of the others."""
    first, *others = (places.find(cause, key=True) for cause in each.causes)
    lines = Listed(tuple(str(place.line) for place in others))
    return say("rules.search.lines", place=str(first), lines=lines) if others else str(first)


def _claim(request: Request, name: str, ruleset: Ruleset) -> Message:
    label = Inline(ruleset.questions[name].label)
    return say("rules.search.answer", question=label, id=name, answer=_answer(request, name, ruleset))


def _answer(request: Request, name: str, ruleset: Ruleset) -> Param:
    question, value = ruleset.questions[name], request.value(name)
    if value is not None and question.type in {"text", "date"}:
        return say("rules.search.something")
    return shown(value, question, name, request, ruleset)
