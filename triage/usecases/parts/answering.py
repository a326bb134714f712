"""What was answered to a request that is kept, as lines in the groups of its questions."""

from collections.abc import Iterator

from triage.adapters.pages.catalog import Catalog
from triage.adapters.register.kept import Kept
from triage.core.messages import say
from triage.core.request.shown import answers
from triage.core.rules.ruleset import Ruleset


def answer_lines(kept: Kept, ruleset: Ruleset, catalog: Catalog) -> Iterator[str]:
    """Yield what was answered to every question that applies; also what is not known yet."""
    request, group = kept.request, ""
    yield request.title
    for _, question, answer in answers(request, ruleset):
        if question.group != group:
            group = question.group
            yield from ("", ruleset.groups[group].label.in_(catalog.language))
        known = catalog.text(say("unknown")) if answer is None else catalog.value(answer)
        yield f"- {question.label.in_(catalog.language)}: {' '.join(known.split())}"
